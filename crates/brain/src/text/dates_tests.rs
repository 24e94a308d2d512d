//! Deadlines as a table, in every language, around both changes of the clock.

use super::super::{matching, spoken, token};
use super::*;

fn due(text: &str, language: Language, now: &str, zone: &str) -> String {
    let now = moment(now, Some(zone)).expect("a moment");
    let tokens = spoken::digits(token::tokens(text), language);
    let matches = matching::matches(&tokens, &[language]);
    let shift = |name: &str, starts: &str, ends: &str| RegisterShift {
        name: name.to_owned(),
        starts: starts.parse().expect("a time"),
        ends: ends.parse().expect("a time"),
    };
    let shifts =
        [shift("early", "06:00", "14:00"), shift("late", "14:00", "22:00"), shift("night", "22:00", "06:00")];
    let reader = Reader { tokens: &tokens, matches: &matches, language, now: &now, shifts: &shifts };
    reader.due().map_or_else(|| "-".to_owned(), |due| due.on.to_string())
}

/// A Wednesday.
const NOW: &str = "2026-03-11T09:30";

#[test]
fn english_deadlines() {
    let table = [
        ("fix it Friday", "2026-03-13"),
        ("by wednesday", "2026-03-18"),
        ("this wednesday", "2026-03-11"),
        ("before Friday", "2026-03-12"),
        ("before next Monday", "2026-03-15"),
        ("next Friday", "2026-03-20"),
        ("leaking since Monday", "-"),
        ("broke on Monday, need it by Thursday", "2026-03-12"),
        ("last Friday it was fine", "-"),
        ("by tomorrow", "2026-03-12"),
        ("before tomorrow", "2026-03-11"),
        ("the day after tomorrow", "2026-03-13"),
        ("by end of shift", "2026-03-11"),
        ("in 2 days", "2026-03-13"),
        ("within 48 hours", "2026-03-13"),
        ("in an hour", "2026-03-11"),
        ("been leaking for 2 hours", "-"),
        ("within 3 working days", "2026-03-16"),
        ("end of the week", "2026-03-13"),
        ("sometime next week", "2026-03-20"),
        ("before the weekend", "2026-03-13"),
        ("over the weekend", "2026-03-15"),
        ("end of the month", "2026-03-31"),
        ("by the 15th", "2026-03-15"),
        ("before the 5th", "2026-04-04"),
        ("by March 20", "2026-03-20"),
        ("before the 3rd of April", "2026-04-02"),
        ("by 2026-04-01", "2026-04-01"),
        ("by 3pm", "2026-03-11"),
        ("by 8:00", "2026-03-12"),
        ("before Friday 10 am", "2026-03-13"),
        ("first thing in the morning", "2026-03-12"),
        ("pump 3 is down", "-"),
    ];
    for (text, expected) in table {
        assert_eq!(due(text, Language::En, NOW, "Europe/London"), expected, "{text}");
    }
}

#[test]
fn deadlines_in_other_languages() {
    let table = [
        (Language::Es, "antes del viernes", "2026-03-12"),
        (Language::Es, "para el lunes", "2026-03-16"),
        (Language::Es, "para mañana", "2026-03-12"),
        (Language::Es, "buenos días, esta mañana se rompió", "-"),
        (Language::Es, "en dos días", "2026-03-13"),
        (Language::Es, "antes de fin de turno", "2026-03-11"),
        (Language::Es, "el 3 de abril", "2026-04-03"),
        (Language::Es, "desde el lunes", "-"),
        (Language::Fr, "avant vendredi", "2026-03-12"),
        (Language::Fr, "d'ici demain", "2026-03-12"),
        (Language::Fr, "la semaine prochaine", "2026-03-20"),
        (Language::Fr, "depuis lundi", "-"),
        (Language::De, "bis Freitag", "2026-03-13"),
        (Language::De, "vor Freitag", "2026-03-12"),
        (Language::De, "guten Morgen", "-"),
        (Language::De, "bis übermorgen", "2026-03-13"),
        (Language::De, "bis 15.03. fertig", "2026-03-15"),
        (Language::De, "bis Schichtende", "2026-03-11"),
        (Language::Pt, "até sexta-feira", "2026-03-13"),
        (Language::Pt, "antes de sexta", "2026-03-12"),
        (Language::Pt, "segunda bomba", "-"),
        (Language::Pt, "até amanhã", "2026-03-12"),
    ];
    for (language, text, expected) in table {
        assert_eq!(due(text, language, NOW, "Europe/Madrid"), expected, "{text}");
    }
}

#[test]
fn the_zone_the_shift_and_the_clock_decide_the_day() {
    // Half past eleven at night in New York is already tomorrow in UTC.
    assert_eq!(due("by tomorrow", Language::En, "2026-03-12T03:30:00Z", "America/New_York"), "2026-03-12");
    assert_eq!(due("by 4/3", Language::En, "2026-03-12T15:30:00Z", "America/New_York"), "2026-04-03");
    assert_eq!(due("by 4/3", Language::En, "2026-03-01T15:30:00Z", "Europe/London"), "2026-03-04");
    // The night shift ends on the next day, and after midnight on the same.
    assert_eq!(due("end of shift", Language::En, "2026-03-11T23:00", "Europe/Madrid"), "2026-03-12");
    assert_eq!(due("end of shift", Language::En, "2026-03-12T02:00", "Europe/Madrid"), "2026-03-12");
    // Clocks go forward on 29 March and back on 25 October 2026: hours are hours, days are days.
    assert_eq!(due("in 24 hours", Language::En, "2026-03-28T23:30", "Europe/Madrid"), "2026-03-30");
    assert_eq!(due("in 1 day", Language::En, "2026-03-28T23:30", "Europe/Madrid"), "2026-03-29");
    assert_eq!(due("in 24 hours", Language::En, "2026-10-25T00:30", "Europe/Madrid"), "2026-10-25");
    assert_eq!(due("in 1 day", Language::En, "2026-10-25T00:30", "Europe/Madrid"), "2026-10-26");
}

#[test]
fn a_moment_is_read_with_offset_or_in_its_zone() {
    let local = moment("2026-03-11T09:30", Some("Europe/Madrid")).expect("a moment");
    assert_eq!(local.timestamp().to_string(), "2026-03-11T08:30:00Z");
    let offset = moment("2026-03-11T23:30:00-05:00", None).expect("a moment");
    assert_eq!(offset.date().to_string(), "2026-03-11");
    assert!(moment("tomorrow", None).is_err());
    assert!(moment("2026-03-11T09:30", Some("Mars/Olympus")).is_err());
}
