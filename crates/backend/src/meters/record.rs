//! Adding readings: one, a list, or a batch over many meters. All of a request are kept, or none, with one event.

use std::collections::HashMap;

use axum::{extract::State, http::StatusCode};
use contract::{
    meters::{BatchReading, NewReading, ReadingBatch, Readings, ReadingsTaken},
    permissions::RecordReadings,
};
use kernel::{MeterId, Problem, SiteId};
use serde_json::{Value, json};
use web::{Answer, Body, Can, Path, RecordOrList, Reply};

use super::{
    ENTITY, evaluate,
    intake::{self, Incoming, Taken},
    sites_within, store,
};
use crate::{App, change::Change, check};

/// As many readings as a request may hold.
const MOST: usize = 10_000;

/// Add one reading of a meter, or a list of up to 10,000. All are kept, or none. A reading that is there already, with
/// the same instant and value or under the same key, is counted as a duplicate.
#[utoipa::path(post, path = "/meters/{id}/readings", tag = "meters", operation_id = "create_readings",
    params(("id" = Uuid, Path)), request_body = Readings, responses((status = 201, body = ReadingsTaken)))]
pub(super) async fn create_readings(
    can: Can<RecordReadings>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
    RecordOrList(readings): RecordOrList<Readings>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let (list, single) = match &readings {
            Readings::One(one) => (std::slice::from_ref(one), true),
            Readings::Many(many) => (many.as_slice(), false),
        };
        let taken = of_one_meter(change, id, list, single, sites.as_deref())?;
        Ok(Answer { status: StatusCode::CREATED, ..Answer::ok(&taken)? })
    })
    .await
}

/// Add up to 10,000 readings of many meters, each by its meter's id or code. All are kept, or none.
#[utoipa::path(post, path = "/readings", tag = "meters", operation_id = "create_reading_batch",
    request_body = ReadingBatch, responses((status = 201, body = ReadingsTaken)))]
pub(super) async fn create_reading_batch(
    can: Can<RecordReadings>,
    State(app): State<App>,
    Body(batch): Body<ReadingBatch>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let taken = of_many_meters(change, &batch.readings, sites.as_deref())?;
        Ok(Answer { status: StatusCode::CREATED, ..Answer::ok(&taken)? })
    })
    .await
}

/// Adds readings to a meter.
pub fn add_readings(
    change: &mut Change<'_, '_>,
    meter: MeterId,
    readings: &[NewReading],
) -> Result<ReadingsTaken, Problem> {
    of_one_meter(change, meter, readings, false, None)
}

fn check_size(count: usize, field: &'static str) -> Result<(), Problem> {
    if count == 0 {
        return Err(Problem::field(field, "must hold at least one reading"));
    }
    if count > MOST {
        return Err(Problem::field(field, format!("must hold at most {MOST} readings; this has {count}")));
    }
    Ok(())
}

fn of_one_meter(
    change: &mut Change<'_, '_>,
    id: MeterId,
    readings: &[NewReading],
    single: bool,
    sites: Option<&[SiteId]>,
) -> Result<ReadingsTaken, Problem> {
    check_size(readings.len(), "readings")?;
    let Some(line) = store::lines(change, &[id], &[], sites)?.pop() else {
        return Err(Problem::not_found("This meter"));
    };
    let incoming = readings.iter().enumerate().map(|(index, reading)| Incoming {
        path: if single { String::new() } else { format!("[{index}].") },
        meter: id,
        reading: reading.clone(),
    });
    let version = line.version;
    let taken = intake::take_in(change, vec![line], incoming.collect())?;
    if taken.created() > 0 {
        change.happened(ENTITY, id, version, "read", &Value::Null, &summary(&taken), None)?;
    }
    finish(change, taken)
}

fn of_many_meters(
    change: &mut Change<'_, '_>,
    readings: &[BatchReading],
    sites: Option<&[SiteId]>,
) -> Result<ReadingsTaken, Problem> {
    check_size(readings.len(), "readings")?;
    let mut ids: Vec<MeterId> = readings.iter().filter_map(|reading| reading.meter_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let codes = readings.iter().filter(|reading| reading.meter_id.is_none());
    let mut codes: Vec<String> =
        codes.filter_map(|reading| reading.meter.as_deref().map(check::key)).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut lines = store::lines(change, &ids, &codes, sites)?;
    lines.sort_by_key(|line| line.id);
    lines.dedup_by_key(|line| line.id);
    let by_code: HashMap<&str, MeterId> =
        lines.iter().map(|line| (line.code_key.as_str(), line.id)).collect();
    let mut check = check::Check::default();
    let mut incoming = Vec::with_capacity(readings.len());
    for (index, reading) in readings.iter().enumerate() {
        let found = match (reading.meter_id, reading.meter.as_deref()) {
            (Some(id), None) => {
                lines.binary_search_by_key(&id, |line| line.id).ok().map(|_| id).ok_or("meter_id")
            }
            (None, Some(code)) => by_code.get(check::key(code).as_str()).copied().ok_or("meter"),
            (Some(_), Some(_)) => {
                check.wrong(format!("readings[{index}].meter"), "must be left out where meter_id is given");
                continue;
            }
            (None, None) => {
                check.wrong(format!("readings[{index}].meter_id"), "is needed, or meter with its code");
                continue;
            }
        };
        match found {
            Ok(meter) => incoming.push(Incoming {
                path: format!("readings[{index}]."),
                meter,
                reading: reading.clone().into_reading(),
            }),
            Err(field) => {
                check.wrong(format!("readings[{index}].{field}"), "is not a meter that you may see");
            }
        }
    }
    check.finish()?;
    let taken = intake::take_in(change, lines, incoming)?;
    if taken.created() > 0 {
        let batch = change.id::<()>(None);
        let mut said = summary(&taken);
        said["meters"] = json!(taken.meters());
        change.happened("reading_batch", batch, 1, "read", &Value::Null, &said, None)?;
    }
    finish(change, taken)
}

/// What the event of a request says: readings are facts of their own, and not repeated there.
fn summary(taken: &Taken) -> Value {
    let mut said = json!({"readings": taken.created()});
    if let [one] = taken.rows.as_slice() {
        said["recorded_at"] = json!(one.shown.at);
        said["value"] = json!(one.shown.value);
    } else {
        said["from"] = json!(taken.rows.iter().map(|row| row.shown.at).min());
        said["to"] = json!(taken.rows.iter().map(|row| row.shown.at).max());
    }
    said
}

/// Lets the rules look at what is new.
fn finish(change: &mut Change<'_, '_>, taken: Taken) -> Result<ReadingsTaken, Problem> {
    let evaluations = evaluate::look_at(change, &taken)?;
    Ok(ReadingsTaken {
        created: i64::try_from(taken.created()).map_err(Problem::internal)?,
        duplicates: taken.duplicates,
        evaluations,
    })
}
