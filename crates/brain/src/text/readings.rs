//! Values that somebody read off, with UCUM units: "7,2 mm/s", "182 degrees", "down to 40 psi".
//! Numbers that describe a thing ("the 24 V fuse") or a duty ("should be 6 bar") are no readings.

use contract::drafts::DraftReading;

use super::lexicon::{LEXICON, Language};
use super::token::Token;

/// A reading and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The reading.
    pub reading: DraftReading,
    /// First token.
    pub start: usize,
    /// First token behind it.
    pub end: usize,
}

struct Unit {
    words: &'static [&'static str],
    code: &'static str,
    quantity: &'static str,
    /// Needs a word before it that says that something was measured.
    needs_cue: bool,
}

const fn unit(words: &'static [&'static str], code: &'static str, quantity: &'static str) -> Unit {
    Unit { words, code, quantity, needs_cue: false }
}

const fn doubtful(words: &'static [&'static str], code: &'static str, quantity: &'static str) -> Unit {
    Unit { words, code, quantity, needs_cue: true }
}

/// Longer ones first where one begins another. `degrees` alone is decided by the place.
const UNITS: &[Unit] = &[
    unit(&["°", "c"], "Cel", "temperature"),
    unit(&["°", "f"], "[degF]", "temperature"),
    unit(&["degrees", "c"], "Cel", "temperature"),
    unit(&["degrees", "f"], "[degF]", "temperature"),
    unit(&["deg", "c"], "Cel", "temperature"),
    unit(&["deg", "f"], "[degF]", "temperature"),
    unit(&["degrees", "celsius"], "Cel", "temperature"),
    unit(&["degrees", "fahrenheit"], "[degF]", "temperature"),
    unit(&["grados", "centigrados"], "Cel", "temperature"),
    unit(&["grad", "celsius"], "Cel", "temperature"),
    unit(&["celsius"], "Cel", "temperature"),
    unit(&["fahrenheit"], "[degF]", "temperature"),
    unit(&["degrees"], "", "temperature"),
    unit(&["°"], "", "temperature"),
    unit(&["deg"], "", "temperature"),
    unit(&["grados"], "Cel", "temperature"),
    unit(&["degres"], "Cel", "temperature"),
    unit(&["grad"], "Cel", "temperature"),
    unit(&["graus"], "Cel", "temperature"),
    unit(&["mm", "s"], "mm/s", "vibration"),
    unit(&["mm", "per", "second"], "mm/s", "vibration"),
    unit(&["millimeters", "per", "second"], "mm/s", "vibration"),
    unit(&["ips"], "[in_i]/s", "vibration"),
    unit(&["bar"], "bar", "pressure"),
    unit(&["bares"], "bar", "pressure"),
    unit(&["bars"], "bar", "pressure"),
    unit(&["mbar"], "mbar", "pressure"),
    unit(&["psi"], "[psi]", "pressure"),
    unit(&["pounds"], "[psi]", "pressure"),
    unit(&["kpa"], "kPa", "pressure"),
    unit(&["mpa"], "MPa", "pressure"),
    doubtful(&["f"], "[degF]", "temperature"),
    doubtful(&["c"], "Cel", "temperature"),
    doubtful(&["amps"], "A", "current"),
    doubtful(&["amp"], "A", "current"),
    doubtful(&["amperios"], "A", "current"),
    doubtful(&["amperes"], "A", "current"),
    doubtful(&["ampere"], "A", "current"),
    doubtful(&["a"], "A", "current"),
    doubtful(&["volts"], "V", "voltage"),
    doubtful(&["volt"], "V", "voltage"),
    doubtful(&["voltios"], "V", "voltage"),
    doubtful(&["v"], "V", "voltage"),
    doubtful(&["kw"], "kW", "power"),
    doubtful(&["hz"], "Hz", "frequency"),
    unit(&["rpm"], "/min", "speed"),
    unit(&["l", "min"], "L/min", "flow"),
    unit(&["liters", "per", "minute"], "L/min", "flow"),
    unit(&["gpm"], "[gal_us]/min", "flow"),
    unit(&["m", "3", "h"], "m3/h", "flow"),
    unit(&["ppm"], "[ppm]", "concentration"),
    unit(&["db"], "dB", "sound level"),
    doubtful(&["%"], "%", ""),
    doubtful(&["percent"], "%", ""),
    doubtful(&["hours"], "h", "running hours"),
    doubtful(&["horas"], "h", "running hours"),
    doubtful(&["heures"], "h", "running hours"),
    doubtful(&["stunden"], "h", "running hours"),
    doubtful(&["hrs"], "h", "running hours"),
];

