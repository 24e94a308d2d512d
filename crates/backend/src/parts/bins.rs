//! Bins: list, find, add, change and archive.

use axum::extract::State;
use contract::{
    parts::{Bin, BinFilter, BinPatch, NewBin, Storeroom},
    permissions::{ManageParts, ViewParts},
};
use kernel::{BinId, Code, Page, Problem};
use web::{Answer, Body, Can, Path, Query, Reply};

use super::{sites_within, store, storerooms};
use crate::{App, change::Change, check::Check};

/// List bins by code.
#[utoipa::path(get, path = "/bins", tag = "parts", operation_id = "list_bins", params(BinFilter),
    responses((status = 200, body = Page<Bin>)))]
pub(super) async fn list_bins(
    can: Can<ViewParts>,
    State(app): State<App>,
    Query(filter): Query<BinFilter>,
) -> Reply {
    let sites = sites_within(&can);
    let page = app.read(&can, move |tenant| store::list_bins(tenant, &filter, sites.as_deref())).await?;
    Ok(Answer::ok(&page)?)
}

/// Find a bin.
#[utoipa::path(get, path = "/bins/{id}", tag = "parts", operation_id = "find_bin", params(("id" = Uuid, Path)),
    responses((status = 200, body = Bin)))]
pub(super) async fn find_bin(can: Can<ViewParts>, State(app): State<App>, Path(id): Path<BinId>) -> Reply {
    let sites = sites_within(&can);
    let bin = app
        .read(&can, move |tenant| {
            let bin = store::find_bin(tenant, id)?;
            storerooms::within(tenant, bin.storeroom_id, sites.as_deref())?;
            Ok(bin)
        })
        .await?;
    Ok(Answer::ok(&bin)?.version(bin.version))
}

/// Add a bin to a storeroom.
#[utoipa::path(post, path = "/bins", tag = "parts", operation_id = "create_bin", request_body = NewBin,
    responses((status = 201, body = Bin)))]
pub(super) async fn create_bin(
    can: Can<ManageParts>,
    State(app): State<App>,
    Body(new): Body<NewBin>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        storerooms::within(change, new.storeroom_id, sites.as_deref())
            .map_err(|_| Problem::field("storeroom_id", "is not a storeroom of this organisation"))?;
        let bin = insert_bin(change, &new)?;
        Ok(Answer::created(&bin)?.version(bin.version))
    })
    .await
}

/// Adds a bin.
pub fn insert_bin(change: &mut Change<'_, '_>, new: &NewBin) -> Result<Bin, Problem> {
    let storeroom = store::find_storeroom(change, new.storeroom_id)
        .map_err(|_| Problem::field("storeroom_id", "is not a storeroom of this organisation"))?;
    if storeroom.archived_at.is_some() {
        return Err(Problem::field("storeroom_id", "is archived"));
    }
    add(change, &storeroom, new.id, &new.code, "code")
}

/// Adds a bin with a code that stood in `field`.
pub(super) fn add(
    change: &mut Change<'_, '_>,
    storeroom: &Storeroom,
    id: Option<BinId>,
    code: &str,
    field: &str,
) -> Result<Bin, Problem> {
    let mut check = Check::default();
    let code = check.text(field, code, 60);
    check.finish()?;
    let now = change.now();
    let bin = Bin {
        id: change.id(id),
        storeroom_id: storeroom.id,
        storeroom: storeroom.name.clone(),
        code,
        archived_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert_bin(change, &bin)?;
    change.created("bin", bin.id, &bin)?;
    Ok(bin)
}

/// Change, archive or bring back a bin.
#[utoipa::path(patch, path = "/bins/{id}", tag = "parts", operation_id = "update_bin", params(("id" = Uuid, Path)),
    request_body = BinPatch, responses((status = 200, body = Bin)))]
pub(super) async fn update_bin(
    can: Can<ManageParts>,
    State(app): State<App>,
    Path(id): Path<BinId>,
    Body(patch): Body<BinPatch>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let before = store::find_bin(change, id)?;
        storerooms::within(change, before.storeroom_id, sites.as_deref())
            .map_err(|_| Problem::not_found("This bin"))?;
        let base = change.base_version(patch.version);
        change.merge(id.uuid(), base, before.version, &before, &patch)?;
        let (mut after, mut check) = (before.clone(), Check::default());
        if let Some(code) = &patch.code {
            after.code = check.text("code", code, 60);
        }
        check.finish()?;
        let now = change.now();
        if let Some(archived) = patch.archived {
            if archived && store::bin_holds_stock(change, id)? {
                return Err(Problem::new(
                    Code::InUse,
                    "This bin still holds parts. Transfer or adjust them away, then archive it.",
                ));
            }
            after.archived_at = archived.then(|| before.archived_at.unwrap_or(now));
        }
        after.version += 1;
        after.updated_at = now;
        store::update_bin(change, &after)?;
        change.changed("bin", id, after.version, &before, &after)?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}
