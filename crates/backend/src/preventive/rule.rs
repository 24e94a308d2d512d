//! A calendar rule of whole days: reading and writing it as RFC 5545 text (with `SKIP` of RFC 7529), and saying it
//! the friendly way. What the rule means day by day is in `recurrence.rs`.

use std::fmt;

use contract::preventive::{Every, IntervalUnit, Weekday};
use jiff::civil::Date;

/// How often the rule looks for dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// What becomes of a day that its month lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Skip {
    /// There is no date that month.
    #[default]
    Omit,
    /// The month's last day.
    Backward,
    /// The next month's first day.
    Forward,
}

/// A rule. Lists are sorted and hold nothing twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub frequency: Frequency,
    pub interval: u16,
    pub count: Option<u32>,
    pub until: Option<Date>,
    pub months: Vec<i8>,
    pub month_days: Vec<i8>,
    /// Weekdays with their place in the month or year; 0 means every one.
    pub days: Vec<(i8, Weekday)>,
    pub positions: Vec<i16>,
    pub week_start: Weekday,
    pub skip: Skip,
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

/// Days from Monday.
pub(crate) fn offset(day: Weekday) -> i8 {
    day as i8
}

fn letters(day: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(_, known)| *known == day).map_or("MO", |(letters, _)| letters)
}

fn numbers<T: std::str::FromStr + Ord + Copy>(
    name: &str,
    value: &str,
    allowed: impl Fn(T) -> bool,
) -> Result<Vec<T>, String> {
    let mut list = value
        .split(',')
        .map(|part| part.parse().ok().filter(|number| allowed(*number)))
        .collect::<Option<Vec<T>>>()
        .ok_or_else(|| format!("has a {name} that is not allowed: {value}"))?;
    list.sort_unstable();
    list.dedup();
    Ok(list)
}

fn weekdays(value: &str) -> Result<Vec<(i8, Weekday)>, String> {
    let one = |text: &str| {
        let (place, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
        let day = WEEKDAYS.iter().find(|(letters, _)| *letters == name)?.1;
        let place = if place.is_empty() { 0 } else { place.parse::<i8>().ok()? };
        ((-53..=53).contains(&place) && (place != 0 || text.len() == 2)).then_some((place, day))
    };
    let mut list = value
        .split(',')
        .map(one)
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| format!("has a BYDAY that is not allowed: {value}"))?;
    list.sort_unstable();
    list.dedup();
    Ok(list)
}

fn until(value: &str) -> Option<Date> {
    Date::strptime("%Y%m%d", value.get(..8)?).ok()
}

impl Rule {
    /// The plain rule: every so many units.
    pub const fn plain(frequency: Frequency, interval: u16) -> Self {
        Self {
            frequency,
            interval,
            count: None,
            until: None,
            months: Vec::new(),
            month_days: Vec::new(),
            days: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Monday,
            skip: Skip::Omit,
        }
    }

