use axum::extract::State;
use contract::{
    assets::{
        Asset, AssetState, AssetStatus, AssetStatusChange, DowntimeFilter, DowntimeList, HistoryFilter,
        SetAssetStatus as SetStatus,
    },
    permissions::{SetAssetStatus, ViewAssets},
};
use kernel::{AssetId, Page, Problem};
use web::{Answer, Body, Can, Path, Query, Reply};

use super::{ENTITY, install::refuse_archived, record, seen::Seen, store};
use crate::{App, change::Change, check::Check};

/// Say how an asset runs. Going down begins a downtime, coming up ends it.
#[utoipa::path(post, path = "/assets/{id}/status", tag = "assets", operation_id = "set_asset_status",
    params(("id" = Uuid, Path)), request_body = SetStatus, responses((status = 200, body = Asset)))]
pub(super) async fn set_asset_status(
    can: Can<SetAssetStatus>,
    State(app): State<App>,
    Path(id): Path<AssetId>,
    Body(set): Body<SetStatus>,
) -> Reply {
    let seen = Seen::by(&can);
    app.change(&can, move |change| {
        let now = change.now();
        let before = store::find(change, id, now, &seen)?;
        let asset = change_status(change, &before, &set)?;
        Ok(Answer::ok(&asset)?.version(asset.version))
    })
    .await
}

/// Says how an asset runs from now on.
pub(super) fn set_status(
    change: &mut Change<'_, '_>,
    id: AssetId,
    status: AssetStatus,
) -> Result<(), Problem> {
    let now = change.now();
    let before = store::find(change, id, now, &Seen::All)?;
    change_status(change, &before, &SetStatus { status, at: None, reason: None }).map(drop)
}

fn change_status(change: &mut Change<'_, '_>, before: &Asset, set: &SetStatus) -> Result<Asset, Problem> {
    refuse_archived(before)?;
    let now = change.now();
    let mut check = Check::default();
    let reason = check.optional_text("reason", set.reason.as_deref(), 500);
    let at = set.at.unwrap_or(now);
    if at > now {
        check.wrong("at", "must not be in the future");
    } else if at < before.status_since {
        check.wrong("at", format!("must not be before the last change, {}", before.status_since));
    }
    check.finish()?;
    if set.status == before.status {
        return Ok(before.clone());
    }
    let step = AssetStatusChange {
        id: change.id(None),
        status: set.status,
        state: set.status.state(),
        at,
        reason,
        by: change.actor().name.clone(),
    };
    store::downtime::insert_status_change(change, before.id, &step)?;
    follow_downtime(change, before.id, Some(before.state), &step)?;
    let mut after = before.clone();
    after.status = step.status;
    after.status_since = at;
    after.version += 1;
    after.updated_at = now;
    store::update(change, &after, false)?;
    let after = store::find(change, before.id, now, &Seen::All)?;
    let (old, new) = (record::recorded(before)?, record::recorded(&after)?);
    change.happened(
        ENTITY,
        before.id,
        after.version,
        "status_changed",
        &old,
        &new,
        step.reason.as_deref(),
    )?;
    Ok(after)
}

/// Begins or ends a downtime where a change of status crosses between up and down.
pub(super) fn follow_downtime(
    change: &mut Change<'_, '_>,
    asset: AssetId,
    before: Option<AssetState>,
    step: &AssetStatusChange,
) -> Result<(), Problem> {
    let was_down = before == Some(AssetState::Down);
    let is_down = step.state == AssetState::Down;
    if was_down && !is_down {
        store::downtime::end(change, asset, step.at)?;
    } else if is_down && !was_down {
        let id = change.id(None);
        store::downtime::begin(change, id, asset, step.at, step.status, step.reason.as_deref())?;
    }
    Ok(())
}

/// How an asset ran, newest first.
#[utoipa::path(get, path = "/assets/{id}/status", tag = "assets", operation_id = "list_asset_status_changes",
    params(("id" = Uuid, Path), HistoryFilter), responses((status = 200, body = Page<AssetStatusChange>)))]
pub(super) async fn list_asset_status_changes(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Path(id): Path<AssetId>,
    Query(filter): Query<HistoryFilter>,
) -> Reply {
    let seen = Seen::by(&can);
    let page = app
        .read(&can, move |tenant| {
            store::version(tenant, id, &seen)?;
            store::downtime::status_changes(tenant, id, &filter)
        })
        .await?;
    Ok(Answer::ok(&page)?)
}

/// When an asset was down, newest first, and for how long within a period.
#[utoipa::path(get, path = "/assets/{id}/downtime", tag = "assets", operation_id = "list_asset_downtime",
    params(("id" = Uuid, Path), DowntimeFilter), responses((status = 200, body = DowntimeList)))]
pub(super) async fn list_asset_downtime(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Path(id): Path<AssetId>,
    Query(filter): Query<DowntimeFilter>,
) -> Reply {
    let (now, seen) = (app.clock().now(), Seen::by(&can));
    let list = app
        .read(&can, move |tenant| {
            store::version(tenant, id, &seen)?;
            store::downtime::list(tenant, id, &filter, now)
        })
        .await?;
    Ok(Answer::ok(&list)?)
}
