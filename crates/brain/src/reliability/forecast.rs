//! How many failures a fleet will have within a horizon.

use super::{
    Interval, Law, Unable,
    unable::{fraction, positive},
};
use crate::numbers::{normal_quantile, poisson_cdf};

/// Units of one age.
#[derive(Clone, Copy, Debug)]
pub struct Units {
    /// Their age now.
    pub age: f64,
    /// How many.
    pub count: f64,
}

/// The failures to expect.
#[derive(Clone, Copy, Debug)]
pub struct Forecast {
    /// On the mean.
    pub expected: f64,
    /// The standard deviation of the number.
    pub deviation: f64,
    /// Whole numbers between which it lies with the confidence asked for, the parameters taken as known.
    pub interval: Interval,
}

/// Units up to which the law of the number of failures is computed exactly.
const EXACT: f64 = 3_000.0;

/// The failures of units that are not replaced within the horizon: each fails with probability
/// `1 - R(age + horizon) / R(age)`, so that their number is a sum of independent yes-or-no events (Meeker & Escobar 1998,
/// 12.7). Up to 3,000 units its law is computed exactly, beyond by the refined normal approximation with skewness
/// (Volkova 1996).
///
/// # Errors
/// [`Unable::Invalid`] names the wrong value; [`Unable::TooFew`] without units.
pub fn first_failures(law: Law, fleet: &[Units], horizon: f64, confidence: f64) -> Result<Forecast, Unable> {
    check(fleet, horizon, confidence)?;
    let chances: Vec<(f64, f64)> = fleet
        .iter()
        .map(|units| {
            let more = law.ln_conditional_reliability(units.age, horizon);
            ((-more.exp_m1()).clamp(0.0, 1.0), units.count)
        })
        .collect();
    let sum = |f: fn(f64) -> f64| chances.iter().map(|(p, count)| count * f(*p)).sum::<f64>();
    let expected = sum(|p| p);
    let variance = sum(|p| p * (1.0 - p));
    let total: f64 = fleet.iter().map(|units| units.count).sum();
    let half = 0.5 * (1.0 - confidence);
    let interval = if total <= EXACT {
        let masses = sum_of_chances(&chances);
        let at = |p: f64| quantile(masses.iter().copied(), p);
        Interval::new(at(half), at(1.0 - half))
    } else {
        let skew = sum(|p| p * (1.0 - p) * (1.0 - 2.0 * p)) / variance.powf(1.5).max(f64::MIN_POSITIVE);
        let at = |p: f64| {
            let z = normal_quantile(p);
            (expected + variance.sqrt() * (z + skew * (z * z - 1.0) / 6.0)).clamp(0.0, total)
        };
        Interval::new(at(half).floor(), at(1.0 - half).ceil())
    };
    Ok(Forecast { expected, deviation: variance.sqrt(), interval })
}

/// The failures of a fleet whose failed units are replaced by new ones at once, each place in it a renewal process that
/// begins at its unit's age (Barlow & Proschan 1965, chapter 3). Mean and variance come from the renewal equations on a
/// grid (Xie 1989, "On the solution of renewal-type integral equations"), beyond forty mean lives from their asymptotes
/// (Cox 1962, "Renewal Theory", chapter 4), the interval from the Poisson law where that is its variance, else
/// from the normal law.
///
/// # Errors
/// As [`first_failures`].
pub fn failures_with_renewal(
    law: Law,
    fleet: &[Units],
    horizon: f64,
    confidence: f64,
) -> Result<Forecast, Unable> {
    check(fleet, horizon, confidence)?;
    let (mut expected, mut variance) = (0.0, 0.0);
    if horizon > LONG * law.mean() {
        for units in fleet {
            let (mean, of_one) = in_the_long_run(law, units.age, horizon);
            expected += units.count * mean;
            variance += units.count * of_one;
        }
    } else {
        let renewal = Renewal::new(law, horizon);
        for units in fleet {
            let (mean, square) = renewal.of_age(law, units.age);
            expected += units.count * mean;
            variance += units.count * (square - mean * mean).max(0.0);
        }
    }
    if !(expected.is_finite() && variance.is_finite()) {
        return Err(Unable::invalid("horizon", "is too long for these lives to be counted"));
    }
    let half = 0.5 * (1.0 - confidence);
    let z = normal_quantile(1.0 - half);
    let interval = if expected < 100.0 && (variance / expected.max(1e-300) - 1.0).abs() < 0.1 {
        let at = |p: f64| {
            let mut count = 0.0;
            while poisson_cdf(expected, count) < p {
                count += 1.0;
            }
            count
        };
        Interval::new(at(half), at(1.0 - half))
    } else {
        let reach = z * variance.sqrt();
        Interval::new((expected - reach).floor().max(0.0), (expected + reach).ceil())
    };
    Ok(Forecast { expected, deviation: variance.sqrt(), interval })
}

