//! The body of every failure: RFC 9457, `application/problem+json`.

use kernel::{Code, FieldError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A failure as a client reads it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ProblemBody {
    /// `about:blank`, or the address of an explanation.
    pub r#type: String,
    /// The same words for the same `code`.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong this time, for a person.
    pub detail: String,
    /// For programs; stays the same when words change.
    pub code: Code,
    /// The wrong fields.
    #[serde(default)]
    pub errors: Vec<FieldError>,
    /// With `conflict`: for each field the value sent (`mine`) and the value stored (`theirs`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<serde_json::Value>,
    /// The request's number, as the log has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}
