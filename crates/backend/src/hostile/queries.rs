//! Parameters that are unknown, unreadable or made up.

use kernel::Cursor;
use serde_json::{Value, json};

use super::{Faults, encoded, events, operations, refused_for, told};
use crate::{
    described::{Field, Kind, Operation},
    plant::{Plant, address, call, needed, plant},
    testing::{TestAnswer, TestApp, on_both_engines, on_sqlite},
};

/// What a parameter can't be.
fn wrong(parameter: &Field) -> &'static [&'static str] {
    match (parameter.at.as_str(), parameter.kind) {
        ("limit", _) => &["0", "201", "-1", "abc", "", "1.5", "1e3", "99999999999999999999", "%00"],
        ("cursor", _) => &["zz", "abc", "7b7d", "6e756c6c", "%00", "%27%3B--"],
        ("sort", _) => &["nonsense", "-", "--name", "%00", "%27%3B%20DROP%20TABLE%20sites%3B--"],
        (_, Kind::Id) => &["nonsense", "7", "%00", "01935500-0000-7000-8000-00000000000g"],
        (_, Kind::Choice) => &["nonsense", "%00"],
        (_, Kind::Whole) => &["abc", "1.5", "99999999999999999999", "%00"],
        (_, Kind::Truth) => &["maybe", "%00"],
        (_, Kind::Day) => &["yesterday", "2026-13-45", "%00", "-009999-01-01", "0001-01-01"],
        (_, Kind::Instant) => {
            &["yesterday", "2026-13-45", "%00", "-009999-01-02T00:00:00Z", "0001-01-01T00:00:00Z"]
        }
        _ => &[],
    }
}

/// What may be found or not, but never does harm.
fn odd(parameter: &Field) -> Vec<String> {
    match (parameter.at.as_str(), parameter.kind) {
        ("limit" | "cursor" | "sort", _) => Vec::new(),
        (_, Kind::Text) => {
            let long = "a".repeat(10_000);
            let texts = [
                "",
                "\0",
                "a\u{202e}b",
                "'; DROP TABLE sites;--<b>",
                "%%_\\",
                "\"a",
                "مضخة",
                "-",
                "*",
                ",,",
                &long,
            ];
            texts.iter().map(|text| encoded(text)).chain(["%FF%FE".to_owned()]).collect()
        }
        (_, Kind::Whole) => {
            ["-9223372036854775808", "-1", "0", "9223372036854775807"].map(ToOwned::to_owned).into()
        }
        (_, Kind::Day) => ["1900-01-01", "9999-12-31"].map(ToOwned::to_owned).into(),
        (_, Kind::Instant) => ["1900-01-01T00:00:00Z", "9999-12-30T22:00:00Z"].map(ToOwned::to_owned).into(),
        _ => Vec::new(),
    }
}

/// Calls an operation with what it needs and this parameter.
async fn ask(app: &TestApp, plant: &Plant, operation: &Operation, name: &str, value: &str) -> TestAnswer {
    let needed = needed(operation).remove(0);
    let others = needed
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(name));
    let pairs: Vec<String> = others.map(ToOwned::to_owned).chain([format!("{name}={value}")]).collect();
    call(app, plant, operation, &format!("{}?{}", address(&operation.path, plant), pairs.join("&"))).await
}

/// Every text in it ended by a NUL, every number as great as can be.
fn broken(value: &Value) -> Value {
    match value {
        Value::String(_) => "\0".into(),
        Value::Number(_) => i64::MAX.into(),
        Value::Array(items) => items.iter().map(broken).collect(),
        other => other.clone(),
    }
}

on_both_engines! {
    async fn an_odd_parameter_or_cursor_finds_nothing_or_is_named(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        for operation in operations().iter().filter(|operation| !operation.writes()) {
            for parameter in &operation.query {
                for value in odd(parameter) {
                    let answer = ask(&app, &plant, operation, &parameter.at, &value).await;
                    let right = matches!(answer.status.as_u16(), 200 | 404) || refused_for(&answer, &parameter.at);
                    faults.unless(right, || told("nothing or a name", &format!("{}?{}={value:.60}", operation.name(), parameter.at), &answer));
                }
            }
        }
        for operation in operations().iter().filter(|operation| operation.has_parameter("cursor")) {
            let first = ask(&app, &plant, operation, "limit", "1").await;
            let Some(next) = first.body["next"].as_str() else { continue };
            let bytes: Vec<u8> = (0..next.len()).step_by(2).map(|at| u8::from_str_radix(&next[at..at + 2], 16).unwrap()).collect();
            let keys: Value = serde_json::from_slice(&bytes).unwrap();
            for cursor in [broken(&keys), json!([keys]), json!([])] {
                let cursor = Cursor::write(&cursor);
                let answer = ask(&app, &plant, operation, "cursor", &cursor).await;
                let right = answer.status == 200 || refused_for(&answer, "cursor");
                faults.unless(right, || told("nothing or a name", &format!("{}?cursor={cursor}", operation.name()), &answer));
            }
        }
        faults.finish(530);
    }
}

on_sqlite! {
    async fn a_parameter_that_is_unknown_wrong_or_given_twice_is_named(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        let before = events(&app, &plant).await;
        for operation in operations() {
            let answer = ask(&app, &plant, &operation, "nonsense", "1").await;
            faults.unless_named(&answer, "nonsense", &format!("{} with ?nonsense", operation.name()));
            for parameter in &operation.query {
                let name = &parameter.at;
                // A count has no pages, so it passes over where one starts.
                let counts = operation.path.ends_with("/counts") && name == "cursor";
                for value in wrong(parameter).iter().filter(|_| !counts) {
                    let answer = ask(&app, &plant, &operation, name, value).await;
                    faults.unless_named(&answer, name, &format!("{}?{name}={value}", operation.name()));
                }
                let twice = ask(&app, &plant, &operation, name, &format!("1&{name}=1")).await;
                faults.unless_named(&twice, name, &format!("{} with {name} twice", operation.name()));
            }
        }
        faults.unless_unchanged(&app, &plant, before).await;
        faults.finish(800);
    }
}
