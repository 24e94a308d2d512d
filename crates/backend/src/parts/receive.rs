//! Receipts: parts come into stock.

use axum::extract::State;
use contract::{
    parts::{MovementKind, NewReceipt, StockMovement},
    permissions::ManageParts,
};
use kernel::{PartId, Problem, Quantity, SiteId};
use web::{Answer, Body, Can, Path, Reply};

use super::{
    place::{self, Place},
    post::{Line, Worth, post},
    sites_within, store,
};
use crate::{App, change::Change, check::Check};

/// Take parts into stock; the average price moves with what they cost.
#[utoipa::path(post, path = "/parts/{id}/receive", tag = "parts", operation_id = "receive_part",
    params(("id" = Uuid, Path)), request_body = NewReceipt, responses((status = 201, body = StockMovement)))]
pub(super) async fn receive_part(
    can: Can<ManageParts>,
    State(app): State<App>,
    Path(id): Path<PartId>,
    Body(new): Body<NewReceipt>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| Answer::created(&receive(change, id, &new, sites.as_deref())?)).await
}

/// Takes parts into stock, for imports and the demonstration plant.
pub fn insert_receipt(
    change: &mut Change<'_, '_>,
    part: PartId,
    new: &NewReceipt,
) -> Result<StockMovement, Problem> {
    receive(change, part, new, None)
}

fn receive(
    change: &mut Change<'_, '_>,
    part: PartId,
    new: &NewReceipt,
    sites: Option<&[SiteId]>,
) -> Result<StockMovement, Problem> {
    let part = store::find_part(change, part)?;
    let mut check = Check::default();
    above_zero(&mut check, new.quantity);
    if new.unit_cost_minor.is_some_and(|cost| cost < 0) {
        check.wrong("unit_cost_minor", "must not be negative");
    }
    if new.total_cost_minor.is_some_and(|cost| cost < 0) {
        check.wrong("total_cost_minor", "must not be negative");
    }
    if new.unit_cost_minor.is_some() && new.total_cost_minor.is_some() {
        check.wrong("total_cost_minor", "must be left out when the price of one is given");
    }
    let reason = check.long_text("reason", new.reason.as_deref(), 500);
    check.finish()?;
    let place = Place { bin: new.bin_id, storeroom: new.storeroom_id, sites };
    let bin = place::to_put(change, &part, place)?;
    let worth = match (new.total_cost_minor, new.unit_cost_minor) {
        (Some(total), _) => Worth::Exactly(total),
        (None, Some(unit)) => {
            let total = new.quantity.cost_minor(unit);
            Worth::Exactly(total.ok_or_else(|| Problem::field("unit_cost_minor", "is too large"))?)
        }
        (None, None) => Worth::Average,
    };
    let (kind, quantity) = (MovementKind::Receipt, new.quantity);
    post(
        change,
        Line { part: &part, bin: &bin, kind, quantity, worth, work_order_id: None, counter_of: None, reason },
    )
}

/// Refuses nothing and less.
pub(super) fn above_zero(check: &mut Check, quantity: Quantity) {
    if quantity <= Quantity::ZERO {
        check.wrong("quantity", "must be more than 0");
    }
}
