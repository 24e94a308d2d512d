use axum::extract::State;
use contract::{
    identity::{NewTeam, Team},
    permissions::ManagePeople,
};
use web::{Answer, Body, Can, Reply};

use super::make_findable;
use crate::{App, check::Check, identity::store};

/// Add a team.
#[utoipa::path(post, path = "/teams", tag = "people", operation_id = "create_team", request_body = NewTeam,
    responses((status = 201, body = Team)))]
pub(in crate::identity) async fn create_team(
    can: Can<ManagePeople>,
    State(app): State<App>,
    Body(new): Body<NewTeam>,
) -> Reply {
    app.change(&can, move |change| {
        let mut check = Check::default();
        let now = change.now();
        let team = Team {
            id: change.id(new.id),
            name: check.text("name", &new.name, 120),
            aliases: check.aliases("aliases", &new.aliases),
            member_ids: new.member_ids.clone(),
            version: 1,
            created_at: now,
            updated_at: now,
        };
        store::check_users(change, &mut check, "member_ids", &team.member_ids)?;
        check.finish()?;
        store::insert_team(change, &team)?;
        make_findable(change, &team)?;
        change.created("team", team.id, &team)?;
        Ok(Answer::created(&team)?.version(team.version))
    })
    .await
}
