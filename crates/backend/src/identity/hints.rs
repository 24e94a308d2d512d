use axum::extract::State;
use contract::identity::SessionHints;
use web::{Answer, Reply};

use super::store;
use crate::App;

/// Tell the sign-in page what it should offer. Needs no sign-in.
#[utoipa::path(get, path = "/session/hints", tag = "identity", operation_id = "find_session_hints",
    responses((status = 200, body = SessionHints)), security(()))]
pub(super) async fn find_session_hints(State(app): State<App>) -> Reply {
    let any = app.db().read(store::any_organization).await?;
    let demo_accounts = app.config().demo.clone();
    Ok(Answer::ok(&SessionHints { setup_required: !any, demo_accounts })?)
}
