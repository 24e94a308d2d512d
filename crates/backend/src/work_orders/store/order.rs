//! Reading one order with everything that its page shows.

use contract::work_orders::{
    PersonName, Priority, RunningTimer, SubOrders, TeamName, WorkOrder, WorkOrderAsset, WorkOrderCosts,
    WorkOrderLocation, WorkOrderReference,
};
use kernel::{AssetId, LocationId, Problem, SiteId, TeamId, UserId, WorkOrderId};
use store::Row;

use super::Word;
use crate::tenant::{Tenant, strings};

const ORDER: &str = "SELECT w.id, w.number, w.title, w.description, w.kind, w.status, w.hold_reason, w.priority, \
    w.asset_id, a.code, a.name, w.location_id, l.name, w.site_id, w.team_id, t.name, w.due_at, w.first_due_at, \
    w.planned_start_at, w.planned_end_at, w.estimated_minutes, w.actual_minutes, w.started_at, w.completed_at, \
    w.closed_at, w.resolution, w.cause, w.tags, w.parent_id, p.number, p.title, p.status, w.created_by, c.name, \
    w.requested_by, r.name, w.labour_minor, w.parts_minor, w.vendor_minor, w.other_minor, w.comment_count, \
    w.version, w.created_at, w.updated_at, \
    (SELECT count(*) FROM work_orders s WHERE s.organization_id = w.organization_id AND s.parent_id = w.id), \
    (SELECT count(*) FROM work_orders s WHERE s.organization_id = w.organization_id AND s.parent_id = w.id \
     AND s.open = true) \
    FROM work_orders w \
    LEFT JOIN assets a ON a.organization_id = w.organization_id AND a.id = w.asset_id \
    LEFT JOIN locations l ON l.organization_id = w.organization_id AND l.id = w.location_id \
    LEFT JOIN teams t ON t.organization_id = w.organization_id AND t.id = w.team_id \
    LEFT JOIN work_orders p ON p.organization_id = w.organization_id AND p.id = w.parent_id \
    LEFT JOIN users c ON c.organization_id = w.organization_id AND c.id = w.created_by \
    LEFT JOIN users r ON r.organization_id = w.organization_id AND r.id = w.requested_by \
    WHERE w.organization_id = ? AND w.id = ?";

fn order(row: &Row<'_>) -> Result<WorkOrder, Problem> {
    let asset_id: Option<AssetId> = row.get(8)?;
    let location_id: Option<LocationId> = row.get(11)?;
    let team_id: Option<TeamId> = row.get(14)?;
    let parent_id: Option<WorkOrderId> = row.get(28)?;
    let costs = WorkOrderCosts {
        labour_minor: row.get(36)?,
        parts_minor: row.get(37)?,
        vendor_minor: row.get(38)?,
        other_minor: row.get(39)?,
    };
    Ok(WorkOrder {
        id: row.get(0)?,
        number: row.get(1)?,
        title: row.get(2)?,
        description: row.get(3)?,
        kind: row.get::<Word<_>>(4)?.0,
        status: row.get::<Word<_>>(5)?.0,
        hold_reason: row.get::<Option<Word<_>>>(6)?.map(|word| word.0),
        priority: Priority::from_rank(row.get(7)?).unwrap_or(Priority::None),
        asset_id,
        asset: match asset_id {
            Some(id) => Some(WorkOrderAsset { id, code: row.get(9)?, name: row.get(10)? }),
            None => None,
        },
        asset_ids: Vec::new(),
        assets: Vec::new(),
        location_id,
        location: match location_id {
            Some(id) => Some(WorkOrderLocation { id, name: row.get(12)?, path: Vec::new() }),
            None => None,
        },
        site_id: row.get::<Option<SiteId>>(13)?,
        assignee_ids: Vec::new(),
        assignees: Vec::new(),
        team_id,
        team: match team_id {
            Some(id) => Some(TeamName { id, name: row.get(15)? }),
            None => None,
        },
        watcher_ids: Vec::new(),
        due_at: row.get(16)?,
        first_due_at: row.get(17)?,
        planned_start_at: row.get(18)?,
        planned_end_at: row.get(19)?,
        estimated_minutes: row.get(20)?,
        actual_minutes: row.get(21)?,
        started_at: row.get(22)?,
        completed_at: row.get(23)?,
        closed_at: row.get(24)?,
        resolution: row.get(25)?,
        cause: row.get(26)?,
        tags: strings(row.get(27)?)?,
        parent_id,
        parent: parent_id.map(|id| parent(row, id)).transpose()?,
        sub_orders: SubOrders { total: row.get(44)?, open: row.get(45)? },
        created_by: row.get(32)?,
        created_by_name: row.get(33)?,
        requested_by: row.get(34)?,
        requested_by_name: row.get(35)?,
        cost_minor: Some(costs.total_minor()),
        costs: Some(costs),
        comment_count: row.get(40)?,
        timers: Vec::new(),
        version: row.get(41)?,
        created_at: row.get(42)?,
        updated_at: row.get(43)?,
        actions: Vec::new(),
    })
}

