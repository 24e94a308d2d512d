//! Which days a rule means, pure: civil dates only, counted from the day a plan starts. A zone enters in two places,
//! to say which day it is and when a day ends, so that changes of the clock can neither lose nor double a day.

use contract::preventive::Weekday;
use jiff::{Span, Timestamp, civil::Date, tz::TimeZone};

use super::rule::{Frequency, Rule, Skip, offset};

/// No rule is followed further than this from where the search begins: what has not come by then never comes.
const HORIZON_YEARS: i32 = 120;

/// The day it is at a place.
pub(crate) fn today(now: Timestamp, zone: &TimeZone) -> Date {
    now.to_zoned(zone.clone()).date()
}

/// The last minute of a day at a place, whatever the clocks there do that night.
pub(crate) fn end_of_day(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let next = day.tomorrow().ok()?.to_zoned(zone.clone()).ok()?;
    next.timestamp().checked_sub(Span::new().minutes(1)).ok()
}

/// `days` days on; the first or last day there is where that is out of range.
pub(crate) fn plus_days(day: Date, days: i32) -> Date {
    day.saturating_add(Span::new().days(days))
}

fn weekday_of(day: Date) -> i8 {
    day.weekday().to_monday_zero_offset()
}

pub(crate) fn is_weekday(day: Date, weekday: Weekday) -> bool {
    weekday_of(day) == offset(weekday)
}

