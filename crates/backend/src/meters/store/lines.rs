//! What taking in readings needs to know of meters, for very many at once, and what keeps each sender from being
//! counted twice.

use std::collections::HashMap;

use contract::meters::MeterKind;
use jiff::Timestamp;
use kernel::{AssetId, LocationId, MeterId, Problem, Quantity, SiteId, WorkOrderId};
use store::Row;

use super::quality;
use crate::{
    meters::counter::Shown,
    tenant::{Tenant, strings},
};

/// A meter as far as readings go.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub id: MeterId,
    pub code_key: String,
    pub name: String,
    pub kind: MeterKind,
    pub choices: Vec<String>,
    pub asset_id: Option<AssetId>,
    pub location_id: Option<LocationId>,
    pub rollover_value: Option<Quantity>,
    pub archived: bool,
    pub version: i64,
    /// The newest instant of any reading.
    pub newest_at: Option<Timestamp>,
    /// The latest reading that counts.
    pub latest: Option<(Shown, contract::meters::Quality)>,
}

const LINE: &str = "SELECT m.id, m.code_key, m.name, m.kind, m.choices, m.asset_id, m.location_id, m.rollover_value, \
    m.archived_at, m.version, s.newest_at, s.recorded_at, s.value, s.quality FROM meters m \
    LEFT JOIN assets a ON a.organization_id = m.organization_id AND a.id = m.asset_id \
    LEFT JOIN locations l ON l.organization_id = m.organization_id AND l.id = m.location_id \
    LEFT JOIN meter_standings s ON s.organization_id = m.organization_id AND s.meter_id = m.id \
    WHERE m.organization_id = ?";

fn line(row: &Row<'_>) -> Result<Line, Problem> {
    let kind: String = row.get(3)?;
    let latest =
        match (row.get::<Option<Timestamp>>(11)?, row.get::<Option<i64>>(12)?, row.get::<Option<i64>>(13)?) {
            (Some(at), Some(value), Some(code)) => {
                Some((Shown { at, value: Quantity::from_millionths(value) }, quality(code)?))
            }
            _ => None,
        };
    Ok(Line {
        id: row.get(0)?,
        code_key: row.get(1)?,
        name: row.get(2)?,
        kind: MeterKind::from_name(&kind)
            .ok_or_else(|| Problem::internal(format!("there is no kind {kind}")))?,
        choices: strings(row.get(4)?)?,
        asset_id: row.get(5)?,
        location_id: row.get(6)?,
        rollover_value: row.get::<Option<i64>>(7)?.map(Quantity::from_millionths),
        archived: row.get::<Option<Timestamp>>(8)?.is_some(),
        version: row.get(9)?,
        newest_at: row.get(10)?,
        latest,
    })
}

/// Meters by their ids and by the keys of their codes, at these sites.
pub(crate) fn lines(
    tenant: &mut Tenant<'_, '_>,
    ids: &[MeterId],
    codes: &[String],
    sites: Option<&[SiteId]>,
) -> Result<Vec<Line>, Problem> {
    let mut found = Vec::with_capacity(ids.len() + codes.len());
    let narrow = |sql: &mut crate::tenant::Statement| {
        if let Some(sites) = sites {
            sql.push(" AND (COALESCE(a.site_id, l.site_id) IS NULL OR COALESCE(a.site_id, l.site_id) IN ");
            sql.push_list(sites.iter().copied()).push(")");
        }
    };
    for some in ids.chunks(500) {
        let mut sql = tenant.sql(LINE);
        sql.push(" AND m.id IN ").push_list(some.iter().copied());
        narrow(&mut sql);
        found.extend(tenant.query(&sql, line)?);
    }
    for some in codes.chunks(500) {
        let mut sql = tenant.sql(LINE);
        sql.push(" AND m.code_key IN ").push_list(some.iter());
        narrow(&mut sql);
        found.extend(tenant.query(&sql, line)?);
    }
    Ok(found)
}

