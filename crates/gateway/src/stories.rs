//! The gateway before roles that tell what they were asked, in process and over the network.

use axum::{
    Json, Router,
    body::Body,
    http::{Request, Response},
    routing::{get, post},
};
use client::Transport;
use http_body_util::BodyExt;
use kernel::Entropy;
use serde_json::{Value, json};
use tower::ServiceExt;
use web::Limits;

use crate::{Config, router};

/// Roles that tell what they were asked.
fn echo(name: &'static str) -> Router {
    let tell = move |request: Request<Body>| async move {
        let header = |key: &str| {
            request.headers().get(key).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned)
        };
        let told = json!({
            "role": name, "address": request.uri().path_and_query().map(ToString::to_string),
            "host": header("host"), "id": header("x-request-id"), "for": header("x-forwarded-for"),
        });
        Json(told)
    };
    let long = || async { Json(json!({ "text": "pump ".repeat(1000) })) };
    let repeat = |body: Body| async { Response::new(body) };
    Router::new().route("/api/v1/long", get(long)).route("/api/v1/repeat", post(repeat)).fallback(tell)
}

fn gateway(backend: Transport, assistant: Transport) -> Router {
    router(Config { backend, assistant }, Limits::default(), &Entropy::seeded(1))
}

fn in_process() -> Router {
    gateway(Transport::InProcess(echo("backend")), Transport::InProcess(echo("assistant")))
}

async fn over_the_network() -> Router {
    let mut transports = Vec::new();
    for name in ["backend", "assistant"] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, echo(name)).await });
        transports.push(Transport::http(&address).unwrap());
    }
    let assistant = transports.pop().unwrap();
    gateway(transports.pop().unwrap(), assistant)
}

async fn ask(router: &Router, request: Request<Body>) -> (Response<()>, Vec<u8>) {
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    (Response::from_parts(parts, ()), body.collect().await.unwrap().to_bytes().to_vec())
}

async fn fetch(router: &Router, path: &str, headers: &[(&str, &str)]) -> (Response<()>, Value) {
    let mut request = Request::get(path).header("host", "plant.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (response, bytes) = ask(router, request.body(Body::empty()).unwrap()).await;
    (response, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[tokio::test]
async fn each_address_reaches_its_role_in_process_and_over_the_network() {
    for router in [in_process(), over_the_network().await] {
        for (path, role) in [
            ("/api/v1/sites?limit=1", "backend"),
            ("/api/sites", "backend"),
            ("/api/health", "backend"),
            ("/api/ai/health", "assistant"),
            ("/api/v1/ai/health", "assistant"),
        ] {
            let (_, told) = fetch(&router, path, &[]).await;
            assert_eq!((&told["role"], &told["address"]), (&json!(role), &json!(path)));
            assert_eq!(told["host"], "plant.example");
        }
        let (_, told) = fetch(&router, "/api/v1/sites", &[("x-request-id", "phone-00000001")]).await;
        assert_eq!(told["id"], "phone-00000001");
    }
}

#[tokio::test]
async fn a_body_passes_through_whole() {
    let body = vec![7_u8; 3 << 20];
    for router in [in_process(), over_the_network().await] {
        let request = Request::post("/api/v1/repeat").body(Body::from(body.clone())).unwrap();
        assert!(ask(&router, request).await.1 == body);
    }
}

#[tokio::test]
async fn a_role_that_is_not_there_is_said_in_plain_words() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gone = Transport::http(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    drop(listener);
    let (response, problem) = fetch(&gateway(gone.clone(), gone), "/api/v1/sites", &[]).await;
    assert_eq!(response.status(), 502);
    assert_eq!(problem["code"], "bad_gateway");
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert!(response.headers().contains_key("x-request-id"));
}

#[tokio::test]
async fn a_browser_is_told_to_be_strict() {
    let router = in_process();
    let (page, _) = fetch(&router, "/docs", &[]).await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self';") && policy.contains("frame-ancestors 'none'"), "{policy}");
    let (data, _) = fetch(&router, "/api/v1/sites", &[]).await;
    assert!(data.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    for answer in [&page, &data] {
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert!(!answer.headers().contains_key("strict-transport-security"));
    }
    let (secure, _) = fetch(&router, "/docs", &[("x-forwarded-proto", "https")]).await;
    assert!(secure.headers().contains_key("strict-transport-security"));
}

#[tokio::test]
async fn long_answers_are_compressed_for_those_who_can_read_it() {
    let router = in_process();
    let (small, _) = fetch(&router, "/api/v1/long", &[("accept-encoding", "gzip")]).await;
    assert_eq!(small.headers()["content-encoding"], "gzip");
    let (plain, told) = fetch(&router, "/api/v1/long", &[]).await;
    assert!(!plain.headers().contains_key("content-encoding"));
    assert_eq!(told["text"].as_str().unwrap().len(), 5000);
    let (short, _) = fetch(&router, "/api/v1/sites", &[("accept-encoding", "gzip")]).await;
    assert!(!short.headers().contains_key("content-encoding"));
}

#[tokio::test]
async fn the_documentation_needs_no_other_host() {
    let router = in_process();
    for path in ["/docs", "/docs/docs.js", "/docs/docs.css"] {
        let (response, bytes) = ask(&router, Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 200, "{path}");
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains("//cdn") && !text.contains("https://"), "{path}");
        assert!(!text.contains("<style") && !text.contains("onclick"), "{path}");
    }
    assert_eq!(fetch(&router, "/docs/other.js", &[]).await.0.status(), 404);
}
