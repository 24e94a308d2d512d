//! What can go wrong with the database, in words that do not depend on the engine.

use crate::dialect;
use rusqlite::ffi;
use tokio_postgres::error::SqlState;

/// Why a job on the database failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The queue is full; trying again in a moment helps.
    #[error("the database has too much waiting; try again in a moment")]
    Busy,
    /// The server cannot be reached, or the answer to a commit was lost.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// A row with these values exists already.
    #[error("a row with the same {} exists in {table}", columns.join(", "))]
    Unique {
        /// Columns of the unique index in its order; for an expression the column inside it.
        columns: Vec<String>,
        /// Table the index is on.
        table: String,
    },
    /// A row points to one that is not there, or is pointed to.
    #[error("a row of {table} refers to one that is missing or still in use")]
    ForeignKey {
        /// The referring table on PostgreSQL; on SQLite the table the statement changed, empty when found at commit.
        table: String,
        /// Name of the constraint; empty on SQLite, which does not tell it.
        constraint: String,
    },
    /// A check failed, or a trigger refused the change.
    #[error("the change breaks the rule {constraint}")]
    Check {
        /// Name of the constraint, or the message of the trigger.
        constraint: String,
    },
    /// A column that must have a value got none.
    #[error("{table}.{column} must have a value")]
    NotNull {
        /// Table of the column.
        table: String,
        /// The column.
        column: String,
    },
    /// `query_one` found no row.
    #[error("no row was found")]
    NoRow,
    /// The statement took longer than its limit.
    #[error("the query took longer than allowed")]
    TimeLimit,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// Another process or transaction holds the lock.
    #[error("the database is locked by another process")]
    Locked,
    /// A column did not hold what the program expected.
    #[error("a column could not be read: {0}")]
    Decode(String),
    /// A migration failed or the history does not fit.
    #[error("{0}")]
    Migration(String),
    /// Anything else; the text is for logs.
    #[error("{0}")]
    Other(String),
}

/// How a failed statement affects the job it was in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The transaction must roll back.
    Statement,
    /// Serialisation failure or deadlock: the whole job may run again.
    Retry,
    /// A prepared statement is out of date: forget them and run again.
    Replan,
    /// A read that began with a statement on its own needs a second one: run again in one snapshot.
    Snapshot,
    /// The connection is gone.
    Lost,
}

impl Error {
    pub(crate) fn other(error: impl std::fmt::Display) -> Error {
        Error::Other(error.to_string())
    }

    /// Reads what SQLite says; `connection` and `text` serve to name columns and tables it leaves out.
    pub(crate) fn from_sqlite(
        error: &rusqlite::Error,
        connection: &rusqlite::Connection,
        text: &str,
    ) -> Error {
        let rusqlite::Error::SqliteFailure(code, message) = error else {
            return match error {
                rusqlite::Error::SqlInputError { msg, .. } => Error::Other(msg.clone()),
                other => Error::other(other),
            };
        };
        let message = message.clone().unwrap_or_else(|| code.to_string());
        let after_colon = message.split_once(": ").map_or(message.as_str(), |(_, rest)| rest);
        match code.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID => sqlite_unique(after_colon, connection),
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => {
                Error::ForeignKey { table: dialect::changed_table(text), constraint: String::new() }
            }
            ffi::SQLITE_CONSTRAINT_NOTNULL => {
                let (table, column) = after_colon.split_once('.').unwrap_or(("", after_colon));
                Error::NotNull { table: table.to_owned(), column: column.to_owned() }
            }
            ffi::SQLITE_CONSTRAINT_CHECK => Error::Check { constraint: after_colon.to_owned() },
            ffi::SQLITE_CONSTRAINT_TRIGGER => Error::Check { constraint: message },
            _ => match code.code {
                rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked => Error::Locked,
                rusqlite::ErrorCode::DiskFull => Error::Full,
                rusqlite::ErrorCode::OperationInterrupted => Error::TimeLimit,
                _ => Error::Other(message),
            },
        }
    }

    /// Reads what PostgreSQL or the connection says.
    pub(crate) fn from_postgres(error: &tokio_postgres::Error) -> (Error, Failure) {
        let Some(db) = error.as_db_error() else {
            let broken =
                std::error::Error::source(error).is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
            let text = std::error::Error::source(error)
                .map_or_else(|| error.to_string(), |s| format!("{error}: {s}"));
            if error.is_closed() || broken {
                return (Error::Unavailable(text), Failure::Lost);
            }
            return (Error::Other(text), Failure::Statement);
        };
        let table = db.table().unwrap_or_default().to_owned();
        let constraint = db.constraint().unwrap_or_default().to_owned();
        let message = || db.message().to_owned();
        let state = db.code();
        let mapped = if *state == SqlState::UNIQUE_VIOLATION {
            Error::Unique { columns: dialect::key_columns(db.detail().unwrap_or_default()), table }
        } else if *state == SqlState::FOREIGN_KEY_VIOLATION || *state == SqlState::RESTRICT_VIOLATION {
            Error::ForeignKey { table, constraint }
        } else if *state == SqlState::NOT_NULL_VIOLATION {
            Error::NotNull { table, column: db.column().unwrap_or_default().to_owned() }
        } else if *state == SqlState::CHECK_VIOLATION || *state == SqlState::EXCLUSION_VIOLATION {
            Error::Check { constraint }
        } else if *state == SqlState::RAISE_EXCEPTION {
            Error::Check { constraint: message() }
        } else if *state == SqlState::QUERY_CANCELED {
            Error::TimeLimit
        } else if *state == SqlState::LOCK_NOT_AVAILABLE {
            Error::Locked
        } else if *state == SqlState::DISK_FULL {
            Error::Full
        } else if *state == SqlState::T_R_SERIALIZATION_FAILURE || *state == SqlState::T_R_DEADLOCK_DETECTED {
            return (Error::Locked, Failure::Retry);
        } else if *state == SqlState::FEATURE_NOT_SUPPORTED && db.message().contains("cached plan") {
            return (Error::Other(message()), Failure::Replan);
        } else if connection_over(state) {
            return (Error::Unavailable(message()), Failure::Lost);
        } else {
            Error::Other(format!("{} ({})", db.message(), state.code()))
        };
        (mapped, Failure::Statement)
    }
}

fn connection_over(state: &SqlState) -> bool {
    [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::DATABASE_DROPPED,
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
    ]
    .contains(state)
        || state.code().starts_with("08")
}

/// `t.a, t.b`, or `index 'name'` where the index is on an expression.
fn sqlite_unique(named: &str, connection: &rusqlite::Connection) -> Error {
    if let Some(index) = named.strip_prefix("index '").and_then(|rest| rest.strip_suffix('\'')) {
        let found = connection.query_row(
            "SELECT tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND name = ?",
            [index],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
        );
        return match found {
            Ok((table, text)) => {
                let list = text.split_once('(').map_or("", |(_, list)| list);
                Error::Unique { columns: dialect::column_list(list), table }
            }
            Err(_) => Error::Unique { columns: Vec::new(), table: String::new() },
        };
    }
    let mut table = String::new();
    let mut columns = Vec::new();
    for part in named.split(", ") {
        let (of, column) = part.rsplit_once('.').unwrap_or(("", part));
        of.clone_into(&mut table);
        columns.push(column.to_owned());
    }
    Error::Unique { columns, table }
}
