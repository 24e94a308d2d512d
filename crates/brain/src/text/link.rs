//! Which machines and places of the register the text names. Codes count in any spelling, names by their words, and numbers
//! must be those of the machine; what fits several machines alike stays open, with all of them as candidates.

use super::lexicon::LEXICON;
use super::rank::{Ranked, rank};
use super::register::{Index, is_joint, key, short_number};
use super::token::Token;

/// What one mention in the text came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// This machine.
    Asset(usize, f64),
    /// One of these; it is not certain which.
    OneOf(Vec<usize>),
    /// None has this number; these are of the same kind.
    Unknown(Vec<usize>),
    /// This place.
    Place(usize),
}

/// A mention.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// First token.
    pub start: usize,
    /// First token behind it.
    pub end: usize,
    /// What it means.
    pub meaning: Meaning,
}

/// Finds the mentions; tokens for which `taken` is true belong to something else.
pub fn mentions(tokens: &[Token], index: &Index, taken: &[bool]) -> Vec<Mention> {
    let mut used = taken.to_vec();
    let mut found = codes(tokens, index, &mut used);
    let places = places(tokens, index, &used);
    let around: Vec<usize> = places.iter().flat_map(|(_, _, all)| all.iter().copied()).collect();
    for (start, end, _) in &places {
        let whole: Vec<String> = (*start..*end)
            .filter(|at| !is_joint(&tokens[*at].text))
            .map(|at| key(&tokens[at].text))
            .collect();
        let is_asset = index.by_name.contains_key(&whole.join(" "));
        if whole.len() > 1 && !is_asset && (*start..*end).any(|at| is_machine(&tokens[at].text)) {
            used[*start..*end].fill(true);
        }
    }
    let mut inherited: Option<usize> = None;
    for (start, end) in segments(tokens, index, &used) {
        let mut here = resolve(tokens, start, end, index, &around, inherited);
        if let Some(at) = (start..end).find(|at| is_machine(&tokens[*at].text)) {
            inherited = Some(at);
        }
        found.append(&mut here);
    }
    for (start, end, all) in &places {
        let inside = found.iter().any(|it| {
            it.start <= *start
                && *end <= it.end
                && matches!(it.meaning, Meaning::Asset(..))
                && (it.start, it.end) == (*start, *end)
        });
        if let ([place], false) = (&all[..], inside) {
            found.push(Mention { start: *start, end: *end, meaning: Meaning::Place(*place) });
        }
    }
    let sure: Vec<usize> = found
        .iter()
        .filter_map(|it| match it.meaning {
            Meaning::Asset(asset, _) => Some(asset),
            _ => None,
        })
        .collect();
    let ends: Vec<usize> =
        found.iter().filter(|it| matches!(it.meaning, Meaning::Asset(..))).map(|it| it.end).collect();
    let joined = |it: &Mention| it.start > 0 && joins(&tokens[it.start - 1].text);
    let of_sure = |it: &Mention| {
        let machine = (it.start..it.end).any(|at| is_machine(&tokens[at].text));
        !machine && !sure.is_empty()
            || !tokens[it.start].begins_clause()
                && it.start.checked_sub(1).is_some_and(|before| {
                    ends.contains(&it.start)
                        || ends.contains(&before)
                            && !tokens[before].begins_clause()
                            && !joins(&tokens[before].text)
                })
    };
    found.retain(|it| match &it.meaning {
        Meaning::OneOf(all) => !of_sure(it) && (joined(it) || !all.iter().any(|asset| sure.contains(asset))),
        _ => true,
    });
    found.sort_by_key(|it| it.start);
    if !found.iter().any(|it| !matches!(it.meaning, Meaning::Place(_))) {
        found.extend(bare_number(tokens, index, &used));
    }
    found
}

fn is_machine(word: &str) -> bool {
    LEXICON.thing(word).is_some_and(|thing| thing.kind == "machine")
}

/// Codes, longest first: `P-103`, `p 103`, `P103`.
fn codes(tokens: &[Token], index: &Index, used: &mut [bool]) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let longest = (at + 6).min(tokens.len());
        let hit = (at + 1..=longest)
            .rev()
            .find_map(|end| code_at(tokens, at, end, index, used).map(|assets| (end, assets)));
        let Some((end, assets)) = hit else {
            at += 1;
            continue;
        };
        used[at..end].fill(true);
        let meaning = match assets[..] {
            [asset] => Meaning::Asset(asset, 0.99),
            _ => Meaning::OneOf(assets),
        };
        found.push(Mention { start: at, end, meaning });
        at = end;
    }
    found
}

