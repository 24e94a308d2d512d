//! What is read at the plant and in the pit: two months of readings, by hand and by sensors, two rules, and one that fired.

mod list;

use std::f64::consts::TAU;

use contract::{
    events::{Actor, ActorKind},
    meters::{
        ConditionDefinition, ConditionTemplate, MeterEventKind, MeterKind, NewConditionRule, NewMeter,
        NewMeterEvent, NewReading, Quality, ReadingSource, RunState,
    },
    work_orders::Priority,
};
use jiff::{SignedDuration, Timestamp};
use kernel::{AssetId, LocationId, MeterId, OrganizationId, Problem, Quantity};

use list::{
    By::{Hand, Sensor},
    Course::{Around, Grows, Word},
    DAYS, METERS, Row, WATER,
};

use super::{
    people::{Person, find},
    plant::Plant,
    product,
};
use crate::{App, change::Change, meters};

/// To a thousandth, as instruments show it.
#[expect(clippy::cast_possible_truncation, reason = "what instruments show is far from the ends")]
fn quantity(value: f64) -> Quantity {
    Quantity::from_millionths((value * 1_000.0).round() as i64 * 1_000)
}

/// A number between -1 and 1 that looks like chance and is the same every time.
fn wobble(seed: f64, step: f64) -> f64 {
    let mixed = (seed * 12.9898 + step * 78.233).sin() * 43_758.545_3;
    (mixed - mixed.floor()) * 2.0 - 1.0
}

/// The readings of a meter, oldest first.
#[expect(clippy::cast_precision_loss, reason = "a few thousand steps")]
fn readings(seed: f64, row: &Row, now: Timestamp) -> Result<Vec<NewReading>, Problem> {
    let (hours, by_hand) = match row.5 {
        Sensor(hours) => (hours, false),
        Hand(_, hours) => (hours, true),
    };
    let mut made = Vec::new();
    let (mut grown, mut left) = (0.0, DAYS * 24.0);
    let count = (DAYS * 24.0 / hours).floor();
    let mut step = 0.0;
    while left > 0.5 {
        let late = if by_hand { wobble(seed, step + 0.5).abs() * 0.7 } else { 0.0 };
        let seconds = ((left - late).max(0.2) * 3_600.0).round();
        let at = now.checked_sub(SignedDuration::from_secs_f64(seconds)).map_err(Problem::internal)?;
        let day = (DAYS * 24.0 - left) / 24.0;
        let chance = wobble(seed, step);
        let value = match row.4 {
            Grows(first, per_day) => {
                // Less at the end of the week.
                let week = if (day + seed) % 7.0 > 5.0 { 0.45 } else { 1.12 };
                grown += per_day * hours / 24.0 * week * (1.0 + chance * 0.15);
                let whole = per_day > 50.0;
                let shown = first + grown;
                quantity(if whole { shown.round() } else { (shown * 10.0).round() / 10.0 })
            }
            Around(middle, swing, drift) => {
                let of_day = (day.fract() * TAU).sin() * 0.45;
                let shown = middle + swing * (of_day + chance * 0.55) + drift * day / DAYS;
                quantity((shown * 100.0).round() / 100.0)
            }
            Word(place, last) => {
                let bad = step > count - last as f64 - 0.5;
                Quantity::whole(if bad { place } else { 0 })
            }
        };
        made.push(NewReading {
            recorded_at: Some(at),
            value: Some(value),
            quality: if by_hand && chance > 0.97 { Quality::Uncertain } else { Quality::Good },
            source: Some(if by_hand { ReadingSource::Person } else { ReadingSource::Sensor }),
            ..NewReading::default()
        });
        left -= hours;
        step += 1.0;
    }
    Ok(made)
}

/// Adds the meters with all that was read of them.
pub(super) async fn add(
    app: &App,
    organization: OrganizationId,
    plant: Plant,
    people: &[Person],
    now: Timestamp,
) -> Result<(), Problem> {
    let mut made = Vec::new();
    let filler = plant.asset("FL-101")?;
    let ids = app
        .change_as(organization, product(), move |change| {
            METERS.iter().map(|row| insert(change, &plant, row)).collect::<Result<Vec<_>, _>>()
        })
        .await?;
    for ((id, row), seed) in ids.into_iter().zip(METERS).zip(1_u32..) {
        let mut list = readings(f64::from(seed), row, now)?;
        match row.0 {
            "EX-B-H" => replace(app, organization, id, &mut list, now).await?,
            "CO-501-T" => heat_up(&mut list),
            _ => {}
        }
        let actor = match row.5 {
            Sensor(_) => product(),
            Hand(who, _) => {
                let who = find(people, who)?;
                Actor { kind: ActorKind::Person, user_id: Some(who.id.uuid()), name: who.name.to_owned() }
            }
        };
        made.push((id, row, list, actor));
    }
    for (id, row, list, actor) in made {
        // The rules are there before the last days come.
        let recent = list.len().saturating_sub(72);
        let (before, after) = list.split_at(recent);
        let (before, after, code) = (before.to_vec(), after.to_vec(), row.0);
        app.change_as(organization, actor.clone(), move |change| {
            if !before.is_empty() {
                meters::add_readings(change, id, &before)?;
            }
            Ok::<_, Problem>(())
        })
        .await?;
        app.change_as(organization, product(), move |change| add_rule(change, id, code, filler)).await?;
        app.change_as(organization, actor, move |change| meters::add_readings(change, id, &after).map(drop))
            .await?;
    }
    Ok(())
}

