//! Tables `storerooms` and `bins`.

use contract::parts::{Bin, BinFilter, Storeroom, StoreroomFilter};
use kernel::{BinId, Cursor, Page, Problem, SiteId, StoreroomId};
use store::Row;

use crate::{check, tenant::Tenant};

const STOREROOM: &str = "SELECT r.id, r.site_id, r.name, (SELECT count(*) FROM bins b \
    WHERE b.organization_id = r.organization_id AND b.storeroom_id = r.id AND b.archived_at IS NULL), \
    r.archived_at, r.version, r.created_at, r.updated_at FROM storerooms r WHERE r.organization_id = ?";

fn storeroom(row: &Row<'_>) -> Result<Storeroom, Problem> {
    Ok(Storeroom {
        id: row.get(0)?,
        site_id: row.get(1)?,
        name: row.get(2)?,
        bins: row.get(3)?,
        archived_at: row.get(4)?,
        version: row.get(5)?,
        created_at: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

pub(crate) fn find_storeroom(tenant: &mut Tenant<'_, '_>, id: StoreroomId) -> Result<Storeroom, Problem> {
    let mut sql = tenant.sql(STOREROOM);
    sql.push(" AND r.id = ").push_bind(id);
    tenant.query_optional(&sql, storeroom)?.ok_or_else(|| Problem::not_found("This storeroom"))
}

/// The only storeroom that is not archived, where there is exactly one.
pub(crate) fn only_storeroom(tenant: &mut Tenant<'_, '_>) -> Result<Option<StoreroomId>, Problem> {
    let sql =
        tenant.sql("SELECT id FROM storerooms WHERE organization_id = ? AND archived_at IS NULL LIMIT 2");
    let ids = tenant.query(&sql, |row| Ok::<_, Problem>(row.get(0)?))?;
    Ok(if ids.len() == 1 { ids.into_iter().next() } else { None })
}

/// Storerooms by name; `sites` narrows to some sites.
pub(crate) fn list_storerooms(
    tenant: &mut Tenant<'_, '_>,
    filter: &StoreroomFilter,
    sites: Option<&[SiteId]>,
) -> Result<Page<Storeroom>, Problem> {
    let mut sql = tenant.sql(STOREROOM);
    if filter.archived != Some(true) {
        sql.push(" AND r.archived_at IS NULL");
    }
    if let Some(site) = filter.site_id {
        sql.push(" AND r.site_id = ").push_bind(site);
    }
    if let Some(sites) = sites {
        sql.push(" AND r.site_id IN ").push_list(sites.iter().copied());
    }
    if let Some(cursor) = &filter.cursor {
        let (name, id): (String, StoreroomId) = Cursor::read(cursor)?;
        sql.push(" AND (r.name, r.id) > (").push_bind(name).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY r.name, r.id LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, storeroom)?;
    Ok(Page::cut(found, filter.limit, |found| Cursor::write(&(&found.name, found.id))))
}

pub(crate) fn insert_storeroom(tenant: &mut Tenant<'_, '_>, new: &Storeroom) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO storerooms (organization_id, id, site_id, name, name_key, archived_at, version, \
             created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(new.site_id)
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.created_at)
        .bind(new.updated_at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn update_storeroom(tenant: &mut Tenant<'_, '_>, new: &Storeroom) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE storerooms SET name = ?, name_key = ?, archived_at = ?, version = ?, updated_at = ? \
             WHERE organization_id = ? AND id = ?",
        )
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.updated_at)
        .bind(new.id);
    tenant.execute(&sql)?;
    Ok(())
}

const BIN: &str = "SELECT b.id, b.storeroom_id, r.name, b.code, b.archived_at, b.version, b.created_at, b.updated_at \
    FROM bins b JOIN storerooms r ON r.organization_id = b.organization_id AND r.id = b.storeroom_id \
    WHERE b.organization_id = ?";

fn bin(row: &Row<'_>) -> Result<Bin, Problem> {
    Ok(Bin {
        id: row.get(0)?,
        storeroom_id: row.get(1)?,
        storeroom: row.get(2)?,
        code: row.get(3)?,
        archived_at: row.get(4)?,
        version: row.get(5)?,
        created_at: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

pub(crate) fn find_bin(tenant: &mut Tenant<'_, '_>, id: BinId) -> Result<Bin, Problem> {
    let mut sql = tenant.sql(BIN);
    sql.push(" AND b.id = ").push_bind(id);
    tenant.query_optional(&sql, bin)?.ok_or_else(|| Problem::not_found("This bin"))
}

/// The first bin of a storeroom by code that is not archived.
pub(crate) fn first_bin(tenant: &mut Tenant<'_, '_>, storeroom: StoreroomId) -> Result<Option<Bin>, Problem> {
    let mut sql = tenant.sql(BIN);
    sql.push(" AND b.archived_at IS NULL AND b.storeroom_id = ").push_bind(storeroom);
    sql.push(" ORDER BY b.code_key LIMIT 1");
    tenant.query_optional(&sql, bin)
}

/// Bins by code; `sites` narrows to some sites.
pub(crate) fn list_bins(
    tenant: &mut Tenant<'_, '_>,
    filter: &BinFilter,
    sites: Option<&[SiteId]>,
) -> Result<Page<Bin>, Problem> {
    let mut sql = tenant.sql(BIN);
    if filter.archived != Some(true) {
        sql.push(" AND b.archived_at IS NULL");
    }
    if let Some(storeroom) = filter.storeroom_id {
        sql.push(" AND b.storeroom_id = ").push_bind(storeroom);
    }
    if let Some(sites) = sites {
        sql.push(" AND r.site_id IN ").push_list(sites.iter().copied());
    }
    if let Some(q) = filter.q.as_deref().filter(|q| !q.trim().is_empty()) {
        let part = format!("%{}%", check::key(q).replace(['%', '_'], ""));
        sql.push(" AND b.code_key LIKE ").push_bind(part);
    }
    if let Some(cursor) = &filter.cursor {
        let (code, id): (String, BinId) = Cursor::read(cursor)?;
        sql.push(" AND (b.code_key, b.id) > (").push_bind(code).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY b.code_key, b.id LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, bin)?;
    Ok(Page::cut(found, filter.limit, |found| Cursor::write(&(check::key(&found.code), found.id))))
}

pub(crate) fn insert_bin(tenant: &mut Tenant<'_, '_>, new: &Bin) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO bins (organization_id, id, storeroom_id, code, code_key, archived_at, version, created_at, \
             updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(new.storeroom_id)
        .bind(&new.code)
        .bind(check::key(&new.code))
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.created_at)
        .bind(new.updated_at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn update_bin(tenant: &mut Tenant<'_, '_>, new: &Bin) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE bins SET code = ?, code_key = ?, archived_at = ?, version = ?, updated_at = ? \
             WHERE organization_id = ? AND id = ?",
        )
        .bind(&new.code)
        .bind(check::key(&new.code))
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.updated_at)
        .bind(new.id);
    tenant.execute(&sql)?;
    Ok(())
}

/// Whether anything lies in a bin.
pub(crate) fn bin_holds_stock(tenant: &mut Tenant<'_, '_>, id: BinId) -> Result<bool, Problem> {
    let sql = tenant
        .sql(
            "SELECT count(*) FROM stock_levels WHERE organization_id = ? AND bin_id = ? AND quantity_millionths > 0",
        )
        .bind(id);
    Ok(tenant.query_one(&sql, |row| Ok::<i64, Problem>(row.get(0)?))? > 0)
}

/// Whether anything lies in a storeroom.
pub(crate) fn storeroom_holds_stock(tenant: &mut Tenant<'_, '_>, id: StoreroomId) -> Result<bool, Problem> {
    let sql = tenant
        .sql(
            "SELECT count(*) FROM stock_levels WHERE organization_id = ? AND storeroom_id = ? \
             AND quantity_millionths > 0",
        )
        .bind(id);
    Ok(tenant.query_one(&sql, |row| Ok::<i64, Problem>(row.get(0)?))? > 0)
}
