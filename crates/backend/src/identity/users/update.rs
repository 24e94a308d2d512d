use axum::extract::State;
use contract::{
    identity::{User, UserPatch},
    permissions::ManagePeople,
};
use kernel::{Problem, UserId};
use web::{Answer, Body, Caller, Can, Path, Reply};

use super::save_user;
use crate::{
    App,
    change::Change,
    check::Check,
    identity::{roles, store},
};

/// Change a user. A new password or switching the user off ends their sessions.
#[utoipa::path(patch, path = "/users/{id}", tag = "people", operation_id = "update_user",
    params(("id" = Uuid, Path)), request_body = UserPatch, responses((status = 200, body = User)))]
pub(in crate::identity) async fn update_user(
    can: Can<ManagePeople>,
    State(app): State<App>,
    Path(id): Path<UserId>,
    Body(mut patch): Body<UserPatch>,
) -> Reply {
    let mut hash = None;
    if let Some(password) = patch.password.take() {
        let mut check = Check::default();
        check.password("password", &password);
        check.finish()?;
        hash = Some(app.passwords().hash(password).await?);
    }
    let caller = can.caller();
    app.change(&can, move |change| {
        let before = store::find_user(change, id)?;
        let held = store::find_role(change, before.role_id)?;
        roles::within_reach(&caller, &held.permissions, "id")?;
        let base = change.base_version(patch.version);
        change.merge(id.uuid(), base, before.version, &before, &patch)?;
        let after = apply(change, &before, &patch)?;
        let given = store::find_role(change, after.role_id)?;
        roles::within_reach(&caller, &given.permissions, "role")?;
        if let Some(hash) = &hash {
            store::set_password(change, id, hash)?;
            change.happened("user", id, before.version + 1, "password_changed", &(), &(), None)?;
        }
        if hash.is_some() || !after.active {
            store::end_sessions(change, id, None)?;
        }
        let after = save_user(change, &before, after)?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}

/// Changes a person to what a file says. Whoever sends the file neither takes over nor hands out more than their own
/// authority; without a sender it is the one at the machine.
pub(crate) fn change_imported(
    change: &mut Change<'_, '_>,
    caller: Option<&Caller>,
    id: UserId,
    patch: &UserPatch,
) -> Result<(), Problem> {
    let before = store::find_user(change, id)?;
    let after = apply(change, &before, patch)?;
    if let Some(caller) = caller {
        let held = store::find_role(change, before.role_id)?;
        roles::within_reach(caller, &held.permissions, "email")?;
        let given = store::find_role(change, after.role_id)?;
        roles::within_reach(caller, &given.permissions, "role")?;
    }
    save_user(change, &before, after).map(drop)
}

fn apply(change: &mut Change<'_, '_>, before: &User, patch: &UserPatch) -> Result<User, Problem> {
    let mut after = before.clone();
    let mut check = Check::default();
    if let Some(name) = &patch.name {
        after.name = check.text("name", name, 120);
    }
    if let Some(email) = &patch.email {
        after.email = check.email("email", email);
    }
    if let Some(aliases) = &patch.aliases {
        after.aliases = check.aliases("aliases", aliases);
    }
    if let Some(language) = patch.language.clone().into_option() {
        after.language = language.map(|language| check.language("language", &language));
    }
    if let Some(role) = &patch.role {
        match store::role_by_name(change, role)? {
            Some(role) => (after.role, after.role_id) = (role.name, role.id),
            None => check.wrong("role", "is not a role of this organisation"),
        }
    }
    after.team_ids = patch.team_ids.clone().unwrap_or(after.team_ids);
    after.site_ids = patch.site_ids.clone().unwrap_or(after.site_ids);
    after.active = patch.active.unwrap_or(after.active);
    store::check_memberships(change, &mut check, &after.team_ids, &after.site_ids)?;
    check.finish()?;
    Ok(after)
}
