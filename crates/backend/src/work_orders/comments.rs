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
        if new.mentions.len() > 50 {
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
        Answer::created(&comment)
    })
    .await
}

#[cfg(test)]
mod tests {
    use contract::permissions::BuiltInRole;
    use serde_json::json;

    use crate::{
        testing::on_both_engines,
        work_orders::stories::{ORDERS, order},
    };

    on_both_engines! {
        async fn who_is_mentioned_follows_the_order_and_may_answer(app: TestApp) {
            let id = order(&app, json!({"title": "Noise in hall 2"})).await.id();
            let (path, (requester, token)) = (format!("{ORDERS}/{id}"), app.person(BuiltInRole::Requester).await);
            app.call(&token, "GET", &path, None).await.expect(404);
            let nobody = "01890000-0000-7000-8000-000000000000";
            let comments = format!("{path}/comments");
            let wrong = app.post(&comments, json!({"body": " ", "mentions": [nobody]})).await.expect(422);
            assert_eq!(wrong.wrong_fields(), ["body", "mentions[0]"]);
            let said = json!({"body": "Which machine?\nLeft or right?", "mentions": [requester]});
            app.post(&comments, said).await.expect(201);
            let seen = app.call(&token, "GET", &path, None).await.expect(200);
            assert_eq!((&seen.body["comment_count"], &seen.body["watcher_ids"]), (&json!(1), &json!([requester])));
            app.call(&token, "POST", &comments, Some(json!({"body": "Left"}))).await.expect(201);
            let page = app.call(&token, "GET", &format!("{comments}?limit=1"), None).await.expect(200);
            let next = page.body["next"].as_str().unwrap();
            let older = app.call(&token, "GET", &format!("{comments}?limit=1&cursor={next}"), None).await.expect(200);
            let bodies = [page.body["items"][0]["body"].clone(), older.body["items"][0]["body"].clone()];
            assert!(bodies.contains(&json!("Left")) && bodies.contains(&json!("Which machine?\nLeft or right?")));
            let listed = app.call(&token, "GET", &format!("{ORDERS}?watching=true"), None).await.expect(200);
            assert_eq!(listed.body["items"].as_array().unwrap().len(), 1);
            app.call(&token, "POST", &format!("{path}/watch"), Some(json!({"watching": false}))).await.expect(200);
            app.call(&token, "GET", &path, None).await.expect(404);
        }
    }
}
