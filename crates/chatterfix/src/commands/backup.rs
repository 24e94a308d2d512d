use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
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
        let now = Clock::system().now().strftime("%Y-%m-%dT%H%M%SZ").to_string();
        folder.join(format!("chatterfix-{now}.{ENDING}"))
    };
    if path.exists() {
        return Err(Stop::refused(format!("{} exists already", path.display())));
    }
    let bar = progress_bar();
    let shown = bar.clone();
    let made = with_db(settings, async |db| {
        Ok(backup::create(&db, &path, move |progress| show(&shown, progress)).await?)
    });
    bar.finish_and_clear();
    let made = made?;
    let files = attachments::keep(&settings.data_dir, &path)?;
    output.answer(&described(&path, &made, files), || {
        format!("{}\n{} and {files} attached files", path.display(), rows(&made))
    })?;
    Ok(Exit::Done)
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
            let data = fs::metadata(&path)?;
            let made = data.modified().ok().and_then(|at: SystemTime| Timestamp::try_from(at).ok());
            found.push((path, data.len(), made));
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
        let summary = backup::restore(&path, &settings.database, backend::MIGRATIONS, progress).await?;
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
