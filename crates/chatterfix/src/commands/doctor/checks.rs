//! The checks of `doctor`, one function each.

use std::{path::Path, time::Duration};

use backend::{MIGRATIONS, audit};
use client::{Assistant, Backend, Brain, Transport};
use kernel::Clock;
use store::{Db, Options, Target};

use super::Finding;
use crate::{
    commands::{backup, database},
    config::Settings,
    listen,
    roles::Role,
};

/// Below this many bytes the disk is nearly full.
const LITTLE_SPACE: u64 = 200 << 20;
/// Below this many bytes it is time to look.
const SOME_SPACE: u64 = 2 << 30;
/// This program was not made before (2026-01-01).
const NOT_BEFORE: i64 = 1_767_225_600;

/// Whether the clock can be right.
pub fn clock() -> Finding {
    let now = Clock::system().now();
    if now.as_second() < NOT_BEFORE {
        let advice =
            "set the clock of this machine, best by a time service: sign-ins and due dates depend on it";
        return Finding::failed("clock", format!("{now} is before this program was made"), advice);
    }
    Finding::ok("clock", now.to_string())
}

/// Whether the port is free, or ours already.
pub async fn port(settings: &Settings) -> Finding {
    let port = settings.port;
    if listen::open(settings.host, port).await.is_ok() {
        return Finding::ok("port", format!("{port} is free"));
    }
    let ours = match Transport::http(&format!("http://127.0.0.1:{port}")) {
        Ok(transport) => tokio::time::timeout(Duration::from_secs(2), client::Process(transport).health())
            .await
            .is_ok_and(|health| health.is_ok()),
        Err(_) => false,
    };
    if ours {
        return Finding::ok("port", format!("{port} is served by ChatterFix"));
    }
    let advice = "stop the program that has it, or choose another with PORT or --port";
    Finding::failed("port", format!("{port} can't be opened at {}", settings.host), advice)
}

/// Whether the folder can be written and nobody else can read it.
pub fn data_folder(settings: &Settings) -> Finding {
    let folder = &settings.data_dir;
    let shown = folder.display();
    if !folder.exists() {
        return Finding::ok("data folder", format!("{shown} will be made at the first start"));
    }
    if let Err(error) = tempfile::NamedTempFile::new_in(folder) {
        let advice = "make the user that runs ChatterFix the owner of this folder";
        return Finding::failed("data folder", format!("{shown} can't be written: {error}"), advice);
    }
    if is_open_to_others(folder) {
        let advice = format!("chmod 700 {shown}: it holds the database and its key");
        return Finding::warning("data folder", format!("{shown} can be read by other users"), &advice);
    }
    Finding::ok("data folder", format!("{shown} can be written, and only by its owner"))
}

/// How much the disk can still take.
pub fn disk(settings: &Settings) -> Option<Finding> {
    let folder = settings.data_dir.ancestors().find(|path| path.exists()).unwrap_or(Path::new("."));
    let free = fs4::available_space(folder).ok()?;
    let seen = format!("{} MB are free", free >> 20);
    Some(if free < LITTLE_SPACE {
        Finding::failed("disk", seen, "make room now: without it nothing can be saved")
    } else if free < SOME_SPACE {
        Finding::warning("disk", seen, "make room soon")
    } else {
        Finding::ok("disk", seen)
    })
}

/// Whether there is a key for secrets.
pub fn encryption_key(settings: &Settings) -> Finding {
    if settings.encryption_key.is_some() {
        return Finding::ok("encryption key", "comes from DATABASE_ENCRYPTION_KEY");
    }
    let file = settings.data_dir.join("encryption.key");
    if !file.exists() {
        Finding::ok("encryption key", "will be made in the data folder at the first start")
    } else if is_open_to_others(&file) {
        let advice = format!("chmod 600 {}", file.display());
        Finding::warning("encryption key", "can be read by other users of this machine", &advice)
    } else {
        Finding::ok("encryption key", "is kept in the data folder; keep a copy apart from the backups")
    }
}

