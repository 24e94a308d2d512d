use std::str::FromStr;

use axum::extract::State;
use contract::{
    permissions::{Permission, Scope, ViewWorkOrders},
    work_orders::{
        DueFilter, WorkOrderCounts, WorkOrderExtra, WorkOrderFilter, WorkOrderRow, WorkOrderStatus,
    },
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use kernel::{AssetId, Page, Problem, UserId};
use web::{Answer, Caller, Can, Query, Reply};

use super::{
    authority::{self, Belonging},
    lifecycle::{self, Facts},
    store,
};
use crate::{App, check, identity, tenant::Tenant};

/// List work orders: by due date unless sorted otherwise, those without one last.
#[utoipa::path(get, path = "/work-orders", tag = "work_orders", operation_id = "list_work_orders",
    params(WorkOrderFilter), responses((status = 200, body = Page<WorkOrderRow>)))]
pub(super) async fn list_work_orders(
    can: Can<ViewWorkOrders>,
    State(app): State<App>,
    Query(filter): Query<WorkOrderFilter>,
) -> Reply {
    let caller = can.caller();
    let page = app.read(&can, move |tenant| list(tenant, &caller, &filter)).await?;
    Ok(Answer::ok(&page)?)
}

/// Count the work orders that a filter finds, in all and by state.
#[utoipa::path(get, path = "/work-orders/counts", tag = "work_orders", operation_id = "count_work_orders",
    params(WorkOrderFilter), responses((status = 200, body = WorkOrderCounts)))]
pub(super) async fn count_work_orders(
    can: Can<ViewWorkOrders>,
    State(app): State<App>,
    Query(filter): Query<WorkOrderFilter>,
) -> Reply {
    let caller = can.caller();
    let counts = app.read(&can, move |tenant| {
        let wanted = Wanted::read(tenant, &caller, &filter)?;
        store::counts(tenant, &caller, &filter, &wanted)
    });
    Ok(Answer::ok(&counts.await?)?)
}

fn list(
    tenant: &mut Tenant<'_, '_>,
    caller: &Caller,
    filter: &WorkOrderFilter,
) -> Result<Page<WorkOrderRow>, Problem> {
    let wanted = Wanted::read(tenant, caller, filter)?;
    let mut page = store::list(tenant, caller, filter, &wanted)?;
    let with_actions = filter.include.0.contains(&WorkOrderExtra::Actions);
    let mut obstacles = if with_actions && !page.items.is_empty() {
        store::obstacles(tenant, &page.items.iter().map(|row| row.id).collect::<Vec<_>>())?
    } else {
        std::collections::HashMap::new()
    };
    for row in &mut page.items {
        let belonging = Belonging {
            created_by: row.created_by,
            requested_by: row.requested_by,
            assignee_ids: row.assignee_ids.clone(),
            watcher_ids: Vec::new(),
            team_id: row.team_id,
            site_id: row.site_id,
        };
        if !authority::sees_costs(caller, &belonging) {
            row.cost_minor = None;
        }
        if with_actions {
            let (blockers, open_sub_orders) = obstacles.remove(&row.id).unwrap_or_default();
            let facts = Facts {
                status: row.status,
                has_start: row.planned_start_at.is_some(),
                has_people: row.team_id.is_some() || !row.assignee_ids.is_empty(),
                blockers,
                open_sub_orders,
            };
            row.actions = lifecycle::transitions(&facts, &authority::powers(caller, &belonging));
        }
    }
    Ok(page)
}

/// What a list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SortKey {
    Due,
    Number,
    Priority,
    Created,
    Updated,
    Title,
}

/// How a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    pub key: SortKey,
    pub descending: bool,
}

const SORTS: &[(&str, SortKey)] = &[
    ("due_at", SortKey::Due),
    ("number", SortKey::Number),
    ("priority", SortKey::Priority),
    ("created_at", SortKey::Created),
    ("updated_at", SortKey::Updated),
    ("title", SortKey::Title),
];

impl Sort {
    fn read(text: Option<&str>) -> Result<Self, Problem> {
        let text = text.unwrap_or("due_at");
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        SORTS.iter().find(|(known, _)| *known == name).map(|&(_, key)| Self { key, descending }).ok_or_else(
            || {
                let names = SORTS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
                Problem::field("sort", format!("must be one of: {names}, with - in front to turn it round"))
            },
        )
    }

