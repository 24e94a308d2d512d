//! Whatever is asked, there is an answer made of numbers or a reason, and it comes soon.

use brain::reliability::{
    Costs, Count, Demand, Event, Exponential, Fit, GroupedPowerLaw, Histories, History, Law, Life, Lognormal,
    Measure, Normal, Observation, PowerLaw, Sample, Trend, Unable, Units, Weibayes, Weibull, Weibull3,
    anderson_darling, block_interval, failures_with_renewal, first_failures, kaplan_meier, mean_cumulative,
    replacement_age, spares, turnbull,
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngSeed},
};

/// Numbers that plants never have and forms still send.
fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => prop_oneof![Just(1.0), Just(2.0), Just(100.0), Just(100.000_001), Just(8_760.0)],
        4 => 0.001_f64..1e4,
        2 => (-300.0_f64..300.0).prop_map(|exponent| 10_f64.powf(exponent)),
        1 => prop_oneof![
            Just(0.0), Just(-0.0), Just(-5.0), Just(f64::NAN), Just(f64::INFINITY), Just(f64::MAX),
            Just(f64::MIN_POSITIVE), Just(5e-324)
        ],
    ]
}

fn lives() -> impl Strategy<Value = Vec<Observation>> {
    let life = (0..6_u8, any_number(), any_number()).prop_map(|(kind, age, later)| match kind {
        0..=2 => Life::Failed(age),
        3 => Life::Survived(age),
        4 => Life::FailedBefore(age),
        _ => Life::FailedBetween(age, later),
    });
    let count =
        prop_oneof![8 => Just(1.0), 2 => Just(3.0), 1 => Just(1e9), 1 => Just(0.3), 1 => any_number()];
    vec((life, count).prop_map(|(life, count)| Observation { life, count }), 0..8)
}

fn systems() -> impl Strategy<Value = Vec<History>> {
    let event = (any_number(), prop_oneof![9 => Just(1.0), 1 => any_number()], any_number())
        .prop_map(|(time, count, cost)| Event { time, count: count.min(1e4), cost });
    let system =
        (0..8_u8, any_number(), prop_oneof![5 => Just(9_000.0), 1 => any_number()], vec(event, 0..6))
            .prop_map(|(kind, start, end, mut events)| {
                events.retain(|event| event.time <= end || kind == 1);
                let last = events.iter().map(|event| event.time).fold(0.0, f64::max);
                let ended_by_failure = kind == 0 && last > 0.0;
                History {
                    start: if kind == 2 { start } else { 0.0 },
                    end: if ended_by_failure { last } else { end },
                    ended_by_failure,
                    events,
                }
            });
    vec(system, 0..4)
}

fn a_fit_is_made_of_numbers(fit: &dyn Fit) -> Result<(), TestCaseError> {
    for parameter in fit.parameters(0.9) {
        prop_assert!(parameter.value.is_finite(), "{parameter:?}");
        for bounds in [parameter.wald, parameter.likelihood_ratio].into_iter().flatten() {
            let number = |side: Option<f64>| side.is_none_or(f64::is_finite);
            prop_assert!(number(bounds.lower) && number(bounds.upper), "{parameter:?}");
        }
    }
    let life = fit.life(0.1, 0.9);
    prop_assert!(!life.value.is_nan(), "{life:?}");
    for time in [0.0, 1e-300, 50.0, 1e300] {
        let alive = fit.reliability(time, 0.9);
        prop_assert!((0.0..=1.0).contains(&alive.value), "{time}: {alive:?}");
    }
    prop_assert!(!fit.log_likelihood().is_nan());
    Ok(())
}

/// A refusal names the field or the counts.
fn said(reason: &Unable) -> Result<(), TestCaseError> {
    prop_assert!(reason.to_string().len() > 10, "{reason:?}");
    Ok(())
}

