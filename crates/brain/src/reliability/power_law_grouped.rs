//! The power law process when only the number of failures in each stretch of time is known.

use super::{Interval, Unable, unable::is_an_age};
use crate::numbers::{Bracket, chi_square_sf, root, two_sided};

/// Failures counted up to an age, since the age before it in the list.
#[derive(Clone, Copy, Debug)]
pub struct Count {
    /// The age at which the count was taken.
    pub until: f64,
    /// Failures since the count before.
    pub failures: f64,
}

/// A power law process fitted to counts of one system, watched from new.
#[derive(Clone, Debug)]
pub struct GroupedPowerLaw {
    /// The shape.
    pub beta: f64,
    /// Failures by age 1.
    pub lambda: f64,
    /// The last age.
    pub at: f64,
    /// All failures.
    pub failures: f64,
    /// The standard error of the shape, from the expected information.
    pub beta_error: f64,
    /// Chi-square distance between counts and expectation, neighbours joined until each expects five.
    pub chi_square: Option<f64>,
    /// Its degrees of freedom.
    pub degrees: f64,
    /// The probability of a distance at least as large under the power law.
    pub p_value: Option<f64>,
}

impl GroupedPowerLaw {
    /// The maximum likelihood estimate (MIL-HDBK-189 C.8; IEC 61164 7.3): `beta` solves
    /// `Σ n_i ((t_i^β ln t_i - t_{i-1}^β ln t_{i-1}) / (t_i^β - t_{i-1}^β) - ln t_k) = 0` and `lambda = N / t_k^β`.
    ///
    /// # Errors
    /// [`Unable::Invalid`] for ages that don't rise or counts that are no whole numbers; [`Unable::TooFew`] below two
    /// failures; [`Unable::NoTrend`] when all failures fall in the first or all in the last stretch, whose likelihood has no
    /// maximum.
    pub fn fit(counts: &[Count]) -> Result<Self, Unable> {
        let mut before = 0.0;
        for (at, count) in counts.iter().enumerate() {
            if !(count.until > before && is_an_age(count.until)) {
                return Err(Unable::invalid(format!("counts[{at}].until"), "must be above the one before"));
            }
            if !(count.failures >= 0.0 && count.failures.fract() == 0.0 && count.failures.is_finite()) {
                return Err(Unable::invalid(format!("counts[{at}].failures"), "must be a whole number"));
            }
            before = count.until;
        }
        let n: f64 = counts.iter().map(|count| count.failures).sum();
        if n < 2.0 {
            return Err(Unable::TooFew { what: "failures", found: n, needed: 2.0 });
        }
        let at = before;
        // Ages relative to the last, so that ln t_k is zero.
        let mut from = 0.0;
        let stretches: Vec<(f64, f64, f64)> = counts
            .iter()
            .map(|count| {
                let stretch = (from, count.until / at, count.failures);
                from = stretch.1;
                stretch
            })
            .collect();
        let slope = |b: f64| -> f64 {
            stretches.iter().map(|(from, to, failures)| failures * tilted(*from, *to, b)).sum()
        };
        let no_trend = Unable::NoTrend { failures: n };
        // The likelihood's slope falls from above zero to below.
        let start = f64::ln(1e-6);
        if slope(start.exp()) <= 0.0 {
            return Err(no_trend);
        }
        let bracket =
            Bracket::walk(|ln_b| -slope(ln_b.exp()), start, 0.5, 7.0).ok_or_else(|| no_trend.clone())?;
        let beta = root(|ln_b| slope(ln_b.exp()), bracket).exp();
        let information: f64 = stretches
            .iter()
            .map(|(from, to, _)| {
                let share = to.powf(beta) - from.powf(beta);
                n * share * tilted(*from, *to, beta).powi(2)
            })
            .sum();
        let (chi_square, degrees) = distance(&stretches, n, beta);
        let lambda = n / at.powf(beta);
        if !lambda.is_normal() {
            return Err(no_trend);
        }
        Ok(Self {
            beta,
            lambda,
            at,
            failures: n,
            beta_error: information.sqrt().recip(),
            chi_square,
            degrees,
            p_value: chi_square.map(|distance| chi_square_sf(degrees, distance)),
        })
    }

    /// The mean time between failures at the last age.
    pub fn mtbf(&self) -> f64 {
        self.at / (self.failures * self.beta)
    }

    /// Approximate bounds of the shape, on its logarithm.
    pub fn wald_beta(&self, confidence: f64) -> Interval {
        let factor = (two_sided(confidence) * self.beta_error / self.beta).exp();
        Interval::new(self.beta / factor, self.beta * factor)
    }
}

/// `(to^b ln to - from^b ln from) / (to^b - from^b)`.
fn tilted(from: f64, to: f64, b: f64) -> f64 {
    if from == 0.0 {
        return to.ln();
    }
    // In units of `to` the quotient loses nothing, however large the shape.
    let ratio = from / to;
    let power = (b * ratio.ln()).exp();
    to.ln() - power * ratio.ln() / -(b * ratio.ln()).exp_m1()
}

fn distance(stretches: &[(f64, f64, f64)], n: f64, beta: f64) -> (Option<f64>, f64) {
    let mut cells: Vec<(f64, f64)> = Vec::new();
    let mut open = (0.0, 0.0);
    for (from, to, failures) in stretches {
        open = (open.0 + failures, open.1 + n * (to.powf(beta) - from.powf(beta)));
        if open.1 >= 5.0 {
            cells.push(open);
            open = (0.0, 0.0);
        }
    }
    if let Some(last) = cells.last_mut() {
        *last = (last.0 + open.0, last.1 + open.1);
    }
    let degrees = cells.len() as f64 - 2.0;
    let sum = cells.iter().map(|(found, expected)| (found - expected).powi(2) / expected).sum();
    ((degrees >= 1.0).then_some(sum), degrees.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(rows: &[(f64, f64)]) -> Vec<Count> {
        rows.iter().map(|(until, failures)| Count { until: *until, failures: *failures }).collect()
    }

    #[test]
    fn the_helicopter_of_the_handbook_comes_out() {
        // MIL-HDBK-189 (1981) C.8.5: 20-hour stretches with 13, 16, 5, 8, 7 failures give beta 0.753 and lambda 1.53.
        let fit = GroupedPowerLaw::fit(&counts(&[
            (20.0, 13.0),
            (40.0, 16.0),
            (60.0, 5.0),
            (80.0, 8.0),
            (100.0, 7.0),
        ]))
        .unwrap();
        assert!((fit.beta - 0.753).abs() < 5e-4, "{}", fit.beta);
        assert!((fit.lambda - 1.53).abs() < 5e-3, "{}", fit.lambda);
        assert!((fit.chi_square.unwrap() - 5.45).abs() < 0.05, "{:?}", fit.chi_square);
        assert!(fit.degrees == 3.0 && fit.wald_beta(0.9).holds(0.753));
    }

    #[test]
    fn counts_without_a_trend_to_estimate_are_refused_with_the_reason() {
        let refused = |rows| GroupedPowerLaw::fit(&counts(rows)).unwrap_err();
        assert!(matches!(refused(&[(10.0, 5.0), (20.0, 0.0)]), Unable::NoTrend { .. }));
        assert!(matches!(refused(&[(10.0, 0.0), (20.0, 5.0)]), Unable::NoTrend { .. }));
        assert!(matches!(refused(&[(10.0, 1.0), (20.0, 0.0)]), Unable::TooFew { .. }));
        assert!(matches!(refused(&[(10.0, 1.0), (10.0, 4.0)]), Unable::Invalid { .. }));
    }
}
