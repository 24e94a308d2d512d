//! The power law process of Crow and AMSAA: `E[N(t)] = lambda t^beta` failures of a repairable system by age `t`
//! (Crow 1974; MIL-HDBK-189; IEC 61164). With `beta < 1` reliability grows, with `beta > 1` it declines.

use super::{
    Histories, Interval, Unable, constant_rate_bounds,
    location_scale::bounds,
    power_law_exact::{failure_terminated, time_terminated},
};
use crate::numbers::{Bracket, chi_square_quantile, minimise, root, two_sided};

/// A power law process fitted by maximum likelihood.
#[derive(Clone, Debug)]
pub struct PowerLaw {
    /// The shape, without unit.
    pub beta: f64,
    /// Failures of one system by age 1: per unit of time to the power `beta`.
    pub lambda: f64,
    /// The age at which the figures of the moment are taken: the greatest that was watched.
    pub at: f64,
    /// Failures of one system expected by the age `at`.
    expected: f64,
    failures: f64,
    systems: f64,
    total_time: f64,
    /// The end common to all systems, and whether it was set by a failure.
    common_end: Option<(f64, bool)>,
    /// Variances and covariance of `ln(lambda at^beta)` and `beta`.
    covariance: [f64; 3],
    profile: Profile,
}

/// What the likelihood needs of the histories, ages taken relative to the oldest.
#[derive(Clone, Debug)]
struct Profile {
    failures: f64,
    /// `Σ ln(t / at)` over the failures.
    ln_times: f64,
    /// Start and end of each watch.
    watches: Vec<(f64, f64)>,
}

impl Profile {
    /// `Σ (end^b - start^b)` and its first two derivatives in `b`.
    fn exposure(&self, b: f64) -> [f64; 3] {
        let mut sums = [0.0; 3];
        for (start, end) in &self.watches {
            for (age, sign) in [(*end, 1.0), (*start, -1.0)] {
                if age > 0.0 {
                    let (power, ln) = (age.powf(b), age.ln());
                    sums[0] += sign * power;
                    sums[1] += sign * power * ln;
                    sums[2] += sign * power * ln * ln;
                }
            }
        }
        sums
    }

    /// The likelihood of a shape with its best `lambda`, up to a constant.
    fn at(&self, b: f64) -> f64 {
        self.failures * (b.ln() - self.exposure(b)[0].ln()) + (b - 1.0) * self.ln_times
    }

    /// Its slope.
    fn slope(&self, b: f64) -> f64 {
        let [zero, one, _] = self.exposure(b);
        self.failures * (1.0 / b - one / zero) + self.ln_times
    }

    /// The likelihood of a shape and a rate of failures of one system at the oldest age, up to the same constant.
    fn with_rate(&self, b: f64, rate: f64) -> f64 {
        let lambda = rate / b;
        let zero = self.exposure(b)[0];
        let best = self.failures / zero;
        self.at(b) + self.failures * (lambda / best).ln() - lambda * zero + self.failures
    }
}

impl PowerLaw {
    /// Fits shape and scale, for one system or several alike, watched over any ages.
    ///
    /// # Errors
    /// [`Unable::TooFew`] below two failures (three where a failure ended the watch); [`Unable::NoTrend`] when all
    /// failures are at the very end (or so near that `lambda` is too small for a number), or when the likelihood has no
    /// maximum.
    pub fn fit(histories: &Histories) -> Result<Self, Unable> {
        let n = histories.failures();
        let ended_by_failure = histories.systems().iter().any(|one| one.ended_by_failure);
        let needed = if ended_by_failure { 3.0 } else { 2.0 };
        if n < needed {
            return Err(Unable::TooFew { what: "failures", found: n, needed });
        }
        let at = histories.oldest();
        let watches: Vec<_> = histories.systems().iter().map(|one| (one.start / at, one.end / at)).collect();
        let ln_times = histories.failure_times().map(|(time, _)| (time / at).ln()).sum::<f64>();
        let profile = Profile { failures: n, ln_times, watches };
        let no_trend = Unable::NoTrend { failures: n };
        let beta = match histories.common_end() {
            Some(_) if ln_times < 0.0 => -n / ln_times,
            Some(_) => return Err(no_trend),
            None => {
                // The slope falls; walk to where it is negative.
                let start = 1e-4;
                if profile.slope(start) <= 0.0 {
                    return Err(no_trend);
                }
                let ends =
                    Bracket::walk(|b| -profile.slope(b), start, 0.5, 1e4).ok_or_else(|| no_trend.clone())?;
                root(|b| profile.slope(b), ends)
            }
        };
        let [zero, one, two] = profile.exposure(beta);
        let expected = n / zero;
        // Observed information in (ln(lambda at^beta), beta).
        let (aa, ab, bb) = (n, expected * one, n / (beta * beta) + expected * two);
        let determinant = aa * bb - ab * ab;
        let lambda = expected / at.powf(beta);
        if !(lambda.is_normal() && determinant > 0.0) {
            return Err(no_trend);
        }
        Ok(Self {
            beta,
            lambda,
            at,
            expected,
            failures: n,
            systems: histories.systems().len() as f64,
            total_time: histories.total_time(),
            common_end: histories.common_end().map(|end| (end, ended_by_failure)),
            covariance: [bb / determinant, -ab / determinant, aa / determinant],
            profile,
        })
    }

    /// Failures of one system expected by an age.
    pub fn expected(&self, age: f64) -> f64 {
        self.expected * (age / self.at).powf(self.beta)
    }

