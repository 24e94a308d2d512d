//! The exponential distribution: failures at a constant rate.

use super::{
    Bounded, Fit, Interval, Law, Parameter, Sample, Unable,
    likelihood::{Likelihood, Point},
    location_scale::bounds,
    sample::Life,
    standard::Standard,
};
use crate::numbers::{chi_square_quantile, two_sided};

/// An exponential law fitted to lives, by maximum likelihood under any censoring: with known ages the mean life is the
/// total time on test by the failures (Epstein & Sobel 1953).
#[derive(Clone, Debug)]
pub struct Exponential {
    likelihood: Likelihood,
    peak: Point,
}

impl Exponential {
    /// Fits the mean life.
    ///
    /// # Errors
    /// [`Unable::NoFailures`], or [`Unable::NoSpread`] when nothing is known to have lived for any time at all.
    pub fn fit(sample: &Sample) -> Result<Self, Unable> {
        if sample.failures() == 0.0 {
            return Err(Unable::NoFailures { observed: sample.observed() });
        }
        if sample.observations().iter().all(|one| matches!(one.life, Life::FailedBefore(_))) {
            return Err(Unable::NoSpread { failures: sample.failures(), observed: sample.observed() });
        }
        let likelihood = Likelihood::new(Standard::SmallestExtreme, sample, f64::ln, |t| -t.ln());
        let near = if sample.ages_are_known() {
            (total_time(sample, 1.0) / sample.failures()).ln() - likelihood.centre
        } else {
            0.0
        };
        let peak = likelihood.given_b(likelihood.spread, near);
        Ok(Self { likelihood, peak })
    }

    /// The mean life, in the unit of the lives.
    pub fn mean(&self) -> f64 {
        self.mean_at(self.peak.a)
    }

    fn mean_at(&self, a: f64) -> f64 {
        (self.likelihood.centre + a).exp()
    }

    fn error_of_ln_mean(&self) -> f64 {
        (-self.peak.curvature[0]).sqrt().recip()
    }

    /// Wald bounds of the mean life, on its logarithm.
    pub fn wald(&self, confidence: f64) -> Interval {
        let factor = (two_sided(confidence) * self.error_of_ln_mean()).exp();
        Interval::new(self.mean() / factor, self.mean() * factor)
    }

    /// Likelihood-ratio bounds of the mean life.
    pub fn likelihood_ratio(&self, confidence: f64) -> Interval {
        let deficit = |a: f64| self.peak.value - self.likelihood.at(a, self.likelihood.spread).value;
        let (a, error) = (self.peak.a, self.error_of_ln_mean());
        bounds(deficit, a, error, confidence, [a - 300.0, a + 300.0]).map(|a| self.mean_at(a))
    }
}

impl Fit for Exponential {
    fn law(&self) -> Law {
        Law::Exponential { mean: self.mean() }
    }

    fn log_likelihood(&self) -> f64 {
        self.peak.value
    }

    fn parameters(&self, confidence: f64) -> Vec<Parameter> {
        vec![Parameter {
            name: "mean",
            value: self.mean(),
            error: Some(self.mean() * self.error_of_ln_mean()),
            wald: Some(self.wald(confidence)),
            likelihood_ratio: Some(self.likelihood_ratio(confidence)),
        }]
    }

    fn life(&self, p: f64, confidence: f64) -> Bounded {
        let factor = -(-p).ln_1p();
        let life = |mean: f64| mean * factor;
        Bounded {
            value: life(self.mean()),
            wald: Some(self.wald(confidence).map(life)),
            likelihood_ratio: Some(self.likelihood_ratio(confidence).map(life)),
        }
    }

    fn reliability(&self, t: f64, confidence: f64) -> Bounded {
        let alive = |mean: f64| (-t.max(0.0) / mean).exp();
        Bounded {
            value: alive(self.mean()),
            wald: Some(self.wald(confidence).map(alive)),
            likelihood_ratio: Some(self.likelihood_ratio(confidence).map(alive)),
        }
    }
}

/// `Σ t^shape` over all units, the exposure of a Weibull law with this shape; with shape 1 the total time on test.
pub(super) fn total_time(sample: &Sample, shape: f64) -> f64 {
    let exposure = |life| match life {
        Life::Failed(t) | Life::Survived(t) => f64::powf(t, shape),
        Life::FailedBefore(_) => 0.0,
        Life::FailedBetween(from, _) => f64::powf(from, shape),
    };
    sample.observations().iter().map(|one| one.count * exposure(one.life)).sum()
}

/// Exact bounds of a mean time between failures from a total time at constant rate (Epstein & Sobel 1953;
/// MIL-HDBK-781A 6.2.2): `2T / χ²`, with `2r + 2` degrees of freedom below when the watch ended by time and `2r`
/// when it ended with a failure. Without failures there is no upper bound.
///
/// # Errors
/// [`Unable::TooFew`] when the watch ended with a failure and none was counted.
pub fn constant_rate_bounds(
    total_time: f64,
    failures: f64,
    ended_by_failure: bool,
    confidence: f64,
) -> Result<Interval, Unable> {
    if ended_by_failure && failures == 0.0 {
        return Err(Unable::TooFew { what: "failures", found: 0.0, needed: 1.0 });
    }
    let half = 0.5 * (1.0 - confidence);
    let below = if ended_by_failure { 2.0 * failures } else { 2.0 * failures + 2.0 };
    Ok(Interval {
        lower: Some(2.0 * total_time / chi_square_quantile(below, 1.0 - half)),
        upper: (failures > 0.0).then(|| 2.0 * total_time / chi_square_quantile(2.0 * failures, half)),
    })
}

/// The one-sided lower bound of a mean time between failures at constant rate, the watch ended by time.
pub fn constant_rate_lower(total_time: f64, failures: f64, confidence: f64) -> f64 {
    2.0 * total_time / chi_square_quantile(2.0 * failures + 2.0, confidence)
}
