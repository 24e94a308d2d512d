//! The database is held by somebody else, or goes away and comes back.

use std::sync::Arc;

use testkit::databases::{OwnServer, TestDatabase};

use crate::{
    hold::Hold,
    load::{Load, make_site},
    support::{Running, administrator, environment, expect_sound, on_postgres, settings_of},
};

const KEYS: [&str; 3] = ["phone-0001", "phone-0002", "phone-0003"];

async fn held_by_another(database: TestDatabase) {
    let data = tempfile::tempdir().unwrap();
    let settings = settings_of(&database, data.path());
    let server = Running::start(&settings, &[]);
    let bearer = administrator(&settings);
    let auth = [("authorization", bearer.as_str())];
    let hold = Hold::on(&database.db, "LOCK TABLE sites IN EXCLUSIVE MODE").await;
    let waiting = make_site(&server, &bearer, KEYS[0]);
    let reading = server.get("/api/v1/sites?limit=1", &auth);
    let (refused, page) = tokio::join!(waiting, reading);
    page.expect(200);
    let refused = refused.unwrap().expect(503);
    assert_eq!(
        (&refused.json["code"], &refused.headers["retry-after"]),
        (&"unavailable".into(), &"5".parse().unwrap())
    );
    assert!(refused.json["detail"].as_str().unwrap().contains("Nothing was lost"), "{}", refused.text);
    hold.release().await;
    for key in KEYS {
        make_site(&server, &bearer, key).await.unwrap().expect(201);
    }
    assert_eq!(server.all("/api/v1/sites", &bearer).await.len(), KEYS.len());
    expect_sound(&settings, &server);
}

#[tokio::test]
async fn sqlite_held_by_another_program_is_said_and_works_again_after() {
    held_by_another(TestDatabase::sqlite(backend::MIGRATIONS).await).await;
}

#[tokio::test]
async fn a_table_held_by_another_session_is_said_and_works_again_after() {
    held_by_another(TestDatabase::postgres(backend::MIGRATIONS).await).await;
}

#[tokio::test]
async fn postgresql_may_go_away_under_load_and_come_back() {
    let own = Arc::new(tokio::task::spawn_blocking(OwnServer::start).await.unwrap());
    let data = tempfile::tempdir().unwrap();
    let mut settings = on_postgres(data.path(), &own.url("postgres"));
    settings.extend(environment(&[("SERVICE_MODE", "unified_backend")]));
    let backend = Running::start(&settings, &[]);
    let bearer = administrator(&settings);
    let gateway =
        environment(&[("SERVICE_MODE", "ui_gateway,unified_ai"), ("BACKEND_SERVICE_URL", &backend.base)]);
    let gateway = Running::start(&gateway, &[]);
    assert_eq!(gateway.get("/health", &[]).await.expect(200).json["status"], "healthy");

    let load = Load::start(&gateway, &bearer, 6);
    gateway.until("/health/live", |_| load.acknowledged() > 20).await;
    aside(&own, |own| own.stop("immediate")).await;
    let own_health = backend.until("/health", |answer| answer.status == 503).await;
    assert_eq!(own_health.json["status"], "unhealthy");
    let seen = gateway.get("/health", &[]).await.expect(200);
    assert_eq!(seen.json["status"], "degraded");
    assert_eq!(seen.json["microservices"]["backend-unified"]["status"], "unhealthy");
    gateway.until("/health/live", |_| load.refused() > 6).await;
    aside(&own, OwnServer::resume).await;
    gateway.until("/health", |answer| answer.json["status"] == "healthy").await;

    // And once more while nobody looks, so that connections break in the middle of everything.
    let before = load.acknowledged();
    gateway.until("/health/live", |_| load.acknowledged() > before + 20).await;
    aside(&own, |own| own.restart("immediate")).await;
    let before = load.acknowledged();
    gateway.until("/health/live", |_| load.acknowledged() > before + 20).await;
    let kept = load.finish().await;
    assert!(kept.unknown.is_empty(), "every request got an answer");
    kept.prove(&gateway, &bearer).await;
    settings.retain(|(name, _)| name != "SERVICE_MODE");
    expect_sound(&settings, &backend);
}

async fn aside(own: &Arc<OwnServer>, work: impl FnOnce(&OwnServer) + Send + 'static) {
    let own = Arc::clone(own);
    tokio::task::spawn_blocking(move || work(&own)).await.unwrap();
}
