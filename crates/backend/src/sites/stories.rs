//! Places over HTTP: trees, checks, merging and paging.

use serde_json::json;

use crate::testing::{on_both_engines, site};

on_both_engines! {
    async fn a_tree_of_places_is_built_moved_and_archived(app: TestApp) {
        let plant = app.post("/api/v1/sites", site("Plant A")).await.expect(201).id();
        let hall = app
            .post("/api/v1/locations", json!({"name": "Hall 1", "code": "H1", "aliases": ["north hall"]}))
            .await
            .expect(201);
        assert_eq!(hall.body["site_id"], plant);
        let line = app
            .post("/api/v1/locations", json!({"name": "Line 4", "parent_id": hall.id()}))
            .await
            .expect(201);
        assert_eq!(line.body["path"], json!(["Plant A", "Hall 1", "Line 4"]));
        let below = app.get(&format!("/api/v1/locations?parent={}", hall.id())).await.expect(200);
        assert_eq!(below.body["items"][0]["id"], line.id());
        assert_eq!(below.body["next"], json!(null));
        let roots = app.get("/api/v1/locations?parent=root").await.expect(200);
        assert_eq!(roots.body["items"][0]["children"], 1);

        let circle = app
            .patch(&format!("/api/v1/locations/{}", hall.id()), json!({"parent_id": line.id()}))
            .await
            .expect(422);
        assert_eq!(circle.wrong_fields(), ["parent_id"]);

        let moved = app
            .patch(&format!("/api/v1/locations/{}", line.id()), json!({"parent_id": null, "archived": true}))
            .await
            .expect(200);
        assert_eq!(moved.body["path"], json!(["Plant A", "Line 4"]));
        assert_eq!(app.get("/api/v1/locations").await.body["items"].as_array().unwrap().len(), 1);
        assert_eq!(app.get("/api/v1/locations?archived=true").await.body["items"].as_array().unwrap().len(), 2);
    }

    async fn names_codes_and_zones_are_checked_by_field(app: TestApp) {
        let wrong = app.post("/api/v1/sites", json!({"name": " ", "time_zone": "Moon"})).await.expect(422);
        assert_eq!(wrong.wrong_fields(), ["name", "time_zone"]);
        app.post("/api/v1/sites", site("Plant A")).await.expect(201);
        let twice = app.post("/api/v1/sites", site("PLANT  a")).await.expect(409);
        assert_eq!(twice.wrong_fields(), ["name"]);
        app.post("/api/v1/locations", json!({"name": "Hall", "code": "H1"})).await.expect(201);
        let twice = app.post("/api/v1/locations", json!({"name": "Other", "code": "h1"})).await.expect(409);
        assert_eq!(twice.wrong_fields(), ["code"]);
        let unknown = app.get("/api/v1/locations?colour=red").await.expect(422);
        assert_eq!(unknown.wrong_fields(), ["colour"]);
        let limit = app.get("/api/v1/locations?limit=201").await.expect(422);
        assert_eq!(limit.wrong_fields(), ["limit"]);
        app.get("/api/v1/sites/nonsense").await.expect(404);
    }

    async fn two_people_change_different_fields_and_both_stay_but_the_same_field_shows_both(app: TestApp) {
        let site = app.post("/api/v1/sites", site("Plant A")).await.expect(201);
        let path = format!("/api/v1/sites/{}", site.id());
        app.patch(&path, json!({"name": "Plant North", "version": 1})).await.expect(200);
        let merged = app.patch(&path, json!({"address": "Hafen 1", "version": 1})).await.expect(200);
        assert_eq!((&merged.body["name"], &merged.body["address"]), (&json!("Plant North"), &json!("Hafen 1")));
        let conflict = app.patch(&path, json!({"name": "Plant South", "version": 1})).await.expect(409);
        assert_eq!(conflict.body["code"], "conflict");
        assert_eq!(conflict.body["conflict"]["name"]["mine"], "Plant South");
        assert_eq!(conflict.body["conflict"]["name"]["theirs"], "Plant North");
        let by_header = app
            .call_with(&app.administrator, "PATCH", &path, Some(json!({"name": "Plant West"})), &[("if-match", "\"3\"")])
            .await
            .expect(200);
        assert_eq!(by_header.headers["etag"], "\"4\"");
    }

    async fn pages_follow_each_other_without_gap_or_repeat(app: TestApp) {
        app.post("/api/v1/sites", site("Plant")).await.expect(201);
        for number in 0..7 {
            app.post("/api/v1/locations", json!({"name": format!("Hall {number}")})).await.expect(201);
        }
        let (mut names, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = app.get(&format!("/api/v1/locations?limit=3{cursor}")).await.expect(200);
            names.extend(page.body["items"].as_array().unwrap().iter().map(|l| l["name"].as_str().unwrap().to_owned()));
            match page.body["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(names, (0..7).map(|n| format!("Hall {n}")).collect::<Vec<_>>());
    }
}
