use axum::extract::State;
use contract::{
    events::{Event, EventFilter},
    permissions::ViewAudit,
};
use kernel::Page;
use web::{Answer, Can, Query, Reply};

use super::store;
use crate::App;

/// List events, newest first. The history of one record stands at the record's own address.
#[utoipa::path(get, path = "/events", tag = "audit", operation_id = "list_events", params(EventFilter),
    responses((status = 200, body = Page<Event>)))]
pub(super) async fn list_events(
    can: Can<ViewAudit>,
    State(app): State<App>,
    Query(filter): Query<EventFilter>,
) -> Reply {
    let page = app.read(&can, move |tenant| store::list(tenant, &filter)).await?;
    Ok(Answer::ok(&page)?)
}
