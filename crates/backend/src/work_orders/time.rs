//! Labour on orders: booked by hand or by a clock, taken back by a counter-entry.

use axum::extract::State;
use contract::{
    permissions::{ViewWorkOrders, WorkOnOrders},
    work_orders::{
        ActivityFilter, NewTimeEntry, Reversal, TimeEntry, TimerChange, WorkOrder, WorkOrderStatus,
    },
};
use jiff::Timestamp;
use kernel::{Code, Page, Problem, TimeEntryId, UserId, WorkOrderId};
use serde_json::json;
use web::{Answer, Body, Can, Path, Query, Reply};

use super::{authority, lifecycle, order, store};
use crate::{App, change::Change, check::Check};

/// A week: more in one entry is a slip of the finger.
const MOST_MINUTES: i64 = 10_080;

/// List the labour of a work order, newest first.
#[utoipa::path(get, path = "/work-orders/{id}/time", tag = "work_orders", operation_id = "list_time_entries",
    params(("id" = Uuid, Path), ActivityFilter), responses((status = 200, body = Page<TimeEntry>)))]
pub(super) async fn list_time_entries(
    can: Can<ViewWorkOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Query(filter): Query<ActivityFilter>,
) -> Reply {
    let caller = can.caller();
    let found = app.read(&can, move |tenant| {
        order::load(tenant, &caller, id)?;
        store::time_entries(tenant, id, &filter)
    });
    Ok(Answer::ok(&found.await?)?)
}

/// Book labour on a work order.
#[utoipa::path(post, path = "/work-orders/{id}/time", tag = "work_orders", operation_id = "create_time_entry",
    params(("id" = Uuid, Path)), request_body = NewTimeEntry, responses((status = 201, body = TimeEntry)))]
pub(super) async fn create_time_entry(
    can: Can<WorkOnOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Body(new): Body<NewTimeEntry>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let before = order::load(change, &caller, id)?;
        let powers = order::powers(&caller, &before);
        authority::allow(powers.work)?;
        let user = new.user_id.unwrap_or(caller.user);
        if user != caller.user {
            authority::allow(powers.plan)?;
        }
        bookable(&before)?;
        let entry = read(change, user, &new)?;
        book(change, &before, &entry, None)?;
        Answer::created(&store::find_time_entry(change, id, entry.id)?)
    })
    .await
}

fn bookable(order: &WorkOrder) -> Result<(), Problem> {
    lifecycle::open_to_bookings(order.status).map_err(|text| Problem::new(Code::NotAllowedNow, text))
}

fn read(change: &mut Change<'_, '_>, user: UserId, new: &NewTimeEntry) -> Result<TimeEntry, Problem> {
    let mut check = Check::default();
    let now = change.now();
    if !store::user_exists(change, user)? {
        check.wrong("user_id", "is not a user of this organisation");
    }
    let between = match (new.started_at, new.ended_at) {
        (Some(start), Some(end)) if end < start => {
            check.wrong("ended_at", "must not lie before the start");
            None
        }
        (Some(start), Some(end)) => Some(minutes_between(start, end)),
        (None, Some(_)) => {
            check.wrong("started_at", "is needed where an end is given");
            None
        }
        _ => None,
    };
    if new.started_at.or(new.ended_at).is_some_and(|at| at > now) || new.ended_at.is_some_and(|at| at > now) {
        check.wrong("ended_at", "must not lie in the future");
    }
    let minutes = new.minutes.or(between).unwrap_or_default();
    if new.minutes.is_none() && between.is_none() {
        check.wrong("minutes", "is needed, or a start and an end");
    } else if !(1..=MOST_MINUTES).contains(&minutes) {
        check.wrong("minutes", "must be 1 to 10,080 minutes");
    }
    let note = check.long_text("note", new.note.as_deref(), 2_000);
    check.finish()?;
    Ok(TimeEntry {
        id: change.id(new.id),
        user_id: user,
        user_name: String::new(),
        minutes,
        started_at: new.started_at,
        ended_at: new.ended_at,
        note,
        reverses_id: None,
        reversed: false,
        created_at: now,
    })
}

/// Minutes begun count.
fn minutes_between(start: Timestamp, end: Timestamp) -> i64 {
    let seconds = end.duration_since(start).as_secs();
    (seconds + 59) / 60
}

