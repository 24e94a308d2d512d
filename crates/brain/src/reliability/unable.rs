use thiserror::Error;

/// Why there is no answer: the data can't carry it, or a value is outside of what the method is defined for.
/// The texts are for the reader of the analysis and name the counts.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Unable {
    /// A value is outside of what the method is defined for.
    #[error("{field} {reason}")]
    Invalid {
        /// The value's path, such as `observations[3].time`.
        field: String,
        /// What it must be.
        reason: &'static str,
    },
    /// Nothing has failed.
    #[error(
        "hold no failure among {observed} units: no life distribution can be fitted; \
         with an assumed shape, Weibayes gives a lower bound of the life"
    )]
    NoFailures {
        /// Units seen.
        observed: f64,
    },
    /// The failures don't say how much lives differ: the likelihood grows without bound with the shape.
    #[error(
        "hold {failures} failures among {observed} units, and no unit outlived a time by which another had \
         failed: the spread of lives can't be told from them"
    )]
    NoSpread {
        /// Units that failed.
        failures: f64,
        /// Units seen.
        observed: f64,
    },
    /// Short times survive and long times fail only in the wrong order: any shape above zero is worse than zero.
    #[error(
        "hold {failures} failures, none of them at a known time, and those seen early outweigh those seen late: \
         the likelihood has no maximum"
    )]
    NoOrder {
        /// Units that failed.
        failures: f64,
    },
    /// The failures of repaired systems don't say how their rate changes: the likelihood grows without bound.
    #[error(
        "hold {failures} failures, all of them at the very end or at the very beginning of what was watched: \
         no trend can be told from them"
    )]
    NoTrend {
        /// Failures seen.
        failures: f64,
    },
    /// Fewer events than the method needs.
    #[error("hold {found} {what}; this needs at least {needed}")]
    TooFew {
        /// What was counted: "failures".
        what: &'static str,
        /// How many there are.
        found: f64,
        /// How many are needed.
        needed: f64,
    },
    /// Three parameters can't be told apart by these lives.
    #[error(
        "give no failure-free time: the likelihood only grows as it approaches the first failure at {first} \
         ({failures} failures), which is the mark of early failures; fit two parameters instead"
    )]
    NoThreshold {
        /// The first failure.
        first: f64,
        /// Units that failed.
        failures: f64,
    },
}

impl Unable {
    /// A value outside of what the method is defined for.
    pub fn invalid(field: impl Into<String>, reason: &'static str) -> Self {
        Self::Invalid { field: field.into(), reason }
    }
}

/// Checks that a value is a finite number above zero.
pub fn positive(field: &str, value: f64) -> Result<f64, Unable> {
    if value.is_finite() && value > 0.0 {
        Ok(value)
    } else {
        Err(Unable::invalid(field, "must be a number above zero"))
    }
}

/// Ages from the shortest to the longest that the mathematics takes, in any unit: their ratios and powers stay numbers.
pub fn is_an_age(value: f64) -> bool {
    (1e-100..=1e100).contains(&value)
}

/// What an age must be.
pub const AN_AGE: &str = "must be a number above zero, between 1e-100 and 1e100";

/// Checks that a value lies between zero and one, both excluded.
pub fn fraction(field: &str, value: f64) -> Result<f64, Unable> {
    if value > 0.0 && value < 1.0 {
        Ok(value)
    } else {
        Err(Unable::invalid(field, "must be between 0 and 1, such as 0.9"))
    }
}
