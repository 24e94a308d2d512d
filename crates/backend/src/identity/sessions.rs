use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use contract::{
    identity::{RoleSummary, Session, SessionRecord},
    permissions::Grants,
};
use jiff::SignedDuration;
use kernel::{Page, Problem, SessionId, UserId};
use web::{Answer, Failure, Path, Reply, RequestFacts, SignedIn, Via};

use super::{sign_in::cookie, store};
use crate::{App, tenant::Tenant};

/// What the page needs to know about the person who is signed in.
pub(super) fn describe(
    tenant: &mut Tenant<'_, '_>,
    user: UserId,
    grants: Option<Grants>,
    demo: bool,
) -> Result<Session, Problem> {
    let user = store::find_user(tenant, user)?;
    let role = store::find_role(tenant, user.role_id)?;
    Ok(Session {
        user,
        organization: store::own_organization(tenant)?,
        role: RoleSummary { id: role.id, name: role.name },
        permissions: grants.unwrap_or(role.permissions),
        demo,
    })
}

/// Tell who is signed in and what they may do.
#[utoipa::path(get, path = "/session", tag = "identity", operation_id = "find_session",
    responses((status = 200, body = Session)))]
pub(super) async fn find_session(caller: SignedIn, State(app): State<App>) -> Reply {
    let (user, grants, demo) = (caller.user, caller.grants.clone(), !app.config().demo.is_empty());
    let session = app.read(&caller, move |tenant| describe(tenant, user, Some(grants.clone()), demo)).await?;
    Ok(Answer::ok(&session)?)
}

/// Sign out. The session ends on the server, too.
#[utoipa::path(delete, path = "/session", tag = "identity", operation_id = "end_session", responses((status = 204)))]
pub(super) async fn end_session(
    caller: SignedIn,
    State(app): State<App>,
    facts: RequestFacts,
) -> Result<Response, Failure> {
    if let Via::Session(id) = caller.via {
        let user = caller.user;
        app.change(&caller, move |change| {
            store::delete_session(change, user, id)?;
            change.happened("session", id, 1, "signed_out", &(), &(), None)?;
            Ok(Answer::done())
        })
        .await?;
    }
    let mut response = Answer::done().into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie("", SignedDuration::ZERO, facts.secure)?);
    Ok(response)
}

/// List where the caller is signed in.
#[utoipa::path(get, path = "/sessions", tag = "identity", operation_id = "list_sessions",
    responses((status = 200, body = Page<SessionRecord>)))]
pub(super) async fn list_sessions(caller: SignedIn, State(app): State<App>) -> Reply {
    let user = caller.user;
    let current = match caller.via {
        Via::Session(id) => Some(id),
        Via::Token(_) => None,
    };
    let items = app.read(&caller, move |tenant| store::list_sessions(tenant, user, current)).await?;
    Ok(Answer::ok(&Page { items, next: None })?)
}

/// Sign another of the caller's browsers out.
#[utoipa::path(delete, path = "/sessions/{id}", tag = "identity", operation_id = "end_other_session",
    params(("id" = Uuid, Path)), responses((status = 204)))]
pub(super) async fn end_other_session(
    caller: SignedIn,
    State(app): State<App>,
    Path(id): Path<SessionId>,
) -> Reply {
    let user = caller.user;
    app.change(&caller, move |change| {
        if !store::delete_session(change, user, id)? {
            return Err(Problem::not_found("This session"));
        }
        change.happened("session", id, 1, "ended", &(), &(), None)?;
        Ok(Answer::done())
    })
    .await
}
