//! Systems that are repaired and fail again.

use serde::{Deserialize, Deserializer, Serialize, de};
use utoipa::ToSchema;

use super::{Range, confidence, one};

/// A failure of a system: its age alone as a number, or with cost and count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct RepairableEvent {
    /// The system's age.
    pub time: f64,
    /// Failures at once.
    pub count: u32,
    /// What they cost together.
    pub cost: f64,
}

impl<'de> Deserialize<'de> for RepairableEvent {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Whole {
            time: f64,
            #[serde(default = "one")]
            count: u32,
            #[serde(default)]
            cost: f64,
        }

        struct Either;

        impl<'de> de::Visitor<'de> for Either {
            type Value = RepairableEvent;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a time, or an object with time, count and cost")
            }

            fn visit_f64<E: de::Error>(self, time: f64) -> Result<Self::Value, E> {
                Ok(RepairableEvent { time, count: 1, cost: 0.0 })
            }

            #[allow(clippy::cast_precision_loss, reason = "a time in any unit")]
            fn visit_u64<E: de::Error>(self, time: u64) -> Result<Self::Value, E> {
                self.visit_f64(time as f64)
            }

            #[allow(clippy::cast_precision_loss, reason = "a time in any unit")]
            fn visit_i64<E: de::Error>(self, time: i64) -> Result<Self::Value, E> {
                self.visit_f64(time as f64)
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let Whole { time, count, cost } =
                    Whole::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(RepairableEvent { time, count, cost })
            }
        }

        reader.deserialize_any(Either)
    }
}

/// One system and when it was watched.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RepairableSystem {
    /// How the caller names it.
    pub id: String,
    /// The age at which the watch began.
    #[serde(default)]
    pub start: f64,
    /// The age at which it ended.
    pub end: f64,
    /// Whether the last failure ended it, rather than a time fixed before.
    #[serde(default)]
    pub ended_by_failure: bool,
    /// Its failures.
    pub events: Vec<RepairableEvent>,
}

/// `POST …/reliability/repairable`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRepairableAnalysis {
    /// The systems, alike.
    pub systems: Vec<RepairableSystem>,
    /// Two-sided confidence of the bounds.
    #[serde(default = "confidence")]
    pub confidence: f64,
    /// How far ahead to expect failures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub horizon: Option<f64>,
    /// A mean time between failures to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal_mtbf: Option<f64>,
}

/// Bounds of the power law; exact ones where every system was watched from new to the same age.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct CrowBounds {
    /// Of the shape, exact.
    pub beta_exact: Option<Range>,
    /// Of the shape, from the observed information.
    pub beta_wald: Range,
    /// Of the shape, by likelihood ratio.
    pub beta_likelihood_ratio: Range,
    /// Of the mean time between failures now, exact (Crow).
    pub mtbf_exact: Option<Range>,
    /// Of the mean time between failures now, from the observed information.
    pub mtbf_wald: Range,
    /// Of the mean time between failures now, by likelihood ratio.
    pub mtbf_likelihood_ratio: Range,
    /// Of the mean time between failures over all the time, at constant rate.
    pub cumulative_mtbf: Range,
}

/// The power law of failures.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct CrowAmsaa {
    /// The shape: below 1 reliability grows, above 1 it declines.
    pub beta: f64,
    /// Failures of one system by age 1.
    pub lambda: f64,
    /// The age at which `mtbf` holds: the greatest watched.
    pub at: f64,
    /// The mean time between failures of one system at that age.
    pub mtbf: f64,
    /// The mean time between failures over all the time watched.
    pub cumulative_mtbf: f64,
    /// How fast the mean time between failures grows, `1 - beta`.
    pub growth_rate: f64,
    /// The shape without bias.
    pub unbiased_beta: Option<f64>,
    /// The mean time between failures with the unbiased shape.
    pub unbiased_mtbf: Option<f64>,
    /// Failures of one system expected within the horizon from `at` on.
    pub expected_failures: Option<f64>,
    /// The age at which the goal is reached; null when it is not, or is already.
    pub goal_age: Option<f64>,
    /// Bounds at the confidence asked for.
    pub bounds: CrowBounds,
}

