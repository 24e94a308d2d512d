//! Weibayes: a lower bound of life with an assumed shape, where there are too few failures to estimate it.

use super::{
    Law, Life, Sample, Unable,
    exponential::total_time,
    unable::{fraction, positive},
};
use crate::numbers::chi_square_quantile;

/// What an assumed shape says.
#[derive(Clone, Copy, Debug)]
pub struct Weibayes {
    /// The shape that was assumed.
    pub shape: f64,
    /// The scale of greatest likelihood; `None` without failures.
    pub scale: Option<f64>,
    /// The one-sided lower bound of the scale at the confidence asked for.
    pub scale_lower: f64,
}

impl Weibayes {
    /// With `t^shape` lives are exponential, so that the scale has the exact bound
    /// `(2 Σ t^shape / χ²(confidence; 2r + 2))^(1 / shape)`
    /// (Nelson 1985, J. Quality Technology 17, 140-146; Abernethy, "The New Weibull Handbook", chapter 6).
    ///
    /// # Errors
    /// [`Unable::Invalid`] for a shape that is not above zero, a confidence outside of 0 to 1, or ages that are not
    /// known exactly.
    pub fn new(sample: &Sample, shape: f64, confidence: f64) -> Result<Self, Unable> {
        positive("assumed_beta", shape)?;
        fraction("confidence", confidence)?;
        if !sample.ages_are_known() {
            return Err(Unable::invalid("observations", "must have known ages to use an assumed shape"));
        }
        // Scaled by the oldest life, so that a steep shape can't overflow.
        let oldest =
            sample
                .observations()
                .iter()
                .map(|one| {
                    let (Life::Failed(t)
                    | Life::Survived(t)
                    | Life::FailedBefore(t)
                    | Life::FailedBetween(_, t)) = one.life;
                    t
                })
                .fold(0.0, f64::max);
        let exposure = total_time(&sample.scaled(1.0 / oldest)?, shape);
        let r = sample.failures();
        let scale = |divisor: f64| oldest * (exposure / divisor).powf(1.0 / shape);
        Ok(Self {
            shape,
            scale: (r > 0.0).then(|| scale(r)),
            scale_lower: scale(chi_square_quantile(2.0 * r + 2.0, confidence) / 2.0),
        })
    }

    /// The lower bound of the life that a share `p` of units does not reach.
    pub fn life_lower(&self, p: f64) -> f64 {
        self.law_lower().quantile(p)
    }

    /// The law at the lower bound of the scale.
    pub const fn law_lower(&self) -> Law {
        Law::Weibull { shape: self.shape, scale: self.scale_lower, threshold: 0.0 }
    }
}
