use axum::extract::State;
use contract::{
    assets::{Asset, AssetPatch},
    permissions::ManageAssets,
};
use kernel::{AssetId, Code, Problem};
use serde_json::{Map, Value};
use web::{Answer, Body, Can, Path, Reply};

use super::{ENTITY, input, install, record, seen::Seen, status, store};
use crate::{App, change::Change};

/// Change, move in the tree, archive or bring back an asset. What stands below moves with it.
#[utoipa::path(patch, path = "/assets/{id}", tag = "assets", operation_id = "update_asset",
    params(("id" = Uuid, Path)), request_body = AssetPatch, responses((status = 200, body = Asset)))]
pub(super) async fn update_asset(
    can: Can<ManageAssets>,
    State(app): State<App>,
    Path(id): Path<AssetId>,
    Body(patch): Body<AssetPatch>,
) -> Reply {
    let seen = Seen::by(&can);
    app.change(&can, move |change| {
        let asset = change_asset(change, id, &patch, &seen)?;
        Ok(Answer::ok(&asset)?.version(asset.version))
    })
    .await
}

fn change_asset(
    change: &mut Change<'_, '_>,
    id: AssetId,
    patch: &AssetPatch,
    seen: &Seen,
) -> Result<Asset, Problem> {
    let now = change.now();
    let before = store::find(change, id, now, seen)?;
    let base = change.base_version(patch.version);
    change.merge(id.uuid(), base, before.version, &before, patch)?;
    let (mut after, renamed) = input::patched(change, &before, patch, seen)?;
    if after.archived_at.is_some() && before.archived_at.is_none() {
        refuse_while_used(change, id)?;
    }
    if record::recorded(&after)? == record::recorded(&before)? {
        return Ok(before);
    }
    after.version += 1;
    after.updated_at = now;
    store::update(change, &after, renamed)?;
    let after = store::find(change, id, now, seen)?;
    let (old, new) = (record::recorded(&before)?, record::recorded(&after)?);
    change.changed(ENTITY, id, after.version, &old, &new)?;
    record::index(change, &after)?;
    Ok(after)
}

/// Changes what a file says about an asset: where it stands, how it runs, and its fields.
pub(crate) fn change_imported(
    change: &mut Change<'_, '_>,
    id: AssetId,
    mut fields: Map<String, Value>,
) -> Result<(), Problem> {
    if let Some(location) = fields.remove("location_id") {
        install::move_to(change, id, serde_json::from_value(location).map_err(Problem::internal)?)?;
    }
    if let Some(status) = fields.remove("status") {
        let status = serde_json::from_value(status).map_err(Problem::internal)?;
        status::set_status(change, id, status)?;
    }
    if fields.is_empty() {
        return Ok(());
    }
    let patch = serde_json::from_value(Value::Object(fields)).map_err(Problem::internal)?;
    change_asset(change, id, &patch, &Seen::All).map(drop)
}

fn refuse_while_used(change: &mut Change<'_, '_>, id: AssetId) -> Result<(), Problem> {
    match store::tree::children(change, id)? {
        0 => Ok(()),
        1 => Err(Problem::new(Code::InUse, "One asset stands below this one. Move or archive it first.")),
        count => Err(Problem::new(
            Code::InUse,
            format!("{count} assets stand below this one. Move or archive them first."),
        )),
    }
}
