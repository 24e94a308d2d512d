//! The table of settings, and their values with where each came from.

use serde::Serialize;

use super::Flags;
use crate::exit::Stop;

/// One setting, by its name in the environment.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Name of the variable.
    pub name: &'static str,
    /// Value when nothing is said; empty for none.
    pub default: &'static str,
    /// Whether its value is never shown.
    pub secret: bool,
}

const fn plain(name: &'static str, default: &'static str) -> Setting {
    Setting { name, default, secret: false }
}

const fn secret(name: &'static str) -> Setting {
    Setting { name, default: "", secret: true }
}

/// Every setting, as in `configs/chatterfix.example.env`.
pub const SETTINGS: &[Setting] = &[
    plain("SERVICE_MODE", ""),
    plain("HOST", "0.0.0.0"),
    plain("PORT", "8080"),
    plain("BACKEND_SERVICE_URL", "http://127.0.0.1:8091"),
    plain("AI_SERVICE_URL", "http://127.0.0.1:8089"),
    plain("AI_BRAIN_URL", ""),
    plain("DRAIN_SECONDS", "0"),
    plain("DATA_DIR", "data"),
    plain("DATABASE_TYPE", ""),
    secret("DATABASE_URL"),
    plain("PGHOST", "127.0.0.1"),
    plain("PGPORT", "5432"),
    plain("PGDATABASE", "chatterfix"),
    plain("PGUSER", "chatterfix"),
    secret("PGPASSWORD"),
    plain("PGSSLMODE", ""),
    secret("DATABASE_ENCRYPTION_KEY"),
    secret("OPENAI_API_KEY"),
    secret("ANTHROPIC_API_KEY"),
    secret("XAI_API_KEY"),
    plain("LOG_FORMAT", ""),
    plain("LOG_LEVEL", "info"),
];

/// Where a value came from; later ones go before earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Nothing was said.
    Default,
    /// A variable of the environment.
    Environment,
    /// The command line.
    CommandLine,
}

/// A setting with its value.
#[derive(Clone, Debug)]
pub struct Value {
    /// The setting.
    pub setting: Setting,
    /// Its text; empty for none.
    pub text: String,
    /// Where it came from.
    pub source: Source,
}

impl Value {
    /// The text as it may be shown: of a secret only that it is there.
    pub fn shown(&self) -> &str {
        if self.setting.secret && !self.text.is_empty() { "(hidden)" } else { &self.text }
    }
}

/// All settings with their values, in the order of the table.
#[derive(Clone, Debug)]
pub struct Values(Vec<Value>);

impl Values {
    /// Asks the environment for each setting, then the command line. An empty variable counts as not set.
    pub fn collect(environment: impl Fn(&str) -> Option<String>, flags: &Flags) -> Self {
        let flag = |name: &str| match name {
            "PORT" => flags.port.map(|port| port.to_string()),
            "HOST" => flags.host.clone(),
            "DATA_DIR" => flags.data_dir.as_ref().map(|path| path.display().to_string()),
            _ => None,
        };
        let value = |setting: &Setting| {
            let said = flag(setting.name).map(|text| (text, Source::CommandLine)).or_else(|| {
                environment(setting.name)
                    .filter(|text| !text.is_empty())
                    .map(|text| (text, Source::Environment))
            });
            let (text, source) = said.unwrap_or_else(|| (setting.default.to_owned(), Source::Default));
            Value { setting: *setting, text, source }
        };
        Self(SETTINGS.iter().map(value).collect())
    }

    /// Every value.
    pub fn iter(&self) -> impl Iterator<Item = &Value> {
        self.0.iter()
    }

    /// The text of a setting; empty when there is none.
    pub fn text(&self, name: &'static str) -> &str {
        self.find(name).map_or("", |value| &value.text)
    }

    /// Where a setting came from.
    pub fn source(&self, name: &'static str) -> Source {
        self.find(name).map_or(Source::Default, |value| value.source)
    }

    /// Says that a value is wrong, without showing a secret.
    pub fn wrong(&self, name: &'static str, rule: &str) -> Stop {
        let (shown, source) =
            self.find(name).map_or(("", Source::Default), |value| (value.shown(), value.source));
        let place = match source {
            Source::Default => "by default",
            Source::Environment => "from the environment",
            Source::CommandLine => "from the command line",
        };
        Stop::usage(format!("{name} {rule}; it is “{shown}” ({place})"))
    }

    fn find(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|value| value.setting.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_goes_before_the_environment() {
        let flags = Flags { port: Some(1234), ..Flags::default() };
        let values = Values::collect(|name| (name == "PORT").then(|| "9".to_owned()), &flags);
        assert_eq!((values.text("PORT"), values.source("PORT")), ("1234", Source::CommandLine));
        assert_eq!(values.source("HOST"), Source::Default);
    }

    #[test]
    fn the_example_explains_every_setting() {
        let example = include_str!("../../../../configs/chatterfix.example.env");
        for setting in SETTINGS {
            let named = example
                .lines()
                .any(|line| line.trim_start_matches('#').starts_with(&format!("{}=", setting.name)));
            assert!(named, "{} is missing in configs/chatterfix.example.env", setting.name);
        }
    }
}
