//! Tables `condition_rules` and `condition_firings`.

use contract::{
    meters::{ConditionFiring, ConditionFiringFilter, ConditionLevel, ConditionRule},
    work_orders::work_order_label,
};
use jiff::Timestamp;
use kernel::{
    AssetId, ConditionFiringId, ConditionRuleId, Cursor, MeterId, Page, Problem, SiteId, WorkOrderId,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::Row;

use super::meters::level_code;
use crate::{
    meters::condition::State,
    tenant::{Tenant, strings},
};

/// A rule as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct KeptRule {
    pub rule: ConditionRule,
    pub state: State,
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    serde_json::from_value(value).map_err(Problem::internal)
}

const RULE: &str = "SELECT r.id, r.meter_id, r.name, r.definition, r.template, r.enabled, r.state, r.archived_at, \
    r.version, r.created_at, r.updated_at FROM condition_rules r WHERE r.organization_id = ?";

fn rule(row: &Row<'_>) -> Result<KeptRule, Problem> {
    let state: State = read(row.get(6)?)?;
    let rule = ConditionRule {
        id: row.get(0)?,
        meter_id: row.get(1)?,
        name: row.get(2)?,
        definition: read(row.get(3)?)?,
        template: read(row.get(4)?)?,
        enabled: row.get(5)?,
        level: state.level,
        latest: state.latest.clone(),
        fired_at: state.fired_at,
        archived_at: row.get(7)?,
        version: row.get(8)?,
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
    };
    Ok(KeptRule { rule, state })
}

/// Rules of a meter in the order in which they were made.
pub(crate) fn rules_of(tenant: &mut Tenant<'_, '_>, meter: MeterId) -> Result<Vec<KeptRule>, Problem> {
    let mut sql = tenant.sql(RULE);
    sql.push(" AND r.meter_id = ").push_bind(meter);
    sql.push(" AND r.archived_at IS NULL ORDER BY r.created_at, r.id");
    tenant.query(&sql, rule)
}

/// Rules of these meters that look at readings.
pub(crate) fn rules_at_work(
    tenant: &mut Tenant<'_, '_>,
    meters: &[MeterId],
) -> Result<Vec<KeptRule>, Problem> {
    let mut found = Vec::new();
    for some in meters.chunks(500) {
        let mut sql = tenant.sql(RULE);
        sql.push(" AND r.enabled AND r.archived_at IS NULL AND r.meter_id IN ")
            .push_list(some.iter().copied());
        sql.push(" ORDER BY r.created_at, r.id");
        found.extend(tenant.query(&sql, rule)?);
    }
    Ok(found)
}

pub(crate) fn find_rule(tenant: &mut Tenant<'_, '_>, id: ConditionRuleId) -> Result<KeptRule, Problem> {
    let mut sql = tenant.sql(RULE);
    sql.push(" AND r.id = ").push_bind(id);
    tenant.query_optional(&sql, rule)?.ok_or_else(|| Problem::not_found("This rule"))
}

pub(crate) fn insert_rule(tenant: &mut Tenant<'_, '_>, new: &ConditionRule) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO condition_rules (organization_id, id, meter_id, name, definition, template, enabled, state, \
             level, archived_at, version, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(new.meter_id)
        .bind(&new.name)
        .bind(json!(new.definition))
        .bind(json!(new.template))
        .bind(new.enabled)
        .bind(json!(State::default()))
        .bind(level_code(ConditionLevel::Normal))
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.created_at)
        .bind(new.updated_at);
    tenant.execute(&sql)?;
    Ok(())
}

pub(crate) fn update_rule(tenant: &mut Tenant<'_, '_>, new: &ConditionRule) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "UPDATE condition_rules SET name = ?, definition = ?, template = ?, enabled = ?, archived_at = ?, \
             version = ?, updated_at = ? WHERE organization_id = ? AND id = ?",
        )
        .bind(&new.name)
        .bind(json!(new.definition))
        .bind(json!(new.template))
        .bind(new.enabled)
        .bind(new.archived_at)
        .bind(new.version)
        .bind(new.updated_at)
        .bind(new.id);
    tenant.execute(&sql)?;
    Ok(())
}

/// Keeps where the evaluation of a rule stands.
pub(crate) fn save_state(
    tenant: &mut Tenant<'_, '_>,
    id: ConditionRuleId,
    state: &State,
) -> Result<(), Problem> {
    let sql = tenant
        .sql("UPDATE condition_rules SET state = ?, level = ? WHERE organization_id = ? AND id = ?")
        .bind(json!(state))
        .bind(level_code(state.level))
        .bind(id);
    tenant.execute(&sql)?;
    Ok(())
}

