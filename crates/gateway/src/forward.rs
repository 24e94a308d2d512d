use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use client::{HttpClient, Transport};
use web::{Failure, RequestId, client_address, is_secure};

/// Headers that speak of one connection and not of the request (RFC 9110, 7.6.1).
const OF_THE_CONNECTION: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::PROXY_AUTHENTICATE,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Passes a request on to a role elsewhere, body and answer as streams.
pub(crate) async fn pass_on(http: Box<HttpClient>, mut request: Request) -> Response {
    prepare(&http, &mut request);
    match Transport::Http(http).send(request).await {
        Ok(mut response) => {
            drop_connection_headers(response.headers_mut());
            response
        }
        Err(problem) => Failure(problem).into_response(),
    }
}

/// Leaves out what was meant for this connection and says whose request it is. What an outer proxy has said is kept
/// when it can be trusted.
fn prepare(http: &HttpClient, request: &mut Request) {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let id = request.extensions().get::<RequestId>().and_then(|id| HeaderValue::from_str(&id.0).ok());
    let secure = is_secure(request.uri(), request.headers());
    let authority = request.uri().authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok());
    let headers = request.headers_mut();
    drop_connection_headers(headers);
    let host = headers.get(header::HOST).cloned().or(authority);
    let client: Option<IpAddr> = client_address(peer, headers);
    set(headers, FORWARDED_FOR, client.and_then(|ip| HeaderValue::from_str(&ip.to_string()).ok()));
    let scheme = HeaderValue::from_static(if secure { "https" } else { "http" });
    set(headers, FORWARDED_PROTO, Some(scheme));
    if !headers.contains_key(FORWARDED_HOST) {
        set(headers, FORWARDED_HOST, host.clone());
    }
    if id.is_some() {
        set(headers, REQUEST_ID, id);
    }
    // Behind TLS the address decides which service answers; on a plain network the browser's word is kept.
    let host = if http.is_secure() { HeaderValue::from_str(http.authority()).ok() } else { host };
    set(headers, header::HOST, host);
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    match value {
        Some(value) => {
            headers.insert(name, value);
        }
        None => {
            headers.remove(name);
        }
    }
}

fn drop_connection_headers(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in named.iter().chain(&OF_THE_CONNECTION) {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn prepared(address: &str, peer: [u8; 4], headers: &[(&str, &str)]) -> HeaderMap {
        let mut request = axum::http::Request::get("/api/v1/sites");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 4711))));
        request.extensions_mut().insert(RequestId("0123456789abcdef".into()));
        prepare(&HttpClient::new(address).unwrap(), &mut request);
        request.headers().clone()
    }

    #[test]
    fn the_backend_learns_who_asked_for_what() {
        let seen = prepared("http://127.0.0.1:8091", [203, 0, 113, 9], &[("host", "plant.example")]);
        assert_eq!(seen["x-forwarded-for"], "203.0.113.9");
        assert_eq!(seen["x-forwarded-host"], "plant.example");
        assert_eq!(seen["x-forwarded-proto"], "http");
        assert_eq!(seen["x-request-id"], "0123456789abcdef");
        assert_eq!(seen["host"], "plant.example");
        let seen = prepared("https://backend.example", [203, 0, 113, 9], &[("host", "plant.example")]);
        assert_eq!(
            (&seen["host"], &seen["x-forwarded-host"]),
            (&"backend.example".parse().unwrap(), &"plant.example".parse().unwrap())
        );
    }

    #[test]
    fn a_strangers_word_about_addresses_is_not_passed_on_and_a_proxys_is() {
        let said =
            [("host", "plant.example"), ("x-forwarded-for", "198.51.100.7"), ("x-forwarded-proto", "https")];
        assert_eq!(prepared("http://b", [203, 0, 113, 9], &said)["x-forwarded-for"], "203.0.113.9");
        let behind_proxy = prepared("http://b", [10, 0, 0, 2], &said);
        assert_eq!(behind_proxy["x-forwarded-for"], "198.51.100.7");
        assert_eq!(behind_proxy["x-forwarded-proto"], "https");
    }

    #[test]
    fn headers_of_the_connection_stay_here() {
        let said = [
            ("host", "a"),
            ("connection", "close, X-Secret"),
            ("x-secret", "1"),
            ("te", "trailers"),
            ("accept", "*/*"),
        ];
        let seen = prepared("http://b", [127, 0, 0, 1], &said);
        for gone in ["connection", "x-secret", "te"] {
            assert!(!seen.contains_key(gone), "{gone}");
        }
        assert_eq!(seen["accept"], "*/*");
    }
}
