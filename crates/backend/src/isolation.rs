//! No organisation reaches another's records: every operation is called with the other's identities, in its address, in
//! each parameter and in each field of its body, and answers as if those records did not exist.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};

use crate::{
    described::{Kind, described, names_field},
    plant::{NOBODY, Plant, address, call, named_record, needed, plant, record, renew, with},
    testing::{TestAnswer, TestApp, on_both_engines},
};

/// Stands in every text of a plant, to be found wherever it does not belong.
const MARKS: [&str; 2] = ["Zebra", "Quokka"];

/// What the answer says, without what may differ between two equal refusals.
fn said(answer: &TestAnswer, id: &str) -> String {
    let mut body = answer.body.clone();
    if let Some(body) = body.as_object_mut() {
        body.remove("request_id");
    }
    format!("{} {body}", answer.status).replace(id, "ID")
}

/// Fails when an answer shows anything of a plant, other than the identity it was asked for.
fn shows_nothing_of(theirs: &Plant, answer: &TestAnswer, asked: &str, what: &str) {
    let said = String::from_utf8_lossy(&answer.bytes);
    assert!(!said.contains(MARKS[0]), "{what} shows {said}");
    for id in theirs.ids.values().filter(|id| *id != asked && *id != "openai") {
        assert!(!said.contains(id.as_str()), "{what} shows {id}: {said}");
    }
}

/// All that a plant's administrator can read, without when someone last came by.
async fn everything(app: &TestApp, plant: &Plant) -> BTreeMap<String, String> {
    fn forget_visits(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(forget_visits),
            Value::Object(fields) => {
                fields.retain(|name, _| !matches!(name.as_str(), "last_used_at" | "last_seen_at"));
                fields.values_mut().for_each(forget_visits);
            }
            _ => {}
        }
    }
    let mut all = BTreeMap::new();
    for operation in described().iter().filter(|operation| operation.method == "GET") {
        for query in needed(operation) {
            let at = format!("{}{query}", address(&operation.path, plant));
            let mut answer = app.call(&plant.token, "GET", &at, None).await;
            // The session belongs to someone else of the plant.
            assert!(answer.status.is_success(), "{at}: {} {}", answer.status, answer.body);
            forget_visits(&mut answer.body);
            let text = if answer.body.is_null() {
                String::from_utf8_lossy(&answer.bytes).into_owned()
            } else {
                answer.body.to_string()
            };
            all.insert(at, text);
        }
    }
    all
}

/// Every way to put their records into an address: at least one place is theirs.
fn mixed(path: &str, theirs: &Plant, ours: &Plant) -> Vec<String> {
    let mut ways = vec![(String::new(), false)];
    for part in path.trim_start_matches('/').split('/') {
        ways = ways
            .into_iter()
            .flat_map(|(so_far, foreign)| {
                if !part.starts_with('{') {
                    return vec![(format!("{so_far}/{part}"), foreign)];
                }
                let name = record(path, part);
                vec![
                    (format!("{so_far}/{}", theirs.ids[name]), true),
                    (format!("{so_far}/{}", ours.ids[name]), foreign),
                ]
            })
            .collect();
    }
    ways.into_iter().filter(|(_, foreign)| *foreign).map(|(address, _)| address).collect()
}

on_both_engines! {
    async fn the_records_of_others_are_out_of_reach(app: TestApp) {
        let (theirs, mut ours) = (plant(&app, MARKS[0]).await, plant(&app, MARKS[1]).await);
        a_key_that_others_used_is_free(&app, &theirs, &ours).await;
        no_list_shows_the_records_of_others(&app, &theirs, &ours).await;
        no_filter_finds_the_records_of_others(&app, &theirs, &ours).await;
        let before = everything(&app, &theirs).await;
        no_address_reaches_the_records_of_others(&app, &theirs, &ours).await;
        no_body_takes_the_records_of_others(&app, &theirs, &ours).await;
        a_file_that_names_the_records_of_others_brings_in_none_of_them(&app, &theirs, &ours).await;
        an_id_of_others_is_free_for_a_new_record(&app, &theirs, &mut ours).await;
        assert_eq!(everything(&app, &theirs).await, before);
    }
}

async fn no_address_reaches_the_records_of_others(app: &TestApp, theirs: &Plant, ours: &Plant) {
    for operation in described() {
        // A provider is no record.
        if !operation.path.contains('{') || operation.path.contains("{provider}") {
            continue;
        }
        for at in mixed(&operation.path, theirs, ours) {
            let answer = call(app, ours, &operation, &at).await;
            let what = format!("{} {at}", operation.method);
            assert_eq!(answer.status, 404, "{} as {what}: {}", operation.path, answer.body);
            shows_nothing_of(theirs, &answer, "", &what);
        }
    }
}

async fn no_body_takes_the_records_of_others(app: &TestApp, theirs: &Plant, ours: &Plant) {
    let mut fields = 0;
    for operation in described() {
        let Some(body) = &operation.body else { continue };
        for field in body.of(Kind::Id).filter(|field| field.leaf() != "id") {
            // A preview reads no template; readings of one meter are the same one by one and in a list.
            if field.at.starts_with("plan.template.") || field.at.starts_with("[0].") {
                continue;
            }
            let theirs = theirs.ids[named_record(&operation.path, field.leaf())].clone();
            let what = format!("{} with another's {}", operation.name(), field.at);
            let foreign = with(app, ours, &operation, &field.at, &json!(theirs)).await;
            let unknown = with(app, ours, &operation, &field.at, &json!(NOBODY)).await;
            assert_eq!(said(&foreign, &theirs), said(&unknown, NOBODY), "{what}: unlike one that nobody has");
            fields += 1;
            if operation.path.ends_with("/bulk") {
                let result = &foreign.body["items"][0];
                let status = if field.at == "ids[0]" { 404 } else { 422 };
                assert_eq!(
                    (foreign.status.as_u16(), &result["problem"]["status"]),
                    (200, &json!(status)),
                    "{what}: {result}"
                );
                continue;
            }
            assert_eq!(foreign.status, 422, "{what}: {}", foreign.body);
            let wrong = foreign.wrong_fields();
            assert!(wrong.len() == 1 && names_field(&wrong, &field.at), "{what}: {}", foreign.body);
        }
    }
    assert!(fields > 60, "only {fields} fields name records");
}

