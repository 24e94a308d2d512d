//! What holds for any data: estimators find what data were made of, bounds hold as often as they say, and units of time
//! don't matter. Everything is made from fixed seeds.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss, clippy::float_cmp)]

mod hostile;
mod invariance;
mod recovery;

use brain::reliability::{Law, Life, Observation, Sample};

/// Numbers between 0 and 1 from a seed (SplitMix64, Steele et al. 2014).
struct Uniform(u64);

impl Uniform {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        ((mixed >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// Lives of units that were put in service at different times, so that a share is still running.
    fn lives(&mut self, law: Law, units: usize, longest: f64) -> Sample {
        let lives = (0..units).map(|_| {
            let age = law.quantile(self.next());
            let watched = longest * (0.2 + 0.8 * self.next());
            if age <= watched { Observation::failed(age) } else { Observation::survived(watched) }
        });
        Sample::new(lives.collect()).unwrap()
    }

    /// Lives seen by inspections alone.
    fn inspected(&mut self, law: Law, units: usize, every: f64, last: f64) -> Sample {
        let lives = (0..units).map(|_| {
            let age = law.quantile(self.next());
            let before = (age / every).floor() * every;
            let life = if age > last {
                Life::Survived(last)
            } else if before == 0.0 {
                Life::FailedBefore(every)
            } else {
                Life::FailedBetween(before, before + every)
            };
            Observation { life, count: 1.0 }
        });
        Sample::new(lives.collect()).unwrap()
    }
}
