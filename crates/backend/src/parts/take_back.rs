use kernel::{PartId, Problem};

use super::store;
use crate::{change::Change, search};

/// Removes a part that an import made and that never lay in a store; answers whether it did.
pub(crate) fn remove_imported(change: &mut Change<'_, '_>, id: PartId) -> Result<bool, Problem> {
    if store::has_moved(change, id)? {
        return Ok(false);
    }
    let part = store::find_part(change, id)?;
    store::delete_part(change, id)?;
    search::remove(change, "part", id.uuid())?;
    change.happened("part", id, part.version + 1, "removed", &part, &(), None)?;
    Ok(true)
}
