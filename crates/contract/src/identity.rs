//! Organisations, users, roles, teams, sessions and API tokens as they travel.

use jiff::Timestamp;
use kernel::{ApiTokenId, Currency, Limit, OrganizationId, Patch, RoleId, SiteId, TeamId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::permissions::{BuiltInRole, Grants};

/// Asks for a session.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The user's e-mail address, in any case.
    pub email: String,
    /// The password.
    #[schema(format = Password)]
    pub password: String,
}

/// Who is signed in and what they may do.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// The person.
    pub user: User,
    /// Their organisation.
    pub organization: Organization,
    /// Their role.
    pub role: RoleSummary,
    /// Permissions by name with their scope: `{"work_orders.create": "all"}`. A token may have fewer than its owner.
    #[schema(value_type = std::collections::BTreeMap<String, crate::permissions::Scope>)]
    pub permissions: Grants,
    /// Whether this is the demonstration plant.
    pub demo: bool,
}

/// What the sign-in page needs to know before anyone has signed in.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct SessionHints {
    /// No organisation exists yet: the one-time link that the server printed leads to the set-up page.
    pub setup_required: bool,
    /// The demonstration plant's sign-ins. Empty on a real installation.
    pub demo_accounts: Vec<DemoAccount>,
}

/// A sign-in of the demonstration plant.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct DemoAccount {
    /// Name of the person.
    pub name: String,
    /// Built-in role.
    pub role: BuiltInRole,
    /// E-mail address.
    pub email: String,
    /// Password, the same for all.
    pub password: String,
}

/// Makes the first organisation, with the token from the one-time link.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// From the link.
    pub token: String,
    /// Name of the organisation.
    pub organization_name: String,
    /// Name of its first site.
    pub site_name: String,
    /// IANA time zone of that site: `Europe/Berlin`.
    pub time_zone: String,
    /// ISO 4217 currency of all amounts.
    pub currency: Currency,
    /// `en` or `es`.
    pub language: String,
    /// The administrator's name.
    pub name: String,
    /// The administrator's e-mail address.
    pub email: String,
    /// The administrator's password, at least 10 characters.
    #[schema(format = Password)]
    pub password: String,
}

/// An organisation.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Organization {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: OrganizationId,
    /// Name.
    pub name: String,
    /// ISO 4217 currency of all amounts.
    pub currency: Currency,
    /// Default time zone, for what belongs to no site.
    pub time_zone: String,
    /// Default language.
    pub language: String,
    /// Counts changes.
    pub version: i64,
}

/// Changes the organisation.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrganizationPatch {
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New default time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// New default language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// A person who signs in.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct User {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: UserId,
    /// E-mail address, unique in the installation.
    pub email: String,
    /// Name.
    pub name: String,
    /// What colleagues call them: nicknames, initials. Used to understand speech and text.
    pub aliases: Vec<String>,
    /// Name of the role: `technician`.
    pub role: String,
    /// Identity of the role.
    #[schema(value_type = Uuid)]
    pub role_id: RoleId,
    /// Teams they belong to.
    #[schema(value_type = Vec<Uuid>)]
    pub team_ids: Vec<TeamId>,
    /// Sites they belong to; for permissions with the scope `site`.
    #[schema(value_type = Vec<Uuid>)]
    pub site_ids: Vec<SiteId>,
    /// `en`, `es`; nothing: the organisation's.
    pub language: Option<String>,
    /// Whether they may sign in.
    pub active: bool,
    /// Counts changes.
    pub version: i64,
    /// When they were added.
    pub created_at: Timestamp,
    /// When they were last changed.
    pub updated_at: Timestamp,
}

/// Adds a user.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<UserId>,
    /// E-mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// What colleagues call them.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Name of a built-in or own role.
    pub role: String,
    /// Password; without one the person can't sign in until an administrator sets it.
    #[schema(format = Password)]
    pub password: Option<String>,
    /// Teams to join.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>)]
    pub team_ids: Vec<TeamId>,
    /// Sites to join.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>)]
    pub site_ids: Vec<SiteId>,
    /// `en`, `es`.
    pub language: Option<String>,
}

