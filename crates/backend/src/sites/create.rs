use axum::extract::State;
use contract::{
    permissions::ManageSites,
    sites::{NewSite, Site},
};
use web::{Answer, Body, Can, Reply};

use super::insert_site;
use crate::App;

/// Add a site.
#[utoipa::path(post, path = "/sites", tag = "sites", operation_id = "create_site", request_body = NewSite,
    responses((status = 201, body = Site)))]
pub(super) async fn create_site(
    can: Can<ManageSites>,
    State(app): State<App>,
    Body(new): Body<NewSite>,
) -> Reply {
    app.change(&can, move |change| {
        let site = insert_site(change, &new)?;
        Ok(Answer::created(&site)?.version(site.version))
    })
    .await
}
