//! Table `meters`, with where each stands.

use std::collections::HashMap;

use contract::meters::{ConditionLevel, LatestReading, Meter, MeterFilter, MeterKind};
use jiff::Timestamp;
use kernel::{Cursor, LocationId, MeterId, Page, Problem, Quantity, SiteId};
use store::Row;

use super::quality;
use crate::{
    check, sites,
    tenant::{Statement, Tenant, strings},
};

const METER: &str = "SELECT m.id, m.code, m.name, m.description, m.kind, m.unit, m.choices, m.asset_id, a.code, a.name, \
    m.location_id, COALESCE(a.location_id, m.location_id), COALESCE(a.site_id, l.site_id), m.rollover_value, \
    m.expected_from, m.expected_to, m.average_days, m.round_position, s.recorded_at, s.value, s.quality, \
    (SELECT MAX(r.level) FROM condition_rules r WHERE r.organization_id = m.organization_id AND r.meter_id = m.id \
    AND r.enabled AND r.archived_at IS NULL), \
    m.archived_at, m.version, m.created_at, m.updated_at FROM meters m \
    LEFT JOIN assets a ON a.organization_id = m.organization_id AND a.id = m.asset_id \
    LEFT JOIN locations l ON l.organization_id = m.organization_id AND l.id = m.location_id \
    LEFT JOIN meter_standings s ON s.organization_id = m.organization_id AND s.meter_id = m.id \
    WHERE m.organization_id = ?";

/// A meter and the location whose path it has.
type Placed = (Meter, Option<LocationId>);

fn millionths(value: Option<i64>) -> Option<Quantity> {
    value.map(Quantity::from_millionths)
}

/// The word of a characteristic's value.
pub(crate) fn word(choices: &[String], value: Quantity) -> Option<String> {
    let place = usize::try_from(value.millionths() / Quantity::whole(1).millionths()).ok()?;
    choices.get(place).cloned()
}

pub(super) fn level(code: Option<i64>) -> ConditionLevel {
    match code {
        Some(2) => ConditionLevel::Action,
        Some(1) => ConditionLevel::Warning,
        _ => ConditionLevel::Normal,
    }
}

pub(super) const fn level_code(level: ConditionLevel) -> i64 {
    match level {
        ConditionLevel::Normal => 0,
        ConditionLevel::Warning => 1,
        ConditionLevel::Action => 2,
    }
}

fn kind(name: &str) -> Result<MeterKind, Problem> {
    MeterKind::from_name(name).ok_or_else(|| Problem::internal(format!("there is no kind {name}")))
}

fn meter(row: &Row<'_>) -> Result<Placed, Problem> {
    let name: String = row.get(4)?;
    let choices = strings(row.get(6)?)?;
    let asset: Option<String> = row.get(8)?;
    let latest =
        match (row.get::<Option<Timestamp>>(18)?, millionths(row.get(19)?), row.get::<Option<i64>>(20)?) {
            (Some(recorded_at), Some(value), Some(code)) => {
                let choice = word(&choices, value);
                Some(LatestReading { recorded_at, value, choice, quality: quality(code)? })
            }
            _ => None,
        };
    let meter = Meter {
        id: row.get(0)?,
        code: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        kind: kind(&name)?,
        unit: row.get(5)?,
        choices,
        asset_id: row.get(7)?,
        asset: match (asset, row.get::<Option<String>>(9)?) {
            (Some(code), Some(name)) => Some(format!("{code} · {name}")),
            _ => None,
        },
        location_id: row.get(10)?,
        path: Vec::new(),
        site_id: row.get(12)?,
        rollover_value: millionths(row.get(13)?),
        expected_from: millionths(row.get(14)?),
        expected_to: millionths(row.get(15)?),
        average_days: u16::try_from(row.get::<i64>(16)?).map_err(Problem::internal)?,
        round_position: row.get(17)?,
        latest,
        total: None,
        average_per_day: None,
        average_from: None,
        condition: level(row.get(21)?),
        archived_at: row.get(22)?,
        version: row.get(23)?,
        created_at: row.get(24)?,
        updated_at: row.get(25)?,
    };
    Ok((meter, row.get(11)?))
}

