//! Files about what is there already, over HTTP: what they change, what they leave alone, and what undoing gives back.

use axum::{body::Body, http::Request};
use contract::permissions::BuiltInRole;
use serde_json::{Value, json};

use crate::testing::{TestAnswer, TestApp, on_both_engines, site};

async fn send_as(app: &TestApp, token: &str, query: &str, file: impl AsRef<[u8]>) -> TestAnswer {
    let request = Request::post(format!("/api/v1/imports?{query}"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "text/csv")
        .body(Body::from(file.as_ref().to_vec()))
        .unwrap();
    app.send(request).await
}

async fn send(app: &TestApp, query: &str, file: impl AsRef<[u8]>) -> TestAnswer {
    send_as(app, &app.administrator, query, file).await
}

fn counts(report: &TestAnswer) -> [i64; 4] {
    ["created", "updated", "unchanged", "wrong_rows"].map(|name| report.body[name].as_i64().unwrap())
}

fn sorted(table: Vec<u8>) -> Vec<String> {
    let mut lines: Vec<_> = String::from_utf8(table).unwrap().lines().map(ToOwned::to_owned).collect();
    lines.sort_unstable();
    lines
}

async fn undo(app: &TestApp, report: &TestAnswer) -> TestAnswer {
    let batch = report.body["batch_id"].as_str().unwrap();
    app.post(&format!("/api/v1/imports/{batch}/undo"), json!({})).await.expect(200)
}

/// A plant in which names repeat, cells look like formulas and everything is filled.
async fn plant(app: &TestApp) {
    let made = async |path: &str, body: Value| app.post(path, body).await.expect(201).id();
    made("/api/v1/sites", site("Werk Süd")).await;
    let halls = [
        made("/api/v1/locations", json!({"name": "Hall A", "code": "HA", "aliases": ["old", "brewery"]}))
            .await,
        made("/api/v1/locations", json!({"name": "Hall B", "description": "two\nlines"})).await,
    ];
    let mut lines = Vec::new();
    for hall in &halls {
        let line = made("/api/v1/locations", json!({"name": "Line 1", "parent_id": hall})).await;
        made("/api/v1/locations", json!({"name": "Filler", "parent_id": line})).await;
        lines.push(line);
    }
    app.post("/api/v1/asset-classes/library", json!({})).await;
    let class = made("/api/v1/asset-classes", json!({"name": "Robot", "code": "RB"})).await;
    let pump = made("/api/v1/assets", json!({"code": "P-1", "name": "-Pump-", "location_id": lines[1], "class_id": class,
        "criticality": "critical", "status": "standby", "serial_number": "0042", "manufacturer": "'KSB", "model": "=X",
        "purchase_on": "2020-02-03", "commissioned_on": "2020-03-04", "warranty_until": "2030-01-01",
        "replacement_value_minor": 1_234_567, "description": "a; b, \"c\"\nd"})).await;
    made("/api/v1/assets", json!({"code": "M-1", "name": "Motor", "parent_id": pump, "aliases": ["drive"]}))
        .await;
    let ana = made(
        "/api/v1/users",
        json!({"email": "Ana@plant.example", "name": "Ana", "role": "planner",
        "aliases": ["Anita", "A., jr"]}),
    )
    .await;
    made("/api/v1/teams", json!({"name": "Mechanics", "member_ids": [ana]})).await;
    let team = made("/api/v1/teams", json!({"name": "Electrics, north", "member_ids": [ana]})).await;
    made(
        "/api/v1/parts",
        json!({"number": "00017", "name": "@Seal", "unit": "m", "category": "Seals", "barcode": "+49",
        "aliases": ["ring"], "manufacturer_part_number": "S-9", "description": "soft"}),
    )
    .await;
    made("/api/v1/parts", json!({"name": "Bearing"})).await;
    let order = made(
        "/api/v1/work-orders",
        json!({"title": "=Leak", "kind": "inspection", "priority": "urgent",
        "asset_id": pump, "team_id": team, "assignee_ids": [ana], "due_at": "2026-12-01T07:15:30.123456Z",
        "planned_start_at": "2026-11-30T06:00:00Z", "estimated_minutes": 45, "tags": ["x", "y, z"],
        "description": "Drips.\n\nSince Monday."}),
    )
    .await;
    app.post(&format!("/api/v1/work-orders/{order}/transition"), json!({"to": "in_progress"})).await;
    made("/api/v1/work-orders", json!({"title": "Plain", "location_id": lines[0]})).await;
}

on_both_engines! {
    async fn an_export_of_any_kind_imports_again_and_changes_nothing(app: TestApp) {
        plant(&app).await;
        let file = "title,status,completed_at,cost,cause\nOld work,closed,2020-01-01,12.50,wear\nOlder,completed,2019-01-01,,\n";
        send(&app, "kind=work_orders", file).await.expect(201);
        for (kind, rows) in [("locations", 6), ("assets", 2), ("parts", 2), ("users", 2), ("work_orders", 4)] {
            let exported = app.get(&format!("/api/v1/exports?kind={kind}")).await.expect(200);
            let text = String::from_utf8(exported.bytes.clone()).unwrap();
            let report = send(&app, &format!("kind={kind}"), &exported.bytes).await.expect(201);
            assert_eq!(counts(&report), [0, 0, rows, 0], "{kind}: {}\n{text}", report.body["changes"]);
            assert_eq!(report.body["warnings"].as_array().unwrap().iter().filter(|one| one["message"].as_str()
                .unwrap().contains("stays")).count(), 0, "{kind}: {}", report.body["warnings"]);
            let again = app.get(&format!("/api/v1/exports?kind={kind}")).await.expect(200);
            assert_eq!(String::from_utf8(again.bytes).unwrap(), text, "{kind}");
        }

        let other = app.organization("Other Plant").await;
        let (_, stranger) = app.person_of(other, BuiltInRole::Administrator).await;
        app.call(&stranger, "POST", "/api/v1/sites", Some(site("Werk Süd"))).await.expect(201);
        app.call(&stranger, "POST", "/api/v1/asset-classes", Some(json!({"name": "Robot", "code": "RB"}))).await.expect(201);
        for kind in ["locations", "assets", "parts"] {
            let exported = app.get(&format!("/api/v1/exports?kind={kind}")).await.expect(200);
            send_as(&app, &stranger, &format!("kind={kind}"), &exported.bytes).await.expect(201);
            let there = app.call(&stranger, "GET", &format!("/api/v1/exports?kind={kind}"), None).await.expect(200);
            assert_eq!(sorted(there.bytes), sorted(exported.bytes), "{kind}");
        }
    }

    async fn a_row_changes_what_it_names_and_blank_never_erases(app: TestApp) {
        plant(&app).await;
        let file = "code,name,model,manufacturer,serial_number,location,status,aliases,replacement_value,parent\n\
            p-1,Feed pump,,<clear>,0042,HA,down,\"feeder, p one\",\"9.999,50\",\n\
            M-1,,,,,,,<clear>,,<clear>\n\
            X-1,New one,,,,,,,,P-1\n";
        let dry = send(&app, "kind=assets&dry_run=true", file).await.expect(200);
        assert_eq!(counts(&dry), [1, 2, 0, 0]);
        let change = |field: &str, before: &str, after: &str| json!({"field": field, "before": before, "after": after});
        assert_eq!(dry.body["changes"][0]["row"], 2);
        assert_eq!(dry.body["changes"][0]["name"], "P-1");
        assert_eq!(dry.body["changes"][0]["fields"], json!([
            change("code", "P-1", "p-1"), change("name", "-Pump-", "Feed pump"), change("aliases", "", "feeder, p one"),
            change("location", "Line 1", "HA"), change("status", "standby", "down"),
            change("manufacturer", "'KSB", ""), change("replacement_value", "12345.67", "9.999,50"),
        ]));
        assert_eq!(dry.body["changes"][1]["fields"], json!([change("aliases", "drive", ""), change("parent", "P-1", "")]));
        let before = app.get("/api/v1/assets/by-code/P-1").await.expect(200);
        assert_eq!(before.body["name"], "-Pump-", "a dry run changes nothing");

        let done = send(&app, "kind=assets", file).await.expect(201);
        let pump = app.get("/api/v1/assets/by-code/P-1").await.expect(200);
        for (field, value) in [("name", json!("Feed pump")), ("model", json!("=X")), ("manufacturer", json!(null)),
            ("status", json!("down")), ("aliases", json!(["feeder", "p one"])), ("replacement_value_minor", json!(999_950)),
            ("warranty_until", json!("2030-01-01"))] {
            assert_eq!(pump.body[field], value, "{field}");
        }
        assert_eq!(pump.body["location"]["name"], "Hall A");
        let moves = app.get(&format!("/api/v1/assets/{}/installations", pump.id())).await.expect(200);
        assert_eq!(moves.body["items"].as_array().unwrap().len(), 2, "the move is in its history");
        assert_eq!(app.get("/api/v1/search?q=feeder").await.body["items"][0]["title"], "Feed pump");
        assert_eq!(counts(&send(&app, "kind=assets&again=true", file).await.expect(201)), [0, 0, 3, 0]);

        app.patch(&format!("/api/v1/assets/{}", pump.id()), json!({"name": "Ana's pump"})).await.expect(200);
        let undone = undo(&app, &done).await;
        assert_eq!((&undone.body["undone"], &undone.body["restored"]), (&json!(1), &json!(1)));
        assert_eq!(undone.body["touched"], json!([{"entity": "asset", "id": pump.id(), "row": 2, "fields": ["name"]}]));
        let pump = app.get("/api/v1/assets/by-code/P-1").await.expect(200);
        for (field, value) in [("name", json!("Ana's pump")), ("code", json!("P-1")), ("manufacturer", json!("'KSB")),
            ("status", json!("standby")), ("aliases", json!([])), ("replacement_value_minor", json!(1_234_567))] {
            assert_eq!(pump.body[field], value, "{field}");
        }
        assert_eq!(pump.body["location"]["name"], "Line 1");
        let motor = app.get("/api/v1/assets/by-code/M-1").await.expect(200);
        assert_eq!((&motor.body["aliases"], &motor.body["parent_id"]), (&json!(["drive"]), &json!(pump.id())));
        for verdict in crate::audit::verify(app.app.db()).await.unwrap() {
            assert_eq!(verdict.first_broken, None);
        }
    }

    async fn what_a_rule_keeps_from_going_back_stays_whole_and_is_named(app: TestApp) {
        plant(&app).await;
        let file = "code,name,location,parent\nM-1,Drive,HA,<clear>\nP-1,Feed pump,,\n";
        let done = send(&app, "kind=assets", file).await.expect(201);
        assert_eq!(counts(&done), [0, 2, 0, 0]);
        let pump = app.get("/api/v1/assets/by-code/P-1").await.expect(200).id();
        app.patch(&format!("/api/v1/assets/{pump}"), json!({"archived": true})).await.expect(200);
        let motor = app.get("/api/v1/assets/by-code/M-1").await.expect(200);
        let undone = undo(&app, &done).await;
        assert_eq!((&undone.body["restored"], &undone.body["touched_count"]), (&json!(1), &json!(1)));
        assert_eq!(undone.body["touched"][0]["fields"], json!(["location_id", "name", "parent_id"]), "its parent is archived");
        assert_eq!(app.get("/api/v1/assets/by-code/M-1").await.body, motor.body);
        assert_eq!(app.get(&format!("/api/v1/assets/{pump}")).await.body["name"], "-Pump-");
        for verdict in crate::audit::verify(app.app.db()).await.unwrap() {
            assert_eq!(verdict.first_broken, None);
        }
    }

    async fn an_id_stands_in_a_file_once(app: TestApp) {
        let file = "id,number,name\nA,1,Bolt\nA,2,Nut\n";
        let refused = send(&app, "kind=parts", file).await.expect(422);
        assert_eq!(refused.wrong_fields(), ["row 3, id"]);
    }

    async fn places_parts_and_people_are_found_by_what_the_file_calls_them(app: TestApp) {
        plant(&app).await;
        let first = "id,part number,name,uom\nMX-7,00017,,\nMX-8,B-1,Bolt,each\n";
        assert_eq!(counts(&send(&app, "kind=parts", first).await.expect(201)), [1, 0, 1, 0]);
        let renumbered = "id,part number,name,category,barcode\nMX-7,S-17,Shaft seal,<clear>,\nMX-8,,,Fasteners,\n";
        let done = send(&app, "kind=parts", renumbered).await.expect(201);
        assert_eq!(counts(&done), [0, 2, 0, 0]);
        let seal = app.get("/api/v1/parts?q=S-17").await.expect(200).body["items"][0].clone();
        assert_eq!((&seal["name"], &seal["category"], &seal["barcode"]), (&json!("Shaft seal"), &json!(null), &json!("+49")));
        assert_eq!(undo(&app, &done).await.body["restored"], 2);
        assert_eq!(app.get("/api/v1/parts?q=00017").await.body["items"][0]["name"], "@Seal");

        let moved = "code,name,parent,description\nHA,,Hall B,moved\n,Line 1,Hall B,second\n";
        let done = send(&app, "kind=locations", moved).await.expect(201);
        assert_eq!(counts(&done), [0, 2, 0, 0]);
        let found = app.get("/api/v1/search?q=hall+b+hall+a+line+filler&kind=location").await.expect(200);
        assert_eq!(found.body["items"][0]["context"], "Werk Süd › Hall B › Hall A › Line 1");
        undo(&app, &done).await;
        let hall = app.get("/api/v1/locations?q=hall+a").await.expect(200).body["items"][0].clone();
        assert_eq!((&hall["parent_id"], &hall["description"]), (&json!(null), &json!(null)));
        let circle = send(&app, "kind=locations", "code,name,parent\nHA,Hall A,Werk Süd › Hall A › Line 1\n").await.expect(422);
        assert!(circle.wrong_fields()[0].starts_with("row 2"), "{:?}", circle.wrong_fields());
        let unclear = send(&app, "kind=locations&dry_run=true", "name,description\nFiller,which?\n").await.expect(200);
        assert!(unclear.body["errors"][0]["message"].as_str().unwrap().contains("several"), "{}", unclear.body);
        let twice = send(&app, "kind=locations&dry_run=true", "code,name,parent\nHA,,\n,Hall A,\n").await.expect(200);
        assert_eq!(twice.body["wrong_rows"], 1);

        let people = "email,name,role,team\nana@plant.example,Ana Ruiz,technician,\"\"\"Electrics, north\"\"\"\nben@plant.example,Ben,viewer,\n";
        let done = send(&app, "kind=users", people).await.expect(201);
        assert_eq!(counts(&done), [1, 1, 0, 0]);
        let ana = app.get("/api/v1/users?q=ruiz").await.expect(200).body["items"][0].clone();
        assert_eq!((&ana["role"], ana["team_ids"].as_array().unwrap().len()), (&json!("technician"), 1));
        assert_eq!(ana["aliases"], json!(["Anita", "A., jr"]));
        undo(&app, &done).await;
        let ana = app.get("/api/v1/users?q=anita").await.expect(200).body["items"][0].clone();
        assert_eq!((&ana["name"], &ana["role"], ana["team_ids"].as_array().unwrap().len()), (&json!("Ana"), &json!("planner"), 2));
        let nameless = send(&app, "kind=users&dry_run=true", "email,name\nana@plant.example,<clear>\n").await.expect(200);
        assert_eq!(nameless.body["errors"][0]["message"], "can't be cleared");
    }

    async fn opening_stock_is_received_and_taken_back_by_counter_entries(app: TestApp) {
        let plant = app.post("/api/v1/sites", site("Plant")).await.expect(201).id();
        let store = app.post("/api/v1/storerooms", json!({"name": "Main store", "site_id": plant})).await.expect(201).id();
        let bins = async |store: &str| {
            let page = app.get(&format!("/api/v1/bins?storeroom_id={store}")).await.expect(200);
            page.body["items"].as_array().unwrap().clone()
        };
        if bins(&store).await.is_empty() {
            app.post("/api/v1/bins", json!({"storeroom_id": store, "code": "A-1"})).await.expect(201);
        }
        app.post("/api/v1/bins", json!({"storeroom_id": store, "code": "B-2"})).await.expect(201);
        app.post("/api/v1/parts", json!({"number": "P-9", "name": "Known"})).await.expect(201);
        let file = "part number,name,uom,qty,warehouse,bin,unit cost\n\
            S-1,Seal,each,\"1.250,5\",main STORE,b-2,\"2,40\"\nS-2,Belt,m,0,,,9\nP-9,,,3,,,10.00\n";
        let dry = send(&app, "kind=parts&dry_run=true", file).await.expect(200);
        assert_eq!(counts(&dry), [2, 1, 0, 0]);
        assert_eq!(dry.body["changes"][0]["fields"], json!([{"field": "quantity", "before": "0", "after": "3"}]));
        let done = send(&app, "kind=parts", file).await.expect(201);
        let part = async |number: &str| app.get(&format!("/api/v1/parts?q={number}")).await.body["items"][0].clone();
        let seal = part("S-1").await;
        assert_eq!((&seal["on_hand"], &seal["value_minor"]), (&json!(1250.5), &json!(300_120)));
        assert_eq!((&part("P-9").await["value_minor"], &part("S-2").await["on_hand"]), (&json!(3_000), &json!(0)));
        let again = send(&app, "kind=parts&again=true", file).await.expect(201);
        assert_eq!((counts(&again), &again.body["warnings"]), ([0, 0, 3, 0], &json!([])));
        let more = send(&app, "kind=parts&dry_run=true", "number,name,quantity\nP-9,Known,4\n").await.expect(200);
        assert!(more.body["warnings"][0]["message"].as_str().unwrap().contains("count it instead"), "{}", more.body);

        for (row, column) in [("X,X,1,Nowhere,,", "store"), ("X,X,1,,Z-9,", "bin"), ("X,X,-1,,,", "quantity"), ("X,X,\"1,250\",,,", "quantity"), ("X,X,1,,,-2", "unit_price")] {
            let file = format!("number,name,quantity,store,bin,unit_price\nGood,Good,5,,,\n{row}\n");
            let refused = send(&app, "kind=parts", &file).await.expect(422);
            assert_eq!(refused.wrong_fields(), [format!("row 3, {column}")]);
        }
        assert_eq!(app.get("/api/v1/parts?q=good").await.body["items"], json!([]), "all or nothing");

        app.post(&format!("/api/v1/parts/{}/adjust", part("P-9").await["id"].as_str().unwrap()),
            json!({"quantity": -1, "reason": "broken"})).await.expect(201);
        let undone = undo(&app, &done).await;
        assert_eq!((&undone.body["undone"], &undone.body["touched_count"]), (&json!(2), &json!(1)));
        assert_eq!(undone.body["touched"][0]["entity"], "stock_movement");
        assert_eq!(part("P-9").await["on_hand"], 2, "somebody has taken of it, so it stays");
        assert_eq!(app.get("/api/v1/parts?q=S-2").await.body["items"], json!([]), "never stored, so it is gone");
        let gone = app.get("/api/v1/parts?q=S-1&archived=true").await.body["items"][0].clone();
        assert_eq!((&gone["on_hand"], &gone["value_minor"]), (&json!(0), &json!(0)));
        assert!(gone["archived_at"].is_string());
        let movements = app.get(&format!("/api/v1/stock-movements?part_id={}", gone["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(movements.body["items"][0]["counter_of"], movements.body["items"][1]["id"]);
        let faults = app.app.read_as(app.organization, crate::parts::verify).await.unwrap();
        assert_eq!(faults, []);

        let back = send(&app, "kind=parts&again=true", file).await.expect(201);
        assert_eq!(counts(&back), [1, 1, 1, 0]);
        assert_eq!(part("S-1").await["on_hand"], 1250.5, "it is brought back with its stock");
    }

    async fn open_orders_follow_the_file_and_finished_ones_stay(app: TestApp) {
        let first = "id,title,status,priority,due date,tags\n7,Grease,open,low,2026-12-01,a\n8,Done,closed,low,2026-01-01,\n";
        send(&app, "kind=work_orders", first).await.expect(201);
        let next = "id,title,status,priority,due date,tags,cost\n7,Grease the drive,in progress,high,<clear>,,5\n8,Changed,closed,,,,\n9,New,open,,,,\n";
        let done = send(&app, "kind=work_orders", next).await.expect(201);
        assert_eq!(counts(&done), [1, 1, 1, 0]);
        let messages = done.body["warnings"].to_string();
        assert!(messages.contains("the order is finished") && messages.contains("stays in its state"), "{messages}");
        let order = app.get("/api/v1/work-orders?number=1").await.body["items"][0].clone();
        for (field, value) in [("title", json!("Grease the drive")), ("priority", json!("high")), ("due_at", json!(null)),
            ("status", json!("open")), ("tags", json!(["a"])), ("cost_minor", json!(0))] {
            assert_eq!(order[field], value, "{field}");
        }
        assert_eq!(app.get("/api/v1/work-orders?number=2").await.body["items"][0]["title"], "Done");
        let undone = undo(&app, &done).await;
        assert_eq!((&undone.body["undone"], &undone.body["restored"]), (&json!(1), &json!(1)));
        let order = app.get("/api/v1/work-orders?number=1").await.body["items"][0].clone();
        assert_eq!((&order["title"], &order["due_at"]), (&json!("Grease"), &json!("2026-12-01T11:00:00Z")));
    }

    async fn nobody_gets_more_authority_by_a_file(app: TestApp) {
        let (manager, token) = app.person(BuiltInRole::Manager).await;
        let email = app.get(&format!("/api/v1/users/{manager}")).await.body["email"].as_str().unwrap().to_owned();
        let file = format!("email,name,role\n{email},Me,administrator\nnew@plant.example,New,administrator\n");
        send_as(&app, &token, "kind=users", &file).await.expect(403);
        send_as(&app, &token, "kind=users&dry_run=true", &file).await.expect(403);

        let mut grants = BuiltInRole::Manager.grants();
        grants.insert(contract::permissions::Permission::ManagePeople, contract::permissions::Scope::All);
        app.post("/api/v1/roles", json!({"name": "Head", "permissions": grants})).await.expect(201);
        app.patch(&format!("/api/v1/users/{manager}"), json!({"role": "Head"})).await.expect(200);
        send_as(&app, &token, "kind=users", &file).await.expect(403);
        let admin = app.get("/api/v1/users?q=administrator").await.body["items"][0]["email"].as_str().unwrap().to_owned();
        let demoted = format!("email,name,role\n{admin},Out,viewer\n");
        send_as(&app, &token, "kind=users", &demoted).await.expect(403);
        let allowed = format!("email,name,role\n{email},Renamed,Head\n");
        assert_eq!(counts(&send_as(&app, &token, "kind=users", &allowed).await.expect(201)), [0, 1, 0, 0]);
        send_as(&app, &token, "kind=parts", "number,name\nA,Bolt\n").await.expect(201);
    }
}
