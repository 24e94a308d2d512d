use kernel::{AssetId, Problem};

use super::{ENTITY, record, seen::Seen, store};
use crate::{change::Change, search};

/// Removes an asset that an import made and nobody uses; answers whether it did.
pub(crate) fn remove_imported(change: &mut Change<'_, '_>, id: AssetId) -> Result<bool, Problem> {
    if store::is_used(change, id)? {
        return Ok(false);
    }
    let now = change.now();
    let asset = store::find(change, id, now, &Seen::All)?;
    store::delete(change, id)?;
    search::remove(change, ENTITY, id.uuid())?;
    change.happened(ENTITY, id, asset.version + 1, "removed", &record::recorded(&asset)?, &(), None)?;
    Ok(true)
}
