use axum::extract::State;
use contract::{
    meters::{MeterKind, Quality, Reading, ReadingFilter},
    permissions::ViewMeters,
};
use kernel::{MeterId, Page, Problem};
use web::{Answer, Can, Path, Query, Reply};

use super::{
    counter::{Shown, Turns},
    sites_within, store,
};
use crate::{App, tenant::Tenant};

/// List the readings of a meter, latest first, with those of bad quality and those that were voided.
#[utoipa::path(get, path = "/meters/{id}/readings", tag = "meters", operation_id = "list_readings",
    params(("id" = Uuid, Path), ReadingFilter), responses((status = 200, body = Page<Reading>)))]
pub(super) async fn list_readings(
    can: Can<ViewMeters>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
    Query(filter): Query<ReadingFilter>,
) -> Reply {
    let sites = sites_within(&can);
    let page = app
        .read(&can, move |tenant| {
            let meter = store::find_meter(tenant, id, sites.as_deref())?;
            let mut page = store::list_readings(tenant, &meter, &filter)?;
            if meter.kind == MeterKind::Counter {
                let turns = store::turns_of(tenant, id)?;
                add_deltas(tenant, id, &turns, &mut page.items)?;
            }
            Ok(page)
        })
        .await?;
    Ok(Answer::ok(&page)?)
}

/// How much each reading that counts is above the one that counts before it.
fn add_deltas(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    turns: &Turns,
    readings: &mut [Reading],
) -> Result<(), Problem> {
    let counting: Vec<usize> = readings
        .iter()
        .enumerate()
        .filter(|(_, reading)| reading.quality != Quality::Bad && reading.voided_at.is_none())
        .map(|(index, _)| index)
        .collect();
    let shown = |reading: &Reading| Shown { at: reading.recorded_at, value: reading.value };
    for (place, index) in counting.iter().enumerate() {
        let new = shown(&readings[*index]);
        let before = match counting.get(place + 1) {
            Some(older) => Some(shown(&readings[*older])),
            None => store::last_before(tenant, meter, new.at)?,
        };
        readings[*index].delta = before.map(|before| turns.between(before, new));
    }
    Ok(())
}
