//! What a counter has counted, pure. A counter only grows, but for the moments at which it begins again: a rollover, a
//! reset, a replacement of the device. Each such turn keeps a step, what the counter showed before it less what it shows
//! after it; the total at an instant is the value plus the steps until then. So a reading or a turn that arrives late
//! changes no row of those after it.

use std::fmt;

use jiff::Timestamp;
use kernel::Quantity;

/// A moment at which the counter began again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub at: Timestamp,
    pub before: Quantity,
    pub after: Quantity,
}

impl Turn {
    /// What the total keeps of what the counter lost.
    pub fn step(&self) -> Quantity {
        self.before.checked_sub(self.after).unwrap_or_default()
    }
}

/// What it showed at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub at: Timestamp,
    pub value: Quantity,
}

/// The turns of a counter, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turns(Vec<Turn>);

/// Why a value can't be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Counters have no sign.
    Negative,
    /// It rolls over before it shows this.
    BeyondRollover(Quantity),
    /// It is lower than an earlier reading.
    LowerThan(Shown, Option<Quantity>),
    /// It is lower than what it began again with.
    LowerThanBeginning(Shown),
    /// It is higher than a later reading.
    HigherThan(Shown),
    /// It is higher than what it showed before it began again.
    HigherThanEnd(Shown),
    /// It is said to have rolled over and need not have.
    NoRollover,
    /// It is said to have rolled over and has no value at which it does.
    NoRolloverValue,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Negative => f.write_str("must not be below 0, because this is a counter"),
            Self::BeyondRollover(end) => {
                write!(f, "must be below {end}, where this counter goes on from 0")
            }
            Self::LowerThan(shown, rollover) => {
                write!(f, "is lower than {} of {}, and a counter only grows. ", shown.value, shown.at)?;
                match rollover {
                    Some(end) => write!(f, "If it passed {end} since, send rollover: true with it; if ")?,
                    None => f.write_str("If ")?,
                }
                f.write_str(
                    "it was set back, record a reset; if the device was changed, record a replacement; \
                     and if the earlier reading is wrong, void that one first",
                )
            }
            Self::LowerThanBeginning(turn) => {
                write!(f, "is lower than {}, with which it began again at {}", turn.value, turn.at)
            }
            Self::HigherThan(shown) => write!(
                f,
                "is higher than {} of {}, which comes after it; if that one is wrong, void it first",
                shown.value, shown.at
            ),
            Self::HigherThanEnd(turn) => {
                write!(f, "is higher than {}, which it showed when it began again at {}", turn.value, turn.at)
            }
            Self::NoRollover => f.write_str(
                "is not lower than the reading before it, so it did not roll over: leave rollover out",
            ),
            Self::NoRolloverValue => f.write_str("can't have rolled over: the meter has no rollover value"),
        }
    }
}

impl Turns {
    /// From turns in any order.
    pub fn new(mut turns: Vec<Turn>) -> Self {
        turns.sort_by_key(|turn| turn.at);
        Self(turns)
    }

    /// Adds a turn.
    pub fn add(&mut self, turn: Turn) {
        let place = self.0.partition_point(|other| other.at <= turn.at);
        self.0.insert(place, turn);
    }

    /// What is added to a value of this instant; turns of the same instant come before it.
    fn steps(&self, at: Timestamp) -> Quantity {
        let until = self.0.iter().take_while(|turn| turn.at <= at);
        until.fold(Quantity::ZERO, |sum, turn| sum.checked_add(turn.step()).unwrap_or(sum))
    }

    /// What it has counted in all.
    pub fn total(&self, shown: Shown) -> Quantity {
        shown.value.checked_add(self.steps(shown.at)).unwrap_or(shown.value)
    }

    /// What it has counted from one reading to another.
    pub fn between(&self, first: Shown, last: Shown) -> Quantity {
        self.total(last).checked_sub(self.total(first)).unwrap_or_default()
    }

