//! Units of time, order and ways of counting don't matter, and knowing less never claims more.

use brain::reliability::{
    Exponential, Fit, Interval, Law, Life, Lognormal, Observation, Sample, Weibull, kaplan_meier, turnbull,
};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngSeed},
};

use super::Uniform;

fn close(one: f64, other: f64, tolerance: f64) -> bool {
    (one - other).abs() <= tolerance * (one.abs() + other.abs())
}

fn alike(one: Interval, other: Interval) -> bool {
    let side = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => close(one, other, 1e-6),
        (one, other) => one.is_none() && other.is_none(),
    };
    side(one.lower, other.lower) && side(one.upper, other.upper)
}

/// Lives of every kind of knowledge.
fn lives() -> impl Strategy<Value = Vec<Observation>> {
    let life = prop_oneof![
        4 => (0.01_f64..100.0).prop_map(Life::Failed),
        3 => (0.01_f64..100.0).prop_map(Life::Survived),
        1 => (0.01_f64..100.0).prop_map(Life::FailedBefore),
        1 => (0.01_f64..100.0, 0.01_f64..50.0).prop_map(|(from, more)| Life::FailedBetween(from, from + more)),
    ];
    vec((life, 1_u32..4).prop_map(|(life, count)| Observation { life, count: f64::from(count) }), 2..30)
}

proptest! {
    #![proptest_config(Config { cases: 64, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..Config::default() })]

    #[test]
    fn another_unit_of_time_changes_the_scale_alone(lives in lives(), exponent in -9_i32..12) {
        let factor = 10_f64.powi(exponent);
        let sample = Sample::new(lives).unwrap();
        let scaled = sample.scaled(factor).unwrap();
        let (Ok(one), Ok(other)) = (Weibull::fit(&sample), Weibull::fit(&scaled)) else {
            prop_assert!(Weibull::fit(&sample).is_err() && Weibull::fit(&scaled).is_err());
            return Ok(());
        };
        prop_assert!(close(one.shape(), other.shape(), 1e-8), "{} {}", one.shape(), other.shape());
        prop_assert!(close(one.scale() * factor, other.scale(), 1e-8));
        for (one, other) in one.parameters(0.9).into_iter().zip(other.parameters(0.9)) {
            let unit = if one.name == "eta" { factor } else { 1.0 };
            prop_assert!(alike(one.wald.unwrap().map(|x| x * unit), other.wald.unwrap()), "Wald {one:?} {other:?}");
            let (ratio, scaled) = (one.likelihood_ratio.unwrap().map(|x| x * unit), other.likelihood_ratio.unwrap());
            prop_assert!(alike(ratio, scaled), "ratio {one:?} {other:?}");
        }
    }

    #[test]
    fn estimates_are_maxima_and_lie_inside_their_bounds(lives in lives()) {
        let sample = Sample::new(lives).unwrap();
        for fit in [
            Weibull::fit(&sample).map(|fit| Box::new(fit) as Box<dyn Fit>),
            Lognormal::fit(&sample).map(|fit| Box::new(fit) as Box<dyn Fit>),
            Exponential::fit(&sample).map(|fit| Box::new(fit) as Box<dyn Fit>),
        ].into_iter().flatten() {
            let best = likelihood(&sample, fit.law());
            prop_assert!(close(best, fit.log_likelihood(), 1e-9), "{best} {}", fit.log_likelihood());
            for factor in [0.99, 1.01] {
                for worse in neighbours(fit.law(), factor) {
                    prop_assert!(likelihood(&sample, worse) <= best + 1e-9 * best.abs());
                }
            }
            for parameter in fit.parameters(0.9) {
                prop_assert!(parameter.wald.unwrap().holds(parameter.value));
                prop_assert!(parameter.likelihood_ratio.unwrap().holds(parameter.value));
            }
            let (wide, narrow) = (fit.life(0.1, 0.95), fit.life(0.1, 0.8));
            let inside = |wide: Interval, narrow: Interval| {
                narrow.lower.is_none_or(|x| wide.lower.is_none_or(|w| w <= x))
                    && narrow.upper.is_none_or(|x| wide.upper.is_none_or(|w| w >= x))
            };
            prop_assert!(inside(wide.wald.unwrap(), narrow.wald.unwrap()));
            prop_assert!(inside(wide.likelihood_ratio.unwrap(), narrow.likelihood_ratio.unwrap()));
        }
    }

    #[test]
    fn counting_equal_lives_is_listing_them(lives in lives()) {
        let listed: Vec<Observation> = lives
            .iter()
            .rev()
            .flat_map(|one| (1_u32..).take_while(|at| f64::from(*at) <= one.count).map(|_| Observation { count: 1.0, ..*one }))
            .collect();
        let (counted, listed) = (Sample::new(lives).unwrap(), Sample::new(listed).unwrap());
        if let (Ok(one), Ok(other)) = (Weibull::fit(&counted), Weibull::fit(&listed)) {
            prop_assert!(close(one.shape(), other.shape(), 1e-8) && close(one.scale(), other.scale(), 1e-8));
        }
    }

    #[test]
    fn knowing_an_age_less_exactly_never_lowers_the_likelihood(lives in lives(), wider in 1.01_f64..3.0) {
        let interval = |life, factor: f64| match life {
            Life::Failed(age) => Life::FailedBetween(age / (1.2 * factor), age * 1.2 * factor),
            Life::FailedBefore(age) => Life::FailedBefore(age * factor),
            Life::FailedBetween(from, to) => Life::FailedBetween(from / factor, to * factor),
            Life::Survived(age) => Life::Survived(age / factor),
        };
        let blurred = |factor| {
            Sample::new(lives.iter().map(|one| Observation { life: interval(one.life, factor), ..*one }).collect()).unwrap()
        };
        if let (Ok(sharp), Ok(blunt)) = (Weibull::fit(&blurred(1.0)), Weibull::fit(&blurred(wider))) {
            prop_assert!(blunt.log_likelihood() >= sharp.log_likelihood() - 1e-9 * sharp.log_likelihood().abs());
        }
    }

    #[test]
    fn a_suspension_in_place_of_a_failure_never_shortens_the_mean_life(lives in lives()) {
        let Some(at) = lives.iter().position(|one| matches!(one.life, Life::Failed(_))) else { return Ok(()) };
        let mut spared = lives.clone();
        if let Life::Failed(age) = spared[at].life {
            spared[at].life = Life::Survived(age);
        }
        let fit = |lives: Vec<Observation>| Exponential::fit(&Sample::new(lives).unwrap());
        if let (Ok(failed), Ok(spared)) = (fit(lives), fit(spared)) {
            prop_assert!(spared.mean() >= failed.mean() * (1.0 - 1e-9));
        }
    }
}

