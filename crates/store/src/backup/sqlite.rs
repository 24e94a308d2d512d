//! Backup of a SQLite file: one snapshot copied page by page while others write, checked before it is packed.

use super::archive::{AppliedMigration, Manifest, Reader, TableCount, Writer, private_file};
use super::{Progress, beside, storage, sync_folder};
use crate::migrate::Runner;
use crate::{Engine, Error, Options, Sql, Target, schema, sqlite};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

const PAGES: i32 = 512;
const PART: usize = 1 << 18;

/// A file removed when it is no longer needed, with what SQLite puts beside it.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            // Most of them were never made.
            let _ = std::fs::remove_file(beside(&self.0, ending));
        }
    }
}

pub(super) fn create(file: &Path, archive: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), Error> {
    let scratch = Scratch(beside(archive, ".scratch"));
    drop(private_file(&scratch.0).map_err(|error| storage(&scratch.0, &error))?);
    copy(file, &scratch.0, progress)?;
    let (migrations, tables) = contents(&scratch.0)?;
    let mut writer = Writer::create(archive)?;
    let failed = |error: std::io::Error| storage(&scratch.0, &error);
    let mut source = std::fs::File::open(&scratch.0).map_err(failed)?;
    let total = source.metadata().map_err(failed)?.len();
    let (mut part, mut done) = (vec![0; PART], 0);
    loop {
        let count = source.read(&mut part).map_err(failed)?;
        if count == 0 {
            break;
        }
        writer.write(&part[..count])?;
        done += count as u64;
        progress(Progress { stage: "packing", done, total });
    }
    writer.finish(Manifest {
        engine: Engine::Sqlite,
        migrations,
        tables,
        sequences: Vec::new(),
        bytes: 0,
        sha256: String::new(),
    })
}

fn copy(file: &Path, scratch: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), Error> {
    let options = Options::default();
    let source = sqlite::open(file, &options, options.reader_cache_bytes)?;
    let page: u32 = source.query_row("PRAGMA page_size", [], |row| row.get(0)).map_err(Error::other)?;
    // A read transaction holds one snapshot: without it every write by others begins the copy anew.
    source.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;").map_err(Error::other)?;
    let mut copy = Connection::open(scratch).map_err(Error::other)?;
    {
        let backup = Backup::new(&source, &mut copy).map_err(Error::other)?;
        loop {
            let step = backup.step(PAGES).map_err(|error| Error::from_sqlite(&error, &source, ""))?;
            let at = backup.progress();
            let pages = |count: i32| u64::try_from(count).unwrap_or(0) * u64::from(page);
            let (total, left) = (pages(at.pagecount), pages(at.remaining));
            progress(Progress { stage: "copying", done: total.saturating_sub(left), total });
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => return Err(Error::Locked),
            }
        }
    }
    // One file without a log beside it.
    let mode: String =
        copy.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0)).map_err(Error::other)?;
    drop(copy);
    if mode == "delete" { Ok(()) } else { Err(Error::Other("the copy could not be closed".to_owned())) }
}

/// Migrations and row counts of a file, which is checked.
fn contents(file: &Path) -> Result<(Vec<AppliedMigration>, Vec<TableCount>), Error> {
    let connection =
        Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(Error::other)?;
    let verdict: String =
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(Error::other)?;
    if verdict != "ok" {
        return Err(Error::Other(format!("the database is damaged: {verdict}")));
    }
    let mut runner = Runner::Sqlite(connection);
    let migrations = applied(&mut runner)?;
    let mut tables = Vec::new();
    for table in schema::schema(&mut runner.conn())? {
        let text = format!("SELECT count(*) FROM \"{}\"", table.name.replace('"', "\"\""));
        let rows: i64 = runner.conn().query_one(&Sql::trusted(text), |row| row.get::<i64>(0))?;
        tables.push(TableCount {
            name: table.name,
            columns: table.columns.into_iter().map(|column| column.name).collect(),
            rows: rows.unsigned_abs(),
        });
    }
    Ok((migrations, tables))
}

/// The migrations a database has, as the manifest lists them.
pub(super) fn applied(runner: &mut Runner) -> Result<Vec<AppliedMigration>, Error> {
    let history = runner.history()?.into_iter();
    Ok(history
        .map(|one| AppliedMigration { version: one.version, name: one.name, checksum: one.checksum })
        .collect())
}

/// Unpacks into `file` and checks the database inside against the manifest.
fn unpack(reader: &Reader, file: &Path, progress: &mut dyn FnMut(Progress)) -> Result<(), Error> {
    let failed = |error: std::io::Error| storage(file, &error);
    let mut contents_of = reader.contents()?;
    let mut out = private_file(file).map_err(failed)?;
    let (mut part, mut done, total) = (vec![0; PART], 0, reader.manifest.bytes);
    loop {
        let count = contents_of.read(&mut part).map_err(failed)?;
        if count == 0 {
            break;
        }
        out.write_all(&part[..count]).map_err(failed)?;
        done += count as u64;
        progress(Progress { stage: "unpacking", done, total });
    }
    out.sync_all().map_err(failed)?;
    let (migrations, tables) = contents(file)?;
    if tables == reader.manifest.tables && migrations == reader.manifest.migrations && done == total {
        return Ok(());
    }
    Err(Error::Other("the backup does not hold what it lists".to_owned()))
}

pub(super) fn verify(reader: &Reader) -> Result<(), Error> {
    let folder = tempfile::tempdir().map_err(Error::other)?;
    unpack(reader, &folder.path().join("scratch.db"), &mut |_| {})
}

pub(super) fn restore(
    reader: &Reader,
    file: &Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<Option<String>, Error> {
    let scratch = Scratch(beside(file, ".restoring"));
    unpack(reader, &scratch.0, progress)?;
    let replaced = if file.exists() { Some(move_away(file)?) } else { None };
    std::fs::rename(&scratch.0, file).map_err(|error| storage(file, &error))?;
    sync_folder(file)?;
    // Opened once as the program does, so that what was restored is known to work.
    drop(Runner::open(&Target::Sqlite { path: file.to_owned() })?);
    Ok(replaced.map(|path| path.display().to_string()))
}

/// Renames the database with all that belongs to it; refused while a program has it open.
fn move_away(file: &Path) -> Result<PathBuf, Error> {
    close(file)?;
    let memory = Connection::open_in_memory().map_err(Error::other)?;
    let instant: String = memory
        .query_row("SELECT strftime('%Y%m%dT%H%M%fZ', 'now')", [], |row| row.get(0))
        .map_err(Error::other)?;
    let kept = beside(file, &format!(".replaced-{}", instant.replace('.', "")));
    for ending in ["-wal", "-shm", ""] {
        let (from, to) = (beside(file, ending), beside(&kept, ending));
        if from.exists() {
            std::fs::rename(&from, &to).map_err(|error| storage(&from, &error))?;
        }
    }
    Ok(kept)
}

/// Takes the log into the file, which only succeeds when nobody else has it open. A damaged file stays as it is.
fn close(file: &Path) -> Result<(), Error> {
    let Ok(connection) = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE) else {
        return Ok(());
    };
    let set = connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0));
    let busy = match &set {
        Ok(mode) => mode == "wal",
        Err(error) => Error::from_sqlite(error, &connection, "") == Error::Locked,
    };
    if busy { Err(Error::Locked) } else { Ok(()) }
}
