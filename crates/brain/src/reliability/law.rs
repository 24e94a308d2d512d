//! Distributions of lives with their parameters known, and what a unit that has reached an age may still expect.

use super::{Unable, standard::Standard, unable::positive};
use crate::numbers::{density, gamma, ln_density, normal_quantile_of_ln_sf, normal_sf, scaled_upper_gamma};

/// A distribution of lives. All times are in the unit of the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// `R(t) = exp(-((t - threshold) / scale)^shape)` beyond the threshold, 1 before (Weibull 1951).
    Weibull {
        /// Below 1 failures get rarer with age, above 1 more frequent.
        shape: f64,
        /// The life, counted from the threshold, that 36.8 % of units reach.
        scale: f64,
        /// The time before which nothing fails; 0 with two parameters.
        threshold: f64,
    },
    /// `R(t) = exp(-t / mean)`: failures come at a constant rate.
    Exponential {
        /// The mean life.
        mean: f64,
    },
    /// The logarithm of the life is normal.
    Lognormal {
        /// Mean of `ln t`.
        location: f64,
        /// Standard deviation of `ln t`.
        spread: f64,
    },
    /// The life is normal; sensible where lives are far from zero.
    Normal {
        /// Mean life.
        mean: f64,
        /// Standard deviation of lives.
        deviation: f64,
    },
}

impl Law {
    /// A Weibull law with two parameters.
    ///
    /// # Errors
    /// [`Unable::Invalid`] when shape or scale is not above zero.
    pub fn weibull(shape: f64, scale: f64) -> Result<Self, Unable> {
        positive("beta", shape)?;
        positive("eta", scale)?;
        Ok(Self::Weibull { shape, scale, threshold: 0.0 })
    }

    /// The logarithm of the reliability, the probability to live beyond `t`.
    pub fn ln_reliability(self, t: f64) -> f64 {
        match self {
            Self::Weibull { shape, scale, threshold } if t > threshold => {
                -((t - threshold) / scale).powf(shape)
            }
            Self::Exponential { mean } if t > 0.0 => -t / mean,
            Self::Lognormal { location, spread } if t > 0.0 => {
                Standard::Normal.ln_sf((t.ln() - location) / spread).value
            }
            Self::Normal { mean, deviation } => Standard::Normal.ln_sf((t - mean) / deviation).value,
            _ => 0.0,
        }
    }

    /// The reliability `R(t)`, the probability to live beyond `t`.
    pub fn reliability(self, t: f64) -> f64 {
        self.ln_reliability(t).exp()
    }

    /// The probability `F(t) = 1 - R(t)` to fail by `t`.
    pub fn failed(self, t: f64) -> f64 {
        match self {
            Self::Lognormal { location, spread } if t > 0.0 => normal_sf((location - t.ln()) / spread),
            Self::Normal { mean, deviation } => normal_sf((mean - t) / deviation),
            _ => -self.ln_reliability(t).exp_m1(),
        }
    }

    /// The density of failures at `t`, per unit of time.
    pub fn density(self, t: f64) -> f64 {
        match self {
            Self::Lognormal { location, spread } if t > 0.0 => {
                density((t.ln() - location) / spread) / (spread * t)
            }
            Self::Normal { mean, deviation } => density((t - mean) / deviation) / deviation,
            _ => self.hazard(t) * self.reliability(t),
        }
    }

    /// The failure rate `h(t) = f(t) / R(t)` of a unit that has reached `t`, per unit of time.
    pub fn hazard(self, t: f64) -> f64 {
        match self {
            Self::Weibull { shape, scale, threshold } if t > threshold => {
                shape / scale * ((t - threshold) / scale).powf(shape - 1.0)
            }
            Self::Weibull { shape, scale, threshold } if t == threshold && shape <= 1.0 => {
                if shape < 1.0 {
                    f64::INFINITY
                } else {
                    1.0 / scale
                }
            }
            Self::Exponential { mean } => 1.0 / mean,
            Self::Lognormal { location, spread } if t > 0.0 => {
                let z = (t.ln() - location) / spread;
                (ln_density(z) - self.ln_reliability(t)).exp() / (spread * t)
            }
            Self::Normal { mean, deviation } => {
                (ln_density((t - mean) / deviation) - self.ln_reliability(t)).exp() / deviation
            }
            _ => 0.0,
        }
    }

    /// The life that a share `p` of units does not reach (`0 < p < 1`); B10 is `quantile(0.1)`.
    pub fn quantile(self, p: f64) -> f64 {
        self.quantile_of_ln_reliability((-p).ln_1p())
    }

    fn quantile_of_ln_reliability(self, ln_r: f64) -> f64 {
        match self {
            Self::Weibull { shape, scale, threshold } => threshold + scale * (-ln_r).powf(1.0 / shape),
            Self::Exponential { mean } => -ln_r * mean,
            Self::Lognormal { location, spread } => {
                (location + spread * normal_quantile_of_ln_sf(ln_r)).exp()
            }
            Self::Normal { mean, deviation } => mean + deviation * normal_quantile_of_ln_sf(ln_r),
        }
    }

    /// The mean life.
    pub fn mean(self) -> f64 {
        match self {
            Self::Weibull { shape, scale, threshold } => threshold + scale * gamma(1.0 + 1.0 / shape),
            Self::Exponential { mean } | Self::Normal { mean, .. } => mean,
            Self::Lognormal { location, spread } => (location + 0.5 * spread * spread).exp(),
        }
    }

