//! Files from elsewhere: read whatever their dialect, checked row by row, brought in whole or not at all, and undone as
//! a batch. And the way out: the same fields, in a table that imports again.

mod batches;
mod dialect;
mod export;
mod fields;
mod known;
mod mapping;
mod orders;
mod reading;
mod records;
mod report;
mod run;
mod said;
mod send;
mod stock;
mod store;
#[cfg(test)]
mod stories;
mod table;
mod update;
#[cfg(test)]
mod update_stories;
mod values;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use export::export;
pub(crate) use known::known_assets;
pub use run::{Import, Progress, run};

use crate::App;

/// Operations of this slice.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(batches::list_imports, send::create_import))
        .routes(routes!(batches::find_import))
        .routes(routes!(batches::undo_import))
        .routes(routes!(export::create_export))
}
