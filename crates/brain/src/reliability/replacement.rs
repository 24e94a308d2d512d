//! When to replace before failure, so that a unit of time costs least.

use super::{Law, Unable, unable::positive};
use crate::numbers::{Bracket, gamma, gamma_cdf, root};

/// What replacing costs.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// Of a planned replacement, in any currency unit.
    pub preventive: f64,
    /// Of a failure with all that follows.
    pub failure: f64,
}

/// The best age to replace at, and what it is worth.
#[derive(Clone, Debug)]
pub struct Replacement {
    /// The age or interval; `None` when running to failure is cheaper.
    pub age: Option<f64>,
    /// Cost per unit of time at that age, or of running to failure.
    pub cost_rate: f64,
    /// Cost per unit of time when units run to failure; `None` for a unit that is repaired to as good as before, whose
    /// rate of failure has no end.
    pub run_to_failure: Option<f64>,
    /// The share of units that reach the age.
    pub reliability: Option<f64>,
    /// Cost per unit of time over the age, for a chart.
    pub curve: Vec<(f64, f64)>,
}

impl Replacement {
    /// What replacing saves, as a share of the cost of running to failure; 0 when it saves nothing.
    pub fn saving(&self) -> Option<f64> {
        self.run_to_failure.map(|cost| if self.age.is_some() { 1.0 - self.cost_rate / cost } else { 0.0 })
    }
}

/// Shape and scale of a Weibull law, and costs, checked.
struct Plan {
    beta: f64,
    eta: f64,
    costs: Costs,
}

impl Plan {
    fn new(beta: f64, eta: f64, costs: Costs) -> Result<Self, Unable> {
        Law::weibull(beta, eta)?;
        positive("cost_preventive", costs.preventive)?;
        positive("cost_failure", costs.failure)?;
        let plan = Self { beta, eta, costs };
        if !plan.mean().is_finite() {
            return Err(Unable::invalid("beta", "is so small that the mean life is larger than any number"));
        }
        if !((costs.failure + costs.preventive) / plan.mean().min(eta)).is_finite() {
            return Err(Unable::invalid("cost_failure", "is so large that no number is its cost per time"));
        }
        Ok(plan)
    }

    fn mean(&self) -> f64 {
        self.eta * gamma(1.0 + 1.0 / self.beta)
    }

    /// The mean time in service up to an age: `∫ R(s) ds` from 0.
    fn service(&self, age: f64) -> f64 {
        self.mean() * gamma_cdf(1.0 / self.beta, (age / self.eta).powf(self.beta))
    }

    fn age_rate(&self, age: f64) -> f64 {
        let alive = (-(age / self.eta).powf(self.beta)).exp();
        (self.costs.preventive * alive + self.costs.failure * (1.0 - alive)) / self.service(age)
    }

    fn block_rate(&self, interval: f64) -> f64 {
        (self.costs.preventive + self.costs.failure * (interval / self.eta).powf(self.beta)) / interval
    }

    /// A curve on ages from well before to well after the best one.
    fn curve(&self, best: Option<f64>, rate: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        const POINTS: u32 = 80;
        let middle = best.unwrap_or(self.eta);
        let (from, to) = (0.2 * middle, (4.0 * middle).max(1.5 * self.eta));
        (0..=POINTS)
            .map(|at| from * (to / from).powf(f64::from(at) / f64::from(POINTS)))
            .map(|age| (age, rate(age)))
            .filter(|(age, rate)| age.is_finite() && rate.is_finite())
            .collect()
    }
}

/// The age at which a unit is best replaced when it has not failed before; a failed one is replaced at once
/// (Barlow & Hunter 1960, Operations Research 8, 90-100). The age solves `h(t) ∫ R - F(t) = cp / (cf - cp)`, whose left
/// side rises without end for a shape above 1, so that there is exactly one; for a shape of 1 or less, or a failure that
/// costs no more than a replacement, there is none. Times are in the unit of `eta`, rates in the costs' unit per that.
///
/// # Errors
/// [`Unable::Invalid`] for values that are not above zero.
pub fn replacement_age(beta: f64, eta: f64, costs: Costs) -> Result<Replacement, Unable> {
    let plan = Plan::new(beta, eta, costs)?;
    let run_to_failure = costs.failure / plan.mean();
    let ratio = costs.preventive / (costs.failure - costs.preventive);
    let law = Law::Weibull { shape: beta, scale: eta, threshold: 0.0 };
    let excess = |ln_age: f64| {
        let age = eta * ln_age.exp();
        law.hazard(age) * plan.service(age) - law.failed(age) - ratio
    };
    let found = (beta > 1.0 && ratio > 0.0)
        .then(|| Bracket::walk(excess, -60.0, 1.0, 300.0))
        .flatten()
        .map(|ends| eta * root(excess, ends).exp());
    // An age that no unit reaches is no age to replace at.
    let age = found.filter(|age| law.reliability(*age) > 1e-9 && plan.age_rate(*age) < run_to_failure);
    Ok(Replacement {
        age,
        cost_rate: age.map_or(run_to_failure, |age| plan.age_rate(age)),
        run_to_failure: Some(run_to_failure),
        reliability: age.map(|age| law.reliability(age)),
        curve: plan.curve(age, |age| plan.age_rate(age)),
    })
}

