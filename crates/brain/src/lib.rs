//! The role `ai_brain`: it computes for the other roles, without any state: the mathematics of reliability.

// Counts and degrees of freedom are numbers of the analysis, far below 2^52.
#![allow(clippy::cast_precision_loss)]
// Exact zeros and equal times are what they are: ties in the data, not results of rounding.
#![allow(clippy::float_cmp)]
// Formulas keep the letters of their sources.
#![allow(clippy::many_single_char_names)]

mod face;
pub mod numbers;
pub mod reliability;

use std::collections::BTreeMap;

use axum::{Router, extract::State, routing::get};
use contract::service::{Condition, Health};
use web::{Answer, Reply};

/// The role's routes; `version` is that of the binary.
pub fn router(version: &'static str) -> Router {
    Router::new().route("/api/brain/health", get(find_health)).merge(face::router()).with_state(version)
}

async fn find_health(State(version): State<&'static str>) -> Reply {
    Ok(Answer::ok(&Health {
        status: Condition::Healthy,
        service: "ai-brain".to_owned(),
        version: version.to_owned(),
        microservices: BTreeMap::new(),
    })?)
}
