//! What to do about a plan today, pure: which dates become orders, which are missed or skipped and why, and what
//! comes next. It is asked once for each asset of a plan, with what was decided before.

use contract::preventive::{Basis, PlanLevel, WhyCode};
use jiff::civil::Date;

use super::{
    calendar::{Calendar, FARTHEST_MOVE},
    recurrence::plus_days,
    rule::Rule,
};

/// The plan as far as dates go.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
    pub rule: Rule,
    pub starts_on: Date,
    pub basis: Basis,
    pub lead_days: u16,
    pub window_days: Option<u16>,
    pub no_fire_while_open: bool,
    pub ends_on: Option<Date>,
    pub calendar: Calendar,
    /// The most frequent first.
    pub levels: Vec<PlanLevel>,
    /// Dates before this one are decided, or lie before the plan was made.
    pub open_from: Date,
    pub paused: bool,
}

/// A date that was decided before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Past {
    pub due_on: Date,
    pub outcome: Outcome,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Its order, by its short number, is still open.
    Open(String),
    /// Its order was completed on this day.
    Done(Date),
    /// There was no order, or it was cancelled.
    LeftOut,
}

/// What happens to a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// An order is made.
    Fire,
    /// It is recorded as missed.
    Miss,
    /// It is recorded as skipped.
    Skip,
}

/// A date decided now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    pub due_on: Date,
    pub verdict: Verdict,
    pub why: WhyCode,
}

/// What comes after the decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// A date.
    On(Date),
    /// Nothing before the order with this number is completed.
    Waits(String),
    /// Nothing any more.
    Never,
}

impl Schedule {
    /// First and last day on which work counts as on time.
    pub fn window(&self, due_on: Date) -> (Date, Date) {
        let days = self.window_days.map_or(self.rule.nominal_days() / 10, u32::from);
        let days = i32::try_from(days).unwrap_or(0);
        (plus_days(due_on, -days), plus_days(due_on, days))
    }

    /// The day on which the order for a due day is made.
    pub fn fires_on(&self, due_on: Date) -> Date {
        plus_days(due_on, -i32::from(self.lead_days))
    }

    fn in_time(&self, day: Date) -> bool {
        self.ends_on.is_none_or(|end| day <= end)
    }

