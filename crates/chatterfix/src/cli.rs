//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::{config::Flags, exit::EXIT_CODES};

/// Maintenance management: work orders, assets, parts and schedules, in one program.
#[derive(Debug, Parser)]
#[command(name = "chatterfix", version, after_help = EXIT_CODES, propagate_version = true)]
pub struct Cli {
    /// Answer in JSON, for programs.
    #[arg(long, global = true)]
    pub json: bool,
    /// Folder of the database, files, backups and keys (DATA_DIR).
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the roles named in SERVICE_MODE, or all of them.
    Serve(Serve),
    /// Print the description of the API.
    Openapi,
}

/// `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Serve a demonstration plant, made anew at each start unless --data-dir is given.
    #[arg(long)]
    pub demo: bool,
    /// Port to listen on (PORT); 0 takes a free one.
    #[arg(long)]
    pub port: Option<u16>,
    /// Address to listen on (HOST).
    #[arg(long)]
    pub host: Option<String>,
}

impl Cli {
    /// What the command line says about settings.
    pub fn flags(&self) -> Flags {
        let (port, host) = match &self.command {
            Command::Serve(serve) => (serve.port, serve.host.clone()),
            _ => (None, None),
        };
        Flags { port, host, data_dir: self.data_dir.clone() }
    }
}
