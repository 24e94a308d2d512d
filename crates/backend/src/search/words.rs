//! Words as search compares them, and the order in which matches are shown. Pure: both engines only deliver
//! candidates, so that the same search finds the same records in the same order on either.

use std::collections::HashSet;

use crate::check::key;

/// Longest text that is searched and shown, in characters.
const BODY_MAX: usize = 4_000;
/// Longer words are cut: nobody types them.
const WORD_MAX: usize = 40;

/// Words without case, accents and punctuation.
pub(super) fn words(text: &str) -> Vec<String> {
    key(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(WORD_MAX).collect())
        .collect()
}

/// A code without blanks and punctuation: `WO-1042` is `wo1042`.
pub(super) fn compact(code: &str) -> String {
    key(code).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The last number in a code, without leading zeros: `P-007A` has `7`.
pub(super) fn number(code: &str) -> Option<String> {
    let digits = code.split(|c: char| !c.is_ascii_digit()).rfind(|part| !part.is_empty())?;
    let plain = digits.trim_start_matches('0');
    Some(if plain.is_empty() { "0".to_owned() } else { plain.to_owned() })
}

/// The text that is kept for searching and for snippets.
pub(super) fn body(text: &str) -> String {
    text.chars().take(BODY_MAX).collect()
}

/// All words of a record, each once, joined by blanks.
pub(super) fn terms(scope: &str, code: Option<&str>, title: &str, body: &str) -> String {
    let mut seen = HashSet::new();
    let mut all = vec![scope.to_owned()];
    all.extend(code.map(compact));
    all.extend(words(code.unwrap_or_default()));
    all.extend(words(title));
    all.extend(words(body));
    all.retain(|word| !word.is_empty() && seen.insert(word.clone()));
    all.join(" ")
}

/// How well a record matches; the greater is shown first.
pub(super) fn score(query: &Query, code: Option<&str>, title: &str, archived: bool) -> u32 {
    let code_key = code.map(compact).unwrap_or_default();
    let mut score = 0;
    if !code_key.is_empty() && code_key == query.compact {
        score += 2_000;
    } else if query.number.is_some() && code.and_then(number) == query.number {
        score += 1_000;
    } else if !query.compact.is_empty() && code_key.starts_with(&query.compact) {
        score += 400;
    }
    let title_words = words(title);
    if title_words == query.words {
        score += 500;
    } else if title_words.starts_with(&query.words) {
        score += 120;
    }
    let found = |matches: &dyn Fn(&str, &str) -> bool| {
        query.words.iter().filter(|word| title_words.iter().any(|own| matches(own, word))).count()
    };
    let whole = found(&|own, word| own == word);
    let begun = found(&|own, word| own.starts_with(word));
    score += u32::try_from(whole * 40 + begun * 30).unwrap_or(u32::MAX / 2);
    if begun == query.words.len() {
        score += 60;
    }
    if archived { score / 4 } else { score }
}

/// The words around the first match in a text, where the title has none of the words it needs.
pub(super) fn snippet(query: &Query, title: &str, body: &str) -> Option<String> {
    const BEFORE: usize = 40;
    const LENGTH: usize = 160;
    let title_words = words(title);
    let missing: Vec<&String> =
        query.words.iter().filter(|word| !title_words.iter().any(|own| own.starts_with(*word))).collect();
    let line: Vec<&str> = body.split_whitespace().collect();
    let at = line.iter().position(|piece| {
        words(piece).iter().any(|own| missing.iter().any(|word| own.starts_with(word.as_str())))
    })?;
    let (mut start, mut before) = (at, 0);
    while start > 0 && before + line[start - 1].chars().count() < BEFORE {
        start -= 1;
        before += line[start].chars().count() + 1;
    }
    let text = line[start..].join(" ");
    let cut: String = text.chars().take(LENGTH).collect();
    let ends = if cut.len() < text.len() { "…" } else { "" };
    Some(format!("{}{}{ends}", if start > 0 { "…" } else { "" }, cut.trim_end()))
}

/// A search as it is compared.
#[derive(Clone, Debug)]
pub(super) struct Query {
    pub words: Vec<String>,
    pub compact: String,
    /// The number that was asked for, where the search is only that.
    pub number: Option<String>,
}

impl Query {
    pub fn new(text: &str) -> Self {
        let mut words = words(text);
        words.truncate(10);
        let compact = compact(text);
        let number =
            (!compact.is_empty() && compact.bytes().all(|b| b.is_ascii_digit())).then(|| number(&compact));
        Self { words, compact, number: number.flatten() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_neither_case_nor_accents_nor_punctuation() {
        assert_eq!(words("Máquina No.1 (P-101)"), ["maquina", "no", "1", "p", "101"]);
        assert_eq!(compact("WO-1042"), "wo1042");
        assert_eq!(number("P-007A").as_deref(), Some("7"));
        assert_eq!(number("Pump"), None);
        assert_eq!(terms("s", Some("P-1"), "Pump pump", "the PUMP"), "s p1 p 1 pump the");
    }

    #[test]
    fn codes_come_before_titles_and_titles_before_texts() {
        let query = Query::new("1042");
        let by_code = score(&query, Some("WO-1042"), "Leak", false);
        let longer = score(&query, Some("WO-10421"), "Leak", false);
        let by_title = score(&query, Some("WO-7"), "Replace bearing 1042", false);
        assert!(by_code > by_title && by_title > longer, "{by_code} {by_title} {longer}");
        let query = Query::new("pump");
        let whole = score(&query, Some("P-1"), "Pump", false);
        let begins = score(&query, Some("P-2"), "Pump of line 4", false);
        let inside = score(&query, Some("P-3"), "Old pumps", false);
        let elsewhere = score(&query, Some("P-4"), "Filler", false);
        assert!(whole > begins && begins > inside && inside > elsewhere);
        assert!(score(&query, Some("P-2"), "Pump of line 4", true) < inside);
    }

    #[test]
    fn a_snippet_shows_what_the_title_does_not() {
        let query = Query::new("pump seal");
        let body =
            "Found at the start of the shift by Jonas, the mechanical SEAL of the transfer pump drips.";
        let shown = snippet(&query, "Pump leaks", body).unwrap();
        assert!(shown.starts_with("…of the shift by Jonas, the mechanical SEAL"), "{shown}");
        assert_eq!(snippet(&query, "Pump seal", body), None);
    }
}