    /// Dates from `from` on, to show them: floating plans count as if each were done on its day.
    pub fn preview(&self, from: Date) -> Box<dyn Iterator<Item = Date> + '_> {
        match self.basis {
            Basis::Fixed => Box::new(self.placed(from)),
            Basis::Floating => {
                let first = self.first_floating(from.max(self.starts_on));
                Box::new(
                    std::iter::successors(first, |day| self.after(*day)).take_while(|day| self.in_time(*day)),
                )
            }
        }
    }

    /// The same with the greater service that falls on each date.
    pub fn preview_with_levels(
        &self,
        from: Date,
    ) -> Box<dyn Iterator<Item = (Date, Option<&PlanLevel>)> + '_> {
        if self.levels.is_empty() || self.basis == Basis::Floating {
            return Box::new(self.preview(from).map(|day| (day, None)));
        }
        // Levels are counted from the first date there is.
        let numbered = (1_u64..).zip(self.placed(self.starts_on));
        Box::new(
            numbered.filter(move |(_, day)| *day >= from).map(|(number, day)| (day, self.level_at(number))),
        )
    }

    /// The greater service of a due day, if one falls on it.
    pub fn level_on(&self, due_on: Date) -> Option<&PlanLevel> {
        self.preview_with_levels(due_on).next().filter(|(day, _)| *day == due_on).and_then(|(_, level)| level)
    }

    /// The rule's dates where the calendar puts them, each day once.
    fn placed(&self, from: Date) -> impl Iterator<Item = Date> + '_ {
        let raw = plus_days(from, -FARTHEST_MOVE).max(self.starts_on);
        let mut last = None;
        self.rule
            .dates(self.starts_on, raw)
            .filter_map(|day| self.calendar.place(day, self.starts_on))
            .filter(move |day| *day >= from && last.replace(*day) != Some(*day))
            .take_while(|day| self.in_time(*day))
    }

    fn level_at(&self, number: u64) -> Option<&PlanLevel> {
        self.levels.iter().rev().find(|level| number.is_multiple_of(u64::from(level.every_nth)))
    }

    /// The day off that a date of the rule was moved from, for a due day that the rule does not say itself.
    pub fn moved_from(&self, due_on: Date) -> Option<Date> {
        if self.basis == Basis::Floating {
            return None;
        }
        let (first, last) = (plus_days(due_on, -FARTHEST_MOVE), plus_days(due_on, FARTHEST_MOVE));
        let raw = self.rule.dates(self.starts_on, first).take_while(|day| *day <= last);
        let here: Vec<Date> =
            raw.filter(|day| self.calendar.place(*day, self.starts_on) == Some(due_on)).collect();
        here.first().copied().filter(|_| !here.contains(&due_on))
    }

    fn first_floating(&self, from: Date) -> Option<Date> {
        self.rule.dates(self.starts_on, from).next().and_then(|day| self.calendar.next(day))
    }

    /// The day on which a floating plan is due again after it was done.
    pub fn after(&self, done: Date) -> Option<Date> {
        self.rule.after(done).and_then(|day| self.calendar.next(day))
    }

    /// The open order that holds the next one back.
    pub fn held_by<'a>(&self, past: &'a [Past]) -> Option<&'a str> {
        let holds = self.no_fire_while_open || self.basis == Basis::Floating;
        past.iter().rev().filter(|_| holds).find_map(|past| match &past.outcome {
            Outcome::Open(order) => Some(order.as_str()),
            Outcome::Done(_) | Outcome::LeftOut => None,
        })
    }

    /// Decides; `past` is in the order of dates and holds every open order, all since `open_from`, and the last.
    pub fn decide(&self, past: &[Past], today: Date) -> (Vec<Decision>, Next) {
        match self.basis {
            Basis::Fixed => self.decide_fixed(past, today),
            Basis::Floating => self.decide_floating(past, today),
        }
    }

    fn decide_fixed(&self, past: &[Past], today: Date) -> (Vec<Decision>, Next) {
        let undecided = |day: &Date| !past.iter().any(|past| past.due_on == *day);
        let horizon = plus_days(today, i32::from(self.lead_days));
        let mut late = Vec::new();
        let mut near = Vec::new();
        let days = self.preview(self.open_from).filter(undecided).take_while(|day| *day <= horizon);
        for day in days {
            if day < today { late.push(day) } else { near.push(day) }
        }
        let mut decisions = Vec::new();
        let mut all = |days: &[Date], verdict, why| {
            decisions.extend(days.iter().map(|&due_on| Decision { due_on, verdict, why }));
        };
        if self.paused {
            all(&late, Verdict::Skip, WhyCode::WasPaused);
        } else if self.held_by(past).is_some() {
            all(&late, Verdict::Skip, WhyCode::OrderWasOpen);
        } else if near.is_empty() {
            if let Some((last, earlier)) = late.split_last() {
                all(earlier, Verdict::Miss, WhyCode::Missed);
                all(&[*last], Verdict::Fire, WhyCode::CaughtUp);
            }
        } else {
            all(&late, Verdict::Miss, WhyCode::Missed);
            let now = if self.no_fire_while_open { &near[..1] } else { &near[..] };
            all(now, Verdict::Fire, WhyCode::WithinLeadTime);
        }
        let next = self
            .preview(self.open_from)
            .filter(undecided)
            .find(|day| !decisions.iter().any(|decision| decision.due_on == *day));
        (decisions, next.map_or(Next::Never, Next::On))
    }

    /// The next date of a floating plan, with what it counts from.
    fn floating_due(&self, past: &[Past]) -> Option<Date> {
        let due = match past.last() {
            None => self.first_floating(self.open_from),
            Some(Past { outcome: Outcome::Done(day), .. }) => self.after(*day),
            Some(past) => self.after(past.due_on),
        };
        due.filter(|day| self.in_time(*day))
    }

    fn decide_floating(&self, past: &[Past], today: Date) -> (Vec<Decision>, Next) {
        if let Some(order) = self.held_by(past) {
            return (Vec::new(), Next::Waits(order.to_owned()));
        }
        let Some(due_on) = self.floating_due(past) else { return (Vec::new(), Next::Never) };
        if self.paused || self.fires_on(due_on) > today {
            return (Vec::new(), Next::On(due_on));
        }
        let why = if due_on < today { WhyCode::CaughtUp } else { WhyCode::WithinLeadTime };
        (vec![Decision { due_on, verdict: Verdict::Fire, why }], Next::Waits(String::new()))
    }

    /// Why a date that is still to come stands where it does.
    pub fn why_upcoming(&self, past: &[Past]) -> WhyCode {
        match (self.held_by(past), self.basis, past.is_empty()) {
            (Some(_), ..) => WhyCode::WaitsForOrder,
            (None, Basis::Floating, false) => WhyCode::CountedFromLast,
            _ => WhyCode::RuleDay,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn weekly(basis: Basis) -> Schedule {
        Schedule {
            rule: Rule::parse("FREQ=WEEKLY").unwrap(),
            starts_on: day("2026-11-02"),
            basis,
            lead_days: 2,
            window_days: None,
            no_fire_while_open: true,
            ends_on: None,
            calendar: Calendar::default(),
            levels: Vec::new(),
            open_from: day("2026-11-02"),
            paused: false,
        }
    }

    fn decided(schedule: &Schedule, past: &[Past], today: &str) -> (Vec<(String, Verdict, WhyCode)>, Next) {
        let (decisions, next) = schedule.decide(past, day(today));
        (decisions.into_iter().map(|d| (d.due_on.to_string(), d.verdict, d.why)).collect(), next)
    }

    fn past(due_on: &str, outcome: Outcome) -> Past {
        Past { due_on: day(due_on), outcome }
    }

    fn fire(due_on: &str, why: WhyCode) -> (String, Verdict, WhyCode) {
        (due_on.to_owned(), Verdict::Fire, why)
    }

    #[test]
    fn an_order_is_made_when_the_lead_time_begins_and_not_before() {
        let plan = weekly(Basis::Fixed);
        let done = [past("2026-11-02", Outcome::Done(day("2026-11-03")))];
        assert_eq!(decided(&plan, &done, "2026-11-06"), (vec![], Next::On(day("2026-11-09"))));
        let (fired, next) = decided(&plan, &done, "2026-11-07");
        assert_eq!(fired, [fire("2026-11-09", WhyCode::WithinLeadTime)]);
        assert_eq!(next, Next::On(day("2026-11-16")));
    }

    #[test]
    fn an_outage_leaves_missed_dates_and_one_order() {
        let plan = weekly(Basis::Fixed);
        let (made, _) = decided(&plan, &[], "2026-11-26");
        let missed = |due_on: &str| (due_on.to_owned(), Verdict::Miss, WhyCode::Missed);
        assert_eq!(
            made,
            [
                missed("2026-11-02"),
                missed("2026-11-09"),
                missed("2026-11-16"),
                fire("2026-11-23", WhyCode::CaughtUp)
            ]
        );
        let (made, _) = decided(&plan, &[past("2026-11-02", Outcome::LeftOut)], "2026-11-15");
        assert_eq!(made, [missed("2026-11-09"), fire("2026-11-16", WhyCode::WithinLeadTime)]);
    }

    #[test]
    fn an_open_order_holds_the_next_back_until_its_day_has_passed() {
        let plan = weekly(Basis::Fixed);
        let open = [past("2026-11-02", Outcome::Open("WO-7".to_owned()))];
        assert_eq!(decided(&plan, &open, "2026-11-09"), (vec![], Next::On(day("2026-11-09"))));
        assert_eq!(plan.why_upcoming(&open), WhyCode::WaitsForOrder);
        let (made, next) = decided(&plan, &open, "2026-11-10");
        assert_eq!(made, [("2026-11-09".to_owned(), Verdict::Skip, WhyCode::OrderWasOpen)]);
        assert_eq!(next, Next::On(day("2026-11-16")));
        let free = Schedule { no_fire_while_open: false, ..plan };
        assert_eq!(decided(&free, &open, "2026-11-08").0, [fire("2026-11-09", WhyCode::WithinLeadTime)]);
    }

    #[test]
    fn a_lead_time_longer_than_the_interval_fires_each_date_once() {
        let plan = Schedule { lead_days: 20, no_fire_while_open: false, ..weekly(Basis::Fixed) };
        let (made, next) = decided(&plan, &[], "2026-11-02");
        assert_eq!(made.len(), 3);
        assert_eq!(next, Next::On(day("2026-11-23")));
        let held = Schedule { no_fire_while_open: true, ..plan };
        assert_eq!(decided(&held, &[], "2026-11-02").0.len(), 1);
    }

    #[test]
    fn a_paused_plan_skips_what_passes_and_an_ended_one_stops() {
        let plan = Schedule { paused: true, ..weekly(Basis::Fixed) };
        let (made, next) = decided(&plan, &[], "2026-11-09");
        assert_eq!(made, [("2026-11-02".to_owned(), Verdict::Skip, WhyCode::WasPaused)]);
        assert_eq!(next, Next::On(day("2026-11-09")));
        let ended = Schedule { ends_on: Some(day("2026-11-08")), ..weekly(Basis::Fixed) };
        let last = [past("2026-11-02", Outcome::LeftOut)];
        assert_eq!(decided(&ended, &last, "2026-11-20"), (vec![], Next::Never));
    }

    #[test]
    fn a_floating_plan_counts_from_the_completion_and_waits_for_it() {
        let plan = weekly(Basis::Floating);
        assert_eq!(decided(&plan, &[], "2026-11-01").0, [fire("2026-11-02", WhyCode::WithinLeadTime)]);
        let open = [past("2026-11-02", Outcome::Open("WO-7".to_owned()))];
        assert_eq!(decided(&plan, &open, "2026-12-24"), (vec![], Next::Waits("WO-7".to_owned())));
        let done = [past("2026-11-02", Outcome::Done(day("2026-11-20")))];
        assert_eq!(decided(&plan, &done, "2026-11-21"), (vec![], Next::On(day("2026-11-27"))));
        assert_eq!(decided(&plan, &done, "2026-12-24").0, [fire("2026-11-27", WhyCode::CaughtUp)]);
        let skipped = [past("2026-11-02", Outcome::LeftOut)];
        assert_eq!(decided(&plan, &skipped, "2026-11-03"), (vec![], Next::On(day("2026-11-09"))));
    }

    #[test]
    fn the_window_is_a_tenth_of_the_interval_unless_it_is_said() {
        let yearly = Schedule { rule: Rule::parse("FREQ=YEARLY").unwrap(), ..weekly(Basis::Fixed) };
        assert_eq!(yearly.window(day("2026-06-30")), (day("2026-05-25"), day("2026-08-05")));
        let said = Schedule { window_days: Some(3), ..yearly };
        assert_eq!(said.window(day("2026-06-30")), (day("2026-06-27"), day("2026-07-03")));
    }

    fn level(every_nth: u16, name: &str) -> PlanLevel {
        PlanLevel {
            every_nth,
            name: name.to_owned(),
            title: None,
            description: None,
            estimated_minutes: None,
        }
    }

    #[test]
    fn the_yearly_service_takes_the_place_of_the_quarterly_and_that_of_the_monthly_one() {
        let plan = Schedule {
            rule: Rule::parse("FREQ=MONTHLY").unwrap(),
            starts_on: day("2026-01-05"),
            levels: vec![level(3, "Quarterly"), level(12, "Yearly")],
            ..weekly(Basis::Fixed)
        };
        let names = |from: &str, count| {
            plan.preview_with_levels(day(from))
                .take(count)
                .map(|(_, level)| level.map_or("", |level| level.name.as_str()))
                .collect::<Vec<_>>()
        };
        let year = ["", "", "Quarterly", "", "", "Quarterly", "", "", "Quarterly", "", "", "Yearly"];
        assert_eq!(names("2026-01-01", 12), year);
        assert_eq!(names("2027-11-01", 3), ["", "Yearly", ""]);
        assert_eq!(plan.level_on(day("2026-03-05")).unwrap().name, "Quarterly");
        assert!(plan.level_on(day("2026-03-06")).is_none());
    }

    #[test]
    fn dates_that_a_closure_moves_together_are_due_once_with_the_greater_service() {
        let closures = vec![contract::preventive::Closure {
            from: day("2026-12-21"),
            to: day("2027-01-03"),
            what: None,
        }];
        let plan = Schedule {
            calendar: Calendar { closures, ..Calendar::default() },
            levels: vec![level(4, "Big")],
            ..weekly(Basis::Fixed)
        };
        let due: Vec<_> = plan
            .preview_with_levels(day("2026-12-08"))
            .take(3)
            .map(|(day, level)| (day.to_string(), level.is_some()))
            .collect();
        // Two Mondays lie in the closure; together with the one after it they are the 8th date.
        assert_eq!(
            due,
            [
                ("2026-12-14".to_owned(), false),
                ("2027-01-04".to_owned(), true),
                ("2027-01-11".to_owned(), false)
            ]
        );
        assert_eq!(plan.moved_from(day("2027-01-04")), None);
        assert_eq!(decided(&plan, &[], "2027-01-03").1, Next::On(day("2027-01-11")));
    }

    #[test]
    fn a_plan_rests_out_of_season_and_a_floating_one_goes_on_when_it_begins() {
        let calendar = Calendar { seasons: vec![((4, 1), (9, 30))], ..Calendar::default() };
        let fixed = Schedule { calendar: calendar.clone(), ..weekly(Basis::Fixed) };
        assert_eq!(fixed.preview(day("2026-11-02")).next(), Some(day("2027-04-05")));
        let floating = Schedule { calendar, ..weekly(Basis::Floating) };
        let done = [past("2027-09-27", Outcome::Done(day("2027-09-28")))];
        assert_eq!(decided(&floating, &done, "2027-09-29").1, Next::On(day("2028-04-01")));
    }
}
