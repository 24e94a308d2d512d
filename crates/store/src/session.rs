//! One connection to PostgreSQL, driven by the thread that owns it.
//! BEGIN travels with the first statement of a job, statements are prepared once and kept, and every wait has a limit.

use crate::error::Failure;
use crate::{Error, Row, Sql, Value, dialect, tls};
use futures_util::future::join;
use futures_util::{StreamExt, pin_mut};
use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Statement};

/// An error and what it asks of the thread.
pub(crate) type Failed = (Error, Failure);

/// How a job's transaction begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Every statement on its own.
    Alone,
    /// A read of most likely one statement, which needs no transaction; a second one asks for `Failure::Snapshot`.
    Single,
    /// One snapshot for all statements, no writes.
    Read,
    /// READ COMMITTED, as PostgreSQL's default.
    Write,
}

/// Time limits of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) connect: Duration,
    /// Zero for none.
    pub(crate) statement: Duration,
    pub(crate) lock: Duration,
}

const KEPT_STATEMENTS: usize = 512;

/// A connection with its prepared statements.
pub(crate) struct Session {
    runtime: Runtime,
    client: Client,
    statements: HashMap<String, Statement>,
    mode: Mode,
    begun: bool,
    /// Whether a statement of this job ran without a transaction.
    alone: bool,
    patience: Option<Duration>,
}

