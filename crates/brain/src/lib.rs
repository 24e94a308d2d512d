//! The role `ai_brain`: it computes for the other roles, without any state: it understands text, and it holds the
//! mathematics of reliability.

mod face;
pub mod numbers;
pub mod reliability;
pub mod text;

use std::collections::BTreeMap;

use axum::{Router, extract::State, routing::get};
use contract::service::{Condition, Health};
use web::{Answer, Reply};

/// The role's routes; `version` is that of the binary.
pub fn router(version: &'static str) -> Router {
    Router::new()
        .route("/api/brain/health", get(find_health))
        .with_state(version)
        .merge(text::router())
        .merge(face::router())
}

async fn find_health(State(version): State<&'static str>) -> Reply {
    Ok(Answer::ok(&Health {
        status: Condition::Healthy,
        service: "ai-brain".to_owned(),
        version: version.to_owned(),
        microservices: BTreeMap::new(),
    })?)
}
