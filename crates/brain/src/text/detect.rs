//! Which language a text is in, by its everyday words; one that is told wins.

use super::lexicon::{LEXICON, Language};
use super::matching::matches;
use super::token::Token;

/// The languages of the text, the main one first; others follow where the text mixes them.
/// `told` is the language as the caller says, `home` the one of the register, which decides where little else does.
pub fn languages(
    tokens: &[Token],
    text: &str,
    told: Option<Language>,
    home: Option<Language>,
) -> Vec<Language> {
    let mut scores: Vec<(Language, f64)> =
        Language::ALL.iter().map(|language| (*language, score(tokens, text, *language))).collect();
    if let Some(told) = told {
        for (language, score) in &mut scores {
            if *language == told {
                *score += 100.0;
            }
        }
    }
    for (language, score) in &mut scores {
        if Some(*language) == home {
            *score += 0.5;
        }
    }
    scores.sort_by(|one, other| other.1.total_cmp(&one.1));
    let best = if told.is_some() { scores[0].1 - 100.0 } else { scores[0].1 };
    let mut found = vec![scores[0].0];
    found.extend(
        scores[1..]
            .iter()
            .filter(|(_, score)| *score >= 2.0 && *score >= best * 0.35)
            .map(|(language, _)| *language),
    );
    found
}

fn score(tokens: &[Token], text: &str, language: Language) -> f64 {
    let mut score = if language == Language::En { 0.4 } else { 0.0 };
    let phrases = matches(tokens, &[language]);
    let content = phrases.iter().filter(|it| {
        matches!(
            it.family(),
            "problem" | "cue" | "priority" | "intent" | "relative" | "line_down" | "assign" | "safety"
        ) && it.words > 1
    });
    score += content.map(|it| if it.words > 2 { 0.8 } else { 0.5 }).sum::<f64>();
    for token in tokens {
        let shared = LEXICON.function_word(&token.text);
        if shared.contains(&language) {
            score += 1.0 / f64::from(u32::try_from(shared.len()).unwrap_or(1));
        }
        let mut others = false;
        let mut here = false;
        for phrase in LEXICON.starting_with(&token.text) {
            let is_content = phrase.tag.starts_with("problem")
                || phrase.tag.starts_with("category")
                || phrase.tag.starts_with("cue")
                || phrase.tag == "weekdays";
            if is_content && phrase.atoms.len() == 1 {
                here |= phrase.language == language;
                others |= phrase.language != language;
            }
        }
        score += match (here, others) {
            (true, false) => 1.0,
            (true, true) => 0.2,
            _ => 0.0,
        };
    }
    let marks: &[char] = match language {
        Language::En => &[],
        Language::Es => &['ñ', '¿', '¡'],
        Language::Fr => &['è', 'ê', 'œ', 'û', 'ù', 'î'],
        Language::De => &['ß', 'ä', 'ö'],
        Language::Pt => &['ã', 'õ'],
    };
    let marked = text.chars().flat_map(char::to_lowercase).any(|letter| marks.contains(&letter));
    if marked { score + 1.5 } else { score }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        let table = [
            (Language::En, "pump 103 leaking"),
            (Language::En, "P-103"),
            (Language::Es, "la bomba tiene una fuga de aceite"),
            (Language::Es, "ruido en el motor"),
            (Language::Fr, "la pompe fait du bruit depuis hier"),
            (Language::De, "Pumpe ist undicht"),
            (Language::Pt, "a bomba está vazando óleo"),
            (Language::Pt, "não liga"),
        ];
        for (expected, text) in table {
            assert_eq!(languages(&tokens(text), text, None, None)[0], expected, "{text}");
        }
    }

    #[test]
    fn what_is_told_wins_and_mixtures_keep_both() {
        let text = "the pump is leaking";
        assert_eq!(languages(&tokens(text), text, Some(Language::De), None)[0], Language::De);
        let text = "la bomba de agua is leaking from the seal, por favor";
        let found = languages(&tokens(text), text, None, None);
        assert!(found.contains(&Language::En) && found.contains(&Language::Es));
    }
}