    /// Tells cursors of one order from those of another.
    pub const fn name(self) -> &'static str {
        match (self.key, self.descending) {
            (SortKey::Due, false) => "due_at",
            (SortKey::Due, true) => "-due_at",
            (SortKey::Number, false) => "number",
            (SortKey::Number, true) => "-number",
            (SortKey::Priority, false) => "priority",
            (SortKey::Priority, true) => "-priority",
            (SortKey::Created, false) => "created_at",
            (SortKey::Created, true) => "-created_at",
            (SortKey::Updated, false) => "updated_at",
            (SortKey::Updated, true) => "-updated_at",
            (SortKey::Title, false) => "title",
            (SortKey::Title, true) => "-title",
        }
    }
}

/// Whose orders are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Assignee {
    Nobody,
    User(UserId),
}

/// Assets whose orders are wanted.
#[derive(Clone, Debug)]
pub(super) struct Assets {
    pub of: Vec<AssetId>,
    /// Whether any order names one of them as a further asset.
    pub further: bool,
}

/// A filter, read: words turned into what the database compares.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub sort: Sort,
    /// Whether a filter is there that few orders pass, as far as one can tell.
    pub finds_few: bool,
    /// Empty for all.
    pub statuses: Vec<WorkOrderStatus>,
    pub assignee: Option<Assignee>,
    pub assets: Option<Assets>,
    pub overdue: bool,
    pub without_due: bool,
    /// Half-open.
    pub due: Option<(Timestamp, Timestamp)>,
    /// The searched words as a key, unless only a number was meant.
    pub words: Option<String>,
    /// The searched number.
    pub number: Option<i64>,
    pub now: Timestamp,
}

impl Wanted {
    pub(super) fn read(
        tenant: &mut Tenant<'_, '_>,
        caller: &Caller,
        filter: &WorkOrderFilter,
    ) -> Result<Self, Problem> {
        let now = caller.now;
        let days = match filter.due {
            Some(DueFilter::Today) => Some(1),
            Some(DueFilter::Week) => Some(7),
            _ => None,
        };
        let due = match days {
            None => None,
            Some(days) => {
                let zone = identity::own_organization(tenant)?.time_zone;
                Some(calendar(now, &zone, days).map_err(Problem::internal)?)
            }
        };
        let (words, number) = read_words(filter.q.as_deref());
        let below = filter.include_children == Some(true);
        let assets = filter.asset_id.map(|id| store::assets(tenant, id, below)).transpose()?;
        let sort = Sort::read(filter.sort.as_deref())?;
        let statuses = read_statuses(filter.status.as_deref())?;
        let assignee = read_assignee(filter.assignee.as_deref(), caller.user)?;
        let only_open = !statuses.is_empty() && statuses.iter().all(|status| status.is_open());
        let one_asset = assets.as_ref().is_some_and(|assets| assets.of.len() == 1 && !assets.further);
        let finds_few = caller.scope(Permission::ViewWorkOrders) == Some(Scope::Own)
            || (assets.is_some() && !(one_asset && sort.key == SortKey::Due))
            || (matches!(assignee, Some(Assignee::User(_))) && !only_open)
            || filter.location_id.is_some()
            || filter.parent_id.is_some()
            || filter.watching == Some(true);
        Ok(Self {
            sort,
            finds_few,
            statuses,
            assignee,
            assets,
            overdue: filter.due == Some(DueFilter::Overdue),
            without_due: filter.due == Some(DueFilter::None),
            due,
            words,
            number,
            now,
        })
    }
}

fn read_statuses(text: Option<&str>) -> Result<Vec<WorkOrderStatus>, Problem> {
    let mut statuses = Vec::new();
    for part in text.unwrap_or_default().split(',').filter(|part| !part.is_empty()) {
        if part == "active" {
            statuses.extend(WorkOrderStatus::ALL.iter().filter(|status| status.is_open()));
        } else {
            let status = WorkOrderStatus::from_str(part)
                .map_err(|message| Problem::field("status", format!("{message}, or active")))?;
            statuses.push(status);
        }
    }
    statuses.sort_unstable();
    statuses.dedup();
    Ok(statuses)
}

