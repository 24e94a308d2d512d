//! For each operation a body that it accepts.

use serde_json::{Value, json};

/// A body that the operation accepts, with `$name` for a record and `$new` for a text that no record has; nothing for
/// an operation without one.
#[allow(clippy::too_many_lines, clippy::match_same_arms, reason = "a table")]
pub(crate) fn body_of(method: &str, path: &str) -> Option<Value> {
    let trigger =
        json!({"kind": "calendar", "every": {"every": 1, "unit": "week"}, "starts_on": "2026-12-01"});
    let template = json!({"asset_ids": ["$asset"], "assignee_ids": ["$user"], "team_id": "$team"});
    let calendar = json!({"seasons": [{"from": "02-01", "to": "12-31"}],
        "closures": [{"from": "2026-12-24", "to": "2026-12-26", "what": "$new"}]});
    let plan = json!({"name": "$new", "site_id": "$site", "trigger": trigger, "template": template,
        "calendar": calendar, "levels": [{"every_nth": 4, "name": "$new"}]});
    let while_meter =
        json!({"upper_action": 90, "only_while": {"kind": "meter", "meter_id": "$other_meter", "above": 0}});
    let while_asset = json!({"upper_action": 90, "only_while": {"kind": "asset", "asset_id": "$asset"}});
    let rule_template = json!({"assignee_ids": ["$user"], "team_id": "$team"});
    Some(match (method, path.trim_start_matches("/api/v1/")) {
        ("GET" | "DELETE", _)
        | ("POST", "asset-classes/library" | "imports/{id}/undo" | "maintenance-plans/{id}/resume") => {
            return None;
        }
        // Their bodies are files.
        ("POST", "imports" | "assets/{id}/files" | "work-orders/{id}/files") => return None,
        ("POST", "asset-classes") => json!({"code": "$new", "name": "$new", "parent_id": "$class"}),
        ("PATCH", "asset-classes/{id}") => json!({"name": "$new", "parent_id": "$other_class"}),
        ("POST", "assets") => {
            json!({"code": "$new", "name": "$new", "class_id": "$class", "location_id": "$location",
            "parent_id": "$asset"})
        }
        ("PATCH", "assets/{id}") => {
            json!({"name": "$new", "class_id": "$class", "parent_id": "$other_asset", "photo_id": "$asset_file"})
        }
        ("POST", "assets/{id}/install") => json!({"location_id": "$other_location"}),
        ("POST", "assets/{id}/remove") => json!({"reason": "$new"}),
        ("POST", "assets/{id}/status") => json!({"status": "down", "reason": "$new"}),
        ("POST", "bins") => json!({"code": "$new", "storeroom_id": "$storeroom"}),
        ("PATCH", "bins/{id}") => json!({"code": "$new"}),
        ("POST", "locations") => json!({"name": "$new", "site_id": "$site", "parent_id": "$location"}),
        ("PATCH", "locations/{id}") => json!({"name": "$new", "parent_id": "$other_location"}),
        ("POST", "maintenance-plans") => plan,
        ("POST", "maintenance-plans/preview") => json!({"plan": plan}),
        ("PATCH", "maintenance-plans/{id}") => {
            json!({"name": "$new", "site_id": "$site", "template": template, "trigger": trigger, "calendar": calendar})
        }
        ("POST", "maintenance-plans/{id}/generate") => json!({"asset_ids": ["$asset"]}),
        ("POST", "maintenance-plans/{id}/pause") => json!({"reason": "$new"}),
        ("POST", "maintenance-plans/{id}/skip") => json!({"asset_ids": ["$asset"], "reason": "$new"}),
        ("PATCH", "me") => json!({"name": "$new"}),
        ("PATCH", "me/settings") => json!({"theme": "dark"}),
        ("PATCH", "organization") => json!({"name": "$new"}),
        ("POST", "meters") => {
            json!({"code": "$new", "name": "$new", "kind": "counter", "unit": "h", "asset_id": "$asset"})
        }
        ("PATCH", "meters/{id}") => json!({"name": "$new", "location_id": "$location"}),
        ("POST", "meters/{id}/events") => {
            json!({"kind": "reset", "at": "2026-05-01T00:00:00Z", "note": "$new"})
        }
        ("POST", "meters/{id}/events/{event_id}/void") => json!({"reason": "$new"}),
        ("POST", "meters/{id}/readings") => json!({"value": 70, "work_order_id": "$order", "note": "$new"}),
        ("POST", "meters/{id}/readings/void") => {
            json!({"recorded_at": "2026-01-01T00:00:00Z", "reason": "$new"})
        }
        ("POST", "meters/{id}/rules") => {
            json!({"name": "$new", "definition": while_meter, "template": rule_template})
        }
        ("POST", "meters/{id}/rules/try") => json!({"definition": while_meter}),
        ("PATCH", "condition-rules/{id}") => {
            json!({"name": "$new", "definition": while_asset, "template": rule_template})
        }
        ("POST", "readings") => {
            json!({"readings": [{"meter_id": "$meter", "value": 70, "work_order_id": "$order"}]})
        }
        ("POST", "parts") => {
            json!({"name": "$new", "default_bin_id": "$bin", "stocking": [{"storeroom_id": "$storeroom", "minimum": 1}]})
        }
        ("PATCH", "parts/{id}") => {
            json!({"name": "$new", "default_bin_id": "$bin", "stocking": [{"storeroom_id": "$storeroom", "minimum": 1}]})
        }
        ("POST", "parts/{id}/adjust") => json!({"bin_id": "$bin", "quantity": 1, "reason": "$new"}),
        ("POST", "parts/{id}/count") => json!({"bin_id": "$bin", "counted": 5, "reason": "$new"}),
        ("POST", "parts/{id}/receive") => json!({"bin_id": "$bin", "quantity": 2, "unit_cost_minor": 100}),
        ("POST", "parts/{id}/transfer") => {
            json!({"from_bin_id": "$bin", "to_bin_id": "$other_bin", "quantity": 1, "reason": "$new"})
        }
        ("POST", "roles") | ("PUT", "roles/{id}") => {
            json!({"name": "$new", "permissions": {"sites.view": "all"}})
        }
        // Nobody is signed in by it: the answer says only that it is wrong.
        ("POST", "session") => json!({"email": "$new@plant.example", "password": "wrong horse battery"}),
        ("POST", "setup") => {
            json!({"token": "$new", "organization_name": "$new", "site_name": "$new", "name": "$new",
            "email": "$new@plant.example", "password": "correct horse battery", "time_zone": "UTC", "language": "en",
            "currency": "EUR"})
        }
        ("PATCH", "settings") => json!({"default_due_days": 3, "ai_model": "$new"}),
        ("PUT", "settings/keys/{provider}") => json!({"key": "sk-a-key-of-some-length"}),
        ("POST", "sites") => json!({"name": "$new", "time_zone": "UTC"}),
        ("PATCH", "sites/{id}") => json!({"name": "$new"}),
        ("POST", "storerooms") => json!({"name": "$new", "site_id": "$site"}),
        ("PATCH", "storerooms/{id}") => json!({"name": "$new"}),
        ("POST", "teams") | ("PATCH", "teams/{id}") => json!({"name": "$new", "member_ids": ["$user"]}),
        ("POST", "tokens") => json!({"name": "$new"}),
        ("POST", "users") => json!({"email": "$new@plant.example", "name": "$new", "role": "technician",
            "site_ids": ["$site"], "team_ids": ["$team"]}),
        ("PATCH", "users/{id}") => json!({"name": "$new", "site_ids": ["$site"], "team_ids": ["$team"]}),
        ("POST", "views") => json!({"entity": "work_orders", "name": "$new"}),
        ("PATCH", "views/{id}") => json!({"name": "$new"}),
        ("POST", "work-orders") => {
            json!({"title": "$new", "asset_id": "$asset", "asset_ids": ["$other_asset"],
            "assignee_ids": ["$user"], "location_id": "$location", "parent_id": "$order", "team_id": "$team",
            "requested_by": "$user"})
        }
        ("POST", "work-orders/bulk") => {
            json!({"ids": ["$order"], "patch": {"title": "$new", "assignee_ids": ["$user"]}})
        }
        ("PATCH", "work-orders/{id}") => {
            json!({"title": "$new", "asset_id": "$asset", "asset_ids": ["$other_asset"],
            "assignee_ids": ["$user"], "location_id": "$location", "parent_id": "$other_order", "team_id": "$team",
            "requested_by": "$user"})
        }
        ("POST", "work-orders/{id}/comments") => json!({"body": "$new", "mentions": ["$user"]}),
        ("POST", "work-orders/{id}/costs") => {
            json!({"amount_minor": 100, "category": "other", "description": "$new"})
        }
        (
            "POST",
            "work-orders/{id}/costs/{entry_id}/reverse" | "work-orders/{id}/time/{entry_id}/reverse",
        ) => json!({"reason": "$new"}),
        ("POST", "work-orders/{id}/duplicate") => json!({"title": "$new"}),
        ("POST", "work-orders/{id}/links") => json!({"kind": "relates", "work_order_id": "$other_order"}),
        ("POST", "work-orders/{id}/parts") => {
            json!({"part_id": "$part", "bin_id": "$bin", "quantity": 1, "reason": "$new"})
        }
        ("POST", "work-orders/{id}/parts/return") => {
            json!({"part_id": "$part", "bin_id": "$bin", "issue_id": "$issue", "quantity": 1, "reason": "$new"})
        }
        ("POST", "work-orders/{id}/time") => json!({"minutes": 5, "user_id": "$user", "note": "$new"}),
        ("POST", "work-orders/{id}/timer") => json!({"running": true}),
        ("POST", "work-orders/{id}/transition") => json!({"to": "in_progress", "reason": "$new"}),
        ("POST", "work-orders/{id}/watch") => json!({"watching": true, "user_id": "$user"}),
        _ => panic!(
            "{method} {path} is new: say in plant/bodies.rs what its body may hold, with $names of records"
        ),
    })
}
