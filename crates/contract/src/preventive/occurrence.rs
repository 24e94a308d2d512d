//! The dates of plans, previewed, made and left out, as they travel.

use jiff::{Timestamp, civil::Date};
use kernel::{AssetId, Limit, MaintenancePlanId, PlanOccurrenceId, SiteId, WorkOrderId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{NewMaintenancePlan, Sentence, Trigger};

/// How far an occurrence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OccurrenceState {
    /// Still to come.
    Upcoming,
    /// Its order is made and not yet completed.
    Generated,
    /// Nothing ran when it was due, and a later one took its place.
    Missed,
    /// Left out: by a person, while paused, while the previous order was open, or its order was cancelled.
    Skipped,
    /// Its order is completed.
    Completed,
}

/// Why an occurrence fired or did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhyCode {
    /// The rule says this day.
    RuleDay,
    /// Counted from the last completion, or from the last date that was left out.
    CountedFromLast,
    /// The previous order is still open, so it waits.
    WaitsForOrder,
    /// It came within its lead time.
    WithinLeadTime,
    /// It should have fired earlier, but nothing ran then; made late.
    CaughtUp,
    /// A person asked for it.
    GeneratedByHand,
    /// Nothing ran when it was due, and one order was made for a later date.
    Missed,
    /// The previous order was still open when it was due.
    OrderWasOpen,
    /// The plan was paused when it was due.
    WasPaused,
    /// A person left it out.
    SkippedByHand,
    /// Its order was cancelled.
    OrderCancelled,
}

/// Why an occurrence fired or did not, for programs and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Why {
    /// The reason.
    pub code: WhyCode,
    /// In words, with the dates and numbers.
    pub text: Sentence,
}

/// One due date of a plan, for one asset.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanOccurrence {
    /// Identity; nothing while it is upcoming.
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<PlanOccurrenceId>,
    /// The plan.
    #[schema(value_type = Uuid)]
    pub plan_id: MaintenancePlanId,
    /// The asset; nothing where the plan names none.
    #[schema(value_type = Option<Uuid>)]
    pub asset_id: Option<AssetId>,
    /// The asset's name.
    pub asset_name: Option<String>,
    /// The day it is due, in the site's calendar.
    pub due_on: Date,
    /// First day on which work counts as on time.
    pub window_from: Date,
    /// Last day on which work counts as on time.
    pub window_to: Date,
    /// The greater service that falls on this date.
    pub level: Option<String>,
    /// How far it is.
    pub state: OccurrenceState,
    /// Its order.
    #[schema(value_type = Option<Uuid>)]
    pub work_order_id: Option<WorkOrderId>,
    /// The order's short number.
    pub work_order_number: Option<String>,
    /// When the order was completed.
    pub completed_at: Option<Timestamp>,
    /// Why it fired or did not.
    pub why: Why,
    /// When that was decided; nothing while it is upcoming.
    pub decided_at: Option<Timestamp>,
}

/// Which occurrences of a plan to list; latest due day first.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct OccurrenceFilter {
    /// Only for this asset.
    #[param(value_type = Option<Uuid>)]
    pub asset_id: Option<AssetId>,
    /// Due on or after.
    #[param(value_type = Option<String>, format = Date)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub from: Option<Date>,
    /// Due before.
    #[param(value_type = Option<String>, format = Date)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub to: Option<Date>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// How many upcoming occurrences to answer.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct UpcomingFilter {
    /// How many for each asset, 1–200; 12 when left out.
    #[param(value_type = Option<u8>)]
    pub count: Option<Limit>,
}

/// Asks for the next occurrences of a plan that need not be saved.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanPreviewRequest {
    /// The plan as it would be saved.
    pub plan: NewMaintenancePlan,
    /// The first day to show; today at the site when left out.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub from: Option<Date>,
    /// How many, 1–200; 12 when left out.
    #[serde(default)]
    pub count: Option<u16>,
}

/// The next occurrences of a plan.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanPreview {
    /// The trigger in a sentence.
    pub summary: Sentence,
    /// The rule as it would be kept.
    pub trigger: Trigger,
    /// In the order of their dates.
    pub items: Vec<PreviewedOccurrence>,
}

/// One occurrence of a preview.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PreviewedOccurrence {
    /// The day it is due, in the site's calendar.
    pub due_on: Date,
    /// The day on which its order is made.
    pub generated_on: Date,
    /// First day on which work counts as on time.
    pub window_from: Date,
    /// Last day on which work counts as on time.
    pub window_to: Date,
    /// The greater service that falls on this date.
    pub level: Option<String>,
    /// Why this day. Floating plans count as if each order were completed on its due day.
    pub why: Why,
}

/// Makes the order of the next occurrence now, or of a day that is named.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GenerateRequest {
    /// Only for these assets; for all of the plan when empty.
    #[schema(value_type = Vec<Uuid>)]
    pub asset_ids: Vec<AssetId>,
    /// The due day; the next one of the plan when left out.
    #[serde(deserialize_with = "kernel::within_years")]
    pub due_on: Option<Date>,
}

/// Leaves an occurrence out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SkipRequest {
    /// The due day; the next one of the plan when left out.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub due_on: Option<Date>,
    /// Only for these assets; for all of the plan when empty.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>)]
    pub asset_ids: Vec<AssetId>,
    /// Why.
    pub reason: String,
}

/// Pauses a plan.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PauseRequest {
    /// Why.
    pub reason: String,
}

/// What happened to occurrences.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Occurrences {
    /// The occurrences that were decided, by asset.
    pub items: Vec<PlanOccurrence>,
}

/// Which changes of a plan to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PlanHistoryFilter {
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// How far a forecast looks, and at what.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ForecastFilter {
    /// How many months, this one included: 1–60; 24 when left out.
    pub months: Option<u8>,
    /// Only plans of this site.
    #[param(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
}

/// What the plans will ask for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlanForecast {
    /// Every month of the forecast, this one first.
    pub months: Vec<ForecastMonth>,
    /// The plans, the one that takes longest first.
    pub plans: Vec<ForecastPlan>,
}

/// One month of a forecast, by the days on which orders are due.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ForecastMonth {
    /// Year and month: `2026-12`.
    pub month: String,
    /// Orders that are due.
    pub orders: i64,
    /// Their estimated minutes.
    pub minutes: i64,
    /// How many of them nobody has estimated.
    pub without_estimate: i64,
}

/// A plan in a forecast.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ForecastPlan {
    /// The plan.
    #[schema(value_type = Uuid)]
    pub id: MaintenancePlanId,
    /// Its short number: `PM-12`.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Orders over all months.
    pub orders: i64,
    /// Their estimated minutes.
    pub minutes: i64,
    /// How many of them nobody has estimated.
    pub without_estimate: i64,
    /// The months in which some are due.
    pub months: Vec<ForecastMonth>,
}
