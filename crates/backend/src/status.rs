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
    let (status, reason) = if !connection {
        (Condition::Unhealthy, Some("The database can't be reached."))
    } else if !app.has_room().await {
        (Condition::Degraded, Some("The disk is full: what is there can be read, but nothing can be saved."))
    } else {
        (Condition::Healthy, None)
    };
    let health = BackendHealth {
        status,
        reason: reason.map(str::to_owned),
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

#[cfg(test)]
mod tests {
    use kernel::{Code, Problem};

    use crate::testing::{on_both_engines, system};

    on_both_engines! {
        async fn a_database_without_room_is_said_until_a_change_is_saved_or_a_minute_is_over(app: TestApp) {
            let change = async |found: Result<(), Code>| {
                let found = move || found.map_err(|code| Problem::new(code, "It was refused."));
                let _ = app.app.change_as(app.organization, system(), move |_| found()).await;
            };
            let status = async || {
                let answer = app.call("", "GET", "/api/health", None).await;
                (answer.status.as_u16(), answer.body["status"].as_str().unwrap().to_owned())
            };
            let (healthy, degraded) = ((200, "healthy".to_owned()), (200, "degraded".to_owned()));
            assert_eq!(status().await, healthy);
            change(Err(Code::StorageFull)).await;
            assert_eq!(status().await, degraded);
            change(Err(Code::Invalid)).await;
            assert_eq!(status().await, degraded);
            change(Ok(())).await;
            assert_eq!(status().await, healthy);
            change(Err(Code::StorageFull)).await;
            app.app.clock().advance(jiff::SignedDuration::from_secs(60));
            assert_eq!(status().await, healthy);
        }
    }
}