fn with_paths(tenant: &mut Tenant<'_, '_>, found: Vec<Placed>) -> Result<Vec<Meter>, Problem> {
    let places: Vec<LocationId> = found.iter().filter_map(|(_, place)| *place).collect();
    let paths: HashMap<LocationId, Vec<String>> = sites::location_paths(tenant, &places)?;
    let with_path = |(mut meter, place): Placed| {
        meter.path = place.and_then(|place| paths.get(&place).cloned()).unwrap_or_default();
        meter
    };
    Ok(found.into_iter().map(with_path).collect())
}

fn narrow_to_sites(sql: &mut Statement, sites: Option<&[SiteId]>) {
    if let Some(sites) = sites {
        sql.push(" AND (COALESCE(a.site_id, l.site_id) IS NULL OR COALESCE(a.site_id, l.site_id) IN ");
        sql.push_list(sites.iter().copied()).push(")");
    }
}

/// One meter at these sites, or nowhere.
pub(crate) fn find_meter(
    tenant: &mut Tenant<'_, '_>,
    id: MeterId,
    sites: Option<&[SiteId]>,
) -> Result<Meter, Problem> {
    let mut sql = tenant.sql(METER);
    sql.push(" AND m.id = ").push_bind(id);
    narrow_to_sites(&mut sql, sites);
    let found = tenant.query(&sql, meter)?;
    with_paths(tenant, found)?.pop().ok_or_else(|| Problem::not_found("This meter"))
}

fn narrow(sql: &mut Statement, tenant: &Tenant<'_, '_>, filter: &MeterFilter) {
    if filter.archived != Some(true) {
        sql.push(" AND m.archived_at IS NULL");
    }
    if let Some(asset) = filter.asset_id {
        sql.push(" AND m.asset_id = ").push_bind(asset);
    }
    if let Some(site) = filter.site_id {
        sql.push(" AND COALESCE(a.site_id, l.site_id) = ").push_bind(site);
    }
    if let Some(location) = filter.location_id {
        sql.push(
            " AND COALESCE(a.location_id, m.location_id) IN (WITH RECURSIVE below AS (SELECT organization_id, id \
             FROM locations WHERE organization_id = ",
        );
        sql.push_bind(tenant.organization()).push(" AND id = ").push_bind(location);
        sql.push(
            " UNION SELECT c.organization_id, c.id FROM locations c JOIN below b \
             ON b.organization_id = c.organization_id AND b.id = c.parent_id) SELECT id FROM below)",
        );
    }
    if !filter.kind.is_empty() {
        sql.push(" AND m.kind IN ").push_list(filter.kind.0.iter().map(|kind| kind.name()));
    }
    if !filter.condition.is_empty() {
        sql.push(
            " AND COALESCE((SELECT MAX(r.level) FROM condition_rules r WHERE r.organization_id = m.organization_id \
             AND r.meter_id = m.id AND r.enabled AND r.archived_at IS NULL), 0) IN ",
        );
        sql.push_list(filter.condition.0.iter().map(|level| level_code(*level)));
    }
    for word in
        check::key(filter.q.as_deref().unwrap_or_default()).split(' ').filter(|word| !word.is_empty()).take(8)
    {
        let pattern = format!("%{}%", word.replace(['%', '_', '\\'], "_"));
        sql.push(" AND (m.code_key LIKE ").push_bind(pattern.clone());
        sql.push(" OR m.name_key LIKE ").push_bind(pattern.clone());
        sql.push(" OR a.code_key LIKE ").push_bind(pattern.clone());
        sql.push(" OR a.name_key LIKE ").push_bind(pattern).push(")");
    }
}

/// What a list can be ordered by: the column, and whether its key is a text or a number.
fn order(name: &str) -> Option<(&'static str, bool)> {
    Some(match name {
        "code" => ("m.code_key", true),
        "name" => ("m.name_key", true),
        "round" => ("COALESCE(m.round_position, 1000000000)", false),
        _ => return None,
    })
}

