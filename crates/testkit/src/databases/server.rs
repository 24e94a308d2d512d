//! The PostgreSQL server of the tests.
//! A shell that watches a pipe stops it and removes its files when this process ends, however it ends.

use postgres::{Client, NoTls};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use store::{Db, Migration, Options, Target};

struct Server {
    /// Url without the database's name at its end; see [`Server::url`].
    before: String,
    after: String,
    // The end of the process closes its lifeline, which stops the server.
    _own: Option<OwnServer>,
}

impl Server {
    fn url(&self, database: &str) -> String {
        format!("{}{database}{}", self.before, self.after)
    }

    fn client(&self) -> Client {
        Client::connect(&self.url("postgres"), NoTls).expect("the PostgreSQL server for tests answers")
    }
}

/// A directory removed by the watching shell when this process ends.
pub(super) fn scratch_directory() -> &'static Path {
    // The shell outlives this process by a moment; nobody can wait for it.
    static SCRATCH: OnceLock<(PathBuf, Child)> = OnceLock::new();
    let (directory, _) = SCRATCH.get_or_init(|| {
        let directory = tempfile::tempdir().expect("a temporary directory can be made").keep();
        let shell = Command::new("sh")
            .args(["-c", "trap '' INT TERM HUP; cat >/dev/null; rm -rf \"$1\"", "sh"])
            .arg(&directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell can be started");
        (directory, shell)
    });
    directory
}

/// Runs blocking work of the synchronous client away from async tasks.
pub(super) fn on_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::spawn(work).join().expect("the work on the test server does not panic")
}

#[allow(clippy::disallowed_methods, reason = "the runner of the tests names its server in the environment")]
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var("CHATTERFIX_TEST_POSTGRES") {
        Ok(url) => existing(&url),
        Err(_) => start(),
    })
}

fn existing(url: &str) -> Server {
    let (address, parameters) =
        url.split_once('?').map_or((url, String::new()), |(a, p)| (a, format!("?{p}")));
    let host_at = address.find("://").map_or(0, |at| at + 3);
    let before = address[host_at..].find('/').map_or(address, |at| &address[..host_at + at]);
    Server { before: format!("{before}/"), after: parameters, _own: None }
}

const START: &str = r#"
trap '' INT TERM HUP
bin=$1; dir=$2
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  chown postgres "$dir"
  as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
fi
cd "$dir" || exit 1
as "$bin/initdb" -D "$dir/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 -N >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log"; rm -rf "$dir"; exit 1; }
as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/server.log" -o "-c listen_addresses='' -c unix_socket_directories='$dir' -c fsync=off -c full_page_writes=off -c max_connections=300 -c deadlock_timeout=100ms" start >"$dir/start.log" 2>&1 </dev/null || { cat "$dir/server.log"; rm -rf "$dir"; exit 1; }
echo ready
cat >/dev/null
as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1
rm -rf "$dir"
"#;

/// A PostgreSQL server of one test's own, to be stopped and started; gone when dropped.
pub struct OwnServer {
    directory: PathBuf,
    shell: Child,
    lifeline: Option<ChildStdin>,
}

impl OwnServer {
    /// Starts a fresh server; blocks until it answers.
    pub fn start() -> OwnServer {
        let directory =
            tempfile::Builder::new().prefix("chatterfix-pg").tempdir().expect("a temporary directory").keep();
        let mut shell = Command::new("sh")
            .args(["-c", START, "sh"])
            .args([&binaries(), &directory])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell can be started");
        let lifeline = shell.stdin.take();
        let output = shell.stdout.take();
        let mut lines = output.into_iter().flat_map(|output| BufReader::new(output).lines());
        let mut said = Vec::new();
        for line in lines.by_ref() {
            let line = line.unwrap_or_default();
            if line == "ready" {
                return OwnServer { directory, shell, lifeline };
            }
            said.push(line);
        }
        let ended = shell.wait();
        panic!("PostgreSQL for tests did not start: {ended:?} {}", said.join("\n"));
    }

    fn after(&self) -> String {
        format!("?host={}", self.directory.display().to_string().replace('/', "%2F"))
    }

    /// The url of a database of this server; `postgres` is always there.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@/{database}{}", self.after())
    }

    /// Stops the server in this `pg_ctl` mode and starts it again; blocks until it answers.
    pub fn restart(&self, mode: &str) {
        self.control("restart", mode);
    }

    /// Stops the server in this `pg_ctl` mode; blocks until it is gone.
    pub fn stop(&self, mode: &str) {
        self.control("stop", mode);
    }

    /// Starts the server that was stopped; blocks until it answers.
    pub fn resume(&self) {
        self.control("restart", "fast");
    }

    fn control(&self, what: &str, mode: &str) {
        let status = Command::new("sh")
            .args(["-c", CONTROL, "sh"])
            .args([&binaries(), &self.directory])
            .args([what, mode])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("a shell can be started");
        assert!(status.success(), "PostgreSQL could not {what}");
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        // The shell stops the server and removes its files before it ends.
        if let Err(error) = self.shell.wait() {
            eprintln!("the server for tests could not be waited for: {error}");
        }
    }
}

const CONTROL: &str = r#"
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }; fi
cd "$2" && as "$1/pg_ctl" -D "$2/data" -w -m "$4" -l "$2/server.log" "$3"
"#;

fn start() -> Server {
    let own = OwnServer::start();
    Server { before: "postgres://postgres@/".to_owned(), after: own.after(), _own: Some(own) }
}

/// The newest PostgreSQL of Debian's places, or what is in the path.
#[allow(clippy::disallowed_methods, reason = "programs are found by the path of the environment")]
fn binaries() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|path| path.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| {
        std::env::var_os("PATH")
            .iter()
            .flat_map(std::env::split_paths)
            .find(|path| path.join("initdb").exists())
            .expect("PostgreSQL is installed")
    })
}

/// Makes a database from the migrated template, which is made first when it is missing; the url of the database.
pub(super) fn create_database(name: &str, template: &str, migrations: &[Migration]) -> String {
    let server = server();
    let mut client = server.client();
    // One process makes a template, the others wait; copying is shared.
    client.batch_execute("SELECT pg_advisory_lock(4107)").expect("the lock of the templates can be had");
    let known = client
        .query("SELECT 1 FROM pg_database WHERE datname = $1", &[&template])
        .expect("the databases can be listed");
    if known.is_empty() {
        let unfinished = format!("unfinished_{template}");
        client
            .batch_execute(&format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)"))
            .expect("old rest goes");
        client.batch_execute(&format!("CREATE DATABASE {unfinished}")).expect("the template can be made");
        migrate(server.url(&unfinished), migrations);
        client
            .batch_execute(&format!("ALTER DATABASE {unfinished} RENAME TO {template}"))
            .expect("the template can be named");
    }
    client
        .batch_execute("SELECT pg_advisory_unlock(4107)")
        .expect("the lock of the templates can be given back");
    client
        .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
        .expect("the test's database can be made");
    server.url(name)
}

fn migrate(url: String, migrations: &[Migration]) {
    let migrations = migrations.to_vec();
    on_thread(move || {
        super::run(async move {
            let options = Options { postgres_connections: 2, ..Options::default() };
            let db = Db::open(&Target::Postgres { url }, options).expect("the template opens");
            db.migrate_up(&migrations).await.expect("the migrations apply to PostgreSQL");
        });
    });
}

/// Removes a test's database, whoever is still connected to it.
pub(super) fn drop_database(name: &str) {
    let dropped = server().client().batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    if let Err(error) = dropped {
        eprintln!("{name} could not be removed: {error}");
    }
}
