//! The same story in one process and in four, on SQLite and on PostgreSQL; and what health says in each mode.

use serde_json::{Value, json};

use crate::support::{Environment, Running, add_user, environment, postgres, sqlite, token};

/// The four roles as four processes; the gateway is what a browser sees.
struct Four {
    backend: Running,
    assistant: Running,
    brain: Running,
    gateway: Running,
}

impl Four {
    fn start(database: &Environment) -> Self {
        let with = |mode: &str, more: &[(&str, &str)]| {
            let mut settings = environment(&[("SERVICE_MODE", mode)]);
            settings.extend(environment(more));
            settings
        };
        let mut settings = with("unified_backend", &[]);
        settings.extend(database.iter().cloned());
        let backend = Running::start(&settings, &[]);
        let brain = Running::start(&with("ai_brain", &[]), &[]);
        let behind = [("BACKEND_SERVICE_URL", backend.base.as_str()), ("AI_BRAIN_URL", brain.base.as_str())];
        let assistant = Running::start(&with("unified_ai", &behind), &[]);
        let behind =
            [("BACKEND_SERVICE_URL", backend.base.as_str()), ("AI_SERVICE_URL", assistant.base.as_str())];
        let gateway = Running::start(&with("ui_gateway", &behind), &[]);
        Self { backend, assistant, brain, gateway }
    }
}

/// Someone signs in, makes a site and finds it; a stranger does not.
async fn story(database: &Environment, server: &Running) {
    add_user(database, "maria@plant.example", "administrator");
    let sign_in = json!({"email": "maria@plant.example", "password": "correct horse battery"});
    let answer = server.call("POST", "/api/v1/session", &[], Some(sign_in)).await.expect(201);
    let cookie = answer.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let page = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    let site = json!({"name": "North", "time_zone": "Europe/Berlin"});

    let foreign = [("cookie", cookie.as_str()), ("origin", "https://evil.example")];
    server.call("POST", "/api/v1/sites", &foreign, Some(site.clone())).await.expect(403);
    server.call("POST", "/api/v1/sites", &[], Some(site.clone())).await.expect(401);
    let made = server.call("POST", "/api/sites", &page, Some(site)).await.expect(201);
    assert_eq!(made.json["name"], "North");
    let id = made.json["id"].as_str().unwrap().to_owned();

    let canonical = server.get("/api/v1/sites?limit=1", &page).await.expect(200);
    let current = server.get("/api/sites?limit=1", &page).await.expect(200);
    assert_eq!(canonical.text, current.text);
    assert_eq!(current.json["items"][0]["id"], id.as_str());
    assert!(current.headers.contains_key("x-request-id"));
    assert_eq!(current.headers["x-content-type-options"], "nosniff");

    let bearer = format!("Bearer {}", token(database, "maria@plant.example"));
    let key = [("authorization", bearer.as_str()), ("idempotency-key", "phone-00000001")];
    let south = json!({"name": "South", "time_zone": "Europe/Berlin"});
    let first = server.call("POST", "/api/v1/sites", &key, Some(south.clone())).await.expect(201);
    let again = server.call("POST", "/api/sites", &key, Some(south)).await.expect(201);
    assert_eq!(first.text, again.text, "the same change by either address is the same change");
    let unknown = server.get("/api/v1/nothing-here", &page).await.expect(404);
    assert_eq!(unknown.json["code"], "not_found");
    let refused = server.get("/api/sites?colour=red", &page).await.expect(422);
    assert_eq!(refused.json["errors"][0]["field"], "colour");
}

async fn in_one_process(database: &Environment) {
    let server = Running::start(database, &[]);
    assert!(server.line("set up").contains("/setup?token="));
    story(database, &server).await;
    let health = server.get("/health", &[]).await.expect(200);
    assert_eq!((&health.json["status"], &health.json["service"]), (&json!("healthy"), &json!("chatterfix")));
    assert_eq!(names(&health.json), ["ai-brain", "ai-unified", "backend-unified", "ui-gateway"]);
    let own = server.get("/api/health", &[]).await.expect(200);
    assert_eq!(own.json["connection"], true);
}

