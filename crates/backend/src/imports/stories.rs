//! Files brought in, refused and taken back, over HTTP.

use std::fmt::Write;

use axum::{body::Body, http::Request};
use contract::permissions::BuiltInRole;
use serde_json::json;

use crate::testing::{TestAnswer, TestApp, on_both_engines, site};

const PUBLISHED: &[u8] = include_bytes!("../../../../fixtures/excavators.csv");
const REPAIRED: &[u8] = include_bytes!("../../../../fixtures/excavators-repaired.csv");

async fn send(app: &TestApp, query: &str, file: &[u8]) -> TestAnswer {
    let request = Request::post(format!("/api/v1/imports?{query}"))
        .header("authorization", format!("Bearer {}", app.administrator))
        .header("content-type", "text/csv")
        .body(Body::from(file.to_vec()))
        .unwrap();
    app.send(request).await
}

async fn count(app: &TestApp, list: &str) -> usize {
    let page = app.get(&format!("/api/v1/{list}?limit=200")).await.expect(200);
    page.body["items"].as_array().unwrap().len()
}

on_both_engines! {
    async fn the_published_excavator_file_names_its_two_broken_rows_and_imports_nothing(app: TestApp) {
        let report = send(&app, "kind=work_orders&dry_run=true", PUBLISHED).await.expect(200);
        let mut rows: Vec<i64> = report.body["errors"].as_array().unwrap().iter().map(|e| e["row"].as_i64().unwrap()).collect();
        rows.dedup();
        assert_eq!(rows, [1840, 3454]);
        assert_eq!((&report.body["wrong_rows"], &report.body["mapping"]), (&json!(2), &json!("excavators")));
        let refused = send(&app, "kind=work_orders", PUBLISHED).await.expect(422);
        assert!(refused.body["detail"].as_str().unwrap().contains("Nothing was imported"), "{}", refused.body);
        assert!(refused.wrong_fields().iter().any(|field| field == "row 3454, Cost"), "{:?}", refused.wrong_fields());
        assert_eq!((count(&app, "work-orders").await, count(&app, "assets").await), (0, 0));
        assert_eq!(count(&app, "imports").await, 0);
    }

    async fn the_repaired_excavator_file_gives_every_order_and_its_exact_cost_and_is_undone(app: TestApp) {
        let report = send(&app, "kind=work_orders&file_name=excavators.csv", REPAIRED).await.expect(201);
        assert_eq!((&report.body["created"], &report.body["cost_minor"]), (&json!(5_485), &json!(1_750_616_276_i64)));
        assert_eq!(report.body["also_created"], json!({"asset": 5}));
        let exported = app.get("/api/v1/exports?kind=work_orders").await.expect(200);
        let mut table = csv::Reader::from_reader(&exported.bytes[..]);
        let at = |table: &mut csv::Reader<&[u8]>, name: &str| table.headers().unwrap().iter().position(|h| h == name).unwrap();
        let (cost, closed, asset) = (at(&mut table, "cost"), at(&mut table, "closed_at"), at(&mut table, "asset"));
        let (mut sum, mut orders) = (0_i64, 0);
        for record in table.records() {
            let record = record.unwrap();
            sum += kernel::Money::parse(&record[cost], "EUR".parse().unwrap()).unwrap().minor;
            orders += 1;
            assert!(!record[closed].is_empty() && "ABCDE".contains(&record[asset]));
        }
        assert_eq!((orders, sum), (5_485, 1_750_616_276));
        let again = send(&app, "kind=work_orders", REPAIRED).await.expect(409);
        assert!(again.body["detail"].as_str().unwrap().contains("imported before"));
        for verdict in crate::audit::verify(app.app.db()).await.unwrap() {
            assert_eq!(verdict.first_broken, None);
        }

        let excavator = app.get("/api/v1/assets/by-code/D").await.expect(200).id();
        app.patch(&format!("/api/v1/assets/{excavator}"), json!({"description": "Repainted"})).await.expect(200);
        let id = report.body["batch_id"].as_str().unwrap().to_owned();
        let undone = app.post(&format!("/api/v1/imports/{id}/undo"), json!({})).await.expect(200);
        assert_eq!((&undone.body["touched_count"], &undone.body["undone"]), (&json!(1), &json!(5_485 + 4)));
        assert_eq!(undone.body["touched"][0]["id"], excavator);
        assert_eq!((count(&app, "work-orders").await, count(&app, "assets").await), (0, 1));
        app.post(&format!("/api/v1/imports/{id}/undo"), json!({})).await.expect(409);
    }

    async fn places_come_in_any_order_in_latin_1_with_semicolons(app: TestApp) {
        app.post("/api/v1/sites", site("Werk Süd")).await.expect(201);
        let text = "Name;CODE;Parent Location;\u{dc}berfl\u{fc}ssig\nVentil;V1;L1;x\nLinie 1;L1;HALLE 1;\nHalle 1;H1;;\"y\"\n";
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let dry = send(&app, "kind=locations&dry_run=true", &latin).await.expect(200);
        assert_eq!((&dry.body["encoding"], &dry.body["delimiter"], &dry.body["created"]), (&json!("windows-1252"), &json!(";"), &json!(3)));
        assert_eq!(dry.body["columns"][3], json!({"column": "Überflüssig", "field": null, "sample": "x"}));
        assert_eq!(count(&app, "locations").await, 0);
        send(&app, "kind=locations", &latin).await.expect(201);
        let valve = app.get("/api/v1/locations?q=ventil").await.expect(200);
        assert_eq!(valve.body["items"][0]["path"], json!(["Werk Süd", "Halle 1", "Linie 1", "Ventil"]));

        let circle = send(&app, "kind=locations&dry_run=true", b"name,code,parent\nA,a,b\nB,b,a\nC,c,nowhere\n").await.expect(200);
        assert_eq!(circle.body["wrong_rows"], 3);
        assert_eq!(circle.body["errors"][0]["column"], "parent");

        let assets = "Asset,ASSETNUM,Parent Asset,Location Name,Acquisition cost,Warranty Expiration Date\n\
            Motor,M-1,Pumpe,,\"1.250,50\",31.12.2027\nPumpe,P-1,,Ventil,99,01.02.2028\nSpare,4-Mar,,,,\n";
        let report = send(&app, "kind=assets", assets.as_bytes()).await.expect(201);
        assert_eq!((&report.body["created"], &report.body["date_format"]), (&json!(3), &json!("%d.%m.%Y")));
        assert!(report.body["warnings"][0]["message"].as_str().unwrap().contains("spreadsheet"));
        let motor = app.get("/api/v1/assets?q=motor").await.expect(200);
        assert_eq!(motor.body["items"][0]["code"], "M-1");
        let again = send(&app, "kind=assets&again=true", assets.as_bytes()).await.expect(201);
        assert_eq!((&again.body["created"], &again.body["unchanged"]), (&json!(0), &json!(3)));
    }

    async fn what_is_taken_out_can_be_brought_in_again(app: TestApp) {
        app.post("/api/v1/sites", site("Plant")).await.expect(201);
        let file = "title,status,priority,due_at,tags,assignees\n\"'=1+1\",open,high,2026-12-01,\"a, b\",\nPlain,on hold,2,2026-12-02,,\n";
        send(&app, "kind=work_orders", file.as_bytes()).await.expect(201);
        let first = app.get("/api/v1/exports?kind=work_orders").await.expect(200);
        let text = String::from_utf8(first.bytes.clone()).unwrap();
        assert!(text.contains("'=1+1") && !text.contains(",=1+1"), "{text}");
        let other = app.organization("Other Plant").await;
        let (_, stranger) = app.person_of(other, BuiltInRole::Administrator).await;
        let there = TestAppAs { app: &app, token: stranger };
        there.import("kind=work_orders", &first.bytes).await.expect(201);
        let second = app.call(&there.token, "GET", "/api/v1/exports?kind=work_orders", None).await.expect(200);
        assert_eq!(String::from_utf8(second.bytes).unwrap(), text);
        let json = app.get("/api/v1/exports?kind=work_orders&format=json").await.expect(200);
        assert_eq!(json.body[0]["title"], "=1+1");
        let (_, technician) = app.person(BuiltInRole::Technician).await;
        app.call(&technician, "GET", "/api/v1/exports?kind=users", None).await.expect(403);
        let people = "Email,First Name,Last Name,User Type\nmaria@plant.example,Maria,Okafor,TECH\nbad,,,king\n";
        let wrong = send(&app, "kind=users", people.as_bytes()).await.expect(422);
        assert_eq!(wrong.wrong_fields(), ["row 3, Email", "row 3, name", "row 3, User Type"]);
    }

    async fn mappings_and_files_that_make_no_sense_are_refused(app: TestApp) {
        let none = send(&app, "kind=assets", b"colour,taste\nred,sweet\n").await.expect(422);
        assert_eq!(none.wrong_fields(), ["file"]);
        assert_eq!(send(&app, "kind=assets", b"").await.expect(422).wrong_fields(), ["file"]);
        let map = "%7B%22columns%22%3A%7B%22Machine%22%3A%22colour%22%7D%7D";
        assert_eq!(send(&app, &format!("kind=assets&map={map}"), b"Machine\nA\n").await.expect(422).wrong_fields(), ["map"]);
        let shifted = send(&app, "kind=assets&dry_run=true", b"code,name\nP-1,Pump, north,x\n").await.expect(200);
        assert_eq!(shifted.body["errors"][0]["row"], 2);
        app.get("/api/v1/imports/00000000-0000-7000-8000-000000000000").await.expect(404);
    }
}

