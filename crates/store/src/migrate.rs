//! Numbered migrations, each in a transaction of its own, under a lock that lets only one process migrate.
//! A database with migrations newer than this program is accepted: versions follow one another by expand and contract.

use crate::db::aside;
use crate::session::{Limits, Mode, Session};
use crate::{Conn, Db, Engine, Error, Options, Sql, Target, dialect, sqlite};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number; numbers grow.
    pub version: i64,
    /// A short name, `snake_case`.
    pub name: &'static str,
    /// What brings the schema forward, in PostgreSQL's type words.
    pub up: &'static str,
    /// What takes it back, where that loses nothing that matters.
    pub down: Option<&'static str>,
}

impl Migration {
    /// SHA-256 of the text, in hexadecimal.
    pub fn checksum(&self) -> String {
        hexadecimal(&Sha256::digest(self.up.as_bytes()))
    }
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// A migration the database has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its number.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// SHA-256 of its text when it was applied.
    pub checksum: String,
    /// When it was applied.
    pub applied_at: Timestamp,
}

/// What a database has and lacks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MigrationStatus {
    /// Applied, oldest first, with those newer than this program.
    pub applied: Vec<Applied>,
    /// Number and name of those still to apply.
    pub pending: Vec<(i64, String)>,
    /// Number and name of those newer than this program.
    pub newer: Vec<(i64, String)>,
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MigrationReport {
    /// Numbers applied or taken back, in the order done.
    pub done: Vec<i64>,
    /// Sentences for the log, such as a database newer than this program.
    pub warnings: Vec<String>,
}

impl Db {
    /// What the database has and lacks; an error when an applied migration was changed since.
    pub async fn migrate_status(&self, migrations: &[Migration]) -> Result<MigrationStatus, Error> {
        let (target, migrations) = (self.target().clone(), migrations.to_vec());
        aside(move || Runner::open(&target)?.status(&migrations)).await
    }

    /// Applies what is missing, oldest first. May be called by several processes at once, and killed at any time.
    pub async fn migrate_up(&self, migrations: &[Migration]) -> Result<MigrationReport, Error> {
        let (target, migrations) = (self.target().clone(), migrations.to_vec());
        aside(move || {
            let mut runner = Runner::open(&target)?;
            runner.lock()?;
            runner.up(&migrations)
        })
        .await
    }

    /// Takes back every migration above `target`, newest first. Refused before anything is done when one of them
    /// has no way back.
    pub async fn migrate_down(
        &self,
        migrations: &[Migration],
        target: i64,
    ) -> Result<MigrationReport, Error> {
        let (place, migrations) = (self.target().clone(), migrations.to_vec());
        aside(move || {
            let mut runner = Runner::open(&place)?;
            runner.lock()?;
            runner.down(&migrations, target)
        })
        .await
    }
}

const LOCK: i64 = 0x4368_6174_4669_7831;

/// A connection of its own for changing the schema.
pub(crate) enum Runner {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Session>),
}

impl Runner {
    pub(crate) fn open(target: &Target) -> Result<Runner, Error> {
        match target {
            Target::Sqlite { path } => {
                let options = Options { busy_timeout: Duration::from_mins(1), ..Options::default() };
                let connection = sqlite::open(path, &options, options.writer_cache_bytes)?;
                // A table is rebuilt by making it anew; references are checked before each commit instead.
                connection.execute_batch("PRAGMA foreign_keys = OFF").map_err(Error::other)?;
                Ok(Runner::Sqlite(connection))
            }
            Target::Postgres { url } => {
                let limits = Limits {
                    connect: Duration::from_secs(5),
                    statement: Duration::ZERO,
                    lock: Duration::ZERO,
                };
                Ok(Runner::Postgres(Box::new(Session::connect(url, limits)?)))
            }
        }
    }

    pub(crate) fn engine(&self) -> Engine {
        match self {
            Runner::Sqlite(_) => Engine::Sqlite,
            Runner::Postgres(_) => Engine::Postgres,
        }
    }

