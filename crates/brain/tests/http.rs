//! The HTTP face: a register is sent once, requests name it, and what can't be read is refused by name.

#![allow(clippy::unwrap_used, reason = "a test ends where an answer is not as expected")]

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

async fn post(router: &axum::Router, path: &str, body: &Value) -> (StatusCode, Value) {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

fn register() -> Value {
    json!({"assets": [{"id": "00000000-0000-0000-0000-000000000001", "code": "P-103", "name": "Coolant pump"}]})
}

#[tokio::test]
async fn a_register_is_sent_once_and_named_from_then_on() {
    let router = brain::router("test");
    let (status, kept) = post(&router, "/api/brain/registers", &register()).await;
    assert_eq!(status, StatusCode::OK);
    let again = post(&router, "/api/brain/registers", &register()).await.1;
    assert_eq!(kept, again, "the same register has the same id");
    let named = json!({"text": "pump one oh three is leaking, before Friday", "now": "2026-03-11T09:30", "time_zone": "Europe/London", "register_id": kept["register_id"]});
    let (status, draft) = post(&router, "/api/brain/drafts", &named).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&draft["asset"]["code"], &draft["problem_type"], &draft["due_on"]),
        (&json!("P-103"), &json!("leak"), &json!("2026-03-12"))
    );
    assert_eq!(draft["source"], "local");
    let own = json!({"text": "P-103 tripped", "now": "2026-03-11T09:30:00Z", "register": register()});
    assert_eq!(post(&router, "/api/brain/drafts", &own).await.1["problem_type"], "trip");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_by_name() {
    let router = brain::router("test");
    let table = [
        (json!({"text": "", "now": "2026-03-11T09:30", "register": {}}), 422, "text"),
        (json!({"text": "a", "now": "soon", "register": {}}), 422, "now"),
        (
            json!({"text": "a", "now": "2026-03-11T09:30", "time_zone": "Mars/Olympus", "register": {}}),
            422,
            "time_zone",
        ),
        (json!({"text": "a", "language": "tlh", "now": "2026-03-11T09:30", "register": {}}), 422, "language"),
        (json!({"text": "a", "now": "2026-03-11T09:30"}), 422, "register"),
    ];
    for (body, status, field) in table {
        let (found, problem) = post(&router, "/api/brain/drafts", &body).await;
        assert_eq!((found.as_u16(), &problem["errors"][0]["field"]), (status, &json!(field)), "{body}");
    }
    let gone = json!({"text": "a", "now": "2026-03-11T09:30", "register_id": "0123"});
    assert_eq!(post(&router, "/api/brain/drafts", &gone).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_register_larger_than_other_bodies_is_taken() {
    let router = web::stack(brain::router("test"), web::Limits::default(), kernel::Entropy::seeded(1));
    let assets: Vec<Value> = (0..45_000)
        .map(|number| {
            let id = format!("00000000-0000-0000-0000-{number:012}");
            json!({"id": id, "code": format!("P-{number}"), "name": format!("Pump {number}"), "aliases": ["a name that takes room"]})
        })
        .collect();
    let register = json!({ "assets": assets });
    assert!(register.to_string().len() > web::Limits::default().body_bytes);
    assert_eq!(post(&router, "/api/brain/registers", &register).await.0, StatusCode::OK);
}
