//! The Weibull distribution with a failure-free time (three parameters), by maximum likelihood.
//!
//! The likelihood of three parameters is unbounded: with a shape below 1 it grows without end as the threshold nears
//! the first failure. What is sought is therefore its greatest *local* maximum over thresholds from zero on
//! (Lawless 2003, 4.1.3; Smith 1985, Biometrika 72, 67-90), and where there is none, that is said.

use super::{
    Bounded, Fit, Law, Parameter, Sample, Unable, Weibull, location_scale::bounds, sample::Life,
    standard::Standard,
};
use crate::numbers::{Bracket, root, two_sided};

/// Above this shape the estimates of three parameters are asymptotically normal (Smith 1985).
const REGULAR_SHAPE: f64 = 2.0;
/// Failures below which a third parameter can't be told.
const FAILURES_NEEDED: f64 = 4.0;

/// A Weibull law with a threshold fitted to lives.
#[derive(Clone, Debug)]
pub struct Weibull3 {
    sample: Sample,
    threshold: f64,
    beyond: Weibull,
    /// Standard errors of shape, scale and threshold, where the shape is above 2 and the threshold above zero.
    errors: Option<[f64; 3]>,
}

impl Weibull3 {
    /// Fits shape, scale and threshold (`gamma`), the threshold between zero and the first failure.
    ///
    /// # Errors
    /// As [`Weibull::fit`]; [`Unable::TooFew`] below four failures; [`Unable::NoThreshold`] when the likelihood has no
    /// local maximum, the mark of early failures.
    pub fn fit(sample: &Sample) -> Result<Self, Unable> {
        sample.has_spread()?;
        if sample.failures() < FAILURES_NEEDED {
            return Err(Unable::TooFew {
                what: "failures",
                found: sample.failures(),
                needed: FAILURES_NEEDED,
            });
        }
        let first = sample.first_failure().ok_or(Unable::NoFailures { observed: sample.observed() })?;
        let threshold = best_threshold(sample, first)?;
        let beyond = Weibull::fit(&sample.beyond(threshold)?)?;
        let mut fit = Self { sample: sample.clone(), threshold, beyond, errors: None };
        if fit.beyond.shape() > REGULAR_SHAPE && threshold > 0.0 {
            fit.errors = fit.standard_errors();
        }
        Ok(fit)
    }

    /// The shape `beta`.
    pub fn shape(&self) -> f64 {
        self.beyond.shape()
    }

    /// The scale `eta`, counted from the threshold.
    pub fn scale(&self) -> f64 {
        self.beyond.scale()
    }

    /// The threshold `gamma`: zero when the likelihood is greatest without one.
    pub const fn threshold(&self) -> f64 {
        self.threshold
    }

    fn ratio_threshold(&self, confidence: f64) -> super::Interval {
        let first = self.sample.first_failure().unwrap_or(self.threshold);
        let deficit = |threshold: f64| {
            profile(&self.sample, threshold).map_or(f64::INFINITY, |value| self.log_likelihood() - value)
        };
        let error = self.errors.map_or(0.02 * (first - self.threshold), |errors| errors[2]);
        let step = error.min(0.3 * (first - self.threshold));
        let mut found = bounds(deficit, self.threshold, step, confidence, [0.0, first * (1.0 - 1e-9)]);
        // At zero and at the first failure the threshold meets its natural ends.
        found.lower = found.lower.or(Some(0.0));
        found.upper = found.upper.or(Some(first));
        found
    }

