use axum::{
    extract::{FromRequestParts, State},
    http::request::Parts,
    response::Response,
};
use contract::{
    permissions::{Permission, ViewWorkOrders},
    work_orders::{WorkOrderFilter, WorkOrderRow, work_order_label},
};
use jiff::{Timestamp, tz::TimeZone};
use kernel::{Currency, Money, Problem};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Caller, Can, Failure, Patient, Query};

use super::{
    authority::{self, Belonging},
    list::Wanted,
    store,
};
use crate::{
    App,
    files::{Outgoing, deliver_table},
    identity,
};

/// The columns, in order; the last one only for those who may see costs.
const COLUMNS: [&str; 19] = [
    "Number",
    "Title",
    "Kind",
    "Status",
    "Priority",
    "Asset code",
    "Asset",
    "Location",
    "Assignees",
    "Team",
    "Due",
    "Planned start",
    "Created",
    "Completed",
    "Estimated minutes",
    "Actual minutes",
    "Tags",
    "Currency",
    "Cost",
];
/// How many of them everyone gets.
const WITHOUT_COSTS: usize = 17;

/// How the table is written.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TableFormat {
    /// `csv`, which is the only one and may be left out.
    #[expect(dead_code, reason = "it is for the documentation; the address is read below")]
    pub format: Option<String>,
}

/// The filters and the order of the list.
#[derive(Debug)]
pub(super) struct Asked(WorkOrderFilter);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let (format, rest): (Vec<&str>, Vec<&str>) = parts
            .uri
            .query()
            .unwrap_or_default()
            .split('&')
            .partition(|one| one.split('=').next() == Some("format"));
        if format.iter().any(|one| *one != "format=csv") {
            return Err(Problem::field("format", "must be csv").into());
        }
        for page in ["limit", "cursor", "include"] {
            if rest.iter().any(|one| one.split('=').next() == Some(page)) {
                return Err(Problem::field(
                    page,
                    "is of lists; a table holds everything that the filters find",
                )
                .into());
            }
        }
        let Query(filter) = Query::<WorkOrderFilter>::read(&rest.join("&"))?;
        Ok(Self(filter))
    }
}

/// Export the work orders that a filter finds, in the order of the list, as a table for spreadsheets: UTF-8 with its
/// mark, times in the organisation's time zone, and costs only for those who may see them. Takes the filters and the
/// sort of the list, but no page.
#[utoipa::path(get, path = "/work-orders/export", tag = "work_orders", operation_id = "export_work_orders",
    params(TableFormat, WorkOrderFilter), responses((status = 200, body = String, content_type = "text/csv")))]
pub(super) async fn export_work_orders(
    _: Patient,
    can: Can<ViewWorkOrders>,
    State(app): State<App>,
    Asked(filter): Asked,
) -> Result<Response, Failure> {
    let (caller, maker, now) = (can.caller(), app.clone(), app.clock().now());
    let (file, day) = app
        .report(&can, move |tenant| {
            let wanted = Wanted::read(tenant, &caller, &filter)?;
            let organization = identity::own_organization(tenant)?;
            let zone = TimeZone::get(&organization.time_zone).unwrap_or(TimeZone::UTC);
            let columns =
                if caller.scope(Permission::ViewCosts).is_some() { COLUMNS.len() } else { WITHOUT_COSTS };
            let mut table = Outgoing::begin(&maker, &COLUMNS[..columns])?;
            store::visit(tenant, &caller, &filter, &wanted, |row, people, is_mine| {
                let cost = sees_cost(&caller, row, is_mine).then_some(row.cost_minor).flatten();
                table.row(&cells(row, people, &zone, cost, organization.currency)[..columns])
            })?;
            Ok::<_, Problem>((table.finish()?, now.to_zoned(zone).date()))
        })
        .await?;
    deliver_table(file, &format!("work-orders-{day}.csv"))
}

fn sees_cost(caller: &Caller, row: &WorkOrderRow, is_mine: bool) -> bool {
    let belonging = Belonging {
        created_by: row.created_by,
        requested_by: row.requested_by,
        assignee_ids: if is_mine { vec![caller.user] } else { Vec::new() },
        watcher_ids: Vec::new(),
        team_id: row.team_id,
        site_id: row.site_id,
    };
    authority::sees_costs(caller, &belonging)
}

