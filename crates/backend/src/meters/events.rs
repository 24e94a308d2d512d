//! The moments at which a meter began again: rollover, reset, replacement. They are facts beside the readings; what a
//! counter has counted goes on over them.

use axum::extract::State;
use contract::{
    meters::{
        Meter, MeterEvent, MeterEventKind, MeterHistoryFilter, MeterKind, NewMeterEvent, VoidMeterEvent,
    },
    permissions::{RecordReadings, ViewMeters},
};
use jiff::SignedDuration;
use kernel::{Code, MeterEventId, MeterId, Page, Problem, Quantity};
use serde_json::{Value, json};
use web::{Answer, Body, Can, Path, Query, Reply};

use super::{ENTITY, counter::Turn, sites_within, store};
use crate::{App, change::Change, check::Check, tenant::Tenant};

/// List when a meter began again, latest first, with what was voided.
#[utoipa::path(get, path = "/meters/{id}/events", tag = "meters", operation_id = "list_meter_events",
    params(("id" = Uuid, Path), MeterHistoryFilter), responses((status = 200, body = Page<MeterEvent>)))]
pub(super) async fn list_meter_events(
    can: Can<ViewMeters>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
    Query(filter): Query<MeterHistoryFilter>,
) -> Reply {
    let sites = sites_within(&can);
    let page = app
        .read(&can, move |tenant| {
            store::find_meter(tenant, id, sites.as_deref())?;
            store::list_events(tenant, id, filter.limit, filter.cursor.as_deref())
        })
        .await?;
    Ok(Answer::ok(&page)?)
}

/// Record that a meter rolled over, was reset or was replaced. Readings before and after stay as they are.
#[utoipa::path(post, path = "/meters/{id}/events", tag = "meters", operation_id = "create_meter_event",
    params(("id" = Uuid, Path)), request_body = NewMeterEvent, responses((status = 201, body = MeterEvent)))]
pub(super) async fn create_meter_event(
    can: Can<RecordReadings>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
    Body(new): Body<NewMeterEvent>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let meter = store::find_meter(change, id, sites.as_deref())?;
        let event = record(change, &meter, &new)?;
        Answer::created(&event)
    })
    .await
}

/// Void what was recorded by mistake: the readings around it must then hold together without it.
#[utoipa::path(post, path = "/meters/{id}/events/{event_id}/void", tag = "meters",
    operation_id = "void_meter_event", params(("id" = Uuid, Path), ("event_id" = Uuid, Path)),
    request_body = VoidMeterEvent, responses((status = 200, body = MeterEvent)))]
pub(super) async fn void_meter_event(
    can: Can<RecordReadings>,
    State(app): State<App>,
    Path((id, event)): Path<(MeterId, MeterEventId)>,
    Body(request): Body<VoidMeterEvent>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let meter = store::find_meter(change, id, sites.as_deref())?;
        let before = store::find_event(change, id, event)?;
        let mut check = Check::default();
        let reason = check.text("reason", &request.reason, 500);
        check.finish()?;
        if before.voided_at.is_some() {
            return Err(Problem::new(Code::NotAllowedNow, "This is voided already."));
        }
        if meter.kind == MeterKind::Counter && !holds_without(change, id, event)? {
            return Err(Problem::new(
                Code::NotAllowedNow,
                "Without it a reading after it would be lower than the one before it. Void that reading first.",
            ));
        }
        let now = change.now();
        store::void_event(change, event, now, &reason)?;
        let said = json!({"event": before.kind, "at": before.at});
        change.happened(ENTITY, id, meter.version, "event_voided", &said, &Value::Null, Some(&reason))?;
        Answer::ok(&store::find_event(change, id, event)?)
    })
    .await
}

/// Records that a meter began again.
pub fn add_event(
    change: &mut Change<'_, '_>,
    meter: MeterId,
    new: &NewMeterEvent,
) -> Result<MeterEvent, Problem> {
    let meter = store::find_meter(change, meter, None)?;
    record(change, &meter, new)
}