fn parent(row: &Row<'_>, id: WorkOrderId) -> Result<WorkOrderReference, Problem> {
    Ok(WorkOrderReference {
        id,
        number: row.get(29)?,
        title: row.get(30)?,
        status: row.get::<Word<_>>(31)?.0,
    })
}

/// The order, with its costs and without actions: who may see what is decided by the caller of this.
pub(in crate::work_orders) fn find(
    tenant: &mut Tenant<'_, '_>,
    id: WorkOrderId,
) -> Result<WorkOrder, Problem> {
    let sql = tenant.sql(ORDER).bind(id);
    let found = tenant.query_optional(&sql, order)?;
    let mut order = found.ok_or_else(|| Problem::not_found("This work order"))?;
    order.assignees = assignees(tenant, id)?;
    order.assignee_ids = order.assignees.iter().map(|person| person.id).collect();
    order.watcher_ids = watchers(tenant, id)?;
    order.assets = further_assets(tenant, id)?;
    order.asset_ids = order.assets.iter().map(|asset| asset.id).collect();
    order.timers = timers(tenant, id)?;
    if let Some(location) = &mut order.location {
        location.path = location_path(tenant, location.id)?;
    }
    Ok(order)
}

fn assignees(tenant: &mut Tenant<'_, '_>, id: WorkOrderId) -> Result<Vec<PersonName>, Problem> {
    let sql = tenant
        .sql(
            "SELECT u.id, u.name FROM work_order_assignees x \
             JOIN users u ON u.organization_id = x.organization_id AND u.id = x.user_id \
             WHERE x.organization_id = ? AND x.work_order_id = ? ORDER BY x.place",
        )
        .bind(id);
    tenant.query(&sql, |row| Ok(PersonName { id: row.get(0)?, name: row.get(1)? }))
}

pub(in crate::work_orders) fn watchers(
    tenant: &mut Tenant<'_, '_>,
    id: WorkOrderId,
) -> Result<Vec<UserId>, Problem> {
    let sql = tenant
        .sql(
            "SELECT user_id FROM work_order_watchers WHERE organization_id = ? AND work_order_id = ? \
             ORDER BY user_id",
        )
        .bind(id);
    tenant.query(&sql, |row| Ok(row.get(0)?))
}

fn further_assets(tenant: &mut Tenant<'_, '_>, id: WorkOrderId) -> Result<Vec<WorkOrderAsset>, Problem> {
    let sql = tenant
        .sql(
            "SELECT a.id, a.code, a.name FROM work_order_assets x \
             JOIN assets a ON a.organization_id = x.organization_id AND a.id = x.asset_id \
             WHERE x.organization_id = ? AND x.work_order_id = ? AND x.place > 0 ORDER BY x.place",
        )
        .bind(id);
    tenant.query(&sql, |row| Ok(WorkOrderAsset { id: row.get(0)?, code: row.get(1)?, name: row.get(2)? }))
}

pub(in crate::work_orders) fn timers(
    tenant: &mut Tenant<'_, '_>,
    id: WorkOrderId,
) -> Result<Vec<RunningTimer>, Problem> {
    let sql = tenant
        .sql(
            "SELECT u.id, u.name, x.started_at FROM work_timers x \
             JOIN users u ON u.organization_id = x.organization_id AND u.id = x.user_id \
             WHERE x.organization_id = ? AND x.work_order_id = ? ORDER BY x.started_at, u.id",
        )
        .bind(id);
    tenant.query(&sql, |row| {
        Ok(RunningTimer { user_id: row.get(0)?, name: row.get(1)?, started_at: row.get(2)? })
    })
}

