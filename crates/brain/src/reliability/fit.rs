//! What every fit of a distribution has in common: its parameters, how well it explains the data, and the bounds of
//! what follows from it.

use super::{Interval, Law, Sample};

/// A parameter with its bounds at the confidence asked for.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// `beta`, `eta`, `gamma`, `mean`, `mu`, `sigma`.
    pub name: &'static str,
    /// The estimate of maximum likelihood.
    pub value: f64,
    /// Its standard error, where the theory gives one.
    pub error: Option<f64>,
    /// Wald bounds, where the theory gives them.
    pub wald: Option<Interval>,
    /// Likelihood-ratio bounds, where they are computed.
    pub likelihood_ratio: Option<Interval>,
}

/// Bounds of something that follows from the parameters.
#[derive(Clone, Copy, Debug)]
pub struct Bounded {
    /// The estimate.
    pub value: f64,
    /// Wald bounds.
    pub wald: Option<Interval>,
    /// Likelihood-ratio bounds.
    pub likelihood_ratio: Option<Interval>,
}

/// A fitted distribution.
pub trait Fit {
    /// The distribution with the parameters found.
    fn law(&self) -> Law;

    /// The logarithm of the likelihood at its maximum.
    fn log_likelihood(&self) -> f64;

    /// The parameters with their bounds.
    fn parameters(&self, confidence: f64) -> Vec<Parameter>;

    /// The life that a share `p` of units does not reach, with bounds.
    fn life(&self, p: f64, confidence: f64) -> Bounded;

    /// The reliability at `t`, with bounds.
    fn reliability(&self, t: f64, confidence: f64) -> Bounded;
}

/// Information criteria of a fit; smaller is better.
#[derive(Clone, Copy, Debug)]
pub struct Criteria {
    /// Akaike's, `2k - 2 ln L`.
    pub aic: f64,
    /// Akaike's for small samples (Hurvich & Tsai 1989); `None` when there are no more units than parameters plus one.
    pub aicc: Option<f64>,
    /// Schwarz's, `k ln n - 2 ln L`, with all units counted.
    pub bic: f64,
}

impl Criteria {
    /// The criteria of a fit with `k` parameters.
    pub fn new(sample: &Sample, log_likelihood: f64, k: f64) -> Self {
        let n = sample.observed();
        let aic = 2.0 * k - 2.0 * log_likelihood;
        Self {
            aic,
            aicc: (n > k + 1.0).then(|| aic + 2.0 * k * (k + 1.0) / (n - k - 1.0)),
            bic: k * n.ln() - 2.0 * log_likelihood,
        }
    }
}
