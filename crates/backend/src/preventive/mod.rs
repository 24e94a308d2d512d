//! Preventive maintenance: plans whose calendar rules make work orders. `recurrence.rs` says which days a rule means
//! and `schedule.rs` what to do about them today, both pure; `settle.rs` carries that out, one plan in one
//! transaction, so that each date is decided exactly once. Every occurrence keeps the reason why it fired or not.

mod calendar;
mod compliance;
mod create;
mod due;
mod forecast;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod golden_plans;
mod list;
mod occurrences;
mod pause;
mod plan;
mod preview;
mod recurrence;
mod rule;
mod schedule;
mod settle;
mod store;
#[cfg(test)]
mod stories;
mod summary;
mod update;

use contract::permissions::Scope;
use kernel::{MaintenancePlanId, Problem, SiteId};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::Can;

pub use create::insert_plan;
pub use due::{Generated, generate_due};

use crate::{App, tenant::Tenant};

/// Operations of this slice.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list_maintenance_plans, create::create_maintenance_plan))
        .routes(routes!(preview::preview_maintenance_plan))
        .routes(routes!(forecast::forecast_maintenance_plans))
        .routes(routes!(list::find_maintenance_plan, update::update_maintenance_plan))
        .routes(routes!(list::list_maintenance_plan_history))
        .routes(routes!(occurrences::list_plan_occurrences))
        .routes(routes!(preview::list_upcoming_occurrences))
        .routes(routes!(occurrences::generate_plan_occurrence))
        .routes(routes!(occurrences::skip_plan_occurrence))
        .routes(routes!(pause::pause_maintenance_plan))
        .routes(routes!(pause::resume_maintenance_plan))
}

/// The sites whose plans the caller reaches; nothing means all of them.
fn sites_within<P>(can: &Can<P>) -> Option<Vec<SiteId>> {
    (can.reach() != Scope::All).then(|| can.sites.clone())
}

/// The plan, if it is of one of the sites.
fn within(
    tenant: &mut Tenant<'_, '_>,
    id: MaintenancePlanId,
    sites: Option<&[SiteId]>,
) -> Result<plan::Kept, Problem> {
    let found = store::find_plan(tenant, id)?;
    if sites.is_some_and(|sites| !sites.contains(&found.site_id)) {
        return Err(Problem::not_found("This plan"));
    }
    Ok(found)
}
