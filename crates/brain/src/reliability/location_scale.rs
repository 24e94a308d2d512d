//! A fitted law with a place and a spread, and the bounds of everything that follows from it.
//!
//! Wald bounds take the observed information and act on the scale where the estimate is closest to normal;
//! likelihood-ratio bounds hold all values that a test at the same confidence would not reject
//! (Meeker & Escobar 1998, "Statistical Methods for Reliability Data", chapter 8).

use super::{
    Interval, Parameter, Sample, Unable,
    likelihood::{Likelihood, Point},
    standard::Standard,
};
use crate::numbers::{Bracket, root, two_sided};

/// How far from the estimate the logarithm of a spread is sought: a hundred thousand times less or more is no bound.
const FAR: f64 = 12.0;

/// A law `F((y - place) / spread)` fitted by maximum likelihood.
#[derive(Clone, Debug)]
pub struct LocationScale {
    likelihood: Likelihood,
    peak: Point,
    /// Variances and covariance of `a` and `b`: `aa`, `ab`, `bb`.
    covariance: [f64; 3],
}

impl LocationScale {
    /// Fits the law on the scale `y = scale(t)`; `ln_slope` is `ln |dy/dt|`.
    pub(super) fn fit(
        standard: Standard,
        sample: &Sample,
        scale: impl Fn(f64) -> f64,
        ln_slope: impl Fn(f64) -> f64,
    ) -> Result<Self, Unable> {
        sample.has_spread()?;
        let likelihood = Likelihood::new(standard, sample, scale, ln_slope);
        let peak = likelihood.maximum()?;
        let [aa, ab, bb] = peak.curvature;
        let determinant = aa * bb - ab * ab;
        if !(determinant > 0.0 && peak.value.is_finite()) {
            return Err(Unable::NoSpread { failures: sample.failures(), observed: sample.observed() });
        }
        let covariance = [-bb / determinant, ab / determinant, -aa / determinant];
        Ok(Self { likelihood, peak, covariance })
    }

    /// The logarithm of the likelihood, densities taken on the scale of time.
    pub const fn log_likelihood(&self) -> f64 {
        self.peak.value
    }

    /// The law's place on the scale `y`.
    pub fn place(&self) -> f64 {
        self.quantile_at(0.0)
    }

    /// The law's spread on the scale `y`.
    pub fn spread(&self) -> f64 {
        self.likelihood.spread / self.peak.b
    }

    /// The value of `y` below which a share `p` of lives ends.
    pub fn quantile(&self, p: f64) -> f64 {
        self.quantile_at(self.likelihood.standard.quantile(p))
    }

    fn quantile_at(&self, z: f64) -> f64 {
        self.likelihood.centre + self.likelihood.spread * (self.peak.a + z) / self.peak.b
    }

    /// The probability to live beyond `y`.
    pub fn reliability(&self, y: f64) -> f64 {
        self.likelihood.standard.sf(self.standardised(y))
    }

    fn standardised(&self, y: f64) -> f64 {
        self.peak.b * self.likelihood.inner(y) - self.peak.a
    }

    /// The variance of `da * a + db * b`.
    fn variance(&self, da: f64, db: f64) -> f64 {
        let [aa, ab, bb] = self.covariance;
        (aa * da * da + 2.0 * ab * da * db + bb * db * db).max(0.0)
    }

    /// The standard error of the logarithm of the spread.
    pub fn error_of_ln_spread(&self) -> f64 {
        self.covariance[2].sqrt() / self.peak.b
    }

    /// The standard error of the place.
    pub fn error_of_place(&self) -> f64 {
        self.error_at(0.0)
    }

    fn error_at(&self, z: f64) -> f64 {
        let b = self.peak.b;
        self.likelihood.spread * self.variance(1.0 / b, -(self.peak.a + z) / (b * b)).sqrt()
    }

    /// The covariance of the place and of the logarithm of the spread.
    pub fn covariance_of_place_and_ln_spread(&self) -> f64 {
        let (a, b) = (self.peak.a, self.peak.b);
        let [_, ab, bb] = self.covariance;
        // Gradients of a/b and of -ln b.
        -self.likelihood.spread * (ab / b - a * bb / (b * b)) / b
    }

