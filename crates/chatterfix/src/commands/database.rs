//! How every command comes to the database, also beside a running server.

use store::{Db, Options};

use crate::{config::Settings, exit::Stop};

/// Opens it, on a thread that may wait.
pub async fn open(settings: &Settings, options: Options) -> Result<Db, Stop> {
    let target = settings.database.clone();
    let opened = tokio::task::spawn_blocking(move || Db::open(&target, options)).await;
    Ok(opened.map_err(|error| Stop::failed(error.to_string()))??)
}

/// Brings the schema up to date; several processes may do so at once.
pub async fn migrate(db: &Db) -> Result<(), Stop> {
    let report = db.migrate_up(backend::MIGRATIONS).await?;
    for warning in &report.warnings {
        tracing::warn!("{warning}");
    }
    if !report.done.is_empty() {
        tracing::info!(steps = ?report.done, "the database was brought up to date");
    }
    Ok(())
}