/// One page of meters at these sites.
pub(crate) fn list_meters(
    tenant: &mut Tenant<'_, '_>,
    filter: &MeterFilter,
    sites: Option<&[SiteId]>,
) -> Result<Page<Meter>, Problem> {
    let asked = filter.sort.as_deref().unwrap_or("code");
    let (name, backwards) = asked.strip_prefix('-').map_or((asked, false), |name| (name, true));
    let Some((column, is_text)) = order(name) else {
        return Err(Problem::field("sort", "must be code, name or round, with - before it to turn it round"));
    };
    let mut sql = tenant.sql(METER);
    narrow_to_sites(&mut sql, sites);
    narrow(&mut sql, tenant, filter);
    if let Some(cursor) = &filter.cursor {
        sql.push(" AND (").push(column).push(", m.code_key, m.id)");
        sql.push(if backwards { " < (" } else { " > (" });
        let (code, id): (String, MeterId) = if is_text {
            let (key, code, id): (String, String, MeterId) = Cursor::read(cursor)?;
            sql.push_bind(key);
            (code, id)
        } else {
            let (key, code, id): (i64, String, MeterId) = Cursor::read(cursor)?;
            sql.push_bind(key);
            (code, id)
        };
        sql.push(", ").push_bind(code).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY ").push(column);
    sql.push(if backwards { " DESC, m.code_key DESC, m.id DESC" } else { ", m.code_key, m.id" });
    sql.push(" LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, meter)?;
    let page = Page::cut(found, filter.limit, |(meter, _)| {
        let code = check::key(&meter.code);
        match name {
            "code" => Cursor::write(&(&code, &code, meter.id)),
            "name" => Cursor::write(&(check::key(&meter.name), code, meter.id)),
            _ => Cursor::write(&(meter.round_position.unwrap_or(1_000_000_000), code, meter.id)),
        }
    });
    Ok(Page { items: with_paths(tenant, page.items)?, next: page.next })
}

/// Whether another meter has this code.
pub(crate) fn code_is_taken(tenant: &mut Tenant<'_, '_>, code: &str, but: MeterId) -> Result<bool, Problem> {
    let sql = tenant
        .sql("SELECT 1 FROM meters WHERE organization_id = ? AND code_key = ? AND id <> ?")
        .bind(check::key(code))
        .bind(but);
    Ok(tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_some())
}

/// Whether an asset exists and is not archived.
pub(crate) fn has_asset(tenant: &mut Tenant<'_, '_>, id: kernel::AssetId) -> Result<bool, Problem> {
    let sql = tenant
        .sql("SELECT 1 FROM assets WHERE organization_id = ? AND id = ? AND archived_at IS NULL")
        .bind(id);
    Ok(tenant.query_optional(&sql, |_| Ok::<_, Problem>(()))?.is_some())
}

pub(crate) fn insert_meter(tenant: &mut Tenant<'_, '_>, new: &Meter) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO meters (organization_id, id, code, code_key, name, name_key, description, kind, unit, choices, \
             asset_id, location_id, rollover_value, expected_from, expected_to, average_days, round_position, \
             archived_at, version, created_at, updated_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(&new.code)
        .bind(check::key(&new.code))
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(new.description.as_deref())
        .bind(new.kind.name())
        .bind(new.unit.as_deref())
        .bind(serde_json::json!(new.choices))
        .bind(new.asset_id)
        .bind(new.location_id)
        .bind(new.rollover_value.map(Quantity::millionths))
        .bind(new.expected_from.map(Quantity::millionths))
        .bind(new.expected_to.map(Quantity::millionths))
        .bind(new.average_days)
        .bind(new.round_position)
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.created_at)
        .bind(new.updated_at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn update_meter(tenant: &mut Tenant<'_, '_>, new: &Meter) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE meters SET code = ?, code_key = ?, name = ?, name_key = ?, description = ?, unit = ?, choices = ?, \
             asset_id = ?, location_id = ?, rollover_value = ?, expected_from = ?, expected_to = ?, average_days = ?, \
             round_position = ?, archived_at = ?, version = ?, updated_at = ? WHERE organization_id = ? AND id = ?",
        )
        .bind(&new.code)
        .bind(check::key(&new.code))
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(new.description.as_deref())
        .bind(new.unit.as_deref())
        .bind(serde_json::json!(new.choices))
        .bind(new.asset_id)
        .bind(new.location_id)
        .bind(new.rollover_value.map(Quantity::millionths))
        .bind(new.expected_from.map(Quantity::millionths))
        .bind(new.expected_to.map(Quantity::millionths))
        .bind(new.average_days)
        .bind(new.round_position)
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.updated_at)
        .bind(new.id);
    tenant.execute(&sql)?;
    Ok(())
}
