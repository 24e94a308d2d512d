//! Tables `stock_levels` and `stock_movements`, and the stock kept with each part.

use contract::parts::{MovementFilter, MovementKind, PartUse, StockLevel, StockMovement};
use kernel::{BinId, Cursor, Page, PartId, Problem, Quantity, SiteId, StockMovementId, UserId, WorkOrderId};
use store::Row;

use super::super::{ledger::Holding, usage::PartUsage, verify::StockFault};
use crate::tenant::{Statement, Tenant};

/// The stock of a part over all bins.
pub(crate) fn holding(tenant: &mut Tenant<'_, '_>, part: PartId) -> Result<Holding, Problem> {
    let sql = tenant
        .sql(
            "SELECT on_hand_millionths, value_minor, average_price_minor FROM parts \
             WHERE organization_id = ? AND id = ?",
        )
        .bind(part);
    let found = tenant.query_optional(&sql, |row| {
        Ok::<_, Problem>(Holding {
            quantity: Quantity::from_millionths(row.get(0)?),
            value_minor: row.get(1)?,
            average_minor: row.get(2)?,
        })
    })?;
    found.ok_or_else(|| Problem::not_found("This part"))
}

pub(crate) fn save_holding(
    tenant: &mut Tenant<'_, '_>,
    part: PartId,
    holding: &Holding,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE parts SET on_hand_millionths = ?, value_minor = ?, average_price_minor = ? \
             WHERE organization_id = ? AND id = ?",
        )
        .bind(holding.quantity.millionths())
        .bind(holding.value_minor)
        .bind(holding.average_minor)
        .bind(part);
    tenant.execute(&sql)?;
    Ok(())
}

/// What lies in one bin of a part.
pub(crate) fn level(tenant: &mut Tenant<'_, '_>, part: PartId, bin: BinId) -> Result<Quantity, Problem> {
    let sql = tenant
        .sql("SELECT quantity_millionths FROM stock_levels WHERE organization_id = ? AND part_id = ? AND bin_id = ?")
        .bind(part)
        .bind(bin);
    let found = tenant.query_optional(&sql, |row| Ok::<i64, Problem>(row.get(0)?))?;
    Ok(Quantity::from_millionths(found.unwrap_or_default()))
}

/// Saves what lies in the bin of a movement afterwards.
pub(crate) fn save_level(tenant: &mut Tenant<'_, '_>, line: &StockMovement) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO stock_levels (organization_id, part_id, bin_id, storeroom_id, quantity_millionths) \
             VALUES (?, ?, ?, ?, ?) ON CONFLICT (organization_id, part_id, bin_id) \
             DO UPDATE SET quantity_millionths = excluded.quantity_millionths",
        )
        .bind(line.part_id)
        .bind(line.bin_id)
        .bind(line.storeroom_id)
        .bind(line.balance.millionths());
    tenant.execute(&sql)?;
    Ok(())
}

/// The bins that hold a part, fullest first.
pub(crate) fn levels(tenant: &mut Tenant<'_, '_>, part: PartId) -> Result<Vec<StockLevel>, Problem> {
    let sql = tenant
        .sql(
            "SELECT l.bin_id, b.code, l.storeroom_id, r.name, l.quantity_millionths FROM stock_levels l \
             JOIN bins b ON b.organization_id = l.organization_id AND b.id = l.bin_id \
             JOIN storerooms r ON r.organization_id = l.organization_id AND r.id = l.storeroom_id \
             WHERE l.organization_id = ? AND l.part_id = ? AND l.quantity_millionths > 0 \
             ORDER BY l.quantity_millionths DESC, r.name, b.code_key",
        )
        .bind(part);
    tenant.query(&sql, |row| {
        Ok(StockLevel {
            bin_id: row.get(0)?,
            bin: row.get(1)?,
            storeroom_id: row.get(2)?,
            storeroom: row.get(3)?,
            quantity: Quantity::from_millionths(row.get(4)?),
        })
    })
}

/// Whether the ledger has a line of a part.
pub(crate) fn has_moved(tenant: &mut Tenant<'_, '_>, part: PartId) -> Result<bool, Problem> {
    let sql = tenant
        .sql("SELECT number FROM stock_movements WHERE organization_id = ? AND part_id = ? LIMIT 1")
        .bind(part);
    Ok(tenant.query_optional(&sql, |row| Ok::<i64, Problem>(row.get(0)?))?.is_some())
}