    /// The rate of failures of one system at an age, per unit of time.
    pub fn intensity(&self, age: f64) -> f64 {
        self.expected * self.beta / self.at * (age / self.at).powf(self.beta - 1.0)
    }

    /// The mean time between failures of one system at the oldest age watched: `1 / intensity(at)`.
    pub fn mtbf(&self) -> f64 {
        1.0 / self.intensity(self.at)
    }

    /// The mean time between failures over all the time watched.
    pub fn cumulative_mtbf(&self) -> f64 {
        self.total_time / self.failures
    }

    /// How fast the mean time between failures grows: the slope of Duane's plot, `1 - beta`.
    pub fn growth_rate(&self) -> f64 {
        1.0 - self.beta
    }

    /// The shape without bias, `(N - 1) / N` of the estimate (`(N - 2) / N` where a failure ended the watch). Known for
    /// systems that were all watched from new to one age.
    pub fn unbiased_beta(&self) -> Option<f64> {
        let (_, by_failure) = self.common_end?;
        let lost = if by_failure { 2.0 } else { 1.0 };
        Some(self.beta * (self.failures - lost) / self.failures)
    }

    /// The mean time between failures that the unbiased shape gives: the modified estimate of NIST's handbook 8.4.5.1.
    pub fn modified_mtbf(&self) -> Option<f64> {
        Some(self.at * self.systems / (self.failures * self.unbiased_beta()?))
    }

    /// The age at which the mean time between failures reaches `goal`, if the trend goes on; `None` when it does not grow
    /// or has reached it already.
    pub fn age_for_mtbf(&self, goal: f64) -> Option<f64> {
        let age = self.at * (goal / self.mtbf()).powf(1.0 / self.growth_rate());
        (self.beta < 1.0 && age.is_finite() && age > self.at).then_some(age)
    }

    /// Exact bounds of the shape, from `2 N beta / estimate ~ χ²(2N)`, `2(N - 1)` where a failure ended the watch
    /// (MIL-HDBK-189 C.6). Known for systems that were all watched from new to one age.
    pub fn exact_beta(&self, confidence: f64) -> Option<Interval> {
        let (_, by_failure) = self.common_end?;
        let degrees = 2.0 * if by_failure { self.failures - 1.0 } else { self.failures };
        let half = 0.5 * (1.0 - confidence);
        let at = |p: f64| self.beta * chi_square_quantile(degrees, p) / (2.0 * self.failures);
        Some(Interval::new(at(half), at(1.0 - half)))
    }

    /// Exact bounds of the mean time between failures at the end of the watch, conditional on what is sufficient for the
    /// shape (Crow 1982; tables of MIL-HDBK-189). Known for systems that were all watched from new to one age.
    pub fn exact_mtbf(&self, confidence: f64) -> Option<Interval> {
        let (_, by_failure) = self.common_end?;
        let factors = if by_failure {
            failure_terminated(self.failures, confidence)
        } else {
            time_terminated(self.failures, confidence)
        };
        Some(factors.map(|factor| factor * self.mtbf()))
    }

    /// Approximate bounds of the shape from the observed information, on its logarithm.
    pub fn wald_beta(&self, confidence: f64) -> Interval {
        let factor = (two_sided(confidence) * self.covariance[2].sqrt() / self.beta).exp();
        Interval::new(self.beta / factor, self.beta * factor)
    }

    /// Approximate bounds of the mean time between failures at the oldest age, on its logarithm.
    pub fn wald_mtbf(&self, confidence: f64) -> Interval {
        let [aa, ab, bb] = self.covariance;
        let slope = 1.0 / self.beta;
        let variance = aa + 2.0 * ab * slope + bb * slope * slope;
        let factor = (two_sided(confidence) * variance.max(0.0).sqrt()).exp();
        Interval::new(self.mtbf() / factor, self.mtbf() * factor)
    }

    /// Likelihood-ratio bounds of the shape.
    pub fn ratio_beta(&self, confidence: f64) -> Interval {
        let peak = self.profile.at(self.beta);
        let deficit = |ln_b: f64| peak - self.profile.at(ln_b.exp());
        let error = self.covariance[2].sqrt() / self.beta;
        bounds(deficit, self.beta.ln(), error, confidence, [-12.0, 9.0]).map(f64::exp)
    }

    /// Likelihood-ratio bounds of the mean time between failures at the oldest age.
    pub fn ratio_mtbf(&self, confidence: f64) -> Interval {
        let peak = self.profile.at(self.beta);
        let rate = self.intensity(self.at) * self.at;
        let ln_beta = self.beta.ln();
        let deficit = |ln_rate: f64| {
            let loss = |ln_b: f64| -self.profile.with_rate(ln_b.exp(), ln_rate.exp());
            let best = minimise(loss, ln_beta - 5.0, ln_beta + 5.0);
            peak + loss(best)
        };
        let error = (2.0 / self.failures).sqrt();
        let limits = [rate.ln() - 30.0, rate.ln() + 30.0];
        bounds(deficit, rate.ln(), error, confidence, limits).reversed(|ln_rate| self.at / ln_rate.exp())
    }

    /// Bounds of the mean time between failures over all the time watched, as if the rate were constant.
    ///
    /// # Errors
    /// None that the fit has not excluded.
    pub fn cumulative_bounds(&self, confidence: f64) -> Result<Interval, Unable> {
        let by_failure = self.common_end.is_some_and(|(_, by_failure)| by_failure);
        constant_rate_bounds(self.total_time, self.failures, by_failure, confidence)
    }
}
