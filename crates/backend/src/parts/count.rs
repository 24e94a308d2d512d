use axum::extract::State;
use contract::{
    parts::{MovementKind, NewCount, StockMovement},
    permissions::ManageParts,
};
use kernel::{PartId, Problem, Quantity};
use web::{Answer, Body, Can, Path, Reply};

use super::{
    place::{self, Place},
    post::{Line, Worth, post},
    sites_within, store,
};
use crate::{App, check::Check};

/// Record what was counted in a bin. The difference found is the line's quantity, even when it is nothing.
#[utoipa::path(post, path = "/parts/{id}/count", tag = "parts", operation_id = "count_part",
    params(("id" = Uuid, Path)), request_body = NewCount, responses((status = 201, body = StockMovement)))]
pub(super) async fn count_part(
    can: Can<ManageParts>,
    State(app): State<App>,
    Path(id): Path<PartId>,
    Body(new): Body<NewCount>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let part = store::find_part(change, id)?;
        let mut check = Check::default();
        if new.counted < Quantity::ZERO {
            check.wrong("counted", "must not be negative");
        }
        let reason = check.long_text("reason", new.reason.as_deref(), 500);
        check.finish()?;
        let place = Place { bin: new.bin_id, storeroom: None, sites: sites.as_deref() };
        let bin = place::to_put(change, &part, place)?;
        let expected = store::level(change, id, bin.id)?;
        let variance =
            new.counted.checked_sub(expected).ok_or_else(|| Problem::field("counted", "is too large"))?;
        let line = Line {
            part: &part,
            bin: &bin,
            kind: MovementKind::Count,
            quantity: variance,
            worth: Worth::Average,
            work_order_id: None,
            counter_of: None,
            reason,
        };
        Answer::created(&post(change, line)?)
    })
    .await
}
