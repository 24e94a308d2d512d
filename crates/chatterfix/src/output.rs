//! What a command prints: a line for people or JSON for programs on stdout, progress on stderr while a person is
//! watching.

use std::{
    io::{IsTerminal, Read, Write, stderr, stdin, stdout},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::exit::Stop;

/// Where results go.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    json: bool,
}

impl Output {
    /// In JSON or in words.
    pub const fn new(json: bool) -> Self {
        Self { json }
    }

    /// The result: the value as JSON, or the words.
    pub fn answer(self, value: &impl Serialize, words: impl FnOnce() -> String) -> Result<(), Stop> {
        let text = if self.json { serde_json::to_string_pretty(value)? } else { words() };
        if text.is_empty() {
            return Ok(());
        }
        Ok(writeln!(stdout().lock(), "{}", text.trim_end_matches('\n'))?)
    }
}

/// Rows with columns of even width.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|at| width(at).unwrap_or_default()).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// How far long work is; silent unless a person is watching.
pub fn progress_bar() -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:28} {wide_bar} {percent:>3} % {eta}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// A password: the first line of standard input when asked so, else typed twice at the terminal.
pub fn password(from_stdin: bool) -> Result<String, Stop> {
    if from_stdin {
        return secret_line("password");
    }
    if !stdin().is_terminal() {
        return Err(Stop::usage("there is no terminal to ask at: give the password with --password-stdin"));
    }
    let first = rpassword::prompt_password("Password: ")?;
    if first != rpassword::prompt_password("The same again: ")? {
        return Err(Stop::usage("the two passwords differ"));
    }
    Ok(first)
}

/// The first line of standard input, which holds what is named.
pub fn secret_line(what: &str) -> Result<String, Stop> {
    let mut text = String::new();
    stdin().lock().take(4096).read_to_string(&mut text)?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(Stop::usage(format!("standard input holds no {what}")));
    }
    Ok(line.to_owned())
}