/// Names from the site down to a location.
fn location_path(tenant: &mut Tenant<'_, '_>, id: LocationId) -> Result<Vec<String>, Problem> {
    let sql = tenant
        .sql(
            "WITH RECURSIVE up AS (SELECT organization_id, site_id, parent_id, name, 0 AS depth FROM locations \
             WHERE organization_id = ? AND id = ? \
             UNION ALL SELECT l.organization_id, l.site_id, l.parent_id, l.name, up.depth + 1 FROM locations l \
             JOIN up ON l.organization_id = up.organization_id AND l.id = up.parent_id WHERE up.depth < 50) \
             SELECT name FROM (SELECT name, depth FROM up UNION ALL \
             SELECT s.name, 99 FROM up JOIN sites s ON s.organization_id = up.organization_id \
             AND s.id = up.site_id WHERE up.depth = 0) AS names ORDER BY depth DESC",
        )
        .bind(id);
    tenant.query(&sql, |row| Ok(row.get(0)?))
}

/// Numbers of the unfinished orders that block an order.
pub(in crate::work_orders) fn blockers(
    tenant: &mut Tenant<'_, '_>,
    id: WorkOrderId,
) -> Result<Vec<i64>, Problem> {
    // The outer join makes both engines begin at the links; SQLite would walk all open orders in their order.
    let sql = tenant
        .sql(
            "SELECT o.number FROM work_order_links k LEFT JOIN work_orders o \
             ON o.organization_id = k.organization_id AND o.id = k.from_id AND o.open = true \
             WHERE k.organization_id = ? AND k.to_id = ? AND k.kind = 'blocks'",
        )
        .bind(id);
    let found: Vec<Option<i64>> = tenant.query(&sql, |row| Ok::<_, Problem>(row.get(0)?))?;
    let mut numbers: Vec<i64> = found.into_iter().flatten().collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// Where an asset stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::work_orders) struct AssetPlace {
    pub location: Option<LocationId>,
    pub site: Option<SiteId>,
}

/// Where an asset stands now; nothing for an asset that does not exist.
pub(in crate::work_orders) fn asset_place(
    tenant: &mut Tenant<'_, '_>,
    id: AssetId,
) -> Result<Option<AssetPlace>, Problem> {
    let sql =
        tenant.sql("SELECT location_id, site_id FROM assets WHERE organization_id = ? AND id = ?").bind(id);
    tenant.query_optional(&sql, |row| Ok(AssetPlace { location: row.get(0)?, site: row.get(1)? }))
}

/// The site of a location; nothing for a location that does not exist.
pub(in crate::work_orders) fn location_site(
    tenant: &mut Tenant<'_, '_>,
    id: LocationId,
) -> Result<Option<SiteId>, Problem> {
    let sql = tenant.sql("SELECT site_id FROM locations WHERE organization_id = ? AND id = ?").bind(id);
    tenant.query_optional(&sql, |row| Ok(row.get(0)?))
}

/// Whether there is such a team.
pub(in crate::work_orders) fn team_exists(tenant: &mut Tenant<'_, '_>, id: TeamId) -> Result<bool, Problem> {
    let sql = tenant.sql("SELECT 1 FROM teams WHERE organization_id = ? AND id = ?").bind(id);
    Ok(tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_some())
}

/// Whether there is such a user.
pub(in crate::work_orders) fn user_exists(tenant: &mut Tenant<'_, '_>, id: UserId) -> Result<bool, Problem> {
    let sql = tenant.sql("SELECT 1 FROM users WHERE organization_id = ? AND id = ?").bind(id);
    Ok(tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_some())
}

/// The orders above an order, nearest first, beginning with itself.
pub(in crate::work_orders) fn lineage(
    tenant: &mut Tenant<'_, '_>,
    id: WorkOrderId,
) -> Result<Vec<WorkOrderId>, Problem> {
    let sql = tenant
        .sql(
            "WITH RECURSIVE up AS (SELECT organization_id, id, parent_id, 0 AS depth FROM work_orders \
             WHERE organization_id = ? AND id = ? \
             UNION ALL SELECT w.organization_id, w.id, w.parent_id, up.depth + 1 FROM work_orders w \
             JOIN up ON w.organization_id = up.organization_id AND w.id = up.parent_id WHERE up.depth < 50) \
             SELECT id FROM up ORDER BY depth",
        )
        .bind(id);
    tenant.query(&sql, |row| Ok(row.get(0)?))
}
