use std::{future::Future, pin::Pin, sync::Arc};

use axum::http::{HeaderMap, Method, header, request::Parts};
use kernel::{Code, Problem};

use crate::Caller;

/// Name of the session cookie.
pub const SESSION_COOKIE: &str = "chatterfix_session";

/// What a request brings to prove who sends it.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// The value of the session cookie.
    Session(String),
    /// The value behind `Authorization: Bearer`.
    Token(String),
}

/// The answer of an [`Authenticate`].
pub type Authenticated<'a> = Pin<Box<dyn Future<Output = Result<Caller, Problem>> + Send + 'a>>;

/// Turns credentials into a caller: the backend by its tables, other roles by asking the backend.
pub trait Authenticate: Send + Sync + 'static {
    /// The caller, or [`Code::Unauthenticated`].
    fn authenticate(&self, credentials: Credentials) -> Authenticated<'_>;
}

/// The authenticator as part of a router's state.
#[derive(Clone)]
pub struct Auth(pub Arc<dyn Authenticate>);

impl std::fmt::Debug for Auth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Auth")
    }
}

impl Credentials {
    /// Reads them from a request. A cookie counts for a change only when the page that sends it is ours, so that
    /// a foreign page can't act with a visitor's session.
    pub fn from_request(parts: &Parts) -> Result<Self, Problem> {
        if let Some(value) = parts.headers.get(header::AUTHORIZATION) {
            let token = value
                .to_str()
                .ok()
                .and_then(|value| value.split_once(' '))
                .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
                .map(|(_, token)| token.trim().to_owned());
            return token.map(Self::Token).ok_or_else(|| {
                Problem::new(
                    Code::Unauthenticated,
                    "The Authorization header must read: Bearer, a blank, and a token.",
                )
            });
        }
        let session = session_cookie(&parts.headers)
            .ok_or_else(|| Problem::new(Code::Unauthenticated, "Please sign in to go on."))?;
        let changes = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        if changes && !comes_from_our_page(&parts.headers) {
            return Err(Problem::forbidden("This change did not come from a ChatterFix page."));
        }
        Ok(Self::Session(session))
    }
}

/// The value of the session cookie, if one was sent.
fn session_cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == SESSION_COOKIE)
        .map(|(_, value)| value.to_owned())
}

/// Browsers say where a request comes from in headers that a page can't forge; without those, a header that
/// only a script of the same origin may set must be there.
fn comes_from_our_page(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    if let Some(origin) = text("origin") {
        let host = text("x-forwarded-host").or_else(|| text("host"));
        return origin.split_once("://").is_some_and(|(_, authority)| Some(authority) == host);
    }
    headers.contains_key("x-chatterfix")
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn read(method: &str, headers: &[(&str, &str)]) -> Result<Credentials, Problem> {
        let mut request = Request::builder().method(method).uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Credentials::from_request(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn a_foreign_page_cannot_change_anything_with_a_visitors_cookie() {
        let cookie = ("cookie", "theme=dark; chatterfix_session=abc");
        assert!(matches!(read("GET", &[cookie]), Ok(Credentials::Session(s)) if s == "abc"));
        assert!(read("POST", &[cookie]).is_err());
        assert!(read("POST", &[cookie, ("sec-fetch-site", "cross-site")]).is_err());
        assert!(read("POST", &[cookie, ("sec-fetch-site", "same-site")]).is_err());
        assert!(
            read("POST", &[cookie, ("origin", "https://evil.example"), ("host", "plant.example")]).is_err()
        );
        assert!(read("POST", &[cookie, ("sec-fetch-site", "cross-site"), ("x-chatterfix", "1")]).is_err());
        assert!(read("POST", &[cookie, ("sec-fetch-site", "same-origin")]).is_ok());
        assert!(
            read("POST", &[cookie, ("origin", "https://plant.example"), ("host", "plant.example")]).is_ok()
        );
        assert!(read("DELETE", &[cookie, ("x-chatterfix", "1")]).is_ok());
    }

    #[test]
    fn a_token_needs_no_page_and_a_wrong_scheme_is_said() {
        assert!(
            matches!(read("POST", &[("authorization", "bearer t")]), Ok(Credentials::Token(t)) if t == "t")
        );
        assert_eq!(read("GET", &[("authorization", "Basic x")]).unwrap_err().code, Code::Unauthenticated);
        assert_eq!(read("GET", &[]).unwrap_err().code, Code::Unauthenticated);
    }
}
