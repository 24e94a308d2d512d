use axum::extract::State;
use contract::{
    permissions::ManageSettings,
    settings::{OrganizationSettings, OrganizationSettingsPatch},
};
use kernel::{Id, Problem};
use web::{Answer, Body, Can, Reply, SignedIn};

use super::{organization_settings, store};
use crate::{App, change::Change, check::Check};

/// Find the organisation's rules and defaults. Everyone may, because the page follows them.
#[utoipa::path(get, path = "/settings", tag = "settings", operation_id = "find_settings",
    responses((status = 200, body = OrganizationSettings)))]
pub(super) async fn find_settings(caller: SignedIn, State(app): State<App>) -> Reply {
    let settings = app.read(&caller, organization_settings).await?;
    Ok(Answer::ok(&settings)?.version(settings.version))
}

/// Change the organisation's rules and defaults.
#[utoipa::path(patch, path = "/settings", tag = "settings", operation_id = "update_settings",
    request_body = OrganizationSettingsPatch, responses((status = 200, body = OrganizationSettings)))]
pub(super) async fn update_settings(
    can: Can<ManageSettings>,
    State(app): State<App>,
    Body(patch): Body<OrganizationSettingsPatch>,
) -> Reply {
    app.change(&can, move |change| {
        let after = change_settings(change, &patch)?;
        Ok(Answer::ok(&after)?.version(after.version))
    })
    .await
}

/// Changes rules and defaults.
pub(crate) fn change_settings(
    change: &mut Change<'_, '_>,
    patch: &OrganizationSettingsPatch,
) -> Result<OrganizationSettings, Problem> {
    let stored = store::organization(change)?;
    let id = stored.as_ref().map_or_else(|| change.id::<()>(None), |(id, _)| Id::new(*id));
    let before = stored.map(|(_, settings)| settings).unwrap_or_default();
    let base = change.base_version(patch.version);
    change.merge(id.uuid(), base, before.version, &before, patch)?;
    let mut after = before.clone();
    let mut check = Check::default();
    after.default_priority = patch.default_priority.unwrap_or(after.default_priority);
    after.default_due_days = patch.default_due_days.apply(after.default_due_days);
    if after.default_due_days.is_some_and(|days| !(0..=365).contains(&days)) {
        check.wrong("default_due_days", "must be from 0 to 365");
    }
    after.require_closing_note = patch.require_closing_note.unwrap_or(after.require_closing_note);
    after.require_cause = patch.require_cause.unwrap_or(after.require_cause);
    after.week_start = patch.week_start.unwrap_or(after.week_start);
    after.units = patch.units.unwrap_or(after.units);
    after.ai_provider = patch.ai_provider.unwrap_or(after.ai_provider);
    let model = patch.ai_model.clone().apply(after.ai_model);
    after.ai_model = check.optional_text("ai_model", model.as_deref(), 120);
    after.audio_kept = patch.audio_kept.unwrap_or(after.audio_kept);
    check.finish()?;
    after.version += 1;
    let now = change.now();
    store::save_organization(change, id.uuid(), &after, now)?;
    change.changed("settings", id, after.version, &before, &after)?;
    Ok(after)
}