async fn an_id_of_others_is_free_for_a_new_record(app: &TestApp, theirs: &Plant, ours: &mut Plant) {
    for operation in described() {
        let chosen =
            operation.body.as_ref().is_some_and(|body| body.of(Kind::Id).any(|field| field.at == "id"));
        if !chosen {
            continue;
        }
        let noun = operation.path.trim_start_matches("/api/v1/").split('/').next_back().unwrap_or_default();
        let theirs = &theirs.ids[match noun {
            "asset-classes" => "class",
            "assets" => "asset",
            "bins" => "bin",
            "comments" => "comment",
            "costs" => "cost",
            "links" => "link",
            "locations" => "location",
            "maintenance-plans" => "plan",
            "meters" => "meter",
            "events" => "meter_event",
            "rules" => "rule",
            "parts" => "part",
            "sites" => "site",
            "storerooms" => "storeroom",
            "teams" => "team",
            "time" => "time",
            "users" => "user",
            "views" => "view",
            "duplicate" => "other_order",
            "work-orders" => "order",
            _ => panic!("{} is new: say here which record it makes", operation.name()),
        }];
        renew(app, ours, &operation.method, &operation.path).await;
        let answer = with(app, ours, &operation, "id", &json!(theirs)).await;
        assert_eq!(answer.status, 201, "{}: {}", operation.name(), answer.body);
        assert_eq!(answer.id(), *theirs);
    }
}

async fn no_list_shows_the_records_of_others(app: &TestApp, theirs: &Plant, ours: &Plant) {
    let shown = everything(app, ours).await;
    for (at, text) in &shown {
        assert!(!text.contains(MARKS[0]) || at.contains("zebra"), "{at} shows {text}");
        for id in theirs.ids.values().filter(|id| *id != "openai") {
            assert!(!text.contains(id.as_str()), "{at} shows {id}: {text}");
        }
    }
    assert!(
        shown.values().filter(|text| text.contains(MARKS[1])).count() >= 50,
        "the own records are missing"
    );
}

async fn no_filter_finds_the_records_of_others(app: &TestApp, theirs: &Plant, ours: &Plant) {
    let mut filters = 0;
    for operation in described() {
        for parameter in &operation.query {
            let name = parameter.at.as_str();
            let texts = match name {
                "q" | "tag" | "category" => vec![MARKS[0].to_owned(), format!("{} tag", MARKS[0])],
                "code" => vec![theirs.ids["asset_code"].clone()],
                "parent" | "assignee" => vec![theirs.ids[named_record(&operation.path, name)].clone()],
                _ if parameter.kind == Kind::Id => {
                    vec![theirs.ids[named_record(&operation.path, name)].clone()]
                }
                _ => continue,
            };
            for text in texts {
                let at = format!("{}?{name}={}", address(&operation.path, ours), text.replace(' ', "%20"));
                let answer = app.call(&ours.token, "GET", &at, None).await;
                assert!(
                    matches!(answer.status.as_u16(), 200 | 404 | 422),
                    "{at}: {} {}",
                    answer.status,
                    answer.body
                );
                assert!(answer.body["items"].as_array().is_none_or(Vec::is_empty), "{at}: {}", answer.body);
                if answer.status != 422 {
                    shows_nothing_of(theirs, &answer, &text, &at);
                }
                filters += 1;
            }
        }
    }
    assert!(filters > 40, "only {filters} filters name records");
}

async fn a_file_that_names_the_records_of_others_brings_in_none_of_them(
    app: &TestApp,
    theirs: &Plant,
    ours: &Plant,
) {
    let code = &theirs.ids["asset_code"];
    for (kind, text) in [
        ("locations", "name,parent,site\nShed,Zebra hall,Zebra site\n".to_owned()),
        ("assets", format!("code,name,parent,location\nN-1,Motor,{code},Zebra hall\n")),
        ("work_orders", format!("title,asset,assignees\nLook,{code},zebra@plant.example\n")),
        ("users", "email,name,role,teams\nzebra@plant.example,Me,administrator,Zebra team\n".to_owned()),
    ] {
        let file = Request::post(format!("/api/v1/imports?kind={kind}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", ours.token))
            .header(header::CONTENT_TYPE, "text/csv")
            .body(Body::from(text))
            .unwrap();
        let answer = app.send(file).await;
        assert!(
            matches!(answer.status.as_u16(), 201 | 409 | 422),
            "{kind}: {} {}",
            answer.status,
            answer.body
        );
    }
    for (at, text) in everything(app, ours).await {
        for id in theirs.ids.values().filter(|id| *id != "openai" && *id != code) {
            assert!(!text.contains(id.as_str()), "{at} shows {id}");
        }
    }
}

async fn a_key_that_others_used_is_free(app: &TestApp, theirs: &Plant, ours: &Plant) {
    let made = async |plant: &Plant| {
        let body = json!({"name": "Hall 9", "time_zone": "UTC"});
        let key = [("idempotency-key", "the-same-key")];
        app.call_with(&plant.token, "POST", "/api/v1/sites", Some(body), &key).await.expect(201).id()
    };
    assert_ne!(made(theirs).await, made(ours).await);
}