    /// The inverse of the observed information of `a = beta ln eta`, `b = beta` and the threshold.
    fn standard_errors(&self) -> Option<[f64; 3]> {
        let (b, a) = (self.shape(), self.shape() * self.scale().ln());
        let mut h = [[0.0; 3]; 3];
        for one in self.sample.observations() {
            let w = one.count;
            // z = b ln(t - threshold) - a, its gradient and second derivatives in (a, b, threshold).
            let place = |t: f64| {
                let x = t - self.threshold;
                (b * x.ln() - a, [-1.0, x.ln(), -b / x], [-1.0 / x, -b / (x * x)])
            };
            let mut add = |first: f64, second: f64, [p, q]: [[f64; 3]; 2], bend: [f64; 2]| {
                for (row, i) in h.iter_mut().zip(p) {
                    for (cell, j) in row.iter_mut().zip(q) {
                        *cell += w * second * i * j;
                    }
                }
                h[1][2] += w * first * bend[0];
                h[2][1] += w * first * bend[0];
                h[2][2] += w * first * bend[1];
            };
            let (t, kind): (f64, fn(Standard, f64) -> super::standard::Jet) = match one.life {
                Life::Survived(t) | Life::FailedBefore(t) | Life::FailedBetween(_, t)
                    if t <= self.threshold =>
                {
                    continue;
                }
                Life::Failed(t) => (t, Standard::ln_density),
                Life::Survived(t) => (t, Standard::ln_sf),
                Life::FailedBefore(t) => (t, Standard::ln_cdf),
                Life::FailedBetween(from, t) if from <= self.threshold => (t, Standard::ln_cdf),
                Life::FailedBetween(from, to) => {
                    let ((z, p, m), (y, q, n)) = (place(from), place(to));
                    let jet = Standard::SmallestExtreme.ln_between(z, y);
                    add(jet.first[0], jet.second[0], [p, p], m);
                    add(jet.first[1], jet.second[2], [q, q], n);
                    add(0.0, jet.second[1], [p, q], [0.0; 2]);
                    add(0.0, jet.second[1], [q, p], [0.0; 2]);
                    continue;
                }
            };
            let (z, p, bend) = place(t);
            let jet = kind(Standard::SmallestExtreme, z);
            add(jet.first, jet.second, [p, p], bend);
            if matches!(one.life, Life::Failed(_)) {
                h[1][1] -= w / (b * b);
                h[2][2] += w / (t - self.threshold).powi(2);
            }
        }
        let v = inverse(h)?;
        // eta = exp(a / b).
        let gradient = [1.0 / b, -a / (b * b)];
        let variance = v[0][0] * gradient[0].powi(2)
            + 2.0 * v[0][1] * gradient[0] * gradient[1]
            + v[1][1] * gradient[1].powi(2);
        let errors = [v[1][1].sqrt(), self.scale() * variance.sqrt(), v[2][2].sqrt()];
        errors.iter().all(|error| error.is_finite()).then_some(errors)
    }
}

/// The likelihood with the best shape and scale for a threshold.
fn profile(sample: &Sample, threshold: f64) -> Option<f64> {
    Some(Weibull::fit(&sample.beyond(threshold).ok()?).ok()?.log_likelihood())
}

/// How the profile changes with the threshold: by the envelope theorem only the direct derivative counts.
fn slope(sample: &Sample, threshold: f64) -> Option<f64> {
    let beyond = sample.beyond(threshold).ok()?;
    let fit = Weibull::fit(&beyond).ok()?;
    let (b, a) = (fit.shape(), fit.shape() * fit.scale().ln());
    let law = Standard::SmallestExtreme;
    let z = |x: f64| b * x.ln() - a;
    Some(
        -beyond
            .observations()
            .iter()
            .map(|one| {
                one.count
                    * match one.life {
                        Life::Failed(x) => (b * law.ln_density(z(x)).first - 1.0) / x,
                        Life::Survived(x) => b * law.ln_sf(z(x)).first / x,
                        Life::FailedBefore(x) => b * law.ln_cdf(z(x)).first / x,
                        Life::FailedBetween(from, to) => {
                            let jet = law.ln_between(z(from), z(to));
                            b * (jet.first[0] / from + jet.first[1] / to)
                        }
                    }
            })
            .sum::<f64>(),
    )
}

