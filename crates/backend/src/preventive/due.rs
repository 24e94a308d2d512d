//! The job that makes orders as plans come due. Any number of copies may run it at any time.

use contract::events::{Actor, ActorKind};
use kernel::{MaintenancePlanId, OrganizationId, Problem};

use super::{recurrence::plus_days, settle, store};
use crate::{App, identity};

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Generated {
    /// Orders made.
    pub orders: usize,
    /// Dates recorded as missed or skipped.
    pub left_out: usize,
    /// Plans that could not be carried out; the log says why.
    pub failed: usize,
}

/// Makes the orders that are due in all organisations: each plan in a transaction of its own.
pub async fn generate_due(app: &App) -> Result<Generated, Problem> {
    let mut sum = Generated::default();
    for organization in app.db().read(identity::list_organizations).await? {
        for (plan, name) in due_plans(app, organization.id).await? {
            match generate(app, organization.id, plan, name).await {
                Ok(done) => {
                    sum.orders += done.orders;
                    sum.left_out += done.left_out;
                }
                Err(problem) => {
                    tracing::warn!(%problem, %plan, organization = %organization.id, "a maintenance plan could not be carried out");
                    sum.failed += 1;
                }
            }
        }
    }
    Ok(sum)
}

/// Plans with something to decide now.
async fn due_plans(
    app: &App,
    organization: OrganizationId,
) -> Result<Vec<(MaintenancePlanId, String)>, Problem> {
    let now = app.clock().now();
    app.read_as(organization, move |tenant| {
        // No place is more than a day ahead of UTC.
        let latest = plus_days(super::recurrence::today(now, &jiff::tz::TimeZone::UTC), 1);
        let mut due = Vec::new();
        for plan in store::plans_to_look_at(tenant, latest)? {
            if settle::is_due(tenant, &plan, plan.today(now)?)? {
                due.push((plan.id, format!("{} {}", plan.label(), plan.name)));
            }
        }
        Ok(due)
    })
    .await
}

async fn generate(
    app: &App,
    organization: OrganizationId,
    plan: MaintenancePlanId,
    name: String,
) -> Result<Generated, Problem> {
    let actor = Actor { kind: ActorKind::Plan, user_id: None, name };
    app.change_as(organization, actor, move |change| {
        // Read again: another copy may have been faster.
        let mut plan = store::find_plan(change, plan)?;
        if plan.archived_at.is_some() {
            return Ok(Generated::default());
        }
        let today = plan.today(change.now())?;
        let made = settle::settle(change, &mut plan, today)?;
        let orders = made.iter().filter(|occurrence| occurrence.work_order_id.is_some()).count();
        Ok(Generated { orders, left_out: made.len() - orders, failed: 0 })
    })
    .await
}
