//! Carrying out what was decided about a plan: orders and occurrences are made in the change that decided them, so
//! that a date is decided exactly once whoever else is running, and a kill leaves either both or nothing.

use contract::{
    preventive::{OccurrenceState, PlanOccurrence, WhyCode},
    work_orders::{NewWorkOrder, WorkKind, WorkOrder, work_order_label},
};
use jiff::civil::Date;
use kernel::{AssetId, Problem};
use uuid::Uuid;

use super::{
    plan::{Kept, Phase},
    recurrence::end_of_day,
    schedule::{Decision, Next, Past, Verdict},
    store,
    summary::{self, Facts},
};
use crate::{
    change::Change,
    tenant::Tenant,
    work_orders::{self, Extra, Origin},
};

/// What a plan is about: one of its assets, or the plan itself where it names none.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub id: Uuid,
    pub asset: Option<AssetId>,
    pub name: Option<String>,
    pub past: Vec<Past>,
}

/// The subjects of a plan with what was decided for them; assets that are out of use are left out.
pub(super) fn subjects(tenant: &mut Tenant<'_, '_>, plan: &Kept) -> Result<Vec<Subject>, Problem> {
    let mut past = store::past(tenant, plan)?;
    let mut of =
        |id: Uuid, asset, name| Subject { id, asset, name, past: past.remove(&id).unwrap_or_default() };
    if plan.template.asset_ids.is_empty() {
        return Ok(vec![of(plan.id.uuid(), None, None)]);
    }
    let assets = store::maintained_assets(tenant, plan.id)?;
    Ok(assets.into_iter().map(|(asset, name)| of(asset.uuid(), Some(asset), Some(name))).collect())
}

/// Whether there is anything to carry out or to bring up to date.
pub(super) fn is_due(tenant: &mut Tenant<'_, '_>, plan: &Kept, today: Date) -> Result<bool, Problem> {
    let mut next = Vec::new();
    for subject in subjects(tenant, plan)? {
        let (decisions, then) = plan.schedule.decide(&subject.past, today);
        if !decisions.is_empty() {
            return Ok(true);
        }
        next.push(then);
    }
    let (phase, due) = standing(&next);
    Ok(phase != plan.phase || due != plan.next_due_on)
}

/// Decides and carries out; answers the occurrences that were decided.
pub(super) fn settle(
    change: &mut Change<'_, '_>,
    plan: &mut Kept,
    today: Date,
) -> Result<Vec<PlanOccurrence>, Problem> {
    let (mut made, mut next) = (Vec::new(), Vec::new());
    for subject in subjects(change, plan)? {
        let (decisions, then) = plan.schedule.decide(&subject.past, today);
        let open = plan.schedule.held_by(&subject.past).map(ToOwned::to_owned);
        for decision in decisions {
            let facts = Facts { order: open.as_deref(), reason: None };
            made.push(carry_out(change, plan, &subject, &decision, facts)?);
        }
        next.push(then);
    }
    stand(change, plan, &next)?;
    Ok(made)
}

/// Where a plan stands after what comes next for each subject.
fn standing(next: &[Next]) -> (Phase, Option<Date>) {
    let due = next.iter().filter_map(|next| if let Next::On(day) = next { Some(*day) } else { None }).min();
    let phase = if next.iter().any(|next| matches!(next, Next::Waits(_))) {
        Phase::Waiting
    } else if due.is_some() {
        Phase::Dated
    } else {
        Phase::Ended
    };
    (phase, due)
}

fn stand(change: &mut Change<'_, '_>, plan: &mut Kept, next: &[Next]) -> Result<(), Problem> {
    (plan.phase, plan.next_due_on) = standing(next);
    if let Some(due) = plan.next_due_on
        && plan.schedule.basis == contract::preventive::Basis::Fixed
    {
        plan.schedule.open_from = due;
    }
    store::save_progress(change, plan)
}

