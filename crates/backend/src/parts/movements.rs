use axum::extract::State;
use contract::{
    parts::{MovementFilter, StockMovement},
    permissions::ViewParts,
};
use kernel::Page;
use web::{Answer, Can, Query, Reply};

use super::{sites_within, store};
use crate::App;

/// List the stock ledger, newest first.
#[utoipa::path(get, path = "/stock-movements", tag = "parts", operation_id = "list_stock_movements",
    params(MovementFilter), responses((status = 200, body = Page<StockMovement>)))]
pub(super) async fn list_stock_movements(
    can: Can<ViewParts>,
    State(app): State<App>,
    Query(filter): Query<MovementFilter>,
) -> Reply {
    let sites = sites_within(&can);
    let page = app.read(&can, move |tenant| store::list_movements(tenant, &filter, sites.as_deref())).await?;
    Ok(Answer::ok(&page)?)
}
