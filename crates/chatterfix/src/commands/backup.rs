use std::{
    fs,
    path::{Path, PathBuf},
};

use indicatif::ProgressBar;
use jiff::Timestamp;
use kernel::Clock;
use serde_json::{Value, json};
use store::{
    Target,
    backup::{self, Progress, Summary},
};

use super::{
    attachments,
    database::{make_folder, migrate, open, run as wait, with_db},
    lock::DataLock,
};
use crate::{
    cli::Backup,
    config::Settings,
    exit::{Exit, Stop},
    output::{Output, progress_bar, table},
};

/// Folder in the data folder.
const FOLDER: &str = "backups";
const ENDING: &str = "backup";
/// Endings of files that a backup in the making writes.
const UNFINISHED: [&str; 3] = ["part", "scratch", "unfinished"];
/// What to do when somebody serves from the database that is to be replaced.
const STOP_FIRST: &str = "Nothing was changed; stop every server that uses this database first";
/// What to do when a backup can't be made.
const ROOM: &str = "No backup was made; where there is more room, it can go there with --to";

/// Makes, lists, checks and restores backups.
pub fn run(settings: &Settings, output: Output, what: Backup) -> Result<Exit, Stop> {
    match what {
        Backup::Create { to } => create(settings, output, to),
        Backup::List => list(settings, output),
        Backup::Verify { backup, scratch } => verify(settings, output, &backup, scratch),
        Backup::Restore { backup } => restore(settings, output, &backup),
    }
}

fn create(settings: &Settings, output: Output, to: Option<PathBuf>) -> Result<Exit, Stop> {
    let folder = settings.data_dir.join(FOLDER);
    let path = if let Some(path) = to {
        path
    } else {
        make_folder(&folder)?;
        sweep(&folder)?;
        let now = Clock::system().now().strftime("%Y-%m-%dT%H%M%SZ").to_string();
        folder.join(format!("chatterfix-{now}.{ENDING}"))
    };
    if path.exists() {
        return Err(Stop::refused(format!("{} exists already", path.display())));
    }
    let (made, files) = make(settings, &path)?;
    output.answer(&described(&path, &made, files), || {
        format!("{}\n{} and {files} attached files", path.display(), rows(&made))
    })?;
    Ok(Exit::Done)
}

/// Throws away what backups left that were broken off more than a day ago: each may be as large as the database.
fn sweep(folder: &Path) -> Result<(), Stop> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let unfinished = path.extension().is_some_and(|ending| UNFINISHED.iter().any(|one| ending == *one));
        if unfinished && written_at(&path).is_some_and(|at| days_since(at) > 0) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn written_at(path: &Path) -> Option<Timestamp> {
    fs::metadata(path).and_then(|data| data.modified()).ok().and_then(|at| Timestamp::try_from(at).ok())
}

/// Whole days from an instant until now.
pub fn days_since(instant: Timestamp) -> i64 {
    Clock::system().now().duration_since(instant).as_hours() / 24
}

/// The archive gets its name when the attached files are beside it, so a backup that is there is whole.
fn make(settings: &Settings, path: &Path) -> Result<(Summary, u64), Stop> {
    let bar = progress_bar();
    let shown = bar.clone();
    let part = path.with_extension("part");
    let made = with_db(settings, async |db| {
        let made = backup::create(&db, &part, move |progress| show(&shown, progress)).await;
        made.map_err(|error| {
            let full = error == store::Error::Full;
            if full { Stop::from(error).advising(ROOM) } else { error.into() }
        })
    });
    bar.finish_and_clear();
    let made = made?;
    let kept = attachments::keep(&settings.data_dir, path)
        .and_then(|files| fs::rename(&part, path).map(|()| (made, files)));
    kept.map_err(|error| {
        // The failure that is said is the one that matters.
        let _ = fs::remove_file(&part);
        attachments::forget(path);
        let stop = Stop::failed(format!("{} can't be made: {error}", path.display()));
        if error.kind() == std::io::ErrorKind::StorageFull { stop.advising(ROOM) } else { stop }
    })
}

