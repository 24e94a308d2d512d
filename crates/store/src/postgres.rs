//! PostgreSQL: threads with a connection each, which run jobs, try again what may be tried again, and connect anew
//! when the server was restarted. A job is never run again once its COMMIT was sent.

use crate::conn::ignored_failure;
use crate::error::Failure;
use crate::job::{Job, refuse};
use crate::session::{Limits, Mode, Session};
use crate::stats::Counters;
use crate::{Conn, Error};
use crossbeam_channel::{Receiver, never, select};
use std::any::TypeId;
use std::collections::HashSet;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// Lock that everyone who serves from the database shares and who replaces it has alone.
pub(crate) const IN_USE: i64 = 0x4368_6174_4669_7832;

const ATTEMPTS: u32 = 6;
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// A thread's connection and how to get a new one.
pub(crate) struct Worker {
    pub(crate) url: String,
    pub(crate) limits: Limits,
    pub(crate) counters: Arc<Counters>,
    /// Reads known to need several statements; `None` when all are taken to.
    several: Option<Several>,
    session: Option<Session>,
    not_before: Option<Instant>,
    pause: Duration,
}

/// Kinds of read jobs that were seen to run more than one statement, shared by the threads.
pub(crate) type Several = Arc<RwLock<HashSet<TypeId>>>;

enum Outcome {
    /// Ready to be answered; whether something was committed.
    Done(bool),
    Again(Failure, Error),
}

impl Worker {
    pub(crate) fn new(
        url: String,
        limits: Limits,
        counters: Arc<Counters>,
        several: Option<Several>,
    ) -> Worker {
        Worker { url, limits, counters, several, session: None, not_before: None, pause: SHORTEST_PAUSE }
    }

    /// Connects now, so that a wrong address shows at once.
    pub(crate) fn connect(&mut self) -> Result<(), Error> {
        self.session().map(drop)
    }

    /// Runs jobs of both queues until they are closed; `writes` is `None` for a thread kept for reading.
    pub(crate) fn run(mut self, reads: &Receiver<Box<dyn Job>>, writes: Option<&Receiver<Box<dyn Job>>>) {
        let mut reads = reads.clone();
        let (mut writes, mut open) = writes.map_or((never(), 1), |writes| (writes.clone(), 2));
        while open > 0 {
            let (job, mode) = select! {
                recv(reads) -> job => (job, Mode::Read),
                recv(writes) -> job => (job, Mode::Write),
            };
            match (job, mode) {
                (Ok(job), _) if job.abandoned() => {}
                (Ok(job), mode) => self.serve(job, mode),
                (Err(_), Mode::Write) => (writes, open) = (never(), open - 1),
                (Err(_), _) => (reads, open) = (never(), open - 1),
            }
        }
        self.drop_session();
    }

    fn serve(&mut self, mut job: Box<dyn Job>, mode: Mode) {
        let mut connection_lost = false;
        for attempt in 1..=ATTEMPTS {
            if let Err(error) = self.session() {
                return refuse(job, error);
            }
            let began = if mode == Mode::Read { self.reading(job.kind()) } else { mode };
            let Some(session) = self.session.as_mut() else { break };
            let (failure, error) = match attempt_job(session, job.as_mut(), began) {
                Outcome::Done(committed) => {
                    if committed {
                        self.counters.committed(1);
                    }
                    job.answer();
                    return self.finish_reading();
                }
                Outcome::Again(failure, error) => (failure, error),
            };
            if failure == Failure::Snapshot {
                self.learn(job.kind());
                continue;
            }
            if failure == Failure::Lost {
                self.drop_session();
                if std::mem::replace(&mut connection_lost, true) {
                    return refuse(job, error);
                }
            } else if attempt == ATTEMPTS {
                return refuse(job, error);
            } else if failure == Failure::Retry {
                // Both sides of a deadlock come back: they must not meet again in step.
                session.pause(Duration::from_micros(u64::from(attempt) * 1500 + unlike_others()));
            }
            self.counters.retries.fetch_add(1, Relaxed);
        }
        refuse(job, Error::Locked);
    }

