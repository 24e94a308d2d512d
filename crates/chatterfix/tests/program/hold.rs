//! Another program that holds the database.

use std::sync::mpsc::{Sender, channel};

use store::{Db, Engine, Error, Sql};
use tokio::{sync::oneshot, task::JoinHandle};

use crate::support::patiently;

/// A transaction that stays open: on SQLite it keeps every other writer out, on PostgreSQL whatever it has locked.
pub struct Hold {
    release: Sender<()>,
    ended: JoinHandle<Result<(), Error>>,
}

impl Hold {
    /// Takes it; `lock` is what PostgreSQL is told.
    pub async fn on(db: &Db, lock: &'static str) -> Self {
        let (release, released) = channel();
        let (told, taken) = oneshot::channel();
        let state = std::sync::Mutex::new((Some(told), released));
        let db = db.clone();
        let ended = tokio::spawn(async move {
            db.write(move |conn| {
                if conn.engine() == Engine::Postgres {
                    conn.execute(&Sql::new(lock))?;
                }
                let mut state = state.lock().unwrap();
                state.0.take().unwrap().send(()).unwrap();
                // Whoever drops the hold releases it, too.
                let _ = state.1.recv();
                Ok(())
            })
            .await
        });
        taken.await.unwrap();
        Self { release, ended }
    }

    /// Waits until somebody waits for it, where the engine tells.
    pub async fn until_somebody_waits(&self, db: &Db) {
        let sql = "SELECT count(*) FROM pg_locks WHERE NOT granted \
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        patiently(async {
            while db.engine() == Engine::Postgres
                && db.read(move |conn| conn.query_one(&Sql::new(sql), |row| row.get::<i64>(0))).await == Ok(0)
            {
                tokio::task::yield_now().await;
            }
        })
        .await;
    }

    /// Gives it back.
    pub async fn release(self) {
        self.release.send(()).unwrap();
        self.ended.await.unwrap().unwrap();
    }
}