/// The greatest local maximum of the profile. The grid is even in `ln(first - threshold)`, so that it is as fine
/// beside the first failure as the profile is steep there.
fn best_threshold(sample: &Sample, first: f64) -> Result<f64, Unable> {
    const STEPS: u32 = 70;
    let threshold = |step: u32| first * -(-0.2 * f64::from(step)).exp_m1();
    let slopes: Vec<(f64, Option<f64>)> =
        (0..STEPS).map(threshold).map(|at| (at, slope(sample, at))).collect();
    let mut candidates = Vec::new();
    if slopes[0].1.is_some_and(|rise| rise <= 0.0) {
        candidates.push(0.0);
    }
    for pair in slopes.windows(2) {
        if let [(from, Some(up)), (to, Some(down))] = *pair
            && up > 0.0
            && down <= 0.0
        {
            candidates.push(root(|at| slope(sample, at).unwrap_or(0.0), Bracket { from, to }));
        }
    }
    candidates
        .into_iter()
        .filter_map(|at| Some((at, profile(sample, at)?)))
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(at, _)| at)
        .ok_or(Unable::NoThreshold { first, failures: sample.failures() })
}

/// The inverse of the negative of a symmetric matrix, by cofactors.
fn inverse(h: [[f64; 3]; 3]) -> Option<[[f64; 3]; 3]> {
    let cofactor = |i: usize, j: usize| {
        let (r, s) = ((i + 1) % 3, (i + 2) % 3);
        let (p, q) = ((j + 1) % 3, (j + 2) % 3);
        h[r][p] * h[s][q] - h[r][q] * h[s][p]
    };
    let determinant: f64 = (0..3).map(|j| h[0][j] * cofactor(0, j)).sum();
    if determinant.abs() < f64::MIN_POSITIVE {
        return None;
    }
    Some([0, 1, 2].map(|i| [0, 1, 2].map(|j| -cofactor(j, i) / determinant)))
}

impl Fit for Weibull3 {
    fn law(&self) -> Law {
        Law::Weibull { shape: self.shape(), scale: self.scale(), threshold: self.threshold }
    }

    fn log_likelihood(&self) -> f64 {
        self.beyond.log_likelihood()
    }

    fn parameters(&self, confidence: f64) -> Vec<Parameter> {
        let z = two_sided(confidence);
        let on_logarithm = |value: f64, error: f64| {
            let factor = (z * error / value).exp();
            super::Interval::new(value / factor, value * factor)
        };
        let error = |at: usize| self.errors.map(|errors| errors[at]);
        let positive = |name, value, at| Parameter {
            name,
            value,
            error: error(at),
            wald: error(at).map(|error| on_logarithm(value, error)),
            likelihood_ratio: None,
        };
        vec![
            positive("beta", self.shape(), 0),
            positive("eta", self.scale(), 1),
            Parameter {
                name: "gamma",
                value: self.threshold,
                error: error(2),
                wald: error(2).map(|error| {
                    super::Interval::new(self.threshold - z * error, self.threshold + z * error)
                }),
                likelihood_ratio: Some(self.ratio_threshold(confidence)),
            },
        ]
    }

    /// The bounds hold for the threshold found, as if it were known.
    fn life(&self, p: f64, confidence: f64) -> Bounded {
        let beyond = self.beyond.life(p, confidence);
        let shift = |x: f64| x + self.threshold;
        Bounded {
            value: shift(beyond.value),
            wald: beyond.wald.map(|wald| wald.map(shift)),
            likelihood_ratio: beyond.likelihood_ratio.map(|ratio| ratio.map(shift)),
        }
    }

    /// The bounds hold for the threshold found, as if it were known.
    fn reliability(&self, t: f64, confidence: f64) -> Bounded {
        if t <= self.threshold {
            return Bounded { value: 1.0, wald: None, likelihood_ratio: None };
        }
        self.beyond.reliability(t - self.threshold, confidence)
    }
}
