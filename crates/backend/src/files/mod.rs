//! Files attached to records. The slice knows no noun: the slice of the record decides who may see and change it and
//! gives the addresses. Contents are kept once each, named by their hash, in the data directory; the table says
//! which record has which content under which name.

mod content;
mod download;
mod kind;
mod name;
mod outgoing;
mod range;
mod store;
#[cfg(test)]
mod stories;
mod upload;

use contract::files::Attachment;
use jiff::SignedDuration;
use kernel::{AttachmentId, Id, Problem};
use serde_json::{Value, json};
use uuid::Uuid;
use web::{Answer, Reply, SignedIn};

pub(crate) use download::{Delivery, DeliveryFilter, open};
pub(crate) use outgoing::{Outgoing, deliver_table};
pub(crate) use upload::{Upload, attach};

use self::content::Contents;
use crate::{App, tenant::Tenant};

/// How long a content that nothing refers to is left alone: longer than an upload takes.
const LEFT_ALONE: SignedDuration = SignedDuration::from_hours(24);
/// How long the content of a removed file is kept.
const KEPT_AFTER_REMOVAL: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The files of a record, oldest first.
pub(crate) fn list(
    tenant: &mut Tenant<'_, '_>,
    entity: &'static str,
    entity_id: Uuid,
) -> Result<Vec<Attachment>, Problem> {
    store::list(tenant, entity, entity_id)
}

/// One file of a record.
pub(crate) fn find(
    tenant: &mut Tenant<'_, '_>,
    entity: &'static str,
    entity_id: Uuid,
    id: AttachmentId,
) -> Result<Attachment, Problem> {
    Ok(store::find(tenant, entity, entity_id, id)?.0)
}

/// Removes a file from a record and answers 204. `allowed` as for [`attach`].
pub(crate) async fn remove(
    app: &App,
    caller: &SignedIn,
    entity: &'static str,
    entity_id: Uuid,
    id: AttachmentId,
    allowed: impl Fn(&mut Tenant<'_, '_>) -> Result<i64, Problem> + Send + 'static,
) -> Reply {
    app.change(caller, move |change| {
        let version = allowed(change)?;
        let (attachment, _) = store::find(change, entity, entity_id, id)?;
        let now = change.now();
        store::remove(change, id, now)?;
        let before = json!({"file": attachment.name, "file_id": id, "content_hash": attachment.content_hash});
        change.happened(
            entity,
            Id::<()>::new(entity_id),
            version,
            "file_removed",
            &before,
            &Value::Null,
            None,
        )?;
        Ok(Answer::done())
    })
    .await
}

/// Throws away contents that nothing refers to: broken uploads, and files removed long ago. Answers how many.
pub(crate) async fn tidy(app: &App) -> Result<usize, Problem> {
    let contents = Contents::within(&app.config().data_dir);
    let now = app.clock().now();
    let (border, removed_after) = (now - LEFT_ALONE, now - KEPT_AFTER_REMOVAL);
    let old = on_disk({
        let contents = contents.clone();
        move || contents.older_than(border)
    })
    .await?;
    let mut forgotten = 0;
    for some in old.chunks(200) {
        let asked = some.to_vec();
        let used = app.db().read(move |conn| store::still_used(conn, &asked, removed_after)).await?;
        let unused: Vec<_> = some.iter().filter(|hash| !used.contains(hash)).copied().collect();
        forgotten += unused.len();
        let contents = contents.clone();
        on_disk(move || unused.iter().try_for_each(|hash| contents.forget(hash, border))).await?;
    }
    Ok(forgotten)
}

async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?.map_err(Problem::internal)
}
