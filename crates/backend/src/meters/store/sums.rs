//! Reading table `reading_sums`.

use jiff::Timestamp;
use kernel::{MeterId, Problem, Quantity};

use crate::{
    meters::{counter::Shown, series::Part},
    tenant::Tenant,
};

/// Sums of a span in their order. `grain` in hours, 1 or 24.
pub(crate) fn visit_sums(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    grain: i64,
    (from, to): (Timestamp, Timestamp),
    mut visit: impl FnMut(Part),
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "SELECT starts_at, readings, lowest, highest, total, last_value, last_at FROM reading_sums \
             WHERE organization_id = ? AND meter_id = ? AND grain = ? AND starts_at >= ? AND starts_at < ? \
             ORDER BY starts_at",
        )
        .bind(meter)
        .bind(grain)
        .bind(from)
        .bind(to);
    tenant.for_each(&sql, |row| {
        visit(Part {
            starts_at: row.get(0)?,
            readings: row.get(1)?,
            lowest: Quantity::from_millionths(row.get(2)?),
            highest: Quantity::from_millionths(row.get(3)?),
            total: row.get(4)?,
            last: Shown { at: row.get(6)?, value: Quantity::from_millionths(row.get(5)?) },
        });
        Ok::<_, Problem>(())
    })
}

/// How many readings that count lie in a span, to the hour.
pub(crate) fn count_by_sums(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    from: Timestamp,
    to: Timestamp,
) -> Result<i64, Problem> {
    let sql = tenant
        .sql(
            "SELECT CAST(COALESCE(SUM(readings), 0) AS bigint) FROM reading_sums WHERE organization_id = ? \
             AND meter_id = ? AND grain = 1 AND starts_at >= ? AND starts_at < ?",
        )
        .bind(meter)
        .bind(from)
        .bind(to);
    tenant.query_one(&sql, |row| row.get::<i64>(0).map_err(Problem::from))
}
