use axum::extract::State;
use contract::{
    permissions::CreateWorkOrders,
    work_orders::{Duplicate, LinkKind, NewWorkOrder, WorkOrder},
};
use kernel::WorkOrderId;
use web::{Answer, Body, Can, Path, Reply};

use super::{
    Origin,
    create::{Extra, create_order, may_create},
    links, order,
};
use crate::App;

/// Make a new order like this one: what, where and by which team, but not when, and nothing that happened.
#[utoipa::path(post, path = "/work-orders/{id}/duplicate", tag = "work_orders",
    operation_id = "duplicate_work_order", params(("id" = Uuid, Path)), request_body = Duplicate,
    responses((status = 201, body = WorkOrder)))]
pub(super) async fn duplicate_work_order(
    can: Can<CreateWorkOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Body(wish): Body<Duplicate>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let original = order::load(change, &caller, id)?;
        let may_plan = order::powers(&caller, &original).plan.is_ok();
        let new = NewWorkOrder {
            id: wish.id,
            title: wish.title.clone().unwrap_or_else(|| original.title.clone()),
            description: original.description.clone(),
            kind: Some(original.kind),
            priority: Some(original.priority),
            asset_id: original.asset_id,
            asset_ids: original.asset_ids.clone(),
            location_id: original.location_id,
            team_id: original.team_id.filter(|_| may_plan),
            estimated_minutes: original.estimated_minutes.filter(|_| may_plan),
            due_at: wish.due_at,
            tags: original.tags.clone(),
            parent_id: original
                .parent
                .as_ref()
                .filter(|parent| parent.status.is_open())
                .map(|parent| parent.id),
            ..NewWorkOrder::default()
        };
        may_create(change, &caller, &new)?;
        let extra = Extra { created_by: Some(caller.user), origin: Origin::Request };
        let made = create_order(change, &new, extra)?;
        if wish.link {
            links::link(change, &made, LinkKind::Relates, &original, None)?;
        }
        let shown = order::show(change, &caller, made.id)?;
        Ok(Answer::created(&shown)?.version(shown.version))
    })
    .await
}
