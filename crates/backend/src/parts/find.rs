use axum::extract::State;
use contract::{
    parts::{MovementFilter, PartDetail},
    permissions::ViewParts,
};
use kernel::{Limit, PartId};
use web::{Answer, Can, Path, Reply};

use super::{sites_within, store};
use crate::App;

/// Find a part with its bins, its last movements and where it was used.
#[utoipa::path(get, path = "/parts/{id}", tag = "parts", operation_id = "find_part", params(("id" = Uuid, Path)),
    responses((status = 200, body = PartDetail)))]
pub(super) async fn find_part(can: Can<ViewParts>, State(app): State<App>, Path(id): Path<PartId>) -> Reply {
    let sites = sites_within(&can);
    let found = app
        .read(&can, move |tenant| {
            let part = store::find_part(tenant, id)?;
            let filter = MovementFilter {
                part_id: Some(id),
                limit: Limit::try_from(20).unwrap_or_default(),
                ..MovementFilter::default()
            };
            Ok(PartDetail {
                part,
                levels: store::levels(tenant, id)?,
                recent_movements: store::list_movements(tenant, &filter, sites.as_deref())?.items,
                used_on: store::used_on_assets(tenant, id)?,
            })
        })
        .await?;
    Ok(Answer::ok(&found)?.version(found.part.version))
}
