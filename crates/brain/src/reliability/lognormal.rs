//! The lognormal distribution, by maximum likelihood under any censoring.

use super::{
    Bounded, Fit, Law, Parameter, Sample, Unable, location_scale::LocationScale, standard::Standard,
};

/// A lognormal law fitted to lives: the logarithm of the life is normal (Meeker & Escobar 1998, 4.6 and 8.4).
/// It suits fatigue, corrosion and repair times.
#[derive(Clone, Debug)]
pub struct Lognormal(LocationScale);

impl Lognormal {
    /// Fits mean and standard deviation of `ln t`.
    ///
    /// # Errors
    /// [`Unable::NoFailures`], [`Unable::NoSpread`] or [`Unable::NoOrder`]: the likelihood has no maximum.
    pub fn fit(sample: &Sample) -> Result<Self, Unable> {
        LocationScale::fit(Standard::Normal, sample, f64::ln, |t| -t.ln()).map(Self)
    }

    /// The mean of `ln t`, the logarithm of the median life.
    pub fn location(&self) -> f64 {
        self.0.place()
    }

    /// The standard deviation of `ln t`.
    pub fn spread(&self) -> f64 {
        self.0.spread()
    }
}

impl Fit for Lognormal {
    fn law(&self) -> Law {
        Law::Lognormal { location: self.location(), spread: self.spread() }
    }

    fn log_likelihood(&self) -> f64 {
        self.0.log_likelihood()
    }

    fn parameters(&self, confidence: f64) -> Vec<Parameter> {
        self.0.place_and_spread(["mu", "sigma"], confidence)
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