fn code_at(tokens: &[Token], start: usize, end: usize, index: &Index, used: &[bool]) -> Option<Vec<usize>> {
    let part = &tokens[start..end];
    if used[start..end].iter().any(|used| *used) || part[1..].iter().any(Token::begins_clause) {
        return None;
    }
    // The code must not go on: `FL-101` is not meant in `FL-1012`, nor `101` in `FL-101`.
    let tied = |token: &Token| matches!(token.glue, Some('+' | '-' | '/' | '.'));
    if tied(&tokens[start])
        || tokens.get(end).is_some_and(|next| next.glue == Some('+') && part.len() > 1 && next.is_number())
    {
        return None;
    }
    let digits = part.iter().any(Token::is_number);
    let letters = part.iter().any(|it| !it.is_number());
    let first = part[0].text.as_str();
    let loose = part[1..].iter().any(|it| it.glue.is_none());
    let spelt = part.len() > 1 && letters && first.len() >= 2 && !LEXICON.vocabulary.contains(first);
    let shouted =
        part.len() == 1 && part[0].capital && first.len() >= 3 && !LEXICON.vocabulary.contains(first);
    let mixed = digits && letters;
    if !(mixed || spelt || shouted) {
        return None;
    }
    let is_word = matches!(
        first,
        "a" | "i"
            | "an"
            | "in"
            | "on"
            | "at"
            | "o"
            | "e"
            | "y"
            | "en"
            | "de"
            | "la"
            | "am"
            | "to"
            | "by"
            | "do"
            | "da"
            | "no"
            | "is"
            | "at_"
    );
    if loose && is_word && !part[0].capital || loose && part[0].text == "a" {
        return None;
    }
    let whole: String = part.iter().map(|it| it.text.as_str()).collect();
    let short: String = part.iter().map(|it| short_number(&it.text)).collect();
    let exact = index.by_code.get(&whole).or_else(|| index.by_code.get(&short));
    let confused = || {
        let fixed = whole.replace('o', "0");
        let is_code = !loose && part.len() > 1 && whole.len() >= 4 && fixed != whole;
        is_code.then(|| {
            let letters: String = part[0].text.clone();
            let rest: String = whole[letters.len()..].replace('o', "0").replace(['l', 'i'], "1");
            index.by_code.get(&format!("{letters}{rest}"))
        })?
    };
    exact.or_else(confused).cloned()
}

