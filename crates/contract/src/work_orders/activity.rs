//! What is said and booked on a work order. Nothing here is edited: entries are added and corrected by a counter-entry.

use jiff::Timestamp;
use kernel::{
    BinId, CommentId, CostEntryId, Limit, PartId, Quantity, StockMovementId, StoreroomId, TimeEntryId,
    UserId, WorkOrderLinkId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{CostCategory, LinkDirection, LinkKind, WorkOrderReference};

/// Something said on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Comment {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: CommentId,
    /// The text, several lines.
    pub body: String,
    /// Whom it speaks to; they follow the order from then on.
    #[schema(value_type = Vec<Uuid>)]
    pub mentions: Vec<UserId>,
    /// Who said it.
    #[schema(value_type = Option<Uuid>)]
    pub created_by: Option<UserId>,
    /// Their name at that time.
    pub created_by_name: String,
    /// When.
    pub created_at: Timestamp,
}

/// Says something on an order.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub id: Option<CommentId>,
    /// The text.
    pub body: String,
    /// Whom it speaks to.
    #[schema(value_type = Vec<Uuid>)]
    #[serde(default)]
    pub mentions: Vec<UserId>,
}

/// Labour on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TimeEntry {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: TimeEntryId,
    /// Who worked.
    #[schema(value_type = Uuid)]
    pub user_id: UserId,
    /// Their name.
    pub user_name: String,
    /// Minutes; negative in a counter-entry.
    pub minutes: i64,
    /// When the work started, where it is known.
    pub started_at: Option<Timestamp>,
    /// When it ended, where it is known.
    pub ended_at: Option<Timestamp>,
    /// What was done.
    pub note: Option<String>,
    /// The entry that this one takes back.
    #[schema(value_type = Option<Uuid>)]
    pub reverses_id: Option<TimeEntryId>,
    /// Whether it was taken back.
    pub reversed: bool,
    /// When it was booked.
    pub created_at: Timestamp,
}

/// Books labour.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTimeEntry {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub id: Option<TimeEntryId>,
    /// Who worked; the caller when left out. Another person needs the permission to plan.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// Minutes, 1 to 10,080; may be left out where start and end are given.
    #[serde(default)]
    pub minutes: Option<i64>,
    /// When the work started.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub ended_at: Option<Timestamp>,
    /// What was done.
    #[serde(default)]
    pub note: Option<String>,
}

/// Starts or stops the caller's clock on an order. One clock runs a person: starting it here stops it elsewhere.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimerChange {
    /// `true` starts, `false` stops and books the minutes.
    pub running: bool,
}

/// Why an entry is taken back.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reversal {
    /// Why.
    pub reason: String,
}

/// Money spent on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CostEntry {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: CostEntryId,
    /// What for.
    pub category: CostCategory,
    /// Minor units of the organisation's currency; negative in a counter-entry.
    pub amount_minor: i64,
    /// What it was.
    pub description: Option<String>,
    /// The part, for one issued from a store.
    #[schema(value_type = Option<Uuid>)]
    pub part_id: Option<PartId>,
    /// The entry that this one takes back.
    #[schema(value_type = Option<Uuid>)]
    pub reverses_id: Option<CostEntryId>,
    /// Whether it was taken back.
    pub reversed: bool,
    /// Who booked it.
    #[schema(value_type = Option<Uuid>)]
    pub created_by: Option<UserId>,
    /// Their name at that time.
    pub created_by_name: String,
    /// When it was booked.
    pub created_at: Timestamp,
}

/// Books money spent.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCostEntry {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub id: Option<CostEntryId>,
    /// What for.
    pub category: CostCategory,
    /// Minor units: 1050 is 10.50; above zero.
    pub amount_minor: i64,
    /// What it was.
    #[serde(default)]
    pub description: Option<String>,
}

/// What an order has used of a part: issued less returned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UsedPart {
    /// The part.
    #[schema(value_type = Uuid)]
    pub part_id: PartId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// UCUM code of its unit.
    pub unit: String,
    /// How many.
    pub quantity: Quantity,
    /// At what cost, in minor units; `null` when the caller may not see costs.
    pub cost_minor: Option<i64>,
}

/// Issues a part to an order.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartIssue {
    /// The part.
    #[schema(value_type = Uuid)]
    pub part_id: PartId,
    /// From this bin; else from the part's default bin, or the fullest that holds enough.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub bin_id: Option<BinId>,
    /// Only from this storeroom.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub storeroom_id: Option<StoreroomId>,
    /// How many, more than 0.
    pub quantity: Quantity,
    /// Remark.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Returns a part from an order to the store.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartReturn {
    /// The part.
    #[schema(value_type = Uuid)]
    pub part_id: PartId,
    /// The issue that it comes back from; the newest ones first when left out.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub issue_id: Option<StockMovementId>,
    /// Into this bin; the one it came from when left out.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub bin_id: Option<BinId>,
    /// How many, more than 0 and at most what the order still has.
    pub quantity: Quantity,
    /// Remark.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A link to another order, seen from this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkOrderLink {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: WorkOrderLinkId,
    /// How they relate.
    pub kind: LinkKind,
    /// `outgoing`: this order blocks the other; `incoming`: the other blocks this one.
    pub direction: LinkDirection,
    /// The other order.
    pub work_order: WorkOrderReference,
    /// When they were linked.
    pub created_at: Timestamp,
}

/// Links this order to another: this one blocks, duplicates, relates to or was split from the other.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWorkOrderLink {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub id: Option<WorkOrderLinkId>,
    /// How they relate.
    pub kind: LinkKind,
    /// The other order.
    #[schema(value_type = Uuid)]
    pub work_order_id: kernel::WorkOrderId,
}

/// Follows an order, or stops.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WatchChange {
    /// Whether to follow.
    pub watching: bool,
    /// Who; the caller when left out. Another person needs the permission to edit.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub user_id: Option<UserId>,
}

/// Which page of a record's entries.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ActivityFilter {
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}
