//! Writing readings: the rows, their keys and voids, the sums by hour and day, and where each meter stands. Each is
//! written for very many at once.

use std::collections::BTreeMap;

use contract::meters::{Quality, ReadingSource};
use jiff::Timestamp;
use kernel::{MeterId, Problem, UserId, WorkOrderId};

use super::{portions, quality_code, source_code};
use crate::{
    meters::{counter::Shown, series},
    tenant::Tenant,
};

/// A reading to write.
#[derive(Clone, Debug)]
pub(crate) struct NewRow {
    pub meter: MeterId,
    pub shown: Shown,
    pub revision: i64,
    pub quality: Quality,
    pub source: ReadingSource,
    pub by: Option<UserId>,
    pub work_order: Option<WorkOrderId>,
    pub note: Option<String>,
    pub key: Option<String>,
}

/// Writes readings and the keys under which they came.
pub(crate) fn insert_readings(
    tenant: &mut Tenant<'_, '_>,
    rows: &[NewRow],
    now: Timestamp,
) -> Result<(), Problem> {
    let organization = tenant.organization();
    for some in portions(rows) {
        let mut sql = tenant.sql(
            "INSERT INTO readings (organization_id, meter_id, recorded_at, revision, value, received_at, source, \
             quality, by_id, work_order_id, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        );
        for (index, row) in some.iter().enumerate() {
            if index > 0 {
                sql.push(", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").arg(organization);
            }
            sql.arg(row.meter)
                .arg(row.shown.at)
                .arg(row.revision)
                .arg(row.shown.value.millionths())
                .arg(now)
                .arg(source_code(row.source))
                .arg(quality_code(row.quality))
                .arg(row.by)
                .arg(row.work_order)
                .arg(row.note.as_deref());
        }
        tenant.execute(&sql)?;
    }
    let keyed: Vec<(&NewRow, &str)> =
        rows.iter().filter_map(|row| Some((row, row.key.as_deref()?))).collect();
    for some in portions(&keyed) {
        let mut sql = tenant.sql(
            "INSERT INTO reading_keys (organization_id, meter_id, key, recorded_at, value, received_at) \
             VALUES (?, ?, ?, ?, ?, ?)",
        );
        for (index, (row, key)) in some.iter().enumerate() {
            if index > 0 {
                sql.push(", (?, ?, ?, ?, ?, ?)").arg(organization);
            }
            sql.arg(row.meter).arg(*key).arg(row.shown.at).arg(row.shown.value.millionths()).arg(now);
        }
        tenant.execute(&sql)?;
    }
    Ok(())
}

/// Readings added up.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sum {
    readings: i64,
    lowest: i64,
    highest: i64,
    total: f64,
    last: Shown,
}

impl Sum {
    fn of(shown: Shown) -> Self {
        let value = shown.value.millionths();
        Self { readings: 1, lowest: value, highest: value, total: shown.value.as_f64(), last: shown }
    }

    fn add(&mut self, shown: Shown) {
        let value = shown.value.millionths();
        self.readings += 1;
        self.lowest = self.lowest.min(value);
        self.highest = self.highest.max(value);
        self.total += shown.value.as_f64();
        if shown.at >= self.last.at {
            self.last = shown;
        }
    }
}

type Sums = BTreeMap<(MeterId, i64, Timestamp), Sum>;

/// Adds readings that count to the sums of their hours and days.
pub(crate) fn add_to_sums(tenant: &mut Tenant<'_, '_>, rows: &[NewRow]) -> Result<(), Problem> {
    let mut sums = Sums::new();
    for row in rows.iter().filter(|row| row.quality != Quality::Bad) {
        for grain in [1, 24] {
            let key = (row.meter, grain, series::beginning(row.shown.at, grain));
            sums.entry(key).and_modify(|sum| sum.add(row.shown)).or_insert_with(|| Sum::of(row.shown));
        }
    }
    write_sums(tenant, &sums)
}

