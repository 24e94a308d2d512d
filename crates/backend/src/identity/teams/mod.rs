//! Teams: groups of users that work is assigned to.

pub(super) mod create;
pub(super) mod list;
pub(super) mod update;

use contract::identity::Team;
use kernel::Problem;

use crate::{change::Change, search};

/// Makes a team findable by its names.
fn make_findable(change: &mut Change<'_, '_>, team: &Team) -> Result<(), Problem> {
    let entry = search::Entry {
        entity: "team",
        id: team.id.uuid(),
        code: None,
        title: &team.name,
        context: None,
        text: &team.aliases.join("\n"),
        created_by: None,
        archived: false,
    };
    search::index(change, &entry)
}
