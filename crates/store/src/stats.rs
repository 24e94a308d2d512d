//! Figures of the database layer, for the metrics.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

/// A reading of the counters; counts are since the database was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// Read jobs waiting now.
    pub read_queue: usize,
    /// Write jobs waiting now.
    pub write_queue: usize,
    /// Report jobs waiting now.
    pub report_queue: usize,
    /// Size of the write-ahead log in bytes; 0 on PostgreSQL.
    pub wal_bytes: u64,
    /// Database threads.
    pub threads: usize,
    /// Connections to PostgreSQL open now; on SQLite the same as threads.
    pub connections: usize,
    /// Durable commits; on SQLite one commit may hold several jobs.
    pub commits: u64,
    /// Write jobs acknowledged.
    pub written_jobs: u64,
    /// Jobs in the largest group so far.
    pub largest_group: u64,
    /// Jobs run again after a deadlock, a serialisation failure or a lost connection.
    pub retries: u64,
    /// Jobs refused because a queue was full.
    pub refused: u64,
    /// Checkpoints made while idle.
    pub checkpoints: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) connections: AtomicUsize,
    pub(crate) commits: AtomicU64,
    pub(crate) written_jobs: AtomicU64,
    pub(crate) largest_group: AtomicU64,
    pub(crate) retries: AtomicU64,
    pub(crate) refused: AtomicU64,
    pub(crate) checkpoints: AtomicU64,
}

impl Counters {
    pub(crate) fn committed(&self, jobs: usize) {
        let jobs = jobs as u64;
        self.commits.fetch_add(1, Relaxed);
        self.written_jobs.fetch_add(jobs, Relaxed);
        self.largest_group.fetch_max(jobs, Relaxed);
    }

    pub(crate) fn read(&self) -> Stats {
        Stats {
            connections: self.connections.load(Relaxed),
            commits: self.commits.load(Relaxed),
            written_jobs: self.written_jobs.load(Relaxed),
            largest_group: self.largest_group.load(Relaxed),
            retries: self.retries.load(Relaxed),
            refused: self.refused.load(Relaxed),
            checkpoints: self.checkpoints.load(Relaxed),
            ..Stats::default()
        }
    }
}
