//! The settings: defaults, then the environment, then the command line, each value with the place it came from.
//! This is the only part of the product that reads the environment.

mod database;
mod values;

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

use backend::settings::{Key, Secret};
use client::Transport;
use contract::settings::AiProvider;
use store::Target;

use crate::{exit::Stop, roles::Roles};
pub use values::{Source, Value, Values};

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For eyes.
    Text,
}

/// What the command line may override.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--port`.
    pub port: Option<u16>,
    /// `--host`.
    pub host: Option<String>,
    /// `--data-dir`.
    pub data_dir: Option<PathBuf>,
}

/// All settings, checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Roles of this process.
    pub roles: Roles,
    /// Address to listen on.
    pub host: IpAddr,
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// The backend, when it is elsewhere.
    pub backend: Transport,
    /// The assistant, when it is elsewhere.
    pub assistant: Transport,
    /// Brains that are elsewhere.
    pub brains: Vec<Transport>,
    /// Folder of the database, files, backups and keys.
    pub data_dir: PathBuf,
    /// Whether the folder was named or is the default.
    pub data_dir_is_given: bool,
    /// The database.
    pub database: Target,
    /// Key for secrets in settings, when it comes from outside.
    pub encryption_key: Option<String>,
    /// AI providers by name and whether there is a key for each.
    pub providers: Vec<(&'static str, bool)>,
    /// Keys of AI providers from the environment.
    pub provider_keys: Vec<(AiProvider, Secret)>,
    /// Log lines as JSON or for eyes; nothing when that depends on the terminal.
    pub log_format: Option<LogFormat>,
    /// What is logged, as `info` or `warn,backend=debug`.
    pub log_level: String,
    /// Seconds for which a server that is told to stop still takes requests while it says that it is not ready.
    pub drain_seconds: u64,
}

impl Settings {
    /// Reads the environment of this process.
    pub fn read(flags: &Flags) -> Result<(Self, Values), Stop> {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
        let values = Values::collect(|name| std::env::var(name).ok(), flags);
        Ok((Self::check(&values)?, values))
    }

    /// Moves the data elsewhere, and with it the SQLite database.
    pub fn use_data_dir(&mut self, path: &Path) {
        path.clone_into(&mut self.data_dir);
        if let Target::Sqlite { path: file } = &mut self.database {
            *file = path.join(database::FILE);
        }
    }

    /// Checks the values; the first wrong one is named.
    pub fn check(values: &Values) -> Result<Self, Stop> {
        let data_dir = PathBuf::from(values.text("DATA_DIR"));
        let format = match values.text("LOG_FORMAT") {
            "" => None,
            "json" => Some(LogFormat::Json),
            "text" => Some(LogFormat::Text),
            _ => return Err(values.wrong("LOG_FORMAT", "must be json or text")),
        };
        let level = values.text("LOG_LEVEL").to_owned();
        if tracing_subscriber::EnvFilter::try_new(&level).is_err() {
            return Err(values.wrong("LOG_LEVEL", "must be error, warn, info, debug or trace"));
        }
        let brains = values.text("AI_BRAIN_URL").split(',').map(str::trim).filter(|url| !url.is_empty());
        let encryption_key = values.text("DATABASE_ENCRYPTION_KEY");
        if !encryption_key.is_empty() && Key::parse(encryption_key).is_none() {
            let rule = "must be 32 bytes, as 64 hexadecimal digits or in base64; make one with: openssl rand -hex 32";
            return Err(values.wrong("DATABASE_ENCRYPTION_KEY", rule));
        }
        Ok(Self {
            roles: parse(values, "SERVICE_MODE")?,
            host: parse(values, "HOST")
                .map_err(|_| values.wrong("HOST", "must be an IP address such as 0.0.0.0"))?,
            port: parse(values, "PORT")
                .map_err(|_| values.wrong("PORT", "must be a number from 0 to 65535"))?,
            backend: transport(values, "BACKEND_SERVICE_URL", values.text("BACKEND_SERVICE_URL"))?,
            assistant: transport(values, "AI_SERVICE_URL", values.text("AI_SERVICE_URL"))?,
            brains: brains.map(|url| transport(values, "AI_BRAIN_URL", url)).collect::<Result<_, _>>()?,
            database: database::target(values, &data_dir)?,
            data_dir_is_given: values.source("DATA_DIR") != Source::Default,
            data_dir,
            encryption_key: (!encryption_key.is_empty()).then(|| encryption_key.to_owned()),
            providers: [
                ("openai", "OPENAI_API_KEY"),
                ("anthropic", "ANTHROPIC_API_KEY"),
                ("xai", "XAI_API_KEY"),
            ]
            .map(|(provider, name)| (provider, !values.text(name).is_empty()))
            .to_vec(),
            provider_keys: [
                (AiProvider::Openai, "OPENAI_API_KEY"),
                (AiProvider::Anthropic, "ANTHROPIC_API_KEY"),
                (AiProvider::Xai, "XAI_API_KEY"),
            ]
            .into_iter()
            .filter(|(_, name)| !values.text(name).trim().is_empty())
            .map(|(provider, name)| (provider, Secret::new(values.text(name).trim())))
            .collect(),
            log_format: format,
            log_level: level,
            drain_seconds: parse(values, "DRAIN_SECONDS")
                .map_err(|_| values.wrong("DRAIN_SECONDS", "must be a number of seconds"))?,
        })
    }
}

