use axum::extract::State;
use contract::{
    permissions::ManageSites,
    sites::{Site, SitePatch},
};
use kernel::SiteId;
use web::{Answer, Body, Can, Path, Reply};

use super::{findable, store};
use crate::{App, check::Check};

/// Change, archive or bring back a site.
#[utoipa::path(patch, path = "/sites/{id}", tag = "sites", operation_id = "update_site",
    params(("id" = Uuid, Path)), request_body = SitePatch, responses((status = 200, body = Site)))]
pub(super) async fn update_site(
    can: Can<ManageSites>,
    State(app): State<App>,
    Path(id): Path<SiteId>,
    Body(patch): Body<SitePatch>,
) -> Reply {
    app.change(&can, move |change| {
        let before = store::find_site(change, id)?;
        let base = change.base_version(patch.version);
        change.merge(id.uuid(), base, before.version, &before, &patch)?;
        let mut after = before.clone();
        let mut check = Check::default();
        if let Some(name) = &patch.name {
            after.name = check.text("name", name, 120);
        }
        if let Some(zone) = &patch.time_zone {
            after.time_zone = check.time_zone("time_zone", zone);
        }
        if let Some(address) = patch.address.as_option() {
            after.address = check.long_text("address", address.map(String::as_str), 500);
        }
        check.finish()?;
        let now = change.now();
        if let Some(archived) = patch.archived {
            after.archived_at = archived.then(|| before.archived_at.unwrap_or(now));
        }
        after.version += 1;
        after.updated_at = now;
        store::update_site(change, &after)?;
        findable::site_changed(change, &before, &after)?;
        change.changed("site", id, after.version, &before, &after)?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}
