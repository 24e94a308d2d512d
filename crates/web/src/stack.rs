use std::{any::Any, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, MatchedPath, Request},
    http::{HeaderValue, Method, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use kernel::{Code, Entropy, Problem};
use sha2::{Digest, Sha256};
use std::time::Instant;
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;

use crate::{Failure, Idempotency, RequestId, patience::Patience, request::REQUEST_ID};

/// How much a request may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest JSON body in bytes. Uploads state their own limit on their route.
    pub body_bytes: usize,
    /// Longest time until the answer starts.
    pub time: Duration,
    /// The same for who asked for patience, such as an upload over a slow line.
    pub long_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        // Ten thousand readings fit.
        Self {
            body_bytes: 4 * 1024 * 1024,
            time: Duration::from_secs(30),
            long_time: Duration::from_mins(10),
        }
    }
}

/// Wraps a role's routes: number, log line, metrics, panic to problem, limits. Unknown addresses and methods
/// answer as problems too.
pub fn stack(router: Router, limits: Limits, entropy: Entropy) -> Router {
    let router = router
        .fallback(|| async { Failure(Problem::new(Code::NotFound, "There is nothing at this address.")) })
        .method_not_allowed_fallback(|| async {
            Failure(Problem::new(Code::MethodNotAllowed, "This address does not take that method."))
        })
        .layer(middleware::from_fn(move |request, next| idempotency(limits, request, next)))
        .layer(DefaultBodyLimit::max(limits.body_bytes));
    observed(router, limits, entropy)
}

/// The part of [`stack`] for routes that read nothing themselves, such as a page or what is passed on: number, log
/// line, metrics, panic to problem, and the time until an answer starts.
pub fn observed(router: Router, limits: Limits, entropy: Entropy) -> Router {
    router
        .layer(CatchPanicLayer::custom(answer_panic))
        .layer(middleware::from_fn(move |request, next| observe(limits, entropy.clone(), request, next)))
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over by value")]
fn answer_panic(panic: Box<dyn Any + Send>) -> Response {
    let words = panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without words".to_owned());
    Failure(Problem::internal(words)).into_response()
}

/// Gives the request its number, times it and writes one line about it.
async fn observe(limits: Limits, entropy: Entropy, mut request: Request, next: Next) -> Response {
    let id = request
        .headers()
        .get("x-request-id")
        .and_then(|value| value.to_str().ok())
        .filter(|id| {
            (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
        .map_or_else(|| format!("{:032x}", u128::from_le_bytes(entropy.bytes())), ToOwned::to_owned);
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let span = tracing::info_span!("request", id = %id, %method, route, organization = tracing::field::Empty);
    let started = Instant::now();
    let patience = Patience::default();
    request.extensions_mut().insert(patience.clone());
    let answer = REQUEST_ID.scope(id.clone(), async move {
        patience.wait(limits, next.run(request)).await.unwrap_or_else(|| {
            Failure(Problem::new(
                Code::TimedOut,
                "The answer took too long. If this was a change, look whether it was made before you try again.",
            ))
            .into_response()
        })
    });
    let mut response = answer.instrument(span.clone()).await;
    let status = response.status().as_u16();
    let seconds = started.elapsed().as_secs_f64();
    span.in_scope(|| tracing::debug!(status, milliseconds = seconds * 1e3, "answered"));
    let labels =
        [("method", method_label(&method).to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels[..2]).record(seconds);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// A method that nobody knows must not make a metric of its own.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Reads `Idempotency-Key` and hashes what the request asks, so that the change and its answer can be kept
/// together in one transaction.
async fn idempotency(limits: Limits, request: Request, next: Next) -> Response {
    let Some(key) = request.headers().get("idempotency-key") else { return next.run(request).await };
    let key = match key.to_str() {
        Ok(key) if (8..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) => {
            key.to_owned()
        }
        _ => {
            return Failure(Problem::field("Idempotency-Key", "must be 8 to 200 visible ASCII characters"))
                .into_response();
        }
    };
    let json = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.to_str().is_ok_and(|kind| kind.contains("json")));
    let mut hash = Sha256::new();
    hash.update(request.method().as_str());
    hash.update([0]);
    hash.update(request.uri().path_and_query().map_or("", |address| address.as_str()));
    hash.update([0]);
    let (mut parts, body) = request.into_parts();
    // A file is hashed where it is taken in, piece by piece; buffering it here would only cost memory.
    let body = if json {
        match axum::body::to_bytes(body, limits.body_bytes).await {
            Ok(bytes) => {
                hash.update(&bytes);
                Body::from(bytes)
            }
            Err(_) => {
                return Failure(Problem::new(Code::TooLarge, "The body is larger than is accepted here."))
                    .into_response();
            }
        }
    } else {
        body
    };
    parts.extensions.insert(Idempotency { key, fingerprint: hash.finalize().into() });
    next.run(Request::from_parts(parts, body)).await
}
