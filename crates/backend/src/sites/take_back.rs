use kernel::{LocationId, Problem};

use super::store;
use crate::{change::Change, search};

/// Removes a location that an import made and nobody uses; answers whether it did.
pub(crate) fn remove_imported(change: &mut Change<'_, '_>, id: LocationId) -> Result<bool, Problem> {
    if store::is_used(change, id)? {
        return Ok(false);
    }
    let location = store::find_location(change, id)?;
    store::delete_location(change, id)?;
    search::remove(change, "location", id.uuid())?;
    change.happened("location", id, location.version + 1, "removed", &location, &(), None)?;
    Ok(true)
}
