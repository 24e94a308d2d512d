//! Maintenance plans, their calendar rules and their occurrences as they travel.

mod occurrence;
mod trigger;

use jiff::{Timestamp, civil::Date};
use kernel::{AssetId, Limit, MaintenancePlanId, Patch, SiteId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::Listed;

pub use occurrence::*;
pub use trigger::*;

/// What a plan does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// Makes orders.
    Active,
    /// Makes none until it is resumed.
    Paused,
    /// Has no date left.
    Ended,
    /// Is put away.
    Archived,
}

/// A preventive maintenance plan.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MaintenancePlan {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: MaintenancePlanId,
    /// Short number: `PM-12`.
    pub number: String,
    /// Name.
    pub name: String,
    /// Why it is done.
    pub description: Option<String>,
    /// The site whose calendar and time zone apply.
    #[schema(value_type = Uuid)]
    pub site_id: SiteId,
    /// The site's IANA time zone.
    pub time_zone: String,
    /// What makes it due.
    pub trigger: Trigger,
    /// The trigger in a sentence.
    pub summary: Sentence,
    /// Orders are made this many days before they are due.
    pub lead_days: u16,
    /// Work counts as on time this many days before and after the due day; nothing means 10 % of the interval.
    pub window_days: Option<u16>,
    /// While an order of the plan for the same asset is open, no further one is made.
    pub no_fire_while_open: bool,
    /// The last day on which it may be due.
    pub ends_on: Option<Date>,
    /// The days on which it may be due.
    pub calendar: PlanCalendar,
    /// Greater services at every n-th date, the most frequent first.
    pub levels: Vec<PlanLevel>,
    /// What its orders look like.
    pub template: OrderTemplate,
    /// What it does now.
    pub state: PlanState,
    /// Since when it is paused.
    pub paused_at: Option<Timestamp>,
    /// Why it is paused.
    pub pause_reason: Option<String>,
    /// The next date for which no order is made yet; nothing while it waits for a completion, or when it has ended.
    pub next_due_on: Option<Date>,
    /// How well its dates of the last 90 days were kept.
    pub compliance: Compliance,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// How well due dates were kept. Occurrences whose window is still open count only once they are completed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Compliance {
    /// Occurrences that count: on time, late, overdue, missed and skipped.
    pub due: i64,
    /// Completed within their window.
    pub on_time: i64,
    /// Completed outside of it.
    pub late: i64,
    /// Not completed although their window has passed.
    pub overdue: i64,
    /// Missed because nothing ran.
    pub missed: i64,
    /// Skipped.
    pub skipped: i64,
    /// On time of due, in percent; nothing when none was due.
    pub percent: Option<i64>,
}

/// Adds a plan. For a preview, name and template may be left out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMaintenancePlan {
    /// Identity chosen by the client, or left out.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<MaintenancePlanId>,
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Why it is done.
    #[serde(default)]
    pub description: Option<String>,
    /// The site; may be left out where there is one, or where an asset or location tells.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// What makes it due.
    pub trigger: Trigger,
    /// Orders are made this many days before they are due, 0–365.
    #[serde(default)]
    pub lead_days: u16,
    /// Work counts as on time this many days before and after the due day; 10 % of the interval when left out.
    #[serde(default)]
    pub window_days: Option<u16>,
    /// While an order of the plan for the same asset is open, no further one is made; `true` when left out.
    #[serde(default)]
    pub no_fire_while_open: Option<bool>,
    /// The last day on which it may be due.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub ends_on: Option<Date>,
    /// The days on which it may be due.
    #[serde(default)]
    pub calendar: PlanCalendar,
    /// Greater services at every n-th date; only with dates fixed by the calendar.
    #[serde(default)]
    pub levels: Vec<PlanLevel>,
    /// What its orders look like.
    #[serde(default)]
    pub template: OrderTemplate,
}

/// Changes a plan. Orders that are made already stay as they are.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MaintenancePlanPatch {
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New description.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub description: Patch<String>,
    /// New site.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// New trigger, whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Trigger>,
    /// New lead time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_days: Option<u16>,
    /// New window; `null` for 10 % of the interval.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<u16>)]
    pub window_days: Patch<u16>,
    /// Whether an open order holds the next one back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_fire_while_open: Option<bool>,
    /// New last day.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Date>)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub ends_on: Patch<Date>,
    /// New calendar, whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<PlanCalendar>,
    /// New levels, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<PlanLevel>>,
    /// New template, whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<OrderTemplate>,
    /// `true` archives, `false` brings back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// Which plans to list, and how.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MaintenancePlanFilter {
    /// Part of a name or number.
    pub q: Option<String>,
    /// Only for this asset.
    #[param(value_type = Option<Uuid>)]
    pub asset_id: Option<AssetId>,
    /// Only of this site.
    #[param(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// In these states; archived plans are listed only when asked for.
    #[param(value_type = Option<String>)]
    pub state: Listed<PlanState>,
    /// Whether archived ones are listed too.
    pub archived: Option<bool>,
    /// `next_due_on` (first), `name` or `number`; with `-` in front backwards.
    pub sort: Option<String>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}
