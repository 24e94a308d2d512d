//! Whether failures of repairable systems get rarer or more frequent with age.

use super::{Histories, Unable, histories::History};
use crate::numbers::{chi_square_cdf, chi_square_sf, normal_sf};

/// A test of "no trend", with its significance for a trend in either direction.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    /// The statistic.
    pub statistic: f64,
    /// The probability of a statistic at least as far out without a trend.
    pub p_value: f64,
}

/// The trend tests of a set of histories.
#[derive(Clone, Copy, Debug)]
pub struct Trend {
    /// Laplace's centroid, standard normal without a trend; above zero failures get more frequent
    /// (Cox & Lewis 1966; pooled over systems). The best test against an exponential trend.
    pub laplace: Test,
    /// `2 Σ Σ ln(T / t)` of MIL-HDBK-189, chi-square without a trend; *below* its degrees of freedom failures get more
    /// frequent. The best test against a power law. `None` for systems not watched from new.
    pub military_handbook: Option<Test>,
    /// The degrees of freedom of that statistic.
    pub degrees: f64,
    /// Lewis and Robinson's test (1974), which does not take failures without a trend to come at a constant rate, only in
    /// a renewal process: Laplace's divided by the coefficient of variation of the gaps. One system only.
    pub lewis_robinson: Option<Test>,
    /// Cramér–von Mises distance from the power law.
    pub cramer_von_mises: Option<CramerVonMises>,
}

/// Cramér and von Mises' distance between failures and the power law process fitted to them (MIL-HDBK-189 C.7).
#[derive(Clone, Copy, Debug)]
pub struct CramerVonMises {
    /// The distance.
    pub statistic: f64,
    /// What it stays below nine times in ten when the power law holds.
    pub critical_10: f64,
}

/// Critical values at a significance of 10 %, by the number of failures (MIL-HDBK-189, table C-V).
const CRITICAL_10: [(f64, f64); 14] = [
    (2.0, 0.162),
    (3.0, 0.154),
    (4.0, 0.155),
    (5.0, 0.160),
    (6.0, 0.162),
    (7.0, 0.165),
    (8.0, 0.165),
    (9.0, 0.167),
    (10.0, 0.167),
    (15.0, 0.169),
    (20.0, 0.172),
    (30.0, 0.172),
    (60.0, 0.173),
    (100.0, 0.173),
];

impl Trend {
    /// Tests a set of histories.
    ///
    /// # Errors
    /// [`Unable::TooFew`] below three failures, those that ended a watch not counted: no test has power worth its name.
    pub fn test(histories: &Histories) -> Result<Self, Unable> {
        let n = counted(histories).count() as f64;
        if n < 3.0 {
            return Err(Unable::TooFew { what: "failures within the watch", found: n, needed: 3.0 });
        }
        let laplace = two_sided(laplace(histories));
        let (military_handbook, degrees) = military_handbook(histories);
        Ok(Self {
            laplace,
            military_handbook,
            degrees,
            lewis_robinson: lewis_robinson(histories, laplace.statistic),
            cramer_von_mises: cramer_von_mises(histories),
        })
    }
}

fn two_sided(z: f64) -> Test {
    Test { statistic: z, p_value: 2.0 * normal_sf(z.abs()) }
}

/// Whether a failure is the one that ended its watch and so says nothing about the trend.
fn ended_it(time: f64, system: &History) -> bool {
    system.ended_by_failure && time == system.end
}

/// The failures that count: without those that ended a watch.
fn counted(histories: &Histories) -> impl Iterator<Item = (f64, &History)> {
    histories.failure_times().filter(|(time, system)| !ended_it(*time, system))
}

fn laplace(histories: &Histories) -> f64 {
    let (mut above, mut variance) = (0.0, 0.0);
    for (time, system) in counted(histories) {
        above += time - 0.5 * (system.start + system.end);
        variance += (system.end - system.start).powi(2) / 12.0;
    }
    above / variance.sqrt()
}

fn military_handbook(histories: &Histories) -> (Option<Test>, f64) {
    let (mut sum, mut count) = (0.0, 0.0);
    for (time, system) in counted(histories) {
        sum += (system.end / time).ln();
        count += 1.0;
    }
    let degrees = 2.0 * count;
    if histories.systems().iter().any(|system| system.start > 0.0) {
        return (None, degrees);
    }
    let statistic = 2.0 * sum;
    let tail = chi_square_cdf(degrees, statistic).min(chi_square_sf(degrees, statistic));
    (Some(Test { statistic, p_value: (2.0 * tail).min(1.0) }), degrees)
}

