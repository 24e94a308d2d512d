//! No organisation reaches another's records: every operation is called with the other's identities, in its address and
//! in each field of its body. An operation that is new must be added to the table of bodies to pass.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{Request, header},
};
use contract::permissions::BuiltInRole;
use kernel::OrganizationId;
use serde_json::{Value, json};

use crate::{
    authority::operations,
    testing::{TestAnswer, TestApp, on_both_engines},
};

/// Stands in every text of a plant, to be found wherever it does not belong.
const MARKS: [&str; 2] = ["Zebra", "Quokka"];

/// An organisation with a record of every noun.
struct Plant {
    organization: OrganizationId,
    token: String,
    /// By the names that [`body_of`] and [`address`] use.
    ids: BTreeMap<&'static str, String>,
}

/// The body of a change, with `$name` for identities; nothing for an operation without one.
#[allow(clippy::too_many_lines, clippy::match_same_arms, reason = "a table")]
fn body_of(method: &str, path: &str) -> Option<Value> {
    let calendar =
        json!({"kind": "calendar", "every": {"every": 1, "unit": "week"}, "starts_on": "2026-12-01"});
    let template = json!({"asset_ids": ["$asset"], "assignee_ids": ["$user"], "team_id": "$team"});
    let while_meter =
        json!({"upper_action": 90, "only_while": {"kind": "meter", "meter_id": "$meter", "above": 0}});
    let while_asset = json!({"upper_action": 90, "only_while": {"kind": "asset", "asset_id": "$asset"}});
    Some(match (method, path.trim_start_matches("/api/v1/")) {
        ("GET" | "DELETE", _)
        | ("POST", "asset-classes/library" | "imports/{id}/undo" | "maintenance-plans/{id}/resume") => {
            return None;
        }
        ("POST", "asset-classes") => json!({"code": "N", "name": "New", "parent_id": "$class"}),
        ("PATCH", "asset-classes/{id}") => json!({"name": "Other", "parent_id": "$class"}),
        ("POST", "assets") => {
            json!({"code": "N", "name": "New", "class_id": "$class", "location_id": "$location", "parent_id": "$asset"})
        }
        ("PATCH", "assets/{id}") => {
            json!({"class_id": "$class", "parent_id": "$asset", "photo_id": "$asset_file"})
        }
        ("POST", "assets/{id}/install") => json!({"location_id": "$location"}),
        ("POST", "assets/{id}/remove") => json!({"reason": "Worn"}),
        ("POST", "assets/{id}/status") => json!({"status": "down"}),
        ("POST", "bins") => json!({"code": "N1", "storeroom_id": "$storeroom"}),
        ("PATCH", "bins/{id}") => json!({"code": "N2"}),
        ("POST", "locations") => json!({"name": "New", "site_id": "$site", "parent_id": "$location"}),
        ("PATCH", "locations/{id}") => json!({"parent_id": "$location"}),
        ("POST", "maintenance-plans") => {
            json!({"name": "New", "site_id": "$site", "trigger": calendar, "template": template})
        }
        ("POST", "maintenance-plans/preview") => json!({"plan": {"site_id": "$site", "trigger": calendar}}),
        ("PATCH", "maintenance-plans/{id}") => json!({"site_id": "$site", "template": template}),
        ("POST", "maintenance-plans/{id}/generate") => json!({"asset_ids": ["$asset"]}),
        ("POST", "maintenance-plans/{id}/pause") => json!({"reason": "Stands still"}),
        ("POST", "maintenance-plans/{id}/skip") => json!({"asset_ids": ["$asset"], "reason": "Done"}),
        ("PATCH", "me") => json!({"name": "Me"}),
        ("PATCH", "me/settings") => json!({"theme": "dark"}),
        ("PATCH", "organization") => json!({"language": "es"}),
        ("POST", "meters") => {
            json!({"code": "N", "name": "New", "kind": "counter", "unit": "h", "asset_id": "$asset"})
        }
        ("PATCH", "meters/{id}") => json!({"location_id": "$location"}),
        ("POST", "meters/{id}/events") => json!({"kind": "reset"}),
        ("POST", "meters/{id}/events/{event_id}/void") => json!({"reason": "By mistake"}),
        ("POST", "meters/{id}/readings") => json!({"value": 70, "work_order_id": "$order"}),
        ("POST", "meters/{id}/readings/void") => {
            json!({"recorded_at": "2026-01-01T00:00:00Z", "reason": "Typed wrong"})
        }
        ("POST", "meters/{id}/rules") => {
            json!({"name": "New", "definition": while_meter, "template": {"assignee_ids": ["$user"], "team_id": "$team"}})
        }
        ("POST", "meters/{id}/rules/try") => json!({"definition": while_meter}),
        ("PATCH", "condition-rules/{id}") => {
            json!({"definition": while_asset, "template": {"assignee_ids": ["$user"], "team_id": "$team"}})
        }
        ("POST", "readings") => {
            json!({"readings": [{"meter_id": "$meter", "value": 70, "work_order_id": "$order"}]})
        }
        ("POST", "parts") => json!({"name": "New", "default_bin_id": "$bin"}),
        ("PATCH", "parts/{id}") => json!({"default_bin_id": "$bin"}),
        ("POST", "parts/{id}/adjust") => json!({"bin_id": "$bin", "quantity": 1, "reason": "Found"}),
        ("POST", "parts/{id}/count") => json!({"bin_id": "$bin", "counted": 5}),
        ("POST", "parts/{id}/receive") => json!({"bin_id": "$bin", "quantity": 2, "unit_cost_minor": 100}),
        ("POST", "parts/{id}/transfer") => {
            json!({"from_bin_id": "$bin", "to_bin_id": "$other_bin", "quantity": 1})
        }
        ("POST", "roles") => json!({"name": "New", "permissions": {"sites.view": "all"}}),
        ("PUT", "roles/{id}") => json!({"name": "Other", "permissions": {"sites.view": "all"}}),
        ("PATCH", "settings") => json!({"default_due_days": 3}),
        ("PUT", "settings/keys/{provider}") => json!({"key": "sk-a-key-of-some-length"}),
        ("POST", "sites") => json!({"name": "New", "time_zone": "UTC"}),
        ("PATCH", "sites/{id}") => json!({"name": "Other"}),
        ("POST", "storerooms") => json!({"name": "New", "site_id": "$site"}),
        ("PATCH", "storerooms/{id}") => json!({"name": "Other"}),
        ("POST", "teams") => json!({"name": "New", "member_ids": ["$user"]}),
        ("PATCH", "teams/{id}") => json!({"member_ids": ["$user"]}),
        ("POST", "tokens") => json!({"name": "New"}),
        ("POST", "users") => json!({"email": "new@plant.example", "name": "New", "role": "technician",
            "site_ids": ["$site"], "team_ids": ["$team"]}),
        ("PATCH", "users/{id}") => json!({"site_ids": ["$site"], "team_ids": ["$team"]}),
        ("POST", "views") => json!({"entity": "work_orders", "name": "New"}),
        ("PATCH", "views/{id}") => json!({"name": "Other"}),
        ("POST", "work-orders") => {
            json!({"title": "New", "asset_id": "$asset", "asset_ids": ["$other_asset"],
            "assignee_ids": ["$user"], "location_id": "$location", "parent_id": "$order", "team_id": "$team",
            "requested_by": "$user"})
        }
        ("POST", "work-orders/bulk") => json!({"ids": ["$order"], "patch": {"assignee_ids": ["$user"]}}),
        ("PATCH", "work-orders/{id}") => json!({"asset_id": "$asset", "asset_ids": ["$other_asset"],
            "assignee_ids": ["$user"], "location_id": "$location", "parent_id": "$other_order", "team_id": "$team",
            "requested_by": "$user"}),
        ("POST", "work-orders/{id}/comments") => json!({"body": "Look", "mentions": ["$user"]}),
        ("POST", "work-orders/{id}/costs") => json!({"amount_minor": 100, "category": "other"}),
        (
            "POST",
            "work-orders/{id}/costs/{entry_id}/reverse" | "work-orders/{id}/time/{entry_id}/reverse",
        ) => {
            json!({"reason": "Typed wrong"})
        }
        ("POST", "work-orders/{id}/duplicate") => json!({"title": "Again"}),
        ("POST", "work-orders/{id}/links") => json!({"kind": "relates", "work_order_id": "$other_order"}),
        ("POST", "work-orders/{id}/parts") => json!({"part_id": "$part", "bin_id": "$bin", "quantity": 1}),
        ("POST", "work-orders/{id}/parts/return") => {
            json!({"part_id": "$part", "bin_id": "$bin", "issue_id": "$issue", "quantity": 1})
        }
        ("POST", "work-orders/{id}/time") => json!({"minutes": 5, "user_id": "$user"}),
        ("POST", "work-orders/{id}/timer") => json!({"running": true}),
        ("POST", "work-orders/{id}/transition") => json!({"to": "in_progress"}),
        ("POST", "work-orders/{id}/watch") => json!({"watching": true, "user_id": "$user"}),
        _ => panic!("{method} {path} is new: say here what its body may hold, with $names of records"),
    })
}

