//! The released program as a process: started, watched in `/proc`, ended.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::OnceLock,
    time::{Duration, Instant},
};

/// Settings of the program, as in its environment.
pub type Environment = Vec<(String, String)>;

/// A process that listens; ended when dropped.
pub struct Running {
    child: Child,
    // Held open: a program whose output nobody reads would stop at it.
    output: BufReader<ChildStdout>,
    pub port: u16,
    pub started: Instant,
}

impl Running {
    /// Starts a command that says `listening on http://127.0.0.1:PORT`.
    pub fn start(mut command: Command) -> Self {
        let started = Instant::now();
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        // From here on it is ended when dropped, also when it never listens.
        let mut running = Self { child, output, port: 0, started };
        let mut line = String::new();
        while running.port == 0 {
            line.clear();
            let read = running.output.read_line(&mut line).unwrap();
            assert!(read > 0, "the program ended before it listened");
            if let Some(address) = line.trim().strip_prefix("listening on ") {
                running.port = address.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap();
            }
        }
        running
    }

    /// Serves with these settings; the log goes to a file.
    pub fn serve(settings: &Environment, log: &Path) -> Self {
        let mut command = program(settings, &["serve", "--host", "127.0.0.1", "--port", "0"]);
        let log = fs::File::options().create(true).append(true).open(log).unwrap();
        command.stderr(log);
        Self::start(command)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Tells it to stop, and waits until it has.
    pub fn stop(mut self) {
        let told = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status();
        assert!(told.unwrap().success() && self.child.wait().unwrap().success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program: the one that cargo has just built, or the one that `CHATTERFIX_BIN` names.
fn program(settings: &Environment, arguments: &[&str]) -> Command {
    #[expect(clippy::disallowed_methods, reason = "which program to measure is for whoever measures")]
    let named = std::env::var_os("CHATTERFIX_BIN");
    let mut command = Command::new(named.unwrap_or_else(|| env!("CARGO_BIN_EXE_chatterfix").into()));
    command.env_clear().envs(settings.iter().cloned()).args(arguments);
    command
}

/// Runs a command of the program to its end; what it printed.
pub fn run(settings: &Environment, arguments: &[&str], input: &str) -> String {
    let mut command = program(settings, arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success(), "chatterfix {}", arguments.join(" "));
    said
}

/// How much of the processors a process has used so far.
#[derive(Clone, Copy, Debug)]
pub struct Processor(Duration);

impl Processor {
    /// None where there is no `/proc`.
    pub fn of(pid: u32) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name, in brackets, may hold blanks; user and system time are the 12th and 13th fields after it.
        let mut fields = text.rsplit_once(')')?.1.split_whitespace().skip(11);
        let ticks: f64 = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
        Some(Self(Duration::from_secs_f64(ticks / ticks_a_second())))
    }

    pub fn since(self, before: Self) -> Duration {
        self.0.saturating_sub(before.0)
    }
}

fn ticks_a_second() -> f64 {
    static TICKS: OnceLock<f64> = OnceLock::new();
    *TICKS.get_or_init(|| {
        let said = Command::new("getconf").arg("CLK_TCK").output();
        said.ok().and_then(|said| String::from_utf8(said.stdout).ok()?.trim().parse().ok()).unwrap_or(100.0)
    })
}

/// Memory of a process in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    /// What is resident now, pages of mapped files among it.
    pub resident: u64,
    /// The pages of mapped files among it.
    pub of_files: u64,
    /// The most that was resident so far.
    pub most: u64,
}

impl Memory {
    /// None where there is no `/proc`.
    pub fn of(pid: u32) -> Option<Self> {
        let text = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let field = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
            Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
        };
        Some(Self { resident: field("VmRSS")?, of_files: field("RssFile")?, most: field("VmHWM")? })
    }
}

/// The machine, for the head of the report.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let model = model.map_or("", |(_, name)| name.trim());
    let cores = if cores == 1 { "1 core".to_owned() } else { format!("{cores} cores") };
    format!(
        "{} {}, {cores}{}{model}",
        std::env::consts::OS,
        std::env::consts::ARCH,
        if model.is_empty() { "" } else { ", " }
    )
}

/// A folder for data on the disk that cargo builds on: a temporary folder may be in memory, where nothing is durable.
pub fn folder() -> tempfile::TempDir {
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(&place).unwrap();
    tempfile::Builder::new().prefix("load").tempdir_in(place).unwrap()
}
