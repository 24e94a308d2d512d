//! Stories across operations of work orders: states, fields, changes by two people, tenants and places.

use contract::permissions::BuiltInRole;
use serde_json::{Value, json};

use crate::testing::{TestApp, on_both_engines, site};

pub(super) const ORDERS: &str = "/api/v1/work-orders";

pub(super) async fn order(app: &TestApp, body: Value) -> crate::testing::TestAnswer {
    app.post(ORDERS, body).await.expect(201)
}

pub(super) fn action<'a>(order: &'a Value, name: &str) -> &'a Value {
    order["actions"].as_array().unwrap().iter().find(|action| action["name"] == name).unwrap_or(&Value::Null)
}

pub(super) async fn move_to(app: &TestApp, id: &str, body: Value) -> crate::testing::TestAnswer {
    app.post(&format!("{ORDERS}/{id}/transition"), body).await
}

on_both_engines! {
    async fn an_order_goes_from_report_to_closed_and_keeps_its_instants(app: TestApp) {
        let made = order(&app, json!({"title": "Pump leaks", "priority": "high"})).await;
        assert_eq!((&made.body["number"], &made.body["status"]), (&json!(1), &json!("open")));
        assert_eq!(made.headers["etag"], "\"1\"");
        let id = made.id();
        assert_eq!(action(&made.body, "start")["allowed"], true);
        assert_eq!(action(&made.body, "schedule")["allowed"], false);
        let started = move_to(&app, &id, json!({"to": "in_progress"})).await.expect(200);
        let started_at = started.body["started_at"].clone();
        assert!(started_at.is_string());
        app.app.clock().advance(jiff::SignedDuration::from_mins(30));
        let held = move_to(&app, &id, json!({"to": "on_hold"})).await.expect(422);
        assert_eq!(held.wrong_fields(), ["hold_reason"]);
        let held = move_to(&app, &id, json!({"to": "on_hold", "hold_reason": "parts"})).await.expect(200);
        assert_eq!(held.body["hold_reason"], "parts");
        move_to(&app, &id, json!({"to": "in_progress"})).await.expect(200);
        let done = move_to(&app, &id, json!({"to": "completed", "resolution": "New seal", "cause": "Wear"}))
            .await
            .expect(200);
        assert_eq!((&done.body["resolution"], &done.body["started_at"]), (&json!("New seal"), &started_at));
        let reopened = move_to(&app, &id, json!({"to": "in_progress"})).await.expect(422);
        assert_eq!(reopened.wrong_fields(), ["reason"]);
        let reopened =
            move_to(&app, &id, json!({"to": "in_progress", "reason": "Leaks again"})).await.expect(200);
        assert_eq!(reopened.body["completed_at"], Value::Null);
        move_to(&app, &id, json!({"to": "completed"})).await.expect(200);
        let closed = move_to(&app, &id, json!({"to": "closed"})).await.expect(200);
        assert!(closed.body["closed_at"].is_string());
        for to in ["open", "in_progress", "cancelled", "completed"] {
            let refused = move_to(&app, &id, json!({"to": to, "reason": "x"})).await.expect(409);
            assert_eq!(refused.body["code"], "not_allowed_now");
        }
        let edit = app.patch(&format!("{ORDERS}/{id}"), json!({"resolution": "Other"})).await.expect(409);
        assert_eq!(edit.wrong_fields(), ["resolution"]);
        app.post(&format!("{ORDERS}/{id}/comments"), json!({"body": "Late"})).await.expect(409);
        app.post(&format!("{ORDERS}/{id}/time"), json!({"minutes": 5})).await.expect(409);

        let history = app.get(&format!("{ORDERS}/{id}/history")).await.expect(200);
        let kinds: Vec<_> =
            history.body["items"].as_array().unwrap().iter().map(|event| event["kind"].clone()).collect();
        assert_eq!(kinds.len(), 8, "{kinds:?}");
        assert_eq!((&kinds[0], &kinds[7]), (&json!("transitioned"), &json!("created")));
        assert!(history.body["items"].as_array().unwrap().iter().any(|event| event["reason"] == "Leaks again"));
    }

    async fn a_schedule_needs_a_start_and_people_and_completion_tightens_edits(app: TestApp) {
        let id = order(&app, json!({"title": "Grease bearings", "kind": "preventive"})).await.id();
        let refused = move_to(&app, &id, json!({"to": "scheduled"})).await.expect(409);
        assert!(refused.body["detail"].as_str().unwrap().contains("planned start"));
        let (tom, _) = app.person(BuiltInRole::Technician).await;
        let path = format!("{ORDERS}/{id}");
        let wrong = app
            .patch(&path, json!({"planned_start_at": "2026-11-25T08:00:00Z", "planned_end_at": "2026-11-25T07:00:00Z"}))
            .await
            .expect(422);
        assert_eq!(wrong.wrong_fields(), ["planned_end_at"]);
        let planned = app
            .patch(&path, json!({"planned_start_at": "2026-11-25T08:00:00Z", "assignee_ids": [tom, tom]}))
            .await
            .expect(200);
        assert_eq!(planned.body["assignees"].as_array().unwrap().len(), 1);
        move_to(&app, &id, json!({"to": "scheduled"})).await.expect(200);
        let back = move_to(&app, &id, json!({"to": "open"})).await.expect(409);
        assert_eq!(back.body["code"], "not_allowed_now");
        let done = move_to(&app, &id, json!({"to": "completed"})).await.expect(200);
        assert_eq!(done.body["started_at"], Value::Null, "nobody said when it began");
        app.patch(&path, json!({"title": "Other"})).await.expect(409);
        let tagged = app.patch(&path, json!({"tags": ["Lubrication", "lubrication"], "cause": "Plan"})).await.expect(200);
        assert_eq!(tagged.body["tags"], json!(["Lubrication"]));
    }

    async fn fields_are_checked_by_name(app: TestApp) {
        let nobody = "01890000-0000-7000-8000-000000000000";
        let wrong = app
            .post(ORDERS, json!({
                "title": " ", "asset_id": nobody, "location_id": nobody, "assignee_ids": [nobody], "team_id": nobody,
                "estimated_minutes": 0, "status": "closed"
            }))
            .await
            .expect(422);
        let mut fields = wrong.wrong_fields();
        fields.sort();
        assert_eq!(fields, ["asset_id", "assignee_ids[0]", "estimated_minutes", "location_id", "status", "team_id", "title"]);
        let early = app.post(ORDERS, json!({"title": "x", "due_at": "0999-01-01T00:00:00Z"})).await.expect(422);
        assert_eq!(early.wrong_fields(), ["due_at"]);
        let unknown = app.post(ORDERS, json!({"title": "x", "colour": "red"})).await.expect(422);
        assert_eq!(unknown.wrong_fields(), ["colour"]);
        assert_eq!(app.get(&format!("{ORDERS}?colour=red")).await.expect(422).wrong_fields(), ["colour"]);
        assert_eq!(app.get(&format!("{ORDERS}?status=done")).await.expect(422).wrong_fields(), ["status"]);
        assert_eq!(app.get(&format!("{ORDERS}?sort=cost")).await.expect(422).wrong_fields(), ["sort"]);
        let made = order(&app, json!({"title": "Robert'); DROP TABLE work_orders;--", "description": "<script>"})).await;
        assert_eq!(made.body["title"], "Robert'); DROP TABLE work_orders;--");
    }

    async fn stale_changes_merge_by_field_and_a_clash_shows_both(app: TestApp) {
        let id = order(&app, json!({"title": "Belt"})).await.id();
        let path = format!("{ORDERS}/{id}");
        app.patch(&path, json!({"title": "Belt worn", "version": 1})).await.expect(200);
        let merged = app.patch(&path, json!({"priority": "urgent", "version": 1})).await.expect(200);
        assert_eq!((&merged.body["title"], &merged.body["priority"]), (&json!("Belt worn"), &json!("urgent")));
        let clash = app.patch(&path, json!({"title": "Belt torn", "version": 1})).await.expect(409);
        assert_eq!(clash.body["conflict"]["title"]["theirs"], "Belt worn");
        let same = app.patch(&path, json!({"title": "Belt worn"})).await.expect(200);
        assert_eq!(same.body["version"], merged.body["version"], "nothing changed, so nothing is recorded");
    }

    async fn a_repeated_request_makes_one_order(app: TestApp) {
        let body = json!({"title": "Once"});
        let key = [("idempotency-key", "abc-12345")];
        let first = app.call_with(&app.administrator, "POST", ORDERS, Some(body.clone()), &key).await.expect(201);
        let again = app.call_with(&app.administrator, "POST", ORDERS, Some(body), &key).await.expect(201);
        assert_eq!((first.id(), &again.headers["idempotency-replayed"]), (again.id(), &"true".parse().unwrap()));
        assert_eq!(app.get(&format!("{ORDERS}/counts")).await.body["total"], 1);
        let other = app.call_with(&app.administrator, "POST", ORDERS, Some(json!({"title": "Twice"})), &key).await;
        other.expect(422);
    }

    async fn another_organisations_orders_are_not_there(app: TestApp) {
        let theirs = app.organization("Other Plant").await;
        let (_, token) = app.person_of(theirs, BuiltInRole::Administrator).await;
        let id = order(&app, json!({"title": "Secret"})).await.id();
        let path = format!("{ORDERS}/{id}");
        app.call(&token, "GET", &path, None).await.expect(404);
        app.call(&token, "PATCH", &path, Some(json!({"title": "x"}))).await.expect(404);
        for (rest, body) in [
            ("transition", json!({"to": "cancelled", "reason": "x"})), ("comments", json!({"body": "x"})),
            ("time", json!({"minutes": 1})), ("timer", json!({"running": true})),
            ("costs", json!({"category": "other", "amount_minor": 1})), ("duplicate", json!({})),
            ("watch", json!({"watching": true})),
        ] {
            app.call(&token, "POST", &format!("{path}/{rest}"), Some(body)).await.expect(404);
        }
        let mine = app.call(&token, "POST", ORDERS, Some(json!({"title": "Mine"}))).await.expect(201);
        assert_eq!(mine.body["number"], 1, "numbers are counted in each organisation");
        let wrong = app.call(&token, "POST", ORDERS, Some(json!({"title": "x", "parent_id": id}))).await.expect(422);
        assert_eq!(wrong.wrong_fields(), ["parent_id"]);
        assert_eq!(app.call(&token, "GET", ORDERS, None).await.body["items"].as_array().unwrap().len(), 1);
    }

    async fn where_an_order_is_follows_its_asset(app: TestApp) {
        app.post("/api/v1/sites", site("Plant A")).await.expect(201);
        let hall = app.post("/api/v1/locations", json!({"name": "Hall 1"})).await.expect(201);
        let line = app.post("/api/v1/locations", json!({"name": "Line 4", "parent_id": hall.id()})).await.expect(201);
        let made = order(&app, json!({"title": "Clean", "location_id": line.id()})).await;
        assert_eq!(made.body["location"]["path"], json!(["Plant A", "Hall 1", "Line 4"]));
        assert_eq!(made.body["site_id"], line.body["site_id"]);
        let above = app.get(&format!("{ORDERS}?location_id={}", hall.id())).await.expect(200);
        assert_eq!(above.body["items"], json!([]));
        let below = app.get(&format!("{ORDERS}?location_id={}&include_children=true", hall.id())).await.expect(200);
        assert_eq!(below.body["items"][0]["location"]["name"], "Line 4");
    }

    async fn orders_of_an_asset_are_found_by_it_by_a_further_one_and_from_above(app: TestApp) {
        app.post("/api/v1/sites", site("Plant A")).await.expect(201);
        let hall = app.post("/api/v1/locations", json!({"name": "Hall 1"})).await.expect(201);
        let asset = |code: &str, parent: Option<String>| json!({"code": code, "name": format!("Machine {code}"), "parent_id": parent});
        let line = app
            .post("/api/v1/assets", json!({"code": "L-1", "name": "Line", "location_id": hall.id()}))
            .await
            .expect(201);
        let pump = app.post("/api/v1/assets", asset("P-101", Some(line.id()))).await.expect(201);
        let fan = app.post("/api/v1/assets", asset("F-7", None)).await.expect(201);
        let first = order(&app, json!({"title": "On the line", "asset_id": line.id(), "asset_ids": [fan.id(), line.id()]})).await;
        assert_eq!(first.body["asset"]["code"], "L-1");
        assert_eq!(first.body["asset_ids"], json!([fan.id()]), "the main asset is not named twice");
        assert_eq!(first.body["location"]["name"], "Hall 1", "an order is where its asset stands");
        order(&app, json!({"title": "On the pump", "asset_id": pump.id()})).await;
        let found = async |query: String| -> Vec<i64> {
            let page = app.get(&format!("{ORDERS}?sort=number&{query}")).await.expect(200);
            page.body["items"].as_array().unwrap().iter().map(|row| row["number"].as_i64().unwrap()).collect()
        };
        assert_eq!(found(format!("asset_id={}", line.id())).await, [1]);
        assert_eq!(found(format!("asset_id={}&include_children=true", line.id())).await, [1, 2]);
        assert_eq!(found(format!("asset_id={}", fan.id())).await, [1]);
        assert_eq!(found("q=p-101".to_owned()).await, [2]);
        let moved = app
            .patch(&format!("{ORDERS}/{}", first.id()), json!({"asset_id": fan.id(), "asset_ids": []}))
            .await
            .expect(200);
        assert_eq!(moved.body["asset"]["code"], "F-7");
        assert_eq!(found(format!("asset_id={}", line.id())).await, [0; 0]);
    }
}