/// What stands for `{id}` and its like in an address.
fn record(path: &str, part: &str) -> &'static str {
    let noun = path.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default();
    match (noun, part) {
        ("asset-classes", _) => "class",
        ("assets", "{code}") => "asset_code",
        ("assets", "{file_id}") => "asset_file",
        ("assets", _) => "asset",
        ("bins", _) => "bin",
        ("condition-rules", _) => "rule",
        ("imports", _) => "import",
        ("locations", _) => "location",
        ("maintenance-plans", _) => "plan",
        ("meters", "{event_id}") => "meter_event",
        ("meters", _) => "meter",
        ("parts", _) => "part",
        ("roles", _) => "role",
        ("sessions", _) => "session",
        ("sites", _) => "site",
        ("storerooms", _) => "storeroom",
        ("teams", _) => "team",
        ("tokens", _) => "token",
        ("users", _) => "user",
        ("views", _) => "view",
        ("work-orders", "{file_id}") => "order_file",
        ("work-orders", "{link_id}") => "link",
        ("work-orders", "{entry_id}") if path.contains("/costs/") => "cost",
        ("work-orders", "{entry_id}") => "time",
        ("work-orders", _) => "order",
        _ => panic!("{path} is new: say here which record {part} is"),
    }
}

fn address(path: &str, plant: &Plant) -> String {
    let parts = path.split('/').map(|part| {
        if part.starts_with('{') { plant.ids[record(path, part)].clone() } else { part.to_owned() }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Puts identities in place of names: those of `own`, but of `foreign` for the one that is named. Answers whether the
/// named one was there.
fn fill_in(value: &mut Value, own: &Plant, foreign: Option<(&Plant, &str)>) -> bool {
    match value {
        Value::String(text) => {
            let Some(name) = text.strip_prefix('$') else { return false };
            let hit = foreign.filter(|(_, which)| *which == name);
            let found = hit.map_or(own, |(plant, _)| plant).ids[name].clone();
            *text = found;
            hit.is_some()
        }
        Value::Array(items) => fill_in_all(items, own, foreign),
        Value::Object(fields) => fill_in_all(fields.values_mut(), own, foreign),
        _ => false,
    }
}

fn fill_in_all<'a>(
    values: impl IntoIterator<Item = &'a mut Value>,
    own: &Plant,
    foreign: Option<(&Plant, &str)>,
) -> bool {
    let mut hit = false;
    for value in values {
        hit |= fill_in(value, own, foreign);
    }
    hit
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text.strip_prefix('$').map(ToOwned::to_owned).into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(names).collect(),
        Value::Object(fields) => fields.values().flat_map(names).collect(),
        _ => Vec::new(),
    }
}

async fn attach(app: &TestApp, token: &str, address: &str, name: &str) -> TestAnswer {
    let form = format!(
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}.txt\"\r\n\
         Content-Type: text/plain\r\n\r\n{name} was here\r\n--B--\r\n"
    );
    let request = Request::post(address)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
    app.send(request.body(Body::from(form)).unwrap()).await
}

