//! Users: the people that work is assigned to. A user has one role, and any number of teams and sites. Nobody is
//! deleted, because history names them; they are made inactive.

pub(super) mod create;
pub(super) mod list;
pub(super) mod update;

use contract::identity::{NewUser, User};
use kernel::{Code, Problem};

use super::store;
use crate::{
    change::Change,
    check::{self, Check},
    search,
};

/// Adds a user, with the hash of a password where there is one.
pub fn insert_user(
    change: &mut Change<'_, '_>,
    new: &NewUser,
    password_hash: Option<String>,
) -> Result<User, Problem> {
    let mut check = Check::default();
    let email = check.email("email", &new.email);
    let name = check.text("name", &new.name, 120);
    let aliases = check.aliases("aliases", &new.aliases);
    let language = new.language.as_deref().map(|language| check.language("language", language));
    let role = store::role_by_name(change, &new.role)?;
    if role.is_none() {
        check.wrong("role", "must be the name of a role: administrator, manager, planner, technician, requester, viewer, or one of your own");
    }
    store::check_memberships(change, &mut check, &new.team_ids, &new.site_ids)?;
    check.finish()?;
    let role = role.ok_or_else(|| Problem::not_found("This role"))?;
    let now = change.now();
    let user = User {
        id: change.id(new.id),
        email,
        name,
        aliases,
        role: role.name,
        role_id: role.id,
        team_ids: new.team_ids.clone(),
        site_ids: new.site_ids.clone(),
        language,
        active: true,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert_user(change, &user, &check::key(&user.email), password_hash)?;
    store::replace_memberships(change, &user)?;
    make_findable(change, &user)?;
    change.created("user", user.id, &user)?;
    Ok(user)
}

/// Makes a person findable by their names and their e-mail address.
fn make_findable(change: &mut Change<'_, '_>, user: &User) -> Result<(), Problem> {
    let entry = search::Entry {
        entity: "user",
        id: user.id.uuid(),
        code: None,
        title: &user.name,
        context: Some(&user.email),
        text: &user.aliases.join("\n"),
        created_by: None,
        archived: !user.active,
    };
    search::index(change, &entry)
}

/// Makes someone inactive whom an import added; their name stays in history.
pub(crate) fn deactivate(change: &mut Change<'_, '_>, id: kernel::UserId) -> Result<bool, Problem> {
    let before = store::find_user(change, id)?;
    store::end_sessions(change, id, None)?;
    save_user(change, &before, User { active: false, ..before.clone() })?;
    Ok(true)
}

/// Saves a changed user and records what changed. The last active administrator stays one.
pub(super) fn save_user(
    change: &mut Change<'_, '_>,
    before: &User,
    mut after: User,
) -> Result<User, Problem> {
    after.version = before.version + 1;
    after.updated_at = change.now();
    store::update_user(change, &after, &check::key(&after.email))?;
    if after.team_ids != before.team_ids || after.site_ids != before.site_ids {
        store::replace_memberships(change, &after)?;
    }
    let loses =
        before.active && before.role == "administrator" && (!after.active || after.role != "administrator");
    if loses && store::active_administrators(change)? == 0 {
        return Err(Problem::new(Code::NotAllowedNow, "At least one active administrator must stay."));
    }
    make_findable(change, &after)?;
    change.changed("user", after.id, after.version, before, &after)?;
    Ok(after)
}
