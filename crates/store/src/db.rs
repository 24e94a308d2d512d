//! The handle everyone holds: it puts jobs into the queues of the database threads and waits for their answers.

use crate::job::{Job, Task};
use crate::postgres::{Several, Worker};
use crate::session::Limits;
use crate::sqlite::{self, Writer};
use crate::stats::{Counters, Stats};
use crate::{Conn, Error, Sql, tls};
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use std::path::PathBuf;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Which database engine serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// SQLite, in a file of its own.
    Sqlite,
    /// PostgreSQL, a server.
    #[serde(rename = "postgresql")]
    Postgres,
}

impl std::fmt::Display for Engine {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgresql",
        })
    }
}

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A file on a local disk; made when it is missing.
    Sqlite {
        /// The file.
        path: PathBuf,
    },
    /// A server.
    Postgres {
        /// `postgres://user:password@host:port/database?sslmode=require`; a socket by `?host=/run/postgresql`.
        url: String,
    },
}

impl Target {
    /// The engine of this target.
    pub fn engine(&self) -> Engine {
        match self {
            Target::Sqlite { .. } => Engine::Sqlite,
            Target::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Whether this can be an address at all; nothing is connected to. The text says what is wrong.
    pub fn check(&self) -> Result<(), String> {
        match self {
            Target::Sqlite { .. } => Ok(()),
            Target::Postgres { url } => match tls::configure(url) {
                Ok(_) => Ok(()),
                Err(Error::Unavailable(text)) => Err(text),
                Err(other) => Err(other.to_string()),
            },
        }
    }
}

/// Sizes and limits; the defaults suit one server.
#[derive(Debug, Clone)]
pub struct Options {
    /// SQLite reader threads; default the number of cores.
    pub readers: usize,
    /// Threads for reports, on both engines; default 1.
    pub report_readers: usize,
    /// Write jobs that may wait; default 1024.
    pub writer_queue: usize,
    /// Read jobs that may wait; default 4096.
    pub read_queue: usize,
    /// Reports that may wait; default 64.
    pub report_queue: usize,
    /// Jobs in one commit on SQLite; default 64.
    pub group_limit: usize,
    /// How long to wait for a lock of another process before `Error::Locked`; default 5 s.
    pub busy_timeout: Duration,
    /// Longest time of a read job on SQLite and of a statement on PostgreSQL; default 30 s.
    pub read_time_limit: Duration,
    /// Longest time of a report; default 2 min.
    pub report_time_limit: Duration,
    /// Bytes of pages that each SQLite reader keeps; default 8 MiB. The file is not mapped into memory: every
    /// connection's mapping counts as resident, and reading is no faster.
    pub reader_cache_bytes: u64,
    /// Bytes of pages that the SQLite writer keeps until it is idle; default 64 MiB. What a large change touches
    /// beyond it goes through the write-ahead log more than once.
    pub writer_cache_bytes: u64,
    /// The write-ahead log is emptied while idle when it is larger; default 16 MiB.
    pub checkpoint_above_bytes: u64,
    /// Connections to PostgreSQL besides those for reports; default 8, at least 2.
    pub postgres_connections: usize,
    /// Longest time to connect to PostgreSQL; default 3 s.
    pub connect_timeout: Duration,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            readers: std::thread::available_parallelism().map_or(2, usize::from),
            report_readers: 1,
            writer_queue: 1024,
            read_queue: 4096,
            report_queue: 64,
            group_limit: 64,
            busy_timeout: Duration::from_secs(5),
            read_time_limit: Duration::from_secs(30),
            report_time_limit: Duration::from_mins(2),
            reader_cache_bytes: 8 << 20,
            writer_cache_bytes: 64 << 20,
            checkpoint_above_bytes: 16 << 20,
            postgres_connections: 8,
            connect_timeout: Duration::from_secs(3),
        }
    }
}

type Queue = (Sender<Box<dyn Job>>, Receiver<Box<dyn Job>>);

