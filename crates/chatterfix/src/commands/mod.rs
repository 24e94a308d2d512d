//! One file a command.

mod attachments;
mod audit;
mod backup;
mod config;
mod database;
mod doctor;
mod exchange;
mod keys;
mod lock;
mod migrate;
mod openapi;
mod serve;
mod tokens;
mod users;

use crate::{
    cli::{Cli, Command},
    config::Settings,
    exit::{Exit, Stop},
    logging,
    output::Output,
};

/// Runs the command to its end.
pub fn run(cli: Cli) -> Result<Exit, Stop> {
    let (settings, values) = Settings::read(&cli.flags())?;
    match &cli.command {
        Command::Serve(_) => logging::for_server(&settings),
        _ => logging::for_command(&settings),
    }
    let output = Output::new(cli.json);
    match cli.command {
        Command::Serve(arguments) => serve::run(settings, &arguments),
        Command::Users(what) => users::run(&settings, output, what),
        Command::Tokens(what) => tokens::run(&settings, output, what),
        Command::Import(what) => exchange::import(&settings, output, &what),
        Command::Export(what) => exchange::export(&settings, output, &what),
        Command::Migrate(what) => migrate::run(&settings, output, &what),
        Command::Backup(what) => backup::run(&settings, output, what),
        Command::Audit(_) => audit::verify(&settings, output),
        Command::Keys(what) => keys::run(&settings, output, &what),
        Command::Doctor => doctor::run(&settings, output),
        Command::Openapi => openapi::run(),
        Command::Config(crate::cli::Config::Show { sources }) => config::show(&values, output, sources),
    }
}