/// A statistic with its significance.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct TrendTest {
    /// The statistic.
    pub statistic: f64,
    /// The probability of one at least as far out without a trend, two-sided.
    pub p_value: f64,
}

/// Whether failures get rarer or more frequent.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct TrendTests {
    /// Laplace's test; above zero failures get more frequent.
    pub laplace: TrendTest,
    /// The test of MIL-HDBK-189; for systems watched from new.
    pub military_handbook: Option<TrendTest>,
    /// Its degrees of freedom.
    pub degrees_of_freedom: f64,
    /// Lewis and Robinson's test; for one system.
    pub lewis_robinson: Option<TrendTest>,
    /// Cramér and von Mises' distance from the power law.
    pub cramer_von_mises: Option<f64>,
    /// What it exceeds one time in ten under the power law.
    pub cramer_von_mises_critical: Option<f64>,
}

/// The mean cumulative function at an age.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct MeanCumulative {
    /// The age.
    pub time: f64,
    /// Systems watched then.
    pub at_risk: f64,
    /// The mean of one system by then.
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
    /// Its bounds.
    pub bounds: Option<Range>,
}

/// What is known of a set of repairable systems.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RepairableAnalysis {
    /// Systems watched.
    pub systems: f64,
    /// Failures counted.
    pub failures: f64,
    /// The power law, or null with the reason below.
    pub crow_amsaa: Option<CrowAmsaa>,
    /// Why there is no power law.
    pub crow_amsaa_reason: Option<String>,
    /// The trend tests, or null with the reason below.
    pub trend: Option<TrendTests>,
    /// Why there are no trend tests.
    pub trend_reason: Option<String>,
    /// Failures of one system by age, on the mean.
    pub mcf: Vec<MeanCumulative>,
    /// Cost of one system by age, on the mean; empty where no cost is given.
    pub mcf_cost: Vec<MeanCumulative>,
}

/// Failures counted between two ages.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedFailures {
    /// The age at which they were counted.
    pub until: f64,
    /// Failures since the count before.
    pub failures: u32,
}

/// `POST …/reliability/grouped`: a system whose failures are only counted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGroupedGrowth {
    /// The counts, in order of age.
    pub counts: Vec<CountedFailures>,
    /// Two-sided confidence of the bounds.
    #[serde(default = "confidence")]
    pub confidence: f64,
}

/// The power law fitted to counts.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct GroupedGrowth {
    /// The shape.
    pub beta: f64,
    /// Failures by age 1.
    pub lambda: f64,
    /// The last age.
    pub at: f64,
    /// The mean time between failures then.
    pub mtbf: f64,
    /// Bounds of the shape.
    pub beta_wald: Range,
    /// Chi-square distance of counts and expectation; null with too few stretches.
    pub chi_square: Option<f64>,
    /// Its degrees of freedom.
    pub degrees_of_freedom: f64,
    /// The probability of one at least as large under the power law.
    pub p_value: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_a_number_or_an_object_and_nothing_else() {
        let read = |text| serde_json::from_str::<RepairableEvent>(text);
        assert_eq!(read("7").unwrap(), RepairableEvent { time: 7.0, count: 1, cost: 0.0 });
        assert_eq!(read("7.5").unwrap().time.to_string(), "7.5");
        assert_eq!(
            read(r#"{"time":7,"cost":3.5,"count":2}"#).unwrap(),
            RepairableEvent { time: 7.0, count: 2, cost: 3.5 }
        );
        assert!(
            read(r#"{"time":7,"price":3}"#).unwrap_err().to_string().starts_with("unknown field `price`")
        );
        assert!(read(r#""7""#).unwrap_err().to_string().contains("a time, or an object"));
    }
}