fn insert(change: &mut Change<'_, '_>, plant: &Plant, row: &Row) -> Result<MeterId, Problem> {
    let (code, name, place, unit, course, _, usual, rollover, position) = *row;
    let location = place.strip_prefix('@');
    let (asset_id, location_id): (Option<AssetId>, Option<LocationId>) = match location {
        Some(location) => (None, plant.places.get(location).copied()),
        None => (Some(plant.asset(place)?), None),
    };
    let kind = match course {
        Grows(..) => MeterKind::Counter,
        Around(..) => MeterKind::Gauge,
        Word(..) => MeterKind::Characteristic,
    };
    let words =
        if kind == MeterKind::Characteristic { WATER.map(str::to_owned).to_vec() } else { Vec::new() };
    let new = NewMeter {
        id: None,
        code: Some(code.to_owned()),
        name: name.to_owned(),
        description: None,
        kind,
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
        choices: words,
        asset_id,
        location_id,
        rollover_value: rollover.map(Quantity::whole),
        expected_from: usual.map(|(from, _)| quantity(from)),
        expected_to: usual.map(|(_, to)| quantity(to)),
        average_days: None,
        round_position: position,
    };
    Ok(meters::insert_meter(change, &new)?.id)
}

/// Three weeks ago the hour meter of excavator B was changed: the new one began at 12.
async fn replace(
    app: &App,
    organization: OrganizationId,
    meter: MeterId,
    list: &mut [NewReading],
    now: Timestamp,
) -> Result<(), Problem> {
    let at = now.checked_sub(SignedDuration::from_hours(21 * 24 + 7)).map_err(Problem::internal)?;
    let place = list.partition_point(|reading| reading.recorded_at.is_some_and(|when| when < at));
    let Some(last) = place.checked_sub(1).and_then(|before| list.get(before)).and_then(|one| one.value)
    else {
        return Ok(());
    };
    let beginning = Quantity::whole(12);
    for reading in list.iter_mut().skip(place) {
        reading.value = reading.value.and_then(|value| value.checked_sub(last)?.checked_add(beginning));
    }
    let event = NewMeterEvent {
        kind: MeterEventKind::Replacement,
        at: Some(at),
        before_value: Some(last),
        after_value: Some(beginning),
        note: Some("Display failed; a new hour meter was fitted.".to_owned()),
    };
    app.change_as(organization, product(), move |change| meters::add_event(change, meter, &event).map(drop))
        .await
}

/// In the last two days the oil of compressor 1 gets hotter.
fn heat_up(list: &mut [NewReading]) {
    let start = list.len().saturating_sub(44);
    for (reading, hours) in list.iter_mut().skip(start).zip(0_u32..) {
        let more = quantity(f64::from(hours) * 0.36);
        reading.value = reading.value.and_then(|value| value.checked_add(more));
    }
}

fn add_rule(change: &mut Change<'_, '_>, meter: MeterId, code: &str, filler: AssetId) -> Result<(), Problem> {
    let (name, definition, title, description) = match code {
        "CO-501-T" => (
            "Compressor oil is too hot",
            ConditionDefinition {
                upper_warning: Some(Quantity::whole(96)),
                upper_action: Some(Quantity::whole(102)),
                hysteresis: Quantity::whole(3),
                debounce_readings: Some(3),
                cooldown_minutes: 720,
                ..ConditionDefinition::default()
            },
            "Compressor 1: oil is too hot",
            "Look at the oil level, the cooler and the thermostat; clean the cooler.",
        ),
        "FL-101-V" => (
            "Carousel bearing is wearing",
            ConditionDefinition {
                upper_warning: Some(quantity(4.5)),
                upper_action: Some(quantity(7.1)),
                hysteresis: quantity(0.5),
                debounce_readings: Some(2),
                only_while: Some(RunState::Asset { asset_id: filler }),
                ..ConditionDefinition::default()
            },
            "Filler 1: measure the carousel bearing",
            "Measure by hand at all three points and grease; plan the bearing if it stays above 4.5 mm/s.",
        ),
        _ => return Ok(()),
    };
    let rule = NewConditionRule {
        id: None,
        name: name.to_owned(),
        definition,
        template: ConditionTemplate {
            title: Some(title.to_owned()),
            description: Some(description.to_owned()),
            priority: Some(Priority::High),
            estimated_minutes: Some(60),
            ..ConditionTemplate::default()
        },
        enabled: None,
    };
    meters::insert_rule(change, meter, &rule).map(drop)
}
