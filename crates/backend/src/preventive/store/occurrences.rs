//! Table `plan_occurrences`.

use std::collections::HashMap;

use contract::{
    preventive::{OccurrenceFilter, OccurrenceState, PlanOccurrence, Why, WhyCode},
    work_orders::work_order_label,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kernel::{Cursor, MaintenancePlanId, Page, PlanOccurrenceId, Problem};
use store::Row;
use uuid::Uuid;

use super::super::{
    plan::Kept,
    recurrence,
    schedule::{Outcome, Past},
    summary::{self, Facts},
};
use crate::tenant::Tenant;

const OCCURRENCE: &str = "SELECT o.id, o.plan_id, o.asset_id, a.name, o.due_on, o.window_from, o.window_to, o.state, \
    o.work_order_id, w.number, w.completed_at, w.status, o.why, o.decided_at, o.level FROM plan_occurrences o \
    LEFT JOIN assets a ON a.organization_id = o.organization_id AND a.id = o.asset_id \
    LEFT JOIN work_orders w ON w.organization_id = o.organization_id AND w.id = o.work_order_id \
    WHERE o.organization_id = ?";

fn state(kept: &str, completed_at: Option<Timestamp>, status: Option<&str>) -> OccurrenceState {
    match (kept, completed_at, status) {
        ("missed", ..) => OccurrenceState::Missed,
        ("generated", _, Some("cancelled")) => OccurrenceState::Skipped,
        ("generated", Some(_), _) => OccurrenceState::Completed,
        ("generated", None, _) => OccurrenceState::Generated,
        _ => OccurrenceState::Skipped,
    }
}

fn occurrence(row: &Row<'_>, plan: &Kept) -> Result<PlanOccurrence, Problem> {
    let (kept, status): (String, Option<String>) = (row.get(7)?, row.get(11)?);
    let completed_at = row.get(10)?;
    let due_on = row.get(4)?;
    let number = row.get::<Option<i64>>(9)?.map(work_order_label);
    let mut why: Why = serde_json::from_value(row.get(12)?).map_err(Problem::internal)?;
    if kept == "generated" && status.as_deref() == Some("cancelled") {
        let facts = Facts { order: number.as_deref(), reason: None };
        why = summary::why(WhyCode::OrderCancelled, &plan.schedule, due_on, facts);
    }
    Ok(PlanOccurrence {
        id: Some(row.get(0)?),
        plan_id: row.get(1)?,
        asset_id: row.get(2)?,
        asset_name: row.get(3)?,
        due_on,
        window_from: row.get(5)?,
        window_to: row.get(6)?,
        level: row.get(14)?,
        state: state(&kept, completed_at, status.as_deref()),
        work_order_id: row.get(8)?,
        work_order_number: number,
        completed_at,
        why,
        decided_at: Some(row.get(13)?),
    })
}

/// What was decided for a plan, latest due day first.
pub(crate) fn list_occurrences(
    tenant: &mut Tenant<'_, '_>,
    plan: &Kept,
    filter: &OccurrenceFilter,
) -> Result<Page<PlanOccurrence>, Problem> {
    let mut sql = tenant.sql(OCCURRENCE);
    sql.push(" AND o.plan_id = ").push_bind(plan.id);
    if let Some(asset) = filter.asset_id {
        sql.push(" AND o.asset_id = ").push_bind(asset);
    }
    if let Some(from) = filter.from {
        sql.push(" AND o.due_on >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" AND o.due_on < ").push_bind(to);
    }
    if let Some(cursor) = &filter.cursor {
        let (day, id): (Date, Option<PlanOccurrenceId>) = Cursor::read(cursor)?;
        sql.push(" AND (o.due_on, o.id) < (").push_bind(day).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY o.due_on DESC, o.id DESC LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, |row| occurrence(row, plan))?;
    Ok(Page::cut(found, filter.limit, |found| Cursor::write(&(found.due_on, found.id))))
}

/// What was decided before, for each subject, as far as deciding anew needs it.
pub(crate) fn past(tenant: &mut Tenant<'_, '_>, plan: &Kept) -> Result<HashMap<Uuid, Vec<Past>>, Problem> {
    let zone = plan.zone()?;
    let sql = tenant
        .sql(
            "SELECT o.subject_id, o.due_on, w.number, w.open, w.completed_at FROM plan_occurrences o \
             LEFT JOIN work_orders w ON w.organization_id = o.organization_id AND w.id = o.work_order_id \
             WHERE o.organization_id = ? AND o.plan_id = ? AND (o.due_on >= ? OR w.open OR o.due_on = \
             (SELECT max(l.due_on) FROM plan_occurrences l WHERE l.organization_id = o.organization_id \
             AND l.plan_id = o.plan_id AND l.subject_id = o.subject_id)) ORDER BY o.due_on",
        )
        .bind(plan.id)
        .bind(plan.schedule.open_from);
    let rows = tenant.query(&sql, |row| {
        let open: Option<bool> = row.get(3)?;
        let completed_at: Option<Timestamp> = row.get(4)?;
        let outcome = match (open, completed_at) {
            (Some(true), _) => {
                Outcome::Open(row.get::<Option<i64>>(2)?.map(work_order_label).unwrap_or_default())
            }
            (_, Some(at)) => Outcome::Done(recurrence::today(at, &zone)),
            _ => Outcome::LeftOut,
        };
        Ok::<_, Problem>((row.get::<Uuid>(0)?, Past { due_on: row.get(1)?, outcome }))
    })?;
    let mut found: HashMap<Uuid, Vec<Past>> = HashMap::new();
    for (subject, past) in rows {
        found.entry(subject).or_default().push(past);
    }
    Ok(found)
}

/// Whether a date of a subject is decided.
pub(crate) fn is_decided(
    tenant: &mut Tenant<'_, '_>,
    plan: MaintenancePlanId,
    subject: Uuid,
    due_on: Date,
) -> Result<bool, Problem> {
    let sql = tenant
        .sql(
            "SELECT id FROM plan_occurrences WHERE organization_id = ? AND plan_id = ? AND subject_id = ? \
             AND due_on = ?",
        )
        .bind(plan)
        .bind(subject)
        .bind(due_on);
    Ok(tenant.query_optional(&sql, |row| Ok::<Uuid, Problem>(row.get(0)?))?.is_some())
}

/// Records what was decided; a date that is decided already is refused by the database.
pub(crate) fn insert_occurrence(
    tenant: &mut Tenant<'_, '_>,
    new: &PlanOccurrence,
    subject: Uuid,
) -> Result<(), Problem> {
    let kept = match new.state {
        OccurrenceState::Missed => "missed",
        OccurrenceState::Generated | OccurrenceState::Completed => "generated",
        OccurrenceState::Skipped | OccurrenceState::Upcoming => "skipped",
    };
    let sql = tenant
        .sql(
            "INSERT INTO plan_occurrences (organization_id, id, plan_id, subject_id, asset_id, due_on, window_from, \
             window_to, level, state, work_order_id, why, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(new.plan_id)
        .bind(subject)
        .bind(new.asset_id)
        .bind(new.due_on)
        .bind(new.window_from)
        .bind(new.window_to)
        .bind(new.level.as_deref())
        .bind(kept)
        .bind(new.work_order_id)
        .bind(serde_json::json!(new.why))
        .bind(new.decided_at);
    tenant.execute(&sql)?;
    Ok(())
}

/// How a date was kept, for compliance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record {
    pub plan: MaintenancePlanId,
    pub state: OccurrenceState,
    pub window: (Date, Date),
    pub done_on: Option<Date>,
}

/// How the dates of some plans since `from` were kept; `zones` are those of the plans.
pub(crate) fn records(
    tenant: &mut Tenant<'_, '_>,
    zones: &HashMap<MaintenancePlanId, TimeZone>,
    from: Date,
) -> Result<Vec<Record>, Problem> {
    let mut sql = tenant.sql(
        "SELECT o.plan_id, o.state, o.window_from, o.window_to, w.completed_at, w.status \
         FROM plan_occurrences o LEFT JOIN work_orders w ON w.organization_id = o.organization_id \
         AND w.id = o.work_order_id WHERE o.organization_id = ? AND o.due_on >= ?",
    );
    sql.arg(from);
    sql.push(" AND o.plan_id IN ").push_list(zones.keys().copied());
    tenant.query(&sql, |row| {
        let plan = row.get(0)?;
        let (kept, status): (String, Option<String>) = (row.get(1)?, row.get(5)?);
        let completed_at: Option<Timestamp> = row.get(4)?;
        Ok(Record {
            plan,
            state: state(&kept, completed_at, status.as_deref()),
            window: (row.get(2)?, row.get(3)?),
            done_on: completed_at.zip(zones.get(&plan)).map(|(at, zone)| recurrence::today(at, zone)),
        })
    })
}
