use axum::extract::State;
use contract::{
    assets::{Asset, AssetStatusChange, NewAsset, PlaceSummary},
    permissions::ManageAssets,
};
use jiff::Timestamp;
use kernel::Problem;
use web::{Answer, Body, Can, Reply};

use super::{ENTITY, attributes, input, record, seen::Seen, store};
use crate::{App, change::Change, check::Check, sites};

/// Add an asset. With a location it is installed there.
#[utoipa::path(post, path = "/assets", tag = "assets", operation_id = "create_asset", request_body = NewAsset,
    responses((status = 201, body = Asset)))]
pub(super) async fn create_asset(
    can: Can<ManageAssets>,
    State(app): State<App>,
    Body(new): Body<NewAsset>,
) -> Reply {
    let seen = Seen::by(&can);
    app.change(&can, move |change| {
        let asset = insert(change, &new, &seen)?;
        Ok(Answer::created(&asset)?.version(asset.version))
    })
    .await
}

/// Adds an asset, for whoever may add any: imports and the demonstration plant.
pub fn insert_asset(change: &mut Change<'_, '_>, new: &NewAsset) -> Result<Asset, Problem> {
    insert(change, new, &Seen::All)
}

fn insert(change: &mut Change<'_, '_>, new: &NewAsset, seen: &Seen) -> Result<Asset, Problem> {
    let asset = read(change, new, seen)?;
    store::insert(change, &asset)?;
    if let Some(location) = asset.location_id {
        let id = change.id(None);
        let at = new.installed_at.unwrap_or(asset.created_at);
        store::installations::begin(change, id, asset.id, location, at)?;
    }
    let first = AssetStatusChange {
        id: change.id(None),
        status: asset.status,
        state: asset.state,
        at: asset.status_since,
        reason: None,
        by: change.actor().name.clone(),
    };
    store::downtime::insert_status_change(change, asset.id, &first)?;
    super::status::follow_downtime(change, asset.id, None, &first)?;
    let now = change.now();
    let asset = store::find(change, asset.id, now, &Seen::All)?;
    change.created(ENTITY, asset.id, &record::recorded(&asset)?)?;
    record::index(change, &asset)?;
    Ok(asset)
}

fn read(change: &mut Change<'_, '_>, new: &NewAsset, seen: &Seen) -> Result<Asset, Problem> {
    let mut check = Check::default();
    let (id, now) = (change.id(new.id), change.now());
    let (location, site_id) = place(change, &mut check, new, seen, now);
    if let Some(parent) = new.parent_id {
        input::parent(change, &mut check, id, parent, seen)?;
    }
    let known = input::class_attributes(change, &mut check, new.class_id)?;
    let status = new.status.unwrap_or_default();
    let asset = Asset {
        id,
        code: check.text("code", &new.code, 60),
        name: check.text("name", &new.name, 160),
        aliases: check.aliases("aliases", &new.aliases),
        description: check.long_text("description", new.description.as_deref(), 10_000),
        location_id: new.location_id,
        location,
        site_id,
        parent_id: new.parent_id,
        path: Vec::new(),
        children: 0,
        class_id: new.class_id,
        class_name: None,
        attributes: attributes::merged(
            &mut check,
            &known,
            &std::collections::BTreeMap::new(),
            &new.attributes,
        ),
        criticality: new.criticality.unwrap_or_default(),
        status,
        state: status.state(),
        status_since: now,
        serial_number: check.optional_text("serial_number", new.serial_number.as_deref(), 120),
        manufacturer: check.optional_text("manufacturer", new.manufacturer.as_deref(), 120),
        model: check.optional_text("model", new.model.as_deref(), 120),
        purchase_on: new.purchase_on,
        commissioned_on: new.commissioned_on,
        warranty_until: new.warranty_until,
        under_warranty: false,
        replacement_value_minor: input::value(&mut check, new.replacement_value_minor),
        identities: input::identities(change, &mut check, id, &new.identities)?,
        photo_id: None,
        open_work_orders: 0,
        archived_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    check.finish()?;
    Ok(asset)
}

/// Where a new asset is installed.
fn place(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    new: &NewAsset,
    seen: &Seen,
    now: Timestamp,
) -> (Option<PlaceSummary>, Option<kernel::SiteId>) {
    match (new.location_id, new.installed_at) {
        (None, Some(_)) => check.wrong("installed_at", "needs a location_id"),
        (_, Some(at)) if at > now => check.wrong("installed_at", "must not be in the future"),
        _ => {}
    }
    let Some(id) = new.location_id else { return (None, None) };
    match sites::find_location(change, id) {
        Ok(found) if found.archived_at.is_some() => check.wrong("location_id", "is archived"),
        Ok(found) if seen.includes(Some(found.site_id)) => {
            let place = PlaceSummary { id, code: found.code, name: found.name, path: found.path };
            return (Some(place), Some(found.site_id));
        }
        _ => check.wrong("location_id", "is not a location of this organisation"),
    }
    (None, None)
}
