//! Tables of the slice. This file reads and writes `assets` and `asset_names`.

pub(super) mod classes;
mod delete;
pub(super) mod downtime;
pub(super) mod installations;
pub(super) mod list;
pub(super) mod tree;

pub(super) use delete::{delete, is_used};

use contract::assets::{Asset, AssetStatus, AssetSummary, Criticality, ExternalIdentity, PlaceSummary};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kernel::{AssetId, LocationId, Problem, SiteId};
use serde_json::json;
use store::Row;

use super::seen::Seen;
use crate::{
    check, sites,
    tenant::{Statement, Tenant, strings},
};

const ASSET: &str = "SELECT a.id, a.code, a.name, a.aliases, a.description, a.location_id, l.code, l.name, \
    a.site_id, s.time_zone, a.parent_id, \
    (SELECT count(*) FROM assets c WHERE c.organization_id = a.organization_id AND c.parent_id = a.id \
     AND c.archived_at IS NULL), \
    a.class_id, k.name, a.attributes, a.criticality, a.status, a.status_since, a.serial_number, a.manufacturer, \
    a.model, a.purchase_on, a.commissioned_on, a.warranty_until, a.replacement_value_minor, a.identities, \
    a.photo_id, a.archived_at, a.version, a.created_at, a.updated_at, \
    (SELECT count(*) FROM work_orders o WHERE o.organization_id = a.organization_id AND o.asset_id = a.id \
     AND o.open = true) + \
    (SELECT count(o.id) FROM work_order_assets x LEFT JOIN work_orders o ON o.organization_id = x.organization_id \
     AND o.id = x.work_order_id AND o.open = true WHERE x.organization_id = a.organization_id AND x.asset_id = a.id \
     AND x.place > 0) \
    FROM assets a \
    LEFT JOIN locations l ON l.organization_id = a.organization_id AND l.id = a.location_id \
    LEFT JOIN sites s ON s.organization_id = a.organization_id AND s.id = a.site_id \
    LEFT JOIN asset_classes k ON k.organization_id = a.organization_id AND k.id = a.class_id \
    WHERE a.organization_id = ?";

fn asset(row: &Row<'_>, now: Timestamp) -> Result<Asset, Problem> {
    let location_id: Option<LocationId> = row.get(5)?;
    let location = match (location_id, row.get::<Option<String>>(7)?) {
        (Some(id), Some(name)) => Some(PlaceSummary { id, code: row.get(6)?, name, path: Vec::new() }),
        _ => None,
    };
    let status = read_status(&row.get::<String>(16)?)?;
    let warranty_until: Option<Date> = row.get(23)?;
    Ok(Asset {
        id: row.get(0)?,
        code: row.get(1)?,
        name: row.get(2)?,
        aliases: strings(row.get(3)?)?,
        description: row.get(4)?,
        location_id,
        location,
        site_id: row.get(8)?,
        parent_id: row.get(10)?,
        path: Vec::new(),
        children: row.get(11)?,
        class_id: row.get(12)?,
        class_name: row.get(13)?,
        attributes: serde_json::from_value(row.get(14)?).map_err(Problem::internal)?,
        criticality: read_criticality(row.get(15)?)?,
        status,
        state: status.state(),
        status_since: row.get(17)?,
        serial_number: row.get(18)?,
        manufacturer: row.get(19)?,
        model: row.get(20)?,
        purchase_on: row.get(21)?,
        commissioned_on: row.get(22)?,
        warranty_until,
        under_warranty: warranty_until.is_some_and(|last| last >= today(now, row.get(9).ok().flatten())),
        replacement_value_minor: row.get(24)?,
        identities: read_identities(row.get(25)?)?,
        photo_id: row.get(26)?,
        open_work_orders: row.get(31)?,
        archived_at: row.get(27)?,
        version: row.get(28)?,
        created_at: row.get(29)?,
        updated_at: row.get(30)?,
    })
}

pub(super) fn read_status(name: &str) -> Result<AssetStatus, Problem> {
    AssetStatus::from_name(name)
        .ok_or_else(|| Problem::internal(format!("unknown status of an asset: {name}")))
}

pub(super) fn read_criticality(rank: i64) -> Result<Criticality, Problem> {
    Criticality::from_rank(rank).ok_or_else(|| Problem::internal(format!("unknown criticality: {rank}")))
}

fn read_identities(value: serde_json::Value) -> Result<Vec<ExternalIdentity>, Problem> {
    serde_json::from_value(value).map_err(Problem::internal)
}

