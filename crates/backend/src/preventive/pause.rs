//! Pausing and resuming a plan. Dates that pass while it is paused are recorded as skipped.

use axum::extract::State;
use contract::{
    permissions::ManagePlans,
    preventive::{MaintenancePlan, PauseRequest},
};
use kernel::{Code, MaintenancePlanId, Problem};
use web::{Answer, Body, Can, Path, Reply};

use super::{compliance, settle, sites_within, store, within};
use crate::{App, check::Check};

/// Pause a plan: it makes no orders until it is resumed.
#[utoipa::path(post, path = "/maintenance-plans/{id}/pause", tag = "preventive",
    operation_id = "pause_maintenance_plan", params(("id" = Uuid, Path)), request_body = PauseRequest,
    responses((status = 200, body = MaintenancePlan)))]
pub(super) async fn pause_maintenance_plan(
    can: Can<ManagePlans>,
    State(app): State<App>,
    Path(id): Path<MaintenancePlanId>,
    Body(request): Body<PauseRequest>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let mut plan = within(change, id, sites.as_deref())?;
        let mut check = Check::default();
        let reason = check.text("reason", &request.reason, 500);
        check.finish()?;
        if plan.paused_at.is_some() {
            return Err(Problem::new(Code::NotAllowedNow, "This plan is paused already."));
        }
        let now = change.now();
        let before = compliance::shown_one(change, &plan, now)?;
        plan.paused_at = Some(now);
        plan.pause_reason = Some(reason.clone());
        plan.schedule.paused = true;
        plan.version += 1;
        plan.updated_at = now;
        store::update_plan(change, &plan)?;
        let after = compliance::shown_one(change, &plan, now)?;
        change.happened("plan", id, after.version, "paused", &before, &after, Some(&reason))?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}

/// Resume a paused plan. Dates that passed meanwhile stay skipped.
#[utoipa::path(post, path = "/maintenance-plans/{id}/resume", tag = "preventive",
    operation_id = "resume_maintenance_plan", params(("id" = Uuid, Path)),
    responses((status = 200, body = MaintenancePlan)))]
pub(super) async fn resume_maintenance_plan(
    can: Can<ManagePlans>,
    State(app): State<App>,
    Path(id): Path<MaintenancePlanId>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let mut plan = within(change, id, sites.as_deref())?;
        if plan.paused_at.is_none() {
            return Err(Problem::new(Code::NotAllowedNow, "This plan is not paused."));
        }
        let now = change.now();
        let before = compliance::shown_one(change, &plan, now)?;
        let today = plan.today(now)?;
        settle::settle(change, &mut plan, today)?;
        plan.paused_at = None;
        plan.pause_reason = None;
        plan.schedule.paused = false;
        plan.version += 1;
        plan.updated_at = now;
        store::update_plan(change, &plan)?;
        settle::look_ahead(change, &mut plan, today)?;
        let after = compliance::shown_one(change, &plan, now)?;
        change.happened("plan", id, after.version, "resumed", &before, &after, None)?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}