/// Words that say what was measured or that something was.
const CUES: &[&str] = &[
    "at",
    "reads",
    "reading",
    "read",
    "shows",
    "showing",
    "measured",
    "measures",
    "is",
    "drawing",
    "pulling",
    "drops",
    "dropped",
    "only",
    "up",
    "down",
    "to",
    "voltage",
    "current",
    "level",
    "humidity",
    "meter",
    "hourmeter",
    "temperature",
    "pressure",
    "temp",
    "speed",
    "marca",
    "mide",
    "esta",
    "lee",
    "indica",
    "tension",
    "corriente",
    "nivel",
    "horometro",
    "affiche",
    "indique",
    "mesure",
    "niveau",
    "compteur",
    "zeigt",
    "misst",
    "liegt",
    "stand",
    "strom",
    "spannung",
    "fullstand",
    "betriebsstunden",
    "zahler",
    "marcando",
    "medindo",
    "nivel",
    "horimetro",
    "hit",
    "hits",
    "reached",
    "says",
    "a",
    "auf",
    "bei",
    "hace",
    "load",
    "carga",
    "frequency",
    "power",
];
/// Cues for hours: a length of time is no reading.
const METERS: &[&str] = &[
    "meter",
    "hourmeter",
    "horometro",
    "compteur",
    "betriebsstunden",
    "betriebsstundenzahler",
    "zahler",
    "horimetro",
    "clock",
    "runtime",
];
/// Words that say what ought to be.
const DUTIES: &[&str] = &[
    "should",
    "normally",
    "normal",
    "usually",
    "supposed",
    "instead",
    "set",
    "setpoint",
    "debe",
    "deberia",
    "normalmente",
    "devrait",
    "sollte",
    "sollten",
    "statt",
    "soll",
    "deveria",
    "every",
    "cada",
    "alle",
    "toutes",
    "rated",
    "max",
    "maximum",
    "in",
    "within",
    "en",
    "dans",
    "over",
    "for",
    "seit",
    "desde",
    "depuis",
    "lugar",
    "vez",
];
const QUANTITIES: &[(&str, &str)] = &[
    ("level", "level"),
    ("humidity", "humidity"),
    ("nivel", "level"),
    ("niveau", "level"),
    ("fullstand", "level"),
    ("humedad", "humidity"),
    ("load", "load"),
    ("speed", "speed"),
    ("carga", "load"),
    ("umidade", "humidity"),
];

/// All readings.
pub fn readings(tokens: &[Token], language: Language, is_fahrenheit: bool) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match reading_at(tokens, at, language, is_fahrenheit) {
            Some(reading) => {
                at = reading.end;
                found.push(reading);
            }
            None => at += 1,
        }
    }
    found
}