/// Fills an organisation with a record of every noun, each marked.
#[allow(clippy::too_many_lines, reason = "a list")]
async fn plant(app: &TestApp, mark: &str) -> Plant {
    let organization = app.organization(&format!("{mark} Works")).await;
    let (_, token) = app.person_of(organization, BuiltInRole::Administrator).await;
    let mut ids: BTreeMap<&'static str, String> = BTreeMap::new();
    let made = async |path: &str, body: Value| app.call(&token, "POST", path, Some(body)).await.expect(201);
    let name = |what: &str| format!("{mark} {what}");

    let site = made("/api/v1/sites", json!({"name": name("site"), "time_zone": "UTC"})).await.id();
    let location = made("/api/v1/locations", json!({"name": name("hall"), "site_id": site})).await.id();
    let class = made("/api/v1/asset-classes", json!({"code": name("C"), "name": name("class")})).await.id();
    let asset_code = format!("{mark}-1");
    let asset =
        made("/api/v1/assets", json!({"code": asset_code, "name": name("pump"), "location_id": location}))
            .await
            .id();
    let other_asset =
        made("/api/v1/assets", json!({"code": format!("{mark}-2"), "name": name("fan")})).await.id();
    let team = made("/api/v1/teams", json!({"name": name("team")})).await.id();
    let email = format!("{}@plant.example", mark.to_lowercase());
    let user = made("/api/v1/users", json!({"email": email, "name": name("person"), "role": "technician"}))
        .await
        .id();
    let role =
        made("/api/v1/roles", json!({"name": name("role"), "permissions": {"sites.view": "all"}})).await.id();
    let storeroom = made("/api/v1/storerooms", json!({"name": name("store"), "site_id": site})).await.id();
    let bin = made("/api/v1/bins", json!({"code": name("A1"), "storeroom_id": storeroom})).await.id();
    let other_bin = made("/api/v1/bins", json!({"code": name("A2"), "storeroom_id": storeroom})).await.id();
    let part = made("/api/v1/parts", json!({"name": name("seal"), "default_bin_id": bin})).await.id();
    let receipt = json!({"bin_id": bin, "quantity": 9, "unit_cost_minor": 100});
    app.call(&token, "POST", &format!("/api/v1/parts/{part}/receive"), Some(receipt)).await.expect(201);
    let order = json!({"title": name("leak"), "asset_id": asset, "tags": [name("tag")]});
    let order = made("/api/v1/work-orders", order).await.id();
    let other_order = made("/api/v1/work-orders", json!({"title": name("noise")})).await.id();
    let below = |what: &str| format!("/api/v1/work-orders/{order}/{what}");
    made(&below("comments"), json!({"body": name("comment")})).await;
    let time = made(&below("time"), json!({"minutes": 5, "note": name("note")})).await.id();
    let cost = json!({"amount_minor": 100, "category": "other", "description": name("taxi")});
    let cost = made(&below("costs"), cost).await.id();
    let link = made(&below("links"), json!({"kind": "relates", "work_order_id": other_order})).await.id();
    let issue = json!({"part_id": part, "bin_id": bin, "quantity": 2});
    let issue = made(&below("parts"), issue).await.id();
    let order_file = attach(app, &token, &below("files"), mark).await.expect(201).id();
    let asset_file =
        attach(app, &token, &format!("/api/v1/assets/{asset}/files"), mark).await.expect(201).id();
    let plan = json!({"name": name("plan"), "site_id": site, "template": {"asset_ids": [asset]},
        "trigger": {"kind": "calendar", "every": {"every": 1, "unit": "week"}, "starts_on": "2026-12-01"}});
    let plan = made("/api/v1/maintenance-plans", plan).await.id();
    let meter =
        json!({"code": name("M"), "name": name("hours"), "kind": "counter", "unit": "h", "asset_id": asset});
    let meter = made("/api/v1/meters", meter).await.id();
    let of_meter = |what: &str| format!("/api/v1/meters/{meter}/{what}");
    let rule = json!({"name": name("rule"), "definition": {"upper_action": 50}});
    let rule = made(&of_meter("rules"), rule).await.id();
    made(&of_meter("readings"), json!({"value": 60, "note": name("reading")})).await;
    let meter_event = json!({"kind": "replacement", "after_value": 60, "note": name("device")});
    let meter_event = made(&of_meter("events"), meter_event).await.id();
    let view = json!({"entity": "work_orders", "name": name("view"), "shared": true});
    let view = made("/api/v1/views", view).await.id();
    let api_token = made("/api/v1/tokens", json!({"name": name("token")})).await;
    let api_token = api_token.body["record"]["id"].as_str().unwrap().to_owned();
    let key = json!({"key": format!("sk-{mark}-secret-0042")});
    app.call(&token, "PUT", "/api/v1/settings/keys/openai", Some(key)).await.expect(200);
    let file = Request::post("/api/v1/imports?kind=assets")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "text/csv")
        .body(Body::from(format!("code,name\n{mark}-9,{mark} imported\n")))
        .unwrap();
    let import = app.send(file).await.expect(201).body["batch_id"].as_str().unwrap().to_owned();
    let session = json!({"email": email, "password": "correct horse battery"});
    let password = json!({"password": "correct horse battery"});
    app.call(&token, "PATCH", &format!("/api/v1/users/{user}"), Some(password)).await.expect(200);
    let signed_in = app.call("", "POST", "/api/v1/session", Some(session)).await.expect(201);
    let cookie =
        signed_in.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let sessions =
        Request::get("/api/v1/sessions").header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    let session = app.send(sessions).await.expect(200).body["items"][0]["id"].as_str().unwrap().to_owned();

    for (name, id) in [
        ("site", site),
        ("location", location),
        ("class", class),
        ("asset", asset),
        ("asset_code", asset_code),
        ("asset_file", asset_file),
        ("other_asset", other_asset),
        ("team", team),
        ("user", user),
        ("role", role),
        ("storeroom", storeroom),
        ("bin", bin),
        ("other_bin", other_bin),
        ("part", part),
        ("issue", issue),
        ("order", order),
        ("other_order", other_order),
        ("order_file", order_file),
        ("time", time),
        ("cost", cost),
        ("link", link),
        ("plan", plan),
        ("meter", meter),
        ("meter_event", meter_event),
        ("rule", rule),
        ("view", view),
        ("token", api_token),
        ("import", import),
        ("session", session),
    ] {
        ids.insert(name, id);
    }
    Plant { organization, token, ids }
}

