use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

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
