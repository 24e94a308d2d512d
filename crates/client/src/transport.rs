use std::{fmt, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{Request, Response, Uri, uri::PathAndQuery},
};
use http_body_util::BodyExt;
use hyper_rustls::HttpsConnector;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use kernel::{Code, Problem};
use serde::de::DeserializeOwned;
use tower::ServiceExt;

/// The largest answer that is read whole, in bytes.
const LARGEST_ANSWER: usize = 16 << 20;

/// How a role is reached. Cheap to clone.
#[derive(Clone)]
pub enum Transport {
    /// Its router, in this process: a request is handed over without a copy.
    InProcess(Router),
    /// Its address.
    Http(Box<HttpClient>),
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InProcess(_) => f.write_str("InProcess"),
            Self::Http(http) => write!(f, "Http({}://{})", http.scheme, http.authority),
        }
    }
}

/// Why an address can't be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressError(String);

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for AddressError {}

/// Connections to one role over HTTP, kept open between calls.
#[derive(Clone)]
pub struct HttpClient {
    client: Client<HttpsConnector<HttpConnector>, Body>,
    scheme: &'static str,
    authority: String,
    prefix: String,
}

impl HttpClient {
    /// A client of the role at `http://host:port` or `https://host`, with an optional path in front of every call.
    pub fn new(address: &str) -> Result<Self, AddressError> {
        let wrong = || AddressError(format!("“{address}” must look like http://127.0.0.1:8091"));
        let uri: Uri = address.trim().trim_end_matches('/').parse().map_err(|_| wrong())?;
        let scheme = match uri.scheme_str() {
            Some("http") => "http",
            Some("https") => "https",
            _ => return Err(wrong()),
        };
        let authority = uri.authority().ok_or_else(wrong)?.as_str().to_owned();
        if uri.query().is_some() || authority.contains('@') {
            return Err(wrong());
        }
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(Duration::from_secs(3)));
        let connector = hyper_rustls::HttpsConnectorBuilder::new()
            .with_webpki_roots()
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            // Shorter than the time after which the other side closes an idle connection.
            .pool_idle_timeout(Duration::from_secs(15))
            .pool_max_idle_per_host(64)
            .build(connector);
        Ok(Self { client, scheme, authority, prefix: uri.path().trim_end_matches('/').to_owned() })
    }

    /// Whether the way there is encrypted.
    pub fn is_secure(&self) -> bool {
        self.scheme == "https"
    }

    /// Host and port.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Sends the request to the same path and query at this address.
    async fn send(&self, mut request: Request<Body>) -> Result<Response<Body>, Problem> {
        let path = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
        let uri = Uri::builder()
            .scheme(self.scheme)
            .authority(self.authority.as_str())
            .path_and_query(format!("{}{path}", self.prefix))
            .build()
            .map_err(Problem::internal)?;
        *request.uri_mut() = uri;
        match self.client.request(request).await {
            Ok(response) => Ok(response.map(Body::new)),
            Err(error) => Err(Problem::new(
                Code::BadGateway,
                "A service behind this one can't be reached just now. Please try again in a moment.",
            )
            .retry_after(2)
            .because(error)),
        }
    }
}

impl Transport {
    /// Over HTTP, to an address such as `http://127.0.0.1:8091`.
    pub fn http(address: &str) -> Result<Self, AddressError> {
        HttpClient::new(address).map(|http| Self::Http(Box::new(http)))
    }

    /// Hands the request over and gives what comes back, whatever its status.
    pub async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Problem> {
        match self {
            Self::InProcess(router) => match router.clone().oneshot(request).await {
                Ok(response) => Ok(response),
                Err(never) => match never {},
            },
            Self::Http(http) => http.send(request).await,
        }
    }

    /// A GET whose answer is JSON. The answer counts when it can be read, even with a status of failure: health says
    /// with 503 what is wrong.
    pub(crate) async fn read<T: DeserializeOwned>(&self, path: &'static str) -> Result<T, Problem> {
        let request = Request::get(path).body(Body::empty()).map_err(Problem::internal)?;
        let response = self.send(request).await?;
        let status = response.status();
        let unreadable = |cause: String| {
            Problem::new(
                Code::BadGateway,
                format!("A service behind this one answered {status} and not what was asked."),
            )
            .because(cause)
        };
        let body = http_body_util::Limited::new(response.into_body(), LARGEST_ANSWER)
            .collect()
            .await
            .map_err(|error| unreadable(error.to_string()))?;
        serde_json::from_slice(&body.to_bytes()).map_err(|error| unreadable(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use axum::{Json, routing::get};
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn an_address_that_cannot_be_called_is_refused() {
        for wrong in ["", "127.0.0.1:8091", "ftp://host", "http://", "http://a:b@host", "http://host/?x=1"] {
            assert!(HttpClient::new(wrong).is_err(), "{wrong}");
        }
        assert!(HttpClient::new("https://backend.example/").unwrap().is_secure());
    }

    #[tokio::test]
    async fn the_same_call_goes_in_process_and_over_the_network() {
        let router = Router::new().route("/api/health", get(|| async { Json(json!({"status": "healthy"})) }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let served = router.clone();
        tokio::spawn(async move { axum::serve(listener, served).await });
        for transport in [Transport::InProcess(router), Transport::http(&address).unwrap()] {
            let health: Value = transport.read("/api/health").await.unwrap();
            assert_eq!(health["status"], "healthy", "{transport:?}");
        }
    }

    #[tokio::test]
    async fn a_peer_that_is_not_there_is_a_bad_gateway() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let problem = Transport::http(&address).unwrap().read::<Value>("/api/health").await.unwrap_err();
        assert_eq!(problem.code, Code::BadGateway);
    }
}
