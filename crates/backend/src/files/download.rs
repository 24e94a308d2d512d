//! Giving a file out: whole or a part of it, under a name and a type that no browser will take for a page.

use std::io::SeekFrom;

use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use contract::files::Attachment;
use futures_util::stream;
use kernel::{AttachmentId, Problem};
use serde::Deserialize;
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncSeekExt},
};
use utoipa::IntoParams;
use uuid::Uuid;
use web::{Failure, Query, SignedIn};

use super::{content::Contents, name, range, store};
use crate::{App, tenant::Tenant};

const CHUNK: u64 = 64 * 1024;

/// How a file is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(crate) struct DeliveryFilter {
    /// Whether to keep it even if the browser could show it.
    pub download: Option<bool>,
}

/// How a file is asked for, with the headers that narrow it: `Range`, `If-Range` and `If-None-Match`.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    download: bool,
    headers: HeaderMap,
}

impl<S: Send + Sync> FromRequestParts<S> for Delivery {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Query(filter) = Query::<DeliveryFilter>::from_request_parts(parts, state).await?;
        Ok(Self { download: filter.download == Some(true), headers: parts.headers.clone() })
    }
}

/// Answers the content of a record's file. `allowed` refuses with a problem if the caller may not see the record.
pub(crate) async fn open(
    app: &App,
    caller: &SignedIn,
    entity: &'static str,
    entity_id: Uuid,
    id: AttachmentId,
    delivery: Delivery,
    allowed: impl Fn(&mut Tenant<'_, '_>) -> Result<i64, Problem> + Send + 'static,
) -> Result<Response, Failure> {
    let (attachment, hash) = app
        .read(caller, move |tenant| {
            allowed(tenant)?;
            store::find(tenant, entity, entity_id, id)
        })
        .await?;
    let headers = headers(&attachment, delivery.download)?;
    let tag = format!("\"{}\"", attachment.content_hash);
    let asked = |name| delivery.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if asked(header::IF_NONE_MATCH).is_some_and(|tags| tags.split(',').any(|one| one.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let size = u64::try_from(attachment.size_bytes).map_err(Problem::internal)?;
    let mut file = Contents::within(&app.config().data_dir).open(&hash).await?;
    let part = asked(header::RANGE).filter(|_| asked(header::IF_RANGE).is_none_or(|one| one == tag));
    match part.and_then(|part| range::read(part, size)) {
        None => {
            let length = [(header::CONTENT_LENGTH, size.to_string())];
            Ok((StatusCode::OK, headers, length, body(file, size)).into_response())
        }
        Some(Err(range::Unsatisfiable)) => {
            let whole = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
            Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers, whole).into_response())
        }
        Some(Ok((first, last))) => {
            file.seek(SeekFrom::Start(first)).await.map_err(Problem::internal)?;
            let length = last - first + 1;
            let part = [
                (header::CONTENT_RANGE, format!("bytes {first}-{last}/{size}")),
                (header::CONTENT_LENGTH, length.to_string()),
            ];
            Ok((StatusCode::PARTIAL_CONTENT, headers, part, body(file, length)).into_response())
        }
    }
}

fn headers(attachment: &Attachment, download: bool) -> Result<HeaderMap, Problem> {
    let inline = attachment.inline && !download;
    let text = |text: &str| HeaderValue::from_str(text).map_err(Problem::internal);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, text(&attachment.media_type)?);
    headers.insert(header::CONTENT_DISPOSITION, text(&name::disposition(inline, &attachment.name))?);
    headers.insert(header::ETAG, text(&format!("\"{}\"", attachment.content_hash))?);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    // A sandbox keeps browsers from opening their own viewer for PDF, in which nothing of ours can run anyway.
    let policy = if attachment.media_type == "application/pdf" {
        "default-src 'none'"
    } else {
        "default-src 'none'; sandbox"
    };
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    Ok(headers)
}

/// The next `length` bytes of a file, read as they are sent.
pub(super) fn body(file: File, length: u64) -> Body {
    Body::from_stream(stream::try_unfold((file, length), |(mut file, left)| async move {
        if left == 0 {
            return Ok::<_, std::io::Error>(None);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(left.min(CHUNK)).unwrap_or_default());
        let read = (&mut file).take(left.min(CHUNK)).read_to_end(&mut bytes).await?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Some((Bytes::from(bytes), (file, left - read as u64))))
    }))
}
