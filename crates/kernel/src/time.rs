use std::{
    ops::RangeInclusive,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Deserializer, de::Error};

use crate::Patch;

/// The years of the days and instants that clients may name. Not every database keeps earlier ones.
pub const YEARS: RangeInclusive<i16> = 1900..=9999;

/// What lies in a year, or in none because it is left out.
pub trait Dated {
    /// The year; of an instant, in UTC.
    fn year(&self) -> Option<i16>;
}

impl Dated for Date {
    fn year(&self) -> Option<i16> {
        Some(Self::year(*self))
    }
}

impl Dated for Timestamp {
    fn year(&self) -> Option<i16> {
        Some(TimeZone::UTC.to_datetime(*self).year())
    }
}

impl<T: Dated> Dated for Option<T> {
    fn year(&self) -> Option<i16> {
        self.as_ref().and_then(Dated::year)
    }
}

impl<T: Dated> Dated for Patch<T> {
    fn year(&self) -> Option<i16> {
        self.as_option().flatten().and_then(Dated::year)
    }
}

/// Reads a day or an instant of a request and refuses one outside of [`YEARS`]. Every such field carries
/// `#[serde(deserialize_with = "kernel::within_years")]`.
pub fn within_years<'de, D: Deserializer<'de>, T: Deserialize<'de> + Dated>(
    deserializer: D,
) -> Result<T, D::Error> {
    let dated = T::deserialize(deserializer)?;
    if dated.year().is_some_and(|year| !YEARS.contains(&year)) {
        return Err(D::Error::custom(format!("must be in the years {} to {}", YEARS.start(), YEARS.end())));
    }
    Ok(dated)
}

/// Where the present comes from: the machine in the product, a hand-turned clock in tests.
///
/// Instants have microsecond resolution, which both databases keep exactly.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Frozen(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until it is moved by [`Clock::advance`].
    pub fn frozen(at: Timestamp) -> Self {
        Self(Source::Frozen(Arc::new(Mutex::new(at))))
    }

    /// The present instant, cut to whole microseconds.
    pub fn now(&self) -> Timestamp {
        let now = match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "the one place where the machine is asked")]
            Source::System => Timestamp::now(),
            Source::Frozen(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        };
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Moves a frozen clock on; the machine's clock moves by itself.
    pub fn advance(&self, by: SignedDuration) {
        if let Source::Frozen(at) = &self.0 {
            let mut at = at.lock().unwrap_or_else(PoisonError::into_inner);
            *at = at.checked_add(by).unwrap_or(*at);
        }
    }
}