/// Someone else on the same installation.
struct TestAppAs<'a> {
    app: &'a TestApp,
    token: String,
}

impl TestAppAs<'_> {
    async fn import(&self, query: &str, file: &[u8]) -> TestAnswer {
        let request = Request::post(format!("/api/v1/imports?{query}"))
            .header("authorization", format!("Bearer {}", self.token))
            .body(Body::from(file.to_vec()))
            .unwrap();
        self.app.send(request).await
    }
}

#[tokio::test]
async fn progress_is_told_and_external_ids_are_kept() {
    let app = TestApp::sqlite().await;
    let mut file = String::from("ID,Title,Status,Due Date,Cost\n");
    for number in 0..1_200 {
        writeln!(file, "X{number},Grease bearing {number},closed,2026-01-01,{}.25", number % 100).unwrap();
    }
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let told = seen.clone();
    let import = super::Import {
        kind: contract::imports::ImportKind::WorkOrders,
        bytes: file.into(),
        file_name: None,
        map: None,
        dry_run: false,
        again: false,
        caller: None,
    };
    let progress: super::Progress =
        std::sync::Arc::new(move |done, rows| told.lock().unwrap().push((done, rows)));
    let report = super::run(&app.app, app.organization, crate::testing::system(), import, Some(progress))
        .await
        .unwrap();
    assert_eq!((report.created, report.cost_minor), (1_200, 5_970_000));
    assert_eq!(seen.lock().unwrap().last(), Some(&(1_200, 1_200)));
}
