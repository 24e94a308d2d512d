//! Tables `maintenance_plans` and `maintenance_plan_assets`.

use std::collections::{HashMap, HashSet};

use contract::preventive::{Basis, MaintenancePlanFilter, OrderTemplate, PlanState};
use jiff::{Timestamp, civil::Date};
use kernel::{AssetId, Cursor, MaintenancePlanId, Page, Problem, SiteId, UserId};
use store::Row;

use super::super::{
    calendar::Calendar,
    plan::{Kept, Phase},
    rule::Rule,
    schedule::Schedule,
};
use crate::{
    check,
    tenant::{Statement, Tenant},
};

const PLAN: &str = "SELECT p.id, p.number, p.name, p.description, p.site_id, s.time_zone, p.rule, p.starts_on, p.basis, \
    p.lead_days, p.window_days, p.no_fire_while_open, p.ends_on, p.template, p.paused_at, p.pause_reason, p.phase, \
    p.open_from, p.next_due_on, p.archived_at, p.version, p.created_at, p.updated_at, p.calendar, p.levels FROM maintenance_plans p \
    JOIN sites s ON s.organization_id = p.organization_id AND s.id = p.site_id WHERE p.organization_id = ?";

fn days(number: i64) -> Result<u16, Problem> {
    u16::try_from(number).map_err(Problem::internal)
}

fn plan(row: &Row<'_>) -> Result<Kept, Problem> {
    let paused_at: Option<Timestamp> = row.get(14)?;
    let rule: String = row.get(6)?;
    let basis: String = row.get(8)?;
    let phase: String = row.get(16)?;
    Ok(Kept {
        id: row.get(0)?,
        number: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        site_id: row.get(4)?,
        time_zone: row.get(5)?,
        schedule: Schedule {
            rule: Rule::parse(&rule).map_err(Problem::internal)?,
            starts_on: row.get(7)?,
            basis: if basis == "floating" { Basis::Floating } else { Basis::Fixed },
            lead_days: days(row.get(9)?)?,
            window_days: row.get::<Option<i64>>(10)?.map(days).transpose()?,
            no_fire_while_open: row.get(11)?,
            ends_on: row.get(12)?,
            // It was checked when it was saved.
            calendar: Calendar::read(
                &mut check::Check::default(),
                &serde_json::from_value(row.get(23)?).map_err(Problem::internal)?,
            ),
            levels: serde_json::from_value(row.get(24)?).map_err(Problem::internal)?,
            open_from: row.get(17)?,
            paused: paused_at.is_some(),
        },
        template: serde_json::from_value(row.get(13)?).map_err(Problem::internal)?,
        paused_at,
        pause_reason: row.get(15)?,
        phase: Phase::from_name(&phase),
        next_due_on: row.get(18)?,
        archived_at: row.get(19)?,
        version: row.get(20)?,
        created_at: row.get(21)?,
        updated_at: row.get(22)?,
    })
}

fn add_assets(tenant: &mut Tenant<'_, '_>, plans: &mut [Kept]) -> Result<(), Problem> {
    if plans.is_empty() {
        return Ok(());
    }
    let places: HashMap<MaintenancePlanId, usize> =
        plans.iter().enumerate().map(|(at, plan)| (plan.id, at)).collect();
    let mut sql = tenant.sql(
        "SELECT plan_id, asset_id FROM maintenance_plan_assets WHERE organization_id = ? AND plan_id IN ",
    );
    sql.push_list(plans.iter().map(|plan| plan.id)).push(" ORDER BY plan_id, place");
    let found = tenant
        .query(&sql, |row| Ok::<_, Problem>((row.get::<MaintenancePlanId>(0)?, row.get::<AssetId>(1)?)))?;
    for (id, asset) in found {
        if let Some(plan) = places.get(&id).and_then(|at| plans.get_mut(*at)) {
            plan.template.asset_ids.push(asset);
        }
    }
    Ok(())
}

pub(crate) fn find_plan(tenant: &mut Tenant<'_, '_>, id: MaintenancePlanId) -> Result<Kept, Problem> {
    let mut sql = tenant.sql(PLAN);
    sql.push(" AND p.id = ").push_bind(id);
    let mut found = tenant.query(&sql, plan)?;
    add_assets(tenant, &mut found)?;
    found.pop().ok_or_else(|| Problem::not_found("This plan"))
}

