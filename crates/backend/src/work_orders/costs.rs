//! Money spent on orders: entries by category, taken back by a counter-entry.

use axum::extract::State;
use contract::{
    permissions::{ViewCosts, WorkOnOrders},
    work_orders::{ActivityFilter, CostCategory, CostEntry, NewCostEntry, Reversal, WorkOrder},
};
use kernel::{Code, CostEntryId, Page, Problem, StockMovementId, WorkOrderId};
use serde_json::json;
use web::{Answer, Body, Can, Path, Query, Reply};

use super::{
    authority::{self, Belonging},
    lifecycle, order, store,
};
use crate::{App, change::Change, check::Check};

/// A thousand million in major units: more in one entry is a slip of the finger.
const MOST_MINOR: i64 = 100_000_000_000;

/// List what a work order has cost, newest first.
#[utoipa::path(get, path = "/work-orders/{id}/costs", tag = "work_orders", operation_id = "list_cost_entries",
    params(("id" = Uuid, Path), ActivityFilter), responses((status = 200, body = Page<CostEntry>)))]
pub(super) async fn list_cost_entries(
    can: Can<ViewCosts>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Query(filter): Query<ActivityFilter>,
) -> Reply {
    let caller = can.caller();
    let found = app.read(&can, move |tenant| {
        let order = order::load(tenant, &caller, id)?;
        if !authority::sees_costs(&caller, &Belonging::of(&order)) {
            return Err(Problem::forbidden("You can see this work order, but not its costs."));
        }
        store::cost_entries(tenant, id, &filter)
    });
    Ok(Answer::ok(&found.await?)?)
}

/// Book money spent on a work order.
#[utoipa::path(post, path = "/work-orders/{id}/costs", tag = "work_orders", operation_id = "create_cost_entry",
    params(("id" = Uuid, Path)), request_body = NewCostEntry, responses((status = 201, body = CostEntry)))]
pub(super) async fn create_cost_entry(
    can: Can<WorkOnOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Body(new): Body<NewCostEntry>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let before = order::load(change, &caller, id)?;
        authority::allow(order::powers(&caller, &before).work)?;
        bookable(&before)?;
        let mut check = Check::default();
        if !(1..=MOST_MINOR).contains(&new.amount_minor) {
            check.wrong("amount_minor", "must be above zero, in minor units: 1050 is 10.50");
        }
        let description = check.optional_text("description", new.description.as_deref(), 200);
        check.finish()?;
        let entry = CostEntry {
            id: change.id(new.id),
            category: new.category,
            amount_minor: new.amount_minor,
            description,
            part_id: None,
            reverses_id: None,
            reversed: false,
            created_by: change.user(),
            created_by_name: change.actor().name.clone(),
            created_at: change.now(),
        };
        book(change, &before, &entry, None, None)?;
        Answer::created(&entry)
    })
    .await
}

pub(super) fn bookable(order: &WorkOrder) -> Result<(), Problem> {
    lifecycle::open_to_bookings(order.status).map_err(|text| Problem::new(Code::NotAllowedNow, text))
}

/// Adds an entry and its amount to the order.
pub(super) fn book(
    change: &mut Change<'_, '_>,
    before: &WorkOrder,
    entry: &CostEntry,
    movement: Option<StockMovementId>,
    reason: Option<&str>,
) -> Result<WorkOrder, Problem> {
    store::insert_cost_entry(change, before.id, entry, movement)?;
    let mut after = before.clone();
    let mut costs = after.costs.unwrap_or_default();
    let total = match entry.category {
        CostCategory::Labour => &mut costs.labour_minor,
        CostCategory::Part => &mut costs.parts_minor,
        CostCategory::Vendor => &mut costs.vendor_minor,
        CostCategory::Other => &mut costs.other_minor,
    };
    *total = total.saturating_add(entry.amount_minor);
    after.costs = Some(costs);
    let said = json!({
        "category": entry.category, "amount_minor": entry.amount_minor, "description": entry.description
    });
    order::save_totals(change, before, &mut after, "cost_booked", &said, reason)?;
    Ok(after)
}

