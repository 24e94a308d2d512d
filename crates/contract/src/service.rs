//! What every process says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a service or a part of it is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Works.
    Healthy,
    /// Works, but something it relies on does not.
    Degraded,
    /// Can't serve.
    Unhealthy,
}

/// `GET /health` of any mode.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Health {
    /// The worst of what this process needs to serve at all.
    pub status: Condition,
    /// `chatterfix`, `ui-gateway`, `backend-unified`, `ai-unified` or `ai-brain`.
    pub service: String,
    /// Version of the binary.
    pub version: String,
    /// The services behind this one, by name.
    pub microservices: BTreeMap<String, Part>,
}

/// One service as seen from another.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Part {
    /// Whether it answers.
    pub status: Condition,
    /// Why not, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// `GET /api/health`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct BackendHealth {
    /// Whether the database answers, and there is room to save changes.
    pub status: Condition,
    /// What is wrong, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `sqlite` or `postgresql`.
    pub database_type: String,
    /// Whether a query came back just now.
    pub connection: bool,
    /// Version of the binary.
    pub version: String,
}

/// `GET /api/ai/health`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AiHealth {
    /// Whether the role itself works.
    pub status: Condition,
    /// Every provider that the product knows, by name; `local` is the engine inside the product.
    pub ai_providers: BTreeMap<String, AiProvider>,
    /// Version of the binary.
    pub version: String,
}

/// A provider of AI, as far as this process knows without calling it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AiProvider {
    /// Whether what it needs is there: a key in the environment, or the engine in this program.
    pub configured: bool,
    /// Why it can't be used, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// `GET /api/database/test-connection`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct DatabaseTest {
    /// Whether a query came back.
    pub success: bool,
    /// `sqlite` or `postgresql`.
    pub database_type: String,
    /// Tables of the product found.
    pub tables: i64,
    /// Milliseconds of the round trip.
    pub latency_ms: f64,
}
