use axum::extract::State;
use contract::{
    permissions::ManageSites,
    sites::{Location, LocationPatch},
};
use kernel::{LocationId, Problem};
use web::{Answer, Body, Can, Path, Reply};

use super::{findable, store};
use crate::{App, change::Change, check::Check};

/// Change, move, archive or bring back a location. What stands below moves with it.
#[utoipa::path(patch, path = "/locations/{id}", tag = "sites", operation_id = "update_location",
    params(("id" = Uuid, Path)), request_body = LocationPatch, responses((status = 200, body = Location)))]
pub(super) async fn update_location(
    can: Can<ManageSites>,
    State(app): State<App>,
    Path(id): Path<LocationId>,
    Body(patch): Body<LocationPatch>,
) -> Reply {
    app.change(&can, move |change| {
        let location = change_location(change, id, &patch)?;
        Ok(Answer::ok(&location)?.version(location.version))
    })
    .await
}

/// Changes a location; for imports too.
pub(crate) fn change_location(
    change: &mut Change<'_, '_>,
    id: LocationId,
    patch: &LocationPatch,
) -> Result<Location, Problem> {
    let before = store::find_location(change, id)?;
    let base = change.base_version(patch.version);
    change.merge(id.uuid(), base, before.version, &before, patch)?;
    let mut after = apply(change, &before, patch)?;
    after.version += 1;
    after.updated_at = change.now();
    store::update_location(change, &after)?;
    let after = store::find_location(change, id)?;
    findable::location_changed(change, &before, &after)?;
    change.changed("location", id, after.version, &before, &after)?;
    Ok(after)
}

fn apply(change: &mut Change<'_, '_>, before: &Location, patch: &LocationPatch) -> Result<Location, Problem> {
    let mut after = before.clone();
    let mut check = Check::default();
    if let Some(name) = &patch.name {
        after.name = check.text("name", name, 120);
    }
    if let Some(code) = patch.code.as_option() {
        after.code = check.optional_text("code", code.map(String::as_str), 60);
    }
    if let Some(aliases) = &patch.aliases {
        after.aliases = check.aliases("aliases", aliases);
    }
    if let Some(description) = patch.description.as_option() {
        after.description = check.long_text("description", description.map(String::as_str), 4_000);
    }
    if let Some(parent) = patch.parent_id.into_option() {
        after.parent_id = parent;
        if let Some(parent) = parent {
            match store::find_location(change, parent) {
                Err(_) => check.wrong("parent_id", "is not a location of this organisation"),
                Ok(found) if found.site_id != before.site_id => {
                    check.wrong("parent_id", "must be in the same site");
                }
                Ok(_) => {
                    if store::is_below(change, parent, before.id)? {
                        check.wrong("parent_id", "must not be the location itself or stand below it");
                    }
                }
            }
        }
    }
    let now = change.now();
    if let Some(archived) = patch.archived {
        after.archived_at = archived.then(|| before.archived_at.unwrap_or(now));
    }
    check.finish()?;
    Ok(after)
}
