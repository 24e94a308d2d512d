//! Parts on orders: issued and returned through the stock ledger, their cost booked at the ledger's average.

use axum::extract::State;
use contract::{
    parts::StockMovement,
    permissions::{IssueParts, ViewWorkOrders},
    work_orders::{CostCategory, CostEntry, PartIssue, PartReturn, UsedPart, WorkOrder},
};
use kernel::{Problem, WorkOrderId};
use web::{Answer, Body, Caller, Can, Path, Reply};

use super::{
    authority::{self, Belonging},
    costs, order,
};
use crate::{App, change::Change, parts};

/// List the parts that a work order has used, by part number.
#[utoipa::path(get, path = "/work-orders/{id}/parts", tag = "work_orders", operation_id = "list_used_parts",
    params(("id" = Uuid, Path)), responses((status = 200, body = Vec<UsedPart>)))]
pub(super) async fn list_used_parts(
    can: Can<ViewWorkOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
) -> Reply {
    let caller = can.caller();
    let found = app.read(&can, move |tenant| {
        let order = order::load(tenant, &caller, id)?;
        let costs = authority::sees_costs(&caller, &Belonging::of(&order));
        let used = parts::used_on(tenant, id)?;
        Ok(used
            .into_iter()
            .map(|part| UsedPart {
                part_id: part.part_id,
                number: part.number,
                name: part.name,
                unit: part.unit,
                quantity: part.quantity,
                cost_minor: costs.then_some(part.cost_minor),
            })
            .collect::<Vec<_>>())
    });
    Ok(Answer::ok(&found.await?)?)
}

/// Issue a part to a work order. Its cost is booked at the store's average price.
#[utoipa::path(post, path = "/work-orders/{id}/parts", tag = "work_orders", operation_id = "issue_part",
    params(("id" = Uuid, Path)), request_body = PartIssue, responses((status = 201, body = StockMovement)))]
pub(super) async fn issue_part(
    can: Can<IssueParts>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Body(wish): Body<PartIssue>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let before = bookable(change, &caller, id)?;
        let issue = parts::Issue {
            part_id: wish.part_id,
            bin_id: wish.bin_id,
            storeroom_id: wish.storeroom_id,
            quantity: wish.quantity,
            work_order_id: id,
            reason: wish.reason.clone(),
        };
        let movement = parts::issue(change, &issue)?;
        book(change, &before, &movement)?;
        Answer::created(&movement)
    })
    .await
}

/// Return a part from a work order to its store, at the cost at which it was issued.
#[utoipa::path(post, path = "/work-orders/{id}/parts/return", tag = "work_orders", operation_id = "return_part",
    params(("id" = Uuid, Path)), request_body = PartReturn,
    responses((status = 201, body = Vec<StockMovement>)))]
pub(super) async fn return_part(
    can: Can<IssueParts>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Body(wish): Body<PartReturn>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let mut order = bookable(change, &caller, id)?;
        let back = parts::GiveBack {
            part_id: wish.part_id,
            work_order_id: id,
            issue_id: wish.issue_id,
            bin_id: wish.bin_id,
            quantity: wish.quantity,
            reason: wish.reason.clone(),
        };
        let movements = parts::give_back(change, &back)?;
        for movement in &movements {
            order = book(change, &order, movement)?;
        }
        Answer::created(&movements)
    })
    .await
}

/// The order, if parts may be booked on it now. Who may issue parts may do so for every order that they see.
fn bookable(change: &mut Change<'_, '_>, caller: &Caller, id: WorkOrderId) -> Result<WorkOrder, Problem> {
    let order = order::load(change, caller, id)?;
    authority::allow(order::powers(caller, &order).issue_parts)?;
    costs::bookable(&order)?;
    Ok(order)
}

/// Books what left the store as cost, and what came back as its opposite.
fn book(
    change: &mut Change<'_, '_>,
    order: &WorkOrder,
    movement: &StockMovement,
) -> Result<WorkOrder, Problem> {
    let entry = CostEntry {
        id: change.id(None),
        category: CostCategory::Part,
        amount_minor: -movement.value_minor,
        description: Some(format!("{} {}: {}", movement.part_number, movement.part_name, -movement.quantity)),
        part_id: Some(movement.part_id),
        reverses_id: None,
        reversed: false,
        created_by: change.user(),
        created_by_name: change.actor().name.clone(),
        created_at: change.now(),
    };
    costs::book(change, order, &entry, Some(movement.id), None)
}

#[cfg(test)]
mod tests {
    use contract::permissions::BuiltInRole;
    use serde_json::json;

    use crate::{
        testing::{on_both_engines, site},
        work_orders::stories::{ORDERS, order},
    };

    on_both_engines! {
        async fn parts_issued_and_returned_are_costs_of_the_order(app: TestApp) {
            app.post("/api/v1/sites", site("Plant A")).await.expect(201);
            app.post("/api/v1/storerooms", json!({"name": "Main", "bins": ["A-01"]})).await.expect(201);
            let part = app.post("/api/v1/parts", json!({"name": "Filter"})).await.expect(201).id();
            let receipt = json!({"quantity": 10, "unit_cost_minor": 250});
            app.post(&format!("/api/v1/parts/{part}/receive"), receipt).await.expect(201);
            let id = order(&app, json!({"title": "Change filters"})).await.id();
            let (path, (_, technician)) = (format!("{ORDERS}/{id}"), app.person(BuiltInRole::Technician).await);
            let issue = json!({"part_id": part, "quantity": 3});
            app.call(&technician, "POST", &format!("{path}/parts"), Some(issue)).await.expect(201);
            let back = json!({"part_id": part, "quantity": 1});
            app.call(&technician, "POST", &format!("{path}/parts/return"), Some(back)).await.expect(201);
            let much = json!({"part_id": part, "quantity": 3});
            let refused = app.post(&format!("{path}/parts/return"), much).await.expect(422);
            assert_eq!(refused.wrong_fields(), ["quantity"]);
            let seen = app.get(&path).await.expect(200);
            assert_eq!((&seen.body["cost_minor"], &seen.body["costs"]["parts_minor"]), (&json!(500), &json!(500)));
            let used = app.get(&format!("{path}/parts")).await.expect(200);
            assert_eq!((&used.body[0]["quantity"], &used.body[0]["cost_minor"]), (&json!(2), &json!(500)));
            let hidden = app.call(&technician, "GET", &format!("{path}/parts"), None).await.expect(200);
            assert_eq!(hidden.body[0]["cost_minor"], json!(null));
            let entry = app.get(&format!("{path}/costs")).await.expect(200).body["items"][0]["id"].clone();
            let entry = entry.as_str().unwrap();
            let reverse = format!("{path}/costs/{entry}/reverse");
            app.post(&reverse, json!({"reason": "x"})).await.expect(409);
        }
    }
}
