use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, Uri, header, request::Parts},
};
use sha2::{Digest, Sha256};

use crate::Failure;

/// The number of a request, in its answer, in problems and in every log line about it.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

tokio::task_local! {
    pub(crate) static REQUEST_ID: String;
}

/// The number of the request that this task serves.
pub(crate) fn current_request_id() -> Option<String> {
    REQUEST_ID.try_with(Clone::clone).ok()
}

/// What tells a repeated change from a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// The client's `Idempotency-Key`.
    pub key: String,
    /// Hash over method, address and body; a file is not read for it, see [`Idempotency::of_file`].
    pub fingerprint: [u8; 32],
}

impl Idempotency {
    /// The same for a request whose body is a file, with what was sent in it: the file's name and content and the like.
    #[must_use]
    pub fn of_file(mut self, sent: &[&[u8]]) -> Self {
        let mut hash = Sha256::new_with_prefix(self.fingerprint);
        for part in sent {
            hash.update(Sha256::digest(part));
        }
        self.fingerprint = hash.finalize().into();
        self
    }
}

/// What a handler may want to know about the request itself.
#[derive(Clone, Debug)]
pub struct RequestFacts {
    /// Where it comes from, as far as it can be trusted.
    pub address: Option<IpAddr>,
    /// What the browser calls itself, cut to 200 characters.
    pub user_agent: Option<String>,
    /// Whether the client reached us over TLS.
    pub secure: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for RequestFacts {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Self {
            address: client_address(peer, &parts.headers),
            user_agent: parts
                .headers
                .get(header::USER_AGENT)
                .and_then(|value| value.to_str().ok())
                .map(|text| text.chars().take(200).collect()),
            secure: is_secure(&parts.uri, &parts.headers),
        })
    }
}

/// The client's address. A proxy's word is taken only when the proxy stands on this machine or in a private
/// network, as the gateway of this product does.
pub fn client_address(peer: Option<IpAddr>, headers: &HeaderMap) -> Option<IpAddr> {
    let trusted = match peer {
        None => true,
        Some(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private(),
        Some(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local(),
    };
    let forwarded = || {
        headers
            .get("x-forwarded-for")
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.rsplit(',').next())
            .and_then(|ip| ip.trim().parse().ok())
    };
    if trusted { forwarded().or(peer) } else { peer }
}

/// Whether the client reached us, or the proxy before us, over TLS.
pub fn is_secure(uri: &Uri, headers: &HeaderMap) -> bool {
    uri.scheme_str() == Some("https")
        || headers
            .get("x-forwarded-proto")
            .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"https"))
}
