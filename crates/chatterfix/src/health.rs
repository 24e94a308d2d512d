//! The addresses that every process has, whatever its roles: `/health`, `/health/live`, `/health/ready`, `/metrics`.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use client::{Assistant, Backend, Brain};
use contract::service::{Condition, Health, Part};
use kernel::{Code, Problem};
use serde_json::json;
use web::Failure;

use crate::{
    compose::{Composition, VERSION},
    lifecycle::Lifecycle,
    measurements::Measurements,
    roles::{Role, Roles},
};

/// How long a service behind this one may take to say how it is.
const PATIENCE: Duration = Duration::from_secs(2);

struct Process {
    roles: Roles,
    lifecycle: Lifecycle,
    measurements: Measurements,
    composition: Option<Composition>,
}

/// What this process answers before its roles are there.
pub fn starting(roles: &Roles, lifecycle: &Lifecycle, measurements: &Measurements) -> Router {
    let process = Process {
        roles: roles.clone(),
        lifecycle: lifecycle.clone(),
        measurements: measurements.clone(),
        composition: None,
    };
    let wait = || async {
        Failure(
            Problem::new(Code::Unavailable, "The server is starting. Please try again in a moment.")
                .retry_after(1),
        )
    };
    routes(process).fallback(wait)
}

/// Everything that this process serves.
pub fn around(composition: Composition, lifecycle: &Lifecycle, measurements: &Measurements) -> Router {
    let roles = composition.router.clone();
    let process = Process {
        roles: composition.roles.clone(),
        lifecycle: lifecycle.clone(),
        measurements: measurements.clone(),
        composition: Some(composition),
    };
    routes(process).fallback_service(roles)
}

fn routes(process: Process) -> Router {
    Router::new()
        .route("/health", get(find_health))
        .route("/health/live", get(|| async { axum::Json(json!({"status": "healthy"})) }))
        .route("/health/ready", get(find_readiness))
        .route("/metrics", get(find_metrics))
        .with_state(Arc::new(process))
}

async fn find_health(State(process): State<Arc<Process>>) -> Response {
    let microservices = match &process.composition {
        Some(composition) => parts(composition).await,
        None => BTreeMap::new(),
    };
    // Without its own database a process can't serve; without the services behind it, it can say so.
    let own = |name: &str| process.roles.has(Role::Backend) && name == Role::Backend.service();
    let status = if microservices.iter().any(|(name, part)| own(name) && part.status == Condition::Unhealthy)
    {
        Condition::Unhealthy
    } else if process.lifecycle.reason().is_some()
        || microservices.values().any(|part| part.status != Condition::Healthy)
    {
        Condition::Degraded
    } else {
        Condition::Healthy
    };
    let health = Health {
        status,
        service: process.roles.service().to_owned(),
        version: VERSION.to_owned(),
        microservices,
    };
    let code = if status == Condition::Unhealthy { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (code, [(header::CACHE_CONTROL, "no-store")], axum::Json(health)).into_response()
}

async fn find_readiness(State(process): State<Arc<Process>>) -> Response {
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    match process.lifecycle.reason() {
        None => (no_store, axum::Json(json!({"status": "healthy"}))).into_response(),
        Some(reason) => {
            let body = axum::Json(json!({"status": "unhealthy", "reason": reason}));
            (StatusCode::SERVICE_UNAVAILABLE, no_store, body).into_response()
        }
    }
}

async fn find_metrics(State(process): State<Arc<Process>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], process.measurements.render())
}

/// The services that this process has or needs, by name, asked all at once.
async fn parts(composition: &Composition) -> BTreeMap<String, Part> {
    let roles = &composition.roles;
    let backend = Backend(composition.backend.clone());
    let assistant = Assistant(composition.assistant.clone());
    let brains = composition.brains.clone();
    // Who needs whom: the gateway both others, the assistant the backend and the brains, the brain nobody.
    let needs_backend =
        [Role::Gateway, Role::Backend, Role::Assistant].into_iter().any(|role| roles.has(role));
    let needs_assistant = roles.has(Role::Gateway) || roles.has(Role::Assistant);
    let needs_brains = roles.has(Role::Assistant) || roles.has(Role::Brain);
    let backend = async {
        if !needs_backend {
            return None;
        }
        let asked = async {
            let health = backend.health().await?;
            Ok(Part { status: health.status, reason: health.reason })
        };
        let part = within(asked).await;
        Some((Role::Backend.service().to_owned(), part))
    };
    let assistant = async {
        if !needs_assistant {
            return None;
        }
        let part = within(async { assistant.health().await.map(|health| seen(health.status)) }).await;
        Some((Role::Assistant.service().to_owned(), part))
    };
    let brains = async {
        let mut parts = Vec::new();
        for (at, brain) in brains.iter().enumerate().filter(|_| needs_brains) {
            let brain = Brain(brain.clone());
            let part = within(async { brain.health().await.map(|health| seen(health.status)) }).await;
            let name = Role::Brain.service();
            parts.push((if at == 0 { name.to_owned() } else { format!("{name}-{}", at + 1) }, part));
        }
        parts
    };
    let (backend, assistant, brains) = tokio::join!(backend, assistant, brains);
    let mut parts: BTreeMap<String, Part> = backend.into_iter().chain(assistant).chain(brains).collect();
    if roles.has(Role::Gateway) {
        parts.insert(Role::Gateway.service().to_owned(), Part { status: Condition::Healthy, reason: None });
    }
    parts
}

/// A service that says how it is and no more.
fn seen(status: Condition) -> Part {
    let reason = (status != Condition::Healthy).then(|| "It reports a failure.".to_owned());
    Part { status, reason }
}

async fn within(asked: impl Future<Output = Result<Part, Problem>>) -> Part {
    let unhealthy = |reason| Part { status: Condition::Unhealthy, reason: Some(reason) };
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(part)) => part,
        Ok(Err(problem)) => unhealthy(problem.detail),
        Err(_) => unhealthy(format!("It did not answer within {} seconds.", PATIENCE.as_secs())),
    }
}
