//! Which machines fit a few words best, and whether one of them fits better than all others.

use std::collections::HashMap;

use super::lexicon::LEXICON;
use super::register::{Index, Known, Name, key};
use super::token::Token;

/// What the words came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranked {
    /// The machines that fit best; more than one if none is better than the others.
    pub best: Vec<usize>,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
    /// Whether the best has every word.
    pub covers_all: bool,
    /// Whether a kind of machine was named with a number that none has.
    pub is_unknown: bool,
    /// Machines of that kind.
    pub alike: Vec<usize>,
}

impl Ranked {
    /// One and no other.
    pub fn is_certain(&self) -> bool {
        self.best.len() == 1
    }
}

struct Word {
    key: String,
    text: String,
    weight: f64,
    kind: &'static str,
    /// For a number: the key before it.
    of: Option<String>,
}

struct Scored {
    asset: usize,
    score: f64,
    completeness: f64,
    raw: usize,
    named: bool,
    covers_all: bool,
}

/// Machines that are looked at closely.
const CLOSELY: usize = 400;
/// Candidates that are kept.
const KEPT: usize = 12;

/// Ranks the machines of the register for these words; `around` are the places that the text names.
pub fn rank(tokens: &[&Token], index: &Index, around: &[usize]) -> Ranked {
    let words = weighed(tokens);
    let mut scored: Vec<Scored> = likely(&words, index)
        .into_iter()
        .filter_map(|asset| score(asset, &words, &index.known[asset]))
        .collect();
    let machine = words.iter().find(|word| word.kind == "machine");
    let number = words.iter().any(|word| word.kind == "number");
    if scored.is_empty() {
        let alike = machine.map_or_else(Vec::new, |word| of_kind(word, index));
        return Ranked { is_unknown: number && !alike.is_empty(), alike, ..Ranked::default() };
    }
    let top = scored.iter().map(|it| it.score).fold(f64::MIN, f64::max);
    scored.retain(|it| it.score > top - 0.05);
    let in_place = |it: &Scored| index.known[it.asset].places.iter().any(|place| around.contains(place));
    if scored.len() > 1 && scored.iter().any(in_place) {
        scored.retain(in_place);
    }
    if scored.len() > 1 && scored.iter().any(|it| it.completeness > 0.99) {
        scored.retain(|it| it.completeness > 0.99);
    }
    if scored.len() > 1 {
        let most = scored.iter().map(|it| it.raw).max().unwrap_or_default();
        scored.retain(|it| it.raw == most);
    }
    if !scored.iter().any(|it| it.named) {
        return Ranked::default();
    }
    let first = &scored[0];
    let covers_all = first.covers_all;
    let confidence = (0.55 + 0.3 * first.completeness + if covers_all { 0.12 } else { 0.0 }).min(0.97);
    let mut best: Vec<usize> = scored.iter().map(|it| it.asset).collect();
    best.sort_by(|one, other| index.register.assets[*one].code.cmp(&index.register.assets[*other].code));
    best.truncate(KEPT);
    Ranked { best, confidence, covers_all, ..Ranked::default() }
}

fn weighed(tokens: &[&Token]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for token in tokens {
        let key = key(&token.text);
        let (kind, weight) = if token.is_number() {
            ("number", 2.0)
        } else if let Some(thing) = LEXICON.thing(&token.text) {
            let weight = match thing.kind {
                "machine" => 2.0,
                "component" => 1.2,
                "quality" => 1.0,
                _ => 0.8,
            };
            (thing.kind, weight)
        } else if token.text.chars().count() == 1 {
            ("letter", 1.5)
        } else if LEXICON.vocabulary.contains(&token.text) {
            ("word", 1.0)
        } else {
            ("name", 1.5)
        };
        let before = words.iter().rev().find(|word| word.kind != "number");
        let of =
            if kind == "number" || kind == "letter" { before.map(|word| word.key.clone()) } else { None };
        words.push(Word { key, text: token.text.clone(), weight, kind, of });
    }
    words
}

/// The machines with the highest bound of a score, so that only few are looked at closely.
fn likely(words: &[Word], index: &Index) -> Vec<usize> {
    let mut bound: HashMap<u32, f64> = HashMap::new();
    let mut ordered: Vec<&Word> = words.iter().collect();
    ordered.sort_by_key(|word| index.by_key.get(&word.key).map_or(usize::MAX, Vec::len));
    let mut total: f64 = words.iter().map(|word| word.weight).sum();
    for word in ordered {
        let opens = total >= bound.values().copied().fold(0.0, f64::max) - 0.5;
        for (postings, share) in [(&index.by_key, 1.0), (&index.by_context, 0.5)] {
            for asset in postings.get(&word.key).into_iter().flatten() {
                match bound.get_mut(asset) {
                    Some(sum) => *sum += word.weight * share,
                    None if opens => {
                        bound.insert(*asset, word.weight * share);
                    }
                    None => {}
                }
            }
        }
        total -= word.weight;
    }
    let top = bound.values().copied().fold(0.0, f64::max);
    let mut likely: Vec<(u32, f64)> = bound.into_iter().filter(|(_, sum)| *sum >= top * 0.5).collect();
    likely.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let mut found: Vec<usize> = likely.into_iter().take(CLOSELY).map(|(asset, _)| asset as usize).collect();
    let whole: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
    if let Some(named) = index.by_name.get(&whole.join(" ")) {
        found.extend(named.iter().filter(|asset| !found.contains(asset)).copied().collect::<Vec<_>>());
    }
    found
}