/// Whether the database answers, is up to date and holds what was written.
pub async fn database(settings: &Settings) -> Vec<Finding> {
    if let Target::Sqlite { path } = &settings.database
        && !path.exists()
    {
        return vec![Finding::ok("database", format!("{} will be made at the first start", path.display()))];
    }
    let options = Options { readers: 1, postgres_connections: 2, ..Options::default() };
    let db = match database::reach(settings, options).await {
        Ok(db) => db,
        Err(error) => {
            let advice = database::way_to(&settings.database);
            return vec![Finding::failed("database", error.to_string(), advice)];
        }
    };
    let mut findings = vec![answer_time(&db).await];
    let status = db.migrate_status(MIGRATIONS).await;
    let has_schema = status.as_ref().is_ok_and(|status| status.pending.is_empty());
    findings.push(match status {
        Err(error) => {
            Finding::failed("schema", error.to_string(), "run the program that this database belongs to")
        }
        Ok(status) if !status.pending.is_empty() => {
            let seen = format!("{} steps are to be applied", status.pending.len());
            Finding::warning(
                "schema",
                seen,
                "chatterfix migrate up, or start the server: it does so by itself",
            )
        }
        Ok(status) if !status.newer.is_empty() => {
            Finding::ok("schema", "is newer than this program, which can work with it")
        }
        Ok(_) => Finding::ok("schema", "up to date"),
    });
    if has_schema {
        findings.push(chains(&db).await);
    }
    findings
}

async fn answer_time(db: &Db) -> Finding {
    let started = std::time::Instant::now();
    match db.ping().await {
        Ok(()) => {
            let milliseconds = started.elapsed().as_secs_f64() * 1e3;
            Finding::ok("database", format!("{} answers in {milliseconds:.1} ms", db.engine()))
        }
        Err(error) => Finding::failed("database", error.to_string(), "look at the log of the database"),
    }
}

async fn chains(db: &Db) -> Finding {
    const ADVICE: &str = "keep this database for evidence, and compare with a backup: chatterfix backup list";
    match audit::verify(db).await {
        Err(problem) => Finding::failed("recorded changes", problem.to_string(), ADVICE),
        Ok(verdicts) => match verdicts.iter().find(|verdict| verdict.first_broken.is_some()) {
            Some(broken) => {
                let seen = format!(
                    "{}: entry {} {}",
                    broken.organization,
                    broken.first_broken.unwrap_or_default(),
                    broken.reason.as_deref().unwrap_or_default()
                );
                Finding::failed("recorded changes", seen, ADVICE)
            }
            None if verdicts.is_empty() => Finding::warning(
                "organisation",
                "there is none yet",
                "open the link that the server prints at its start, or: chatterfix users add",
            ),
            None => {
                let entries: i64 = verdicts.iter().map(|verdict| verdict.entries).sum();
                Finding::ok("recorded changes", format!("{entries} entries, all as they were written"))
            }
        },
    }
}

/// Whether there is a backup of the last days.
pub fn backups(settings: &Settings) -> Finding {
    const ADVICE: &str = "chatterfix backup create, and let a timer do so every day";
    let newest = backup::existing(settings).ok().and_then(|found| found.into_iter().next());
    match newest.and_then(|(_, _, made)| made) {
        None => Finding::warning("backups", "there is none", ADVICE),
        Some(made) => {
            let days = backup::days_since(made);
            let seen = format!("the newest is {days} days old");
            if days > 7 { Finding::warning("backups", seen, ADVICE) } else { Finding::ok("backups", seen) }
        }
    }
}

/// Whether the services elsewhere answer.
pub async fn services(settings: &Settings) -> Vec<Finding> {
    let roles = &settings.roles;
    let mut findings = Vec::new();
    if !roles.has(Role::Backend) && (roles.has(Role::Gateway) || roles.has(Role::Assistant)) {
        let health = Backend(settings.backend.clone()).health().await;
        findings.push(service("backend", "BACKEND_SERVICE_URL", health.err()));
    }
    if !roles.has(Role::Assistant) && roles.has(Role::Gateway) {
        let health = Assistant(settings.assistant.clone()).health().await;
        findings.push(service("assistant", "AI_SERVICE_URL", health.err()));
    }
    if !roles.has(Role::Brain) && roles.has(Role::Assistant) {
        for brain in &settings.brains {
            let health = Brain(brain.clone()).health().await;
            findings.push(service("brain", "AI_BRAIN_URL", health.err()));
        }
    }
    findings
}

fn service(name: &'static str, setting: &str, problem: Option<kernel::Problem>) -> Finding {
    match problem {
        None => Finding::ok(name, "answers"),
        Some(problem) => {
            Finding::failed(name, problem.detail, &format!("start it, or correct its address in {setting}"))
        }
    }
}

#[cfg(unix)]
fn is_open_to_others(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    folder.metadata().is_ok_and(|data| data.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}
