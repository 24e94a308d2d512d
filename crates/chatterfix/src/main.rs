//! The program `chatterfix`: it reads the settings, puts the roles together and serves them, or runs one command
//! beside a running server. Rules of the trade are in the roles.

mod cli;
mod commands;
mod compose;
mod config;
mod exit;
mod health;
mod lifecycle;
mod listen;
mod logging;
mod measurements;
mod output;
mod roles;

use std::process::ExitCode;

use clap::Parser;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match commands::run(cli::Cli::parse()) {
        Ok(code) => code.into(),
        Err(stop) => stop.report(),
    }
}
