//! The suite in its order, and the parts of it that can be asked for alone.
//! A step that fails does not stop the next ones: one run tells everything.
//! The last line of a test run is always `N passed, M failed`.

use std::process::Command;
use std::time::Instant;

use crate::postgres::{Cluster, Durability};
use crate::shell::{self, Outcome, cargo, npm};
use crate::totals::Totals;
use crate::{setup, tidy, ui};

#[derive(Default)]
struct Report {
    totals: Totals,
    lines: Vec<String>,
    failed: bool,
}

impl Report {
    /// Runs one step; a failed step counts as one failure when its runner counted none.
    fn step(&mut self, name: &str, work: impl FnOnce(&mut Totals) -> Outcome) -> bool {
        println!("\n== {name}");
        let started = Instant::now();
        let mut counted = Totals::default();
        let done = work(&mut counted);
        let verdict = match &done {
            Ok(()) if counted.failed == 0 => "ok",
            _ => {
                counted.failed = counted.failed.max(1);
                self.failed = true;
                "FAILED"
            }
        };
        if let Err(why) = &done
            && !why.is_empty()
        {
            println!("{why}");
        }
        self.totals.add(counted);
        self.lines.push(format!("{verdict:<7}{name} ({:.0} s)", started.elapsed().as_secs_f64()));
        verdict == "ok"
    }

    fn run(&mut self, name: &str, mut command: Command) -> bool {
        self.step(name, |totals| shell::run_counted(&mut command, totals))
    }

    fn finish(self) -> Outcome {
        println!("\n{}", self.lines.join("\n"));
        println!("{} passed, {} failed", self.totals.passed, self.totals.failed);
        if self.failed { Err(String::new()) } else { Ok(()) }
    }
}

/// Everything, in the order in which a mistake is cheapest to find.
pub fn test() -> Outcome {
    let mut report = Report::default();
    rules(&mut report);
    let installed = report.step("page: packages", |_| ui::install());
    let built = installed && report.run("page: build", npm(&["run", "build"]));
    report.run("clippy", clippy());
    let cluster = Cluster::start(Durability::Fast);
    match &cluster {
        Ok(cluster) => {
            let mut tests = cargo(&["test", "--workspace", "--no-fail-fast", "--quiet"]);
            tests.env("CHATTERFIX_TEST_POSTGRES", cluster.url());
            report.run("Rust tests, on SQLite and PostgreSQL", tests);
        }
        Err(why) => {
            report.step("Rust tests, on SQLite and PostgreSQL", |_| Err(why.clone()));
        }
    }
    report.step("generated files are fresh", |_| ui::generate(true));
    if installed {
        page_checks(&mut report);
        report.run("page: tests", npm(&["run", "test"]));
    }
    if built {
        report.step("browser tests", |totals| browser_tests(&[], totals));
    }
    drop(cluster);
    report.finish()
}

/// What reads the code without running it.
pub fn lint() -> Outcome {
    let mut report = Report::default();
    rules(&mut report);
    report.run("clippy", clippy());
    if report.step("page: packages", |_| ui::install()) {
        page_checks(&mut report);
    }
    println!("\n{}", report.lines.join("\n"));
    if report.failed { Err(String::new()) } else { Ok(()) }
}

/// Browser tests alone; `words` go to the runner, for example the name of one file.
pub fn e2e(words: &[String]) -> Outcome {
    ui::build()?;
    let mut report = Report::default();
    report.step("browser tests", |totals| browser_tests(words, totals));
    report.finish()
}

/// One command with the test cluster beside it, for example `cargo test -p backend parts`.
pub fn beside_postgres(words: &[String]) -> Outcome {
    let (program, arguments) =
        words.split_first().ok_or("which command? For example: cargo test -p backend")?;
    let cluster = Cluster::start(Durability::Fast)?;
    shell::run(shell::command(program, &[]).args(arguments).env("CHATTERFIX_TEST_POSTGRES", cluster.url()))
}

/// Load figures in the release profile, beside a PostgreSQL that waits for its disk.
pub fn bench(words: &[String]) -> Outcome {
    let cluster = Cluster::start(Durability::Durable)?;
    let mut command = cargo(&["bench", "--workspace", "--bench", "*"]);
    command.env("CHATTERFIX_TEST_POSTGRES", cluster.url());
    if !words.is_empty() {
        command.arg("--").args(words);
    }
    shell::run(&mut command)
}

fn rules(report: &mut Report) {
    report.step("tidy", |_| tidy::run());
    report.run("format", cargo(&["fmt", "--all", "--check"]));
}

fn clippy() -> Command {
    cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

fn page_checks(report: &mut Report) {
    report.run("page: lint", npm(&["run", "lint"]));
    report.run("page: types", npm(&["run", "typecheck"]));
}

/// The program in the dev profile serves the page from `ui/dist`: the Rust tests have just compiled nearly all
/// of it, where a release build would take longer than the browser tests themselves.
fn browser_tests(words: &[String], totals: &mut Totals) -> Outcome {
    let chromium = setup::chromium().ok_or("Chromium is not installed; `cargo xtask setup` installs it")?;
    let program = ui::build_program()?;
    let mut command = npm(&["run", "e2e"]);
    if !words.is_empty() {
        command.arg("--").args(words);
    }
    command.env("CHATTERFIX_BIN", program);
    command.env("CHROMIUM", chromium);
    shell::run_counted(&mut command, totals)
}
