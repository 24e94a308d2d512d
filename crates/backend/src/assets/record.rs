//! What the event log and the search keep of an asset.

use contract::assets::Asset;
use kernel::Problem;
use serde_json::Value;

use super::ENTITY;
use crate::{
    change::Change,
    search::{self, Entry},
};

/// Fields that follow from others, or from other records.
const DERIVED: [&str; 9] = [
    "location",
    "site_id",
    "path",
    "children",
    "class_name",
    "state",
    "status_since",
    "under_warranty",
    "open_work_orders",
];

/// The asset's own fields.
pub(super) fn recorded(asset: &Asset) -> Result<Value, Problem> {
    let mut value = serde_json::to_value(asset).map_err(Problem::internal)?;
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|name, _| !DERIVED.contains(&name.as_str()));
    }
    Ok(value)
}

/// Makes an asset findable by all its names.
pub(super) fn index(change: &mut Change<'_, '_>, asset: &Asset) -> Result<(), Problem> {
    let mut text: Vec<&str> = asset.aliases.iter().map(String::as_str).collect();
    let lines =
        [&asset.description, &asset.serial_number, &asset.manufacturer, &asset.model, &asset.class_name];
    text.extend(lines.into_iter().flatten().map(String::as_str));
    text.extend(asset.identities.iter().map(|one| one.external_id.as_str()));
    let entry = Entry {
        entity: ENTITY,
        id: asset.id.uuid(),
        code: Some(&asset.code),
        title: &asset.name,
        context: None,
        text: &text.join("\n"),
        created_by: None,
        archived: asset.archived_at.is_some(),
    };
    search::index(change, &entry)
}
