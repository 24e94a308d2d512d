//! Throw-away databases: every test gets one of its own, migrated, on SQLite and on PostgreSQL.
//! The PostgreSQL server is the one `CHATTERFIX_TEST_POSTGRES` names, or else one that lives as long as this process.
#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot have its database must fail"
)]

mod server;

pub use server::OwnServer;

use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use store::{Db, Migration, Options, Target};

/// A database of one test, gone when this is dropped.
pub struct TestDatabase {
    /// The opened database.
    pub db: Db,
    /// Where it is, for what opens it a second time.
    pub target: Target,
    /// Removes the database; the last field, so that `db` is closed before.
    pub removal: Removal,
}

/// Removes a test's database when dropped.
pub struct Removal(Place);

enum Place {
    Directory { _directory: tempfile::TempDir },
    Postgres { name: String },
}

impl Drop for Removal {
    fn drop(&mut self) {
        if let Place::Postgres { name } = &mut self.0 {
            let name = std::mem::take(name);
            server::on_thread(move || server::drop_database(&name));
        }
    }
}

impl TestDatabase {
    /// A SQLite file in a directory of its own.
    pub async fn sqlite(migrations: &[Migration]) -> TestDatabase {
        TestDatabase::sqlite_with(migrations, Options { readers: 2, ..Options::default() }).await
    }

    /// A SQLite file opened with these options.
    pub async fn sqlite_with(migrations: &[Migration], options: Options) -> TestDatabase {
        let directory = tempfile::tempdir().expect("a temporary directory can be made");
        let path = directory.path().join("chatterfix.db");
        std::fs::copy(sqlite_template(migrations).await, &path).expect("the template can be copied");
        let target = Target::Sqlite { path };
        let db = Db::open(&target, options).expect("the database opens");
        TestDatabase { db, target, removal: Removal(Place::Directory { _directory: directory }) }
    }

    /// A database of its own on the PostgreSQL server.
    pub async fn postgres(migrations: &[Migration]) -> TestDatabase {
        let options = Options { postgres_connections: 3, ..Options::default() };
        TestDatabase::postgres_with(migrations, options).await
    }

    /// A PostgreSQL database opened with these options.
    pub async fn postgres_with(migrations: &[Migration], options: Options) -> TestDatabase {
        let template = format!("template_{}", &checksum(migrations)[..24]);
        let name = format!("test_{}", unique_name());
        let (migrations, made) = (migrations.to_vec(), name.clone());
        let url = tokio::task::spawn_blocking(move || server::create_database(&made, &template, &migrations))
            .await
            .expect("the test's database can be made");
        let target = Target::Postgres { url };
        let removal = Removal(Place::Postgres { name });
        let db = tokio::task::spawn_blocking({
            let target = target.clone();
            move || Db::open(&target, options)
        })
        .await
        .expect("opening does not panic")
        .expect("the database opens");
        TestDatabase { db, target, removal }
    }

    /// Closes the database and opens it again, as a restart of the program does.
    #[must_use]
    pub fn reopen(self) -> TestDatabase {
        let TestDatabase { db, target, removal } = self;
        drop(db);
        let db = Db::open(&target, Options::default()).expect("the database opens again");
        TestDatabase { db, target, removal }
    }
}

/// A name no other test, in this process or beside it, has.
fn unique_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    // Process numbers come back: the hasher's keys differ from process to process.
    let salt = RandomState::new().hash_one(count);
    format!("{}_{count}_{salt:016x}", std::process::id())
}

/// One checksum for a list of migrations.
fn checksum(migrations: &[Migration]) -> String {
    let mut digest = Sha256::new();
    for migration in migrations {
        digest.update(migration.version.to_le_bytes());
        digest.update(migration.name);
        digest.update(migration.checksum());
    }
    digest.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// A migrated file to copy, made once in this process.
async fn sqlite_template(migrations: &[Migration]) -> PathBuf {
    static TEMPLATES: Mutex<Option<HashMap<String, PathBuf>>> = Mutex::new(None);
    let key = checksum(migrations);
    let known = TEMPLATES
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_ref()
        .and_then(|map| map.get(&key).cloned());
    if let Some(path) = known {
        return path;
    }
    let path = server::scratch_directory().join(format!("{key}-{}.db", unique_name()));
    let target = Target::Sqlite { path: path.clone() };
    let db = Db::open(&target, Options::default()).expect("the template opens");
    db.migrate_up(migrations).await.expect("the migrations apply to SQLite");
    drop(db);
    TEMPLATES
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get_or_insert_default()
        .insert(key, path.clone());
    path
}

/// Runs one test's future; called by [`on_both_engines`](crate::on_both_engines).
pub fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be made")
        .block_on(future)
}

/// Makes of each function two tests, `name::sqlite` and `name::postgres`, with a migrated database of their own.
///
/// ```ignore
/// testkit::on_both_engines! {
///     migrations = crate::MIGRATIONS;
///
///     async fn an_order_is_kept(database: TestDatabase) {
///         database.db.ping().await.unwrap();
///     }
/// }
/// ```
#[macro_export]
macro_rules! on_both_engines {
    (migrations = $migrations:expr; $($(#[$attribute:meta])* async fn $name:ident($database:ident: $kind:ty) $(-> $answer:ty)? $body:block)*) => { $(
        $(#[$attribute])*
        async fn $name($database: $kind) $(-> $answer)? $body

        mod $name {
            #[allow(unused_imports)]
            use super::*;

            #[test]
            fn sqlite() $(-> $answer)? {
                $crate::databases::run(async {
                    super::$name($crate::databases::TestDatabase::sqlite(&$migrations).await).await
                })
            }

            #[test]
            fn postgres() $(-> $answer)? {
                $crate::databases::run(async {
                    super::$name($crate::databases::TestDatabase::postgres(&$migrations).await).await
                })
            }
        }
    )* };
}
