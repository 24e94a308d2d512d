//! Migrations on both engines: forward, back, changed, at the same time, and by an older program.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::MIGRATIONS;
use store::{Db, Error, Migration, Options, Sql};
use testkit::databases::TestDatabase;
use testkit::on_both_engines;

const NONE: &[Migration] = &[];

fn with(changed: Migration) -> Vec<Migration> {
    MIGRATIONS.iter().copied().chain([changed]).collect()
}

on_both_engines! {
    migrations = NONE;

    async fn up_and_down_change_the_schema_once(database: TestDatabase) {
        let db = &database.db;
        assert_eq!(db.migrate_status(MIGRATIONS).await.unwrap().pending.len(), 2);
        assert_eq!(db.migrate_up(MIGRATIONS).await.unwrap().done, [1, 2]);
        assert!(db.migrate_up(MIGRATIONS).await.unwrap().done.is_empty());
        let status = db.migrate_status(MIGRATIONS).await.unwrap();
        assert_eq!(status.applied.iter().map(|applied| applied.name.as_str()).collect::<Vec<_>>(), ["samples", "items"]);
        assert!(status.pending.is_empty() && status.applied[0].applied_at.as_second() > 1_700_000_000);
        assert_eq!(db.migrate_down(MIGRATIONS, 1).await.unwrap().done, [2]);
        assert_eq!(db.tables().await.unwrap(), 2);
        assert_eq!(db.migrate_up(MIGRATIONS).await.unwrap().done, [2]);
    }

    async fn a_migration_without_a_way_back_is_refused_before_anything_happens(database: TestDatabase) {
        let list = [MIGRATIONS[0], Migration { version: 2, name: "loses", up: "DROP TABLE samples;", down: None }, Migration { version: 3, name: "third", up: "CREATE TABLE third (id uuid PRIMARY KEY);", down: Some("DROP TABLE third;") }];
        database.db.migrate_up(&list).await.unwrap();
        let refused = database.db.migrate_down(&list, 0).await;
        assert!(matches!(refused, Err(Error::Migration(text)) if text.contains("2 loses")));
        assert_eq!(database.db.migrate_status(&list).await.unwrap().applied.len(), 3);
    }

    async fn a_changed_migration_is_named(database: TestDatabase) {
        database.db.migrate_up(MIGRATIONS).await.unwrap();
        let changed = [Migration { up: "CREATE TABLE samples (id uuid);", ..MIGRATIONS[0] }, MIGRATIONS[1]];
        let refused = database.db.migrate_up(&changed).await;
        assert!(matches!(refused, Err(Error::Migration(text)) if text.contains("1 samples")));
    }

    async fn a_failing_migration_leaves_nothing_of_itself(database: TestDatabase) {
        let list = with(Migration { version: 3, name: "broken", up: "CREATE TABLE half (id uuid PRIMARY KEY); INSERT INTO nowhere VALUES (1);", down: None });
        let refused = database.db.migrate_up(&list).await;
        assert!(matches!(refused, Err(Error::Migration(text)) if text.contains("3 broken")));
        assert_eq!(database.db.tables().await.unwrap(), 3);
        assert_eq!(database.db.migrate_status(&list).await.unwrap().pending, [(3, "broken".to_owned())]);
    }

    async fn an_older_program_accepts_a_newer_database(database: TestDatabase) {
        database.db.migrate_up(MIGRATIONS).await.unwrap();
        let report = database.db.migrate_up(&MIGRATIONS[..1]).await.unwrap();
        assert!(report.done.is_empty());
        assert!(report.warnings[0].contains("2 items"));
        let refused = database.db.migrate_down(&MIGRATIONS[..1], 0).await;
        assert!(matches!(refused, Err(Error::Migration(text)) if text.contains("2 items")));
    }

    async fn starting_together_applies_each_once(database: TestDatabase) {
        let mut starts = Vec::new();
        for _ in 0..6 {
            let target = database.target.clone();
            starts.push(tokio::spawn(async move {
                let options = Options { postgres_connections: 2, ..Options::default() };
                let db = tokio::task::spawn_blocking(move || Db::open(&target, options).unwrap()).await.unwrap();
                db.migrate_up(MIGRATIONS).await.unwrap().done
            }));
        }
        let mut done = Vec::new();
        for start in starts { done.extend(start.await.unwrap()); }
        done.sort_unstable();
        assert_eq!(done, [1, 2]);
    }

    async fn prepared_statements_follow_a_changed_table(database: TestDatabase) {
        let db = &database.db;
        db.migrate_up(&MIGRATIONS[..1]).await.unwrap();
        let read = || db.read(|conn| conn.query(&Sql::new("SELECT * FROM samples"), |row| row.get::<uuid::Uuid>(0)));
        for _ in 0..20 { assert!(read().await.unwrap().is_empty()); }
        let list = [MIGRATIONS[0], Migration { version: 2, name: "wider", up: "ALTER TABLE samples ADD COLUMN more text;", down: None }];
        db.migrate_up(&list).await.unwrap();
        for _ in 0..20 { assert!(read().await.unwrap().is_empty()); }
    }
}

#[test]
fn both_engines_get_the_same_schema() {
    testkit::databases::run(async {
        let sqlite = TestDatabase::sqlite(MIGRATIONS).await.db.schema().await.unwrap();
        let postgres = TestDatabase::postgres(MIGRATIONS).await.db.schema().await.unwrap();
        assert_eq!(sqlite, postgres);
    });
}
