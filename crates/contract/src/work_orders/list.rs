//! Work orders in lists, and the filters that choose them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::{AssetId, Limit, LocationId, SiteId, TeamId, UserId, WorkOrderId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    DueFilter, HoldReason, PersonName, Priority, TeamName, WorkKind, WorkOrderAction, WorkOrderAsset,
    WorkOrderExtra, WorkOrderLocation, WorkOrderStatus,
};
use crate::Listed;

/// A work order as a row of a list: the same fields, without the long ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkOrderRow {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: WorkOrderId,
    /// Counted in the organisation.
    pub number: i64,
    /// What is to be done.
    pub title: String,
    /// What kind of work.
    pub kind: WorkKind,
    /// Where it stands.
    pub status: WorkOrderStatus,
    /// What it waits for while it is on hold.
    pub hold_reason: Option<HoldReason>,
    /// How much it matters.
    pub priority: Priority,
    /// The main asset.
    #[schema(value_type = Option<Uuid>)]
    pub asset_id: Option<AssetId>,
    /// The main asset, in short.
    pub asset: Option<WorkOrderAsset>,
    /// Where the work is.
    #[schema(value_type = Option<Uuid>)]
    pub location_id: Option<LocationId>,
    /// The location, by name.
    pub location: Option<WorkOrderLocation>,
    /// The site.
    #[schema(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// Who does it.
    #[schema(value_type = Vec<Uuid>)]
    pub assignee_ids: Vec<UserId>,
    /// Who does it, by name.
    pub assignees: Vec<PersonName>,
    /// Which team does it.
    #[schema(value_type = Option<Uuid>)]
    pub team_id: Option<TeamId>,
    /// The team, by name.
    pub team: Option<TeamName>,
    /// When it must be done.
    pub due_at: Option<Timestamp>,
    /// When work is planned to start.
    pub planned_start_at: Option<Timestamp>,
    /// When work is planned to end.
    pub planned_end_at: Option<Timestamp>,
    /// Planned labour, in minutes.
    pub estimated_minutes: Option<i64>,
    /// Labour booked so far, in minutes.
    pub actual_minutes: i64,
    /// When work first started.
    pub started_at: Option<Timestamp>,
    /// When the work was done.
    pub completed_at: Option<Timestamp>,
    /// When it was locked.
    pub closed_at: Option<Timestamp>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The order that this one is part of.
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<WorkOrderId>,
    /// Who made it.
    #[schema(value_type = Option<Uuid>)]
    pub created_by: Option<UserId>,
    /// Who asked for it.
    #[schema(value_type = Option<Uuid>)]
    pub requested_by: Option<UserId>,
    /// What it has cost, in minor units; `null` when the caller may not see costs.
    pub cost_minor: Option<i64>,
    /// How many comments it has.
    pub comment_count: i64,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The steps possible now; only with `include=actions`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<WorkOrderAction>,
}

/// Which work orders to list or count. Filters narrow together; several values of one filter widen it.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct WorkOrderFilter {
    /// A number (`1042`, `WO-1042`), or part of a title, an asset's code or name.
    pub q: Option<String>,
    /// States, comma separated; `active` stands for all that are not completed, closed or cancelled.
    pub status: Option<String>,
    /// Priorities, comma separated.
    #[param(value_type = Option<String>)]
    pub priority: Listed<Priority>,
    /// Kinds, comma separated.
    #[param(value_type = Option<String>)]
    pub kind: Listed<WorkKind>,
    /// Of this asset, as the main or a further one.
    #[param(value_type = Option<Uuid>)]
    pub asset_id: Option<AssetId>,
    /// At this location.
    #[param(value_type = Option<Uuid>)]
    pub location_id: Option<LocationId>,
    /// Also of what stands below the asset or location.
    pub include_children: Option<bool>,
    /// At this site.
    #[param(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// A user's id, `me`, or `none` for orders without people and team.
    pub assignee: Option<String>,
    /// Of this team.
    #[param(value_type = Option<Uuid>)]
    pub team_id: Option<TeamId>,
    /// Due dates in words.
    pub due: Option<DueFilter>,
    /// Due at or after.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub due_from: Option<Timestamp>,
    /// Due before.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub due_to: Option<Timestamp>,
    /// Made at or after.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub created_from: Option<Timestamp>,
    /// Made before.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub created_to: Option<Timestamp>,
    /// Planned to start at or after.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub planned_from: Option<Timestamp>,
    /// Planned to start before.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub planned_to: Option<Timestamp>,
    /// Completed at or after.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub completed_from: Option<Timestamp>,
    /// Completed before.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub completed_to: Option<Timestamp>,
    /// With this tag.
    pub tag: Option<String>,
    /// Part of this order.
    #[param(value_type = Option<Uuid>)]
    pub parent_id: Option<WorkOrderId>,
    /// With this number.
    pub number: Option<i64>,
    /// Watched by the caller.
    pub watching: Option<bool>,
    /// More to carry in each row: `actions`.
    #[param(value_type = Option<String>)]
    pub include: Listed<WorkOrderExtra>,
    /// `due_at` (the default), `number`, `priority`, `created_at`, `updated_at`, `title`; `-` in front turns it round.
    /// Orders without a due date come last by `due_at`.
    pub sort: Option<String>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// How many orders a filter finds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkOrderCounts {
    /// All.
    pub total: i64,
    /// Not finished and past their due date.
    pub overdue: i64,
    /// Not finished and urgent.
    pub urgent: i64,
    /// Not finished, without people and team.
    pub unassigned: i64,
    /// By state, as if no state had been filtered, so that tabs can show each.
    pub by_status: BTreeMap<WorkOrderStatus, i64>,
}
