use axum::extract::State;
use contract::{events::Changes, permissions::ViewAudit};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Answer, Can, Query, Reply};

use super::store;
use crate::App;

/// Where to go on reading the log.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct After {
    /// The `cursor` of the last answer; 0 or left out for the beginning.
    after: i64,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    limit: kernel::Limit,
}

/// Follow the log: what happened after a place in it, oldest first.
#[utoipa::path(get, path = "/changes", tag = "audit", operation_id = "list_changes", params(After),
    responses((status = 200, body = Changes)))]
pub(super) async fn list_changes(
    can: Can<ViewAudit>,
    State(app): State<App>,
    Query(After { after, limit }): Query<After>,
) -> Reply {
    let mut items = app.read(&can, move |tenant| store::after(tenant, after, limit.one_more())).await?;
    let more = items.len() > limit.rows();
    items.truncate(limit.rows());
    let cursor = items.last().map_or(after, |event| event.sequence);
    Ok(Answer::ok(&Changes { items, cursor, more })?)
}
