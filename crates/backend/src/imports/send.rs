use axum::{
    body::to_bytes,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, State},
    http::header,
};
use bytes::Bytes;
use contract::{
    events::{Actor, ActorKind},
    imports::{ImportKind, ImportQuery, ImportReport},
    permissions::{Permission, RunImports},
};
use kernel::{Code, FieldError, Problem};
use web::{Answer, Caller, Can, Failure, Patient, Query, Reply};

use super::run::{Import, run_once};
use crate::{App, change::kept};

/// Largest file in bytes.
const LARGEST: usize = 100 << 20;

/// A file, sent as a form or as the body itself.
#[derive(Debug, Default)]
pub(super) struct Upload {
    bytes: Bytes,
    file_name: Option<String>,
    map: Option<String>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Failure> {
        Patient::with(request.extensions());
        let form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("multipart/form-data"));
        let broken = || Problem::new(Code::Malformed, "The file did not arrive whole.");
        let large = || {
            Problem::new(
                Code::TooLarge,
                "The file is larger than 100 MiB. Cut it into parts, or import it with `chatterfix import`.",
            )
        };
        if !form {
            let bytes = to_bytes(request.into_body(), LARGEST).await.map_err(|_| large())?;
            return Ok(Self { bytes, ..Self::default() });
        }
        DefaultBodyLimit::max(LARGEST).apply(&mut request);
        let mut form = Multipart::from_request(request, state).await.map_err(|_| broken())?;
        let mut upload = Self::default();
        while let Some(field) = form.next_field().await.map_err(|_| broken())? {
            let failed = |error: axum::extract::multipart::MultipartError| {
                if error.status() == 413 { large() } else { broken() }
            };
            match field.name() {
                Some("file") => {
                    upload.file_name = field.file_name().map(ToOwned::to_owned);
                    upload.bytes = field.bytes().await.map_err(failed)?;
                }
                Some("map") => upload.map = Some(field.text().await.map_err(failed)?),
                other => {
                    let name = other.unwrap_or("field").to_owned();
                    return Err(Problem::field(
                        name,
                        "is not a field that is known here: send file, and map",
                    )
                    .into());
                }
            }
        }
        Ok(upload)
    }
}

/// Import a file: all of it, or nothing and what is wrong with its rows. With `dry_run` it only says what would happen.
/// Send it as the body, or as the field `file` of a form.
#[utoipa::path(post, path = "/imports", tag = "imports", operation_id = "create_import", params(ImportQuery),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ImportReport), (status = 201, body = ImportReport)))]
pub(super) async fn create_import(
    can: Can<RunImports>,
    State(app): State<App>,
    Query(query): Query<ImportQuery>,
    upload: Upload,
) -> Reply {
    if upload.bytes.is_empty() {
        return Err(Problem::field("file", "is empty").into());
    }
    let import = Import {
        kind: query.kind,
        bytes: upload.bytes,
        file_name: upload.file_name.or(query.file_name).map(|name| name.chars().take(200).collect()),
        map: upload.map.or(query.map),
        dry_run: query.dry_run,
        again: query.again,
        caller: Some(can.caller()),
    };
    may_touch(&can, query.kind)?;
    let actor = Actor { kind: ActorKind::Import, user_id: Some(can.user.uuid()), name: can.name.clone() };
    let key = can.idempotency.clone().map(|key| {
        let sent = [import.file_name.as_deref(), import.map.as_deref()]
            .map(|text| text.unwrap_or_default().as_bytes());
        (can.user, key.of_file(&[sent[0], sent[1], &import.bytes]))
    });
    if let Some((user, idempotency)) = key.clone()
        && let Some(answer) = app.read(&can, move |tenant| kept(tenant, user, &idempotency)).await?
    {
        return Ok(answer);
    }
    let report = run_once(&app, can.organization, actor, import, None, key).await?;
    if report.dry_run {
        return Ok(Answer::ok(&report)?);
    }
    if !report.imported {
        return Err(refused(&report).into());
    }
    Ok(Answer::created(&report)?)
}

/// A file of people needs the permission to manage people too.
pub(super) fn may_touch(caller: &Caller, kind: ImportKind) -> Result<(), Problem> {
    if kind == ImportKind::Users && caller.scope(Permission::ManagePeople).is_none() {
        return Err(Problem::forbidden("Your role does not allow you to add or change people."));
    }
    Ok(())
}

/// What is wrong, row by row, as a problem.
fn refused(report: &ImportReport) -> Problem {
    let errors = report.errors.iter().map(|issue| FieldError {
        field: format!("row {}, {}", issue.row, issue.column),
        message: if issue.value.is_empty() {
            issue.message.clone()
        } else {
            format!("“{}” {}", issue.value, issue.message)
        },
    });
    let mut problem = Problem::fields(errors.collect());
    let rows =
        if report.wrong_rows == 1 { "1 row".to_owned() } else { format!("{} rows", report.wrong_rows) };
    problem.detail = format!("{rows} of {} can't be read. Nothing was imported.", report.rows);
    problem
}
