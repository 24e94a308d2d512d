//! Finds the phrases of the lexicon in the tokens, and says which of them are denied: "no leak", "not urgent".

use super::lexicon::{Atom, LEXICON, Language, Phrase};
use super::token::Token;

/// A phrase that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its heading.
    pub tag: &'static str,
    /// Its value.
    pub value: &'static str,
    /// First token.
    pub start: usize,
    /// First token behind it.
    pub end: usize,
    /// How many words of it are fixed.
    pub words: usize,
}

impl Match {
    /// The first word of the heading.
    pub fn family(&self) -> &'static str {
        self.tag.split(' ').next().unwrap_or_default()
    }

    /// The second word of the heading.
    pub fn kind(&self) -> &'static str {
        self.tag.split_once(' ').map_or("", |(_, kind)| kind)
    }

    fn holds(&self, other: &Self) -> bool {
        self.start <= other.start && self.end >= other.end && self.end - self.start > other.end - other.start
    }
}

/// How many words a gap may stand for.
const GAP: usize = 6;
/// Letters from which a phrase of another language is too long to be a coincidence.
const SURE: usize = 8;

/// All phrases of the languages; within a family, what lies inside a longer phrase is left out.
pub fn matches(tokens: &[Token], languages: &[Language]) -> Vec<Match> {
    let mut found: Vec<Match> = Vec::new();
    for start in 0..tokens.len() {
        for phrase in LEXICON.starting_with(&tokens[start].text) {
            if !is_meant(phrase, languages) {
                continue;
            }
            if let Some(end) = walk(tokens, start, &phrase.atoms) {
                let words = phrase.atoms.iter().filter(|atom| **atom != Atom::Gap).count();
                let item = Match { tag: phrase.tag, value: phrase.value, start, end, words };
                if !found.contains(&item) {
                    found.push(item);
                }
            }
        }
    }
    let kept: Vec<bool> = found
        .iter()
        .map(|it| !found.iter().any(|other| group(other) == group(it) && other.holds(it)))
        .collect();
    let mut keep = kept.iter();
    found.retain(|_| *keep.next().unwrap_or(&true));
    found.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end)));
    found
}

/// Families that speak of the same thing.
fn group(found: &Match) -> &'static str {
    match found.family() {
        "relative" | "past" | "period" | "shift" | "weekdays" | "morning" => "when",
        "priority" | "cue" => "priority",
        "negation" | "assign" | "request" | "mention" => found.tag,
        family => family,
    }
}

fn is_meant(phrase: &Phrase, languages: &[Language]) -> bool {
    languages.contains(&phrase.language)
        || (phrase.tag.starts_with("problem") || phrase.tag == "safety")
            && phrase
                .atoms
                .iter()
                .map(|atom| match atom {
                    Atom::Word(word) | Atom::Prefix(word) => word.len(),
                    Atom::Gap => 0,
                })
                .sum::<usize>()
                >= SURE
}

/// The token behind the phrase, if it stands here; phrases never go beyond a sentence.
fn walk(tokens: &[Token], at: usize, atoms: &[Atom]) -> Option<usize> {
    let mut at = at;
    for (number, atom) in atoms.iter().enumerate() {
        match atom {
            Atom::Gap => {
                let rest = &atoms[number + 1..];
                return (0..=GAP)
                    .take_while(|skip| {
                        tokens.get(at + skip).is_some_and(|it| !it.sentence)
                            && (0..*skip).all(|it| !tokens[at + it].begins_clause())
                    })
                    .find_map(|skip| walk_inside(tokens, at + skip, rest));
            }
            _ if number > 0 && tokens.get(at).is_some_and(|token| token.sentence) => return None,
            Atom::Word(word) if tokens.get(at)?.text == *word => at += 1,
            Atom::Prefix(start) if tokens.get(at)?.text.starts_with(start.as_str()) => at += 1,
            _ => return None,
        }
    }
    Some(at)
}

fn walk_inside(tokens: &[Token], at: usize, atoms: &[Atom]) -> Option<usize> {
    if tokens.get(at)?.sentence { None } else { walk(tokens, at, atoms) }
}

/// How many words a denial reaches.
const REACH: usize = 4;
/// What a speaker denies to know does not deny what follows.
const OF_KNOWLEDGE: &[&str] = &[
    "sure", "idea", "know", "only", "se", "sais", "weiss", "sei", "sabemos", "wait", "stop", "find",
    "locate", "fix", "keep", "control", "figure", "see",
];

/// Whether a denial before the phrase reaches it.
pub fn is_denied(tokens: &[Token], all: &[Match], found: &Match) -> bool {
    let mut at = found.start;
    let mut steps = 0;
    while at > 0 && steps < REACH {
        if tokens[at].begins_clause() {
            return false;
        }
        at -= 1;
        steps += 1;
        let here = |tag: &str| all.iter().any(|it| it.tag == tag && it.start <= at && at < it.end);
        if here("negation ends") {
            return false;
        }
        if here("negation") {
            let belongs_elsewhere = all.iter().any(|it| {
                matches!(it.family(), "problem" | "cue" | "safety" | "line_down" | "intent")
                    && it.words > 1
                    && it.start <= at
                    && at < it.end
                    && it.end <= found.start
            });
            let of_knowledge = tokens[at + 1..found.start.max(at + 1)]
                .iter()
                .any(|it| OF_KNOWLEDGE.contains(&it.text.as_str()));
            return !belongs_elsewhere && !of_knowledge;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::token::{expanded, tokens};
    use super::*;

    fn problems(text: &str) -> Vec<(&'static str, bool)> {
        let tokens = expanded(tokens(text));
        let all = matches(&tokens, &[Language::En]);
        let problems = all.iter().filter(|it| it.family() == "problem");
        problems.map(|it| (it.kind(), is_denied(&tokens, &all, it))).collect()
    }

    #[test]
    fn longer_phrases_win_and_denials_reach_only_their_clause() {
        let table: &[(&str, &[(&str, bool)])] = &[
            ("check for leaks", &[("inspection", false)]),
            ("can't stop the leak", &[("leak", false)]),
            ("gas leak", &[("gas_hazard", false)]),
            ("no leak", &[("leak", true)]),
            ("it is not leaking but noisy", &[("leak", true), ("noise", false)]),
            ("no power and leaking", &[("no_power", false), ("leak", false)]),
            ("not sure why it is leaking", &[("leak", false)]),
            ("No, it is leaking", &[("leak", false)]),
            ("e-stop works. not leaking", &[("leak", true)]),
        ];
        for (text, expected) in table {
            assert_eq!(problems(text), *expected, "{text}");
        }
    }

    #[test]
    fn gaps_hold_three_words_and_stop_at_the_sentence() {
        let stops = |text: &str| {
            matches(&expanded(tokens(text)), &[Language::En]).iter().any(|it| it.tag == "safety")
        };
        assert!(stops("e-stop on the press does not work, e stop on press doesnt"));
        assert!(!stops("e-stop. It doesnt matter"));
    }
}
