//! The normal law, in both tails and on the log scale.

use std::f64::consts::FRAC_1_SQRT_2;

/// `ln(sqrt(2π))`.
const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// The logarithm of the standard normal density.
pub fn ln_density(z: f64) -> f64 {
    -0.5 * z * z - LN_ROOT_TWO_PI
}

/// The standard normal density.
pub fn density(z: f64) -> f64 {
    ln_density(z).exp()
}

/// The probability that a standard normal variable is at most `z`.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// The probability that a standard normal variable exceeds `z`.
pub fn normal_sf(z: f64) -> f64 {
    normal_cdf(-z)
}

/// The logarithm of [`normal_sf`], finite for any `z`
/// (asymptotic series of Mills' ratio beyond 35, Abramowitz & Stegun 26.2.12).
pub fn ln_sf(z: f64) -> f64 {
    if z < 0.0 {
        (-normal_cdf(z)).ln_1p()
    } else if z < 35.0 {
        normal_sf(z).ln()
    } else {
        let square = 1.0 / (z * z);
        ln_density(z) - z.ln() + (-square * (1.0 - square * (3.0 - 15.0 * square))).ln_1p()
    }
}

/// The logarithm of [`normal_cdf`], finite for any `z`.
pub fn ln_cdf(z: f64) -> f64 {
    ln_sf(-z)
}

/// The value that a standard normal variable stays below with probability `p` (`0 < p < 1`):
/// Acklam's rational approximation, then Halley's steps to full precision.
pub fn normal_quantile(p: f64) -> f64 {
    if p > 0.5 {
        return -lower_quantile(1.0 - p);
    }
    lower_quantile(p)
}

/// The value that a standard normal variable exceeds with the probability `e^ln_sf`, as far out as one likes
/// (`ln_sf < 0`): the asymptotic beginning of the tail, then Newton's steps on its logarithm.
pub fn normal_quantile_of_ln_sf(ln_sf_wanted: f64) -> f64 {
    if ln_sf_wanted > -0.5 {
        return normal_quantile(-ln_sf_wanted.exp_m1());
    }
    if ln_sf_wanted > -600.0 {
        return -normal_quantile(ln_sf_wanted.exp());
    }
    let mut z = (-2.0 * ln_sf_wanted).sqrt();
    for _ in 0..8 {
        let value = ln_sf(z);
        let hazard = (ln_density(z) - value).exp();
        z += (value - ln_sf_wanted) / hazard;
    }
    z
}

fn lower_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -39.696_830_286_653_76,
        220.946_098_424_520_5,
        -275.928_510_446_968_7,
        138.357_751_867_269,
        -30.664_798_066_147_16,
        2.506_628_277_459_239,
    ];
    const B: [f64; 6] = [
        -54.476_098_798_224_06,
        161.585_836_858_040_9,
        -155.698_979_859_886_6,
        66.801_311_887_719_72,
        -13.280_681_552_885_72,
        1.0,
    ];
    const C: [f64; 6] = [
        -0.007_784_894_002_430_293,
        -0.322_396_458_041_136_5,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 5] = [
        0.007_784_695_709_041_462,
        0.322_467_129_070_039_8,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
        1.0,
    ];
    let polynomial = |terms: &[f64], x: f64| terms.iter().fold(0.0, |sum, term| sum * x + term);
    let mut z = if p < 0.024_25 {
        let q = (-2.0 * p.ln()).sqrt();
        polynomial(&C, q) / polynomial(&D, q)
    } else {
        let q = p - 0.5;
        q * polynomial(&A, q * q) / polynomial(&B, q * q)
    };
    for _ in 0..2 {
        let error = (normal_cdf(z) - p) / density(z);
        z -= error / (1.0 + 0.5 * z * error);
    }
    z
}

/// The two-sided factor of a confidence: 1.645 for 0.9.
pub fn two_sided(confidence: f64) -> f64 {
    -normal_quantile(0.5 * (1.0 - confidence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_known_to_the_last_digits() {
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
        assert!((two_sided(0.9) - 1.644_853_626_951_472_2).abs() < 1e-14);
        for p in [1e-200, 1e-12, 0.01, 0.3, 0.5] {
            assert!((normal_cdf(normal_quantile(p)) / p - 1.0).abs() < 1e-11, "{p}");
        }
    }

    #[test]
    fn upper_quantiles_are_known_as_far_out_as_one_likes() {
        for z in [-6.0, -1.0, 0.0, 0.5, 5.0, 30.0, 40.0, 1e4] {
            let found = normal_quantile_of_ln_sf(ln_sf(z));
            assert!((found - z).abs() < 1e-9 * (1.0 + z.abs()), "{found} is not {z}");
        }
    }

    #[test]
    fn the_far_tail_stays_finite_and_joins_smoothly() {
        assert!((ln_sf(34.999_999) - ln_sf(35.000_001)).abs() < 1e-4);
        // To forty digits -53.2312851505124705783…
        assert!((ln_sf(10.0) + 53.231_285_150_512_47).abs() < 1e-13);
        assert!(ln_sf(1e6).is_finite() && ln_cdf(-1e6).is_finite());
    }
}
