//! One file a command.

mod database;
mod lock;
mod openapi;
mod serve;

use crate::{
    cli::{Cli, Command},
    config::Settings,
    exit::{Exit, Stop},
    logging,
};

/// Runs the command to its end.
pub fn run(cli: Cli) -> Result<Exit, Stop> {
    let (settings, _values) = Settings::read(&cli.flags())?;
    match &cli.command {
        Command::Serve(_) => logging::for_server(&settings),
        _ => logging::for_command(&settings),
    }
    match cli.command {
        Command::Serve(arguments) => serve::run(settings, &arguments),
        Command::Openapi => openapi::run(),
    }
}
