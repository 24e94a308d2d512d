//! Links between orders: one blocks, duplicates, relates to or was split from another.

use axum::extract::State;
use contract::{
    permissions::{EditWorkOrders, ViewWorkOrders},
    work_orders::{LinkDirection, LinkKind, NewWorkOrderLink, WorkOrder, WorkOrderLink, work_order_label},
};
use kernel::{Code, Problem, WorkOrderId, WorkOrderLinkId};
use serde_json::{Value, json};
use web::{Answer, Body, Caller, Can, Path, Reply};

use super::{
    authority, lifecycle,
    order::{self, ENTITY},
    store,
};
use crate::{App, change::Change, tenant::Tenant};

/// List the links of a work order, from both ends.
#[utoipa::path(get, path = "/work-orders/{id}/links", tag = "work_orders", operation_id = "list_work_order_links",
    params(("id" = Uuid, Path)), responses((status = 200, body = Vec<WorkOrderLink>)))]
pub(super) async fn list_links(
    can: Can<ViewWorkOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
) -> Reply {
    let caller = can.caller();
    let found = app.read(&can, move |tenant| {
        order::load(tenant, &caller, id)?;
        visible(tenant, &caller, id)
    });
    Ok(Answer::ok(&found.await?)?)
}

/// Links to orders that the caller may see.
fn visible(
    tenant: &mut Tenant<'_, '_>,
    caller: &Caller,
    id: WorkOrderId,
) -> Result<Vec<WorkOrderLink>, Problem> {
    let mut links = Vec::new();
    for link in store::links(tenant, id)? {
        if order::load(tenant, caller, link.work_order.id).is_ok() {
            links.push(link);
        }
    }
    Ok(links)
}

/// Link a work order to another.
#[utoipa::path(post, path = "/work-orders/{id}/links", tag = "work_orders",
    operation_id = "create_work_order_link", params(("id" = Uuid, Path)), request_body = NewWorkOrderLink,
    responses((status = 201, body = WorkOrderLink)))]
pub(super) async fn create_link(
    can: Can<EditWorkOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Body(new): Body<NewWorkOrderLink>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let this = order::load(change, &caller, id)?;
        authority::allow(order::powers(&caller, &this).edit)?;
        let Ok(other) = order::load(change, &caller, new.work_order_id) else {
            return Err(Problem::field("work_order_id", "is not a work order that you may see"));
        };
        let link = link(change, &this, new.kind, &other, new.id)?;
        Answer::created(&link)
    })
    .await
}

/// Links two orders and notes it in the history of both.
pub(super) fn link(
    change: &mut Change<'_, '_>,
    this: &WorkOrder,
    kind: LinkKind,
    other: &WorkOrder,
    id: Option<WorkOrderLinkId>,
) -> Result<WorkOrderLink, Problem> {
    if this.id == other.id {
        return Err(Problem::field("work_order_id", "must be another order"));
    }
    lifecycle::open_to_words(this.status).map_err(|text| Problem::new(Code::NotAllowedNow, text))?;
    let there = store::links(change, this.id)?.into_iter().any(|link| {
        let same_way = link.direction == LinkDirection::Outgoing || kind == LinkKind::Relates;
        link.work_order.id == other.id && link.kind == kind && same_way
    });
    if there {
        return Err(Problem::new(Code::Duplicate, "These two orders are linked like this already."));
    }
    if kind == LinkKind::Blocks && store::blocks_already(change, other.id, this.id)? {
        return Err(Problem::field("work_order_id", "already blocks this order; both would wait for ever"));
    }
    let (id, now, by) = (change.id(id), change.now(), change.user());
    store::insert_link(change, id, (this.id, kind, other.id), by, now)?;
    note(change, this, "linked", kind, other)?;
    note(change, other, "linked", kind, this)?;
    let links = store::links(change, this.id)?;
    links.into_iter().find(|link| link.id == id).ok_or_else(|| Problem::not_found("This link"))
}

fn note(
    change: &mut Change<'_, '_>,
    order: &WorkOrder,
    happening: &'static str,
    kind: LinkKind,
    other: &WorkOrder,
) -> Result<(), Problem> {
    let mut after = order.clone();
    if happening == "linked" {
        let entry = json!({"link": kind, "work_order": work_order_label(other.number)});
        return order::save_totals(change, order, &mut after, happening, &entry, None);
    }
    after.version += 1;
    after.updated_at = change.now();
    store::update_totals(change, &after)?;
    let before = json!({"link": kind, "work_order": work_order_label(other.number)});
    change.happened(ENTITY, after.id, after.version, happening, &before, &Value::Null, None)
}

