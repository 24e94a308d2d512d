use axum::extract::State;
use contract::{events::Event, parts::PartHistoryFilter, permissions::ViewParts};
use kernel::{Page, PartId};
use web::{Answer, Can, Path, Query, Reply};

use super::store;
use crate::{App, audit};

/// List what was changed of a part, newest first. Its stock has its own list, the ledger.
#[utoipa::path(get, path = "/parts/{id}/history", tag = "parts", operation_id = "list_part_history",
    params(("id" = Uuid, Path), PartHistoryFilter), responses((status = 200, body = Page<Event>)))]
pub(super) async fn list_part_history(
    can: Can<ViewParts>,
    State(app): State<App>,
    Path(id): Path<PartId>,
    Query(filter): Query<PartHistoryFilter>,
) -> Reply {
    let page = app
        .read(&can, move |tenant| {
            store::find_part(tenant, id)?;
            audit::history(tenant, id.uuid(), filter.limit, filter.cursor.clone())
        })
        .await?;
    Ok(Answer::ok(&page)?)
}
