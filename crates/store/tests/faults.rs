//! What happens when the world breaks: locks of others, deadlocks, a full disk, a killed process, a restarted server.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and a child process is told its part by its environment"
)]

mod common;

use common::{MIGRATIONS, count, insert};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};
use store::{Db, Error, Migration, Options, Sql, Target};
use testkit::databases::{OwnServer, TestDatabase, run};

fn file(target: &Target) -> std::path::PathBuf {
    match target {
        Target::Sqlite { path } => path.clone(),
        Target::Postgres { .. } => unreachable!("a SQLite test"),
    }
}

async fn open(target: &Target, options: Options) -> Db {
    let target = target.clone();
    tokio::task::spawn_blocking(move || Db::open(&target, options).unwrap()).await.unwrap()
}

#[test]
fn a_lock_held_by_another_process_answers_locked_and_nothing_hangs() {
    run(async {
        let options = Options { busy_timeout: Duration::from_millis(100), ..Options::default() };
        let database = TestDatabase::sqlite_with(MIGRATIONS, options).await;
        let other = rusqlite::Connection::open(file(&database.target)).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let began = Instant::now();
        let writes = (0..40).map(|code| {
            tokio::spawn({
                let db = database.db.clone();
                async move { db.write(move |conn| insert(conn, code)).await }
            })
        });
        for write in writes.collect::<Vec<_>>() {
            assert_eq!(write.await.unwrap(), Err(Error::Locked));
        }
        assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
        assert_eq!(count(&database.db).await, 0);
        other.execute_batch("COMMIT").unwrap();
        database.db.write(|conn| insert(conn, 1)).await.unwrap();
        assert_eq!(count(&database.db).await, 1);
    });
}

#[test]
fn a_full_disk_answers_full_and_the_writer_recovers() {
    run(async {
        let database = TestDatabase::sqlite(MIGRATIONS).await;
        database.db.write(|conn| insert(conn, 1)).await.unwrap();
        // The page limit of the writer's connection makes SQLite report the same as a full disk.
        let limit = |sql: &'static str| {
            database.db.write(move |conn| conn.query(&Sql::new(sql), |row| row.get::<i64>(0)))
        };
        limit("PRAGMA max_page_count = 1").await.unwrap();
        let large = "x".repeat(200_000);
        let full = database
            .db
            .write(move |conn| {
                conn.execute(
                    &Sql::new("INSERT INTO samples (id, note) VALUES (?, ?)")
                        .bind(uuid::Uuid::max())
                        .bind(large.as_str()),
                )
            })
            .await;
        assert_eq!(full, Err(Error::Full));
        limit("PRAGMA max_page_count = 1000000").await.unwrap();
        database.db.write(|conn| insert(conn, 2)).await.unwrap();
        assert_eq!(count(&database.db).await, 2);
    });
}

#[test]
fn a_broken_deferred_reference_fails_only_its_own_job() {
    const TREE: &[Migration] = &[Migration {
        version: 1,
        name: "tree",
        up: "CREATE TABLE items (id bigint PRIMARY KEY, parent bigint REFERENCES items (id) DEFERRABLE INITIALLY DEFERRED);",
        down: None,
    }];
    run(async {
        for database in [TestDatabase::sqlite(TREE).await, TestDatabase::postgres(TREE).await] {
            let jobs = (0..60_i64).map(|id| {
                tokio::spawn({
                    let db = database.db.clone();
                    async move {
                        db.write(move |conn| {
                            let parent = if id % 10 == 0 { 999 } else { id };
                            conn.execute(
                                &Sql::new("INSERT INTO items (id, parent) VALUES (?, ?)")
                                    .bind(id)
                                    .bind(parent),
                            )
                        })
                        .await
                    }
                })
            });
            for (id, job) in jobs.collect::<Vec<_>>().into_iter().enumerate() {
                let answer = job.await.unwrap();
                assert_eq!(matches!(answer, Err(Error::ForeignKey { .. })), id % 10 == 0, "{id}: {answer:?}");
            }
            assert_eq!(count(&database.db).await, 54);
        }
    });
}

#[test]
fn two_jobs_that_deadlock_both_end_well() {
    run(async {
        let database = TestDatabase::postgres(MIGRATIONS).await;
        database
            .db
            .write(|conn| {
                insert(conn, 1)?;
                insert(conn, 2)
            })
            .await
            .unwrap();
        let meet = Arc::new(Barrier::new(2));
        let job = |first: i64, second: i64| {
            let (db, meet, runs) = (database.db.clone(), Arc::clone(&meet), AtomicU32::new(0));
            tokio::spawn(async move {
                db.write(move |conn| {
                    let update = |code: i64| {
                        Sql::new(
                            "UPDATE items SET code = code + 100 - 100, name = name || '!' WHERE code = ?",
                        )
                        .bind(code)
                    };
                    conn.execute(&update(first))?;
                    if runs.fetch_add(1, Ordering::Relaxed) == 0 {
                        meet.wait();
                    }
                    conn.execute(&update(second))
                })
                .await
            })
        };
        let (one, two) = (job(1, 2), job(2, 1));
        assert_eq!((one.await.unwrap(), two.await.unwrap()), (Ok(1), Ok(1)));
        assert!(database.db.stats().retries >= 1);
        let names = database
            .db
            .read(|conn| {
                conn.query(&Sql::new("SELECT name FROM items ORDER BY code"), |row| row.get::<String>(0))
            })
            .await
            .unwrap();
        assert_eq!(names, ["name 1!!", "name 2!!"]);
    });
}

