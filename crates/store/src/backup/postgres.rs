//! Backup of a PostgreSQL database: every table by COPY out of one snapshot, and back in one transaction.
//! The contents are parts of at most a few hundred kilobytes with their length before them; a length of 0 ends a table.

use super::Progress;
use super::archive::{Manifest, Reader, Sequence, TableCount, Writer};
use super::sqlite::applied;
use crate::migrate::Runner;
use crate::postgres::IN_USE;
use crate::{Engine, Error, Migration, Sql, Target};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt, pin_mut};
use std::io::Read;

const PART: usize = 1 << 17;
const LARGEST_PART: u32 = 1 << 30;

fn open(url: &str) -> Result<Runner, Error> {
    Runner::open(&Target::Postgres { url: url.to_owned() })
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn column_list(table: &TableCount) -> String {
    table.columns.iter().map(|column| quoted(column)).collect::<Vec<_>>().join(", ")
}

pub(super) fn create(
    url: &str,
    archive: &std::path::Path,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Error> {
    let mut runner = open(url)?;
    runner.text("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
    let migrations = applied(&mut runner)?;
    let (mut tables, total) = tables(&mut runner)?;
    let sequences = sequences(&mut runner)?;
    let mut writer = Writer::create(archive)?;
    let mut done = 0;
    for table in &mut tables {
        table.rows = copy_out(&mut runner, table, &mut writer)?;
        done += table.rows;
        progress(Progress { stage: "copying rows", done, total: total.max(done) });
    }
    runner.text("COMMIT")?;
    writer.finish(Manifest {
        engine: Engine::Postgres,
        migrations,
        tables,
        sequences,
        bytes: 0,
        sha256: String::new(),
    })
}

/// The tables with their written columns, and the estimated number of rows of all.
fn tables(runner: &mut Runner) -> Result<(Vec<TableCount>, u64), Error> {
    let sql = Sql::new(
        "SELECT c.relname::text, a.attname::text, CAST(greatest(c.reltuples, 0) AS bigint) \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid \
         WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped \
         AND a.attgenerated = '' ORDER BY c.relname COLLATE \"C\", a.attnum",
    );
    let (mut tables, mut total): (Vec<TableCount>, u64) = (Vec::new(), 0);
    runner.conn().for_each(&sql, |row| {
        let (name, column): (String, String) = (row.get(0)?, row.get(1)?);
        match tables.last_mut() {
            Some(table) if table.name == name => table.columns.push(column),
            _ => {
                total += row.get::<i64>(2)?.unsigned_abs();
                tables.push(TableCount { name, columns: vec![column], rows: 0 });
            }
        }
        Ok::<(), Error>(())
    })?;
    Ok((tables, total))
}

fn sequences(runner: &mut Runner) -> Result<Vec<Sequence>, Error> {
    let names = names(
        runner,
        Sql::new("SELECT sequencename::text FROM pg_sequences WHERE schemaname = current_schema()"),
    )?;
    let mut found = Vec::new();
    for name in names {
        let sql = Sql::trusted(format!("SELECT last_value, is_called FROM {}", quoted(&name)));
        found.push(runner.conn().query_one(&sql, |row| {
            Ok::<_, Error>(Sequence { name: name.clone(), last_value: row.get(0)?, is_called: row.get(1)? })
        })?);
    }
    Ok(found)
}

fn names(runner: &mut Runner, sql: Sql) -> Result<Vec<String>, Error> {
    runner.conn().query(&sql, |row| row.get::<String>(0))
}

fn count_rows(text: &[u8]) -> u64 {
    // COPY's text form escapes the line ends inside values.
    text.split(|&byte| byte == b'\n').skip(1).count() as u64
}

fn write_part(writer: &mut Writer, part: &[u8]) -> Result<(), Error> {
    let length = u32::try_from(part.len()).map_err(Error::other)?;
    writer.write(&length.to_le_bytes())?;
    writer.write(part)
}

fn copy_out(runner: &mut Runner, table: &TableCount, writer: &mut Writer) -> Result<u64, Error> {
    let Runner::Postgres(session) = runner else { return Ok(0) };
    let text = format!("COPY {} ({}) TO STDOUT", quoted(&table.name), column_list(table));
    let (runtime, client) = session.parts();
    let failed = |error| Error::from_postgres(&error).0;
    runtime.block_on(async {
        let stream = client.copy_out(&text).await.map_err(failed)?;
        pin_mut!(stream);
        let (mut part, mut rows) = (Vec::with_capacity(PART), 0);
        while let Some(bytes) = stream.next().await {
            part.extend_from_slice(&bytes.map_err(failed)?);
            if part.len() >= PART {
                rows += count_rows(&part);
                write_part(writer, &part)?;
                part.clear();
            }
        }
        if !part.is_empty() {
            rows += count_rows(&part);
            write_part(writer, &part)?;
        }
        write_part(writer, &[])?;
        Ok(rows)
    })
}

/// The next part of a table; `None` at its end.
fn read_part(contents: &mut impl Read) -> Result<Option<Vec<u8>>, Error> {
    let broken = |error: std::io::Error| Error::Other(format!("the backup breaks off: {error}"));
    let mut length = [0; 4];
    contents.read_exact(&mut length).map_err(broken)?;
    let length = u32::from_le_bytes(length);
    if length == 0 {
        return Ok(None);
    }
    if length > LARGEST_PART {
        return Err(Error::Other("the backup is damaged: a part is too long".to_owned()));
    }
    let mut part = vec![0; length as usize];
    contents.read_exact(&mut part).map_err(broken)?;
    Ok(Some(part))
}

/// Reads all parts and compares the counts, without a server.
pub(super) fn verify(reader: &Reader) -> Result<(), Error> {
    let mut contents = reader.contents()?;
    for table in &reader.manifest.tables {
        let mut rows = 0;
        while let Some(part) = read_part(&mut contents)? {
            rows += count_rows(&part);
        }
        same_count(table, rows)?;
    }
    Ok(())
}

fn same_count(table: &TableCount, rows: u64) -> Result<(), Error> {
    if rows == table.rows {
        return Ok(());
    }
    Err(Error::Other(format!("the backup lists {} rows of {} and holds {rows}", table.rows, table.name)))
}

pub(super) fn restore(
    reader: &Reader,
    url: &str,
    migrations: &[Migration],
    progress: &mut dyn FnMut(Progress),
) -> Result<Option<String>, Error> {
    let mut runner = open(url)?;
    // A server that has just ended may not be gone yet.
    runner
        .text(&format!("SET lock_timeout = '2s'; SELECT pg_advisory_lock({IN_USE}); SET lock_timeout = 0"))?;
    let kept = runner.transaction(|runner| {
        let kept = move_away(runner)?;
        runner.make_history()?;
        for migration in migrations {
            if reader.manifest.migrations.iter().any(|applied| applied.version == migration.version) {
                runner.apply(migration)?;
            }
        }
        fill(runner, reader, progress)?;
        Ok(kept)
    })?;
    runner.text("ANALYZE")?;
    Ok(kept)
}

/// Moves all of the program's objects to a schema of their own; its name, if there were any.
fn move_away(runner: &mut Runner) -> Result<Option<String>, Error> {
    let name =
        "SELECT 'replaced_' || to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD\"t\"HH24MISSMS')";
    let kept: String = runner.conn().query_one(&Sql::new(name), |row| row.get::<String>(0))?;
    // Objects of extensions stay where they are.
    let sql = Sql::new(
        "WITH kept(name) AS (SELECT CAST(? AS text)), own(classid, objid, place, text) AS ( \
         SELECT 'pg_class'::regclass, c.oid, 1, format('ALTER %s %I SET SCHEMA %I', CASE c.relkind WHEN 'v' THEN 'VIEW' \
           WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname, kept.name) \
         FROM pg_class c, kept WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r','p','v','m','S') \
           AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE c.relkind = 'S' AND d.classid = 'pg_class'::regclass \
           AND d.objid = c.oid AND d.deptype IN ('a', 'i')) \
         UNION ALL SELECT 'pg_proc'::regclass, p.oid, 2, format('ALTER ROUTINE %s SET SCHEMA %I', p.oid::regprocedure, kept.name) \
         FROM pg_proc p, kept WHERE p.pronamespace = current_schema()::regnamespace \
         UNION ALL SELECT 'pg_type'::regclass, t.oid, 3, format('ALTER TYPE %I SET SCHEMA %I', t.typname, kept.name) \
         FROM pg_type t, kept WHERE t.typnamespace = current_schema()::regnamespace AND t.typtype IN ('e', 'd')) \
         SELECT text FROM own WHERE NOT EXISTS (SELECT 1 FROM pg_depend d \
         WHERE d.classid = own.classid AND d.objid = own.objid AND d.deptype = 'e') ORDER BY place",
    );
    let statements = names(runner, sql.bind(kept.as_str()))?;
    if statements.is_empty() {
        return Ok(None);
    }
    runner.text(&format!("CREATE SCHEMA {}", quoted(&kept)))?;
    for statement in statements {
        runner.text(&statement)?;
    }
    Ok(Some(kept))
}

/// Puts the rows into the fresh tables; references are checked when they are put back at the end.
fn fill(runner: &mut Runner, reader: &Reader, progress: &mut dyn FnMut(Progress)) -> Result<(), Error> {
    let references = Sql::new(
        "SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', c.relname, f.conname), \
         format('ALTER TABLE %I ADD CONSTRAINT %I %s', c.relname, f.conname, pg_get_constraintdef(f.oid)) \
         FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid \
         WHERE f.contype = 'f' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname, f.conname",
    );
    let references =
        runner.conn().query(&references, |row| Ok::<(String, String), Error>((row.get(0)?, row.get(1)?)))?;
    for (drop, _) in &references {
        runner.text(drop)?;
    }
    let tables = &reader.manifest.tables;
    for table in tables {
        let name = quoted(&table.name);
        runner.text(&format!("ALTER TABLE {name} DISABLE TRIGGER USER; TRUNCATE {name}"))?;
    }
    let mut contents = reader.contents()?;
    let (mut done, total) = (0, tables.iter().map(|table| table.rows).sum());
    for table in tables {
        let rows = copy_in(runner, table, &mut contents)?;
        same_count(table, rows)?;
        done += rows;
        progress(Progress { stage: "restoring rows", done, total });
    }
    for table in tables {
        runner.text(&format!("ALTER TABLE {} ENABLE TRIGGER USER", quoted(&table.name)))?;
    }
    for (_, add) in &references {
        runner.text(add)?;
    }
    for sequence in &reader.manifest.sequences {
        let sql = Sql::new("SELECT setval(CAST(CAST(? AS text) AS regclass), ?, ?)");
        let sql = sql.bind(quoted(&sequence.name)).bind(sequence.last_value).bind(sequence.is_called);
        runner.conn().query(&sql, |_| Ok::<(), Error>(()))?;
    }
    Ok(())
}

fn copy_in(runner: &mut Runner, table: &TableCount, contents: &mut impl Read) -> Result<u64, Error> {
    let Runner::Postgres(session) = runner else { return Ok(0) };
    let text = format!("COPY {} ({}) FROM STDIN", quoted(&table.name), column_list(table));
    let (runtime, client) = session.parts();
    let failed = |error| Error::from_postgres(&error).0;
    runtime.block_on(async {
        let sink = client.copy_in::<_, Bytes>(&text).await.map_err(failed)?;
        pin_mut!(sink);
        while let Some(part) = read_part(contents)? {
            sink.send(Bytes::from(part)).await.map_err(failed)?;
        }
        sink.finish().await.map_err(failed)
    })
}
