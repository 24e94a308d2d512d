//! Estimators find what data were made of, and bounds hold as often as they say.

use brain::reliability::{
    Event, Exponential, Fit, Histories, History, Law, Lognormal, Normal, PowerLaw, Unable, Weibull, Weibull3,
};

use super::Uniform;

/// Fails unless every parameter lies within four standard errors of the truth.
#[track_caller]
fn found(fit: &dyn Fit, truth: &[f64]) {
    for (parameter, truth) in fit.parameters(0.9).iter().zip(truth) {
        let away = (parameter.value - truth) / parameter.error.unwrap();
        assert!(away.abs() < 4.0, "{}: {} is {away:.1} errors from {truth}", parameter.name, parameter.value);
    }
}

#[test]
fn every_distribution_is_found_again_in_censored_lives() {
    let mut uniform = Uniform(1);
    for shape in [0.5, 1.0, 2.5, 8.0] {
        let lives = uniform.lives(Law::weibull(shape, 3_000.0).unwrap(), 2_000, 4_000.0);
        found(&Weibull::fit(&lives).unwrap(), &[shape, 3_000.0]);
    }
    let lives = uniform.lives(Law::Exponential { mean: 900.0 }, 2_000, 1_500.0);
    found(&Exponential::fit(&lives).unwrap(), &[900.0]);
    let lives = uniform.lives(Law::Lognormal { location: 7.0, spread: 0.9 }, 2_000, 2_500.0);
    found(&Lognormal::fit(&lives).unwrap(), &[7.0, 0.9]);
    let lives = uniform.lives(Law::Normal { mean: 500.0, deviation: 60.0 }, 2_000, 700.0);
    found(&Normal::fit(&lives).unwrap(), &[500.0, 60.0]);
}

#[test]
fn every_distribution_is_found_again_by_inspections_alone() {
    let mut uniform = Uniform(2);
    let lives = uniform.inspected(Law::weibull(1.7, 3_000.0).unwrap(), 2_000, 700.0, 4_200.0);
    found(&Weibull::fit(&lives).unwrap(), &[1.7, 3_000.0]);
    let lives = uniform.inspected(Law::Lognormal { location: 7.0, spread: 0.9 }, 2_000, 500.0, 3_000.0);
    found(&Lognormal::fit(&lives).unwrap(), &[7.0, 0.9]);
    let lives = uniform.inspected(Law::Exponential { mean: 900.0 }, 2_000, 300.0, 1_500.0);
    found(&Exponential::fit(&lives).unwrap(), &[900.0]);
}

