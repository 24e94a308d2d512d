//! Reliability mathematics as it travels to the role `ai_brain` and back. Times are plain numbers in any one unit the
//! caller likes (hours, kilometres, cycles); answers are in the same unit.

mod decisions;
mod life;
mod repairable;

pub use decisions::{
    Advice, AgeRest, CostPoint, FailureForecast, FleetUnits, LifeLaw, NewFailureForecast, NewReplacementAge,
    NewResidualLife, NewSpareStock, ReplacementAge, ReplacementPolicy, ResidualLife, SpareLevel, SpareStock,
};
pub use life::{
    Caution, FitBounds, FittedLife, LifeEvent, LifeFit, LifeModel, LifeObservation, ModelComparison,
    NewComparison, NewLifeFit, NewSurvival, PlottingPosition, ReliabilityAt, ShareOfLives, Survival,
    SurvivalStep, SurvivalStretch,
};
pub use repairable::{
    CountedFailures, CrowAmsaa, CrowBounds, GroupedGrowth, MeanCumulative, NewGroupedGrowth,
    NewRepairableAnalysis, RepairableAnalysis, RepairableEvent, RepairableSystem, TrendTest, TrendTests,
};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Confidence bounds; a side that has none is null.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Range {
    /// The lower bound.
    pub lower: Option<f64>,
    /// The upper bound.
    pub upper: Option<f64>,
}

/// The two-sided confidence of bounds when a request names none.
pub(crate) const fn confidence() -> f64 {
    0.9
}

pub(crate) const fn one() -> u32 {
    1
}
