use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::{Code, Problem};
use web::Failure;

/// The documentation of the API: a page of our own that reads `/api/openapi.json`, because nothing may come from
/// another host.
pub(crate) async fn page() -> Response {
    answer("text/html; charset=utf-8", include_str!("../docs/index.html"))
}

/// What the page consists of.
pub(crate) async fn file(Path(name): Path<String>) -> Response {
    match name.as_str() {
        "docs.js" => answer("text/javascript; charset=utf-8", include_str!("../docs/docs.js")),
        "docs.css" => answer("text/css; charset=utf-8", include_str!("../docs/docs.css")),
        _ => Failure(Problem::new(Code::NotFound, "There is no such file.")).into_response(),
    }
}

fn answer(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}
