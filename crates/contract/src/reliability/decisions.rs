//! What follows for maintenance: when to replace, what to expect, what to hold in stock.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Range, confidence, one};

/// A Weibull law, as fitted before.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LifeLaw {
    /// The shape.
    pub beta: f64,
    /// The scale.
    pub eta: f64,
    /// The failure-free time.
    #[serde(default)]
    pub gamma: f64,
}

/// How a replacement before failure is timed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReplacementPolicy {
    /// At an age of the unit; a failed unit is replaced at once and its age begins anew.
    #[default]
    Age,
    /// At fixed intervals; failures in between are repaired to as good as before.
    Block,
}

/// `POST …/reliability/replacement-age`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReplacementAge {
    /// The shape of the lives.
    pub beta: f64,
    /// Their scale.
    pub eta: f64,
    /// The cost of a planned replacement.
    pub cost_preventive: f64,
    /// The cost of a failure with all that follows.
    pub cost_failure: f64,
    /// How replacements are timed.
    #[serde(default)]
    pub policy: ReplacementPolicy,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// Replace at the age or interval named.
    Replace,
    /// Replacing before failure costs more than it saves.
    RunToFailure,
}

/// Cost per unit of time at an age.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct CostPoint {
    /// The age or interval.
    pub age: f64,
    /// The cost per unit of time.
    pub cost_rate: f64,
}

/// The best age or interval of replacement.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReplacementAge {
    /// What to do.
    pub advice: Advice,
    /// The age or interval; null when running to failure is cheaper.
    pub age: Option<f64>,
    /// The cost per unit of time of what is advised.
    pub cost_rate: f64,
    /// The cost per unit of time of running to failure; null for the block policy with an interval, where repairs alone
    /// would cost ever more.
    pub run_to_failure: Option<f64>,
    /// The share of that cost which replacing saves.
    pub saving: Option<f64>,
    /// The share of units that reach the age.
    pub reliability: Option<f64>,
    /// The cost per unit of time over the age.
    pub curve: Vec<CostPoint>,
}

/// `POST …/reliability/residual-life`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewResidualLife {
    /// The law of the lives.
    pub law: LifeLaw,
    /// Ages that units have reached.
    pub ages: Vec<f64>,
    /// How much longer they shall last.
    pub horizon: f64,
}

/// What a unit of an age may still expect.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct AgeRest {
    /// The age.
    pub age: f64,
    /// The probability to last through the horizon.
    pub reliability: f64,
    /// The failure rate at this age; null where it is infinite.
    pub hazard: Option<f64>,
    /// The mean time left.
    pub mean: Option<f64>,
    /// The time left that half do not reach.
    pub median: f64,
    /// The time left that 10 % do not reach.
    pub b10: f64,
}

/// What units may still expect.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ResidualLife {
    /// One entry for each age, in order.
    pub ages: Vec<AgeRest>,
}

/// Units of one age.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FleetUnits {
    /// Their age.
    pub age: f64,
    /// How many.
    #[serde(default = "one")]
    pub count: u32,
}

/// `POST …/reliability/forecasts`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFailureForecast {
    /// The law of the lives.
    pub law: LifeLaw,
    /// The units in service.
    pub fleet: Vec<FleetUnits>,
    /// How far ahead.
    pub horizon: f64,
    /// Whether failed units are replaced by new ones, which can fail too.
    #[serde(default)]
    pub replaced: bool,
    /// The confidence of the interval.
    #[serde(default = "confidence")]
    pub confidence: f64,
}

/// The failures to expect.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct FailureForecast {
    /// On the mean.
    pub expected: f64,
    /// The standard deviation of the number.
    pub deviation: f64,
    /// Whole numbers between which it lies, the law taken as known.
    pub interval: Range,
}

const fn independent() -> f64 {
    1.0
}

/// `POST …/reliability/spares`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSpareStock {
    /// Parts asked for per unit of time.
    pub rate: f64,
    /// The time until a part ordered, or sent to repair, is there.
    pub lead_time: f64,
    /// The probability that the demand of a lead time is met.
    pub service_level: f64,
    /// Variance by mean of that demand: 1 for independent demands, more for batches.
    #[serde(default = "independent")]
    pub variance_to_mean: f64,
}

/// What a stock achieves.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct SpareLevel {
    /// Parts in stock and on order together.
    pub stock: u32,
    /// The probability that the demand of a lead time is met.
    pub service: f64,
    /// The share of demands that find a part.
    pub fill_rate: f64,
    /// Demands waiting, on the mean.
    pub waiting: f64,
}

/// The stock advised.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SpareStock {
    /// The smallest stock that reaches the service level.
    pub advised: SpareLevel,
    /// The demand expected during the lead time.
    pub lead_time_demand: f64,
    /// What other stocks would achieve.
    pub levels: Vec<SpareLevel>,
}
