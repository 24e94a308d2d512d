//! Table `installations`.

use contract::assets::{AssetSummary, HistoryFilter, Installation, PlaceSummary};
use jiff::Timestamp;
use kernel::{AssetId, Cursor, InstallationId, LocationId, Page, Problem};
use store::Row;

use super::{Seen, distinct, narrow};
use crate::{
    sites,
    tenant::{Statement, Tenant},
};

const INSTALLATION: &str = "SELECT i.id, a.id, a.code, a.name, l.id, l.code, l.name, i.installed_at, i.removed_at \
    FROM installations i \
    JOIN assets a ON a.organization_id = i.organization_id AND a.id = i.asset_id \
    JOIN locations l ON l.organization_id = i.organization_id AND l.id = i.location_id \
    WHERE i.organization_id = ?";

fn installation(row: &Row<'_>) -> Result<Installation, Problem> {
    Ok(Installation {
        id: row.get(0)?,
        asset: AssetSummary { id: row.get(1)?, code: row.get(2)?, name: row.get(3)? },
        location: PlaceSummary { id: row.get(4)?, code: row.get(5)?, name: row.get(6)?, path: Vec::new() },
        installed_at: row.get(7)?,
        removed_at: row.get(8)?,
    })
}

/// Where an asset stood, newest first.
pub(in super::super) fn of_asset(
    tenant: &mut Tenant<'_, '_>,
    asset: AssetId,
    filter: &HistoryFilter,
) -> Result<Page<Installation>, Problem> {
    let mut sql = tenant.sql(INSTALLATION);
    sql.push(" AND i.asset_id = ").push_bind(asset);
    page(tenant, sql, filter)
}

/// What stood at a location, newest first.
pub(in super::super) fn at_location(
    tenant: &mut Tenant<'_, '_>,
    location: LocationId,
    filter: &HistoryFilter,
    seen: &Seen,
) -> Result<Page<Installation>, Problem> {
    let mut sql = tenant.sql(INSTALLATION);
    sql.push(" AND i.location_id = ").push_bind(location);
    narrow(&mut sql, seen);
    page(tenant, sql, filter)
}

fn page(
    tenant: &mut Tenant<'_, '_>,
    mut sql: Statement,
    filter: &HistoryFilter,
) -> Result<Page<Installation>, Problem> {
    if let Some(cursor) = &filter.cursor {
        let (at, id): (Timestamp, InstallationId) = Cursor::read(cursor)?;
        sql.push(" AND (i.installed_at, i.id) < (").push_bind(at).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY i.installed_at DESC, i.id DESC LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, installation)?;
    let mut page = Page::cut(found, filter.limit, |one| Cursor::write(&(one.installed_at, one.id)));
    let paths = sites::location_paths(tenant, &distinct(page.items.iter().map(|one| one.location.id)))?;
    for one in &mut page.items {
        if let Some(path) = paths.get(&one.location.id) {
            one.location.path.clone_from(path);
        }
    }
    Ok(page)
}

/// The last instant at which an asset was installed or removed.
pub(in super::super) fn last_move(
    tenant: &mut Tenant<'_, '_>,
    asset: AssetId,
) -> Result<Option<Timestamp>, Problem> {
    let mut sql = tenant
        .sql("SELECT installed_at, removed_at FROM installations WHERE organization_id = ? AND asset_id = ");
    sql.push_bind(asset).push(" ORDER BY installed_at DESC, id DESC LIMIT 1");
    tenant.query_optional(&sql, |row| Ok(row.get::<Option<Timestamp>>(1)?.unwrap_or(row.get(0)?)))
}

pub(in super::super) fn begin(
    tenant: &mut Tenant<'_, '_>,
    id: InstallationId,
    asset: AssetId,
    location: LocationId,
    at: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql("INSERT INTO installations (organization_id, id, asset_id, location_id, installed_at) VALUES (?, ?, ?, ?, ?)")
        .bind(id)
        .bind(asset)
        .bind(location)
        .bind(at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(in super::super) fn end(
    tenant: &mut Tenant<'_, '_>,
    asset: AssetId,
    at: Timestamp,
) -> Result<(), Problem> {
    let sql = tenant
        .sql("UPDATE installations SET removed_at = ? WHERE organization_id = ? AND asset_id = ? AND removed_at IS NULL")
        .bind(at)
        .bind(asset);
    tenant.execute(&sql)?;
    Ok(())
}
