use axum::extract::State;
use contract::settings::{UserSettings, UserSettingsPatch};
use web::{Answer, Body, Reply, SignedIn};

use super::store;
use crate::App;

/// Find how the caller likes the page.
#[utoipa::path(get, path = "/me/settings", tag = "settings", operation_id = "find_my_settings",
    responses((status = 200, body = UserSettings)))]
pub(super) async fn find_my_settings(caller: SignedIn, State(app): State<App>) -> Reply {
    let user = caller.user;
    let settings = app.read(&caller, move |tenant| store::user(tenant, user)).await?;
    Ok(Answer::ok(&settings)?)
}

/// Change how the caller likes the page.
#[utoipa::path(patch, path = "/me/settings", tag = "settings", operation_id = "update_my_settings",
    request_body = UserSettingsPatch, responses((status = 200, body = UserSettings)))]
pub(super) async fn update_my_settings(
    caller: SignedIn,
    State(app): State<App>,
    Body(patch): Body<UserSettingsPatch>,
) -> Reply {
    let user = caller.user;
    app.change(&caller, move |change| {
        let before = store::user(change, user)?;
        let mut after = before.clone();
        after.density = patch.density.unwrap_or(after.density);
        after.theme = patch.theme.unwrap_or(after.theme);
        after.shortcuts = patch.shortcuts.unwrap_or(after.shortcuts);
        let now = change.now();
        store::save_user(change, user, &after, now)?;
        // Version 0: a taste has none, and must not be taken for a change of the person's record.
        change.changed("user_settings", user, 0, &before, &after)?;
        Answer::ok(&after)
    })
    .await
}
