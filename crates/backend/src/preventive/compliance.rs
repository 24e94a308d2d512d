//! How well the dates of plans were kept in the last 90 days.

use std::collections::HashMap;

use contract::preventive::{Compliance, MaintenancePlan, OccurrenceState};
use jiff::{Timestamp, civil::Date};
use kernel::{MaintenancePlanId, Problem};

use super::{
    plan::Kept,
    recurrence::{plus_days, today},
    store,
};
use crate::tenant::Tenant;

const DAYS: i32 = 90;

/// Plans as the API shows them, with their compliance.
pub(super) fn shown(
    tenant: &mut Tenant<'_, '_>,
    plans: &[Kept],
    now: Timestamp,
) -> Result<Vec<MaintenancePlan>, Problem> {
    let zones =
        plans.iter().map(|plan| Ok((plan.id, plan.zone()?))).collect::<Result<HashMap<_, _>, Problem>>()?;
    let days: HashMap<MaintenancePlanId, Date> =
        zones.iter().map(|(id, zone)| (*id, today(now, zone))).collect();
    let Some(earliest) = days.values().min() else { return Ok(Vec::new()) };
    let mut counts: HashMap<MaintenancePlanId, Compliance> = HashMap::new();
    for record in store::records(tenant, &zones, plus_days(*earliest, -DAYS))? {
        if let Some(day) = days.get(&record.plan) {
            count(counts.entry(record.plan).or_default(), &record, *day);
        }
    }
    Ok(plans.iter().map(|plan| plan.shown(finish(counts.remove(&plan.id).unwrap_or_default()))).collect())
}

fn count(sum: &mut Compliance, record: &store::Record, today: Date) {
    match (record.state, record.done_on) {
        (OccurrenceState::Completed, Some(day)) if (record.window.0..=record.window.1).contains(&day) => {
            sum.on_time += 1;
        }
        (OccurrenceState::Completed, _) => sum.late += 1,
        (OccurrenceState::Missed, _) => sum.missed += 1,
        (OccurrenceState::Skipped, _) => sum.skipped += 1,
        (OccurrenceState::Generated, _) if today > record.window.1 => sum.overdue += 1,
        (OccurrenceState::Generated | OccurrenceState::Upcoming, _) => return,
    }
    sum.due += 1;
}

fn finish(mut sum: Compliance) -> Compliance {
    sum.percent = (sum.due > 0).then(|| (sum.on_time * 200 + sum.due) / (sum.due * 2));
    sum
}

/// One plan as the API shows it.
pub(super) fn shown_one(
    tenant: &mut Tenant<'_, '_>,
    plan: &Kept,
    now: Timestamp,
) -> Result<MaintenancePlan, Problem> {
    shown(tenant, std::slice::from_ref(plan), now)?
        .pop()
        .ok_or_else(|| Problem::internal("one plan in, no plan out"))
}
