//! Who may come in: organisations, sessions, API tokens, roles and the one-time set-up. A session or token is
//! kept only as a hash; its authority is read anew at each request, so that a change or revocation holds at once.
//! Users and teams, which others work with, are in `people`.

mod authenticate;
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
pub(crate) mod store;
#[cfg(test)]
mod stories;
mod tokens;

use utoipa_axum::{router::OpenApiRouter, routes};

pub use organizations::{NewOrganization, create_organization, find_organization};
pub use set_up::set_up_link;
pub use tokens::create_token;

pub(crate) use authenticate::SessionAuthenticator;
pub(crate) use password::Passwords;
pub(crate) use sign_in_limits::SignInLimits;

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
}
