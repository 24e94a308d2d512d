use axum::extract::State;
use contract::{
    identity::{User, UserFilter},
    permissions::ViewPeople,
};
use kernel::{Page, UserId};
use web::{Answer, Can, Path, Query, Reply};

use crate::{App, identity::store};

/// List users.
#[utoipa::path(get, path = "/users", tag = "people", operation_id = "list_users", params(UserFilter),
    responses((status = 200, body = Page<User>)))]
pub(in crate::identity) async fn list_users(
    can: Can<ViewPeople>,
    State(app): State<App>,
    Query(filter): Query<UserFilter>,
) -> Reply {
    let page = app.read(&can, move |tenant| store::list_users(tenant, &filter)).await?;
    Ok(Answer::ok(&page)?)
}

/// Find a user.
#[utoipa::path(get, path = "/users/{id}", tag = "people", operation_id = "find_user", params(("id" = Uuid, Path)),
    responses((status = 200, body = User)))]
pub(in crate::identity) async fn find_user(
    can: Can<ViewPeople>,
    State(app): State<App>,
    Path(id): Path<UserId>,
) -> Reply {
    let user = app.read(&can, move |tenant| store::find_user(tenant, id)).await?;
    Ok(Answer::ok(&user)?.version(user.version))
}
