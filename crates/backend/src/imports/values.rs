//! Reading single cells: dates in the ways people write them, amounts, yes and no, and the words that other products use
//! for states and priorities.

use contract::work_orders::{Priority, WorkKind, WorkOrderStatus};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use kernel::{Dated, YEARS};

use super::dialect::header_key;

/// Ways to write a date, most certain first.
pub(super) const DATE_FORMATS: &[&str] = &[
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y",
    "%m/%d/%Y %H:%M",
    "%d-%m-%Y",
    "%Y/%m/%d",
    "%d %b %Y",
    "%d-%b-%y",
];

/// The first way that all samples are written in, and whether another way would do as well.
pub(super) fn date_format(samples: &[&str]) -> Option<(&'static str, bool)> {
    let mut fitting =
        DATE_FORMATS.iter().filter(|format| samples.iter().all(|sample| civil(sample, format).is_some()));
    let first = fitting.next()?;
    Some((first, fitting.next().is_some()))
}

fn civil(text: &str, format: &str) -> Option<DateTime> {
    let parsed = jiff::fmt::strtime::parse(format, text).ok()?;
    let date = parsed.to_date().ok()?;
    let at =
        if parsed.hour().is_none() { date.at(12, 0, 0, 0) } else { date.to_datetime(parsed.to_time().ok()?) };
    YEARS.contains(&at.year()).then_some(at)
}

/// An instant. A date without a time means noon in the zone, so that it stays that day everywhere near.
pub(super) fn instant(text: &str, format: Option<&str>, zone: &TimeZone) -> Result<Timestamp, String> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        let known = at.year().is_some_and(|year| YEARS.contains(&year));
        return if known {
            Ok(at)
        } else {
            Err(format!("must be in the years {} to {}", YEARS.start(), YEARS.end()))
        };
    }
    if let Ok(number) = text.parse::<i64>()
        && number > 100_000_000
    {
        let at = if number > 100_000_000_000 {
            Timestamp::from_millisecond(number)
        } else {
            Timestamp::from_second(number)
        };
        return at.map_err(|_| "is not a date".to_owned());
    }
    let formats: &[&str] = match &format {
        Some(format) => std::slice::from_ref(format),
        None => DATE_FORMATS,
    };
    formats
        .iter()
        .find_map(|format| civil(text, format))
        .and_then(|at| at.to_zoned(zone.clone()).ok())
        .map(|at| at.timestamp())
        .ok_or_else(|| match format {
            Some(format) => format!("is not a date written as {format}"),
            None => "is not a date".to_owned(),
        })
}

/// A day.
pub(super) fn day(text: &str, format: Option<&str>) -> Result<jiff::civil::Date, String> {
    instant(text, format, &TimeZone::UTC).map(|at| at.to_zoned(TimeZone::UTC).date())
}

/// A number with at most one decimal sign, `,` or `.`.
pub(super) fn number(text: &str) -> Result<f64, String> {
    let text = text.trim().replace(',', ".");
    text.parse::<f64>()
        .ok()
        .filter(|number| number.is_finite() && *number >= 0.0)
        .ok_or_else(|| "is not a number".to_owned())
}

