use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{
    events::{Actor, ActorKind},
    identity::{Session, SignIn},
};
use jiff::SignedDuration;
use kernel::{Code, Problem, UserId};
use web::{Answer, Body, Failure, RequestFacts, SESSION_COOKIE};

use super::{authenticate::secret_hash, sessions, store};
use crate::{
    App,
    check::{self, Check, LONGEST_PASSWORD},
};

/// How long a session lasts after signing in.
const LIFETIME: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Sign in with e-mail and password. The answer sets the session cookie.
#[utoipa::path(post, path = "/session", tag = "identity", operation_id = "create_session", request_body = SignIn,
    responses((status = 201, body = Session)), security(()))]
pub(super) async fn create_session(
    State(app): State<App>,
    facts: RequestFacts,
    Body(sign_in): Body<SignIn>,
) -> Result<Response, Failure> {
    let mut check = Check::default();
    let email_key = check::key(&check.email("email", &sign_in.email));
    if sign_in.password.chars().count() > LONGEST_PASSWORD {
        check.wrong("password", format!("must have at most {LONGEST_PASSWORD} characters"));
    }
    check.finish()?;
    app.sign_in_limits().take(&email_key, facts.address)?;
    let account = app.db().read(move |conn| store::account(conn, &email_key)).await?;
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = app.passwords().matches(sign_in.password, hash).await?;
    let Some(store::Account { organization, user, active: true, .. }) = account.filter(|_| right) else {
        tracing::info!(address = ?facts.address, "a sign-in was refused");
        return Err(
            Problem::new(Code::Unauthenticated, "The e-mail address or the password is not right.").into()
        );
    };
    let secret = app.entropy().secret();
    let actor = Actor { kind: ActorKind::Person, user_id: Some(user.uuid()), name: String::new() };
    let (hash, agent, demo) = (secret_hash(&secret), facts.user_agent, !app.config().demo.is_empty());
    let session: Session = app
        .change_as(organization, actor, move |change| {
            let now = change.now();
            let new = store::NewSession {
                id: change.id(None),
                hash: hash.clone(),
                user,
                user_agent: agent.clone(),
                expires_at: now + LIFETIME,
            };
            store::insert_session(change, &new, now)?;
            change.happened("session", UserId::new(new.id.uuid()), 1, "signed_in", &(), &(), None)?;
            sessions::describe(change, user, None, demo)
        })
        .await?;
    let mut response = Answer::with(StatusCode::CREATED, &session)?.into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie(&secret, LIFETIME, facts.secure)?);
    Ok(response)
}

/// The session cookie: unreadable for scripts, sent only to this origin, over TLS where there is TLS.
pub(super) fn cookie(secret: &str, lifetime: SignedDuration, secure: bool) -> Result<HeaderValue, Problem> {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!(
        "{SESSION_COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{secure}",
        lifetime.as_secs()
    );
    HeaderValue::from_str(&text).map_err(Problem::internal)
}
