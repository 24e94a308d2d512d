//! Stories across operations of meters: readings that grow and begin again, batches, series, and rules that make orders.

use contract::permissions::BuiltInRole;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::testing::{TestAnswer, TestApp, on_both_engines, site};

const METERS: &str = "/api/v1/meters";

async fn asset(app: &TestApp, code: &str) -> String {
    if app.get("/api/v1/sites").await.body["items"].as_array().unwrap().is_empty() {
        let site = app.post("/api/v1/sites", site("Plant")).await.expect(201).id();
        app.post("/api/v1/locations", json!({"site_id": site, "name": "Hall", "code": "H"}))
            .await
            .expect(201);
    }
    app.post("/api/v1/assets", json!({"code": code, "name": format!("Pump {code}")})).await.expect(201).id()
}

async fn meter(app: &TestApp, more: Value) -> TestAnswer {
    let mut new = json!({"name": "Hours run", "kind": "counter", "unit": "h"});
    if more.get("asset_id").is_none() && more.get("location_id").is_none() {
        let count = app.get("/api/v1/assets?limit=200").await.body["items"].as_array().unwrap().len();
        new["asset_id"] = json!(asset(app, &format!("A-{count}")).await);
    }
    for (name, value) in more.as_object().unwrap() {
        new[name] = value.clone();
        if value.is_null() {
            new.as_object_mut().unwrap().remove(name);
        }
    }
    app.post(METERS, new).await.expect(201)
}

async fn gauge(app: &TestApp) -> TestAnswer {
    meter(app, json!({"name": "Bearing temperature", "kind": "gauge", "unit": "Cel"})).await
}

async fn read(app: &TestApp, meter: &str, body: Value) -> TestAnswer {
    app.post(&format!("{METERS}/{meter}/readings"), body).await
}

async fn readings(app: &TestApp, meter: &str) -> Vec<Value> {
    let page = app.get(&format!("{METERS}/{meter}/readings")).await.expect(200);
    page.body["items"].as_array().unwrap().clone()
}

fn at(day: i64, hour: i64) -> String {
    let start: jiff::Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    (start + SignedDuration::from_hours(day * 24 + hour)).to_string()
}

