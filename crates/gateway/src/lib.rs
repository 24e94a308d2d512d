//! The role `ui_gateway`: it serves the page that is embedded in the program, passes `/api/ai/*` on to the assistant
//! and the rest of `/api/*` to the backend, and is the edge: security headers and compression. It keeps nothing.

mod documentation;
mod forward;
mod headers;
mod page;
#[cfg(test)]
mod stories;

use axum::{Router, extract::Request, routing::get};
use client::Transport;
use kernel::Entropy;
use tower::ServiceExt;
use tower_http::compression::{
    CompressionLayer, CompressionLevel, Predicate,
    predicate::{NotForContentType, SizeAbove},
};
use web::Limits;

/// What stands behind the gateway.
#[derive(Clone, Debug)]
pub struct Config {
    /// The role `unified_backend`.
    pub backend: Transport,
    /// The role `unified_ai`.
    pub assistant: Transport,
}

/// The smallest dynamic answer in bytes that is worth compressing.
const COMPRESSED_ABOVE: u64 = 1024;

/// The role's routes.
pub fn router(config: Config, limits: Limits, entropy: &Entropy) -> Router {
    let backend = behind(config.backend, "/api/{*rest}", limits, entropy);
    let assistant = behind(config.assistant, "/api/ai/{*rest}", limits, entropy);
    let page = Router::new()
        .route("/docs", get(documentation::page))
        .route("/docs/{file}", get(documentation::file))
        .fallback(page::serve);
    let page = web::observed(page, limits, entropy.clone());
    let dispatch = move |request: Request| {
        let path = request.uri().path();
        let router = if is_assistants(path) {
            &assistant
        } else if path == "/api" || path.starts_with("/api/") {
            &backend
        } else {
            &page
        };
        let answer = router.clone().oneshot(request);
        async move {
            match answer.await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        }
    };
    Router::new().fallback(dispatch).layer(compression()).layer(axum::middleware::from_fn(headers::secure))
}

/// Whether the assistant answers this path.
pub fn is_assistants(path: &str) -> bool {
    path.starts_with("/api/ai/") || path.starts_with("/api/v1/ai/")
}

/// A role as a router: its own when it is in this process, else one that passes everything on.
fn behind(transport: Transport, route: &'static str, limits: Limits, entropy: &Entropy) -> Router {
    match transport {
        Transport::InProcess(router) => router,
        Transport::Http(http) => {
            let versioned = route.replacen("/api/", "/api/v1/", 1);
            let passes_on = |http: Box<client::HttpClient>| {
                axum::routing::any(move |request| forward::pass_on(http.clone(), request))
            };
            let mut router = Router::new().route(route, passes_on(http.clone()));
            if route != "/api/{*rest}" {
                router = router.route(&versioned, passes_on(http));
            }
            // The role itself knows which requests may take long.
            web::observed(router, Limits { time: limits.long_time, ..limits }, entropy.clone())
        }
    }
}

/// JSON and other dynamic text; the page's files are compressed already and say so.
fn compression() -> CompressionLayer<impl Predicate> {
    let worth = SizeAbove::new(COMPRESSED_ABOVE)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::SSE)
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/octet-stream"))
        .and(NotForContentType::const_new("application/zip"))
        .and(NotForContentType::const_new("audio/"))
        .and(NotForContentType::const_new("video/"));
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth)
}
