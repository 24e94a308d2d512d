//! Meters: what is read at assets and locations. Readings are facts, appended and voided but never edited; what a counter
//! has counted follows from them and from the moments at which it began again (`counter.rs`, pure). Condition rules look
//! at each reading as it comes (`condition.rs`, pure) and make predictive orders, with the trend that fired them.

mod condition;
mod counter;
mod create;
mod evaluate;
mod events;
mod firings;
mod intake;
mod list;
mod projection;
mod read;
mod record;
mod rules;
mod series;
mod store;
#[cfg(test)]
mod stories;
mod trial;
mod unit;
mod update;
mod void;

use contract::permissions::Scope;
use kernel::SiteId;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::Can;

pub use create::insert_meter;
pub use events::add_event;
pub use projection::{Usage, usage};
pub use record::add_readings;
pub use rules::insert_rule;
pub(crate) use store::forget_keys;

use crate::App;

/// A meter's name in the event log and the search.
const ENTITY: &str = "meter";

/// Operations of this slice.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list_meters, create::create_meter))
        .routes(routes!(list::find_meter, update::update_meter))
        .routes(routes!(list::list_meter_history))
        .routes(routes!(read::list_readings, record::create_readings))
        .routes(routes!(record::create_reading_batch))
        .routes(routes!(void::void_reading))
        .routes(routes!(series::find_meter_series))
        .routes(routes!(projection::project_meter))
        .routes(routes!(events::list_meter_events, events::create_meter_event))
        .routes(routes!(events::void_meter_event))
        .routes(routes!(rules::list_condition_rules, rules::create_condition_rule))
        .routes(routes!(rules::update_condition_rule))
        .routes(routes!(trial::try_condition_rule))
        .routes(routes!(firings::list_condition_firings))
}

/// The sites whose meters the caller reaches; nothing means all of them.
fn sites_within<P>(can: &Can<P>) -> Option<Vec<SiteId>> {
    (can.reach() != Scope::All).then(|| can.sites.clone())
}
