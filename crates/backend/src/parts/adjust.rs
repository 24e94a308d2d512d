use axum::extract::State;
use contract::{
    parts::{MovementKind, NewAdjustment, StockMovement},
    permissions::ManageParts,
};
use kernel::{PartId, Quantity};
use web::{Answer, Body, Can, Path, Reply};

use super::{
    place::{self, Place},
    post::{Line, Worth, post},
    sites_within, store,
};
use crate::{App, check::Check};

/// Correct what a bin holds, at the average price and with a reason.
#[utoipa::path(post, path = "/parts/{id}/adjust", tag = "parts", operation_id = "adjust_part",
    params(("id" = Uuid, Path)), request_body = NewAdjustment, responses((status = 201, body = StockMovement)))]
pub(super) async fn adjust_part(
    can: Can<ManageParts>,
    State(app): State<App>,
    Path(id): Path<PartId>,
    Body(new): Body<NewAdjustment>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let part = store::find_part(change, id)?;
        let mut check = Check::default();
        if new.quantity == Quantity::ZERO {
            check.wrong("quantity", "must not be 0");
        }
        let reason = Some(check.text("reason", &new.reason, 500));
        check.finish()?;
        let place = Place { bin: new.bin_id, storeroom: None, sites: sites.as_deref() };
        let bin = if new.quantity > Quantity::ZERO {
            place::to_put(change, &part, place)?
        } else {
            place::to_take(change, &part, place, -new.quantity)?
        };
        let (kind, quantity, worth) = (MovementKind::Adjustment, new.quantity, Worth::Average);
        let line = Line {
            part: &part,
            bin: &bin,
            kind,
            quantity,
            worth,
            work_order_id: None,
            counter_of: None,
            reason,
        };
        Answer::created(&post(change, line)?)
    })
    .await
}
