use axum::extract::State;
use contract::views::{SavedView, SavedViewFilter};
use kernel::{Page, SavedViewId};
use web::{Answer, Caller, Path, Query, Reply, SignedIn};

use super::{may_share, store};
use crate::App;

/// List one's own and the shared views.
#[utoipa::path(get, path = "/views", tag = "views", operation_id = "list_views", params(SavedViewFilter),
    responses((status = 200, body = Page<SavedView>)))]
pub(super) async fn list_views(
    caller: SignedIn,
    State(app): State<App>,
    Query(filter): Query<SavedViewFilter>,
) -> Reply {
    let who = Caller::clone(&caller);
    let items = app
        .read(&caller, move |tenant| store::list(tenant, who.user, may_share(&who), filter.entity.as_deref()))
        .await?;
    Ok(Answer::ok(&Page { items, next: None })?)
}

/// Find a view.
#[utoipa::path(get, path = "/views/{id}", tag = "views", operation_id = "find_view", params(("id" = Uuid, Path)),
    responses((status = 200, body = SavedView)))]
pub(super) async fn find_view(
    caller: SignedIn,
    State(app): State<App>,
    Path(id): Path<SavedViewId>,
) -> Reply {
    let who = Caller::clone(&caller);
    let view = app.read(&caller, move |tenant| store::find(tenant, who.user, may_share(&who), id)).await?;
    Ok(Answer::ok(&view)?.version(view.version))
}
