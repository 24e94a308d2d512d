//! Work orders: the piece of work from the first report to the last cost. An order moves through a fixed table of
//! states, each step gated and offered only to those who may take it; what is said and booked on it is added, never
//! edited. Plans, imports and the demonstration make orders through the functions exposed here.

mod authority;
mod bulk;
mod comments;
mod costs;
mod create;
mod duplicate;
mod export;
mod files;
mod find;
mod history;
mod import;
mod lifecycle;
mod links;
mod list;
mod order;
mod parts;
mod store;
#[cfg(test)]
mod stories;
mod time;
mod transition;
mod update;
mod watch;

use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub use create::{Extra, create_order};
pub(crate) use import::remove_imported;
pub use import::{ImportedOrder, insert_imported};
pub(crate) use update::change_imported;

use crate::App;

/// Operations of this slice.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list_work_orders, create::create_work_order))
        .routes(routes!(list::count_work_orders))
        .routes(routes!(export::export_work_orders))
        .routes(routes!(bulk::change_work_orders))
        .routes(routes!(find::find_work_order, update::update_work_order))
        .routes(routes!(transition::transition_work_order))
        .routes(routes!(duplicate::duplicate_work_order))
        .routes(routes!(history::find_work_order_history))
        .routes(routes!(comments::list_comments, comments::create_comment))
        .routes(routes!(time::list_time_entries, time::create_time_entry))
        .routes(routes!(time::reverse_time_entry))
        .routes(routes!(time::set_timer))
        .routes(routes!(costs::list_cost_entries, costs::create_cost_entry))
        .routes(routes!(costs::reverse_cost_entry))
        .routes(routes!(links::list_links, links::create_link))
        .routes(routes!(links::delete_link))
        .routes(routes!(watch::watch_work_order))
        .routes(routes!(files::list_work_order_files, files::attach_work_order_file))
        .routes(routes!(files::find_work_order_file, files::remove_work_order_file))
        .routes(routes!(parts::list_used_parts, parts::issue_part))
        .routes(routes!(parts::return_part))
}

/// Whether a field may be changed in a state.
pub(crate) fn may_change_field(status: contract::work_orders::WorkOrderStatus, field: &str) -> bool {
    lifecycle::editable(status, field).is_ok()
}

/// Where an order comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// A person or a program asked for it.
    #[default]
    Request,
    /// A maintenance plan made it.
    Plan(Uuid),
    /// A condition rule made it.
    Rule(Uuid),
    /// It came with an imported file.
    Import(Uuid),
    /// It belongs to the demonstration plant.
    Demo,
}

impl Origin {
    const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Plan(_) => "plan",
            Self::Rule(_) => "rule",
            Self::Import(_) => "import",
            Self::Demo => "demo",
        }
    }

    const fn id(self) -> Option<Uuid> {
        match self {
            Self::Plan(id) | Self::Rule(id) | Self::Import(id) => Some(id),
            Self::Request | Self::Demo => None,
        }
    }
}
