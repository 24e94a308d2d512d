use axum::extract::State;
use contract::{
    permissions::ManagePlans,
    preventive::{MaintenancePlan, NewMaintenancePlan},
};
use kernel::Problem;
use web::{Answer, Body, Can, Reply};

use super::{
    compliance,
    plan::{self, Kept, Phase},
    recurrence, settle, sites_within, store,
};
use crate::{App, change::Change, check::Check};

/// Add a maintenance plan. Its first orders are made as soon as they are due.
#[utoipa::path(post, path = "/maintenance-plans", tag = "preventive", operation_id = "create_maintenance_plan",
    request_body = NewMaintenancePlan, responses((status = 201, body = MaintenancePlan)))]
pub(super) async fn create_maintenance_plan(
    can: Can<ManagePlans>,
    State(app): State<App>,
    Body(new): Body<NewMaintenancePlan>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let plan = insert_plan(change, &new)?;
        if sites.as_ref().is_some_and(|sites| !sites.contains(&plan.site_id)) {
            return Err(Problem::field("site_id", "must be one of your sites"));
        }
        Ok(Answer::created(&plan)?.version(plan.version))
    })
    .await
}

/// Adds a plan. Dates before today are not caught up.
pub fn insert_plan(
    change: &mut Change<'_, '_>,
    new: &NewMaintenancePlan,
) -> Result<MaintenancePlan, Problem> {
    let mut check = Check::default();
    let name = check.text("name", &new.name, 200);
    let description = check.long_text("description", new.description.as_deref(), 4_000);
    let template = plan::check_template(change, &mut check, &new.template)?;
    let site = plan::check_site(change, &mut check, new.site_id, &template)?;
    let now = change.now();
    let zone = site.as_ref().and_then(|site| jiff::tz::TimeZone::get(&site.time_zone).ok());
    let today = recurrence::today(now, &zone.unwrap_or(jiff::tz::TimeZone::UTC));
    let schedule = plan::check_schedule(&mut check, new, today);
    check.finish()?;
    let site = site.ok_or_else(|| Problem::field("site_id", "is needed"))?;
    let mut kept = Kept {
        id: change.id(new.id),
        number: change.next_number("plan")?,
        name,
        description,
        site_id: site.id,
        time_zone: site.time_zone,
        schedule,
        template,
        paused_at: None,
        pause_reason: None,
        phase: Phase::Dated,
        next_due_on: None,
        archived_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert_plan(change, &kept)?;
    settle::look_ahead(change, &mut kept, today)?;
    let shown = compliance::shown_one(change, &kept, now)?;
    change.created("plan", kept.id, &shown)?;
    plan::make_findable(change, &kept)?;
    Ok(shown)
}