fn score(asset: usize, words: &[Word], known: &Known) -> Option<Scored> {
    let mut best: Option<Scored> = None;
    for name in &known.names {
        let Some(scored) = score_name(asset, words, known, name) else { continue };
        let better = best
            .as_ref()
            .is_none_or(|best| (scored.score, scored.completeness) > (best.score, best.completeness));
        if better {
            best = Some(scored);
        }
    }
    best
}

fn score_name(asset: usize, words: &[Word], known: &Known, name: &Name) -> Option<Scored> {
    let (mut score, mut matched, mut raw) = (0.0, 0, 0);
    let (mut covers_all, mut has_thing) = (true, false);
    for word in words {
        let in_name = name.keys.contains(&word.key);
        let elsewhere = || known.names.iter().chain(&known.context).any(|it| it.keys.contains(&word.key));
        match word.kind {
            "number" => match number(word, known, name) {
                Some(share) => {
                    score += word.weight * share;
                    matched += usize::from(in_name);
                }
                None if word.of.is_some() => return None,
                None => covers_all = false,
            },
            "letter" if !in_name => covers_all = false,
            _ if in_name => {
                score += word.weight;
                matched += 1;
                raw += usize::from(name.words.contains(&word.text));
                has_thing |= word.kind == "machine" || word.kind == "component";
            }
            _ if elsewhere() => {
                score += word.weight * 0.5;
                has_thing |= word.kind == "machine";
            }
            _ => covers_all = false,
        }
    }
    let letters = words.iter().filter(|word| word.kind == "letter");
    if letters.clone().any(|word| !name.keys.contains(&word.key))
        && letters.count() > 0
        && name.keys.iter().any(|key| key.len() == 1)
    {
        return None;
    }
    let is_kind = |kind: &str| words.iter().any(|word| word.kind == kind);
    let machine_missing = is_kind("machine") && !has_thing;
    if machine_missing {
        return None;
    }
    let completeness = f64::from(u32::try_from(matched).unwrap_or(0))
        / f64::from(u32::try_from(name.keys.len().max(1)).unwrap_or(1));
    if let Some(head) = known.head {
        let heads_match = words.iter().any(|word| word.key.strip_prefix('=') == Some(head));
        if !heads_match
            && completeness < 0.99
            && words.iter().any(|word| word.kind == "machine" || word.kind == "component")
        {
            score -= 1.0;
        }
    }
    let named = completeness > 0.99
        || has_thing
            && (is_kind("machine")
                || known
                    .head
                    .is_some_and(|head| words.iter().any(|word| word.key.strip_prefix('=') == Some(head))))
        || words.iter().any(|word| word.kind == "name" && name.keys.contains(&word.key));
    (score > 0.0 && matched + usize::from(has_thing) > 0).then_some(Scored {
        asset,
        score,
        completeness: completeness.min(1.0),
        raw,
        named,
        covers_all,
    })
}

/// How far a number is this machine's: its own, that of its code, that of its line.
fn number(word: &Word, known: &Known, name: &Name) -> Option<f64> {
    let of_place = word.of.as_deref().is_some_and(|of| LEXICON_PLACES.contains(&of));
    let pairs = |name: &Name| {
        name.keys.iter().enumerate().any(|(at, key)| {
            *key == word.key
                && name.keys[..at].iter().rev().find(|key| !is_digits(key)).map(String::as_str)
                    == word.of.as_deref()
        })
    };
    if of_place {
        let around = known.names.iter().chain(&known.context).any(pairs);
        return around.then_some(1.0);
    }
    if pairs(name) || known.names.iter().any(pairs) {
        return Some(1.0);
    }
    if known.code_numbers.contains(&word.key) {
        return Some(0.95);
    }
    let loose = name.keys.iter().enumerate().any(|(at, key)| {
        *key == word.key
            && !name.keys[..at].last().is_some_and(|before| LEXICON_PLACES.contains(&before.as_str()))
    });
    if loose {
        return Some(0.9);
    }
    // "filler 2" for the filler of line 2.
    let of_line = known.names.iter().chain(&known.context).any(|it| it.keys.contains(&word.key));
    (of_line && known.code_numbers.iter().any(|number| number.starts_with(word.key.as_str()))).then_some(0.6)
}

/// Keys of things that are places.
const LEXICON_PLACES: &[&str] =
    &["=line", "=hall", "=warehouse", "=packaging", "=workshop", "building", "room", "area", "zone", "cell"];

fn is_digits(key: &str) -> bool {
    key.bytes().all(|byte| byte.is_ascii_digit())
}

fn of_kind(word: &Word, index: &Index) -> Vec<usize> {
    let all = index.by_key.get(&word.key).into_iter().flatten().map(|asset| *asset as usize);
    let head = word.key.strip_prefix('=');
    all.filter(|asset| index.known[*asset].head == head).take(KEPT).collect()
}
