//! The role `unified_backend`: the product's slices over one database. A slice is a folder; it uses another only
//! through what that one's `mod.rs` (or its `store`) exposes, along the arrows in ARCHITECTURE.md. This crate
//! alone opens the database.

mod app;
mod change;
mod check;
mod housekeeping;
mod jobs;
mod migrations;
mod openapi;
mod parameters;
mod status;
mod tenant;

pub mod assets;
pub mod audit;
pub mod demo;
pub mod files;
pub mod identity;
pub mod imports;
pub mod meters;
pub mod parts;
pub mod preventive;
pub mod search;
pub mod settings;
pub mod sites;
mod spreadsheet;
pub mod views;
pub mod work_orders;

#[cfg(test)]
mod authority;
#[cfg(test)]
mod described;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod isolation;
#[cfg(test)]
mod plant;
#[cfg(test)]
mod testing;

use axum::Router;
use utoipa_axum::router::OpenApiRouter;

pub use app::{App, Config};
pub use change::Change;
pub use housekeeping::keep_house;
pub use jobs::run_jobs;
pub use migrations::MIGRATIONS;
pub use openapi::openapi;
pub use tenant::{Statement, Tenant};

/// All operations, below `/api/v1`.
fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(identity::routes())
        .merge(sites::routes())
        .merge(assets::routes())
        .merge(parts::routes())
        .merge(meters::routes())
        .merge(preventive::routes())
        .merge(work_orders::routes())
        .merge(audit::routes())
        .merge(search::routes())
        .merge(settings::routes())
        .merge(views::routes())
        .merge(imports::routes())
}

/// The role's routes: `/api/v1/…`, the health and diagnosis addresses, and `/api/openapi.json`.
pub fn router(app: App) -> Router {
    let (operations, document) = OpenApiRouter::new().nest("/api/v1", operations()).split_for_parts();
    Router::new().merge(parameters::only_known(operations, &document)).merge(status::routes()).with_state(app)
}

/// Where a request to this role really goes: `/api/…` means the current version, `/api/v1/…`.
pub fn current_version(path: &str) -> Option<String> {
    let rest = path.strip_prefix("/api/")?;
    let elsewhere = ["v1/", "ai/", "health", "openapi.json", "database/"];
    (!elsewhere.iter().any(|prefix| rest.starts_with(prefix))).then(|| format!("/api/v1/{rest}"))
}

#[cfg(test)]
mod tests {
    use super::current_version;

    #[test]
    fn an_address_without_a_version_means_the_current_one() {
        assert_eq!(current_version("/api/work-orders/7").as_deref(), Some("/api/v1/work-orders/7"));
        for same in
            ["/api/v1/assets", "/api/health", "/api/ai/health", "/health", "/api/database/test-connection"]
        {
            assert_eq!(current_version(same), None, "{same}");
        }
    }
}
