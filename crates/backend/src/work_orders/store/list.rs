//! Lists and counts: one query for the rows, one for the people of the page, whatever is filtered.

use std::collections::{BTreeMap, HashMap};

use contract::work_orders::{
    PersonName, Priority, TeamName, WorkOrderAsset, WorkOrderCounts, WorkOrderFilter, WorkOrderLocation,
    WorkOrderRow, WorkOrderStatus,
};
use jiff::Timestamp;
use kernel::{AssetId, Cursor, LocationId, Page, Problem, TeamId, UserId, WorkOrderId};
use store::Row;
use web::Caller;

use super::{
    NEVER, Word,
    narrow::{narrow, narrow_to_caller, narrow_to_status},
};
use crate::{
    tenant::{Statement, Tenant, strings},
    work_orders::list::{Sort, SortKey, Wanted},
};

macro_rules! rows {
    ($more:literal) => {
        concat!(
            "SELECT w.id, w.number, w.title, w.kind, w.status, w.hold_reason, w.priority, w.asset_id, a.code, \
            a.name, w.location_id, l.name, w.site_id, w.team_id, t.name, w.due_at, w.planned_start_at, \
            w.planned_end_at, w.estimated_minutes, w.actual_minutes, w.started_at, w.completed_at, w.closed_at, \
            w.tags, w.parent_id, w.created_by, w.requested_by, \
            w.labour_minor + w.parts_minor + w.vendor_minor + w.other_minor, \
            w.comment_count, w.version, w.created_at, w.updated_at",
            $more,
            " FROM work_orders w \
            LEFT JOIN assets a ON a.organization_id = w.organization_id AND a.id = w.asset_id \
            LEFT JOIN locations l ON l.organization_id = w.organization_id AND l.id = w.location_id \
            LEFT JOIN teams t ON t.organization_id = w.organization_id AND t.id = w.team_id \
            WHERE w.organization_id = ?"
        )
    };
}

const ROW: &str = rows!("");
const ROW_WITH_PEOPLE: &str = rows!(
    ", (SELECT string_agg(u.name, ', ' ORDER BY x.place) FROM work_order_assignees x \
    JOIN users u ON u.organization_id = x.organization_id AND u.id = x.user_id \
    WHERE x.organization_id = w.organization_id AND x.work_order_id = w.id), \
    EXISTS (SELECT 1 FROM work_order_assignees x WHERE x.organization_id = w.organization_id \
    AND x.work_order_id = w.id AND x.user_id = ?)"
);

fn row(row: &Row<'_>) -> Result<WorkOrderRow, Problem> {
    let asset_id: Option<AssetId> = row.get(7)?;
    let location_id: Option<LocationId> = row.get(10)?;
    let team_id: Option<TeamId> = row.get(13)?;
    Ok(WorkOrderRow {
        id: row.get(0)?,
        number: row.get(1)?,
        title: row.get(2)?,
        kind: row.get::<Word<_>>(3)?.0,
        status: row.get::<Word<_>>(4)?.0,
        hold_reason: row.get::<Option<Word<_>>>(5)?.map(|word| word.0),
        priority: Priority::from_rank(row.get(6)?).unwrap_or(Priority::None),
        asset_id,
        asset: match asset_id {
            Some(id) => Some(WorkOrderAsset { id, code: row.get(8)?, name: row.get(9)? }),
            None => None,
        },
        location_id,
        location: match location_id {
            Some(id) => Some(WorkOrderLocation { id, name: row.get(11)?, path: Vec::new() }),
            None => None,
        },
        site_id: row.get(12)?,
        assignee_ids: Vec::new(),
        assignees: Vec::new(),
        team_id,
        team: match team_id {
            Some(id) => Some(TeamName { id, name: row.get(14)? }),
            None => None,
        },
        due_at: row.get(15)?,
        planned_start_at: row.get(16)?,
        planned_end_at: row.get(17)?,
        estimated_minutes: row.get(18)?,
        actual_minutes: row.get(19)?,
        started_at: row.get(20)?,
        completed_at: row.get(21)?,
        closed_at: row.get(22)?,
        tags: strings(row.get(23)?)?,
        parent_id: row.get(24)?,
        created_by: row.get(25)?,
        requested_by: row.get(26)?,
        cost_minor: Some(row.get(27)?),
        comment_count: row.get(28)?,
        version: row.get(29)?,
        created_at: row.get(30)?,
        updated_at: row.get(31)?,
        actions: Vec::new(),
    })
}