fn parse<T: FromStr>(values: &Values, name: &'static str) -> Result<T, Stop>
where
    T::Err: ToString,
{
    values.text(name).trim().parse().map_err(|error: T::Err| values.wrong(name, &error.to_string()))
}

fn transport(values: &Values, name: &'static str, address: &str) -> Result<Transport, Stop> {
    Transport::http(address)
        .map_err(|_| values.wrong(name, "must be an address such as http://127.0.0.1:8091"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(environment: &[(&str, &str)]) -> Result<Settings, Stop> {
        let values = Values::collect(
            |name| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()),
            &Flags::default(),
        );
        Settings::check(&values)
    }

    #[test]
    fn nothing_set_is_a_whole_installation() {
        let settings = with(&[]).unwrap();
        assert_eq!((settings.port, settings.roles.service()), (8080, "chatterfix"));
        assert_eq!(settings.database, Target::Sqlite { path: "data/cmms.db".into() });
        assert!(settings.providers.iter().all(|(_, configured)| !configured));
    }

    #[test]
    fn each_wrong_value_names_its_variable() {
        for (name, value) in [
            ("SERVICE_MODE", "gateway"),
            ("PORT", "eighty"),
            ("PORT", "70000"),
            ("HOST", "plant"),
            ("BACKEND_SERVICE_URL", "127.0.0.1:8091"),
            ("AI_SERVICE_URL", "nowhere"),
            ("AI_BRAIN_URL", "http://a:1, b"),
            ("DATABASE_TYPE", "oracle"),
            ("DATABASE_URL", "mysql://x"),
            ("DATABASE_URL", "postgres://host:port/x"),
            ("DATABASE_URL", "postgres://host/x?sslmode=sometimes"),
            ("DATABASE_ENCRYPTION_KEY", "short"),
            ("PGPORT", "x"),
            ("PGPORT", "0"),
            ("PGSSLMODE", "sometimes"),
            ("LOG_FORMAT", "xml"),
            ("LOG_LEVEL", "a=b=c"),
            ("DRAIN_SECONDS", "soon"),
        ] {
            let said = format!(
                "{:?}",
                with(&[
                    (name, value),
                    if name.starts_with("PG") { ("DATABASE_TYPE", "postgresql") } else { ("", "") }
                ])
                .unwrap_err()
            );
            assert!(said.contains(name), "{name}={value}: {said}");
        }
    }

    #[test]
    fn an_empty_variable_counts_as_not_set() {
        assert_eq!(with(&[("PORT", ""), ("DATA_DIR", "")]).unwrap().port, 8080);
    }
}
