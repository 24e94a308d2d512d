use std::time::Instant;

use axum::{Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use contract::{
    permissions::ViewSettings,
    service::{BackendHealth, Condition, DatabaseTest},
};
use web::{Answer, Can, Reply};

use crate::{App, openapi};

/// Health and diagnosis, at the addresses that the deployment guide names.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/health", get(find_health))
        .route("/api/v1/health", get(find_health))
        .route("/api/database/test-connection", get(test_connection))
        .route("/api/v1/database/test-connection", get(test_connection))
        .route("/api/openapi.json", get(openapi_document))
        .route("/api/v1/openapi.json", get(openapi_document))
}

async fn find_health(State(app): State<App>) -> impl IntoResponse {
    let connection = app.db().ping().await.is_ok();
    let health = BackendHealth {
        status: if connection { Condition::Healthy } else { Condition::Unhealthy },
        database_type: app.db().engine().to_string(),
        connection,
        version: app.config().version.to_owned(),
    };
    let status = if connection { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, axum::Json(health))
}

async fn test_connection(can: Can<ViewSettings>, State(app): State<App>) -> Reply {
    let _ = can.reach();
    let started = Instant::now();
    let tables = app.db().tables().await;
    let latency_ms = started.elapsed().as_secs_f64() * 1e3;
    Ok(Answer::ok(&DatabaseTest {
        success: tables.is_ok(),
        database_type: app.db().engine().to_string(),
        tables: tables.map_or(0, |tables| i64::try_from(tables).unwrap_or(i64::MAX)),
        latency_ms,
    })?)
}

async fn openapi_document() -> impl IntoResponse {
    ([(axum::http::header::CONTENT_TYPE, "application/json")], openapi::text())
}
