//! Changes to what someone else has changed, and steps that the record does not allow.

use serde_json::{Value, json};

use super::{Faults, events, is_refusal, operations, told};
use crate::{
    plant::{address, good_body, new_text, plant, send},
    testing::{on_both_engines, on_sqlite},
};

on_both_engines! {
    async fn a_change_of_an_old_version_is_refused_and_shows_both_values(app: TestApp) {
        let (plant, mut faults, mut versioned) = (plant(&app, "Zebra").await, Faults::default(), 0);
        for operation in operations() {
            if !operation.body.as_ref().is_some_and(|body| body.fields.iter().any(|field| field.at == "version")) {
                continue;
            }
            versioned += 1;
            let (name, at) = (operation.name(), address(&operation.path, &plant));
            let change = async |version: Value, headers: &[(&str, &str)]| {
                let mut body = good_body(&operation, &plant);
                body["version"] = version;
                send(&app, &plant, &operation, &at, Some(body), headers).await
            };
            let first = change(Value::Null, &[]).await;
            let version = first.body["version"].as_i64().unwrap_or_else(|| panic!("{}", told(200, &name, &first)));
            change(json!(version), &[]).await.expect(200);
            let before = events(&app, &plant).await;
            let (stale, tag) = (change(json!(version), &[]).await, format!("\"{version}\""));
            for stale in [stale, change(Value::Null, &[("if-match", &tag)]).await] {
                faults.unless_refused(&stale, 409, &name);
                let both = stale.body["conflict"].as_object().and_then(|both| both.values().next());
                let shown = both.is_some_and(|both| both["mine"] != both["theirs"] && !both["changed_by"].is_null());
                faults.unless(shown, || told("both values", &name, &stale));
            }
            for version in [json!(0), json!(-1), json!(version + 99), json!(i64::MAX)] {
                let answer = change(version.clone(), &[]).await;
                faults.unless_named(&answer, "version", &format!("{name} of version {version}"));
            }
            let answer = change(Value::Null, &[("if-match", "nonsense")]).await;
            faults.unless_named(&answer, "If-Match", &format!("{name} if it matches nonsense"));
            faults.unless(events(&app, &plant).await == before, || format!("{name} wrote although it was refused"));
        }
        faults.finish(100);
        assert!(versioned > 12, "only {versioned} operations have versions");
    }
}

on_sqlite! {
    async fn a_step_that_the_order_does_not_offer_is_refused(app: TestApp) {
        let (plant, mut faults) = (plant(&app, "Zebra").await, Faults::default());
        let operations = operations();
        let operation = operations.iter().find(|one| one.name() == "POST /api/v1/work-orders/{id}/transition").unwrap();
        let body = operation.body.as_ref().unwrap();
        let choices = |at: &str| body.fields.iter().find(|field| field.at == at).unwrap().choices();
        let (states, hold) = (choices("to"), choices("hold_reason").remove(0));
        let step = async |order: &str, to: &str| {
            let mut body = json!({"to": to, "reason": "Because"});
            if to == "on_hold" {
                body["hold_reason"] = json!(hold);
            }
            app.call(&plant.token, "POST", &format!("/api/v1/work-orders/{order}/transition"), Some(body)).await
        };
        for way in [&[][..], &["in_progress"], &["in_progress", "on_hold"], &["in_progress", "completed"], &["in_progress", "completed", "closed"], &["cancelled"]] {
            let order = app.call(&plant.token, "POST", "/api/v1/work-orders", Some(json!({"title": new_text()}))).await.expect(201).id();
            for to in way {
                step(&order, to).await.expect(200);
            }
            let at = format!("/api/v1/work-orders/{order}");
            let before = app.call(&plant.token, "GET", &at, None).await.expect(200).body;
            let offered = |to: &str| before["actions"].as_array().unwrap().iter().any(|action| action["to"] == to && action["allowed"] == true);
            // A completed order can be opened as if nothing had been done, which the page does not offer.
            let hidden = |to: &str| before["status"] == "completed" && to == "open";
            for to in states.iter().filter(|to| !offered(to) && !hidden(to)) {
                let answer = step(&order, to).await;
                let right = is_refusal(&answer) && answer.body["code"] == "not_allowed_now";
                faults.unless(right, || told("not allowed now", &format!("{} to {to}", before["status"]), &answer));
            }
            let after = app.call(&plant.token, "GET", &at, None).await;
            faults.unless(after.body == before, || told(&before, "a refused step", &after));
        }
        faults.finish(15);
    }
}
