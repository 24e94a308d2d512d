//! A work order as it is read.

use jiff::Timestamp;
use kernel::{AssetId, LocationId, SiteId, TeamId, UserId, WorkOrderId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{HoldReason, Priority, WorkKind, WorkOrderStatus};

/// One step that may be offered on a record: allowed now, or why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkOrderAction {
    /// `open`, `plan`, `schedule`, `start`, `hold`, `resume`, `complete`, `close`, `cancel`, `reopen`, which are transitions;
    /// `edit`, `assign`, `comment`, `attach`, `record_time`, `record_cost`, `issue_parts`, `add_sub_order`, `duplicate`.
    pub name: String,
    /// Whether the caller may do it now.
    pub allowed: bool,
    /// Why not, in plain words; `null` when it is allowed.
    pub reason: Option<String>,
    /// For a transition: the state it leads to.
    pub to: Option<WorkOrderStatus>,
    /// For a transition: what must be said with it: `reason`, `hold_reason`.
    pub needs: Vec<String>,
}

/// An asset as far as an order shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkOrderAsset {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: AssetId,
    /// Tag on the machine.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A location as far as an order shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkOrderLocation {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: LocationId,
    /// Name.
    pub name: String,
    /// Names from the site down; only where one order is read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
}

/// A person by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PersonName {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: UserId,
    /// Name.
    pub name: String,
}

/// A team by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TeamName {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: TeamId,
    /// Name.
    pub name: String,
}

/// Another order by number and title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkOrderReference {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: WorkOrderId,
    /// `WO-` and this.
    pub number: i64,
    /// Title.
    pub title: String,
    /// Where it stands.
    pub status: WorkOrderStatus,
}

/// How many orders stand below one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SubOrders {
    /// All.
    pub total: i64,
    /// Not yet completed or cancelled.
    pub open: i64,
}

/// What an order has cost so far, in minor units of the organisation's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkOrderCosts {
    /// People's time.
    pub labour_minor: i64,
    /// Parts and material.
    pub parts_minor: i64,
    /// Vendors.
    pub vendor_minor: i64,
    /// Anything else.
    pub other_minor: i64,
}

impl WorkOrderCosts {
    /// The sum.
    pub const fn total_minor(&self) -> i64 {
        self.labour_minor
            .saturating_add(self.parts_minor)
            .saturating_add(self.vendor_minor)
            .saturating_add(self.other_minor)
    }
}

/// Someone's clock that runs on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunningTimer {
    /// Whose.
    #[schema(value_type = Uuid)]
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub started_at: Timestamp,
}

/// A piece of maintenance work, from the first word to the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkOrder {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: WorkOrderId,
    /// Counted in the organisation; people see `WO-1042`.
    pub number: i64,
    /// What is to be done, in one line.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
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
    /// Further assets.
    #[schema(value_type = Vec<Uuid>)]
    pub asset_ids: Vec<AssetId>,
    /// Further assets, in short.
    pub assets: Vec<WorkOrderAsset>,
    /// Where the work is; without one given, where the asset stood when the order was made.
    #[schema(value_type = Option<Uuid>)]
    pub location_id: Option<LocationId>,
    /// The location, in short.
    pub location: Option<WorkOrderLocation>,
    /// The site of the location or asset.
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
    /// Who follows it.
    #[schema(value_type = Vec<Uuid>)]
    pub watcher_ids: Vec<UserId>,
    /// When it must be done.
    pub due_at: Option<Timestamp>,
    /// The due date that it had first; compliance is measured by it.
    pub first_due_at: Option<Timestamp>,
    /// When work is planned to start.
    pub planned_start_at: Option<Timestamp>,
    /// When work is planned to end.
    pub planned_end_at: Option<Timestamp>,
    /// Planned labour, in minutes of one person.
    pub estimated_minutes: Option<i64>,
    /// Labour booked so far, in minutes.
    pub actual_minutes: i64,
    /// When work first started; `null` where it was completed without a start.
    pub started_at: Option<Timestamp>,
    /// When the work was done.
    pub completed_at: Option<Timestamp>,
    /// When it was locked.
    pub closed_at: Option<Timestamp>,
    /// What was done, said at completion.
    pub resolution: Option<String>,
    /// Why it happened.
    pub cause: Option<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// The order that this one is part of.
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<WorkOrderId>,
    /// That order, in short.
    pub parent: Option<WorkOrderReference>,
    /// The orders that are part of this one.
    pub sub_orders: SubOrders,
    /// Who made it; `null` for a plan or the product itself.
    #[schema(value_type = Option<Uuid>)]
    pub created_by: Option<UserId>,
    /// Their name.
    pub created_by_name: Option<String>,
    /// Who asked for it.
    #[schema(value_type = Option<Uuid>)]
    pub requested_by: Option<UserId>,
    /// Their name.
    pub requested_by_name: Option<String>,
    /// What it has cost, in minor units; `null` when the caller may not see costs.
    pub cost_minor: Option<i64>,
    /// The cost by category; `null` when the caller may not see costs.
    pub costs: Option<WorkOrderCosts>,
    /// How many comments it has.
    pub comment_count: i64,
    /// Clocks that run on it now.
    pub timers: Vec<RunningTimer>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// What the caller may do with it now, and why not.
    pub actions: Vec<WorkOrderAction>,
}
