use axum::extract::State;
use contract::{
    permissions::ViewWorkOrders,
    work_orders::{WatchChange, WorkOrder},
};
use kernel::{Problem, WorkOrderId};
use serde_json::json;
use web::{Answer, Body, Can, Path, Reply};

use super::{
    authority,
    order::{self, ENTITY},
    store,
};
use crate::App;

/// Follow a work order, or stop; with the permission to edit also for someone else.
#[utoipa::path(post, path = "/work-orders/{id}/watch", tag = "work_orders", operation_id = "watch_work_order",
    params(("id" = Uuid, Path)), request_body = WatchChange, responses((status = 200, body = WorkOrder)))]
pub(super) async fn watch_work_order(
    can: Can<ViewWorkOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Body(watch): Body<WatchChange>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let before = order::load(change, &caller, id)?;
        let user = watch.user_id.unwrap_or(caller.user);
        if user != caller.user {
            authority::allow(order::powers(&caller, &before).edit)?;
            if !store::user_exists(change, user)? {
                return Err(Problem::field("user_id", "is not a user of this organisation"));
            }
        }
        let watching = before.watcher_ids.contains(&user);
        if watching != watch.watching {
            if watch.watching {
                store::insert_watcher(change, id, user)?;
            } else {
                store::delete_watcher(change, id, user)?;
            }
            let after = store::watchers(change, id)?;
            let (old, new) = (json!({"watcher_ids": before.watcher_ids}), json!({"watcher_ids": after}));
            change.happened(ENTITY, id, before.version, "watched", &old, &new, None)?;
        }
        let shown = order::show(change, &caller, id)?;
        Ok(Answer::ok(&shown)?.version(shown.version))
    })
    .await
}