fn record(change: &mut Change<'_, '_>, meter: &Meter, new: &NewMeterEvent) -> Result<MeterEvent, Problem> {
    let mut check = Check::default();
    let now = change.now();
    let at = new.at.unwrap_or(now);
    if at > now.checked_add(SignedDuration::from_mins(5)).unwrap_or(now) {
        check.wrong("at", "must not lie in the future");
    }
    if meter.archived_at.is_some() {
        check.wrong("kind", "can't be recorded: the meter is archived");
    }
    if meter.kind != MeterKind::Counter && new.kind != MeterEventKind::Replacement {
        check.wrong("kind", "must be replacement: only counters roll over or are reset");
    }
    let note = check.long_text("note", new.note.as_deref(), 1_000);
    let turn = turn(change, &mut check, meter, new, at)?;
    check.finish()?;
    let event = MeterEvent {
        id: change.id(None),
        kind: new.kind,
        at,
        before_value: turn.before,
        after_value: turn.after,
        by_name: None,
        note,
        created_at: now,
        voided_at: None,
        void_reason: None,
    };
    let by = change.user();
    store::insert_event(change, meter.id, &event, by)?;
    let said = json!({"event": event.kind, "at": at, "before_value": turn.before, "after_value": turn.after});
    change.happened(
        ENTITY,
        meter.id,
        meter.version,
        "began_again",
        &Value::Null,
        &said,
        event.note.as_deref(),
    )?;
    store::find_event(change, meter.id, event.id)
}

/// What the meter showed before and after, between the readings and the events next to it.
fn turn(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    meter: &Meter,
    new: &NewMeterEvent,
    at: jiff::Timestamp,
) -> Result<Turn, Problem> {
    let (earlier, later) = store::turns_of(change, meter.id)?.neighbours(at);
    if meter.kind == MeterKind::Counter
        && let Some(turn) = earlier.filter(|turn| turn.at == at)
    {
        check.wrong("at", "is the instant at which it began again already");
        return Ok(turn);
    }
    let read_before = store::last_before(change, meter.id, at)?;
    let read_after = store::first_from(change, meter.id, at)?;
    // The nearer of reading and event is what it must hold together with.
    let least = match (read_before, earlier) {
        (Some(read), Some(turn)) if turn.at > read.at => Some(turn.after),
        (Some(read), _) => Some(read.value),
        (None, turn) => turn.map(|turn| turn.after),
    };
    let most = match (read_after, later) {
        (Some(read), Some(turn)) if turn.at <= read.at => Some(turn.before),
        (Some(read), _) => Some(read.value),
        (None, turn) => turn.map(|turn| turn.before),
    };
    if meter.kind != MeterKind::Counter {
        let before = new.before_value.or(least).unwrap_or_default();
        return Ok(Turn { at, before, after: new.after_value.unwrap_or(before) });
    }
    let rolls = new.kind == MeterEventKind::Rollover;
    if rolls && meter.rollover_value.is_none() {
        check.wrong("kind", "can't be rollover: the meter has no rollover value");
    }
    if rolls && (new.before_value.is_some() || new.after_value.is_some()) {
        check.wrong("before_value", "and after_value must be left out of a rollover: they are known");
    }
    let known = if rolls { meter.rollover_value } else { new.before_value };
    let before = known.or(least).unwrap_or_default();
    let after = if rolls { Quantity::ZERO } else { new.after_value.unwrap_or_default() };
    for (field, value) in [("before_value", before), ("after_value", after)] {
        if value < Quantity::ZERO {
            check.wrong(field, "must not be below 0");
        }
    }
    if let Some(least) = least.filter(|least| before < *least) {
        check.wrong("before_value", format!("must be at least {least}, which was read before"));
    }
    if let Some(most) = most.filter(|most| after > *most) {
        check.wrong("after_value", format!("must be at most {most}, which was read after"));
    }
    Ok(Turn { at, before, after })
}

/// Whether the readings around an event hold together without it.
pub(super) fn holds_without(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    event: MeterEventId,
) -> Result<bool, Problem> {
    let event = store::find_event(tenant, meter, event)?;
    let before = store::last_before(tenant, meter, event.at)?;
    let after = store::first_from(tenant, meter, event.at)?;
    let turns = store::turns_of(tenant, meter)?;
    // What the event kept falls away.
    let step = Turn { at: event.at, before: event.before_value, after: event.after_value }.step();
    Ok(before.zip(after).is_none_or(|(before, after)| turns.between(before, after) >= step))
}