#[test]
fn an_idle_writer_empties_a_large_log() {
    run(async {
        let options = Options { checkpoint_above_bytes: 1000, ..Options::default() };
        let database = TestDatabase::sqlite_with(MIGRATIONS, options).await;
        database.db.write(|conn| (0..100).try_for_each(|code| insert(conn, code))).await.unwrap();
        assert!(database.db.stats().wal_bytes > 1000);
        tokio::time::timeout(Duration::from_secs(20), async {
            while database.db.stats().checkpoints == 0 {
                tokio::task::yield_now().await;
            }
        })
        .await
        .unwrap();
        assert_eq!(database.db.stats().wal_bytes, 0);
    });
}

/// Runs this test binary again as another process, which works on `target` until it is killed.
fn child(test: &str, target: &str) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env("CHATTERFIX_CHILD_TARGET", target)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn child_target() -> Option<Target> {
    let text = std::env::var("CHATTERFIX_CHILD_TARGET").ok()?;
    Some(if text.starts_with("postgres") {
        Target::Postgres { url: text }
    } else {
        Target::Sqlite { path: text.into() }
    })
}

fn address(target: &Target) -> String {
    match target {
        Target::Sqlite { path } => path.display().to_string(),
        Target::Postgres { url } => url.clone(),
    }
}

#[test]
fn a_killed_process_loses_nothing_it_acknowledged() {
    use std::io::{BufRead, BufReader};
    if let Some(target) = child_target() {
        return run(async move {
            let db = open(&target, Options { postgres_connections: 2, ..Options::default() }).await;
            for code in 0..1_000_000_i64 {
                db.write(move |conn| insert(conn, code)).await.unwrap();
                println!("\nacknowledged {code}");
            }
        });
    }
    run(async {
        for database in [TestDatabase::sqlite(MIGRATIONS).await, TestDatabase::postgres(MIGRATIONS).await] {
            let mut child =
                child("a_killed_process_loses_nothing_it_acknowledged", &address(&database.target));
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let mut acknowledged =
                lines.filter_map(|line| line.ok()?.strip_prefix("acknowledged ")?.parse::<i64>().ok());
            let last = acknowledged.nth(200).unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
            assert!(count(&database.db).await > last);
            database.db.write(|conn| insert(conn, 2_000_000)).await.unwrap();
        }
    });
}

#[test]
fn a_restarted_server_loses_nothing_acknowledged_and_is_found_again() {
    run(async {
        let server = Arc::new(tokio::task::spawn_blocking(OwnServer::start).await.unwrap());
        let target = Target::Postgres { url: server.url("postgres") };
        let db = open(&target, Options { postgres_connections: 4, ..Options::default() }).await;
        db.migrate_up(MIGRATIONS).await.unwrap();
        let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let writers = (0..8_i64)
            .map(|writer| {
                tokio::spawn({
                    let (db, stop) = (db.clone(), Arc::clone(&stop));
                    async move {
                        let (mut kept, mut refused, mut slowest) = (Vec::new(), 0_u32, Duration::ZERO);
                        for number in 0.. {
                            if stop.load(Ordering::Relaxed) {
                                break;
                            }
                            let code = writer * 10_000_000 + number;
                            let began = Instant::now();
                            match db.write(move |conn| insert(conn, code)).await {
                                Ok(()) => kept.push(code),
                                Err(Error::Unavailable(_)) => {
                                    refused += 1;
                                    tokio::task::yield_now().await;
                                }
                                Err(other) => panic!("{other:?}"),
                            }
                            slowest = slowest.max(began.elapsed());
                        }
                        (kept, refused, slowest)
                    }
                })
            })
            .collect::<Vec<_>>();
        for mode in ["fast", "immediate"] {
            tokio::task::spawn_blocking({
                let server = Arc::clone(&server);
                move || server.restart(mode)
            })
            .await
            .unwrap();
            // Serving again is the event to wait for.
            tokio::time::timeout(Duration::from_secs(20), async {
                while db
                    .write(|conn| conn.execute(&Sql::new("UPDATE samples SET flag = true")))
                    .await
                    .is_err()
                {
                    tokio::task::yield_now().await;
                }
            })
            .await
            .unwrap();
        }
        stop.store(true, Ordering::Relaxed);
        let mut acknowledged = Vec::new();
        for writer in writers {
            let (kept, _, slowest) = writer.await.unwrap();
            acknowledged.extend(kept);
            assert!(slowest < Duration::from_secs(10), "{slowest:?}");
        }
        let stored = db
            .read(|conn| conn.query(&Sql::new("SELECT code FROM items"), |row| row.get::<i64>(0)))
            .await
            .unwrap();
        let stored: std::collections::HashSet<i64> = stored.into_iter().collect();
        assert!(!acknowledged.is_empty());
        assert!(acknowledged.iter().all(|code| stored.contains(code)));
    });
}

#[test]
fn a_server_that_is_gone_answers_unavailable_quickly() {
    run(async {
        let server = tokio::task::spawn_blocking(OwnServer::start).await.unwrap();
        let target = Target::Postgres { url: server.url("postgres") };
        let db = open(&target, Options { postgres_connections: 2, ..Options::default() }).await;
        db.ping().await.unwrap();
        tokio::task::spawn_blocking(move || drop(server)).await.unwrap();
        for _ in 0..20 {
            let began = Instant::now();
            let answer = db.ping().await;
            assert!(matches!(answer, Err(Error::Unavailable(_))), "{answer:?}");
            assert!(began.elapsed() < Duration::from_secs(2));
        }
        assert!(matches!(
            Db::open(
                &Target::Postgres { url: "postgres://nobody@localhost:1/none".to_owned() },
                Options::default()
            ),
            Err(Error::Unavailable(_))
        ));
    });
}
