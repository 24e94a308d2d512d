//! Stories across operations of stores, parts and their stock.

use contract::{
    parts::{MovementKind, NewReceipt},
    permissions::{BuiltInRole, Scope},
};
use kernel::{PartId, Problem, Quantity, WorkOrderId};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{GiveBack, Issue, give_back, insert_receipt, issue, used_on, verify};
use crate::testing::{TestApp, on_both_engines, site, system};

async fn store(app: &TestApp) -> (String, String, String) {
    app.post("/api/v1/sites", site("Plant A")).await.expect(201);
    let store = app
        .post("/api/v1/storerooms", json!({"name": "Main store", "bins": ["A-01", "A-02"]}))
        .await
        .expect(201);
    let bins = app.get(&format!("/api/v1/bins?storeroom_id={}", store.id())).await.expect(200);
    let bin = |at: usize| bins.body["items"][at]["id"].as_str().unwrap().to_owned();
    (store.id(), bin(0), bin(1))
}

async fn no_faults(app: &TestApp) {
    let faults = app.app.read_as(app.organization, verify).await.unwrap();
    assert_eq!(faults, []);
}

fn id<K>(text: &str) -> kernel::Id<K> {
    text.parse().unwrap()
}

on_both_engines! {
    async fn parts_come_in_move_are_counted_and_the_ledger_tells(app: TestApp) {
        let (_, first, second) = store(&app).await;
        let part = app
            .post("/api/v1/parts", json!({"number": "6205-2RS", "name": "Ball bearing", "aliases": ["rodamiento"],
                "category": "Bearings", "barcode": "4012345678901", "default_bin_id": first}))
            .await
            .expect(201);
        assert_eq!((&part.body["unit"], &part.body["stock_state"]), (&json!("{each}"), &json!("out")));
        assert_eq!(part.body["default_bin"], "Main store · A-01");
        let path = format!("/api/v1/parts/{}", part.id());

        let receipt = app
            .post(&format!("{path}/receive"), json!({"quantity": 10, "unit_cost_minor": 500}))
            .await
            .expect(201);
        assert_eq!((&receipt.body["bin"], &receipt.body["value_minor"]), (&json!("A-01"), &json!(5_000)));
        app.post(&format!("{path}/receive"), json!({"quantity": 10, "total_cost_minor": 7_001, "bin_id": second}))
            .await
            .expect(201);
        let moved = app
            .post(&format!("{path}/transfer"), json!({"from_bin_id": first, "to_bin_id": second, "quantity": 2.5}))
            .await
            .expect(201);
        assert_eq!((&moved.body["out"]["balance"], &moved.body["in"]["balance"]), (&json!(7.5), &json!(12.5)));
        let counted = app
            .post(&format!("{path}/count"), json!({"bin_id": second, "counted": 12, "reason": "half a one was scrap"}))
            .await
            .expect(201);
        assert_eq!((&counted.body["quantity"], &counted.body["balance"]), (&json!(-0.5), &json!(12)));
        let exact = app.post(&format!("{path}/count"), json!({"bin_id": second, "counted": 12})).await.expect(201);
        assert_eq!(exact.body["quantity"], 0);
        let adjusted = app
            .post(&format!("{path}/adjust"), json!({"bin_id": first, "quantity": 0.5, "reason": "found one"}))
            .await
            .expect(201);
        assert_eq!(adjusted.body["unit_cost_minor"], 600);

        let found = app.get(&path).await.expect(200);
        assert_eq!((&found.body["on_hand"], &found.body["value_minor"]), (&json!(20), &json!(12_001)));
        assert_eq!(found.body["levels"].as_array().unwrap().len(), 2);
        assert_eq!((&found.body["levels"][0]["bin"], &found.body["levels"][0]["quantity"]), (&json!("A-02"), &json!(12)));
        assert_eq!(found.body["recent_movements"].as_array().unwrap().len(), 7);
        let counts = app.get(&format!("/api/v1/stock-movements?part_id={}&kind=count,adjustment&limit=2", part.id())).await;
        assert_eq!(counts.body["items"][0]["kind"], "adjustment");
        assert!(counts.body["next"].is_string());
        no_faults(&app).await;
    }

    async fn what_is_not_there_cannot_be_taken_and_the_answer_says_where_there_is_some(app: TestApp) {
        let (_, first, second) = store(&app).await;
        let part = app.post("/api/v1/parts", json!({"name": "Belt", "unit": "m"})).await.expect(201);
        assert_eq!(part.body["number"], "P-1");
        let path = format!("/api/v1/parts/{}", part.id());
        app.post(&format!("{path}/receive"), json!({"quantity": 3, "bin_id": second})).await.expect(201);
        let refused = app
            .post(&format!("{path}/adjust"), json!({"bin_id": first, "quantity": -1, "reason": "lost"}))
            .await
            .expect(422);
        assert_eq!(refused.wrong_fields(), ["quantity"]);
        let words = refused.body["errors"][0]["message"].as_str().unwrap();
        assert_eq!(words, "asks for 1 m, but bin A-01 in Main store holds 0 m; elsewhere: 3 m in Main store, bin A-02");
        let refused = app
            .post(&format!("{path}/transfer"), json!({"from_bin_id": second, "to_bin_id": first, "quantity": 4}))
            .await
            .expect(422);
        assert_eq!(refused.wrong_fields(), ["quantity"]);
        for (wrong, field) in [
            (json!({"quantity": 0}), "quantity"),
            (json!({"quantity": 1, "unit_cost_minor": -1}), "unit_cost_minor"),
            (json!({"quantity": 0.000_000_1}), "quantity"),
            (json!({"quantity": 1, "bin_id": Uuid::nil()}), "bin_id"),
        ] {
            assert_eq!(app.post(&format!("{path}/receive"), wrong).await.expect(422).wrong_fields(), [field]);
        }
        app.post(&format!("/api/v1/parts/{}/receive", Uuid::nil()), json!({"quantity": 1})).await.expect(404);
        no_faults(&app).await;
    }

    async fn the_reorder_list_holds_what_is_at_its_minimum_in_some_store(app: TestApp) {
        let (store, first, _) = store(&app).await;
        let stocking = json!([{"storeroom_id": store, "minimum": 4, "maximum": 10}]);
        for (number, category) in [("B-2", "Belts"), ("B-1", "Belts"), ("S-1", "Seals")] {
            let part = app
                .post("/api/v1/parts", json!({"number": number, "name": number, "category": category, "stocking": stocking}))
                .await
                .expect(201);
            let quantity = if number == "B-1" { 4 } else { 5 };
            app.post(&format!("/api/v1/parts/{}/receive", part.id()), json!({"quantity": quantity, "bin_id": first}))
                .await
                .expect(201);
        }
        app.post("/api/v1/parts", json!({"number": "X", "name": "Not stocked"})).await.expect(201);
        let numbers = |list: &Value| {
            list["items"].as_array().unwrap().iter().map(|p| p["number"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let low = app.get("/api/v1/parts?low_stock=true").await.expect(200);
        assert_eq!(numbers(&low.body), ["B-1"]);
        assert_eq!((&low.body["items"][0]["stock_state"], &low.body["items"][0]["minimum"]), (&json!("low"), &json!(4)));
        assert_eq!(numbers(&app.get("/api/v1/parts?out_of_stock=true").await.body), ["X"]);
        assert_eq!(numbers(&app.get("/api/v1/parts?category=belts&sort=-number").await.body), ["B-2", "B-1"]);
        assert_eq!(numbers(&app.get("/api/v1/parts?q=b-").await.body), ["B-1", "B-2"]);
        assert_eq!(numbers(&app.get(&format!("/api/v1/parts?storeroom_id={store}")).await.body), ["B-1", "B-2", "S-1"]);
        let categories = app.get("/api/v1/part-categories").await.expect(200);
        assert_eq!(categories.body["items"], json!([{"category": "Belts", "parts": 2}, {"category": "Seals", "parts": 1}]));
        for sort in ["number", "-name", "category", "-on_hand", "value_minor", "-updated_at"] {
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = app.get(&format!("/api/v1/parts?sort={sort}&limit=1{cursor}")).await.expect(200);
                seen.extend(numbers(&page.body));
                match page.body["next"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            seen.sort();
            assert_eq!(seen, ["B-1", "B-2", "S-1", "X"], "{sort}");
        }
        assert_eq!(app.get("/api/v1/parts?sort=colour").await.expect(422).wrong_fields(), ["sort"]);
        assert_eq!(app.get("/api/v1/search?q=B-2").await.expect(200).body["items"][0]["entity"], "part");
    }

    async fn an_order_gets_parts_and_gives_them_back_at_what_they_cost(app: TestApp) {
        let (_, first, second) = store(&app).await;
        let part = app.post("/api/v1/parts", json!({"name": "Filter", "default_bin_id": first})).await.expect(201);
        let path = format!("/api/v1/parts/{}", part.id());
        app.post(&format!("{path}/receive"), json!({"quantity": 3, "total_cost_minor": 1_000})).await.expect(201);
        let asset = app.post("/api/v1/assets", json!({"code": "P-101", "name": "Feed pump"})).await.expect(201).id();
        let order = app.post("/api/v1/work-orders", json!({"title": "Change it", "asset_id": asset})).await.expect(201);
        let (part_id, order): (_, WorkOrderId) = (id(&part.id()), id(&order.id()));
        let (took, back, too_much) = app
            .app
            .change_as(app.organization, system(), move |change| {
                let wanted = Issue {
                    part_id, bin_id: None, storeroom_id: None, quantity: Quantity::whole(3), work_order_id: order, reason: None,
                };
                let took = issue(change, &wanted)?;
                // Prices change while the parts are out; what comes back is worth what it was.
                insert_receipt(change, part_id, &NewReceipt {
                    bin_id: None, storeroom_id: None, quantity: Quantity::whole(1), unit_cost_minor: Some(9_900),
                    total_cost_minor: None, reason: None,
                })?;
                let mut back = GiveBack {
                    part_id, work_order_id: order, issue_id: None, bin_id: Some(id(&second)), quantity: Quantity::whole(1), reason: None,
                };
                let mut lines = give_back(change, &back)?;
                back.issue_id = Some(took.id);
                lines.extend(give_back(change, &back)?);
                back.quantity = Quantity::whole(2);
                let too_much = give_back(change, &back).unwrap_err();
                Ok::<_, Problem>((took, lines, too_much.errors[0].message.clone()))
            })
            .await
            .unwrap();
        assert_eq!((took.kind, took.value_minor), (MovementKind::Issue, -1_000));
        assert_eq!(back.iter().map(|line| line.value_minor).collect::<Vec<_>>(), [333, 334]);
        assert_eq!(back[0].counter_of, Some(took.id));
        assert!(too_much.contains("at most 1"), "{too_much}");
        let usage = app.app.read_as(app.organization, move |tenant| used_on(tenant, order)).await.unwrap();
        assert_eq!((usage[0].quantity, usage[0].cost_minor), (Quantity::whole(1), 333));
        let found = app.get(&path).await.expect(200);
        let used = &found.body["used_on"][0];
        assert_eq!((&used["asset_code"], &used["quantity"]), (&json!("P-101"), &json!(1)));
        no_faults(&app).await;
    }

    async fn places_with_stock_are_not_archived_and_units_with_history_stay(app: TestApp) {
        let (store, first, _) = store(&app).await;
        let part = app.post("/api/v1/parts", json!({"name": "Oil", "unit": "L", "default_bin_id": first})).await.expect(201);
        let path = format!("/api/v1/parts/{}", part.id());
        app.patch(&path, json!({"unit": "dL"})).await.expect(200);
        app.post(&format!("{path}/receive"), json!({"quantity": 1})).await.expect(201);
        for address in [format!("/api/v1/storerooms/{store}"), format!("/api/v1/bins/{first}"), path.clone()] {
            let refused = app.patch(&address, json!({"archived": true})).await.expect(409);
            assert_eq!(refused.body["code"], "in_use");
        }
        assert_eq!(app.patch(&path, json!({"unit": "L"})).await.expect(422).wrong_fields(), ["unit"]);
        app.post(&format!("{path}/adjust"), json!({"quantity": -1, "reason": "spilled"})).await.expect(201);
        app.patch(&format!("/api/v1/bins/{first}"), json!({"archived": true})).await.expect(200);
        let refused = app.post(&format!("{path}/receive"), json!({"quantity": 1, "bin_id": first})).await.expect(422);
        assert_eq!(refused.wrong_fields(), ["bin_id"]);
        app.patch(&path, json!({"archived": true})).await.expect(200);
        app.post(&format!("{path}/receive"), json!({"quantity": 1})).await.expect(409);
        let history = app.get(&format!("{path}/history")).await.expect(200);
        assert_eq!(history.body["items"][0]["changes"][0]["field"], "archived_at");
        let twice = app.post("/api/v1/storerooms", json!({"name": "main  STORE"})).await.expect(409);
        assert_eq!(twice.wrong_fields(), ["name"]);
    }

    async fn stores_of_other_sites_are_out_of_a_site_keepers_reach(app: TestApp) {
        let (store, first, _) = store(&app).await;
        let other = app.post("/api/v1/sites", site("Plant B")).await.expect(201);
        let role = json!({"name": "storekeeper",
            "permissions": {"parts.view": Scope::Site, "parts.manage": Scope::Site}});
        let role = app.post("/api/v1/roles", role).await.expect(201);
        let (keeper, token) = app.person(BuiltInRole::Viewer).await;
        app.patch(&format!("/api/v1/users/{keeper}"), json!({"role": role.body["name"], "site_ids": [other.id()]}))
            .await
            .expect(200);
        let part = app.post("/api/v1/parts", json!({"name": "Seal"})).await.expect(201);
        let receive = format!("/api/v1/parts/{}/receive", part.id());
        app.call(&token, "GET", &format!("/api/v1/storerooms/{store}"), None).await.expect(404);
        let refused = app.call(&token, "POST", &receive, Some(json!({"quantity": 1, "bin_id": first}))).await.expect(422);
        assert_eq!(refused.wrong_fields(), ["bin_id"]);
        assert_eq!(app.call(&token, "GET", "/api/v1/storerooms", None).await.body["items"], json!([]));
        let own = json!({"name": "Store B", "site_id": other.id()});
        app.call(&token, "POST", "/api/v1/storerooms", Some(own)).await.expect(201);
        app.call(&token, "POST", &receive, Some(json!({"quantity": 1}))).await.expect(422);
    }
}

#[derive(Clone, Debug)]
enum Step {
    Receive(usize, i64, i64),
    Adjust(usize, i64),
    Transfer(usize, i64),
    Count(usize, i64),
    Issue(i64),
    Return(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let some = 1_i64..9_000;
    prop_oneof![
        (0_usize..2, some.clone(), 0_i64..5_000).prop_map(|(bin, q, cost)| Step::Receive(bin, q, cost)),
        (0_usize..2, -4_000_i64..4_000).prop_map(|(bin, q)| Step::Adjust(bin, q)),
        (0_usize..2, some.clone()).prop_map(|(bin, q)| Step::Transfer(bin, q)),
        (0_usize..2, 0_i64..9_000).prop_map(|(bin, q)| Step::Count(bin, q)),
        some.clone().prop_map(Step::Issue),
        some.prop_map(Step::Return),
    ]
}

#[track_caller]
fn refused_or_done(result: Result<(), Problem>) {
    if let Err(problem) = result {
        assert_eq!(problem.errors[0].field, "quantity", "{problem}");
    }
}

const fn thousandths(q: i64) -> Quantity {
    Quantity::from_millionths(q * 1_000)
}

async fn try_issue(app: &TestApp, part_id: PartId, work_order_id: WorkOrderId, quantity: Quantity) {
    let wanted = Issue { part_id, bin_id: None, storeroom_id: None, quantity, work_order_id, reason: None };
    let done = app.app.change_as(app.organization, system(), move |change| issue(change, &wanted).map(drop));
    refused_or_done(done.await);
}

async fn try_return(app: &TestApp, part_id: PartId, work_order_id: WorkOrderId, quantity: Quantity) {
    let back = GiveBack { part_id, work_order_id, issue_id: None, bin_id: None, quantity, reason: None };
    let done =
        app.app.change_as(app.organization, system(), move |change| give_back(change, &back).map(drop));
    refused_or_done(done.await);
}

/// Random movements, allowed or not, through the operations: levels and values stay the sums of the ledger.
#[tokio::test]
async fn levels_are_always_the_sum_of_the_ledger() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};

    let app = TestApp::sqlite().await;
    let (_, first, second) = store(&app).await;
    let bins = [first, second];
    let mut runner = TestRunner::deterministic();
    for round in 1..=6 {
        let part = app.post("/api/v1/parts", json!({"name": "Anything"})).await.expect(201);
        let path = format!("/api/v1/parts/{}", part.id());
        let (part_id, order) = (id(&part.id()), WorkOrderId::new(Uuid::from_u128(round)));
        let steps = prop::collection::vec(step(), 25).new_tree(&mut runner).unwrap().current();
        for step in steps {
            let answer = match step {
                Step::Receive(bin, q, cost) => {
                    let body =
                        json!({"bin_id": bins[bin], "quantity": thousandths(q), "unit_cost_minor": cost});
                    app.post(&format!("{path}/receive"), body).await
                }
                Step::Adjust(bin, q) => {
                    let body = json!({"bin_id": bins[bin], "quantity": thousandths(q), "reason": "x"});
                    app.post(&format!("{path}/adjust"), body).await
                }
                Step::Transfer(bin, q) => {
                    let body = json!({"from_bin_id": bins[bin], "to_bin_id": bins[1 - bin], "quantity": thousandths(q)});
                    app.post(&format!("{path}/transfer"), body).await
                }
                Step::Count(bin, q) => {
                    app.post(
                        &format!("{path}/count"),
                        json!({"bin_id": bins[bin], "counted": thousandths(q)}),
                    )
                    .await
                }
                Step::Issue(q) => {
                    try_issue(&app, part_id, order, thousandths(q)).await;
                    continue;
                }
                Step::Return(q) => {
                    try_return(&app, part_id, order, thousandths(q)).await;
                    continue;
                }
            };
            assert!(matches!(answer.status.as_u16(), 201 | 422), "{}", answer.body);
        }
        no_faults(&app).await;
        let found = app.get(&path).await.expect(200);
        for level in found.body["levels"].as_array().unwrap() {
            app.post(&format!("{path}/count"), json!({"bin_id": level["bin_id"], "counted": 0}))
                .await
                .expect(201);
        }
        let empty = app.get(&path).await.expect(200);
        assert_eq!((&empty.body["on_hand"], &empty.body["value_minor"]), (&json!(0), &json!(0)));
        no_faults(&app).await;
    }
}
