use axum::extract::State;
use contract::{
    permissions::ViewSites,
    sites::{Site, SiteFilter},
};
use kernel::{Page, SiteId};
use web::{Answer, Can, Path, Query, Reply};

use super::store;
use crate::App;

/// List sites by name.
#[utoipa::path(get, path = "/sites", tag = "sites", operation_id = "list_sites", params(SiteFilter),
    responses((status = 200, body = Page<Site>)))]
pub(super) async fn list_sites(
    can: Can<ViewSites>,
    State(app): State<App>,
    Query(filter): Query<SiteFilter>,
) -> Reply {
    let page = app.read(&can, move |tenant| store::list_sites(tenant, &filter)).await?;
    Ok(Answer::ok(&page)?)
}

/// Find a site.
#[utoipa::path(get, path = "/sites/{id}", tag = "sites", operation_id = "find_site", params(("id" = Uuid, Path)),
    responses((status = 200, body = Site)))]
pub(super) async fn find_site(can: Can<ViewSites>, State(app): State<App>, Path(id): Path<SiteId>) -> Reply {
    let site = app.read(&can, move |tenant| store::find_site(tenant, id)).await?;
    Ok(Answer::ok(&site)?.version(site.version))
}
