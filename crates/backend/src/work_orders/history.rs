use axum::extract::State;
use contract::{events::Event, permissions::ViewWorkOrders, work_orders::ActivityFilter};
use kernel::{Page, WorkOrderId};
use web::{Answer, Can, Path, Query, Reply};

use super::{
    authority::{self, Belonging},
    order,
};
use crate::{App, audit};

/// List everything that happened to a work order, newest first. Amounts are left out for those who may not see costs.
#[utoipa::path(get, path = "/work-orders/{id}/history", tag = "work_orders",
    operation_id = "find_work_order_history", params(("id" = Uuid, Path), ActivityFilter),
    responses((status = 200, body = Page<Event>)))]
pub(super) async fn find_work_order_history(
    can: Can<ViewWorkOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Query(filter): Query<ActivityFilter>,
) -> Reply {
    let caller = can.caller();
    let found = app.read(&can, move |tenant| {
        let order = order::load(tenant, &caller, id)?;
        let mut page = audit::history(tenant, id.uuid(), filter.limit, filter.cursor.clone())?;
        if !authority::sees_costs(&caller, &Belonging::of(&order)) {
            for event in &mut page.items {
                event.changes.retain(|change| !change.field.ends_with("_minor"));
            }
        }
        Ok(page)
    });
    Ok(Answer::ok(&found.await?)?)
}