/// The order that a rule made for an asset, or for none, and that is still open.
pub(crate) fn open_order(
    tenant: &mut Tenant<'_, '_>,
    rule: ConditionRuleId,
    asset: Option<AssetId>,
) -> Result<Option<(WorkOrderId, i64)>, Problem> {
    let mut sql = tenant
        .sql(
            "SELECT w.id, w.number FROM condition_firings f JOIN work_orders w \
             ON w.organization_id = f.organization_id AND w.id = f.work_order_id \
             WHERE f.organization_id = ? AND f.rule_id = ? AND w.status NOT IN ('completed', 'closed', 'cancelled')",
        )
        .bind(rule);
    match asset {
        Some(asset) => sql.push(" AND f.asset_id = ").push_bind(asset),
        None => sql.push(" AND f.asset_id IS NULL"),
    };
    sql.push(" ORDER BY f.at DESC, f.id DESC LIMIT 1");
    tenant.query_optional(&sql, |row| Ok::<_, Problem>((row.get(0)?, row.get(1)?)))
}

pub(crate) fn insert_firing(
    tenant: &mut Tenant<'_, '_>,
    new: &ConditionFiring,
    asset: Option<AssetId>,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO condition_firings (organization_id, id, rule_id, meter_id, asset_id, work_order_id, joined, at, \
             evaluation, definition, trend, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(new.rule_id)
        .bind(new.meter_id)
        .bind(asset)
        .bind(new.work_order_id)
        .bind(new.joined)
        .bind(new.evaluation.at)
        .bind(json!(new.evaluation))
        .bind(json!(new.definition))
        .bind(json!(new.trend))
        .bind(new.created_at);
    tenant.execute(&sql)?;
    Ok(())
}

/// One page of firings, latest first.
pub(crate) fn list_firings(
    tenant: &mut Tenant<'_, '_>,
    filter: &ConditionFiringFilter,
    sites: Option<&[SiteId]>,
) -> Result<Page<ConditionFiring>, Problem> {
    let mut sql = tenant.sql(
        "SELECT f.id, f.rule_id, r.name, f.meter_id, m.name, m.unit, m.choices, f.work_order_id, w.number, f.joined, \
         f.evaluation, f.definition, f.trend, f.created_at, f.at FROM condition_firings f \
         JOIN condition_rules r ON r.organization_id = f.organization_id AND r.id = f.rule_id \
         JOIN meters m ON m.organization_id = f.organization_id AND m.id = f.meter_id \
         JOIN work_orders w ON w.organization_id = f.organization_id AND w.id = f.work_order_id \
         LEFT JOIN assets a ON a.organization_id = m.organization_id AND a.id = m.asset_id \
         LEFT JOIN locations l ON l.organization_id = m.organization_id AND l.id = m.location_id \
         WHERE f.organization_id = ?",
    );
    if let Some(meter) = filter.meter_id {
        sql.push(" AND f.meter_id = ").push_bind(meter);
    }
    if let Some(rule) = filter.rule_id {
        sql.push(" AND f.rule_id = ").push_bind(rule);
    }
    if let Some(order) = filter.work_order_id {
        sql.push(" AND f.work_order_id = ").push_bind(order);
    }
    if let Some(sites) = sites {
        sql.push(" AND (COALESCE(a.site_id, l.site_id) IS NULL OR COALESCE(a.site_id, l.site_id) IN ");
        sql.push_list(sites.iter().copied()).push(")");
    }
    if let Some(cursor) = &filter.cursor {
        let (at, id): (Timestamp, ConditionFiringId) = Cursor::read(cursor)?;
        sql.push(" AND (f.at, f.id) < (").push_bind(at).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY f.at DESC, f.id DESC LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, |row| {
        Ok::<_, Problem>(ConditionFiring {
            id: row.get(0)?,
            rule_id: row.get(1)?,
            rule: row.get(2)?,
            meter_id: row.get(3)?,
            meter: row.get(4)?,
            unit: row.get(5)?,
            choices: strings(row.get(6)?)?,
            work_order_id: row.get(7)?,
            work_order_number: work_order_label(row.get(8)?),
            joined: row.get(9)?,
            evaluation: read(row.get(10)?)?,
            definition: read(row.get(11)?)?,
            trend: read(row.get(12)?)?,
            created_at: row.get(13)?,
        })
    })?;
    Ok(Page::cut(found, filter.limit, |firing| Cursor::write(&(firing.evaluation.at, firing.id))))
}
