use axum::extract::State;
use contract::{
    meters::{ConditionFiring, ConditionFiringFilter},
    permissions::ViewMeters,
};
use kernel::Page;
use web::{Answer, Can, Query, Reply};

use super::{sites_within, store};
use crate::App;

/// List when condition rules fired, with the readings that made them, latest first.
#[utoipa::path(get, path = "/condition-firings", tag = "meters", operation_id = "list_condition_firings",
    params(ConditionFiringFilter), responses((status = 200, body = Page<ConditionFiring>)))]
pub(super) async fn list_condition_firings(
    can: Can<ViewMeters>,
    State(app): State<App>,
    Query(filter): Query<ConditionFiringFilter>,
) -> Reply {
    let sites = sites_within(&can);
    let page = app.read(&can, move |tenant| store::list_firings(tenant, &filter, sites.as_deref())).await?;
    Ok(Answer::ok(&page)?)
}
