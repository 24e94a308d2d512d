//! Rules and reasons in sentences, in each language that the product speaks.

use std::fmt::Write;

use contract::preventive::{Basis, Every, IntervalUnit, Sentence, Weekday, Why, WhyCode};
use jiff::civil::Date;

use super::schedule::Schedule;

struct Words {
    units: [(&'static str, &'static str); 4],
    weekdays: [&'static str; 7],
    months: [&'static str; 12],
    and: &'static str,
}

const ENGLISH: Words = Words {
    units: [("day", "days"), ("week", "weeks"), ("month", "months"), ("year", "years")],
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    and: " and ",
};

const SPANISH: Words = Words {
    units: [("día", "días"), ("semana", "semanas"), ("mes", "meses"), ("año", "años")],
    weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    and: " y ",
};

impl Words {
    fn unit(&self, unit: IntervalUnit, count: u16) -> &'static str {
        let (one, many) = self.units[unit as usize];
        if count == 1 { one } else { many }
    }

    fn month(&self, number: i8) -> &'static str {
        usize::try_from(number - 1).ok().and_then(|at| self.months.get(at)).copied().unwrap_or_default()
    }

    fn weekday(&self, day: Weekday) -> &'static str {
        self.weekdays[day as usize]
    }

    fn list(&self, words: &[&str]) -> String {
        match words.split_last() {
            None => String::new(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, earlier)) => format!("{}{}{last}", earlier.join(", "), self.and),
        }
    }
}

/// A date as people write it.
pub(crate) fn date(day: Date) -> Sentence {
    Sentence {
        en: format!("{} {} {}", day.day(), ENGLISH.month(day.month()), day.year()),
        es: format!("{} de {} de {}", day.day(), SPANISH.month(day.month()), day.year()),
    }
}

fn english(every: &Every) -> String {
    let unit = ENGLISH.unit(every.unit, every.every);
    let mut text =
        if every.every == 1 { format!("Every {unit}") } else { format!("Every {} {unit}", every.every) };
    let days: Vec<_> = every.weekdays.iter().map(|day| ENGLISH.weekday(*day)).collect();
    match (every.week_of_month, every.month_day) {
        (Some(week), _) => {
            let place = match week {
                1 => "first",
                2 => "second",
                3 => "third",
                4 => "fourth",
                _ => "last",
            };
            let _ = write!(text, " on the {place} {}", ENGLISH.list(&days));
        }
        (None, Some(-1)) => text.push_str(" on the last day"),
        (None, Some(day)) => {
            let suffix = match day {
                1 | 21 | 31 => "st",
                2 | 22 => "nd",
                3 | 23 => "rd",
                _ => "th",
            };
            let _ = write!(text, " on the {day}{suffix}");
        }
        (None, None) if !days.is_empty() => drop(write!(text, " on {}", ENGLISH.list(&days))),
        (None, None) => {}
    }
    if !every.months.is_empty() {
        let months: Vec<_> = every.months.iter().map(|month| ENGLISH.month(*month)).collect();
        let link = if every.month_day.is_some() || every.week_of_month.is_some() { "of" } else { "in" };
        let _ = write!(text, " {link} {}", ENGLISH.list(&months));
    }
    text
}

fn spanish(every: &Every) -> String {
    let unit = SPANISH.unit(every.unit, every.every);
    let mut text =
        if every.every == 1 { format!("Cada {unit}") } else { format!("Cada {} {unit}", every.every) };
    let days: Vec<_> = every.weekdays.iter().map(|day| SPANISH.weekday(*day)).collect();
    match (every.week_of_month, every.month_day) {
        (Some(week), _) => {
            let place = match week {
                1 => "primer",
                2 => "segundo",
                3 => "tercer",
                4 => "cuarto",
                _ => "último",
            };
            let _ = write!(text, " el {place} {}", SPANISH.list(&days));
        }
        (None, Some(-1)) => text.push_str(" el último día"),
        (None, Some(day)) => drop(write!(text, " el día {day}")),
        (None, None) if !days.is_empty() => drop(write!(text, " los {}", SPANISH.list(&days))),
        (None, None) => {}
    }
    if !every.months.is_empty() {
        let months: Vec<_> = every.months.iter().map(|month| SPANISH.month(*month)).collect();
        let link = if every.month_day.is_some() || every.week_of_month.is_some() { "de" } else { "en" };
        let _ = write!(text, " {link} {}", SPANISH.list(&months));
    }
    text
}

