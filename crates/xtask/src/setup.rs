//! What a machine with only Rust and Node lacks for the tests, and how to get it.
//! Running it again changes nothing.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::postgres;
use crate::shell::{self, Outcome};

struct Need {
    what: &'static str,
    debian: &'static str,
    present: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need {
        what: "a C compiler (bundled SQLite and TLS)",
        debian: "build-essential",
        present: || shell::find_program(&["cc", "gcc", "clang"]).is_some(),
    },
    Need {
        what: "PostgreSQL 14 or newer (every database test runs on both engines)",
        debian: "postgresql",
        present: postgres::is_installed,
    },
    Need { what: "Chromium (browser tests)", debian: "chromium", present: || chromium().is_some() },
    Need { what: "a text font (browser tests)", debian: "fonts-liberation", present: has_font },
];

/// Installs what is missing with apt-get on Debian and its relatives; elsewhere says what is needed.
pub fn run() -> Outcome {
    node()?;
    components()?;
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        println!("setup: nothing is missing");
        return Ok(());
    }
    for need in &missing {
        println!("setup: missing {}", need.what);
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.debian).collect();
    let by_hand = format!("please install (names as in Debian): {}", packages.join(" "));
    if shell::find_program(&["apt-get"]).is_none() {
        return Err(by_hand);
    }
    let prefix = privilege().ok_or(format!("neither root nor sudo without a password; {by_hand}"))?;
    apt(prefix, &["update", "--quiet"]).or_else(|error| {
        // A stale index often still has what is wanted; the installation decides.
        eprintln!("setup: {error}");
        Ok::<(), String>(())
    })?;
    let mut words = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
    words.extend(&packages);
    apt(prefix, &words)?;
    match NEEDS.iter().find(|need| !(need.present)()) {
        Some(need) => Err(format!("{} is still missing after the installation; {by_hand}", need.what)),
        None => Ok(()),
    }
}

/// The browser for the browser tests: `CHROMIUM` if set, else what `PATH` has.
pub fn chromium() -> Option<PathBuf> {
    match std::env::var_os("CHROMIUM") {
        Some(path) => Some(PathBuf::from(path)).filter(|path| path.is_file()),
        None => {
            shell::find_program(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
        }
    }
}

fn has_font() -> bool {
    ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts"].iter().any(|folder| {
        let entries = |path: &Path| std::fs::read_dir(path).map_or(0, |found| found.flatten().count());
        entries(&Path::new(folder).join("truetype")) > 0
            || (*folder == "/Library/Fonts" && entries(Path::new(folder)) > 0)
    })
}

fn node() -> Outcome {
    let version = shell::read(Command::new("node").arg("--version"))
        .map_err(|error| format!("Node 20 or newer is needed to build the page: {error}"))?;
    let major =
        version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(20..) => Ok(()),
        _ => Err(format!("Node 20 or newer is needed to build the page; this is {}", version.trim())),
    }
}

fn components() -> Outcome {
    let missing: Vec<&str> = [("clippy", "clippy"), ("fmt", "rustfmt")]
        .into_iter()
        .filter(|(subcommand, _)| shell::read(&mut shell::cargo(&[subcommand, "--version"])).is_err())
        .map(|(_, component)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    shell::run(shell::command("rustup", &["component", "add"]).args(&missing))
        .map_err(|error| format!("{error}\nplease install with your Rust: {}", missing.join(" ")))
}

/// What goes before apt-get: nothing for root, `sudo` where it asks no question.
fn privilege() -> Option<&'static [&'static str]> {
    let answers = |command: &mut Command| shell::read(command).is_ok_and(|said| said.trim() == "0");
    if answers(Command::new("id").arg("-u")) {
        Some(&[])
    } else if shell::find_program(&["sudo"]).is_some()
        && answers(Command::new("sudo").args(["-n", "id", "-u"]))
    {
        Some(&["sudo", "-n"])
    } else {
        None
    }
}

fn apt(prefix: &[&str], words: &[&str]) -> Outcome {
    let mut all: Vec<&str> = prefix.to_vec();
    all.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    all.extend(words);
    shell::run(&mut shell::command(all[0], &all[1..]))
}
