//! Backup and restore on both engines: what comes back, what is refused, what is kept.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{MIGRATIONS, count, insert};
use std::io::{Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use store::{Db, Engine, Error, Options, Sql, Target, backup};
use testkit::databases::TestDatabase;
use testkit::on_both_engines;

async fn fill(db: &Db, rows: i64) {
    db.write(move |conn| (0..rows).try_for_each(|code| insert(conn, code))).await.unwrap();
    db.write(|conn| {
        let sql = Sql::new(
            "INSERT INTO samples (id, flag, ratio, note, at, day, body, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(uuid::Uuid::nil())
        .bind(true)
        .bind(1.5)
        .bind("tab\tline\nback\\slash ü")
        .bind(jiff::Timestamp::UNIX_EPOCH)
        .bind(jiff::civil::date(2026, 2, 28))
        .bind(serde_json::json!({"k": "a\nb"}))
        .bind(vec![0_u8, 10, 9, 92]);
        conn.execute(&sql).map(drop)?;
        conn.execute(&Sql::new(
            "UPDATE items SET parent_id = (SELECT id FROM items WHERE code = 0) WHERE code > 0",
        ))
        .map(drop)
    })
    .await
    .unwrap();
}

async fn sample(db: &Db) -> (String, Vec<u8>, serde_json::Value) {
    db.read(|conn| {
        conn.query_one(&Sql::new("SELECT note, raw, body FROM samples"), |row| {
            Ok::<_, Error>((row.get(0)?, row.get(1)?, row.get(2)?))
        })
    })
    .await
    .unwrap()
}

/// A database of the same engine, without tables.
async fn another(database: &TestDatabase) -> TestDatabase {
    match database.db.engine() {
        Engine::Sqlite => TestDatabase::sqlite(&[]).await,
        Engine::Postgres => TestDatabase::postgres(&[]).await,
    }
}

on_both_engines! {
    migrations = MIGRATIONS;

    async fn what_was_saved_comes_back_and_what_was_there_is_kept(database: TestDatabase) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.backup");
        fill(&database.db, 500).await;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let made = backup::create(&database.db, &path, { let seen = Arc::clone(&seen); move |at| seen.lock().unwrap().push(at) }).await.unwrap();
        assert!(!seen.lock().unwrap().is_empty());
        assert_eq!((made.schema_version, made.engine), (2, database.db.engine()));
        assert!(made.tables.contains(&("items".to_owned(), 500)) && made.tables.contains(&("samples".to_owned(), 1)));
        assert_eq!(backup::verify(&path, None, MIGRATIONS).await.unwrap(), made);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

        database.db.write(|conn| conn.execute(&Sql::new("DELETE FROM items WHERE code > 10"))).await.unwrap();
        let (engine, target) = (database.db.engine(), database.target.clone());
        let database = close(database);
        let restored = backup::restore(&path, &target, MIGRATIONS, |_| {}).await.unwrap();
        let db = open(&target).await;
        assert_eq!(count(&db).await, 500);
        assert_eq!(sample(&db).await, ("tab\tline\nback\\slash ü".to_owned(), vec![0, 10, 9, 92], serde_json::json!({"k": "a\nb"})));
        assert!(db.migrate_up(MIGRATIONS).await.unwrap().done.is_empty());
        db.write(|conn| insert(conn, 1000)).await.unwrap();
        assert!(matches!(db.write(|conn| insert(conn, 1000)).await, Err(Error::Unique { .. })));
        let orphan = db.write(|conn| conn.execute(&Sql::new("UPDATE items SET parent_id = ? WHERE code = 1000").bind(uuid::Uuid::max()))).await;
        assert!(matches!(orphan, Err(Error::ForeignKey { .. })));
        let kept = restored.replaced.unwrap();
        match engine {
            Engine::Sqlite => assert_eq!(count(&open(&Target::Sqlite { path: kept.into() }).await).await, 11),
            Engine::Postgres => {
                let url = |target: &Target| match target { Target::Postgres { url } => url.clone(), Target::Sqlite { .. } => unreachable!() };
                let url = url(&target);
                let joint = if url.contains('?') { '&' } else { '?' };
                let old = Target::Postgres { url: format!("{url}{joint}options=-csearch_path%3D{kept}") };
                assert_eq!(count(&open(&old).await).await, 11);
            }
        }
        drop(database);
    }

    async fn a_database_in_use_is_not_replaced(database: TestDatabase) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.backup");
        fill(&database.db, 3).await;
        backup::create(&database.db, &path, |_| {}).await.unwrap();
        database.db.write(|conn| insert(conn, 1000)).await.unwrap();
        assert_eq!(backup::restore(&path, &database.target, MIGRATIONS, |_| {}).await, Err(Error::Locked));
        assert_eq!(count(&database.db).await, 4);
    }

    async fn a_restore_into_an_empty_place_works(database: TestDatabase) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.backup");
        fill(&database.db, 3).await;
        backup::create(&database.db, &path, |_| {}).await.unwrap();
        let empty = close(another(&database).await);
        backup::verify(&path, Some(&empty.target), MIGRATIONS).await.unwrap();
        backup::restore(&path, &empty.target, MIGRATIONS, |_| {}).await.unwrap();
        assert_eq!(count(&open(&empty.target).await).await, 3);
    }

    async fn a_damaged_or_cut_archive_is_refused(database: TestDatabase) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.backup");
        fill(&database.db, 50).await;
        backup::create(&database.db, &path, |_| {}).await.unwrap();
        let whole = std::fs::read(&path).unwrap();
        for at in [3, 20, 40, 100, whole.len() / 2, whole.len() - 5] {
            let mut file = std::fs::File::options().write(true).open(&path).unwrap();
            file.seek(SeekFrom::Start(at as u64)).unwrap();
            file.write_all(&[!whole[at]]).unwrap();
            drop(file);
            assert!(backup::verify(&path, None, MIGRATIONS).await.is_err(), "a changed byte at {at}");
            std::fs::write(&path, &whole).unwrap();
        }
        for length in [0, 10, 64, whole.len() - 1] {
            std::fs::write(&path, &whole[..length]).unwrap();
            assert!(backup::verify(&path, None, MIGRATIONS).await.is_err(), "cut at {length}");
        }
    }

    async fn a_backup_is_one_moment_while_others_write(database: TestDatabase) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.backup");
        let stop = Arc::new(AtomicBool::new(false));
        let writing = tokio::spawn({
            let (db, stop) = (database.db.clone(), Arc::clone(&stop));
            async move {
                let mut code = 0;
                // Two rows a job: a backup with an odd number would have cut one in half.
                while !stop.load(Ordering::Relaxed) {
                    db.write(move |conn| { insert(conn, code)?; insert(conn, code + 1) }).await.unwrap();
                    code += 2;
                }
            }
        });
        for _ in 0..5 {
            let made = backup::create(&database.db, &path, |_| {}).await.unwrap();
            let rows = made.tables.iter().find(|table| table.0 == "items").unwrap().1;
            assert_eq!(rows % 2, 0);
            backup::verify(&path, None, MIGRATIONS).await.unwrap();
        }
        stop.store(true, Ordering::Relaxed);
        writing.await.unwrap();
    }

    async fn a_backup_of_a_newer_program_is_refused(database: TestDatabase) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.backup");
        backup::create(&database.db, &path, |_| {}).await.unwrap();
        let empty = close(another(&database).await);
        let refused = backup::restore(&path, &empty.target, &MIGRATIONS[..1], |_| {}).await;
        assert!(matches!(refused, Err(Error::Migration(text)) if text.contains("2 items")));
    }
}

/// The place of a database whose handle is closed.
struct Closed {
    target: Target,
    _removal: testkit::databases::Removal,
}

fn close(database: TestDatabase) -> Closed {
    let TestDatabase { db, target, removal } = database;
    drop(db);
    Closed { target, _removal: removal }
}

async fn open(target: &Target) -> Db {
    let (target, options) = (target.clone(), Options { postgres_connections: 2, ..Options::default() });
    tokio::task::spawn_blocking(move || Db::open(&target, options).unwrap()).await.unwrap()
}

#[test]
fn an_archive_goes_only_to_its_engine_and_never_over_an_open_file() {
    testkit::databases::run(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.backup");
        let sqlite = TestDatabase::sqlite(MIGRATIONS).await;
        backup::create(&sqlite.db, &path, |_| {}).await.unwrap();
        let postgres = TestDatabase::postgres(&[]).await;
        assert!(backup::restore(&path, &postgres.target, MIGRATIONS, |_| {}).await.is_err());
        assert_eq!(backup::restore(&path, &sqlite.target, MIGRATIONS, |_| {}).await, Err(Error::Locked));
        assert_eq!(count(&sqlite.db).await, 0);
    });
}