/// The trigger of a plan in a sentence.
pub(crate) fn of(schedule: &Schedule) -> Sentence {
    let start = date(schedule.starts_on);
    let (mut en, mut es) = match schedule.rule.to_every(schedule.starts_on) {
        Some(every) => (english(&every), spanish(&every)),
        None => (format!("By the rule {}", schedule.rule), format!("Según la regla {}", schedule.rule)),
    };
    match schedule.basis {
        Basis::Fixed => {
            let _ = write!(en, ", from {}", start.en);
            let _ = write!(es, ", desde el {}", start.es);
        }
        Basis::Floating => {
            let _ = write!(en, " after the last completion, first on {}", start.en);
            let _ = write!(es, " después de la última vez, primero el {}", start.es);
        }
    }
    if let Some(end) = schedule.ends_on.map(date) {
        let _ = write!(en, ", until {}", end.en);
        let _ = write!(es, ", hasta el {}", end.es);
    }
    if schedule.no_fire_while_open && schedule.basis == Basis::Fixed {
        en.push_str(", not while one is open");
        es.push_str(", no mientras haya una abierta");
    }
    en.push('.');
    es.push('.');
    Sentence { en, es }
}

/// What a reason speaks of besides the due day.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts<'a> {
    /// The short number of an order.
    pub order: Option<&'a str>,
    /// What a person said.
    pub reason: Option<&'a str>,
}

/// Why an occurrence fired or did not.
pub(crate) fn why(code: WhyCode, schedule: &Schedule, due_on: Date, facts: Facts<'_>) -> Why {
    let due = date(due_on);
    let (en_due, es_due) = (due.en, due.es);
    let order = facts.order.unwrap_or("?");
    let reason = facts.reason.unwrap_or_default();
    let lead = schedule.lead_days;
    let (en, es) = match code {
        WhyCode::RuleDay => (format!("The rule says {en_due}."), format!("La regla dice el {es_due}.")),
        WhyCode::CountedFromLast => (
            format!("Counted from the last time, it is due on {en_due}."),
            format!("Contado desde la última vez, vence el {es_due}."),
        ),
        WhyCode::WaitsForOrder => (
            format!("It waits, because {order} is still open."),
            format!("Espera, porque {order} sigue abierta."),
        ),
        WhyCode::WithinLeadTime => (
            format!("Due on {en_due}; made {lead} days ahead at the earliest."),
            format!("Vence el {es_due}; se crea como mucho {lead} días antes."),
        ),
        WhyCode::CaughtUp => (
            format!("It was due on {en_due}, but could not be made in time; made late."),
            format!("Vencía el {es_due}, pero no se pudo crear a tiempo; se creó tarde."),
        ),
        WhyCode::GeneratedByHand => (
            format!("Due on {en_due}; made because someone asked for it."),
            format!("Vence el {es_due}; se creó porque alguien la pidió."),
        ),
        WhyCode::Missed => (
            format!("Nothing ran on {en_due}; one order was made for a later date."),
            format!("Nada funcionaba el {es_due}; se creó una orden para una fecha posterior."),
        ),
        WhyCode::OrderWasOpen => (
            format!("Left out, because {order} was still open on {en_due}."),
            format!("Omitida, porque {order} seguía abierta el {es_due}."),
        ),
        WhyCode::WasPaused => (
            format!("Left out, because the plan was paused on {en_due}."),
            format!("Omitida, porque el plan estaba en pausa el {es_due}."),
        ),
        WhyCode::SkippedByHand => (format!("Left out: {reason}"), format!("Omitida: {reason}")),
        WhyCode::OrderCancelled => (format!("{order} was cancelled."), format!("{order} fue cancelada.")),
    };
    Why { code, text: Sentence { en, es } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preventive::rule::Rule;

    #[test]
    fn rules_read_like_sentences() {
        let say = |rule: &str, basis, ends_on: Option<&str>| {
            of(&Schedule {
                rule: Rule::parse(rule).unwrap(),
                starts_on: "2026-01-05".parse().unwrap(),
                basis,
                lead_days: 0,
                window_days: None,
                no_fire_while_open: ends_on.is_none(),
                ends_on: ends_on.map(|day| day.parse().unwrap()),
                open_from: "2026-01-05".parse().unwrap(),
                paused: false,
            })
        };
        let weekly = say("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR", Basis::Fixed, None);
        assert_eq!(
            weekly.en,
            "Every 2 weeks on Monday, Wednesday and Friday, from 5 January 2026, not while one is open."
        );
        assert_eq!(
            weekly.es,
            "Cada 2 semanas los lunes, miércoles y viernes, desde el 5 de enero de 2026, no mientras haya una abierta."
        );
        let floating = say("FREQ=MONTHLY;INTERVAL=6", Basis::Floating, None);
        assert_eq!(floating.en, "Every 6 months after the last completion, first on 5 January 2026.");
        let last = say("FREQ=MONTHLY;BYDAY=-1FR", Basis::Fixed, Some("2027-12-31"));
        assert_eq!(last.en, "Every month on the last Friday, from 5 January 2026, until 31 December 2027.");
        let yearly = say("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1", Basis::Fixed, Some("2027-12-31"));
        assert_eq!(
            yearly.es,
            "Cada año el día 1 de marzo y septiembre, desde el 5 de enero de 2026, hasta el 31 de diciembre de 2027."
        );
        assert!(
            say("FREQ=DAILY;COUNT=3", Basis::Fixed, None).en.starts_with("By the rule FREQ=DAILY;COUNT=3")
        );
    }
}
