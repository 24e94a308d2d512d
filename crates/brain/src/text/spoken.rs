//! Spoken numbers to digits: "pump one oh three" is pump 103, "siete coma dos" is 7.2, "zweiundzwanzig" is 22.
//! A lone "one" stays a word unless it stands behind a thing or a letter, where it is a number of something.

use super::lexicon::{LEXICON, Language};
use super::token::Token;

/// Replaces number words by digits.
pub fn digits(tokens: Vec<Token>, language: Language) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let Some((text, used)) = number_at(&tokens, at, language, found.last()) else {
            found.push(letter(&tokens, at));
            at += 1;
            continue;
        };
        let (first, last) = (&tokens[at], &tokens[at + used - 1]);
        found.push(Token { text, end: last.end, capital: false, ..first.clone() });
        at += used;
    }
    found
}

/// "pee one oh three": a letter as it is said before a number.
fn letter(tokens: &[Token], at: usize) -> Token {
    let token = tokens[at].clone();
    let said = match token.text.as_str() {
        "pee" => "p",
        "bee" => "b",
        "cee" => "c",
        "dee" => "d",
        "eff" => "f",
        "tee" => "t",
        "em" => "m",
        _ => return token,
    };
    let number_follows = tokens
        .get(at + 1)
        .is_some_and(|next| next.is_number() || LEXICON.number(Language::En, &next.text).is_some());
    if number_follows { Token { text: said.to_owned(), ..token } } else { token }
}

fn value(token: &Token, language: Language) -> Option<u32> {
    if token.is_number() {
        return None;
    }
    LEXICON.number(language, &token.text).or_else(|| match language {
        Language::De => german(&token.text),
        _ => None,
    })
}

/// The number that begins here and how many tokens it takes.
fn number_at(
    tokens: &[Token],
    at: usize,
    language: Language,
    before: Option<&Token>,
) -> Option<(String, usize)> {
    if let Some(digits) = single_digits(&tokens[at..]) {
        return Some(digits);
    }
    let first = value(&tokens[at], language)?;
    let mut chunks: Vec<u32> = vec![first];
    let mut used = 1;
    while let Some(token) = tokens.get(at + used) {
        if token.begins_clause() {
            break;
        }
        if let Some(next) = value(token, language) {
            join(&mut chunks, next, language);
            used += 1;
        } else if let Some(next) = connected(tokens, at + used, *chunks.last()?, language) {
            join(&mut chunks, next, language);
            used += 2;
        } else if chunks.len() < 4 && token.is_number() && token.text.len() == 1 && tokens[at].text != "one" {
            chunks.push(token.text.parse().ok()?);
            used += 1;
        } else {
            break;
        }
    }
    if used == 1 && !stands_for_a_number(&tokens[at], first, language, before) {
        return None;
    }
    let mut text: String = chunks.iter().map(u32::to_string).collect();
    if let Some(token) = tokens.get(at + used)
        && is_point(&token.text, language)
        && let Some(fraction) = tokens.get(at + used + 1)
    {
        let decimals = value(fraction, language).map(|value| value.to_string());
        let decimals = decimals.or_else(|| fraction.is_number().then(|| fraction.text.clone()));
        if let Some(decimals) = decimals {
            text = format!("{text}.{decimals}");
            used += 2;
        }
    }
    Some((text, used))
}

fn is_point(word: &str, language: Language) -> bool {
    match language {
        Language::En => word == "point",
        Language::Es => word == "punto" || word == "coma",
        Language::Fr => word == "virgule",
        Language::De => word == "komma",
        Language::Pt => word == "virgula" || word == "ponto",
    }
}

/// `1 0 3`: digits said and written one by one.
fn single_digits(tokens: &[Token]) -> Option<(String, usize)> {
    let is_zero = |token: &Token| token.text == "o" || token.text == "oh";
    let run = tokens
        .iter()
        .enumerate()
        .take_while(|(at, token)| {
            let digit = token.is_number() && token.text.len() == 1 || *at > 0 && is_zero(token);
            digit && (*at == 0 || !token.begins_clause() && token.glue.is_none())
        })
        .count();
    let run = if run > 0 && is_zero(&tokens[run - 1]) { run - 1 } else { run };
    let text: String =
        tokens[..run].iter().map(|it| if is_zero(it) { "0" } else { it.text.as_str() }).collect();
    (run >= 3).then_some((text, run))
}

/// "hundred and three", "treinta y dos", "vingt et un".
fn connected(tokens: &[Token], at: usize, last: u32, language: Language) -> Option<u32> {
    let word = tokens[at].text.as_str();
    let next = value(tokens.get(at + 1)?, language)?;
    let after_tens = last % 100 >= 20 && last.is_multiple_of(10) && next < 10;
    let after_hundred = last >= 100 && last.is_multiple_of(100) && next < 100;
    let joins = match (language, word) {
        (Language::En, "and") => after_hundred,
        (Language::Es, "y") | (Language::Fr, "et") => after_tens,
        (Language::Pt, "e") => after_tens || after_hundred,
        _ => false,
    };
    joins.then_some(next)
}

