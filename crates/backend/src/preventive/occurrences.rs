//! Occurrences: the list of what was decided, and deciding by hand, making an order now or leaving a date out.

use axum::extract::State;
use contract::{
    permissions::{ManagePlans, ViewPlans},
    preventive::{GenerateRequest, OccurrenceFilter, Occurrences, PlanOccurrence, SkipRequest, WhyCode},
};
use jiff::civil::Date;
use kernel::{AssetId, Code, MaintenancePlanId, Page, Problem};
use web::{Answer, Body, Can, Path, Query, Reply};

use super::{
    plan::Kept,
    schedule::{Decision, Next, Verdict},
    settle::{self, Subject},
    sites_within, store,
    summary::Facts,
    within,
};
use crate::{App, change::Change, check::Check};

/// List what was decided about the dates of a plan, latest due day first, each with its reason and order.
#[utoipa::path(get, path = "/maintenance-plans/{id}/occurrences", tag = "preventive",
    operation_id = "list_plan_occurrences", params(("id" = Uuid, Path), OccurrenceFilter),
    responses((status = 200, body = Page<PlanOccurrence>)))]
pub(super) async fn list_plan_occurrences(
    can: Can<ViewPlans>,
    State(app): State<App>,
    Path(id): Path<MaintenancePlanId>,
    Query(filter): Query<OccurrenceFilter>,
) -> Reply {
    let sites = sites_within(&can);
    let page = app
        .read(&can, move |tenant| {
            let plan = within(tenant, id, sites.as_deref())?;
            store::list_occurrences(tenant, &plan, &filter)
        })
        .await?;
    Ok(Answer::ok(&page)?)
}

/// Make the orders of a plan's next date now, or of a day that is named.
#[utoipa::path(post, path = "/maintenance-plans/{id}/generate", tag = "preventive",
    operation_id = "generate_plan_occurrence", params(("id" = Uuid, Path)), request_body = GenerateRequest,
    responses((status = 201, body = Occurrences)))]
pub(super) async fn generate_plan_occurrence(
    can: Can<ManagePlans>,
    State(app): State<App>,
    Path(id): Path<MaintenancePlanId>,
    Body(request): Body<GenerateRequest>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let plan = within(change, id, sites.as_deref())?;
        let by_hand = ByHand {
            verdict: Verdict::Fire,
            why: WhyCode::GeneratedByHand,
            due_on: request.due_on,
            reason: None,
        };
        Answer::created(&decide(change, plan, &request.asset_ids, &by_hand)?)
    })
    .await
}

/// Leave the next date of a plan out, or a day that is named.
#[utoipa::path(post, path = "/maintenance-plans/{id}/skip", tag = "preventive",
    operation_id = "skip_plan_occurrence", params(("id" = Uuid, Path)), request_body = SkipRequest,
    responses((status = 201, body = Occurrences)))]
pub(super) async fn skip_plan_occurrence(
    can: Can<ManagePlans>,
    State(app): State<App>,
    Path(id): Path<MaintenancePlanId>,
    Body(request): Body<SkipRequest>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let plan = within(change, id, sites.as_deref())?;
        let mut check = Check::default();
        let reason = check.text("reason", &request.reason, 500);
        check.finish()?;
        let by_hand = ByHand {
            verdict: Verdict::Skip,
            why: WhyCode::SkippedByHand,
            due_on: request.due_on,
            reason: Some(reason),
        };
        Answer::created(&decide(change, plan, &request.asset_ids, &by_hand)?)
    })
    .await
}

struct ByHand {
    verdict: Verdict,
    why: WhyCode,
    due_on: Option<Date>,
    reason: Option<String>,
}

fn decide(
    change: &mut Change<'_, '_>,
    mut plan: Kept,
    assets: &[AssetId],
    by_hand: &ByHand,
) -> Result<Occurrences, Problem> {
    if plan.archived_at.is_some() {
        return Err(Problem::new(Code::NotAllowedNow, "This plan is archived. Bring it back first."));
    }
    let today = plan.today(change.now())?;
    let subjects = settle::subjects(change, &plan)?;
    for (index, asset) in assets.iter().enumerate() {
        if !subjects.iter().any(|subject| subject.asset == Some(*asset)) {
            let text = "is not an asset of this plan that is still in use";
            return Err(Problem::field(format!("asset_ids[{index}]"), text));
        }
    }
    let mut items = Vec::new();
    for subject in subjects {
        if !assets.is_empty() && !subject.asset.is_some_and(|asset| assets.contains(&asset)) {
            continue;
        }
        let due_on = date_for(change, &plan, &subject, by_hand, today)?;
        let decision = Decision { due_on, verdict: by_hand.verdict, why: by_hand.why };
        let facts = Facts { order: None, reason: by_hand.reason.as_deref() };
        items.push(settle::carry_out(change, &plan, &subject, &decision, facts)?);
    }
    settle::look_ahead(change, &mut plan, today)?;
    Ok(Occurrences { items })
}

fn date_for(
    change: &mut Change<'_, '_>,
    plan: &Kept,
    subject: &Subject,
    by_hand: &ByHand,
    today: Date,
) -> Result<Date, Problem> {
    let of = subject.name.as_deref().map(|name| format!(" of {name}")).unwrap_or_default();
    if by_hand.verdict == Verdict::Fire
        && let Some(order) = plan.schedule.held_by(&subject.past)
    {
        let text = format!("{order}{of} is still open. Complete or cancel it first.");
        return Err(Problem::new(Code::NotAllowedNow, text));
    }
    if let Some(day) = by_hand.due_on {
        if store::is_decided(change, plan.id, subject.id, day)? {
            return Err(Problem::field("due_on", format!("is decided already{of}")));
        }
        return Ok(day);
    }
    match settle::next_of(plan, subject, today) {
        Ok((day, _)) => Ok(day),
        Err(Next::Waits(order)) => {
            let text = format!("The next date{of} is not known before {order} is completed.");
            Err(Problem::new(Code::NotAllowedNow, text))
        }
        Err(_) => Err(Problem::new(Code::NotAllowedNow, "This plan has no date left.")),
    }
}
