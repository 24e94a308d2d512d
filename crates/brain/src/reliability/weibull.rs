//! The Weibull distribution with two parameters, by maximum likelihood under any censoring.

use super::{
    Bounded, Fit, Law, Parameter, Sample, Unable, location_scale::LocationScale, standard::Standard,
};

/// A Weibull law fitted to lives: the logarithm of the life is of the smallest extreme, with place `ln eta` and spread
/// `1 / beta` (Meeker & Escobar 1998, 4.8 and 8.4).
#[derive(Clone, Debug)]
pub struct Weibull(LocationScale);

impl Weibull {
    /// Fits shape and scale.
    ///
    /// # Errors
    /// [`Unable::NoFailures`], [`Unable::NoSpread`] or [`Unable::NoOrder`]: the likelihood has no maximum.
    pub fn fit(sample: &Sample) -> Result<Self, Unable> {
        LocationScale::fit(Standard::SmallestExtreme, sample, f64::ln, |t| -t.ln()).map(Self)
    }

    /// The shape `beta`, without unit.
    pub fn shape(&self) -> f64 {
        1.0 / self.0.spread()
    }

    /// The scale `eta`, in the unit of the lives: 63.2 % fail before.
    pub fn scale(&self) -> f64 {
        self.0.place().exp()
    }

    /// The covariance of scale and shape, from the observed information.
    pub fn covariance(&self) -> f64 {
        -self.scale() * self.shape() * self.0.covariance_of_place_and_ln_spread()
    }
}

impl Fit for Weibull {
    fn law(&self) -> Law {
        Law::Weibull { shape: self.shape(), scale: self.scale(), threshold: 0.0 }
    }

    fn log_likelihood(&self) -> f64 {
        self.0.log_likelihood()
    }

    fn parameters(&self, confidence: f64) -> Vec<Parameter> {
        let inverse = |spread: f64| 1.0 / spread;
        vec![
            Parameter {
                name: "beta",
                value: self.shape(),
                error: Some(self.shape() * self.0.error_of_ln_spread()),
                wald: Some(self.0.wald_spread(confidence).reversed(inverse)),
                likelihood_ratio: Some(self.0.ratio_spread(confidence).reversed(inverse)),
            },
            Parameter {
                name: "eta",
                value: self.scale(),
                error: Some(self.scale() * self.0.error_of_place()),
                wald: Some(self.0.wald_place(confidence).map(f64::exp)),
                likelihood_ratio: Some(self.0.ratio_place(confidence).map(f64::exp)),
            },
        ]
    }

    fn life(&self, p: f64, confidence: f64) -> Bounded {
        Bounded {
            value: self.0.quantile(p).exp(),
            wald: Some(self.0.wald_quantile(p, confidence).map(f64::exp)),
            likelihood_ratio: Some(self.0.ratio_quantile(p, confidence).map(f64::exp)),
        }
    }

    fn reliability(&self, t: f64, confidence: f64) -> Bounded {
        if t <= 0.0 {
            return Bounded { value: 1.0, wald: None, likelihood_ratio: None };
        }
        Bounded {
            value: self.0.reliability(t.ln()),
            wald: Some(self.0.wald_reliability(t.ln(), confidence)),
            likelihood_ratio: Some(self.0.ratio_reliability(t.ln(), confidence)),
        }
    }
}
