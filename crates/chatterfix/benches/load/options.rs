//! What the run is told on its command line.

use std::{path::PathBuf, time::Duration};

const HELP: &str = "make bench, or cargo xtask bench with:

  --seconds N      seconds of each measurement (3)
  --orders N       work orders to import (100000)
  --short          a smoke run: 0.3 s each, 2,000 orders; its figures mean nothing
  --engine E       sqlite or postgresql alone
  --markdown FILE  also writes the figures there, between its marks if it has them

PostgreSQL is the server that CHATTERFIX_TEST_POSTGRES names; cargo xtask bench starts one.";

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// What is measured, and for how long.
#[derive(Clone, Debug)]
pub struct Options {
    pub time: Duration,
    pub orders: usize,
    pub markdown: Option<PathBuf>,
    only: Option<Engine>,
    has_postgres: bool,
}

impl Options {
    /// Reads the words of the command line; an error is the text to show.
    pub fn read(words: Vec<String>) -> Result<Self, String> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the server for measurements is named as that for tests"
        )]
        let has_postgres = std::env::var_os("CHATTERFIX_TEST_POSTGRES").is_some();
        let mut options =
            Self { time: Duration::from_secs(3), orders: 100_000, markdown: None, only: None, has_postgres };
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value\n\n{HELP}"));
            match word.as_str() {
                "--seconds" => options.time = Duration::from_secs_f64(number(&value()?)?.clamp(0.1, 600.0)),
                "--orders" => options.orders = value()?.parse().map_err(|_| HELP.to_owned())?,
                "--short" => (options.time, options.orders) = (Duration::from_millis(300), 2_000),
                "--engine" => {
                    options.only = Some(match value()?.as_str() {
                        "sqlite" => Engine::Sqlite,
                        "postgresql" | "postgres" => Engine::Postgres,
                        _ => return Err(HELP.to_owned()),
                    });
                }
                "--markdown" => options.markdown = Some(PathBuf::from(value()?)),
                // Cargo says it to every benchmark.
                "--bench" => {}
                _ => return Err(HELP.to_owned()),
            }
        }
        Ok(options)
    }

    /// Whether an engine is wanted and there.
    pub fn measures(&self, engine: Engine) -> bool {
        self.only.is_none_or(|only| only == engine) && (engine == Engine::Sqlite || self.has_postgres)
    }

    /// The longest time of the whole run: after it something is wrong.
    pub fn longest(&self) -> Duration {
        self.time * 60 + Duration::from_mins(15)
    }
}

fn number(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| HELP.to_owned())
}