on_both_engines! {
    async fn a_counter_grows_and_says_what_to_do_when_it_does_not(app: TestApp) {
        let id = meter(&app, json!({"rollover_value": 10_000})).await.id();
        for (day, value) in [(0, 9_700), (10, 9_820), (20, 9_940)] {
            read(&app, &id, json!({"recorded_at": at(day, 0), "value": value})).await.expect(201);
        }
        let lower = read(&app, &id, json!({"recorded_at": at(21, 0), "value": 12})).await.expect(422);
        assert_eq!(lower.wrong_fields(), ["value"]);
        let said = lower.body["errors"][0]["message"].as_str().unwrap();
        for word in ["9940", "rollover: true", "reset", "replacement"] {
            assert!(said.contains(word), "{said}");
        }
        read(&app, &id, json!({"recorded_at": at(21, 0), "value": 12, "rollover": true})).await.expect(201);
        let found = app.get(&format!("{METERS}/{id}")).await.expect(200);
        assert_eq!((&found.body["latest"]["value"], &found.body["total"]), (&json!(12), &json!(10_012)));
        // 312 hours in 21 days.
        let average = found.body["average_per_day"].as_f64().unwrap();
        assert!((average - 312.0 / 21.0).abs() < 1e-6, "{average}");
        assert_eq!(found.body["average_from"], at(0, 0));
        let kept = readings(&app, &id).await;
        assert_eq!(kept[0]["delta"], 72);
        assert_eq!((&kept[0]["source"], &kept[0]["quality"]), (&json!("sensor"), &json!("good")));

        // The device is changed between two readings; what was counted goes on.
        let event = json!({"kind": "replacement", "at": at(21, 12), "before_value": 20, "after_value": 5_000, "note": "New box"});
        app.post(&format!("{METERS}/{id}/events"), event.clone()).await.expect(201);
        assert_eq!(app.post(&format!("{METERS}/{id}/events"), event).await.expect(422).wrong_fields(), ["at"]);
        let below = read(&app, &id, json!({"recorded_at": at(22, 0), "value": 4_999})).await.expect(422);
        assert!(below.body["errors"][0]["message"].as_str().unwrap().contains("5000"));
        read(&app, &id, json!({"recorded_at": at(22, 0), "value": 5_004})).await.expect(201);
        assert_eq!(readings(&app, &id).await[0]["delta"], 12);
        let refused = json!({"kind": "reset", "at": at(5, 0), "before_value": 9_600});
        let refused = app.post(&format!("{METERS}/{id}/events"), refused).await.expect(422);
        assert_eq!(refused.wrong_fields(), ["before_value"]);
        let events = app.get(&format!("{METERS}/{id}/events")).await.expect(200);
        let kinds: Vec<_> = events.body["items"].as_array().unwrap().iter().map(|event| event["kind"].clone()).collect();
        assert_eq!(kinds, ["replacement", "rollover"]);
    }

    async fn a_late_reading_fits_between_and_a_wrong_one_is_voided(app: TestApp) {
        let id = meter(&app, json!({})).await.id();
        for (day, value) in [(0, 100), (10, 200), (20, 300)] {
            read(&app, &id, json!({"recorded_at": at(day, 0), "value": value})).await.expect(201);
        }
        let high = read(&app, &id, json!({"recorded_at": at(5, 0), "value": 201})).await.expect(422);
        assert!(high.body["errors"][0]["message"].as_str().unwrap().contains("void it first"));
        read(&app, &id, json!({"recorded_at": at(5, 0), "value": 160})).await.expect(201);
        let deltas = |kept: &[Value]| kept.iter().map(|one| one["delta"].clone()).collect::<Vec<_>>();
        assert_eq!(deltas(&readings(&app, &id).await), [json!(100), json!(40), json!(60), Value::Null]);
        // The same again is a duplicate; something else at the same instant is refused.
        let same = read(&app, &id, json!({"recorded_at": at(5, 0), "value": 160})).await.expect(201);
        assert_eq!((&same.body["created"], &same.body["duplicates"]), (&json!(0), &json!(1)));
        read(&app, &id, json!({"recorded_at": at(5, 0), "value": 161})).await.expect(422);

        let address = format!("{METERS}/{id}/readings/void");
        let why = app.post(&address, json!({"recorded_at": at(20, 0), "reason": " "})).await.expect(422);
        assert_eq!(why.wrong_fields(), ["reason"]);
        let voided = app.post(&address, json!({"recorded_at": at(20, 0), "reason": "Misread"})).await.expect(200);
        assert_eq!(voided.body["latest"]["value"], 200);
        app.post(&address, json!({"recorded_at": at(20, 0), "reason": "Again"})).await.expect(409);
        read(&app, &id, json!({"recorded_at": at(20, 0), "value": 290})).await.expect(201);
        let kept = readings(&app, &id).await;
        assert_eq!((&kept[0]["value"], &kept[0]["delta"]), (&json!(290), &json!(90)));
        assert_eq!((&kept[1]["value"], &kept[1]["void_reason"]), (&json!(300), &json!("Misread")));
        // Bad readings are kept and count for nothing.
        read(&app, &id, json!({"recorded_at": at(21, 0), "value": 1, "quality": "bad"})).await.expect(201);
        assert_eq!(app.get(&format!("{METERS}/{id}")).await.body["latest"]["value"], 290);
        let series = app.get(&format!("{METERS}/{id}/series?from={}&to={}&points=1000", at(0, 0), at(22, 0))).await.expect(200);
        let seen: Vec<_> = series.body["buckets"].as_array().unwrap().iter().map(|bucket| bucket["last"].clone()).collect();
        assert_eq!(seen, [100, 160, 200, 290]);
        let history = app.get(&format!("{METERS}/{id}/history")).await.expect(200);
        let kinds: Vec<_> = history.body["items"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap().to_owned()).collect();
        assert!(kinds.contains(&"read".to_owned()) && kinds.contains(&"reading_voided".to_owned()), "{kinds:?}");
    }

    async fn a_projection_says_when_a_value_is_reached(app: TestApp) {
        let id = meter(&app, json!({})).await.id();
        for (day, value) in [(0, 0), (10, 120), (20, 240)] {
            read(&app, &id, json!({"recorded_at": at(day, 0), "value": value})).await.expect(201);
        }
        let project = async |value: &str| app.get(&format!("{METERS}/{id}/projection?value={value}")).await;
        let soon = project("250").await.expect(200);
        let when: jiff::Timestamp = soon.body["expected_at"].as_str().unwrap().parse().unwrap();
        assert_eq!(when.to_string()[..13], at(20, 20)[..13]);
        assert_eq!(soon.body["average_per_day"], 12.0);
        let reached = project("240").await.expect(200);
        assert_eq!((&reached.body["reached"], &reached.body["expected_at"]), (&json!(true), &Value::Null));
        assert_eq!(project("soon").await.expect(422).wrong_fields(), ["value"]);
        let usage = app
            .app
            .read_as(app.organization, {
                let id = id.parse().unwrap();
                move |tenant| crate::meters::usage(tenant, id)
            })
            .await
            .unwrap()
            .unwrap();
        assert_eq!(usage.reaches(kernel::Quantity::whole(240)), None);
        assert_eq!(usage.reaches(kernel::Quantity::whole(252)).unwrap().to_string(), at(21, 0));
    }

    async fn a_batch_is_kept_whole_or_not_at_all_and_only_once(app: TestApp) {
        let (one, other) = (meter(&app, json!({"code": "HR-1"})).await.id(), gauge(&app).await.id());
        let line = |meter: Value, hour: i64, value: f64| {
            let mut line = json!({"recorded_at": at(1, hour), "value": value});
            for (name, value) in meter.as_object().unwrap() {
                line[name] = value.clone();
            }
            line
        };
        let good = json!({"readings": [
            line(json!({"meter": "hr-1"}), 0, 5.0), line(json!({"meter": "HR-1"}), 1, 6.5),
            line(json!({"meter_id": other, "key": "t-1"}), 0, 61.25), line(json!({"meter_id": other}), 1, 60.0),
        ]});
        let mut bad = good.clone();
        bad["readings"][1]["value"] = json!(4);
        bad["readings"][3]["meter_id"] = json!(uuid::Uuid::nil());
        let refused = app.post("/api/v1/readings", bad.clone()).await.expect(422);
        assert_eq!(refused.wrong_fields(), ["readings[3].meter_id"]);
        bad["readings"][3]["meter_id"] = json!(other);
        let refused = app.post("/api/v1/readings", bad).await.expect(422);
        assert_eq!(refused.wrong_fields(), ["readings[1].value"]);
        assert_eq!(readings(&app, &one).await, Vec::<Value>::new());

        let key = [("idempotency-key", "batch-0001")];
        let token = &app.administrator;
        let kept = app.call_with(token, "POST", "/api/v1/readings", Some(good.clone()), &key).await.expect(201);
        assert_eq!((&kept.body["created"], &kept.body["duplicates"]), (&json!(4), &json!(0)));
        let replayed = app.call_with(token, "POST", "/api/v1/readings", Some(good.clone()), &key).await.expect(201);
        assert_eq!(replayed.body, kept.body);
        let again = app.post("/api/v1/readings", good).await.expect(201);
        assert_eq!((&again.body["created"], &again.body["duplicates"]), (&json!(0), &json!(4)));
        // A key stands for its reading wherever the clock stood.
        let keyed = read(&app, &other, json!([{"key": "t-1", "value": 61.25}])).await.expect(201);
        assert_eq!(keyed.body["duplicates"], 1);
        let reused = read(&app, &other, json!([{"key": "t-2", "value": 1}, {"key": "t-1", "value": 2}])).await.expect(422);
        assert_eq!(reused.wrong_fields(), ["[1].key"]);
        // One event for the batch.
        let events = app.get("/api/v1/events?entity=reading_batch").await.expect(200);
        assert_eq!(events.body["items"].as_array().unwrap().len(), 1);
        for (body, field) in [
            (json!({"value": 1, "recorded_at": "2026-11-23T09:00:00Z"}), "recorded_at"),
            (json!({"value": 1, "colour": "red"}), "colour"),
            (json!({}), "value"),
            (json!([]), "readings"),
            (json!({"value": 1, "work_order_id": uuid::Uuid::nil()}), "work_order_id"),
            (json!({"value": 1, "rollover": true}), "rollover"),
        ] {
            assert_eq!(read(&app, &other, body.clone()).await.expect(422).wrong_fields(), [field], "{body}");
        }
    }

    async fn ten_thousand_readings_come_at_once_and_draw_a_chart(app: TestApp) {
        let id = gauge(&app).await.id();
        // Fourteen days, two minutes apart, as a sensor would send them.
        let start: jiff::Timestamp = at(0, 0).parse().unwrap();
        let many: Vec<Value> = (0..10_000_i64)
            .map(|step| {
                let when = start + SignedDuration::from_mins(step * 2);
                json!({"recorded_at": when.to_string(), "value": 50 + step % 10})
            })
            .collect();
        let first = read(&app, &id, json!(many[..6_000])).await.expect(201);
        assert_eq!(first.body["created"], 6_000);
        let all = read(&app, &id, json!(many)).await.expect(201);
        assert_eq!((&all.body["created"], &all.body["duplicates"]), (&json!(4_000), &json!(6_000)));
        let too_many: Vec<Value> = many.iter().chain(&many[..1]).cloned().collect();
        assert_eq!(read(&app, &id, json!(too_many)).await.expect(422).wrong_fields(), ["readings"]);

        let series = async |query: &str| app.get(&format!("{METERS}/{id}/series?{query}")).await.expect(200).body;
        let count = |series: &Value| series["buckets"].as_array().unwrap().iter().map(|b| b["count"].as_i64().unwrap()).sum::<i64>();
        for (from, to, points, made_of) in
            [(0, 14, 10, "days"), (0, 14, 300, "hours"), (2, 3, 48, "readings"), (0, 14, 2_000, "readings")]
        {
            let body = series(&format!("from={}&to={}&points={points}", at(from, 0), at(to, 0))).await;
            assert_eq!(body["made_of"], made_of, "{points}");
            let buckets = body["buckets"].as_array().unwrap();
            assert!(buckets.len() <= points && !buckets.is_empty(), "{}", buckets.len());
            let whole: i64 = if from == 2 { 720 } else { 10_000 };
            assert_eq!(count(&body), whole, "{points}");
            let highest = if points == 2_000 { 55 } else { 59 };
            assert_eq!((&buckets[0]["min"], &buckets[0]["max"]), (&json!(50), &json!(highest)), "{points}");
        }
        assert_eq!(app.get(&format!("{METERS}/{id}/series?from={}&to={}", at(2, 0), at(1, 0))).await.expect(422).wrong_fields(), ["to"]);
        // A voided reading leaves every sum.
        let highest = json!({"recorded_at": at(3, 0), "value": 99, "quality": "uncertain"});
        app.post(&format!("{METERS}/{id}/readings/void"), json!({"recorded_at": at(3, 0), "reason": "Test"})).await.expect(200);
        read(&app, &id, highest).await.expect(201);
        let day = format!("from={}&to={}&points=1", at(3, 0), at(4, 0));
        assert_eq!(series(&day).await["buckets"][0]["max"], 99);
        app.post(&format!("{METERS}/{id}/readings/void"), json!({"recorded_at": at(3, 0), "reason": "Test"})).await.expect(200);
        let after = series(&day).await;
        assert_eq!((&after["buckets"][0]["max"], &after["buckets"][0]["count"]), (&json!(59), &json!(719)));
    }

    async fn a_characteristic_shows_words(app: TestApp) {
        let words = json!({"name": "Oil", "kind": "characteristic", "unit": null, "choices": ["Clear", "Cloudy", "Milky"]});
        let id = meter(&app, words).await.id();
        read(&app, &id, json!({"choice": "cloudy"})).await.expect(201);
        let found = app.get(&format!("{METERS}/{id}")).await.expect(200);
        assert_eq!((&found.body["latest"]["choice"], &found.body["latest"]["value"]), (&json!("Cloudy"), &json!(1)));
        for wrong in [json!({"choice": "Black"}), json!({"value": 3}), json!({"value": 0.5}), json!({})] {
            read(&app, &id, wrong).await.expect(422);
        }
        let fewer = app.patch(&format!("{METERS}/{id}"), json!({"choices": ["Clear", "Milky"]})).await.expect(422);
        assert_eq!(fewer.wrong_fields(), ["choices"]);
        let more = json!({"choices": ["Clear", "Cloudy", "Milky", "Black"]});
        app.patch(&format!("{METERS}/{id}"), more).await.expect(200);
        read(&app, &id, json!({"choice": "Black", "recorded_at": at(21, 0)})).await.expect(201);
    }

    async fn a_rule_fires_once_joins_its_open_order_and_keeps_the_trend(app: TestApp) {
        let id = gauge(&app).await.id();
        let rules = format!("{METERS}/{id}/rules");
        let definition = json!({"upper_warning": 70, "upper_action": 80, "hysteresis": 5, "debounce_readings": 2, "cooldown_minutes": 60});
        let template = json!({"title": "Look at the bearing", "priority": "high"});
        let rule = app.post(&rules, json!({"name": "Bearing is hot", "definition": definition, "template": template})).await.expect(201);
        let none = app.post(&rules, json!({"name": "Nothing", "definition": {}})).await.expect(422);
        assert_eq!(none.wrong_fields(), ["definition.upper_action"]);
        let say = async |minute: i64, value: i64| {
            let when: jiff::Timestamp = at(10, 0).parse().unwrap();
            let when = when + SignedDuration::from_mins(minute);
            let body = read(&app, &id, json!({"recorded_at": when.to_string(), "value": value})).await.expect(201).body;
            (body["evaluations"][0]["evaluation"]["outcome"].as_str().unwrap().to_owned(), body["evaluations"][0].clone())
        };
        assert_eq!(say(0, 60).await.0, "inside");
        assert_eq!(say(1, 71).await.0, "shown");
        assert_eq!(app.get(&format!("{METERS}?condition=warning")).await.body["items"][0]["id"], json!(id));
        assert_eq!(say(2, 64).await.0, "inside");
        assert_eq!(say(3, 81).await.0, "debouncing");
        let (outcome, fired) = say(4, 82).await;
        assert_eq!((outcome.as_str(), &fired["evaluation"]["passed"]), ("fired", &json!("upper_action")));
        let order = fired["work_order_id"].as_str().unwrap().to_owned();
        let made = app.get(&format!("/api/v1/work-orders/{order}")).await.expect(200);
        assert_eq!((&made.body["title"], &made.body["kind"]), (&json!("Look at the bearing"), &json!("predictive")));
        assert_eq!(say(5, 83).await.0, "already_fired");
        assert_eq!(say(6, 60).await.0, "inside");
        assert_eq!(say(7, 85).await.0, "debouncing");
        let (outcome, joined) = say(8, 86).await;
        assert_eq!((outcome.as_str(), &joined["work_order_id"]), ("joined", &json!(order)));
        assert_eq!(app.get("/api/v1/work-orders").await.body["items"].as_array().unwrap().len(), 1);
        let kept = app.get(&format!("/api/v1/condition-firings?work_order_id={order}")).await.expect(200);
        let kept = kept.body["items"].as_array().unwrap().clone();
        assert_eq!(kept.iter().map(|one| one["joined"].clone()).collect::<Vec<_>>(), [true, false]);
        let trend: Vec<_> = kept[1]["trend"].as_array().unwrap().iter().map(|point| point["value"].clone()).collect();
        assert_eq!(trend, [60, 71, 64, 81, 82]);
        assert_eq!(kept[1]["definition"]["upper_action"], 80);
        // Still hot when the order is done: first it cools down, then it asks again.
        for step in [json!({"to": "in_progress"}), json!({"to": "completed", "cause": "Worn", "resolution": "Greased"})] {
            app.post(&format!("/api/v1/work-orders/{order}/transition"), step).await.expect(200);
        }
        assert_eq!(say(9, 87).await.0, "cooling_down");
        assert_eq!(say(70, 88).await.0, "fired");
        assert_eq!(say(69, 99).await.0, "late");
        // What it would have said before it was made.
        let trial = json!({"definition": {"upper_action": 84}, "from": at(10, 0)});
        let trial = app.post(&format!("{rules}/try"), trial).await.expect(200);
        assert_eq!((&trial.body["readings"], &trial.body["fired"]), (&json!(12), &json!(1)));
        // Switched off it says nothing; switched on it begins anew.
        let address = format!("/api/v1/condition-rules/{}", rule.id());
        app.patch(&address, json!({"enabled": false})).await.expect(200);
        let silent = read(&app, &id, json!({"recorded_at": at(11, 0), "value": 99})).await.expect(201);
        assert_eq!(silent.body["evaluations"], json!([]));
        let on = app.patch(&address, json!({"enabled": true, "version": 2})).await.expect(200);
        assert_eq!((&on.body["level"], &on.body["latest"]), (&json!("normal"), &Value::Null));
        app.patch(&address, json!({"archived": true})).await.expect(200);
        assert_eq!(app.get(&rules).await.body["items"], json!([]));
    }

    async fn a_rule_looks_only_while_the_machine_runs(app: TestApp) {
        let pump = asset(&app, "P-9").await;
        let id = meter(&app, json!({"asset_id": pump, "kind": "gauge", "unit": "bar", "name": "Pressure"})).await.id();
        let speed = meter(&app, json!({"asset_id": pump, "kind": "gauge", "unit": "1/min", "name": "Speed"})).await.id();
        let rule = |only_while: Value| json!({"name": "Low", "definition": {"lower_action": 2, "only_while": only_while}});
        let rules = format!("{METERS}/{id}/rules");
        app.post(&rules, rule(json!({"kind": "asset", "asset_id": pump}))).await.expect(201);
        app.post(&rules, rule(json!({"kind": "meter", "meter_id": speed, "above": 100}))).await.expect(201);
        let unknown = app.post(&rules, rule(json!({"kind": "asset", "asset_id": uuid::Uuid::nil()}))).await.expect(422);
        assert_eq!(unknown.wrong_fields(), ["definition.only_while.asset_id"]);
        let outcomes = async |value: i64| {
            app.app.clock().advance(SignedDuration::from_mins(1));
            let body = read(&app, &id, json!({"value": value})).await.expect(201).body;
            let said = body["evaluations"].as_array().unwrap().clone();
            said.iter().map(|one| one["evaluation"]["outcome"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        app.post(&format!("/api/v1/assets/{pump}/status"), json!({"status": "down"})).await.expect(200);
        read(&app, &speed, json!({"value": 0})).await.expect(201);
        assert_eq!(outcomes(0).await, ["not_running", "not_running"]);
        app.app.clock().advance(SignedDuration::from_mins(1));
        app.post(&format!("/api/v1/assets/{pump}/status"), json!({"status": "running"})).await.expect(200);
        assert_eq!(outcomes(1).await, ["fired", "not_running"]);
        read(&app, &speed, json!({"value": 1_450})).await.expect(201);
        assert_eq!(outcomes(1).await, ["already_fired", "fired"]);
    }

    async fn meters_are_added_changed_listed_archived_and_found(app: TestApp) {
        let made = gauge(&app).await;
        assert_eq!((&made.body["code"], &made.body["version"]), (&json!("M-1"), &json!(1)));
        let wrong = json!({"name": " ", "kind": "gauge", "unit": "°C", "rollover_value": 5, "expected_from": 9, "expected_to": 1});
        let wrong = app.post(METERS, wrong).await.expect(422);
        assert_eq!(wrong.wrong_fields(), ["name", "unit", "rollover_value", "expected_to", "asset_id"]);
        let location = app.get("/api/v1/locations").await.body["items"][0]["id"].clone();
        let tank = meter(&app, json!({"location_id": location, "kind": "gauge", "unit": "%", "name": "Tank level", "round_position": 1})).await;
        assert_eq!(tank.body["path"], json!(["Plant", "Hall"]));
        let names = async |query: &str| {
            let page = app.get(&format!("{METERS}?{query}")).await.expect(200);
            page.body["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names("").await, ["Bearing temperature", "Tank level"]);
        assert_eq!(names("sort=round").await, ["Tank level", "Bearing temperature"]);
        assert_eq!(names("sort=-name&limit=1").await, ["Tank level"]);
        assert_eq!(names("q=pump%20a").await, ["Bearing temperature"]);
        assert_eq!(names(&format!("location_id={}", location.as_str().unwrap())).await, ["Tank level"]);
        for sort in ["code", "-code", "name", "round", "-round"] {
            let page = app.get(&format!("{METERS}?sort={sort}&limit=1")).await.expect(200);
            let rest = app.get(&format!("{METERS}?sort={sort}&cursor={}", page.body["next"].as_str().unwrap())).await.expect(200);
            let all = app.get(&format!("{METERS}?sort={sort}")).await.expect(200);
            assert_eq!(rest.body["items"].as_array().unwrap()[..], all.body["items"].as_array().unwrap()[1..], "{sort}");
        }
        let address = format!("{METERS}/{}", tank.id());
        let changed = app.patch(&address, json!({"unit": "L", "version": 1})).await.expect(200);
        assert_eq!((&changed.body["unit"], &changed.body["version"]), (&json!("L"), &json!(2)));
        read(&app, &tank.id(), json!({"value": 5})).await.expect(201);
        assert_eq!(app.patch(&address, json!({"unit": "m3"})).await.expect(422).wrong_fields(), ["unit"]);
        assert_eq!(app.get("/api/v1/search?q=tank").await.body["items"][0]["entity"], "meter");
        app.patch(&address, json!({"archived": true})).await.expect(200);
        assert_eq!(names("").await, ["Bearing temperature"]);
        assert_eq!(read(&app, &tank.id(), json!({"value": 6})).await.expect(422).wrong_fields(), ["meter"]);
        assert_eq!(app.patch(&format!("{METERS}/{}", made.id()), json!({"code": "m-2"})).await.expect(422).wrong_fields(), ["code"]);

        let technician = app.person(BuiltInRole::Technician).await.1;
        let viewer = app.person(BuiltInRole::Viewer).await.1;
        let readings = format!("{METERS}/{}/readings", made.id());
        app.call(&technician, "POST", &readings, Some(json!({"value": 50}))).await.expect(201);
        app.call(&technician, "PATCH", &format!("{METERS}/{}", made.id()), Some(json!({"name": "x"}))).await.expect(403);
        app.call(&viewer, "GET", &readings, None).await.expect(200);
        app.call(&viewer, "POST", &readings, Some(json!({"value": 50}))).await.expect(403);
        let elsewhere = app.organization("Other").await;
        let stranger = app.person_of(elsewhere, BuiltInRole::Administrator).await.1;
        app.call(&stranger, "POST", &readings, Some(json!({"value": 50}))).await.expect(404);
        let batch = json!({"readings": [{"meter_id": made.id(), "value": 1}]});
        app.call(&stranger, "POST", "/api/v1/readings", Some(batch)).await.expect(422);
    }
}
