//! Sites and functional locations: where things are. A site has a time zone; locations form a tree inside it.
//! Places are archived, not deleted, because history names them.

mod create;
mod findable;
mod list;
mod location_create;
mod location_list;
mod location_update;
pub(crate) mod store;
#[cfg(test)]
mod stories;
mod take_back;
mod update;

use contract::sites::{NewSite, Site};
use kernel::Problem;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{App, change::Change, check::Check};

/// Operations of this slice.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list_sites, create::create_site))
        .routes(routes!(list::find_site, update::update_site))
        .routes(routes!(location_list::list_locations, location_create::create_location))
        .routes(routes!(location_list::find_location, location_update::update_location))
}

/// Adds a site.
pub fn insert_site(change: &mut Change<'_, '_>, new: &NewSite) -> Result<Site, Problem> {
    let mut check = Check::default();
    let now = change.now();
    let site = Site {
        id: change.id(new.id),
        name: check.text("name", &new.name, 120),
        time_zone: check.time_zone("time_zone", &new.time_zone),
        address: check.long_text("address", new.address.as_deref(), 500),
        archived_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    check.finish()?;
    store::insert_site(change, &site)?;
    findable::index_site(change, &site)?;
    change.created("site", site.id, &site)?;
    Ok(site)
}

pub use location_create::insert_location;
pub(crate) use location_update::change_location;
pub(crate) use store::{find_location, find_site, location_paths, only_site};
pub(crate) use take_back::remove_imported;
