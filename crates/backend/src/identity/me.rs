use axum::extract::State;
use contract::identity::{MePatch, User};
use kernel::Problem;
use web::{Answer, Body, Reply, SignedIn, Via};

use super::{store, users};
use crate::{App, check::Check};

/// Change one's own name, language or password.
#[utoipa::path(patch, path = "/me", tag = "identity", operation_id = "update_me", request_body = MePatch,
    responses((status = 200, body = User)))]
pub(super) async fn update_me(caller: SignedIn, State(app): State<App>, Body(patch): Body<MePatch>) -> Reply {
    let user = caller.user;
    let mut hash = None;
    if let Some(password) = &patch.password {
        let mut check = Check::default();
        check.password("password", password);
        check.finish()?;
        let current = app.read(&caller, move |tenant| store::password_hash(tenant, user)).await?;
        let given = patch.current_password.clone().unwrap_or_default();
        app.sign_in_limits().take(&user.to_string(), None)?;
        if !app.passwords().matches(given, current).await? {
            return Err(Problem::field("current_password", "is not your password until now").into());
        }
        hash = Some(app.passwords().hash(password.clone()).await?);
    }
    let keep = match caller.via {
        Via::Session(id) => Some(id),
        Via::Token(_) => None,
    };
    app.change(&caller, move |change| {
        let before = store::find_user(change, user)?;
        let mut after = before.clone();
        let mut check = Check::default();
        if let Some(name) = &patch.name {
            after.name = check.text("name", name, 120);
        }
        if let Some(language) = patch.language.clone().into_option() {
            after.language = language.map(|language| check.language("language", &language));
        }
        check.finish()?;
        if let Some(hash) = &hash {
            store::set_password(change, user, hash)?;
            store::end_sessions(change, user, keep)?;
            change.happened("user", user, before.version + 1, "password_changed", &(), &(), None)?;
        }
        let after = users::save_user(change, &before, after)?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}
