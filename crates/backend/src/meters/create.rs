use axum::extract::State;
use contract::{
    meters::{ConditionLevel, Meter, MeterKind, NewMeter},
    permissions::ManageMeters,
};
use kernel::{MeterId, Problem, Quantity};
use serde_json::Value;
use web::{Answer, Body, Can, Reply};

use super::{ENTITY, projection, sites_within, store, unit};
use crate::{
    App,
    change::Change,
    check::{self, Check},
    search, sites,
    tenant::Tenant,
};

/// Add a meter to an asset or a location.
#[utoipa::path(post, path = "/meters", tag = "meters", operation_id = "create_meter", request_body = NewMeter,
    responses((status = 201, body = Meter)))]
pub(super) async fn create_meter(
    can: Can<ManageMeters>,
    State(app): State<App>,
    Body(new): Body<NewMeter>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let id = insert_meter(change, &new)?.id;
        // What lies elsewhere does not exist for the caller.
        let made = projection::shown(change, id, sites.as_deref()).map_err(|_| {
            let field = if new.asset_id.is_some() { "asset_id" } else { "location_id" };
            Problem::field(field, "must be at one of your sites")
        })?;
        Ok(Answer::created(&made)?.version(made.version))
    })
    .await
}

/// Adds a meter.
pub fn insert_meter(change: &mut Change<'_, '_>, new: &NewMeter) -> Result<Meter, Problem> {
    let mut check = Check::default();
    let now = change.now();
    let mut meter = Meter {
        id: change.id(new.id),
        code: String::new(),
        name: check.text("name", &new.name, 120),
        description: check.long_text("description", new.description.as_deref(), 2_000),
        kind: new.kind,
        unit: new.unit.clone(),
        choices: new.choices.clone(),
        asset_id: new.asset_id,
        asset: None,
        location_id: new.location_id,
        path: Vec::new(),
        site_id: None,
        rollover_value: new.rollover_value,
        expected_from: new.expected_from,
        expected_to: new.expected_to,
        average_days: new.average_days.unwrap_or(30),
        round_position: new.round_position,
        latest: None,
        total: None,
        average_per_day: None,
        average_from: None,
        condition: ConditionLevel::Normal,
        archived_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let code = check.optional_text("code", new.code.as_deref(), 40);
    check_fields(change, &mut check, &mut meter)?;
    if let Some(code) = &code
        && store::code_is_taken(change, code, meter.id)?
    {
        check.wrong("code", "is the code of another meter");
    }
    check.finish()?;
    meter.code = match code {
        Some(code) => code,
        None => next_code(change, meter.id)?,
    };
    store::insert_meter(change, &meter)?;
    let made = store::find_meter(change, meter.id, None)?;
    change.created(ENTITY, made.id, &recorded(&made)?)?;
    index(change, &made)?;
    Ok(made)
}

/// The next code of the organisation's series that no meter has yet.
fn next_code(change: &mut Change<'_, '_>, id: MeterId) -> Result<String, Problem> {
    loop {
        let code = format!("M-{}", change.next_number(ENTITY)?);
        if !store::code_is_taken(change, &code, id)? {
            return Ok(code);
        }
    }
}

/// What must hold between the fields of a meter; its words and its unit are cleaned.
pub(super) fn check_fields(
    tenant: &mut Tenant<'_, '_>,
    check: &mut Check,
    meter: &mut Meter,
) -> Result<(), Problem> {
    check_own_fields(check, meter);
    check_place(tenant, check, meter)
}

/// The fields of a meter but for its place.
pub(super) fn check_own_fields(check: &mut Check, meter: &mut Meter) {
    check_kind(check, meter);
    if let (Some(from), Some(to)) = (meter.expected_from, meter.expected_to)
        && from >= to
    {
        check.wrong("expected_to", "must be above expected_from");
    }
    if !(1..=365).contains(&meter.average_days) {
        check.wrong("average_days", "must be from 1 to 365");
    }
    if meter.round_position.is_some_and(|place| !(0..1_000_000).contains(&place)) {
        check.wrong("round_position", "must be from 0 to 999999");
    }
}

/// The asset or the location of a meter.
fn check_place(tenant: &mut Tenant<'_, '_>, check: &mut Check, meter: &Meter) -> Result<(), Problem> {
    match (meter.asset_id, meter.location_id) {
        (Some(asset), None) => {
            if !store::has_asset(tenant, asset)? {
                check.wrong("asset_id", "is not an asset of this organisation, or is archived");
            }
        }
        (None, Some(location)) => {
            if sites::find_location(tenant, location).is_err() {
                check.wrong("location_id", "is not a location of this organisation");
            }
        }
        (None, None) => check.wrong("asset_id", "is needed, or a location"),
        (Some(_), Some(_)) => check.wrong("location_id", "must be left out where an asset is named"),
    }
    Ok(())
}

/// What only some kinds have.
fn check_kind(check: &mut Check, meter: &mut Meter) {
    if meter.kind == MeterKind::Characteristic {
        check_choices(check, meter);
        if meter.unit.is_some() {
            check.wrong("unit", "must be left out: a characteristic shows words");
        }
    } else {
        if !meter.choices.is_empty() {
            check.wrong("choices", "are for characteristics only");
        }
        meter.unit = meter.unit.take().map(|unit| unit.trim().to_owned());
        match &meter.unit {
            None => check.wrong("unit", "is needed"),
            Some(unit) if !unit::is_unit(unit) => {
                check.wrong("unit", "must be a UCUM code, like h, Cel, bar, mm/s, kW.h or {bottles}");
            }
            Some(_) => {}
        }
    }
    if meter.rollover_value.is_some() && meter.kind != MeterKind::Counter {
        check.wrong("rollover_value", "is for counters only");
    }
    if meter.rollover_value.is_some_and(|value| value <= Quantity::ZERO) {
        check.wrong("rollover_value", "must be above 0");
    }
}

fn check_choices(check: &mut Check, meter: &mut Meter) {
    if !(2..=30).contains(&meter.choices.len()) {
        check.wrong("choices", "must be 2 to 30 words");
    }
    let mut seen = std::collections::HashSet::new();
    for (index, choice) in meter.choices.iter_mut().enumerate() {
        *choice = check.text(&format!("choices[{index}]"), choice, 60);
        if !seen.insert(check::key(choice)) {
            check.wrong(format!("choices[{index}]"), "is there already");
        }
    }
}

/// A meter's own fields, for the event log.
pub(super) fn recorded(meter: &Meter) -> Result<Value, Problem> {
    const DERIVED: [&str; 9] = [
        "asset",
        "path",
        "site_id",
        "latest",
        "total",
        "average_per_day",
        "average_from",
        "condition",
        "updated_at",
    ];
    let mut value = serde_json::to_value(meter).map_err(Problem::internal)?;
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|name, _| !DERIVED.contains(&name.as_str()));
    }
    Ok(value)
}

/// Makes a meter findable.
pub(super) fn index(change: &mut Change<'_, '_>, meter: &Meter) -> Result<(), Problem> {
    let place = (!meter.path.is_empty()).then(|| meter.path.join(" › "));
    let text = [&meter.asset, &meter.description].into_iter().flatten().map(String::as_str);
    let entry = search::Entry {
        entity: ENTITY,
        id: meter.id.uuid(),
        code: Some(&meter.code),
        title: &meter.name,
        context: meter.asset.as_deref().or(place.as_deref()),
        text: &text.collect::<Vec<_>>().join("\n"),
        created_by: None,
        archived: meter.archived_at.is_some(),
    };
    search::index(change, &entry)
}
