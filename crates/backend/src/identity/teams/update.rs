use axum::extract::State;
use contract::{
    identity::{Team, TeamPatch},
    permissions::ManagePeople,
};
use kernel::TeamId;
use web::{Answer, Body, Can, Path, Reply};

use super::make_findable;
use crate::{App, check::Check, identity::store};

/// Change a team.
#[utoipa::path(patch, path = "/teams/{id}", tag = "people", operation_id = "update_team",
    params(("id" = Uuid, Path)), request_body = TeamPatch, responses((status = 200, body = Team)))]
pub(in crate::identity) async fn update_team(
    can: Can<ManagePeople>,
    State(app): State<App>,
    Path(id): Path<TeamId>,
    Body(patch): Body<TeamPatch>,
) -> Reply {
    app.change(&can, move |change| {
        let before = store::find_team(change, id)?;
        let base = change.base_version(patch.version);
        change.merge(id.uuid(), base, before.version, &before, &patch)?;
        let mut after = before.clone();
        let mut check = Check::default();
        if let Some(name) = &patch.name {
            after.name = check.text("name", name, 120);
        }
        if let Some(aliases) = &patch.aliases {
            after.aliases = check.aliases("aliases", aliases);
        }
        if let Some(members) = &patch.member_ids {
            after.member_ids.clone_from(members);
            store::check_users(change, &mut check, "member_ids", members)?;
        }
        check.finish()?;
        after.version += 1;
        after.updated_at = change.now();
        store::update_team(change, &after)?;
        make_findable(change, &after)?;
        change.changed("team", id, after.version, &before, &after)?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}