/// Operations that name a record in their address. A provider is no record.
fn on_records() -> Vec<(String, String)> {
    let mut found = operations();
    found.retain(|(_, path)| path.contains('{') && !path.contains("{provider}"));
    found
}

async fn call(
    app: &TestApp,
    plant: &Plant,
    method: &str,
    path: &str,
    at: &Plant,
    body: Option<Value>,
) -> TestAnswer {
    let mut address = address(path, at);
    if path.ends_with("/projection") {
        address.push_str("?value=1000");
    }
    if method == "POST" && path.ends_with("/files") {
        return attach(app, &plant.token, &address, "intruder").await;
    }
    app.call(&plant.token, method, &address, body).await
}

/// The newest entry of the organisation's log: it moves with every change.
async fn newest(app: &TestApp, plant: &Plant) -> Value {
    app.call(&plant.token, "GET", "/api/v1/events?limit=1", None).await.expect(200).body["items"][0].clone()
}

on_both_engines! {
    async fn no_address_reaches_the_records_of_others(app: TestApp) {
        let (theirs, ours) = (plant(&app, MARKS[0]).await, plant(&app, MARKS[1]).await);
        assert_ne!(theirs.organization, ours.organization);
        let before = newest(&app, &theirs).await;
        for (method, path) in on_records() {
            let body = if path.ends_with("/files") { None } else { body_of(&method, &path) };
            let body = body.map(|mut body| {
                fill_in(&mut body, &ours, None);
                body
            });
            let answer = call(&app, &ours, &method, &path, &theirs, body).await;
            assert_eq!(answer.status, 404, "{method} {path}: {}", answer.body);
            let said = String::from_utf8_lossy(&answer.bytes).into_owned();
            assert!(!said.contains(MARKS[0]), "{method} {path} says {said}");
        }
        assert_eq!(newest(&app, &theirs).await, before);
    }

    async fn no_body_takes_the_records_of_others(app: TestApp) {
        let (theirs, ours) = (plant(&app, MARKS[0]).await, plant(&app, MARKS[1]).await);
        let before = newest(&app, &theirs).await;
        for (method, path) in operations() {
            let elsewhere = ["/files", "/session", "/setup", "/imports", "/test-connection"];
            if elsewhere.iter().any(|end| path.ends_with(end)) {
                continue;
            }
            let Some(whole) = body_of(&method, &path) else { continue };
            for name in names(&whole) {
                let mut body = whole.clone();
                assert!(fill_in(&mut body, &ours, Some((&theirs, &name))), "{method} {path} {name}");
                let answer = call(&app, &ours, &method, &path, &ours, Some(body)).await;
                let refused = matches!(answer.status.as_u16(), 404 | 422)
                    || (path.ends_with("/bulk") && answer.body["changed"] == json!(0));
                assert!(refused, "{method} {path} with another's {name}: {} {}", answer.status, answer.body);
                if answer.status == 422 {
                    assert!(!answer.body["errors"].as_array().unwrap().is_empty(), "{method} {path}: {}", answer.body);
                }
                let said = String::from_utf8_lossy(&answer.bytes).into_owned();
                assert!(!said.contains(MARKS[0]), "{method} {path} with another's {name} says {said}");
            }
        }
        assert_eq!(newest(&app, &theirs).await, before);
    }

    async fn no_list_shows_the_records_of_others(app: TestApp) {
        let (theirs, ours) = (plant(&app, MARKS[0]).await, plant(&app, MARKS[1]).await);
        let mut seen = 0;
        for (method, path) in operations() {
            if method != "GET" || path.contains('{') {
                continue;
            }
            let queries: &[&str] = match path.trim_start_matches("/api/v1/") {
                "search" => &["?q=zebra", "?q=pump"],
                "exports" => &["?kind=assets", "?kind=work_orders", "?kind=users", "?kind=parts", "?kind=locations"],
                "changes" => &["?after=0"],
                "assets/tree" => &["", "?by=location"],
                _ => &["", "?limit=200"],
            };
            for query in queries {
                let answer = app.call(&ours.token, "GET", &format!("{path}{query}"), None).await;
                assert_ne!(answer.status, 500, "{path}{query}");
                let said = String::from_utf8_lossy(&answer.bytes).into_owned();
                assert!(!said.contains(MARKS[0]), "{path}{query} shows {said}");
                for id in theirs.ids.values() {
                    assert!(!said.contains(id.as_str()), "{path}{query} shows {id}");
                }
                seen += usize::from(said.contains(MARKS[1]));
            }
        }
        assert!(seen >= 20, "only {seen} answers show the own records");
    }
}