    /// How a read of this kind begins: most are one statement, which is a snapshot by itself and one round trip.
    fn reading(&self, kind: TypeId) -> Mode {
        let Some(several) = &self.several else { return Mode::Read };
        let known = several.read().unwrap_or_else(PoisonError::into_inner).contains(&kind);
        if known { Mode::Read } else { Mode::Single }
    }

    fn learn(&self, kind: TypeId) {
        if let Some(several) = &self.several {
            several.write().unwrap_or_else(PoisonError::into_inner).insert(kind);
        }
    }

    /// Ends a read job's transaction after its answer is on the way.
    fn finish_reading(&mut self) {
        if self.session.as_mut().is_some_and(|session| session.commit().is_err()) {
            self.drop_session();
        }
    }

    fn session(&mut self) -> Result<&mut Session, Error> {
        if self.session.is_none() {
            if self.not_before.is_some_and(|instant| Instant::now() < instant) {
                return Err(Error::Unavailable("PostgreSQL is being connected to again".to_owned()));
            }
            match Session::connect(&self.url, self.limits) {
                Ok(mut session) => {
                    // A read that runs without a transaction must not write either.
                    let begin = format!(
                        "SET default_transaction_read_only = on; SELECT pg_advisory_lock_shared({IN_USE})"
                    );
                    session.run_text(&begin).map_err(|(error, _)| error)?;
                    self.session = Some(session);
                    self.counters.connections.fetch_add(1, Relaxed);
                    self.pause = SHORTEST_PAUSE;
                    self.not_before = None;
                }
                Err(error) => {
                    self.not_before = Some(Instant::now() + self.pause);
                    self.pause = (self.pause * 2).min(LONGEST_PAUSE);
                    return Err(error);
                }
            }
        }
        self.session.as_mut().ok_or_else(|| Error::Unavailable("no connection".to_owned()))
    }

    fn drop_session(&mut self) {
        if self.session.take().is_some() {
            self.counters.connections.fetch_sub(1, Relaxed);
        }
    }
}

/// A little time that differs from thread to thread.
fn unlike_others() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(std::thread::current().id()) % 3000
}

/// Runs a job once. After `Done` a read transaction may still be open.
fn attempt_job(session: &mut Session, job: &mut dyn Job, mode: Mode) -> Outcome {
    session.start(mode);
    let mut conn = Conn::postgres(session);
    let ok = job.run(&mut conn);
    let failure = conn.failure();
    match failure {
        Some(Failure::Lost) => {
            return Outcome::Again(Failure::Lost, Error::Unavailable("the connection broke".to_owned()));
        }
        Some(failure @ (Failure::Retry | Failure::Replan | Failure::Snapshot)) => {
            if session.rollback().is_err() {
                return Outcome::Again(Failure::Lost, Error::Unavailable("the connection broke".to_owned()));
            }
            if failure == Failure::Replan {
                session.forget_statements();
            }
            return Outcome::Again(failure, Error::Locked);
        }
        Some(Failure::Statement) if ok => job.fail(ignored_failure()),
        _ => {}
    }
    if !ok || failure.is_some() {
        return match session.rollback() {
            Err((error, Failure::Lost)) if ok => Outcome::Again(Failure::Lost, error),
            _ => Outcome::Done(false),
        };
    }
    if mode != Mode::Write {
        return Outcome::Done(false);
    }
    match session.commit() {
        Ok(()) => Outcome::Done(true),
        Err((error, Failure::Retry)) => Outcome::Again(Failure::Retry, error),
        // Whether it was committed is not known, so it must not run again.
        Err((error, _)) => {
            job.fail(error);
            Outcome::Done(false)
        }
    }
}
