use axum::extract::State;
use contract::{
    identity::{NewUser, User},
    permissions::ManagePeople,
};
use kernel::Problem;
use web::{Answer, Body, Caller, Can, Reply};

use super::insert_user;
use crate::{
    App,
    change::Change,
    check::Check,
    identity::{roles, store},
};

/// Adds a person whom a file names. Nobody who sends a file hands out more than their own authority.
pub(crate) fn insert_imported(
    change: &mut Change<'_, '_>,
    caller: Option<&Caller>,
    new: &NewUser,
) -> Result<User, Problem> {
    if let Some(caller) = caller
        && let Some(role) = store::role_by_name(change, &new.role)?
    {
        roles::within_reach(caller, &role.permissions, "role")?;
    }
    insert_user(change, new, None)
}

/// Add a user. Without a password the person can't sign in until an administrator sets one.
#[utoipa::path(post, path = "/users", tag = "people", operation_id = "create_user", request_body = NewUser,
    responses((status = 201, body = User)))]
pub(in crate::identity) async fn create_user(
    can: Can<ManagePeople>,
    State(app): State<App>,
    Body(new): Body<NewUser>,
) -> Reply {
    let mut hash = None;
    if let Some(password) = &new.password {
        let mut check = Check::default();
        check.password("password", password);
        check.finish()?;
        hash = Some(app.passwords().hash(password.clone()).await?);
    }
    let caller = can.caller();
    app.change(&can, move |change| {
        if let Some(role) = store::role_by_name(change, &new.role)? {
            roles::within_reach(&caller, &role.permissions, "role")?;
        }
        let user = insert_user(change, &new, hash.clone())?;
        Ok(Answer::created(&user)?.version(user.version))
    })
    .await
}
