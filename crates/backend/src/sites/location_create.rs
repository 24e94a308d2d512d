use axum::extract::State;
use contract::{
    permissions::ManageSites,
    sites::{Location, NewLocation},
};
use kernel::Problem;
use web::{Answer, Body, Can, Reply};

use super::{findable, store};
use crate::{App, change::Change, check::Check};

/// Add a location to the tree of a site.
#[utoipa::path(post, path = "/locations", tag = "sites", operation_id = "create_location", request_body = NewLocation,
    responses((status = 201, body = Location)))]
pub(super) async fn create_location(
    can: Can<ManageSites>,
    State(app): State<App>,
    Body(new): Body<NewLocation>,
) -> Reply {
    app.change(&can, move |change| {
        let location = insert_location(change, &new)?;
        Ok(Answer::created(&location)?.version(location.version))
    })
    .await
}

/// Adds a location. Without a site it takes the parent's, or the only one there is.
pub fn insert_location(change: &mut Change<'_, '_>, new: &NewLocation) -> Result<Location, Problem> {
    let mut check = Check::default();
    let parent = match new.parent_id {
        None => None,
        Some(id) => {
            let parent = store::find_location(change, id).ok();
            if parent.is_none() {
                check.wrong("parent_id", "is not a location of this organisation");
            }
            parent
        }
    };
    let site = match (new.site_id, &parent) {
        (Some(site), Some(parent)) if site != parent.site_id => {
            check.wrong("site_id", "must be the site of the parent");
            None
        }
        (Some(site), _) => {
            if store::find_site(change, site).is_err() {
                check.wrong("site_id", "is not a site of this organisation");
            }
            Some(site)
        }
        (None, Some(parent)) => Some(parent.site_id),
        (None, None) => {
            let only = store::only_site(change)?;
            if only.is_none() {
                check.wrong("site_id", "is needed, because there is more than one site");
            }
            only
        }
    };
    let now = change.now();
    let name = check.text("name", &new.name, 120);
    let code = check.optional_text("code", new.code.as_deref(), 60);
    let aliases = check.aliases("aliases", &new.aliases);
    let description = check.long_text("description", new.description.as_deref(), 4_000);
    check.finish()?;
    let site_id = site.ok_or_else(|| Problem::field("site_id", "is needed"))?;
    let mut path = match &parent {
        Some(parent) => parent.path.clone(),
        None => vec![store::find_site(change, site_id)?.name],
    };
    path.push(name.clone());
    let location = Location {
        id: change.id(new.id),
        site_id,
        parent_id: new.parent_id,
        code,
        name,
        aliases,
        description,
        path,
        children: 0,
        archived_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert_location(change, &location)?;
    findable::index_location(change, &location)?;
    change.created("location", location.id, &location)?;
    Ok(location)
}
