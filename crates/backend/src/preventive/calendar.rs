//! The days on which a plan may be due, pure: seasons outside of which it rests, days off and closures, and where a date
//! that falls on one of them goes.

use contract::preventive::{Closure, OnDayOff, PlanCalendar, Season, Weekday};
use jiff::civil::Date;

use super::recurrence::{is_weekday, plus_days};
use crate::check::Check;

/// No date moves further than this because of days off.
pub(super) const FARTHEST_MOVE: i32 = 31;

/// A day of any year, as month and day.
type DayOfYear = (i8, i8);

/// A plan's calendar, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Calendar {
    /// First and last day; a season may go over the new year.
    pub seasons: Vec<(DayOfYear, DayOfYear)>,
    pub days_off: Vec<Weekday>,
    pub closures: Vec<Closure>,
    pub on_day_off: OnDayOff,
}

fn day_of_year(text: &str) -> Option<DayOfYear> {
    let (month, day) = text.split_once('-')?;
    let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
    // 2028 has a leap day, so that a season may end on it.
    (text.len() == 5 && Date::new(2028, month, day).is_ok()).then_some((month, day))
}

impl Calendar {
    /// Reads and checks what was asked for; wrong parts are named and left out.
    pub fn read(check: &mut Check, asked: &PlanCalendar) -> Self {
        let mut calendar = Self { on_day_off: asked.on_day_off, ..Self::default() };
        for (list, length, most) in
            [("calendar.seasons", asked.seasons.len(), 12), ("calendar.closures", asked.closures.len(), 200)]
        {
            if length > most {
                check.wrong(list, format!("must be at most {most}"));
                return calendar;
            }
        }
        for (at, season) in asked.seasons.iter().enumerate() {
            let mut read = |field: &str, text: &str| {
                let found = day_of_year(text);
                if found.is_none() {
                    check.wrong(
                        format!("calendar.seasons[{at}].{field}"),
                        "must be a month and a day, like 04-01",
                    );
                }
                found
            };
            if let (Some(from), Some(to)) = (read("from", &season.from), read("to", &season.to)) {
                calendar.seasons.push((from, to));
            }
        }
        for (at, closure) in asked.closures.iter().enumerate() {
            if closure.to < closure.from {
                check.wrong(format!("calendar.closures[{at}].to"), "must not be before its first day");
            }
            let what =
                check.optional_text(&format!("calendar.closures[{at}].what"), closure.what.as_deref(), 80);
            calendar.closures.push(Closure { what, ..closure.clone() });
        }
        calendar.closures.sort_by_key(|closure| closure.from);
        calendar.days_off.clone_from(&asked.days_off);
        calendar.days_off.sort_unstable();
        calendar.days_off.dedup();
        if calendar.days_off.len() > 6 {
            check.wrong("calendar.days_off", "must leave at least one day to work");
            calendar.days_off.clear();
        }
        calendar
    }

    /// As it travels and is kept.
    pub fn shown(&self) -> PlanCalendar {
        let text = |(month, day): DayOfYear| format!("{month:02}-{day:02}");
        PlanCalendar {
            seasons: self
                .seasons
                .iter()
                .map(|(from, to)| Season { from: text(*from), to: text(*to) })
                .collect(),
            days_off: self.days_off.clone(),
            closures: self.closures.clone(),
            on_day_off: self.on_day_off,
        }
    }

    /// Whether the day lies in a season; always where there is none.
    pub fn in_season(&self, day: Date) -> bool {
        let at = (day.month(), day.day());
        self.seasons.is_empty()
            || self
                .seasons
                .iter()
                .any(|&(from, to)| if from <= to { from <= at && at <= to } else { at >= from || at <= to })
    }

    /// Whether nobody works on the day.
    pub fn is_off(&self, day: Date) -> bool {
        self.days_off.iter().any(|off| is_weekday(day, *off)) || self.closure(day).is_some()
    }

    /// The closure that the day falls into.
    pub fn closure(&self, day: Date) -> Option<&Closure> {
        self.closures.iter().find(|closure| closure.from <= day && day <= closure.to)
    }

    fn takes(&self, day: Date) -> bool {
        self.in_season(day) && !self.is_off(day)
    }

    /// Where a date of the rule goes, never before `earliest`; nothing when it is left out.
    pub fn place(&self, day: Date, earliest: Date) -> Option<Date> {
        if !self.in_season(day) {
            return None;
        }
        if !self.is_off(day) {
            return Some(day);
        }
        let fits = |steps: i32| {
            let moved = plus_days(day, steps);
            (moved >= earliest && self.takes(moved)).then_some(moved)
        };
        let later = || (1..=FARTHEST_MOVE).find_map(fits);
        let earlier = || (1..=FARTHEST_MOVE).find_map(|steps| fits(-steps));
        match self.on_day_off {
            OnDayOff::Omit => None,
            OnDayOff::Later => later(),
            OnDayOff::Earlier => earlier().or_else(later),
            OnDayOff::Nearest => (1..=FARTHEST_MOVE).find_map(|steps| fits(-steps).or_else(|| fits(steps))),
        }
    }

