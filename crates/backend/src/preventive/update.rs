use axum::extract::State;
use contract::{
    permissions::ManagePlans,
    preventive::{Basis, MaintenancePlan, MaintenancePlanPatch, Trigger},
};
use kernel::{MaintenancePlanId, Problem};
use web::{Answer, Body, Can, Path, Reply};

use super::{
    calendar::Calendar,
    compliance,
    plan::{self, Kept},
    settle, sites_within, store, within,
};
use crate::{App, change::Change, check::Check, sites};

/// Change, archive or bring back a plan. Orders that are made already stay; dates that have passed stay decided.
#[utoipa::path(patch, path = "/maintenance-plans/{id}", tag = "preventive",
    operation_id = "update_maintenance_plan", params(("id" = Uuid, Path)), request_body = MaintenancePlanPatch,
    responses((status = 200, body = MaintenancePlan)))]
pub(super) async fn update_maintenance_plan(
    can: Can<ManagePlans>,
    State(app): State<App>,
    Path(id): Path<MaintenancePlanId>,
    Body(patch): Body<MaintenancePlanPatch>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let kept = within(change, id, sites.as_deref())?;
        let now = change.now();
        let before = compliance::shown_one(change, &kept, now)?;
        let base = change.base_version(patch.version);
        change.merge(id.uuid(), base, before.version, &before, &patch)?;
        let mut after = apply(change, &kept, &patch)?;
        if sites.as_ref().is_some_and(|sites| !sites.contains(&after.site_id)) {
            return Err(Problem::field("site_id", "must be one of your sites"));
        }
        if let Some(archived) = patch.archived {
            after.archived_at = archived.then(|| kept.archived_at.unwrap_or(now));
        }
        let today = after.today(now)?;
        let anew = patch.trigger.is_some()
            || patch.calendar.is_some()
            || patch.site_id.is_some()
            || patch.archived == Some(false);
        if anew {
            after.schedule.open_from = after.schedule.starts_on.max(today);
        }
        after.version += 1;
        after.updated_at = now;
        store::update_plan(change, &after)?;
        settle::look_ahead(change, &mut after, today)?;
        let shown = compliance::shown_one(change, &after, now)?;
        change.changed("plan", id, shown.version, &before, &shown)?;
        plan::make_findable(change, &after)?;
        Ok(Answer::ok(&shown)?.version(shown.version))
    })
    .await
}

fn apply(change: &mut Change<'_, '_>, before: &Kept, patch: &MaintenancePlanPatch) -> Result<Kept, Problem> {
    let (mut after, mut check) = (before.clone(), Check::default());
    if let Some(name) = &patch.name {
        after.name = check.text("name", name, 200);
    }
    if let Some(description) = patch.description.as_option() {
        after.description = check.long_text("description", description.map(String::as_str), 4_000);
    }
    if let Some(id) = patch.site_id {
        match sites::find_site(change, id) {
            Ok(site) => (after.site_id, after.time_zone) = (site.id, site.time_zone),
            Err(_) => check.wrong("site_id", "is not a site of this organisation"),
        }
    }
    if let Some(trigger) = &patch.trigger {
        let Trigger::Calendar(calendar) = trigger;
        after.schedule.rule = plan::check_trigger(&mut check, trigger);
        after.schedule.starts_on = calendar.starts_on;
        after.schedule.basis = calendar.basis;
    }
    if let Some(calendar) = &patch.calendar {
        after.schedule.calendar = Calendar::read(&mut check, calendar);
    }
    if let Some(levels) = &patch.levels {
        after.schedule.levels = plan::check_levels(&mut check, levels, after.schedule.basis);
    } else if !after.schedule.levels.is_empty() && after.schedule.basis == Basis::Floating {
        check.wrong("trigger.basis", "must be fixed while the plan has levels");
    }
    if let Some(lead) = patch.lead_days {
        after.schedule.lead_days = lead;
    }
    if let Some(window) = patch.window_days.as_option() {
        after.schedule.window_days = window.copied();
    }
    if let Some(hold) = patch.no_fire_while_open {
        after.schedule.no_fire_while_open = hold;
    }
    if let Some(end) = patch.ends_on.as_option() {
        after.schedule.ends_on = end.copied();
    }
    let schedule = &after.schedule;
    plan::check_any_day(&mut check, schedule);
    plan::check_days(
        &mut check,
        schedule.lead_days,
        schedule.window_days,
        schedule.ends_on,
        schedule.starts_on,
    );
    if let Some(template) = &patch.template {
        after.template = plan::check_template(change, &mut check, template)?;
    }
    check.finish()?;
    Ok(after)
}
