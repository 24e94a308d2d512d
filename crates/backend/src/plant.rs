//! For tests over every operation: an organisation with a record of every noun, and for each operation a body that it
//! accepts. Who adds an operation or a noun says here how it is called; the tests fail until that is done.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
};

use axum::{
    body::Body,
    http::{Request, header},
};
use contract::permissions::BuiltInRole;
use serde_json::{Value, json};

use crate::{
    described::Operation,
    testing::{TestAnswer, TestApp},
};

mod bodies;
mod renew;

pub(crate) use bodies::body_of;
pub(crate) use renew::renew;

/// An identity that nobody has.
pub(crate) const NOBODY: &str = "01935500-0000-7000-8000-000000000000";

/// An organisation with a record of every noun.
pub(crate) struct Plant {
    pub token: String,
    /// By the names that [`body_of`] and [`address`] use.
    pub ids: BTreeMap<&'static str, String>,
}

/// What stands for `{id}` and its like in an address.
pub(crate) fn record(path: &str, part: &str) -> &'static str {
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
        ("settings", "{provider}") => "provider",
        _ => panic!("{path} is new: say in plant.rs, record, which record {part} is"),
    }
}

/// Which record a field or a parameter of an operation names.
pub(crate) fn named_record(path: &str, name: &str) -> &'static str {
    let noun = path.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default();
    match (name, noun) {
        ("asset_id" | "asset_ids" | "replaces", _)
        | ("parent_id" | "parent" | "entity_id", "assets" | "events") => "asset",
        ("class_id", _) | ("parent_id" | "parent", "asset-classes") => "class",
        ("location_id", _) | ("parent_id" | "parent", "locations") => "location",
        ("work_order_id", _) | ("ids" | "parent_id", "work-orders") => "order",
        ("assignee_ids" | "assignee" | "member_ids" | "mentions" | "requested_by" | "user_id", _) => "user",
        ("bin_id" | "from_bin_id" | "to_bin_id" | "default_bin_id", _) => "bin",
        ("site_id" | "site_ids", _) => "site",
        ("storeroom_id", _) => "storeroom",
        ("team_id" | "team_ids", _) => "team",
        ("part_id", _) => "part",
        ("meter_id", _) => "meter",
        ("rule_id", _) => "rule",
        ("issue_id", _) => "issue",
        ("photo_id", _) => "asset_file",
        _ => panic!("{name} of {path} is new: say in plant.rs, named_record, which record it names"),
    }
}