/// Mean lives beyond which the grid is too coarse and the renewal process has forgotten its beginning.
const LONG: f64 = 40.0;

/// Mean and variance of the renewals within a horizon of very many lives: `(t - m) / μ + (σ² + μ²) / (2μ²)` with the
/// mean rest `m` of the first unit, and `t σ² / μ³`.
fn in_the_long_run(law: Law, age: f64, horizon: f64) -> (f64, f64) {
    let (mean, deviation) = (law.mean(), law.deviation());
    let rest = law.mean_residual_life(age).unwrap_or(0.0).min(horizon);
    let relative = deviation / mean;
    ((horizon - rest) / mean + 0.5 * (relative * relative + 1.0), horizon / mean * relative * relative)
}

fn check(fleet: &[Units], horizon: f64, confidence: f64) -> Result<(), Unable> {
    positive("horizon", horizon)?;
    fraction("confidence", confidence)?;
    if fleet.is_empty() {
        return Err(Unable::TooFew { what: "units", found: 0.0, needed: 1.0 });
    }
    for (at, units) in fleet.iter().enumerate() {
        if !(units.age >= 0.0 && units.age.is_finite()) {
            return Err(Unable::invalid(format!("fleet[{at}].age"), "must be zero or a number above"));
        }
        if !(units.count >= 1.0 && units.count.fract() == 0.0 && units.count.is_finite()) {
            return Err(Unable::invalid(format!("fleet[{at}].count"), "must be a whole number from 1 on"));
        }
    }
    Ok(())
}

/// The law of the sum of independent yes-or-no events, by convolution.
fn sum_of_chances(chances: &[(f64, f64)]) -> Vec<f64> {
    let mut masses = vec![1.0];
    for (p, count) in chances {
        let mut left = *count;
        while left > 0.0 {
            let last = masses.len() - 1;
            masses.push(masses[last] * p);
            for at in (1..=last).rev() {
                masses[at] = masses[at] * (1.0 - p) + masses[at - 1] * p;
            }
            masses[0] *= 1.0 - p;
            left -= 1.0;
        }
    }
    masses
}

/// The smallest number that is not exceeded with probability `p`.
fn quantile(masses: impl Iterator<Item = f64>, p: f64) -> f64 {
    let (mut sum, mut at) = (0.0, 0.0);
    for mass in masses {
        sum += mass;
        // What rounding takes from the sum must not move a whole number.
        if sum >= p - 1e-12 {
            return at;
        }
        at += 1.0;
    }
    at - 1.0
}

/// Renewals of a new unit, on a grid over the horizon.
struct Renewal {
    step: f64,
    /// `M(t)`, the expected renewals by each point of the grid.
    mean: Vec<f64>,
    /// `E[N(t)²]`.
    square: Vec<f64>,
}

impl Renewal {
    const STEPS: usize = 600;

    fn new(law: Law, horizon: f64) -> Self {
        let step = horizon / Self::STEPS as f64;
        let point = |at: usize| step * at as f64;
        let failed: Vec<f64> = (0..=Self::STEPS).map(|at| law.failed(point(at))).collect();
        let half: Vec<f64> = (0..Self::STEPS).map(|at| law.failed(point(at) + 0.5 * step)).collect();
        let mut mean: Vec<f64> = vec![0.0];
        for i in 1..=Self::STEPS {
            // M(t_i) = F(t_i) + Σ F(t_i - midpoint_j) (M_j - M_{j-1}), the last term on both sides.
            let mut sum = failed[i];
            for j in 1..i {
                sum += half[i - j] * (mean[j] - mean[j - 1]);
            }
            sum -= half[0] * mean[i - 1];
            mean.push(sum / (1.0 - half[0]));
        }
        // E[N²] = M + 2 ∫ M(t - s) dM(s).
        let square = (0..=Self::STEPS)
            .map(|i| {
                let pairs: f64 =
                    (1..=i).map(|j| 0.5 * (mean[i - j] + mean[i - j + 1]) * (mean[j] - mean[j - 1])).sum();
                mean[i] + 2.0 * pairs
            })
            .collect();
        Self { step, mean, square }
    }

