use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{header, request::Parts},
};
use bytes::Bytes;
use kernel::{Code, FieldError, Problem};
use serde::de::DeserializeOwned;

use crate::Failure;

/// A JSON body, read strictly: unknown fields and wrong types are refused by name.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|kind| {
                let kind = kind.trim().to_ascii_lowercase();
                kind == "application/json" || kind.ends_with("+json")
            });
        if !json {
            return Err(Problem::new(
                Code::UnsupportedMediaType,
                "Send the body as JSON, with Content-Type: application/json.",
            )
            .into());
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.status() == 413 {
                Problem::new(Code::TooLarge, "The body is larger than is accepted here.")
            } else {
                Problem::new(Code::Malformed, "The body did not arrive whole.")
            }
        })?;
        read_json(&bytes).map(Self).map_err(Failure)
    }
}

/// Reads JSON and names what is wrong with it.
pub(crate) fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if inner.is_data() { wrong_field(&path, &inner.to_string()) } else { unreadable(&inner) }
    })?;
    reader.end().map_err(|error| unreadable(&error))?;
    Ok(value)
}

fn unreadable(error: &serde_json::Error) -> Problem {
    Problem::new(
        Code::Malformed,
        format!("The body is not JSON: see line {}, column {}.", error.line(), error.column()),
    )
}

/// Query parameters, read strictly.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Self::read(parts.uri.query().unwrap_or_default()).map_err(Failure)
    }
}

impl<T: DeserializeOwned> Query<T> {
    /// The same from what stands behind the `?`.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
        serde_path_to_error::deserialize(reader).map(Self).map_err(|error| {
            let path = error.path().to_string();
            wrong_field(&path, &error.into_inner().to_string())
        })
    }
}

/// The variable parts of the address. What can't be an identity is simply not found.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        axum::extract::Path::from_request_parts(parts, state)
            .await
            .map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Problem::not_found("This record").into())
    }
}

/// Turns serde's words into ours, with the field's path in front.
fn wrong_field(path: &str, words: &str) -> Problem {
    let words = words.split(" at line ").next().unwrap_or(words);
    let quoted = |text: &str| text.split('`').nth(1).unwrap_or_default().to_owned();
    let parent = if path == "." { "" } else { path };
    if words.starts_with("unknown field") {
        let name = quoted(words);
        let at = parent.rsplit_once('.').map_or("", |(above, _)| above);
        let field = if parent.ends_with(&name) {
            parent.to_owned()
        } else if at.is_empty() {
            name
        } else {
            format!("{at}.{name}")
        };
        return Problem::field(field, "is not a field that is known here");
    }
    if words.starts_with("missing field") {
        let name = quoted(words);
        let field = if parent.is_empty() { name } else { format!("{parent}.{name}") };
        return Problem::field(field, "is needed");
    }
    if words.starts_with("duplicate field") {
        return Problem::field(quoted(words), "is given twice");
    }
    let field = if parent.is_empty() { "body" } else { parent };
    let message = if let Some(rest) = words.strip_prefix("invalid type: ") {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, "something else"));
        format!("must be {expected}, not {found}")
    } else if let Some(rest) = words.strip_prefix("unknown variant ") {
        let expected = rest.split_once(", expected ").map_or("", |(_, expected)| expected);
        format!("must be {}", expected.replace('`', ""))
    } else if words.starts_with("UUID parsing failed") || words.contains("invalid character: found") {
        "must be an id".to_owned()
    } else {
        words.to_owned()
    };
    Problem::fields(vec![FieldError { field: field.to_owned(), message }])
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use uuid::Uuid;

    use super::*;

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Line {
        quantity: u32,
    }

    #[derive(Deserialize, Debug)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Order {
        title: String,
        #[serde(default)]
        lines: Vec<Line>,
        asset_id: Option<Uuid>,
    }

    fn first(json: &str) -> (Code, String, String) {
        let problem = read_json::<Order>(json.as_bytes()).unwrap_err();
        let error = problem
            .errors
            .first()
            .cloned()
            .unwrap_or(FieldError { field: String::new(), message: problem.detail });
        (problem.code, error.field, error.message)
    }

    #[test]
    fn each_kind_of_bad_body_names_the_field() {
        let field = |json| {
            let (code, field, _) = first(json);
            assert_eq!(code, Code::Invalid, "{json}");
            field
        };
        assert_eq!(field("{}"), "title");
        assert_eq!(field(r#"{"title":3}"#), "title");
        assert_eq!(field(r#"{"title":"a","colour":1}"#), "colour");
        assert_eq!(field(r#"{"title":"a","lines":[{"quantity":1},{"quantity":"x"}]}"#), "lines[1].quantity");
        assert_eq!(field(r#"{"title":"a","lines":[{"quantity":1,"unit":2}]}"#), "lines[0].unit");
        assert_eq!(field(r#"{"title":"a","asset_id":"nonsense"}"#), "asset_id");
        assert_eq!(field("[]"), "body");
        assert_eq!(first("{").0, Code::Malformed);
        assert_eq!(first(r#"{"title":"a"} x"#).0, Code::Malformed);
    }
}
