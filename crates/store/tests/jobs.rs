//! Jobs as callers see them, on both engines.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{MIGRATIONS, count, insert, new_id};
use jiff::Timestamp;
use serde_json::json;
use store::{Conn, Db, Error, Options, Sql};
use testkit::databases::TestDatabase;
use testkit::on_both_engines;
use uuid::Uuid;

on_both_engines! {
    migrations = MIGRATIONS;

    async fn every_type_comes_back_as_it_went_in(database: TestDatabase) {
        let id = new_id();
        let instant: Timestamp = "2026-11-23T10:00:00.123456Z".parse().unwrap();
        let date = jiff::civil::date(1999, 12, 31);
        let body = json!({"a": [1, null, "ü?"]});
        let (json, bytes) = (body.clone(), vec![0_u8, 255, 7]);
        database.db.write(move |conn| {
            conn.execute(
                &Sql::new("INSERT INTO samples (id, flag, number, ratio, note, at, day, body, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .bind(id).bind(true).bind(i64::MAX).bind(0.1_f64).bind("it's 5 o'clock?").bind(instant).bind(date)
                    .bind(json.clone()).bind(bytes.clone()),
            )
        }).await.unwrap();
        let read = database.db.read(move |conn| {
            conn.query_one(&Sql::new("SELECT id, flag, number, ratio, note, at, day, body, raw, number FROM samples WHERE id = ? AND note LIKE '%?'").bind(id), |row| {
                Ok::<_, Error>((
                    (row.get::<Uuid>(0)?, row.get::<bool>(1)?, row.get::<i64>(2)?, row.get::<f64>(3)?, row.get::<String>(4)?),
                    (row.get::<Timestamp>(5)?, row.get::<jiff::civil::Date>(6)?, row.get::<serde_json::Value>(7)?, row.get::<Vec<u8>>(8)?, row.get::<Option<i64>>(9)?),
                ))
            })
        }).await.unwrap();
        assert_eq!(read, ((id, true, i64::MAX, 0.1, "it's 5 o'clock?".to_owned()), (instant, date, body, vec![0, 255, 7], Some(i64::MAX))));
    }

    async fn null_is_an_error_for_a_plain_type_and_none_for_an_option(database: TestDatabase) {
        let id = new_id();
        database.db.write(move |conn| conn.execute(&Sql::new("INSERT INTO samples (id, flag, note) VALUES (?, ?, ?)").bind(id).bind(false).bind(None::<String>))).await.unwrap();
        let read = |database: &Db| { let db = database.clone(); async move {
            db.read(move |conn| conn.query_one(&Sql::new("SELECT note FROM samples WHERE id = ?").bind(id), |row| row.get::<Option<String>>(0))).await
        } };
        assert_eq!(read(&database.db).await, Ok(None));
        let plain: Result<String, Error> = database.db.read(move |conn| conn.query_one(&Sql::new("SELECT note FROM samples WHERE id = ?").bind(id), |row| row.get(0))).await;
        assert!(matches!(plain, Err(Error::Decode(text)) if text.contains("column 0")));
    }

    async fn a_failed_job_leaves_nothing_and_its_neighbours_everything(database: TestDatabase) {
        let jobs = (0..200_i64).map(|number| {
            let db = database.db.clone();
            tokio::spawn(async move {
                db.write(move |conn| {
                    insert(conn, number)?;
                    if number % 3 == 0 { return Err(Error::Other("refused".to_owned())); }
                    if number % 7 == 0 { insert(conn, number)?; }
                    Ok(())
                }).await
            })
        });
        let mut kept = 0;
        for (number, job) in jobs.collect::<Vec<_>>().into_iter().enumerate() {
            let answer = job.await.unwrap();
            assert_eq!(answer.is_ok(), number % 3 != 0 && number % 7 != 0, "{number}: {answer:?}");
            kept += i64::from(answer.is_ok());
        }
        assert_eq!(count(&database.db).await, kept);
        assert_eq!(database.db.stats().written_jobs, u64::try_from(kept).unwrap());
    }

    async fn a_panic_answers_an_error_and_the_thread_goes_on(database: TestDatabase) {
        for _ in 0..10 {
            let answer: Result<(), Error> = database.db.write(|conn| { insert(conn, 1)?; panic!("bang") }).await;
            assert!(matches!(answer, Err(Error::Other(text)) if text.contains("bang")));
            let answer: Result<(), Error> = database.db.read(|_| panic!("bang")).await;
            assert!(answer.is_err());
        }
        database.db.write(|conn| insert(conn, 1)).await.unwrap();
        assert_eq!(count(&database.db).await, 1);
    }

    async fn violated_rules_have_the_same_names(database: TestDatabase) {
        database.db.write(|conn| insert(conn, 1)).await.unwrap();
        let unique = database.db.write(|conn| conn.execute(&Sql::new("INSERT INTO items (id, organization_id, code) VALUES (?, 1, 1)").bind(new_id()))).await;
        assert_eq!(unique, Err(Error::Unique { columns: vec!["organization_id".to_owned(), "code".to_owned()], table: "items".to_owned() }));
        let expression = database.db.write(|conn| conn.execute(&Sql::new("INSERT INTO items (id, organization_id, code, name) VALUES (?, 1, 2, 'NAME 1')").bind(new_id()))).await;
        assert_eq!(expression, Err(Error::Unique { columns: vec!["organization_id".to_owned(), "name".to_owned()], table: "items".to_owned() }));
        let primary = database.db.write(|conn| { let id = Uuid::nil(); for code in 5..7_i64 { conn.execute(&Sql::new("INSERT INTO items (id, organization_id, code) VALUES (?, 1, ?)").bind(id).bind(code))?; } Ok::<_, Error>(()) }).await;
        assert_eq!(primary, Err(Error::Unique { columns: vec!["id".to_owned()], table: "items".to_owned() }));
        let missing = database.db.write(|conn| conn.execute(&Sql::new("INSERT INTO items (id, organization_id, code, parent_id) VALUES (?, 1, 9, ?)").bind(new_id()).bind(new_id()))).await;
        assert!(matches!(missing, Err(Error::ForeignKey { table, .. }) if table == "items"));
        let check = database.db.write(|conn| insert(conn, -1)).await;
        assert_eq!(check, Err(Error::Check { constraint: "items_code_positive".to_owned() }));
        let empty = database.db.write(|conn| conn.execute(&Sql::new("INSERT INTO items (id, organization_id) VALUES (?, 1)").bind(new_id()))).await;
        assert_eq!(empty, Err(Error::NotNull { table: "items".to_owned(), column: "code".to_owned() }));
    }

    async fn a_job_that_ignores_a_failed_statement_is_refused(database: TestDatabase) {
        let answer: Result<(), Error> = database.db.write(|conn| { insert(conn, 1)?; let _ = insert(conn, 1); Ok(()) }).await;
        assert!(answer.is_err());
        assert_eq!(count(&database.db).await, 0);
    }

    async fn a_savepoint_lets_a_job_go_on(database: TestDatabase) {
        database.db.write(|conn| {
            insert(conn, 1)?;
            let inner = conn.savepoint(|conn| { insert(conn, 2)?; insert(conn, 1) });
            assert!(matches!(inner, Err(Error::Unique { .. })));
            conn.savepoint(|conn| insert(conn, 3))
        }).await.unwrap();
        assert_eq!(count(&database.db).await, 2);
    }

    async fn the_queries_of_a_read_see_one_snapshot(database: TestDatabase) {
        database.db.write(|conn| insert(conn, 1)).await.unwrap();
        // PostgreSQL learns at the first run that this job has two statements, and runs it once more.
        assert_eq!(database.db.read(count_twice(None)).await.unwrap(), (1, 1));
        let (inside, wait) = std::sync::mpsc::channel::<()>();
        let (go, gone) = std::sync::mpsc::channel::<()>();
        let db = database.db.clone();
        let reading = tokio::spawn(async move { db.read(count_twice(Some((inside, gone)))).await });
        tokio::task::spawn_blocking(move || wait.recv().unwrap()).await.unwrap();
        database.db.write(|conn| insert(conn, 2)).await.unwrap();
        go.send(()).unwrap();
        assert_eq!(reading.await.unwrap().unwrap(), (1, 1));
        assert_eq!(count(&database.db).await, 2);
    }

    async fn what_streams_is_never_handed_over_twice(database: TestDatabase) {
        database.db.write(|conn| { insert(conn, 1)?; insert(conn, 2) }).await.unwrap();
        let (rows, seen) = std::sync::mpsc::channel();
        let rows = std::sync::Mutex::new(rows);
        database.db.read(move |conn| {
            conn.for_each(&Sql::new("SELECT code FROM items ORDER BY code"), |row| {
                rows.lock().unwrap().send(row.get::<i64>(0)?).unwrap();
                Ok::<(), Error>(())
            })?;
            conn.query(&Sql::new("SELECT code FROM items"), |row| row.get::<i64>(0))
        }).await.unwrap();
        assert_eq!(seen.iter().collect::<Vec<_>>(), [1, 2]);
    }

    async fn a_read_cannot_write(database: TestDatabase) {
        assert!(database.db.read(|conn| insert(conn, 1)).await.is_err());
        assert!(database.db.report(|conn| insert(conn, 1)).await.is_err());
        assert_eq!(count(&database.db).await, 0);
    }

    async fn lists_bind_and_an_empty_one_matches_nothing(database: TestDatabase) {
        for number in 1..=4 { database.db.write(move |conn| insert(conn, number)).await.unwrap(); }
        let found = |codes: Vec<i64>| database.db.read(move |conn| {
            let mut sql = Sql::new("SELECT code FROM items WHERE organization_id = ?").bind(1_i64);
            sql.push(" AND code IN ").push_list(codes.iter().copied()).push(" AND name <> ").push_bind("?").push(" ORDER BY code LIMIT ?").arg(10_i64);
            conn.query(&sql, |row| row.get::<i64>(0))
        });
        assert_eq!(found(vec![2, 4, 9]).await.unwrap(), [2, 4]);
        assert!(found(Vec::new()).await.unwrap().is_empty());
    }

    async fn a_wrong_statement_or_value_is_an_error(database: TestDatabase) {
        let wrong = database.db.read(|conn| conn.prepare_only(&Sql::new("SELECT nothing FROM items"))).await;
        assert!(wrong.is_err());
        let right = database.db.read(|conn| conn.prepare_only(&Sql::new("SELECT id FROM items WHERE code = ?"))).await;
        assert_eq!(right, Ok(()));
        let few = database.db.read(|conn| conn.query(&Sql::new("SELECT code FROM items WHERE code = ?"), |row| row.get::<i64>(0))).await;
        assert!(few.is_err());
        let kind = database.db.write(|conn| conn.execute(&Sql::new("INSERT INTO items (id, organization_id, code) VALUES (?, 1, ?)").bind(new_id()).bind("nine"))).await;
        assert!(kind.is_err());
        let none: Result<i64, Error> = database.db.read(|conn| conn.query_one(&Sql::new("SELECT code FROM items"), |row| row.get(0))).await;
        assert_eq!(none, Err(Error::NoRow));
    }

    async fn a_report_ends_at_its_limit(database: TestDatabase) {
        let options = Options { report_time_limit: std::time::Duration::from_millis(100), ..Options::default() };
        let target = database.target.clone();
        let db = tokio::task::spawn_blocking(move || Db::open(&target, options).unwrap()).await.unwrap();
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE i < 0";
        let answer = db.report(move |conn| conn.query(&Sql::new(endless), |row| row.get::<i64>(0))).await;
        assert_eq!(answer, Err(Error::TimeLimit));
        let after = db.report(|conn| conn.query_one(&Sql::new("SELECT CAST(7 AS bigint)"), |row| row.get::<i64>(0))).await;
        assert_eq!(after, Ok(7));
    }

    async fn a_full_queue_answers_at_once(database: TestDatabase) {
        let options = Options { writer_queue: 1, postgres_connections: 2, ..Options::default() };
        let target = database.target.clone();
        let db = tokio::task::spawn_blocking(move || Db::open(&target, options).unwrap()).await.unwrap();
        let (entered, wait) = std::sync::mpsc::channel::<()>();
        let (go, gone) = std::sync::mpsc::channel::<()>();
        let held = std::sync::Mutex::new((entered, gone));
        let first = tokio::spawn({ let db = db.clone(); async move { db.write(move |_| {
            let held = held.lock().unwrap();
            held.0.send(()).unwrap();
            held.1.recv().unwrap();
            Ok::<(), Error>(())
        }).await } });
        tokio::task::spawn_blocking(move || wait.recv().unwrap()).await.unwrap();
        let mut waiting: Vec<_> = (0..5).map(|number| Box::pin(db.write(move |conn| insert(conn, number)))).collect();
        let mut busy = 0;
        for job in &mut waiting {
            if let Ok(answer) = tokio::time::timeout(std::time::Duration::ZERO, job.as_mut()).await {
                assert_eq!(answer, Err(Error::Busy));
                busy += 1;
            }
        }
        assert!(busy >= 3, "{busy}");
        go.send(()).unwrap();
        assert_eq!(first.await.unwrap(), Ok(()));
        assert!(db.stats().refused >= 3);
    }

    async fn ping_and_tables(database: TestDatabase) {
        database.db.ping().await.unwrap();
        assert_eq!(database.db.tables().await.unwrap(), 3);
        let clone: Db = database.db.clone();
        assert_eq!(clone.read(|conn: &mut Conn<'_>| Ok::<_, Error>(conn.engine())).await.unwrap(), database.db.engine());
    }
}

type Hold = (std::sync::mpsc::Sender<()>, std::sync::mpsc::Receiver<()>);

/// Counts the items twice; between the two it tells that it is inside and waits to go on.
fn count_twice(hold: Option<Hold>) -> impl Fn(&mut Conn<'_>) -> Result<(i64, i64), Error> + Send + 'static {
    let hold = std::sync::Mutex::new(hold);
    move |conn| {
        let sql = Sql::new("SELECT count(*) FROM items");
        let before = conn.query_one(&sql, |row| row.get::<i64>(0))?;
        if let Some((inside, gone)) = hold.lock().unwrap().as_ref() {
            inside.send(()).unwrap();
            gone.recv().unwrap();
        }
        Ok((before, conn.query_one(&sql, |row| row.get::<i64>(0))?))
    }
}