async fn in_four_processes(database: &Environment) {
    let mut four = Four::start(database);
    story(database, &four.gateway).await;
    for (server, service, parts) in [
        (&four.backend, "backend-unified", vec!["backend-unified"]),
        (&four.brain, "ai-brain", vec!["ai-brain"]),
        (&four.assistant, "ai-unified", vec!["ai-brain", "ai-unified", "backend-unified"]),
        (&four.gateway, "ui-gateway", vec!["ai-unified", "backend-unified", "ui-gateway"]),
    ] {
        let health = server.get("/health", &[]).await.expect(200);
        assert_eq!((&health.json["status"], &health.json["service"]), (&json!("healthy"), &json!(service)));
        assert_eq!(names(&health.json), parts, "{service}");
        server.get("/health/live", &[]).await.expect(200);
        server.get("/health/ready", &[]).await.expect(200);
        assert!(server.get("/metrics", &[]).await.expect(200).text.contains("chatterfix_build_info"));
    }
    let providers = four.gateway.get("/api/ai/health", &[]).await.expect(200);
    assert_eq!(providers.json["ai_providers"]["openai"]["configured"], false);
    assert_eq!(providers.json["ai_providers"]["local"]["configured"], false);
    four.backend.get("/docs", &[]).await.expect(404);

    four.backend.kill();
    for server in [&four.gateway, &four.assistant] {
        let health = server.get("/health", &[]).await.expect(200);
        assert_eq!(health.json["status"], "degraded");
        assert_eq!(health.json["microservices"]["backend-unified"]["status"], "unhealthy");
    }
    let refused = four.gateway.get("/api/v1/sites", &[]).await.expect(502);
    assert_eq!(refused.json["code"], "bad_gateway");
}

fn names(health: &Value) -> Vec<&str> {
    health["microservices"].as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn one_process_on_sqlite() {
    let data = tempfile::tempdir().unwrap();
    in_one_process(&sqlite(data.path())).await;
}

#[tokio::test]
async fn one_process_on_postgresql() {
    let data = tempfile::tempdir().unwrap();
    let (_database, settings) = postgres(data.path()).await;
    in_one_process(&settings).await;
}

#[tokio::test]
async fn four_processes_on_sqlite() {
    let data = tempfile::tempdir().unwrap();
    in_four_processes(&sqlite(data.path())).await;
}

#[tokio::test]
async fn four_processes_on_postgresql() {
    let data = tempfile::tempdir().unwrap();
    let (_database, settings) = postgres(data.path()).await;
    in_four_processes(&settings).await;
}

#[tokio::test]
async fn without_its_database_a_backend_says_that_it_cannot_serve() {
    let data = tempfile::tempdir().unwrap();
    let (database, settings) = postgres(data.path()).await;
    let server = Running::start(&settings, &[]);
    server.get("/health", &[]).await.expect(200);
    drop(database);
    let health = server.until("/health", |answer| answer.status == 503).await;
    assert_eq!(health.json["status"], "unhealthy");
    assert_eq!(health.json["microservices"]["backend-unified"]["status"], "unhealthy");
    assert_eq!(server.get("/api/health", &[]).await.expect(503).json["connection"], false);
    let refused = server.get("/api/v1/session/hints", &[]).await.expect(503);
    assert!(refused.headers.contains_key("retry-after"), "{}", refused.text);
    server.get("/health/live", &[]).await.expect(200);
}

#[tokio::test]
async fn two_backends_share_one_postgresql() {
    let data = tempfile::tempdir().unwrap();
    let (_database, settings) = postgres(data.path()).await;
    let (one, other) = (Running::start(&settings, &[]), Running::start(&settings, &[]));
    story(&settings, &one).await;
    let bearer = format!("Bearer {}", token(&settings, "maria@plant.example"));
    let seen = other.get("/api/v1/sites", &[("authorization", bearer.as_str())]).await.expect(200);
    assert_eq!(seen.json["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_key_in_the_environment_is_told_but_never_shown() {
    let settings = environment(&[("SERVICE_MODE", "unified_ai"), ("OPENAI_API_KEY", "sk-very-secret")]);
    let server = Running::start(&settings, &[]);
    let health = server.get("/api/ai/health", &[]).await.expect(200);
    assert_eq!(health.json["ai_providers"]["openai"]["configured"], true);
    assert!(!health.text.contains("sk-very-secret"));
}
