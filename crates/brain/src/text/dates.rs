//! The day by which work is to be done, from words like "before Friday", "en dos días" or "Schichtende".
//! A bare weekday is its next occurrence, "before" is the day before, and days that are past are no deadline.

use contract::drafts::RegisterShift;
use jiff::{
    Span, Timestamp, ToSpan, Zoned,
    civil::{Date, DateTime, Weekday},
    tz::TimeZone,
};

use super::lexicon::Language;
use super::matching::Match;
use super::token::Token;

/// A deadline and the tokens it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// First token.
    pub start: usize,
    /// First token behind it.
    pub end: usize,
}

/// The moment in the zone of the site; `now` is RFC 3339 or a local date-time.
pub fn moment(now: &str, time_zone: Option<&str>) -> Result<Zoned, String> {
    let zone = match time_zone {
        Some(name) => TimeZone::get(name).map_err(|_| format!("{name} is not a known time zone"))?,
        None => TimeZone::UTC,
    };
    if let Ok(instant) = now.parse::<Timestamp>() {
        let zone = if time_zone.is_some() { zone } else { offset_of(now) };
        return Ok(instant.to_zoned(zone));
    }
    let local: DateTime =
        now.parse().map_err(|_| "must be a date and time as in 2026-03-12T08:30".to_owned())?;
    local.to_zoned(zone).map_err(|error| error.to_string())
}

fn offset_of(now: &str) -> TimeZone {
    jiff::fmt::temporal::Pieces::parse(now)
        .ok()
        .and_then(|pieces| pieces.to_numeric_offset())
        .map_or(TimeZone::UTC, TimeZone::fixed)
}

/// Everything that reading a deadline needs.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The text.
    pub tokens: &'a [Token],
    /// The phrases found in it.
    pub matches: &'a [Match],
    /// Its main language.
    pub language: Language,
    /// Now, in the zone of the site.
    pub now: &'a Zoned,
    /// The shifts of the site.
    pub shifts: &'a [RegisterShift],
}

/// Words that may stand between "before" and the day.
const BETWEEN: &[&str] = &[
    "the",
    "el",
    "la",
    "los",
    "le",
    "les",
    "der",
    "die",
    "das",
    "dem",
    "den",
    "o",
    "a",
    "da",
    "do",
    "de",
    "del",
    "du",
    "on",
    "am",
    "to",
    "end",
    "this",
    "este",
    "ce",
    "diesem",
    "diesen",
    "dia",
    "au",
    "al",
    "zum",
    "l",
    "next",
    "of",
    "proximo",
    "proxima",
    "nachstem",
    "nachsten",
    "em",
    "na",
    "no",
    "que",
    "come",
    "coming",
    "kommenden",
];

