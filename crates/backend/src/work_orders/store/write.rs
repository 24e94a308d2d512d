//! Saving orders: the row itself and the rows that belong to it.

use contract::work_orders::{HoldReason, WorkOrder, WorkOrderStatus};
use jiff::Timestamp;
use kernel::{Problem, UserId, WorkOrderId};
use store::{ToValue, Value};
use uuid::Uuid;

use super::NEVER;
use crate::{check, tenant::Tenant, work_orders::Origin};

const INSERT: &str = "INSERT INTO work_orders (organization_id, id, number, title, title_key, description, kind, status, \
    open, hold_reason, priority, asset_id, location_id, site_id, team_id, assigned, due_at, due_sort, first_due_at, \
    planned_start_at, planned_end_at, estimated_minutes, actual_minutes, started_at, completed_at, closed_at, \
    resolution, cause, tags, parent_id, origin, origin_id, created_by, requested_by, labour_minor, parts_minor, \
    vendor_minor, other_minor, comment_count, version, created_at, updated_at) VALUES (?";

/// The columns after the organisation.
fn columns(order: &WorkOrder, origin: Origin) -> [Value; 41] {
    let costs = order.costs.unwrap_or_default();
    [
        order.id.to_value(),
        order.number.to_value(),
        order.title.as_str().to_value(),
        check::key(&order.title).to_value(),
        order.description.as_deref().to_value(),
        order.kind.name().to_value(),
        order.status.name().to_value(),
        order.status.is_open().to_value(),
        order.hold_reason.map(HoldReason::name).to_value(),
        order.priority.rank().to_value(),
        order.asset_id.to_value(),
        order.location_id.to_value(),
        order.site_id.to_value(),
        order.team_id.to_value(),
        is_assigned(order).to_value(),
        order.due_at.to_value(),
        order.due_at.unwrap_or(NEVER).to_value(),
        order.first_due_at.to_value(),
        order.planned_start_at.to_value(),
        order.planned_end_at.to_value(),
        order.estimated_minutes.to_value(),
        order.actual_minutes.to_value(),
        order.started_at.to_value(),
        order.completed_at.to_value(),
        order.closed_at.to_value(),
        order.resolution.as_deref().to_value(),
        order.cause.as_deref().to_value(),
        serde_json::json!(order.tags).to_value(),
        order.parent_id.to_value(),
        origin.name().to_value(),
        origin.id().to_value(),
        order.created_by.to_value(),
        order.requested_by.to_value(),
        costs.labour_minor.to_value(),
        costs.parts_minor.to_value(),
        costs.vendor_minor.to_value(),
        costs.other_minor.to_value(),
        order.comment_count.to_value(),
        order.version.to_value(),
        order.created_at.to_value(),
        order.updated_at.to_value(),
    ]
}

fn is_assigned(order: &WorkOrder) -> bool {
    order.team_id.is_some() || !order.assignee_ids.is_empty()
}

/// Adds the rows of orders; people, assets, tags and spans are added apart.
pub(in crate::work_orders) fn insert_rows(
    tenant: &mut Tenant<'_, '_>,
    orders: &[WorkOrder],
    origin: Origin,
) -> Result<(), Problem> {
    Ok(tenant.insert_rows(INSERT, orders.iter().map(|order| columns(order, origin)), "")?)
}

/// Adds an order with its people, assets, tags and the span of its first state.
pub(in crate::work_orders) fn insert(
    tenant: &mut Tenant<'_, '_>,
    order: &WorkOrder,
    origin: Origin,
    span: Uuid,
) -> Result<(), Problem> {
    let orders = std::slice::from_ref(order);
    insert_rows(tenant, orders, origin)?;
    insert_assignees(tenant, orders)?;
    insert_assets(tenant, orders)?;
    insert_tags(tenant, orders)?;
    start_span(tenant, order.id, span, order.status, order.hold_reason, order.created_at)
}

/// Saves the fields of a changed order, and of its people, assets and tags what differs.
pub(in crate::work_orders) fn update(
    tenant: &mut Tenant<'_, '_>,
    before: &WorkOrder,
    after: &WorkOrder,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE work_orders SET title = ?, title_key = ?, description = ?, kind = ?, status = ?, open = ?, \
             hold_reason = ?, priority = ?, asset_id = ?, location_id = ?, site_id = ?, team_id = ?, assigned = ?, \
             due_at = ?, due_sort = ?, first_due_at = ?, planned_start_at = ?, planned_end_at = ?, \
             estimated_minutes = ?, started_at = ?, completed_at = ?, closed_at = ?, resolution = ?, cause = ?, \
             tags = ?, parent_id = ?, requested_by = ?, version = ?, updated_at = ? \
             WHERE organization_id = ? AND id = ?",
        )
        .bind(&after.title)
        .bind(check::key(&after.title))
        .bind(after.description.as_deref())
        .bind(after.kind.name())
        .bind(after.status.name())
        .bind(after.status.is_open())
        .bind(after.hold_reason.map(HoldReason::name))
        .bind(after.priority.rank())
        .bind(after.asset_id)
        .bind(after.location_id)
        .bind(after.site_id)
        .bind(after.team_id)
        .bind(is_assigned(after))
        .bind(after.due_at)
        .bind(after.due_at.unwrap_or(NEVER))
        .bind(after.first_due_at)
        .bind(after.planned_start_at)
        .bind(after.planned_end_at)
        .bind(after.estimated_minutes)
        .bind(after.started_at)
        .bind(after.completed_at)
        .bind(after.closed_at)
        .bind(after.resolution.as_deref())
        .bind(after.cause.as_deref())
        .bind(serde_json::json!(after.tags))
        .bind(after.parent_id)
        .bind(after.requested_by)
        .bind(after.version)
        .bind(after.updated_at)
        .bind(after.id);
    tenant.execute(&sql)?;
    if before.assignee_ids != after.assignee_ids {
        let sql = tenant
            .sql("DELETE FROM work_order_assignees WHERE organization_id = ? AND work_order_id = ?")
            .bind(after.id);
        tenant.execute(&sql)?;
        insert_assignees(tenant, std::slice::from_ref(after))?;
    }
    if before.asset_id != after.asset_id || before.asset_ids != after.asset_ids {
        let sql = tenant
            .sql("DELETE FROM work_order_assets WHERE organization_id = ? AND work_order_id = ?")
            .bind(after.id);
        tenant.execute(&sql)?;
        insert_assets(tenant, std::slice::from_ref(after))?;
    }
    if before.tags != after.tags {
        let sql = tenant
            .sql("DELETE FROM work_order_tags WHERE organization_id = ? AND work_order_id = ?")
            .bind(after.id);
        tenant.execute(&sql)?;
        insert_tags(tenant, std::slice::from_ref(after))?;
    }
    Ok(())
}

