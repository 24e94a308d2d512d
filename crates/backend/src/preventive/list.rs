//! Lists of plans, one plan, and its history.

use axum::extract::State;
use contract::{
    events::Event,
    permissions::ViewPlans,
    preventive::{MaintenancePlan, MaintenancePlanFilter, PlanHistoryFilter},
};
use kernel::{MaintenancePlanId, Page};
use web::{Answer, Can, Path, Query, Reply};

use super::{compliance, sites_within, store, within};
use crate::{App, audit};

/// List maintenance plans, those due next first.
#[utoipa::path(get, path = "/maintenance-plans", tag = "preventive", operation_id = "list_maintenance_plans",
    params(MaintenancePlanFilter), responses((status = 200, body = Page<MaintenancePlan>)))]
pub(super) async fn list_maintenance_plans(
    can: Can<ViewPlans>,
    State(app): State<App>,
    Query(filter): Query<MaintenancePlanFilter>,
) -> Reply {
    let (sites, now) = (sites_within(&can), can.now);
    let page = app
        .read(&can, move |tenant| {
            let page = store::list_plans(tenant, &filter, sites.as_deref())?;
            Ok(Page { items: compliance::shown(tenant, &page.items, now)?, next: page.next })
        })
        .await?;
    Ok(Answer::ok(&page)?)
}

/// Find a maintenance plan.
#[utoipa::path(get, path = "/maintenance-plans/{id}", tag = "preventive", operation_id = "find_maintenance_plan",
    params(("id" = Uuid, Path)), responses((status = 200, body = MaintenancePlan)))]
pub(super) async fn find_maintenance_plan(
    can: Can<ViewPlans>,
    State(app): State<App>,
    Path(id): Path<MaintenancePlanId>,
) -> Reply {
    let (sites, now) = (sites_within(&can), can.now);
    let plan = app
        .read(&can, move |tenant| {
            let plan = within(tenant, id, sites.as_deref())?;
            compliance::shown_one(tenant, &plan, now)
        })
        .await?;
    Ok(Answer::ok(&plan)?.version(plan.version))
}

/// List what was changed of a plan, newest first.
#[utoipa::path(get, path = "/maintenance-plans/{id}/history", tag = "preventive",
    operation_id = "list_maintenance_plan_history", params(("id" = Uuid, Path), PlanHistoryFilter),
    responses((status = 200, body = Page<Event>)))]
pub(super) async fn list_maintenance_plan_history(
    can: Can<ViewPlans>,
    State(app): State<App>,
    Path(id): Path<MaintenancePlanId>,
    Query(filter): Query<PlanHistoryFilter>,
) -> Reply {
    let sites = sites_within(&can);
    let page = app
        .read(&can, move |tenant| {
            within(tenant, id, sites.as_deref())?;
            audit::history(tenant, id.uuid(), filter.limit, filter.cursor.clone())
        })
        .await?;
    Ok(Answer::ok(&page)?)
}
