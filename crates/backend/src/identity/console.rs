//! What the one at the machine may do without signing in: whoever can read the database can do all of it anyway.
//! Every change is recorded, with the command line as its actor.

use contract::{
    events::{Actor, ActorKind},
    identity::{ApiToken, CreatedApiToken, NewUser, Organization, User, UserFilter},
};
use kernel::{ApiTokenId, Code, Limit, OrganizationId, Problem, UserId};

use super::{
    NewOrganization, create_token, insert_user,
    organizations::{self, insert, within},
    store,
    users::save_user,
};
use crate::{
    App,
    check::{Check, key},
};

/// Who acts.
fn actor() -> Actor {
    Actor { kind: ActorKind::CommandLine, user_id: None, name: "Command line".to_owned() }
}

/// Adds a user with an optional password; makes the organisation when there is none of that name, together with the
/// user or not at all. The flag tells whether it was made.
pub async fn add_user(
    app: &App,
    organization: NewOrganization,
    user: NewUser,
) -> Result<(Organization, User, bool), Problem> {
    let hash = hashed(app, user.password.as_deref()).await?;
    let (now, entropy) = (app.clock().now(), app.entropy().clone());
    app.db()
        .write(move |conn| {
            let actor = actor();
            let known = store::organization_by_name(conn, &key(&organization.name))?;
            let is_new = known.is_none();
            let owner = match known {
                Some(known) => known,
                None => insert(conn, &organization, &actor, now, &entropy)?,
            };
            let added = within(conn, owner.id, &actor, now, &entropy, &|change| {
                insert_user(change, &user, hash.clone())
            })?;
            Ok((owner, added, is_new))
        })
        .await
}

/// Every user, by organisation; of one organisation when it is named.
pub async fn list_users(app: &App, organization: Option<&str>) -> Result<Vec<(Organization, User)>, Problem> {
    let organizations = match organization {
        Some(name) => vec![
            organizations::find_organization(app, name)
                .await?
                .ok_or_else(|| Problem::not_found("This organisation"))?,
        ],
        None => app.db().read(store::list_organizations).await?,
    };
    let mut users = Vec::new();
    for organization in organizations {
        let mut cursor = None;
        loop {
            let filter = UserFilter { limit: Limit::MAX, cursor: cursor.take(), ..UserFilter::default() };
            let page = app.read_as(organization.id, move |tenant| store::list_users(tenant, &filter)).await?;
            users.extend(page.items.into_iter().map(|user| (organization.clone(), user)));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
    }
    Ok(users)
}

/// Gives the person with this e-mail address a new password and ends their sessions.
pub async fn reset_password(app: &App, email: &str, password: &str) -> Result<User, Problem> {
    let (organization, id) = account(app, email).await?;
    let hash = hashed(app, Some(password)).await?.unwrap_or_default();
    app.change_as(organization, actor(), move |change| {
        let before = store::find_user(change, id)?;
        store::set_password(change, id, &hash)?;
        store::end_sessions(change, id, None)?;
        change.happened("user", id, before.version + 1, "password_changed", &(), &(), None)?;
        save_user(change, &before, before.clone())
    })
    .await
}

/// Makes an API token that acts as the person with this e-mail address.
pub async fn create_token_for(app: &App, email: &str, name: &str) -> Result<CreatedApiToken, Problem> {
    let (organization, id) = account(app, email).await?;
    let name = name.to_owned();
    app.change_as(organization, actor(), move |change| create_token(change, id, &name, None, None)).await
}

/// The API tokens of the person with this e-mail address, newest first, revoked ones too.
pub async fn list_tokens_of(app: &App, email: &str) -> Result<Vec<ApiToken>, Problem> {
    let (organization, id) = account(app, email).await?;
    app.read_as(organization, move |tenant| store::list_tokens(tenant, id)).await
}

/// Revokes one token of that person.
pub async fn revoke_token_of(app: &App, email: &str, token: ApiTokenId) -> Result<(), Problem> {
    let (organization, id) = account(app, email).await?;
    app.change_as(organization, actor(), move |change| {
        let found = store::find_token(change, token)?;
        if found.user_id != id {
            return Err(Problem::not_found("This token"));
        }
        let now = change.now();
        store::revoke_token(change, token, now)?;
        change.happened("api_token", token, 2, "revoked", &(), &(), None)
    })
    .await
}

async fn account(app: &App, email: &str) -> Result<(OrganizationId, UserId), Problem> {
    let email = key(email);
    let account = app.db().read(move |conn| store::account(conn, &email)).await?;
    let account = account.ok_or_else(|| Problem::new(Code::NotFound, "Nobody has this e-mail address."))?;
    Ok((account.organization, account.user))
}

async fn hashed(app: &App, password: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(password) = password else { return Ok(None) };
    let mut check = Check::default();
    check.password("password", password);
    check.finish()?;
    Ok(Some(app.passwords().hash(password.to_owned()).await?))
}
