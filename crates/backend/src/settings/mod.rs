//! Settings of the organisation and of each person, and the secrets among them. Keys of AI providers are sealed before
//! they are stored and never sent back; the key that seals them stands beside the database or in the environment.

mod forget;
mod key_file;
mod keyring;
mod keys;
mod organization;
mod store;
#[cfg(test)]
mod stories;
mod unlock;
mod user;

use contract::settings::OrganizationSettings;
use kernel::Problem;
use utoipa_axum::{router::OpenApiRouter, routes};

pub use forget::{LostSecret, forget_lost_secrets, lost_secrets};
pub use keyring::{Key, Keyring, Secret};
pub use keys::{Credentials, credentials};
pub(crate) use organization::change_settings;
pub use unlock::{Rotation, rotate, unlock};

use crate::{App, tenant::Tenant};

/// Operations of this slice.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(organization::find_settings, organization::update_settings))
        .routes(routes!(user::find_my_settings, user::update_my_settings))
        .routes(routes!(keys::list_provider_keys))
        .routes(routes!(keys::replace_provider_key, keys::delete_provider_key))
}

/// The organisation's rules and defaults.
pub(crate) fn organization_settings(tenant: &mut Tenant<'_, '_>) -> Result<OrganizationSettings, Problem> {
    Ok(store::organization(tenant)?.map(|(_, settings)| settings).unwrap_or_default())
}
