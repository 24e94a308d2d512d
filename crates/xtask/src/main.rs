//! The repository's own tool, called by the Makefile as `cargo xtask COMMAND`.
//! It depends on next to nothing, so that it compiles in a second or two on a fresh machine.
#![allow(clippy::disallowed_methods, reason = "a developer's tool reads its environment and polls processes")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the repository names its own files")]

mod postgres;
mod release;
mod setup;
mod shell;
mod suite;
mod tidy;
mod totals;
mod ui;

use std::process::ExitCode;

const HELP: &str = "cargo xtask COMMAND

  setup    install what tests need and the machine lacks: PostgreSQL, Chromium, fonts, clippy, rustfmt
  build    the whole product, page inside, at target/release/chatterfix
  test     everything: tidy, format, lints, Rust tests on both databases, UI tests, browser tests
  lint     tidy, format, clippy, UI lint and type check
  tidy     the rules of ARCHITECTURE.md
  gen      openapi.json and the UI's typed client; --check only compares
  e2e      browser tests against the built program; further words go to the runner
  postgres COMMAND…  runs it beside a throw-away PostgreSQL, named in CHATTERFIX_TEST_POSTGRES
  bench    load figures on SQLite and PostgreSQL; further words go to the benchmarks
  release  archive and checksum of the built program, in target/dist";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match words.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let done = match command {
        "setup" => setup::run(),
        "build" => ui::build_product(),
        "test" => suite::test(),
        "lint" => suite::lint(),
        "tidy" => tidy::run(),
        "gen" => ui::generate(rest.iter().any(|word| word == "--check")),
        "e2e" => suite::e2e(rest),
        "postgres" => suite::beside_postgres(rest),
        "bench" => suite::bench(rest),
        "release" => release::run(),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(format!("no command named {other}\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            if !why.is_empty() {
                eprintln!("{why}");
            }
            ExitCode::FAILURE
        }
    }
}
