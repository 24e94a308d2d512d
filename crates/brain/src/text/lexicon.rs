//! The word lists of `lexicon/`, read once: what each phrase means, in which language.
//! The files are the place to teach the product a word; `docs/language.md` says how.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::token::{denied_verb, fold};

/// The languages that are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// German.
    De,
    /// Portuguese.
    Pt,
}

impl Language {
    /// All, in the order in which doubt is decided.
    pub const ALL: [Self; 5] = [Self::En, Self::Es, Self::Fr, Self::De, Self::Pt];

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Fr => "fr",
            Self::De => "de",
            Self::Pt => "pt",
        }
    }

    /// From a code such as `es` or `es-MX`.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.get(..2)?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    const fn text(self) -> &'static str {
        match self {
            Self::En => include_str!("lexicon/en.txt"),
            Self::Es => include_str!("lexicon/es.txt"),
            Self::Fr => include_str!("lexicon/fr.txt"),
            Self::De => include_str!("lexicon/de.txt"),
            Self::Pt => include_str!("lexicon/pt.txt"),
        }
    }
}

/// One word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Atom {
    /// This word.
    Word(String),
    /// Any word that begins so.
    Prefix(String),
    /// Up to six words of the same clause, whatever they are.
    Gap,
}

/// A phrase and what it means.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// The heading it stands under, as `problem leak`.
    pub tag: &'static str,
    /// What stands behind `=`, as `5` for Friday.
    pub value: &'static str,
    /// Its language.
    pub language: Language,
    /// Its words.
    pub atoms: Vec<Atom>,
}

/// A kind of thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Its name in `things.txt`.
    pub concept: &'static str,
    /// `machine`, `component`, `place` or `quality`.
    pub kind: &'static str,
    /// The category it usually belongs to.
    pub category: &'static str,
}

