use axum::extract::State;
use contract::{
    meters::{Meter, MeterPatch},
    permissions::ManageMeters,
};
use kernel::{MeterId, Problem};
use web::{Answer, Body, Can, Path, Reply};

use super::{ENTITY, create, projection, sites_within, store};
use crate::{App, change::Change, check::Check};

/// Change, archive or bring back a meter. What was read stays.
#[utoipa::path(patch, path = "/meters/{id}", tag = "meters", operation_id = "update_meter",
    params(("id" = Uuid, Path)), request_body = MeterPatch, responses((status = 200, body = Meter)))]
pub(super) async fn update_meter(
    can: Can<ManageMeters>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
    Body(patch): Body<MeterPatch>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let before = store::find_meter(change, id, sites.as_deref())?;
        let old = create::recorded(&before)?;
        let base = change.base_version(patch.version);
        change.merge(id.uuid(), base, before.version, &before, &patch)?;
        let mut after = apply(change, &before, &patch)?;
        if create::recorded(&after)? != old {
            after.version += 1;
            after.updated_at = change.now();
            store::update_meter(change, &after)?;
            let kept = store::find_meter(change, id, sites.as_deref())
                .map_err(|_| Problem::field("location_id", "must be at one of your sites"))?;
            change.changed(ENTITY, id, kept.version, &old, &create::recorded(&kept)?)?;
            create::index(change, &kept)?;
        }
        let shown = projection::shown(change, id, sites.as_deref())?;
        Ok(Answer::ok(&shown)?.version(shown.version))
    })
    .await
}

fn apply(change: &mut Change<'_, '_>, before: &Meter, patch: &MeterPatch) -> Result<Meter, Problem> {
    let (mut after, mut check) = (before.clone(), Check::default());
    if let Some(code) = &patch.code {
        after.code = check.text("code", code, 40);
        if store::code_is_taken(change, &after.code, before.id)? {
            check.wrong("code", "is the code of another meter");
        }
    }
    if let Some(name) = &patch.name {
        after.name = check.text("name", name, 120);
    }
    if let Some(description) = patch.description.as_option() {
        after.description = check.long_text("description", description.map(String::as_str), 2_000);
    }
    let was_read = store::has_readings(change, before.id)?;
    if let Some(unit) = &patch.unit {
        if was_read && before.unit.as_deref() != Some(unit.trim()) {
            check.wrong("unit", "is fixed, because there are readings in it; add another meter");
        }
        after.unit = Some(unit.clone());
    }
    if let Some(choices) = &patch.choices {
        if was_read && !choices.starts_with(&before.choices) {
            check.wrong("choices", "must begin with the present ones, because there are readings of them");
        }
        after.choices.clone_from(choices);
    }
    if patch.asset_id.is_some() || patch.location_id.is_some() {
        (after.asset_id, after.location_id) = (patch.asset_id, patch.location_id);
    }
    if let Some(value) = patch.rollover_value.as_option() {
        after.rollover_value = value.copied();
    }
    if let Some(value) = patch.expected_from.as_option() {
        after.expected_from = value.copied();
    }
    if let Some(value) = patch.expected_to.as_option() {
        after.expected_to = value.copied();
    }
    if let Some(days) = patch.average_days {
        after.average_days = days;
    }
    if let Some(place) = patch.round_position.as_option() {
        after.round_position = place.copied();
    }
    if let Some(archived) = patch.archived {
        after.archived_at = archived.then(|| before.archived_at.unwrap_or_else(|| change.now()));
    }
    // An archived asset keeps its meters; it is looked up only where it is new.
    if (after.asset_id, after.location_id) == (before.asset_id, before.location_id) {
        create::check_own_fields(&mut check, &mut after);
    } else {
        create::check_fields(change, &mut check, &mut after)?;
    }
    check.finish()?;
    Ok(after)
}