/// Plans that may have something to decide on the day `latest`, or wait for a completion.
pub(crate) fn plans_to_look_at(tenant: &mut Tenant<'_, '_>, latest: Date) -> Result<Vec<Kept>, Problem> {
    let mut sql = tenant.sql(PLAN);
    sql.push(" AND p.archived_at IS NULL AND (p.phase = 'waiting' OR (p.phase = 'dated' AND p.fires_on <= ");
    sql.push_bind(latest).push(")) ORDER BY p.number");
    let mut found = tenant.query(&sql, plan)?;
    add_assets(tenant, &mut found)?;
    Ok(found)
}

/// Plans that make orders, of a site and within the sites that the caller reaches.
pub(crate) fn active_plans(
    tenant: &mut Tenant<'_, '_>,
    site: Option<SiteId>,
    within: Option<&[SiteId]>,
) -> Result<Vec<Kept>, Problem> {
    let mut sql = tenant.sql(PLAN);
    sql.push(" AND p.archived_at IS NULL AND p.paused_at IS NULL AND p.phase <> 'ended'");
    if let Some(site) = site {
        sql.push(" AND p.site_id = ").push_bind(site);
    }
    if let Some(sites) = within {
        sql.push(" AND p.site_id IN ").push_list(sites.iter().copied());
    }
    sql.push(" ORDER BY p.number");
    let mut found = tenant.query(&sql, plan)?;
    add_assets(tenant, &mut found)?;
    Ok(found)
}

fn narrow(sql: &mut Statement, filter: &MaintenancePlanFilter, sites: Option<&[SiteId]>) {
    if filter.archived != Some(true) && !filter.state.0.contains(&PlanState::Archived) {
        sql.push(" AND p.archived_at IS NULL");
    }
    if let Some(site) = filter.site_id {
        sql.push(" AND p.site_id = ").push_bind(site);
    }
    if let Some(sites) = sites {
        sql.push(" AND p.site_id IN ").push_list(sites.iter().copied());
    }
    if let Some(asset) = filter.asset_id {
        sql.push(
            " AND EXISTS (SELECT 1 FROM maintenance_plan_assets a WHERE a.organization_id = p.organization_id \
             AND a.plan_id = p.id AND a.asset_id = ",
        );
        sql.push_bind(asset).push(")");
    }
    let q = check::key(filter.q.as_deref().unwrap_or_default());
    if !q.is_empty() {
        let number = q.strip_prefix("pm-").unwrap_or(&q).parse::<i64>().unwrap_or(0);
        sql.push(" AND (p.name_key LIKE ").push_bind(format!("%{}%", q.replace(['%', '_'], "")));
        sql.push(" OR p.number = ").push_bind(number).push(")");
    }
    if !filter.state.is_empty() {
        sql.push(" AND (p.id IS NULL");
        for state in &filter.state.0 {
            sql.push(match state {
                PlanState::Archived => " OR p.archived_at IS NOT NULL",
                PlanState::Paused => " OR (p.archived_at IS NULL AND p.paused_at IS NOT NULL)",
                PlanState::Ended => {
                    " OR (p.archived_at IS NULL AND p.paused_at IS NULL AND p.phase = 'ended')"
                }
                PlanState::Active => {
                    " OR (p.archived_at IS NULL AND p.paused_at IS NULL AND p.phase <> 'ended')"
                }
            });
        }
        sql.push(")");
    }
}

/// The end of time, for plans without a next date: they come last.
fn last_day() -> Date {
    Date::constant(9999, 12, 31)
}

