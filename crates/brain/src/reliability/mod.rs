//! The mathematics of reliability, pure: lives and their distributions, repairable systems, and the decisions that
//! follow. Nothing here waits, reads or asks for the time. Every estimator says its source, and where data can't carry
//! an answer it says [`Unable`] with the counts instead of a number.

// Counts and degrees of freedom are numbers of the analysis, far below 2^52.
#![allow(clippy::cast_precision_loss)]
// Exact zeros and equal times are what they are: ties in the data, not results of rounding.
#![allow(clippy::float_cmp)]
// Formulas keep the letters of their sources.
#![allow(clippy::many_single_char_names)]

mod exponential;
mod fit;
mod forecast;
mod goodness;
mod histories;
mod interval;
mod law;
mod likelihood;
mod location_scale;
mod lognormal;
mod mean_cumulative;
mod nonparametric;
mod normal;
mod power_law;
mod power_law_exact;
mod power_law_grouped;
mod replacement;
mod sample;
mod spares;
mod standard;
mod trend;
mod turnbull;
mod unable;
mod weibayes;
mod weibull;
mod weibull3;

pub use exponential::{Exponential, constant_rate_bounds, constant_rate_lower};
pub use fit::{Bounded, Criteria, Fit, Parameter};
pub use forecast::{Forecast, Units, failures_with_renewal, first_failures};
pub use goodness::{AndersonDarling, RatioTest, anderson_darling, constant_rate_test, plotting_positions};
pub use histories::{Event, Histories, History};
pub use interval::Interval;
pub use law::Law;
pub use lognormal::Lognormal;
pub use mean_cumulative::{Mean, Measure, mean_cumulative};
pub use nonparametric::{Step, kaplan_meier, survival_at};
pub use normal::Normal;
pub use power_law::PowerLaw;
pub use power_law_grouped::{Count, GroupedPowerLaw};
pub use replacement::{Costs, Replacement, block_interval, replacement_age};
pub use sample::{Life, Observation, Sample};
pub use spares::{Demand, Level, Spares, spares};
pub use trend::{CramerVonMises, Test, Trend};
pub use turnbull::{Mass, turnbull};
pub use unable::Unable;
pub use weibayes::Weibayes;
pub use weibull::Weibull;
pub use weibull3::Weibull3;
