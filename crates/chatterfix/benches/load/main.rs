//! `make bench`: the released program under load, as a process with a fresh data folder, on SQLite and on PostgreSQL,
//! beside two floors measured in the same run: the same bytes from memory, and the same query straight on SQLite.
//! What the figures mean stands in docs/performance.md.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement that can't go on must end, and say where"
)]
#![allow(clippy::cast_precision_loss, reason = "figures are shown with three digits")]

mod driver;
mod measure;
mod memory;
mod options;
mod plant;
mod program;
mod report;
mod sqlite;

use std::process::ExitCode;

use options::{Engine, Options};

// As in the program, so that the floor from memory is no worse off.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, folder, ..] = &words[..]
        && word == memory::COMMAND
    {
        memory::serve(folder.as_ref());
        return ExitCode::SUCCESS;
    }
    let options = match Options::read(words) {
        Ok(options) => options,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::from(2);
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // One thread drives the load: it costs the program as little of the machine as can be.
    let measured = runtime.block_on(async {
        let all = async {
            let mut measured = Vec::new();
            for engine in Engine::ALL.into_iter().filter(|engine| options.measures(*engine)) {
                measured.push(measure::measure(engine, &options).await);
            }
            measured
        };
        tokio::time::timeout(options.longest(), all).await
    });
    let Ok(measured) = measured else {
        eprintln!("The measurement took longer than {} s and was broken off.", options.longest().as_secs());
        return ExitCode::FAILURE;
    };
    println!("{}", report::text(&measured, &options));
    if let Some(file) = &options.markdown {
        report::write_markdown(file, &measured, &options);
        println!("\nThe figures are in {}.", file.display());
    }
    let failed = measured.iter().any(measure::Measured::has_failures);
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