    /// Reads a rule; the message goes behind the field's name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim().to_ascii_uppercase();
        let text = text.strip_prefix("RRULE:").unwrap_or(&text);
        let mut rule = Self::plain(Frequency::Daily, 1);
        let (mut frequency, mut gregorian, mut skips, mut seen) = (None, false, false, Vec::new());
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (name, value) =
                part.split_once('=').ok_or_else(|| format!("must be made of NAME=VALUE, not {part}"))?;
            if seen.contains(&name) {
                return Err(format!("says {name} twice"));
            }
            seen.push(name);
            let wrong = || format!("has a {name} that is not allowed: {value}");
            match name {
                "FREQ" => frequency = Some(frequency_of(value)?),
                "INTERVAL" => {
                    rule.interval =
                        value.parse().ok().filter(|n| (1..=1_000).contains(n)).ok_or_else(wrong)?;
                }
                "COUNT" => rule.count = Some(value.parse().ok().filter(|n| *n > 0).ok_or_else(wrong)?),
                "UNTIL" => rule.until = Some(until(value).ok_or_else(wrong)?),
                "BYMONTH" => rule.months = numbers(name, value, |n: i8| (1..=12).contains(&n))?,
                "BYMONTHDAY" => {
                    rule.month_days = numbers(name, value, |n: i8| (-31..=31).contains(&n) && n != 0)?;
                }
                "BYDAY" => rule.days = weekdays(value)?,
                "BYSETPOS" => {
                    rule.positions = numbers(name, value, |n: i16| (-366..=366).contains(&n) && n != 0)?;
                }
                "WKST" => {
                    rule.week_start =
                        WEEKDAYS.iter().find(|(letters, _)| *letters == value).ok_or_else(wrong)?.1;
                }
                "RSCALE" => gregorian = (value == "GREGORIAN").then_some(true).ok_or_else(wrong)?,
                "SKIP" => {
                    skips = true;
                    rule.skip = match value {
                        "OMIT" => Skip::Omit,
                        "BACKWARD" => Skip::Backward,
                        "FORWARD" => Skip::Forward,
                        _ => return Err(wrong()),
                    };
                }
                "BYHOUR" | "BYMINUTE" | "BYSECOND" => {
                    return Err(format!("has {name}, but plans are due on whole days"));
                }
                _ => return Err(format!("has {name}, which is not read here")),
            }
        }
        rule.frequency = frequency.ok_or("must name its FREQ, like FREQ=MONTHLY")?;
        if skips && !gregorian {
            return Err("must say RSCALE=GREGORIAN where it says SKIP".to_owned());
        }
        rule.consistent()?;
        Ok(rule)
    }

    fn consistent(&self) -> Result<(), String> {
        let placed = self.days.iter().any(|(place, _)| *place != 0);
        if placed && matches!(self.frequency, Frequency::Daily | Frequency::Weekly) {
            return Err("may number the days of BYDAY only by month or year".to_owned());
        }
        let in_month = self.frequency == Frequency::Monthly || !self.months.is_empty();
        if in_month && self.days.iter().any(|(place, _)| place.abs() > 5) {
            return Err("has a BYDAY that no month has".to_owned());
        }
        if self.frequency == Frequency::Weekly && !self.month_days.is_empty() {
            return Err("may not say BYMONTHDAY by week".to_owned());
        }
        if self.frequency == Frequency::Yearly && self.interval > 100 {
            return Err("may have an INTERVAL of at most 100 years".to_owned());
        }
        if self.count.is_some() && self.until.is_some() {
            return Err("may say COUNT or UNTIL, not both".to_owned());
        }
        if !self.positions.is_empty()
            && self.days.is_empty()
            && self.month_days.is_empty()
            && self.months.is_empty()
        {
            return Err("must say another BY… where it says BYSETPOS".to_owned());
        }
        Ok(())
    }

    /// Whether it is nothing but an interval, so that it can count from a completion.
    pub const fn is_plain(&self) -> bool {
        self.count.is_none()
            && self.until.is_none()
            && self.months.is_empty()
            && self.month_days.is_empty()
            && self.days.is_empty()
            && self.positions.is_empty()
    }

    /// Days from one date to the next, about.
    pub fn nominal_days(&self) -> u32 {
        let unit = match self.frequency {
            Frequency::Daily => 1,
            Frequency::Weekly => 7,
            Frequency::Monthly => 30,
            Frequency::Yearly => 365,
        };
        let per_unit = match self.frequency {
            Frequency::Weekly | Frequency::Monthly => self.days.len().max(self.month_days.len()),
            Frequency::Yearly => self.months.len().max(self.month_days.len()).max(self.days.len()),
            Frequency::Daily => 1,
        };
        u32::from(self.interval) * unit / u32::try_from(per_unit.max(1)).unwrap_or(1)
    }

    /// The rule that people mean; the message goes behind the field named with it.
    pub fn from_every(every: &Every, start: Date) -> Result<Self, (&'static str, &'static str)> {
        if !(1..=1_000).contains(&every.every) || (every.unit == IntervalUnit::Year && every.every > 100) {
            return Err(("every", "must be from 1 to 1000, or 1 to 100 years"));
        }
        let mut days = every.weekdays.clone();
        days.sort_unstable();
        days.dedup();
        let by_month = matches!(every.unit, IntervalUnit::Month | IntervalUnit::Year);
        if !by_month && (every.month_day.is_some() || every.week_of_month.is_some()) {
            return Err(("month_day", "goes with months and years only"));
        }
        if every.unit == IntervalUnit::Day && !days.is_empty() {
            return Err(("weekdays", "go with weeks, or with week_of_month"));
        }
        if by_month && (days.is_empty() != every.week_of_month.is_none()) {
            return Err(("week_of_month", "goes together with weekdays"));
        }
        if every.month_day.is_some() && every.week_of_month.is_some() {
            return Err(("month_day", "cannot go together with week_of_month"));
        }
        if every.month_day.is_some_and(|day| !(1..=31).contains(&day) && day != -1) {
            return Err(("month_day", "must be from 1 to 31, or -1 for the last day"));
        }
        if every.week_of_month.is_some_and(|week| !(1..=4).contains(&week) && week != -1) {
            return Err(("week_of_month", "must be from 1 to 4, or -1 for the last"));
        }
        if !every.months.is_empty() && every.unit != IntervalUnit::Year {
            return Err(("months", "go with years only"));
        }
        if every.months.iter().any(|month| !(1..=12).contains(month)) {
            return Err(("months", "must be from 1 to 12"));
        }
        let frequency = match every.unit {
            IntervalUnit::Day => Frequency::Daily,
            IntervalUnit::Week => Frequency::Weekly,
            IntervalUnit::Month => Frequency::Monthly,
            IntervalUnit::Year => Frequency::Yearly,
        };
        let mut rule = Self::plain(frequency, every.every);
        rule.days = days.into_iter().map(|day| (every.week_of_month.unwrap_or(0), day)).collect();
        rule.month_days = every.month_day.into_iter().collect();
        rule.months.clone_from(&every.months);
        rule.months.sort_unstable();
        rule.months.dedup();
        let placed = !rule.month_days.is_empty() || !rule.days.is_empty();
        if every.unit == IntervalUnit::Year && placed && rule.months.is_empty() {
            rule.months.push(start.month());
        }
        if by_month && rule.clamps(start) {
            rule.skip = Skip::Backward;
        }
        Ok(rule)
    }

    /// Whether a month may lack its day.
    fn clamps(&self, start: Date) -> bool {
        self.days.is_empty() && self.month_days.first().map_or(start.day() > 28, |day| *day > 28)
    }

    /// The rule as people say it, where that says the same.
    pub fn to_every(&self, start: Date) -> Option<Every> {
        let unit = match self.frequency {
            Frequency::Daily => IntervalUnit::Day,
            Frequency::Weekly => IntervalUnit::Week,
            Frequency::Monthly => IntervalUnit::Month,
            Frequency::Yearly => IntervalUnit::Year,
        };
        let place = self.days.first().map(|(place, _)| *place);
        let every = Every {
            every: self.interval,
            unit,
            weekdays: self.days.iter().map(|(_, day)| *day).collect(),
            week_of_month: place.filter(|place| *place != 0),
            month_day: self.month_days.first().copied(),
            months: self.months.clone(),
        };
        let same = Self::from_every(&every, start).ok()?;
        (same == *self).then_some(every)
    }
}