impl Session {
    /// Connects; must not be called from an async task.
    pub(crate) fn connect(url: &str, limits: Limits) -> Result<Session, Error> {
        let (mut config, connector) = tls::configure(url)?;
        config.connect_timeout(limits.connect).keepalives_idle(Duration::from_secs(30));
        config.tcp_user_timeout(Duration::from_secs(30));
        if config.get_application_name().is_none() {
            config.application_name("chatterfix");
        }
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::other)?;
        let wait = limits.connect + Duration::from_secs(1);
        let connected =
            runtime.block_on(async { tokio::time::timeout(wait, config.connect(connector)).await });
        let (client, connection) = match connected {
            Ok(Ok(pair)) => pair,
            Ok(Err(error)) => return Err(refused(&error)),
            Err(_) => return Err(Error::Unavailable("connecting took too long".to_owned())),
        };
        runtime.spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "a connection to PostgreSQL ended");
            }
        });
        let patience = (!limits.statement.is_zero()).then(|| limits.statement + Duration::from_secs(5));
        let mut session = Session {
            runtime,
            client,
            statements: HashMap::new(),
            mode: Mode::Alone,
            begun: false,
            alone: false,
            patience,
        };
        let settings = format!(
            "SET statement_timeout = {}; SET lock_timeout = {}; SET idle_in_transaction_session_timeout = 300000; \
             SET TimeZone = 'UTC'; SET DateStyle = 'ISO'",
            limits.statement.as_millis(),
            limits.lock.as_millis()
        );
        session.run_text(&settings).map_err(|(error, _)| error)?;
        Ok(session)
    }

    /// Sets how the next job's transaction begins; BEGIN itself is sent with the first statement.
    pub(crate) fn start(&mut self, mode: Mode) {
        self.mode = mode;
        self.begun = false;
        self.alone = false;
    }

    /// The BEGIN to send before the next statement. What `streams` to the caller cannot be run again.
    fn opening(&mut self, streams: bool) -> Result<Option<&'static str>, Failed> {
        if self.mode == Mode::Single && !self.begun {
            if std::mem::replace(&mut self.alone, true) {
                let text = "the read needs one snapshot for several statements";
                return Err((Error::Other(text.to_owned()), Failure::Snapshot));
            }
            if !streams {
                return Ok(None);
            }
            self.alone = false;
        }
        let text = match self.mode {
            Mode::Alone => return Ok(None),
            Mode::Single | Mode::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Mode::Write => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
        };
        Ok((!std::mem::replace(&mut self.begun, true)).then_some(text))
    }

    /// Commits what was begun, if anything.
    pub(crate) fn commit(&mut self) -> Result<(), Failed> {
        if !std::mem::take(&mut self.begun) {
            return Ok(());
        }
        self.run_text("COMMIT")
    }

    /// Rolls back what was begun, if anything.
    pub(crate) fn rollback(&mut self) -> Result<(), Failed> {
        if !std::mem::take(&mut self.begun) {
            return Ok(());
        }
        self.run_text("ROLLBACK")
    }

    /// Forgets the prepared statements, after a migration changed what they return.
    pub(crate) fn forget_statements(&mut self) {
        self.statements.clear();
        self.client.clear_type_cache();
    }

    /// Runs text without parameters, possibly several statements, outside the job's transaction handling.
    pub(crate) fn run_text(&mut self, text: &str) -> Result<(), Failed> {
        let Session { runtime, client, patience, .. } = self;
        runtime.block_on(async { limited(*patience, client.batch_execute(text)).await })
    }

    /// Runs text inside the job's transaction.
    pub(crate) fn batch(&mut self, text: &str) -> Result<(), Failed> {
        if let Some(opening) = self.opening(true)? {
            self.run_text(opening)?;
        }
        self.run_text(text)
    }

    /// The client and the runtime that drives it, for COPY.
    pub(crate) fn parts(&mut self) -> (&Runtime, &Client) {
        (&self.runtime, &self.client)
    }

    /// Waits a little, for the other side of a deadlock.
    pub(crate) fn pause(&self, time: Duration) {
        self.runtime.block_on(async { tokio::time::sleep(time).await });
    }

    pub(crate) fn prepare_only(&mut self, sql: &Sql) -> Result<(), Failed> {
        let text = dialect::numbered_placeholders(sql.text());
        let Session { runtime, client, patience, .. } = self;
        runtime.block_on(async { limited(*patience, client.prepare(&text)).await }).map(drop)
    }

    fn statement(&mut self, sql: &Sql) -> Result<Statement, Failed> {
        let statement = if let Some(statement) = self.statements.get(sql.text()) {
            statement.clone()
        } else {
            let text = dialect::numbered_placeholders(sql.text());
            let Session { runtime, client, patience, .. } = self;
            let statement = runtime.block_on(async { limited(*patience, client.prepare(&text)).await })?;
            if self.statements.len() >= KEPT_STATEMENTS {
                self.statements.clear();
            }
            self.statements.insert(sql.text().to_owned(), statement.clone());
            statement
        };
        if statement.params().len() == sql.values().len() {
            return Ok(statement);
        }
        let text = format!(
            "the statement has {} placeholders and {} values: {}",
            statement.params().len(),
            sql.values().len(),
            sql.text()
        );
        Err((Error::Other(text), Failure::Statement))
    }

    /// Runs a statement and hands each row over as it arrives; the inner error is the caller's.
    pub(crate) fn rows<E>(
        &mut self,
        sql: &Sql,
        streams: bool,
        mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<Result<(), E>, Failed> {
        let statement = self.statement(sql)?;
        let opening = self.opening(streams)?;
        let Session { runtime, client, patience, .. } = self;
        let patience = *patience;
        runtime.block_on(async {
            let query = limited(patience, client.query_raw(&statement, sql.values()));
            let stream = with_opening(client, patience, opening, query).await?;
            pin_mut!(stream);
            while let Some(row) = waited(patience, stream.next()).await? {
                let row = row.map_err(|error| Error::from_postgres(&error))?;
                if let Err(error) = each(&Row::postgres(&row)) {
                    return Ok(Err(error));
                }
            }
            Ok(Ok(()))
        })
    }

    /// Runs a statement; the number of rows it changed.
    pub(crate) fn execute(&mut self, sql: &Sql) -> Result<u64, Failed> {
        let statement = self.statement(sql)?;
        let opening = self.opening(false)?;
        let Session { runtime, client, patience, .. } = self;
        let patience = *patience;
        runtime.block_on(async {
            let execute = limited(patience, client.execute_raw::<_, &Value, _>(&statement, sql.values()));
            with_opening(client, patience, opening, execute).await
        })
    }
}

/// Sends BEGIN and the statement together: one round trip.
async fn with_opening<T>(
    client: &Client,
    patience: Option<Duration>,
    opening: Option<&str>,
    statement: impl Future<Output = Result<T, Failed>>,
) -> Result<T, Failed> {
    let Some(opening) = opening else { return statement.await };
    let (begun, answered) = join(limited(patience, client.batch_execute(opening)), statement).await;
    begun?;
    answered
}

async fn waited<T>(patience: Option<Duration>, future: impl Future<Output = T>) -> Result<T, Failed> {
    let Some(patience) = patience else { return Ok(future.await) };
    tokio::time::timeout(patience, future)
        .await
        .map_err(|_| (Error::Unavailable("PostgreSQL does not answer".to_owned()), Failure::Lost))
}

async fn limited<T>(
    patience: Option<Duration>,
    future: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, Failed> {
    waited(patience, future).await?.map_err(|error| Error::from_postgres(&error))
}

fn refused(error: &tokio_postgres::Error) -> Error {
    match Error::from_postgres(error) {
        (Error::Other(text), _) => Error::Unavailable(text),
        (other, _) => other,
    }
}
