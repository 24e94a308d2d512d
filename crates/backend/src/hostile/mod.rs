//! What no client should send, sent to every operation. Whatever comes, the answer is a problem that names what is at
//! fault, nothing is written, and no fault of ours shows. All is made from the OpenAPI document: an operation, a
//! parameter or a field that is new is tried without being named here.

mod addresses;
mod again;
mod bodies;
mod files;
mod queries;
mod texts;
mod versions;

use serde_json::{Value, json};

use crate::{
    described::{Operation, described, names_field},
    plant::Plant,
    testing::{TestAnswer, TestApp},
};

/// Every operation but those on meters, whose readings and events happen once at an instant: they have tests of their
/// own, and the isolation test.
fn operations() -> Vec<Operation> {
    let of_meters = ["/api/v1/meters", "/api/v1/readings", "/api/v1/condition-rules"];
    described().into_iter().filter(|one| !of_meters.iter().any(|path| one.path.starts_with(path))).collect()
}

/// Collects what went wrong, so that one run shows all of it.
#[derive(Default)]
struct Faults {
    found: Vec<String>,
    tried: usize,
}

impl Faults {
    /// Notes what happened unless it is right.
    fn unless(&mut self, right: bool, what: impl FnOnce() -> String) {
        self.tried += 1;
        if !right {
            self.found.push(what());
        }
    }

    /// The answer must be a problem of this status.
    fn unless_refused(&mut self, answer: &TestAnswer, status: u16, what: &str) {
        self.unless(is_refusal(answer) && answer.status == status, || told(status, what, answer));
    }

    /// The answer must name this place as wrong, and no other.
    fn unless_named(&mut self, answer: &TestAnswer, at: &str, what: &str) {
        let named = is_refusal(answer) && refused_for(answer, at);
        self.unless(named, || told(format!("422 for {at}"), what, answer));
    }

    /// Nothing was written since there were so many events.
    async fn unless_unchanged(&mut self, app: &TestApp, plant: &Plant, before: i64) {
        let after = events(app, plant).await;
        self.unless(after == before, || {
            format!("{} events were written by what was refused", after - before)
        });
    }

    fn finish(self, at_least: usize) {
        assert!(self.found.is_empty(), "{} faults:\n{}", self.found.len(), self.found.join("\n"));
        assert!(self.tried >= at_least, "only {} tries", self.tried);
    }
}

fn told(expected: impl std::fmt::Display, what: &str, answer: &TestAnswer) -> String {
    let said: String = String::from_utf8_lossy(&answer.bytes).chars().take(400).collect();
    format!("{what}: expected {expected}, got {} {said}", answer.status)
}

/// Whether it says in plain words what is wrong with the request, and where.
fn is_refusal(answer: &TestAnswer) -> bool {
    let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
    let said = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    answer.status.is_client_error()
        && answer.headers.get("content-type").is_some_and(|kind| kind == "application/problem+json")
        && answer.body["status"] == answer.status.as_u16()
        && said(&answer.body["title"])
        && said(&answer.body["detail"])
        && (answer.body["code"] != "invalid" || !errors.is_empty())
        && errors.iter().all(|error| said(&error["field"]) && said(&error["message"]))
}

/// Whether a refusal, or that of the one order in a bulk change, names this place alone.
fn refused_for(answer: &TestAnswer, at: &str) -> bool {
    let wrong = answer.wrong_fields();
    answer.status == 422
        && !wrong.is_empty()
        && wrong.iter().all(|field| names_field(std::slice::from_ref(field), at))
}

/// A bulk change answers 200 and says for each order why it was left alone: here as if it were the answer.
fn unwrapped(mut answer: TestAnswer) -> TestAnswer {
    let problem = answer.body.pointer_mut("/items/0/problem").map(Value::take).unwrap_or_default();
    if let Some(status) = problem["status"].as_u64().and_then(|status| u16::try_from(status).ok()) {
        answer.status = status.try_into().unwrap();
        answer.headers.insert("content-type", "application/problem+json".parse().unwrap());
        answer.body = problem;
    }
    answer
}

/// How many events the plant's organisation has.
async fn events(app: &TestApp, plant: &Plant) -> i64 {
    let newest = app.call(&plant.token, "GET", "/api/v1/events?limit=1", None).await.expect(200);
    newest.body["items"][0]["sequence"].as_i64().unwrap()
}

/// Whether some text in it is this or quotes it unchanged.
fn holds(value: &Value, text: &str) -> bool {
    match value {
        Value::String(here) => here.contains(text),
        Value::Array(items) => items.iter().any(|item| holds(item, text)),
        Value::Object(fields) => fields.iter().any(|(name, field)| name == text || holds(field, text)),
        _ => false,
    }
}

/// For an address.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |so_far, byte| so_far + &format!("%{byte:02X}"))
}

#[test]
fn a_fault_is_seen() {
    assert!(holds(&json!({"a": [{"b": "x"}]}), "x") && !holds(&json!(["x&amp;y"]), "x&y"));
}