proptest! {
    #![proptest_config(Config { cases: 48, rng_seed: RngSeed::Fixed(11), failure_persistence: None, ..Config::default() })]

    #[test]
    fn lives_are_fitted_or_refused(lives in lives()) {
        let sample = match Sample::new(lives) {
            Ok(sample) => sample,
            Err(reason) => return said(&reason),
        };
        let fits: [Result<Box<dyn Fit>, Unable>; 5] = [
            Weibull::fit(&sample).map(|fit| Box::new(fit) as Box<dyn Fit>),
            Weibull3::fit(&sample).map(|fit| Box::new(fit) as Box<dyn Fit>),
            Exponential::fit(&sample).map(|fit| Box::new(fit) as Box<dyn Fit>),
            Lognormal::fit(&sample).map(|fit| Box::new(fit) as Box<dyn Fit>),
            Normal::fit(&sample).map(|fit| Box::new(fit) as Box<dyn Fit>),
        ];
        for fit in fits {
            match fit {
                Ok(fit) => {
                    a_fit_is_made_of_numbers(fit.as_ref())?;
                    let _ = anderson_darling(&sample, fit.law());
                }
                Err(reason) => said(&reason)?,
            }
        }
        if let Ok(steps) = kaplan_meier(&sample, 0.9) {
            prop_assert!(steps.iter().all(|step| (0.0..=1.0).contains(&step.survival)));
        }
        if let Ok(masses) = turnbull(&sample) {
            let all: f64 = masses.iter().map(|mass| mass.share).sum();
            prop_assert!((all - 1.0).abs() < 1e-6, "{all}");
        }
        if let Ok(bound) = Weibayes::new(&sample, 2.0, 0.9) {
            prop_assert!(bound.scale_lower > 0.0 && bound.scale.is_none_or(|scale| scale >= bound.scale_lower));
        }
    }

    #[test]
    fn histories_are_analysed_or_refused(systems in systems()) {
        let histories = match Histories::new(systems) {
            Ok(histories) => histories,
            Err(reason) => return said(&reason),
        };
        match PowerLaw::fit(&histories) {
            Ok(fit) => {
                for value in [fit.beta, fit.lambda, fit.mtbf(), fit.cumulative_mtbf(), fit.expected(fit.at)] {
                    prop_assert!(value.is_finite() && value > 0.0, "{fit:?}");
                }
                prop_assert!(fit.wald_beta(0.9).holds(fit.beta) && fit.ratio_beta(0.9).holds(fit.beta));
                prop_assert!(fit.wald_mtbf(0.9).holds(fit.mtbf()));
                let slack = |bound: Option<f64>, factor: f64| bound.map(|bound| bound * factor);
                let ratio = fit.ratio_mtbf(0.9);
                prop_assert!(slack(ratio.lower, 0.999).is_none_or(|lower| lower <= fit.mtbf()), "{ratio:?}");
                prop_assert!(slack(ratio.upper, 1.001).is_none_or(|upper| upper >= fit.mtbf()), "{ratio:?}");
            }
            Err(reason) => said(&reason)?,
        }
        match Trend::test(&histories) {
            Ok(trend) => {
                prop_assert!((0.0..=1.0).contains(&trend.laplace.p_value), "{trend:?}");
                prop_assert!(trend.military_handbook.is_none_or(|test| (0.0..=1.0).contains(&test.p_value)));
            }
            Err(reason) => said(&reason)?,
        }
        for measure in [Measure::Count, Measure::Cost] {
            if let Ok(path) = mean_cumulative(&histories, measure, 0.9) {
                prop_assert!(path.is_sorted_by(|one, other| one.mean <= other.mean));
            }
        }
    }

    #[test]
    fn counts_are_fitted_or_refused(counts in vec((any_number(), 0..40_u32), 0..6)) {
        let mut counts: Vec<Count> =
            counts.into_iter().map(|(until, failures)| Count { until, failures: f64::from(failures) }).collect();
        counts.sort_by(|one, other| one.until.total_cmp(&other.until));
        match GroupedPowerLaw::fit(&counts) {
            Ok(fit) => prop_assert!(fit.beta > 0.0 && fit.mtbf() > 0.0 && fit.wald_beta(0.9).holds(fit.beta), "{fit:?}"),
            Err(reason) => said(&reason)?,
        }
    }

    #[test]
    fn decisions_are_made_of_numbers_or_refused(
        [beta, eta, preventive, failure] in [any_number(), any_number(), any_number(), any_number()],
        [age, horizon] in [any_number(), any_number()],
    ) {
        let costs = Costs { preventive, failure };
        for plan in [replacement_age, block_interval] {
            match plan(beta, eta, costs) {
                Ok(plan) => {
                    prop_assert!(!plan.cost_rate.is_nan() && plan.age.is_none_or(|age| age > 0.0), "{plan:?}");
                    prop_assert!(plan.saving().is_none_or(|saving| (0.0..=1.0).contains(&saving)), "{plan:?}");
                }
                Err(reason) => said(&reason)?,
            }
        }
        let Ok(law) = Law::weibull(beta, eta) else { return Ok(()) };
        let fleet = [Units { age, count: 3.0 }];
        for forecast in [first_failures, failures_with_renewal] {
            match forecast(law, &fleet, horizon, 0.9) {
                Ok(found) => prop_assert!(found.expected >= 0.0 && found.deviation >= 0.0, "{found:?}"),
                Err(reason) => said(&reason)?,
            }
        }
        if age >= 0.0 && age.is_finite() {
            prop_assert!(law.residual_quantile(age, 0.5) >= 0.0);
            prop_assert!((0.0..=1.0).contains(&law.conditional_reliability(age, 10.0)));
        }
    }

    #[test]
    fn stock_is_advised_or_refused(
        [rate, lead_time] in [any_number(), any_number()],
        service in prop_oneof![4 => 0.5_f64..1.0, 1 => any_number()],
        ratio in prop_oneof![Just(1.0), 1.0_f64..20.0, any_number()],
    ) {
        match spares(Demand { rate, lead_time, variance_to_mean: ratio }, service) {
            Ok(advice) => {
                prop_assert!(advice.advised.service >= service - 1e-12);
                prop_assert!(advice.levels.iter().all(|level| level.waiting >= 0.0 && level.fill_rate <= 1.0));
            }
            Err(reason) => said(&reason)?,
        }
    }
}