/// Refuses a number whose only sign may stand before thousands as well as before decimals: `1,250` in a file that writes
/// decimals with a point.
pub(super) fn clear_number(text: &str, decimal: char) -> Result<&str, String> {
    let mut signs = text.match_indices([',', '.']);
    let (Some((at, sign)), None) = (signs.next(), signs.next()) else { return Ok(text) };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = (text[..at].trim_start_matches(['-', '+']), &text[at + 1..]);
    let looks_like_thousands = (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && rest.len() == 3
        && is_digits(whole)
        && is_digits(rest);
    if looks_like_thousands && !sign.starts_with(decimal) {
        return Err(format!(
            "could mean {whole}{rest} as well as {whole}{decimal}{rest}; write one of these"
        ));
    }
    Ok(text)
}

/// Names joined by commas, semicolons or bars; a name that holds one of these stands in quotation marks.
pub(super) fn names(text: &str) -> Vec<String> {
    let (mut names, mut name, mut quoted) = (Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '"' if quoted || name.trim().is_empty() => quoted = !quoted,
            ',' | ';' | '|' if !quoted => names.push(std::mem::take(&mut name)),
            other => name.push(other),
        }
    }
    names.push(name);
    names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// Names in one cell, as [`names`] reads them.
pub(super) fn joined<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let one = |name: &str| {
        if name.contains([',', ';', '|']) { format!("\"{name}\"") } else { name.to_owned() }
    };
    names.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

pub(super) fn status(word: &str) -> Result<WorkOrderStatus, String> {
    use WorkOrderStatus as S;
    Ok(match header_key(word).as_str() {
        "draft" => S::Draft,
        "open" | "new" | "requested" | "wappr" | "ouvert" | "offen" | "abierta" | "pending" => S::Open,
        "planned" | "approved" | "appr" | "geplant" => S::Planned,
        "scheduled" | "wsch" => S::Scheduled,
        "inprogress" | "inprg" | "started" | "encours" | "inarbeit" | "enprogreso" => S::InProgress,
        "onhold" | "hold" | "wmatl" | "wpcond" | "enattente" | "waiting" => S::OnHold,
        "complete" | "completed" | "done" | "comp" | "termine" | "finished" | "erledigt" | "completada" => {
            S::Completed
        }
        "closed" | "close" | "cerrada" | "abgeschlossen" => S::Closed,
        "cancelled" | "canceled" | "can" | "rejected" | "storniert" => S::Cancelled,
        _ => return Err("is not a state that is known here; map it to one of: ".to_owned() + &words(S::ALL)),
    })
}

pub(super) fn priority(word: &str) -> Result<Priority, String> {
    use Priority as P;
    Ok(match header_key(word).as_str() {
        "none" | "0" => P::None,
        "low" | "1" | "niedrig" | "baja" | "basse" => P::Low,
        "medium" | "normal" | "2" | "mittel" | "media" | "moyenne" => P::Medium,
        "high" | "3" | "hoch" | "alta" | "haute" => P::High,
        "urgent" | "critical" | "emergency" | "4" | "5" | "dringend" | "urgente" => P::Urgent,
        _ => {
            return Err(
                "is not a priority that is known here; map it to one of: ".to_owned() + &words(P::ALL)
            );
        }
    })
}

pub(super) fn work_kind(word: &str) -> Result<WorkKind, String> {
    use WorkKind as K;
    Ok(match header_key(word).as_str() {
        "corrective" | "cm" | "reactive" | "breakdown" | "repair" | "unplanned" | "damage" => K::Corrective,
        "preventive" | "pm" | "planned" | "scheduled" | "maintenance" => K::Preventive,
        "predictive" | "pdm" | "conditionbased" => K::Predictive,
        "inspection" | "check" => K::Inspection,
        "safety" => K::Safety,
        "project" | "capital" | "improvement" => K::Project,
        "other" => K::Other,
        _ => {
            return Err(
                "is not a kind of work that is known here; map it to one of: ".to_owned() + &words(K::ALL)
            );
        }
    })
}

fn words<T: std::fmt::Display>(all: &[T]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Whether a spreadsheet has turned a code into something else.
pub(super) fn spreadsheet_damage(code: &str) -> Option<&'static str> {
    let lower = code.to_ascii_lowercase();
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let scientific = lower.split_once("e+").is_some_and(|(left, right)| {
        !left.is_empty()
            && left.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',')
            && right.bytes().all(|byte| byte.is_ascii_digit())
    });
    let date = lower.split_once('-').is_some_and(|(left, right)| {
        let number = |text: &str| {
            !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        (number(left) && months.contains(&right)) || (months.contains(&left) && number(right))
    });
    if scientific {
        Some("looks like a long number that a spreadsheet has rounded")
    } else if date {
        Some("looks like a code that a spreadsheet has turned into a date")
    } else {
        None
    }
}

/// Undoes what one export did to quotation marks: `\` for an opening one, `\"` for a closing one, and a stray one at
/// the end. Fails where a mark opens and never closes, because then nobody knows where the text ended.
pub(super) fn repair_quotes(text: &str) -> Result<String, String> {
    if !text.contains('\\') {
        return Ok(text.to_owned());
    }
    let text = text.strip_suffix('"').unwrap_or(text).replace("\\\"", "\"").replace('\\', "\"");
    if text.matches('"').count() % 2 == 1 {
        return Err("has a quotation mark that opens and never closes; the text may be cut off".to_owned());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_written() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let read = |text, format| instant(text, format, &zone).map(|at| at.to_string());
        assert_eq!(read("2004-07-01", None).unwrap(), "2004-07-01T10:00:00Z");
        assert_eq!(read("01.07.2004 06:30", None).unwrap(), "2004-07-01T04:30:00Z");
        assert_eq!(read("2004-07-01 06:30:00.125", None).unwrap(), "2004-07-01T04:30:00.125Z");
        assert_eq!(read("1088658000", None).unwrap(), "2004-07-01T05:00:00Z");
        assert_eq!(read("03/04/2004", Some("%m/%d/%Y")).unwrap(), "2004-03-04T11:00:00Z");
        assert!(read("31/31/2004", None).is_err());
        assert!(read("PM01", None).is_err());
        assert_eq!(date_format(&["13/04/2004", "01/02/2004"]), Some(("%d/%m/%Y", false)));
        assert_eq!(date_format(&["03/04/2004"]), Some(("%d/%m/%Y", true)));
        assert_eq!(date_format(&["04/13/2004", "01/02/2004"]), Some(("%m/%d/%Y", false)));
    }

    #[test]
    fn quotation_marks_are_repaired_or_refused() {
        let ok = |text| repair_quotes(text).unwrap();
        assert_eq!(
            ok("Lube fault \\A\\\" line pressure too low\""),
            "Lube fault \"A\" line pressure too low"
        );
        assert_eq!(ok("Repair two-way in SHD24 \\static\\\"\""), "Repair two-way in SHD24 \"static\"");
        assert_eq!(ok("?OIL LEAK...FOUND TWO BLOWN \"O"), "?OIL LEAK...FOUND TWO BLOWN \"O");
        assert!(repair_quotes("?OIL LEAK ON BUCKET...FOUND TWO BLOWN \\O\"").is_err());
    }

    #[test]
    fn a_sign_that_may_stand_before_thousands_is_not_guessed_at() {
        for (text, decimal) in [("1,250", '.'), ("-12.500", ',')] {
            assert!(clear_number(text, decimal).is_err(), "{text}");
        }
        for (text, decimal) in [
            ("1.250", '.'),
            ("1,250", ','),
            ("12,5", '.'),
            ("0,125", '.'),
            ("1,250.5", '.'),
            ("1250,125", '.'),
            ("7", '.'),
        ] {
            assert_eq!(clear_number(text, decimal), Ok(text));
        }
    }

    #[test]
    fn names_that_hold_a_comma_come_back_whole() {
        let all = ["A. Smith, jr", "Okafor", "left | right", "3/4\" valve"];
        assert_eq!(names(&joined(all)), all);
        assert_eq!(names("a; b,,c | "), ["a", "b", "c"]);
    }

    #[test]
    fn spreadsheets_leave_traces() {
        assert!(spreadsheet_damage("1E+05").is_some() && spreadsheet_damage("4-Mar").is_some());
        assert!(spreadsheet_damage("Sep-07").is_some());
        assert!(spreadsheet_damage("P-101").is_none() && spreadsheet_damage("E+H").is_none());
    }
}