const fn kind_name(kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::Receipt => "receipt",
        MovementKind::Issue => "issue",
        MovementKind::Return => "return",
        MovementKind::Adjustment => "adjustment",
        MovementKind::TransferIn => "transfer_in",
        MovementKind::TransferOut => "transfer_out",
        MovementKind::Count => "count",
    }
}

fn read_kind(name: &str) -> Result<MovementKind, Problem> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).map_err(Problem::internal)
}

/// Whether stock of a part has moved, other than in and out again.
pub(crate) fn has_lasting_moves(tenant: &mut Tenant<'_, '_>, part: PartId) -> Result<bool, Problem> {
    let sql = tenant
        .sql(
            "SELECT 1 FROM stock_movements m WHERE m.organization_id = ? AND m.part_id = ? \
             AND m.counter_of IS NULL AND NOT EXISTS (SELECT 1 FROM stock_movements c \
             WHERE c.organization_id = m.organization_id AND c.counter_of = m.id) LIMIT 1",
        )
        .bind(part);
    Ok(tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_some())
}

/// One line of the ledger.
pub(crate) fn find_movement(
    tenant: &mut Tenant<'_, '_>,
    id: StockMovementId,
) -> Result<StockMovement, Problem> {
    let mut sql = tenant.sql(MOVEMENT);
    sql.push(" AND m.id = ").push_bind(id);
    tenant.query_optional(&sql, movement)?.ok_or_else(|| Problem::not_found("This movement"))
}

const MOVEMENT: &str = "SELECT m.id, m.number, m.part_id, p.number, p.name, m.bin_id, b.code, m.storeroom_id, r.name, \
    m.kind, m.quantity_millionths, m.balance_millionths, m.unit_cost_minor, m.value_minor, m.work_order_id, \
    m.counter_of, m.reason, m.actor_name, m.at FROM stock_movements m \
    JOIN parts p ON p.organization_id = m.organization_id AND p.id = m.part_id \
    JOIN bins b ON b.organization_id = m.organization_id AND b.id = m.bin_id \
    JOIN storerooms r ON r.organization_id = m.organization_id AND r.id = m.storeroom_id \
    WHERE m.organization_id = ?";

fn movement(row: &Row<'_>) -> Result<StockMovement, Problem> {
    Ok(StockMovement {
        id: row.get(0)?,
        number: row.get(1)?,
        part_id: row.get(2)?,
        part_number: row.get(3)?,
        part_name: row.get(4)?,
        bin_id: row.get(5)?,
        bin: row.get(6)?,
        storeroom_id: row.get(7)?,
        storeroom: row.get(8)?,
        kind: read_kind(&row.get::<String>(9)?)?,
        quantity: Quantity::from_millionths(row.get(10)?),
        balance: Quantity::from_millionths(row.get(11)?),
        unit_cost_minor: row.get(12)?,
        value_minor: row.get(13)?,
        work_order_id: row.get(14)?,
        counter_of: row.get(15)?,
        reason: row.get(16)?,
        actor: row.get(17)?,
        at: row.get(18)?,
    })
}

