//! The two laws without parameters from which the distributions of lives are made by shifting and stretching,
//! with the logarithms of their density and tails and the first two derivatives of each.

use crate::numbers::{ln_cdf, ln_density, ln_one_minus_exp, ln_sf, normal_quantile, normal_sf};

/// A law without parameters, on the whole line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// Of the smallest extreme, `F(z) = 1 - exp(-e^z)`: the logarithm of a Weibull life.
    SmallestExtreme,
    /// Normal: the logarithm of a lognormal life.
    Normal,
}

/// A value with its first and second derivative.
#[derive(Clone, Copy, Debug)]
pub struct Jet {
    /// The value.
    pub value: f64,
    /// Its derivative.
    pub first: f64,
    /// Its second derivative.
    pub second: f64,
}

/// The logarithm of the probability of an interval, with its derivatives in both ends.
#[derive(Clone, Copy, Debug)]
pub struct IntervalJet {
    /// `ln(F(upper) - F(lower))`.
    pub value: f64,
    /// Its derivatives in the lower and in the upper end.
    pub first: [f64; 2],
    /// Its second derivatives: lower, mixed, upper.
    pub second: [f64; 3],
}

impl Standard {
    /// The logarithm of the density.
    pub fn ln_density(self, z: f64) -> Jet {
        match self {
            Self::SmallestExtreme => {
                let e = z.exp();
                Jet { value: z - e, first: 1.0 - e, second: -e }
            }
            Self::Normal => Jet { value: ln_density(z), first: -z, second: -1.0 },
        }
    }

    /// The logarithm of the probability to exceed `z`.
    pub fn ln_sf(self, z: f64) -> Jet {
        match self {
            Self::SmallestExtreme => {
                let e = z.exp();
                Jet { value: -e, first: -e, second: -e }
            }
            Self::Normal => {
                let value = ln_sf(z);
                let hazard = (ln_density(z) - value).exp();
                Jet { value, first: -hazard, second: -hazard * (hazard - z) }
            }
        }
    }

    /// The logarithm of the probability to stay below `z`.
    pub fn ln_cdf(self, z: f64) -> Jet {
        match self {
            Self::SmallestExtreme => {
                let e = z.exp();
                let first = if e < 700.0 { if e > 0.0 { e / e.exp_m1() } else { 1.0 } } else { 0.0 };
                Jet { value: ln_one_minus_exp(-e), first, second: first * (1.0 - e - first) }
                    .or_limit(z < -36.0, z)
            }
            Self::Normal => {
                let value = ln_cdf(z);
                let reversed = (ln_density(z) - value).exp();
                Jet { value, first: reversed, second: -reversed * (reversed + z) }
            }
        }
    }

    /// The logarithm of the probability to lie between `lower` and `upper`, `lower < upper`.
    pub fn ln_between(self, lower: f64, upper: f64) -> IntervalJet {
        let value = match self {
            Self::SmallestExtreme => {
                let (from, to) = (lower.exp(), upper.exp());
                -from + ln_one_minus_exp(from - to)
            }
            Self::Normal if lower > 0.0 => {
                let tail = ln_sf(lower);
                tail + ln_one_minus_exp(ln_sf(upper) - tail)
            }
            Self::Normal => {
                let tail = ln_cdf(upper);
                tail + ln_one_minus_exp(ln_cdf(lower) - tail)
            }
        };
        let (below, above) = (self.ln_density(lower), self.ln_density(upper));
        let down = (below.value - value).exp();
        let up = (above.value - value).exp();
        // A density of zero has no share in a derivative, however steep its logarithm.
        let steep = |density: f64, slope: f64| if density == 0.0 { 0.0 } else { density * slope };
        IntervalJet {
            value,
            first: [-down, up],
            second: [-steep(down, below.first) - down * down, down * up, steep(up, above.first) - up * up],
        }
    }

    /// The probability to exceed `z`.
    pub fn sf(self, z: f64) -> f64 {
        match self {
            Self::SmallestExtreme => (-z.exp()).exp(),
            Self::Normal => normal_sf(z),
        }
    }

    /// The value that is exceeded with probability `1 - p`.
    pub fn quantile(self, p: f64) -> f64 {
        match self {
            Self::SmallestExtreme => (-(-p).ln_1p()).ln(),
            Self::Normal => normal_quantile(p),
        }
    }
}

impl Jet {
    /// Far below, the law of the smallest extreme is `e^z`.
    fn or_limit(self, far: bool, z: f64) -> Self {
        if far { Self { value: z, first: 1.0, second: -z.exp() / 2.0 } } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derivatives_hold(f: impl Fn(f64) -> Jet, z: f64) {
        let h = 1e-5;
        let (below, at, above) = (f(z - h), f(z), f(z + h));
        let close = |found: f64, expected: f64| (found - expected).abs() < 1e-6 * (1.0 + expected.abs());
        assert!(close(at.first, (above.value - below.value) / (2.0 * h)), "first at {z}: {at:?}");
        assert!(close(at.second, (above.first - below.first) / (2.0 * h)), "second at {z}: {at:?}");
    }

    #[test]
    fn derivatives_are_those_of_the_values() {
        for law in [Standard::SmallestExtreme, Standard::Normal] {
            for z in [-30.0, -4.0, -0.3, 0.0, 0.9, 3.0] {
                derivatives_hold(|z| law.ln_density(z), z);
                derivatives_hold(|z| law.ln_sf(z), z);
                derivatives_hold(|z| law.ln_cdf(z), z);
                let side = |jet: IntervalJet, end: usize| Jet {
                    value: jet.value,
                    first: jet.first[end],
                    second: jet.second[2 * end],
                };
                derivatives_hold(|z| side(law.ln_between(z, z + 0.7), 0).shifted(law, z, 0.7), z);
                derivatives_hold(|upper| side(law.ln_between(z, upper), 1), z + 0.7);
                derivatives_hold(|lower| side(law.ln_between(lower, z + 0.7), 0), z);
            }
        }
    }

    impl Jet {
        /// An interval that moves as a whole.
        fn shifted(self, law: Standard, z: f64, width: f64) -> Self {
            let jet = law.ln_between(z, z + width);
            Self {
                value: self.value,
                first: jet.first[0] + jet.first[1],
                second: jet.second[0] + 2.0 * jet.second[1] + jet.second[2],
            }
        }
    }

    #[test]
    fn tails_and_intervals_fit_together_far_out() {
        for law in [Standard::SmallestExtreme, Standard::Normal] {
            let whole = law.ln_between(-60.0, 6.0);
            assert!(whole.value.abs() < 1e-8 && whole.first[0].abs() < 1e-8);
            assert!(law.ln_cdf(-50.0).value.is_finite() && law.ln_cdf(-500.0).first.is_finite());
            assert!((law.sf(law.quantile(0.1)) - 0.9).abs() < 1e-14);
        }
        assert!(Standard::Normal.ln_between(20.0, 21.0).value.is_finite());
    }
}
