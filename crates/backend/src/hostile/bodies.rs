//! Bodies that are no JSON, or not the JSON that is described.

use serde_json::{Value, json};

use super::{Faults, events, is_refusal, operations, told};
use crate::{
    described::{Field, Kind},
    plant::{Plant, address, good_body, plant, send, send_bytes, with},
    testing::{TestApp, on_sqlite},
};

/// What a place of this kind can't hold.
fn wrong_types(field: &Field) -> Vec<Value> {
    match field.kind {
        Kind::Id => vec![json!(7), json!("nonsense"), json!({}), json!([])],
        Kind::Text | Kind::Password => vec![json!(7), json!(true), json!({}), json!([])],
        Kind::Choice => vec![json!(7), json!("nonsense"), json!([])],
        Kind::Day => vec![json!(7), json!("yesterday"), json!("2026-13-45")],
        Kind::Instant => vec![json!(7), json!("yesterday"), json!("2026-13-45T00:00:00Z")],
        Kind::Whole => vec![json!("abc"), json!(1.5), json!(true), json!(1e30)],
        Kind::Number => vec![json!("abc"), json!(true), json!({})],
        Kind::Truth => vec![json!("yes"), json!(1), json!({})],
        Kind::List => vec![json!("abc"), json!(7), json!({})],
        Kind::Record => vec![json!("abc"), json!(7)],
        Kind::Map => vec![json!("abc"), json!(7), json!({"x": 7})],
    }
}

async fn sent(
    app: &TestApp,
    plant: &Plant,
    method: &str,
    at: &str,
    bytes: Vec<u8>,
) -> crate::testing::TestAnswer {
    send_bytes(app, plant, (method, at), "application/json", bytes, &[]).await
}

on_sqlite! {
    async fn what_is_no_json_is_refused(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        let before = events(&app, &plant).await;
        for operation in operations().iter().filter(|operation| operation.body.is_some()) {
            let at = address(&operation.path, &plant);
            let good = good_body(operation, &plant).to_string();
            for (name, bytes) in [
                ("nothing", Vec::new()),
                ("half of it", good.as_bytes()[..good.len() / 2].to_vec()),
                ("more than it", format!("{good} and more").into_bytes()),
                ("no UTF-8", [b"{\"\xff", &good.as_bytes()[2..]].concat()),
                ("half a character", [b"{\"\\ud800", &good.as_bytes()[2..]].concat()),
                ("brackets without end", "[".repeat(100_000).into_bytes()),
                ("records without end", "{\"a\":".repeat(100_000).into_bytes()),
                ("a number without end", "9".repeat(1_000).into_bytes()),
            ] {
                let answer = sent(&app, &plant, &operation.method, &at, bytes).await;
                let refused = matches!(answer.status.as_u16(), 400 | 422) && is_refusal(&answer);
                faults.unless(refused, || told("400", &format!("{} with {name}", operation.name()), &answer));
            }
            for text in ["null", "7", "\"text\"", "[]", "true"] {
                let answer = sent(&app, &plant, &operation.method, &at, text.into()).await;
                faults.unless_named(&answer, "body", &format!("{} with {text}", operation.name()));
            }
            let large = format!("{good}{}", " ".repeat(web::Limits::default().body_bytes));
            let answer = sent(&app, &plant, &operation.method, &at, large.into_bytes()).await;
            faults.unless_refused(&answer, 413, &format!("{} with a large body", operation.name()));
            let answer = send_bytes(&app, &plant, (&operation.method, &at), "text/plain", good.into_bytes(), &[]).await;
            faults.unless_refused(&answer, 415, &format!("{} as plain text", operation.name()));
        }
        faults.unless_unchanged(&app, &plant, before).await;
        faults.finish(500);
    }

    async fn a_field_of_the_wrong_type_is_named(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        let before = events(&app, &plant).await;
        for operation in operations() {
            let Some(described) = &operation.body else { continue };
            for field in described.fields.iter().filter(|field| !field.at.is_empty()) {
                for value in wrong_types(field) {
                    let answer = with(&app, &plant, &operation, &field.at, &value).await;
                    faults.unless_named(&answer, &field.at, &format!("{} with {value} for {}", operation.name(), field.at));
                }
            }
        }
        faults.unless_unchanged(&app, &plant, before).await;
        faults.finish(1_000);
    }

    async fn a_field_that_is_unknown_missing_or_given_twice_is_named(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        let before = events(&app, &plant).await;
        for operation in operations() {
            let Some(described) = &operation.body else { continue };
            let at = address(&operation.path, &plant);
            for record in described.fields.iter().filter(|field| field.kind == Kind::Record) {
                let below = |name: &str| if record.at.is_empty() { name.to_owned() } else { format!("{}.{name}", record.at) };
                let what = |how: &str, at: &str| format!("{} {how} {at}", operation.name());
                let unknown = below("nonsense");
                let answer = with(&app, &plant, &operation, &unknown, &json!(1)).await;
                faults.unless_named(&answer, &unknown, &what("with", &unknown));
                for name in record.required() {
                    let mut value = good_body(&operation, &plant);
                    described.put(&mut value, &below(name), json!("gone"));
                    let text = without(&value, name).to_string();
                    let answer = sent(&app, &plant, &operation.method, &at, text.into_bytes()).await;
                    faults.unless_named(&answer, &below(name), &what("without", &below(name)));
                }
            }
            let value = good_body(&operation, &plant);
            let first = value.as_object().unwrap().keys().next().unwrap();
            let twice = value.to_string().replacen('{', &format!("{{\"{first}\":{},", value[first]), 1);
            let answer = sent(&app, &plant, &operation.method, &at, twice.into_bytes()).await;
            faults.unless_named(&answer, first, &format!("{} with {first} twice", operation.name()));
        }
        faults.unless_unchanged(&app, &plant, before).await;
        faults.finish(200);
    }

    async fn what_is_no_file_of_the_operation_is_refused(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        for operation in operations().iter().filter(|operation| operation.writes() && operation.media.is_empty()) {
            // A body where none is expected is not read.
            let at = address(&operation.path, &plant);
            let answer = send(&app, &plant, operation, &at, Some(json!({"nonsense": true})), &[]).await;
            faults.unless(!answer.status.is_server_error(), || told("no fault", &operation.name(), &answer));
        }
        faults.finish(5);
    }
}

/// The value without the field that was marked as gone.
fn without(value: &Value, name: &str) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| without(item, name)).collect(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(field, value)| *field != name || **value != "gone")
            .map(|(field, value)| (field.clone(), without(value, name)))
            .collect(),
        other => other.clone(),
    }
}
