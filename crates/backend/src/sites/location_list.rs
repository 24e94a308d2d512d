use axum::extract::State;
use contract::{
    permissions::ViewSites,
    sites::{Location, LocationFilter},
};
use kernel::{LocationId, Page};
use web::{Answer, Can, Path, Query, Reply};

use super::store;
use crate::App;

/// List locations by name: of a site, below a location, or all that match a text.
#[utoipa::path(get, path = "/locations", tag = "sites", operation_id = "list_locations", params(LocationFilter),
    responses((status = 200, body = Page<Location>)))]
pub(super) async fn list_locations(
    can: Can<ViewSites>,
    State(app): State<App>,
    Query(filter): Query<LocationFilter>,
) -> Reply {
    let page = app.read(&can, move |tenant| store::list_locations(tenant, &filter)).await?;
    Ok(Answer::ok(&page)?)
}

/// Find a location.
#[utoipa::path(get, path = "/locations/{id}", tag = "sites", operation_id = "find_location",
    params(("id" = Uuid, Path)), responses((status = 200, body = Location)))]
pub(super) async fn find_location(
    can: Can<ViewSites>,
    State(app): State<App>,
    Path(id): Path<LocationId>,
) -> Reply {
    let location = app.read(&can, move |tenant| store::find_location(tenant, id)).await?;
    Ok(Answer::ok(&location)?.version(location.version))
}