    /// Mean and mean square of the renewals within the horizon of a unit of this age.
    fn of_age(&self, law: Law, age: f64) -> (f64, f64) {
        let (mut mean, mut square) = (0.0, 0.0);
        let mut before = 0.0;
        for j in 1..=Self::STEPS {
            let failed = 1.0 - law.conditional_reliability(age, self.step * j as f64);
            let first = failed - before;
            before = failed;
            let left = Self::STEPS - j;
            let m = 0.5 * (self.mean[left] + self.mean[left + 1]);
            let s = 0.5 * (self.square[left] + self.square[left + 1]);
            mean += first * (1.0 + m);
            square += first * (1.0 + 2.0 * m + s);
        }
        (mean, square)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::poisson_mass;

    #[test]
    fn the_bearing_cages_of_the_textbook_come_out() {
        // Meeker & Escobar 1998, 12.7.1: 5.057 failures expected among 1703 bearing cages in the next 300 hours
        // (Abernethy et al. 1983, AFWAL-TR-83-2079).
        let hours = [50.0, 150.0, 250.0, 350.0, 450.0, 550.0, 650.0, 750.0, 850.0, 950.0, 1050.0, 1150.0];
        let counts = [288.0, 148.0, 124.0, 111.0, 106.0, 99.0, 110.0, 114.0, 119.0, 127.0, 123.0, 93.0];
        let late = [
            (1250.0, 47.0),
            (1350.0, 41.0),
            (1450.0, 27.0),
            (1550.0, 11.0),
            (1650.0, 6.0),
            (1850.0, 1.0),
            (2050.0, 2.0),
        ];
        let fleet: Vec<Units> =
            hours.into_iter().zip(counts).chain(late).map(|(age, count)| Units { age, count }).collect();
        let law = Law::weibull(2.035_318_6, 11_792.178).unwrap();
        let found = first_failures(law, &fleet, 300.0, 0.9).unwrap();
        assert!((found.expected - 5.057).abs() < 2e-3, "{found:?}");
        assert_eq!((found.interval.lower, found.interval.upper), (Some(2.0), Some(9.0)));
    }

    #[test]
    fn the_exact_law_and_its_approximation_agree_where_they_meet() {
        let law = Law::weibull(2.0, 1_000.0).unwrap();
        let fleet = |count| [Units { age: 300.0, count }];
        let exact = first_failures(law, &fleet(3_000.0), 50.0, 0.9).unwrap();
        let near = first_failures(law, &fleet(3_001.0), 50.0, 0.9).unwrap();
        assert!((exact.interval.lower.unwrap() - near.interval.lower.unwrap()).abs() <= 1.0);
        assert!((exact.interval.upper.unwrap() - near.interval.upper.unwrap()).abs() <= 1.0);
    }

    #[test]
    fn renewals_at_a_constant_rate_are_poisson() {
        let law = Law::Exponential { mean: 100.0 };
        let found = failures_with_renewal(law, &[Units { age: 70.0, count: 4.0 }], 250.0, 0.9).unwrap();
        assert!(
            (found.expected - 10.0).abs() < 1e-4 && (found.deviation.powi(2) - 10.0).abs() < 2e-3,
            "{found:?}"
        );
        let masses: Vec<f64> = (0..200_u32).map(|count| poisson_mass(10.0, f64::from(count))).collect();
        assert_eq!(found.interval.lower.unwrap(), quantile(masses.iter().copied(), 0.05));
        assert_eq!(found.interval.upper.unwrap(), quantile(masses.iter().copied(), 0.95));
    }

    #[test]
    fn renewals_of_long_lived_units_are_their_first_failures() {
        let law = Law::weibull(3.0, 10_000.0).unwrap();
        let fleet = [Units { age: 2_000.0, count: 50.0 }, Units { age: 0.0, count: 20.0 }];
        let first = first_failures(law, &fleet, 500.0, 0.9).unwrap();
        let renewed = failures_with_renewal(law, &fleet, 500.0, 0.9).unwrap();
        assert!((first.expected / renewed.expected - 1.0).abs() < 1e-3);
        let steady = failures_with_renewal(law, &[Units { age: 0.0, count: 1.0 }], 400_000.0, 0.9).unwrap();
        assert!((steady.expected * law.mean() / 400_000.0 - 1.0).abs() < 0.02);
    }

    #[test]
    fn the_long_run_continues_the_grid() {
        for shape in [0.8, 1.0, 2.0, 5.0] {
            let law = Law::weibull(shape, 100.0).unwrap();
            for age in [0.0, 60.0] {
                let fleet = [Units { age, count: 1.0 }];
                let near = |lives: f64| {
                    failures_with_renewal(law, &fleet, lives * law.mean(), 0.9).unwrap().expected - lives
                };
                assert!(
                    (near(39.9) - near(40.1)).abs() < 0.02,
                    "{shape}, {age}: {} {}",
                    near(39.9),
                    near(40.1)
                );
            }
        }
        let law = Law::weibull(2.0, 1.0).unwrap();
        let many = failures_with_renewal(law, &[Units { age: 0.0, count: 1.0 }], 1e7, 0.9).unwrap();
        assert!((many.expected * law.mean() / 1e7 - 1.0).abs() < 1e-6);
    }
}
