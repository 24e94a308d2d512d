//! Asset classes: what kinds of things there are. A class has the attributes of those above it.

mod library;

use axum::extract::State;
use contract::{
    assets::{
        AssetAttribute, AssetClass, AssetClassFilter, AssetClassPatch, LibraryChoice, LibraryClass,
        NewAssetClass,
    },
    permissions::{ManageAssets, ViewAssets},
};
use kernel::{AssetClassId, Code, Page, Problem};
use web::{Answer, Body, Can, Path, Query, Reply};

use super::store::classes as store;
use crate::{App, change::Change, check, check::Check};

pub use library::insert_library;

const ENTITY: &str = "asset_class";

/// List asset classes by name.
#[utoipa::path(get, path = "/asset-classes", tag = "assets", operation_id = "list_asset_classes",
    params(AssetClassFilter), responses((status = 200, body = Page<AssetClass>)))]
pub(super) async fn list_classes(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Query(filter): Query<AssetClassFilter>,
) -> Reply {
    let page = app.read(&can, move |tenant| store::page(tenant, &filter)).await?;
    Ok(Answer::ok(&page)?)
}

/// Find an asset class, with the attributes that it inherits.
#[utoipa::path(get, path = "/asset-classes/{id}", tag = "assets", operation_id = "find_asset_class",
    params(("id" = Uuid, Path)), responses((status = 200, body = AssetClass)))]
pub(super) async fn find_class(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Path(id): Path<AssetClassId>,
) -> Reply {
    let class = app.read(&can, move |tenant| store::find(tenant, id)).await?;
    Ok(Answer::ok(&class)?.version(class.version))
}

/// Add an asset class.
#[utoipa::path(post, path = "/asset-classes", tag = "assets", operation_id = "create_asset_class",
    request_body = NewAssetClass, responses((status = 201, body = AssetClass)))]
pub(super) async fn create_class(
    can: Can<ManageAssets>,
    State(app): State<App>,
    Body(new): Body<NewAssetClass>,
) -> Reply {
    app.change(&can, move |change| {
        let class = insert_class(change, &new)?;
        Ok(Answer::created(&class)?.version(class.version))
    })
    .await
}

/// List the classes that ship with the product, and which of them are there.
#[utoipa::path(get, path = "/asset-classes/library", tag = "assets", operation_id = "list_asset_class_library",
    responses((status = 200, body = Page<LibraryClass>)))]
pub(super) async fn list_library(can: Can<ViewAssets>, State(app): State<App>) -> Reply {
    let items = app.read(&can, library::list).await?;
    Ok(Answer::ok(&Page { items, next: None })?)
}

/// Add classes that ship with the product, all or some: those whose codes are not taken yet.
#[utoipa::path(post, path = "/asset-classes/library", tag = "assets", operation_id = "add_asset_class_library",
    params(LibraryChoice), responses((status = 201, body = Page<AssetClass>)))]
pub(super) async fn add_library(
    can: Can<ManageAssets>,
    State(app): State<App>,
    Query(choice): Query<LibraryChoice>,
) -> Reply {
    app.change(&can, move |change| {
        let items = library::insert_chosen(change, &choice.codes.0)?;
        Answer::created(&Page { items, next: None })
    })
    .await
}

/// Change, move, archive or bring back an asset class.
#[utoipa::path(patch, path = "/asset-classes/{id}", tag = "assets", operation_id = "update_asset_class",
    params(("id" = Uuid, Path)), request_body = AssetClassPatch, responses((status = 200, body = AssetClass)))]
