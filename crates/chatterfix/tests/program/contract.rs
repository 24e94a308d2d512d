//! The addresses that the deployment guide names, each with its fields (C10 to C18), at both of their addresses.

use serde_json::json;

use crate::support::{Environment, Running, add_user, administrator, postgres, sqlite, token};

async fn every_address_of_the_guide(settings: &Environment, engine: &str) {
    let server = Running::start(settings, &[]);
    let bearer = administrator(settings);
    let auth = [("authorization", bearer.as_str())];

    let health = server.get("/health", &[]).await.expect(200).json;
    assert_eq!((&health["status"], &health["service"]), (&json!("healthy"), &json!("chatterfix")));
    assert!(health["version"].is_string());
    for part in ["ui-gateway", "backend-unified", "ai-unified", "ai-brain"] {
        assert_eq!(health["microservices"][part], json!({"status": "healthy"}));
    }
    for path in ["/api/health", "/api/v1/health"] {
        let own = server.get(path, &[]).await.expect(200).json;
        assert_eq!(
            (&own["status"], &own["database_type"], &own["connection"], &own["version"]),
            (&json!("healthy"), &json!(engine), &json!(true), &health["version"])
        );
    }
    for path in ["/api/ai/health", "/api/v1/ai/health"] {
        let own = server.get(path, &[]).await.expect(200).json;
        assert_eq!((&own["status"], &own["version"]), (&json!("healthy"), &health["version"]));
        for provider in ["local", "openai", "anthropic", "xai"] {
            assert_eq!(own["ai_providers"][provider]["configured"], false, "{provider}");
            assert!(own["ai_providers"][provider]["reason"].is_string(), "{provider}");
        }
    }
    add_user(settings, "tom@plant.example", "requester");
    let stranger = format!("Bearer {}", token(settings, "tom@plant.example"));
    for path in ["/api/database/test-connection", "/api/v1/database/test-connection"] {
        server.get(path, &[]).await.expect(401);
        server.get(path, &[("authorization", stranger.as_str())]).await.expect(403);
        let test = server.get(path, &auth).await.expect(200).json;
        assert_eq!((&test["success"], &test["database_type"]), (&json!(true), &json!(engine)));
        assert!(
            test["tables"].as_i64().unwrap() > 30 && test["latency_ms"].as_f64().unwrap() > 0.0,
            "{test}"
        );
    }
    for noun in ["work-orders", "assets", "parts", "sites"] {
        let current = server.get(&format!("/api/{noun}?limit=1"), &auth).await.expect(200);
        let canonical = server.get(&format!("/api/v1/{noun}?limit=1"), &auth).await.expect(200);
        assert_eq!(current.text, canonical.text);
        assert_eq!(current.json, json!({"items": [], "next": null}));
    }
    let page = server.get("/docs", &[]).await.expect(200);
    assert!(
        page.text.contains("docs.js")
            && page.headers["content-type"].to_str().unwrap().starts_with("text/html")
    );
    let script = server.get("/docs/docs.js", &[]).await.expect(200).text;
    assert!(script.contains("/api/openapi.json"));
    let described = server.get("/api/openapi.json", &[]).await.expect(200);
    assert!(described.json["openapi"].as_str().unwrap().starts_with("3."));
    assert_eq!(described.text, server.get("/api/v1/openapi.json", &[]).await.expect(200).text);

    let metrics = server.get("/metrics", &[]).await.expect(200);
    assert!(metrics.headers["content-type"].to_str().unwrap().starts_with("text/plain; version=0.0.4"));
    let samples = metrics.text.lines().filter(|line| !line.is_empty()).map(sample).collect::<Vec<_>>();
    assert!(samples.iter().flatten().count() > 20);
    server.get("/health/live", &[]).await.expect(200);
    server.get("/health/ready", &[]).await.expect(200);
}

/// Reads a line as Prometheus does; the name of its sample, none for a comment.
fn sample(line: &str) -> Option<&str> {
    if let Some(comment) = line.strip_prefix("# ") {
        assert!(comment.starts_with("HELP ") || comment.starts_with("TYPE "), "{line}");
        return None;
    }
    let is_name = |name: &str| {
        !name.is_empty()
            && !name.starts_with(|first: char| first.is_ascii_digit())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':')
    };
    let (series, value) = line.rsplit_once(' ').unwrap();
    value.parse::<f64>().unwrap();
    let (name, labels) = series.split_once('{').unwrap_or((series, "}"));
    assert!(is_name(name), "{line}");
    let labels = labels.strip_suffix('}').unwrap();
    for label in labels.split("\",").filter(|label| !label.is_empty()) {
        let (name, value) = label.split_once("=\"").unwrap();
        assert!(is_name(name) && !value.contains('\n'), "{line}");
    }
    Some(name)
}

#[tokio::test]
async fn every_address_of_the_guide_answers_on_sqlite() {
    let data = tempfile::tempdir().unwrap();
    every_address_of_the_guide(&sqlite(data.path()), "sqlite").await;
}

#[tokio::test]
async fn every_address_of_the_guide_answers_on_postgresql() {
    let data = tempfile::tempdir().unwrap();
    let (_database, settings) = postgres(data.path()).await;
    every_address_of_the_guide(&settings, "postgresql").await;
}