fn list(settings: &Settings, output: Output) -> Result<Exit, Stop> {
    let found = existing(settings)?;
    let items: Vec<_> = found
        .iter()
        .map(|(path, bytes, at)| json!({"path": path, "bytes": bytes, "created_at": at}))
        .collect();
    output.answer(&json!({ "items": items }), || {
        let row = |(path, bytes, at): &(PathBuf, u64, Option<Timestamp>)| {
            let at = at.map(|at| at.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
            vec![path.display().to_string(), format!("{} kB", bytes.div_ceil(1024)), at]
        };
        if found.is_empty() {
            return "There is no backup yet: chatterfix backup create".to_owned();
        }
        table(&found.iter().map(row).collect::<Vec<_>>())
    })?;
    Ok(Exit::Done)
}

/// The backups of the data folder, newest first: path, bytes, and when it was made.
pub fn existing(settings: &Settings) -> Result<Vec<(PathBuf, u64, Option<Timestamp>)>, Stop> {
    let entries = match fs::read_dir(settings.data_dir.join(FOLDER)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            let (bytes, made) = (fs::metadata(&path)?.len(), written_at(&path));
            found.push((path, bytes, made));
        }
    }
    found.sort_by(|a, b| (b.2, &b.0).cmp(&(a.2, &a.0)));
    Ok(found)
}

fn verify(settings: &Settings, output: Output, named: &Path, scratch: Option<String>) -> Result<Exit, Stop> {
    let path = find(settings, named)?;
    let scratch = scratch.map(|url| Target::Postgres { url });
    let summary = wait(async { Ok(backup::verify(&path, scratch.as_ref(), backend::MIGRATIONS).await?) })?;
    let (files, damaged) = attachments::check(&path)?;
    let mut value = described(&path, &summary, files);
    value["damaged_files"] = json!(damaged);
    output.answer(&value, || {
        if damaged.is_empty() {
            format!("The backup is whole: {} and {files} attached files.", rows(&summary))
        } else {
            format!("These attached files are damaged:\n{}", damaged.join("\n"))
        }
    })?;
    Ok(if damaged.is_empty() { Exit::Done } else { Exit::Found })
}

fn restore(settings: &Settings, output: Output, named: &Path) -> Result<Exit, Stop> {
    let path = find(settings, named)?;
    make_folder(&settings.data_dir)?;
    let _lock = match settings.database {
        Target::Sqlite { .. } => Some(DataLock::take(&settings.data_dir)?),
        Target::Postgres { .. } => None,
    };
    let bar = progress_bar();
    let shown = bar.clone();
    let restored = wait(async {
        let progress = move |progress| show(&shown, progress);
        let restored = backup::restore(&path, &settings.database, backend::MIGRATIONS, progress).await;
        let summary = restored.map_err(|error| {
            let in_use = error == store::Error::Locked;
            if in_use { Stop::from(error).advising(STOP_FIRST) } else { error.into() }
        })?;
        migrate(&open(settings, store::Options::default()).await?).await?;
        Ok(summary)
    });
    bar.finish_and_clear();
    let summary = restored?;
    let files = attachments::put_back(&path, &settings.data_dir)?;
    let mut value = described(&path, &summary, files);
    value["replaced"] = json!(summary.replaced);
    output.answer(&value, || {
        let kept = summary
            .replaced
            .as_ref()
            .map(|place| format!("\nWhat was there before is kept in {place}."))
            .unwrap_or_default();
        format!("Restored {}; {files} attached files were put back.{kept}", rows(&summary))
    })?;
    Ok(Exit::Done)
}

/// A backup by its path, or by its name in the folder.
fn find(settings: &Settings, named: &Path) -> Result<PathBuf, Stop> {
    let folder = settings.data_dir.join(FOLDER);
    let name = named.display();
    [named.to_owned(), folder.join(named), folder.join(format!("{name}.{ENDING}"))]
        .into_iter()
        .find(|path| path.is_file())
        .ok_or_else(|| {
            Stop::refused(format!("there is no backup {name}, neither here nor in {}", folder.display()))
        })
}

fn described(path: &Path, summary: &Summary, files: u64) -> Value {
    let tables: serde_json::Map<_, _> =
        summary.tables.iter().map(|(name, rows)| (name.clone(), json!(rows))).collect();
    json!({
        "path": path, "bytes": summary.bytes, "sha256": summary.sha256, "database_type": summary.engine,
        "schema_version": summary.schema_version, "rows": tables, "files": files,
    })
}

fn rows(summary: &Summary) -> String {
    let count: u64 = summary.tables.iter().map(|(_, rows)| rows).sum();
    format!("{count} rows of {} tables", summary.tables.len())
}

fn show(bar: &ProgressBar, progress: Progress) {
    bar.set_message(progress.stage);
    bar.set_length(progress.total);
    bar.set_position(progress.done);
}