/// Brings the next date up to date without deciding anything: the first that is undecided, or the wait.
pub(super) fn look_ahead(change: &mut Change<'_, '_>, plan: &mut Kept, today: Date) -> Result<(), Problem> {
    let mut next = Vec::new();
    for subject in subjects(change, plan)? {
        let (decisions, then) = plan.schedule.decide(&subject.past, today);
        next.push(decisions.first().map_or(then, |decision| Next::On(decision.due_on)));
    }
    stand(change, plan, &next)
}

/// Makes the order of a decision, if it makes one, and records the occurrence.
pub(super) fn carry_out(
    change: &mut Change<'_, '_>,
    plan: &Kept,
    subject: &Subject,
    decision: &Decision,
    facts: Facts<'_>,
) -> Result<PlanOccurrence, Problem> {
    let due_on = decision.due_on;
    let order = match decision.verdict {
        Verdict::Fire => Some(make_order(change, plan, subject.asset, due_on)?),
        Verdict::Miss | Verdict::Skip => None,
    };
    let (window_from, window_to) = plan.schedule.window(due_on);
    let occurrence = PlanOccurrence {
        id: Some(change.id(None)),
        plan_id: plan.id,
        asset_id: subject.asset,
        asset_name: subject.name.clone(),
        due_on,
        window_from,
        window_to,
        level: plan.schedule.level_on(due_on).map(|level| level.name.clone()),
        state: match decision.verdict {
            Verdict::Fire => OccurrenceState::Generated,
            Verdict::Miss => OccurrenceState::Missed,
            Verdict::Skip => OccurrenceState::Skipped,
        },
        work_order_id: order.as_ref().map(|order| order.id),
        work_order_number: order.as_ref().map(|order| work_order_label(order.number)),
        completed_at: None,
        why: summary::why(decision.why, &plan.schedule, due_on, facts),
        decided_at: Some(change.now()),
    };
    store::insert_occurrence(change, &occurrence, subject.id)?;
    if let Some(id) = occurrence.id {
        change.created("plan_occurrence", id, &occurrence)?;
    }
    Ok(occurrence)
}

fn make_order(
    change: &mut Change<'_, '_>,
    plan: &Kept,
    asset: Option<AssetId>,
    due_on: Date,
) -> Result<WorkOrder, Problem> {
    let template = &plan.template;
    let usual = || template.title.clone().unwrap_or_else(|| plan.name.clone());
    let level = plan.schedule.level_on(due_on);
    let title = match level {
        Some(level) => level.title.clone().unwrap_or_else(|| format!("{}: {}", usual(), level.name)),
        None => usual(),
    };
    let order = NewWorkOrder {
        title,
        description: level
            .and_then(|level| level.description.clone())
            .or_else(|| template.description.clone()),
        kind: Some(WorkKind::Preventive),
        priority: template.priority,
        asset_id: asset,
        location_id: if asset.is_none() { template.location_id } else { None },
        assignee_ids: store::active_users(change, &template.assignee_ids)?,
        team_id: template.team_id,
        due_at: end_of_day(due_on, &plan.zone()?),
        estimated_minutes: level.and_then(|level| level.estimated_minutes).or(template.estimated_minutes),
        ..NewWorkOrder::default()
    };
    let extra = Extra { created_by: None, origin: Origin::Plan(plan.id.uuid()) };
    work_orders::create_order(change, &order, extra)
}

/// The next date of a subject that is not decided, or the order it waits for.
pub(super) fn next_of(plan: &Kept, subject: &Subject, today: Date) -> Result<(Date, WhyCode), Next> {
    let (decisions, then) = plan.schedule.decide(&subject.past, today);
    let fires = decisions.iter().find(|decision| decision.verdict == Verdict::Fire);
    match (fires, then) {
        (Some(decision), _) => Ok((decision.due_on, plan.schedule.why_upcoming(&subject.past))),
        (None, Next::On(day)) => Ok((day, plan.schedule.why_upcoming(&subject.past))),
        (None, then) => Err(then),
    }
}
