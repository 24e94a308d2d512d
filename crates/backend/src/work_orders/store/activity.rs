//! What is said and booked on orders: comments, time, clocks, costs and links.

use contract::work_orders::{
    ActivityFilter, Comment, CostEntry, LinkDirection, LinkKind, TimeEntry, WorkOrderLink, WorkOrderReference,
};
use jiff::Timestamp;
use kernel::{
    CostEntryId, Cursor, Page, Problem, StockMovementId, TimeEntryId, UserId, WorkOrderId, WorkOrderLinkId,
};
use store::Row;

use super::Word;
use crate::tenant::{Statement, Tenant};

/// Starts a page, newest first, behind the cursor.
fn page(sql: &mut Statement, filter: &ActivityFilter) -> Result<(), Problem> {
    if let Some(cursor) = &filter.cursor {
        let (at, id): (Timestamp, uuid::Uuid) = Cursor::read(cursor)?;
        sql.push(" AND (x.created_at, x.id) < (").push_bind(at).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY x.created_at DESC, x.id DESC LIMIT ").push_bind(filter.limit.one_more());
    Ok(())
}

pub(in crate::work_orders) fn comments(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    filter: &ActivityFilter,
) -> Result<Page<Comment>, Problem> {
    let mut sql = tenant
        .sql(
            "SELECT x.id, x.body, x.mentions, x.created_by, x.created_by_name, x.created_at \
             FROM work_order_comments x WHERE x.organization_id = ? AND x.work_order_id = ?",
        )
        .bind(order);
    page(&mut sql, filter)?;
    let items = tenant.query(&sql, |row| {
        Ok::<_, Problem>(Comment {
            id: row.get(0)?,
            body: row.get(1)?,
            mentions: serde_json::from_value(row.get(2)?).map_err(Problem::internal)?,
            created_by: row.get(3)?,
            created_by_name: row.get(4)?,
            created_at: row.get(5)?,
        })
    })?;
    Ok(Page::cut(items, filter.limit, |comment| Cursor::write(&(comment.created_at, comment.id))))
}

pub(in crate::work_orders) fn insert_comment(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    new: &Comment,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO work_order_comments (organization_id, id, work_order_id, body, mentions, created_by, \
             created_by_name, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(order)
        .bind(&new.body)
        .bind(serde_json::json!(new.mentions))
        .bind(new.created_by)
        .bind(&new.created_by_name)
        .bind(new.created_at);
    tenant.execute(&sql)?;
    Ok(())
}

const TIME: &str = "SELECT x.id, x.user_id, u.name, x.minutes, x.started_at, x.ended_at, x.note, x.reverses_id, \
    EXISTS (SELECT 1 FROM time_entries r WHERE r.organization_id = x.organization_id AND r.reverses_id = x.id), \
    x.created_at FROM time_entries x \
    JOIN users u ON u.organization_id = x.organization_id AND u.id = x.user_id \
    WHERE x.organization_id = ? AND x.work_order_id = ?";

fn time_entry(row: &Row<'_>) -> Result<TimeEntry, Problem> {
    Ok(TimeEntry {
        id: row.get(0)?,
        user_id: row.get(1)?,
        user_name: row.get(2)?,
        minutes: row.get(3)?,
        started_at: row.get(4)?,
        ended_at: row.get(5)?,
        note: row.get(6)?,
        reverses_id: row.get(7)?,
        reversed: row.get(8)?,
        created_at: row.get(9)?,
    })
}

pub(in crate::work_orders) fn time_entries(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    filter: &ActivityFilter,
) -> Result<Page<TimeEntry>, Problem> {
    let mut sql = tenant.sql(TIME).bind(order);
    page(&mut sql, filter)?;
    let items = tenant.query(&sql, time_entry)?;
    Ok(Page::cut(items, filter.limit, |entry| Cursor::write(&(entry.created_at, entry.id))))
}

pub(in crate::work_orders) fn find_time_entry(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    id: TimeEntryId,
) -> Result<TimeEntry, Problem> {
    let mut sql = tenant.sql(TIME).bind(order);
    sql.push(" AND x.id = ").push_bind(id);
    tenant.query_optional(&sql, time_entry)?.ok_or_else(|| Problem::not_found("This time entry"))
}

pub(in crate::work_orders) fn insert_time_entry(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    new: &TimeEntry,
    by: Option<UserId>,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO time_entries (organization_id, id, work_order_id, user_id, minutes, started_at, ended_at, \
             note, reverses_id, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(order)
        .bind(new.user_id)
        .bind(new.minutes)
        .bind(new.started_at)
        .bind(new.ended_at)
        .bind(new.note.as_deref())
        .bind(new.reverses_id)
        .bind(by)
        .bind(new.created_at);
    tenant.execute(&sql)?;
    Ok(())
}

/// The order on which someone's clock runs, and since when.
pub(in crate::work_orders) fn running_timer(
    tenant: &mut Tenant<'_, '_>,
    user: UserId,
) -> Result<Option<(WorkOrderId, Timestamp)>, Problem> {
    let sql = tenant
        .sql("SELECT work_order_id, started_at FROM work_timers WHERE organization_id = ? AND user_id = ?")
        .bind(user);
    tenant.query_optional(&sql, |row| Ok((row.get(0)?, row.get(1)?)))
}

pub(in crate::work_orders) fn insert_timer(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    user: UserId,
    at: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql("INSERT INTO work_timers (organization_id, user_id, work_order_id, started_at) VALUES (?, ?, ?, ?)")
        .bind(user)
        .bind(order)
        .bind(at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(in crate::work_orders) fn delete_timer(tenant: &mut Tenant<'_, '_>, user: UserId) -> Result<(), Problem> {
    let sql = tenant.sql("DELETE FROM work_timers WHERE organization_id = ? AND user_id = ?").bind(user);
    tenant.execute(&sql)?;
    Ok(())
}

const COST: &str = "SELECT x.id, x.category, x.amount_minor, x.description, x.part_id, x.reverses_id, \
    EXISTS (SELECT 1 FROM cost_entries r WHERE r.organization_id = x.organization_id AND r.reverses_id = x.id), \
    x.created_by, x.created_by_name, x.created_at FROM cost_entries x \
    WHERE x.organization_id = ? AND x.work_order_id = ?";

fn cost_entry(row: &Row<'_>) -> Result<CostEntry, Problem> {
    Ok(CostEntry {
        id: row.get(0)?,
        category: row.get::<Word<_>>(1)?.0,
        amount_minor: row.get(2)?,
        description: row.get(3)?,
        part_id: row.get(4)?,
        reverses_id: row.get(5)?,
        reversed: row.get(6)?,
        created_by: row.get(7)?,
        created_by_name: row.get(8)?,
        created_at: row.get(9)?,
    })
}

pub(in crate::work_orders) fn cost_entries(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    filter: &ActivityFilter,
) -> Result<Page<CostEntry>, Problem> {
    let mut sql = tenant.sql(COST).bind(order);
    page(&mut sql, filter)?;
    let items = tenant.query(&sql, cost_entry)?;
    Ok(Page::cut(items, filter.limit, |entry| Cursor::write(&(entry.created_at, entry.id))))
}

pub(in crate::work_orders) fn find_cost_entry(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    id: CostEntryId,
) -> Result<CostEntry, Problem> {
    let mut sql = tenant.sql(COST).bind(order);
    sql.push(" AND x.id = ").push_bind(id);
    tenant.query_optional(&sql, cost_entry)?.ok_or_else(|| Problem::not_found("This cost entry"))
}

/// Adds a cost; one of parts names its line of the stock ledger.
pub(in crate::work_orders) fn insert_cost_entry(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
    new: &CostEntry,
    movement: Option<StockMovementId>,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO cost_entries (organization_id, id, work_order_id, category, amount_minor, description, \
             part_id, stock_movement_id, reverses_id, created_by, created_by_name, created_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(order)
        .bind(new.category.name())
        .bind(new.amount_minor)
        .bind(new.description.as_deref())
        .bind(new.part_id)
        .bind(movement)
        .bind(new.reverses_id)
        .bind(new.created_by)
        .bind(&new.created_by_name)
        .bind(new.created_at);
    tenant.execute(&sql)?;
    Ok(())
}

/// The links of an order, from both ends, oldest first.
pub(in crate::work_orders) fn links(
    tenant: &mut Tenant<'_, '_>,
    order: WorkOrderId,
) -> Result<Vec<WorkOrderLink>, Problem> {
    let sql = tenant
        .sql(
            "SELECT k.id, k.kind, k.from_id, k.created_at, o.id, o.number, o.title, o.status \
             FROM work_order_links k JOIN work_orders o ON o.organization_id = k.organization_id \
             AND ((k.from_id = ? AND o.id = k.to_id) OR (k.to_id = ? AND o.id = k.from_id)) \
             WHERE k.organization_id = ? AND (k.from_id = ? OR k.to_id = ?) ORDER BY k.created_at, k.id",
        )
        .bind(order)
        .bind(order)
        .bind(order)
        .bind(order);
    tenant.query(&sql, |row| {
        let outgoing = row.get::<WorkOrderId>(2)? == order;
        Ok(WorkOrderLink {
            id: row.get(0)?,
            kind: row.get::<Word<_>>(1)?.0,
            direction: if outgoing { LinkDirection::Outgoing } else { LinkDirection::Incoming },
            created_at: row.get(3)?,
            work_order: WorkOrderReference {
                id: row.get(4)?,
                number: row.get(5)?,
                title: row.get(6)?,
                status: row.get::<Word<_>>(7)?.0,
            },
        })
    })
}

/// Whether a chain of blocking orders leads from one to another.
pub(in crate::work_orders) fn blocks_already(
    tenant: &mut Tenant<'_, '_>,
    from: WorkOrderId,
    to: WorkOrderId,
) -> Result<bool, Problem> {
    let organization = tenant.organization();
    let mut sql = tenant.sql(
        "WITH RECURSIVE chain AS (SELECT k.to_id FROM work_order_links k WHERE k.organization_id = ? \
         AND k.kind = 'blocks' AND k.from_id = ",
    );
    sql.push_bind(from);
    sql.push(
        " UNION SELECT k.to_id FROM work_order_links k JOIN chain ON k.from_id = chain.to_id \
         WHERE k.kind = 'blocks' AND k.organization_id = ",
    );
    sql.push_bind(organization).push(") SELECT 1 FROM chain WHERE to_id = ").push_bind(to);
    Ok(tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_some())
}

pub(in crate::work_orders) fn insert_link(
    tenant: &mut Tenant<'_, '_>,
    id: WorkOrderLinkId,
    (from, kind, to): (WorkOrderId, LinkKind, WorkOrderId),
    by: Option<UserId>,
    at: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO work_order_links (organization_id, id, from_id, to_id, kind, created_by, created_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(id)
        .bind(from)
        .bind(to)
        .bind(kind.name())
        .bind(by)
        .bind(at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(in crate::work_orders) fn delete_link(
    tenant: &mut Tenant<'_, '_>,
    id: WorkOrderLinkId,
) -> Result<(), Problem> {
    let sql = tenant.sql("DELETE FROM work_order_links WHERE organization_id = ? AND id = ?").bind(id);
    tenant.execute(&sql)?;
    Ok(())
}
