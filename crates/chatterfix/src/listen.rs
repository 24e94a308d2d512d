//! Accepts connections and keeps them in bounds: how many there are, how long a client may take to say what it wants,
//! how large headers may be. Ends by letting answers that have begun finish.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower::ServiceExt;

use crate::exit::Stop;

/// Connections at a time; the next ones wait to be accepted.
const CONNECTIONS: usize = 4096;
/// Time for the headers of a request, which is also how long an idle connection is kept.
const HEADER_TIME: Duration = Duration::from_secs(30);
/// Bytes of headers in HTTP/1, and of a header list in HTTP/2.
const HEADER_BYTES: usize = 64 * 1024;
/// Header fields of a request.
const HEADER_COUNT: usize = 100;
/// How long answers that have begun may take when the server stops.
const FINISH_TIME: Duration = Duration::from_secs(30);

/// Opens the port. Says in plain words when it is taken.
pub async fn open(host: IpAddr, port: u16) -> Result<TcpListener, Stop> {
    TcpListener::bind((host, port)).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Stop::usage(format!(
            "port {port} is taken by another program. Stop that one, or choose another port with --port or PORT"
        )),
        std::io::ErrorKind::PermissionDenied => {
            Stop::usage(format!("port {port} may not be opened by this user. Choose one from 1024 on with --port or PORT"))
        }
        std::io::ErrorKind::AddrNotAvailable => {
            Stop::usage(format!(
                "this machine does not have the address {host}. Choose one of its own with --host or HOST; 0.0.0.0 means all of them"
            ))
        }
        _ => Stop::failed(format!("port {port} at {host} can't be opened: {error}")),
    })
}

/// What is served: first only that the server is starting, then everything.
#[derive(Clone, Debug)]
pub struct Served {
    /// Until everything is there.
    pub starting: Router,
    /// Everything, once.
    pub all: Arc<OnceLock<Router>>,
}

impl Served {
    fn router(&self) -> Router {
        self.all.get().unwrap_or(&self.starting).clone()
    }
}

/// Serves until `stop` is done, then lets answers finish.
pub async fn serve(listener: TcpListener, served: Served, stop: impl Future<Output = ()>) {
    let builder = Arc::new(builder());
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        let accept = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, accept(&listener).await)
        };
        let (place, (stream, peer)) = tokio::select! {
            accepted = accept => accepted,
            () = &mut stop => break,
        };
        let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service(&served, peer));
        let connection = graceful.watch(connection.into_owned());
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, %peer, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(FINISH_TIME, graceful.shutdown()).await.is_err() {
        tracing::warn!("some answers took too long to finish and were broken off");
    }
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_headers(HEADER_COUNT)
        .max_buf_size(HEADER_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(u32::try_from(HEADER_BYTES).unwrap_or(u32::MAX))
        .max_concurrent_streams(128)
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(20));
    builder
}

/// The next connection. A failure, such as too many open files, is waited out: the server goes on.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Answers are small; waiting to fill a packet would only delay them.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "TCP_NODELAY was refused");
                }
                return (stream, peer);
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn service(
    served: &Served,
    peer: SocketAddr,
) -> TowerToHyperService<
    impl tower::Service<
        Request<Incoming>,
        Response = axum::response::Response,
        Error = std::convert::Infallible,
        Future = impl Future<Output = Result<axum::response::Response, std::convert::Infallible>> + Send + 'static,
    > + Clone
    + Send
    + 'static,
> {
    let served = served.clone();
    TowerToHyperService::new(tower::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        served.router().oneshot(request)
    }))
}
