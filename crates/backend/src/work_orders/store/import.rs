//! Adding many orders at once, a statement a table for each block.

use std::collections::HashSet;

use contract::work_orders::{CostCategory, WorkOrder};
use kernel::{CostEntryId, Problem, WorkOrderId};
use store::ToValue;

use super::write::{insert_assets, insert_assignees, insert_rows, insert_tags};
use crate::{tenant::Tenant, work_orders::Origin};

/// Adds orders that have happened, and for each that cost something the entry that explains it.
pub(in crate::work_orders) fn insert_many(
    tenant: &mut Tenant<'_, '_>,
    orders: &[WorkOrder],
    origin: Origin,
    costs: &[(usize, CostEntryId)],
    by: &str,
) -> Result<(), Problem> {
    insert_rows(tenant, orders, origin)?;
    insert_assignees(tenant, orders)?;
    insert_assets(tenant, orders)?;
    insert_tags(tenant, orders)?;
    let entries = costs.iter().filter_map(|(index, id)| {
        let order = orders.get(*index)?;
        Some([
            id.to_value(),
            order.id.to_value(),
            CostCategory::Other.name().to_value(),
            order.costs.unwrap_or_default().total_minor().to_value(),
            order.created_by.to_value(),
            by.to_value(),
            order.closed_at.or(order.completed_at).unwrap_or(order.created_at).to_value(),
        ])
    });
    tenant.insert_rows(
        "INSERT INTO cost_entries (organization_id, id, work_order_id, category, amount_minor, created_by, \
         created_by_name, created_at) VALUES (?",
        entries,
        "",
    )?;
    Ok(())
}

/// Those of the orders that are as they were made and that nothing else names, with their titles.
pub(in crate::work_orders) fn untouched(
    tenant: &mut Tenant<'_, '_>,
    ids: &[WorkOrderId],
) -> Result<Vec<(WorkOrderId, String)>, Problem> {
    let mut used = HashSet::new();
    for text in [
        "SELECT parent_id FROM work_orders WHERE organization_id = ? AND parent_id IN ",
        "SELECT to_id FROM work_order_links WHERE organization_id = ? AND to_id IN ",
        "SELECT work_order_id FROM stock_movements WHERE organization_id = ? AND work_order_id IN ",
        "SELECT entity_id FROM attachments WHERE organization_id = ? AND entity = 'work_order' AND entity_id IN ",
        "SELECT work_order_id FROM work_order_comments WHERE organization_id = ? AND work_order_id IN ",
        "SELECT work_order_id FROM time_entries WHERE organization_id = ? AND work_order_id IN ",
        "SELECT work_order_id FROM work_timers WHERE organization_id = ? AND work_order_id IN ",
    ] {
        let mut sql = tenant.sql(text);
        sql.push_list(ids.iter().copied());
        used.extend(tenant.query(&sql, |row| Ok::<WorkOrderId, Problem>(row.get(0)?))?);
    }
    let mut sql =
        tenant.sql("SELECT id, title FROM work_orders WHERE organization_id = ? AND version = 1 AND id IN ");
    sql.push_list(ids.iter().copied());
    let mut found: Vec<(WorkOrderId, String)> =
        tenant.query(&sql, |row| Ok::<_, Problem>((row.get(0)?, row.get(1)?)))?;
    found.retain(|(id, _)| !used.contains(id));
    Ok(found)
}

/// Removes orders with what came with them.
pub(in crate::work_orders) fn delete_imported(
    tenant: &mut Tenant<'_, '_>,
    ids: &[WorkOrderId],
) -> Result<(), Problem> {
    for text in [
        "DELETE FROM work_order_assignees WHERE organization_id = ? AND work_order_id IN ",
        "DELETE FROM work_order_watchers WHERE organization_id = ? AND work_order_id IN ",
        "DELETE FROM work_order_assets WHERE organization_id = ? AND work_order_id IN ",
        "DELETE FROM work_order_tags WHERE organization_id = ? AND work_order_id IN ",
        "DELETE FROM work_order_spans WHERE organization_id = ? AND work_order_id IN ",
        "DELETE FROM cost_entries WHERE organization_id = ? AND work_order_id IN ",
        "DELETE FROM work_orders WHERE organization_id = ? AND id IN ",
    ] {
        let mut sql = tenant.sql(text);
        sql.push_list(ids.iter().copied());
        tenant.execute(&sql)?;
    }
    Ok(())
}