/// Adds an entry and its minutes to the order.
fn book(
    change: &mut Change<'_, '_>,
    before: &WorkOrder,
    entry: &TimeEntry,
    reason: Option<&str>,
) -> Result<WorkOrder, Problem> {
    let by = change.user();
    store::insert_time_entry(change, before.id, entry, by)?;
    let mut after = before.clone();
    after.actual_minutes = after.actual_minutes.saturating_add(entry.minutes);
    let said = json!({"minutes": entry.minutes, "user_id": entry.user_id, "note": entry.note});
    order::save_totals(change, before, &mut after, "time_booked", &said, reason)?;
    Ok(after)
}

/// Take an entry back with a counter-entry: both stay to be seen.
#[utoipa::path(post, path = "/work-orders/{id}/time/{entry_id}/reverse", tag = "work_orders",
    operation_id = "reverse_time_entry", params(("id" = Uuid, Path), ("entry_id" = Uuid, Path)),
    request_body = Reversal, responses((status = 201, body = TimeEntry)))]
pub(super) async fn reverse_time_entry(
    can: Can<WorkOnOrders>,
    State(app): State<App>,
    Path((id, entry_id)): Path<(WorkOrderId, TimeEntryId)>,
    Body(reversal): Body<Reversal>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let before = order::load(change, &caller, id)?;
        let powers = order::powers(&caller, &before);
        authority::allow(powers.work)?;
        let entry = store::find_time_entry(change, id, entry_id)?;
        if entry.user_id != caller.user {
            authority::allow(powers.plan)?;
        }
        bookable(&before)?;
        let mut check = Check::default();
        let reason = check.text("reason", &reversal.reason, 500);
        check.finish()?;
        if entry.reversed || entry.reverses_id.is_some() {
            return Err(Problem::new(Code::NotAllowedNow, "This entry was taken back already."));
        }
        let counter = TimeEntry {
            id: change.id(None),
            minutes: -entry.minutes,
            note: Some(reason.clone()),
            reverses_id: Some(entry.id),
            created_at: change.now(),
            ..entry
        };
        book(change, &before, &counter, Some(&reason))?;
        Answer::created(&store::find_time_entry(change, id, counter.id)?)
    })
    .await
}

/// Start or stop the caller's clock on a work order in progress. Starting it here stops it on any other order.
#[utoipa::path(post, path = "/work-orders/{id}/timer", tag = "work_orders", operation_id = "set_work_order_timer",
    params(("id" = Uuid, Path)), request_body = TimerChange, responses((status = 200, body = WorkOrder)))]
pub(super) async fn set_timer(
    can: Can<WorkOnOrders>,
    State(app): State<App>,
    Path(id): Path<WorkOrderId>,
    Body(timer): Body<TimerChange>,
) -> Reply {
    let caller = can.caller();
    app.change(&can, move |change| {
        let before = order::load(change, &caller, id)?;
        authority::allow(order::powers(&caller, &before).work)?;
        let me = caller.user;
        let running = store::running_timer(change, me)?;
        let here = running.filter(|(order, _)| *order == id);
        match (timer.running, here) {
            (true, None) => {
                if before.status != WorkOrderStatus::InProgress {
                    return Err(Problem::new(
                        Code::NotAllowedNow,
                        "The clock runs only while the order is in progress. Start the work first.",
                    ));
                }
                if let Some((other, since)) = running {
                    let other = store::find(change, other)?;
                    stop(change, other, me, since)?;
                }
                let now = change.now();
                store::insert_timer(change, id, me, now)?;
                let mut after = before.clone();
                let said = json!({"timer": "started", "user_id": me});
                order::save_totals(change, &before, &mut after, "timer_started", &said, None)?;
            }
            (false, Some((_, since))) => {
                stop(change, before, me, since)?;
            }
            (true, Some(_)) | (false, None) => {}
        }
        let now = order::show(change, &caller, id)?;
        Ok(Answer::ok(&now)?.version(now.version))
    })
    .await
}

/// Stops someone's clock on an order and books what it counted; less than a second counts nothing.
pub(super) fn stop(
    change: &mut Change<'_, '_>,
    order: WorkOrder,
    user: UserId,
    since: Timestamp,
) -> Result<WorkOrder, Problem> {
    store::delete_timer(change, user)?;
    let now = change.now();
    let minutes = minutes_between(since, now).min(MOST_MINUTES);
    if minutes < 1 {
        return Ok(order);
    }
    let entry = TimeEntry {
        id: change.id(None),
        user_id: user,
        user_name: String::new(),
        minutes,
        started_at: Some(since),
        ended_at: Some(now),
        note: None,
        reverses_id: None,
        reversed: false,
        created_at: now,
    };
    book(change, &order, &entry, None)
}

#[cfg(test)]
mod tests {
    use contract::permissions::BuiltInRole;
    use jiff::SignedDuration;
    use serde_json::{Value, json};

