//! Lists of meters, one meter, and its history.

use axum::extract::State;
use contract::{
    events::Event,
    meters::{Meter, MeterFilter, MeterHistoryFilter},
    permissions::ViewMeters,
};
use kernel::{MeterId, Page};
use web::{Answer, Can, Path, Query, Reply};

use super::{projection, sites_within, store};
use crate::{App, audit};

/// List meters.
#[utoipa::path(get, path = "/meters", tag = "meters", operation_id = "list_meters", params(MeterFilter),
    responses((status = 200, body = Page<Meter>)))]
pub(super) async fn list_meters(
    can: Can<ViewMeters>,
    State(app): State<App>,
    Query(filter): Query<MeterFilter>,
) -> Reply {
    let sites = sites_within(&can);
    let page = app
        .read(&can, move |tenant| {
            let mut page = store::list_meters(tenant, &filter, sites.as_deref())?;
            projection::complete(tenant, &mut page.items)?;
            Ok(page)
        })
        .await?;
    Ok(Answer::ok(&page)?)
}

/// Find a meter, with its latest reading and its daily average.
#[utoipa::path(get, path = "/meters/{id}", tag = "meters", operation_id = "find_meter",
    params(("id" = Uuid, Path)), responses((status = 200, body = Meter)))]
pub(super) async fn find_meter(
    can: Can<ViewMeters>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
) -> Reply {
    let sites = sites_within(&can);
    let meter = app.read(&can, move |tenant| projection::shown(tenant, id, sites.as_deref())).await?;
    Ok(Answer::ok(&meter)?.version(meter.version))
}

/// List what was changed of a meter, and when readings came, newest first.
#[utoipa::path(get, path = "/meters/{id}/history", tag = "meters", operation_id = "list_meter_history",
    params(("id" = Uuid, Path), MeterHistoryFilter), responses((status = 200, body = Page<Event>)))]
pub(super) async fn list_meter_history(
    can: Can<ViewMeters>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
    Query(filter): Query<MeterHistoryFilter>,
) -> Reply {
    let sites = sites_within(&can);
    let page = app
        .read(&can, move |tenant| {
            store::find_meter(tenant, id, sites.as_deref())?;
            audit::history(tenant, id.uuid(), filter.limit, filter.cursor.clone())
        })
        .await?;
    Ok(Answer::ok(&page)?)
}
