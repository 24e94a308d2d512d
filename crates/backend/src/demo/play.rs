//! What goes on right now, played through the API by the people themselves, each step at its own time.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use jiff::{SignedDuration, Timestamp};
use kernel::Problem;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{
    people::{Person, find},
    script::{self, Act, Order},
};
use crate::App;

/// Plays the script up to the present.
pub(super) async fn live(app: &App, people: &[Person], now: Timestamp) -> Result<(), Problem> {
    let router = crate::router(app.clone());
    let anna = find(people, "anna")?;
    let orders = script::all();
    let mut steps: Vec<(f64, usize, Option<usize>)> = Vec::new();
    for (order, script) in orders.iter().enumerate() {
        steps.push((script.made, order, None));
        steps.extend(script.steps.iter().enumerate().map(|(at, step)| (step.0, order, Some(at))));
    }
    steps.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)).then(one.2.cmp(&two.2)));
    let mut ids: Vec<String> = vec![String::new(); orders.len()];
    for (hours, order, step) in steps {
        let at = before(now, hours)?;
        app.clock().advance(at.duration_since(app.clock().now()));
        let script = orders[order];
        match step.and_then(|step| script.steps.get(step)) {
            None => ids[order] = make(&router, people, anna, script, now).await?,
            Some((_, who, act)) => take(&router, find(people, who)?, &ids[order], *act).await?,
        }
    }
    app.clock().advance(now.duration_since(app.clock().now()));
    for plan in PLANS {
        add_plan(&router, people, plan, now).await?;
    }
    Ok(())
}

