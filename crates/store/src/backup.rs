//! Backups of both engines in one kind of archive, made while the program serves.
//! An archive tells which engine and schema it is from, counts its rows and carries checksums; it is made beside its
//! name and takes the name when whole. Restoring checks first and keeps what it replaces.

mod archive;
mod postgres;
mod sqlite;

use crate::db::aside;
use crate::{Db, Engine, Error, Migration, Target};
use archive::{Manifest, Reader};
use std::path::{Path, PathBuf};

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, a few words for a progress bar.
    pub stage: &'static str,
    /// Units done of this stage: bytes, or rows on PostgreSQL.
    pub done: u64,
    /// Units of this stage; an estimate on PostgreSQL, 0 when not known.
    pub total: u64,
}

/// What an archive holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The engine it is from.
    pub engine: Engine,
    /// The newest migration it has.
    pub schema_version: i64,
    /// Name and number of rows of each table, by name.
    pub tables: Vec<(String, u64)>,
    /// Bytes of the archive.
    pub bytes: u64,
    /// SHA-256 of the compressed contents, in hexadecimal.
    pub sha256: String,
    /// Where a restore keeps what it replaced: a file on SQLite, a schema on PostgreSQL.
    pub replaced: Option<String>,
}

/// Makes an archive of the running database.
pub async fn create(
    db: &Db,
    path: &Path,
    mut progress: impl FnMut(Progress) + Send + 'static,
) -> Result<Summary, Error> {
    let (target, path) = (db.target().clone(), path.to_owned());
    aside(move || {
        match &target {
            Target::Sqlite { path: file } => sqlite::create(file, &path, &mut progress)?,
            Target::Postgres { url } => postgres::create(url, &path, &mut progress)?,
        }
        Ok(Reader::open(&path)?.summary())
    })
    .await
}

/// Reads the archive whole and checks it: checksums, row counts, and on SQLite the database inside.
/// With `scratch` an archive of PostgreSQL is restored there, too.
pub async fn verify(
    path: &Path,
    scratch: Option<&Target>,
    migrations: &[Migration],
) -> Result<Summary, Error> {
    let (path, scratch, migrations) = (path.to_owned(), scratch.cloned(), migrations.to_vec());
    aside(move || {
        let reader = Reader::open(&path)?;
        reader.check_contents(&mut |_| {})?;
        match (reader.manifest.engine, scratch) {
            (Engine::Sqlite, _) => sqlite::verify(&reader)?,
            (Engine::Postgres, Some(Target::Postgres { url })) => {
                fits(&reader.manifest, &migrations)?;
                postgres::restore(&reader, &url, &migrations, &mut |_| {})?;
            }
            (Engine::Postgres, Some(Target::Sqlite { .. })) => return Err(other_engine(&reader.manifest)),
            (Engine::Postgres, None) => postgres::verify(&reader)?,
        }
        Ok(reader.summary())
    })
    .await
}

/// Puts the archive in the place of the database, which must not be open, and keeps what it replaces.
/// The schema is that of the archive: migrate afterwards.
pub async fn restore(
    path: &Path,
    target: &Target,
    migrations: &[Migration],
    mut progress: impl FnMut(Progress) + Send + 'static,
) -> Result<Summary, Error> {
    let (path, target, migrations) = (path.to_owned(), target.clone(), migrations.to_vec());
    aside(move || {
        let reader = Reader::open(&path)?;
        if reader.manifest.engine != target.engine() {
            return Err(other_engine(&reader.manifest));
        }
        fits(&reader.manifest, &migrations)?;
        reader.check_contents(&mut progress)?;
        let replaced = match &target {
            Target::Sqlite { path: file } => sqlite::restore(&reader, file, &mut progress)?,
            Target::Postgres { url } => postgres::restore(&reader, url, &migrations, &mut progress)?,
        };
        Ok(Summary { replaced, ..reader.summary() })
    })
    .await
}

fn other_engine(manifest: &Manifest) -> Error {
    Error::Other(format!("the backup is of {}; it can only be restored there", manifest.engine))
}

/// An archive of a newer or another program would leave a schema this one does not know.
fn fits(manifest: &Manifest, migrations: &[Migration]) -> Result<(), Error> {
    for applied in &manifest.migrations {
        let version = applied.version;
        match migrations.iter().find(|migration| migration.version == version) {
            Some(migration) if migration.checksum() == applied.checksum => {}
            Some(_) => {
                return Err(Error::Migration(format!(
                    "migration {version} {} of the backup is not the one of this program",
                    applied.name
                )));
            }
            None => {
                return Err(Error::Migration(format!(
                    "the backup has migration {version} {}, which this program does not know; use the newer program",
                    applied.name
                )));
            }
        }
    }
    Ok(())
}

/// `name` with this ending added.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Makes names in the folder of `path` durable.
fn sync_folder(path: &Path) -> Result<(), Error> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| storage(path, &error))
}

/// An error of the file system, with the file it is about.
fn storage(path: &Path, error: &std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return Error::Full;
    }
    Error::Other(format!("{}: {error}", path.display()))
}
