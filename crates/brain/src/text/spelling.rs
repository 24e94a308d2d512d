//! Abbreviations and misspellings to the words they stand for: first by the lists of the lexicon, then by nearness.
//! A word that is known, even only as an ordinary word or as a name of the register, is never changed.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::lexicon::{LEXICON, Language};
use super::token::Token;

/// Words of the lexicon by what is left of them when one letter is missing.
static NEAR: LazyLock<Near> = LazyLock::new(|| Near::of(LEXICON.targets.iter().cloned()));

/// Finds words that differ in a letter or two.
#[derive(Debug, Default)]
pub struct Near {
    words: HashSet<String>,
    by_rest: HashMap<String, Vec<String>>,
}

impl Near {
    /// An index of these words; those under four letters are too short to be guessed.
    pub fn of(words: impl Iterator<Item = String>) -> Self {
        let mut near = Self::default();
        let mut words: Vec<String> = words.filter(|word| word.chars().count() >= 4).collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            for rest in rests(&word) {
                near.by_rest.entry(rest).or_default().push(word.clone());
            }
            near.words.insert(word);
        }
        near
    }

    /// The one word that is nearest, if it is near enough for the length of what was written.
    pub fn find(&self, written: &str) -> Option<&str> {
        let length = written.chars().count();
        if length < 4 || self.words.contains(written) {
            return None;
        }
        let mut best: Option<(usize, &str)> = None;
        let mut is_tie = false;
        for rest in rests(written) {
            for word in self.by_rest.get(&rest).into_iter().flatten() {
                let distance = strsim::osa_distance(written, word);
                let allowed = if length >= 8 { 2 } else { 1 };
                let same_start = written.chars().next() == word.chars().next();
                let first_swapped = written.chars().nth(1) == word.chars().next();
                if distance > allowed
                    || !is_slip(written, word)
                    || !(same_start || first_swapped)
                    || length.min(word.len()) < 4
                {
                    continue;
                }
                match best {
                    Some((nearest, known)) if nearest == distance && known != word => is_tie = true,
                    Some((nearest, _)) if nearest <= distance => {}
                    _ => {
                        best = Some((distance, word));
                        is_tie = false;
                    }
                }
            }
        }
        best.filter(|_| !is_tie).map(|(_, word)| word)
    }
}

/// Whether one was written for the other by a slip: a letter left out, doubled or swapped, or one that sounds alike.
/// `skipping` is no slip of `slipping`: both are words.
fn is_slip(written: &str, word: &str) -> bool {
    const ALIKE: &[&str] = &["aeiouy", "szc", "ckq", "gj", "bvw", "fp", "mn", "dt"];
    if written.chars().count() != word.chars().count() {
        return true;
    }
    let differing: Vec<(char, char)> =
        written.chars().zip(word.chars()).filter(|(one, other)| one != other).collect();
    let swapped = differing.len() == 2 && differing[0] == (differing[1].1, differing[1].0);
    swapped
        || differing
            .iter()
            .all(|(one, other)| ALIKE.iter().any(|group| group.contains(*one) && group.contains(*other)))
}

/// The word, and the word without each one of its letters; for long words also without two neighbours.
fn rests(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let without = |from: usize, to: usize| letters[..from].iter().chain(&letters[to..]).collect::<String>();
    let mut rests: Vec<String> = (0..letters.len()).map(|at| without(at, at + 1)).collect();
    if letters.len() >= 8 {
        rests.extend((0..letters.len() - 1).map(|at| without(at, at + 2)));
    }
    rests.push(word.to_owned());
    rests.sort_unstable();
    rests.dedup();
    rests
}

/// Corrects the tokens; `is_known` are the words of the register.
pub fn correct(tokens: Vec<Token>, language: Language, is_known: impl Fn(&str) -> bool) -> Vec<Token> {
    let mut found = Vec::with_capacity(tokens.len());
    for token in tokens {
        if is_known(&token.text) && !in_list(language, &token.text) {
            found.push(token);
            continue;
        }
        let listed = LEXICON.spelled(language, &token.text).map(<[String]>::to_vec);
        match listed {
            Some(words) => found.extend(words.into_iter().enumerate().map(|(at, text)| Token {
                text,
                sentence: token.sentence && at == 0,
                comma: token.comma && at == 0,
                ..token.clone()
            })),
            None => found.push(guess(token, &is_known)),
        }
    }
    found
}

fn in_list(language: Language, word: &str) -> bool {
    LEXICON.spelled(language, word).is_some()
}

fn guess(token: Token, is_known: impl Fn(&str) -> bool) -> Token {
    let word = token.text.as_str();
    let is_fine = word.chars().count() < 5
        || token.is_number()
        || LEXICON.vocabulary.contains(word)
        || is_known(word)
        || LEXICON.thing(word).is_some()
        || LEXICON.starting_with(word).next().is_some()
        || plain(word).any(|plain| LEXICON.vocabulary.contains(plain));
    if is_fine {
        return token;
    }
    match NEAR.find(word) {
        Some(text) => Token { text: text.to_owned(), ..token },
        None => token,
    }
}

/// The word without its plural ending.
fn plain(word: &str) -> impl Iterator<Item = &str> {
    ["s", "es"].into_iter().filter_map(|ending| word.strip_suffix(ending))
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn corrected(text: &str, language: Language) -> String {
        let known = |word: &str| word == "kompresa";
        correct(tokens(text), language, known).iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn misspellings_become_words() {
        let table = [
            (Language::En, "hydrolic leek", "hydraulic leak"),
            (Language::En, "squeling compresor", "squealing compresor"),
            (Language::En, "gearbx shatterd", "gearbox shatterd"),
            (Language::En, "brg noise chk cyl", "bearing noise check cylinder"),
            (Language::En, "small least table", "small least table"),
            (Language::En, "kompresa", "kompresa"),
            (Language::Es, "valbula con fuja", "valvula con fuga"),
            (Language::De, "laeuft nicht", "lauft nicht"),
        ];
        for (language, text, expected) in table {
            assert_eq!(corrected(text, language), expected, "{text}");
        }
    }

    #[test]
    fn what_could_be_two_words_is_left_alone() {
        let near = Near::of(["mixer", "miner"].into_iter().map(str::to_owned));
        assert_eq!(near.find("mixxer"), Some("mixer"));
        assert_eq!(near.find("miter"), None);
        assert_eq!(near.find("mix"), None);
    }
}
