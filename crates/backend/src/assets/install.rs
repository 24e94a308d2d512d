use axum::extract::State;
use contract::{
    assets::{Asset, HistoryFilter, InstallAsset, Installation, RemoveAsset},
    permissions::{ManageAssets, ViewAssets},
};
use jiff::Timestamp;
use kernel::{AssetId, Code, LocationId, Page, Problem, SiteId};
use web::{Answer, Body, Can, Path, Query, Reply};

use super::{ENTITY, record, seen::Seen, store};
use crate::{App, change::Change, check::Check, sites};

/// Install an asset at a location. If it stood elsewhere it is removed from there at the same instant, and so is the
/// asset that it replaces.
#[utoipa::path(post, path = "/assets/{id}/install", tag = "assets", operation_id = "install_asset",
    params(("id" = Uuid, Path)), request_body = InstallAsset, responses((status = 200, body = Asset)))]
pub(super) async fn install_asset(
    can: Can<ManageAssets>,
    State(app): State<App>,
    Path(id): Path<AssetId>,
    Body(install): Body<InstallAsset>,
) -> Reply {
    let seen = Seen::by(&can);
    app.change(&can, move |change| {
        let now = change.now();
        let asset = store::find(change, id, now, &seen)?;
        refuse_archived(&asset)?;
        let mut check = Check::default();
        let reason = check.optional_text("reason", install.reason.as_deref(), 500);
        let at = moment(change, &mut check, id, install.at)?;
        let site = target(change, &mut check, install.location_id, &seen);
        let replaced = match install.replaces {
            None => None,
            Some(other) => replaced(change, &mut check, &asset, other, install.location_id, at, &seen)?,
        };
        check.finish()?;
        if asset.location_id == Some(install.location_id) {
            return Err(Problem::new(Code::NotAllowedNow, "The asset stands at this location already."));
        }
        if let Some(other) = replaced {
            stand(change, &other, None, at, reason.as_deref())?;
        }
        let to = site.map(|site| (install.location_id, site));
        let asset = stand(change, &asset, to, at, reason.as_deref())?;
        Ok(Answer::ok(&asset)?.version(asset.version))
    })
    .await
}

/// Take an asset away from where it stands.
#[utoipa::path(post, path = "/assets/{id}/remove", tag = "assets", operation_id = "remove_asset",
    params(("id" = Uuid, Path)), request_body = RemoveAsset, responses((status = 200, body = Asset)))]
pub(super) async fn remove_asset(
    can: Can<ManageAssets>,
    State(app): State<App>,
    Path(id): Path<AssetId>,
    Body(remove): Body<RemoveAsset>,
) -> Reply {
    let seen = Seen::by(&can);
    app.change(&can, move |change| {
        let now = change.now();
        let asset = store::find(change, id, now, &seen)?;
        let mut check = Check::default();
        let reason = check.optional_text("reason", remove.reason.as_deref(), 500);
        let at = moment(change, &mut check, id, remove.at)?;
        check.finish()?;
        if asset.location_id.is_none() {
            return Err(Problem::new(Code::NotAllowedNow, "The asset is not installed anywhere."));
        }
        let asset = stand(change, &asset, None, at, reason.as_deref())?;
        Ok(Answer::ok(&asset)?.version(asset.version))
    })
    .await
}

/// Lets an asset stand at a location from now on, or nowhere.
pub(super) fn move_to(
    change: &mut Change<'_, '_>,
    id: AssetId,
    to: Option<LocationId>,
) -> Result<(), Problem> {
    let now = change.now();
    let asset = store::find(change, id, now, &Seen::All)?;
    refuse_archived(&asset)?;
    if asset.location_id == to {
        return Ok(());
    }
    let mut check = Check::default();
    let at = moment(change, &mut check, id, None)?;
    let site = to.and_then(|location| target(change, &mut check, location, &Seen::All));
    check.finish()?;
    stand(change, &asset, to.zip(site), at, None).map(drop)
}

/// Where an asset stood, newest first.
#[utoipa::path(get, path = "/assets/{id}/installations", tag = "assets", operation_id = "list_asset_installations",
    params(("id" = Uuid, Path), HistoryFilter), responses((status = 200, body = Page<Installation>)))]
