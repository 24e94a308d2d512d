//! Jobs a second with 32 callers: `cargo run --release -p store --example throughput -- <file or postgres url>`.

use std::time::{Duration, Instant};
use store::{Db, Error, Migration, Options, Sql, Target};
use uuid::Uuid;

const TABLES: &[Migration] = &[Migration {
    version: 1,
    name: "throughput",
    up: "CREATE TABLE counters (id bigint PRIMARY KEY, value bigint NOT NULL);
         INSERT INTO counters VALUES (1, 0);
         CREATE TABLE things (id uuid PRIMARY KEY, number bigint NOT NULL, title text NOT NULL, created_at timestamptz NOT NULL);
         CREATE INDEX things_number ON things (number);
         CREATE TABLE events (id uuid PRIMARY KEY, body jsonb NOT NULL);",
    down: None,
}];
const CALLERS: u64 = 32;
const TIME: Duration = Duration::from_secs(3);

fn main() -> Result<(), Error> {
    let place = std::env::args().nth(1).unwrap_or_else(|| "throughput.db".to_owned());
    let target = if place.starts_with("postgres") {
        Target::Postgres { url: place }
    } else {
        Target::Sqlite { path: place.into() }
    };
    let db = Db::open(&target, Options::default())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Error::Other(error.to_string()))?;
    runtime.block_on(async {
        db.migrate_up(TABLES).await?;
        measure("create", &db, create).await?;
        measure("read one", &db, read_one).await?;
        measure("read two", &db, read_two).await?;
        measure("list of 50", &db, list).await?;
        println!("{:?}", db.stats());
        Ok(())
    })
}

async fn measure<F: Future<Output = Result<(), Error>> + Send + 'static>(
    name: &str,
    db: &Db,
    job: impl Fn(Db, u64) -> F + Copy + Send + Sync + 'static,
) -> Result<(), Error> {
    let began = Instant::now();
    let callers: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let db = db.clone();
            tokio::spawn(async move {
                let (mut count, mut slowest) = (0_u64, Duration::ZERO);
                while began.elapsed() < TIME {
                    let start = Instant::now();
                    job(db.clone(), caller << 32 | count).await?;
                    slowest = slowest.max(start.elapsed());
                    count += 1;
                }
                Ok::<_, Error>((count, slowest))
            })
        })
        .collect();
    let (mut total, mut slowest) = (0, Duration::ZERO);
    for caller in callers {
        let (count, time) = caller.await.map_err(|error| Error::Other(error.to_string()))??;
        total += count;
        slowest = slowest.max(time);
    }
    println!(
        "{name}: {} a second, slowest {slowest:?}",
        total * 1000 / u64::try_from(began.elapsed().as_millis()).unwrap_or(1)
    );
    Ok(())
}

async fn create(db: Db, number: u64) -> Result<(), Error> {
    let id = Uuid::from_u64_pair(number, u64::from(std::process::id()));
    db.write(move |conn| {
        let next = Sql::new("UPDATE counters SET value = value + 1 WHERE id = ? RETURNING value").bind(1_i64);
        let value: i64 = conn.query_one(&next, |row| row.get::<i64>(0))?;
        let insert = Sql::new("INSERT INTO things (id, number, title, created_at) VALUES (?, ?, ?, ?)");
        conn.execute(
            &insert.bind(id).bind(value).bind("bearing noise on pump").bind(jiff::Timestamp::UNIX_EPOCH),
        )?;
        let event = Sql::new("INSERT INTO events (id, body) VALUES (?, ?)");
        conn.execute(&event.bind(id).bind(serde_json::json!({"number": value})))?;
        Ok(())
    })
    .await
}

async fn read_one(db: Db, number: u64) -> Result<(), Error> {
    let number = i64::try_from(number % 5000).unwrap_or_default() + 1;
    db.read(move |conn| {
        let sql = Sql::new("SELECT id, title, created_at FROM things WHERE number = ?").bind(number);
        conn.query_optional(&sql, |row| {
            Ok::<_, Error>((row.get::<Uuid>(0)?, row.get::<String>(1)?, row.get::<jiff::Timestamp>(2)?))
        })
    })
    .await
    .map(drop)
}

async fn read_two(db: Db, number: u64) -> Result<(), Error> {
    let number = i64::try_from(number % 5000).unwrap_or_default() + 1;
    db.read(move |conn| {
        let sql = Sql::new("SELECT id, title, created_at FROM things WHERE number = ?").bind(number);
        conn.query_optional(&sql, |row| row.get::<Uuid>(0))?;
        conn.query_optional(&Sql::new("SELECT value FROM counters WHERE id = ?").bind(1_i64), |row| {
            row.get::<i64>(0)
        })
    })
    .await
    .map(drop)
}

async fn list(db: Db, number: u64) -> Result<(), Error> {
    let number = i64::try_from(number % 5000).unwrap_or_default() + 1;
    db.read(move |conn| {
        let sql =
            Sql::new("SELECT id, title, created_at FROM things WHERE number > ? ORDER BY number LIMIT 50")
                .bind(number);
        conn.query(&sql, |row| {
            Ok::<_, Error>((row.get::<Uuid>(0)?, row.get::<String>(1)?, row.get::<jiff::Timestamp>(2)?))
        })
    })
    .await
    .map(drop)
}
