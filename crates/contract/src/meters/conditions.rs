//! Condition rules: what to make of readings, and what they led to.

use jiff::Timestamp;
use kernel::{
    AssetId, ConditionFiringId, ConditionRuleId, Limit, MeterId, Quantity, TeamId, UserId, WorkOrderId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::work_orders::Priority;

/// How bad a condition is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ConditionLevel {
    /// As it should be.
    #[default]
    Normal,
    /// Beyond a warning limit.
    Warning,
    /// Beyond an action limit.
    Action,
}

/// When a rule fires. At least one limit is needed; a limit itself is still inside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConditionDefinition {
    /// Below it is action.
    pub lower_action: Option<Quantity>,
    /// Below it is warning.
    pub lower_warning: Option<Quantity>,
    /// Above it is warning.
    pub upper_warning: Option<Quantity>,
    /// Above it is action.
    pub upper_action: Option<Quantity>,
    /// Rising faster than this in an hour, from one reading to the next, is action.
    pub rise_per_hour: Option<Quantity>,
    /// Falling faster than this in an hour is action.
    pub fall_per_hour: Option<Quantity>,
    /// How far back inside a limit the value must come before it counts as inside again.
    pub hysteresis: Quantity,
    /// How many readings in a row must be beyond before it fires, 1–1000; 1 when left out.
    pub debounce_readings: Option<u16>,
    /// For how many minutes they must have been beyond before it fires.
    pub debounce_minutes: u32,
    /// Readings count only while this runs.
    pub only_while: Option<RunState>,
    /// For how many minutes after it fired it does not fire again.
    pub cooldown_minutes: u32,
    /// From which level on an order is made; action when left out. What is less only shows.
    pub order_from: Option<ConditionLevel>,
}

/// What must be running for a rule to look at a reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RunState {
    /// An asset whose status was running or degraded then.
    Asset {
        /// The asset.
        #[schema(value_type = Uuid)]
        asset_id: AssetId,
    },
    /// A meter that showed more than this then, by its latest reading.
    Meter {
        /// The meter.
        #[schema(value_type = Uuid)]
        meter_id: MeterId,
        /// The value.
        above: Quantity,
    },
}

/// What the orders of a rule look like. Their kind is predictive; asset or location are those of the meter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConditionTemplate {
    /// Title; the rule's name when left out.
    pub title: Option<String>,
    /// What is to be done.
    pub description: Option<String>,
    /// Priority; the organisation's usual one when left out.
    pub priority: Option<Priority>,
    /// Who does it.
    #[schema(value_type = Vec<Uuid>)]
    pub assignee_ids: Vec<UserId>,
    /// Which team does it.
    #[schema(value_type = Option<Uuid>)]
    pub team_id: Option<TeamId>,
    /// How long it takes.
    pub estimated_minutes: Option<i64>,
}

/// Why a rule fired or did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Within all limits.
    Inside,
    /// Back within the limit, but not yet by the hysteresis.
    NotYetBack,
    /// Beyond a limit from which no order is made.
    Shown,
    /// Beyond, but not yet for long enough.
    Debouncing,
    /// The quality is bad, so it was not looked at.
    BadQuality,
    /// What must be running was not.
    NotRunning,
    /// It is not newer than what was looked at before.
    Late,
    /// It has fired for this already, and the order is still open.
    AlreadyFired,
    /// It has fired a short while ago.
    CoolingDown,
    /// Beyond again while the order is still open: added to that order.
    Joined,
    /// Fired: an order was made.
    Fired,
}

/// Which limit was passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum LimitPassed {
    LowerAction,
    LowerWarning,
    UpperWarning,
    UpperAction,
    Rise,
    Fall,
}

