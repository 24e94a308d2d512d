use std::collections::BTreeSet;

use axum::extract::State;
use contract::identity::{ApiToken, CreatedApiToken, NewApiToken};
use contract::permissions::Permission;
use jiff::Timestamp;
use kernel::{ApiTokenId, Page, Problem, UserId};
use web::{Answer, Body, Path, Reply, SignedIn};

use super::{authenticate::secret_hash, store};
use crate::{App, change::Change, check::Check};

/// Makes a token for a user; the secret is in the answer and nowhere else.
pub fn create_token(
    change: &mut Change<'_, '_>,
    user: UserId,
    name: &str,
    permissions: Option<Vec<Permission>>,
    expires_at: Option<Timestamp>,
) -> Result<CreatedApiToken, Problem> {
    let mut check = Check::default();
    let name = check.text("name", name, 80);
    let now = change.now();
    if expires_at.is_some_and(|end| end <= now) {
        check.wrong("expires_at", "must be in the future");
    }
    check.finish()?;
    let token = format!("cfx_{}", change.secret());
    let record = ApiToken {
        id: change.id(None),
        name,
        user_id: user,
        permissions,
        last_four: token[token.len() - 4..].to_owned(),
        created_at: now,
        last_used_at: None,
        expires_at,
        revoked_at: None,
    };
    store::insert_token(change, &record, &secret_hash(&token))?;
    change.created("api_token", record.id, &record)?;
    Ok(CreatedApiToken { token, record })
}

/// List the caller's API tokens, newest first.
#[utoipa::path(get, path = "/tokens", tag = "identity", operation_id = "list_tokens",
    responses((status = 200, body = Page<ApiToken>)))]
pub(super) async fn list_tokens(caller: SignedIn, State(app): State<App>) -> Reply {
    let user = caller.user;
    let items = app.read(&caller, move |tenant| store::list_tokens(tenant, user)).await?;
    Ok(Answer::ok(&Page { items, next: None })?)
}

/// Make an API token that acts as the caller, with all of their permissions or fewer. Its secret is shown once. A
/// token can't give away more than it has itself.
#[utoipa::path(post, path = "/tokens", tag = "identity", operation_id = "create_token", request_body = NewApiToken,
    responses((status = 201, body = CreatedApiToken)))]
pub(super) async fn create_own_token(
    caller: SignedIn,
    State(app): State<App>,
    Body(new): Body<NewApiToken>,
) -> Reply {
    let mine: Vec<Permission> = caller.grants.keys().copied().collect();
    let via_token = matches!(caller.via, web::Via::Token(_));
    let permissions = match &new.permissions {
        Some(wanted) => {
            if let Some(more) = wanted.iter().find(|wanted| !mine.contains(wanted)) {
                return Err(Problem::field(
                    "permissions",
                    format!("may not include {}, which you do not have", more.name()),
                )
                .into());
            }
            Some(wanted.iter().copied().collect::<BTreeSet<_>>().into_iter().collect())
        }
        None => via_token.then_some(mine),
    };
    let user = caller.user;
    // The answer holds a secret, so it is not kept under the idempotency key.
    let caller = SignedIn::within((*caller).clone());
    app.change(&caller, move |change| {
        let created = create_token(change, user, &new.name, permissions.clone(), new.expires_at)?;
        Answer::created(&created)
    })
    .await
}

/// Revoke one of the caller's tokens, at once.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "identity", operation_id = "revoke_token",
    params(("id" = Uuid, Path)), responses((status = 204)))]
pub(super) async fn revoke_token(
    caller: SignedIn,
    State(app): State<App>,
    Path(id): Path<ApiTokenId>,
) -> Reply {
    let user = caller.user;
    app.change(&caller, move |change| {
        let token = store::find_token(change, id)?;
        if token.user_id != user {
            return Err(Problem::not_found("This token"));
        }
        let now = change.now();
        store::revoke_token(change, id, now)?;
        change.happened("api_token", id, 2, "revoked", &(), &(), None)?;
        Ok(Answer::done())
    })
    .await
}
