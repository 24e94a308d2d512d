use axum::extract::State;
use contract::{
    permissions::{CommentOnOrders, ViewWorkOrders},
    work_orders::{ActivityFilter, Comment, NewComment},
};
use kernel::{Code, Page, Problem, WorkOrderId};
use serde_json::json;
use web::{Answer, Body, Can, Path, Query, Reply};

use super::{authority, lifecycle, order, store};
use crate::{App, check::Check};

/// List the comments of a work order, newest first.
#[utoipa::path(get, path = "/work-orders/{id}/comments", tag = "work_orders",
    operation_id = "list_work_order_comments", params(("id" = Uuid, Path), ActivityFilter),
    responses((status = 200, body = Page<Comment>)))]
pub(super) async fn list_comments(
    can: Can<ViewWorkOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Query(filter): Query<ActivityFilter>,
) -> Reply {
    let caller = can.caller();
    let found = app.read(&can, move |tenant| {
        order::load(tenant, &caller, id)?;
        store::comments(tenant, id, &filter)
    });
    Ok(Answer::ok(&found.await?)?)
}

/// Comment on a work order. Those who are mentioned follow it from then on.
#[utoipa::path(post, path = "/work-orders/{id}/comments", tag = "work_orders",
    operation_id = "create_work_order_comment", params(("id" = Uuid, Path)), request_body = NewComment,
    responses((status = 201, body = Comment)))]
pub(super) async fn create_comment(
    can: Can<CommentOnOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Body(new): Body<NewComment>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let before = order::load(change, &caller, id)?;
        authority::allow(order::powers(&caller, &before).comment)?;
        lifecycle::open_to_words(before.status).map_err(|text| Problem::new(Code::NotAllowedNow, text))?;
        let mut check = Check::default();
        let body = check.long_text("body", Some(&new.body), 10_000);
        if body.is_none() {
            check.wrong("body", "must not be empty");
        }
        let mut mentions = new.mentions.clone();
        mentions.sort_unstable();
        mentions.dedup();
        if mentions.len() > 50 {
            check.wrong("mentions", "must be at most 50 people");
        } else {
            for (index, user) in new.mentions.iter().enumerate() {
                if !store::user_exists(change, *user)? {
                    check.wrong(format!("mentions[{index}]"), "is not a user of this organisation");
                }
            }
        }
        check.finish()?;
        let comment = Comment {
            id: change.id(new.id),
            body: body.unwrap_or_default(),
            mentions,
            created_by: change.user(),
            created_by_name: change.actor().name.clone(),
            created_at: change.now(),
        };
        store::insert_comment(change, id, &comment)?;
        for user in &comment.mentions {
            store::insert_watcher(change, id, *user)?;
        }
        let mut after = before.clone();
        after.comment_count += 1;
        let entry = json!({"comment": comment.body, "mentions": comment.mentions});
        order::save_totals(change, &before, &mut after, "commented", &entry, None)?;
        Ok(Answer::created(&comment)?)
    })
    .await
}
