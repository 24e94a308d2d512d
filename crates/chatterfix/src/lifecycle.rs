//! Where this process stands between its start and its end, as orchestrators ask for it.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering::SeqCst},
};

/// Shared by the listener, the health addresses and what serves.
#[derive(Clone, Debug, Default)]
pub struct Lifecycle(Arc<AtomicU8>);

const STARTING: u8 = 0;
const READY: u8 = 1;
const DRAINING: u8 = 2;

impl Lifecycle {
    /// Migrated and composed: requests are welcome.
    pub fn ready(&self) {
        // A stop that came during the start stays.
        let _ = self.0.compare_exchange(STARTING, READY, SeqCst, SeqCst);
    }

    /// Told to stop.
    pub fn drain(&self) {
        self.0.store(DRAINING, SeqCst);
    }

    /// Why requests should go elsewhere, or nothing.
    pub fn reason(&self) -> Option<&'static str> {
        match self.0.load(SeqCst) {
            STARTING => Some("The server is starting."),
            DRAINING => Some("The server is about to stop."),
            _ => None,
        }
    }
}
