use axum::{extract::State, response::Response};
use contract::{
    files::{Attachment, Upload as UploadBody},
    permissions::{ManageAssets, ViewAssets},
};
use kernel::{AssetId, AttachmentId, Page, Problem};
use web::{Answer, Can, Failure, Path, Reply};

use super::{ENTITY, seen::Seen, store};
use crate::{
    App,
    files::{self, Delivery, DeliveryFilter, Upload},
    tenant::Tenant,
};

/// Finds the asset and answers its version.
fn allowed(
    id: AssetId,
    seen: Seen,
) -> impl Fn(&mut Tenant<'_, '_>) -> Result<i64, Problem> + Clone + Send + 'static {
    move |tenant| store::version(tenant, id, &seen)
}

/// List the files of an asset.
#[utoipa::path(get, path = "/assets/{id}/files", tag = "assets", operation_id = "list_asset_files",
    params(("id" = Uuid, Path)), responses((status = 200, body = Page<Attachment>)))]
pub(super) async fn list_asset_files(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Path(id): Path<AssetId>,
) -> Reply {
    let allowed = allowed(id, Seen::by(&can));
    let items = app
        .read(&can, move |tenant| {
            allowed(tenant)?;
            files::list(tenant, ENTITY, id.uuid())
        })
        .await?;
    Ok(Answer::ok(&Page { items, next: None })?)
}

/// Attach a file to an asset.
#[utoipa::path(post, path = "/assets/{id}/files", tag = "assets", operation_id = "attach_asset_file",
    params(("id" = Uuid, Path)), request_body(content = UploadBody, content_type = "multipart/form-data"),
    responses((status = 201, body = Attachment)))]
pub(super) async fn attach_asset_file(
    can: Can<ManageAssets>,
    State(app): State<App>,
    Path(id): Path<AssetId>,
    upload: Upload,
) -> Reply {
    files::attach(&app, &can, ENTITY, id.uuid(), upload, allowed(id, Seen::by(&can))).await
}

/// Get the content of an asset's file, whole or in part.
#[utoipa::path(get, path = "/assets/{id}/files/{file_id}", tag = "assets", operation_id = "find_asset_file",
    params(("id" = Uuid, Path), ("file_id" = Uuid, Path), DeliveryFilter),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
pub(super) async fn find_asset_file(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Path((id, file)): Path<(AssetId, AttachmentId)>,
    delivery: Delivery,
) -> Result<Response, Failure> {
    files::open(&app, &can, ENTITY, id.uuid(), file, delivery, allowed(id, Seen::by(&can))).await
}

/// Remove a file from an asset. History keeps its name.
#[utoipa::path(delete, path = "/assets/{id}/files/{file_id}", tag = "assets", operation_id = "remove_asset_file",
    params(("id" = Uuid, Path), ("file_id" = Uuid, Path)), responses((status = 204)))]
pub(super) async fn remove_asset_file(
    can: Can<ManageAssets>,
    State(app): State<App>,
    Path((id, file)): Path<(AssetId, AttachmentId)>,
) -> Reply {
    files::remove(&app, &can, ENTITY, id.uuid(), file, allowed(id, Seen::by(&can))).await
}