/// Take a cost back with a counter-entry: both stay to be seen.
#[utoipa::path(post, path = "/work-orders/{id}/costs/{entry_id}/reverse", tag = "work_orders",
    operation_id = "reverse_cost_entry", params(("id" = Uuid, Path), ("entry_id" = Uuid, Path)),
    request_body = Reversal, responses((status = 201, body = CostEntry)))]
pub(super) async fn reverse_cost_entry(
    can: Can<WorkOnOrders>,
    State(app): State<App>,
    Path((id, entry_id)): Path<(WorkOrderId, CostEntryId)>,
    Body(reversal): Body<Reversal>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let before = order::load(change, &caller, id)?;
        authority::allow(order::powers(&caller, &before).work)?;
        let entry = store::find_cost_entry(change, id, entry_id)?;
        if entry.created_by != Some(caller.user) {
            authority::allow(order::powers(&caller, &before).plan)?;
        }
        bookable(&before)?;
        let mut check = Check::default();
        let reason = check.text("reason", &reversal.reason, 500);
        check.finish()?;
        if entry.part_id.is_some() {
            return Err(Problem::new(
                Code::NotAllowedNow,
                "This is the cost of a part. Return the part to its store to take it back.",
            ));
        }
        if entry.reversed || entry.reverses_id.is_some() {
            return Err(Problem::new(Code::NotAllowedNow, "This entry was taken back already."));
        }
        let counter = CostEntry {
            id: change.id(None),
            amount_minor: -entry.amount_minor,
            description: Some(reason.clone()),
            reverses_id: Some(entry.id),
            created_by: change.user(),
            created_by_name: change.actor().name.clone(),
            created_at: change.now(),
            ..entry
        };
        book(change, &before, &counter, None, Some(&reason))?;
        Answer::created(&counter)
    })
    .await
}

#[cfg(test)]
mod tests {
    use contract::permissions::BuiltInRole;
    use serde_json::{Value, json};

    use crate::{
        testing::on_both_engines,
        work_orders::stories::{ORDERS, order},
    };

    on_both_engines! {
        async fn costs_add_up_by_category_and_only_some_may_see_them(app: TestApp) {
            let id = order(&app, json!({"title": "Gearbox"})).await.id();
            let (path, (_, technician)) = (format!("{ORDERS}/{id}"), app.person(BuiltInRole::Technician).await);
            let spend = |category: &str, amount: i64| json!({"category": category, "amount_minor": amount});
            app.post(&format!("{path}/costs"), spend("vendor", 120_000)).await.expect(201);
            let labour = app
                .call(&technician, "POST", &format!("{path}/costs"), Some(spend("labour", 5_050)))
                .await
                .expect(201);
            let wrong = app.post(&format!("{path}/costs"), spend("other", -1)).await.expect(422);
            assert_eq!(wrong.wrong_fields(), ["amount_minor"]);
            let seen = app.get(&path).await.expect(200);
            assert_eq!(seen.body["cost_minor"], 125_050);
            assert_eq!((&seen.body["costs"]["vendor_minor"], &seen.body["costs"]["labour_minor"]), (&json!(120_000), &json!(5_050)));

            let hidden = app.call(&technician, "GET", &path, None).await.expect(200);
            assert_eq!((&hidden.body["cost_minor"], &hidden.body["costs"]), (&Value::Null, &Value::Null));
            app.call(&technician, "GET", &format!("{path}/costs"), None).await.expect(403);
            let row = app.call(&technician, "GET", ORDERS, None).await.expect(200);
            assert_eq!(row.body["items"][0]["cost_minor"], Value::Null);
            let history = app.call(&technician, "GET", &format!("{path}/history"), None).await.expect(200);
            assert!(!history.body.to_string().contains("_minor"), "{}", history.body);
            assert!(app.get(&format!("{path}/history")).await.body.to_string().contains("125050"));

            let reverse = format!("{path}/costs/{}/reverse", labour.id());
            app.post(&reverse, json!({"reason": "Booked twice"})).await.expect(201);
            app.post(&reverse, json!({"reason": "Booked twice"})).await.expect(409);
            assert_eq!(app.get(&path).await.body["cost_minor"], 120_000);
            assert_eq!(app.get(&format!("{path}/costs")).await.body["items"].as_array().unwrap().len(), 3);
        }
    }
}
