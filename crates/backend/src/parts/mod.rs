//! Parts and where they lie: storerooms, bins, the parts themselves and the append-only ledger of their stock.
//! `ledger.rs` says what stock is worth; `post.rs` is the one place that writes a line and keeps the levels equal
//! to the sum of the lines. Issue and return are offered to the slice of work orders, which has their routes.

mod adjust;
mod bins;
mod count;
mod create;
mod find;
mod history;
mod ledger;
mod list;
mod movements;
mod place;
mod post;
mod receive;
mod store;
mod storerooms;
#[cfg(test)]
mod stories;
mod take_back;
mod transfer;
mod update;
mod usage;
mod verify;

use contract::permissions::Scope;
use kernel::SiteId;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::Can;

pub use bins::insert_bin;
pub use create::insert_part;
pub use receive::insert_receipt;
pub use storerooms::insert_storeroom;
pub use usage::{GiveBack, Issue, PartUsage, give_back, issue, used_on};
pub use verify::{StockFault, verify};

pub(crate) use take_back::{counter_receipt, remove_imported};
pub(crate) use update::change_part;

use crate::App;

/// Operations of this slice.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(storerooms::list_storerooms, storerooms::create_storeroom))
        .routes(routes!(storerooms::find_storeroom, storerooms::update_storeroom))
        .routes(routes!(bins::list_bins, bins::create_bin))
        .routes(routes!(bins::find_bin, bins::update_bin))
        .routes(routes!(list::list_parts, create::create_part))
        .routes(routes!(list::list_part_categories))
        .routes(routes!(find::find_part, update::update_part))
        .routes(routes!(history::list_part_history))
        .routes(routes!(movements::list_stock_movements))
        .routes(routes!(receive::receive_part))
        .routes(routes!(adjust::adjust_part))
        .routes(routes!(transfer::transfer_part))
        .routes(routes!(count::count_part))
}

/// The sites whose storerooms the caller reaches; nothing means all of them.
fn sites_within<P>(can: &Can<P>) -> Option<Vec<SiteId>> {
    (can.reach() != Scope::All).then(|| can.sites.clone())
}
