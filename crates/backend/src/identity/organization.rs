use axum::extract::State;
use contract::{
    identity::{Organization, OrganizationPatch},
    permissions::ManageSettings,
};
use web::{Answer, Body, Can, Reply, SignedIn};

use super::store;
use crate::{
    App,
    check::{self, Check},
};

/// Find the caller's organisation.
#[utoipa::path(get, path = "/organization", tag = "identity", operation_id = "find_organization",
    responses((status = 200, body = Organization)))]
pub(super) async fn find_organization(caller: SignedIn, State(app): State<App>) -> Reply {
    let organization = app.read(&caller, store::own_organization).await?;
    Ok(Answer::ok(&organization)?.version(organization.version))
}

/// Change the organisation's name, time zone or language. Its currency stays, because amounts are kept in it.
#[utoipa::path(patch, path = "/organization", tag = "identity", operation_id = "update_organization",
    request_body = OrganizationPatch, responses((status = 200, body = Organization)))]
pub(super) async fn update_organization(
    can: Can<ManageSettings>,
    State(app): State<App>,
    Body(patch): Body<OrganizationPatch>,
) -> Reply {
    app.change(&can, move |change| {
        let before = store::own_organization(change)?;
        let base = change.base_version(patch.version);
        change.merge(before.id.uuid(), base, before.version, &before, &patch)?;
        let mut after = before.clone();
        let mut check = Check::default();
        if let Some(name) = &patch.name {
            after.name = check.text("name", name, 120);
        }
        if let Some(zone) = &patch.time_zone {
            after.time_zone = check.time_zone("time_zone", zone);
        }
        if let Some(language) = &patch.language {
            after.language = check.language("language", language);
        }
        check.finish()?;
        after.version += 1;
        let now = change.now();
        store::update_organization(change, &after, &check::key(&after.name), now)?;
        change.changed("organization", after.id, after.version, &before, &after)?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}