    /// The first day on or after this one on which the plan may be due, for dates that count from a completion.
    pub fn next(&self, day: Date) -> Option<Date> {
        if self.in_season(day)
            && self.on_day_off != OnDayOff::Omit
            && let Some(placed) = self.place(day, Date::MIN)
        {
            return Some(placed);
        }
        (0..=800).map(|steps| plus_days(day, steps)).find(|day| self.takes(*day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn calendar(seasons: &[(&str, &str)], closures: &[(&str, &str)], on_day_off: OnDayOff) -> Calendar {
        let asked = PlanCalendar {
            seasons: seasons
                .iter()
                .map(|(from, to)| Season { from: (*from).to_owned(), to: (*to).to_owned() })
                .collect(),
            days_off: vec![Weekday::Sunday, Weekday::Saturday],
            closures: closures
                .iter()
                .map(|(from, to)| Closure { from: day(from), to: day(to), what: None })
                .collect(),
            on_day_off,
        };
        let mut check = Check::default();
        let read = Calendar::read(&mut check, &asked);
        check.finish().unwrap();
        read
    }

    #[test]
    fn a_weekend_moves_a_date_as_the_plan_says() {
        let cases = [
            (OnDayOff::Later, "2026-11-28", Some("2026-11-30")),
            (OnDayOff::Earlier, "2026-11-28", Some("2026-11-27")),
            (OnDayOff::Nearest, "2026-11-28", Some("2026-11-27")),
            (OnDayOff::Nearest, "2026-11-29", Some("2026-11-30")),
            (OnDayOff::Omit, "2026-11-29", None),
            (OnDayOff::Omit, "2026-11-30", Some("2026-11-30")),
        ];
        for (rule, from, to) in cases {
            assert_eq!(
                calendar(&[], &[], rule).place(day(from), day("2020-01-01")),
                to.map(day),
                "{rule:?} {from}"
            );
        }
    }

    #[test]
    fn a_closure_joins_the_weekends_around_it() {
        let closed = calendar(&[], &[("2026-12-24", "2027-01-01")], OnDayOff::Later);
        assert_eq!(closed.place(day("2026-12-24"), Date::MIN), Some(day("2027-01-04")));
        let before = Calendar { on_day_off: OnDayOff::Earlier, ..closed };
        assert_eq!(before.place(day("2027-01-03"), Date::MIN), Some(day("2026-12-23")));
        assert_eq!(before.place(day("2027-01-03"), day("2026-12-30")), Some(day("2027-01-04")));
        let long = calendar(&[], &[("2026-07-01", "2026-09-30")], OnDayOff::Nearest);
        assert_eq!(long.place(day("2026-08-15"), Date::MIN), None);
    }

    #[test]
    fn seasons_may_go_over_the_new_year_and_leave_the_rest_out() {
        let winter = calendar(&[("10-15", "04-15")], &[], OnDayOff::Later);
        for (at, expected) in
            [("2026-10-14", false), ("2026-10-15", true), ("2027-01-04", true), ("2027-04-16", false)]
        {
            assert_eq!(winter.in_season(day(at)), expected, "{at}");
        }
        assert_eq!(winter.place(day("2027-07-01"), Date::MIN), None);
        assert_eq!(winter.next(day("2027-04-16")), Some(day("2027-10-15")));
        let leap = calendar(&[("02-29", "02-29")], &[], OnDayOff::Later);
        assert!(leap.in_season(day("2028-02-29")) && !leap.in_season(day("2027-02-28")));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let asked = PlanCalendar {
            seasons: vec![Season { from: "4-1".to_owned(), to: "02-30".to_owned() }],
            days_off: vec![
                Weekday::Monday,
                Weekday::Tuesday,
                Weekday::Wednesday,
                Weekday::Thursday,
                Weekday::Friday,
                Weekday::Saturday,
                Weekday::Sunday,
            ],
            closures: vec![Closure { from: day("2026-12-24"), to: day("2026-12-23"), what: None }],
            on_day_off: OnDayOff::Later,
        };
        let mut check = Check::default();
        Calendar::read(&mut check, &asked);
        let fields: Vec<String> =
            check.finish().unwrap_err().errors.into_iter().map(|error| error.field).collect();
        assert_eq!(
            fields,
            [
                "calendar.seasons[0].from",
                "calendar.seasons[0].to",
                "calendar.closures[0].to",
                "calendar.days_off"
            ]
        );
    }
}
