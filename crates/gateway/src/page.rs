use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use kernel::{Code, Problem};
use rust_embed::{EmbeddedFile, RustEmbed};
use web::Failure;

/// What the build of the page left; in the dev profile it is read from the disk at each request.
#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Dist;

const INDEX: &str = "index.html";
/// The files below this folder carry a hash of their content in their name.
const HASHED: &str = "assets/";
/// What a file's name ends with, as opposed to an address of the page.
const FILE_ENDINGS: &[&str] = &[
    "js",
    "css",
    "map",
    "json",
    "html",
    "svg",
    "png",
    "jpg",
    "ico",
    "webp",
    "woff",
    "woff2",
    "wasm",
    "txt",
    "xml",
    "webmanifest",
    "br",
    "gz",
];

/// Serves a file of the page, or the page itself for an address inside it. A file that is missing is not found.
pub(crate) async fn serve(request: Request) -> Response {
    answer::<Dist>(&request)
}

fn answer<Files: RustEmbed>(request: &Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let problem = Problem::new(Code::MethodNotAllowed, "This address does not take that method.");
        return Failure(problem).into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let path = if path.is_empty() { INDEX } else { path };
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    if !hidden && let Some(response) = file::<Files>(path, request.headers()) {
        return response;
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    let is_file = last.rsplit_once('.').is_some_and(|(_, ending)| FILE_ENDINGS.contains(&ending));
    if hidden || (is_file && path != INDEX) {
        return Failure(Problem::new(Code::NotFound, "There is no such file.")).into_response();
    }
    file::<Files>(INDEX, request.headers()).unwrap_or_else(|| {
        let text = "This program was built without its page. The API works: see /docs.\n";
        (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")], text).into_response()
    })
}

/// The file, in the smallest form that the browser takes.
fn file<Files: RustEmbed>(path: &str, headers: &HeaderMap) -> Option<Response> {
    let plain = Files::get(path)?;
    let kind = content_type(&plain);
    let compressed = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(coding, _)| accepts(headers, coding))
        .find_map(|(coding, ending)| Some((coding, Files::get(&format!("{path}{ending}"))?)));
    let (coding, found) = match compressed {
        Some((coding, found)) => (Some(coding), found),
        None => (None, plain),
    };
    let tag = entity_tag(&found);
    let cache = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let unchanged = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim().trim_start_matches("W/") == tag);
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = content(found).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_str(&kind).ok()?);
        if let Some(coding) = coding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    };
    let answer = response.headers_mut();
    answer.insert(header::ETAG, HeaderValue::from_str(&tag).ok()?);
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Some(response)
}

fn content(file: EmbeddedFile) -> Bytes {
    match file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

fn content_type(file: &EmbeddedFile) -> String {
    let kind = file.metadata.mimetype();
    let is_text = kind.starts_with("text/") || kind.ends_with("javascript") || kind.ends_with("json");
    if is_text { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
}

fn entity_tag(file: &EmbeddedFile) -> String {
    use std::fmt::Write;
    let start = &file.metadata.sha256_hash()[..12];
    let mut tag = start.iter().fold(String::from("\""), |mut tag, byte| {
        let _ = write!(tag, "{byte:02x}");
        tag
    });
    tag.push('"');
    tag
}

/// Whether `Accept-Encoding` names the coding without forbidding it.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|item| {
            let (name, weight) = item.split_once(';').unwrap_or((item, ""));
            name.trim().eq_ignore_ascii_case(coding).then(|| weight.trim().replace(' ', ""))
        })
        .any(|weight| !matches!(weight.as_str(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[derive(RustEmbed)]
    #[folder = "tests/page"]
    struct Page;

    fn get(path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer::<Page>(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn addresses_inside_the_page_are_the_page_and_missing_files_are_not_found() {
        for path in ["/", "/work-orders/0190", "/assets", "/assets/0190-abc", "/parts/P-101.5"] {
            let response = get(path, &[]);
            assert_eq!(response.status(), 200, "{path}");
            assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8", "{path}");
            assert_eq!(response.headers()["cache-control"], "no-cache", "{path}");
        }
        for path in ["/assets/gone-1.js", "/favicon.ico", "/.env", "/assets/.secret", "/../Cargo.toml.txt"] {
            assert_eq!(get(path, &[]).status(), 404, "{path}");
        }
        let post = Request::post("/").body(Body::empty()).unwrap();
        assert_eq!(answer::<Page>(&post).status(), 405);
    }

    #[test]
    fn files_with_a_hash_in_their_name_stay_for_a_year_and_come_compressed() {
        let plain = get("/assets/main-1.js", &[]);
        assert_eq!(plain.headers()["cache-control"], "public, max-age=31536000, immutable");
        assert!(plain.headers()["content-type"].to_str().unwrap().contains("javascript"));
        assert!(!plain.headers().contains_key("content-encoding"));
        let small = get("/assets/main-1.js", &[("accept-encoding", "gzip, br")]);
        assert_eq!(small.headers()["content-encoding"], "br");
        assert_eq!(small.headers()["content-type"], plain.headers()["content-type"]);
        assert_ne!(small.headers()["etag"], plain.headers()["etag"]);
        assert_eq!(
            get("/assets/main-1.js", &[("accept-encoding", "gzip")]).headers()["content-encoding"],
            "gzip"
        );
    }

    #[test]
    fn what_the_browser_has_already_is_not_sent_again() {
        let tag = get("/", &[]).headers()["etag"].to_str().unwrap().to_owned();
        let again = get("/", &[("if-none-match", &format!("\"other\", W/{tag}"))]);
        assert_eq!(again.status(), 304);
        assert_eq!(again.headers()["etag"], tag.as_str());
    }

    #[test]
    fn a_coding_counts_unless_it_is_forbidden() {
        let with = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, text.parse().unwrap());
            headers
        };
        assert!(accepts(&with("gzip, deflate, br"), "br"));
        assert!(accepts(&with("br;q=0.5"), "br"));
        assert!(!accepts(&with("gzip, br;q=0"), "br"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }
}
