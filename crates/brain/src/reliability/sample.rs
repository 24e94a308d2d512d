//! Life data: how long units lived, as far as it is known.

use super::{
    Unable,
    exponential::total_time,
    unable::{AN_AGE, is_an_age},
};

/// What is known of the life of a unit, in any unit of time, distance or cycles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Life {
    /// Failed at this age.
    Failed(f64),
    /// Was still good at this age, or left the study by another cause (right-censored, a suspension).
    Survived(f64),
    /// Was found failed at this age, failed some time before (left-censored).
    FailedBefore(f64),
    /// Was good at the first age and found failed at the second (interval-censored).
    FailedBetween(f64, f64),
}

/// One life, or several equal ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// What is known of it.
    pub life: Life,
    /// How many units it speaks of.
    pub count: f64,
}

impl Observation {
    /// One failure at `age`.
    pub const fn failed(age: f64) -> Self {
        Self { life: Life::Failed(age), count: 1.0 }
    }

    /// One suspension at `age`.
    pub const fn survived(age: f64) -> Self {
        Self { life: Life::Survived(age), count: 1.0 }
    }
}

/// Checked life data.
#[derive(Clone, Debug)]
pub struct Sample {
    observations: Vec<Observation>,
    observed: f64,
    failures: f64,
}

impl Sample {
    /// Checks life data. Ages are above zero (an interval may start at zero), between 1e-100 and 1e100; counts between a
    /// millionth and 1e12.
    ///
    /// # Errors
    /// [`Unable::Invalid`] names the first wrong value; [`Unable::TooFew`] says that there is none at all.
    pub fn new(observations: Vec<Observation>) -> Result<Self, Unable> {
        for (at, one) in observations.iter().enumerate() {
            let wrong = |field: &str, reason| Unable::invalid(format!("observations[{at}].{field}"), reason);
            let (field, age) = match one.life {
                Life::FailedBetween(0.0, to) => ("until", to),
                Life::FailedBetween(_, to) if to > 1e100 => ("until", to),
                Life::Failed(age)
                | Life::Survived(age)
                | Life::FailedBefore(age)
                | Life::FailedBetween(age, _) => ("time", age),
            };
            if !is_an_age(age) {
                return Err(wrong(field, AN_AGE));
            }
            if !(1e-6..=1e12).contains(&one.count) {
                return Err(wrong("count", "must be a number above zero, between 0.000001 and 1e12"));
            }
        }
        Self::checked(observations)
    }

    fn checked(mut observations: Vec<Observation>) -> Result<Self, Unable> {
        if observations.is_empty() {
            return Err(Unable::TooFew { what: "units", found: 0.0, needed: 1.0 });
        }
        let (mut observed, mut failures) = (0.0, 0.0);
        for (at, observation) in observations.iter_mut().enumerate() {
            let wrong = |field: &str, reason| Unable::invalid(format!("observations[{at}].{field}"), reason);
            if let Life::FailedBetween(from, to) = observation.life {
                if !(from >= 0.0 && from.is_finite()) {
                    return Err(wrong("time", "must be zero or a number above"));
                }
                if !(to > from && to.is_finite()) {
                    return Err(wrong("until", "must be a number above the interval's start"));
                }
                if from == 0.0 {
                    observation.life = Life::FailedBefore(to);
                }
            }
            let (Life::Failed(age)
            | Life::Survived(age)
            | Life::FailedBefore(age)
            | Life::FailedBetween(age, _)) = observation.life;
            if !(age > 0.0 && age.is_finite()) {
                return Err(wrong("time", "must be a number above zero"));
            }
            observed += observation.count;
            if !matches!(observation.life, Life::Survived(_)) {
                failures += observation.count;
            }
        }
        Ok(Self { observations, observed, failures })
    }

    /// The same lives in another unit: every age times `factor`.
    ///
    /// # Errors
    /// [`Unable::Invalid`] when the ages leave the range of numbers.
    pub fn scaled(&self, factor: f64) -> Result<Self, Unable> {
        self.aged(|age| age * factor)
    }

    fn aged(&self, f: impl Fn(f64) -> f64) -> Result<Self, Unable> {
        let life = |life| match life {
            Life::Failed(age) => Life::Failed(f(age)),
            Life::Survived(age) => Life::Survived(f(age)),
            Life::FailedBefore(age) => Life::FailedBefore(f(age)),
            Life::FailedBetween(from, to) => Life::FailedBetween(f(from), f(to)),
        };
        Self::checked(
            self.observations.iter().map(|one| Observation { life: life(one.life), ..*one }).collect(),
        )
    }

