//! Search over everything that has a name. Slices hand in what can be found about a record, in the transaction that
//! changes it; this slice knows their nouns only by name and by the permission that shows them. Both engines
//! deliver candidates by words that this program made; the order is decided here.

mod find;
mod store;
#[cfg(test)]
mod stories;
mod words;

use contract::permissions::Permission;
use kernel::{Problem, UserId};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{App, change::Change};

/// Operations of this slice.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(find::search))
}

/// What can be found, and the permission that shows it.
const KINDS: &[(&str, Permission)] = &[
    ("work_order", Permission::ViewWorkOrders),
    ("asset", Permission::ViewAssets),
    ("location", Permission::ViewSites),
    ("site", Permission::ViewSites),
    ("part", Permission::ViewParts),
    ("meter", Permission::ViewMeters),
    ("plan", Permission::ViewPlans),
    ("user", Permission::ViewPeople),
    ("team", Permission::ViewPeople),
];

/// What can be found about a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    /// The kind of record, as in the event log.
    pub entity: &'static str,
    /// The record.
    pub id: Uuid,
    /// Its code or number as people write it: `WO-1042`.
    pub code: Option<&'a str>,
    /// Its name or title.
    pub title: &'a str,
    /// What tells it from others of that name, shown beside it: where a place is, an e-mail address.
    pub context: Option<&'a str>,
    /// Everything else that may be searched: description, aliases, serial number.
    pub text: &'a str,
    /// Who made it: those who see only their own records find it by this.
    pub created_by: Option<UserId>,
    /// Archived records come last.
    pub archived: bool,
}

/// Makes a record findable, or brings what is found up to date.
pub(crate) fn index(change: &mut Change<'_, '_>, entry: &Entry<'_>) -> Result<(), Problem> {
    index_all(change, std::slice::from_ref(entry))
}

/// The same for many records, each named once.
pub(crate) fn index_all(change: &mut Change<'_, '_>, entries: &[Entry<'_>]) -> Result<(), Problem> {
    if let Some(stranger) = entries.iter().find(|entry| !KINDS.iter().any(|(kind, _)| *kind == entry.entity))
    {
        return Err(Problem::internal(format!("search does not know who may see a {}", stranger.entity)));
    }
    store::save(change, entries)
}

/// Forgets a record that is gone.
pub(crate) fn remove(change: &mut Change<'_, '_>, entity: &'static str, id: Uuid) -> Result<(), Problem> {
    store::remove(change, entity, id)
}