    /// Whether the value can be, between the readings next to it. `rollover` is where it goes on from 0.
    pub fn check(
        &self,
        new: Shown,
        before: Option<Shown>,
        after: Option<Shown>,
        rollover: Option<Quantity>,
    ) -> Result<(), Refusal> {
        if new.value < Quantity::ZERO {
            return Err(Refusal::Negative);
        }
        if let Some(end) = rollover.filter(|end| new.value >= *end) {
            return Err(Refusal::BeyondRollover(end));
        }
        let (previous, next) = self.around(new.at);
        // A turn between a reading and this one is nearer than the reading.
        match (previous, before) {
            (Some(turn), before) if before.is_none_or(|shown| shown.at < turn.at) => {
                let beginning = Shown { at: turn.at, value: turn.after };
                (new.value >= turn.after).then_some(()).ok_or(Refusal::LowerThanBeginning(beginning))?;
            }
            (_, Some(shown)) if new.value < shown.value => return Err(Refusal::LowerThan(shown, rollover)),
            _ => {}
        }
        match (next, after) {
            (Some(turn), after) if after.is_none_or(|shown| turn.at <= shown.at) => {
                let end = Shown { at: turn.at, value: turn.before };
                (new.value <= turn.before).then_some(()).ok_or(Refusal::HigherThanEnd(end))?;
            }
            (_, Some(shown)) if new.value > shown.value => return Err(Refusal::HigherThan(shown)),
            _ => {}
        }
        Ok(())
    }

    /// The turn of a reading that says itself that the counter rolled over.
    pub fn rolled_over(
        new: Shown,
        before: Option<Shown>,
        rollover: Option<Quantity>,
    ) -> Result<Turn, Refusal> {
        let Some(end) = rollover else { return Err(Refusal::NoRolloverValue) };
        if before.is_none_or(|shown| new.value >= shown.value) {
            return Err(Refusal::NoRollover);
        }
        Ok(Turn { at: new.at, before: end, after: Quantity::ZERO })
    }

    /// The last turn until an instant, and the first after it.
    fn around(&self, at: Timestamp) -> (Option<Turn>, Option<Turn>) {
        let place = self.0.partition_point(|turn| turn.at <= at);
        (place.checked_sub(1).and_then(|before| self.0.get(before)).copied(), self.0.get(place).copied())
    }

    /// The turns next to an instant at which another is to be added.
    pub fn neighbours(&self, at: Timestamp) -> (Option<Turn>, Option<Turn>) {
        self.around(at)
    }
}

/// How much a day, from one reading to a later one; nothing with less than an hour between them.
pub(crate) fn per_day(turns: &Turns, first: Shown, last: Shown) -> Option<f64> {
    let hours = last.at.duration_since(first.at).as_secs_f64() / 3_600.0;
    (hours >= 1.0).then(|| turns.between(first, last).as_f64() / hours * 24.0)
}

