use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{header, request::Parts},
};
use bytes::Bytes;
use kernel::{Code, FieldError, Problem};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use crate::Failure;

/// A JSON body, read strictly: unknown fields and wrong types are refused by name.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let bytes = json_of(request, state).await?;
        // Serde would take a list for a record and fill its fields by their order.
        if bytes.trim_ascii_start().starts_with(b"[") {
            return Err(Problem::field("body", "must be a record, not a list").into());
        }
        read_json(&bytes).map(Self).map_err(Failure)
    }
}

/// A JSON body that may be a record or a list of records, as its type says; read as strictly.
#[derive(Debug)]
pub struct RecordOrList<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for RecordOrList<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let bytes = json_of(request, state).await?;
        read_json(&bytes).map(Self).map_err(Failure)
    }
}

/// The bytes of a body that says it is JSON.
async fn json_of<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
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
        ));
    }
    Bytes::from_request(request, state).await.map_err(|rejection| {
        if rejection.status() == 413 {
            Problem::new(Code::TooLarge, "The body is larger than is accepted here.")
        } else {
            Problem::new(Code::Malformed, "The body did not arrive whole.")
        }
    })
}

/// Reads JSON and names what is wrong with it.
pub(crate) fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        if inner.is_data() {
            wrong_field(&path, &inner.to_string())
        } else if serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
            // Where a word is expected, serde calls JSON of another kind no JSON.
            wrong_field(&path, "is not of the kind that is expected here")
        } else {
            unreadable(&inner)
        }
    })?;
    reader.end().map_err(|error| unreadable(&error))?;
    if let Some(field) = nul_in(bytes) {
        return Err(Problem::field(field, "must not contain control characters"));
    }
    Ok(value)
}

/// The place of a NUL in JSON: no text that is kept holds one, and PostgreSQL can't even look for one.
fn nul_in(bytes: &[u8]) -> Option<String> {
    fn place(value: &Value, at: &str) -> Option<String> {
        match value {
            Value::String(text) => text.contains('\0').then(|| at.to_owned()),
            Value::Array(items) => {
                items.iter().enumerate().find_map(|(index, item)| place(item, &format!("{at}[{index}]")))
            }
            Value::Object(fields) => fields.iter().find_map(|(name, field)| {
                if name.contains('\0') {
                    return Some(at.to_owned());
                }
                place(field, &if at.is_empty() { name.clone() } else { format!("{at}.{name}") })
            }),
            _ => None,
        }
    }
    let written = b"\\u0000";
    if !bytes.windows(written.len()).any(|part| part == written) {
        return None;
    }
    let found = place(&serde_json::from_slice(bytes).ok()?, "")?;
    Some(if found.is_empty() { "body".to_owned() } else { found })
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
        // No text that is kept holds a NUL, and PostgreSQL can't even look for one.
        if let Some((name, _)) = form_urlencoded::parse(text.as_bytes())
            .find(|(name, value)| name.contains('\0') || value.contains('\0'))
        {
            return Err(Problem::field(name, "must not contain control characters"));
        }
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
        let holds_nul = parts.uri.path().contains("%00");
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) if !holds_nul => Ok(Self(value)),
            _ => Err(Problem::not_found("This record").into()),
        }
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
        assert_eq!(field(" [\"a\"]"), "body");
        assert_eq!(field(r#"{"title":"a\u0000"}"#), "title");
        assert_eq!(field(r#"{"title":"a","lines":[{"quantity":1,"unit":"\u0000"}]}"#), "lines[0].unit");
        assert_eq!(first("{").0, Code::Malformed);
        assert_eq!(first(r#"{"title":"a"} x"#).0, Code::Malformed);
    }
}
