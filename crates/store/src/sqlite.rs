//! SQLite: how a connection is opened and what its threads do.
//! One writer takes all waiting jobs into one durable commit with a savepoint each; readers see one snapshot a job.

use crate::conn::ignored_failure;
use crate::job::{Job, refuse};
use crate::stats::Counters;
use crate::{Conn, Error, Options};
use crossbeam_channel::{Receiver, RecvTimeoutError};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Up to 3.51.2 a reset of the write-ahead log could corrupt the file.
const OLDEST_SAFE_VERSION: i32 = 3_051_003;
/// A group is closed after this time even when more is waiting, so nobody waits for long.
const GROUP_TIME: Duration = Duration::from_millis(50);
/// So many pages of 4 KiB in the write-ahead log are brought into the file by the commit that reaches them.
const CHECKPOINT_PAGES: u32 = 4_000;
const IDLE: Duration = Duration::from_secs(1);

/// Opens a connection as every thread uses it, with room for so many bytes of pages.
pub(crate) fn open(path: &Path, options: &Options, cache_bytes: u64) -> Result<Connection, Error> {
    if rusqlite::version_number() < OLDEST_SAFE_VERSION {
        return Err(Error::Other(format!(
            "SQLite {} can damage a database; 3.51.3 is needed",
            rusqlite::version()
        )));
    }
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let describe =
        |error: rusqlite::Error| Error::Unavailable(format!("{} cannot be opened: {error}", path.display()));
    let connection = Connection::open_with_flags(path, flags).map_err(describe)?;
    connection.busy_timeout(options.busy_timeout).map_err(Error::other)?;
    let settings = format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA mmap_size = 0; \
         PRAGMA cache_size = -{}; PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}; PRAGMA temp_store = MEMORY; \
         PRAGMA trusted_schema = OFF;",
        cache_bytes / 1024
    );
    connection.execute_batch(&settings).map_err(describe)?;
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0)).map_err(describe)?;
    if mode != "wal" {
        return Err(Error::Unavailable(format!(
            "{} cannot use a write-ahead log; it must be on a local disk",
            path.display()
        )));
    }
    // Without it SQLite 3.54 prepares joined statements anew at every run.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(Error::other)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

/// The write-ahead log beside a database file.
pub(crate) fn wal_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// Bytes in the write-ahead log.
pub(crate) fn wal_bytes(path: &Path) -> u64 {
    std::fs::metadata(wal_path(path)).map_or(0, |data| data.len())
}

/// Runs read jobs, each in a transaction of its own, none longer than `limit`.
pub(crate) fn read_jobs(
    connection: &mut Connection,
    jobs: &Receiver<Box<dyn Job>>,
    limit: Duration,
) -> Result<(), Error> {
    connection.execute_batch("PRAGMA query_only = ON").map_err(Error::other)?;
    let started = Instant::now();
    let deadline = Arc::new(AtomicU64::new(u64::MAX));
    let watched = Arc::clone(&deadline);
    let late = move || since(started) > watched.load(Relaxed);
    connection.progress_handler(10_000, Some(late)).map_err(Error::other)?;
    for mut job in jobs {
        if job.abandoned() {
            continue;
        }
        deadline.store(since(started) + u64::try_from(limit.as_millis()).unwrap_or(u64::MAX), Relaxed);
        let connection = &*connection;
        match run(connection, "BEGIN DEFERRED") {
            Ok(()) => {
                job.run(&mut Conn::sqlite(connection));
                deadline.store(u64::MAX, Relaxed);
                if !connection.is_autocommit() && run(connection, "COMMIT").is_err() {
                    roll_back(connection);
                }
            }
            Err(error) => job.fail(error),
        }
        job.answer();
    }
    Ok(())
}

fn since(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// The one thread that writes.
pub(crate) struct Writer {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) options: Options,
    pub(crate) counters: Arc<Counters>,
}