/// The database. Clones share the threads; the last one dropped finishes what waits and closes the file.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    target: Target,
    queues: Option<Queues>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    counters: Arc<Counters>,
}

struct Queues {
    reads: Sender<Box<dyn Job>>,
    writes: Sender<Box<dyn Job>>,
    reports: Sender<Box<dyn Job>>,
}

impl std::fmt::Debug for Db {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Db({})", self.engine())
    }
}

impl Db {
    /// Opens the database and starts its threads. Fails when the file or the server cannot be used now.
    pub fn open(target: &Target, options: Options) -> Result<Db, Error> {
        let reads: Queue = bounded(options.read_queue.max(1));
        let writes: Queue = bounded(options.writer_queue.max(1));
        let reports: Queue = bounded(options.report_queue.max(1));
        let counters = Arc::new(Counters::default());
        let mut threads = Threads::default();
        let started = match target {
            Target::Sqlite { path } => {
                start_sqlite(path, &options, &counters, [&reads.1, &writes.1, &reports.1], &mut threads)
            }
            Target::Postgres { url } => {
                start_postgres(url, &options, &counters, [&reads.1, &writes.1, &reports.1], &mut threads)
            }
        };
        let queues = Queues { reads: reads.0, writes: writes.0, reports: reports.0 };
        // Made before looking at `started`, so that a failed start also joins its threads.
        let inner =
            Inner { target: target.clone(), queues: Some(queues), threads: Mutex::new(threads.0), counters };
        started?;
        Ok(Db(Arc::new(inner)))
    }

    /// The engine that serves.
    pub fn engine(&self) -> Engine {
        self.0.target.engine()
    }

    /// Where the database is.
    pub fn target(&self) -> &Target {
        &self.0.target
    }

    /// Runs a read job; all its queries see one snapshot.
    ///
    /// The closure may run more than once (a lost connection, a changed schema, on PostgreSQL the
    /// first time it turns out to need several statements), so it must only query and compute.
    pub async fn read<T, E>(&self, f: impl Fn(&mut Conn<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        self.submit(|queues| &queues.reads, f).await
    }

    /// Runs a write job in a transaction and answers after the durable commit; `Err` rolls back.
    ///
    /// The closure may run more than once on PostgreSQL after a deadlock or a serialisation failure. Once begun the job
    /// goes to its end even if the caller stops waiting.
    pub async fn write<T, E>(
        &self,
        f: impl Fn(&mut Conn<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        self.submit(|queues| &queues.writes, f).await
    }

    /// Runs a long read on threads of its own; `Error::TimeLimit` when it takes too long.
    pub async fn report<T, E>(
        &self,
        f: impl Fn(&mut Conn<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        self.submit(|queues| &queues.reports, f).await
    }

    async fn submit<T, E>(
        &self,
        queue: impl FnOnce(&Queues) -> &Sender<Box<dyn Job>>,
        f: impl Fn(&mut Conn<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        E: From<Error> + Send + 'static,
        T: Send + 'static,
    {
        let closing = || E::from(Error::Unavailable("the database is closing".to_owned()));
        let (task, answer) = Task::new(f);
        {
            let queues = self.0.queues.as_ref().ok_or_else(closing)?;
            queue(queues).try_send(Box::new(task)).map_err(|error| match error {
                TrySendError::Full(_) => {
                    self.0.counters.refused.fetch_add(1, Relaxed);
                    E::from(Error::Busy)
                }
                TrySendError::Disconnected(_) => closing(),
            })?;
        }
        answer.await.unwrap_or_else(|_| Err(closing()))
    }

    /// Asks the database for the number one; for health checks.
    pub async fn ping(&self) -> Result<(), Error> {
        self.read(|conn| {
            conn.query_one(&Sql::new("SELECT CAST(1 AS bigint)"), |row| row.get::<i64>(0)).map(drop)
        })
        .await
    }

    /// Figures for the metrics.
    pub fn stats(&self) -> Stats {
        let inner = &self.0;
        let mut stats = inner.counters.read();
        if let Some(queues) = &inner.queues {
            stats.read_queue = queues.reads.len();
            stats.write_queue = queues.writes.len();
            stats.report_queue = queues.reports.len();
        }
        stats.threads = inner.threads.lock().unwrap_or_else(PoisonError::into_inner).len();
        match &inner.target {
            Target::Sqlite { path } => {
                stats.wal_bytes = sqlite::wal_bytes(path);
                stats.connections = stats.threads;
            }
            Target::Postgres { .. } => {}
        }
        stats
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.queues = None;
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            // A job that held the last handle runs on one of these threads, which cannot wait for itself.
            if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
                tracing::error!("a database thread ended by a panic");
            }
        }
    }
}

#[derive(Default)]
struct Threads(Vec<JoinHandle<()>>);

impl Threads {
    fn start(&mut self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Error> {
        self.0.push(start(name, work)?);
        Ok(())
    }
}

/// Runs blocking work on a thread of its own, away from the async tasks.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    start("database-aside", move || {
        // The caller may have stopped waiting.
        let _ = sender.send(work());
    })?;
    receiver.await.unwrap_or_else(|_| Err(Error::Other("the work on the database was broken off".to_owned())))
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, Error> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).map_err(Error::other)
}

