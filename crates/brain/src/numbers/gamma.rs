//! The incomplete gamma function, its inverse and the chi-square law.

use super::{normal_quantile, poisson::prefactor};

const LIMIT: usize = 100_000;

/// The gamma function of a positive number.
pub fn gamma(x: f64) -> f64 {
    libm::tgamma(x)
}

/// The logarithm of the gamma function of a positive number.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The density of the gamma law with shape `a` and scale 1.
pub fn gamma_density(a: f64, x: f64) -> f64 {
    if x <= 0.0 { 0.0 } else { prefactor(a, x) * a / x }
}

/// The regularised lower incomplete gamma function `P(a, x)`: the probability that a gamma variable of shape `a`
/// and scale 1 is at most `x` (DLMF 8.11.4; `a > 0`).
pub fn gamma_cdf(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x < a + 1.0 {
        series(a, x)
    } else {
        1.0 - prefactor(a, x) * a * fraction(a, x)
    }
}

/// The regularised upper incomplete gamma function `Q(a, x) = 1 - P(a, x)` (DLMF 8.9.2; `a > 0`).
pub fn gamma_sf(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if x < a + 1.0 {
        1.0 - series(a, x)
    } else {
        prefactor(a, x) * a * fraction(a, x)
    }
}

/// `e^x Γ(a, x)`: the upper incomplete gamma function without its decay, so that it stays finite for large `x`.
pub fn scaled_upper_gamma(a: f64, x: f64) -> f64 {
    if x < a + 1.0 { gamma(a) * gamma_sf(a, x) * x.exp() } else { (a * x.ln()).exp() * fraction(a, x) }
}

fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut at) = (1.0, 1.0, a);
    for _ in 0..LIMIT {
        at += 1.0;
        term *= x / at;
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    (prefactor(a, x) * sum).min(1.0)
}

/// The continued fraction of `Γ(a, x) e^x x^-a` by the modified Lentz method.
fn fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut h = d;
    for step in 1..LIMIT {
        let i = step as f64;
        let numerator = -i * (i - a);
        b += 2.0;
        d = numerator * d + b;
        d = 1.0 / if d.abs() < TINY { TINY } else { d };
        c = b + numerator / c;
        if c.abs() < TINY {
            c = TINY;
        }
        let factor = d * c;
        h *= factor;
        if (factor - 1.0).abs() <= 2.0 * f64::EPSILON {
            break;
        }
    }
    h
}

/// The value that a gamma variable of shape `a` and scale 1 stays below with probability `p` (`0 < p < 1`).
pub fn gamma_quantile(a: f64, p: f64) -> f64 {
    let z = normal_quantile(p);
    let ninth = 1.0 / (9.0 * a);
    let guess = a * (1.0 - ninth + z * ninth.sqrt()).powi(3);
    let small = ((p.ln() + ln_gamma(a + 1.0)) / a).exp();
    let mut x = if guess > 0.2 * a && guess.is_finite() { guess } else { small.max(1e-300) };
    let (mut low, mut high) = (0.0, f64::INFINITY);
    for _ in 0..200 {
        let excess = if p < 0.5 { gamma_cdf(a, x) - p } else { (1.0 - p) - gamma_sf(a, x) };
        if excess == 0.0 {
            break;
        }
        if excess > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let step = excess / gamma_density(a, x);
        let mut next = x - step;
        if !(next > low && next < high) {
            next = if high.is_finite() { 0.5 * (low + high) } else { 2.0 * x };
        }
        let done = (next - x).abs() <= 4e-16 * x;
        x = next;
        if done {
            break;
        }
    }
    x
}

/// The probability that a chi-square variable with `df` degrees of freedom is at most `x`.
pub fn chi_square_cdf(df: f64, x: f64) -> f64 {
    gamma_cdf(df / 2.0, x / 2.0)
}

/// The probability that a chi-square variable with `df` degrees of freedom exceeds `x`.
pub fn chi_square_sf(df: f64, x: f64) -> f64 {
    gamma_sf(df / 2.0, x / 2.0)
}

/// The value that a chi-square variable with `df` degrees of freedom stays below with probability `p`.
pub fn chi_square_quantile(df: f64, p: f64) -> f64 {
    2.0 * gamma_quantile(df / 2.0, p)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn whole_shapes_agree_with_their_closed_forms() {
        for x in [0.01, 0.5, 1.0, 3.0, 20.0_f64] {
            near(gamma_sf(1.0, x), (-x).exp());
            near(gamma_sf(3.0, x), (-x).exp() * (1.0 + x + x * x / 2.0));
            near(gamma_cdf(1.0, x), -(-x).exp_m1());
            near(scaled_upper_gamma(1.0, x), 1.0);
            near(gamma_cdf(0.5, x), libm::erf(x.sqrt()));
        }
        near(scaled_upper_gamma(1.0, 5_000.0), 1.0);
    }

    #[test]
    fn quantiles_of_chi_square_are_those_of_the_tables() {
        // NIST/SEMATECH e-Handbook 1.3.6.7.4, to its three decimals.
        for (df, p, table) in [(1.0, 0.95, 3.841), (10.0, 0.90, 15.987), (100.0, 0.99, 135.807)] {
            assert!((chi_square_quantile(df, p) - table).abs() < 5e-4);
        }
        near(chi_square_quantile(2.0, 0.9), -2.0 * 0.1_f64.ln());
    }

    #[test]
    fn quantiles_undo_the_law_for_small_and_huge_shapes() {
        for a in [0.05, 0.5, 1.0, 7.5, 300.0, 1e5] {
            for p in [1e-9, 0.001, 0.05, 0.5, 0.95, 0.999] {
                let x = gamma_quantile(a, p);
                let back = if p < 0.5 { gamma_cdf(a, x) / p } else { gamma_sf(a, x) / (1.0 - p) };
                assert!((back - 1.0).abs() < 1e-9, "shape {a}, probability {p}: {back}");
            }
        }
    }
}
