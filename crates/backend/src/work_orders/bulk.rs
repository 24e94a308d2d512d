use std::collections::HashSet;

use axum::extract::State;
use contract::{
    problem::ProblemBody,
    work_orders::{BulkChange, BulkResult, BulkResults},
};
use kernel::{Problem, WorkOrderId};
use web::{Answer, Body, Caller, Reply};

use super::{
    order, store,
    transition::{self, CanMove},
    update,
};
use crate::{App, change::Change};

/// Change many work orders alike. Each is changed or left alone by itself, and its result says which and why.
#[utoipa::path(post, path = "/work-orders/bulk", tag = "work_orders", operation_id = "change_work_orders",
    request_body = BulkChange, responses((status = 200, body = BulkResults)))]
pub(super) async fn change_work_orders(
    CanMove(signed_in): CanMove,
    State(app): State<App>,
    Body(bulk): Body<BulkChange>,
) -> Reply {
    check(&bulk)?;
    let caller = signed_in.caller();
    app.change(&signed_in, move |change| {
        let mut items = Vec::with_capacity(bulk.ids.len());
        for id in &bulk.ids {
            items.push(match change_one(change, &caller, *id, &bulk) {
                Ok(version) => BulkResult { id: *id, changed: true, version: Some(version), problem: None },
                Err(problem) if problem.status() < 500 => {
                    BulkResult { id: *id, changed: false, version: None, problem: Some(body(problem)) }
                }
                Err(problem) => return Err(problem),
            });
        }
        let changed = items.iter().filter(|item| item.changed).count();
        Answer::ok(&BulkResults { changed: i64::try_from(changed).unwrap_or(i64::MAX), items })
    })
    .await
}

fn check(bulk: &BulkChange) -> Result<(), Problem> {
    let mut seen = HashSet::new();
    if bulk.ids.is_empty() || bulk.ids.len() > 200 {
        return Err(Problem::field("ids", "must be 1 to 200 orders"));
    }
    if !bulk.ids.iter().all(|id| seen.insert(*id)) {
        return Err(Problem::field("ids", "must name each order once"));
    }
    if bulk.patch.is_none() && bulk.transition.is_none() {
        return Err(Problem::field("patch", "or a transition is needed"));
    }
    if bulk.patch.as_ref().is_some_and(|patch| patch.version.is_some()) {
        return Err(Problem::field("patch.version", "can't be the same for many orders; leave it out"));
    }
    Ok(())
}

/// Decides everything about one order before anything of it is saved, so that a refusal leaves it whole.
fn change_one(
    change: &mut Change<'_, '_>,
    caller: &Caller,
    id: WorkOrderId,
    bulk: &BulkChange,
) -> Result<i64, Problem> {
    let before = order::load(change, caller, id)?;
    let mut after = match &bulk.patch {
        Some(patch) => update::patched(change, caller, &before, patch)?,
        None => before.clone(),
    };
    if let Some(transition) = &bulk.transition {
        transition::moved(change, caller, &after, transition)?;
    }
    order::save(change, &before, &mut after, "changed", None)?;
    if let Some(transition) = &bulk.transition {
        let moved = transition::moved(change, caller, &after, transition)?;
        transition::save(change, &after, moved)?;
    }
    Ok(store::find(change, id)?.version)
}

fn body(problem: Problem) -> ProblemBody {
    let (status, title) = problem.code.status_and_title();
    ProblemBody {
        r#type: "about:blank".to_owned(),
        title: title.to_owned(),
        status,
        detail: problem.detail,
        code: problem.code,
        errors: problem.errors,
        conflict: problem.conflict.map(|both| *both),
        request_id: None,
    }
}

#[cfg(test)]
mod tests {
    use contract::permissions::BuiltInRole;
    use serde_json::json;

    use crate::{
        testing::on_both_engines,
        work_orders::stories::{ORDERS, move_to, order},
    };

    on_both_engines! {
        async fn each_order_is_changed_or_left_whole_with_its_reason(app: TestApp) {
            let good = order(&app, json!({"title": "Good"})).await.id();
            let done = order(&app, json!({"title": "Done"})).await.id();
            move_to(&app, &done, json!({"to": "completed"})).await.expect(200);
            let unstaffed = order(&app, json!({"title": "Unstaffed"})).await.id();
            let nobody = "01890000-0000-7000-8000-000000000000";
            let (tom, tom_token) = app.person(BuiltInRole::Technician).await;
            app.patch(&format!("{ORDERS}/{good}"), json!({"assignee_ids": [tom]})).await.expect(200);
            let answer = app
                .post(&format!("{ORDERS}/bulk"), json!({
                    "ids": [good, done, unstaffed, nobody],
                    "patch": {"priority": "high", "planned_start_at": "2026-11-24T08:00:00Z"},
                    "transition": {"to": "scheduled"}
                }))
                .await
                .expect(200);
            let results: Vec<_> = answer.body["items"].as_array().unwrap().iter()
                .map(|item| (item["changed"].clone(), item["problem"]["status"].clone())).collect();
            let refused = |status: i64| (json!(false), json!(status));
            assert_eq!(results, [(json!(true), json!(null)), refused(409), refused(409), refused(404)]);
            assert_eq!(app.get(&format!("{ORDERS}/{good}")).await.body["status"], "scheduled");
            let left = app.get(&format!("{ORDERS}/{unstaffed}")).await.expect(200);
            assert_eq!((&left.body["priority"], &left.body["version"]), (&json!("none"), &json!(1)));

            let twice = json!({"ids": [good, good], "patch": {"priority": "low"}});
            assert_eq!(app.post(&format!("{ORDERS}/bulk"), twice).await.expect(422).wrong_fields(), ["ids"]);
            let mixed = json!({"ids": [good], "patch": {"due_at": "2026-12-01T08:00:00Z"}});
            let by_tom = app.call(&tom_token, "POST", &format!("{ORDERS}/bulk"), Some(mixed)).await.expect(200);
            assert_eq!(by_tom.body["changed"], 1);
        }

        async fn a_duplicate_is_the_same_work_without_its_past(app: TestApp) {
            let body = json!({"title": "Monthly check", "priority": "low", "tags": ["check"], "due_at": "2026-11-30T08:00:00Z"});
            let original = order(&app, body).await.id();
            move_to(&app, &original, json!({"to": "completed", "resolution": "Fine"})).await.expect(200);
            move_to(&app, &original, json!({"to": "closed"})).await.expect(200);
            let copy = app.post(&format!("{ORDERS}/{original}/duplicate"), json!({"link": true})).await.expect(201);
            assert_eq!((&copy.body["status"], &copy.body["tags"]), (&json!("open"), &json!(["check"])));
            assert_eq!((&copy.body["resolution"], &copy.body["due_at"]), (&json!(null), &json!(null)));
            let links = app.get(&format!("{ORDERS}/{}/links", copy.id())).await.expect(200);
            assert_eq!(links.body[0]["kind"], "relates");
        }
    }
}
