//! Tables `asset_status_changes` and `downtimes`.

use contract::assets::{
    AssetStatus, AssetStatusChange, AssetSummary, Downtime, DowntimeFilter, DowntimeList, HistoryFilter,
};
use jiff::Timestamp;
use kernel::{AssetId, AssetStatusChangeId, Cursor, DowntimeId, Page, Problem};

use super::read_status;
use crate::tenant::{Statement, Tenant};

/// Records a change of status.
pub(in super::super) fn insert_status_change(
    tenant: &mut Tenant<'_, '_>,
    asset: AssetId,
    change: &AssetStatusChange,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO asset_status_changes (organization_id, id, asset_id, status, at, reason, by_name) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(change.id)
        .bind(asset)
        .bind(change.status.name())
        .bind(change.at)
        .bind(change.reason.as_deref())
        .bind(&change.by);
    tenant.execute(&sql)?;
    Ok(())
}

/// How an asset ran, newest first.
pub(in super::super) fn status_changes(
    tenant: &mut Tenant<'_, '_>,
    asset: AssetId,
    filter: &HistoryFilter,
) -> Result<Page<AssetStatusChange>, Problem> {
    let mut sql = tenant.sql(
        "SELECT id, status, at, reason, by_name FROM asset_status_changes WHERE organization_id = ? AND asset_id = ",
    );
    sql.push_bind(asset);
    if let Some(cursor) = &filter.cursor {
        let (at, id): (Timestamp, AssetStatusChangeId) = Cursor::read(cursor)?;
        sql.push(" AND (at, id) < (").push_bind(at).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY at DESC, id DESC LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, |row| {
        let status = read_status(&row.get::<String>(1)?)?;
        Ok::<_, Problem>(AssetStatusChange {
            id: row.get(0)?,
            status,
            state: status.state(),
            at: row.get(2)?,
            reason: row.get(3)?,
            by: row.get(4)?,
        })
    })?;
    Ok(Page::cut(found, filter.limit, |one| Cursor::write(&(one.at, one.id))))
}

pub(in super::super) fn begin(
    tenant: &mut Tenant<'_, '_>,
    id: DowntimeId,
    asset: AssetId,
    at: Timestamp,
    status: AssetStatus,
    reason: Option<&str>,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO downtimes (organization_id, id, asset_id, started_at, planned, reason) \
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(id)
        .bind(asset)
        .bind(at)
        .bind(status == AssetStatus::Maintenance)
        .bind(reason);
    tenant.execute(&sql)?;
    Ok(())
}

pub(in super::super) fn end(
    tenant: &mut Tenant<'_, '_>,
    asset: AssetId,
    at: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql("UPDATE downtimes SET ended_at = ? WHERE organization_id = ? AND asset_id = ? AND ended_at IS NULL")
        .bind(at)
        .bind(asset);
    tenant.execute(&sql)?;
    Ok(())
}

/// When an asset was down, newest first, and for how long in all.
pub(in super::super) fn list(
    tenant: &mut Tenant<'_, '_>,
    asset: AssetId,
    filter: &DowntimeFilter,
    now: Timestamp,
) -> Result<DowntimeList, Problem> {
    let mut sql = tenant.sql(
        "SELECT d.id, a.id, a.code, a.name, d.started_at, d.ended_at, d.planned, d.reason FROM downtimes d \
         JOIN assets a ON a.organization_id = d.organization_id AND a.id = d.asset_id \
         WHERE d.organization_id = ?",
    );
    narrow(&mut sql, asset, filter);
    if let Some(cursor) = &filter.cursor {
        let (at, id): (Timestamp, DowntimeId) = Cursor::read(cursor)?;
        sql.push(" AND (d.started_at, d.id) < (").push_bind(at).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY d.started_at DESC, d.id DESC LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, |row| {
        let (started_at, ended_at): (Timestamp, Option<Timestamp>) = (row.get(4)?, row.get(5)?);
        Ok::<_, Problem>(Downtime {
            id: row.get(0)?,
            asset: AssetSummary { id: row.get(1)?, code: row.get(2)?, name: row.get(3)? },
            started_at,
            ended_at,
            seconds: seconds(started_at, ended_at.unwrap_or(now)),
            planned: row.get(6)?,
            reason: row.get(7)?,
        })
    })?;
    let page = Page::cut(found, filter.limit, |one| Cursor::write(&(one.started_at, one.id)));
    let total_seconds = total(tenant, asset, filter, now)?;
    Ok(DowntimeList { items: page.items, next: page.next, total_seconds })
}

/// Seconds down within the period. The intervals of one asset never overlap.
fn total(
    tenant: &mut Tenant<'_, '_>,
    asset: AssetId,
    filter: &DowntimeFilter,
    now: Timestamp,
) -> Result<i64, Problem> {
    let mut sql = tenant.sql("SELECT d.started_at, d.ended_at FROM downtimes d WHERE d.organization_id = ?");
    narrow(&mut sql, asset, filter);
    let (from, to) = (filter.from.unwrap_or(Timestamp::MIN), filter.to.unwrap_or(now).min(now));
    let mut total = 0;
    tenant.for_each(&sql, |row| {
        let (start, end): (Timestamp, Option<Timestamp>) = (row.get(0)?, row.get(1)?);
        total += seconds(start.max(from), end.unwrap_or(now).min(to));
        Ok::<_, Problem>(())
    })?;
    Ok(total)
}

fn narrow(sql: &mut Statement, asset: AssetId, filter: &DowntimeFilter) {
    sql.push(" AND d.asset_id = ").push_bind(asset);
    if let Some(from) = filter.from {
        sql.push(" AND (d.ended_at IS NULL OR d.ended_at > ").push_bind(from).push(")");
    }
    if let Some(to) = filter.to {
        sql.push(" AND d.started_at < ").push_bind(to);
    }
}

fn seconds(from: Timestamp, to: Timestamp) -> i64 {
    to.duration_since(from).as_secs().max(0)
}