/// Whether anything was ever read.
pub(crate) fn has_readings(tenant: &mut Tenant<'_, '_>, meter: MeterId) -> Result<bool, Problem> {
    let sql =
        tenant.sql("SELECT 1 FROM meter_standings WHERE organization_id = ? AND meter_id = ?").bind(meter);
    Ok(tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_some())
}

/// What is kept under these keys of a meter: instant and value.
pub(crate) fn kept_keys(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    keys: &[&str],
) -> Result<HashMap<String, Shown>, Problem> {
    let mut kept = HashMap::new();
    for some in keys.chunks(500) {
        let mut sql = tenant.sql(
            "SELECT key, recorded_at, value FROM reading_keys WHERE organization_id = ? AND meter_id = ? AND key IN ",
        );
        sql.arg(meter).push_list(some.iter());
        tenant.for_each(&sql, |row| {
            let value = Quantity::from_millionths(row.get(2)?);
            kept.insert(row.get(0)?, Shown { at: row.get(1)?, value });
            Ok::<_, Problem>(())
        })?;
    }
    Ok(kept)
}

/// Which of these orders exist.
pub(crate) fn known_orders(
    tenant: &mut Tenant<'_, '_>,
    ids: &[WorkOrderId],
) -> Result<Vec<WorkOrderId>, Problem> {
    let mut known = Vec::new();
    for some in ids.chunks(500) {
        let mut sql = tenant.sql("SELECT id FROM work_orders WHERE organization_id = ? AND id IN ");
        sql.push_list(some.iter().copied());
        known.extend(tenant.query(&sql, |row| row.get::<WorkOrderId>(0).map_err(Problem::from))?);
    }
    Ok(known)
}

/// Forgets keys of readings that were taken in before an instant.
pub(crate) fn forget_keys(conn: &mut store::Conn<'_>, before: Timestamp) -> Result<(), Problem> {
    conn.execute(&store::Sql::new("DELETE FROM reading_keys WHERE received_at < ?").bind(before))?;
    Ok(())
}

/// Which of the people named may still be given work.
pub(crate) fn active_users(
    tenant: &mut Tenant<'_, '_>,
    ids: &[kernel::UserId],
) -> Result<Vec<kernel::UserId>, Problem> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = tenant.sql("SELECT id FROM users WHERE organization_id = ? AND active AND id IN ");
    sql.push_list(ids.iter().copied());
    let known = tenant.query(&sql, |row| row.get::<kernel::UserId>(0).map_err(Problem::from))?;
    Ok(ids.iter().copied().filter(|id| known.contains(id)).collect())
}

/// Since when an asset ran or did not, until an instant, oldest first.
pub(crate) fn run_states(
    tenant: &mut Tenant<'_, '_>,
    asset: AssetId,
    until: Timestamp,
) -> Result<Vec<(Timestamp, bool)>, Problem> {
    let mut sql = tenant
        .sql("SELECT at, status FROM asset_status_changes WHERE organization_id = ? AND asset_id = ?")
        .bind(asset);
    sql.push(" AND at <= ").push_bind(until).push(" ORDER BY at DESC, id DESC LIMIT 10000");
    let mut found = tenant.query(&sql, |row| {
        let status: String = row.get(1)?;
        Ok::<_, Problem>((row.get(0)?, matches!(status.as_str(), "running" | "degraded")))
    })?;
    found.reverse();
    Ok(found)
}

/// How many rows a statement that writes several of them holds: few different texts, so that they stay prepared.
pub(super) fn portions<T>(rows: &[T]) -> impl Iterator<Item = &[T]> {
    let mut left = rows;
    std::iter::from_fn(move || {
        let size = [256, 32, 4, 1].into_iter().find(|size| left.len() >= *size)?;
        let (some, rest) = left.split_at(size);
        left = rest;
        Some(some)
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn portions_hold_every_row_once() {
        let rows: Vec<u32> = (0..839).collect();
        let sizes: Vec<usize> = super::portions(&rows).map(<[u32]>::len).collect();
        assert_eq!(sizes.iter().sum::<usize>(), rows.len());
        assert_eq!(super::portions(&rows).flatten().copied().collect::<Vec<_>>(), rows);
        assert_eq!(super::portions(&[] as &[u32]).count(), 0);
    }
}