    /// The lives counted from `threshold` on. Who left before it says nothing and is left out.
    ///
    /// # Errors
    /// [`Unable::Invalid`] when a unit failed before the threshold.
    pub(super) fn beyond(&self, threshold: f64) -> Result<Self, Unable> {
        let mut kept = self.clone();
        kept.observations.retain(|one| !matches!(one.life, Life::Survived(age) if age <= threshold));
        for one in &mut kept.observations {
            if let Life::FailedBetween(from, to) = one.life
                && from <= threshold
            {
                one.life = Life::FailedBefore(to);
            }
        }
        kept.aged(|age| age - threshold)
    }

    /// The lives.
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// How many units were seen.
    pub const fn observed(&self) -> f64 {
        self.observed
    }

    /// How many of them failed, at a known age or not.
    pub const fn failures(&self) -> f64 {
        self.failures
    }

    /// Whether every age of failure is known: no left or interval censoring.
    pub fn ages_are_known(&self) -> bool {
        self.observations.iter().all(|one| matches!(one.life, Life::Failed(_) | Life::Survived(_)))
    }

    /// The total time on test, failed and running units together; `None` where an age of failure is not known.
    pub fn time_on_test(&self) -> Option<f64> {
        self.ages_are_known().then(|| total_time(self, 1.0))
    }

    /// Whether every unit failed, at a known age.
    pub fn is_complete(&self) -> bool {
        self.observations.iter().all(|one| matches!(one.life, Life::Failed(_)))
    }

    /// The youngest age by which a unit is known to have failed, and whether it is known exactly.
    pub fn first_failure(&self) -> Option<f64> {
        self.observations
            .iter()
            .filter_map(|one| match one.life {
                Life::Failed(age) | Life::FailedBefore(age) | Life::FailedBetween(_, age) => Some(age),
                Life::Survived(_) => None,
            })
            .reduce(f64::min)
    }

    /// Whether a distribution with two parameters has a likelihood with a maximum on these lives.
    ///
    /// # Errors
    /// [`Unable::NoFailures`], or [`Unable::NoSpread`] when one age separates all that survived from all that failed.
    pub fn has_spread(&self) -> Result<(), Unable> {
        if self.failures == 0.0 {
            return Err(Unable::NoFailures { observed: self.observed });
        }
        let (mut survived, mut failed) = (0.0_f64, f64::INFINITY);
        for one in &self.observations {
            match one.life {
                Life::Failed(age) => (survived, failed) = (survived.max(age), failed.min(age)),
                Life::Survived(age) => survived = survived.max(age),
                Life::FailedBefore(age) => failed = failed.min(age),
                Life::FailedBetween(from, to) => (survived, failed) = (survived.max(from), failed.min(to)),
            }
        }
        if survived <= failed {
            return Err(Unable::NoSpread { failures: self.failures, observed: self.observed });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(lives: &[Life]) -> Result<Sample, Unable> {
        Sample::new(lives.iter().map(|life| Observation { life: *life, count: 1.0 }).collect())
    }

    #[test]
    fn wrong_values_are_named() {
        let field = |lives: &[Life]| match sample(lives) {
            Err(Unable::Invalid { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        assert_eq!(field(&[Life::Failed(3.0), Life::Failed(0.0)]), "observations[1].time");
        assert_eq!(field(&[Life::Survived(f64::NAN)]), "observations[0].time");
        assert_eq!(field(&[Life::FailedBetween(5.0, 5.0)]), "observations[0].until");
        let none = Sample::new(vec![Observation { life: Life::Failed(1.0), count: 0.0 }]);
        assert!(matches!(none, Err(Unable::Invalid { field, .. }) if field == "observations[0].count"));
        assert!(matches!(sample(&[]), Err(Unable::TooFew { .. })));
    }

    #[test]
    fn lives_without_spread_are_recognised() {
        let spread = |lives: &[Life]| sample(lives).unwrap().has_spread();
        assert!(matches!(spread(&[Life::Survived(9.0)]), Err(Unable::NoFailures { .. })));
        assert!(matches!(spread(&[Life::Failed(9.0)]), Err(Unable::NoSpread { .. })));
        assert!(matches!(spread(&[Life::Failed(9.0), Life::Failed(9.0)]), Err(Unable::NoSpread { .. })));
        assert!(matches!(spread(&[Life::Failed(9.0), Life::Survived(9.0)]), Err(Unable::NoSpread { .. })));
        assert!(matches!(
            spread(&[Life::FailedBetween(1.0, 4.0), Life::FailedBetween(2.0, 9.0), Life::Survived(3.0)]),
            Err(Unable::NoSpread { .. })
        ));
        assert!(spread(&[Life::Failed(9.0), Life::Survived(9.1)]).is_ok());
        assert!(spread(&[Life::FailedBefore(4.0), Life::Survived(5.0)]).is_ok());
    }
}
