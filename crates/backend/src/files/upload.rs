//! Taking a file in: read piece by piece, never whole in memory, and recorded only when its content is durable.

use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::MultipartError};
use contract::files::Attachment;
use kernel::{Code, Id, Problem};
use serde_json::{Value, json};
use uuid::Uuid;
use web::{Answer, Failure, Patient, Reply, SignedIn};

use super::{
    content::{Contents, Stored, hexadecimal},
    kind, name, store,
};
use crate::{App, change::Change, tenant::Tenant};

/// The largest file that is accepted.
const LARGEST: u64 = 50 * 1024 * 1024;

/// The body of an upload: `multipart/form-data` with one file in the field `file`.
#[derive(Debug)]
pub(crate) struct Upload(Multipart);

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Failure> {
        Patient::with(request.extensions());
        // The file itself is counted as it arrives; this leaves room for the form around it.
        let around = 64 * 1024;
        DefaultBodyLimit::max(usize::try_from(LARGEST).map_err(Problem::internal)? + around)
            .apply(&mut request);
        Multipart::from_request(request, state).await.map(Self).map_err(|_| {
            let detail = "Send the file as multipart/form-data, in the field “file”.";
            Problem::new(Code::UnsupportedMediaType, detail).into()
        })
    }
}

/// Attaches a file to a record, answers 201 with the [`Attachment`] and records it in the record's history.
///
/// `allowed` finds the record, refuses with a problem if nothing may be attached to it, and answers its version. It runs
/// before the upload is read and again in the transaction that records the file.
pub(crate) async fn attach(
    app: &App,
    caller: &SignedIn,
    entity: &'static str,
    entity_id: Uuid,
    upload: Upload,
    allowed: impl Fn(&mut Tenant<'_, '_>) -> Result<i64, Problem> + Clone + Send + 'static,
) -> Reply {
    let Upload(mut form) = upload;
    let received = match app.read(caller, allowed.clone()).await {
        Ok(_) => receive(app, &mut form).await,
        Err(refused) => Err(refused),
    };
    if received.is_err() {
        // Whoever is still sending would find the connection closed and never read why.
        while let Ok(Some(_)) = form.next_field().await {}
    }
    let (name, stored) = received?;
    let mut caller = caller.clone();
    caller.idempotency = caller.idempotency.map(|key| key.of_file(&[name.as_bytes(), &stored.hash]));
    app.change(&caller, move |change| {
        let version = allowed(change)?;
        let attachment = record(change, entity, entity_id, version, &name, &stored)?;
        Answer::created(&attachment)
    })
    .await
}

fn record(
    change: &mut Change<'_, '_>,
    entity: &'static str,
    entity_id: Uuid,
    version: i64,
    name: &str,
    stored: &Stored,
) -> Result<Attachment, Problem> {
    let media_type = kind::media_type(&stored.head, name);
    let attachment = Attachment {
        id: change.id(None),
        entity: entity.to_owned(),
        entity_id,
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        inline: kind::is_inline(media_type),
        size_bytes: stored.size_bytes,
        content_hash: hexadecimal(&stored.hash),
        created_by: change.actor().name.clone(),
        created_at: change.now(),
    };
    let user = change.user();
    store::insert(change, &attachment, &stored.hash, user)?;
    let after =
        json!({"file": attachment.name, "file_id": attachment.id, "content_hash": attachment.content_hash});
    change.happened(
        entity,
        Id::<()>::new(entity_id),
        version,
        "file_attached",
        &Value::Null,
        &after,
        None,
    )?;
    Ok(attachment)
}

/// Reads the one file of a form and makes its content durable.
async fn receive(app: &App, form: &mut Multipart) -> Result<(String, Stored), Problem> {
    let contents = Contents::within(&app.config().data_dir);
    let mut received = None;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some("file") || field.file_name().is_none() {
            let named = field.name().unwrap_or("file").to_owned();
            return Err(Problem::field(named, "is not expected here; send one file in the field “file”"));
        }
        if received.is_some() {
            return Err(Problem::field("file", "must be one file; send others one after the other"));
        }
        let name = name::clean(field.file_name().unwrap_or_default());
        let mut incoming = contents.begin(&app.entropy().secret(), LARGEST).await?;
        while let Some(bytes) = field.chunk().await.map_err(broken)? {
            incoming.write(&bytes).await?;
        }
        if incoming.size_bytes() == 0 {
            return Err(Problem::field("file", "must not be empty"));
        }
        received = Some((name, incoming));
    }
    let Some((name, incoming)) = received else { return Err(Problem::field("file", "is needed")) };
    Ok((name, contents.finish(incoming).await?))
}

fn broken(error: MultipartError) -> Problem {
    if error.status() == 413 {
        let detail = format!("The file is larger than the {} MB that are accepted.", LARGEST / (1024 * 1024));
        return Problem::new(Code::TooLarge, detail);
    }
    Problem::new(Code::Malformed, "The file did not arrive whole. Please send it again.").because(error)
}
