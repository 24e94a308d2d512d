/// A confidence interval; a side without a bound is open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower bound.
    pub lower: Option<f64>,
    /// The upper bound.
    pub upper: Option<f64>,
}

impl Interval {
    /// An interval with both bounds; what is not finite is open.
    pub fn new(lower: f64, upper: f64) -> Self {
        let finite = |value: f64| value.is_finite().then_some(value);
        Self { lower: finite(lower), upper: finite(upper) }
    }

    /// The interval on another scale that rises with this one.
    #[must_use]
    pub fn map(self, f: impl Fn(f64) -> f64) -> Self {
        let finite = |value: f64| Some(f(value)).filter(|value| value.is_finite());
        Self { lower: self.lower.and_then(finite), upper: self.upper.and_then(finite) }
    }

    /// The interval on another scale that falls while this one rises.
    #[must_use]
    pub fn reversed(self, f: impl Fn(f64) -> f64) -> Self {
        let Self { lower, upper } = self.map(f);
        Self { lower: upper, upper: lower }
    }

    /// Whether a value lies inside.
    pub fn holds(&self, value: f64) -> bool {
        self.lower.is_none_or(|lower| lower <= value) && self.upper.is_none_or(|upper| value <= upper)
    }
}
