//! How every command comes to the database, also beside a running server.

use std::{fs::DirBuilder, io::ErrorKind, path::Path};

use backend::App;
use contract::identity::DemoAccount;
use kernel::{Clock, Entropy};
use store::{Db, Options, Target};

use crate::{compose::VERSION, config::Settings, exit::Stop};

/// Opens it, on a thread that may wait.
pub async fn open(settings: &Settings, options: Options) -> Result<Db, Stop> {
    reach(settings, options).await.map_err(|error| {
        let reached = !matches!(error, store::Error::Unavailable(_));
        let stop = Stop::from(error);
        if reached { stop } else { stop.advising(way_to(&settings.database)) }
    })
}

/// The same with the bare error.
pub async fn reach(settings: &Settings, options: Options) -> Result<Db, store::Error> {
    let target = settings.database.clone();
    let opened = tokio::task::spawn_blocking(move || Db::open(&target, options)).await;
    opened.unwrap_or_else(|error| Err(store::Error::Other(error.to_string())))
}

/// What to look at when the database can't be reached.
pub fn way_to(database: &Target) -> &'static str {
    match database {
        Target::Sqlite { .. } => {
            "Look at the file and its owner; DATA_DIR names its folder, and chatterfix backup restore brings back a backup"
        }
        Target::Postgres { .. } => {
            "Look whether PostgreSQL runs, and at DATABASE_URL or PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD"
        }
    }
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

/// The backend on an opened database.
pub fn backend(settings: &Settings, db: Db, entropy: &Entropy, demo: Vec<DemoAccount>) -> App {
    let config = backend::Config {
        data_dir: settings.data_dir.clone(),
        version: VERSION,
        encryption_key: settings.encryption_key.clone().map(backend::settings::Secret::new),
        provider_keys: settings.provider_keys.clone(),
        demo,
    };
    App::new(db, Clock::system(), entropy.clone(), config)
}

/// Runs a command on the database alone, which is left as it is.
pub fn with_db<T>(settings: &Settings, work: impl AsyncFnOnce(Db) -> Result<T, Stop>) -> Result<T, Stop> {
    run(async {
        if let Target::Sqlite { .. } = settings.database {
            make_folder(&settings.data_dir)?;
        }
        work(open(settings, few()).await?).await
    })
}

/// Runs a command on the backend, whose schema is brought up to date first.
pub fn with_app<T>(settings: &Settings, work: impl AsyncFnOnce(App) -> Result<T, Stop>) -> Result<T, Stop> {
    with_db(settings, async |db| {
        migrate(&db).await?;
        work(backend(settings, db, &Entropy::system(), Vec::new())).await
    })
}

/// Runs a command that waits.
pub fn run<T>(work: impl Future<Output = Result<T, Stop>>) -> Result<T, Stop> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

/// Makes the data folder, readable only by its owner; an existing one stays as it is, if it can be written.
pub fn make_folder(path: &Path) -> Result<(), Stop> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let wrong = |what: &str, error: &std::io::Error| {
        Stop::usage(format!("the data folder {} can't be {what}: {}", path.display(), error.kind()))
            .advising("Name a folder that this user may write with --data-dir or DATA_DIR")
    };
    builder.create(path).map_err(|error| wrong("made", &error))?;
    match tempfile::NamedTempFile::new_in(path) {
        // Whatever else there is shows where something is really written.
        Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
            Err(wrong("written", &error))
        }
        _ => Ok(()),
    }
}

/// A command needs few connections: the server beside it needs the rest.
fn few() -> Options {
    Options { readers: 1, postgres_connections: 2, ..Options::default() }
}