fn neighbours(law: Law, factor: f64) -> Vec<Law> {
    match law {
        Law::Weibull { shape, scale, threshold } => vec![
            Law::Weibull { shape: shape * factor, scale, threshold },
            Law::Weibull { shape, scale: scale * factor, threshold },
        ],
        Law::Lognormal { location, spread } => vec![
            Law::Lognormal { location: location + factor - 1.0, spread },
            Law::Lognormal { location, spread: spread * factor },
        ],
        Law::Exponential { mean } => vec![Law::Exponential { mean: mean * factor }],
        Law::Normal { .. } => Vec::new(),
    }
}

/// The likelihood by its definition.
fn likelihood(sample: &Sample, law: Law) -> f64 {
    sample
        .observations()
        .iter()
        .map(|one| {
            one.count
                * match one.life {
                    Life::Failed(t) => law.hazard(t).ln() + law.ln_reliability(t),
                    Life::Survived(t) => law.ln_reliability(t),
                    Life::FailedBefore(t) => law.failed(t).ln(),
                    Life::FailedBetween(from, to) => {
                        law.ln_reliability(from)
                            + (-(law.ln_reliability(to) - law.ln_reliability(from)).exp_m1()).ln()
                    }
                }
        })
        .sum()
}

#[test]
fn narrow_intervals_are_known_ages() {
    let law = Law::weibull(2.2, 900.0).unwrap();
    let sample = Uniform(8).lives(law, 60, 1_400.0);
    let narrow = sample.observations().iter().map(|one| match one.life {
        Life::Failed(age) => {
            Observation { life: Life::FailedBetween(age * 0.999_95, age * 1.000_05), ..*one }
        }
        _ => *one,
    });
    let narrow = Sample::new(narrow.collect()).unwrap();
    let (known, seen) = (Weibull::fit(&sample).unwrap(), Weibull::fit(&narrow).unwrap());
    assert!(close(known.shape(), seen.shape(), 1e-6) && close(known.scale(), seen.scale(), 1e-6));
    let (steps, masses) = (kaplan_meier(&sample, 0.9).unwrap(), turnbull(&narrow).unwrap());
    for (step, mass) in steps.iter().zip(&masses) {
        assert!((step.survival - mass.survival).abs() < 1e-6);
    }
}

#[test]
fn nearly_no_failures_among_very_many_units_are_fitted() {
    let mut lives = vec![Observation { life: Life::Survived(2_000.0), count: 1e7 }];
    lives.extend([900.0, 1_500.0, 1_999.0].map(Observation::failed));
    let fit = Weibull::fit(&Sample::new(lives).unwrap()).unwrap();
    assert!(fit.shape() > 1.0 && fit.scale() > 1e5 && fit.scale().is_finite());
    let eta = fit.parameters(0.9)[1].likelihood_ratio.unwrap();
    assert!(eta.holds(fit.scale()) && eta.upper.is_some_and(f64::is_finite));
}
