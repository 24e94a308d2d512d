//! Texts, numbers and dates of the right type that nobody means well.

use serde_json::{Value, json};

use super::{Faults, events, holds, is_refusal, operations, refused_for, told, unwrapped};
use crate::{
    described::{Field, Kind, Operation},
    plant::{address, needed, new_text, plant, renew, with},
    testing::{on_both_engines, on_sqlite},
};

/// SQL, HTML, a template, a pattern and letters that run from right to left, as short as a code.
const HOSTILE: &str = "'); DROP TABLE a;--<b>&\"{{7}}%مضخة";

/// What is at fault in the one order of a bulk change is named within its patch.
fn place<'a>(operation: &Operation, field: &'a Field) -> &'a str {
    let bulk = operation.path.ends_with("/bulk");
    let inner = field.at.strip_prefix("patch.").or_else(|| field.at.strip_prefix("transition."));
    inner.filter(|_| bulk).unwrap_or(&field.at)
}

/// Makes the value of a field from a text.
type Filling = Box<dyn Fn(&str) -> Value>;

/// Texts of a body, with a text of a map's in place of the map.
fn texts(operation: &Operation) -> Vec<(&Field, Filling)> {
    let fields = operation.body.iter().flat_map(|body| &body.fields).filter(|field| !field.at.is_empty());
    fields
        .filter_map(|field| match field.kind {
            Kind::Text | Kind::Password => Some((field, Box::new(|text: &str| json!(text)) as Filling)),
            Kind::Map => Some((field, Box::new(|text: &str| json!({"x": text})))),
            _ => None,
        })
        .collect()
}

/// Operations that keep what they are sent; a preview reads no more than it shows.
fn keepers() -> impl Iterator<Item = Operation> {
    operations().into_iter().filter(|operation| !operation.path.ends_with("/preview"))
}

/// Values at the edges of what a type can hold.
fn edges(kind: Kind) -> Vec<Value> {
    match kind {
        Kind::Whole => vec![json!(i64::MIN), json!(-1), json!(0), json!(i64::MAX)],
        Kind::Number => {
            vec![json!(i64::MIN), json!(-1), json!(0.000_000_1), json!(9.2e12), json!(i64::MAX), json!(1e300)]
        }
        Kind::Day => vec![json!("-009999-01-01"), json!("0001-01-01"), json!("9999-12-31")],
        Kind::Instant => vec![
            json!("-009999-01-02T00:00:00Z"),
            json!("0001-01-01T00:00:00Z"),
            json!("9999-12-30T22:00:00Z"),
        ],
        _ => Vec::new(),
    }
}

on_both_engines! {
    async fn a_hostile_text_is_kept_as_it_is_or_its_field_is_named(app: TestApp) {
        let (mut plant, mut faults, mut kept) = (plant(&app, "Zebra").await, Faults::default(), 0);
        for operation in keepers() {
            if let Some((field, value)) = texts(&operation).first() {
                let answer = with(&app, &plant, &operation, &field.at, &value("a\0b")).await;
                faults.unless_named(&answer, &field.at, &format!("{} with a NUL in {}", operation.name(), field.at));
            }
            for (field, value) in texts(&operation) {
                // A password is never given back, and who signs in has none of these.
                if field.kind == Kind::Password || matches!(operation.path.as_str(), "/api/v1/session" | "/api/v1/setup") {
                    continue;
                }
                renew(&app, &mut plant, &operation.method, &operation.path).await;
                let text = format!("{}{HOSTILE}", new_text());
                let answer = unwrapped(with(&app, &plant, &operation, &field.at, &value(&text)).await);
                let what = format!("{} with a hostile {}", operation.name(), field.at);
                if answer.status == 409 {
                    continue;
                }
                if !answer.status.is_success() {
                    faults.unless_named(&answer, place(&operation, field), &what);
                    continue;
                }
                let newest = app.call(&plant.token, "GET", "/api/v1/events?limit=20", None).await;
                let found = holds(&answer.body, &text) || holds(&newest.body, &text);
                faults.unless(found, || told("the same text", &what, &answer));
                kept += 1;
            }
        }
        faults.finish(100);
        assert!(kept > 60, "only {kept} texts were kept");
    }

    async fn numbers_and_dates_at_the_edge_are_kept_or_named(app: TestApp) {
        let (mut plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        for operation in operations() {
            let mut used = true;
            for field in operation.body.iter().flat_map(|body| &body.fields) {
                for value in edges(field.kind) {
                    if used {
                        renew(&app, &mut plant, &operation.method, &operation.path).await;
                    }
                    let answer = unwrapped(with(&app, &plant, &operation, &field.at, &value).await);
                    let what = format!("{} with {value} for {}", operation.name(), field.at);
                    let ancient = value.as_str().is_some_and(|text| text.starts_with("-0099") || text.starts_with("0001"));
                    let right = match answer.status.as_u16() {
                        _ if ancient => is_refusal(&answer) && refused_for(&answer, &field.at),
                        409 | 422 => is_refusal(&answer),
                        _ => answer.status.is_success(),
                    };
                    faults.unless(right, || told("what is right", &what, &answer));
                    used = answer.status.is_success();
                }
            }
        }
        for operation in operations().iter().filter(|operation| !operation.writes() && !operation.path.contains("file_id")) {
            for query in needed(operation) {
                let at = format!("{}{query}", address(&operation.path, &plant));
                let answer = app.call(&plant.token, "GET", &at, None).await;
                faults.unless(answer.status.is_success(), || told("what was kept", &at, &answer));
            }
        }
        faults.finish(200);
    }
}

on_sqlite! {
    async fn characters_that_disguise_and_texts_without_end_are_refused(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        let before = events(&app, &plant).await;
        let endless = "endless ".repeat(4_000);
        for operation in keepers() {
            for (field, value) in texts(&operation) {
                // Any sign may stand in a password.
                if field.kind == Kind::Password {
                    continue;
                }
                for (name, text) in [("bell", "a\u{7}b"), ("override", "a\u{202e}b"), ("endless", endless.as_str())] {
                    let answer = unwrapped(with(&app, &plant, &operation, &field.at, &value(text)).await);
                    let what = format!("{} with {name} in {}", operation.name(), field.at);
                    faults.unless_named(&answer, place(&operation, field), &what);
                }
            }
        }
        faults.unless_unchanged(&app, &plant, before).await;
        faults.finish(400);
    }

    async fn a_list_without_end_is_refused(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        for operation in keepers() {
            let Some(described) = &operation.body else { continue };
            for list in described.of(Kind::List) {
                let item = described.fields.iter().find(|field| field.at == format!("{}[0]", list.at)).unwrap();
                let items: Vec<Value> = (0..2_000_u32).map(|number| match item.kind {
                    Kind::Id => json!(format!("01935500-0000-7000-8000-{number:012}")),
                    Kind::Text => json!(format!("t{number}")),
                    _ => described.sample(item),
                }).collect();
                let answer = unwrapped(with(&app, &plant, &operation, &list.at, &json!(items)).await);
                let what = format!("{} with an endless {}", operation.name(), list.at);
                // The same few over and over are as good as once.
                let repeats = matches!(item.kind, Kind::Choice | Kind::Whole) && answer.status.is_success();
                if !repeats {
                    faults.unless_named(&answer, place(&operation, list), &what);
                }
            }
        }
        faults.finish(20);
    }
}
