//! What the program has acknowledged stays, however it ends, and what it had only begun leaves nothing.

use std::{path::Path, time::Duration};

use backend::MIGRATIONS;
use store::Sql;
use testkit::databases::TestDatabase;

use crate::{
    hold::Hold,
    load::Load,
    support::{
        Environment, Running, add_user, administrator, expect_sound, postgres, run, settings_of, sqlite,
        start_command,
    },
};

async fn killed_under_load(settings: &Environment) {
    let mut server = Running::start(settings, &[]);
    let bearer = administrator(settings);
    let load = Load::start(&server, &bearer, 8);
    server.until("/health/live", |_| load.acknowledged() > 150).await;
    server.kill();
    let kept = load.finish().await;
    assert!(kept.acknowledged.len() > 150 && !kept.unknown.is_empty());

    let server = Running::start(settings, &[]);
    kept.prove(&server, &bearer).await;
    expect_sound(settings, &server);
}

#[tokio::test]
async fn a_kill_under_load_loses_nothing_acknowledged_on_sqlite() {
    let data = tempfile::tempdir().unwrap();
    killed_under_load(&sqlite(data.path())).await;
}

#[tokio::test]
async fn a_kill_under_load_loses_nothing_acknowledged_on_postgresql() {
    let data = tempfile::tempdir().unwrap();
    let (_database, settings) = postgres(data.path()).await;
    killed_under_load(&settings).await;
}

/// The first orders of the excavators' real history.
fn some_orders(folder: &Path, rows: usize) -> String {
    let all = include_str!("../../../../fixtures/excavators-repaired.csv");
    let lines: Vec<&str> = all.split_inclusive('\n').take(rows + 1).collect();
    let file = folder.join("orders.csv");
    std::fs::write(&file, lines.concat()).unwrap();
    file.to_str().unwrap().to_owned()
}

/// An import is killed as soon as the database has grown by so many bytes, several times; then it goes through.
async fn killed_while_importing(settings: &Environment, data: &Path, size: impl AsyncFn() -> u64) {
    const ROWS: usize = 1000;
    add_user(settings, "maria@plant.example", "administrator");
    let file = some_orders(data, ROWS);
    let import = ["import", "work-orders", &file, "--organization", "Bottling Plant", "--map", "excavators"];
    let export = ["export", "work-orders", "--organization", "Bottling Plant", "--as-json"];
    let orders = || run(settings, &export, "").expect(0).json().as_array().unwrap().len();
    for grown in [1, 300_000, 900_000] {
        let before = size().await;
        let mut command = start_command(settings, &import);
        let mut turns = tokio::time::interval(Duration::from_millis(1));
        while size().await < before + grown && command.try_wait().unwrap().is_none() {
            turns.tick().await;
        }
        command.kill().unwrap();
        assert_eq!(command.wait().unwrap().code(), None, "it was killed, not done");
        run(settings, &["audit", "verify"], "").expect(0);
        assert_eq!(orders(), 0, "an import is whole or not there");
    }
    run(settings, &import, "").expect(0);
    assert_eq!(orders(), ROWS);
    assert!(run(settings, &import, "").expect(3).err.contains("imported before"));
    assert_eq!(orders(), ROWS);
    expect_sound(settings, &Running::start(settings, &[]));
}

#[tokio::test]
async fn a_killed_import_leaves_nothing_on_sqlite() {
    let data = tempfile::tempdir().unwrap();
    let log = data.path().join("cmms.db-wal");
    let size = async || log.metadata().map_or(0, |log| log.len());
    killed_while_importing(&sqlite(data.path()), data.path(), size).await;
}

#[tokio::test]
async fn a_killed_import_leaves_nothing_on_postgresql() {
    let data = tempfile::tempdir().unwrap();
    let database = TestDatabase::postgres(&[]).await;
    let settings = settings_of(&database, data.path());
    // A table grows while the transaction that fills it goes on.
    let size = async || {
        let sql = "SELECT coalesce(pg_relation_size(to_regclass('work_orders')), 0)";
        let size =
            database.db.read(move |conn| conn.query_one(&Sql::new(sql), |row| row.get::<i64>(0))).await;
        size.unwrap().unsigned_abs()
    };
    killed_while_importing(&settings, data.path(), size).await;
}

/// A server on an older schema is killed inside a migration and between several; then it starts.
async fn killed_while_migrating(database: TestDatabase) {
    let data = tempfile::tempdir().unwrap();
    let settings = settings_of(&database, data.path());
    database.db.migrate_up(&MIGRATIONS[..5]).await.unwrap();
    let tables = database.db.tables().await.unwrap();

    // The next step refers to the organisations, so it waits where it has made a table already.
    let hold = Hold::on(&database.db, "LOCK TABLE organizations IN ACCESS EXCLUSIVE MODE").await;
    let mut server = Running::begin(&settings, &[]);
    let ready = server.until("/health/ready", |answer| answer.status == 503).await;
    assert_eq!(ready.json["reason"], "The server is starting.");
    let early = server.get("/api/v1/sites", &[]).await.expect(503);
    assert!(early.headers.contains_key("retry-after"), "{}", early.text);
    assert_eq!(server.get("/health", &[]).await.expect(200).json["status"], "degraded");
    hold.until_somebody_waits(&database.db).await;
    server.kill();
    hold.release().await;
    assert_eq!(applied(&database).await, 5);
    assert_eq!(database.db.tables().await.unwrap(), tables, "a step is whole or not there");

    for goal in [6, 8, 10] {
        let mut server = Running::begin(&settings, &[]);
        while applied(&database).await < goal {
            tokio::task::yield_now().await;
        }
        server.kill();
        assert!(applied(&database).await >= goal);
    }
    let server = Running::start(&settings, &[]);
    server.get("/health/ready", &[]).await.expect(200);
    assert!(database.db.migrate_status(MIGRATIONS).await.unwrap().pending.is_empty());
    administrator(&settings);
    expect_sound(&settings, &server);
}

async fn applied(database: &TestDatabase) -> i64 {
    let sql = "SELECT count(*) FROM schema_migrations";
    database.db.read(move |conn| conn.query_one(&Sql::new(sql), |row| row.get::<i64>(0))).await.unwrap()
}

#[tokio::test]
async fn a_kill_while_migrating_is_made_good_at_the_next_start_on_sqlite() {
    killed_while_migrating(TestDatabase::sqlite(&[]).await).await;
}

#[tokio::test]
async fn a_kill_while_migrating_is_made_good_at_the_next_start_on_postgresql() {
    killed_while_migrating(TestDatabase::postgres(&[]).await).await;
}