fn lewis_robinson(histories: &Histories, laplace: f64) -> Option<Test> {
    let [system] = histories.systems() else { return None };
    let mut before = system.start;
    let gaps: Vec<f64> = histories
        .failure_times()
        .map(|(time, _)| {
            let gap = time - before;
            before = time;
            gap
        })
        .collect();
    let n = gaps.len() as f64;
    let mean = gaps.iter().sum::<f64>() / n;
    let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (variance > 0.0).then(|| two_sided(laplace * mean / variance.sqrt()))
}

fn cramer_von_mises(histories: &Histories) -> Option<CramerVonMises> {
    if histories.systems().iter().any(|system| system.start > 0.0) {
        return None;
    }
    let mut places: Vec<f64> = counted(histories).map(|(time, system)| time / system.end).collect();
    places.sort_by(f64::total_cmp);
    let m = places.len() as f64;
    let logarithms: f64 = places.iter().map(|place| -place.ln()).sum();
    if m < 2.0 || logarithms == 0.0 {
        return None;
    }
    let beta = (m - 1.0) / logarithms;
    let distance: f64 = places
        .iter()
        .enumerate()
        .map(|(at, place)| (place.powf(beta) - (2.0 * at as f64 + 1.0) / (2.0 * m)).powi(2))
        .sum();
    Some(CramerVonMises { statistic: 1.0 / (12.0 * m) + distance, critical_10: critical(m) })
}

fn critical(m: f64) -> f64 {
    CRITICAL_10
        .windows(2)
        .find(|rows| m <= rows[1].0)
        .map_or(0.173, |rows| rows[0].1 + (rows[1].1 - rows[0].1) * (m - rows[0].0) / (rows[1].0 - rows[0].0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reliability::Event;

    fn one(start: f64, end: f64, ended_by_failure: bool, times: &[f64]) -> Trend {
        let events = times.iter().map(|time| Event { time: *time, count: 1.0, cost: 0.0 }).collect();
        Trend::test(&Histories::new(vec![History { start, end, ended_by_failure, events }]).unwrap()).unwrap()
    }

    #[test]
    fn growing_gaps_are_improvement_and_shrinking_gaps_decline() {
        let better = one(0.0, 100.0, false, &[1.0, 3.0, 8.0, 20.0, 45.0]);
        let worse = one(0.0, 100.0, false, &[55.0, 80.0, 92.0, 97.0, 99.0]);
        assert!(better.laplace.statistic < -1.9 && worse.laplace.statistic > 1.9);
        let military = |trend: Trend| trend.military_handbook.unwrap().statistic;
        assert!(military(better) > better.degrees && military(worse) < worse.degrees);
        assert!(worse.military_handbook.unwrap().p_value < 0.01);
    }

    #[test]
    fn the_failure_that_ended_the_watch_says_nothing() {
        let by_failure = one(0.0, 50.0, true, &[10.0, 20.0, 30.0, 50.0]);
        let by_time = one(0.0, 50.0, false, &[10.0, 20.0, 30.0]);
        assert!((by_failure.laplace.statistic - by_time.laplace.statistic).abs() < 1e-12);
        assert!(by_failure.degrees == 6.0);
    }

    #[test]
    fn watches_that_only_hold_the_failures_that_ended_them_are_refused() {
        let ended = |end| History {
            start: 0.0,
            end,
            ended_by_failure: true,
            events: vec![Event { time: end, count: 1.0, cost: 0.0 }],
        };
        let refused = Trend::test(&Histories::new([5.0, 9.0, 11.0].map(ended).to_vec()).unwrap());
        assert!(matches!(refused, Err(Unable::TooFew { found: 0.0, .. })));
    }

    #[test]
    fn a_system_watched_from_some_age_is_tested_by_laplace_alone() {
        let late = one(1_000.0, 1_100.0, false, &[1_055.0, 1_080.0, 1_092.0, 1_097.0]);
        assert!(late.military_handbook.is_none() && late.cramer_von_mises.is_none());
        assert!(late.laplace.statistic > 1.5);
    }
}
