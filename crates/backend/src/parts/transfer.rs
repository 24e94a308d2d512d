use axum::extract::State;
use contract::{
    parts::{MovementKind, NewTransfer, Transfer},
    permissions::ManageParts,
};
use kernel::{PartId, Problem};
use web::{Answer, Body, Can, Path, Reply};

use super::{
    ledger::Priced,
    place::{self, Place},
    post::{Line, Worth, post},
    receive::above_zero,
    sites_within, store,
};
use crate::{App, check::Check};

/// Move parts from one bin to another; what the stock is worth stays.
#[utoipa::path(post, path = "/parts/{id}/transfer", tag = "parts", operation_id = "transfer_part",
    params(("id" = Uuid, Path)), request_body = NewTransfer, responses((status = 201, body = Transfer)))]
pub(super) async fn transfer_part(
    can: Can<ManageParts>,
    State(app): State<App>,
    Path(id): Path<PartId>,
    Body(new): Body<NewTransfer>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let part = store::find_part(change, id)?;
        let mut check = Check::default();
        above_zero(&mut check, new.quantity);
        if new.from_bin_id == new.to_bin_id {
            check.wrong("to_bin_id", "must be another bin");
        }
        let reason = check.long_text("reason", new.reason.as_deref(), 500);
        check.finish()?;
        let at = |bin| Place { bin: Some(bin), storeroom: None, sites: sites.as_deref() };
        let named = |name: &'static str| {
            move |mut problem: Problem| {
                for error in problem.errors.iter_mut().filter(|error| error.field == "bin_id") {
                    name.clone_into(&mut error.field);
                }
                problem
            }
        };
        let from =
            place::to_take(change, &part, at(new.from_bin_id), new.quantity).map_err(named("from_bin_id"))?;
        let to = place::to_put(change, &part, at(new.to_bin_id)).map_err(named("to_bin_id"))?;
        let holding = store::holding(change, id)?;
        let (_, priced) =
            holding.take(new.quantity).ok_or_else(|| Problem::internal("a bin holds more than the stock"))?;
        let arrives = Priced { value_minor: -priced.value_minor, ..priced };
        let line = Line {
            part: &part,
            bin: &from,
            kind: MovementKind::TransferOut,
            quantity: -new.quantity,
            worth: Worth::Moved(priced),
            work_order_id: None,
            counter_of: None,
            reason: reason.clone(),
        };
        let out = post(change, line)?;
        let line = Line {
            part: &part,
            bin: &to,
            kind: MovementKind::TransferIn,
            quantity: new.quantity,
            worth: Worth::Moved(arrives),
            work_order_id: None,
            counter_of: Some(out.id),
            reason,
        };
        let r#in = post(change, line)?;
        Answer::created(&Transfer { out, r#in })
    })
    .await
}
