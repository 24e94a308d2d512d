//! The role `unified_ai`: it will draft, explain and converse with the caller's own authority. In this version it
//! tells how it is and which providers it could use.

use std::sync::Arc;

use axum::{Router, extract::State, routing::get};
use contract::service::{AiHealth, AiProvider, Condition};
use web::{Answer, Reply};

/// What the assistant is told at start.
#[derive(Clone, Debug)]
pub struct Config {
    /// Version of the binary.
    pub version: &'static str,
    /// The providers by name, and whether there is a key for each.
    pub providers: Vec<(&'static str, bool)>,
}

/// The role's routes.
pub fn router(config: Config) -> Router {
    Router::new()
        .route("/api/ai/health", get(find_health))
        .route("/api/v1/ai/health", get(find_health))
        .with_state(Arc::new(config))
}

async fn find_health(State(config): State<Arc<Config>>) -> Reply {
    let local = AiProvider {
        configured: false,
        reason: Some("This version has no AI engine of its own yet.".to_owned()),
    };
    let providers = config.providers.iter().map(|(name, configured)| {
        let reason = (!configured).then(|| "There is no key for this provider.".to_owned());
        ((*name).to_owned(), AiProvider { configured: *configured, reason })
    });
    let health = AiHealth {
        status: Condition::Healthy,
        ai_providers: std::iter::once(("local".to_owned(), local)).chain(providers).collect(),
        version: config.version.to_owned(),
    };
    Ok(Answer::ok(&health)?)
}