fn read_assignee(text: Option<&str>, me: UserId) -> Result<Option<Assignee>, Problem> {
    Ok(match text {
        None | Some("") => None,
        Some("me") => Some(Assignee::User(me)),
        Some("none") => Some(Assignee::Nobody),
        Some(id) => Some(Assignee::User(
            id.parse().map_err(|_| Problem::field("assignee", "must be a user's id, me or none"))?,
        )),
    })
}

/// `WO-1042` means that order alone; bare digits may also stand in a title or an asset's code.
fn read_words(text: Option<&str>) -> (Option<String>, Option<i64>) {
    let key = check::key(text.unwrap_or_default());
    if let Some(number) = key.strip_prefix("wo-").and_then(|digits| digits.parse().ok()) {
        return (None, Some(number));
    }
    let number = key.parse().ok();
    ((!key.is_empty()).then_some(key), number)
}

/// This day (1) or the week that holds it (7), Monday first, in a time zone.
fn calendar(now: Timestamp, zone: &str, days: i64) -> Result<(Timestamp, Timestamp), jiff::Error> {
    let today = now.to_zoned(TimeZone::get(zone)?).date();
    let first = if days == 7 {
        today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days())?
    } else {
        today
    };
    let zone = TimeZone::get(zone)?;
    let end = first.checked_add(days.days())?;
    Ok((first.to_zoned(zone.clone())?.timestamp(), end.to_zoned(zone)?.timestamp()))
}