#[test]
fn a_failure_free_time_is_found_again_and_none_is_invented_for_early_failures() {
    let mut uniform = Uniform(3);
    let law = Law::Weibull { shape: 2.6, scale: 1_000.0, threshold: 600.0 };
    let (mut held, mut sum) = (0, 0.0);
    let rounds = 50;
    for _ in 0..rounds {
        let fit = Weibull3::fit(&uniform.lives(law, 150, 2_500.0)).unwrap();
        held += u32::from(fit.parameters(0.9)[2].likelihood_ratio.unwrap().holds(600.0));
        sum += fit.threshold();
    }
    let (share, mean) = (f64::from(held) / f64::from(rounds), sum / f64::from(rounds));
    assert!((0.78..=0.98).contains(&share), "the bounds hold in {share}");
    assert!((mean - 600.0).abs() < 60.0, "the mean threshold is {mean}");
    found(&Weibull3::fit(&uniform.inspected(law, 800, 60.0, 2_100.0)).unwrap(), &[2.6, 1_000.0, 600.0]);
    let early = uniform.lives(Law::weibull(0.6, 1_000.0).unwrap(), 200, 3_000.0);
    match Weibull3::fit(&early) {
        Err(Unable::NoThreshold { .. }) => {}
        Ok(fit) => assert!(fit.threshold() == 0.0, "{}", fit.threshold()),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn bounds_of_lives_hold_as_often_as_they_say() {
    let mut uniform = Uniform(4);
    let law = Law::weibull(1.8, 1_000.0).unwrap();
    let (mut wald, mut ratio, mut b10, mut alive) = (0, 0, 0, 0);
    let rounds = 250;
    for _ in 0..rounds {
        let fit = Weibull::fit(&uniform.lives(law, 40, 1_600.0)).unwrap();
        let parameters = fit.parameters(0.9);
        wald += u32::from(parameters[0].wald.unwrap().holds(1.8));
        ratio += u32::from(parameters[1].likelihood_ratio.unwrap().holds(1_000.0));
        b10 += u32::from(fit.life(0.1, 0.9).likelihood_ratio.unwrap().holds(law.quantile(0.1)));
        alive +=
            u32::from(fit.reliability(700.0, 0.9).likelihood_ratio.unwrap().holds(law.reliability(700.0)));
    }
    // Nine in ten, give or take three standard deviations of 250 rounds and what small samples take away.
    for (what, held) in [("Wald", wald), ("ratio", ratio), ("B10", b10), ("reliability", alive)] {
        let share = f64::from(held) / f64::from(rounds);
        assert!((0.84..=0.955).contains(&share), "{what}: {share}");
    }
}

/// Failures of a power law process with `lambda = 1`, by time or up to a number.
fn process(uniform: &mut Uniform, beta: f64, end: Option<f64>, failures: usize) -> Histories {
    let mut sum = 0.0;
    let mut events = Vec::new();
    while events.len() < failures {
        sum -= uniform.next().ln();
        let time = f64::powf(sum, 1.0 / beta);
        if end.is_some_and(|end| time > end) {
            break;
        }
        events.push(Event { time, count: 1.0, cost: 0.0 });
    }
    let last = events.last().map_or(1.0, |event| event.time);
    let ended_by_failure = end.is_none();
    Histories::new(vec![History { start: 0.0, end: end.unwrap_or(last), ended_by_failure, events }]).unwrap()
}

#[test]
fn exact_bounds_of_repairable_systems_hold_as_often_as_they_say() {
    let mut uniform = Uniform(5);
    let beta = 0.7;
    let rounds = 400;
    for by_failure in [false, true] {
        let (mut shape, mut mtbf, mut counted) = (0, 0, 0);
        for _ in 0..rounds {
            let end = (!by_failure).then_some(30.0);
            let histories = process(&mut uniform, beta, end, if by_failure { 8 } else { usize::MAX });
            let Ok(fit) = PowerLaw::fit(&histories) else { continue };
            counted += 1;
            let truth = fit.at.powf(1.0 - beta) / beta;
            shape += u32::from(fit.exact_beta(0.8).unwrap().holds(beta));
            mtbf += u32::from(fit.exact_mtbf(0.8).unwrap().holds(truth));
        }
        let share = |held: u32| f64::from(held) / f64::from(counted);
        assert!((share(shape) - 0.8).abs() < 0.05, "shape, by failure {by_failure}: {}", share(shape));
        // Conditional on a count, bounds hold at least as often as they say.
        assert!((0.75..0.9).contains(&share(mtbf)), "MTBF, by failure {by_failure}: {}", share(mtbf));
    }
}

#[test]
fn systems_watched_from_any_age_give_the_shape_of_their_process() {
    let mut uniform = Uniform(6);
    let systems = (0..60).map(|_| {
        let whole = process(&mut uniform, 1.6, Some(12.0), usize::MAX);
        let (start, end) = (6.0 * uniform.next(), 8.0 + 4.0 * uniform.next());
        let events =
            whole.systems()[0].events.iter().copied().filter(|event| event.time > start && event.time <= end);
        History { start, end, ended_by_failure: false, events: events.collect() }
    });
    let fit = PowerLaw::fit(&Histories::new(systems.collect()).unwrap()).unwrap();
    assert!(fit.wald_beta(0.999).holds(1.6), "{}", fit.beta);
    assert!(fit.ratio_beta(0.999).holds(1.6) && fit.ratio_mtbf(0.999).holds(1.0 / (1.6 * fit.at.powf(0.6))));
    assert!(fit.exact_beta(0.9).is_none(), "exact bounds need one common watch");
}
