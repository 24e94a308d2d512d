use contract::work_orders::{HoldReason, Priority, WorkKind, WorkOrder, WorkOrderCosts, WorkOrderStatus};
use jiff::Timestamp;
use kernel::{AssetId, LocationId, Problem, SiteId, TeamId, UserId, WorkOrderId};

use super::{
    Origin,
    create::blank,
    order::{self, ENTITY},
    store,
};
use crate::change::Change;

/// An order that has happened elsewhere, already checked by whoever brings it: its instants lie in the past and its
/// references exist.
#[derive(Clone, Debug)]
pub struct ImportedOrder {
    /// Identity; a new one when left out.
    pub id: Option<WorkOrderId>,
    /// From the block that was taken with `change.reserve_numbers("work_order", …)`.
    pub number: i64,
    /// One line, at most 200 characters.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// What kind of work.
    pub kind: WorkKind,
    /// Where it stands.
    pub status: WorkOrderStatus,
    /// What it waits for, if it is on hold.
    pub hold_reason: Option<HoldReason>,
    /// How much it matters.
    pub priority: Priority,
    /// The asset.
    pub asset_id: Option<AssetId>,
    /// Where it is.
    pub location_id: Option<LocationId>,
    /// The site of the location or asset.
    pub site_id: Option<SiteId>,
    /// Who did it.
    pub assignee_ids: Vec<UserId>,
    /// Which team did it.
    pub team_id: Option<TeamId>,
    /// When it was due.
    pub due_at: Option<Timestamp>,
    /// When it was planned to start.
    pub planned_start_at: Option<Timestamp>,
    /// Planned labour in minutes.
    pub estimated_minutes: Option<i64>,
    /// Booked labour in minutes.
    pub actual_minutes: i64,
    /// When work started.
    pub started_at: Option<Timestamp>,
    /// When it was done.
    pub completed_at: Option<Timestamp>,
    /// When it was locked.
    pub closed_at: Option<Timestamp>,
    /// What was done.
    pub resolution: Option<String>,
    /// Why it happened.
    pub cause: Option<String>,
    /// Words to find it by, each once whatever its case.
    pub tags: Vec<String>,
    /// Who asked for it.
    pub requested_by: Option<UserId>,
    /// What it cost in minor units, kept as one entry of category other; 0 for nothing.
    pub cost_minor: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Default for ImportedOrder {
    fn default() -> Self {
        Self {
            id: None,
            number: 0,
            title: String::new(),
            description: None,
            kind: WorkKind::Other,
            status: WorkOrderStatus::Closed,
            hold_reason: None,
            priority: Priority::None,
            asset_id: None,
            location_id: None,
            site_id: None,
            assignee_ids: Vec::new(),
            team_id: None,
            due_at: None,
            planned_start_at: None,
            estimated_minutes: None,
            actual_minutes: 0,
            started_at: None,
            completed_at: None,
            closed_at: None,
            resolution: None,
            cause: None,
            tags: Vec::new(),
            requested_by: None,
            cost_minor: 0,
            created_at: Timestamp::UNIX_EPOCH,
        }
    }
}

/// Adds many orders that have happened, a few statements for each block of them, with one event each. Answers their
/// identities in order.
pub fn insert_imported(
    change: &mut Change<'_, '_>,
    imported: Vec<ImportedOrder>,
    origin: Origin,
) -> Result<Vec<WorkOrderId>, Problem> {
    let (now, by) = (change.now(), change.user());
    let mut orders = Vec::with_capacity(imported.len());
    let mut costs = Vec::new();
    for one in imported {
        if one.cost_minor != 0 {
            costs.push((orders.len(), change.id(None)));
        }
        let id = change.id(one.id);
        orders.push(WorkOrder { created_by: by, updated_at: now, ..order_of(id, one) });
    }
    let name = change.actor().name.clone();
    store::insert_many(change, &orders, origin, &costs, &name)?;
    order::make_findable(change, &orders)?;
    for order in &orders {
        change.created(ENTITY, order.id, &order::recorded(order)?)?;
    }
    Ok(orders.into_iter().map(|order| order.id).collect())
}

fn order_of(id: WorkOrderId, one: ImportedOrder) -> WorkOrder {
    WorkOrder {
        number: one.number,
        title: one.title,
        description: one.description,
        kind: one.kind,
        status: one.status,
        hold_reason: one.hold_reason,
        priority: one.priority,
        asset_id: one.asset_id,
        location_id: one.location_id,
        site_id: one.site_id,
        assignee_ids: one.assignee_ids,
        team_id: one.team_id,
        due_at: one.due_at,
        first_due_at: one.due_at,
        planned_start_at: one.planned_start_at,
        estimated_minutes: one.estimated_minutes,
        actual_minutes: one.actual_minutes,
        started_at: one.started_at,
        completed_at: one.completed_at,
        closed_at: one.closed_at,
        resolution: one.resolution,
        cause: one.cause,
        tags: one.tags,
        requested_by: one.requested_by,
        cost_minor: Some(one.cost_minor),
        costs: Some(WorkOrderCosts { other_minor: one.cost_minor, ..WorkOrderCosts::default() }),
        ..blank(id, one.created_at)
    }
}

/// Removes those of the orders that an import made and nobody has worked with; answers which.
pub(crate) fn remove_imported(
    change: &mut Change<'_, '_>,
    ids: &[WorkOrderId],
) -> Result<Vec<WorkOrderId>, Problem> {
    let untouched = store::untouched(change, ids)?;
    let removed: Vec<_> = untouched.iter().map(|(id, _)| *id).collect();
    if removed.is_empty() {
        return Ok(removed);
    }
    store::delete_imported(change, &removed)?;
    for (id, title) in untouched {
        crate::search::remove(change, ENTITY, id.uuid())?;
        change.happened(ENTITY, id, 2, "removed", &serde_json::json!({"title": title}), &(), None)?;
    }
    Ok(removed)
}
