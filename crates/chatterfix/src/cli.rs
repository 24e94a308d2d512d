//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use kernel::ApiTokenId;

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
    /// Add and list users, give a new password.
    #[command(subcommand)]
    Users(Users),
    /// Make, list and revoke API tokens.
    #[command(subcommand)]
    Tokens(Tokens),
    /// Bring a file in, all of it or nothing.
    Import(Import),
    /// Write all records of a kind to a file that imports again.
    Export(Export),
    /// Look at the schema of the database, bring it up to date or take steps back.
    #[command(subcommand)]
    Migrate(Migrate),
    /// Make, list, check and restore backups, beside a running server.
    #[command(subcommand)]
    Backup(Backup),
    /// Check the chain of recorded changes.
    #[command(subcommand)]
    Audit(Audit),
    /// Change the key that seals stored secrets.
    #[command(subcommand)]
    Keys(Keys),
    /// Check this installation and say what to do.
    Doctor,
    /// Print the description of the API.
    Openapi,
    /// Show the settings.
    #[command(subcommand)]
    Config(Config),
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

/// `users`.
#[derive(Debug, Subcommand)]
pub enum Users {
    /// Add a user; makes the organisation when there is none of that name.
    Add(NewUser),
    /// List users.
    List {
        /// Only those of this organisation.
        #[arg(long)]
        organization: Option<String>,
    },
    /// Give a user a new password and end their sessions.
    ResetPassword {
        /// E-mail address.
        #[arg(long)]
        email: String,
        /// Read the password from standard input instead of asking for it.
        #[arg(long)]
        password_stdin: bool,
    },
}

/// `users add`.
#[derive(Debug, Args)]
pub struct NewUser {
    /// Name of the organisation.
    #[arg(long)]
    pub organization: String,
    /// E-mail address, for signing in.
    #[arg(long)]
    pub email: String,
    /// Name of the person.
    #[arg(long)]
    pub name: String,
    /// administrator, manager, planner, technician, requester, viewer, or a role of the organisation.
    #[arg(long)]
    pub role: String,
    /// Read the password from standard input instead of asking for it.
    #[arg(long)]
    pub password_stdin: bool,
    /// Time zone of a new organisation.
    #[arg(long, default_value = "UTC")]
    pub time_zone: String,
    /// Currency of a new organisation.
    #[arg(long, default_value = "EUR")]
    pub currency: String,
    /// Language of a new organisation.
    #[arg(long, default_value = "en")]
    pub language: String,
}

/// `tokens`.
#[derive(Debug, Subcommand)]
pub enum Tokens {
    /// Make a token and print it alone on standard output; it is shown once.
    Create {
        /// E-mail address of the user it acts as.
        #[arg(long)]
        email: String,
        /// What it is for.
        #[arg(long)]
        name: String,
    },
    /// List the tokens of a user.
    List {
        /// E-mail address.
        #[arg(long)]
        email: String,
    },
    /// Revoke a token at once.
    Revoke {
        /// E-mail address of its user.
        #[arg(long)]
        email: String,
        /// Its id, as `tokens list` shows it.
        #[arg(long)]
        id: ApiTokenId,
    },
}

/// `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// work-orders, assets, locations, parts or users.
    pub kind: String,
    /// The file.
    pub file: PathBuf,
    /// Name of the organisation.
    #[arg(long)]
    pub organization: String,
    /// A file with a mapping of columns, or the name of one that the product knows: excavators.
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Only say what would happen.
    #[arg(long)]
    pub dry_run: bool,
    /// Import a file once more that was imported before.
    #[arg(long)]
    pub again: bool,
}

/// `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// work-orders, assets, locations, parts or users.
    pub kind: String,
    /// Name of the organisation.
    #[arg(long)]
    pub organization: String,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// JSON instead of CSV.
    #[arg(long)]
    pub as_json: bool,
}

/// `migrate`.
#[derive(Debug, Subcommand)]
pub enum Migrate {
    /// What the database has and lacks.
    Status,
    /// Apply what is missing.
    Up,
    /// Take steps back, newest first.
    Down {
        /// The step that stays the newest; without it only the newest is taken back.
        #[arg(long, value_name = "NUMBER")]
        to: Option<i64>,
    },
}

/// `backup`.
#[derive(Debug, Subcommand)]
pub enum Backup {
    /// Make a backup.
    Create {
        /// Where to; default is a new name in the folder `backups` of the data folder.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// List the backups in the folder `backups`, newest first.
    List,
    /// Read a backup whole and check it.
    Verify {
        /// Its file, or its name in the folder `backups`.
        backup: PathBuf,
        /// An empty PostgreSQL database to restore it into, for a check of everything.
        #[arg(long, value_name = "URL")]
        scratch: Option<String>,
    },
    /// Put a backup in the place of the database and keep what it replaces. Stop the server first.
    Restore {
        /// Its file, or its name in the folder `backups`.
        backup: PathBuf,
    },
}

/// `audit`.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Walk the chain of every organisation and name the first entry that is not as it was written.
    Verify,
}

/// `keys`.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Seal every stored secret under a new key. Interrupted, it can be run again.
    Rotate {
        /// Read the new key from standard input; needed when the key comes from DATABASE_ENCRYPTION_KEY.
        #[arg(long)]
        new_key_stdin: bool,
    },
    /// Show stored secrets that can't be opened any more because their key is lost, and remove those that are named.
    Forget {
        /// Remove what has this name, such as `anthropic`.
        name: Option<String>,
        /// Remove what belongs to this organisation; with a name, only that.
        #[arg(long)]
        organization: Option<String>,
    },
}

/// `config`.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Show every setting with its value; secrets stay hidden.
    Show {
        /// Say where each value comes from.
        #[arg(long)]
        sources: bool,
    },
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