pub(super) async fn list_asset_installations(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Path(id): Path<AssetId>,
    Query(filter): Query<HistoryFilter>,
) -> Reply {
    let seen = Seen::by(&can);
    let page = app
        .read(&can, move |tenant| {
            store::version(tenant, id, &seen)?;
            store::installations::of_asset(tenant, id, &filter)
        })
        .await?;
    Ok(Answer::ok(&page)?)
}

/// What stood at a location, newest first.
#[utoipa::path(get, path = "/locations/{id}/installations", tag = "assets",
    operation_id = "list_location_installations", params(("id" = Uuid, Path), HistoryFilter),
    responses((status = 200, body = Page<Installation>)))]
pub(super) async fn list_location_installations(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Path(id): Path<LocationId>,
    Query(filter): Query<HistoryFilter>,
) -> Reply {
    let seen = Seen::by(&can);
    let page = app
        .read(&can, move |tenant| {
            sites::find_location(tenant, id)?;
            store::installations::at_location(tenant, id, &filter, &seen)
        })
        .await?;
    Ok(Answer::ok(&page)?)
}

pub(super) fn refuse_archived(asset: &Asset) -> Result<(), Problem> {
    match asset.archived_at {
        None => Ok(()),
        Some(_) => Err(Problem::new(Code::NotAllowedNow, "The asset is archived. Bring it back first.")),
    }
}

/// The instant of a move: not in the future, and after the asset's last one, so that its times never overlap.
fn moment(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    asset: AssetId,
    given: Option<Timestamp>,
) -> Result<Timestamp, Problem> {
    let at = given.unwrap_or(change.now());
    if at > change.now() {
        check.wrong("at", "must not be in the future");
    }
    if let Some(last) = store::installations::last_move(change, asset)?
        && at < last
    {
        check.wrong("at", format!("must not be before the asset's last move, {last}"));
    }
    Ok(at)
}

fn target(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    location: LocationId,
    seen: &Seen,
) -> Option<SiteId> {
    match sites::find_location(change, location) {
        Ok(found) if found.archived_at.is_some() => check.wrong("location_id", "is archived"),
        Ok(found) if seen.includes(Some(found.site_id)) => return Some(found.site_id),
        _ => check.wrong("location_id", "is not a location of this organisation"),
    }
    None
}

/// The asset that makes room.
fn replaced(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    asset: &Asset,
    other: AssetId,
    location: LocationId,
    at: Timestamp,
    seen: &Seen,
) -> Result<Option<Asset>, Problem> {
    let now = change.now();
    let Ok(other) = store::find(change, other, now, seen) else {
        check.wrong("replaces", "is not an asset of this organisation");
        return Ok(None);
    };
    if other.id == asset.id || other.location_id != Some(location) {
        check.wrong("replaces", "must be another asset that stands at this location");
    } else if store::installations::last_move(change, other.id)?.is_some_and(|last| at < last) {
        check.wrong("at", format!("must not be before {} was installed there", other.code));
    }
    Ok(Some(other))
}

/// Ends where an asset stands and, with a place to go, begins the next.
fn stand(
    change: &mut Change<'_, '_>,
    before: &Asset,
    to: Option<(LocationId, SiteId)>,
    at: Timestamp,
    reason: Option<&str>,
) -> Result<Asset, Problem> {
    let now = change.now();
    let mut after = before.clone();
    if before.location_id.is_some() {
        store::installations::end(change, before.id, at)?;
    }
    if let Some((location, _)) = to {
        let id = change.id(None);
        store::installations::begin(change, id, before.id, location, at)?;
    }
    (after.location_id, after.site_id) = to.unzip();
    after.version += 1;
    after.updated_at = now;
    store::update(change, &after, false)?;
    let after = store::find(change, before.id, now, &Seen::All)?;
    let kind = if to.is_some() { "installed" } else { "removed" };
    let (old, new) = (record::recorded(before)?, record::recorded(&after)?);
    change.happened(ENTITY, before.id, after.version, kind, &old, &new, reason)?;
    Ok(after)
}
