use contract::parts::{MovementKind, PartPatch};
use kernel::{PartId, Problem, Quantity, StockMovementId};

use super::{
    post::{Line, Worth, post},
    store, update,
};
use crate::{change::Change, search};

/// Removes a part that an import made and that nobody used; answers whether it did. A part whose opening stock went in and
/// out again is archived, because the ledger names it.
pub(crate) fn remove_imported(change: &mut Change<'_, '_>, id: PartId) -> Result<bool, Problem> {
    let part = store::find_part(change, id)?;
    if store::has_moved(change, id)? {
        if part.on_hand > Quantity::ZERO || store::has_lasting_moves(change, id)? {
            return Ok(false);
        }
        let archive = PartPatch { archived: Some(true), ..PartPatch::default() };
        update::change_part(change, id, &archive)?;
        return Ok(true);
    }
    store::delete_part(change, id)?;
    search::remove(change, "part", id.uuid())?;
    change.happened("part", id, part.version + 1, "removed", &part, &(), None)?;
    Ok(true)
}

/// Takes the opening stock of an import back by a counter-entry, where its bin still holds as much; answers whether it did.
pub(crate) fn counter_receipt(change: &mut Change<'_, '_>, id: StockMovementId) -> Result<bool, Problem> {
    let receipt = store::find_movement(change, id)?;
    if store::level(change, receipt.part_id, receipt.bin_id)? < receipt.quantity {
        return Ok(false);
    }
    let (part, bin) = (store::find_part(change, receipt.part_id)?, store::find_bin(change, receipt.bin_id)?);
    let line = Line {
        part: &part,
        bin: &bin,
        kind: MovementKind::Adjustment,
        quantity: -receipt.quantity,
        worth: Worth::Average,
        work_order_id: None,
        counter_of: Some(id),
        reason: Some("The import was undone".to_owned()),
    };
    post(change, line)?;
    Ok(true)
}
