//! Storerooms: list, find, add, change and archive.

use axum::extract::State;
use contract::{
    parts::{NewStoreroom, Storeroom, StoreroomFilter, StoreroomPatch},
    permissions::{ManageParts, ViewParts},
};
use kernel::{Code, Page, Problem, SiteId, StoreroomId};
use web::{Answer, Body, Can, Path, Query, Reply};

use super::{bins, sites_within, store};
use crate::{App, change::Change, check::Check, sites, tenant::Tenant};

/// List storerooms by name.
#[utoipa::path(get, path = "/storerooms", tag = "parts", operation_id = "list_storerooms", params(StoreroomFilter),
    responses((status = 200, body = Page<Storeroom>)))]
pub(super) async fn list_storerooms(
    can: Can<ViewParts>,
    State(app): State<App>,
    Query(filter): Query<StoreroomFilter>,
) -> Reply {
    let sites = sites_within(&can);
    let page =
        app.read(&can, move |tenant| store::list_storerooms(tenant, &filter, sites.as_deref())).await?;
    Ok(Answer::ok(&page)?)
}

/// Find a storeroom.
#[utoipa::path(get, path = "/storerooms/{id}", tag = "parts", operation_id = "find_storeroom",
    params(("id" = Uuid, Path)), responses((status = 200, body = Storeroom)))]
pub(super) async fn find_storeroom(
    can: Can<ViewParts>,
    State(app): State<App>,
    Path(id): Path<StoreroomId>,
) -> Reply {
    let sites = sites_within(&can);
    let found = app.read(&can, move |tenant| within(tenant, id, sites.as_deref())).await?;
    Ok(Answer::ok(&found)?.version(found.version))
}

/// The storeroom, if it is on one of the sites.
pub(super) fn within(
    tenant: &mut Tenant<'_, '_>,
    id: StoreroomId,
    sites: Option<&[SiteId]>,
) -> Result<Storeroom, Problem> {
    let found = store::find_storeroom(tenant, id)?;
    if sites.is_some_and(|sites| !sites.contains(&found.site_id)) {
        return Err(Problem::not_found("This storeroom"));
    }
    Ok(found)
}

/// Add a storeroom with its first bins.
#[utoipa::path(post, path = "/storerooms", tag = "parts", operation_id = "create_storeroom",
    request_body = NewStoreroom, responses((status = 201, body = Storeroom)))]
pub(super) async fn create_storeroom(
    can: Can<ManageParts>,
    State(app): State<App>,
    Body(new): Body<NewStoreroom>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let made = insert_storeroom(change, &new)?;
        if sites.as_ref().is_some_and(|sites| !sites.contains(&made.site_id)) {
            return Err(Problem::field("site_id", "must be one of your sites"));
        }
        Ok(Answer::created(&made)?.version(made.version))
    })
    .await
}

/// Adds a storeroom with the bins named, or with one bin `MAIN`. Without a site it takes the only one there is.
pub fn insert_storeroom(change: &mut Change<'_, '_>, new: &NewStoreroom) -> Result<Storeroom, Problem> {
    let mut check = Check::default();
    check.at_most("bins", new.bins.len(), 500);
    let site_id = match new.site_id {
        Some(id) => sites::find_site(change, id).ok().map(|site| site.id),
        None => sites::only_site(change)?,
    };
    if site_id.is_none() {
        let message = if new.site_id.is_some() {
            "is not a site of this organisation"
        } else {
            "is needed, because there is not exactly one site"
        };
        check.wrong("site_id", message);
    }
    let name = check.text("name", &new.name, 120);
    check.finish()?;
    let site_id = site_id.ok_or_else(|| Problem::field("site_id", "is needed"))?;
    let codes = if new.bins.is_empty() { vec!["MAIN".to_owned()] } else { new.bins.clone() };
    let now = change.now();
    let storeroom = Storeroom {
        id: change.id(new.id),
        site_id,
        name,
        bins: i64::try_from(codes.len()).map_err(Problem::internal)?,
        archived_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert_storeroom(change, &storeroom)?;
    change.created("storeroom", storeroom.id, &storeroom)?;
    for (index, code) in codes.iter().enumerate() {
        bins::add(change, &storeroom, None, code, &format!("bins[{index}]"))?;
    }
    Ok(storeroom)
}

/// Change, archive or bring back a storeroom.
#[utoipa::path(patch, path = "/storerooms/{id}", tag = "parts", operation_id = "update_storeroom",
    params(("id" = Uuid, Path)), request_body = StoreroomPatch, responses((status = 200, body = Storeroom)))]
pub(super) async fn update_storeroom(
    can: Can<ManageParts>,
    State(app): State<App>,
    Path(id): Path<StoreroomId>,
    Body(patch): Body<StoreroomPatch>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let before = within(change, id, sites.as_deref())?;
        let base = change.base_version(patch.version);
        change.merge(id.uuid(), base, before.version, &before, &patch)?;
        let (mut after, mut check) = (before.clone(), Check::default());
        if let Some(name) = &patch.name {
            after.name = check.text("name", name, 120);
        }
        check.finish()?;
        let now = change.now();
        if let Some(archived) = patch.archived {
            if archived && store::storeroom_holds_stock(change, id)? {
                return Err(Problem::new(
                    Code::InUse,
                    "This storeroom still holds parts. Transfer or adjust them away, then archive it.",
                ));
            }
            after.archived_at = archived.then(|| before.archived_at.unwrap_or(now));
        }
        after.version += 1;
        after.updated_at = now;
        store::update_storeroom(change, &after)?;
        change.changed("storeroom", id, after.version, &before, &after)?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}