/// The interval at which a repairable unit is best renewed when failures in between are repaired to as good as before
/// (block replacement with minimal repair, Barlow & Hunter 1960): `eta (cp / ((beta - 1) cf))^(1 / beta)`, the cost of
/// failure being that of a repair. For a shape of 1 or less there is none: repairs alone cost `cf / eta` at a shape of 1,
/// and ever less below. Above 1 their rate rises without end, so that there is no cost of never renewing to compare with.
///
/// # Errors
/// [`Unable::Invalid`] for values that are not above zero.
pub fn block_interval(beta: f64, eta: f64, costs: Costs) -> Result<Replacement, Unable> {
    let plan = Plan::new(beta, eta, costs)?;
    let never = if beta < 1.0 { 0.0 } else { costs.failure / eta };
    let age = (beta > 1.0)
        .then(|| eta * (costs.preventive / ((beta - 1.0) * costs.failure)).powf(1.0 / beta))
        .filter(|age| age.is_finite());
    if age.is_some_and(|age| !(age > 0.0 && plan.block_rate(age).is_finite())) {
        return Err(Unable::invalid(
            "cost_failure",
            "is so large that the unit would be renewed all the time",
        ));
    }
    Ok(Replacement {
        age,
        cost_rate: age.map_or(never, |age| plan.block_rate(age)),
        run_to_failure: age.is_none().then_some(never),
        reliability: age.map(|age| (-(age / eta).powf(beta)).exp()),
        curve: plan.curve(age, |age| plan.block_rate(age)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEAR: Costs = Costs { preventive: 1.0, failure: 10.0 };

    #[test]
    fn no_other_age_costs_less() {
        for beta in [1.1, 1.5, 2.0, 3.5, 8.0] {
            for plan in [replacement_age, block_interval] {
                let best = plan(beta, 750.0, DEAR).unwrap();
                let lowest = best.curve.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
                assert!(best.cost_rate <= lowest && lowest < 1.05 * best.cost_rate, "{beta}");
            }
        }
    }

    #[test]
    fn running_to_failure_is_said_to_be_cheaper_when_it_is() {
        for (beta, costs) in [(1.0, DEAR), (0.6, DEAR), (3.0, Costs { preventive: 5.0, failure: 5.0 })] {
            let best = replacement_age(beta, 750.0, costs).unwrap();
            assert!(best.age.is_none() && best.saving() == Some(0.0), "{beta}");
            assert_eq!(Some(best.cost_rate), best.run_to_failure);
        }
        assert!(replacement_age(1.000_1, 750.0, DEAR).unwrap().age.is_none());
        let block = |beta| block_interval(beta, 750.0, DEAR).unwrap();
        assert!(block(0.9).age.is_none() && block(0.9).cost_rate == 0.0);
        assert!(block(1.0).age.is_none() && (block(1.0).cost_rate - 10.0 / 750.0).abs() < 1e-15);
        assert!(block(2.0).age.is_some() && block(2.0).saving().is_none());
    }

    #[test]
    fn another_unit_of_time_changes_the_age_alone() {
        let hours = replacement_age(2.2, 8_760.0, DEAR).unwrap();
        let years = replacement_age(2.2, 1.0, DEAR).unwrap();
        assert!((hours.age.unwrap() / 8_760.0 / years.age.unwrap() - 1.0).abs() < 1e-12);
        assert!((hours.cost_rate * 8_760.0 / years.cost_rate - 1.0).abs() < 1e-12);
    }

    #[test]
    fn wrong_values_are_named() {
        let refused = replacement_age(2.0, -1.0, DEAR).unwrap_err();
        assert!(matches!(refused, Unable::Invalid { field, .. } if field == "eta"));
    }
}
