//! Text to tokens: words folded to lower case without accents, numbers in one form, each with its place in the text.
//! `P-103`, `p103` and `P 103` become the same two tokens; only what stood between them differs.

use unicode_normalization::UnicodeNormalization;

/// A word, a number or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Folded: lower case, no accents, no apostrophes, a point in decimals.
    pub text: String,
    /// First byte in the text.
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
    /// What joins it to the token before when nothing but that stood between: `-`, `/`, `.`, or `+` for nothing at all.
    pub glue: Option<char>,
    /// A sentence ended before it.
    pub sentence: bool,
    /// A comma, colon or dash stood before it.
    pub comma: bool,
    /// It began with a capital letter.
    pub capital: bool,
}

impl Token {
    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        self.text.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
    }

    /// Its value, if it is a number.
    pub fn value(&self) -> Option<f64> {
        if self.is_number() { self.text.parse().ok() } else { None }
    }

    /// Whether it begins a clause.
    pub fn begins_clause(&self) -> bool {
        self.sentence || self.comma
    }
}

/// Lower case, no accents, `ß` as `ss`, typographic apostrophes as plain ones.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfd().flat_map(char::to_lowercase) {
        match letter {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            '’' | '‘' | '`' | '´' => folded.push('\''),
            '\u{300}'..='\u{36f}' => {}
            other => folded.push(other),
        }
    }
    folded
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    Other,
}

fn kind(letter: char) -> Kind {
    if letter.is_ascii_digit() {
        Kind::Digit
    } else if letter.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&letter) {
        Kind::Letter
    } else {
        Kind::Other
    }
}

/// Splits the text.
pub fn tokens(text: &str) -> Vec<Token> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let end_of = |at: usize| letters.get(at).map_or(text.len(), |(byte, _)| *byte);
    let mut found: Vec<Token> = Vec::new();
    let (mut at, mut between) = (0, String::new());
    while at < letters.len() {
        let first = at;
        let (start, letter) = letters[at];
        match kind(letter) {
            Kind::Digit => at = number_end(&letters, at),
            Kind::Letter => at = word_end(&letters, at),
            Kind::Other if matches!(letter, '%' | '°' | '#' | '&') => at += 1,
            Kind::Other => {
                between.push(letter);
                at += 1;
                continue;
            }
        }
        let raw = &text[start..end_of(at)];
        let capital = raw.chars().next().is_some_and(char::is_uppercase);
        let folded = if kind(letter) == Kind::Digit { decimal(raw) } else { word(raw) };
        let mut pieces = folded.into_iter().peekable();
        let mut head = true;
        while let Some(piece) = pieces.next() {
            let glue = if head { glue(&between, found.is_empty()) } else { Some('\'') };
            found.push(Token {
                text: piece,
                start,
                end: end_of(at),
                glue,
                sentence: head && (found.is_empty() || ends_sentence(&between)),
                comma: head
                    && (between.contains([',', ':', ';', '–', '—', '(', ')', '|'])
                        || between.contains(" - ")),
                capital: capital && pieces.peek().is_none(),
            });
            head = false;
        }
        between.clear();
        debug_assert!(at > first, "every step reads a letter");
    }
    // "pump no 2" and "Nr. 2" number something and deny nothing.
    for at in 1..found.len() {
        if found[at].is_number() && matches!(found[at - 1].text.as_str(), "no" | "nr" | "num") {
            "number".clone_into(&mut found[at - 1].text);
            found[at].sentence = false;
        }
    }
    found.retain(|token| token.text != "#");
    found
}

fn ends_sentence(between: &str) -> bool {
    between.contains(['!', '?', '\n'])
        || between.starts_with('.') && between.len() > 1
        || between.contains(". ")
}

fn glue(between: &str, is_first: bool) -> Option<char> {
    match between {
        _ if is_first => None,
        "" => Some('+'),
        "-" | "_" | "‐" | "‑" | "–" => Some('-'),
        "/" => Some('/'),
        "." => Some('.'),
        "'" => Some('\''),
        ":" => Some(':'),
        _ => None,
    }
}

/// Digits, with points, commas and colons between digits.
fn number_end(letters: &[(usize, char)], mut at: usize) -> usize {
    let start = at;
    let mut separators = 0;
    while at < letters.len() {
        let letter = letters[at].1;
        let digit_follows = letters.get(at + 1).is_some_and(|(_, next)| next.is_ascii_digit());
        match letter {
            '0'..='9' => at += 1,
            '.' | ',' if digit_follows && separators == 0 => {
                // 12.03.2026 is a date and not a decimal.
                let run = letters[at + 1..].iter().take_while(|(_, next)| next.is_ascii_digit()).count();
                let again = letters.get(at + 1 + run).is_some_and(|(_, next)| *next == '.')
                    && letters.get(at + 2 + run).is_some_and(|(_, next)| next.is_ascii_digit());
                let behind_a_dot =
                    start >= 2 && letters[start - 1].1 == '.' && letters[start - 2].1.is_ascii_digit();
                if again || behind_a_dot {
                    return at;
                }
                separators += 1;
                at += 1;
            }
            ':' if digit_follows && separators == 0 && at - start <= 2 => {
                separators += 1;
                at += 1;
            }
            _ => break,
        }
    }
    at
}

