//! The next occurrences of plans: of one that need not be saved, and of one that is.

use axum::extract::State;
use contract::{
    permissions::ViewPlans,
    preventive::{
        Basis, OccurrenceState, Occurrences, PlanOccurrence, PlanPreview, PlanPreviewRequest,
        PreviewedOccurrence, UpcomingFilter, WhyCode,
    },
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kernel::{Limit, MaintenancePlanId, Problem};
use web::{Answer, Body, Can, Path, Query, Reply};

use super::{
    plan::{self, Kept},
    recurrence,
    schedule::Next,
    settle::{self, Subject},
    sites_within, summary,
    summary::Facts,
    within,
};
use crate::{App, check::Check, tenant::Tenant};

/// Preview the next occurrences of a plan that need not be saved, each with its window and why.
#[utoipa::path(post, path = "/maintenance-plans/preview", tag = "preventive",
    operation_id = "preview_maintenance_plan", request_body = PlanPreviewRequest,
    responses((status = 200, body = PlanPreview)))]
pub(super) async fn preview_maintenance_plan(
    can: Can<ViewPlans>,
    State(app): State<App>,
    Body(request): Body<PlanPreviewRequest>,
) -> Reply {
    let now = can.now;
    let preview = app.read(&can, move |tenant| preview(tenant, &request, now)).await?;
    Ok(Answer::ok(&preview)?)
}

fn preview(
    tenant: &mut Tenant<'_, '_>,
    request: &PlanPreviewRequest,
    now: Timestamp,
) -> Result<PlanPreview, Problem> {
    let mut check = Check::default();
    let count = request.count.unwrap_or(12);
    if !(1..=200).contains(&count) {
        check.wrong("count", "must be from 1 to 200");
    }
    let mut plan = Check::default();
    let site = plan::check_site(tenant, &mut plan, request.plan.site_id, &request.plan.template)?;
    let zone = site.as_ref().and_then(|site| TimeZone::get(&site.time_zone).ok()).unwrap_or(TimeZone::UTC);
    let today = recurrence::today(now, &zone);
    let mut fields = Check::default();
    if request.plan.site_id.is_some() && site.is_none() {
        fields.wrong("site_id", "is not a site of this organisation");
    }
    let mut schedule = plan::check_schedule(&mut fields, &request.plan, today);
    // Only what decides the dates must be right: a preview comes before the rest is filled in.
    check.take_in("plan", fields);
    check.finish()?;
    let from = request.from.unwrap_or(today);
    schedule.open_from = from.max(schedule.starts_on);
    let dates = schedule.preview_with_levels(from).take(usize::from(count)).enumerate();
    let items = dates.map(|(index, (due_on, level))| {
        let (window_from, window_to) = schedule.window(due_on);
        let code = match schedule.basis {
            Basis::Floating if index > 0 => WhyCode::CountedFromLast,
            _ => WhyCode::RuleDay,
        };
        let why = summary::why(code, &schedule, due_on, Facts::default());
        PreviewedOccurrence {
            due_on,
            generated_on: schedule.fires_on(due_on),
            window_from,
            window_to,
            level: level.map(|level| level.name.clone()),
            why,
        }
    });
    let items = items.collect();
    Ok(PlanPreview { summary: summary::of(&schedule), trigger: plan::trigger(&schedule), items })
}

/// List the next occurrences of a plan, asset by asset, with what holds them back. Floating plans count as if each
/// were completed on its day.
#[utoipa::path(get, path = "/maintenance-plans/{id}/upcoming", tag = "preventive",
    operation_id = "list_upcoming_occurrences", params(("id" = Uuid, Path), UpcomingFilter),
    responses((status = 200, body = Occurrences)))]
pub(super) async fn list_upcoming_occurrences(
    can: Can<ViewPlans>,
    State(app): State<App>,
    Path(id): Path<MaintenancePlanId>,
    Query(filter): Query<UpcomingFilter>,
) -> Reply {
    let (sites, now) = (sites_within(&can), can.now);
    let count = filter.count.map_or(12, Limit::rows);
    let items = app
        .read(&can, move |tenant| {
            let plan = within(tenant, id, sites.as_deref())?;
            let mut items = Vec::new();
            for subject in settle::subjects(tenant, &plan)? {
                items.extend(upcoming(&plan, &subject, count, now)?);
            }
            Ok(items)
        })
        .await?;
    Ok(Answer::ok(&Occurrences { items })?)
}

fn upcoming(
    plan: &Kept,
    subject: &Subject,
    count: usize,
    now: Timestamp,
) -> Result<Vec<PlanOccurrence>, Problem> {
    let shown = |(due_on, code)| {
        let (window_from, window_to) = plan.schedule.window(due_on);
        let facts = Facts { order: plan.schedule.held_by(&subject.past), reason: None };
        PlanOccurrence {
            id: None,
            plan_id: plan.id,
            asset_id: subject.asset,
            asset_name: subject.name.clone(),
            due_on,
            window_from,
            window_to,
            level: plan.schedule.level_on(due_on).map(|level| level.name.clone()),
            state: OccurrenceState::Upcoming,
            work_order_id: None,
            work_order_number: None,
            completed_at: None,
            why: summary::why(code, &plan.schedule, due_on, facts),
            decided_at: None,
        }
    };
    Ok(dates_ahead(plan, subject, plan.today(now)?).take(count).map(shown).collect())
}

/// The dates of a subject that are still to come, and why. Floating plans count as if each were completed on its day.
pub(super) fn dates_ahead<'a>(
    plan: &'a Kept,
    subject: &'a Subject,
    today: Date,
) -> Box<dyn Iterator<Item = (Date, WhyCode)> + 'a> {
    let schedule = &plan.schedule;
    let first = match settle::next_of(plan, subject, today) {
        _ if plan.archived_at.is_some() => None,
        Ok(first) => Some(first),
        // Until it is done nobody knows: shown as if that were today.
        Err(Next::Waits(_)) => schedule.after(today).map(|day| (day, WhyCode::WaitsForOrder)),
        Err(_) => None,
    };
    let Some((day, why)) = first else { return Box::new(std::iter::empty()) };
    let later: Box<dyn Iterator<Item = (Date, WhyCode)>> = match schedule.basis {
        Basis::Fixed => {
            let decided = |day: &Date| subject.past.iter().any(|past| past.due_on == *day);
            let from = day.saturating_add(jiff::Span::new().days(1));
            Box::new(
                schedule.preview(from).filter(move |day| !decided(day)).map(|day| (day, WhyCode::RuleDay)),
            )
        }
        Basis::Floating => Box::new(
            std::iter::successors(schedule.after(day), |day| schedule.after(*day))
                .take_while(|day| schedule.ends_on.is_none_or(|end| *day <= end))
                .map(|day| (day, WhyCode::CountedFromLast)),
        ),
    };
    Box::new(std::iter::once((day, why)).chain(later))
}