/// What a rule said to a reading, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Evaluation {
    /// The reading's instant.
    pub at: Timestamp,
    /// The reading's value.
    pub value: Quantity,
    /// What it said.
    pub outcome: Outcome,
    /// How bad the condition is after it.
    pub level: ConditionLevel,
    /// The limit that is passed.
    pub passed: Option<LimitPassed>,
    /// That limit's value.
    pub limit: Option<Quantity>,
    /// How fast it changed in an hour, where a rate was looked at.
    pub rate_per_hour: Option<f64>,
    /// How many readings in a row are beyond.
    pub readings_beyond: u32,
    /// Since when they are.
    pub beyond_since: Option<Timestamp>,
}

/// A rule about the readings of a meter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConditionRule {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: ConditionRuleId,
    /// The meter.
    #[schema(value_type = Uuid)]
    pub meter_id: MeterId,
    /// Name.
    pub name: String,
    /// When it fires.
    pub definition: ConditionDefinition,
    /// What its orders look like.
    pub template: ConditionTemplate,
    /// Whether it looks at readings.
    pub enabled: bool,
    /// How bad the condition is.
    pub level: ConditionLevel,
    /// What it said last.
    pub latest: Option<Evaluation>,
    /// When it last fired.
    pub fired_at: Option<Timestamp>,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Adds a rule.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConditionRule {
    /// Identity chosen by the client, or left out.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<ConditionRuleId>,
    /// Name.
    pub name: String,
    /// When it fires.
    pub definition: ConditionDefinition,
    /// What its orders look like.
    #[serde(default)]
    pub template: ConditionTemplate,
    /// Whether it looks at readings; `true` when left out.
    #[serde(default)]
    pub enabled: Option<bool>,
}

/// Changes a rule. Where its definition changes, it begins anew with the next reading.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConditionRulePatch {
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New definition, whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<ConditionDefinition>,
    /// New template, whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<ConditionTemplate>,
    /// Whether it looks at readings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// `true` archives, `false` brings back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// Asks what a rule would have said to the readings that are there, without keeping anything.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleTrial {
    /// When it would fire.
    pub definition: ConditionDefinition,
    /// From when on; 30 days ago when left out.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub from: Option<Timestamp>,
    /// Until when; now when left out.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub to: Option<Timestamp>,
}

/// What a rule would have said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RuleTrialResult {
    /// How many readings it looked at; at most the first 50,000.
    pub readings: i64,
    /// How many orders it would have made, each taken as done when the value came back.
    pub fired: i64,
    /// The evaluations at which it said something else than before; at most the last 500.
    pub turns: Vec<Evaluation>,
}

/// A time at which a rule fired, with what made it fire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConditionFiring {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: ConditionFiringId,
    /// The rule.
    #[schema(value_type = Uuid)]
    pub rule_id: ConditionRuleId,
    /// The rule's name.
    pub rule: String,
    /// The meter.
    #[schema(value_type = Uuid)]
    pub meter_id: MeterId,
    /// The meter's name.
    pub meter: String,
    /// UCUM code of the meter's unit.
    pub unit: Option<String>,
    /// Of a characteristic: its words.
    pub choices: Vec<String>,
    /// The order that it made, or joined.
    #[schema(value_type = Uuid)]
    pub work_order_id: WorkOrderId,
    /// The order's short number.
    pub work_order_number: String,
    /// Whether the order was there already.
    pub joined: bool,
    /// What the rule said, and why.
    pub evaluation: Evaluation,
    /// The rule as it was then.
    pub definition: ConditionDefinition,
    /// The readings that led to it, in order; at most 60.
    pub trend: Vec<TrendPoint>,
    /// When it fired.
    pub created_at: Timestamp,
}

/// A reading of a trend.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TrendPoint {
    /// When it was read.
    pub at: Timestamp,
    /// What the meter showed.
    pub value: Quantity,
}

/// Which firings to list; latest first.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ConditionFiringFilter {
    /// Only of this meter.
    #[param(value_type = Option<Uuid>)]
    pub meter_id: Option<MeterId>,
    /// Only of this rule.
    #[param(value_type = Option<Uuid>)]
    pub rule_id: Option<ConditionRuleId>,
    /// Only those that led to this order.
    #[param(value_type = Option<Uuid>)]
    pub work_order_id: Option<WorkOrderId>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}
