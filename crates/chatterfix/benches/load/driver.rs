//! The load: a fixed number of connections to 127.0.0.1, each asking anew as soon as it has its answer.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::http::{Method, Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::program::Processor;

/// Longest time for one answer; an import is the longest.
const PATIENCE: Duration = Duration::from_mins(5);

/// A request.
#[derive(Clone, Debug)]
pub struct Ask {
    pub method: Method,
    pub path: String,
    pub body: Bytes,
    /// What the body is.
    pub kind: &'static str,
}

impl Ask {
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), body: Bytes::new(), kind: "application/json" }
    }

    pub fn post(path: impl Into<String>, body: &serde_json::Value) -> Self {
        let body = Bytes::from(body.to_string());
        Self { method: Method::POST, path: path.into(), body, kind: "application/json" }
    }
}

/// Where to ask, and as whom.
#[derive(Clone, Debug)]
pub struct Target {
    port: u16,
    authorization: String,
}

impl Target {
    pub fn new(port: u16, token: &str) -> Self {
        Self { port, authorization: format!("Bearer {token}") }
    }
}

/// An open connection.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    target: Target,
}

impl Connection {
    pub async fn open(target: &Target) -> Result<Self, String> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, target.port));
        let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let (sender, connection) =
            handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
        tokio::spawn(connection);
        Ok(Self { sender, target: target.clone() })
    }

    /// Asks and reads the whole answer.
    pub async fn ask(&mut self, ask: Ask) -> Result<(StatusCode, Bytes), String> {
        let request = Request::builder()
            .method(ask.method)
            .uri(ask.path)
            .header(header::HOST, "127.0.0.1")
            .header(header::AUTHORIZATION, &self.target.authorization)
            .header(header::CONTENT_TYPE, ask.kind)
            .body(Full::new(ask.body))
            .map_err(|error| error.to_string())?;
        let answer = async {
            self.sender.ready().await?;
            let response = self.sender.send_request(request).await?;
            let status = response.status();
            Ok::<_, hyper::Error>((status, response.into_body().collect().await?.to_bytes()))
        };
        match tokio::time::timeout(PATIENCE, answer).await {
            Ok(answered) => answered.map_err(|error| error.to_string()),
            Err(_) => Err("no answer came in time".to_owned()),
        }
    }

    /// Asks for what must not fail.
    pub async fn json(&mut self, ask: Ask) -> serde_json::Value {
        let path = ask.path.clone();
        let (status, body) = self.ask(ask).await.unwrap_or_else(|why| panic!("{path}: {why}"));
        assert!(status.is_success(), "{path}: {status} {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).unwrap()
    }
}

/// What came of a load.
#[derive(Clone, Debug, Default)]
pub struct Load {
    pub per_second: f64,
    pub p50: Duration,
    pub p99: Duration,
    /// Time of the processors that the process spent on one request.
    pub processor: Option<Duration>,
    pub failed: usize,
    /// Failed answers that say that the database is locked.
    pub locked: usize,
    /// What the first failed answer said.
    pub first_failure: Option<String>,
}

impl Load {
    /// Sums up how long each request took.
    pub fn of(mut times: Vec<Duration>, time: Duration) -> Self {
        times.sort_unstable();
        let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1)));
        Self {
            per_second: times.len() as f64 / time.as_secs_f64(),
            p50: at(50).copied().unwrap_or_default(),
            p99: at(99).copied().unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Adds what the processors did meanwhile.
    #[must_use]
    pub fn with_processor(mut self, spent: Option<Duration>, time: Duration) -> Self {
        let requests = self.per_second * time.as_secs_f64();
        self.processor = spent.filter(|_| requests >= 1.0).map(|spent| spent.div_f64(requests));
        self
    }
}

#[derive(Default)]
struct Seen {
    times: Vec<Duration>,
    failures: Vec<String>,
}

/// Loads the process `pid` at `target` for a while, after a fifth of that while to warm up. `next` makes the requests
/// of a connection, by its number and the request's.
pub async fn load(
    target: &Target,
    pid: u32,
    connections: usize,
    time: Duration,
    next: impl Fn(usize, usize) -> Ask + Send + Sync + 'static,
) -> Load {
    let next = Arc::new(next);
    let from = Instant::now() + time / 5;
    let to = from + time;
    let tasks: Vec<_> = (0..connections)
        .map(|number| {
            let (target, next) = (target.clone(), Arc::clone(&next));
            tokio::spawn(async move { drive(&target, number, from, to, &*next).await })
        })
        .collect();
    tokio::time::sleep_until(from.into()).await;
    let (processor, begun) = (Processor::of(pid), Instant::now());
    tokio::time::sleep_until(to.into()).await;
    let spent = processor.and_then(|before| Some(Processor::of(pid)?.since(before)));
    let seconds = begun.elapsed();
    let mut seen = Seen::default();
    for task in tasks {
        let one = task.await.expect("a connection's task ends");
        seen.times.extend(one.times);
        seen.failures.extend(one.failures);
    }
    Load {
        failed: seen.failures.len(),
        locked: seen.failures.iter().filter(|text| text.contains("locked")).count(),
        first_failure: seen.failures.into_iter().next(),
        ..Load::of(seen.times, time).with_processor(spent, seconds)
    }
}

async fn drive(
    target: &Target,
    number: usize,
    from: Instant,
    to: Instant,
    next: &(impl Fn(usize, usize) -> Ask + ?Sized),
) -> Seen {
    let mut seen = Seen::default();
    let mut connection = match Connection::open(target).await {
        Ok(connection) => connection,
        Err(why) => {
            seen.failures.push(why);
            return seen;
        }
    };
    for count in 0.. {
        let began = Instant::now();
        if began >= to {
            break;
        }
        match connection.ask(next(number, count)).await {
            Ok((status, _)) if status.is_success() => {
                let ended = Instant::now();
                if ended >= from && ended < to {
                    seen.times.push(ended - began);
                }
            }
            Ok((status, body)) => {
                seen.failures.push(format!("{status} {}", String::from_utf8_lossy(&body)));
            }
            Err(why) => {
                seen.failures.push(why);
                break;
            }
        }
    }
    seen
}