    /// The standard deviation of lives.
    pub fn deviation(self) -> f64 {
        match self {
            Self::Weibull { shape, scale, .. } => {
                let mean = gamma(1.0 + 1.0 / shape);
                scale * (gamma(1.0 + 2.0 / shape) - mean * mean).max(0.0).sqrt()
            }
            Self::Exponential { mean } => mean,
            Self::Lognormal { spread, .. } => self.mean() * (spread * spread).exp_m1().sqrt(),
            Self::Normal { deviation, .. } => deviation,
        }
    }

    /// The probability that a unit of this age lives on for `more`: `R(age + more) / R(age)`.
    pub fn conditional_reliability(self, age: f64, more: f64) -> f64 {
        self.ln_conditional_reliability(age, more).exp()
    }

    /// The logarithm of [`conditional_reliability`](Self::conditional_reliability). What is so old that no number is
    /// small enough for its reliability fails at once.
    pub(super) fn ln_conditional_reliability(self, age: f64, more: f64) -> f64 {
        let now = self.ln_reliability(age);
        if now.is_finite() { self.ln_reliability(age + more) - now } else { f64::NEG_INFINITY }
    }

    /// The further time that a share `p` of the units of this age does not reach (`0 < p < 1`).
    pub fn residual_quantile(self, age: f64, p: f64) -> f64 {
        let now = self.ln_reliability(age);
        if now.is_finite() {
            (self.quantile_of_ln_reliability(now + (-p).ln_1p()) - age).max(0.0)
        } else {
            0.0
        }
    }

    /// The mean of what a unit of this age has still before it, `∫ R(s) ds / R(age)` from `age` on.
    /// `None` where so few units reach this age that the number has no meaning.
    pub fn mean_residual_life(self, age: f64) -> Option<f64> {
        let residual = match self {
            Self::Weibull { threshold, .. } if age < threshold => self.mean() - age,
            Self::Weibull { shape, scale, threshold } => {
                let x = ((age - threshold) / scale).powf(shape);
                scale / shape * scaled_upper_gamma(1.0 / shape, x)
            }
            Self::Exponential { mean } => mean,
            Self::Lognormal { location, spread } if age > 0.0 => {
                let z = (age.ln() - location) / spread;
                self.mean() * normal_sf(z - spread) / normal_sf(z) - age
            }
            Self::Lognormal { .. } => self.mean(),
            Self::Normal { mean, deviation } => {
                let z = (age - mean) / deviation;
                deviation * (density(z) / normal_sf(z) - z)
            }
        };
        (residual.is_finite() && residual >= 0.0).then_some(residual)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAWS: [Law; 5] = [
        Law::Weibull { shape: 0.7, scale: 900.0, threshold: 0.0 },
        Law::Weibull { shape: 2.5, scale: 900.0, threshold: 150.0 },
        Law::Exponential { mean: 700.0 },
        Law::Lognormal { location: 6.5, spread: 0.8 },
        Law::Normal { mean: 900.0, deviation: 90.0 },
    ];

    fn near(found: f64, expected: f64, law: Law) {
        assert!((found - expected).abs() <= 1e-7 * expected.abs(), "{law:?}: {found} is not {expected}");
    }

    /// Simpson's rule.
    fn integral(f: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
        let n = 40_000;
        let h = (to - from) / f64::from(n);
        (0..=n)
            .map(|at| {
                f(from + h * f64::from(at))
                    * if at == 0 || at == n { 1.0 } else { f64::from(2 + 2 * (at % 2)) }
            })
            .sum::<f64>()
            * h
            / 3.0
    }

    #[test]
    fn density_hazard_quantile_and_reliability_belong_together() {
        for law in LAWS {
            for p in [0.01, 0.1, 0.5, 0.9] {
                let t = law.quantile(p);
                near(law.failed(t), p, law);
                near(law.reliability(t), 1.0 - p, law);
                near(law.hazard(t), law.density(t) / law.reliability(t), law);
                let h = 1e-4 * t;
                near(
                    (law.failed(t + h) - law.failed(t - h)) / (2.0 * h) / law.density(t) + 1e3,
                    1.0 + 1e3,
                    law,
                );
            }
        }
    }

    #[test]
    fn residual_lives_are_integrals_of_the_reliability() {
        for law in LAWS {
            for age in [200.0, 1000.0] {
                let far = law.residual_quantile(age, 1.0 - 1e-12) + age;
                let expected = integral(|t| law.reliability(t), age, far) / law.reliability(age);
                near(law.mean_residual_life(age).unwrap(), expected, law);
                let median = law.residual_quantile(age, 0.5);
                near(law.conditional_reliability(age, median), 0.5, law);
            }
        }
    }

    #[test]
    fn a_unit_older_than_any_number_can_say_fails_at_once() {
        let law = Law::weibull(60.0, 1.0).unwrap();
        assert!(law.conditional_reliability(1e6, 1.0) == 0.0 && law.residual_quantile(1e6, 0.5) == 0.0);
        let law = Law::Normal { mean: 100.0, deviation: 1.0 };
        let median = law.residual_quantile(150.0, 0.5);
        assert!((law.conditional_reliability(150.0, median) - 0.5).abs() < 1e-6, "{median}");
    }

    #[test]
    fn a_unit_far_beyond_its_life_still_has_a_finite_rest() {
        let law = Law::weibull(3.0, 100.0).unwrap();
        let rest = law.mean_residual_life(5_000.0).unwrap();
        assert!((rest * law.hazard(5_000.0) - 1.0).abs() < 1e-4);
        assert!(law.conditional_reliability(5_000.0, rest) > 0.3);
    }
}