impl Writer {
    /// Runs write jobs until the queue is closed, then empties the write-ahead log.
    pub(crate) fn run(self, jobs: &Receiver<Box<dyn Job>>) {
        let mut dirty = true;
        loop {
            let next = if dirty {
                jobs.recv_timeout(IDLE)
            } else {
                jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match next {
                Ok(job) if job.abandoned() => {}
                Ok(job) => {
                    self.group(job, jobs);
                    dirty = true;
                }
                Err(RecvTimeoutError::Timeout) => {
                    dirty = !self.checkpoint_when_large();
                    self.give_back_pages();
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.checkpoint();
    }

    /// Whether there is nothing left to do while idle.
    fn checkpoint_when_large(&self) -> bool {
        wal_bytes(&self.path) <= self.options.checkpoint_above_bytes || self.checkpoint()
    }

    /// Frees the pages that a large change has left in memory.
    fn give_back_pages(&self) {
        if let Err(error) = self.connection.execute_batch("PRAGMA shrink_memory") {
            tracing::warn!(%error, "the writer's pages could not be freed");
        }
    }

    fn checkpoint(&self) -> bool {
        let quick = self.connection.busy_timeout(Duration::from_millis(50));
        let busy =
            self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        let restored = self.connection.busy_timeout(self.options.busy_timeout);
        if let Err(error) = quick.and(restored) {
            tracing::warn!(%error, "the busy timeout could not be set");
        }
        let done = matches!(busy, Ok(0));
        if done {
            self.counters.checkpoints.fetch_add(1, Relaxed);
        }
        done
    }

    /// Takes what is waiting into one transaction and answers after the commit.
    fn group(&self, first: Box<dyn Job>, jobs: &Receiver<Box<dyn Job>>) {
        if let Err(error) = run(&self.connection, "BEGIN IMMEDIATE") {
            // All of them have waited for the lock as long as they may.
            refuse(first, error.clone());
            return refuse_all(jobs.try_iter(), &error);
        }
        let began = Instant::now();
        let mut done: Vec<Box<dyn Job>> = Vec::with_capacity(self.options.group_limit);
        let mut next = Some(first);
        let mut kept = 0;
        while let Some(mut job) = next.take() {
            let intact = self.in_savepoint(job.as_mut());
            done.push(job);
            match intact {
                Ok(keeps) => kept += usize::from(keeps),
                Err(error) => {
                    roll_back(&self.connection);
                    return refuse_all(done, &error);
                }
            }
            if done.len() < self.options.group_limit && began.elapsed() < GROUP_TIME {
                next = jobs.try_iter().find(|job| !job.abandoned());
            }
        }
        match run(&self.connection, "COMMIT") {
            Ok(()) => {
                self.counters.committed(kept);
                done.into_iter().for_each(Job::answer);
            }
            Err(Error::ForeignKey { .. }) if done.len() > 1 => {
                // A deferred reference of one of them is broken: only that one may fail.
                roll_back(&self.connection);
                for job in done {
                    self.alone(job);
                }
            }
            Err(error) => {
                roll_back(&self.connection);
                refuse_all(done, &error);
            }
        }
    }

    fn alone(&self, mut job: Box<dyn Job>) {
        let committed = run(&self.connection, "BEGIN IMMEDIATE")
            .and_then(|()| self.in_savepoint(job.as_mut()))
            .and_then(|keeps| run(&self.connection, "COMMIT").map(|()| keeps));
        match committed {
            Ok(keeps) => self.counters.committed(usize::from(keeps)),
            Err(error) => {
                roll_back(&self.connection);
                job.fail(error);
            }
        }
        job.answer();
    }

    /// Runs a job so that its failure undoes only its own changes; whether it has changes to keep. An error means the whole transaction is gone.
    fn in_savepoint(&self, job: &mut dyn Job) -> Result<bool, Error> {
        run(&self.connection, "SAVEPOINT job")?;
        let mut conn = Conn::sqlite(&self.connection);
        let ok = job.run(&mut conn);
        let failed = conn.failure().is_some();
        if self.connection.is_autocommit() {
            // SQLite rolls everything back by itself when the disk is full or fails.
            return Err(lost_transaction(&self.connection));
        }
        if ok && failed {
            job.fail(ignored_failure());
        }
        if !ok || failed {
            run(&self.connection, "ROLLBACK TO job")?;
        }
        run(&self.connection, "RELEASE job")?;
        Ok(ok && !failed)
    }
}

fn refuse_all(jobs: impl IntoIterator<Item = Box<dyn Job>>, error: &Error) {
    for job in jobs {
        refuse(job, error.clone());
    }
}

/// Names why SQLite gave up a transaction: by far most often the disk.
fn lost_transaction(connection: &Connection) -> Error {
    let full = run(connection, "BEGIN IMMEDIATE").and_then(|()| run(connection, "ROLLBACK"));
    match full {
        Err(error @ Error::Locked) => error,
        _ => Error::Full,
    }
}

fn roll_back(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = run(connection, "ROLLBACK")
    {
        tracing::error!(%error, "a rollback failed");
    }
}

fn run(connection: &Connection, text: &'static str) -> Result<(), Error> {
    connection
        .prepare_cached(text)
        .and_then(|mut statement| statement.execute([]))
        .map(drop)
        .map_err(|error| Error::from_sqlite(&error, connection, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    #[test]
    fn a_joined_statement_is_not_prepared_anew_at_every_run() {
        let directory = tempfile::tempdir().unwrap();
        let connection = open(&directory.path().join("a.db"), &Options::default(), 1 << 20).unwrap();
        connection
            .execute_batch(
                "CREATE TABLE a (id BLOB PRIMARY KEY, b BLOB, n INTEGER) STRICT; CREATE INDEX a_n ON a (n, id);
                 CREATE TABLE b (id BLOB PRIMARY KEY, name TEXT) STRICT;
                 INSERT INTO b VALUES (x'01', 'one'); INSERT INTO a VALUES (x'0a', x'01', 1), (x'0b', x'01', 2);
                 ANALYZE;",
            )
            .unwrap();
        let text = "SELECT a.id, b.name FROM a LEFT JOIN b ON b.id = a.b WHERE a.n >= ? AND a.id = ?";
        let mut statement = connection.prepare(text).unwrap();
        for turn in 0_i64..200 {
            let key: &[u8] = if turn % 2 == 0 { &[10] } else { &[11] };
            let mut rows = statement.query(rusqlite::params![turn % 3, key]).unwrap();
            while rows.next().unwrap().is_some() {}
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
