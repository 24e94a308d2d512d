//! How long the mathematics of reliability takes: ten thousand assets fitted one after the other, with Wald bounds.

use std::hint::black_box;

use brain::reliability::{Fit, Life, Observation, Sample, Weibull};
use criterion::{Criterion, criterion_group, criterion_main};

/// Lives of one asset: `failures` failures and as many suspensions, spread without randomness.
fn asset(number: u32, failures: u32) -> Sample {
    let observations = (0..2 * failures).map(|at| {
        let place = f64::from((at * 7_919 + number * 104_729) % 9_973) / 9_973.0 + 5e-5;
        let age = 800.0 * (-place.ln()).powf(1.0 / 1.8);
        Observation { life: if at % 2 == 0 { Life::Failed(age) } else { Life::Survived(age) }, count: 1.0 }
    });
    Sample::new(observations.collect()).unwrap_or_else(|reason| panic!("{reason}"))
}

fn ten_thousand_assets(criterion: &mut Criterion) {
    let assets: Vec<Sample> = (0..10_000).map(|number| asset(number, 10)).collect();
    let mut group = criterion.benchmark_group("reliability");
    group.sample_size(10);
    group.bench_function("10,000 assets of 20 lives: estimates", |bencher| {
        bencher.iter(|| {
            assets
                .iter()
                .filter_map(|lives| Weibull::fit(black_box(lives)).ok())
                .map(|fit| fit.shape())
                .sum::<f64>()
        });
    });
    group.bench_function("1,000 assets of 20 lives: estimates and all bounds", |bencher| {
        bencher.iter(|| {
            assets[..1_000]
                .iter()
                .filter_map(|lives| Weibull::fit(black_box(lives)).ok())
                .map(|fit| fit.parameters(0.9).len() + usize::from(fit.life(0.1, 0.9).wald.is_some()))
                .sum::<usize>()
        });
    });
    let large = asset(1, 50_000);
    group.bench_function("one class of 100,000 lives", |bencher| {
        bencher.iter(|| Weibull::fit(black_box(&large)).map(|fit| fit.shape()));
    });
    group.finish();
}

criterion_group!(benches, ten_thousand_assets);
criterion_main!(benches);