/// One page of the orders that the caller may see, with everyone's costs.
pub(in crate::work_orders) fn list(
    tenant: &mut Tenant<'_, '_>,
    caller: &Caller,
    filter: &WorkOrderFilter,
    wanted: &Wanted,
) -> Result<Page<WorkOrderRow>, Problem> {
    let mut sql = tenant.sql(ROW);
    let organization = tenant.organization();
    narrow_to_caller(&mut sql, organization, caller);
    narrow(&mut sql, organization, caller, filter, wanted);
    narrow_to_status(&mut sql, &wanted.statuses);
    if let Some(cursor) = &filter.cursor {
        start_after(&mut sql, wanted.sort, cursor)?;
    }
    sql.push(order_by(wanted.sort, wanted.finds_few)).push(" LIMIT ").push_bind(filter.limit.one_more());
    let rows = tenant.query(&sql, row)?;
    let mut page = Page::cut(rows, filter.limit, |row| cursor(wanted.sort, row));
    add_assignees(tenant, &mut page.items)?;
    Ok(page)
}

/// Visits every order that the filter finds and the caller may see, one after the other: the row with everyone's costs,
/// who does it, and whether the caller does.
pub(in crate::work_orders) fn visit(
    tenant: &mut Tenant<'_, '_>,
    caller: &Caller,
    filter: &WorkOrderFilter,
    wanted: &Wanted,
    mut visit: impl FnMut(&WorkOrderRow, &str, bool) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut sql = tenant.sql(ROW_WITH_PEOPLE).bind(caller.user);
    let organization = tenant.organization();
    narrow_to_caller(&mut sql, organization, caller);
    narrow(&mut sql, organization, caller, filter, wanted);
    narrow_to_status(&mut sql, &wanted.statuses);
    sql.push(order_by(wanted.sort, wanted.finds_few));
    tenant.for_each(&sql, |found| {
        let people: Option<String> = found.get(32)?;
        visit(&row(found)?, &people.unwrap_or_default(), found.get(33)?)
    })
}

macro_rules! order_by {
    ($column:literal) => {
        [
            concat!(" ORDER BY ", $column, ", w.number"),
            concat!(" ORDER BY ", $column, " DESC, w.number DESC"),
            concat!(" ORDER BY coalesce(", $column, ", ", $column, "), w.number"),
            concat!(" ORDER BY coalesce(", $column, ", ", $column, ") DESC, w.number DESC"),
        ]
    };
}

/// The order of a list. Where a filter finds few orders, they are found by it and then sorted: without the `coalesce`,
/// SQLite would walk all orders in the order of the list and ask the filter about each.
const fn order_by(sort: Sort, finds_few: bool) -> &'static str {
    let texts = match sort.key {
        SortKey::Due => order_by!("w.due_sort"),
        SortKey::Number => order_by!("w.number"),
        SortKey::Priority => order_by!("w.priority"),
        SortKey::Created => order_by!("w.created_at"),
        SortKey::Updated => order_by!("w.updated_at"),
        SortKey::Title => order_by!("w.title"),
    };
    match (finds_few, sort.descending) {
        (false, false) => texts[0],
        (false, true) => texts[1],
        (true, false) => texts[2],
        (true, true) => texts[3],
    }
}

fn cursor(sort: Sort, row: &WorkOrderRow) -> String {
    let name = sort.name();
    match sort.key {
        SortKey::Due => Cursor::write(&(name, row.due_at.unwrap_or(NEVER), row.number)),
        SortKey::Number => Cursor::write(&(name, row.number, row.number)),
        SortKey::Priority => Cursor::write(&(name, row.priority.rank(), row.number)),
        SortKey::Created => Cursor::write(&(name, row.created_at, row.number)),
        SortKey::Updated => Cursor::write(&(name, row.updated_at, row.number)),
        SortKey::Title => Cursor::write(&(name, &row.title, row.number)),
    }
}

fn start_after(sql: &mut Statement, sort: Sort, cursor: &str) -> Result<(), Problem> {
    let beyond = if sort.descending { " < (" } else { " > (" };
    let number = match sort.key {
        SortKey::Number => {
            let number = read_cursor::<i64>(sort, cursor)?.1;
            sql.push(if sort.descending { " AND w.number < " } else { " AND w.number > " }).push_bind(number);
            return Ok(());
        }
        SortKey::Due => {
            let (at, number) = read_cursor::<Timestamp>(sort, cursor)?;
            sql.push(" AND (w.due_sort, w.number)").push(beyond).push_bind(at);
            number
        }
        SortKey::Priority => {
            let (rank, number) = read_cursor::<i64>(sort, cursor)?;
            sql.push(" AND (w.priority, w.number)").push(beyond).push_bind(rank);
            number
        }
        SortKey::Created => {
            let (at, number) = read_cursor::<Timestamp>(sort, cursor)?;
            sql.push(" AND (w.created_at, w.number)").push(beyond).push_bind(at);
            number
        }
        SortKey::Updated => {
            let (at, number) = read_cursor::<Timestamp>(sort, cursor)?;
            sql.push(" AND (w.updated_at, w.number)").push(beyond).push_bind(at);
            number
        }
        SortKey::Title => {
            let (title, number) = read_cursor::<String>(sort, cursor)?;
            sql.push(" AND (w.title, w.number)").push(beyond).push_bind(title);
            number
        }
    };
    sql.push(", ").push_bind(number).push(")");
    Ok(())
}

