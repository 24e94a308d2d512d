//! Log lines: to stdout while serving, JSON unless a person is watching; to stderr for every other command, whose
//! stdout belongs to its result.

use std::io::{IsTerminal, stderr, stdout};

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Settings};

/// Lines of a server.
pub fn for_server(settings: &Settings) {
    let format =
        settings.log_format.unwrap_or(if stdout().is_terminal() { LogFormat::Text } else { LogFormat::Json });
    let builder =
        tracing_subscriber::fmt().with_env_filter(EnvFilter::new(&settings.log_level)).with_target(true);
    // A second subscriber is refused, which only happens inside one process: nothing to do about it.
    let _ = match format {
        LogFormat::Json => {
            builder.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
        }
        LogFormat::Text => builder.with_ansi(stdout().is_terminal()).try_init(),
    };
}

/// Lines of a command: only what went wrong, unless more was asked for.
pub fn for_command(settings: &Settings) {
    let level = if settings.log_level == "info" { "warn" } else { &settings.log_level };
    let _ = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(level))
        .with_ansi(stderr().is_terminal())
        .with_writer(stderr)
        .try_init();
}
