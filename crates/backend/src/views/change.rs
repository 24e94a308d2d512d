use std::collections::BTreeMap;

use axum::extract::State;
use contract::{
    permissions::Permission,
    views::{NewSavedView, SavedView, SavedViewPatch},
};
use kernel::{Problem, SavedViewId};
use web::{Answer, Body, Caller, Path, Reply, SignedIn};

use super::{LAYOUTS, LISTS, may_share, store};
use crate::{App, check::Check};

/// Save a view, for oneself or, with the permission to share views, for everyone.
#[utoipa::path(post, path = "/views", tag = "views", operation_id = "create_view", request_body = NewSavedView,
    responses((status = 201, body = SavedView)))]
pub(super) async fn create_view(
    caller: SignedIn,
    State(app): State<App>,
    Body(new): Body<NewSavedView>,
) -> Reply {
    if new.shared {
        caller.require(Permission::ShareViews)?;
    }
    let who = Caller::clone(&caller);
    app.change(&caller, move |change| {
        let now = change.now();
        let mut view = SavedView {
            id: change.id(new.id),
            entity: new.entity.clone(),
            name: new.name.clone(),
            shared: new.shared,
            owner_id: who.user,
            owner_name: who.name.clone(),
            mine: true,
            filters: new.filters.clone(),
            columns: new.columns.clone(),
            sort: new.sort.clone(),
            layout: new.layout.clone(),
            position: new.position.unwrap_or_default(),
            is_default: new.is_default,
            editable: true,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        checked(&mut view)?;
        if new.position.is_none() {
            view.position = store::next_position(change, &view.entity)?;
        }
        store::insert(change, &view)?;
        if view.is_default {
            store::only_default(change, &view)?;
        }
        change.created("view", view.id, &view)?;
        Ok(Answer::created(&view)?.version(view.version))
    })
    .await
}

/// Change a view. Shared ones belong to all who may share views.
#[utoipa::path(patch, path = "/views/{id}", tag = "views", operation_id = "update_view",
    params(("id" = Uuid, Path)), request_body = SavedViewPatch, responses((status = 200, body = SavedView)))]
pub(super) async fn update_view(
    caller: SignedIn,
    State(app): State<App>,
    Path(id): Path<SavedViewId>,
    Body(patch): Body<SavedViewPatch>,
) -> Reply {
    let who = Caller::clone(&caller);
    app.change(&caller, move |change| {
        let before = store::find(change, who.user, may_share(&who), id)?;
        if before.shared || patch.shared == Some(true) {
            who.require(Permission::ShareViews)?;
        }
        let base = change.base_version(patch.version);
        change.merge(id.uuid(), base, before.version, &before, &patch)?;
        let mut after = before.clone();
        if let Some(name) = &patch.name {
            after.name.clone_from(name);
        }
        if let Some(filters) = &patch.filters {
            after.filters.clone_from(filters);
        }
        if let Some(columns) = &patch.columns {
            after.columns.clone_from(columns);
        }
        after.sort = patch.sort.clone().apply(after.sort);
        after.layout = patch.layout.clone().apply(after.layout);
        after.shared = patch.shared.unwrap_or(after.shared);
        after.position = patch.position.unwrap_or(after.position);
        after.is_default = patch.is_default.unwrap_or(after.is_default);
        checked(&mut after)?;
        after.version += 1;
        after.updated_at = change.now();
        store::update(change, &after)?;
        if after.is_default {
            store::only_default(change, &after)?;
        }
        change.changed("view", id, after.version, &before, &after)?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}

/// Delete a view.
#[utoipa::path(delete, path = "/views/{id}", tag = "views", operation_id = "delete_view",
    params(("id" = Uuid, Path)), responses((status = 204)))]
pub(super) async fn delete_view(
    caller: SignedIn,
    State(app): State<App>,
    Path(id): Path<SavedViewId>,
) -> Reply {
    let who = Caller::clone(&caller);
    app.change(&caller, move |change| {
        let view = store::find(change, who.user, may_share(&who), id)?;
        if view.shared {
            who.require(Permission::ShareViews)?;
        }
        store::delete(change, id)?;
        change.happened("view", id, view.version + 1, "deleted", &view, &(), None)?;
        Ok(Answer::done())
    })
    .await
}

fn checked(view: &mut SavedView) -> Result<(), Problem> {
    let mut check = Check::default();
    if !LISTS.contains(&view.entity.as_str()) {
        check.wrong("entity", format!("must be one of: {}", LISTS.join(", ")));
    }
    view.name = check.text("name", &view.name, 80);
    view.sort = check.optional_text("sort", view.sort.as_deref(), 60);
    if let Some(layout) = &view.layout
        && !LAYOUTS.contains(&layout.as_str())
    {
        check.wrong("layout", format!("must be one of: {}", LAYOUTS.join(", ")));
    }
    if view.filters.len() > 40 {
        check.wrong("filters", "must be at most 40");
    }
    let filters = std::mem::take(&mut view.filters);
    let mut kept = BTreeMap::new();
    for (name, value) in filters {
        let field = format!("filters.{name}");
        let name = check.text("filters", &name, 60);
        kept.insert(name, check.optional_text(&field, Some(&value), 1_000).unwrap_or_default());
    }
    view.filters = kept;
    if view.columns.len() > 60 {
        check.wrong("columns", "must be at most 60");
    }
    view.columns = view.columns.iter().map(|column| check.text("columns", column, 60)).collect();
    check.finish()
}
