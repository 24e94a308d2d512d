//! Rules and reasons in sentences, in each language that the product speaks.

use std::fmt::Write;

use contract::preventive::{Basis, Every, IntervalUnit, OnDayOff, Sentence, Weekday, Why, WhyCode};
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
    limits(schedule, &mut en, &mut es);
    if schedule.no_fire_while_open && schedule.basis == Basis::Fixed {
        en.push_str(", not while one is open");
        es.push_str(", no mientras haya una abierta");
    }
    en.push('.');
    es.push('.');
    Sentence { en, es }
}

/// Seasons, days off and levels.
fn limits(schedule: &Schedule, en: &mut String, es: &mut String) {
    let calendar = &schedule.calendar;
    let seasons = |words: &Words, say: fn(&Words, (i8, i8)) -> String, link: &str| {
        let all = calendar
            .seasons
            .iter()
            .map(|(from, to)| format!("{}{link}{}", say(words, *from), say(words, *to)));
        let all: Vec<String> = all.collect();
        words.list(&all.iter().map(String::as_str).collect::<Vec<_>>())
    };
    if !calendar.seasons.is_empty() {
        let english = |words: &Words, (month, day): (i8, i8)| format!("{day} {}", words.month(month));
        let spanish = |words: &Words, (month, day): (i8, i8)| format!("{day} de {}", words.month(month));
        let _ = write!(en, ", only from {}", seasons(&ENGLISH, english, " to "));
        let _ = write!(es, ", solo del {}", seasons(&SPANISH, spanish, " al "));
    }
    if !calendar.days_off.is_empty() || !calendar.closures.is_empty() {
        let days = |words: &Words, closures: &'static str| {
            let mut days: Vec<_> = calendar.days_off.iter().map(|day| words.weekday(*day)).collect();
            days.extend((!calendar.closures.is_empty()).then_some(closures));
            words.list(&days)
        };
        let (then_en, then_es) = match calendar.on_day_off {
            OnDayOff::Later => ("then the next day of work", "entonces el siguiente día de trabajo"),
            OnDayOff::Earlier => ("then the day of work before", "entonces el día de trabajo anterior"),
            OnDayOff::Nearest => ("then the nearest day of work", "entonces el día de trabajo más cercano"),
            OnDayOff::Omit => ("then left out", "entonces se omite"),
        };
        let _ = write!(en, ", not on {} ({then_en})", days(&ENGLISH, "closures"));
        let _ = write!(es, ", no en {} ({then_es})", days(&SPANISH, "cierres"));
    }
    for level in &schedule.levels {
        let _ = write!(en, ", every {} times: {}", level.every_nth, level.name);
        let _ = write!(es, ", cada {} veces: {}", level.every_nth, level.name);
    }
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
    let (mut en, mut es) = match code {
        WhyCode::RuleDay => {
            (format!("Due on {en_due} by the rule."), format!("Vence el {es_due} según la regla."))
        }
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
    let tells_day = matches!(code, WhyCode::RuleDay | WhyCode::WithinLeadTime | WhyCode::CaughtUp);
    if let Some(raw) = schedule.moved_from(due_on).filter(|_| tells_day).map(date) {
        let _ = write!(en, " Moved from {}, a day off.", raw.en);
        let _ = write!(es, " Movida desde el {}, un día libre.", raw.es);
    }
    Why { code, text: Sentence { en, es } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preventive::{calendar::Calendar, rule::Rule};

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
                calendar: Calendar::default(),
                levels: Vec::new(),
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

    #[test]
    fn limits_and_moves_are_said() {
        let plan = Schedule {
            rule: Rule::parse("FREQ=MONTHLY").unwrap(),
            starts_on: "2026-01-03".parse().unwrap(),
            basis: Basis::Fixed,
            lead_days: 0,
            window_days: None,
            no_fire_while_open: false,
            ends_on: None,
            calendar: Calendar {
                seasons: vec![((10, 15), (4, 15))],
                days_off: vec![Weekday::Saturday, Weekday::Sunday],
                ..Calendar::default()
            },
            levels: vec![contract::preventive::PlanLevel {
                every_nth: 12,
                name: "Yearly".to_owned(),
                title: None,
                description: None,
                estimated_minutes: None,
            }],
            open_from: "2026-01-03".parse().unwrap(),
            paused: false,
        };
        assert_eq!(
            of(&plan).en,
            "Every month, from 3 January 2026, only from 15 October to 15 April, not on Saturday and Sunday \
             (then the next day of work), every 12 times: Yearly."
        );
        let due = plan.preview(plan.starts_on).next().unwrap();
        let why = why(WhyCode::RuleDay, &plan, due, Facts::default());
        assert_eq!(why.text.en, "Due on 5 January 2026 by the rule. Moved from 3 January 2026, a day off.");
    }
}