/// Saves what bookings and comments add up to.
pub(in crate::work_orders) fn update_totals(
    tenant: &mut Tenant<'_, '_>,
    after: &WorkOrder,
) -> Result<(), Problem> {
    let costs = after.costs.unwrap_or_default();
    let sql = tenant
        .sql(
            "UPDATE work_orders SET actual_minutes = ?, labour_minor = ?, parts_minor = ?, vendor_minor = ?, \
             other_minor = ?, comment_count = ?, version = ?, updated_at = ? WHERE organization_id = ? AND id = ?",
        )
        .bind(after.actual_minutes)
        .bind(costs.labour_minor)
        .bind(costs.parts_minor)
        .bind(costs.vendor_minor)
        .bind(costs.other_minor)
        .bind(after.comment_count)
        .bind(after.version)
        .bind(after.updated_at)
        .bind(after.id);
    tenant.execute(&sql)?;
    Ok(())
}

pub(super) fn insert_assignees(tenant: &mut Tenant<'_, '_>, orders: &[WorkOrder]) -> Result<(), Problem> {
    let people = orders.iter().flat_map(|order| {
        (0_i64..)
            .zip(&order.assignee_ids)
            .map(|(place, user)| [order.id.to_value(), user.to_value(), place.to_value()])
    });
    let text = "INSERT INTO work_order_assignees (organization_id, work_order_id, user_id, place) VALUES (?";
    Ok(tenant.insert_rows(text, people, "")?)
}

pub(super) fn insert_assets(tenant: &mut Tenant<'_, '_>, orders: &[WorkOrder]) -> Result<(), Problem> {
    let assets = orders.iter().flat_map(|order| {
        let main = order.asset_id.iter().map(|id| (0, id));
        let all = main.chain((1_i64..).zip(&order.asset_ids));
        all.map(|(place, id)| [order.id.to_value(), id.to_value(), place.to_value()])
    });
    let text = "INSERT INTO work_order_assets (organization_id, work_order_id, asset_id, place) VALUES (?";
    Ok(tenant.insert_rows(text, assets, "")?)
}

pub(super) fn insert_tags(tenant: &mut Tenant<'_, '_>, orders: &[WorkOrder]) -> Result<(), Problem> {
    let tags = orders
        .iter()
        .flat_map(|order| order.tags.iter().map(|tag| [order.id.to_value(), check::key(tag).to_value()]));
    let text = "INSERT INTO work_order_tags (organization_id, work_order_id, tag_key) VALUES (?";
    Ok(tenant.insert_rows(text, tags, "")?)
}

/// Starts the time that an order stands in a state.
pub(in crate::work_orders) fn start_span(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    id: Uuid,
    status: WorkOrderStatus,
    hold_reason: Option<HoldReason>,
    at: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO work_order_spans (organization_id, id, work_order_id, status, hold_reason, from_at, to_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(id)
        .bind(order)
        .bind(status.name())
        .bind(hold_reason.map(HoldReason::name))
        .bind(at)
        .bind(None::<Timestamp>);
    tenant.execute(&sql)?;
    Ok(())
}

/// Ends the time that an order stood in its state.
pub(in crate::work_orders) fn end_span(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    at: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE work_order_spans SET to_at = ? \
             WHERE organization_id = ? AND work_order_id = ? AND to_at IS NULL",
        )
        .bind(at)
        .bind(order);
    tenant.execute(&sql)?;
    Ok(())
}

/// Lets someone follow an order; who does already, goes on.
pub(in crate::work_orders) fn insert_watcher(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    user: UserId,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO work_order_watchers (organization_id, work_order_id, user_id) VALUES (?, ?, ?) \
             ON CONFLICT (organization_id, work_order_id, user_id) DO NOTHING",
        )
        .bind(order)
        .bind(user);
    tenant.execute(&sql)?;
    Ok(())
}

pub(in crate::work_orders) fn delete_watcher(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    user: UserId,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "DELETE FROM work_order_watchers WHERE organization_id = ? AND work_order_id = ? AND user_id = ?",
        )
        .bind(order)
        .bind(user);
    tenant.execute(&sql)?;
    Ok(())
}
