use axum::extract::State;
use contract::{permissions::ViewWorkOrders, work_orders::WorkOrder};
use kernel::WorkOrderId;
use web::{Answer, Can, Path, Reply};

use super::order;
use crate::App;

/// Find a work order, with what the caller may do with it now.
#[utoipa::path(get, path = "/work-orders/{id}", tag = "work_orders", operation_id = "find_work_order",
    params(("id" = Uuid, Path)), responses((status = 200, body = WorkOrder)))]
pub(super) async fn find_work_order(
    can: Can<ViewWorkOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
) -> Reply {
    let caller = can.caller();
    let found = app.read(&can, move |tenant| {
        let order = order::load(tenant, &caller, id)?;
        order::shown(tenant, &caller, order)
    });
    let order = found.await?;
    Ok(Answer::ok(&order)?.version(order.version))
}
