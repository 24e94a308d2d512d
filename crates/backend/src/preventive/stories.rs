//! Stories of plans over days and weeks.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Generated, generate_due, store::tamper};
use crate::testing::{TestApp, on_both_engines, site, system};

/// A weekly plan, on Mondays; tests start on Monday 23 November 2026.
fn weekly(more: Value) -> Value {
    let mut plan = json!({"name": "Grease the bearings", "trigger": {"kind": "calendar",
        "every": {"every": 1, "unit": "week", "weekdays": ["monday"]}, "starts_on": "2026-11-23"},
        "template": {"description": "Two strokes each", "priority": "high", "estimated_minutes": 30}});
    plan.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    plan
}

async fn plant(app: &TestApp) -> String {
    app.post("/api/v1/sites", site("Plant A")).await.expect(201).id()
}

async fn run(app: &TestApp) -> (usize, usize) {
    let Generated { orders, left_out, failed } = generate_due(&app.app).await.unwrap();
    assert_eq!(failed, 0);
    (orders, left_out)
}

fn days(app: &TestApp, days: i64) {
    app.app.clock().advance(SignedDuration::from_hours(24 * days));
}

async fn occurrences(app: &TestApp, plan: &str) -> Vec<(String, String, String)> {
    let list = app.get(&format!("/api/v1/maintenance-plans/{plan}/occurrences")).await.expect(200);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let items = list.body["items"].as_array().unwrap().iter();
    items.map(|item| (text(&item["due_on"]), text(&item["state"]), text(&item["why"]["code"]))).collect()
}

fn row(due_on: &str, state: &str, why: &str) -> (String, String, String) {
    (due_on.to_owned(), state.to_owned(), why.to_owned())
}

async fn complete_all(app: &TestApp) {
    let list = app.get("/api/v1/work-orders?status=open").await.expect(200);
    for order in list.body["items"].as_array().unwrap() {
        let address = format!("/api/v1/work-orders/{}/transition", order["id"].as_str().unwrap());
        app.post(&address, json!({"to": "in_progress"})).await.expect(200);
        app.post(&address, json!({"to": "completed", "resolution": "Done."})).await.expect(200);
    }
}