/// Everything that the files say.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// All phrases.
    pub phrases: Vec<Phrase>,
    by_word: HashMap<String, Vec<usize>>,
    by_prefix: HashMap<String, Vec<usize>>,
    /// Every word that is known, so that it is not taken for a misspelling.
    pub vocabulary: HashSet<String>,
    /// Words that a misspelling may stand for.
    pub targets: HashSet<String>,
    spelling: HashMap<(&'static str, String), Vec<String>>,
    numbers: HashMap<(Language, &'static str), u32>,
    function_words: HashMap<String, Vec<Language>>,
    things: Vec<Thing>,
    thing_by_word: HashMap<String, usize>,
    thing_by_suffix: Vec<(String, usize)>,
    fillers: HashSet<String>,
}

/// The lexicon of the product.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// Headings whose entries are no phrases to look for.
const TABLES: &[&str] = &["language", "numbers", "one", "spelling", "ordinary", "filler", "ordinals"];

impl Lexicon {
    fn read() -> Self {
        let mut lexicon = Self::default();
        for language in Language::ALL {
            lexicon.read_language(language);
        }
        lexicon.read_things(include_str!("lexicon/things.txt"));
        let ordinary: HashSet<String> =
            Language::ALL.into_iter().flat_map(|language| section(language, "ordinary")).collect();
        lexicon.vocabulary.extend(ordinary);
        lexicon
    }

    fn read_language(&mut self, language: Language) {
        for (tag, entry) in entries(language.text()) {
            let (text, value) = entry.split_once('=').map_or((entry, ""), |(text, value)| (text, value));
            let folded = fold(text.trim()).replace('\'', "");
            match tag {
                "language" => self.function_words.entry(folded.clone()).or_default().push(language),
                "numbers" | "one" => {
                    let value = value.parse().unwrap_or_default();
                    let word: &'static str = text.trim();
                    self.numbers.insert((language, word), value);
                }
                "filler" => {
                    self.fillers.extend(folded.split(' ').map(str::to_owned));
                }
                "spelling" => {
                    let right = fold(value).split(' ').map(str::to_owned).collect();
                    self.spelling.insert((language.code(), folded.clone()), right);
                    continue;
                }
                _ => {}
            }
            let atoms: Vec<Atom> = folded
                .split_whitespace()
                .flat_map(|word| match denied_verb(word) {
                    Some(verb) => vec![verb, "not"],
                    None => vec![word],
                })
                .map(|word| match word.strip_suffix('~') {
                    _ if word == "*" => Atom::Gap,
                    Some(prefix) => Atom::Prefix(prefix.to_owned()),
                    None => Atom::Word(word.to_owned()),
                })
                .collect();
            for atom in &atoms {
                if let Atom::Prefix(word) = atom
                    && tag.starts_with("problem")
                    && language == Language::En
                {
                    self.targets.insert(format!("{word}ing"));
                }
                if let Atom::Word(word) = atom {
                    self.vocabulary.insert(word.clone());
                    if word.len() >= 5 && (tag.starts_with("problem") || tag.starts_with("category")) {
                        self.targets.insert(word.clone());
                    }
                }
            }
            if !TABLES.contains(&tag) {
                let number = self.phrases.len();
                match &atoms[0] {
                    Atom::Word(word) => self.by_word.entry(word.clone()).or_default().push(number),
                    Atom::Prefix(word) => self.by_prefix.entry(word.clone()).or_default().push(number),
                    Atom::Gap => continue,
                }
                self.phrases.push(Phrase { tag, value: value.trim(), language, atoms });
            }
        }
    }

    fn read_things(&mut self, text: &'static str) {
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let Some((head, words)) = line.split_once(':') else { continue };
            let mut head = head.split('|').map(str::trim);
            let (Some(concept), Some(kind), Some(category)) = (head.next(), head.next(), head.next()) else {
                continue;
            };
            let number = self.things.len();
            self.things.push(Thing { concept, kind, category });
            for word in words.split(',').map(|word| fold(word.trim())) {
                if let Some(suffix) = word.strip_prefix('~') {
                    self.thing_by_suffix.push((suffix.to_owned(), number));
                } else {
                    self.vocabulary.insert(word.clone());
                    if word.len() >= 5 {
                        self.targets.insert(word.clone());
                    }
                    self.thing_by_word.entry(word).or_insert(number);
                }
            }
        }
    }

    /// Phrases that may begin with this word.
    pub fn starting_with<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a Phrase> {
        let exact = self.by_word.get(word).into_iter().flatten();
        let prefixes = word.char_indices().skip(1).map(|(at, _)| &word[..at]).chain(std::iter::once(word));
        let by_prefix = prefixes.filter(|prefix| prefix.len() >= 2);
        let by_prefix = by_prefix.filter_map(|prefix| self.by_prefix.get(prefix)).flatten();
        exact.chain(by_prefix).map(|number| &self.phrases[*number])
    }

    /// What kind of thing a word names.
    pub fn thing(&self, word: &str) -> Option<&Thing> {
        let number = self.thing_by_word.get(word).copied().or_else(|| {
            self.thing_by_suffix
                .iter()
                .find(|(suffix, _)| word.len() > suffix.len() + 2 && word.ends_with(suffix.as_str()))
                .map(|(_, number)| *number)
        })?;
        self.things.get(number)
    }

    /// A kind of thing by its name in `things.txt`.
    pub fn concept(&self, concept: &str) -> Option<&Thing> {
        self.things.iter().find(|thing| thing.concept == concept)
    }

    /// The right spelling of a word that is written like this in one of the languages.
    pub fn spelled(&self, language: Language, word: &str) -> Option<&[String]> {
        self.spelling.get(&(language.code(), word.to_owned())).map(Vec::as_slice)
    }

    /// The value of a number word.
    pub fn number(&self, language: Language, word: &str) -> Option<u32> {
        self.numbers.get(&(language, word)).copied()
    }

    /// The languages in which a word is everyday grammar.
    pub fn function_word(&self, word: &str) -> &[Language] {
        self.function_words.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a word carries no meaning of its own.
    pub fn is_filler(&self, word: &str) -> bool {
        self.fillers.contains(word)
    }
}

/// Words under one heading of one language.
pub fn section(language: Language, heading: &str) -> Vec<String> {
    entries(language.text()).filter(|(tag, _)| *tag == heading).map(|(_, entry)| fold(entry)).collect()
}

fn entries(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut tag = "";
    text.lines().filter(|line| !line.starts_with('#')).flat_map(move |line| {
        let line = line.trim();
        if let Some(heading) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            tag = heading;
            return Vec::new();
        }
        line.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(|entry| (tag, entry)).collect()
    })
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use contract::drafts::{Category, ProblemType};

    use super::*;

    #[test]
    fn headings_of_the_files_are_words_of_the_product() {
        for phrase in &LEXICON.phrases {
            match phrase.tag.split_once(' ') {
                Some(("problem", kind)) => assert!(ProblemType::from_str(kind).is_ok(), "{}", phrase.tag),
                Some(("category", kind)) => assert!(Category::from_str(kind).is_ok(), "{}", phrase.tag),
                _ => {}
            }
        }
        for thing in &LEXICON.things {
            assert!(Category::from_str(thing.category).is_ok(), "{}", thing.concept);
        }
    }

    #[test]
    fn every_language_knows_every_problem() {
        for language in Language::ALL {
            for kind in ProblemType::ALL.iter().filter(|kind| **kind != ProblemType::Other) {
                let tag = format!("problem {kind}");
                let known = LEXICON.phrases.iter().any(|it| it.language == language && it.tag == tag);
                assert!(known, "{} {tag}", language.code());
            }
        }
    }

    #[test]
    fn one_thing_has_many_names() {
        for word in ["pump", "bomba", "pompe", "kuhlwasserpumpe"] {
            assert_eq!(LEXICON.thing(word).map(|thing| thing.concept), Some("pump"), "{word}");
        }
        assert_eq!(LEXICON.thing("gladness"), None);
    }
}