/// Places by the whole of their name, longest first.
fn places(tokens: &[Token], index: &Index, used: &[bool]) -> Vec<(usize, usize, Vec<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let longest = (at + index.longest + 2).min(tokens.len());
        let hit = (at + 1..=longest).rev().find_map(|end| {
            let part = &tokens[at..end];
            let is_free = !used[at..end].iter().any(|used| *used)
                && !part[1..].iter().any(Token::begins_clause)
                && !is_joint(&part[0].text)
                && !is_joint(&part[part.len() - 1].text);
            let keys: Vec<String> =
                part.iter().filter(|it| !is_joint(&it.text)).map(|it| key(&it.text)).collect();
            if is_free {
                index.by_place.get(&keys.join(" ")).map(|places| (end, places.clone()))
            } else {
                None
            }
        });
        match hit {
            Some((end, places)) => {
                found.push((at, end, places));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Words that join two mentions.
fn joins(word: &str) -> bool {
    matches!(word, "and" | "y" | "e" | "et" | "und" | "or" | "o" | "ou" | "oder" | "&")
}

/// Runs of words that the register knows.
fn segments(tokens: &[Token], index: &Index, used: &[bool]) -> Vec<(usize, usize)> {
    let linkable = |at: usize| {
        let token = &tokens[at];
        if used[at] || is_joint(&token.text) {
            return false;
        }
        let key = key(&token.text);
        let machine = LEXICON.thing(&token.text).is_some_and(|thing| thing.kind == "machine");
        let letter = token.text.len() == 1 && !token.is_number();
        let numbered = at > 0 && !token.begins_clause() && !is_joint(&tokens[at - 1].text);
        if letter
            && !(numbered
                && (token.capital || index.by_key.contains_key(&key))
                && LEXICON.thing(&tokens[at - 1].text).is_some())
        {
            return false;
        }
        machine || token.is_number() || index.by_key.contains_key(&key) || index.by_context.contains_key(&key)
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !linkable(at) {
            at += 1;
            continue;
        }
        let start = at;
        let mut end = at + 1;
        let mut next = end;
        while next < tokens.len() && !tokens[next].begins_clause() && !used[next] {
            if linkable(next) {
                end = next + 1;
            } else if !is_joint(&tokens[next].text)
                || joins(&tokens[next].text) && tokens[next].text != "e" && tokens[next].text != "o"
                || next - end >= 2
            {
                break;
            }
            next += 1;
        }
        found.push((start, end));
        at = end;
    }
    found
}

/// Words between a component or machine and what it belongs to.
fn belongs(word: &str) -> bool {
    matches!(
        word,
        "on" | "of"
            | "in"
            | "at"
            | "for"
            | "from"
            | "de"
            | "del"
            | "en"
            | "du"
            | "des"
            | "sur"
            | "an"
            | "am"
            | "auf"
            | "von"
            | "im"
            | "do"
            | "da"
            | "no"
            | "na"
            | "para"
            | "fur"
            | "der"
            | "au"
    )
}

fn resolve(
    tokens: &[Token],
    start: usize,
    end: usize,
    index: &Index,
    around: &[usize],
    inherited: Option<usize>,
) -> Vec<Mention> {
    let make = |meaning| {
        let (start, end) = match meaning {
            Meaning::Asset(asset, _) => trimmed(tokens, start, end, index, asset),
            _ => (start, end),
        };
        vec![Mention { start, end, meaning }]
    };
    let positions: Vec<usize> = (start..end).filter(|at| !is_joint(&tokens[*at].text)).collect();
    let only_numbers = positions.iter().all(|at| tokens[*at].is_number());
    let mut words: Vec<&Token> = positions.iter().map(|at| &tokens[*at]).collect();
    if only_numbers {
        let joined = start > 0 && (joins(&tokens[start - 1].text) || tokens[start].comma);
        match inherited.filter(|_| joined && words.len() == 1) {
            Some(thing) => words.insert(0, &tokens[thing]),
            None => return Vec::new(),
        }
    }
    let outcome = rank(&words, index, around);
    if outcome.best.is_empty()
        && let Some(border) = component_behind(tokens, start, end)
    {
        return resolve(tokens, start, border, index, around, None);
    }
    if outcome.covers_all || outcome.best.is_empty() {
        return meaning(&outcome).map_or_else(Vec::new, make);
    }
    let border = (start + 1..end.saturating_sub(1)).rev().find(|at| belongs(&tokens[*at].text));
    if let Some(border) = border {
        let machines = |from: usize, to: usize| (from..to).any(|at| is_machine(&tokens[at].text));
        let (before, behind) = (machines(start, border), machines(border, end));
        if before && behind || !outcome.is_certain() && (before || behind) {
            let mut both = resolve(tokens, start, border, index, around, None);
            both.extend(resolve(tokens, first_word(tokens, border, end), end, index, around, None));
            both.retain(|it| !matches!(it.meaning, Meaning::Place(_)));
            if let Some(sure) = both.iter().find(|it| matches!(it.meaning, Meaning::Asset(..))) {
                return vec![sure.clone()];
            }
            return both.into_iter().take(1).collect();
        }
    }
    meaning(&outcome).map_or_else(Vec::new, make)
}

/// "power unit 1 pump": what stands behind the number is a part of the machine.
fn component_behind(tokens: &[Token], start: usize, end: usize) -> Option<usize> {
    let number = (start + 1..end).rev().find(|at| tokens[*at].is_number())?;
    (number + 1..end).any(|at| is_machine(&tokens[at].text)).then_some(number + 1)
}

/// A mention without words at its ends that are not the machine's: "cold room door" is the cold room.
fn trimmed(tokens: &[Token], start: usize, end: usize, index: &Index, asset: usize) -> (usize, usize) {
    let known = &index.known[asset];
    let own = |at: &usize| {
        let key = key(&tokens[*at].text);
        known.names.iter().chain(&known.context).any(|name| name.keys.contains(&key))
            || known.code_numbers.contains(&key)
    };
    let first = (start..end).find(own).unwrap_or(start);
    let last = (start..end).rev().find(own).map_or(end, |at| at + 1);
    (first, last.max(first + 1))
}

fn first_word(tokens: &[Token], border: usize, end: usize) -> usize {
    (border..end).find(|at| !is_joint(&tokens[*at].text) && !belongs(&tokens[*at].text)).unwrap_or(end)
}

fn meaning(outcome: &Ranked) -> Option<Meaning> {
    if outcome.best.is_empty() {
        return if outcome.is_unknown { Some(Meaning::Unknown(outcome.alike.clone())) } else { None };
    }
    Some(match outcome.best[..] {
        [asset] => Meaning::Asset(asset, outcome.confidence),
        _ => Meaning::OneOf(outcome.best.clone()),
    })
}

/// "103 is leaking": a number alone, if only one code has it.
fn bare_number(tokens: &[Token], index: &Index, used: &[bool]) -> Option<Mention> {
    tokens
        .iter()
        .enumerate()
        .filter(|(at, token)| !used[*at] && token.is_number() && token.text.len() >= 3)
        .find_map(|(at, token)| {
            let number = short_number(&token.text);
            let assets: Vec<usize> = index
                .by_key
                .get(number)?
                .iter()
                .map(|asset| *asset as usize)
                .filter(|asset| index.known[*asset].code_numbers.iter().any(|it| it == number))
                .collect();
            let meaning = match assets[..] {
                [] => return None,
                [asset] => Meaning::Asset(asset, 0.75),
                _ => Meaning::OneOf(assets),
            };
            Some(Mention { start: at, end: at + 1, meaning })
        })
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;