on_both_engines! {
    async fn a_plan_makes_its_order_once_and_says_why(app: TestApp) {
        plant(&app).await;
        let plan = app.post("/api/v1/maintenance-plans", weekly(json!({"lead_days": 3}))).await.expect(201);
        assert_eq!((&plan.body["number"], &plan.body["next_due_on"]), (&json!("PM-1"), &json!("2026-11-23")));
        assert_eq!(plan.body["trigger"]["rrule"], "FREQ=WEEKLY;BYDAY=MO");
        assert_eq!(plan.body["summary"]["en"], "Every week on Monday, from 23 November 2026, not while one is open.");
        assert_eq!(run(&app).await, (1, 0));
        assert_eq!(run(&app).await, (0, 0));
        let orders = app.get("/api/v1/work-orders").await.expect(200);
        let order = &orders.body["items"][0];
        assert_eq!((&order["title"], &order["kind"]), (&json!("Grease the bearings"), &json!("preventive")));
        // The last minute of the day in Berlin.
        assert_eq!(order["due_at"], "2026-11-23T22:59:00Z");
        assert_eq!(occurrences(&app, &plan.id()).await, [row("2026-11-23", "generated", "within_lead_time")]);

        complete_all(&app).await;
        assert_eq!(occurrences(&app, &plan.id()).await[0].1, "completed");
        assert_eq!(run(&app).await, (0, 0));
        days(&app, 4);
        assert_eq!(run(&app).await, (1, 0));
        let found = app.get(&format!("/api/v1/maintenance-plans/{}", plan.id())).await.expect(200);
        assert_eq!(found.body["next_due_on"], "2026-12-07");
        assert_eq!((&found.body["compliance"]["on_time"], &found.body["compliance"]["percent"]), (&json!(1), &json!(100)));
        let events = app.get("/api/v1/events?entity=plan_occurrence&limit=1").await.expect(200);
        assert_eq!(events.body["items"][0]["actor"]["kind"], "plan");
    }

    async fn after_an_outage_each_missed_date_shows_and_one_order_is_made(app: TestApp) {
        plant(&app).await;
        let plan = app.post("/api/v1/maintenance-plans", weekly(json!({}))).await.expect(201);
        days(&app, 16);
        assert_eq!(run(&app).await, (1, 2));
        assert_eq!(
            occurrences(&app, &plan.id()).await,
            [
                row("2026-12-07", "generated", "caught_up"),
                row("2026-11-30", "missed", "missed"),
                row("2026-11-23", "missed", "missed"),
            ]
        );
        assert_eq!(run(&app).await, (0, 0));
        // While that one is open, the next date passes without an order.
        days(&app, 6);
        assert_eq!(run(&app).await, (0, 1));
        assert_eq!(occurrences(&app, &plan.id()).await[0], row("2026-12-14", "skipped", "order_was_open"));
    }

    async fn a_floating_plan_counts_from_the_day_of_completion(app: TestApp) {
        plant(&app).await;
        let trigger = json!({"kind": "calendar", "every": {"every": 1, "unit": "month"}, "starts_on": "2026-11-23", "basis": "floating"});
        let plan = app.post("/api/v1/maintenance-plans", weekly(json!({"trigger": trigger}))).await.expect(201);
        let address = format!("/api/v1/maintenance-plans/{}", plan.id());
        assert_eq!(run(&app).await, (1, 0));
        let waiting = app.get(&address).await.expect(200);
        assert_eq!((&waiting.body["next_due_on"], &waiting.body["state"]), (&json!(null), &json!("active")));
        let upcoming = app.get(&format!("{address}/upcoming?count=2")).await.expect(200);
        assert_eq!(upcoming.body["items"][0]["why"]["code"], "waits_for_order");
        days(&app, 8);
        complete_all(&app).await;
        assert_eq!(run(&app).await, (0, 0));
        assert_eq!(app.get(&address).await.body["next_due_on"], "2027-01-01");
        days(&app, 31);
        assert_eq!(run(&app).await, (1, 0));
    }

    async fn each_asset_of_a_plan_has_its_own_order(app: TestApp) {
        plant(&app).await;
        let mut assets = Vec::new();
        for code in ["P-1", "P-2"] {
            assets.push(app.post("/api/v1/assets", json!({"code": code, "name": format!("Pump {code}")})).await.expect(201).id());
        }
        let template = json!({"template": {"asset_ids": assets}});
        let plan = app.post("/api/v1/maintenance-plans", weekly(template)).await.expect(201);
        assert_eq!(run(&app).await, (2, 0));
        let address = format!("/api/v1/maintenance-plans/{}", plan.id());
        let by_asset = app.get(&format!("{address}/occurrences?asset_id={}", assets[1])).await.expect(200);
        assert_eq!(by_asset.body["items"][0]["asset_name"], "Pump P-2");
        let named = json!({"asset_ids": [assets[0]], "reason": "Line stands still"});
        let skipped = app.post(&format!("{address}/skip"), named).await.expect(201);
        assert_eq!(skipped.body["items"][0]["due_on"], "2026-11-30");
        assert_eq!(skipped.body["items"][0]["why"]["text"]["es"], "Omitida: Line stands still");
        complete_all(&app).await;
        days(&app, 7);
        assert_eq!(run(&app).await, (1, 0));
        let found = app.get(&format!("/api/v1/maintenance-plans?asset_id={}", assets[0])).await.expect(200);
        assert_eq!(found.body["items"].as_array().unwrap().len(), 1);
    }

    async fn plans_are_run_by_hand_paused_resumed_and_archived(app: TestApp) {
        plant(&app).await;
        let plan = app.post("/api/v1/maintenance-plans", weekly(json!({}))).await.expect(201);
        let address = format!("/api/v1/maintenance-plans/{}", plan.id());
        let made = app.post(&format!("{address}/generate"), json!({})).await.expect(201);
        assert_eq!(made.body["items"][0]["why"]["code"], "generated_by_hand");
        let refused = app.post(&format!("{address}/generate"), json!({})).await.expect(409);
        assert_eq!(refused.body["code"], "not_allowed_now");
        assert_eq!(run(&app).await, (0, 0));
        complete_all(&app).await;
        let twice = app.post(&format!("{address}/generate"), json!({"due_on": "2026-11-23"})).await.expect(422);
        assert_eq!(twice.wrong_fields(), ["due_on"]);

        assert_eq!(app.post(&format!("{address}/pause"), json!({"reason": " "})).await.expect(422).wrong_fields(), ["reason"]);
        let paused = app.post(&format!("{address}/pause"), json!({"reason": "Winter"})).await.expect(200);
        assert_eq!(paused.body["state"], "paused");
        app.post(&format!("{address}/pause"), json!({"reason": "Winter"})).await.expect(409);
        days(&app, 10);
        let resumed = app.post(&format!("{address}/resume"), json!({})).await.expect(200);
        assert_eq!((&resumed.body["state"], &resumed.body["next_due_on"]), (&json!("active"), &json!("2026-12-07")));
        assert_eq!(occurrences(&app, &plan.id()).await[0], row("2026-11-30", "skipped", "was_paused"));

        let ended = app.patch(&address, json!({"ends_on": "2026-12-01"})).await.expect(200);
        assert_eq!((&ended.body["state"], &ended.body["next_due_on"]), (&json!("ended"), &json!(null)));
        app.patch(&address, json!({"ends_on": null, "archived": true})).await.expect(200);
        days(&app, 30);
        assert_eq!(run(&app).await, (0, 0));
        assert_eq!(app.get("/api/v1/maintenance-plans").await.body["items"], json!([]));
        assert_eq!(app.get("/api/v1/maintenance-plans?state=archived").await.body["items"][0]["state"], "archived");
        // Brought back, it goes on from today and catches nothing up.
        let back = app.patch(&address, json!({"archived": false})).await.expect(200);
        assert_eq!(back.body["next_due_on"], "2027-01-04");
        let history = app.get(&format!("{address}/history")).await.expect(200);
        assert!(history.body["items"].as_array().unwrap().iter().any(|event| event["kind"] == "paused"));
    }

    async fn the_preview_shows_days_windows_and_reasons_before_anything_is_saved(app: TestApp) {
        plant(&app).await;
        let trigger = json!({"kind": "calendar", "every": {"every": 1, "unit": "month", "month_day": 31}, "starts_on": "2027-01-31"});
        let asked = json!({"plan": {"trigger": trigger, "lead_days": 7}, "from": "2027-02-01", "count": 3});
        let preview = app.post("/api/v1/maintenance-plans/preview", asked).await.expect(200);
        let first = &preview.body["items"][0];
        assert_eq!((&first["due_on"], &first["generated_on"]), (&json!("2027-02-28"), &json!("2027-02-21")));
        assert_eq!((&first["window_from"], &first["window_to"]), (&json!("2027-02-25"), &json!("2027-03-03")));
        assert_eq!(first["why"]["text"]["en"], "Due on 28 February 2027 by the rule.");
        assert_eq!(preview.body["items"][2]["due_on"], "2027-04-30");
        assert_eq!(preview.body["trigger"]["every"]["month_day"], 31);
        let wrong = json!({"plan": {"trigger": {"kind": "calendar", "rrule": "FREQ=HOURLY", "starts_on": "2027-01-31"}}, "count": 500});
        let wrong = app.post("/api/v1/maintenance-plans/preview", wrong).await.expect(422);
        assert_eq!(wrong.wrong_fields(), ["count", "plan.trigger.rrule"]);
        assert_eq!(app.get("/api/v1/maintenance-plans").await.body["items"], json!([]));
        // What was answered may be saved as it is.
        let kept = json!({"name": "Month's end", "trigger": preview.body["trigger"]});
        let kept = app.post("/api/v1/maintenance-plans", kept).await.expect(201);
        assert_eq!(app.get("/api/v1/search?q=PM-1").await.expect(200).body["items"][0]["id"], kept.body["id"]);
        let unknown = weekly(json!({"template": {"asset_ids": [uuid::Uuid::nil()], "team_id": uuid::Uuid::nil()}}));
        let unknown = app.post("/api/v1/maintenance-plans", unknown).await.expect(422);
        assert_eq!(unknown.wrong_fields(), ["template.team_id", "template.asset_ids[0]"]);
        let floating = json!({"kind": "calendar", "rrule": "FREQ=WEEKLY;BYDAY=MO", "starts_on": "2027-01-31", "basis": "floating"});
        let floating = app.post("/api/v1/maintenance-plans", weekly(json!({"trigger": floating}))).await.expect(422);
        assert_eq!(floating.wrong_fields(), ["trigger.basis"]);
        for sort in ["next_due_on", "-next_due_on", "name", "-number"] {
            app.post("/api/v1/maintenance-plans", weekly(json!({"name": sort}))).await.expect(201);
            let page = app.get(&format!("/api/v1/maintenance-plans?sort={sort}&limit=1")).await.expect(200);
            let next = page.body["next"].as_str().unwrap();
            let rest = app.get(&format!("/api/v1/maintenance-plans?sort={sort}&cursor={next}")).await.expect(200);
            let all = app.get(&format!("/api/v1/maintenance-plans?sort={sort}")).await.expect(200);
            assert_eq!(rest.body["items"].as_array().unwrap()[..], all.body["items"].as_array().unwrap()[1..], "{sort}");
        }
    }

    async fn several_copies_at_once_make_each_order_once(app: TestApp) {
        plant(&app).await;
        for number in 0..4 {
            app.post("/api/v1/maintenance-plans", weekly(json!({"name": format!("Plan {number}")}))).await.expect(201);
        }
        days(&app, 8);
        let (a, b, c) = tokio::join!(generate_due(&app.app), generate_due(&app.app), generate_due(&app.app));
        let made = [a, b, c].map(Result::unwrap);
        assert_eq!(made.iter().map(|run| (run.orders, run.left_out, run.failed)).fold((0, 0, 0), |sum, run| {
            (sum.0 + run.0, sum.1 + run.1, sum.2 + run.2)
        }), (4, 4, 0));
        let orders = app.get("/api/v1/work-orders").await.expect(200);
        assert_eq!(orders.body["items"].as_array().unwrap().len(), 4);
    }

    async fn a_plan_whose_order_cannot_be_made_decides_nothing_and_the_others_run(app: TestApp) {
        plant(&app).await;
        let broken = app.post("/api/v1/maintenance-plans", weekly(json!({"name": "Broken"}))).await.expect(201);
        app.post("/api/v1/maintenance-plans", weekly(json!({"name": "Sound"}))).await.expect(201);
        let team = json!({"team_id": uuid::Uuid::nil()});
        app.app
            .change_as(app.organization, system(), move |change| {
                tamper(change, &team)
            })
            .await
            .unwrap();
        let done = generate_due(&app.app).await.unwrap();
        assert_eq!(done, Generated { orders: 1, left_out: 0, failed: 1 });
        assert_eq!(occurrences(&app, &broken.id()).await, []);
    }

    async fn the_forecast_is_what_is_generated_later(app: TestApp) {
        plant(&app).await;
        let monthly = json!({"name": "Monthly", "trigger": {"kind": "calendar", "every": {"every": 1, "unit": "month"},
            "starts_on": "2026-12-05"}, "calendar": {"days_off": ["saturday", "sunday"]},
            "levels": [{"every_nth": 3, "name": "Quarter", "estimated_minutes": 240}], "template": {"estimated_minutes": 60}});
        let floating = json!({"name": "Floating", "trigger": {"kind": "calendar", "every": {"every": 10, "unit": "day"},
            "starts_on": "2026-11-24", "basis": "floating"}});
        for plan in [weekly(json!({"lead_days": 2})), monthly, floating] {
            app.post("/api/v1/maintenance-plans", plan).await.expect(201);
        }
        let forecast = app.get("/api/v1/maintenance-plans/forecast?months=4").await.expect(200);
        let months = forecast.body["months"].as_array().unwrap().clone();
        assert_eq!(months.len(), 4);
        for _ in 0..130 {
            run(&app).await;
            complete_all(&app).await;
            days(&app, 1);
        }
        for month in &months {
            let name = month["month"].as_str().unwrap();
            let list = app.get(&format!("/api/v1/work-orders?limit=200&sort=due_at&due_from={name}-01T00:00:00Z")).await.expect(200);
            let due = list.body["items"].as_array().unwrap().iter().filter(|order| order["due_at"].as_str().unwrap().starts_with(name));
            let (orders, minutes) = due.fold((0, 0), |(orders, minutes), order| {
                (orders + 1, minutes + order["estimated_minutes"].as_i64().unwrap_or(0))
            });
            assert_eq!((&month["orders"], &month["minutes"]), (&json!(orders), &json!(minutes)), "{name}");
        }
        let quarter = app.get("/api/v1/work-orders?q=Quarter").await.expect(200);
        assert_eq!(quarter.body["items"][0]["title"], "Monthly: Quarter");
        app.get("/api/v1/maintenance-plans/forecast?months=0").await.expect(422);
    }
}
