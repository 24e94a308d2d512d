//! The role `ai_brain`: it will compute for the assistant, without any state. In this version it tells how it is.

use std::collections::BTreeMap;

use axum::{Router, extract::State, routing::get};
use contract::service::{Condition, Health};
use web::{Answer, Reply};

/// The role's routes; `version` is that of the binary.
pub fn router(version: &'static str) -> Router {
    Router::new().route("/api/brain/health", get(find_health)).with_state(version)
}

async fn find_health(State(version): State<&'static str>) -> Reply {
    Ok(Answer::ok(&Health {
        status: Condition::Healthy,
        service: "ai-brain".to_owned(),
        version: version.to_owned(),
        microservices: BTreeMap::new(),
    })?)
}
