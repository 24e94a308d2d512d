//! Lists of parts and of their categories.

use axum::extract::State;
use contract::{
    parts::{Part, PartCategory, PartFilter},
    permissions::ViewParts,
};
use kernel::Page;
use web::{Answer, Can, Query, Reply};

use super::store;
use crate::App;

/// List parts with their stock; `low_stock=true` is the list to reorder from.
#[utoipa::path(get, path = "/parts", tag = "parts", operation_id = "list_parts", params(PartFilter),
    responses((status = 200, body = Page<Part>)))]
pub(super) async fn list_parts(
    can: Can<ViewParts>,
    State(app): State<App>,
    Query(filter): Query<PartFilter>,
) -> Reply {
    let page = app.read(&can, move |tenant| store::list_parts(tenant, &filter)).await?;
    Ok(Answer::ok(&page)?)
}

/// List the categories that parts are in.
#[utoipa::path(get, path = "/part-categories", tag = "parts", operation_id = "list_part_categories",
    responses((status = 200, body = Page<PartCategory>)))]
pub(super) async fn list_part_categories(can: Can<ViewParts>, State(app): State<App>) -> Reply {
    let items = app.read(&can, store::list_categories).await?;
    Ok(Answer::ok(&Page { items, next: None })?)
}