fn frequency_of(value: &str) -> Result<Frequency, String> {
    match value {
        "DAILY" => Ok(Frequency::Daily),
        "WEEKLY" => Ok(Frequency::Weekly),
        "MONTHLY" => Ok(Frequency::Monthly),
        "YEARLY" => Ok(Frequency::Yearly),
        "HOURLY" | "MINUTELY" | "SECONDLY" => Err("must be due on whole days: DAILY or longer".to_owned()),
        _ => Err(format!("has a FREQ that is not known: {value}")),
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn list<T: ToString>(items: &[T]) -> String {
            items.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
        }
        if self.skip != Skip::Omit {
            f.write_str("RSCALE=GREGORIAN;")?;
        }
        f.write_str(match self.frequency {
            Frequency::Daily => "FREQ=DAILY",
            Frequency::Weekly => "FREQ=WEEKLY",
            Frequency::Monthly => "FREQ=MONTHLY",
            Frequency::Yearly => "FREQ=YEARLY",
        })?;
        if self.interval != 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        if let Some(count) = self.count {
            write!(f, ";COUNT={count}")?;
        }
        if let Some(until) = self.until {
            write!(f, ";UNTIL={}", until.strftime("%Y%m%d"))?;
        }
        if !self.months.is_empty() {
            write!(f, ";BYMONTH={}", list(&self.months))?;
        }
        if !self.month_days.is_empty() {
            write!(f, ";BYMONTHDAY={}", list(&self.month_days))?;
        }
        if !self.days.is_empty() {
            let days = self.days.iter().map(|(place, day)| match place {
                0 => letters(*day).to_owned(),
                place => format!("{place}{}", letters(*day)),
            });
            write!(f, ";BYDAY={}", days.collect::<Vec<_>>().join(","))?;
        }
        if !self.positions.is_empty() {
            write!(f, ";BYSETPOS={}", list(&self.positions))?;
        }
        if self.week_start != Weekday::Monday {
            write!(f, ";WKST={}", letters(self.week_start))?;
        }
        match self.skip {
            Skip::Omit => Ok(()),
            Skip::Backward => f.write_str(";SKIP=BACKWARD"),
            Skip::Forward => f.write_str(";SKIP=FORWARD"),
        }
    }
}
