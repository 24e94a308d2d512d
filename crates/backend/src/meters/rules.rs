//! Condition rules of a meter: listed, added, changed.

use axum::extract::State;
use contract::{
    meters::{
        ConditionDefinition, ConditionLevel, ConditionRule, ConditionRulePatch, ConditionTemplate, Meter,
        MeterKind, NewConditionRule, RunState,
    },
    permissions::{ManageMeters, ViewMeters},
};
use kernel::{ConditionRuleId, MeterId, Page, Problem};
use serde_json::Value;
use web::{Answer, Body, Can, Path, Reply};

use super::{
    condition::{self, State as Standing},
    sites_within, store,
};
use crate::{App, change::Change, check::Check, identity, tenant::Tenant};

/// A rule's name in the event log.
const ENTITY: &str = "condition_rule";

/// List the condition rules of a meter, with what each said last.
#[utoipa::path(get, path = "/meters/{id}/rules", tag = "meters", operation_id = "list_condition_rules",
    params(("id" = Uuid, Path)), responses((status = 200, body = Page<ConditionRule>)))]
pub(super) async fn list_condition_rules(
    can: Can<ViewMeters>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
) -> Reply {
    let sites = sites_within(&can);
    let items = app
        .read(&can, move |tenant| {
            store::find_meter(tenant, id, sites.as_deref())?;
            Ok(store::rules_of(tenant, id)?.into_iter().map(|kept| kept.rule).collect::<Vec<_>>())
        })
        .await?;
    Ok(Answer::ok(&Page { items, next: None })?)
}

/// Add a condition rule to a meter. It looks at the readings that come from now on.
#[utoipa::path(post, path = "/meters/{id}/rules", tag = "meters", operation_id = "create_condition_rule",
    params(("id" = Uuid, Path)), request_body = NewConditionRule,
    responses((status = 201, body = ConditionRule)))]
pub(super) async fn create_condition_rule(
    can: Can<ManageMeters>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
    Body(new): Body<NewConditionRule>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        store::find_meter(change, id, sites.as_deref())?;
        let rule = insert_rule(change, id, &new)?;
        Ok(Answer::created(&rule)?.version(rule.version))
    })
    .await
}

/// Adds a rule to a meter.
pub fn insert_rule(
    change: &mut Change<'_, '_>,
    meter: MeterId,
    new: &NewConditionRule,
) -> Result<ConditionRule, Problem> {
    let meter = store::find_meter(change, meter, None)?;
    let mut check = Check::default();
    let now = change.now();
    let rule = ConditionRule {
        id: change.id(new.id),
        meter_id: meter.id,
        name: check.text("name", &new.name, 120),
        definition: new.definition.clone(),
        template: check_template(change, &mut check, &new.template)?,
        enabled: new.enabled.unwrap_or(true),
        level: ConditionLevel::Normal,
        latest: None,
        fired_at: None,
        archived_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    check_definition(change, &mut check, &meter, &rule.definition)?;
    check.finish()?;
    store::insert_rule(change, &rule)?;
    change.created(ENTITY, rule.id, &recorded(&rule)?)?;
    Ok(rule)
}

/// Change, switch off, archive or bring back a condition rule.
#[utoipa::path(patch, path = "/condition-rules/{id}", tag = "meters", operation_id = "update_condition_rule",
    params(("id" = Uuid, Path)), request_body = ConditionRulePatch,
    responses((status = 200, body = ConditionRule)))]
pub(super) async fn update_condition_rule(
    can: Can<ManageMeters>,
    State(app): State<App>,
    Path(id): Path<ConditionRuleId>,
    Body(patch): Body<ConditionRulePatch>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let before = store::find_rule(change, id)?.rule;
        let meter = store::find_meter(change, before.meter_id, sites.as_deref())
            .map_err(|_| Problem::not_found("This rule"))?;
        let base = change.base_version(patch.version);
        change.merge(id.uuid(), base, before.version, &before, &patch)?;
        let (mut after, mut check) = (before.clone(), Check::default());
        if let Some(name) = &patch.name {
            after.name = check.text("name", name, 120);
        }
        if let Some(template) = &patch.template {
            after.template = check_template(change, &mut check, template)?;
        }
        if let Some(definition) = &patch.definition {
            check_definition(change, &mut check, &meter, definition)?;
            after.definition.clone_from(definition);
        }
        after.enabled = patch.enabled.unwrap_or(before.enabled);
        if let Some(archived) = patch.archived {
            after.archived_at = archived.then(|| before.archived_at.unwrap_or_else(|| change.now()));
        }
        check.finish()?;
        let (old, new) = (recorded(&before)?, recorded(&after)?);
        if old != new {
            after.version += 1;
            after.updated_at = change.now();
            store::update_rule(change, &after)?;
            // What was beyond the old limits says nothing about the new ones.
            if after.definition != before.definition || after.enabled != before.enabled {
                store::save_state(change, id, &Standing::default())?;
            }
            change.changed(ENTITY, id, after.version, &old, &recorded(&after)?)?;
        }
        let rule = store::find_rule(change, id)?.rule;
        Ok(Answer::ok(&rule)?.version(rule.version))
    })
    .await
}

/// A rule's own fields, for the event log.
fn recorded(rule: &ConditionRule) -> Result<Value, Problem> {
    let mut value = serde_json::to_value(rule).map_err(Problem::internal)?;
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|name, _| !["level", "latest", "fired_at", "updated_at"].contains(&name.as_str()));
    }
    Ok(value)
}

/// What must hold within a rule, and for its meter.
pub(super) fn check_definition(
    tenant: &mut Tenant<'_, '_>,
    check: &mut Check,
    meter: &Meter,
    definition: &ConditionDefinition,
) -> Result<(), Problem> {
    for (field, words) in condition::faults(definition) {
        check.wrong(format!("definition.{field}"), words);
    }
    if meter.kind == MeterKind::Characteristic
        && (definition.rise_per_hour.is_some() || definition.fall_per_hour.is_some())
    {
        check.wrong("definition.rise_per_hour", "is not for characteristics: words have no rate");
    }
    match definition.only_while {
        Some(RunState::Asset { asset_id }) if !store::has_asset(tenant, asset_id)? => {
            check.wrong("definition.only_while.asset_id", "is not an asset of this organisation");
        }
        Some(RunState::Meter { meter_id, .. }) if store::find_meter(tenant, meter_id, None).is_err() => {
            check.wrong("definition.only_while.meter_id", "is not a meter of this organisation");
        }
        _ => {}
    }
    Ok(())
}

/// The template, cleaned; whoever it names must exist.
fn check_template(
    tenant: &mut Tenant<'_, '_>,
    check: &mut Check,
    template: &ConditionTemplate,
) -> Result<ConditionTemplate, Problem> {
    let mut clean = template.clone();
    clean.title = check.optional_text("template.title", template.title.as_deref(), 200);
    clean.description = check.long_text("template.description", template.description.as_deref(), 20_000);
    if template.estimated_minutes.is_some_and(|minutes| !(1..=600_000).contains(&minutes)) {
        check.wrong("template.estimated_minutes", "must be from 1 to 600000");
    }
    identity::check_users(tenant, check, "template.assignee_ids", &template.assignee_ids)?;
    if let Some(team) = template.team_id
        && identity::find_team(tenant, team).is_err()
    {
        check.wrong("template.team_id", "is not a team of this organisation");
    }
    Ok(clean)
}
