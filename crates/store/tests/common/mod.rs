//! Tables for the tests of the store.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses a part, and a test fails by panicking"
)]

use std::sync::atomic::{AtomicU64, Ordering};
use store::{Conn, Db, Error, Migration, Sql};
use uuid::Uuid;

pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "samples",
        up: "CREATE TABLE samples (id uuid PRIMARY KEY, flag boolean NOT NULL DEFAULT false, number bigint, ratio double precision,
             note text, at timestamptz, day date, body jsonb, raw bytea);",
        down: Some("DROP TABLE samples;"),
    },
    Migration {
        version: 2,
        name: "items",
        up: "CREATE TABLE items (id uuid NOT NULL, organization_id bigint NOT NULL, code bigint NOT NULL,
             name text, parent_id uuid REFERENCES items (id), PRIMARY KEY (id),
             CONSTRAINT items_code_positive CHECK (code >= 0));
             CREATE UNIQUE INDEX items_code ON items (organization_id, code);
             CREATE UNIQUE INDEX items_name ON items (organization_id, lower(name));",
        down: Some("DROP TABLE items;"),
    },
];

pub fn insert(conn: &mut Conn<'_>, code: i64) -> Result<(), Error> {
    let sql = Sql::new("INSERT INTO items (id, organization_id, code, name) VALUES (?, 1, ?, ?)");
    conn.execute(&sql.bind(new_id()).bind(code).bind(format!("name {code}"))).map(drop)
}

pub async fn count(db: &Db) -> i64 {
    db.read(|conn| conn.query_one(&Sql::new("SELECT count(*) FROM items"), |row| row.get::<i64>(0)))
        .await
        .unwrap()
}

/// An id nobody else has, neither in this process nor in one started by it.
pub fn new_id() -> Uuid {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u64_pair(u64::from(std::process::id()), COUNT.fetch_add(1, Ordering::Relaxed))
}
