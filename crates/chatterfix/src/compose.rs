//! Puts the roles together, like a table: mine, then its router stays in this process; not mine, then its address.
//! A role is reached the same way in both cases, with the same checks.

use axum::{
    Router,
    extract::Request,
    http::{Uri, uri::PathAndQuery},
};
use backend::App;
use client::Transport;
use kernel::Entropy;
use tower::{ServiceExt, util::MapRequestLayer};
use web::Limits;

use crate::{
    config::Settings,
    roles::{Role, Roles},
};

/// Version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The roles as this process reaches them, and what it serves to others.
#[derive(Clone, Debug)]
pub struct Composition {
    /// The roles of this process.
    pub roles: Roles,
    /// Where the records are.
    pub backend: Transport,
    /// Where drafts and explanations are.
    pub assistant: Transport,
    /// Where computation is; none when there is no such role anywhere.
    pub brains: Vec<Transport>,
    /// What this process serves.
    pub router: Router,
}

/// Composes the roles of the settings. `app` is there when this process keeps the records.
pub fn compose(settings: &Settings, app: Option<&App>, entropy: &Entropy) -> Composition {
    let limits = Limits::default();
    let roles = settings.roles.clone();
    let stack = |router: Router| web::stack(router, limits, entropy.clone());
    let providers = settings.providers.clone();
    let own = Own {
        backend: app.map(|app| versioned(stack(backend::router(app.clone())))),
        assistant: roles
            .has(Role::Assistant)
            .then(|| stack(assistant::router(assistant::Config { version: VERSION, providers }))),
        brain: roles.has(Role::Brain).then(|| stack(brain::router(VERSION))),
    };
    let reach = |own: &Option<Router>, elsewhere: &Transport| match own {
        Some(router) => Transport::InProcess(router.clone()),
        None => elsewhere.clone(),
    };
    let backend = reach(&own.backend, &settings.backend);
    let assistant = reach(&own.assistant, &settings.assistant);
    let brains = match &own.brain {
        Some(router) => vec![Transport::InProcess(router.clone())],
        None => settings.brains.clone(),
    };
    let router = if roles.has(Role::Gateway) {
        let behind = gateway::Config { backend: backend.clone(), assistant: assistant.clone() };
        gateway::router(behind, limits, entropy)
    } else {
        own.router()
    };
    Composition { roles, backend, assistant, brains, router }
}

/// The routers of this process.
#[derive(Clone, Default)]
struct Own {
    backend: Option<Router>,
    assistant: Option<Router>,
    brain: Option<Router>,
}

impl Own {
    /// What a process without the gateway serves: each role at its own addresses.
    fn router(self) -> Router {
        let Self { backend, assistant, brain } = self;
        Router::new().fallback(move |request: Request| {
            let path = request.uri().path();
            let first = if gateway::is_assistants(path) {
                assistant.as_ref()
            } else if path.starts_with("/api/brain/") {
                brain.as_ref()
            } else {
                None
            };
            // Whatever has no address here gets its 404 from a role that is here.
            let router = first
                .or(backend.as_ref())
                .or(assistant.as_ref())
                .or(brain.as_ref())
                .cloned()
                .unwrap_or_default();
            async move {
                match router.oneshot(request).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                }
            }
        })
    }
}

/// Where a request to the backend really goes: `/api/…` means the current version.
fn versioned(router: Router) -> Router {
    let current = |mut request: Request| {
        if let Some(path) = backend::current_version(request.uri().path()) {
            let path = match request.uri().query() {
                Some(query) => format!("{path}?{query}"),
                None => path,
            };
            let mut parts = request.uri().clone().into_parts();
            if let Ok(path) = PathAndQuery::try_from(path) {
                parts.path_and_query = Some(path);
                if let Ok(uri) = Uri::from_parts(parts) {
                    *request.uri_mut() = uri;
                }
            }
        }
        request
    };
    Router::new().fallback_service(tower::Layer::layer(&MapRequestLayer::new(current), router))
}
