//! The problem in few words of the speaker, and a title for a list: what is left of the clause with the problem
//! when the machine, the people, the deadline and words without meaning are taken away.

use super::lexicon::LEXICON;
use super::token::Token;

const WORDS: usize = 8;
const TITLE: usize = 80;

/// The clause around the token `at`, without taken tokens and without empty words at its ends.
pub fn problem(text: &str, tokens: &[Token], at: usize, taken: &[bool]) -> Option<String> {
    let first = (0..=at).rev().find(|at| tokens[*at].sentence).unwrap_or(0);
    let behind = (at + 1..tokens.len()).find(|at| tokens[*at].sentence).unwrap_or(tokens.len());
    let clauses = split(tokens, first, behind);
    let (from, to) = clauses.into_iter().find(|(from, to)| (*from..*to).contains(&at))?;
    let kept: Vec<usize> = (from..to).filter(|at| !taken[*at]).collect();
    let empty = |at: &usize| LEXICON.is_filler(&tokens[*at].text) && !denies(&tokens[*at].text);
    let start = kept.iter().position(|at| !empty(at))?;
    let end = kept.iter().rposition(|at| !empty(at))? + 1;
    let mut kept = &kept[start..end];
    if kept.len() > WORDS {
        let middle = kept.iter().position(|it| *it >= at).unwrap_or(0);
        let start = middle.saturating_sub(3).min(kept.len() - WORDS);
        kept = &kept[start..start + WORDS];
        while kept.len() > 1 && empty(&kept[kept.len() - 1]) {
            kept = &kept[..kept.len() - 1];
        }
    }
    let mut said = String::new();
    let mut last: Option<&Token> = None;
    for at in kept {
        let token = &tokens[*at];
        if last.is_some_and(|last| last.start == token.start) {
            continue;
        }
        let close = last.is_some_and(|last| {
            last.end == token.start || token.glue.is_some() && token.start - last.end <= 1
        });
        if let Some(last) = last {
            said.push_str(if close { &text[last.end..token.start] } else { " " });
        }
        said.push_str(&text[token.start..token.end]);
        last = Some(token);
    }
    (!said.is_empty()).then_some(said)
}

fn denies(word: &str) -> bool {
    matches!(
        word,
        "no" | "not"
            | "wont"
            | "ne"
            | "nicht"
            | "kein"
            | "sin"
            | "sem"
            | "sans"
            | "out"
            | "pas"
            | "nao"
            | "se"
    )
}

/// Clauses between commas.
fn split(tokens: &[Token], first: usize, behind: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = first;
    for (at, token) in tokens.iter().enumerate().take(behind).skip(first + 1) {
        if token.comma {
            found.push((from, at));
            from = at;
        }
    }
    found.push((from, behind));
    found
}

/// A line for a list: the machine, then the problem.
pub fn title(thing: Option<&str>, problem: Option<&str>, text: &str) -> String {
    let line = match (thing, problem) {
        (Some(thing), Some(problem)) => format!("{thing}: {problem}"),
        (None, Some(problem)) => capitalised(problem),
        (Some(thing), None) => thing.to_owned(),
        (None, None) => capitalised(text.trim()),
    };
    if line.chars().count() <= TITLE {
        return line;
    }
    let cut: String = line.chars().take(TITLE - 1).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{cut}…")
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn the_problem_is_what_is_left_of_its_clause() {
        let table = [
            ("Hi, the pump is leaking oil from the seal, thanks", 2..4, 4, Some("leaking oil from the seal")),
            ("please: it won't start", 0..0, 2, Some("won't start")),
            ("P-103 vibrates badly. Call me", 0..2, 2, Some("vibrates badly")),
        ];
        for (text, machine, at, expected) in table {
            let tokens = tokens(text);
            let taken: Vec<bool> = (0..tokens.len()).map(|at| machine.contains(&at)).collect();
            assert_eq!(problem(text, &tokens, at, &taken).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn titles_stay_short() {
        assert_eq!(title(Some("Pump 3"), Some("leaks"), "x"), "Pump 3: leaks");
        assert_eq!(title(None, None, "élan"), "Élan");
        assert!(title(None, Some(&"long words ".repeat(20)), "").chars().count() <= 80);
    }
}
