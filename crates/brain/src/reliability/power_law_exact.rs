//! The exact bounds of the mean time between failures of a power law process, as factors of the estimate.

use super::Interval;
use crate::numbers::{Bracket, gamma_cdf, gamma_density, gamma_sf, root};

/// Factors for a watch that ended at a time fixed before. Given what is sufficient for the shape, the number of failures
/// has the law `P(N = n) ∝ z^n / (n! (n - 1)!)` with `z = N² / factor` at the estimate, a sum of Bessel terms
/// (Crow 1974, AMSAA TR-138; MIL-HDBK-189 C.6.2). `failures` is at least 2.
pub(super) fn time_terminated(failures: f64, confidence: f64) -> Interval {
    let half = 0.5 * (1.0 - confidence);
    let n = failures;
    // At small z few failures are likely, at large z many.
    let at_least = |ln_z: f64| tails(n, ln_z.exp()).1 - half;
    let at_most = |ln_z: f64| half - tails(n, ln_z.exp()).0;
    let middle = 2.0 * n.ln();
    let solve =
        |f: &dyn Fn(f64) -> f64, from: f64| Bracket::walk(f, from, 0.2, 1e3).map(|ends| root(f, ends));
    let few = solve(&at_least, middle - 60.0);
    let many = solve(&at_most, middle - 4.0);
    let factor = |ln_z: f64| n * n / ln_z.exp();
    Interval { lower: many.map(factor), upper: few.map(factor) }
}

/// `P(N <= n)` and `P(N >= n)` of the law above.
fn tails(n: f64, z: f64) -> (f64, f64) {
    let (mut up, mut term, mut at) = (1.0, 1.0, n);
    while term > up * 1e-18 {
        term *= z / (at * (at + 1.0));
        at += 1.0;
        up += term;
    }
    let (mut down, mut term, mut at) = (1.0, 1.0, n);
    while at > 1.0 && term > down * 1e-18 {
        term *= at * (at - 1.0) / z;
        at -= 1.0;
        down += term;
    }
    if !(up.is_finite() && down.is_finite()) {
        return if up.is_finite() { (1.0, 0.0) } else { (0.0, 1.0) };
    }
    let all = up + down - 1.0;
    (down / all, up / all)
}

/// Factors for a watch that ended with the last failure: `estimate / true` is a product of two independent gamma
/// variables of shapes `N - 1` and `N`, divided by `N²` (Crow 1982, "Confidence interval procedures for the Weibull
/// process", Technometrics 24, 67-72). `failures` is at least 3.
pub(super) fn failure_terminated(failures: f64, confidence: f64) -> Interval {
    let half = 0.5 * (1.0 - confidence);
    let n = failures;
    let factor = |p: f64| n * n / product_quantile(n, p);
    Interval::new(factor(1.0 - half), factor(half))
}

fn product_quantile(n: f64, p: f64) -> f64 {
    let middle = (n * (n - 1.0)).ln();
    let step = 0.5 / n.sqrt();
    let excess = |ln_x: f64| product_cdf(n, ln_x.exp()) - p;
    let found = if excess(middle) > 0.0 {
        Bracket::walk(|x| -excess(x), middle, -step, -700.0)
    } else {
        Bracket::walk(excess, middle, step, 700.0)
    };
    found.map_or(f64::NAN, |ends| root(excess, ends).exp())
}

/// `P(G H <= x)` for gamma variables of shapes `n - 1` and `n`. On the logarithm of `G` the integrand is smooth and dies
/// on both sides, where the trapezoidal rule converges faster than any power of its step.
fn product_cdf(n: f64, x: f64) -> f64 {
    let a = n - 1.0;
    let deviation = 1.0 / a.sqrt();
    let (from, to) = (a.ln() - 40.0 * deviation.min(2.0), a.ln() + 3.0_f64.min(14.0 * deviation).max(2.0));
    let nodes = 800;
    let h = (to - from) / f64::from(nodes);
    let (mut sum, mut all) = (0.0, 0.0);
    for node in 0..=nodes {
        let g = (from + h * f64::from(node)).exp();
        let weight = g * gamma_density(a, g);
        if weight > 0.0 {
            sum += weight * if x / g < n { gamma_cdf(n, x / g) } else { 1.0 - gamma_sf(n, x / g) };
            all += weight;
        }
    }
    sum / all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_shrink_towards_one_and_hold_it() {
        let mut widths = Vec::new();
        for n in [3.0, 10.0, 100.0, 5_000.0] {
            for factors in [time_terminated(n, 0.9), failure_terminated(n, 0.9)] {
                assert!(factors.holds(1.0), "{n}: {factors:?}");
                widths.push(factors.upper.unwrap() - factors.lower.unwrap());
            }
        }
        assert!(widths.windows(3).all(|three| three[2] < three[0]));
    }

    #[test]
    fn the_tables_of_the_handbook_come_out() {
        // MIL-HDBK-189 (1981) prints 0.261, 18.66 and 0.200, 38.66 for two failures; the digits here come from the
        // Bessel sums at forty digits. For 27 failures: NASA TM-103511.
        let near =
            |found: Option<f64>, table: f64, digits: f64| assert!((found.unwrap() - table).abs() < digits);
        for (confidence, lower, upper) in
            [(0.8, 0.261_446_951_9, 18.654_881_48), (0.9, 0.199_563_141_8, 38.660_948_36)]
        {
            let two = time_terminated(2.0, confidence);
            near(two.lower, lower, 1e-9);
            near(two.upper, upper, 1e-7);
        }
        let twenty_seven = time_terminated(27.0, 0.9);
        near(twenty_seven.lower, 0.636_146_7, 5e-8);
        near(twenty_seven.upper, 1.681_786_4, 5e-8);
    }

    #[test]
    fn the_product_law_is_normal_for_large_counts() {
        let n = 4_000.0;
        let factors = failure_terminated(n, 0.9);
        let expected = (1.644_854 * (2.0 / n).sqrt()).exp();
        assert!((factors.upper.unwrap() / expected - 1.0).abs() < 2e-3);
        assert!((factors.lower.unwrap() * expected - 1.0).abs() < 2e-3);
    }
}
