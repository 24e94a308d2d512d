//! Parts that are asked for: a part's number wherever it stands, a part's name behind words such as "need" or "bring".

use std::collections::HashSet;

use super::matching::Match;
use super::register::{Index, is_joint, key, short_number};
use super::token::Token;

/// A part that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its number in the register.
    pub part: usize,
    /// How many.
    pub quantity: f64,
    /// First token.
    pub start: usize,
    /// First token behind it.
    pub end: usize,
    /// 0 to 1.
    pub confidence: f64,
}

/// All parts that are asked for.
pub fn parts(tokens: &[Token], matches: &[Match], index: &Index, taken: &[bool]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut seen = HashSet::new();
    let mut at = 0;
    while at < tokens.len() {
        let longest = (at + index.longest.max(5)).min(tokens.len());
        let hit = (at + 1..=longest)
            .rev()
            .filter(|end| !taken[at..*end].iter().any(|taken| *taken))
            .find_map(|end| part_at(tokens, at, end, matches, index).map(|(part, sure)| (end, part, sure)));
        let Some((end, part, confidence)) = hit else {
            at += 1;
            continue;
        };
        if seen.insert(part) {
            found.push(Found { part, quantity: quantity(tokens, at), start: at, end, confidence });
        }
        at = end;
    }
    found
}

fn part_at(
    tokens: &[Token],
    start: usize,
    end: usize,
    matches: &[Match],
    index: &Index,
) -> Option<(usize, f64)> {
    let span = &tokens[start..end];
    if span[1..].iter().any(Token::begins_clause) || is_joint(&span[0].text) {
        return None;
    }
    let is_whole =
        !matches!(span[0].glue, Some('+' | '-')) && tokens.get(end).is_none_or(|next| next.glue != Some('+'));
    let code: String = span.iter().map(|it| it.text.as_str()).collect();
    let short: String = span.iter().map(|it| short_number(&it.text)).collect();
    let by_code = index.parts_by_code.get(&code).or_else(|| index.parts_by_code.get(&short));
    if let Some([part]) = by_code.map(Vec::as_slice)
        && is_whole
        && code.bytes().any(|byte| byte.is_ascii_digit())
        && code.len() >= 3
    {
        return Some((*part, 0.95));
    }
    let keys: Vec<String> = span.iter().filter(|it| !is_joint(&it.text)).map(|it| key(&it.text)).collect();
    let [part] = index.parts_by_name.get(&keys.join(" "))?[..] else { return None };
    let clause = (0..=start).rev().find(|at| tokens[*at].sentence).unwrap_or(0);
    let needed = matches.iter().any(|it| {
        it.tag == "need" && (it.start >= clause && it.end <= start && start - it.end <= 5 || it.start == end)
    });
    (needed && !is_joint(&span[span.len() - 1].text)).then_some((part, 0.85))
}

/// "two 6205 bearings", "3 x V-belt".
fn quantity(tokens: &[Token], at: usize) -> f64 {
    let mut before = at;
    while before > 0 && before + 3 > at && !tokens[before].begins_clause() {
        before -= 1;
        let token = &tokens[before];
        if let Some(value) =
            token.value().filter(|value| (1.0..=500.0).contains(value) && value.fract() == 0.0)
        {
            let numbers_a_thing = before > 0
                && super::lexicon::LEXICON.thing(&tokens[before - 1].text).is_some()
                || token.glue.is_some();
            return if numbers_a_thing { 1.0 } else { value };
        }
        if !matches!(
            token.text.as_str(),
            "x" | "of"
                | "new"
                | "spare"
                | "pcs"
                | "pieces"
                | "de"
                | "neue"
                | "neuen"
                | "nuevos"
                | "nuevas"
                | "novos"
                | "novas"
                | "more"
                | "pair"
                | "stuck"
                | "unidades"
                | "piezas"
                | "the"
        ) {
            break;
        }
        if token.text == "pair" {
            return 2.0;
        }
    }
    1.0
}

#[cfg(test)]
mod tests {
    use contract::drafts::{Register, RegisterPart};
    use uuid::Uuid;

    use super::super::{lexicon::Language, matching::matches, spoken, token::tokens};
    use super::*;

    fn asked(text: &str) -> Vec<(String, f64)> {
        let part = |number: u128, code: &str, name: &str| RegisterPart {
            id: Uuid::from_u128(number),
            code: code.to_owned(),
            name: name.to_owned(),
            aliases: Vec::new(),
        };
        let index = Index::new(Register {
            parts: vec![
                part(1, "6205-2RS", "Ball bearing 6205"),
                part(2, "VB-52", "V-belt B52"),
                part(3, "SL-7", "Shaft seal"),
            ],
            ..Register::default()
        });
        let tokens = spoken::digits(tokens(text), Language::En);
        let found = parts(&tokens, &matches(&tokens, &[Language::En]), &index, &vec![false; tokens.len()]);
        found.iter().map(|it| (index.register.parts[it.part].code.clone(), it.quantity)).collect()
    }

    #[test]
    fn parts_are_asked_for_by_number_or_need() {
        let table: &[(&str, &[(&str, f64)])] = &[
            ("need two 6205-2RS", &[("6205-2RS", 2.0)]),
            ("bring a shaft seal", &[("SL-7", 1.0)]),
            ("the shaft seal is leaking", &[]),
            ("needs 3 new v-belt B52", &[("VB-52", 3.0)]),
            ("replace the shaft seal and a VB-52", &[("SL-7", 1.0), ("VB-52", 1.0)]),
        ];
        for (text, expected) in table {
            let expected: Vec<(String, f64)> =
                expected.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect();
            assert_eq!(asked(text), expected, "{text}");
        }
    }
}
