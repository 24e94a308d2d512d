//! How many spare parts to hold so that a demand during the lead time seldom meets an empty shelf.

use super::{
    Unable,
    unable::{fraction, positive},
};
use crate::numbers::{ln_gamma, poisson_mass};

/// What is known of the demand and the way back to stock.
#[derive(Clone, Copy, Debug)]
pub struct Demand {
    /// Parts asked for per unit of time, on the mean.
    pub rate: f64,
    /// The time from ordering a part to having it, or of sending one to repair and having it back.
    pub lead_time: f64,
    /// The variance of the demand during the lead time divided by its mean: 1 for independent demands (Poisson), above 1
    /// when they come in batches (negative binomial).
    pub variance_to_mean: f64,
}

/// What a stock level achieves.
#[derive(Clone, Copy, Debug)]
pub struct Level {
    /// Parts in stock and on order together.
    pub stock: u32,
    /// The probability that the demand of a lead time does not exceed the stock.
    pub service: f64,
    /// The share of demands that find a part on the shelf.
    pub fill_rate: f64,
    /// Demands waiting for a part, on the mean.
    pub waiting: f64,
}

/// The advice.
#[derive(Clone, Debug)]
pub struct Spares {
    /// The smallest stock that reaches the service level.
    pub advised: Level,
    /// The demand expected during the lead time: by Palm's theorem also the mean number in the pipeline, whatever the
    /// law of the lead time.
    pub lead_time_demand: f64,
    /// What fewer parts, and a few more, would achieve.
    pub levels: Vec<Level>,
}

/// Stock for which the demand during a lead time is met with the probability `service`, one part being reordered (or sent
/// to repair) for each that is taken (Sherbrooke 2004, "Optimal Inventory Modeling of Systems", chapters 2 and 3;
/// Palm 1938). For a repairable pool give the turn-around time of the repair as the lead time.
///
/// # Errors
/// [`Unable::Invalid`] for values out of range, or a demand of more than 100,000 parts in a lead time.
pub fn spares(demand: Demand, service: f64) -> Result<Spares, Unable> {
    positive("rate", demand.rate)?;
    positive("lead_time", demand.lead_time)?;
    fraction("service_level", service)?;
    if !(demand.variance_to_mean >= 1.0 && demand.variance_to_mean <= 1_000.0) {
        return Err(Unable::invalid("variance_to_mean", "must be between 1 and 1000"));
    }
    let mean = demand.rate * demand.lead_time;
    if mean > 100_000.0 {
        return Err(Unable::invalid("rate", "must ask for at most 100000 parts in a lead time"));
    }
    let mass = |count: u32| lead_time_mass(mean, demand.variance_to_mean, f64::from(count));
    let (mut below, mut waiting) = (0.0, mean);
    let mut levels: Vec<Level> = Vec::new();
    let mut advised = None;
    for stock in 0_u32.. {
        let fill_rate = below;
        let here = mass(stock);
        below += here;
        levels.push(Level {
            stock,
            service: f64::min(below, 1.0),
            fill_rate: f64::min(fill_rate, 1.0),
            waiting,
        });
        waiting = (waiting - (1.0 - below)).max(0.0);
        if advised.is_none() && below >= service - 1e-13 {
            advised = Some(levels[levels.len() - 1]);
        }
        let nothing_left = here == 0.0 && f64::from(stock) > mean;
        if nothing_left || advised.is_some_and(|level| stock >= level.stock + 3) {
            break;
        }
    }
    let advised = advised.ok_or_else(|| Unable::invalid("service_level", "can't be reached"))?;
    let shown = levels.len().saturating_sub(30);
    Ok(Spares { advised, lead_time_demand: mean, levels: levels.split_off(shown) })
}

/// The probability of a demand: Poisson, or negative binomial with the same mean and a larger variance.
fn lead_time_mass(mean: f64, ratio: f64, count: f64) -> f64 {
    if ratio - 1.0 < 1e-9 {
        return poisson_mass(mean, count);
    }
    let size = mean / (ratio - 1.0);
    let ln = ln_gamma(count + size) - ln_gamma(size) - ln_gamma(count + 1.0) - size * ratio.ln()
        + count * ((ratio - 1.0) / ratio).ln();
    ln.exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::poisson_cdf;

    const SLOW: Demand = Demand { rate: 0.02, lead_time: 100.0, variance_to_mean: 1.0 };

    #[test]
    fn two_parts_a_lead_time_need_five_for_ninety_five_percent() {
        let found = spares(SLOW, 0.95).unwrap();
        assert_eq!(found.advised.stock, 5);
        assert!((found.advised.service - poisson_cdf(2.0, 5.0)).abs() < 1e-13);
        assert!((found.advised.fill_rate - poisson_cdf(2.0, 4.0)).abs() < 1e-13);
        assert!((found.levels[0].waiting - 2.0).abs() < 1e-15);
        // Σ (x - 1) p(x) over x > 1, by hand.
        assert!((found.levels[1].waiting - (1.0 + (-2.0_f64).exp())).abs() < 1e-12);
    }

    #[test]
    fn more_service_longer_lead_times_and_batches_need_more_parts() {
        let stock = |demand, service| spares(demand, service).unwrap().advised.stock;
        assert!(stock(SLOW, 0.999) > stock(SLOW, 0.95));
        assert!(stock(Demand { lead_time: 300.0, ..SLOW }, 0.95) > stock(SLOW, 0.95));
        assert!(stock(Demand { variance_to_mean: 3.0, ..SLOW }, 0.95) > stock(SLOW, 0.95));
        let nearly = Demand { variance_to_mean: 1.000_001, ..SLOW };
        assert!(
            (spares(nearly, 0.95).unwrap().advised.service - spares(SLOW, 0.95).unwrap().advised.service)
                .abs()
                < 1e-5
        );
    }

    #[test]
    fn large_demands_are_still_answered() {
        let found = spares(Demand { rate: 100.0, lead_time: 900.0, variance_to_mean: 1.0 }, 0.99).unwrap();
        let expected = 90_000.0 + 2.326 * 90_000.0_f64.sqrt();
        assert!((f64::from(found.advised.stock) - expected).abs() < 3.0);
    }
}
