//! Examples of textbooks and handbooks, each with its source: the figures printed there come out.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss, clippy::float_cmp)]

use brain::reliability::{
    Criteria, Exponential, Fit, Life, Lognormal, Observation, Sample, Weibull, Weibull3, anderson_darling,
};

/// Million revolutions of 23 deep-groove ball bearings: Lieblein & Zelen 1956, J. Research NBS 57, 273-316.
const BALL_BEARINGS: [f64; 23] = [
    17.88, 28.92, 33.0, 41.52, 42.12, 45.6, 48.4, 51.84, 51.96, 54.12, 55.56, 67.8, 68.64, 68.64, 68.88,
    84.12, 93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.4,
];

/// Hours of 70 diesel generator fans: Nelson 1982, "Applied Life Data Analysis", table 2.1. Age, failed, running.
const FANS: [(f64, f64, f64); 34] = [
    (450.0, 1.0, 0.0),
    (460.0, 0.0, 1.0),
    (1150.0, 2.0, 0.0),
    (1560.0, 0.0, 1.0),
    (1600.0, 1.0, 0.0),
    (1660.0, 0.0, 1.0),
    (1850.0, 0.0, 5.0),
    (2030.0, 0.0, 3.0),
    (2070.0, 2.0, 0.0),
    (2080.0, 1.0, 0.0),
    (2200.0, 0.0, 1.0),
    (3000.0, 0.0, 4.0),
    (3100.0, 1.0, 0.0),
    (3200.0, 0.0, 1.0),
    (3450.0, 1.0, 0.0),
    (3750.0, 0.0, 2.0),
    (4150.0, 0.0, 4.0),
    (4300.0, 0.0, 4.0),
    (4600.0, 1.0, 0.0),
    (4850.0, 0.0, 4.0),
    (5000.0, 0.0, 3.0),
    (6100.0, 1.0, 3.0),
    (6300.0, 0.0, 1.0),
    (6450.0, 0.0, 2.0),
    (6700.0, 0.0, 1.0),
    (7450.0, 0.0, 1.0),
    (7800.0, 0.0, 2.0),
    (8100.0, 0.0, 2.0),
    (8200.0, 0.0, 1.0),
    (8500.0, 0.0, 3.0),
    (8750.0, 1.0, 2.0),
    (9400.0, 0.0, 1.0),
    (9900.0, 0.0, 1.0),
    (10100.0, 0.0, 3.0),
];
/// The oldest fan, still running.
const OLDEST_FAN: f64 = 11_500.0;

/// Kilometres of 38 shock absorbers: O'Connor 1985, "Practical Reliability Engineering"; Meeker & Escobar 1998, table C.2.
const SHOCK_FAILED: [f64; 11] =
    [6700.0, 9120.0, 12200.0, 13150.0, 14300.0, 17520.0, 20100.0, 20900.0, 22700.0, 26510.0, 27490.0];
const SHOCK_RUNNING: [f64; 27] = [
    6950.0, 7820.0, 8790.0, 9660.0, 9820.0, 11310.0, 11690.0, 11850.0, 11880.0, 12140.0, 12870.0, 13330.0,
    13470.0, 14040.0, 17540.0, 17890.0, 18450.0, 18960.0, 18980.0, 19410.0, 20100.0, 20150.0, 20320.0,
    23490.0, 27410.0, 27890.0, 28100.0,
];

fn sample(failed: &[f64], running: &[f64]) -> Sample {
    let failed = failed.iter().map(|age| Observation::failed(*age));
    Sample::new(failed.chain(running.iter().map(|age| Observation::survived(*age))).collect()).unwrap()
}

#[track_caller]
fn printed(found: f64, book: f64, digits: f64) {
    assert!((found - book).abs() <= 0.5 * digits * 1.02, "{found} is not {book} as printed");
}

#[test]
fn ball_bearings_of_lieblein_and_zelen() {
    let sample = sample(&BALL_BEARINGS, &[]);
    // Lawless 2003, example 5.3.1, and Meeker & Escobar 1998, 11.4.
    let weibull = Weibull::fit(&sample).unwrap();
    printed(weibull.shape(), 2.102, 1e-3);
    printed(weibull.scale(), 81.87, 1e-2);
    let lognormal = Lognormal::fit(&sample).unwrap();
    printed(lognormal.location(), 4.150, 1e-3);
    printed(lognormal.spread(), 0.522, 1e-3);
    assert!(lognormal.log_likelihood() > weibull.log_likelihood(), "the lognormal law fits them better");
    assert!(anderson_darling(&sample, weibull.law()).unwrap().p_value.unwrap() > 0.25);
    // With three parameters the likelihood has a local maximum with a threshold near 15 (Lawless 2003, 5.3.3).
    let three = Weibull3::fit(&sample).unwrap();
    assert!(three.threshold() > 10.0 && three.threshold() < 17.88, "{}", three.threshold());
    assert!(three.log_likelihood() > weibull.log_likelihood());
}

#[test]
fn diesel_generator_fans_of_nelson() {
    let mut lives = vec![Observation::survived(OLDEST_FAN)];
    for (age, failed, running) in FANS {
        for (count, life) in [(failed, Life::Failed(age)), (running, Life::Survived(age))] {
            if count > 0.0 {
                lives.push(Observation { life, count });
            }
        }
    }
    let sample = Sample::new(lives).unwrap();
    assert!(sample.observed() == 70.0 && sample.failures() == 12.0);
    let weibull = Weibull::fit(&sample).unwrap();
    printed(weibull.shape(), 1.0584, 1e-4);
    printed(weibull.scale(), 26_296.84, 2e-2);
    let shape = &weibull.parameters(0.95)[0];
    printed(shape.wald.unwrap().lower.unwrap(), 0.6441, 1e-4);
    // Nelson 1982, chapter 3: 28,700 hours on the mean at a constant rate, with exact bounds of 95 %.
    printed(Exponential::fit(&sample).unwrap().mean(), 28_700.0, 100.0);
}

#[test]
fn shock_absorbers_of_o_connor() {
    // Meeker & Escobar 1998, 8.3: mu 10.23, sigma 0.3164 for the Weibull law.
    let weibull = Weibull::fit(&sample(&SHOCK_FAILED, &SHOCK_RUNNING)).unwrap();
    printed(weibull.scale().ln(), 10.23, 1e-2);
    printed(1.0 / weibull.shape(), 0.3164, 1e-4);
}

#[test]
fn the_censored_test_of_the_nist_handbook() {
    // NIST/SEMATECH e-Handbook of Statistical Methods, 8.4.1.3.
    let failed = [54.0, 187.0, 216.0, 240.0, 244.0, 335.0, 361.0, 373.0, 375.0, 386.0];
    let sample = sample(&failed, &[500.0; 10]);
    let weibull = Weibull::fit(&sample).unwrap();
    printed(weibull.shape(), 1.7208, 1e-4);
    printed(weibull.scale(), 606.528, 1e-3);
    printed(weibull.log_likelihood(), -75.135, 1e-3);
    printed(weibull.law().mean(), 540.737, 1e-3);
    printed(weibull.law().deviation(), 323.806, 1e-3);
    let lognormal = Lognormal::fit(&sample).unwrap();
    printed(Criteria::new(&sample, weibull.log_likelihood(), 2.0).aic, 154.27, 1e-2);
    printed(Criteria::new(&sample, lognormal.log_likelihood(), 2.0).aic, 154.39, 1e-2);
}