fn cells(
    row: &WorkOrderRow,
    people: &str,
    zone: &TimeZone,
    cost: Option<i64>,
    currency: Currency,
) -> [String; COLUMNS.len()] {
    let time = |at: Option<Timestamp>| {
        at.map(|at| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
    };
    let asset = row.asset.as_ref();
    [
        work_order_label(row.number),
        row.title.clone(),
        row.kind.name().to_owned(),
        row.status.name().to_owned(),
        row.priority.name().to_owned(),
        asset.map(|asset| asset.code.clone()).unwrap_or_default(),
        asset.map(|asset| asset.name.clone()).unwrap_or_default(),
        row.location.as_ref().map(|location| location.name.clone()).unwrap_or_default(),
        people.to_owned(),
        row.team.as_ref().map(|team| team.name.clone()).unwrap_or_default(),
        time(row.due_at),
        time(row.planned_start_at),
        time(Some(row.created_at)),
        time(row.completed_at),
        row.estimated_minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        row.actual_minutes.to_string(),
        row.tags.join(", "),
        cost.map(|_| currency.code().to_owned()).unwrap_or_default(),
        cost.map(|minor| Money { minor, currency }.to_string()).unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests {
    use contract::permissions::BuiltInRole;
    use serde_json::{Value, json};

    use crate::testing::{TestAnswer, TestApp, on_both_engines, site};

    async fn rows(app: &TestApp, token: &str, query: &str) -> Vec<csv::StringRecord> {
        let table =
            app.call(token, "GET", &format!("/api/v1/work-orders/export?{query}"), None).await.expect(200);
        csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(table.bytes.strip_prefix(b"\xef\xbb\xbf").expect("the mark of UTF-8"))
            .records()
            .map(Result::unwrap)
            .collect()
    }

    async fn order(app: &TestApp, body: Value) -> TestAnswer {
        app.post("/api/v1/work-orders", body).await.expect(201)
    }

    on_both_engines! {
        async fn the_table_is_what_the_list_shows_in_its_order(app: TestApp) {
            app.post("/api/v1/sites", site("Plant")).await.expect(201);
            let (ana, _) = app.person(BuiltInRole::Technician).await;
            let (bo, _) = app.person(BuiltInRole::Planner).await;
            let hall = app.post("/api/v1/locations", json!({"name": "Halle Süd"})).await.expect(201).id();
            let pump = app.post("/api/v1/assets", json!({"code": "P-101", "name": "Pump", "location_id": hall}))
                .await.expect(201).id();
            order(&app, json!({"title": "Zylinder prüfen", "priority": "high", "asset_id": pump, "tags": ["a", "b"],
                "assignee_ids": [bo, ana], "due_at": "2026-03-01T05:30:00Z", "estimated_minutes": 90})).await;
            order(&app, json!({"title": "=HYPERLINK(\"http://x\")", "priority": "high"})).await;
            order(&app, json!({"title": "\t@SUM(A1)", "priority": "urgent"})).await;
            order(&app, json!({"title": "Low", "priority": "low"})).await;
            let found = rows(&app, &app.administrator, "format=csv&priority=high,urgent&sort=-title").await;
            let titles: Vec<_> = found[1..].iter().map(|row| row[1].to_owned()).collect();
            assert_eq!(titles, ["Zylinder prüfen", "'@SUM(A1)", "'=HYPERLINK(\"http://x\")"]);
            let zone = app.get("/api/v1/organization").await.expect(200).body["time_zone"].clone();
            let due = if zone == "Europe/Berlin" { "2026-03-01 06:30" } else { "2026-03-01 05:30" };
            let mut people = Vec::new();
            for id in [bo, ana] {
                let found = app.get(&format!("/api/v1/users/{id}")).await.expect(200);
                people.push(found.body["name"].as_str().unwrap().to_owned());
            }
            let people = people.join(", ");
            for (column, cell) in [(0, "WO-1"), (4, "high"), (5, "P-101"), (6, "Pump"), (7, "Halle Süd"), (8, people.as_str()),
                (10, due), (14, "90"), (15, "0"), (16, "a, b"), (18, "0.00")] {
                assert_eq!(&found[1][column], cell, "{}", &found[0][column]);
            }
            let empty = rows(&app, &app.administrator, "q=nothing").await;
            assert_eq!(empty.len(), 1);
            let answer = app.get("/api/v1/work-orders/export").await.expect(200);
            let name = answer.headers["content-disposition"].to_str().unwrap().to_owned();
            assert!(name.starts_with("attachment; filename=\"work-orders-20") && name.ends_with(".csv\""), "{name}");
        }

        async fn what_makes_no_sense_is_refused_by_name(app: TestApp) {
            for (query, field) in [("colour=red", "colour"), ("status=done", "status"), ("sort=cost", "sort"),
                ("limit=5", "limit"), ("cursor=x", "cursor"), ("format=pdf", "format"), ("priority=huge", "priority")] {
                let refused = app.get(&format!("/api/v1/work-orders/export?{query}")).await.expect(422);
                assert_eq!(refused.wrong_fields(), [field]);
            }
        }

        async fn everyone_gets_the_orders_and_costs_that_they_may_see(app: TestApp) {
            app.post("/api/v1/sites", site("Plant")).await.expect(201);
            let (_, requester) = app.person(BuiltInRole::Requester).await;
            app.call(&requester, "POST", "/api/v1/work-orders", Some(json!({"title": "Mine"}))).await.expect(201);
            let other = order(&app, json!({"title": "Not mine"})).await.id();
            app.post(&format!("/api/v1/work-orders/{other}/costs"), json!({"category": "vendor", "amount_minor": 12_345}))
                .await.expect(201);
            let own = rows(&app, &requester, "").await;
            assert_eq!((own.len(), &own[1][1], own[0].iter().any(|name| name == "Cost")), (2, "Mine", false));
            let all = rows(&app, &app.administrator, "sort=number").await;
            assert_eq!((all.len(), &all[2][18]), (3, "123.45"));

            let mut grants = BuiltInRole::Technician.grants();
            grants.insert(contract::permissions::Permission::ViewCosts, contract::permissions::Scope::Own);
            app.post("/api/v1/roles", json!({"name": "Fitter", "permissions": grants})).await.expect(201);
            let (fitter, token) = app.person(BuiltInRole::Technician).await;
            app.patch(&format!("/api/v1/users/{fitter}"), json!({"role": "Fitter"})).await.expect(200);
            assert_eq!(&rows(&app, &token, "sort=number").await[2][18], "");
            app.patch(&format!("/api/v1/work-orders/{other}"), json!({"assignee_ids": [fitter]})).await.expect(200);
            let mine = rows(&app, &token, "sort=number").await;
            assert_eq!((&mine[1][18], &mine[2][18]), ("", "123.45"));
        }
    }
}