    /// The parameters of a law that is named by its place and its spread.
    pub fn place_and_spread(&self, [place, spread]: [&'static str; 2], confidence: f64) -> Vec<Parameter> {
        vec![
            Parameter {
                name: place,
                value: self.place(),
                error: Some(self.error_of_place()),
                wald: Some(self.wald_place(confidence)),
                likelihood_ratio: Some(self.ratio_place(confidence)),
            },
            Parameter {
                name: spread,
                value: self.spread(),
                error: Some(self.spread() * self.error_of_ln_spread()),
                wald: Some(self.wald_spread(confidence)),
                likelihood_ratio: Some(self.ratio_spread(confidence)),
            },
        ]
    }

    /// Wald bounds of the spread, on its logarithm.
    pub fn wald_spread(&self, confidence: f64) -> Interval {
        let factor = (two_sided(confidence) * self.error_of_ln_spread()).exp();
        Interval::new(self.spread() / factor, self.spread() * factor)
    }

    /// Wald bounds of the quantile at `p`, on the scale `y`.
    pub fn wald_quantile(&self, p: f64, confidence: f64) -> Interval {
        self.wald_at(self.likelihood.standard.quantile(p), confidence)
    }

    /// Wald bounds of the place.
    pub fn wald_place(&self, confidence: f64) -> Interval {
        self.wald_at(0.0, confidence)
    }

    fn wald_at(&self, z: f64, confidence: f64) -> Interval {
        let reach = two_sided(confidence) * self.error_at(z);
        Interval::new(self.quantile_at(z) - reach, self.quantile_at(z) + reach)
    }

    /// Wald bounds of the probability to live beyond `y`, on the standardised scale.
    pub fn wald_reliability(&self, y: f64, confidence: f64) -> Interval {
        let reach = two_sided(confidence) * self.variance(-1.0, self.likelihood.inner(y)).sqrt();
        let z = self.standardised(y);
        let sf = |z| self.likelihood.standard.sf(z);
        Interval::new(sf(z + reach), sf(z - reach))
    }

    /// Likelihood-ratio bounds of the spread.
    pub fn ratio_spread(&self, confidence: f64) -> Interval {
        let mut near = self.peak.a;
        let ln_b = self.peak.b.ln();
        let deficit = |x: f64| {
            let b = x.exp();
            // Keeping the place while b changes is a good beginning.
            let point = self.likelihood.given_b(b, near * b / self.peak.b);
            near = point.a * self.peak.b / b;
            self.peak.value - point.value
        };
        let Interval { lower, upper } =
            bounds(deficit, ln_b, self.error_of_ln_spread(), confidence, [ln_b - FAR, ln_b + FAR]);
        let spread = |x: f64| self.likelihood.spread / x.exp();
        Interval { lower: upper.map(spread), upper: lower.map(spread) }
    }

    /// Likelihood-ratio bounds of the quantile at `p`, on the scale `y`.
    pub fn ratio_quantile(&self, p: f64, confidence: f64) -> Interval {
        self.ratio_at(self.likelihood.standard.quantile(p), confidence)
    }

    /// Likelihood-ratio bounds of the place.
    pub fn ratio_place(&self, confidence: f64) -> Interval {
        self.ratio_at(0.0, confidence)
    }

    fn ratio_at(&self, z: f64, confidence: f64) -> Interval {
        let peak = (self.peak.a + z) / self.peak.b;
        let mut near = self.peak.b;
        let deficit = |y: f64| {
            let point = self.likelihood.on_line(y, z, near);
            near = point.b;
            self.peak.value - point.value
        };
        let error = self.error_at(z) / self.likelihood.spread;
        // Beyond e^±300 a life is no number that means anything.
        let limit = 300.0 / self.likelihood.spread.min(1.0);
        let inner = bounds(deficit, peak, error, confidence, [peak - limit, peak + limit]);
        inner.map(|y| self.likelihood.centre + self.likelihood.spread * y)
    }

    /// Likelihood-ratio bounds of the probability to live beyond `y`.
    pub fn ratio_reliability(&self, y: f64, confidence: f64) -> Interval {
        let inner = self.likelihood.inner(y);
        let peak = self.standardised(y);
        let mut near = self.peak.b;
        let deficit = |z: f64| {
            let point = self.likelihood.on_line(inner, z, near);
            near = point.b;
            self.peak.value - point.value
        };
        let error = self.variance(-1.0, inner).sqrt();
        let found = bounds(deficit, peak, error, confidence, [peak - 700.0, peak + 700.0]);
        let sf = |z: f64| self.likelihood.standard.sf(z);
        Interval { lower: Some(found.upper.map_or(0.0, sf)), upper: Some(found.lower.map_or(1.0, sf)) }
    }
}

/// The two places around `peak` where the likelihood has lost half the chi-square quantile with one degree of freedom.
/// A side on which it never does has no bound.
pub(super) fn bounds(
    mut deficit: impl FnMut(f64) -> f64,
    peak: f64,
    error: f64,
    confidence: f64,
    limits: [f64; 2],
) -> Interval {
    let allowed = two_sided(confidence).powi(2) / 2.0;
    let least = 1e-9 * (1.0 + peak.abs());
    let step = (1.5 * two_sided(confidence) * error).max(least).min(least.max(20.0));
    let mut side = |step: f64, limit: f64| {
        Bracket::walk(|x| deficit(x) - allowed, peak, step, limit)
            .map(|bracket| root(|x| deficit(x) - allowed, bracket))
    };
    Interval { lower: side(-step, limits[0]), upper: side(step, limits[1]) }
}
