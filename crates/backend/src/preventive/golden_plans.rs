//! The golden calendar of whole plans: rules together with seasons, days off, closures and greater services, and the days
//! they mean, written out day by day. A name behind a day is the service that falls on it.

use contract::preventive::{Basis, PlanCalendar, PlanLevel};
use jiff::civil::Date;
use serde_json::json;

use super::{calendar::Calendar, rule::Rule, schedule::Schedule};
use crate::check::Check;

/// What it is, the rule, where it starts, days off and what becomes of dates there, seasons, closures, services, from
/// when it is asked, and the days.
struct Case {
    what: &'static str,
    rule: &'static str,
    starts_on: &'static str,
    off: (&'static [&'static str], &'static str),
    seasons: &'static [(&'static str, &'static str)],
    closures: &'static [(&'static str, &'static str)],
    levels: &'static [(u16, &'static str)],
    from: &'static str,
    days: &'static [&'static str],
}

const WEEKEND: &[&str] = &["saturday", "sunday"];
const USUAL: Case = Case {
    what: "",
    rule: "FREQ=MONTHLY",
    starts_on: "2026-01-01",
    off: (&[], "later"),
    seasons: &[],
    closures: &[],
    levels: &[],
    from: "2026-01-01",
    days: &[],
};

const CASES: &[Case] = &[
    Case {
        what: "on the 1st, after the weekend",
        off: (WEEKEND, "later"),
        days: &["2026-01-01", "2026-02-02", "2026-03-02", "2026-04-01", "2026-05-01", "2026-06-01"],
        ..USUAL
    },
    Case {
        what: "on the 1st, before the weekend, so in the month before",
        off: (WEEKEND, "earlier"),
        days: &["2026-01-01", "2026-01-30", "2026-02-27", "2026-04-01"],
        ..USUAL
    },
    Case {
        what: "on the 15th, at the nearer end of the weekend",
        rule: "FREQ=MONTHLY;BYMONTHDAY=15",
        off: (WEEKEND, "nearest"),
        from: "2026-02-01",
        days: &[
            "2026-02-16",
            "2026-03-16",
            "2026-04-15",
            "2026-05-15",
            "2026-06-15",
            "2026-07-15",
            "2026-08-14",
        ],
        ..USUAL
    },
    Case {
        what: "on the 15th, left out at weekends",
        rule: "FREQ=MONTHLY;BYMONTHDAY=15",
        off: (WEEKEND, "omit"),
        days: &["2026-01-15", "2026-04-15", "2026-05-15", "2026-06-15", "2026-07-15", "2026-09-15"],
        ..USUAL
    },
    Case {
        what: "on the last day of the month, before the weekend",
        rule: "FREQ=MONTHLY;BYMONTHDAY=-1",
        off: (WEEKEND, "earlier"),
        days: &["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30", "2026-05-29", "2026-06-30"],
        ..USUAL
    },
    Case {
        what: "on a leap day that is kept in other years, after the weekend",
        rule: "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD",
        starts_on: "2024-02-29",
        off: (WEEKEND, "later"),
        days: &["2026-03-02", "2027-03-01", "2028-02-29"],
        ..USUAL
    },
    Case {
        what: "a first date on a Saturday does not move before the start",
        rule: "FREQ=WEEKLY",
        starts_on: "2026-01-03",
        off: (WEEKEND, "earlier"),
        days: &["2026-01-05", "2026-01-09", "2026-01-16"],
        ..USUAL
    },
    Case {
        what: "every day, so that a weekend's dates become one",
        rule: "FREQ=DAILY",
        off: (WEEKEND, "later"),
        from: "2026-01-02",
        days: &["2026-01-02", "2026-01-05", "2026-01-06"],
        ..USUAL
    },
    Case {
        what: "over the night in which the clocks go forward",
        rule: "FREQ=DAILY",
        from: "2026-03-28",
        days: &["2026-03-28", "2026-03-29", "2026-03-30"],
        ..USUAL
    },
    Case {
        what: "over the night in which the clocks go back, Sundays off",
        rule: "FREQ=DAILY;INTERVAL=2",
        starts_on: "2026-10-23",
        off: (&["sunday"], "later"),
        from: "2026-10-23",
        days: &["2026-10-23", "2026-10-26", "2026-10-27", "2026-10-29", "2026-10-31", "2026-11-02"],
        ..USUAL
    },
    Case {
        what: "a shutdown over Christmas joins the weekends around it",
        rule: "FREQ=WEEKLY;BYDAY=FR",
        starts_on: "2026-12-04",
        off: (WEEKEND, "later"),
        closures: &[("2026-12-24", "2027-01-01")],
        days: &["2026-12-04", "2026-12-11", "2026-12-18", "2027-01-04", "2027-01-08"],
        ..USUAL
    },
    Case {
        what: "the same, done before the shutdown",
        rule: "FREQ=WEEKLY;BYDAY=FR",
        starts_on: "2026-12-04",
        off: (WEEKEND, "earlier"),
        closures: &[("2026-12-24", "2027-01-01")],
        days: &["2026-12-04", "2026-12-11", "2026-12-18", "2026-12-23", "2027-01-08"],
        ..USUAL
    },
    Case {
        what: "a standstill longer than a month leaves its dates out",
        closures: &[("2026-02-20", "2026-05-10")],
        days: &["2026-01-01", "2026-02-01", "2026-05-11", "2026-06-01"],
        ..USUAL
    },
    Case {
        what: "heating is looked at only in winter, over the new year",
        rule: "FREQ=MONTHLY;BYMONTHDAY=15",
        seasons: &[("10-15", "04-14")],
        days: &["2026-01-15", "2026-02-15", "2026-03-15", "2026-10-15", "2026-11-15"],
        ..USUAL
    },
    Case {
        what: "two seasons a year, both ends belonging to them",
        seasons: &[("03-01", "04-01"), ("09-01", "10-01")],
        days: &["2026-03-01", "2026-04-01", "2026-09-01", "2026-10-01", "2027-03-01"],
        ..USUAL
    },
    Case {
        what: "a date that the weekend would move out of the season stays inside",
        rule: "FREQ=WEEKLY;BYDAY=SA",
        off: (WEEKEND, "later"),
        seasons: &[("01-01", "01-31")],
        days: &["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2027-01-04"],
        ..USUAL
    },
    Case {
        what: "weekly, with a monthly and a yearly service every 4th and 52nd time",
        rule: "FREQ=WEEKLY",
        starts_on: "2026-01-05",
        levels: &[(4, "Monthly"), (52, "Yearly")],
        from: "2026-12-14",
        days: &[
            "2026-12-14",
            "2026-12-21",
            "2026-12-28 Yearly",
            "2027-01-04",
            "2027-01-11",
            "2027-01-18",
            "2027-01-25 Monthly",
        ],
        ..USUAL
    },
    Case {
        what: "monthly, quarterly, half-yearly and yearly in one plan",
        levels: &[(3, "Quarter"), (6, "Half"), (12, "Year")],
        days: &[
            "2026-01-01",
            "2026-02-01",
            "2026-03-01 Quarter",
            "2026-04-01",
            "2026-05-01",
            "2026-06-01 Half",
            "2026-07-01",
            "2026-08-01",
            "2026-09-01 Quarter",
            "2026-10-01",
            "2026-11-01",
            "2026-12-01 Year",
            "2027-01-01",
        ],
        ..USUAL
    },
    Case {
        what: "services that do not divide each other: the rarer one wins",
        levels: &[(2, "Two"), (3, "Three")],
        days: &[
            "2026-01-01",
            "2026-02-01 Two",
            "2026-03-01 Three",
            "2026-04-01 Two",
            "2026-05-01",
            "2026-06-01 Three",
        ],
        ..USUAL
    },
    Case {
        what: "dates that a season leaves out do not count for services",
        seasons: &[("03-01", "11-30")],
        levels: &[(6, "Half")],
        days: &["2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01 Half"],
        ..USUAL
    },
    Case {
        what: "a service moves with its date",
        off: (WEEKEND, "later"),
        levels: &[(2, "Two")],
        days: &["2026-01-01", "2026-02-02 Two", "2026-03-02", "2026-04-01 Two"],
        ..USUAL
    },
    Case {
        what: "an end by count is counted before days off move anything",
        rule: "FREQ=WEEKLY;COUNT=3",
        starts_on: "2026-01-03",
        off: (WEEKEND, "later"),
        days: &["2026-01-05", "2026-01-12", "2026-01-19"],
        ..USUAL
    },
];

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn schedule(case: &Case) -> Schedule {
    let asked: PlanCalendar = serde_json::from_value(json!({
        "days_off": case.off.0,
        "on_day_off": case.off.1,
        "seasons": case.seasons.iter().map(|(from, to)| json!({"from": from, "to": to})).collect::<Vec<_>>(),
        "closures": case.closures.iter().map(|(from, to)| json!({"from": from, "to": to})).collect::<Vec<_>>(),
    }))
    .unwrap();
    let mut check = Check::default();
    let calendar = Calendar::read(&mut check, &asked);
    check.finish().unwrap();
    let level = |&(every_nth, name): &(u16, &str)| PlanLevel {
        every_nth,
        name: name.to_owned(),
        title: None,
        description: None,
        estimated_minutes: None,
    };
    Schedule {
        rule: Rule::parse(case.rule).unwrap(),
        starts_on: day(case.starts_on),
        basis: Basis::Fixed,
        lead_days: 0,
        window_days: None,
        no_fire_while_open: true,
        ends_on: None,
        calendar,
        levels: case.levels.iter().map(level).collect(),
        open_from: day(case.starts_on),
        paused: false,
    }
}

