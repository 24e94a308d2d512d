//! What is asked of work orders: new ones, changed fields, another state.

use jiff::Timestamp;
use kernel::{AssetId, LocationId, Patch, TeamId, UserId, WorkOrderId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{HoldReason, Priority, WorkKind, WorkOrderStatus};
use crate::problem::ProblemBody;

/// Adds a work order.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWorkOrder {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub id: Option<WorkOrderId>,
    /// What is to be done, in one line.
    pub title: String,
    /// More about it.
    #[serde(default)]
    pub description: Option<String>,
    /// `corrective` when left out.
    #[serde(default)]
    pub kind: Option<WorkKind>,
    /// `draft`, or `open` when left out.
    #[serde(default)]
    pub status: Option<WorkOrderStatus>,
    /// `none` when left out.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// The main asset.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub asset_id: Option<AssetId>,
    /// Further assets.
    #[schema(value_type = Vec<Uuid>)]
    #[serde(default)]
    pub asset_ids: Vec<AssetId>,
    /// Where the work is; when left out, where the asset stands.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub location_id: Option<LocationId>,
    /// Who does it.
    #[schema(value_type = Vec<Uuid>)]
    #[serde(default)]
    pub assignee_ids: Vec<UserId>,
    /// Which team does it.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub team_id: Option<TeamId>,
    /// When it must be done.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub due_at: Option<Timestamp>,
    /// When work is planned to start.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub planned_start_at: Option<Timestamp>,
    /// When work is planned to end.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub planned_end_at: Option<Timestamp>,
    /// Planned labour, in minutes of one person.
    #[serde(default)]
    pub estimated_minutes: Option<i64>,
    /// Words to find it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The order that this one is part of.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub parent_id: Option<WorkOrderId>,
    /// Who asked for it; the caller when left out.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub requested_by: Option<UserId>,
}

/// Changes fields of a work order; its state changes by a transition.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WorkOrderPatch {
    /// New title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// New description.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub description: Patch<String>,
    /// New kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<WorkKind>,
    /// New priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Another main asset.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Uuid>)]
    pub asset_id: Patch<AssetId>,
    /// The further assets, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Uuid>>)]
    pub asset_ids: Option<Vec<AssetId>>,
    /// Another location.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Uuid>)]
    pub location_id: Patch<LocationId>,
    /// Who does it, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Uuid>>)]
    pub assignee_ids: Option<Vec<UserId>>,
    /// Another team.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Uuid>)]
    pub team_id: Patch<TeamId>,
    /// New due date.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Timestamp>)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub due_at: Patch<Timestamp>,
    /// New planned start.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Timestamp>)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub planned_start_at: Patch<Timestamp>,
    /// New planned end.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Timestamp>)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub planned_end_at: Patch<Timestamp>,
    /// New estimate, in minutes.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<i64>)]
    pub estimated_minutes: Patch<i64>,
    /// What was done.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub resolution: Patch<String>,
    /// Why it happened.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub cause: Patch<String>,
    /// The tags, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// The order that this one is part of.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Patch<WorkOrderId>,
    /// Who asked for it.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Uuid>)]
    pub requested_by: Patch<UserId>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// Takes a work order to another state.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// The state to reach.
    pub to: WorkOrderStatus,
    /// Why; needed to cancel and to reopen.
    #[serde(default)]
    pub reason: Option<String>,
    /// What it waits for; needed to hold.
    #[serde(default)]
    pub hold_reason: Option<HoldReason>,
    /// What was done; for completing and closing.
    #[serde(default)]
    pub resolution: Option<String>,
    /// Why it happened; for completing and closing.
    #[serde(default)]
    pub cause: Option<String>,
}

/// Changes many work orders alike: fields, then the state.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkChange {
    /// Which, 1 to 200.
    #[schema(value_type = Vec<Uuid>)]
    pub ids: Vec<WorkOrderId>,
    /// Fields to change.
    #[serde(default)]
    pub patch: Option<WorkOrderPatch>,
    /// State to reach.
    #[serde(default)]
    pub transition: Option<Transition>,
}

/// What became of one order of a bulk change.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulkResult {
    /// Which.
    #[schema(value_type = Uuid)]
    pub id: WorkOrderId,
    /// Whether it was changed.
    pub changed: bool,
    /// Its version now, where it was changed.
    pub version: Option<i64>,
    /// Why it was left alone.
    pub problem: Option<ProblemBody>,
}

/// What became of a bulk change. Orders that can be changed are, the others are named.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulkResults {
    /// How many were changed.
    pub changed: i64,
    /// One result for each, in the order asked.
    pub items: Vec<BulkResult>,
}

/// Makes a new order like this one.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Duplicate {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<WorkOrderId>,
    /// Another title; the same when left out.
    pub title: Option<String>,
    /// When it must be done; nothing when left out.
    #[serde(deserialize_with = "kernel::within_years")]
    pub due_at: Option<Timestamp>,
    /// Whether the two are linked as related.
    pub link: bool,
}
