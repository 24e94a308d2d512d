//! Reading table `readings`. A reading counts unless its quality is bad or it was voided.

use contract::meters::{Meter, Quality, Reading, ReadingFilter, TrendPoint};
use jiff::Timestamp;
use kernel::{Cursor, MeterId, Page, Problem, Quantity};
use store::Row;

use super::{quality, source, word};
use crate::{
    meters::counter::Shown,
    tenant::{Statement, Tenant},
};

const COUNTS: &str = "SELECT r.recorded_at, r.value FROM readings r WHERE r.organization_id = ? AND r.meter_id = ? \
    AND r.quality < 3 AND NOT EXISTS (SELECT 1 FROM reading_voids v WHERE v.organization_id = r.organization_id \
    AND v.meter_id = r.meter_id AND v.recorded_at = r.recorded_at AND v.revision = r.revision)";

fn shown(row: &Row<'_>) -> Result<Shown, Problem> {
    Ok(Shown { at: row.get(0)?, value: Quantity::from_millionths(row.get(1)?) })
}

fn counting(tenant: &Tenant<'_, '_>, meter: MeterId) -> Statement {
    tenant.sql(COUNTS).bind(meter)
}

/// The last reading that counts, at or before an instant.
pub(crate) fn last_until(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    at: Timestamp,
) -> Result<Option<Shown>, Problem> {
    let mut sql = counting(tenant, meter);
    sql.push(" AND r.recorded_at <= ").push_bind(at).push(" ORDER BY r.recorded_at DESC LIMIT 1");
    tenant.query_optional(&sql, shown)
}

/// The last reading that counts, before an instant.
pub(crate) fn last_before(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    at: Timestamp,
) -> Result<Option<Shown>, Problem> {
    let mut sql = counting(tenant, meter);
    sql.push(" AND r.recorded_at < ").push_bind(at).push(" ORDER BY r.recorded_at DESC LIMIT 1");
    tenant.query_optional(&sql, shown)
}

/// The first reading that counts, at or after an instant.
pub(crate) fn first_from(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    at: Timestamp,
) -> Result<Option<Shown>, Problem> {
    let mut sql = counting(tenant, meter);
    sql.push(" AND r.recorded_at >= ").push_bind(at).push(" ORDER BY r.recorded_at LIMIT 1");
    tenant.query_optional(&sql, shown)
}

/// Readings that count in a span, oldest first.
pub(crate) fn visit_counting(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    from: Timestamp,
    to: Timestamp,
    most: i64,
    mut visit: impl FnMut(Shown),
) -> Result<(), Problem> {
    let mut sql = counting(tenant, meter);
    sql.push(" AND r.recorded_at >= ").push_bind(from).push(" AND r.recorded_at < ").push_bind(to);
    sql.push(" ORDER BY r.recorded_at LIMIT ").push_bind(most);
    tenant.for_each(&sql, |row| {
        visit(shown(row)?);
        Ok::<_, Problem>(())
    })
}

/// The last readings that count until an instant, oldest first.
pub(crate) fn trend(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    until: Timestamp,
    most: i64,
) -> Result<Vec<TrendPoint>, Problem> {
    let mut sql = counting(tenant, meter);
    sql.push(" AND r.recorded_at <= ").push_bind(until);
    sql.push(" ORDER BY r.recorded_at DESC LIMIT ").push_bind(most);
    let mut found = tenant.query(&sql, |row| {
        let shown = shown(row)?;
        Ok::<_, Problem>(TrendPoint { at: shown.at, value: shown.value })
    })?;
    found.reverse();
    Ok(found)
}

/// What is kept of an instant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AtInstant {
    pub at: Timestamp,
    pub revision: i64,
    pub value: Quantity,
    pub quality: Quality,
    pub voided: bool,
}

/// The newest revision of each of these instants.
pub(crate) fn at_instants(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    instants: &[Timestamp],
) -> Result<Vec<AtInstant>, Problem> {
    let mut found: Vec<AtInstant> = Vec::new();
    for some in instants.chunks(500) {
        let mut sql = tenant.sql(
            "SELECT r.recorded_at, r.revision, r.value, r.quality, v.voided_at FROM readings r \
             LEFT JOIN reading_voids v ON v.organization_id = r.organization_id AND v.meter_id = r.meter_id \
             AND v.recorded_at = r.recorded_at AND v.revision = r.revision \
             WHERE r.organization_id = ? AND r.meter_id = ? AND r.recorded_at IN ",
        );
        sql.arg(meter).push_list(some.iter()).push(" ORDER BY r.recorded_at, r.revision");
        tenant.for_each(&sql, |row| {
            let one = AtInstant {
                at: row.get(0)?,
                revision: row.get(1)?,
                value: Quantity::from_millionths(row.get(2)?),
                quality: quality(row.get(3)?)?,
                voided: row.get::<Option<Timestamp>>(4)?.is_some(),
            };
            match found.last_mut().filter(|last| last.at == one.at) {
                Some(last) => *last = one,
                None => found.push(one),
            }
            Ok::<_, Problem>(())
        })?;
    }
    Ok(found)
}

/// One page of a meter's readings, latest first, with the revisions that order those of one instant.
pub(crate) fn list_readings(
    tenant: &mut Tenant<'_, '_>,
    meter: &Meter,
    filter: &ReadingFilter,
) -> Result<Page<Reading>, Problem> {
    let mut sql = tenant
        .sql(
            "SELECT r.recorded_at, r.value, r.quality, r.source, u.name, r.work_order_id, r.note, r.received_at, \
             v.voided_at, w.name, v.reason, r.revision FROM readings r \
             LEFT JOIN users u ON u.organization_id = r.organization_id AND u.id = r.by_id \
             LEFT JOIN reading_voids v ON v.organization_id = r.organization_id AND v.meter_id = r.meter_id \
             AND v.recorded_at = r.recorded_at AND v.revision = r.revision \
             LEFT JOIN users w ON w.organization_id = r.organization_id AND w.id = v.voided_by \
             WHERE r.organization_id = ? AND r.meter_id = ?",
        )
        .bind(meter.id);
    if let Some(from) = filter.from {
        sql.push(" AND r.recorded_at >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" AND r.recorded_at < ").push_bind(to);
    }
    if let Some(cursor) = &filter.cursor {
        let (at, revision): (Timestamp, i64) = Cursor::read(cursor)?;
        sql.push(" AND (r.recorded_at, r.revision) < (").push_bind(at);
        sql.push(", ").push_bind(revision).push(")");
    }
    sql.push(" ORDER BY r.recorded_at DESC, r.revision DESC LIMIT ").push_bind(filter.limit.one_more());
    let found = tenant.query(&sql, |row| {
        let value = Quantity::from_millionths(row.get(1)?);
        let reading = Reading {
            recorded_at: row.get(0)?,
            value,
            choice: word(&meter.choices, value),
            delta: None,
            quality: quality(row.get(2)?)?,
            source: source(row.get(3)?)?,
            by_name: row.get(4)?,
            work_order_id: row.get(5)?,
            note: row.get(6)?,
            received_at: row.get(7)?,
            voided_at: row.get(8)?,
            voided_by: row.get(9)?,
            void_reason: row.get(10)?,
        };
        Ok::<_, Problem>((reading, row.get::<i64>(11)?))
    })?;
    let page =
        Page::cut(found, filter.limit, |(reading, revision)| Cursor::write(&(reading.recorded_at, revision)));
    Ok(page.map(|(reading, _)| reading))
}