/// Adds to the last chunk where the words are one number, else begins another.
fn join(chunks: &mut Vec<u32>, next: u32, language: Language) {
    let Some(last) = chunks.last_mut() else { return };
    let tail = *last % 100;
    let is_french = language == Language::Fr;
    let adds = *last >= 100 && tail == 0 && (1..100).contains(&next)
        || *last >= 1000 && *last % 1000 == 0
        || is_french && tail == 60 && (10..20).contains(&next)
        || is_french && tail == 80 && next < 20
        || tail >= 20 && tail.is_multiple_of(10) && (1..10).contains(&next);
    if next == 1000 && *last < 1000 || next == 100 && *last < 10 && *last > 0 {
        *last *= next;
    } else if adds {
        *last += next;
    } else if is_french && tail == 4 && next == 20 {
        *last += 76;
    } else {
        chunks.push(next);
    }
}

/// A lone "one", "oh", "un" or "sechs" is a number only where numbers stand.
fn stands_for_a_number(token: &Token, value: u32, language: Language, before: Option<&Token>) -> bool {
    let is_article = matches!(
        (language, token.text.as_str()),
        (Language::Fr, "un" | "une" | "neuf" | "cent" | "cents" | "mille")
            | (Language::De, "ein" | "eine" | "einer" | "einem" | "acht")
            | (Language::Pt, "um" | "uma" | "meia")
            | (Language::En, "one" | "oh" | "hundred" | "thousand" | "second")
            | (Language::Es, "uno" | "mil")
    );
    let numbered = before.is_some_and(|it| {
        it.text.len() == 1 && it.text.bytes().all(|byte| byte.is_ascii_alphabetic()) && it.text != "a"
            || LEXICON.thing(&it.text).is_some_and(|thing| {
                thing.kind == "machine" || thing.kind == "place" || thing.kind == "component"
            })
            || matches!(
                it.text.as_str(),
                "number" | "no" | "numero" | "nummer" | "unit" | "priority" | "prioridad" | "level" | "shift"
            )
            || it.text.len() >= 2 && it.text.len() <= 4 && it.glue.is_none() && it.capital
    });
    let is_new = language == Language::Fr && token.text == "neuf";
    if is_new
        && before.is_some_and(|it| LEXICON.thing(&it.text).is_some_and(|thing| thing.kind == "component"))
    {
        return false;
    }
    if value == 0 { token.text == "zero" } else { !is_article || numbered && token.text != "oh" }
}

/// "hundertdrei", "zweiundzwanzig", "einhundertfünf".
fn german(word: &str) -> Option<u32> {
    let small = |part: &str| LEXICON.number(Language::De, part);
    if let Some((head, tail)) = word.split_once("hundert") {
        let hundreds = if head.is_empty() { 1 } else { small(head)? };
        let rest = if tail.is_empty() { 0 } else { small(tail).or_else(|| german(tail))? };
        return Some(hundreds * 100 + rest);
    }
    let (unit, tens) = word.split_once("und")?;
    let (unit, tens) = (small(unit)?, small(tens)?);
    (unit < 10 && tens >= 20).then_some(unit + tens)
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn said(text: &str, language: Language) -> String {
        digits(tokens(text), language).iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_are_heard_as_they_are_said() {
        let table = [
            (Language::En, "pump one oh three", "pump 103"),
            (Language::En, "pump one hundred and three", "pump 103"),
            (Language::En, "pee one zero three is hot", "p 103 is hot"),
            (Language::En, "press two twelve", "press 212"),
            (Language::En, "mixer twenty three", "mixer 23"),
            (Language::En, "line two and line three", "line 2 and line 3"),
            (Language::En, "seven point two", "7.2"),
            (Language::En, "this one is on the second one", "this one is on the second one"),
            (Language::En, "mixer one", "mixer 1"),
            (Language::En, "pump 1 0 3", "pump 103"),
            (Language::Es, "bomba ciento tres", "bomba 103"),
            (Language::Es, "linea treinta y dos", "linea 32"),
            (Language::Es, "la dos y la tres", "la 2 y la 3"),
            (Language::Fr, "pompe quatre vingt dix sept", "pompe 97"),
            (Language::Fr, "pompe soixante douze", "pompe 72"),
            (Language::Fr, "un roulement neuf", "un roulement neuf"),
            (Language::De, "Pumpe hundertdrei", "pumpe 103"),
            (Language::De, "Presse zweiundzwanzig", "presse 22"),
            (Language::De, "Linie zwei", "linie 2"),
            (Language::Pt, "bomba cento e três", "bomba 103"),
            (Language::Pt, "linha vinte e dois", "linha 22"),
        ];
        for (language, text, expected) in table {
            assert_eq!(said(text, language), expected, "{text}");
        }
    }
}