/// Remove a link. The history of both orders keeps it.
#[utoipa::path(delete, path = "/work-orders/{id}/links/{link_id}", tag = "work_orders",
    operation_id = "delete_work_order_link", params(("id" = Uuid, Path), ("link_id" = Uuid, Path)),
    responses((status = 204)))]
pub(super) async fn delete_link(
    can: Can<EditWorkOrders>,
    State(app): State<App>,
    Path((id, link_id)): Path<(WorkOrderId, WorkOrderLinkId)>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let this = order::load(change, &caller, id)?;
        authority::allow(order::powers(&caller, &this).edit)?;
        lifecycle::open_to_words(this.status).map_err(|text| Problem::new(Code::NotAllowedNow, text))?;
        let links = visible(change, &caller, id)?;
        let link = links
            .into_iter()
            .find(|link| link.id == link_id)
            .ok_or_else(|| Problem::not_found("This link"))?;
        let other = store::find(change, link.work_order.id)?;
        store::delete_link(change, link_id)?;
        note(change, &this, "unlinked", link.kind, &other)?;
        note(change, &other, "unlinked", link.kind, &this)?;
        Ok(Answer::done())
    })
    .await
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{
        testing::on_both_engines,
        work_orders::stories::{ORDERS, action, move_to, order},
    };

    on_both_engines! {
        async fn a_blocked_order_waits_and_both_ends_show_the_link(app: TestApp) {
            let first = order(&app, json!({"title": "Drain the tank"})).await.id();
            let second = order(&app, json!({"title": "Weld the tank"})).await.id();
            let links = |id: &str| format!("{ORDERS}/{id}/links");
            let blocks = |id: &str| json!({"kind": "blocks", "work_order_id": id});
            let link = app.post(&links(&first), blocks(&second)).await.expect(201);
            app.post(&links(&first), blocks(&second)).await.expect(409);
            for (from, to) in [(&second, &first), (&first, &first)] {
                let wrong = app.post(&links(from), blocks(to)).await.expect(422);
                assert_eq!(wrong.wrong_fields(), ["work_order_id"]);
            }
            let other_end = app.get(&links(&second)).await.expect(200);
            assert_eq!((&other_end.body[0]["direction"], &other_end.body[0]["work_order"]["number"]), (&json!("incoming"), &json!(1)));
            let waiting = app.get(&format!("{ORDERS}/{second}")).await.expect(200);
            assert_eq!(action(&waiting.body, "start")["reason"], "It has to wait for WO-1.");
            let board = app.get(&format!("{ORDERS}?include=actions&sort=number")).await.expect(200);
            assert_eq!(action(&board.body["items"][0], "start")["allowed"], true);
            assert_eq!(action(&board.body["items"][1], "start")["allowed"], false);
            move_to(&app, &second, json!({"to": "in_progress"})).await.expect(409);
            move_to(&app, &first, json!({"to": "completed"})).await.expect(200);
            move_to(&app, &second, json!({"to": "in_progress"})).await.expect(200);
            let path = format!("{}/{}", links(&second), link.id());
            app.call(&app.administrator, "DELETE", &path, None).await.expect(204);
            assert_eq!(app.get(&links(&first)).await.body, json!([]));
            let history = app.get(&format!("{ORDERS}/{first}/history")).await.expect(200);
            assert_eq!(history.body["items"][0]["kind"], "unlinked");
        }

        async fn parts_of_a_job_are_finished_before_it_and_no_order_is_above_itself(app: TestApp) {
            let whole = order(&app, json!({"title": "Overhaul"})).await.id();
            let part = order(&app, json!({"title": "Clean", "parent_id": whole})).await.id();
            let seen = app.get(&format!("{ORDERS}/{whole}")).await.expect(200);
            assert_eq!(seen.body["sub_orders"], json!({"total": 1, "open": 1}));
            let circle = app.patch(&format!("{ORDERS}/{whole}"), json!({"parent_id": part})).await.expect(422);
            assert_eq!(circle.wrong_fields(), ["parent_id"]);
            let early = move_to(&app, &whole, json!({"to": "completed"})).await.expect(409);
            assert_eq!(early.body["detail"], "One of its sub-orders is not finished.");
            let listed = app.get(&format!("{ORDERS}?parent_id={whole}")).await.expect(200);
            assert_eq!(listed.body["items"][0]["id"], part);
            move_to(&app, &part, json!({"to": "cancelled", "reason": "Clean already"})).await.expect(200);
            move_to(&app, &whole, json!({"to": "completed"})).await.expect(200);
            let late = app.post(ORDERS, json!({"title": "Paint", "parent_id": whole})).await.expect(422);
            assert_eq!(late.wrong_fields(), ["parent_id"]);
        }
    }
}