fn reading_at(tokens: &[Token], at: usize, language: Language, is_fahrenheit: bool) -> Option<Found> {
    let value = tokens[at].value()?;
    let is_code = tokens[at].glue.is_some_and(|glue| glue == '+' || glue == '-');
    if is_code {
        return None;
    }
    let unit = UNITS.iter().find(|unit| fits(tokens, at + 1, unit))?;
    let end = at + 1 + unit.words.len();
    let before: Vec<&str> = clause_before(tokens, at).collect();
    let near = |words: &[&str], reach: usize| before.iter().take(reach).any(|word| words.contains(word));
    if near(DUTIES, 2) || before.contains(&"should") || unit.code == "h" && !near(METERS, 5) {
        return None;
    }
    let describes = tokens.get(end).is_some_and(|next| {
        !next.begins_clause()
            && LEXICON.thing(&next.text).is_some_and(|thing| thing.kind != "quality" && thing.kind != "place")
    });
    let is_letter = matches!(unit.words, ["f" | "c"]);
    if is_letter && !near(&["temperature", "temp", "temperatura", "temperatur"], 4) {
        return None;
    }
    let describes = describes
        || tokens.get(end).is_some_and(|next| {
            matches!(
                next.text.as_str(),
                "too" | "above" | "below" | "over" | "under" | "higher" | "lower" | "off" | "demasiado"
            )
        });
    if unit.needs_cue && !near(CUES, 3) || describes {
        return None;
    }
    let code = match unit.code {
        "" if is_fahrenheit && language == Language::En => "[degF]",
        "" => "Cel",
        code => code,
    };
    let said = QUANTITIES.iter().find(|(word, _)| before.contains(word)).map(|(_, name)| *name);
    let quantity = if unit.quantity.is_empty() { said } else { Some(unit.quantity) };
    let reading = DraftReading { quantity: quantity.map(str::to_owned), value, unit: code.to_owned() };
    Some(Found { reading, start: at, end })
}

fn fits(tokens: &[Token], at: usize, unit: &Unit) -> bool {
    let words = unit.words.iter().enumerate();
    let mut all = words
        .map(|(offset, word)| tokens.get(at + offset).is_some_and(|it| it.text == *word && !it.sentence));
    let is_letter =
        unit.words.len() == 1 && unit.words[0].len() == 1 && unit.words[0] != "%" && unit.words[0] != "°";
    let glued = !is_letter
        || tokens.get(at).is_some_and(|it| it.glue == Some('+') || matches!(unit.words[0], "v" | "f" | "c"));
    all.all(|fits| fits) && glued
}

/// The words before, nearest first, up to the border of the clause.
fn clause_before(tokens: &[Token], at: usize) -> impl Iterator<Item = &str> {
    let first = (0..=at).rev().find(|at| tokens[*at].sentence || tokens[*at].comma).unwrap_or(0);
    tokens[first..at].iter().rev().take(6).map(|it| it.text.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn read(text: &str) -> Vec<(f64, String)> {
        readings(&tokens(text), Language::En, false)
            .into_iter()
            .map(|it| (it.reading.value, it.reading.unit))
            .collect()
    }

    #[test]
    fn what_was_read_off_is_kept_and_the_rest_is_not() {
        let table: &[(&str, &[(f64, &str)])] = &[
            ("vibration 7.2 mm/s", &[(7.2, "mm/s")]),
            ("bearing at 85°C and 12 bar", &[(85.0, "Cel"), (12.0, "bar")]),
            ("pressure dropped to 40 psi", &[(40.0, "[psi]")]),
            ("motor drawing 18 amps", &[(18.0, "A")]),
            ("replace the 10 amp fuse", &[]),
            ("hour meter reads 3,200 hours", &[(3200.0, "h")]),
            ("leaking for 2 hours", &[]),
            ("should be 6 bar", &[]),
            ("tank level at 20 %", &[(20.0, "%")]),
            ("P-103 a bit hot", &[]),
        ];
        for (text, expected) in table {
            let expected: Vec<(f64, String)> =
                expected.iter().map(|(value, unit)| (*value, (*unit).to_owned())).collect();
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn degrees_alone_are_those_of_the_place() {
        let warm = |fahrenheit| {
            readings(&tokens("reads 182 degrees"), Language::En, fahrenheit)[0].reading.unit.clone()
        };
        assert_eq!((warm(true).as_str(), warm(false).as_str()), ("[degF]", "Cel"));
    }
}
