use axum::{
    extract::{FromRequestParts, State},
    http::request::Parts,
};
use contract::{
    permissions::Permission,
    work_orders::{Transition, WorkOrder, WorkOrderStatus},
};
use jiff::Timestamp;
use kernel::{Code, Problem, WorkOrderId};
use web::{Answer, Body, Caller, Failure, Path, Reply, SignedIn};

use super::{
    authority,
    lifecycle::{self, Refusal, Said},
    order, store, time,
};
use crate::{App, change::Change, check::Check};

/// A caller who may see orders and take at least one step with some of them; which step needs which permission is for
/// the lifecycle to say.
#[derive(Debug)]
pub(super) struct CanMove(pub(super) SignedIn);

impl FromRequestParts<App> for CanMove {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let signed_in = SignedIn::from_request_parts(parts, app).await?;
        signed_in.require(Permission::ViewWorkOrders)?;
        let steps = [
            Permission::WorkOnOrders,
            Permission::PlanWorkOrders,
            Permission::CloseWorkOrders,
            Permission::EditWorkOrders,
            Permission::CreateWorkOrders,
        ];
        if steps.iter().all(|step| signed_in.scope(*step).is_none()) {
            signed_in.require(Permission::WorkOnOrders)?;
        }
        Ok(Self(signed_in))
    }
}

/// Take a work order to another state. The order says which are possible now in its `actions`.
#[utoipa::path(post, path = "/work-orders/{id}/transition", tag = "work_orders",
    operation_id = "transition_work_order", params(("id" = Uuid, Path)), request_body = Transition,
    responses((status = 200, body = WorkOrder)))]
pub(super) async fn transition_work_order(
    CanMove(signed_in): CanMove,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Body(transition): Body<Transition>,
) -> Reply {
    let caller = signed_in.caller();
    app.change(&signed_in, move |change| {
        let before = order::load(change, &caller, id)?;
        let moved = moved(change, &caller, &before, &transition)?;
        save(change, &before, moved)?;
        let now = order::show(change, &caller, id)?;
        Ok(Answer::ok(&now)?.version(now.version))
    })
    .await
}

/// An order in its new state, and why it went there.
#[derive(Clone, Debug)]
pub(super) struct Moved {
    after: WorkOrder,
    reason: Option<String>,
}

/// The order in its new state, if it may go there; nothing is saved yet.
pub(super) fn moved(
    change: &mut Change<'_, '_>,
    caller: &Caller,
    before: &WorkOrder,
    transition: &Transition,
) -> Result<Moved, Problem> {
    let mut check = Check::default();
    let reason = check.long_text("reason", transition.reason.as_deref(), 2_000);
    let resolution = check.long_text("resolution", transition.resolution.as_deref(), 20_000);
    let cause = check.long_text("cause", transition.cause.as_deref(), 4_000);
    let ends = matches!(transition.to, WorkOrderStatus::Completed | WorkOrderStatus::Closed);
    if resolution.is_some() && !ends {
        check.wrong("resolution", "is said when the order is completed or closed");
    }
    if cause.is_some() && !ends {
        check.wrong("cause", "is said when the order is completed or closed");
    }
    if transition.hold_reason.is_some() && transition.to != WorkOrderStatus::OnHold {
        check.wrong("hold_reason", "is said when the order is put on hold");
    }
    check.finish()?;
    let facts = authority::facts(before, store::blockers(change, before.id)?);
    let said = Said { reason: reason.is_some(), hold_reason: transition.hold_reason };
    lifecycle::decide(&facts, &order::powers(caller, before), transition.to, said).map_err(|refusal| {
        match refusal {
            Refusal::NotNow(text) => Problem::new(Code::NotAllowedNow, text),
            Refusal::Forbidden(text) => Problem::forbidden(text),
            Refusal::Missing(field, message) => Problem::field(field, message),
        }
    })?;
    let mut after = before.clone();
    enter(&mut after, transition.to, change.now());
    after.hold_reason = transition.hold_reason;
    after.resolution = resolution.or(after.resolution);
    after.cause = cause.or(after.cause);
    Ok(Moved { after, reason })
}

/// What entering a state means for the instants of an order. A completion without a start leaves the start unknown:
/// a made-up one would make repairs look instant.
fn enter(order: &mut WorkOrder, to: WorkOrderStatus, now: Timestamp) {
    order.status = to;
    match to {
        WorkOrderStatus::InProgress => {
            order.started_at = order.started_at.or(Some(now));
            order.completed_at = None;
        }
        WorkOrderStatus::Open => order.completed_at = None,
        WorkOrderStatus::Completed => order.completed_at = Some(now),
        WorkOrderStatus::Closed => order.closed_at = Some(now),
        _ => {}
    }
}

/// Saves the new state: its span begins, the old one ends, and clocks stop where work does.
pub(super) fn save(change: &mut Change<'_, '_>, before: &WorkOrder, moved: Moved) -> Result<(), Problem> {
    let Moved { mut after, reason } = moved;
    let now = change.now();
    order::save(change, before, &mut after, "transitioned", reason.as_deref())?;
    store::end_span(change, after.id, now)?;
    let span = change.id::<()>(None).uuid();
    store::start_span(change, after.id, span, after.status, after.hold_reason, now)?;
    if after.status != WorkOrderStatus::InProgress {
        for timer in after.timers.clone() {
            after = time::stop(change, after, timer.user_id, timer.started_at)?;
        }
    }
    Ok(())
}
