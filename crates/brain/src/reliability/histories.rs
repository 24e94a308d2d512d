//! Failure histories of repairable systems: when each was watched and when it failed.

use super::{Unable, unable::is_an_age};

/// Failures of a system at one age.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// The system's age.
    pub time: f64,
    /// How many failures at once.
    pub count: f64,
    /// What they cost together, in any currency unit.
    pub cost: f64,
}

/// One system, watched from `start` to `end` on its own age.
#[derive(Clone, Debug)]
pub struct History {
    /// The age at which the watch began; 0 for a system seen since it was new.
    pub start: f64,
    /// The age at which it ended.
    pub end: f64,
    /// Whether the watch ended because of the last failure, rather than at a time that was fixed before.
    pub ended_by_failure: bool,
    /// The failures, in any order.
    pub events: Vec<Event>,
}

/// Checked histories, the events of each in order.
#[derive(Clone, Debug)]
pub struct Histories {
    systems: Vec<History>,
    failures: f64,
}

impl Histories {
    /// Checks histories: `0 <= start < end`, failures after the start and not after the end, counts above zero, costs not
    /// below zero.
    ///
    /// # Errors
    /// [`Unable::Invalid`] names the first wrong value; [`Unable::TooFew`] says that there is no system.
    pub fn new(mut systems: Vec<History>) -> Result<Self, Unable> {
        if systems.is_empty() {
            return Err(Unable::TooFew { what: "systems", found: 0.0, needed: 1.0 });
        }
        let mut failures = 0.0;
        for (at, system) in systems.iter_mut().enumerate() {
            let wrong = |field: String, reason| Unable::invalid(format!("systems[{at}].{field}"), reason);
            if !(system.start >= 0.0 && system.start.is_finite()) {
                return Err(wrong("start".to_owned(), "must be zero or a number above"));
            }
            if !(system.end > system.start && is_an_age(system.end)) {
                return Err(wrong("end".to_owned(), "must be a number above the start, at most 1e100"));
            }
            for (number, event) in system.events.iter().enumerate() {
                if !(event.time > system.start && event.time <= system.end && is_an_age(event.time)) {
                    return Err(wrong(
                        format!("events[{number}].time"),
                        "must lie after the start of the watch and not after its end",
                    ));
                }
                if !(event.count > 0.0 && event.count <= 1e6 && event.count.fract() == 0.0) {
                    return Err(wrong(format!("events[{number}].count"), "must be a whole number from 1 on"));
                }
                if !(0.0..=1e100).contains(&event.cost) {
                    return Err(wrong(
                        format!("events[{number}].cost"),
                        "must be zero or a number above, at most 1e100",
                    ));
                }
                failures += event.count;
            }
            system.events.sort_by(|one, other| one.time.total_cmp(&other.time));
            if system.ended_by_failure && system.events.last().is_none_or(|last| last.time != system.end) {
                return Err(wrong(
                    "end".to_owned(),
                    "must be the time of the last failure if that ended the watch",
                ));
            }
        }
        Ok(Self { systems, failures })
    }

    /// The systems.
    pub fn systems(&self) -> &[History] {
        &self.systems
    }

    /// All failures.
    pub const fn failures(&self) -> f64 {
        self.failures
    }

    /// The time that all systems were watched, summed up.
    pub fn total_time(&self) -> f64 {
        self.systems.iter().map(|system| system.end - system.start).sum()
    }

    /// The greatest age that was watched.
    pub fn oldest(&self) -> f64 {
        self.systems.iter().map(|system| system.end).fold(0.0, f64::max)
    }

    /// The age at which every watch ended, if all began at age 0 and ended alike, at a time fixed before, or if there is
    /// one system watched from age 0 on.
    pub(super) fn common_end(&self) -> Option<f64> {
        let first = self.systems.first()?;
        self.systems
            .iter()
            .all(|one| {
                one.start == 0.0 && one.end == first.end && (!one.ended_by_failure || self.systems.len() == 1)
            })
            .then_some(first.end)
    }

    /// The ages of all failures, repeated by their counts, each with its system.
    pub(super) fn failure_times(&self) -> impl Iterator<Item = (f64, &History)> {
        self.systems.iter().flat_map(|system| {
            system.events.iter().flat_map(move |event| {
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "checked: a whole number up to a million"
                )]
                let count = event.count as usize;
                std::iter::repeat_n((event.time, system), count)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(end: f64, times: &[f64]) -> History {
        let event = |time: &f64| Event { time: *time, count: 1.0, cost: 0.0 };
        History { start: 0.0, end, ended_by_failure: false, events: times.iter().map(event).collect() }
    }

    #[test]
    fn wrong_values_are_named() {
        let field = |systems| match Histories::new(systems) {
            Err(Unable::Invalid { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            field(vec![history(10.0, &[3.0]), history(10.0, &[3.0, 11.0])]),
            "systems[1].events[1].time"
        );
        assert_eq!(field(vec![history(0.0, &[])]), "systems[0].end");
        let by_failure = History { ended_by_failure: true, ..history(10.0, &[3.0]) };
        assert_eq!(field(vec![by_failure]), "systems[0].end");
    }
}