/// A plan: name, assets, every so many of a unit, minutes, who does it, what is to be done.
type Plan = (&'static str, &'static [&'static str], u16, &'static str, i64, &'static str, &'static str);

const PLANS: &[Plan] = &[
    (
        "Grease carousel bearings",
        &["FL-101", "FL-201"],
        2,
        "week",
        60,
        "maria",
        "All points by the plan on the door, two strokes each.",
    ),
    (
        "Check closing torque",
        &["CP-101", "CP-201"],
        1,
        "week",
        45,
        "maria",
        "Ten bottles from each head; note the readings.",
    ),
    (
        "Service screw compressors",
        &["CO-501", "CO-502"],
        3,
        "month",
        180,
        "tom",
        "Oil, oil filter, air filter, belt tension.",
    ),
    ("Clean condensate drains", &["AD-501"], 1, "month", 60, "tom", "Take apart, rinse, test by hand."),
    ("Wash condensers", &["CH-511", "CH-512"], 3, "month", 120, "tom", "Low pressure, from the inside out."),
    (
        "Legionella sample",
        &["CT-521"],
        1,
        "month",
        25,
        "tom",
        "Sample before dosing, keep it cool, send it the same day.",
    ),
    (
        "Test boiler safety devices",
        &["BO-531", "BO-532"],
        1,
        "week",
        30,
        "tom",
        "Water level, pressure switch, flame guard.",
    ),
    (
        "Change cartridge filters",
        &["WT-601"],
        6,
        "week",
        35,
        "priya",
        "Change all four when the pressure drop is above 0.8 bar.",
    ),
    ("Change UV lamp", &["WT-603"], 1, "year", 30, "priya", "Set the hours to zero and note the intensity."),
    (
        "Change pocket filters",
        &["HV-901", "HV-902"],
        6,
        "month",
        75,
        "priya",
        "Check the belt while it is open.",
    ),
    (
        "Test run generator",
        &["EG-922"],
        1,
        "month",
        45,
        "priya",
        "30 minutes under load; note fuel and temperatures.",
    ),
    (
        "Yearly safety test of trucks",
        &["FT-801", "FT-802", "FT-803", "FT-804"],
        1,
        "year",
        60,
        "maria",
        "With the inspector of the insurance.",
    ),
];

async fn add_plan(router: &Router, people: &[Person], plan: &Plan, now: Timestamp) -> Result<(), Problem> {
    let (name, codes, every, unit, minutes, who, description) = plan;
    let anna = find(people, "anna")?;
    let mut assets = Vec::new();
    for code in *codes {
        let asset = call(router, anna, "GET", &format!("/api/v1/assets/by-code/{code}"), Value::Null).await?;
        assets.push(asset["id"].clone());
    }
    let starts_on = before(now, 24.0 * 9.0)?.strftime("%Y-%m-%d").to_string();
    let body = json!({
        "name": name,
        "trigger": {"kind": "calendar", "every": {"every": every, "unit": unit}, "starts_on": starts_on},
        "lead_days": if *unit == "week" { 3 } else { 10 },
        "template": {
            "description": description, "estimated_minutes": minutes, "asset_ids": assets,
            "assignee_ids": [find(people, who)?.id], "priority": "medium",
        },
    });
    call(router, anna, "POST", "/api/v1/maintenance-plans", body).await.map(drop)
}

async fn make(
    router: &Router,
    people: &[Person],
    anna: &Person,
    script: &Order,
    now: Timestamp,
) -> Result<String, Problem> {
    let asset =
        call(router, anna, "GET", &format!("/api/v1/assets/by-code/{}", script.asset), Value::Null).await?;
    let mut body = json!({
        "title": script.title, "kind": script.kind, "priority": script.priority, "asset_id": asset["id"],
    });
    if !script.description.is_empty() {
        body["description"] = script.description.into();
    }
    let made = call(router, find(people, script.by)?, "POST", "/api/v1/work-orders", body).await?;
    let path = format!("/api/v1/work-orders/{}", made["id"].as_str().unwrap_or_default());
    let mut plan = json!({"estimated_minutes": script.minutes, "tags": script.tags});
    let mut assignees = Vec::new();
    for who in script.to {
        assignees.push(find(people, who)?.id);
    }
    plan["assignee_ids"] = json!(assignees);
    plan["due_at"] = match script.due {
        Some(hours) => json!(before(now, -hours)?),
        None => Value::Null,
    };
    call(router, anna, "PATCH", &path, plan).await?;
    Ok(path)
}

async fn take(router: &Router, who: &Person, path: &str, act: Act) -> Result<(), Problem> {
    let transition = |body: Value| (format!("{path}/transition"), body);
    let (address, body) = match act {
        Act::Start => transition(json!({"to": "in_progress"})),
        Act::Hold(reason, hold_reason) => {
            transition(json!({"to": "on_hold", "reason": reason, "hold_reason": hold_reason}))
        }
        Act::Complete(resolution, cause) => {
            transition(json!({"to": "completed", "resolution": resolution, "cause": cause}))
        }
        Act::Close => transition(json!({"to": "closed"})),
        Act::Cancel(reason) => transition(json!({"to": "cancelled", "reason": reason})),
        Act::Say(body) => (format!("{path}/comments"), json!({"body": body})),
        Act::Book(minutes, note) => (format!("{path}/time"), json!({"minutes": minutes, "note": note})),
    };
    call(router, who, "POST", &address, body).await.map(drop)
}

/// Calls the API as someone.
async fn call(
    router: &Router,
    who: &Person,
    method: &str,
    path: &str,
    body: Value,
) -> Result<Value, Problem> {
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::AUTHORIZATION, format!("Bearer {}", who.token))
        .header(header::CONTENT_TYPE, "application/json")
        .body(body)
        .map_err(Problem::internal)?;
    let Ok(answer) = router.clone().oneshot(request).await;
    let status = answer.status();
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.map_err(Problem::internal)?;
    if !status.is_success() {
        let text = String::from_utf8_lossy(&bytes);
        return Err(Problem::internal(format!("{} may not {method} {path}: {status} {text}", who.name)));
    }
    if bytes.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&bytes).map_err(Problem::internal) }
}

/// So many hours before an instant; negative for after.
#[expect(clippy::cast_possible_truncation, reason = "a few weeks in seconds")]
fn before(now: Timestamp, hours: f64) -> Result<Timestamp, Problem> {
    now.checked_sub(SignedDuration::from_secs((hours * 3_600.0) as i64)).map_err(Problem::internal)
}