    pub(crate) fn conn(&mut self) -> Conn<'_> {
        match self {
            Runner::Sqlite(connection) => Conn::sqlite(connection),
            Runner::Postgres(session) => {
                session.start(Mode::Alone);
                Conn::postgres(session)
            }
        }
    }

    /// Runs text without parameters, possibly several statements.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), Error> {
        match self {
            Runner::Sqlite(connection) => {
                connection.execute_batch(text).map_err(|error| Error::from_sqlite(&error, connection, ""))
            }
            Runner::Postgres(session) => session.run_text(text).map_err(|(error, _)| error),
        }
    }

    /// Waits until no other process migrates; held until the connection ends. SQLite locks each transaction instead.
    fn lock(&mut self) -> Result<(), Error> {
        if self.engine() == Engine::Sqlite {
            return Ok(());
        }
        self.text(&format!("SELECT pg_advisory_lock({LOCK}); SET lock_timeout = '30s'"))
    }

    fn begin(&mut self) -> Result<(), Error> {
        match self.engine() {
            Engine::Sqlite => self.text("BEGIN IMMEDIATE"),
            Engine::Postgres => self.text("BEGIN"),
        }
    }

    /// Runs `work` in a transaction.
    pub(crate) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Runner) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.begin()?;
        let result = work(self).and_then(|value| self.text("COMMIT").map(|()| value));
        let open = match self {
            Runner::Sqlite(connection) => !connection.is_autocommit(),
            Runner::Postgres(_) => result.is_err(),
        };
        if open && let Err(error) = self.text("ROLLBACK") {
            tracing::error!(%error, "a rollback failed");
        }
        result
    }

    fn has_history(&mut self) -> Result<bool, Error> {
        let sql = match self.engine() {
            Engine::Sqlite => {
                "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'"
            }
            Engine::Postgres => {
                "SELECT count(*) FROM information_schema.tables \
                 WHERE table_schema = current_schema() AND table_name = 'schema_migrations'"
            }
        };
        self.conn().query_one(&Sql::new(sql), |row| row.get::<i64>(0)).map(|count| count > 0)
    }

    /// The migrations the database has, oldest first.
    pub(crate) fn history(&mut self) -> Result<Vec<Applied>, Error> {
        if !self.has_history()? {
            return Ok(Vec::new());
        }
        let sql =
            Sql::new("SELECT version, name, checksum, applied_at FROM schema_migrations ORDER BY version");
        self.conn().query(&sql, |row| {
            Ok(Applied {
                version: row.get(0)?,
                name: row.get(1)?,
                checksum: row.get(2)?,
                applied_at: row.get(3)?,
            })
        })
    }

    fn status(&mut self, migrations: &[Migration]) -> Result<MigrationStatus, Error> {
        let applied = self.history()?;
        compare(applied, migrations)
    }

    /// Applies what is missing.
    pub(crate) fn up(&mut self, migrations: &[Migration]) -> Result<MigrationReport, Error> {
        self.transaction(Runner::make_history)?;
        let status = self.status(migrations)?;
        let mut done = Vec::new();
        for migration in migrations {
            let applied = self.transaction(|runner| runner.apply(migration))?;
            done.extend(applied.then_some(migration.version));
        }
        let warnings = status.newer.iter().map(|(version, name)| {
            format!("the database has migration {version} {name}, which is newer than this program")
        });
        Ok(MigrationReport { done, warnings: warnings.collect() })
    }

    /// Makes the table of applied migrations.
    pub(crate) fn make_history(&mut self) -> Result<(), Error> {
        let text = "CREATE TABLE IF NOT EXISTS schema_migrations (version bigint PRIMARY KEY, name text NOT NULL, \
                    checksum text NOT NULL, applied_at timestamptz NOT NULL);";
        self.text(&dialect::migration_text(text, self.engine()))
    }

    /// Applies one migration inside the open transaction; false when another process did meanwhile.
    pub(crate) fn apply(&mut self, migration: &Migration) -> Result<bool, Error> {
        let known =
            Sql::new("SELECT count(*) FROM schema_migrations WHERE version = ?").bind(migration.version);
        if self.conn().query_one(&known, |row| row.get::<i64>(0))? > 0 {
            return Ok(false);
        }
        self.change(migration, migration.up, "applied")?;
        let sql = match self.engine() {
            Engine::Sqlite => {
                "INSERT INTO schema_migrations (version, name, checksum, applied_at) \
                 VALUES (?, ?, ?, CAST(unixepoch('subsec') * 1000000 AS INTEGER))"
            }
            Engine::Postgres => {
                "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (?, ?, ?, now())"
            }
        };
        let sql = Sql::new(sql).bind(migration.version).bind(migration.name).bind(migration.checksum());
        self.conn().execute(&sql).map(|_| true)
    }

    fn change(&mut self, migration: &Migration, text: &str, verb: &str) -> Result<(), Error> {
        let named = |error: &dyn std::fmt::Display| {
            Error::Migration(format!(
                "migration {} {} could not be {verb}: {error}",
                migration.version, migration.name
            ))
        };
        self.text(&dialect::migration_text(text, self.engine())).map_err(|error| named(&error))?;
        if self.engine() == Engine::Sqlite {
            let sql = Sql::new("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1");
            let broken = self
                .conn()
                .query_optional(&sql, |row| Ok::<_, Error>((row.get::<String>(0)?, row.get::<String>(1)?)))?;
            if let Some((table, parent)) = broken {
                return Err(named(&format!("a row of {table} refers to a missing row of {parent}")));
            }
        }
        Ok(())
    }

    fn down(&mut self, migrations: &[Migration], target: i64) -> Result<MigrationReport, Error> {
        let status = self.status(migrations)?;
        let mut back = Vec::new();
        for applied in status.applied.iter().rev().filter(|applied| applied.version > target) {
            let found = migrations.iter().find(|migration| migration.version == applied.version);
            let (version, name) = (applied.version, &applied.name);
            match found {
                None => {
                    return Err(Error::Migration(format!(
                        "migration {version} {name} is newer than this program, which cannot take it back"
                    )));
                }
                Some(Migration { down: None, .. }) => {
                    return Err(Error::Migration(format!(
                        "migration {version} {name} cannot be taken back; restore a backup"
                    )));
                }
                Some(migration @ Migration { down: Some(text), .. }) => back.push((*migration, *text)),
            }
        }
        let mut done = Vec::new();
        for (migration, text) in back {
            self.transaction(|runner| {
                runner.change(&migration, text, "taken back")?;
                let sql = Sql::new("DELETE FROM schema_migrations WHERE version = ?").bind(migration.version);
                runner.conn().execute(&sql)
            })?;
            done.push(migration.version);
        }
        Ok(MigrationReport { done, warnings: Vec::new() })
    }
}

