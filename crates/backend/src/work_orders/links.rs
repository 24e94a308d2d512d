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
        Ok(Answer::created(&link)?)
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