fn narrow(sql: &mut Statement, filter: &MovementFilter) {
    if let Some(part) = filter.part_id {
        sql.push(" AND m.part_id = ").push_bind(part);
    }
    if let Some(storeroom) = filter.storeroom_id {
        sql.push(" AND m.storeroom_id = ").push_bind(storeroom);
    }
    if let Some(bin) = filter.bin_id {
        sql.push(" AND m.bin_id = ").push_bind(bin);
    }
    if let Some(order) = filter.work_order_id {
        sql.push(" AND m.work_order_id = ").push_bind(order);
    }
    if !filter.kind.is_empty() {
        sql.push(" AND m.kind IN ").push_list(filter.kind.0.iter().map(|kind| kind_name(*kind)));
    }
    if let Some(from) = filter.from {
        sql.push(" AND m.at >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" AND m.at < ").push_bind(to);
    }
}

/// Lines of the ledger, newest first; `sites` narrows to the storerooms of some sites.
pub(crate) fn list_movements(
    tenant: &mut Tenant<'_, '_>,
    filter: &MovementFilter,
    sites: Option<&[SiteId]>,
) -> Result<Page<StockMovement>, Problem> {
    let mut sql = tenant.sql(MOVEMENT);
    narrow(&mut sql, filter);
    if let Some(sites) = sites {
        sql.push(" AND r.site_id IN ").push_list(sites.iter().copied());
    }
    if let Some(cursor) = &filter.cursor {
        sql.push(" AND m.number < ").push_bind(Cursor::read::<i64>(cursor)?);
    }
    sql.push(" ORDER BY m.number DESC LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, movement)?;
    Ok(Page::cut(found, filter.limit, |line| Cursor::write(&line.number)))
}

/// Issues of a part to an order, newest first, each with what came back of it already.
pub(crate) fn issues(
    tenant: &mut Tenant<'_, '_>,
    part: PartId,
    order: WorkOrderId,
) -> Result<Vec<(StockMovement, Quantity)>, Problem> {
    let mut sql = tenant.sql(MOVEMENT);
    sql.push(" AND m.kind = 'issue' AND m.part_id = ").push_bind(part);
    sql.push(" AND m.work_order_id = ").push_bind(order).push(" ORDER BY m.number DESC");
    let issues = tenant.query(&sql, movement)?;
    issues
        .into_iter()
        .map(|issue| Ok((returned(tenant, issue.id)?, issue)))
        .map(|found| found.map(|(r, i)| (i, r)))
        .collect()
}

fn returned(tenant: &mut Tenant<'_, '_>, issue: StockMovementId) -> Result<Quantity, Problem> {
    let sql = tenant
        .sql(
            "SELECT COALESCE(CAST(sum(quantity_millionths) AS bigint), 0) FROM stock_movements \
             WHERE organization_id = ? AND kind = 'return' AND counter_of = ?",
        )
        .bind(issue);
    Ok(Quantity::from_millionths(tenant.query_one(&sql, |row| Ok::<i64, Problem>(row.get(0)?))?))
}

pub(crate) fn insert_movement(
    tenant: &mut Tenant<'_, '_>,
    line: &StockMovement,
    actor: Option<UserId>,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO stock_movements (organization_id, id, number, part_id, bin_id, storeroom_id, kind, \
             quantity_millionths, balance_millionths, unit_cost_minor, value_minor, work_order_id, counter_of, \
             reason, actor_name, actor_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(line.id)
        .bind(line.number)
        .bind(line.part_id)
        .bind(line.bin_id)
        .bind(line.storeroom_id)
        .bind(kind_name(line.kind))
        .bind(line.quantity.millionths())
        .bind(line.balance.millionths())
        .bind(line.unit_cost_minor)
        .bind(line.value_minor)
        .bind(line.work_order_id)
        .bind(line.counter_of)
        .bind(line.reason.as_deref())
        .bind(&line.actor)
        .bind(actor)
        .bind(line.at);
    tenant.execute(&sql)?;
    Ok(())
}

/// What an order has used: issued less returned, by part.
pub(crate) fn usage(tenant: &mut Tenant<'_, '_>, order: WorkOrderId) -> Result<Vec<PartUsage>, Problem> {
    let sql = tenant
        .sql(
            "SELECT m.part_id, p.number, p.name, p.unit, CAST(sum(-m.quantity_millionths) AS bigint), \
             CAST(sum(-m.value_minor) AS bigint) FROM stock_movements m \
             JOIN parts p ON p.organization_id = m.organization_id AND p.id = m.part_id \
             WHERE m.organization_id = ? AND m.work_order_id = ? \
             GROUP BY m.part_id, p.number, p.name, p.unit, p.number_key ORDER BY p.number_key",
        )
        .bind(order);
    tenant.query(&sql, |row| {
        Ok(PartUsage {
            part_id: row.get(0)?,
            number: row.get(1)?,
            name: row.get(2)?,
            unit: row.get(3)?,
            quantity: Quantity::from_millionths(row.get(4)?),
            cost_minor: row.get(5)?,
        })
    })
}

/// Assets whose orders have used a part, most first; no asset stands for orders without one.
pub(crate) fn used_on_assets(tenant: &mut Tenant<'_, '_>, part: PartId) -> Result<Vec<PartUse>, Problem> {
    let sql = tenant
        .sql(
            "SELECT a.id, a.code, a.name, CAST(sum(-m.quantity_millionths) AS bigint) AS used, \
             count(DISTINCT m.work_order_id), max(m.at) FROM stock_movements m \
             JOIN work_orders w ON w.organization_id = m.organization_id AND w.id = m.work_order_id \
             LEFT JOIN assets a ON a.organization_id = w.organization_id AND a.id = w.asset_id \
             WHERE m.organization_id = ? AND m.part_id = ? AND m.kind IN ('issue', 'return') \
             GROUP BY a.id, a.code, a.name HAVING sum(-m.quantity_millionths) > 0 ORDER BY used DESC, a.code LIMIT 50",
        )
        .bind(part);
    tenant.query(&sql, |row| {
        Ok(PartUse {
            asset_id: row.get(0)?,
            asset_code: row.get(1)?,
            asset_name: row.get(2)?,
            quantity: Quantity::from_millionths(row.get(3)?),
            work_orders: row.get(4)?,
            last_used_at: row.get(5)?,
        })
    })
}

/// Bins whose level is not the sum of the ledger.
pub(crate) fn wrong_levels(tenant: &mut Tenant<'_, '_>) -> Result<Vec<StockFault>, Problem> {
    let sql = tenant.sql(
        "SELECT p.number, r.name, b.code, f.kept, f.summed FROM (SELECT organization_id, part_id, bin_id, \
         CAST(sum(kept) AS bigint) AS kept, CAST(sum(summed) AS bigint) AS summed FROM (\
         SELECT organization_id, part_id, bin_id, quantity_millionths AS kept, 0 AS summed FROM stock_levels \
         UNION ALL SELECT organization_id, part_id, bin_id, 0, quantity_millionths FROM stock_movements) AS both_sides \
         GROUP BY organization_id, part_id, bin_id) AS f \
         JOIN parts p ON p.organization_id = f.organization_id AND p.id = f.part_id \
         JOIN bins b ON b.organization_id = f.organization_id AND b.id = f.bin_id \
         JOIN storerooms r ON r.organization_id = b.organization_id AND r.id = b.storeroom_id \
         WHERE f.organization_id = ? AND f.kept <> f.summed ORDER BY p.number, r.name, b.code",
    );
    tenant.query(&sql, |row| {
        let (part, storeroom, bin): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (kept, summed) = (Quantity::from_millionths(row.get(3)?), Quantity::from_millionths(row.get(4)?));
        let text = format!(
            "Part {part} in {storeroom}, bin {bin}: the level says {kept}, the ledger sums to {summed}."
        );
        Ok(StockFault { part, text })
    })
}

/// Parts whose stock or value is not the sum of the ledger.
pub(crate) fn wrong_holdings(tenant: &mut Tenant<'_, '_>) -> Result<Vec<StockFault>, Problem> {
    let sql = tenant.sql(
        "SELECT f.number, f.quantity, f.value, f.summed, f.worth FROM (SELECT p.organization_id, p.number, \
         p.on_hand_millionths AS quantity, p.value_minor AS value, \
         COALESCE((SELECT CAST(sum(m.quantity_millionths) AS bigint) FROM stock_movements m \
          WHERE m.organization_id = p.organization_id AND m.part_id = p.id), 0) AS summed, \
         COALESCE((SELECT CAST(sum(m.value_minor) AS bigint) FROM stock_movements m \
          WHERE m.organization_id = p.organization_id AND m.part_id = p.id), 0) AS worth FROM parts p) AS f \
         WHERE f.organization_id = ? AND (f.quantity <> f.summed OR f.value <> f.worth) ORDER BY f.number",
    );
    tenant.query(&sql, |row| {
        let part: String = row.get(0)?;
        let (quantity, summed) =
            (Quantity::from_millionths(row.get(1)?), Quantity::from_millionths(row.get(3)?));
        let (value, worth): (i64, i64) = (row.get(2)?, row.get(4)?);
        let text = format!(
            "Part {part}: kept are {quantity} worth {value}, the ledger sums to {summed} worth {worth}."
        );
        Ok(StockFault { part, text })
    })
}
