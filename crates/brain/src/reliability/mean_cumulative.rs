//! The mean cumulative function: failures or cost of one system by an age, on the mean, without any model.

use super::{Histories, Interval, Unable, unable::fraction};
use crate::numbers::two_sided;

/// What is summed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The number of failures.
    Count,
    /// Their cost.
    Cost,
}

/// The function from one age of failure up to the next.
#[derive(Clone, Copy, Debug)]
pub struct Mean {
    /// The age.
    pub time: f64,
    /// Systems watched at this age.
    pub at_risk: f64,
    /// What all of them together had then.
    pub added: f64,
    /// The mean of one system by this age.
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
    /// Bounds on the logarithm; `None` where the mean or its error is zero.
    pub bounds: Option<Interval>,
}

/// Nelson's estimate (1988, J. Quality Technology 20, 24-35; 2003, "Recurrent Events Data Analysis"), with the robust variance of
/// Lawless & Nadeau (1995, Technometrics 37, 158-168), which needs no independence of a system's failures.
/// A system counts at an age when its watch began before and ended no earlier.
///
/// # Errors
/// [`Unable::TooFew`] without failures; [`Unable::Invalid`] for a confidence outside of 0 to 1.
pub fn mean_cumulative(
    histories: &Histories,
    measure: Measure,
    confidence: f64,
) -> Result<Vec<Mean>, Unable> {
    fraction("confidence", confidence)?;
    if histories.failures() == 0.0 {
        return Err(Unable::TooFew { what: "failures", found: 0.0, needed: 1.0 });
    }
    let z = two_sided(confidence);
    let mut happened: Vec<(f64, usize, f64)> = histories
        .systems()
        .iter()
        .enumerate()
        .flat_map(|(system, history)| {
            history.events.iter().map(move |event| {
                let value = match measure {
                    Measure::Count => event.count,
                    Measure::Cost => event.cost,
                };
                (event.time, system, value)
            })
        })
        .collect();
    happened.sort_by(|one, other| one.0.total_cmp(&other.0));
    // How far each system stands from the mean path, as its share of the estimate.
    let mut apart = vec![0.0; histories.systems().len()];
    let mut own = vec![0.0; apart.len()];
    let mut mean = 0.0;
    let mut path = Vec::new();
    for same_age in happened.chunk_by(|one, other| one.0 == other.0) {
        let time = same_age[0].0;
        for (_, system, value) in same_age {
            own[*system] += value;
        }
        let added: f64 = same_age.iter().map(|event| event.2).sum();
        let watched = |at: usize| {
            let history = &histories.systems()[at];
            history.start < time && time <= history.end
        };
        let at_risk = (0..apart.len()).filter(|at| watched(*at)).count() as f64;
        for at in 0..apart.len() {
            if watched(at) {
                apart[at] += (own[at] - added / at_risk) / at_risk;
            }
            own[at] = 0.0;
        }
        mean += added / at_risk;
        let error = apart.iter().map(|apart| apart * apart).sum::<f64>().sqrt();
        let bounds = (mean > 0.0 && error > 0.0).then(|| {
            let factor = (z * error / mean).exp();
            Interval::new(mean / factor, mean * factor)
        });
        path.push(Mean { time, at_risk, added, mean, error, bounds });
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reliability::{Event, History};

    fn history(end: f64, events: &[(f64, f64)]) -> History {
        let event = |(time, cost): &(f64, f64)| Event { time: *time, count: 1.0, cost: *cost };
        History { start: 0.0, end, ended_by_failure: false, events: events.iter().map(event).collect() }
    }

    #[test]
    fn means_follow_who_is_still_watched() {
        let systems = vec![history(10.0, &[(2.0, 100.0), (8.0, 40.0)]), history(5.0, &[(2.0, 60.0)])];
        let histories = Histories::new(systems).unwrap();
        let count = mean_cumulative(&histories, Measure::Count, 0.9).unwrap();
        assert_eq!(count.iter().map(|at| (at.time, at.mean)).collect::<Vec<_>>(), [(2.0, 1.0), (8.0, 2.0)]);
        let cost = mean_cumulative(&histories, Measure::Cost, 0.9).unwrap();
        assert_eq!(cost.iter().map(|at| at.mean).collect::<Vec<_>>(), [80.0, 120.0]);
        // Two systems with 100 and 60 around 80: (±20 / 2)² twice.
        assert!((cost[0].error - 200.0_f64.sqrt()).abs() < 1e-12);
        assert!(count[0].bounds.is_none(), "both systems had one failure: nothing is known of the spread");
    }
}