pub(super) async fn update_class(
    can: Can<ManageAssets>,
    State(app): State<App>,
    Path(id): Path<AssetClassId>,
    Body(patch): Body<AssetClassPatch>,
) -> Reply {
    app.change(&can, move |change| {
        let before = store::find(change, id)?;
        let base = change.base_version(patch.version);
        change.merge(id.uuid(), base, before.version, &before, &patch)?;
        let mut after = patched(change, &before, &patch)?;
        after.version += 1;
        after.updated_at = change.now();
        store::update(change, &after)?;
        let after = store::find(change, id)?;
        change.changed(ENTITY, id, after.version, &recorded(&before)?, &recorded(&after)?)?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}

/// Adds a class.
pub fn insert_class(change: &mut Change<'_, '_>, new: &NewAssetClass) -> Result<AssetClass, Problem> {
    insert(change, new, false)
}

fn insert(change: &mut Change<'_, '_>, new: &NewAssetClass, built_in: bool) -> Result<AssetClass, Problem> {
    let mut check = Check::default();
    let now = change.now();
    if let Some(parent) = new.parent_id
        && store::find(change, parent).is_err()
    {
        check.wrong("parent_id", "is not an asset class of this organisation");
    }
    let class = AssetClass {
        id: change.id(new.id),
        parent_id: new.parent_id,
        code: check.text("code", &new.code, 30),
        name: check.text("name", &new.name, 120),
        path: Vec::new(),
        attributes: attributes(&mut check, &new.attributes),
        inherited: Vec::new(),
        built_in,
        children: 0,
        assets: 0,
        archived_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    check.finish()?;
    store::insert(change, &class)?;
    let class = store::find(change, class.id)?;
    change.created(ENTITY, class.id, &recorded(&class)?)?;
    Ok(class)
}

fn patched(
    change: &mut Change<'_, '_>,
    before: &AssetClass,
    patch: &AssetClassPatch,
) -> Result<AssetClass, Problem> {
    let mut after = before.clone();
    let mut check = Check::default();
    if let Some(code) = &patch.code {
        after.code = check.text("code", code, 30);
    }
    if let Some(name) = &patch.name {
        after.name = check.text("name", name, 120);
    }
    if let Some(given) = &patch.attributes {
        after.attributes = attributes(&mut check, given);
    }
    if let Some(parent) = patch.parent_id.into_option() {
        after.parent_id = parent;
        if let Some(parent) = parent {
            match store::chains(change, &[parent])?.remove(&parent) {
                None => check.wrong("parent_id", "is not an asset class of this organisation"),
                Some(chain) if chain.iter().any(|link| link.id == before.id) => {
                    check.wrong("parent_id", "must not be the class itself or one that inherits from it");
                }
                Some(_) => {}
            }
        }
    }
    if let Some(archived) = patch.archived {
        if archived && before.archived_at.is_none() && (before.assets > 0 || before.children > 0) {
            let detail = format!(
                "{} assets are of this class and {} classes inherit from it. Give them another first.",
                before.assets, before.children
            );
            return Err(Problem::new(Code::InUse, detail));
        }
        let now = change.now();
        after.archived_at = archived.then(|| before.archived_at.unwrap_or(now));
    }
    check.finish()?;
    Ok(after)
}

/// Attributes, each name once.
fn attributes(check: &mut Check, given: &[AssetAttribute]) -> Vec<AssetAttribute> {
    if given.len() > 60 {
        check.wrong("attributes", "must be at most 60");
    }
    let mut kept = Vec::<AssetAttribute>::new();
    for (index, one) in given.iter().take(60).enumerate() {
        let field = format!("attributes[{index}].name");
        let name = check.text(&field, &one.name, 80);
        if kept.iter().any(|other| check::key(&other.name) == check::key(&name)) {
            check.wrong(field, "is there twice");
        }
        let unit = check.optional_text(&format!("attributes[{index}].unit"), one.unit.as_deref(), 30);
        kept.push(AssetAttribute { name, unit, kind: one.kind });
    }
    kept
}

/// The class's own fields, for the event log.
fn recorded(class: &AssetClass) -> Result<serde_json::Value, Problem> {
    let mut value = serde_json::to_value(class).map_err(Problem::internal)?;
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|name, _| !["path", "inherited", "children", "assets"].contains(&name.as_str()));
    }
    Ok(value)
}
