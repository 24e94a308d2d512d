//! The share of units that live on, without assuming any distribution: Kaplan–Meier and Nelson–Aalen.

use super::{Interval, Sample, Unable, sample::Life};
use crate::numbers::two_sided;

/// The estimates from one age of failure up to the next.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The age at which units failed.
    pub time: f64,
    /// Units still watched and good just before.
    pub at_risk: f64,
    /// Units that failed then.
    pub failed: f64,
    /// Kaplan–Meier's share of units that live beyond (1958, JASA 53, 457-481).
    pub survival: f64,
    /// Its standard error by Greenwood (1926); `None` where no unit is left.
    pub error: Option<f64>,
    /// Bounds on `ln(-ln S)`, which stay between 0 and 1 (Kalbfleisch & Prentice 2002, 1.4.1).
    pub bounds: Option<Interval>,
    /// Nelson–Aalen's cumulative hazard `Σ d / n` (Nelson 1972, Technometrics 14, 945-966).
    pub cumulative_hazard: f64,
    /// Its standard error, `sqrt(Σ d / n²)` (Aalen 1978).
    pub hazard_error: f64,
}

/// One step for every age at which a unit failed. A unit that left at such an age still counts as at risk then.
///
/// # Errors
/// [`Unable::Invalid`] when ages are censored from the left or in intervals: those need
/// [`turnbull`](super::turnbull); or for a confidence outside of 0 to 1.
pub fn kaplan_meier(sample: &Sample, confidence: f64) -> Result<Vec<Step>, Unable> {
    super::unable::fraction("confidence", confidence)?;
    if !sample.ages_are_known() {
        return Err(Unable::invalid(
            "observations",
            "must have known ages for Kaplan-Meier; use Turnbull's estimate for intervals",
        ));
    }
    let mut lives: Vec<(f64, f64, bool)> = sample
        .observations()
        .iter()
        .filter_map(|one| match one.life {
            Life::Failed(t) => Some((t, one.count, true)),
            Life::Survived(t) => Some((t, one.count, false)),
            Life::FailedBefore(_) | Life::FailedBetween(..) => None,
        })
        .collect();
    lives.sort_by(|one, other| one.0.total_cmp(&other.0));
    let z = two_sided(confidence);
    let (mut at_risk, mut survival, mut greenwood) = (sample.observed(), 1.0, 0.0);
    let (mut hazard, mut hazard_variance) = (0.0, 0.0);
    let mut steps = Vec::new();
    for same_age in lives.chunk_by(|one, other| one.0 == other.0) {
        let failed: f64 = same_age.iter().filter(|life| life.2).map(|life| life.1).sum();
        if failed > 0.0 {
            // Counts that are no whole numbers leave a rest of rounding.
            at_risk = f64::max(at_risk, failed);
            let left = at_risk - failed;
            survival *= left / at_risk;
            greenwood += failed / (at_risk * left);
            hazard += failed / at_risk;
            hazard_variance += failed / (at_risk * at_risk);
            let uncertain = survival > 0.0;
            steps.push(Step {
                time: same_age[0].0,
                at_risk,
                failed,
                survival,
                error: uncertain.then(|| survival * greenwood.sqrt()),
                bounds: uncertain.then(|| {
                    let ln = survival.ln();
                    let reach = (z * greenwood.sqrt() / -ln).exp();
                    Interval::new((ln * reach).exp(), (ln / reach).exp())
                }),
                cumulative_hazard: hazard,
                hazard_error: hazard_variance.sqrt(),
            });
        }
        at_risk -= same_age.iter().map(|life| life.1).sum::<f64>();
    }
    Ok(steps)
}

/// The estimate just after `time`: the last step at or before it.
pub fn survival_at(steps: &[Step], time: f64) -> f64 {
    let passed = steps.partition_point(|step| step.time <= time);
    passed.checked_sub(1).map_or(1.0, |at| steps[at].survival)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reliability::Observation;

    #[test]
    fn the_leukaemia_remissions_of_the_textbooks_come_out() {
        // 6-MP group of Freireich et al. 1963, as worked in Kalbfleisch & Prentice 2002, 1.4: S(10) = 0.753, S(23) = 0.448.
        let failed = [6.0, 6.0, 6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0].map(Observation::failed);
        let left =
            [6.0, 9.0, 10.0, 11.0, 17.0, 19.0, 20.0, 25.0, 32.0, 32.0, 34.0, 35.0].map(Observation::survived);
        let sample = Sample::new(failed.into_iter().chain(left).collect()).unwrap();
        let steps = kaplan_meier(&sample, 0.95).unwrap();
        assert_eq!(steps.len(), 7);
        assert!((survival_at(&steps, 10.0) - 0.753).abs() < 5e-4);
        assert!((survival_at(&steps, 30.0) - 0.448).abs() < 5e-4);
        assert!((survival_at(&steps, 5.9) - 1.0).abs() < 1e-15);
        assert!((steps[2].error.unwrap() - 0.0963).abs() < 5e-5);
    }

    #[test]
    fn when_all_have_failed_nothing_is_left_and_no_bound_is_invented() {
        let sample = Sample::new(vec![Observation::failed(3.0), Observation::failed(5.0)]).unwrap();
        let last = kaplan_meier(&sample, 0.9).unwrap()[1];
        assert!(last.survival == 0.0 && last.error.is_none() && last.bounds.is_none());
    }
}