/// Changes a user.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct UserPatch {
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// New aliases, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aliases: Option<Vec<String>>,
    /// New role, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// New teams, all of them.
    #[schema(value_type = Option<Vec<Uuid>>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_ids: Option<Vec<TeamId>>,
    /// New sites, all of them.
    #[schema(value_type = Option<Vec<Uuid>>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_ids: Option<Vec<SiteId>>,
    /// New language.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub language: Patch<String>,
    /// Whether they may sign in. Switching it off ends their sessions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// A new password. Ends their other sessions.
    #[schema(format = Password)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// What people may change about themselves.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MePatch {
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New language.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub language: Patch<String>,
    /// New password; needs `current_password`. Ends the other sessions.
    #[schema(format = Password)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The password until now.
    #[schema(format = Password)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_password: Option<String>,
}

/// Which users to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct UserFilter {
    /// Part of a name, e-mail address or alias.
    pub q: Option<String>,
    /// Only active, or only inactive users.
    pub active: Option<bool>,
    /// Only members of this team.
    #[param(value_type = Option<Uuid>)]
    pub team_id: Option<TeamId>,
    /// `name` (default), `-name`, `created_at`, `-created_at`.
    pub sort: Option<String>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// A role in a list of choices.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoleSummary {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: RoleId,
    /// Name.
    pub name: String,
}

/// A role.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Role {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: RoleId,
    /// Name, unique in the organisation.
    pub name: String,
    /// Built-in roles can't be changed.
    pub built_in: bool,
    /// Permissions with their scopes.
    #[schema(value_type = std::collections::BTreeMap<String, crate::permissions::Scope>)]
    pub permissions: Grants,
    /// Counts changes.
    pub version: i64,
}

/// Adds or replaces an own role.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleInput {
    /// Name.
    pub name: String,
    /// Permissions with their scopes.
    #[schema(value_type = std::collections::BTreeMap<String, crate::permissions::Scope>)]
    pub permissions: Grants,
}

/// A team.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Team {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: TeamId,
    /// Name, unique in the organisation.
    pub name: String,
    /// What people call it.
    pub aliases: Vec<String>,
    /// Its members.
    #[schema(value_type = Vec<Uuid>)]
    pub member_ids: Vec<UserId>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Adds a team.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTeam {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<TeamId>,
    /// Name.
    pub name: String,
    /// What people call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its members.
    #[serde(default)]
    #[schema(value_type = Vec<Uuid>)]
    pub member_ids: Vec<UserId>,
}

/// Changes a team.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TeamPatch {
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New aliases, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aliases: Option<Vec<String>>,
    /// New members, all of them.
    #[schema(value_type = Option<Vec<Uuid>>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_ids: Option<Vec<UserId>>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// An API token; its secret is shown once, when it is made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ApiToken {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: ApiTokenId,
    /// What it is for.
    pub name: String,
    /// Whose authority it carries.
    #[schema(value_type = Uuid)]
    pub user_id: UserId,
    /// The only permissions it has; nothing: all of its owner's.
    pub permissions: Option<Vec<crate::permissions::Permission>>,
    /// Its last four characters.
    pub last_four: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to within five minutes.
    pub last_used_at: Option<Timestamp>,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Makes an API token for the caller.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApiToken {
    /// What it is for.
    pub name: String,
    /// The only permissions it has; left out: all of its owner's.
    pub permissions: Option<Vec<crate::permissions::Permission>>,
    /// When it ends by itself.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub expires_at: Option<Timestamp>,
}

/// A token that was just made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct CreatedApiToken {
    /// The secret. It is not shown again.
    pub token: String,
    /// The record.
    pub record: ApiToken,
}

/// A signed-in browser.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SessionRecord {
    /// Identity, which does not sign in.
    #[schema(value_type = Uuid)]
    pub id: kernel::SessionId,
    /// The browser, as it named itself.
    pub user_agent: Option<String>,
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it was last seen, to within five minutes.
    pub last_seen_at: Timestamp,
    /// Whether it is the one asking.
    pub current: bool,
}