pub(crate) fn list_plans(
    tenant: &mut Tenant<'_, '_>,
    filter: &MaintenancePlanFilter,
    sites: Option<&[SiteId]>,
) -> Result<Page<Kept>, Problem> {
    let name = filter.sort.as_deref().unwrap_or("next_due_on");
    let (name, backwards) = name.strip_prefix('-').map_or((name, false), |name| (name, true));
    let mut sql = tenant.sql(PLAN);
    narrow(&mut sql, filter, sites);
    let column = match name {
        "next_due_on" => "COALESCE(p.next_due_on, DATE '9999-12-31')",
        "name" => "p.name_key",
        "number" => "p.number",
        _ => return Err(Problem::field("sort", "must be next_due_on, name or number")),
    };
    let column = match (name, tenant.engine()) {
        ("next_due_on", store::Engine::Sqlite) => "COALESCE(p.next_due_on, '9999-12-31')",
        _ => column,
    };
    if let Some(cursor) = &filter.cursor {
        sql.push(" AND (").push(column).push(if backwards { ", p.id) < (" } else { ", p.id) > (" });
        let id = match name {
            "next_due_on" => {
                let (day, id): (Date, MaintenancePlanId) = Cursor::read(cursor)?;
                sql.push_bind(day);
                id
            }
            "name" => {
                let (key, id): (String, MaintenancePlanId) = Cursor::read(cursor)?;
                sql.push_bind(key);
                id
            }
            _ => {
                let (number, id): (i64, MaintenancePlanId) = Cursor::read(cursor)?;
                sql.push_bind(number);
                id
            }
        };
        sql.push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY ").push(column);
    sql.push(if backwards { " DESC, p.id DESC LIMIT " } else { ", p.id LIMIT " });
    sql.push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, plan)?;
    let mut page = Page::cut(found, filter.limit, |plan| match name {
        "next_due_on" => Cursor::write(&(plan.next_due_on.unwrap_or_else(last_day), plan.id)),
        "name" => Cursor::write(&(check::key(&plan.name), plan.id)),
        _ => Cursor::write(&(plan.number, plan.id)),
    });
    add_assets(tenant, &mut page.items)?;
    Ok(page)
}

/// The template without its assets, which have a table of their own.
fn template(plan: &Kept) -> serde_json::Value {
    serde_json::json!(OrderTemplate { asset_ids: Vec::new(), ..plan.template.clone() })
}

fn json(value: &impl serde::Serialize) -> Result<serde_json::Value, Problem> {
    serde_json::to_value(value).map_err(Problem::internal)
}

const fn basis_name(basis: Basis) -> &'static str {
    match basis {
        Basis::Fixed => "fixed",
        Basis::Floating => "floating",
    }
}

fn fires_on(plan: &Kept) -> Option<Date> {
    plan.next_due_on.map(|due| plan.schedule.fires_on(due))
}

pub(crate) fn insert_plan(tenant: &mut Tenant<'_, '_>, new: &Kept) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO maintenance_plans (organization_id, id, number, name, name_key, description, site_id, rule, \
             starts_on, basis, lead_days, window_days, no_fire_while_open, ends_on, template, paused_at, pause_reason, \
             phase, open_from, next_due_on, fires_on, archived_at, version, created_at, updated_at, calendar, levels) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(new.number)
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(new.description.as_deref())
        .bind(new.site_id)
        .bind(new.schedule.rule.to_string())
        .bind(new.schedule.starts_on)
        .bind(basis_name(new.schedule.basis))
        .bind(new.schedule.lead_days)
        .bind(new.schedule.window_days)
        .bind(new.schedule.no_fire_while_open)
        .bind(new.schedule.ends_on)
        .bind(template(new))
        .bind(new.paused_at)
        .bind(new.pause_reason.as_deref())
        .bind(new.phase.name())
        .bind(new.schedule.open_from)
        .bind(new.next_due_on)
        .bind(fires_on(new))
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.created_at)
        .bind(new.updated_at)
        .bind(json(&new.schedule.calendar.shown())?)
        .bind(json(&new.schedule.levels)?);
    tenant.execute(&sql)?;
    replace_assets(tenant, new)
}

pub(crate) fn update_plan(tenant: &mut Tenant<'_, '_>, new: &Kept) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE maintenance_plans SET name = ?, name_key = ?, description = ?, site_id = ?, rule = ?, \
             starts_on = ?, basis = ?, lead_days = ?, window_days = ?, no_fire_while_open = ?, ends_on = ?, \
             template = ?, paused_at = ?, pause_reason = ?, archived_at = ?, version = ?, updated_at = ?, \
             calendar = ?, levels = ? \
             WHERE organization_id = ? AND id = ?",
        )
        .bind(&new.name)
        .bind(check::key(&new.name))
        .bind(new.description.as_deref())
        .bind(new.site_id)
        .bind(new.schedule.rule.to_string())
        .bind(new.schedule.starts_on)
        .bind(basis_name(new.schedule.basis))
        .bind(new.schedule.lead_days)
        .bind(new.schedule.window_days)
        .bind(new.schedule.no_fire_while_open)
        .bind(new.schedule.ends_on)
        .bind(template(new))
        .bind(new.paused_at)
        .bind(new.pause_reason.as_deref())
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.updated_at)
        .bind(json(&new.schedule.calendar.shown())?)
        .bind(json(&new.schedule.levels)?)
        .bind(new.id);
    tenant.execute(&sql)?;
    replace_assets(tenant, new)?;
    save_progress(tenant, new)
}

