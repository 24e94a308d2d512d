use contract::sites::{Location, Site};
use kernel::Problem;

use super::store;
use crate::{
    change::Change,
    search::{self, Entry},
};

/// Makes a site findable by its name and address.
pub(super) fn index_site(change: &mut Change<'_, '_>, site: &Site) -> Result<(), Problem> {
    let entry = Entry {
        entity: "site",
        id: site.id.uuid(),
        code: None,
        title: &site.name,
        context: None,
        text: site.address.as_deref().unwrap_or_default(),
        created_by: None,
        archived: site.archived_at.is_some(),
    };
    search::index(change, &entry)
}

/// Makes a location findable by its code, its names and what it stands in.
pub(super) fn index_location(change: &mut Change<'_, '_>, location: &Location) -> Result<(), Problem> {
    let above = location.path.len().saturating_sub(1);
    let mut text = location.aliases.clone();
    text.extend(location.description.clone());
    let entry = Entry {
        entity: "location",
        id: location.id.uuid(),
        code: location.code.as_deref(),
        title: &location.name,
        context: Some(&location.path[..above].join(" › ")),
        text: &text.join("\n"),
        created_by: None,
        archived: location.archived_at.is_some(),
    };
    search::index(change, &entry)
}

/// Brings a site up to date after a change; its locations too, where they stand below another name now.
pub(super) fn site_changed(change: &mut Change<'_, '_>, before: &Site, after: &Site) -> Result<(), Problem> {
    index_site(change, after)?;
    if before.name != after.name {
        for location in store::locations_of(change, after.id)? {
            index_location(change, &location)?;
        }
    }
    Ok(())
}

/// Brings a location up to date after a change; those below it too, where their path is another now.
pub(super) fn location_changed(
    change: &mut Change<'_, '_>,
    before: &Location,
    after: &Location,
) -> Result<(), Problem> {
    index_location(change, after)?;
    if before.path != after.path {
        for location in store::locations_below(change, after.id)? {
            index_location(change, &location)?;
        }
    }
    Ok(())
}