fn read_cursor<K: serde::de::DeserializeOwned>(sort: Sort, cursor: &str) -> Result<(K, i64), Problem> {
    let (name, key, number): (String, K, i64) = Cursor::read(cursor)?;
    if name == sort.name() {
        return Ok((key, number));
    }
    Err(Problem::field(
        "cursor",
        "belongs to a list that was sorted in another way; leave it out to start again",
    ))
}

fn add_assignees(tenant: &mut Tenant<'_, '_>, rows: &mut [WorkOrderRow]) -> Result<(), Problem> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut sql = tenant.sql(
        "SELECT x.work_order_id, u.id, u.name FROM work_order_assignees x \
         JOIN users u ON u.organization_id = x.organization_id AND u.id = x.user_id \
         WHERE x.organization_id = ? AND x.work_order_id IN ",
    );
    sql.push_list(rows.iter().map(|row| row.id)).push(" ORDER BY x.work_order_id, x.place");
    let found: Vec<(WorkOrderId, UserId, String)> =
        tenant.query(&sql, |row| Ok::<_, Problem>((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let places: HashMap<WorkOrderId, usize> = rows.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
    for (order, id, name) in found {
        if let Some(row) = places.get(&order).and_then(|at| rows.get_mut(*at)) {
            row.assignee_ids.push(id);
            row.assignees.push(PersonName { id, name });
        }
    }
    Ok(())
}

/// For each of these orders what stands in its way: numbers of blockers, and how many sub-orders are unfinished.
pub(in crate::work_orders) fn obstacles(
    tenant: &mut Tenant<'_, '_>,
    ids: &[WorkOrderId],
) -> Result<HashMap<WorkOrderId, (Vec<i64>, i64)>, Problem> {
    let mut found: HashMap<WorkOrderId, (Vec<i64>, i64)> = HashMap::new();
    let mut sql = tenant.sql(
        "SELECT k.to_id, o.number FROM work_order_links k \
         JOIN work_orders o ON o.organization_id = k.organization_id AND o.id = k.from_id \
         WHERE k.organization_id = ? AND k.kind = 'blocks' AND o.open = true AND k.to_id IN ",
    );
    sql.push_list(ids.iter().copied()).push(" ORDER BY o.number");
    tenant.for_each(&sql, |row| {
        found.entry(row.get(0)?).or_default().0.push(row.get(1)?);
        Ok::<_, Problem>(())
    })?;
    let mut sql = tenant
        .sql("SELECT parent_id, count(*) FROM work_orders WHERE organization_id = ? AND open = true AND parent_id IN ");
    sql.push_list(ids.iter().copied()).push(" GROUP BY parent_id");
    tenant.for_each(&sql, |row| {
        found.entry(row.get(0)?).or_default().1 = row.get(1)?;
        Ok::<_, Problem>(())
    })?;
    Ok(found)
}

/// How many orders the filter finds.
pub(in crate::work_orders) fn counts(
    tenant: &mut Tenant<'_, '_>,
    caller: &Caller,
    filter: &WorkOrderFilter,
    wanted: &Wanted,
) -> Result<WorkOrderCounts, Problem> {
    let mut sql = tenant
        .sql(
            "SELECT w.status, count(*), \
             CAST(sum(CASE WHEN w.open = true AND w.due_sort < ? THEN 1 ELSE 0 END) AS bigint), \
             CAST(sum(CASE WHEN w.open = true AND w.priority = 4 THEN 1 ELSE 0 END) AS bigint), \
             CAST(sum(CASE WHEN w.open = true AND w.assigned = false THEN 1 ELSE 0 END) AS bigint) \
             FROM work_orders w WHERE w.organization_id = ?",
        )
        .bind(wanted.now);
    let organization = tenant.organization();
    narrow_to_caller(&mut sql, organization, caller);
    narrow(&mut sql, organization, caller, filter, wanted);
    sql.push(" GROUP BY w.status");
    let mut counts = WorkOrderCounts::default();
    let mut by_status = BTreeMap::new();
    tenant.for_each(&sql, |row| {
        let status: WorkOrderStatus = row.get::<Word<_>>(0)?.0;
        let total: i64 = row.get(1)?;
        by_status.insert(status, total);
        if wanted.statuses.is_empty() || wanted.statuses.contains(&status) {
            counts.total += total;
            counts.overdue += row.get::<i64>(2)?;
            counts.urgent += row.get::<i64>(3)?;
            counts.unassigned += row.get::<i64>(4)?;
        }
        Ok::<_, Problem>(())
    })?;
    counts.by_status = by_status;
    Ok(counts)
}
