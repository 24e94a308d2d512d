//! A throw-away PostgreSQL cluster for the tests of one run.
//! It listens on a Unix socket in its own temporary folder only, and belongs to a user without privileges.
//! A small shell process watches the pipe to this one: however this one ends, the cluster stops and its folder goes.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::shell::{self, Outcome};

/// Whether commits wait for the disk: tests do without, measurements do not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    Fast,
    Durable,
}

/// A running cluster; dropping it stops it.
pub struct Cluster {
    guard: Option<Child>,
    url: String,
}

const SUPERUSER: &str = "chatterfix";

// Ends when the pipe on its input closes, which the kernel does whatever happens to the parent.
const GUARD: &str = r#"trap '' INT TERM HUP
folder=$1; shift
"$@" >"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -INT $server 2>/dev/null
wait $server
rm -rf "$folder""#;

impl Cluster {
    /// Starts a cluster, or takes the one that `CHATTERFIX_TEST_POSTGRES` already names.
    pub fn start(durability: Durability) -> Outcome<Cluster> {
        if let Ok(url) = std::env::var("CHATTERFIX_TEST_POSTGRES") {
            return Ok(Cluster { guard: None, url });
        }
        let programs =
            find_programs().ok_or("PostgreSQL is not installed; `cargo xtask setup` installs it")?;
        let account = Account::choose()?;
        let folder = std::env::temp_dir().join(format!("chatterfix-postgres-{}", std::process::id()));
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        fs::create_dir(&folder).map_err(failed)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).map_err(failed)?;
        if let Some((user, group)) = account.ids {
            chown(&folder, Some(user), Some(group)).map_err(failed)?;
        }
        let started = Self::start_in(&folder, &programs, &account, durability);
        if started.is_err() {
            // The guard removes it as well; whoever comes second finds nothing to do.
            fs::remove_dir_all(&folder).ok();
        }
        started
    }

    /// Where tests find it; every test makes its own database in it.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn start_in(
        folder: &Path,
        programs: &Path,
        account: &Account,
        durability: Durability,
    ) -> Outcome<Cluster> {
        let data = folder.join("data");
        let locale = if cfg!(target_os = "linux") { "C.UTF-8" } else { "C" };
        shell::read(
            account
                .command(&programs.join("initdb"))
                .args(["--auth=trust", "--encoding=UTF8", "--no-sync", "--no-instructions"])
                .args([format!("--locale={locale}"), format!("--username={SUPERUSER}")])
                .arg("--pgdata")
                .arg(&data),
        )?;
        let port = 20_000 + std::process::id() % 40_000;
        let socket = folder.to_string_lossy().into_owned();
        let mut settings = vec![
            "listen_addresses=".to_owned(),
            format!("unix_socket_directories={socket}"),
            format!("port={port}"),
            "max_connections=300".to_owned(),
            "shared_buffers=128MB".to_owned(),
        ];
        if durability == Durability::Fast {
            settings
                .extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(str::to_owned));
        }
        let mut guard = Command::new("sh");
        guard.args(["-c", GUARD, "guard"]).arg(folder).args(account.prefix());
        guard.arg(programs.join("postgres")).arg("-D").arg(&data);
        for setting in settings {
            guard.arg("-c").arg(setting);
        }
        let guard = guard
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("sh: {error}"))?;
        let url = format!("postgres://{SUPERUSER}@{}:{port}/postgres", socket.replace('/', "%2F"));
        let cluster = Cluster { guard: Some(guard), url };
        Self::wait(&programs.join("pg_isready"), folder, port)?;
        Ok(cluster)
    }

    fn wait(pg_isready: &Path, folder: &Path, port: u32) -> Outcome {
        for _ in 0..200 {
            let mut asked = Command::new(pg_isready);
            asked.arg("--quiet").arg("-h").arg(folder).args(["-p", &port.to_string()]);
            if asked.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
        let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
        Err(format!("PostgreSQL did not answer within 20 s\n{log}"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(guard) = &mut self.guard {
            drop(guard.stdin.take());
            guard.wait().ok();
        }
    }
}

/// Whether a cluster could be started here.
pub fn is_installed() -> bool {
    std::env::var_os("CHATTERFIX_TEST_POSTGRES").is_some() || find_programs().is_some()
}

/// The folder of `initdb`: on `PATH`, or the newest of Debian's versions.
fn find_programs() -> Option<PathBuf> {
    if let Some(initdb) = shell::find_program(&["initdb"]) {
        return initdb.canonicalize().ok()?.parent().map(Path::to_path_buf);
    }
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, programs)| programs.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop().map(|(_, programs)| programs)
}

/// Who runs the server: ourselves, or for root, whom PostgreSQL refuses, the account its package made.
struct Account {
    ids: Option<(u32, u32)>,
}

impl Account {
    fn choose() -> Outcome<Account> {
        if number(Command::new("id").arg("-u"))? != 0 {
            return Ok(Account { ids: None });
        }
        for name in ["postgres", "nobody"] {
            let user = number(Command::new("id").args(["-u", name]));
            let group = number(Command::new("id").args(["-g", name]));
            if let (Ok(user), Ok(group)) = (user, group) {
                return Ok(Account { ids: Some((user, group)) });
            }
        }
        Err("PostgreSQL refuses to run as root, and neither postgres nor nobody exists here".to_owned())
    }

    fn prefix(&self) -> Vec<String> {
        self.ids.map_or_else(Vec::new, |(user, group)| {
            vec![
                "setpriv".into(),
                format!("--reuid={user}"),
                format!("--regid={group}"),
                "--clear-groups".into(),
            ]
        })
    }

    fn command(&self, program: &Path) -> Command {
        let mut words = self.prefix().into_iter();
        let mut command = match words.next() {
            Some(first) => Command::new(first),
            None => return Command::new(program),
        };
        command.args(words).arg(program).current_dir("/");
        command
    }
}

fn number(command: &mut Command) -> Outcome<u32> {
    shell::read(command)?.trim().parse().map_err(|error| format!("id: {error}"))
}
