//! Table `meter_events`.

use std::collections::HashMap;

use contract::meters::{MeterEvent, MeterEventKind};
use jiff::Timestamp;
use kernel::{Limit, MeterEventId, MeterId, Page, Problem, Quantity, UserId};
use store::Row;

use crate::{
    meters::counter::{Turn, Turns},
    tenant::Tenant,
};

/// The turns of counters.
pub(crate) fn turns(
    tenant: &mut Tenant<'_, '_>,
    meters: &[MeterId],
) -> Result<HashMap<MeterId, Turns>, Problem> {
    let mut found: HashMap<MeterId, Vec<Turn>> = HashMap::new();
    for some in meters.chunks(500) {
        let mut sql = tenant.sql(
            "SELECT meter_id, at, before_value, after_value FROM meter_events WHERE organization_id = ? \
             AND voided_at IS NULL AND meter_id IN ",
        );
        sql.push_list(some.iter().copied());
        tenant.for_each(&sql, |row| {
            let (before, after) =
                (Quantity::from_millionths(row.get(2)?), Quantity::from_millionths(row.get(3)?));
            found.entry(row.get(0)?).or_default().push(Turn { at: row.get(1)?, before, after });
            Ok::<_, Problem>(())
        })?;
    }
    Ok(found.into_iter().map(|(meter, turns)| (meter, Turns::new(turns))).collect())
}

/// The turns of one counter.
pub(crate) fn turns_of(tenant: &mut Tenant<'_, '_>, meter: MeterId) -> Result<Turns, Problem> {
    Ok(turns(tenant, &[meter])?.remove(&meter).unwrap_or_default())
}

const EVENT: &str = "SELECT e.id, e.kind, e.at, e.before_value, e.after_value, u.name, e.note, e.created_at, e.voided_at, \
    e.void_reason FROM meter_events e LEFT JOIN users u ON u.organization_id = e.organization_id AND u.id = e.by_id \
    WHERE e.organization_id = ? AND e.meter_id = ?";

fn event(row: &Row<'_>) -> Result<MeterEvent, Problem> {
    let kind: String = row.get(1)?;
    Ok(MeterEvent {
        id: row.get(0)?,
        kind: MeterEventKind::from_name(&kind)
            .ok_or_else(|| Problem::internal(format!("there is no event {kind}")))?,
        at: row.get(2)?,
        before_value: Quantity::from_millionths(row.get(3)?),
        after_value: Quantity::from_millionths(row.get(4)?),
        by_name: row.get(5)?,
        note: row.get(6)?,
        created_at: row.get(7)?,
        voided_at: row.get(8)?,
        void_reason: row.get(9)?,
    })
}

/// One page of the events of a meter, latest first.
pub(crate) fn list_events(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    limit: Limit,
    cursor: Option<&str>,
) -> Result<Page<MeterEvent>, Problem> {
    let mut sql = tenant.sql(EVENT).bind(meter);
    if let Some(cursor) = cursor {
        let (at, id): (Timestamp, MeterEventId) = kernel::Cursor::read(cursor)?;
        sql.push(" AND (e.at, e.id) < (").push_bind(at).push(", ").push_bind(id).push(")");
    }
    sql.push(" ORDER BY e.at DESC, e.id DESC LIMIT ").push_bind(limit.one_more());
    let found = tenant.query(&sql, event)?;
    Ok(Page::cut(found, limit, |event| kernel::Cursor::write(&(event.at, event.id))))
}

pub(crate) fn find_event(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    id: MeterEventId,
) -> Result<MeterEvent, Problem> {
    let mut sql = tenant.sql(EVENT).bind(meter);
    sql.push(" AND e.id = ").push_bind(id);
    tenant.query_optional(&sql, event)?.ok_or_else(|| Problem::not_found("This event of the meter"))
}

pub(crate) fn insert_event(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    new: &MeterEvent,
    by: Option<UserId>,
) -> Result<(), Problem> {
    let turn = Turn { at: new.at, before: new.before_value, after: new.after_value };
    let sql = tenant
        .sql(
            "INSERT INTO meter_events (organization_id, id, meter_id, kind, at, before_value, after_value, step, by_id, \
             note, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(meter)
        .bind(new.kind.name())
        .bind(new.at)
        .bind(new.before_value.millionths())
        .bind(new.after_value.millionths())
        .bind(turn.step().millionths())
        .bind(by)
        .bind(new.note.as_deref())
        .bind(new.created_at);
    tenant.execute(&sql)?;
    Ok(())
}

/// Voids an event; it stays to be seen.
pub(crate) fn void_event(
    tenant: &mut Tenant<'_, '_>,
    id: MeterEventId,
    now: Timestamp,
    reason: &str,
) -> Result<(), Problem> {
    let sql = tenant
        .sql("UPDATE meter_events SET voided_at = ?, void_reason = ? WHERE organization_id = ? AND id = ?")
        .bind(now)
        .bind(reason)
        .bind(id);
    tenant.execute(&sql)?;
    Ok(())
}

/// The rollover that a reading of this instant brought with it.
pub(crate) fn rollover_at(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    at: Timestamp,
) -> Result<Option<MeterEventId>, Problem> {
    let sql = tenant
        .sql(
            "SELECT id FROM meter_events WHERE organization_id = ? AND meter_id = ? AND at = ? AND kind = 'rollover' \
             AND voided_at IS NULL",
        )
        .bind(meter)
        .bind(at);
    tenant.query_optional(&sql, |row| row.get::<MeterEventId>(0).map_err(Problem::from))
}
