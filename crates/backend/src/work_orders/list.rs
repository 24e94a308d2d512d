use std::str::FromStr;

use axum::extract::State;
use contract::{
    permissions::ViewWorkOrders,
    work_orders::{
        DueFilter, WorkOrderCounts, WorkOrderExtra, WorkOrderFilter, WorkOrderRow, WorkOrderStatus,
    },
};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use kernel::{Page, Problem, UserId};
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

/// A filter, read: words turned into what the database compares.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub sort: Sort,
    /// Empty for all.
    pub statuses: Vec<WorkOrderStatus>,
    pub assignee: Option<Assignee>,
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
    fn read(tenant: &mut Tenant<'_, '_>, caller: &Caller, filter: &WorkOrderFilter) -> Result<Self, Problem> {
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
        Ok(Self {
            sort: Sort::read(filter.sort.as_deref())?,
            statuses: read_statuses(filter.status.as_deref())?,
            assignee: read_assignee(filter.assignee.as_deref(), caller.user)?,
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
    use super::*;

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
