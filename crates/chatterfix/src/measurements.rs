//! Figures for Prometheus: those counted along the way, those of the process, and those of the database.

use std::{
    fmt::Write,
    sync::{Arc, OnceLock},
    time::Instant,
};

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use store::Db;

use crate::compose::VERSION;

/// Where the figures are. Cheap to clone.
#[derive(Clone)]
pub struct Measurements {
    handle: PrometheusHandle,
    started: Instant,
    db: Arc<OnceLock<Db>>,
}

/// Bounds of the classes of response times, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

impl Measurements {
    /// Starts counting.
    pub fn start() -> Result<Self, BuildError> {
        let handle = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
            .install_recorder()?;
        Ok(Self { handle, started: Instant::now(), db: Arc::default() })
    }

    /// Adds the figures of the database.
    pub fn watch(&self, db: &Db) {
        // Only the first database of a process is measured; there is no second one.
        let _ = self.db.set(db.clone());
    }

    /// Sorts what was counted into its classes; to be called now and then.
    pub fn tidy(&self) {
        self.handle.run_upkeep();
    }

    /// All figures as text.
    pub fn render(&self) -> String {
        let mut text = self.handle.render();
        figure(&mut text, "chatterfix_build_info", "gauge", &format!("{{version=\"{VERSION}\"}}"), 1.0);
        figure(&mut text, "process_uptime_seconds", "gauge", "", self.started.elapsed().as_secs_f64());
        if let Some(bytes) = resident_bytes() {
            figure(&mut text, "process_resident_memory_bytes", "gauge", "", bytes);
        }
        if let Some(count) = open_files() {
            figure(&mut text, "process_open_fds", "gauge", "", count);
        }
        if let Some(db) = self.db.get() {
            database(&mut text, db);
        }
        text
    }
}

fn database(text: &mut String, db: &Db) {
    let stats = db.stats();
    #[expect(clippy::cast_precision_loss, reason = "Prometheus knows only floating-point figures")]
    let mut add =
        |name: &str, kind: &str, labels: &str, value: u64| figure(text, name, kind, labels, value as f64);
    let size = |value: usize| value as u64;
    add("database_read_queue_jobs", "gauge", "", size(stats.read_queue));
    add("database_write_queue_jobs", "gauge", "", size(stats.write_queue));
    add("database_report_queue_jobs", "gauge", "", size(stats.report_queue));
    add("database_connections", "gauge", "", size(stats.connections));
    add("database_wal_bytes", "gauge", "", stats.wal_bytes);
    add("database_largest_commit_group_jobs", "gauge", "", stats.largest_group);
    add("database_commits_total", "counter", "", stats.commits);
    add("database_written_jobs_total", "counter", "", stats.written_jobs);
    add("database_retries_total", "counter", "", stats.retries);
    add("database_refused_jobs_total", "counter", "", stats.refused);
    add("database_checkpoints_total", "counter", "", stats.checkpoints);
}

fn figure(text: &mut String, name: &str, kind: &str, labels: &str, value: f64) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "# TYPE {name} {kind}\n{name}{labels} {value}");
}

/// Resident memory of this process, where the system tells it.
#[expect(clippy::cast_precision_loss, reason = "Prometheus knows only floating-point figures")]
fn resident_bytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some((kilobytes * 1024) as f64)
}

#[expect(clippy::cast_precision_loss, reason = "Prometheus knows only floating-point figures")]
fn open_files() -> Option<f64> {
    // The folder that is being read is one of them.
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count().saturating_sub(1) as f64)
}
