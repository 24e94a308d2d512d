use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::problem::ProblemBody;
use kernel::{Code, Problem};

use crate::request::current_request_id;

/// A [`Problem`] on its way out. It is logged here, once, with its private half; the client sees the public one.
#[derive(Debug)]
pub struct Failure(pub Problem);

impl<E: Into<Problem>> From<E> for Failure {
    fn from(problem: E) -> Self {
        Self(problem.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let Problem { code, detail, errors, conflict, retry_after_seconds, private } = self.0;
        let (status, title) = code.status_and_title();
        if let Some(cause) = private {
            let causes = std::iter::successors(cause.source(), |cause| cause.source())
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(": ");
            if status == 500 {
                tracing::error!(%cause, causes, code = ?code, "the operation failed");
            } else {
                tracing::warn!(%cause, causes, code = ?code, "the operation failed");
            }
        }
        let body = ProblemBody {
            r#type: "about:blank".to_owned(),
            title: title.to_owned(),
            status,
            detail,
            code,
            errors,
            conflict: conflict.map(|both| *both),
            request_id: current_request_id(),
        };
        let json = serde_json::to_vec(&body).unwrap_or_default();
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json")], json).into_response();
        if let Some(seconds) = retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if code == Code::Unauthenticated {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
