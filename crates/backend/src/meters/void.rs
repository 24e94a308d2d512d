use axum::extract::State;
use contract::{
    meters::{Meter, Quality, VoidReading},
    permissions::RecordReadings,
};
use kernel::{Code, MeterId, Problem};
use serde_json::{Value, json};
use web::{Answer, Body, Can, Path, Reply};

use super::{
    ENTITY, projection, sites_within,
    store::{self, Standing},
};
use crate::{App, change::Change, check::Check};

/// Void a reading: it stays to be seen and counts no more. A rollover that came with it is voided too,
/// unless later readings need it. The right reading may then be added for the same instant.
#[utoipa::path(post, path = "/meters/{id}/readings/void", tag = "meters", operation_id = "void_reading",
    params(("id" = Uuid, Path)), request_body = VoidReading, responses((status = 200, body = Meter)))]
pub(super) async fn void_reading(
    can: Can<RecordReadings>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
    Body(request): Body<VoidReading>,
) -> Reply {
    let sites = sites_within(&can);
    app.change(&can, move |change| {
        let meter = store::find_meter(change, id, sites.as_deref())?;
        let mut check = Check::default();
        let reason = check.text("reason", &request.reason, 500);
        check.finish()?;
        void(change, &meter, &request, &reason)?;
        let shown = projection::shown(change, id, sites.as_deref())?;
        Ok(Answer::ok(&shown)?.version(shown.version))
    })
    .await
}

fn void(
    change: &mut Change<'_, '_>,
    meter: &Meter,
    request: &VoidReading,
    reason: &str,
) -> Result<(), Problem> {
    let (id, at, now, by) = (meter.id, request.recorded_at, change.now(), change.user());
    let Some(found) = store::at_instants(change, id, &[at])?.pop() else {
        return Err(Problem::field("recorded_at", "is not the instant of a reading of this meter"));
    };
    if found.voided {
        return Err(Problem::new(Code::NotAllowedNow, "This reading is voided already."));
    }
    store::insert_void(change, id, (at, found.revision), (now, by), reason)?;
    if let Some(rollover) = store::rollover_at(change, id, at)?
        && super::events::holds_without(change, id, rollover)?
    {
        store::void_event(change, rollover, now, reason)?;
    }
    if found.quality != Quality::Bad {
        store::sum_again(change, id, at)?;
        if let Some(line) = store::lines(change, &[id], &[], None)?.pop()
            && let Some(newest_at) = line.newest_at
        {
            let latest = match store::last_until(change, id, newest_at)? {
                Some(shown) => Some(store::quality_at(change, id, shown)?),
                None => None,
            };
            store::save_standings(change, &[Standing { meter: id, newest_at, latest }])?;
        }
    }
    let said = json!({"recorded_at": at, "value": found.value});
    change.happened(ENTITY, id, meter.version, "reading_voided", &said, &Value::Null, Some(reason))
}