#[test]
fn the_golden_calendar_of_plans() {
    for case in CASES {
        let plan = schedule(case);
        let found: Vec<String> = plan
            .preview_with_levels(day(case.from))
            .take(case.days.len())
            .map(|(due, level)| match level {
                Some(level) => format!("{due} {}", level.name),
                None => due.to_string(),
            })
            .collect();
        assert_eq!(found, case.days, "{}", case.what);
        // Asked for each day alone, the service is the same.
        for text in case.days {
            let (due, level) = text.split_once(' ').unwrap_or((text, ""));
            let alone = plan.level_on(day(due)).map_or("", |level| level.name.as_str());
            assert_eq!(alone, level, "{} on {due}", case.what);
        }
    }
}

#[test]
fn deciding_day_by_day_makes_what_the_calendar_shows() {
    use super::schedule::{Outcome, Past, Verdict};
    for case in CASES {
        let mut plan = schedule(case);
        let mut today = plan.starts_on;
        let (mut past, mut made) = (Vec::new(), Vec::new());
        let last = day("2027-02-01");
        while today <= last {
            let (decisions, _) = plan.decide(&past, today);
            for decision in decisions {
                assert_eq!(decision.verdict, Verdict::Fire, "{} on {today}", case.what);
                made.push(decision.due_on);
                past.push(Past { due_on: decision.due_on, outcome: Outcome::Done(today) });
                plan.open_from = decision.due_on;
            }
            today = today.tomorrow().unwrap();
        }
        let shown: Vec<Date> = plan.preview(plan.starts_on).take_while(|due| *due <= last).collect();
        assert_eq!(made, shown, "{}", case.what);
    }
}
