//! Tables `sites` and `locations`.

use std::collections::HashMap;

use contract::sites::{Location, LocationFilter, Site, SiteFilter};
use kernel::{Cursor, LocationId, Page, Problem, SiteId};
use store::Row;

use crate::{
    check,
    tenant::{Tenant, strings},
};

const SITE: &str = "SELECT id, name, time_zone, address, archived_at, version, created_at, updated_at FROM sites \
                    WHERE organization_id = ?";

fn site(row: &Row<'_>) -> Result<Site, Problem> {
    Ok(Site {
        id: row.get(0)?,
        name: row.get(1)?,
        time_zone: row.get(2)?,
        address: row.get(3)?,
        archived_at: row.get(4)?,
        version: row.get(5)?,
        created_at: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

pub(crate) fn find_site(tenant: &mut Tenant<'_, '_>, id: SiteId) -> Result<Site, Problem> {
    let mut sql = tenant.sql(SITE);
    sql.push(" AND id = ").push_bind(id);
    tenant.query_optional(&sql, site)?.ok_or_else(|| Problem::not_found("This site"))
}

/// The site, where the organisation has exactly one that is not archived.
pub(crate) fn only_site(tenant: &mut Tenant<'_, '_>) -> Result<Option<SiteId>, Problem> {
    let sql = tenant.sql("SELECT id FROM sites WHERE organization_id = ? AND archived_at IS NULL LIMIT 2");
    let ids = tenant.query(&sql, |row| Ok::<_, Problem>(row.get(0)?))?;
    Ok(if ids.len() == 1 { ids.into_iter().next() } else { None })
}

pub(crate) fn list_sites(tenant: &mut Tenant<'_, '_>, filter: &SiteFilter) -> Result<Page<Site>, Problem> {
    let mut sql = tenant.sql(SITE);
    if filter.archived != Some(true) {
        sql.push(" AND archived_at IS NULL");
    }
    if let Some(cursor) = &filter.cursor {
        let (name, id): (String, SiteId) = Cursor::read(cursor)?;
        sql.push(" AND (name, id) > (").push_bind(name).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY name, id LIMIT ").push_bind(filter.limit.one_more());
    let sites = tenant.query(&sql, site)?;
    Ok(Page::cut(sites, filter.limit, |site| Cursor::write(&(&site.name, site.id))))
}

pub(crate) fn insert_site(tenant: &mut Tenant<'_, '_>, new: &Site) -> Result<(), Problem> {
    let sql = tenant
        .sql("INSERT INTO sites (organization_id, id, name, name_key, time_zone, address, archived_at, version, \
              created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(new.id)
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(&new.time_zone)
        .bind(new.address.as_deref())
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.created_at)
        .bind(new.updated_at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn update_site(tenant: &mut Tenant<'_, '_>, new: &Site) -> Result<(), Problem> {
    let sql = tenant
        .sql("UPDATE sites SET name = ?, name_key = ?, time_zone = ?, address = ?, archived_at = ?, version = ?, \
              updated_at = ? WHERE organization_id = ? AND id = ?")
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(&new.time_zone)
        .bind(new.address.as_deref())
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.updated_at)
        .bind(new.id);
    tenant.execute(&sql)?;
    Ok(())
}

const LOCATION: &str = "SELECT l.id, l.site_id, l.parent_id, l.code, l.name, l.aliases, l.description, \
    (SELECT count(*) FROM locations c WHERE c.organization_id = l.organization_id AND c.parent_id = l.id \
     AND c.archived_at IS NULL), \
    l.archived_at, l.version, l.created_at, l.updated_at FROM locations l WHERE l.organization_id = ?";

fn location(row: &Row<'_>) -> Result<Location, Problem> {
    Ok(Location {
        id: row.get(0)?,
        site_id: row.get(1)?,
        parent_id: row.get(2)?,
        code: row.get(3)?,
        name: row.get(4)?,
        aliases: strings(row.get(5)?)?,
        description: row.get(6)?,
        path: Vec::new(),
        children: row.get(7)?,
        archived_at: row.get(8)?,
        version: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}

/// Names from the site down to a location.
pub(crate) fn path(tenant: &mut Tenant<'_, '_>, id: LocationId) -> Result<Vec<String>, Problem> {
    let sql = tenant
        .sql("WITH RECURSIVE up AS (SELECT organization_id, site_id, parent_id, name, 0 AS depth FROM locations \
              WHERE organization_id = ? AND id = ? \
              UNION ALL SELECT l.organization_id, l.site_id, l.parent_id, l.name, up.depth + 1 FROM locations l \
              JOIN up ON l.organization_id = up.organization_id AND l.id = up.parent_id WHERE up.depth < 50) \
              SELECT name FROM (SELECT name, depth FROM up UNION ALL \
              SELECT s.name, 99 FROM up JOIN sites s ON s.organization_id = up.organization_id \
              AND s.id = up.site_id WHERE up.depth = 0) AS names ORDER BY depth DESC")
        .bind(id);
    tenant.query(&sql, |row| Ok(row.get(0)?))
}

/// The same for several locations at once.
pub(crate) fn location_paths(
    tenant: &mut Tenant<'_, '_>,
    ids: &[LocationId],
) -> Result<HashMap<LocationId, Vec<String>>, Problem> {
    let mut paths = HashMap::<LocationId, Vec<String>>::new();
    if ids.is_empty() {
        return Ok(paths);
    }
    let mut sql = tenant.sql(
        "WITH RECURSIVE up AS (SELECT organization_id, site_id, parent_id, name, id AS start, 0 AS depth \
         FROM locations WHERE organization_id = ? AND id IN ",
    );
    sql.push_list(ids.iter()).push(
        " UNION ALL SELECT l.organization_id, l.site_id, l.parent_id, l.name, up.start, up.depth + 1 \
         FROM locations l JOIN up ON l.organization_id = up.organization_id AND l.id = up.parent_id \
         WHERE up.depth < 50) \
         SELECT start, name FROM (SELECT start, name, depth FROM up UNION ALL \
         SELECT up.start, s.name, 99 FROM up JOIN sites s ON s.organization_id = up.organization_id \
         AND s.id = up.site_id WHERE up.depth = 0) AS names ORDER BY start, depth DESC",
    );
    tenant.for_each(&sql, |row| {
        paths.entry(row.get(0)?).or_default().push(row.get(1)?);
        Ok::<_, Problem>(())
    })?;
    Ok(paths)
}

fn add_paths(tenant: &mut Tenant<'_, '_>, locations: &mut [Location]) -> Result<(), Problem> {
    let mut known = HashMap::new();
    for location in locations {
        let above = (location.site_id, location.parent_id);
        let mut names = if let Some(names) = known.get(&above) {
            Vec::clone(names)
        } else {
            let names = match location.parent_id {
                Some(parent) => path(tenant, parent)?,
                None => vec![find_site(tenant, location.site_id)?.name],
            };
            known.insert(above, names.clone());
            names
        };
        names.push(location.name.clone());
        location.path = names;
    }
    Ok(())
}

pub(crate) fn find_location(tenant: &mut Tenant<'_, '_>, id: LocationId) -> Result<Location, Problem> {
    let mut sql = tenant.sql(LOCATION);
    sql.push(" AND l.id = ").push_bind(id);
    let mut found = tenant.query(&sql, location)?;
    add_paths(tenant, &mut found)?;
    found.pop().ok_or_else(|| Problem::not_found("This location"))
}

/// Everything below a location, at any depth.
pub(crate) fn locations_below(tenant: &mut Tenant<'_, '_>, id: LocationId) -> Result<Vec<Location>, Problem> {
    let sql = tenant
        .sql(
            "WITH RECURSIVE below AS (SELECT organization_id, id FROM locations \
              WHERE organization_id = ? AND parent_id = ? \
              UNION SELECT l.organization_id, l.id FROM locations l \
              JOIN below ON l.organization_id = below.organization_id AND l.parent_id = below.id) \
              SELECT id FROM below",
        )
        .bind(id);
    let ids: Vec<LocationId> = tenant.query(&sql, |row| Ok::<_, Problem>(row.get(0)?))?;
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let mut sql = tenant.sql(LOCATION);
        sql.push(" AND l.id IN ").push_list(some.iter().copied());
        found.extend(tenant.query(&sql, location)?);
    }
    add_paths(tenant, &mut found)?;
    Ok(found)
}

/// Everything in a site.
pub(crate) fn locations_of(tenant: &mut Tenant<'_, '_>, site: SiteId) -> Result<Vec<Location>, Problem> {
    let mut sql = tenant.sql(LOCATION);
    sql.push(" AND l.site_id = ").push_bind(site);
    let mut found = tenant.query(&sql, location)?;
    add_paths(tenant, &mut found)?;
    Ok(found)
}

/// Whether `inner` is `outer` or stands below it.
pub(crate) fn is_below(
    tenant: &mut Tenant<'_, '_>,
    inner: LocationId,
    outer: LocationId,
) -> Result<bool, Problem> {
    let sql = tenant
        .sql(
            "WITH RECURSIVE up AS (SELECT organization_id, id, parent_id FROM locations \
              WHERE organization_id = ? AND id = ? \
              UNION SELECT l.organization_id, l.id, l.parent_id FROM locations l \
              JOIN up ON l.organization_id = up.organization_id AND l.id = up.parent_id) \
              SELECT count(*) FROM up WHERE id = ?",
        )
        .bind(inner)
        .bind(outer);
    let found: i64 = tenant.query_one(&sql, |row| Ok::<_, Problem>(row.get(0)?))?;
    Ok(found > 0)
}

pub(crate) fn list_locations(
    tenant: &mut Tenant<'_, '_>,
    filter: &LocationFilter,
) -> Result<Page<Location>, Problem> {
    let mut sql = tenant.sql(LOCATION);
    if filter.archived != Some(true) {
        sql.push(" AND l.archived_at IS NULL");
    }
    if let Some(site) = filter.site_id {
        sql.push(" AND l.site_id = ").push_bind(site);
    }
    match filter.parent.as_deref() {
        None => {}
        Some("root") => {
            sql.push(" AND l.parent_id IS NULL");
        }
        Some(parent) => {
            let parent: LocationId =
                parent.parse().map_err(|_| Problem::field("parent", "must be an id, or root"))?;
            sql.push(" AND l.parent_id = ").push_bind(parent);
        }
    }
    if let Some(q) = filter.q.as_deref().filter(|q| !q.trim().is_empty()) {
        let part = format!("%{}%", q.trim().to_lowercase().replace(['%', '_'], ""));
        sql.push(" AND (lower(l.name) LIKE ").push_bind(&part);
        sql.push(" OR l.code_key LIKE ").push_bind(&part);
        sql.push(" OR lower(CAST(l.aliases AS text)) LIKE ").push_bind(&part).push(")");
    }
    if let Some(cursor) = &filter.cursor {
        let (name, id): (String, LocationId) = Cursor::read(cursor)?;
        sql.push(" AND (l.name, l.id) > (").push_bind(name).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY l.name, l.id LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, location)?;
    let mut page = Page::cut(found, filter.limit, |found| Cursor::write(&(&found.name, found.id)));
    add_paths(tenant, &mut page.items)?;
    Ok(page)
}

pub(crate) fn insert_location(tenant: &mut Tenant<'_, '_>, new: &Location) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO locations (organization_id, id, site_id, parent_id, code, code_key, name, aliases, \
              description, archived_at, version, created_at, updated_at) \
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(new.site_id)
        .bind(new.parent_id)
        .bind(new.code.as_deref())
        .bind(new.code.as_deref().map(check::key))
        .bind(&new.name)
        .bind(serde_json::json!(new.aliases))
        .bind(new.description.as_deref())
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.created_at)
        .bind(new.updated_at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn update_location(tenant: &mut Tenant<'_, '_>, new: &Location) -> Result<(), Problem> {
    let sql = tenant
        .sql("UPDATE locations SET parent_id = ?, code = ?, code_key = ?, name = ?, aliases = ?, description = ?, \
              archived_at = ?, version = ?, updated_at = ? WHERE organization_id = ? AND id = ?")
        .bind(new.parent_id)
        .bind(new.code.as_deref())
        .bind(new.code.as_deref().map(check::key))
        .bind(&new.name)
        .bind(serde_json::json!(new.aliases))
        .bind(new.description.as_deref())
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.updated_at)
        .bind(new.id);
    tenant.execute(&sql)?;
    Ok(())
}

/// Whether something stands below a location, in it, or has stood there, or is read there.
pub(crate) fn is_used(tenant: &mut Tenant<'_, '_>, id: LocationId) -> Result<bool, Problem> {
    for text in [
        "SELECT 1 FROM locations WHERE organization_id = ? AND parent_id = ? LIMIT 1",
        "SELECT 1 FROM installations WHERE organization_id = ? AND location_id = ? LIMIT 1",
        "SELECT 1 FROM work_orders WHERE organization_id = ? AND location_id = ? LIMIT 1",
        "SELECT 1 FROM meters WHERE organization_id = ? AND location_id = ? LIMIT 1",
    ] {
        let sql = tenant.sql(text).bind(id);
        if tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(crate) fn delete_location(tenant: &mut Tenant<'_, '_>, id: LocationId) -> Result<(), Problem> {
    let sql = tenant.sql("DELETE FROM locations WHERE organization_id = ? AND id = ?").bind(id);
    tenant.execute(&sql)?;
    Ok(())
}