/// Sets the history against the program's list and refuses what does not fit.
fn compare(applied: Vec<Applied>, migrations: &[Migration]) -> Result<MigrationStatus, Error> {
    if let Some(pair) = migrations.windows(2).find(|pair| pair[0].version >= pair[1].version) {
        return Err(Error::Migration(format!(
            "migration {} {} is out of order",
            pair[1].version, pair[1].name
        )));
    }
    let newest = migrations.last().map_or(0, |migration| migration.version);
    let mut newer = Vec::new();
    for known in &applied {
        let (version, name) = (known.version, &known.name);
        match migrations.iter().find(|migration| migration.version == version) {
            Some(migration) if migration.checksum() != known.checksum => {
                return Err(Error::Migration(format!(
                    "migration {version} {name} was changed after it was applied; put its text back and add a new one"
                )));
            }
            Some(_) => {}
            None if version > newest => newer.push((version, name.clone())),
            None => {
                return Err(Error::Migration(format!(
                    "the database has migration {version} {name}, which this program does not know"
                )));
            }
        }
    }
    let pending = migrations
        .iter()
        .filter(|migration| applied.iter().all(|known| known.version != migration.version))
        .map(|migration| (migration.version, migration.name.to_owned()))
        .collect();
    Ok(MigrationStatus { applied, pending, newer })
}