/// Saves where a plan stands: its phase, its next date and from when dates are undecided.
pub(crate) fn save_progress(tenant: &mut Tenant<'_, '_>, plan: &Kept) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE maintenance_plans SET phase = ?, open_from = ?, next_due_on = ?, fires_on = ? \
             WHERE organization_id = ? AND id = ?",
        )
        .bind(plan.phase.name())
        .bind(plan.schedule.open_from)
        .bind(plan.next_due_on)
        .bind(fires_on(plan))
        .bind(plan.id);
    tenant.execute(&sql)?;
    Ok(())
}

fn replace_assets(tenant: &mut Tenant<'_, '_>, plan: &Kept) -> Result<(), Problem> {
    let sql = tenant
        .sql("DELETE FROM maintenance_plan_assets WHERE organization_id = ? AND plan_id = ?")
        .bind(plan.id);
    tenant.execute(&sql)?;
    for (place, asset) in (0_i64..).zip(&plan.template.asset_ids) {
        let sql = tenant
            .sql("INSERT INTO maintenance_plan_assets (organization_id, plan_id, asset_id, place) VALUES (?, ?, ?, ?)")
            .bind(plan.id)
            .bind(*asset)
            .bind(place);
        tenant.execute(&sql)?;
    }
    Ok(())
}

/// Those of some assets that the organisation has.
pub(crate) fn known_assets(
    tenant: &mut Tenant<'_, '_>,
    assets: &[AssetId],
) -> Result<HashSet<AssetId>, Problem> {
    let mut sql = tenant.sql("SELECT id FROM assets WHERE organization_id = ? AND id IN ");
    sql.push_list(assets.iter().copied());
    Ok(tenant.query(&sql, |row| Ok::<_, Problem>(row.get(0)?))?.into_iter().collect())
}

/// Where an asset stands.
pub(crate) fn site_of_asset(tenant: &mut Tenant<'_, '_>, asset: AssetId) -> Result<Option<SiteId>, Problem> {
    let sql = tenant.sql("SELECT site_id FROM assets WHERE organization_id = ? AND id = ?").bind(asset);
    Ok(tenant.query_optional(&sql, |row| Ok::<Option<SiteId>, Problem>(row.get(0)?))?.flatten())
}

/// Assets of a plan that are still maintained, with their names, in the plan's order.
pub(crate) fn maintained_assets(
    tenant: &mut Tenant<'_, '_>,
    plan: MaintenancePlanId,
) -> Result<Vec<(AssetId, String)>, Problem> {
    let sql = tenant
        .sql(
            "SELECT a.id, a.name FROM maintenance_plan_assets m \
             JOIN assets a ON a.organization_id = m.organization_id AND a.id = m.asset_id \
             WHERE m.organization_id = ? AND m.plan_id = ? AND a.archived_at IS NULL AND a.status <> 'decommissioned' \
             ORDER BY m.place",
        )
        .bind(plan);
    tenant.query(&sql, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Those of some people who may still sign in.
pub(crate) fn active_users(tenant: &mut Tenant<'_, '_>, users: &[UserId]) -> Result<Vec<UserId>, Problem> {
    let mut sql = tenant.sql("SELECT id FROM users WHERE organization_id = ? AND active AND id IN ");
    sql.push_list(users.iter().copied());
    let active: HashSet<UserId> =
        tenant.query(&sql, |row| Ok::<_, Problem>(row.get(0)?))?.into_iter().collect();
    Ok(users.iter().copied().filter(|user| active.contains(user)).collect())
}

/// Puts a template into the first plan that no check has seen.
#[cfg(test)]
pub(crate) fn tamper(tenant: &mut Tenant<'_, '_>, template: &serde_json::Value) -> Result<(), Problem> {
    let sql = tenant
        .sql("UPDATE maintenance_plans SET template = ? WHERE organization_id = ? AND number = 1")
        .bind(template);
    tenant.execute(&sql)?;
    Ok(())
}