impl Reader<'_> {
    /// The deadline, if one is named.
    pub fn due(&self) -> Option<Due> {
        let mut found: Vec<Due> = Vec::new();
        for item in self.matches {
            let due = match item.tag {
                "weekdays" => self.weekday(item),
                "relative days" => self.relative(item),
                "period" => self.period(item),
                "shift" => self.shift(item),
                "morning" => self.morning(item),
                "months" => self.month(item),
                "in" => self.span(item),
                _ => None,
            };
            found.extend(due);
        }
        found.extend((0..self.tokens.len()).filter_map(|at| self.numeric(at)));
        found.extend((0..self.tokens.len()).filter_map(|at| self.day_of_month(at)));
        if found.is_empty() {
            found.extend((0..self.tokens.len()).filter_map(|at| self.time_of_day(at)));
        }
        let cued = |due: &Due| self.has_tag_before("due before", due.start) || self.is_before(due.start);
        found.sort_by_key(|due| (!cued(due), due.start));
        found.into_iter().next()
    }

    fn today(&self) -> Date {
        self.now.date()
    }

    /// The token before the expression and before articles.
    fn before(&self, at: usize) -> usize {
        let mut at = at;
        while at > 0 && !self.tokens[at].sentence && BETWEEN.contains(&self.tokens[at - 1].text.as_str()) {
            at -= 1;
        }
        at
    }

    fn ends_at(&self, tag: &str, at: usize) -> bool {
        self.matches.iter().any(|it| it.tag == tag && it.end == at)
    }

    fn has_tag_before(&self, tag: &str, at: usize) -> bool {
        self.ends_at(tag, at) || self.ends_at(tag, self.before(at))
    }

    fn is_before(&self, at: usize) -> bool {
        (self.before(at)..=at).any(|at| self.ends_at("before", at))
    }

    /// "since Monday", "last Friday", "every Tuesday" are no deadlines.
    fn is_past(&self, item: &Match) -> bool {
        (self.before(item.start)..=item.start).any(|at| self.ends_at("since", at))
            || self.matches.iter().any(|it| {
                it.tag == "since"
                    && it.start == item.end
                    && matches!(
                        self.tokens[it.start].text.as_str(),
                        "pasado" | "pasada" | "passada" | "passado" | "dernier" | "derniere" | "ago"
                    )
            })
            || self
                .matches
                .iter()
                .any(|it| it.tag == "past days" && it.start <= item.start && item.end <= it.end)
    }

    fn made(&self, on: Date, item: &Match) -> Due {
        let on = if self.is_before(item.start) { on.yesterday().unwrap_or(on) } else { on };
        Due { on: on.max(self.today()), start: item.start, end: item.end }
    }

    fn weekday(&self, item: &Match) -> Option<Due> {
        let previous = self.tokens[..item.start].last().map(|it| it.text.as_str());
        if self.is_past(item) {
            return None;
        }
        if self.language == Language::Pt
            && item.words == 1
            && !matches!(self.tokens[item.start].text.as_str(), "sabado" | "domingo")
            && !matches!(
                previous,
                Some(
                    "ate" | "na" | "da" | "para" | "pra" | "proxima" | "esta" | "essa" | "nesta" | "de" | "a"
                )
            )
        {
            return None;
        }
        let weekday = Weekday::from_monday_one_offset(item.value.parse().ok()?).ok()?;
        let today = self.today();
        let next = self.ends_at("next", item.start)
            || self.matches.iter().any(|it| it.tag == "next" && it.start == item.end);
        let this = matches!(previous, Some("this" | "este" | "ce" | "diesen" | "esta" | "nesta"));
        let mut on = today.nth_weekday(1, weekday).ok()?;
        let in_this_week = on.iso_week_date().week() == today.iso_week_date().week();
        if this && today.weekday() == weekday {
            on = today;
        } else if next && in_this_week && self.language == Language::En && previous == Some("next") {
            on = on.checked_add(7.days()).ok()?;
        }
        let has_time = (item.end..item.end + 2).any(|at| self.time_at(at).is_some());
        if has_time {
            return Some(Due { on, start: item.start, end: item.end });
        }
        Some(self.made(on, item))
    }

    fn relative(&self, item: &Match) -> Option<Due> {
        let previous = self.tokens[..item.start].last().map_or("", |it| it.text.as_str());
        let days: i64 = item.value.parse().ok()?;
        let is_morning = days == 1
            && item.words == 1
            && matches!(previous, "guten" | "la" | "esta" | "las" | "de" | "heute")
            && matches!(self.tokens[item.start].text.as_str(), "morgen" | "manana");
        if is_morning || self.is_past(item) {
            return None;
        }
        let on = self.today().checked_add(days.days()).ok()?;
        let is_phrase_of_today = days == 0;
        if is_phrase_of_today || (item.end..item.end + 2).any(|at| self.time_at(at).is_some()) {
            return Some(Due { on, start: item.start, end: item.end });
        }
        Some(self.made(on, item))
    }

    fn morning(&self, item: &Match) -> Option<Due> {
        let beside_a_day = self.matches.iter().any(|it| {
            matches!(it.tag, "weekdays" | "relative days") && (it.end == item.start || item.end == it.start)
        });
        if beside_a_day {
            return None;
        }
        let on = if self.now.hour() < 6 { self.today() } else { self.today().tomorrow().ok()? };
        Some(Due { on, start: item.start, end: item.end })
    }

    fn period(&self, item: &Match) -> Option<Due> {
        if self.is_past(item) {
            return None;
        }
        let today = self.today();
        let from_monday = i64::from(today.weekday().to_monday_zero_offset());
        let monday = today.checked_sub(from_monday.days()).ok()?;
        let before = self.is_before(item.start);
        let on = match item.value {
            "week" if from_monday > 4 => monday.checked_add(6.days()).ok()?,
            "week" => monday.checked_add(4.days()).ok()?,
            "next_week" if before => monday.checked_add(6.days()).ok()?,
            "next_week" => monday.checked_add(11.days()).ok()?,
            "next_monday" => monday.checked_add(7.days()).ok()?,
            "weekend" if (before || self.is_by(item.start)) && from_monday <= 4 => {
                monday.checked_add(4.days()).ok()?
            }
            "weekend" => monday.checked_add(6.days()).ok()?,
            "month" => today.last_of_month(),
            "next_month" if before => today.last_of_month(),
            "next_month" => today.first_of_month().checked_add(1.month()).ok()?.last_of_month(),
            _ => today.last_of_year(),
        };
        Some(Due { on, start: item.start, end: item.end })
    }

    /// "by the weekend" is before it begins.
    fn is_by(&self, at: usize) -> bool {
        let at = self.before(at);
        at > 0
            && matches!(
                self.tokens[at - 1].text.as_str(),
                "by" | "until" | "para" | "bis" | "ate" | "pour" | "ici" | "avant" | "pra"
            )
    }

    fn shift(&self, item: &Match) -> Option<Due> {
        if self.is_past(item) {
            return None;
        }
        let now = self.now.datetime();
        let end = self.shifts.iter().filter_map(|shift| current_end(shift, now)).min();
        let on = match (end, item.value) {
            (Some(end), "next") => self.following_end(end).unwrap_or(end).date(),
            (Some(end), _) => end.date(),
            (None, _) => self.today(),
        };
        Some(Due { on, start: item.start, end: item.end })
    }

    fn following_end(&self, end: DateTime) -> Option<DateTime> {
        let inside = end.checked_add(1.minute()).ok()?;
        self.shifts.iter().filter_map(|shift| current_end(shift, inside)).min()
    }

    /// "in 2 days", "within 48 hours", "dans une heure".
    fn span(&self, item: &Match) -> Option<Due> {
        let count = self.tokens.get(item.end)?;
        let number: f64 = match count.text.as_str() {
            "a" | "an" | "one" | "un" | "una" | "une" | "einer" | "einem" | "eine" | "ein" | "um" | "uma"
            | "the" | "la" | "uno" => 1.0,
            "half" | "media" | "meia" | "demi" => 0.5,
            "couple" => 2.0,
            _ => count.value()?,
        };
        let unit = self.matches.iter().filter(|it| it.tag == "spans").find(|it| {
            it.start == item.end + 1
                || it.start == item.end + 2
                    && matches!(self.tokens[it.start - 1].text.as_str(), "an" | "a" | "of" | "next")
        })?;
        let whole = number.round().clamp(0.0, 2000.0);
        #[expect(clippy::cast_possible_truncation, reason = "clamped just above")]
        let whole = whole as i64;
        let span: Span = match unit.value {
            "minute" => whole.minutes(),
            "hour" if number < 1.0 => 30.minutes(),
            "hour" => whole.hours(),
            "day" => whole.days(),
            "week" => whole.weeks(),
            "fortnight" => (whole * 2).weeks(),
            "month" => whole.months(),
            "work_day" => return self.work_days(whole, item.start, unit.end),
            _ => return None,
        };
        let on = self.now.checked_add(span).ok()?.date();
        Some(Due { on, start: item.start, end: unit.end })
    }

    fn work_days(&self, count: i64, start: usize, end: usize) -> Option<Due> {
        let mut on = self.today();
        let mut left = count;
        while left > 0 {
            on = on.tomorrow().ok()?;
            if !matches!(on.weekday(), Weekday::Saturday | Weekday::Sunday) {
                left -= 1;
            }
        }
        Some(Due { on, start, end })
    }

    /// "March 3", "3rd of March", "el 3 de marzo".
    fn month(&self, item: &Match) -> Option<Due> {
        let month: i8 = item.value.parse().ok()?;
        let number = |at: usize| {
            let day: i8 = self.tokens.get(at)?.text.parse().ok()?;
            (1..=31).contains(&day).then_some(day)
        };
        let skipped = |text: &str| matches!(text, "of" | "de" | "do" | "th" | "st" | "nd" | "rd" | "the");
        let mut first = item.start;
        while first > 0 && skipped(&self.tokens[first - 1].text) {
            first -= 1;
        }
        let (day, start, mut end) = match first.checked_sub(1).and_then(|at| Some((number(at)?, at))) {
            Some((day, at)) => (day, at, item.end),
            None if self.tokens.get(item.end)?.sentence => return None,
            None => (number(item.end)?, item.start, item.end + 1),
        };
        if self.tokens.get(end).is_some_and(|it| skipped(&it.text)) {
            end += 1;
        }
        let year = self
            .tokens
            .get(end)
            .and_then(|it| it.text.parse::<i16>().ok())
            .filter(|it| (2000..2100).contains(it));
        let on = self.dated(year, month, day)?;
        let item = Match { start, end: if year.is_some() { end + 1 } else { end }, ..item.clone() };
        if self.is_past(&item) { None } else { Some(self.made(on, &item)) }
    }

    fn dated(&self, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
        let today = self.today();
        let on = Date::new(year.unwrap_or(today.year()), month, day).ok()?;
        if year.is_none() && on < today { Date::new(today.year() + 1, month, day).ok() } else { Some(on) }
    }

    /// `2026-03-14`, `14/03`, `3/14/2026`, `14.03.2026`.
    fn numeric(&self, at: usize) -> Option<Due> {
        let part = |offset: usize| self.tokens.get(at + offset).filter(|it| it.is_number());
        let glued = |offset: usize| part(offset).filter(|it| matches!(it.glue, Some('-' | '/' | '.')));
        let first = part(0)?;
        if first.glue.is_some_and(|glue| glue != '\'') {
            return None;
        }
        let cued = self.has_tag_before("due before", at) || self.is_before(at);
        if self.language == Language::De
            && cued
            && let Some((day, month)) = first.text.split_once('.')
        {
            let on = self.dated(None, month.parse().ok()?, day.parse().ok()?)?;
            return Some(self.made(on, &Self::span_of(at, at + 1)));
        }
        let second = glued(1)?;
        let numbers: Vec<i16> = [Some(first), Some(second), glued(2)]
            .into_iter()
            .flatten()
            .filter_map(|it| it.text.parse().ok())
            .collect();
        let (year, month, day, used) = match numbers[..] {
            [year @ 2000..2100, month, day] => (Some(year), month, day, 3),
            [one, other, year] if cued || year > 31 => {
                let year = if year < 100 { 2000 + year } else { year };
                let (day, month) = self.ordered(one, other);
                (Some(year), month, day, 3)
            }
            [one, other] if cued && second.glue == Some('/') => {
                let (day, month) = self.ordered(one, other);
                (None, month, day, 2)
            }
            _ => return None,
        };
        let on = self.dated(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
        Some(self.made(on, &Self::span_of(at, at + used)))
    }

    /// Day and month: in American English the month comes first.
    fn ordered(&self, one: i16, other: i16) -> (i16, i16) {
        let zone = self.now.time_zone().iana_name().unwrap_or_default();
        let month_first =
            self.language == Language::En && (zone.starts_with("America/") || zone.starts_with("US/"));
        if (month_first && one <= 12) || other > 12 { (other, one) } else { (one, other) }
    }

    fn span_of(start: usize, end: usize) -> Match {
        Match { tag: "", value: "", start, end, words: end - start }
    }

    /// "the 15th", "el día 15", "le 15", "am 15."
    fn day_of_month(&self, at: usize) -> Option<Due> {
        let token = self.tokens.get(at).filter(|it| it.is_number())?;
        let day: i8 = token.text.parse().ok().filter(|day| (1..=31).contains(day))?;
        let next = self.tokens.get(at + 1);
        let is_ordinal = next
            .is_some_and(|it| it.glue == Some('+') && matches!(it.text.as_str(), "th" | "st" | "nd" | "rd"));
        let behind = at + 1 + usize::from(is_ordinal);
        let previous = self.tokens[..at].last().map_or("", |it| it.text.as_str());
        let dated = match self.language {
            Language::En => is_ordinal,
            Language::Es | Language::Pt => previous == "dia",
            Language::Fr => previous == "le" && self.has_tag_before("before", at - 1),
            Language::De => false,
        };
        let counts_something = self.tokens.get(behind).is_some_and(|it| {
            !it.begins_clause()
                && self.matches.iter().any(|found| found.tag == "months" && found.start == behind)
        });
        let goes_on = is_ordinal
            && self
                .tokens
                .get(behind)
                .is_some_and(|it| matches!(it.text.as_str(), "time" | "floor" | "shift" | "one"));
        if !dated || counts_something || goes_on || self.is_past(&Self::span_of(at, behind)) {
            return None;
        }
        let today = self.today();
        let mut month = today.first_of_month();
        let on = loop {
            if let Ok(on) = Date::new(month.year(), month.month(), day)
                && on >= today
            {
                break on;
            }
            month = month.checked_add(1.month()).ok()?;
        };
        Some(self.made(on, &Self::span_of(at, behind)))
    }

    /// Minutes since midnight, if a time of day stands here: `3 pm`, `15:30`, `15 uhr`, `15h`.
    fn time_at(&self, at: usize) -> Option<(i64, usize)> {
        let token = self.tokens.get(at)?;
        if matches!(token.text.as_str(), "at" | "a" | "um" | "as" | "las") {
            return self.time_at(at + 1);
        }
        if let Some((hour, minute)) = token.text.split_once(':') {
            return Some((hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?, at + 1));
        }
        let hour: i64 = token.text.parse().ok().filter(|hour| (0..=24).contains(hour))?;
        let next = self.tokens.get(at + 1)?;
        let hour = match next.text.as_str() {
            "pm" if hour < 12 => hour + 12,
            "am" if hour == 12 => 0,
            "pm" | "am" | "uhr" => hour,
            "h" if next.glue == Some('+') && self.language != Language::En => hour,
            _ => return None,
        };
        Some((hour * 60, at + 2))
    }

    /// "by 3 pm": today, or tomorrow when it is past.
    fn time_of_day(&self, at: usize) -> Option<Due> {
        if !self.tokens[at].is_number()
            || !(self.has_tag_before("due before", at) || self.is_before(at) || self.after_las(at))
        {
            return None;
        }
        let (minutes, end) = self.time_at(at)?;
        let now = i64::from(self.now.hour()) * 60 + i64::from(self.now.minute());
        let on = if minutes > now { self.today() } else { self.today().tomorrow().ok()? };
        Some(Due { on, start: at, end })
    }

    fn after_las(&self, at: usize) -> bool {
        self.tokens[..at]
            .last()
            .is_some_and(|it| matches!(it.text.as_str(), "las" | "as" | "um" | "bis" | "avant" | "vor"))
    }
}

/// When the shift ends that runs at `now`.
fn current_end(shift: &RegisterShift, now: DateTime) -> Option<DateTime> {
    let over_midnight = shift.ends <= shift.starts;
    for starts_on in [now.date(), now.date().yesterday().ok()?] {
        let starts = starts_on.to_datetime(shift.starts);
        let ends_on = if over_midnight { starts_on.tomorrow().ok()? } else { starts_on };
        let ends = ends_on.to_datetime(shift.ends);
        if starts <= now && now < ends {
            return Some(ends);
        }
    }
    None
}

#[cfg(test)]
#[path = "dates_tests.rs"]
mod tests;
