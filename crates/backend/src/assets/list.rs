use axum::extract::State;
use contract::{
    assets::{Asset, AssetFilter, AssetNode, AssetTreeFilter, HistoryFilter},
    events::Event,
    permissions::ViewAssets,
};
use kernel::{AssetId, Code, Page, Problem};
use web::{Answer, Can, Path, Query, Reply};

use super::{seen::Seen, store};
use crate::{App, audit};

/// List assets.
#[utoipa::path(get, path = "/assets", tag = "assets", operation_id = "list_assets", params(AssetFilter),
    responses((status = 200, body = Page<Asset>)))]
pub(super) async fn list_assets(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Query(filter): Query<AssetFilter>,
) -> Reply {
    let (now, seen) = (app.clock().now(), Seen::by(&can));
    let page = app.read(&can, move |tenant| store::list::page(tenant, &filter, now, &seen)).await?;
    Ok(Answer::ok(&page)?)
}

/// Find an asset.
#[utoipa::path(get, path = "/assets/{id}", tag = "assets", operation_id = "find_asset", params(("id" = Uuid, Path)),
    responses((status = 200, body = Asset)))]
pub(super) async fn find_asset(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Path(id): Path<AssetId>,
) -> Reply {
    let (now, seen) = (app.clock().now(), Seen::by(&can));
    let asset = app.read(&can, move |tenant| store::find(tenant, id, now, &seen)).await?;
    Ok(Answer::ok(&asset)?.version(asset.version))
}

/// Find the asset that carries a scanned code: its own, a barcode, its name in another system, or an alias.
#[utoipa::path(get, path = "/assets/by-code/{code}", tag = "assets", operation_id = "find_asset_by_code",
    params(("code" = String, Path)), responses((status = 200, body = Asset)))]
pub(super) async fn find_asset_by_code(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Path(code): Path<String>,
) -> Reply {
    let (now, seen) = (app.clock().now(), Seen::by(&can));
    let asset = app
        .read(&can, move |tenant| {
            let found = store::by_scanned_code(tenant, &code, &seen)?;
            match found.as_slice() {
                [] => Err(Problem::not_found("An asset with this code")),
                [one] => store::find(tenant, one.id, now, &seen),
                several => {
                    let codes = several.iter().map(|one| one.code.as_str()).collect::<Vec<_>>().join(", ");
                    let detail = format!("Several assets are called this: {codes}. Use one of these codes.");
                    Err(Problem::new(Code::Duplicate, detail))
                }
            }
        })
        .await?;
    Ok(Answer::ok(&asset)?.version(asset.version))
}

/// List one branch of the asset tree, by code. Light, for a tree that opens branch by branch.
#[utoipa::path(get, path = "/assets/tree", tag = "assets", operation_id = "list_asset_branch",
    params(AssetTreeFilter), responses((status = 200, body = Page<AssetNode>)))]
pub(super) async fn list_asset_branch(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Query(filter): Query<AssetTreeFilter>,
) -> Reply {
    let seen = Seen::by(&can);
    let page = app.read(&can, move |tenant| store::tree::branch(tenant, &filter, &seen)).await?;
    Ok(Answer::ok(&page)?)
}

/// What happened to an asset, newest first.
#[utoipa::path(get, path = "/assets/{id}/history", tag = "assets", operation_id = "list_asset_history",
    params(("id" = Uuid, Path), HistoryFilter), responses((status = 200, body = Page<Event>)))]
pub(super) async fn list_asset_history(
    can: Can<ViewAssets>,
    State(app): State<App>,
    Path(id): Path<AssetId>,
    Query(filter): Query<HistoryFilter>,
) -> Reply {
    let seen = Seen::by(&can);
    let page = app
        .read(&can, move |tenant| {
            store::version(tenant, id, &seen)?;
            audit::history(tenant, id.uuid(), filter.limit, filter.cursor.clone())
        })
        .await?;
    Ok(Answer::ok(&page)?)
}