/// The day it is now at a site; without a site, in UTC.
fn today(now: Timestamp, zone: Option<String>) -> Date {
    let zone = zone.and_then(|zone| TimeZone::get(&zone).ok()).unwrap_or(TimeZone::UTC);
    now.to_zoned(zone).date()
}

/// Narrows to what the caller may see: `a` is the table of assets.
fn narrow(sql: &mut Statement, seen: &Seen) {
    if let Seen::Sites(sites) = seen {
        sql.push(" AND (a.site_id IS NULL OR a.site_id IN ").push_list(sites.iter()).push(")");
    }
}

/// The asset, if the caller may see it.
pub(super) fn find(
    tenant: &mut Tenant<'_, '_>,
    id: AssetId,
    now: Timestamp,
    seen: &Seen,
) -> Result<Asset, Problem> {
    let mut sql = tenant.sql(ASSET);
    sql.push(" AND a.id = ").push_bind(id);
    narrow(&mut sql, seen);
    let mut found = tenant.query(&sql, |row| asset(row, now))?;
    complete(tenant, &mut found)?;
    found.pop().ok_or_else(|| Problem::not_found("This asset"))
}

/// Adds what stands in other rows: the assets above, and the path of the place.
fn complete(tenant: &mut Tenant<'_, '_>, assets: &mut [Asset]) -> Result<(), Problem> {
    let above = tree::above(tenant, &distinct(assets.iter().filter_map(|asset| asset.parent_id)))?;
    let places =
        sites::location_paths(tenant, &distinct(assets.iter().filter_map(|asset| asset.location_id)))?;
    for asset in assets {
        if let Some(path) = asset.parent_id.and_then(|parent| above.get(&parent)) {
            asset.path.clone_from(path);
        }
        if let Some(place) = &mut asset.location
            && let Some(path) = places.get(&place.id)
        {
            place.path.clone_from(path);
        }
    }
    Ok(())
}

pub(super) fn distinct<T: Ord>(ids: impl Iterator<Item = T>) -> Vec<T> {
    let mut ids: Vec<T> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Version of an asset that the caller may see.
pub(super) fn version(tenant: &mut Tenant<'_, '_>, id: AssetId, seen: &Seen) -> Result<i64, Problem> {
    let mut sql = tenant.sql("SELECT a.version FROM assets a WHERE a.organization_id = ? AND a.id = ");
    sql.push_bind(id);
    narrow(&mut sql, seen);
    let version = tenant.query_optional(&sql, |row| Ok::<_, Problem>(row.get(0)?))?;
    version.ok_or_else(|| Problem::not_found("This asset"))
}

/// Code and name of an asset, with its site and whether it is archived.
pub(super) fn summary(
    tenant: &mut Tenant<'_, '_>,
    id: AssetId,
) -> Result<Option<(AssetSummary, Option<SiteId>, bool)>, Problem> {
    let mut sql =
        tenant.sql("SELECT id, code, name, site_id, archived_at FROM assets WHERE organization_id = ?");
    sql.push(" AND id = ").push_bind(id);
    tenant.query_optional(&sql, |row| {
        let summary = AssetSummary { id: row.get(0)?, code: row.get(1)?, name: row.get(2)? };
        Ok((summary, row.get(3)?, row.get::<Option<Timestamp>>(4)?.is_some()))
    })
}

/// Assets with exactly this code; else with this name in another system; else with this alias.
pub(super) fn by_scanned_code(
    tenant: &mut Tenant<'_, '_>,
    code: &str,
    seen: &Seen,
) -> Result<Vec<AssetSummary>, Problem> {
    let read = |row: &Row<'_>| {
        Ok::<_, Problem>(AssetSummary { id: row.get(0)?, code: row.get(1)?, name: row.get(2)? })
    };
    let key = check::key(code);
    let mut sql =
        tenant.sql("SELECT a.id, a.code, a.name FROM assets a WHERE a.organization_id = ? AND a.code_key = ");
    sql.push_bind(&key);
    narrow(&mut sql, seen);
    let found = tenant.query(&sql, read)?;
    if !found.is_empty() {
        return Ok(found);
    }
    for alias in [false, true] {
        let mut sql = tenant.sql(
            "SELECT DISTINCT a.id, a.code, a.name FROM asset_names n \
             JOIN assets a ON a.organization_id = n.organization_id AND a.id = n.asset_id \
             WHERE n.organization_id = ? AND n.name_key = ",
        );
        sql.push_bind(&key);
        sql.push(if alias {
            " AND n.system_key = '' AND a.archived_at IS NULL"
        } else {
            " AND n.system_key <> ''"
        });
        narrow(&mut sql, seen);
        sql.push(" ORDER BY a.code LIMIT 5");
        let found = tenant.query(&sql, read)?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// The code of another asset that a system calls by this name.
pub(super) fn identity_owner(
    tenant: &mut Tenant<'_, '_>,
    identity: &ExternalIdentity,
    other_than: AssetId,
) -> Result<Option<String>, Problem> {
    let mut sql = tenant.sql(
        "SELECT a.code FROM asset_names n JOIN assets a ON a.organization_id = n.organization_id \
         AND a.id = n.asset_id WHERE n.organization_id = ? AND n.system_key = ",
    );
    sql.push_bind(check::key(&identity.system));
    sql.push(" AND n.name_key = ").push_bind(check::key(&identity.external_id));
    sql.push(" AND n.asset_id <> ").push_bind(other_than);
    tenant.query_optional(&sql, |row| Ok(row.get(0)?))
}

/// Everything that a text filter looks at.
fn words(asset: &Asset) -> String {
    let mut words = vec![asset.code.as_str(), asset.name.as_str()];
    words.extend(asset.aliases.iter().map(String::as_str));
    words.extend(
        [&asset.serial_number, &asset.manufacturer, &asset.model].into_iter().flatten().map(String::as_str),
    );
    words.extend(asset.identities.iter().map(|identity| identity.external_id.as_str()));
    words.into_iter().map(check::key).collect::<Vec<_>>().join(" | ")
}

pub(super) fn insert(tenant: &mut Tenant<'_, '_>, new: &Asset) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO assets (organization_id, id, code, code_key, name, name_key, aliases, description, \
             location_id, site_id, parent_id, class_id, attributes, criticality, status, status_since, \
             serial_number, manufacturer, model, purchase_on, commissioned_on, warranty_until, \
             replacement_value_minor, identities, photo_id, words_key, archived_at, version, created_at, \
             updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \
             ?, ?)",
        )
        .bind(new.id);
    tenant.execute(&columns(sql, new).bind(new.version).bind(new.created_at).bind(new.updated_at))?;
    insert_names(tenant, new)
}