fn start_sqlite(
    path: &std::path::Path,
    options: &Options,
    counters: &Arc<Counters>,
    [reads, writes, reports]: [&Receiver<Box<dyn Job>>; 3],
    threads: &mut Threads,
) -> Result<(), Error> {
    // The writer first: it makes the file and switches the write-ahead log on.
    let connection = sqlite::open(path, options, options.writer_cache_bytes)?;
    let writer = Writer {
        connection,
        path: path.to_owned(),
        options: options.clone(),
        counters: Arc::clone(counters),
    };
    let writes = writes.clone();
    threads.start("database-write", move || writer.run(&writes))?;
    let plain = (0..options.readers.max(1)).map(|_| (reads, options.read_time_limit, "database-read"));
    let long =
        (0..options.report_readers.max(1)).map(|_| (reports, options.report_time_limit, "database-report"));
    for (jobs, limit, name) in plain.chain(long) {
        let mut connection = sqlite::open(path, options, options.reader_cache_bytes)?;
        let jobs = jobs.clone();
        threads.start(name, move || {
            if let Err(error) = sqlite::read_jobs(&mut connection, &jobs, limit) {
                tracing::error!(%error, "a database reader ended");
            }
        })?;
    }
    Ok(())
}

fn start_postgres(
    url: &str,
    options: &Options,
    counters: &Arc<Counters>,
    [reads, writes, reports]: [&Receiver<Box<dyn Job>>; 3],
    threads: &mut Threads,
) -> Result<(), Error> {
    let limits = Limits {
        connect: options.connect_timeout,
        statement: options.read_time_limit,
        lock: options.busy_timeout,
    };
    let worker = |limits, several| Worker::new(url.to_owned(), limits, Arc::clone(counters), several);
    let several = Several::default();
    let (told, first) = bounded(1);
    let connections = options.postgres_connections.max(2);
    for number in 0..connections {
        let mut worker = worker(limits, Some(Arc::clone(&several)));
        let (reads, writes, told) = (reads.clone(), writes.clone(), (number == 0).then(|| told.clone()));
        // Writers that wait for a lock must not hold up every reader.
        let writes = (number < connections - connections.div_ceil(4)).then_some(writes);
        threads.start("database", move || {
            if let Some(told) = told {
                let connected = worker.connect();
                let failed = connected.is_err();
                // `open` waits for it.
                let _ = told.send(connected);
                if failed {
                    return;
                }
            }
            worker.run(&reads, writes.as_ref());
        })?;
    }
    for _ in 0..options.report_readers.max(1) {
        let worker = worker(Limits { statement: options.report_time_limit, ..limits }, None);
        let reports = reports.clone();
        threads.start("database-report", move || worker.run(&reports, None))?;
    }
    drop(told);
    first.recv().map_err(|_| Error::Unavailable("the database thread ended".to_owned()))?
}