    use crate::{
        testing::on_both_engines,
        work_orders::stories::{ORDERS, move_to, order},
    };

    on_both_engines! {
        async fn a_clock_counts_on_one_order_at_a_time_and_stops_with_the_work(app: TestApp) {
            let first = order(&app, json!({"title": "First"})).await.id();
            let second = order(&app, json!({"title": "Second"})).await.id();
            let timer = |id: &str| format!("{ORDERS}/{id}/timer");
            app.post(&timer(&first), json!({"running": true})).await.expect(409);
            for id in [&first, &second] {
                move_to(&app, id, json!({"to": "in_progress"})).await.expect(200);
            }
            let running = app.post(&timer(&first), json!({"running": true})).await.expect(200);
            assert_eq!(running.body["timers"].as_array().unwrap().len(), 1);
            app.app.clock().advance(SignedDuration::from_secs(61));
            app.post(&timer(&second), json!({"running": true})).await.expect(200);
            let left = app.get(&format!("{ORDERS}/{first}")).await.expect(200);
            assert_eq!((&left.body["actual_minutes"], &left.body["timers"]), (&json!(2), &json!([])));
            app.app.clock().advance(SignedDuration::from_mins(30));
            let held = move_to(&app, &second, json!({"to": "on_hold", "hold_reason": "labour"})).await.expect(200);
            assert_eq!((&held.body["actual_minutes"], &held.body["timers"]), (&json!(30), &json!([])));
            app.post(&timer(&second), json!({"running": false})).await.expect(200);
        }

        async fn time_is_taken_back_by_a_counter_entry_and_never_twice(app: TestApp) {
            let id = order(&app, json!({"title": "Weld"})).await.id();
            let path = format!("{ORDERS}/{id}/time");
            let wrong = app.post(&path, json!({"minutes": 0})).await.expect(422);
            assert_eq!(wrong.wrong_fields(), ["minutes"]);
            let between = json!({"started_at": "2026-11-23T06:00:00Z", "ended_at": "2026-11-23T07:30:00Z", "note": "Both legs"});
            let entry = app.post(&path, between).await.expect(201);
            assert_eq!(entry.body["minutes"], 90);
            let later = json!({"started_at": "2026-11-23T06:00:00Z", "ended_at": "2026-11-24T07:30:00Z"});
            assert_eq!(app.post(&path, later).await.expect(422).wrong_fields(), ["ended_at"]);
            let reverse = format!("{path}/{}/reverse", entry.id());
            assert_eq!(app.post(&reverse, json!({"reason": " "})).await.expect(422).wrong_fields(), ["reason"]);
            let counter = app.post(&reverse, json!({"reason": "Wrong order"})).await.expect(201);
            assert_eq!((&counter.body["minutes"], &counter.body["reverses_id"]), (&json!(-90), &json!(entry.id())));
            app.post(&reverse, json!({"reason": "Again"})).await.expect(409);
            app.post(&format!("{path}/{}/reverse", counter.id()), json!({"reason": "Back"})).await.expect(409);
            let listed = app.get(&path).await.expect(200);
            let reversed: Vec<_> = listed.body["items"].as_array().unwrap().iter().map(|e| e["reversed"].clone()).collect();
            assert!(reversed.contains(&json!(true)) && reversed.len() == 2);
            assert_eq!(app.get(&format!("{ORDERS}/{id}")).await.body["actual_minutes"], 0);
        }

        async fn a_technician_books_own_time_on_orders_within_reach(app: TestApp) {
            let (tom, tom_token) = app.person(BuiltInRole::Technician).await;
            let (_, maria_token) = app.person(BuiltInRole::Technician).await;
            let id = order(&app, json!({"title": "Belt", "assignee_ids": [tom]})).await.id();
            let path = format!("{ORDERS}/{id}/time");
            let book = |token: String, body: Value| {
                let (app, path) = (&app, path.clone());
                async move { app.call(&token, "POST", &path, Some(body)).await }
            };
            book(tom_token.clone(), json!({"minutes": 10})).await.expect(201);
            let refused = book(maria_token.clone(), json!({"minutes": 10})).await.expect(403);
            assert!(refused.body["detail"].as_str().unwrap().contains("your teams"));
            let start = Some(json!({"to": "in_progress"}));
            app.call(&maria_token, "POST", &format!("{ORDERS}/{id}/transition"), start.clone()).await.expect(403);
            app.call(&tom_token, "POST", &format!("{ORDERS}/{id}/transition"), start).await.expect(200);
        }
    }
}
