//! What a job sees of the database: statements in, rows out, the same on both engines.

use crate::cell::Undecoded;
use crate::error::Failure;
use crate::session::Session;
use crate::{Cell, Engine, Error, FromValue, Sql};

/// The connection of one job, inside the job's transaction.
pub struct Conn<'a> {
    inner: Inner<'a>,
    failure: Option<Failure>,
}

enum Inner<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut Session),
}

/// One row of an answer.
pub struct Row<'a>(Columns<'a>);

enum Columns<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl<'a> Row<'a> {
    pub(crate) fn postgres(row: &'a tokio_postgres::Row) -> Row<'a> {
        Row(Columns::Postgres(row))
    }

    /// The column at this place, counted from 0. `Error::Decode` names the place when the type does not fit.
    pub fn get<T: FromValue>(&self, index: usize) -> Result<T, Error> {
        let cell = match self.0 {
            Columns::Sqlite(row) => row.get_ref(index).map(Cell::sqlite).map_err(|_| missing(index))?,
            Columns::Postgres(row) => {
                let column = row.columns().get(index).ok_or_else(|| missing(index))?;
                let value: Option<Undecoded<'_>> = row.try_get(index).map_err(Error::other)?;
                Cell::postgres(column.type_(), value)
            }
        };
        T::from_cell(&cell).map_err(|error| match error {
            Error::Decode(text) => Error::Decode(format!("column {index}: {text}")),
            other => other,
        })
    }
}

fn missing(index: usize) -> Error {
    Error::Decode(format!("column {index}: the statement does not return it"))
}

impl<'a> Conn<'a> {
    pub(crate) fn sqlite(connection: &'a rusqlite::Connection) -> Conn<'a> {
        Conn { inner: Inner::Sqlite(connection), failure: None }
    }

    pub(crate) fn postgres(session: &'a mut Session) -> Conn<'a> {
        Conn { inner: Inner::Postgres(session), failure: None }
    }

    /// What the failed statements of this job ask of the thread that runs it.
    pub(crate) fn failure(&self) -> Option<Failure> {
        self.failure
    }

    /// Which engine answers.
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// All rows, each turned into a value.
    pub fn query<T, E: From<Error>>(
        &mut self,
        sql: &Sql,
        mut map: impl FnMut(&Row<'_>) -> Result<T, E>,
    ) -> Result<Vec<T>, E> {
        let mut found = Vec::new();
        self.rows(sql, false, |row| {
            found.push(map(row)?);
            Ok::<(), E>(())
        })?;
        Ok(found)
    }

    /// The first row, if there is one.
    pub fn query_optional<T, E: From<Error>>(
        &mut self,
        sql: &Sql,
        mut map: impl FnMut(&Row<'_>) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        let mut found = None;
        self.rows(sql, false, |row| {
            if found.is_none() {
                found = Some(map(row)?);
            }
            Ok::<(), E>(())
        })?;
        Ok(found)
    }

    /// The first row; `Error::NoRow` when there is none.
    pub fn query_one<T, E: From<Error>>(
        &mut self,
        sql: &Sql,
        map: impl FnMut(&Row<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.query_optional(sql, map)?.ok_or_else(|| Error::NoRow.into())
    }

    /// Calls `each` for every row as it arrives, in constant memory.
    pub fn for_each<E: From<Error>>(
        &mut self,
        sql: &Sql,
        each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.rows(sql, true, each)
    }

    fn rows<E: From<Error>>(
        &mut self,
        sql: &Sql,
        streams: bool,
        mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (error, failure) = match &mut self.inner {
            Inner::Sqlite(connection) => {
                match sqlite_rows(connection, sql, |row| each(&Row(Columns::Sqlite(row)))) {
                    Ok(answer) => return answer,
                    Err(error) => (Error::from_sqlite(&error, connection, sql.text()), Failure::Statement),
                }
            }
            Inner::Postgres(session) => match session.rows(sql, streams, each) {
                Ok(answer) => return answer,
                Err(error) => error,
            },
        };
        Err(self.failed(error, failure).into())
    }

    /// Runs a statement; the number of rows it changed.
    pub fn execute(&mut self, sql: &Sql) -> Result<u64, Error> {
        let (error, failure) = match &mut self.inner {
            Inner::Sqlite(connection) => {
                let done = connection
                    .prepare_cached(sql.text())
                    .and_then(|mut statement| statement.execute(rusqlite::params_from_iter(sql.values())));
                match done {
                    Ok(count) => return Ok(count as u64),
                    Err(error) => (Error::from_sqlite(&error, connection, sql.text()), Failure::Statement),
                }
            }
            Inner::Postgres(session) => match session.execute(sql) {
                Ok(count) => return Ok(count),
                Err(error) => error,
            },
        };
        Err(self.failed(error, failure))
    }

    /// Runs `f` so that its changes are undone when it fails, while the job goes on. Without it a job whose statement
    /// failed can only end in an error, as PostgreSQL demands.
    pub fn savepoint<T, E: From<Error>>(
        &mut self,
        f: impl FnOnce(&mut Conn<'a>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.batch("SAVEPOINT inner_part")?;
        let before = self.failure;
        let result = f(self);
        if result.is_ok() && self.failure == before {
            self.batch("RELEASE SAVEPOINT inner_part")?;
            return result;
        }
        if matches!(self.failure, None | Some(Failure::Statement)) {
            self.batch("ROLLBACK TO SAVEPOINT inner_part")?;
            self.batch("RELEASE SAVEPOINT inner_part")?;
            self.failure = before;
        }
        match result {
            Ok(_) => Err(ignored_failure().into()),
            Err(error) => Err(error),
        }
    }

    /// Lets PostgreSQL look at its tables now, after a change of very many rows: by itself it would only minutes later,
    /// and until then search as if they were small. SQLite's plans do not depend on it.
    pub fn count_rows_anew(&mut self) -> Result<(), Error> {
        match self.engine() {
            Engine::Sqlite => Ok(()),
            Engine::Postgres => self.batch("ANALYZE"),
        }
    }

    /// Checks a statement against the schema without running it; for the test that prepares every static statement.
    pub fn prepare_only(&mut self, sql: &Sql) -> Result<(), Error> {
        let (error, failure) = match &mut self.inner {
            Inner::Sqlite(connection) => match connection.prepare(sql.text()) {
                Ok(_) => return Ok(()),
                Err(error) => (Error::from_sqlite(&error, connection, sql.text()), Failure::Statement),
            },
            Inner::Postgres(session) => match session.prepare_only(sql) {
                Ok(()) => return Ok(()),
                Err(error) => error,
            },
        };
        Err(self.failed(error, failure))
    }

    fn batch(&mut self, text: &'static str) -> Result<(), Error> {
        let (error, failure) = match &mut self.inner {
            Inner::Sqlite(connection) => {
                match connection.prepare_cached(text).and_then(|mut statement| statement.execute([])) {
                    Ok(_) => return Ok(()),
                    Err(error) => (Error::from_sqlite(&error, connection, text), Failure::Statement),
                }
            }
            Inner::Postgres(session) => match session.batch(text) {
                Ok(()) => return Ok(()),
                Err(error) => error,
            },
        };
        Err(self.failed(error, failure))
    }

    fn failed(&mut self, error: Error, failure: Failure) -> Error {
        // The first failure decides: those after it only follow from it.
        self.failure.get_or_insert(failure);
        error
    }
}

/// The answer to a job that went on as if nothing had happened after one of its statements failed.
pub(crate) fn ignored_failure() -> Error {
    Error::Other("a statement failed and the job went on; use a savepoint around what may fail".to_owned())
}

/// Steps through the rows; the outer error is SQLite's, the inner one the caller's.
fn sqlite_rows<E>(
    connection: &rusqlite::Connection,
    sql: &Sql,
    mut each: impl FnMut(&rusqlite::Row<'_>) -> Result<(), E>,
) -> rusqlite::Result<Result<(), E>> {
    let mut statement = connection.prepare_cached(sql.text())?;
    let mut rows = statement.query(rusqlite::params_from_iter(sql.values()))?;
    while let Some(row) = rows.next()? {
        if let Err(error) = each(row) {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}
