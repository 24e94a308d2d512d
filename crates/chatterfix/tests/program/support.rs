//! Starting the program, asking it, and ending it.

use std::{
    io::{BufRead, BufReader, Write},
    ops::Deref,
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use client::Transport;
use http_body_util::BodyExt;
use serde_json::Value;
use store::Target;
use testkit::databases::{Removal, TestDatabase};

/// Longest wait for anything: a busy machine is slow, not broken.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Waits for this, but not for ever.
pub async fn patiently<T>(awaited: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, awaited).await.expect("what is waited for comes to be")
}

/// Settings of a process, as in its environment.
pub type Environment = Vec<(String, String)>;

/// Makes an environment.
pub fn environment(pairs: &[(&str, &str)]) -> Environment {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// SQLite in this folder.
pub fn sqlite(folder: &Path) -> Environment {
    environment(&[("DATA_DIR", folder.to_str().unwrap())])
}

/// PostgreSQL with an empty database of its own, which is gone with the first of the pair, and other data in this folder.
pub async fn postgres(folder: &Path) -> (Removal, Environment) {
    let database = TestDatabase::postgres(&[]).await;
    let settings = settings_of(&database, folder);
    (database.removal, settings)
}

/// This database, and other data in this folder.
pub fn settings_of(database: &TestDatabase, folder: &Path) -> Environment {
    match &database.target {
        Target::Sqlite { path } => {
            // The program names its file itself.
            let link = folder.join("cmms.db");
            std::os::unix::fs::symlink(path, link).unwrap();
            sqlite(folder)
        }
        Target::Postgres { url } => on_postgres(folder, url),
    }
}

/// PostgreSQL at this address.
pub fn on_postgres(folder: &Path, url: &str) -> Environment {
    let mut settings = sqlite(folder);
    settings.extend(environment(&[("DATABASE_TYPE", "postgresql"), ("DATABASE_URL", url)]));
    settings
}

/// Not a setting of the program: it runs where the mounts of the process with this number are.
pub const MOUNTS_OF: &str = "MOUNTS_OF";

/// The program: the one that cargo has just built, or the one that `CHATTERFIX_BIN` names.
fn program(settings: &Environment, arguments: &[&str]) -> Command {
    #[expect(clippy::disallowed_methods, reason = "which program to test is for whoever runs the tests")]
    let named = std::env::var_os("CHATTERFIX_BIN");
    let program = named.unwrap_or_else(|| env!("CARGO_BIN_EXE_chatterfix").into());
    let mut command = match settings.iter().find(|(name, _)| name == MOUNTS_OF) {
        None => Command::new(program),
        Some((_, process)) => {
            let mut command = Command::new("nsenter");
            command.args(["--mount", "--target", process]).arg(program);
            command
        }
    };
    command.env_clear().envs(settings.iter().cloned()).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A command that ran to its end.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// Starts a command whose output nobody reads.
pub fn start_command(settings: &Environment, arguments: &[&str]) -> Child {
    let mut command = program(settings, arguments);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Runs a command to its end, with text for its standard input.
pub fn run(settings: &Environment, arguments: &[&str], input: &str) -> Ran {
    let mut child = program(settings, arguments).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    Ran {
        code: status.code().unwrap_or(-1),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// Adds a user; the organisation is made when it is absent.
pub fn add_user(settings: &Environment, email: &str, role: &str) {
    let arguments = [
        "users",
        "add",
        "--organization",
        "Bottling Plant",
        "--email",
        email,
        "--name",
        "Maria Okafor",
        "--role",
        role,
        "--password-stdin",
    ];
    run(settings, &arguments, "correct horse battery\n").expect(0);
}

/// An administrator, and the header that speaks for her.
pub fn administrator(settings: &Environment) -> String {
    add_user(settings, "maria@plant.example", "administrator");
    format!("Bearer {}", token(settings, "maria@plant.example"))
}

/// The chains are whole and the doctor finds nothing that fails.
#[track_caller]
pub fn expect_sound(settings: &Environment, server: &Running) {
    let history = run(settings, &["audit", "verify", "--json"], "").expect(0).json();
    assert_eq!(history["intact"], true, "{history}");
    let mut settings = settings.clone();
    settings.extend(environment(&[("PORT", server.base.rsplit(':').next().unwrap()), ("HOST", "127.0.0.1")]));
    let seen = run(&settings, &["doctor", "--json"], "");
    assert_eq!((seen.code, seen.json()["healthy"].as_bool()), (0, Some(true)), "{}", seen.out);
}

/// A token of that user.
pub fn token(settings: &Environment, email: &str) -> String {
    let made = run(settings, &["tokens", "create", "--email", email, "--name", "test"], "").expect(0);
    assert_eq!(made.out.lines().count(), 1, "the token stands alone");
    made.out.trim().to_owned()
}

/// A server that runs; killed when dropped.
pub struct Running {
    child: Child,
    lines: Receiver<String>,
    asker: Asker,
}

/// Asks a server, wherever it is.
#[derive(Clone)]
pub struct Asker {
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    http: Transport,
}

impl Deref for Running {
    type Target = Asker;
    fn deref(&self) -> &Asker {
        &self.asker
    }
}

impl Running {
    /// Starts it on a free port and waits until it serves.
    #[track_caller]
    pub fn start(settings: &Environment, arguments: &[&str]) -> Self {
        let running = Self::begin(settings, arguments);
        running.line("listening on ");
        running
    }

    /// Starts it on a free port and waits until it says which: its roles need not be there yet.
    #[track_caller]
    pub fn begin(settings: &Environment, arguments: &[&str]) -> Self {
        let mut words = vec!["serve", "--port", "0", "--host", "127.0.0.1"];
        words.extend(arguments);
        let mut command = program(settings, &words);
        let mut child = command.stderr(Stdio::inherit()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let mut running = Self { child, lines, asker: Asker::of("http://127.0.0.1:1") };
        let started: Value = serde_json::from_str(&running.line("{")).unwrap();
        assert_eq!(started["message"], "starting");
        running.asker = Asker::of(&format!("http://{}", started["address"].as_str().unwrap()));
        running
    }

    /// The next line of its output that begins so.
    #[track_caller]
    pub fn line(&self, beginning: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).expect("the program says more");
            if line.starts_with(beginning) {
                return line;
            }
        }
    }

    pub fn pid(&self) -> String {
        self.child.id().to_string()
    }

    /// Ends it at once, as a power cut does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to stop.
    pub fn terminate(&self) {
        assert!(Command::new("kill").args(["-TERM", &self.pid()]).status().unwrap().success());
    }

    /// Waits for its end; the exit code.
    pub fn wait(&mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Asker {
    fn of(base: &str) -> Self {
        Self { base: base.to_owned(), http: Transport::http(base).unwrap() }
    }

    /// Sends a request and reads the answer.
    pub async fn send(&self, request: Request<Body>) -> Result<Answer, kernel::Problem> {
        let (parts, body) = self.http.send(request).await?.into_parts();
        let body = body.collect().await.map_err(kernel::Problem::internal)?.to_bytes();
        let json = serde_json::from_slice(&body).unwrap_or_default();
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&body).into_owned(),
            json,
        })
    }

    /// Every record of a list, page by page.
    pub async fn all(&self, path: &str, bearer: &str) -> Vec<Value> {
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("{path}?limit=200{cursor}"), &[("authorization", bearer)]).await;
            let mut page = page.expect(200).json;
            items.append(page["items"].as_array_mut().unwrap());
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.call("GET", path, headers, None).await
    }

    pub async fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        self.try_call(method, path, headers, body).await.expect("the server answers")
    }

    pub async fn try_call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Result<Answer, kernel::Problem> {
        let mut request =
            Request::builder().method(method).uri(path).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(request.body(body).unwrap()).await
    }

    /// Asks again and again until the answer is as wanted.
    pub async fn until(&self, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
        patiently(async {
            let mut turns = tokio::time::interval(Duration::from_millis(20));
            loop {
                turns.tick().await;
                if let Ok(answer) = self.try_call("GET", path, &[], None).await
                    && wanted(&answer)
                {
                    return answer;
                }
            }
        })
        .await
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer, read.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub json: Value,
}

impl Answer {
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }
}
