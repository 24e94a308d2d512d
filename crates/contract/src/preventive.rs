//! Maintenance plans, their calendar rules and their occurrences as they travel.

use jiff::{Timestamp, civil::Date};
use kernel::{
    AssetId, Limit, LocationId, MaintenancePlanId, Patch, PlanOccurrenceId, SiteId, TeamId, UserId,
    WorkOrderId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{Listed, work_orders::Priority};

/// What makes a plan due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Trigger {
    /// Days of the calendar.
    Calendar(CalendarTrigger),
}

/// A calendar rule, said as `every` or as `rrule`. Answers hold `rrule` always, and `every` where it can say the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarTrigger {
    /// The rule in friendly form.
    #[serde(default)]
    pub every: Option<Every>,
    /// The rule in RFC 5545 form, of whole days: `FREQ=MONTHLY;BYDAY=1MO`. With `RSCALE=GREGORIAN;SKIP=BACKWARD`
    /// (RFC 7529) a day that a month lacks becomes its last day.
    #[serde(default)]
    pub rrule: Option<String>,
    /// The day from which the rule counts; the first due day if the rule allows it.
    pub starts_on: Date,
    /// Whether the next date counts from the calendar or from the last completion.
    #[serde(default)]
    pub basis: Basis,
}

/// What the next due date counts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// From the calendar, whenever the work is done.
    #[default]
    Fixed,
    /// From the day on which the last order was completed.
    Floating,
}

/// A rule as people say it: every 2 weeks on Monday; every 3 months on the 31st, or the last day; every year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Every {
    /// How many units from one to the next, 1–1000.
    pub every: u16,
    /// The unit.
    pub unit: IntervalUnit,
    /// With weeks: on these days. With months or years: together with `week_of_month`.
    #[serde(default)]
    pub weekdays: Vec<Weekday>,
    /// With months or years: the weekday's place in the month, 1–4, or -1 for the last.
    #[serde(default)]
    pub week_of_month: Option<i8>,
    /// With months or years: the day, 1–31, or -1 for the last. Months that are shorter use their last day.
    #[serde(default)]
    pub month_day: Option<i8>,
    /// With years: in these months, 1–12.
    #[serde(default)]
    pub months: Vec<i8>,
}

/// Units of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum IntervalUnit {
    Day,
    Week,
    Month,
    Year,
}

/// Days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// What the orders of a plan look like. Their kind is preventive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderTemplate {
    /// Title; the plan's name when left out.
    pub title: Option<String>,
    /// What is to be done.
    pub description: Option<String>,
    /// Priority; the organisation's usual one when left out.
    pub priority: Option<Priority>,
    /// How long it takes.
    pub estimated_minutes: Option<i64>,
    /// Who does it.
    #[schema(value_type = Vec<Uuid>)]
    pub assignee_ids: Vec<UserId>,
    /// Which team does it.
    #[schema(value_type = Option<Uuid>)]
    pub team_id: Option<TeamId>,
    /// One order is made for each of these assets; without any, one for the location or the site.
    #[schema(value_type = Vec<Uuid>)]
    pub asset_ids: Vec<AssetId>,
    /// Where, for orders without an asset.
    #[schema(value_type = Option<Uuid>)]
    pub location_id: Option<LocationId>,
}

/// The same sentence in each language that the product speaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sentence {
    /// English.
    pub en: String,
    /// Spanish.
    pub es: String,
}

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
    #[serde(default)]
    pub ends_on: Option<Date>,
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
    pub ends_on: Patch<Date>,
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
    pub from: Option<Date>,
    /// Due before.
    #[param(value_type = Option<String>, format = Date)]
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
    #[serde(default)]
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
    pub due_on: Option<Date>,
}

/// Leaves an occurrence out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SkipRequest {
    /// The due day; the next one of the plan when left out.
    #[serde(default)]
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