fn write_sums(tenant: &mut Tenant<'_, '_>, sums: &Sums) -> Result<(), Problem> {
    let organization = tenant.organization();
    let rows: Vec<_> = sums.iter().collect();
    for some in portions(&rows) {
        let mut sql = tenant.sql(
            "INSERT INTO reading_sums (organization_id, meter_id, grain, starts_at, readings, lowest, highest, total, \
             last_value, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        );
        for (index, ((meter, grain, starts_at), sum)) in some.iter().enumerate() {
            if index > 0 {
                sql.push(", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)").arg(organization);
            }
            sql.arg(*meter)
                .arg(*grain)
                .arg(*starts_at)
                .arg(sum.readings)
                .arg(sum.lowest)
                .arg(sum.highest)
                .arg(sum.total)
                .arg(sum.last.value.millionths())
                .arg(sum.last.at);
        }
        sql.push(
            " ON CONFLICT (organization_id, meter_id, grain, starts_at) DO UPDATE SET \
             readings = reading_sums.readings + excluded.readings, total = reading_sums.total + excluded.total, \
             lowest = CASE WHEN excluded.lowest < reading_sums.lowest THEN excluded.lowest ELSE reading_sums.lowest END, \
             highest = CASE WHEN excluded.highest > reading_sums.highest THEN excluded.highest \
             ELSE reading_sums.highest END, \
             last_value = CASE WHEN excluded.last_at >= reading_sums.last_at THEN excluded.last_value \
             ELSE reading_sums.last_value END, \
             last_at = CASE WHEN excluded.last_at >= reading_sums.last_at THEN excluded.last_at \
             ELSE reading_sums.last_at END",
        );
        tenant.execute(&sql)?;
    }
    Ok(())
}

/// Adds the hour and the day of an instant up again, after one of their readings was voided.
pub(crate) fn sum_again(tenant: &mut Tenant<'_, '_>, meter: MeterId, at: Timestamp) -> Result<(), Problem> {
    for grain in [1, 24] {
        let from = series::beginning(at, grain);
        let sql = tenant
            .sql("DELETE FROM reading_sums WHERE organization_id = ? AND meter_id = ? AND grain = ? AND starts_at = ?")
            .bind(meter)
            .bind(grain)
            .bind(from);
        tenant.execute(&sql)?;
        let mut sum: Option<Sum> = None;
        super::visit_counting(tenant, meter, from, series::ending(from, grain), i64::MAX, |shown| {
            match &mut sum {
                Some(sum) => sum.add(shown),
                None => sum = Some(Sum::of(shown)),
            }
        })?;
        if let Some(sum) = sum {
            write_sums(tenant, &Sums::from([((meter, grain, from), sum)]))?;
        }
    }
    Ok(())
}

/// Where a meter stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub meter: MeterId,
    pub newest_at: Timestamp,
    pub latest: Option<(Shown, Quality)>,
}

/// Keeps where meters stand.
pub(crate) fn save_standings(tenant: &mut Tenant<'_, '_>, standings: &[Standing]) -> Result<(), Problem> {
    let organization = tenant.organization();
    for some in portions(standings) {
        let mut sql = tenant.sql(
            "INSERT INTO meter_standings (organization_id, meter_id, newest_at, recorded_at, value, quality) \
             VALUES (?, ?, ?, ?, ?, ?)",
        );
        for (index, standing) in some.iter().enumerate() {
            if index > 0 {
                sql.push(", (?, ?, ?, ?, ?, ?)").arg(organization);
            }
            sql.arg(standing.meter)
                .arg(standing.newest_at)
                .arg(standing.latest.map(|(shown, _)| shown.at))
                .arg(standing.latest.map(|(shown, _)| shown.value.millionths()))
                .arg(standing.latest.map(|(_, quality)| quality_code(quality)));
        }
        sql.push(
            " ON CONFLICT (organization_id, meter_id) DO UPDATE SET newest_at = excluded.newest_at, \
             recorded_at = excluded.recorded_at, value = excluded.value, quality = excluded.quality",
        );
        tenant.execute(&sql)?;
    }
    Ok(())
}

/// Takes the counter-entry to a reading down.
pub(crate) fn insert_void(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    (at, revision): (Timestamp, i64),
    (now, by): (Timestamp, Option<UserId>),
    reason: &str,
) -> Result<(), Problem> {
    let sql = tenant
        .sql(
            "INSERT INTO reading_voids (organization_id, meter_id, recorded_at, revision, voided_at, voided_by, reason) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(meter)
        .bind(at)
        .bind(revision)
        .bind(now)
        .bind(by)
        .bind(reason);
    tenant.execute(&sql)?;
    Ok(())
}

/// The quality of the reading that counts at an instant.
pub(crate) fn quality_at(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    shown: Shown,
) -> Result<(Shown, Quality), Problem> {
    let at = super::at_instants(tenant, meter, &[shown.at])?;
    Ok((shown, at.first().map_or(Quality::Good, |found| found.quality)))
}
