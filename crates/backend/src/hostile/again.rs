//! The same change twice: a repeated key answers as before and changes nothing; without one, nothing breaks.

use serde_json::json;

use super::{Faults, events, is_refusal, operations, told};
use crate::{
    described::Operation,
    plant::{Plant, address, good_body, needed, new_text, plant, renew, send, send_bytes, written},
    testing::{TestApp, on_both_engines},
};

on_both_engines! {
    async fn the_same_change_twice_is_made_once_with_a_key_and_breaks_nothing_without(app: TestApp) {
        let mut plant = plant(&app, "Zebra").await;
        with_a_key(&app, &mut plant).await;
        without_a_key(&app, &mut plant).await;
    }
}

/// What a repeated key is kept for: a token signs nobody in or out, a preview changes nothing, and what a new token
/// is, is kept nowhere.
fn is_kept(operation: &Operation) -> bool {
    let noun = operation.path.trim_start_matches("/api/v1/");
    !noun.starts_with("session") && !matches!(noun, "setup" | "tokens" | "maintenance-plans/preview")
}

async fn with_a_key(app: &TestApp, plant: &mut Plant) {
    let mut faults = Faults::default();
    for operation in operations().iter().filter(|operation| operation.writes() && is_kept(operation)) {
        renew(app, plant, &operation.method, &operation.path).await;
        let (name, at) =
            (operation.name(), format!("{}{}", address(&operation.path, plant), needed(operation)[0]));
        let key = format!("the-key-{}", new_text());
        let new = || written(operation, operation.body.as_ref().map(|_| good_body(operation, plant)));
        let (media, bytes) = new();
        let call = async |bytes: &[u8]| {
            let headers = [("idempotency-key", key.as_str())];
            send_bytes(app, plant, (&operation.method, &at), media, bytes.to_vec(), &headers).await
        };
        let first = call(&bytes).await;
        faults.unless(first.status.is_success(), || told("success", &name, &first));
        let before = events(app, plant).await;
        let second = call(&bytes).await;
        let same = second.status == first.status && second.bytes == first.bytes;
        faults.unless(same, || {
            told(format!("{} {}", first.status, first.body), &format!("{name} again"), &second)
        });
        let (_, other) = new();
        if other != bytes {
            let third = call(&other).await;
            let refused = is_refusal(&third) && third.body["code"] == "key_reused";
            faults.unless(refused, || told("key_reused", &format!("{name} with another body"), &third));
        }
        faults.unless(events(app, plant).await == before, || format!("{name} wrote twice"));
    }
    faults.finish(150);
}

async fn without_a_key(app: &TestApp, plant: &mut Plant) {
    let mut faults = Faults::default();
    for operation in operations().iter().filter(|operation| operation.writes()) {
        renew(app, plant, &operation.method, &operation.path).await;
        let at = format!("{}{}", address(&operation.path, plant), needed(operation)[0]);
        let (media, bytes) = written(operation, operation.body.as_ref().map(|_| good_body(operation, plant)));
        let call = async || send_bytes(app, plant, (&operation.method, &at), media, bytes.clone(), &[]).await;
        call().await;
        let before = events(app, plant).await;
        let answer = call().await;
        faults.unless(answer.status.is_success() || is_refusal(&answer), || {
            told("no fault", &operation.name(), &answer)
        });
        if !answer.status.is_success() {
            let after = events(app, plant).await;
            faults.unless(after == before, || format!("{} wrote although it was refused", operation.name()));
        }
    }
    faults.finish(80);
}

#[tokio::test]
async fn a_key_that_is_none_is_named() {
    let app = TestApp::sqlite().await;
    let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
    for operation in operations().iter().filter(|operation| operation.writes()) {
        let at = address(&operation.path, &plant);
        for key in ["short", &"long".repeat(100), "with blanks in it"] {
            let answer =
                send(&app, &plant, operation, &at, Some(json!({})), &[("idempotency-key", key)]).await;
            faults.unless_named(
                &answer,
                "Idempotency-Key",
                &format!("{} with the key {key:.20}", operation.name()),
            );
        }
    }
    faults.finish(150);
}
