//! One way to the database for SQLite and PostgreSQL: synchronous query functions, written once, run on threads of
//! their own. SQLite has reader threads and one writer that commits waiting jobs in groups; PostgreSQL has a pool of
//! threads with a connection each. Queues are bounded: a full one answers [`Error::Busy`] at once, nothing hangs.
//! Migrations, backup and figures for the metrics live here too.

pub mod backup;
mod cell;
mod conn;
mod db;
mod dialect;
mod error;
mod job;
mod migrate;
mod postgres;
mod problem;
mod schema;
mod session;
mod sql;
mod sqlite;
mod stats;
mod tls;
mod value;

pub use cell::{Cell, FromValue};
pub use conn::{Conn, Row};
pub use db::{Db, Engine, Options, Target};
pub use error::Error;
pub use migrate::{Applied, Migration, MigrationReport, MigrationStatus};
pub use schema::{Column, Table};
pub use sql::Sql;
pub use stats::Stats;
pub use value::{ToValue, Value};