/// The address of an operation on records of this plant.
pub(crate) fn address(path: &str, plant: &Plant) -> String {
    let parts = path.split('/').map(|part| {
        if part.starts_with('{') { plant.ids[record(path, part)].clone() } else { part.to_owned() }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The body with the plant's records in place of names, and with new texts.
pub(crate) fn filled(mut body: Value, plant: &Plant) -> Value {
    fill(&mut body, plant);
    body
}

fn fill(value: &mut Value, plant: &Plant) {
    match value {
        Value::String(text) => {
            let Some(name) = text.strip_prefix('$') else { return };
            *text = if let Some(rest) = name.strip_prefix("new") {
                new_text() + rest
            } else {
                plant.ids[name].clone()
            };
        }
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, plant)),
        Value::Object(fields) => fields.values_mut().for_each(|field| fill(field, plant)),
        _ => {}
    }
}

/// A short text that no record has.
pub(crate) fn new_text() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("n{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The queries without which an operation answers nothing.
pub(crate) fn needed(operation: &Operation) -> Vec<String> {
    match operation.path.trim_start_matches("/api/v1/") {
        "exports" => {
            let kinds = ["assets", "locations", "parts", "users", "work_orders"];
            kinds.iter().map(|kind| format!("?kind={kind}")).collect()
        }
        "imports" if operation.writes() => vec!["?kind=assets".to_owned()],
        "meters/{id}/projection" => vec!["?value=1000".to_owned()],
        "work-orders/export" => vec![String::new()],
        "search" => vec!["?q=zebra".to_owned(), "?q=quokka".to_owned()],
        "changes" => vec!["?after=0&limit=200".to_owned()],
        _ if operation.has_parameter("limit") => vec!["?limit=200".to_owned()],
        _ => vec![String::new()],
    }
}

/// Calls an operation at an address as it is meant to be called.
pub(crate) async fn call(app: &TestApp, plant: &Plant, operation: &Operation, at: &str) -> TestAnswer {
    let body = operation.body.as_ref().map(|_| good_body(operation, plant));
    let at = match &*operation.path {
        "/api/v1/meters/{id}/projection" if !at.contains('?') => format!("{at}?value=1000"),
        _ => at.to_owned(),
    };
    send(app, plant, operation, &at, body, &[]).await
}

/// Calls an operation on the plant's records with this in one field of the body.
pub(crate) async fn with(
    app: &TestApp,
    plant: &Plant,
    operation: &Operation,
    field: &str,
    value: &Value,
) -> TestAnswer {
    let mut body = good_body(operation, plant);
    if operation.path.starts_with("/api/v1/meters")
        && let Some(fields) = body.as_object_mut()
    {
        // A meter is on an asset or at a location.
        match field {
            "asset_id" => fields.remove("location_id"),
            "location_id" => fields.remove("asset_id"),
            _ => None,
        };
    }
    if let Some(condition) = body.pointer_mut("/definition/only_while") {
        // A choice between records: the one that the field belongs to.
        let wanted = if field.ends_with("only_while.meter_id") {
            json!({"kind": "meter", "meter_id": plant.ids["other_meter"], "above": 0})
        } else {
            json!({"kind": "asset", "asset_id": plant.ids["asset"]})
        };
        *condition = wanted;
    }
    operation.body.as_ref().unwrap().put(&mut body, field, value.clone());
    send(app, plant, operation, &address(&operation.path, plant), Some(body), &[]).await
}

/// A body that the operation accepts.
pub(crate) fn good_body(operation: &Operation, plant: &Plant) -> Value {
    filled(body_of(&operation.method, &operation.path).unwrap(), plant)
}

/// Sends a body, or the file that the operation takes instead.
pub(crate) async fn send(
    app: &TestApp,
    plant: &Plant,
    operation: &Operation,
    at: &str,
    body: Option<Value>,
    headers: &[(&str, &str)],
) -> TestAnswer {
    let (media, bytes) = written(operation, body);
    send_bytes(app, plant, (&operation.method, at), media, bytes, headers).await
}

/// The media type and the bytes of a body, or of a new file where the operation takes one instead.
pub(crate) fn written(operation: &Operation, body: Option<Value>) -> (&str, Vec<u8>) {
    match operation.media.as_str() {
        "multipart/form-data" => {
            ("multipart/form-data; boundary=B", form("intruder.txt", new_text().as_bytes()))
        }
        "text/csv" => ("text/csv", format!("code,name\n{},Pump\n", new_text()).into_bytes()),
        media => (media, body.map(|body| body.to_string().into_bytes()).unwrap_or_default()),
    }
}

/// Sends any bytes as any media type.
pub(crate) async fn send_bytes(
    app: &TestApp,
    plant: &Plant,
    (method, at): (&str, &str),
    media: &str,
    bytes: Vec<u8>,
    headers: &[(&str, &str)],
) -> TestAnswer {
    let mut request =
        Request::builder().method(method).uri(at).header("authorization", format!("Bearer {}", plant.token));
    if !media.is_empty() {
        request = request.header(header::CONTENT_TYPE, media);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.send(request.body(Body::from(bytes)).unwrap()).await
}

/// A form with one file.
pub(crate) fn form(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/plain\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--B--\r\n"].concat()
}

/// Sends a file.
pub(crate) async fn attach(app: &TestApp, token: &str, address: &str, name: &str) -> TestAnswer {
    let form = form(&format!("{name}.png"), &[b"\x89PNG\r\n\x1a\n", name.as_bytes(), b" was here"].concat());
    let request = Request::post(address)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
    app.send(request.body(Body::from(form)).unwrap()).await
}

/// Fills an organisation with a record of every noun, each marked.
#[allow(clippy::too_many_lines, reason = "a list")]
pub(crate) async fn plant(app: &TestApp, mark: &str) -> Plant {
    let organization = app.organization(&format!("{mark} Works")).await;
    let (_, token) = app.person_of(organization, BuiltInRole::Administrator).await;
    let mut ids: BTreeMap<&'static str, String> = BTreeMap::new();
    let made = async |path: &str, body: Value| app.call(&token, "POST", path, Some(body)).await.expect(201);
    let name = |what: &str| format!("{mark} {what}");

    let site = made("/api/v1/sites", json!({"name": name("site"), "time_zone": "UTC"})).await.id();
    let location = made("/api/v1/locations", json!({"name": name("hall"), "site_id": site})).await.id();
    let other_location = made("/api/v1/locations", json!({"name": name("yard"), "site_id": site})).await.id();
    let other_class = json!({"code": name("D"), "name": name("kind")});
    let other_class = made("/api/v1/asset-classes", other_class).await.id();
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
    let comment = made(&below("comments"), json!({"body": name("comment")})).await.id();
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
    let other_meter =
        json!({"code": name("T"), "name": name("heat"), "kind": "gauge", "unit": "Cel", "asset_id": asset});
    let other_meter = made("/api/v1/meters", other_meter).await.id();
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
    let import = import(app, &token, &format!("{mark}-9")).await;
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
        ("other_location", other_location),
        ("class", class),
        ("other_class", other_class),
        ("provider", "openai".to_owned()),
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
        ("comment", comment),
        ("cost", cost),
        ("link", link),
        ("plan", plan),
        ("meter", meter),
        ("other_meter", other_meter),
        ("meter_event", meter_event),
        ("rule", rule),
        ("view", view),
        ("token", api_token),
        ("import", import),
        ("session", session),
    ] {
        ids.insert(name, id);
    }
    Plant { token, ids }
}

/// Imports an asset and answers the batch.
async fn import(app: &TestApp, token: &str, code: &str) -> String {
    let file = Request::post("/api/v1/imports?kind=assets")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "text/csv")
        .body(Body::from(format!("code,name\n{code},{code} imported\n")))
        .unwrap();
    app.send(file).await.expect(201).body["batch_id"].as_str().unwrap().to_owned()
}
