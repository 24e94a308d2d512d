//! Assets: the serialised items that are maintained, apart from the places where they stand. An asset has a class, a
//! status with downtimes that follow from it, and dated installations; they form a tree. Assets are archived, not
//! deleted, because history names them.

mod attributes;
mod classes;
mod create;
mod files;
mod input;
mod install;
mod list;
mod record;
mod seen;
mod status;
mod store;
#[cfg(test)]
mod stories;
mod take_back;
mod update;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use classes::{insert_class, insert_library};
pub use create::insert_asset;
pub(crate) use take_back::remove_imported;
pub(crate) use update::change_imported;

use crate::App;

/// An asset's name in the event log.
const ENTITY: &str = "asset";

/// Operations of this slice.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list_assets, create::create_asset))
        .routes(routes!(list::list_asset_branch))
        .routes(routes!(list::find_asset_by_code))
        .routes(routes!(list::find_asset, update::update_asset))
        .routes(routes!(list::list_asset_history))
        .routes(routes!(install::install_asset))
        .routes(routes!(install::remove_asset))
        .routes(routes!(install::list_asset_installations))
        .routes(routes!(install::list_location_installations))
        .routes(routes!(status::list_asset_status_changes, status::set_asset_status))
        .routes(routes!(status::list_asset_downtime))
        .routes(routes!(files::list_asset_files, files::attach_asset_file))
        .routes(routes!(files::find_asset_file, files::remove_asset_file))
        .routes(routes!(classes::list_classes, classes::create_class))
        .routes(routes!(classes::list_library, classes::add_library))
        .routes(routes!(classes::find_class, classes::update_class))
}
