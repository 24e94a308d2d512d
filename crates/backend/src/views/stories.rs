//! Saved views over HTTP.

use contract::permissions::BuiltInRole;
use serde_json::json;

use crate::testing::on_both_engines;

on_both_engines! {
    async fn a_view_is_saved_found_changed_and_deleted(app: TestApp) {
        let view = app
            .post("/api/v1/views", json!({"entity": "work_orders", "name": "Late", "filters": {"due": "overdue"},
                "columns": ["number", "title"], "sort": "-due_at", "is_default": true}))
            .await
            .expect(201);
        let second = app
            .post("/api/v1/views", json!({"entity": "work_orders", "name": "Mine", "filters": {"assignee": "me"}, "is_default": true}))
            .await
            .expect(201);
        let list = app.get("/api/v1/views?entity=work_orders").await.expect(200);
        let items = list.body["items"].as_array().unwrap();
        assert_eq!(items.iter().map(|v| v["name"].as_str().unwrap()).collect::<Vec<_>>(), ["Late", "Mine"]);
        assert_eq!(items[0]["is_default"], false);
        assert_eq!(items[0]["filters"], json!({"due": "overdue"}));
        let path = format!("/api/v1/views/{}", view.id());
        let changed = app.patch(&path, json!({"name": "Overdue", "sort": null, "version": 1})).await.expect(200);
        assert_eq!((&changed.body["name"], &changed.body["sort"]), (&json!("Overdue"), &json!(null)));
        let twice = app.post("/api/v1/views", json!({"entity": "work_orders", "name": "mine"})).await.expect(409);
        assert_eq!(twice.wrong_fields(), ["name"]);
        app.call(&app.administrator, "DELETE", &format!("/api/v1/views/{}", second.id()), None).await.expect(204);
        app.get(&format!("/api/v1/views/{}", second.id())).await.expect(404);
        let wrong = app.post("/api/v1/views", json!({"entity": "ships", "name": "", "layout": "cube"})).await.expect(422);
        assert_eq!(wrong.wrong_fields(), ["entity", "name", "layout"]);
    }

    async fn personal_views_are_private_and_sharing_needs_permission(app: TestApp) {
        let (_, technician) = app.person(BuiltInRole::Technician).await;
        let own = app.call(&technician, "POST", "/api/v1/views", Some(json!({"entity": "assets", "name": "Line 4"}))).await.expect(201);
        app.get(&format!("/api/v1/views/{}", own.id())).await.expect(404);
        app.call(&technician, "POST", "/api/v1/views", Some(json!({"entity": "assets", "name": "All", "shared": true}))).await.expect(403);
        app.call(&technician, "PATCH", &format!("/api/v1/views/{}", own.id()), Some(json!({"shared": true}))).await.expect(403);
        let shared = app.post("/api/v1/views", json!({"entity": "assets", "name": "Critical", "shared": true})).await.expect(201);
        let seen = app.call(&technician, "GET", &format!("/api/v1/views/{}", shared.id()), None).await.expect(200);
        assert_eq!(seen.body["editable"], false);
        app.call(&technician, "DELETE", &format!("/api/v1/views/{}", shared.id()), None).await.expect(403);
    }
}
