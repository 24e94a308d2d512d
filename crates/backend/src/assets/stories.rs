//! Assets over HTTP: from the label on a pump to the year it spent in the store.

use contract::permissions::BuiltInRole;
use serde_json::{Value, json};

use crate::testing::{TestAnswer, TestApp, on_both_engines, site};

async fn location(app: &TestApp, name: &str, parent: Option<&str>) -> String {
    if app.get("/api/v1/sites").await.body["items"].as_array().unwrap().is_empty() {
        app.post("/api/v1/sites", site("Plant A")).await.expect(201);
    }
    app.post("/api/v1/locations", json!({"name": name, "parent_id": parent})).await.expect(201).id()
}

async fn asset(app: &TestApp, code: &str, more: Value) -> TestAnswer {
    let mut body = json!({"code": code, "name": format!("Asset {code}")});
    for (field, value) in more.as_object().unwrap() {
        body[field] = value.clone();
    }
    app.post("/api/v1/assets", body).await.expect(201)
}

fn path(asset: &TestAnswer) -> String {
    format!("/api/v1/assets/{}", asset.id())
}

fn codes(list: &TestAnswer) -> Vec<String> {
    let items = list.body["items"].as_array().unwrap();
    items.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect()
}

on_both_engines! {
    async fn a_tree_of_assets_is_built_opened_branch_by_branch_and_moved_without_circles(app: TestApp) {
        let line = asset(&app, "L-4", json!({"name": "Filling line 4"})).await;
        let filler = asset(&app, "F-40", json!({"parent_id": line.id()})).await;
        let pump = asset(&app, "P-41", json!({"parent_id": filler.id(), "criticality": "critical"})).await;
        assert_eq!(pump.body["path"], json!([
            {"id": line.id(), "code": "L-4", "name": "Filling line 4"},
            {"id": filler.id(), "code": "F-40", "name": "Asset F-40"}
        ]));
        let top = app.get("/api/v1/assets/tree").await.expect(200);
        assert_eq!((codes(&top), &top.body["items"][0]["children"]), (vec!["L-4".to_owned()], &json!(1)));
        let branch = app.get(&format!("/api/v1/assets/tree?parent_id={}", filler.id())).await.expect(200);
        assert_eq!(branch.body["items"][0]["criticality"], "critical");

        let circle = app.patch(&path(&line), json!({"parent_id": pump.id()})).await.expect(422);
        assert_eq!(circle.wrong_fields(), ["parent_id"]);
        app.patch(&path(&line), json!({"parent_id": line.id()})).await.expect(422);
        let moved = app.patch(&path(&pump), json!({"parent_id": line.id(), "version": 1})).await.expect(200);
        assert_eq!(moved.body["path"].as_array().unwrap().len(), 1);
        assert_eq!(codes(&app.get(&format!("/api/v1/assets?parent={}", line.id())).await), ["F-40", "P-41"]);
        assert_eq!(codes(&app.get("/api/v1/assets?parent=root").await), ["L-4"]);

        let used = app.patch(&path(&line), json!({"archived": true})).await.expect(409);
        assert_eq!(used.body["code"], "in_use");
        app.patch(&path(&pump), json!({"archived": true})).await.expect(200);
        assert_eq!(codes(&app.get("/api/v1/assets").await), ["F-40", "L-4"]);
        assert_eq!(codes(&app.get("/api/v1/assets?archived=true").await), ["F-40", "L-4", "P-41"]);
        let history = app.get(&format!("{}/history", path(&pump))).await.expect(200);
        let kinds: Vec<_> = history.body["items"].as_array().unwrap().iter().map(|e| e["kind"].clone()).collect();
        assert_eq!(kinds, ["changed", "changed", "created"]);
        assert_eq!(history.body["items"][1]["changes"][0]["field"], "parent_id");
        assert_eq!(history.body["items"][1]["changes"].as_array().unwrap().len(), 1);
    }

    async fn a_motor_is_installed_swapped_and_removed_and_both_sides_remember(app: TestApp) {
        let hall = location(&app, "Hall 1", None).await;
        let position = location(&app, "Pump house", Some(&hall)).await;
        let old = asset(&app, "M-1", json!({"location_id": position, "installed_at": "2025-01-01T00:00:00Z"})).await;
        assert_eq!(old.body["location"]["path"], json!(["Plant A", "Hall 1", "Pump house"]));
        let spare = asset(&app, "M-2", json!({})).await;
        assert_eq!(spare.body["location_id"], Value::Null);
        assert_eq!(codes(&app.get(&format!("/api/v1/assets?location_id={hall}")).await), ["M-1"]);

        let early = json!({"location_id": hall, "at": "2024-12-31T00:00:00Z"});
        assert_eq!(app.post(&format!("{}/install", path(&old)), early).await.expect(422).wrong_fields(), ["at"]);
        let future = json!({"location_id": hall, "at": "2027-01-01T00:00:00Z"});
        assert_eq!(app.post(&format!("{}/install", path(&old)), future).await.expect(422).wrong_fields(), ["at"]);

        let swap = json!({"location_id": position, "at": "2026-06-01T12:00:00Z", "replaces": old.id(), "reason": "Worn"});
        let swapped = app.post(&format!("{}/install", path(&spare)), swap).await.expect(200);
        assert_eq!(swapped.body["location_id"], position);
        let again = app.post(&format!("{}/install", path(&spare)), json!({"location_id": position})).await.expect(409);
        assert_eq!(again.body["code"], "not_allowed_now");
        assert_eq!(app.get(&path(&old)).await.body["location_id"], Value::Null);

        let stood = app.get(&format!("/api/v1/locations/{position}/installations")).await.expect(200);
        let seen: Vec<_> = stood.body["items"].as_array().unwrap().iter()
            .map(|one| (one["asset"]["code"].clone(), one["installed_at"].clone(), one["removed_at"].clone()))
            .collect();
        assert_eq!(seen, [
            (json!("M-2"), json!("2026-06-01T12:00:00Z"), Value::Null),
            (json!("M-1"), json!("2025-01-01T00:00:00Z"), json!("2026-06-01T12:00:00Z")),
        ]);
        app.post(&format!("{}/remove", path(&spare)), json!({})).await.expect(200);
        app.post(&format!("{}/remove", path(&spare)), json!({})).await.expect(409);
        let own = app.get(&format!("{}/installations", path(&spare))).await.expect(200);
        assert_eq!(own.body["items"][0]["removed_at"], crate::testing::START);
        let history = app.get(&format!("{}/history", path(&old))).await;
        assert_eq!((&history.body["items"][0]["kind"], &history.body["items"][0]["reason"]), (&json!("removed"), &json!("Worn")));
    }

    async fn going_down_and_coming_up_makes_one_downtime_with_its_reason(app: TestApp) {
        let pump = asset(&app, "P-1", json!({})).await;
        let set = |body: Value| {
            let (app, to) = (&app, format!("{}/status", path(&pump)));
            async move { app.post(&to, body).await }
        };
        assert_eq!(set(json!({"status": "down", "at": "2020-01-01T00:00:00Z"})).await.expect(422).wrong_fields(), ["at"]);
        app.app.clock().advance(jiff::SignedDuration::from_hours(10));
        let down = set(json!({"status": "down", "reason": "Seal leaks", "at": "2026-11-23T09:00:00Z"})).await.expect(200);
        assert_eq!((&down.body["state"], &down.body["status_since"]), (&json!("down"), &json!("2026-11-23T09:00:00Z")));
        set(json!({"status": "maintenance", "at": "2026-11-23T10:00:00Z"})).await.expect(200);
        set(json!({"status": "running", "at": "2026-11-23T11:30:00Z"})).await.expect(200);
        set(json!({"status": "maintenance", "at": "2026-11-23T17:00:00Z"})).await.expect(200);

        let downtime = app.get(&format!("{}/downtime", path(&pump))).await.expect(200);
        let items = downtime.body["items"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!((&items[1]["reason"], &items[1]["seconds"], &items[1]["planned"]), (&json!("Seal leaks"), &json!(9000), &json!(false)));
        assert_eq!((&items[0]["ended_at"], &items[0]["seconds"], &items[0]["planned"]), (&Value::Null, &json!(3600), &json!(true)));
        assert_eq!(downtime.body["total_seconds"], 12_600);
        let hour = app.get(&format!("{}/downtime?from=2026-11-23T11:00:00Z&to=2026-11-23T17:30:00Z", path(&pump))).await;
        assert_eq!(hour.body["total_seconds"], 3_600);
        let log = app.get(&format!("{}/status", path(&pump))).await.expect(200);
        assert_eq!(log.body["items"].as_array().unwrap().len(), 5);
        assert_eq!(set(json!({"status": "asleep"})).await.expect(422).wrong_fields(), ["status"]);
    }

    async fn a_label_finds_its_asset_whatever_system_wrote_it(app: TestApp) {
        let more = json!({
            "aliases": ["big pump", "Nordpumpe"],
            "identities": [{"system": "barcode", "external_id": "4006381333931"}, {"system": "SAP", "external_id": "EQ-7"}]
        });
        let pump = asset(&app, "P-101", more).await;
        let other = asset(&app, "P-102", json!({"aliases": ["Big  Pump"]})).await;
        for label in ["P-101", "p-101", "4006381333931", "eq-7", "nordpumpe"] {
            let found = app.get(&format!("/api/v1/assets/by-code/{label}")).await.expect(200);
            assert_eq!(found.id(), pump.id(), "{label}");
        }
        app.get("/api/v1/assets/by-code/P-10").await.expect(404);
        let several = app.get("/api/v1/assets/by-code/big%20pump").await.expect(409);
        assert!(several.body["detail"].as_str().unwrap().contains("P-101, P-102"));
        app.patch(&path(&other), json!({"archived": true})).await.expect(200);
        app.get("/api/v1/assets/by-code/BIG%20PUMP").await.expect(200);

        let taken = json!({"code": "P-103", "name": "x", "identities": [{"system": "sap", "external_id": "eq-7"}]});
        let taken = app.post("/api/v1/assets", taken).await.expect(422);
        assert_eq!(taken.wrong_fields(), ["identities[0].external_id"]);
        let twice = app.post("/api/v1/assets", json!({"code": "p-101", "name": "x"})).await.expect(409);
        assert_eq!(twice.wrong_fields(), ["code"]);
        app.patch(&path(&pump), json!({"aliases": []})).await.expect(200);
        app.get("/api/v1/assets/by-code/nordpumpe").await.expect(404);
        let found = app.get("/api/v1/search?q=EQ-7").await.expect(200);
        assert_eq!(found.body["items"][0]["id"], pump.id(), "{}", found.body);
    }

    async fn lists_are_filtered_sorted_and_paged(app: TestApp) {
        let hall = location(&app, "Hall", None).await;
        for (index, criticality) in ["low", "critical", "medium", "high", "critical"].iter().enumerate() {
            let more = json!({"criticality": criticality, "manufacturer": if index < 2 { "KSB 100%" } else { "Grundfos" }});
            asset(&app, &format!("A-{index}"), more).await;
        }
        asset(&app, "B-9", json!({"status": "down", "location_id": hall, "serial_number": "SN_77\\x"})).await;
        let list = |query: &str| {
            let (app, to) = (&app, format!("/api/v1/assets?{query}"));
            async move { codes(&app.get(&to).await.expect(200)) }
        };
        assert_eq!(list("criticality=critical,high").await, ["A-1", "A-3", "A-4"]);
        assert_eq!(list("status=down,maintenance").await, ["B-9"]);
        assert_eq!(list("q=ksb%20asset").await, ["A-0", "A-1"]);
        assert_eq!(list("q=sn_77%5Cx").await, ["B-9"]);
        assert_eq!(list("code=a-2").await, ["A-2"]);
        assert_eq!(list("sort=-name&limit=2").await, ["B-9", "A-4"]);
        for sort in ["code", "-code", "name", "criticality", "-criticality", "updated_at", "-updated_at"] {
            let whole = list(&format!("sort={sort}")).await;
            let (mut pages, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = app.get(&format!("/api/v1/assets?sort={sort}&limit=2{cursor}")).await.expect(200);
                pages.extend(codes(&page));
                let Some(next) = page.body["next"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(pages, whole, "{sort}");
        }
        assert_eq!(app.get("/api/v1/assets?sort=colour").await.expect(422).wrong_fields(), ["sort"]);
        assert_eq!(app.get("/api/v1/assets?status=asleep").await.expect(422).wrong_fields(), ["status"]);
        let elsewhere = app.get("/api/v1/assets?cursor=7b7d").await.expect(422);
        assert_eq!(elsewhere.wrong_fields(), ["cursor"]);
    }

    async fn a_class_gives_its_attributes_to_its_heirs_and_their_assets(app: TestApp) {
        let shipped = async || app.get("/api/v1/asset-classes/library").await.expect(200).body["items"].clone();
        let before = shipped().await;
        assert!(before.as_array().unwrap().iter().all(|one| one["present"] == false));
        assert_eq!(before[0]["attributes"][1], json!({"name": "rated flow", "unit": "m3/h", "kind": "number"}));
        let some = app.post("/api/v1/asset-classes/library?codes=VA,PU", json!({})).await.expect(201);
        assert_eq!(codes(&some), ["PU", "VA"]);
        let now = shipped().await;
        assert_eq!(now.as_array().unwrap().iter().filter(|one| one["present"] == true).count(), 2);
        let unknown = app.post("/api/v1/asset-classes/library?codes=PU,ZZ", json!({})).await.expect(422);
        assert_eq!(unknown.wrong_fields(), ["codes"]);
        let library = app.post("/api/v1/asset-classes/library", json!({})).await.expect(201);
        assert_eq!(library.body["items"].as_array().unwrap().len(), 14, "two are there already");
        let again = app.post("/api/v1/asset-classes/library", json!({})).await.expect(201);
        assert_eq!(again.body["items"], json!([]));
        let pump = app.get("/api/v1/asset-classes?q=pump").await.body["items"][0]["id"].clone();
        let dosing = json!({"code": "PU-D", "name": "Dosing pump", "parent_id": pump,
            "attributes": [{"name": "stroke", "unit": "mm", "kind": "number"}]});
        let dosing = app.post("/api/v1/asset-classes", dosing).await.expect(201);
        assert_eq!(dosing.body["path"], json!(["Pump", "Dosing pump"]));
        assert_eq!(dosing.body["inherited"][1]["name"], "rated flow");

        let wrong = json!({"code": "D-1", "name": "x", "class_id": dosing.id(), "attributes": {"stroke": "long", "colour": 1}});
        let wrong = app.post("/api/v1/assets", wrong).await.expect(422);
        assert_eq!(wrong.wrong_fields(), ["attributes.colour", "attributes.stroke"]);
        let given = json!({"class_id": dosing.id(), "attributes": {"stroke": 12.5, "Rated flow": 3, "fluid": "NaOH"}});
        let one = asset(&app, "D-1", given).await;
        assert_eq!(one.body["attributes"], json!({"fluid": "NaOH", "rated flow": 3, "stroke": 12.5}));
        assert_eq!(one.body["class_name"], "Dosing pump");
        assert_eq!(codes(&app.get(&format!("/api/v1/assets?class_id={}", pump.as_str().unwrap())).await), ["D-1"]);
        let plain = app.patch(&path(&one), json!({"class_id": pump, "attributes": {"fluid": null}})).await.expect(200);
        assert_eq!(plain.body["attributes"], json!({"rated flow": 3}));

        let circle = format!("/api/v1/asset-classes/{}", pump.as_str().unwrap());
        assert_eq!(app.patch(&circle, json!({"parent_id": dosing.id()})).await.expect(422).wrong_fields(), ["parent_id"]);
        assert_eq!(app.patch(&circle, json!({"archived": true})).await.expect(409).body["code"], "in_use");
        app.patch(&format!("/api/v1/asset-classes/{}", dosing.id()), json!({"archived": true})).await.expect(200);
    }

    async fn a_warranty_ends_with_its_last_day_where_the_asset_stands(app: TestApp) {
        let plant = json!({"name": "Auckland", "time_zone": "Pacific/Auckland"});
        app.post("/api/v1/sites", plant).await.expect(201);
        let hall = app.post("/api/v1/locations", json!({"name": "Hall"})).await.expect(201).id();
        let there = asset(&app, "W-1", json!({"location_id": hall, "warranty_until": "2026-11-23"})).await;
        let nowhere = asset(&app, "W-2", json!({"warranty_until": "2026-11-23"})).await;
        app.app.clock().advance(jiff::SignedDuration::from_hours(4));
        assert_eq!(app.get(&path(&there)).await.body["under_warranty"], false);
        assert_eq!(app.get(&path(&nowhere)).await.body["under_warranty"], true);
        let bad = app.patch(&path(&there), json!({"replacement_value_minor": -1})).await.expect(422);
        assert_eq!(bad.wrong_fields(), ["replacement_value_minor"]);
    }

    async fn the_work_that_is_ahead_of_an_asset_is_counted(app: TestApp) {
        let pump = asset(&app, "P-1", json!({})).await;
        assert_eq!(pump.body["open_work_orders"], 0);
        let order = json!({"title": "Seal leaks", "asset_id": pump.id()});
        let order = app.post("/api/v1/work-orders", order).await.expect(201);
        assert_eq!(app.get(&path(&pump)).await.body["open_work_orders"], 1);
        let to = format!("/api/v1/work-orders/{}/transition", order.id());
        app.post(&to, json!({"to": "cancelled", "reason": "Seen twice"})).await.expect(200);
        assert_eq!(app.get("/api/v1/assets").await.body["items"][0]["open_work_orders"], 0);
    }

    async fn each_role_does_what_it_may_and_other_organisations_see_nothing(app: TestApp) {
        let pump = asset(&app, "P-1", json!({})).await;
        let (_, technician) = app.person(BuiltInRole::Technician).await;
        let (_, viewer) = app.person(BuiltInRole::Viewer).await;
        let status = format!("{}/status", path(&pump));
        app.call(&technician, "POST", &status, Some(json!({"status": "degraded"}))).await.expect(200);
        app.call(&viewer, "POST", &status, Some(json!({"status": "down"}))).await.expect(403);
        app.call(&technician, "PATCH", &path(&pump), Some(json!({"name": "Mine"}))).await.expect(403);
        let other = app.organization("Other Plant").await;
        let (_, stranger) = app.person_of(other, BuiltInRole::Administrator).await;
        for address in ["", "/history", "/downtime", "/installations", "/status", "/files"] {
            app.call(&stranger, "GET", &format!("{}{address}", path(&pump)), None).await.expect(404);
        }
        app.call(&stranger, "PATCH", &path(&pump), Some(json!({"name": "Mine"}))).await.expect(404);
        app.call(&stranger, "POST", &status, Some(json!({"status": "down"}))).await.expect(404);
        app.call(&stranger, "GET", "/api/v1/assets/by-code/P-1", None).await.expect(404);
        let foreign = json!({"code": "X", "name": "x", "parent_id": pump.id()});
        let foreign = app.call(&stranger, "POST", "/api/v1/assets", Some(foreign)).await.expect(422);
        assert_eq!(foreign.wrong_fields(), ["parent_id"]);
    }
}
