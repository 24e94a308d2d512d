use axum::extract::State;
use contract::{identity::Team, permissions::ViewPeople};
use kernel::{Limit, Page, TeamId};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Answer, Can, Path, Query, Reply};

use crate::{App, identity::store};

/// Where a page of teams starts.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(in crate::identity) struct TeamPage {
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    limit: Limit,
    /// Where the page starts.
    cursor: Option<String>,
}

/// List teams by name.
#[utoipa::path(get, path = "/teams", tag = "people", operation_id = "list_teams", params(TeamPage),
    responses((status = 200, body = Page<Team>)))]
pub(in crate::identity) async fn list_teams(
    can: Can<ViewPeople>,
    State(app): State<App>,
    Query(page): Query<TeamPage>,
) -> Reply {
    let page =
        app.read(&can, move |tenant| store::list_teams(tenant, page.limit, page.cursor.as_deref())).await?;
    Ok(Answer::ok(&page)?)
}

/// Find a team.
#[utoipa::path(get, path = "/teams/{id}", tag = "people", operation_id = "find_team", params(("id" = Uuid, Path)),
    responses((status = 200, body = Team)))]
pub(in crate::identity) async fn find_team(
    can: Can<ViewPeople>,
    State(app): State<App>,
    Path(id): Path<TeamId>,
) -> Reply {
    let team = app.read(&can, move |tenant| store::find_team(tenant, id)).await?;
    Ok(Answer::ok(&team)?.version(team.version))
}