/// When a total will be reached at a daily average; nothing where it is reached, never will be, or not in this age.
pub(crate) fn reached_at(
    last: Timestamp,
    total: Quantity,
    target: Quantity,
    per_day: f64,
) -> Option<Timestamp> {
    let left = target.checked_sub(total).filter(|left| *left > Quantity::ZERO)?;
    if per_day <= 0.0 {
        return None;
    }
    let days = left.as_f64() / per_day;
    (days < 36_500.0).then_some(())?;
    last.checked_add(jiff::SignedDuration::from_secs_f64(days * 86_400.0)).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + hour * 3_600).unwrap()
    }

    fn shown(hour: i64, value: i64) -> Shown {
        Shown { at: at(hour), value: Quantity::whole(value) }
    }

    fn turn(hour: i64, before: i64, after: i64) -> Turn {
        Turn { at: at(hour), before: Quantity::whole(before), after: Quantity::whole(after) }
    }

    #[test]
    fn a_total_goes_on_over_rollover_reset_and_replacement() {
        let turns = Turns::new(vec![turn(30, 1_000, 0), turn(10, 120, 0), turn(20, 50, 400)]);
        let totals = [(0, 100), (10, 0), (15, 40), (20, 400), (25, 900), (31, 5)]
            .map(|(hour, value)| turns.total(shown(hour, value)));
        assert_eq!(totals, [100, 120, 160, 170, 670, 775].map(Quantity::whole));
        assert_eq!(turns.between(shown(15, 40), shown(31, 5)), Quantity::whole(615));
    }

    /// A new value, what stands before and after it, the rollover, and what is said.
    type Case = (Shown, Option<Shown>, Option<Shown>, Option<Quantity>, &'static str);

    #[test]
    fn values_that_cannot_be_are_refused_and_say_what_to_do() {
        let none = Turns::default();
        let end = Some(Quantity::whole(1_000));
        let table: &[Case] = &[
            (shown(5, 100), Some(shown(1, 100)), Some(shown(9, 100)), None, ""),
            (shown(5, -1), None, None, None, "below 0"),
            (shown(5, 1_000), None, None, end, "below 1000"),
            (shown(5, 99), Some(shown(1, 100)), None, None, "record a reset"),
            (shown(5, 99), Some(shown(1, 100)), None, None, "record a replacement"),
            (shown(5, 99), Some(shown(1, 100)), None, end, "rollover: true"),
            (shown(5, 101), Some(shown(1, 90)), Some(shown(9, 100)), None, "void it first"),
        ];
        for (new, before, after, rollover, words) in table {
            match none.check(*new, *before, *after, *rollover) {
                Ok(()) => assert!(words.is_empty(), "{new:?} should be refused with {words}"),
                Err(why) => assert!(!words.is_empty() && why.to_string().contains(words), "{why}"),
            }
        }
        let turns = Turns::new(vec![turn(5, 120, 10)]);
        assert_eq!(turns.check(shown(6, 11), Some(shown(1, 100)), None, None), Ok(()));
        assert!(matches!(
            turns.check(shown(6, 9), Some(shown(1, 100)), None, None),
            Err(Refusal::LowerThanBeginning(_))
        ));
        assert_eq!(turns.check(shown(4, 120), Some(shown(1, 100)), Some(shown(8, 12)), None), Ok(()));
        assert!(matches!(
            turns.check(shown(4, 121), Some(shown(1, 100)), Some(shown(8, 12)), None),
            Err(Refusal::HigherThanEnd(_))
        ));
    }

    #[test]
    fn a_reading_rolls_over_only_where_it_can() {
        let end = Some(Quantity::whole(1_000));
        assert_eq!(Turns::rolled_over(shown(5, 3), Some(shown(1, 990)), end), Ok(turn(5, 1_000, 0)));
        assert_eq!(Turns::rolled_over(shown(5, 3), Some(shown(1, 2)), end), Err(Refusal::NoRollover));
        assert_eq!(Turns::rolled_over(shown(5, 3), Some(shown(1, 990)), None), Err(Refusal::NoRolloverValue));
    }

    #[test]
    fn the_average_and_the_day_it_reaches_a_value() {
        let turns = Turns::new(vec![turn(24, 1_000, 0)]);
        let average = per_day(&turns, shown(0, 990), shown(48, 14)).unwrap();
        assert!((average - 12.0).abs() < 1e-9, "{average}");
        assert_eq!(per_day(&turns, shown(0, 990), Shown { at: at(0), value: Quantity::whole(991) }), None);
        let reach =
            |total, target, rate| reached_at(at(0), Quantity::whole(total), Quantity::whole(target), rate);
        assert_eq!(reach(100, 124, 12.0), Some(at(48)));
        assert_eq!(reach(100, 100, 12.0), None);
        assert_eq!(reach(100, 124, 0.0), None);
        assert_eq!(reach(100, 1_000_000_000, 0.001), None);
    }

    proptest! {
        /// Whatever the order in which turns become known, growth between readings that were accepted never is negative.
        #[test]
        fn accepted_readings_never_shrink_the_total(
            growth in prop::collection::vec(0_i64..50, 1..30),
            resets in prop::collection::vec((0_usize..30, 0_i64..20), 0..4),
        ) {
            let (mut value, mut total, mut made, mut turns) = (0, 0, Vec::new(), Vec::new());
            for (hour, grows) in growth.iter().enumerate() {
                value += grows;
                total += grows;
                let hour_number = i64::try_from(hour).unwrap();
                if let Some((_, begins)) = resets.iter().find(|(when, _)| *when == hour) {
                    turns.push(turn(hour_number * 2, value, *begins));
                    value = *begins;
                }
                made.push((shown(hour_number * 2, value), Quantity::whole(total)));
            }
            turns.reverse();
            let turns = Turns::new(turns);
            for pair in made.windows(2) {
                prop_assert_eq!(turns.check(pair[1].0, Some(pair[0].0), None, None), Ok(()));
                prop_assert_eq!(turns.check(pair[0].0, None, Some(pair[1].0), None), Ok(()));
                prop_assert!(turns.between(pair[0].0, pair[1].0) >= Quantity::ZERO);
            }
            for (shown, total) in &made {
                prop_assert_eq!(turns.total(*shown), *total);
            }
        }
    }
}
