use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use kernel::Problem;
use serde::Serialize;

use crate::Failure;

/// What a handler returns.
pub type Reply = Result<Answer, Failure>;

/// A JSON answer with its status and, for a versioned record, its `ETag`.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// JSON text; empty for 204.
    pub body: Bytes,
    /// The record's version.
    pub version: Option<i64>,
    /// Whether this answer was kept from the first time the same request came.
    pub replayed: bool,
}

impl Answer {
    /// 200 with a value.
    pub fn ok(value: &impl Serialize) -> Result<Self, Problem> {
        Self::with(StatusCode::OK, value)
    }

    /// 201 with the new record.
    pub fn created(value: &impl Serialize) -> Result<Self, Problem> {
        Self::with(StatusCode::CREATED, value)
    }

    /// Any status with a value.
    pub fn with(status: StatusCode, value: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_vec(value).map_err(Problem::internal)?;
        Ok(Self { status, body: body.into(), version: None, replayed: false })
    }

    /// 204: done, nothing to say.
    pub const fn done() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: Bytes::new(), version: None, replayed: false }
    }

    /// Adds the record's version as `ETag`.
    #[must_use]
    pub const fn version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        if self.status == StatusCode::NO_CONTENT {
            headers.remove(header::CONTENT_TYPE);
        } else {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if let Some(version) = self.version
            && let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\""))
        {
            headers.insert(header::ETAG, tag);
        }
        if self.replayed {
            headers.insert("idempotency-replayed", HeaderValue::from_static("true"));
        }
        response
    }
}
