//! What the program has acknowledged stays, however it ends, and what it had only begun leaves all or nothing.

use std::{
    path::{Path, PathBuf},
    process::Child,
    time::Duration,
};

use backend::MIGRATIONS;
use store::Sql;
use testkit::databases::TestDatabase;

use crate::{
    hold::Hold,
    load::Load,
    support::{
        Environment, Running, add_user, administrator, expect_sound, patiently, postgres, run, settings_of,
        sqlite, start_command,
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

/// An import on the command line that is begun, killed, and run to its end.
struct Import<'a> {
    settings: &'a Environment,
    file: PathBuf,
}

impl<'a> Import<'a> {
    const ROWS: usize = 300;

    /// The first orders of the excavators' real history, for an organisation that has none.
    fn prepare(settings: &'a Environment, folder: &Path) -> Self {
        add_user(settings, "maria@plant.example", "administrator");
        let all = include_str!("../../../../fixtures/excavators-repaired.csv");
        let lines: Vec<&str> = all.split_inclusive('\n').take(Self::ROWS + 1).collect();
        let file = folder.join("orders.csv");
        std::fs::write(&file, lines.concat()).unwrap();
        Self { settings, file }
    }

    fn words(&self) -> [&str; 7] {
        let file = self.file.to_str().unwrap();
        ["import", "work-orders", file, "--organization", "Bottling Plant", "--map", "excavators"]
    }

    fn begin(&self) -> Child {
        start_command(self.settings, &self.words())
    }

    /// How many orders there are; the chain of changes is whole.
    fn orders(&self) -> usize {
        run(self.settings, &["audit", "verify"], "").expect(0);
        let export = ["export", "work-orders", "--organization", "Bottling Plant", "--as-json"];
        run(self.settings, &export, "").expect(0).json().as_array().unwrap().len()
    }

    /// It goes through once, and only once.
    fn finish(&self) {
        if self.orders() == 0 {
            run(self.settings, &self.words(), "").expect(0);
        }
        assert!(run(self.settings, &self.words(), "").expect(3).err.contains("imported before"));
        assert_eq!(self.orders(), Self::ROWS);
        expect_sound(self.settings, &Running::start(self.settings, &[]));
    }
}

#[tokio::test]
async fn a_killed_import_leaves_all_or_nothing_on_sqlite() {
    let data = tempfile::tempdir().unwrap();
    let settings = sqlite(data.path());
    let import = Import::prepare(&settings, data.path());
    let log = data.path().join("cmms.db-wal");
    for written in [1, 100_000, 300_000] {
        let mut command = import.begin();
        let mut turns = tokio::time::interval(Duration::from_millis(1));
        while log.metadata().map_or(0, |log| log.len()) < written && command.try_wait().unwrap().is_none() {
            turns.tick().await;
        }
        command.kill().unwrap();
        command.wait().unwrap();
        // The kill may come a moment after the commit.
        assert!([0, Import::ROWS].contains(&import.orders()));
    }
    import.finish();
}

#[tokio::test]
async fn a_killed_import_leaves_nothing_on_postgresql() {
    let data = tempfile::tempdir().unwrap();
    let database = TestDatabase::postgres(&[]).await;
    let settings = settings_of(&database, data.path());
    let import = Import::prepare(&settings, data.path());
    for lock in [
        "LOCK TABLE assets IN EXCLUSIVE MODE",
        "LOCK TABLE work_orders IN EXCLUSIVE MODE",
        "LOCK TABLE events IN EXCLUSIVE MODE",
    ] {
        let hold = Hold::on(&database.db, lock).await;
        let mut command = import.begin();
        hold.until_somebody_waits(&database.db).await;
        command.kill().unwrap();
        assert_eq!(command.wait().unwrap().code(), None, "it was killed, not done");
        hold.release().await;
        assert_eq!(import.orders(), 0);
    }
    import.finish();
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
        patiently(async { while applied(&database).await < goal {} }).await;
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