#[cfg(test)]
mod tests {
    use contract::permissions::BuiltInRole;
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        testing::{TestApp, on_both_engines},
        work_orders::{
            ImportedOrder, Origin, insert_imported,
            stories::{ORDERS, move_to, order},
        },
    };

    async fn numbers(app: &TestApp, token: &str, query: &str) -> Vec<i64> {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = app.call(token, "GET", &format!("{ORDERS}?{query}{cursor}"), None).await.expect(200);
            found.extend(
                page.body["items"].as_array().unwrap().iter().map(|row| row["number"].as_i64().unwrap()),
            );
            match page.body["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found,
            }
        }
    }

    on_both_engines! {
        async fn every_sort_pages_without_gap_or_repeat_and_no_due_date_comes_last(app: TestApp) {
            let (asker, token) = app.person(BuiltInRole::Requester).await;
            for (title, priority, due) in [
                ("d", "low", json!("2026-11-25T08:00:00Z")), ("a", "urgent", Value::Null), ("c", "none", json!("2026-11-20T08:00:00Z")),
                ("b", "low", json!("2026-11-25T08:00:00Z")), ("e", "high", Value::Null),
            ] {
                app.app.clock().advance(jiff::SignedDuration::from_secs(1));
                order(&app, json!({"title": title, "priority": priority, "due_at": due, "requested_by": asker})).await;
            }
            for (sort, expected) in [
                ("due_at", [3, 1, 4, 2, 5]), ("number", [1, 2, 3, 4, 5]), ("priority", [3, 1, 4, 5, 2]),
                ("created_at", [1, 2, 3, 4, 5]), ("updated_at", [1, 2, 3, 4, 5]), ("title", [2, 4, 3, 1, 5]),
            ] {
                let expected = expected.to_vec();
                let mut reversed = expected.clone();
                reversed.reverse();
                for token in [&app.administrator, &token] {
                    assert_eq!(numbers(&app, token, &format!("limit=2&sort={sort}")).await, expected, "{sort}");
                    assert_eq!(numbers(&app, token, &format!("limit=2&sort=-{sort}")).await, reversed, "-{sort}");
                }
            }
            let page = app.get(&format!("{ORDERS}?limit=2")).await.expect(200);
            let cursor = page.body["next"].as_str().unwrap();
            let other = app.get(&format!("{ORDERS}?limit=2&sort=title&cursor={cursor}")).await.expect(422);
            assert_eq!(other.wrong_fields(), ["cursor"]);
        }

        async fn filters_narrow_together_and_counts_follow_them(app: TestApp) {
            let (tom, tom_token) = app.person(BuiltInRole::Technician).await;
            let team = app.post("/api/v1/teams", json!({"name": "Mechanics", "member_ids": [tom]})).await.expect(201).id();
            order(&app, json!({"title": "Pump P-101 leaks", "priority": "urgent", "due_at": "2026-11-22T08:00:00Z", "tags": ["Leak"]})).await;
            order(&app, json!({"title": "Check belts", "kind": "inspection", "due_at": "2026-11-23T16:00:00Z", "assignee_ids": [tom]})).await;
            order(&app, json!({"title": "Paint rail", "kind": "project", "due_at": "2026-11-29T16:00:00Z", "team_id": team})).await;
            let closed = order(&app, json!({"title": "Old leak", "tags": ["leak"], "due_at": "2026-11-01T08:00:00Z"})).await.id();
            move_to(&app, &closed, json!({"to": "completed"})).await.expect(200);
            let me = app.administrator.clone();
            for (query, expected) in [
                ("", vec![4, 1, 2, 3]), ("status=active", vec![1, 2, 3]), ("status=completed,closed", vec![4]),
                ("due=overdue", vec![1]), ("due=today", vec![2]), ("due=week", vec![2, 3]), ("due=none", vec![]),
                ("tag=LEAK", vec![4, 1]), ("tag=leak&status=active", vec![1]), ("q=leak", vec![4, 1]), ("q=WO-3", vec![3]),
                ("q=%25", vec![4, 1, 2, 3]), ("kind=inspection,project", vec![2, 3]), ("priority=urgent", vec![1]),
                ("assignee=none&status=active", vec![1]), ("assignee=me", vec![]), ("number=2", vec![2]),
                ("due_from=2026-11-23T00:00:00Z&due_to=2026-11-24T00:00:00Z", vec![2]),
                ("created_from=2026-11-24T00:00:00Z", vec![]), ("completed_from=2026-11-01T00:00:00Z", vec![4]),
            ] {
                assert_eq!(numbers(&app, &me, query).await, expected, "{query}");
            }
            assert_eq!(numbers(&app, &me, &format!("team_id={team}")).await, [3]);
            assert_eq!(numbers(&app, &tom_token, "assignee=me").await, [2]);
            let counts = app.get(&format!("{ORDERS}/counts?status=active")).await.expect(200);
            assert_eq!(
                counts.body,
                json!({"total": 3, "overdue": 1, "urgent": 1, "unassigned": 1, "by_status": {"open": 3, "completed": 1}})
            );
            let tags = app.get(&format!("{ORDERS}/counts?tag=leak")).await.expect(200);
            assert_eq!((&tags.body["total"], &tags.body["overdue"]), (&json!(2), &json!(1)));
            let row = app.get(&format!("{ORDERS}?number=2")).await.expect(200);
            assert!(row.body["items"][0]["assignees"][0]["name"].as_str().unwrap().starts_with("technician"));
        }

        async fn scopes_decide_whose_orders_are_listed(app: TestApp) {
            let (_, requester) = app.person(BuiltInRole::Requester).await;
            order(&app, json!({"title": "Not theirs"})).await;
            let own = app.call(&requester, "POST", ORDERS, Some(json!({"title": "Lamp is broken"}))).await.expect(201);
            assert_eq!(numbers(&app, &requester, "").await, [2]);
            let counts = app.call(&requester, "GET", &format!("{ORDERS}/counts"), None).await.expect(200);
            assert_eq!(counts.body["total"], 1);
            assert!(own.body["actions"].as_array().unwrap().iter().all(|action| {
                action["allowed"] == false || ["comment", "attach", "add_sub_order", "duplicate"].contains(&action["name"].as_str().unwrap())
            }));
            let path = format!("{ORDERS}/{}", own.id());
            app.call(&requester, "PATCH", &path, Some(json!({"title": "x"}))).await.expect(403);
            app.call(&requester, "POST", &format!("{path}/transition"), Some(json!({"to": "completed"}))).await.expect(403);
            let (tom, _) = app.person(BuiltInRole::Technician).await;
            let planned = json!({"title": "x", "assignee_ids": [tom]});
            app.call(&requester, "POST", ORDERS, Some(planned)).await.expect(403);
            let draft = app.call(&requester, "POST", ORDERS, Some(json!({"title": "Later", "status": "draft"}))).await.expect(201);
            let open = Some(json!({"to": "open"}));
            app.call(&requester, "POST", &format!("{ORDERS}/{}/transition", draft.id()), open).await.expect(200);
        }

        async fn a_technician_takes_an_order_of_nobody_but_does_not_hand_it_to_others(app: TestApp) {
            let (tom, token) = app.person(BuiltInRole::Technician).await;
            let (maria, _) = app.person(BuiltInRole::Technician).await;
            let path = format!("{ORDERS}/{}", order(&app, json!({"title": "Lamp"})).await.id());
            app.call(&token, "PATCH", &path, Some(json!({"assignee_ids": [maria]}))).await.expect(403);
            let taken = app.call(&token, "PATCH", &path, Some(json!({"assignee_ids": [tom]}))).await.expect(200);
            assert_eq!(taken.body["assignee_ids"], json!([tom]));
            app.call(&token, "PATCH", &path, Some(json!({"priority": "high"}))).await.expect(200);
            app.call(&token, "POST", &format!("{path}/transition"), Some(json!({"to": "cancelled", "reason": "x"}))).await.expect(403);
        }

        async fn imported_orders_have_their_past_their_cost_and_their_event(app: TestApp) {
            let imported: Vec<_> = (0..120).map(|row| ImportedOrder {
                number: row + 1,
                title: format!("Bucket {row}"),
                cost_minor: row * 100,
                created_at: "2004-07-01T00:00:00Z".parse().unwrap(),
                closed_at: Some("2004-07-02T00:00:00Z".parse().unwrap()),
                tags: vec!["bucket".to_owned()],
                ..ImportedOrder::default()
            }).collect();
            let ids = app.app.change_as(app.organization, crate::testing::system(), move |change| {
                assert_eq!(change.reserve_numbers("work_order", 120)?, 1);
                insert_imported(change, imported.clone(), Origin::Demo)
            }).await.unwrap();
            let seen = app.get(&format!("{ORDERS}/{}", ids[7])).await.expect(200);
            assert_eq!((&seen.body["cost_minor"], &seen.body["status"]), (&json!(700), &json!("closed")));
            assert_eq!(seen.body["created_at"], "2004-07-01T00:00:00Z");
            let costs = app.get(&format!("{ORDERS}/{}/costs", ids[7])).await.expect(200);
            assert_eq!(costs.body["items"][0]["amount_minor"], 700);
            assert_eq!(app.get(&format!("{ORDERS}/{}/history", ids[119])).await.body["items"][0]["kind"], "created");
            assert_eq!(app.get(&format!("{ORDERS}/counts?tag=bucket")).await.body["total"], 120);
            assert_eq!(order(&app, json!({"title": "Next"})).await.body["number"], 121);
        }
    }

    #[test]
    fn days_and_weeks_are_those_of_the_plant() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-03-28T23:30:00Z");
        let zone = "Europe/Berlin";
        let day = (at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z"));
        assert_eq!(calendar(now, zone, 1).unwrap(), day, "a day of 23 hours");
        let week = (at("2026-03-22T23:00:00Z"), at("2026-03-29T22:00:00Z"));
        assert_eq!(calendar(now, zone, 7).unwrap(), week);
    }

    #[test]
    fn what_is_searched_is_a_number_or_words() {
        assert_eq!(read_words(Some(" wo-1042 ")), (None, Some(1042)));
        assert_eq!(read_words(Some("1042")), (Some("1042".to_owned()), Some(1042)));
        assert_eq!(read_words(Some("Máquina")), (Some("maquina".to_owned()), None));
        assert_eq!(read_words(Some(" ")), (None, None));
    }

    #[test]
    fn states_people_and_sorts_are_words_that_are_known() {
        assert_eq!(read_statuses(Some("active")).unwrap().len(), 6);
        assert_eq!(read_statuses(Some("done")).unwrap_err().errors[0].field, "status");
        assert_eq!(Sort::read(Some("-title")).unwrap().name(), "-title");
        assert_eq!(Sort::read(Some("cost")).unwrap_err().errors[0].field, "sort");
        let me = UserId::new(uuid::Uuid::from_u128(1));
        assert_eq!(read_assignee(Some("me"), me).unwrap(), Some(Assignee::User(me)));
        assert_eq!(read_assignee(Some("someone"), me).unwrap_err().errors[0].field, "assignee");
    }
}
