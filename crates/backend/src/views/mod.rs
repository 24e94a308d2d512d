//! Saved views of lists. A view keeps a list's own filters, columns and order; what they mean is the list's affair.
//! Personal views are seen by their owner alone; shared ones by everyone, and changed by those who may share views.

mod change;
mod list;
mod store;
#[cfg(test)]
mod stories;

use contract::permissions::Permission;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::Caller;

use crate::App;

/// Lists that have views.
const LISTS: &[&str] = &["work_orders", "assets", "locations", "parts", "plans", "users"];
/// Ways to show a list.
const LAYOUTS: &[&str] = &["list", "board", "calendar"];

/// Operations of this slice.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list::list_views, change::create_view)).routes(routes!(
        list::find_view,
        change::update_view,
        change::delete_view
    ))
}

fn may_share(caller: &Caller) -> bool {
    caller.scope(Permission::ShareViews).is_some()
}
