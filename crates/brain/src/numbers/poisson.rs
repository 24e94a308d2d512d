//! The Poisson law by Loader's saddle-point expansion, exact to the last digits for counts and means of any size.

use super::{gamma_sf, ln_gamma};

/// `ln(sqrt(2π))`.
const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// `ln(n!)`, for real `n >= 0`.
pub fn ln_factorial(n: f64) -> f64 {
    ln_gamma(n + 1.0)
}

/// The probability of `count` events when `mean` are expected.
pub fn poisson_mass(mean: f64, count: f64) -> f64 {
    match (mean > 0.0, count > 0.0) {
        (false, _) => f64::from(u8::from(count == 0.0)),
        (true, false) => (-mean).exp(),
        (true, true) => prefactor(count, mean),
    }
}

/// The probability of at most `count` events when `mean` are expected.
pub fn poisson_cdf(mean: f64, count: f64) -> f64 {
    if mean > 0.0 { gamma_sf(count + 1.0, mean) } else { 1.0 }
}

/// `x^a e^-x / Γ(a + 1)` for real `a > 0`
/// (Loader 2000, "Fast and accurate computation of binomial probabilities").
pub(super) fn prefactor(a: f64, x: f64) -> f64 {
    if a < 1.0 {
        return (a * x.ln() - x - ln_factorial(a)).exp();
    }
    (-stirling_error(a) - deviance(a, x)).exp() / (2.0 * std::f64::consts::PI * a).sqrt()
}

/// What Stirling's formula leaves out of `ln(n!)`.
fn stirling_error(n: f64) -> f64 {
    if n <= 15.0 {
        return ln_factorial(n) - (n + 0.5) * n.ln() + n - LN_ROOT_TWO_PI;
    }
    let square = 1.0 / (n * n);
    (1.0 / 12.0
        - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0))))
        / n
}

/// `a ln(a / x) + x - a` without cancellation where both are close.
fn deviance(a: f64, x: f64) -> f64 {
    let difference = a - x;
    if difference.abs() >= 0.1 * (a + x) {
        return a * (a / x).ln() + x - a;
    }
    let v = difference / (a + x);
    let mut sum = difference * v;
    let mut power = 2.0 * a * v;
    for step in 1..1000 {
        power *= v * v;
        let next = sum + power / f64::from(2 * step + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masses_are_those_of_the_definition_and_sum_to_the_law() {
        let direct = (-2.5_f64).exp() * 2.5_f64.powi(4) / 24.0;
        assert!((poisson_mass(2.5, 4.0) / direct - 1.0).abs() < 1e-14);
        for mean in [0.3, 40.0, 900.0] {
            let sum: f64 = (0..=1000_u32).map(|count| poisson_mass(mean, f64::from(count))).sum();
            assert!((sum / poisson_cdf(mean, 1000.0) - 1.0).abs() < 1e-12, "mean {mean}: {sum}");
        }
        assert!((poisson_mass(0.0, 0.0) - 1.0).abs() < 1e-15);
        assert!(poisson_mass(0.0, 2.0) < 1e-15);
    }
}
