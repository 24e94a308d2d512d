//! What a counter has counted in all, how much it counts a day, and when it will reach a value.

use axum::extract::State;
use contract::{
    meters::{Meter, MeterKind, Projection, ProjectionFilter},
    permissions::ViewMeters,
};
use jiff::{SignedDuration, Timestamp};
use kernel::{MeterId, Problem, Quantity, SiteId};
use web::{Answer, Can, Path, Query, Reply};

use super::{
    counter::{self, Shown, Turns},
    sites_within, store,
};
use crate::{App, tenant::Tenant};

/// Say when a counter will reach a value at its daily average.
#[utoipa::path(get, path = "/meters/{id}/projection", tag = "meters", operation_id = "project_meter",
    params(("id" = Uuid, Path), ProjectionFilter), responses((status = 200, body = Projection)))]
pub(super) async fn project_meter(
    can: Can<ViewMeters>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
    Query(filter): Query<ProjectionFilter>,
) -> Reply {
    let sites = sites_within(&can);
    let value: Quantity = filter.value.parse().map_err(|why: &'static str| Problem::field("value", why))?;
    let projection = app
        .read(&can, move |tenant| {
            let meter = shown(tenant, id, sites.as_deref())?;
            if meter.kind != MeterKind::Counter {
                return Err(Problem::field("value", "can be asked of counters only"));
            }
            Ok(project(&meter, value))
        })
        .await?;
    Ok(Answer::ok(&projection)?)
}

/// When a counter, as `shown` completed it, reaches a value that it shows if it is not set back before.
fn project(meter: &Meter, value: Quantity) -> Projection {
    let mut projection =
        Projection { value, reached: false, expected_at: None, average_per_day: meter.average_per_day };
    let Some(latest) = &meter.latest else { return projection };
    projection.reached = latest.value >= value;
    projection.expected_at = meter
        .average_per_day
        .and_then(|day| counter::reached_at(latest.recorded_at, latest.value, value, day));
    projection
}

/// A meter with what follows from its readings.
pub(super) fn shown(
    tenant: &mut Tenant<'_, '_>,
    id: MeterId,
    sites: Option<&[SiteId]>,
) -> Result<Meter, Problem> {
    let mut meter = [store::find_meter(tenant, id, sites)?];
    complete(tenant, &mut meter)?;
    let [meter] = meter;
    Ok(meter)
}

/// Adds what follows from readings: totals and daily averages.
pub(super) fn complete(tenant: &mut Tenant<'_, '_>, meters: &mut [Meter]) -> Result<(), Problem> {
    let counters: Vec<MeterId> =
        meters.iter().filter(|meter| meter.kind == MeterKind::Counter).map(|meter| meter.id).collect();
    let mut turns = store::turns(tenant, &counters)?;
    for meter in meters.iter_mut().filter(|meter| meter.kind == MeterKind::Counter) {
        let Some(latest) = &meter.latest else { continue };
        let latest = Shown { at: latest.recorded_at, value: latest.value };
        let turns = turns.remove(&meter.id).unwrap_or_default();
        meter.total = Some(turns.total(latest));
        if let Some((from, per_day)) = average(tenant, meter.id, &turns, latest, meter.average_days)? {
            meter.average_from = Some(from);
            meter.average_per_day = Some(per_day);
        }
    }
    Ok(())
}

/// The daily average over `days` before the latest reading, and since when. Where that span holds only the latest
/// reading, since the one before.
fn average(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    turns: &Turns,
    latest: Shown,
    days: u16,
) -> Result<Option<(Timestamp, f64)>, Problem> {
    let span = SignedDuration::from_hours(i64::from(days) * 24);
    let from = latest.at.checked_sub(span).unwrap_or(Timestamp::MIN);
    let first = match store::first_from(tenant, meter, from)?.filter(|first| first.at < latest.at) {
        Some(first) => Some(first),
        None => store::last_before(tenant, meter, latest.at)?,
    };
    Ok(first.and_then(|first| Some((first.at, counter::per_day(turns, first, latest)?))))
}

/// What a plan by use needs to know of a counter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// What it has counted in all.
    pub total: Quantity,
    /// At which reading.
    pub as_of: Timestamp,
    /// How much it counts a day; nothing while that is not known.
    pub per_day: Option<f64>,
}

impl Usage {
    /// When a total will be reached; nothing where it is reached, or can't be foreseen.
    pub fn reaches(&self, total: Quantity) -> Option<Timestamp> {
        counter::reached_at(self.as_of, self.total, total, self.per_day?)
    }
}

/// How much a counter is used; nothing before its first reading.
pub fn usage(tenant: &mut Tenant<'_, '_>, meter: MeterId) -> Result<Option<Usage>, Problem> {
    let meter = shown(tenant, meter, None)?;
    Ok(meter.latest.zip(meter.total).map(|(latest, total)| Usage {
        total,
        as_of: latest.recorded_at,
        per_day: meter.average_per_day,
    }))
}
