use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::Id;

/// Where randomness comes from: the operating system in the product, a seeded sequence in tests.
#[derive(Clone, Debug)]
pub struct Entropy(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Seeded(Arc<Mutex<(u64, u64)>>),
}

impl Entropy {
    /// The operating system's generator.
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// The same sequence for the same seed. Only for tests: it is predictable.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(Mutex::new((seed, 0)))))
    }

    /// `N` random bytes.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: nothing may go on without it.
    #[expect(clippy::expect_used, reason = "a process without randomness must stop, not weaken its secrets")]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut out = [0; N];
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "the one place where the system is asked")]
            Source::System => getrandom::fill(&mut out).expect("the operating system gives randomness"),
            Source::Seeded(state) => {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                for chunk in out.chunks_mut(32) {
                    state.1 += 1;
                    let mut hash = Sha256::new();
                    hash.update(state.0.to_le_bytes());
                    hash.update(state.1.to_le_bytes());
                    chunk.copy_from_slice(&hash.finalize()[..chunk.len()]);
                }
            }
        }
        out
    }

    /// A new identity that sorts by the time it was made.
    pub fn id<Kind>(&self, now: Timestamp) -> Id<Kind> {
        let random: [u8; 10] = self.bytes();
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        Id::new(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// A secret of 256 bits in 64 hexadecimal digits.
    pub fn secret(&self) -> String {
        use std::fmt::Write;
        self.bytes::<32>().iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// An untyped identity, for rows that no one names.
    pub fn uuid(&self, now: Timestamp) -> Uuid {
        self.id::<()>(now).uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_never_repeat() {
        let entropy = Entropy::seeded(7);
        let early = Timestamp::from_second(1_000).unwrap();
        let late = Timestamp::from_second(2_000).unwrap();
        let (a, b, c) = (entropy.id::<()>(early), entropy.id::<()>(early), entropy.id::<()>(late));
        assert_ne!(a, b);
        assert!(a < c && b < c);
        assert_eq!(a.uuid().get_version_num(), 7);
    }

    #[test]
    fn a_seed_repeats_its_sequence_and_another_does_not() {
        assert_eq!(Entropy::seeded(1).secret(), Entropy::seeded(1).secret());
        assert_ne!(Entropy::seeded(1).secret(), Entropy::seeded(2).secret());
    }
}