pub(super) fn update(tenant: &mut Tenant<'_, '_>, new: &Asset, names_changed: bool) -> Result<(), Problem> {
    let sql = tenant.sql(
        "UPDATE assets SET code = ?, code_key = ?, name = ?, name_key = ?, aliases = ?, description = ?, \
         location_id = ?, site_id = ?, parent_id = ?, class_id = ?, attributes = ?, criticality = ?, status = ?, \
         status_since = ?, serial_number = ?, manufacturer = ?, model = ?, purchase_on = ?, commissioned_on = ?, \
         warranty_until = ?, replacement_value_minor = ?, identities = ?, photo_id = ?, words_key = ?, \
         archived_at = ?, version = ?, updated_at = ? WHERE organization_id = ? AND id = ?",
    );
    tenant.execute(&columns(sql, new).bind(new.version).bind(new.updated_at).bind(new.id))?;
    if names_changed {
        let sql =
            tenant.sql("DELETE FROM asset_names WHERE organization_id = ? AND asset_id = ?").bind(new.id);
        tenant.execute(&sql)?;
        insert_names(tenant, new)?;
    }
    Ok(())
}

fn columns(sql: Statement, new: &Asset) -> Statement {
    sql.bind(&new.code)
        .bind(check::key(&new.code))
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(json!(new.aliases))
        .bind(new.description.as_deref())
        .bind(new.location_id)
        .bind(new.site_id)
        .bind(new.parent_id)
        .bind(new.class_id)
        .bind(json!(new.attributes))
        .bind(new.criticality.rank())
        .bind(new.status.name())
        .bind(new.status_since)
        .bind(new.serial_number.as_deref())
        .bind(new.manufacturer.as_deref())
        .bind(new.model.as_deref())
        .bind(new.purchase_on)
        .bind(new.commissioned_on)
        .bind(new.warranty_until)
        .bind(new.replacement_value_minor)
        .bind(json!(new.identities))
        .bind(new.photo_id)
        .bind(words(new))
        .bind(new.archived_at)
}

fn insert_names(tenant: &mut Tenant<'_, '_>, new: &Asset) -> Result<(), Problem> {
    let aliases = new.aliases.iter().map(|alias| (String::new(), check::key(alias)));
    let identities = new
        .identities
        .iter()
        .map(|identity| (check::key(&identity.system), check::key(&identity.external_id)));
    for (system, name) in aliases.chain(identities) {
        let sql = tenant
            .sql("INSERT INTO asset_names (organization_id, asset_id, system_key, name_key) VALUES (?, ?, ?, ?)")
            .bind(new.id)
            .bind(system)
            .bind(name);
        tenant.execute(&sql)?;
    }
    Ok(())
}
