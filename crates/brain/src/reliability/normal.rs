//! The normal distribution, by maximum likelihood under any censoring.

use super::{
    Bounded, Fit, Law, Parameter, Sample, Unable, location_scale::LocationScale, standard::Standard,
};

/// A normal law fitted to lives (Meeker & Escobar 1998, 4.5 and 8.4). It suits wear-out with lives far from zero.
#[derive(Clone, Debug)]
pub struct Normal(LocationScale);

impl Normal {
    /// Fits mean and standard deviation of the lives.
    ///
    /// # Errors
    /// [`Unable::NoFailures`], [`Unable::NoSpread`] or [`Unable::NoOrder`]: the likelihood has no maximum.
    pub fn fit(sample: &Sample) -> Result<Self, Unable> {
        LocationScale::fit(Standard::Normal, sample, |t| t, |_| 0.0).map(Self)
    }
}

impl Fit for Normal {
    fn law(&self) -> Law {
        Law::Normal { mean: self.0.place(), deviation: self.0.spread() }
    }

    fn log_likelihood(&self) -> f64 {
        self.0.log_likelihood()
    }

    fn parameters(&self, confidence: f64) -> Vec<Parameter> {
        self.0.place_and_spread(["mu", "sigma"], confidence)
    }

    fn life(&self, p: f64, confidence: f64) -> Bounded {
        Bounded {
            value: self.0.quantile(p),
            wald: Some(self.0.wald_quantile(p, confidence)),
            likelihood_ratio: Some(self.0.ratio_quantile(p, confidence)),
        }
    }

    fn reliability(&self, t: f64, confidence: f64) -> Bounded {
        Bounded {
            value: self.0.reliability(t),
            wald: Some(self.0.wald_reliability(t, confidence)),
            likelihood_ratio: Some(self.0.ratio_reliability(t, confidence)),
        }
    }
}