/// Letters, with apostrophes between letters.
fn word_end(letters: &[(usize, char)], mut at: usize) -> usize {
    while at < letters.len() {
        let letter = letters[at].1;
        let letter_follows = letters.get(at + 1).is_some_and(|(_, next)| next.is_alphabetic());
        match kind(letter) {
            Kind::Letter => at += 1,
            Kind::Other if matches!(letter, '\'' | '’' | '´' | '`') && letter_follows => at += 1,
            _ => break,
        }
    }
    at
}

/// `3,200` is three thousand two hundred, `7,2` is seven and two tenths.
fn decimal(raw: &str) -> Vec<String> {
    let text = match raw.split_once(',') {
        Some((whole, rest)) if rest.len() == 3 && whole != "0" => format!("{whole}{rest}"),
        Some((whole, rest)) => format!("{whole}.{rest}"),
        None => raw.to_owned(),
    };
    vec![text]
}

/// Prefixes that French cuts short before a vowel.
const ELIDED: &[&str] =
    &["l", "d", "s", "n", "c", "j", "m", "t", "qu", "aujourd", "jusqu", "lorsqu", "puisqu"];
/// Words whose `'s` is "is" and stays with them.
const WITH_IS: &[&str] =
    &["it", "that", "there", "what", "where", "who", "how", "he", "she", "here", "whats", "let"];

fn word(raw: &str) -> Vec<String> {
    let folded = fold(raw);
    let Some((head, rest)) = folded.split_once('\'') else { return vec![folded] };
    let rest = rest.replace('\'', "");
    if rest == "s" && !WITH_IS.contains(&head) {
        vec![head.to_owned()]
    } else if ELIDED.contains(&head) && rest.len() > 1 && rest != "ll" && rest != "re" && rest != "ve" {
        vec![head.to_owned(), rest]
    } else {
        vec![format!("{head}{rest}")]
    }
}

/// English denials cut short, with what they stand for, so that "isn't", "isnt" and "is not" are one.
const CONTRACTED: &[(&str, &str)] = &[
    ("isnt", "is"),
    ("arent", "are"),
    ("wasnt", "was"),
    ("werent", "were"),
    ("doesnt", "does"),
    ("dont", "do"),
    ("didnt", "did"),
    ("wont", "will"),
    ("wouldnt", "would"),
    ("cant", "can"),
    ("cannot", "can"),
    ("couldnt", "could"),
    ("hasnt", "has"),
    ("havent", "have"),
    ("hadnt", "had"),
    ("shouldnt", "should"),
    ("aint", "is"),
    ("dosent", "does"),
];

/// The verb of a denial that is cut short.
pub fn denied_verb(word: &str) -> Option<&'static str> {
    CONTRACTED.iter().find(|(short, _)| *short == word).map(|(_, verb)| *verb)
}

/// Denials in two words.
pub fn expanded(tokens: Vec<Token>) -> Vec<Token> {
    tokens
        .into_iter()
        .flat_map(|token| match denied_verb(&token.text) {
            Some(verb) => vec![
                Token { text: verb.to_owned(), ..token.clone() },
                Token { text: "not".to_owned(), sentence: false, comma: false, glue: Some('\''), ..token },
            ],
            None => vec![token],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_and_numbers_come_in_one_form() {
        let table: &[(&str, &[&str])] = &[
            ("P-103 won't START", &["p", "103", "wont", "start"]),
            ("p103", &["p", "103"]),
            ("Mike's pump: it's loud", &["mike", "pump", "its", "loud"]),
            ("Válvula dañada", &["valvula", "danada"]),
            ("fuite d’huile", &["fuite", "d", "huile"]),
            ("Öl läuft, heiß", &["ol", "lauft", "heiss"]),
            ("7,2 mm/s at 3,200 h", &["7.2", "mm", "s", "at", "3200", "h"]),
            ("85.5°C by 10:30", &["85.5", "°", "c", "by", "10:30"]),
            ("due 12.03.2026.", &["due", "12", "03", "2026"]),
        ];
        for (text, expected) in table {
            assert_eq!(texts(text), *expected, "{text}");
        }
    }

    #[test]
    fn places_in_the_text_and_borders_are_kept() {
        let text = "Ça fuit! Pump 3, now";
        let found = tokens(text);
        assert_eq!(&text[found[1].start..found[1].end], "fuit");
        assert!(found[2].sentence && found[2].capital);
        assert!(found[4].comma && !found[4].sentence);
        assert_eq!(tokens("P-103")[1].glue, Some('-'));
        assert_eq!(tokens("P103")[1].glue, Some('+'));
        assert_eq!(tokens("P 103")[1].glue, None);
    }
}
