//! The share of units that live on when failures are known only to lie in intervals, without assuming a distribution.

use super::{Sample, Unable, sample::Life};

/// A stretch of time in which a share of failures lies; where inside, the data don't say.
#[derive(Clone, Copy, Debug)]
pub struct Mass {
    /// Failures come after this time, or at it when both ends are the same.
    pub from: f64,
    /// And at the latest at this one; infinity for what outlived the study.
    pub to: f64,
    /// The share of all failures that lies in it.
    pub share: f64,
    /// The share of units that live beyond it.
    pub survival: f64,
}

/// The estimate of greatest likelihood (Turnbull 1976, JRSS B 38, 290-295), by the self-consistency algorithm up to a
/// change of less than 1e-12. With known ages it is the Kaplan–Meier estimate.
///
/// # Errors
/// [`Unable::NoFailures`]; [`Unable::TooFew`] never: one failure suffices.
pub fn turnbull(sample: &Sample) -> Result<Vec<Mass>, Unable> {
    if sample.failures() == 0.0 {
        return Err(Unable::NoFailures { observed: sample.observed() });
    }
    // Each life lies in (from, to], an exact one in [t, t].
    let lives: Vec<(f64, f64, f64)> = sample
        .observations()
        .iter()
        .map(|one| match one.life {
            Life::Failed(t) => (t, t, one.count),
            Life::Survived(t) => (t, f64::INFINITY, one.count),
            Life::FailedBefore(t) => (0.0, t, one.count),
            Life::FailedBetween(from, to) => (from, to, one.count),
        })
        .collect();
    let stretches = innermost(&lives);
    let inside = |(from, to, _): (f64, f64, f64)| {
        let exact = from == to;
        // A known age has its own stretch; an interval is open where it begins.
        let first = stretches.partition_point(|s| s.0 < from || (!exact && s.0 == from && s.0 == s.1));
        let last = stretches.partition_point(|s| s.1 <= to);
        first..last
    };
    let within: Vec<(std::ops::Range<usize>, f64)> =
        lives.iter().map(|life| (inside(*life), life.2)).collect();
    let share = self_consistent(&within, stretches.len());
    let mut survival = 1.0;
    Ok(stretches
        .into_iter()
        .zip(share)
        .map(|((from, to), share)| {
            survival = f64::max(survival - share, 0.0);
            Mass { from, to, share, survival }
        })
        .filter(|mass| mass.share > 1e-9)
        .collect())
}

/// The shares of the stretches that reproduce themselves when every life is spread over its own by them.
fn self_consistent(within: &[(std::ops::Range<usize>, f64)], stretches: usize) -> Vec<f64> {
    const ROUNDS: usize = 20_000;
    let mut share = vec![1.0 / stretches as f64; stretches];
    let (mut sums, mut pulls) = (Vec::with_capacity(share.len() + 1), vec![0.0; share.len() + 1]);
    for _ in 0..ROUNDS {
        // With running sums of the shares, and of what begins and ends to pull at them, a round takes no longer than
        // the data are.
        sums.clear();
        sums.push(0.0);
        for (at, share) in share.iter().enumerate() {
            sums.push(sums[at] + share);
        }
        pulls.fill(0.0);
        for (range, count) in within {
            let total = sums[range.end] - sums[range.start];
            if total > 0.0 {
                pulls[range.start] += count / total;
                pulls[range.end] -= count / total;
            }
        }
        let mut pull = 0.0;
        let next: Vec<f64> = share
            .iter()
            .zip(&pulls)
            .map(|(share, more)| {
                pull += more;
                share * f64::max(pull, 0.0)
            })
            .collect();
        let all: f64 = next.iter().sum();
        let mut change = 0.0_f64;
        for (old, new) in share.iter_mut().zip(next) {
            let new = new / all;
            change = change.max((*old - new).abs());
            *old = new;
        }
        if change < 1e-12 {
            break;
        }
    }
    share
}

/// The stretches that can hold mass: from a left end to the very next right end.
fn innermost(lives: &[(f64, f64, f64)]) -> Vec<(f64, f64)> {
    // At one time the exact ones begin, then right ends close, then open left ends begin.
    let mut ends: Vec<(f64, u8)> = Vec::with_capacity(2 * lives.len());
    for (from, to, _) in lives {
        let exact = from == to;
        ends.push((*from, if exact { 0 } else { 2 }));
        ends.push((*to, 1));
    }
    ends.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    ends.dedup();
    ends.windows(2)
        .filter(|pair| pair[0].1 != 1 && pair[1].1 == 1)
        .map(|pair| (pair[0].0, pair[1].0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reliability::{Observation, kaplan_meier};

    #[test]
    fn with_known_ages_it_is_kaplan_meier() {
        let sample = Sample::new(vec![
            Observation::failed(3.0),
            Observation::survived(4.0),
            Observation::failed(5.0),
            Observation::failed(5.0),
            Observation::survived(5.0),
            Observation::failed(9.0),
            Observation::survived(12.0),
        ])
        .unwrap();
        let masses = turnbull(&sample).unwrap();
        let steps = kaplan_meier(&sample, 0.9).unwrap();
        for (mass, step) in masses.iter().zip(&steps) {
            assert!((mass.from - step.time).abs() < 1e-12 && (mass.survival - step.survival).abs() < 1e-8);
        }
        assert!(masses.last().unwrap().to.is_infinite());
    }

    #[test]
    fn inspections_share_out_by_hand() {
        // Two of (0, 10], one of (5, 15], one survivor of 15. Everything can lie in (5, 10]: three quarters do.
        let between = |from, to, count| Observation { life: Life::FailedBetween(from, to), count };
        let sample =
            Sample::new(vec![between(0.0, 10.0, 2.0), between(5.0, 15.0, 1.0), Observation::survived(15.0)])
                .unwrap();
        let masses = turnbull(&sample).unwrap();
        assert_eq!(masses.len(), 2);
        assert!((masses[0].from - 5.0).abs() < 1e-12 && (masses[0].to - 10.0).abs() < 1e-12);
        assert!((masses[0].share - 0.75).abs() < 1e-8 && (masses[1].share - 0.25).abs() < 1e-8);
    }
}
