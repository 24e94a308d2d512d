//! Who belongs to an organisation and who may come in: users, teams, roles, sessions, API tokens and the set-up. A session or token is
//! kept only as a hash; its authority is read anew at each request, so that a change or revocation holds at once.
//! Users and teams, whom work is assigned to, are here too.

mod authenticate;
pub mod console;
mod hints;
mod me;
mod organization;
mod organizations;
mod password;
mod roles;
mod sessions;
mod set_up;
mod sign_in;
mod sign_in_limits;
mod store;
#[cfg(test)]
mod stories;
mod teams;
mod tokens;
mod users;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use organizations::{NewOrganization, create_organization, find_organization};
pub use set_up::set_up_link;
pub use tokens::create_token;

pub use users::insert_user;
pub(crate) use users::{create::insert_imported, deactivate, update::change_imported};

pub(crate) use authenticate::SessionAuthenticator;
pub(crate) use password::Passwords;
pub(crate) use sign_in_limits::SignInLimits;
#[cfg(test)]
pub(crate) use store::user_by_email;
pub(crate) use store::{check_users, find_team, forget_sessions, list_organizations, own_organization};

use crate::App;

/// Operations of this slice.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_in::create_session, sessions::find_session, sessions::end_session))
        .routes(routes!(hints::find_session_hints))
        .routes(routes!(sessions::list_sessions))
        .routes(routes!(sessions::end_other_session))
        .routes(routes!(set_up::set_up))
        .routes(routes!(me::update_me))
        .routes(routes!(organization::find_organization, organization::update_organization))
        .routes(routes!(roles::list_roles, roles::create_role))
        .routes(routes!(roles::replace_role, roles::delete_role))
        .routes(routes!(tokens::list_tokens, tokens::create_own_token))
        .routes(routes!(tokens::revoke_token))
        .routes(routes!(users::list::list_users, users::create::create_user))
        .routes(routes!(users::list::find_user, users::update::update_user))
        .routes(routes!(teams::list::list_teams, teams::create::create_team))
        .routes(routes!(teams::list::find_team, teams::update::update_team))
}