impl Rule {
    /// Its dates on or after `from`, counted from `start`, in order. `COUNT` counts from `start` too.
    pub fn dates(&self, start: Date, from: Date) -> impl Iterator<Item = Date> + '_ {
        let last_year = from.max(start).year() + i16::try_from(HORIZON_YEARS).unwrap_or(i16::MAX);
        let first = if self.count.is_some() { 0 } else { self.periods_before(start, from) };
        (first..)
            .map_while(move |index| self.period(start, index))
            .take_while(move |period| period.year() <= last_year)
            .flat_map(move |period| self.in_period(start, period))
            .filter(move |day| *day >= start)
            .take(self.count.map_or(usize::MAX, |count| usize::try_from(count).unwrap_or(usize::MAX)))
            .take_while(move |day| self.until.is_none_or(|until| *day <= until))
            .filter(move |day| *day >= from)
    }

    /// The day on which it is due again after it was done; only for plain rules.
    pub fn after(&self, done: Date) -> Option<Date> {
        let interval = i64::from(self.interval);
        let span = match self.frequency {
            Frequency::Daily => Span::new().try_days(interval),
            Frequency::Weekly => Span::new().try_weeks(interval),
            Frequency::Monthly => Span::new().try_months(interval),
            Frequency::Yearly => Span::new().try_years(interval),
        };
        done.checked_add(span.ok()?).ok()
    }

    /// How many periods certainly end before `from`.
    fn periods_before(&self, start: Date, from: Date) -> i64 {
        let days = i64::from((from - start).get_days());
        let unit = match self.frequency {
            Frequency::Daily => 1,
            Frequency::Weekly => 7,
            Frequency::Monthly => 31,
            Frequency::Yearly => 366,
        };
        (days / (unit * i64::from(self.interval)) - 2).max(0)
    }

    /// The first day of the period with this index: a day, a week, a month or a year.
    fn period(&self, start: Date, index: i64) -> Option<Date> {
        let steps = index.checked_mul(i64::from(self.interval))?;
        match self.frequency {
            Frequency::Daily => start.checked_add(Span::new().try_days(steps).ok()?).ok(),
            Frequency::Weekly => {
                let back = (weekday_of(start) - offset(self.week_start)).rem_euclid(7);
                let monday = plus_days(start, -i32::from(back));
                monday.checked_add(Span::new().try_weeks(steps).ok()?).ok()
            }
            Frequency::Monthly => {
                start.first_of_month().checked_add(Span::new().try_months(steps).ok()?).ok()
            }
            Frequency::Yearly => start.first_of_year().checked_add(Span::new().try_years(steps).ok()?).ok(),
        }
    }

    /// The dates of one period, in order.
    fn in_period(&self, start: Date, period: Date) -> Vec<Date> {
        let mut days = match self.frequency {
            Frequency::Daily => vec![period],
            Frequency::Weekly => (0..7)
                .map(|day| plus_days(period, day))
                .filter(|day| {
                    if self.days.is_empty() {
                        weekday_of(*day) == weekday_of(start)
                    } else {
                        self.is_named(*day)
                    }
                })
                .collect(),
            Frequency::Monthly => self.in_month(start, period),
            Frequency::Yearly => self.in_year(start, period),
        };
        days.retain(|day| self.months.is_empty() || self.months.contains(&day.month()) || self.moved(*day));
        if self.frequency == Frequency::Daily {
            days.retain(|day| self.days.is_empty() || self.is_named(*day));
            days.retain(|day| {
                self.month_days.is_empty() || self.in_month(start, day.first_of_month()).contains(day)
            });
        }
        days.sort_unstable();
        days.dedup();
        self.pick(&days)
    }

    /// A day that `SKIP=FORWARD` moved out of its month.
    fn moved(&self, day: Date) -> bool {
        self.skip == Skip::Forward
            && day.day() == 1
            && day.yesterday().is_ok_and(|last| self.months.contains(&last.month()))
    }

    fn is_named(&self, day: Date) -> bool {
        self.days.iter().any(|(_, weekday)| is_weekday(day, *weekday))
    }

    /// `BYSETPOS`.
    fn pick(&self, days: &[Date]) -> Vec<Date> {
        if self.positions.is_empty() {
            return days.to_vec();
        }
        let at = |position: i16| {
            let place = usize::from(position.unsigned_abs());
            if position > 0 {
                days.get(place - 1)
            } else {
                days.len().checked_sub(place).and_then(|at| days.get(at))
            }
        };
        let mut picked: Vec<Date> =
            self.positions.iter().filter_map(|position| at(*position).copied()).collect();
        picked.sort_unstable();
        picked.dedup();
        picked
    }

    fn in_year(&self, start: Date, year: Date) -> Vec<Date> {
        let month = |month: i8| year.with().month(month).build().ok();
        if self.months.is_empty() && self.month_days.is_empty() && !self.days.is_empty() {
            let length = i32::from(year.days_in_year());
            return self.weekdays_of((0..length).map(|day| plus_days(year, day)).collect());
        }
        let months: Vec<i8> = if !self.months.is_empty() {
            self.months.clone()
        } else if self.month_days.is_empty() {
            vec![start.month()]
        } else {
            (1..=12).collect()
        };
        months.into_iter().filter_map(month).flat_map(|first| self.in_month(start, first)).collect()
    }

    fn in_month(&self, start: Date, first: Date) -> Vec<Date> {
        let named: Vec<i8> = if !self.month_days.is_empty() {
            self.month_days.clone()
        } else if self.days.is_empty() || self.frequency == Frequency::Daily {
            vec![start.day()]
        } else {
            let length = i32::from(first.days_in_month());
            return self.weekdays_of((0..length).map(|day| plus_days(first, day)).collect());
        };
        let days = named.into_iter().filter_map(|day| self.day_of(first, day));
        days.filter(|day| self.days.is_empty() || self.is_named(*day)).collect()
    }

    /// Those of a month's or a year's days that `BYDAY` names, by their place.
    fn weekdays_of(&self, days: Vec<Date>) -> Vec<Date> {
        let mut found = Vec::new();
        for (place, weekday) in &self.days {
            let same: Vec<Date> = days.iter().copied().filter(|day| is_weekday(*day, *weekday)).collect();
            let at = usize::from(place.unsigned_abs());
            match place {
                0 => found.extend(same),
                1.. => found.extend(same.get(at - 1)),
                _ => found.extend(same.len().checked_sub(at).and_then(|at| same.get(at))),
            }
        }
        found
    }

    fn day_of(&self, first: Date, day: i8) -> Option<Date> {
        let length = first.days_in_month();
        let number = if day < 0 { length + 1 + day } else { day };
        if number < 1 {
            return None;
        }
        if number > length {
            return match self.skip {
                Skip::Omit => None,
                Skip::Backward => Some(first.last_of_month()),
                Skip::Forward => first.last_of_month().tomorrow().ok(),
            };
        }
        first.with().day(number).build().ok()
    }
}
