//! `GET /meters/{id}/series`: a span of readings in buckets. Buckets of a day or wider are made of sums by the day, those
//! of an hour or wider of sums by the hour, and narrower ones of the readings, unless there are very many.

use axum::extract::State;
use contract::{
    meters::{Series, SeriesBucket, SeriesFilter, SeriesGrain},
    permissions::ViewMeters,
};
use jiff::{SignedDuration, Timestamp};
use kernel::{MeterId, Problem, Quantity};
use web::{Answer, Can, Path, Query, Reply};

use super::{counter::Shown, sites_within, store};
use crate::{App, tenant::Tenant};

const HOUR: i64 = 3_600_000_000;
/// More readings than this are not looked at one by one.
const FEW: i64 = 50_000;

/// Show a meter's readings over a span: lowest, highest, mean and last for each of at most `points` buckets.
#[utoipa::path(get, path = "/meters/{id}/series", tag = "meters", operation_id = "find_meter_series",
    params(("id" = Uuid, Path), SeriesFilter), responses((status = 200, body = Series)))]
pub(super) async fn find_meter_series(
    can: Can<ViewMeters>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
    Query(filter): Query<SeriesFilter>,
) -> Reply {
    let (sites, now) = (sites_within(&can), can.now);
    let series = app
        .read(&can, move |tenant| {
            store::find_meter(tenant, id, sites.as_deref())?;
            series(tenant, id, &filter, now)
        })
        .await?;
    Ok(Answer::ok(&series)?)
}

/// Where the hour or the day of an instant begins, in UTC. `grain` in hours.
pub(super) fn beginning(at: Timestamp, grain: i64) -> Timestamp {
    let micros = at.as_microsecond();
    Timestamp::from_microsecond(micros - micros.rem_euclid(grain * HOUR)).unwrap_or(at)
}

/// Where it ends.
pub(super) fn ending(from: Timestamp, grain: i64) -> Timestamp {
    from.checked_add(SignedDuration::from_hours(grain)).unwrap_or(Timestamp::MAX)
}

fn series(
    tenant: &mut Tenant<'_, '_>,
    meter: MeterId,
    filter: &SeriesFilter,
    now: Timestamp,
) -> Result<Series, Problem> {
    let to = filter.to.unwrap_or(now);
    let month = SignedDuration::from_hours(30 * 24);
    let from = match filter.from {
        Some(from) => from,
        None => to.checked_sub(month).map_err(Problem::internal)?,
    };
    if from >= to {
        return Err(Problem::field("to", "must be after from"));
    }
    let points = i64::from(filter.points.unwrap_or(200));
    if !(1..=2_000).contains(&points) {
        return Err(Problem::field("points", "must be from 1 to 2000"));
    }
    let span = to.as_microsecond().saturating_sub(from.as_microsecond());
    let width = (span + points - 1) / points;
    let made_of = if width >= 24 * HOUR {
        SeriesGrain::Days
    } else if width >= HOUR || store::count_by_sums(tenant, meter, beginning(from, 1), to)? > FEW {
        SeriesGrain::Hours
    } else {
        SeriesGrain::Readings
    };
    let grain = match made_of {
        SeriesGrain::Readings => {
            let mut buckets = Buckets::new(from, width);
            store::visit_counting(tenant, meter, from, to, FEW + 1, |shown| buckets.add(Part::of(shown)))?;
            return Ok(buckets.finish(from, to, made_of));
        }
        SeriesGrain::Hours => 1,
        SeriesGrain::Days => 24,
    };
    // Buckets begin and end where the sums do.
    let start = beginning(from, grain);
    let step = grain * HOUR;
    let span = to.as_microsecond().saturating_sub(start.as_microsecond());
    let width = ((span + points - 1) / points + step - 1) / step * step;
    let mut buckets = Buckets::new(start, width);
    store::visit_sums(tenant, meter, grain, (start, to), |part| buckets.add(part))?;
    Ok(buckets.finish(start, to, made_of))
}

/// Readings that go into a bucket together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub starts_at: Timestamp,
    pub readings: i64,
    pub lowest: Quantity,
    pub highest: Quantity,
    pub total: f64,
    pub last: Shown,
}

impl Part {
    fn of(shown: Shown) -> Self {
        let (value, starts_at) = (shown.value, shown.at);
        Self { starts_at, readings: 1, lowest: value, highest: value, total: value.as_f64(), last: shown }
    }
}

/// Buckets while they are filled, in order.
struct Buckets {
    from: i64,
    width: i64,
    made: Vec<(i64, Part)>,
}

impl Buckets {
    fn new(from: Timestamp, width: i64) -> Self {
        Self { from: from.as_microsecond(), width: width.max(1), made: Vec::new() }
    }

    fn add(&mut self, part: Part) {
        let place = (part.starts_at.as_microsecond() - self.from).div_euclid(self.width);
        match self.made.last_mut().filter(|(last, _)| *last == place) {
            Some((_, bucket)) => {
                bucket.readings += part.readings;
                bucket.lowest = bucket.lowest.min(part.lowest);
                bucket.highest = bucket.highest.max(part.highest);
                bucket.total += part.total;
                if part.last.at >= bucket.last.at {
                    bucket.last = part.last;
                }
            }
            None => self.made.push((place, part)),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts and widths are small")]
    fn finish(self, from: Timestamp, to: Timestamp, made_of: SeriesGrain) -> Series {
        let at = |place: i64| Timestamp::from_microsecond(self.from + place * self.width).unwrap_or(from);
        let bucket = |(place, part): &(i64, Part)| SeriesBucket {
            at: at(*place),
            min: part.lowest,
            max: part.highest,
            mean: part.total / part.readings as f64,
            last: part.last.value,
            count: part.readings,
        };
        let buckets = self.made.iter().map(bucket).collect();
        Series { from, to, bucket_seconds: self.width as f64 / 1e6, made_of, buckets }
    }
}
