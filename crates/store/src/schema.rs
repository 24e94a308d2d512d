//! The tables a database has, in words that are the same on both engines.

use crate::{Conn, Db, Engine, Error, Sql};

/// A table of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in the order they were made.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type as SQLite stores it: BLOB, INTEGER, TEXT or REAL; on PostgreSQL the type that is translated to it.
    pub storage: String,
    /// Whether NULL is allowed.
    pub nullable: bool,
}

impl Db {
    /// Every table with its columns, by name.
    pub async fn schema(&self) -> Result<Vec<Table>, Error> {
        self.read(schema).await
    }

    /// The number of tables.
    pub async fn tables(&self) -> Result<usize, Error> {
        self.schema().await.map(|tables| tables.len())
    }
}

/// Reads the schema inside a job.
pub(crate) fn schema(conn: &mut Conn<'_>) -> Result<Vec<Table>, Error> {
    let text = match conn.engine() {
        Engine::Sqlite => {
            "SELECT t.name, c.name, c.type, c.\"notnull\" = 0 AND c.pk = 0 \
             FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!' \
             AND t.sql NOT LIKE 'CREATE VIRTUAL%' \
             AND NOT EXISTS (SELECT 1 FROM pragma_table_list l WHERE l.name = t.name AND l.type = 'shadow') \
             ORDER BY t.name, c.cid"
        }
        Engine::Postgres => {
            "SELECT c.relname::text, a.attname::text, CASE format_type(a.atttypid, a.atttypmod) \
             WHEN 'uuid' THEN 'BLOB' WHEN 'bytea' THEN 'BLOB' \
             WHEN 'text' THEN 'TEXT' WHEN 'jsonb' THEN 'TEXT' WHEN 'date' THEN 'TEXT' \
             WHEN 'bigint' THEN 'INTEGER' WHEN 'integer' THEN 'INTEGER' WHEN 'smallint' THEN 'INTEGER' \
             WHEN 'boolean' THEN 'INTEGER' WHEN 'timestamp with time zone' THEN 'INTEGER' \
             WHEN 'double precision' THEN 'REAL' ELSE format_type(a.atttypid, a.atttypmod) END, NOT a.attnotnull \
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid \
             WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped \
             ORDER BY c.relname COLLATE \"C\", a.attnum"
        }
    };
    let mut tables: Vec<Table> = Vec::new();
    conn.for_each(&Sql::new(text), |row| {
        let name: String = row.get(0)?;
        let column = Column { name: row.get(1)?, storage: row.get(2)?, nullable: row.get(3)? };
        match tables.last_mut() {
            Some(table) if table.name == name => table.columns.push(column),
            _ => tables.push(Table { name, columns: vec![column] }),
        }
        Ok::<(), Error>(())
    })?;
    Ok(tables)
}
