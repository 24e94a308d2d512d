//! The golden calendar: hard rules with the days they mean, written out day by day, and a comparison with another
//! implementation of RFC 5545 over thousands of rules.

use contract::preventive::{Every, IntervalUnit, Weekday};
use jiff::{civil::Date, tz::TimeZone};
use proptest::prelude::*;

use super::{
    recurrence::{end_of_day, today},
    rule::Rule,
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// What it is, the rule, where it starts, from when it is asked, and the first days, up to the end where fewer follow.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

const CASES: &[Case] = &[
    ("daily", "FREQ=DAILY", "2026-02-27", "2026-02-27", &["2026-02-27", "2026-02-28", "2026-03-01"]),
    (
        "daily over a leap day",
        "FREQ=DAILY",
        "2028-02-28",
        "2028-02-28",
        &["2028-02-28", "2028-02-29", "2028-03-01"],
    ),
    (
        "every ten days, asked in between",
        "FREQ=DAILY;INTERVAL=10",
        "2026-01-01",
        "2026-03-30",
        &["2026-04-01", "2026-04-11", "2026-04-21"],
    ),
    (
        "every day but only in winter",
        "FREQ=DAILY;BYMONTH=12,1",
        "2026-01-30",
        "2026-01-30",
        &["2026-01-30", "2026-01-31", "2026-12-01"],
    ),
    (
        "on workdays",
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
        "2026-11-26",
        "2026-11-26",
        &["2026-11-26", "2026-11-27", "2026-11-30"],
    ),
    (
        "every third day, if it is a Friday",
        "FREQ=DAILY;INTERVAL=3;BYDAY=FR",
        "2026-01-02",
        "2026-01-02",
        &["2026-01-02", "2026-01-23", "2026-02-13"],
    ),
    (
        "on the first and last of a month, daily",
        "FREQ=DAILY;BYMONTHDAY=1,-1",
        "2026-02-02",
        "2026-02-02",
        &["2026-02-28", "2026-03-01", "2026-03-31"],
    ),
    (
        "weekly on the day it starts",
        "FREQ=WEEKLY",
        "2026-01-07",
        "2026-01-08",
        &["2026-01-14", "2026-01-21", "2026-01-28"],
    ),
    (
        "weekly, starting between its days",
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "2026-01-06",
        "2026-01-01",
        &["2026-01-08", "2026-01-12", "2026-01-15"],
    ),
    (
        "every second week on Monday and Sunday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO",
        "2026-01-05",
        "2026-01-05",
        &["2026-01-05", "2026-01-11", "2026-01-19", "2026-01-25"],
    ),
    (
        "the same when weeks start on Sunday",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU",
        "2026-01-05",
        "2026-01-05",
        &["2026-01-05", "2026-01-18", "2026-01-19", "2026-02-01"],
    ),
    (
        "every 53rd week over years",
        "FREQ=WEEKLY;INTERVAL=53",
        "2026-12-28",
        "2026-12-28",
        &["2026-12-28", "2028-01-03", "2029-01-08"],
    ),
    (
        "monthly on the 15th",
        "FREQ=MONTHLY;BYMONTHDAY=15",
        "2026-01-20",
        "2026-01-20",
        &["2026-02-15", "2026-03-15", "2026-04-15"],
    ),
    (
        "monthly on the 31st, short months left out",
        "FREQ=MONTHLY",
        "2026-01-31",
        "2026-01-31",
        &["2026-01-31", "2026-03-31", "2026-05-31"],
    ),
    (
        "monthly on the 31st, short months on their last day",
        "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD",
        "2026-01-31",
        "2026-02-01",
        &["2026-02-28", "2026-03-31", "2026-04-30"],
    ),
    (
        "monthly on the 31st, short months on the day after",
        "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD",
        "2026-01-31",
        "2026-02-01",
        &["2026-03-01", "2026-03-31", "2026-05-01"],
    ),
    (
        "the 30th and 31st fall together in short months",
        "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=30,31;SKIP=BACKWARD",
        "2028-02-01",
        "2028-02-01",
        &["2028-02-29", "2028-03-30", "2028-03-31", "2028-04-30"],
    ),
    (
        "on the last day of each month, in a leap year",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "2028-01-15",
        "2028-01-15",
        &["2028-01-31", "2028-02-29", "2028-03-31"],
    ),
    (
        "on the second to last day of each quarter",
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-2",
        "2026-02-01",
        "2026-02-01",
        &["2026-02-27", "2026-05-30", "2026-08-30"],
    ),
    (
        "every 13 months",
        "FREQ=MONTHLY;INTERVAL=13",
        "2026-12-05",
        "2027-01-01",
        &["2028-01-05", "2029-02-05", "2030-03-05"],
    ),
    (
        "on the first Monday",
        "FREQ=MONTHLY;BYDAY=1MO",
        "2026-01-06",
        "2026-01-06",
        &["2026-02-02", "2026-03-02", "2026-04-06"],
    ),
    (
        "on the last Friday",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "2026-01-01",
        "2026-01-01",
        &["2026-01-30", "2026-02-27", "2026-03-27"],
    ),
    (
        "on the fifth Saturday, where there is one",
        "FREQ=MONTHLY;BYDAY=5SA",
        "2026-01-01",
        "2026-01-01",
        &["2026-01-31", "2026-05-30", "2026-08-29"],
    ),
    (
        "on the last workday",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "2026-01-01",
        "2026-01-01",
        &["2026-01-30", "2026-02-27", "2026-03-31"],
    ),
    (
        "on the first weekend day and the last",
        "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1,-1",
        "2026-02-01",
        "2026-02-01",
        &["2026-02-01", "2026-02-28", "2026-03-01", "2026-03-29"],
    ),
    (
        "on Friday the 13th",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "2026-01-01",
        "2026-01-01",
        &["2026-02-13", "2026-03-13", "2026-11-13"],
    ),
    (
        "on the second Tuesday of every second month",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU",
        "2026-01-01",
        "2026-01-01",
        &["2026-01-13", "2026-03-10", "2026-05-12"],
    ),
    ("yearly", "FREQ=YEARLY", "2026-07-01", "2026-07-02", &["2027-07-01", "2028-07-01", "2029-07-01"]),
    (
        "yearly on the leap day, other years left out",
        "FREQ=YEARLY",
        "2028-02-29",
        "2028-03-01",
        &["2032-02-29", "2036-02-29", "2040-02-29"],
    ),
    (
        "yearly on the leap day over a century without one",
        "FREQ=YEARLY",
        "2096-02-29",
        "2096-03-01",
        &["2104-02-29", "2108-02-29"],
    ),
    (
        "yearly on the leap day, other years on the 28th",
        "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD",
        "2028-02-29",
        "2028-03-01",
        &["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"],
    ),
    (
        "yearly on the leap day, other years on 1 March",
        "RSCALE=GREGORIAN;FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;SKIP=FORWARD",
        "2026-01-01",
        "2026-01-01",
        &["2026-03-01", "2027-03-01", "2028-02-29"],
    ),
    (
        "in spring and autumn",
        "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1",
        "2026-04-01",
        "2026-04-01",
        &["2026-09-01", "2027-03-01", "2027-09-01"],
    ),
    (
        "on the last Sunday of March",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "2026-01-01",
        "2026-01-01",
        &["2026-03-29", "2027-03-28", "2028-03-26"],
    ),
    (
        "on the 20th Monday of the year",
        "FREQ=YEARLY;BYDAY=20MO",
        "2026-01-01",
        "2026-01-01",
        &["2026-05-18", "2027-05-17", "2028-05-15"],
    ),
    (
        "on the last Wednesday of the year",
        "FREQ=YEARLY;BYDAY=-1WE",
        "2026-01-01",
        "2026-01-01",
        &["2026-12-30", "2027-12-29", "2028-12-27"],
    ),
    ("every fifth year", "FREQ=YEARLY;INTERVAL=5", "2020-05-05", "2026-01-01", &["2030-05-05", "2035-05-05"]),
    (
        "three times and then no more",
        "FREQ=MONTHLY;COUNT=3",
        "2026-01-10",
        "2026-02-01",
        &["2026-02-10", "2026-03-10"],
    ),
    (
        "until a day, which counts",
        "FREQ=WEEKLY;UNTIL=20260119",
        "2026-01-05",
        "2026-01-06",
        &["2026-01-12", "2026-01-19"],
    ),
    (
        "until an instant",
        "FREQ=DAILY;INTERVAL=5;UNTIL=20260112T120000Z",
        "2026-01-01",
        "2026-01-01",
        &["2026-01-01", "2026-01-06", "2026-01-11"],
    ),
    (
        "asked a generation later",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=WE",
        "1996-01-03",
        "2026-01-01",
        &["2026-01-07", "2026-01-28"],
    ),
    ("a day that never comes", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", "2026-01-01", &[]),
];

#[test]
fn the_golden_calendar() {
    for (name, rule, start, from, expected) in CASES {
        let rule = Rule::parse(rule).unwrap_or_else(|why| panic!("{name}: {why}"));
        let ends = rule.count.is_some() || rule.until.is_some();
        let more = usize::from(ends);
        let days: Vec<String> = rule
            .dates(day(start), day(from))
            .take(expected.len() + more)
            .map(|day| day.to_string())
            .collect();
        assert_eq!(days, *expected, "{name}: {rule}");
        assert_eq!(Rule::parse(&rule.to_string()).unwrap(), rule, "{name}");
    }
}

#[test]
fn counting_from_a_completion_stays_in_the_month() {
    let cases = [
        ("FREQ=DAILY;INTERVAL=10", "2026-02-25", "2026-03-07"),
        ("FREQ=WEEKLY;INTERVAL=2", "2026-12-24", "2027-01-07"),
        ("FREQ=MONTHLY", "2026-01-31", "2026-02-28"),
        ("FREQ=MONTHLY;INTERVAL=6", "2026-08-31", "2027-02-28"),
        ("FREQ=YEARLY", "2028-02-29", "2029-02-28"),
    ];
    for (rule, done, next) in cases {
        assert_eq!(Rule::parse(rule).unwrap().after(day(done)), Some(day(next)), "{rule}");
    }
}

#[test]
fn rules_that_cannot_be_kept_are_refused_with_the_reason() {
    let cases = [
        ("", "FREQ"),
        ("FREQ=HOURLY", "whole days"),
        ("FREQ=DAILY;BYHOUR=6", "whole days"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;FREQ=DAILY", "twice"),
        ("FREQ=WEEKLY;BYDAY=1MO", "month or year"),
        ("FREQ=MONTHLY;BYDAY=6MO", "no month"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYDAY=XX", "BYDAY"),
        ("FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO"),
        ("FREQ=MONTHLY;SKIP=BACKWARD", "RSCALE"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20260101", "not both"),
        ("FREQ=DAILY;UNTIL=soon", "UNTIL"),
        ("MONTHLY", "NAME=VALUE"),
    ];
    for (rule, word) in cases {
        let why = Rule::parse(rule).unwrap_err();
        assert!(why.contains(word), "{rule}: {why}");
    }
}

#[test]
fn friendly_rules_are_kept_as_text_and_come_back_the_same() {
    let every = |every, unit| Every {
        every,
        unit,
        weekdays: Vec::new(),
        week_of_month: None,
        month_day: None,
        months: Vec::new(),
    };
    let month = every(3, IntervalUnit::Month);
    let cases = [
        (every(10, IntervalUnit::Day), "2026-01-31", "FREQ=DAILY;INTERVAL=10"),
        (
            Every { weekdays: vec![Weekday::Friday, Weekday::Monday], ..every(2, IntervalUnit::Week) },
            "2026-01-01",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR",
        ),
        (month.clone(), "2026-01-05", "FREQ=MONTHLY;INTERVAL=3"),
        (month.clone(), "2026-01-31", "RSCALE=GREGORIAN;FREQ=MONTHLY;INTERVAL=3;SKIP=BACKWARD"),
        (
            Every { month_day: Some(30), ..month.clone() },
            "2026-01-05",
            "RSCALE=GREGORIAN;FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=30;SKIP=BACKWARD",
        ),
        (
            Every { month_day: Some(-1), ..month.clone() },
            "2026-01-31",
            "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1",
        ),
        (
            Every { week_of_month: Some(-1), weekdays: vec![Weekday::Friday], ..month },
            "2026-01-31",
            "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
        ),
        (
            Every { months: vec![9, 3], month_day: Some(1), ..every(1, IntervalUnit::Year) },
            "2026-01-05",
            "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1",
        ),
        (every(1, IntervalUnit::Year), "2028-02-29", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD"),
    ];
    for (friendly, start, text) in cases {
        let rule = Rule::from_every(&friendly, day(start)).unwrap();
        assert_eq!(rule.to_string(), text);
        let back = rule.to_every(day(start)).unwrap();
        assert_eq!(Rule::from_every(&back, day(start)).unwrap(), rule);
    }
    assert_eq!(Rule::parse("FREQ=MONTHLY;BYMONTHDAY=31").unwrap().to_every(day("2026-01-01")), None);
    assert_eq!(Rule::parse("FREQ=MONTHLY;COUNT=3").unwrap().to_every(day("2026-01-01")), None);
    let wrong = Every { month_day: Some(1), ..every(1, IntervalUnit::Week) };
    assert_eq!(Rule::from_every(&wrong, day("2026-01-01")).unwrap_err().0, "month_day");
}

#[test]
fn days_begin_and_end_where_the_plant_is() {
    let zone = |name| TimeZone::get(name).unwrap();
    let now = "2026-11-23T23:30:00Z".parse().unwrap();
    assert_eq!(today(now, &zone("Europe/Berlin")), day("2026-11-24"));
    assert_eq!(today(now, &zone("America/Chicago")), day("2026-11-23"));
    assert_eq!(today(now, &zone("Pacific/Kiritimati")), day("2026-11-24"));
    for (name, date, end) in [
        ("Europe/Berlin", "2026-03-29", "2026-03-29T21:59:00Z"),
        ("Europe/Berlin", "2026-10-25", "2026-10-25T22:59:00Z"),
        // Clocks jump over midnight here: the day ends an hour before the next one exists.
        ("America/Santiago", "2026-09-05", "2026-09-06T03:59:00Z"),
        ("Africa/Cairo", "2026-04-23", "2026-04-23T21:59:00Z"),
    ] {
        assert_eq!(end_of_day(day(date), &zone(name)).unwrap().to_string(), end, "{name} {date}");
    }
}

fn part(options: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(options)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    /// Another implementation of RFC 5545 agrees, where both know the rule and the first day is one of its days.
    #[test]
    fn the_days_are_those_of_the_standard(
        shape in prop_oneof![
            (part(&["FREQ=DAILY"]), part(&["", ";BYMONTH=2,12", ";BYDAY=SA,SU", ";BYMONTHDAY=1,15,-1"])),
            (part(&["FREQ=WEEKLY"]), part(&["", ";BYDAY=MO", ";BYDAY=TU,FR,SU", ";BYMONTH=1,7;BYDAY=WE", ";BYDAY=SU,MO;WKST=SU"])),
            (part(&["FREQ=MONTHLY"]), part(&["", ";BYMONTHDAY=31", ";BYMONTHDAY=-1,-31", ";BYDAY=1MO,-1FR", ";BYDAY=5TH",
                ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1", ";BYDAY=FR;BYMONTHDAY=13", ";BYMONTH=3,6;BYMONTHDAY=30"])),
            (part(&["FREQ=YEARLY"]), part(&["", ";BYMONTH=2;BYMONTHDAY=29", ";BYMONTHDAY=15", ";BYDAY=20MO", ";BYMONTH=11;BYDAY=4TH",
                ";BYMONTH=1,2;BYDAY=SU;BYSETPOS=-1", ";BYDAY=-1WE"])),
        ],
        interval in 1_u16..6,
        offset in 0_i32..3_000,
    ) {
        let text = format!("{};INTERVAL={interval}{}", shape.0, shape.1);
        let rule = Rule::parse(&text).unwrap();
        let seed = super::recurrence::plus_days(day("2024-01-01"), offset);
        let plain = Rule { interval: 1, ..rule.clone() };
        let Some(start) = plain.dates(seed, seed).next() else { return Ok(()) };
        let ours: Vec<String> = rule.dates(start, start).take(6).map(|day| day.strftime("%Y%m%d").to_string()).collect();
        let other: rrule::RRuleSet =
            format!("DTSTART:{}T000000Z\nRRULE:{text}", start.strftime("%Y%m%d")).parse().unwrap();
        let theirs: Vec<String> =
            other.all(6).dates.iter().map(|day| day.format("%Y%m%d").to_string()).collect();
        prop_assert_eq!(ours, theirs, "{} from {}", text, start);
    }
}
