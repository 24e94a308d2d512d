//! What an operation uses up, made anew.

use serde_json::{Value, json};

use super::{Plant, attach, body_of, filled, import, new_text};
use crate::testing::TestApp;

/// Makes anew what the operation uses up, so that it can be called once more: what is reversed, removed, moved on or
/// deleted only once.
#[allow(clippy::too_many_lines, reason = "a table")]
pub(crate) async fn renew(app: &TestApp, plant: &mut Plant, method: &str, path: &str) {
    let token = plant.token.clone();
    let made = async |path: &str, body: Value| app.call(&token, "POST", path, Some(body)).await.expect(201);
    let below = |what: &str| format!("/api/v1/work-orders/{}/{what}", plant.ids["order"]);
    let (name, id) = match (method, path.trim_start_matches("/api/v1/")) {
        ("POST", "work-orders/{id}/costs/{entry_id}/reverse") => {
            ("cost", made(&below("costs"), json!({"amount_minor": 100, "category": "other"})).await.id())
        }
        ("POST", "work-orders/{id}/time/{entry_id}/reverse") => {
            ("time", made(&below("time"), json!({"minutes": 5})).await.id())
        }
        ("POST", "work-orders/{id}/timer") => {
            // Once is enough; the answer to another start does not matter.
            app.call(&token, "POST", &below("transition"), Some(json!({"to": "in_progress"}))).await;
            return;
        }
        ("POST", "work-orders/{id}/transition") => {
            ("order", made("/api/v1/work-orders", json!({"title": new_text()})).await.id())
        }
        ("POST", "work-orders/{id}/links") => {
            ("other_order", made("/api/v1/work-orders", json!({"title": new_text()})).await.id())
        }
        ("DELETE", "work-orders/{id}/links/{link_id}") => {
            let other = made("/api/v1/work-orders", json!({"title": new_text()})).await.id();
            ("link", made(&below("links"), json!({"kind": "relates", "work_order_id": other})).await.id())
        }
        ("POST", "work-orders/{id}/parts" | "parts/{id}/transfer") => {
            let receipt = json!({"bin_id": plant.ids["bin"], "quantity": 1, "unit_cost_minor": 100});
            made(&format!("/api/v1/parts/{}/receive", plant.ids["part"]), receipt).await;
            return;
        }
        ("POST", "work-orders/{id}/parts/return") => {
            let receipt = json!({"bin_id": plant.ids["bin"], "quantity": 1, "unit_cost_minor": 100});
            made(&format!("/api/v1/parts/{}/receive", plant.ids["part"]), receipt).await;
            let issue = json!({"part_id": plant.ids["part"], "bin_id": plant.ids["bin"], "quantity": 1});
            ("issue", made(&below("parts"), issue).await.id())
        }
        ("POST", "assets/{id}/install" | "assets/{id}/remove" | "assets/{id}/status") => {
            let asset = json!({"code": new_text(), "name": "Pump", "location_id": plant.ids["location"]});
            ("asset", made("/api/v1/assets", asset).await.id())
        }
        ("POST", at) if at.starts_with("maintenance-plans/{id}/") => {
            let body = filled(body_of("POST", "/api/v1/maintenance-plans").unwrap(), plant);
            let id = made("/api/v1/maintenance-plans", body).await.id();
            if at.ends_with("/resume") {
                let reason = Some(json!({"reason": "Winter"}));
                let pause = format!("/api/v1/maintenance-plans/{id}/pause");
                app.call(&token, "POST", &pause, reason).await.expect(200);
            }
            ("plan", id)
        }
        ("DELETE", "roles/{id}") => {
            ("role", made("/api/v1/roles", json!({"name": new_text(), "permissions": {}})).await.id())
        }
        ("DELETE", "views/{id}") => {
            ("view", made("/api/v1/views", json!({"entity": "assets", "name": new_text()})).await.id())
        }
        ("DELETE", "tokens/{id}") => {
            let made = made("/api/v1/tokens", json!({"name": new_text()})).await;
            ("token", made.body["record"]["id"].as_str().unwrap().to_owned())
        }
        ("DELETE", "settings/keys/{provider}") => {
            let key = Some(json!({"key": "sk-a-key-of-some-length"}));
            app.call(&token, "PUT", "/api/v1/settings/keys/openai", key).await.expect(200);
            return;
        }
        ("DELETE", "work-orders/{id}/files/{file_id}") => {
            ("order_file", attach(app, &token, &below("files"), &new_text()).await.expect(201).id())
        }
        ("DELETE", "assets/{id}/files/{file_id}") => {
            let files = format!("/api/v1/assets/{}/files", plant.ids["asset"]);
            ("asset_file", attach(app, &token, &files, &new_text()).await.expect(201).id())
        }
        ("POST", "imports/{id}/undo") => ("import", import(app, &token, &new_text()).await),
        _ => return,
    };
    plant.ids.insert(name, id);
}
