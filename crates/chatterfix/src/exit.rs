//! How a command ends: exit codes, and the words for the one who typed it.

use std::process::ExitCode;

use kernel::{Code, Problem};

/// Exit codes, the same for every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Something failed.
    Failed = 1,
    /// The command line or a setting is wrong.
    Usage = 2,
    /// What was given was refused, or what was named does not exist.
    Refused = 3,
    /// A check found something wrong.
    Found = 4,
    /// The database can't be reached, is locked, or is in use by a server that must be stopped first.
    Unavailable = 5,
}

/// The codes as `chatterfix help` lists them.
pub const EXIT_CODES: &str = "Exit codes:
  0  done
  1  something failed
  2  the command line or a setting is wrong
  3  what was given was refused, or what was named does not exist
  4  a check found something wrong
  5  the database can't be reached, is locked, or is in use by a server that must be stopped first";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command stopped.
#[derive(Debug)]
pub struct Stop {
    exit: Exit,
    words: String,
}

impl Stop {
    /// Something failed.
    pub fn failed(words: impl Into<String>) -> Self {
        Self { exit: Exit::Failed, words: words.into() }
    }

    /// The command line or a setting is wrong.
    pub fn usage(words: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, words: words.into() }
    }

    /// What was given was refused, or what was named does not exist.
    pub fn refused(words: impl Into<String>) -> Self {
        Self { exit: Exit::Refused, words: words.into() }
    }

    /// The database can't be reached, or is locked.
    pub fn unavailable(words: impl Into<String>) -> Self {
        Self { exit: Exit::Unavailable, words: words.into() }
    }

    /// The same with more words, which say what to do.
    #[must_use]
    pub fn advising(self, advice: &str) -> Self {
        Self { words: format!("{}. {advice}", self.words.trim_end_matches('.')), ..self }
    }

    /// Says it and gives the code.
    pub fn report(self) -> ExitCode {
        eprintln!("chatterfix: {self}");
        self.exit.into()
    }
}

impl std::fmt::Display for Stop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        let exit = match problem.code {
            Code::Unavailable | Code::TimedOut => Exit::Unavailable,
            Code::Internal | Code::StorageFull | Code::BadGateway => Exit::Failed,
            _ => Exit::Refused,
        };
        let mut words = problem.to_string();
        if let Some(cause) = &problem.private {
            words = format!("{words} ({cause})");
        }
        Self { exit, words }
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        let exit = match error {
            store::Error::Unavailable(_) | store::Error::Locked | store::Error::Busy => Exit::Unavailable,
            _ => Exit::Failed,
        };
        Self { exit, words: error.to_string() }
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::failed(error.to_string())
    }
}

impl From<serde_json::Error> for Stop {
    fn from(error: serde_json::Error) -> Self {
        Self::failed(error.to_string())
    }
}
