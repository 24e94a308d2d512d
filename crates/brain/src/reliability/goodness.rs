//! How well a distribution explains the lives it was fitted to, and which of two explains them better.

use super::{Exponential, Fit, Law, Sample, Unable, Weibull, kaplan_meier};
use crate::numbers::{chi_square_sf, ln_one_minus_exp};

/// Anderson and Darling's distance between the data and a fitted law; smaller is better.
#[derive(Clone, Copy, Debug)]
pub struct AndersonDarling {
    /// `n ∫ (Fn - F)² / (F (1 - F)) dF`, up to the last failure when lives are censored, with Kaplan–Meier's `Fn`.
    pub statistic: f64,
    /// The probability of a distance at least as large if the law were true. Only for complete data: the parameters
    /// were estimated from the same lives, and for censored lives no table applies.
    pub p_value: Option<f64>,
}

/// Anderson–Darling's statistic (1954, JASA 49, 765-769), adjusted for estimated parameters and turned into a
/// significance by MIL-HDBK-17-1F 8.3.4.2.2 (Weibull) and 8.3.4.2.3 (normal).
///
/// # Errors
/// As [`kaplan_meier`]; [`Unable::NoFailures`].
pub fn anderson_darling(sample: &Sample, law: Law) -> Result<AndersonDarling, Unable> {
    let steps = kaplan_meier(sample, 0.9)?;
    let n = sample.observed();
    let Some(last) = steps.last() else { return Err(Unable::NoFailures { observed: n }) };
    // Between two failures Fn is a constant c, and the integral of (c - F)² / (F (1 - F)) over F is
    // c² ln F - (1 - c)² ln(1 - F) - F.
    let part = |c: f64, t: f64| {
        let ln_r = law.ln_reliability(t);
        let ln_f = ln_one_minus_exp(ln_r);
        let below = if c > 0.0 { c * c * ln_f } else { 0.0 };
        below - (1.0 - c).powi(2) * ln_r - law.failed(t)
    };
    let mut integral = part(0.0, steps[0].time);
    for pair in steps.windows(2) {
        let c = 1.0 - pair[0].survival;
        integral += part(c, pair[1].time) - part(c, pair[0].time);
    }
    if last.survival == 0.0 {
        // Beyond the last failure of a complete sample c is 1, and the integral of (1 - F) / F ends at -1.
        integral += -1.0 - part(1.0, last.time);
    }
    let statistic = n * integral;
    let p_value = sample.is_complete().then(|| significance(law, statistic, n)).flatten();
    Ok(AndersonDarling { statistic, p_value })
}

fn significance(law: Law, statistic: f64, n: f64) -> Option<f64> {
    let logistic = |x: f64| 1.0 / (1.0 + x.exp());
    match law {
        Law::Weibull { threshold: 0.0, .. } => {
            let adjusted = (1.0 + 0.2 / n.sqrt()) * statistic;
            Some(logistic(-0.1 + 1.24 * adjusted.ln() + 4.48 * adjusted))
        }
        Law::Lognormal { .. } | Law::Normal { .. } if n >= 8.0 => {
            let adjusted = (1.0 + 4.0 / n - 25.0 / (n * n)) * statistic;
            Some(logistic(-0.48 + 0.78 * adjusted.ln() + 4.58 * adjusted))
        }
        _ => None,
    }
}

/// A test of the simpler of two nested laws.
#[derive(Clone, Copy, Debug)]
pub struct RatioTest {
    /// Twice the gain in log-likelihood.
    pub statistic: f64,
    /// The probability of a gain at least as large if the simpler law were true (chi-square, one degree of freedom).
    pub p_value: f64,
}

/// Whether the lives speak against a constant failure rate: the exponential law against the Weibull law
/// (Meeker & Escobar 1998, 8.3.2).
///
/// # Errors
/// As the fits of both laws.
pub fn constant_rate_test(sample: &Sample) -> Result<RatioTest, Unable> {
    let gain = Weibull::fit(sample)?.log_likelihood() - Exponential::fit(sample)?.log_likelihood();
    let statistic = (2.0 * gain).max(0.0);
    Ok(RatioTest { statistic, p_value: chi_square_sf(1.0, statistic) })
}

/// Plotting positions of the failures, for probability paper: `(age, F)` with Kaplan–Meier's estimate just before and
/// after each failure averaged (Meeker & Escobar 1998, 6.4.1).
///
/// # Errors
/// As [`kaplan_meier`].
pub fn plotting_positions(sample: &Sample) -> Result<Vec<(f64, f64)>, Unable> {
    let mut before = 1.0;
    Ok(kaplan_meier(sample, 0.9)?
        .iter()
        .map(|step| {
            let position = 1.0 - 0.5 * (before + step.survival);
            before = step.survival;
            (step.time, position)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reliability::Observation;

    #[test]
    fn for_complete_lives_the_distance_is_the_textbook_sum() {
        let ages = [17.0, 29.0, 33.0, 41.0, 52.0, 67.0, 99.0, 128.0];
        let sample = Sample::new(ages.map(Observation::failed).to_vec()).unwrap();
        let law = Law::weibull(1.9, 66.0).unwrap();
        let n = 8.0;
        let sum: f64 = (0..8)
            .map(|i| {
                let weight = f64::from(2 * i + 1_u32);
                let (low, high) = (ages[i as usize], ages[7 - i as usize]);
                weight * (law.failed(low).ln() + law.ln_reliability(high))
            })
            .sum();
        let found = anderson_darling(&sample, law).unwrap();
        assert!((found.statistic - (-n - sum / n)).abs() < 1e-12);
        assert!(found.p_value.unwrap() > 0.25);
    }

    #[test]
    fn a_law_that_does_not_fit_is_farther_away_and_less_credible() {
        let sample =
            Sample::new((1..=30).map(|age| Observation::failed(f64::from(age) + 100.0)).collect()).unwrap();
        let right = anderson_darling(&sample, Law::Normal { mean: 115.5, deviation: 8.7 }).unwrap();
        let wrong = anderson_darling(&sample, Law::Exponential { mean: 115.5 }).unwrap();
        let early = anderson_darling(&sample, Law::weibull(1.0, 115.5).unwrap()).unwrap();
        assert!(right.statistic < 1.0 && wrong.statistic > 8.0);
        assert!(early.p_value.unwrap() < 1e-6 && right.p_value.unwrap() > 0.1);
    }
}
