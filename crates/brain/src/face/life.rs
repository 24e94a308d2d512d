//! Lives: fits, comparisons and survival.

use contract::reliability::{
    Caution, FitBounds, FittedLife, LifeEvent, LifeFit, LifeModel, LifeObservation, ModelComparison,
    NewComparison, NewLifeFit, NewSurvival, PlottingPosition, Range, ReliabilityAt, ShareOfLives, Survival,
    SurvivalStep, SurvivalStretch,
};
use kernel::Problem;
use web::{Body, Reply};

use super::{ROWS, at_most, computed, range, refused};
use crate::reliability::{
    Criteria, Exponential, Fit, Law, Life, Lognormal, Normal, Observation, Sample, Unable, Weibayes, Weibull,
    Weibull3, anderson_darling, constant_rate_bounds, constant_rate_test, kaplan_meier, plotting_positions,
    turnbull,
};

/// Below this many failures the bounds say more than the estimate.
const FEW: f64 = 5.0;
/// Shares and times that one request may ask for.
const QUESTIONS: usize = 200;

pub(super) async fn fit_life(Body(request): Body<NewLifeFit>) -> Reply {
    computed(move || {
        let sample = sample(&request.observations)?;
        check(&request)?;
        if request.model == LifeModel::Weibayes {
            return weibayes(&request, &sample);
        }
        let fit = fitted(request.model, &sample).map_err(refused("observations"))?;
        if !B_LIVES.iter().all(|(_, share)| fit.law().quantile(*share).is_finite()) {
            return Err(Problem::field("observations", "lead to lives that are larger than any number"));
        }
        Ok(described(&request, &sample, fit.as_ref()))
    })
    .await
}

pub(super) async fn compare_models(Body(request): Body<NewComparison>) -> Reply {
    computed(move || {
        let sample = sample(&request.observations)?;
        let models = [
            LifeModel::Weibull2,
            LifeModel::Weibull3,
            LifeModel::Exponential,
            LifeModel::Lognormal,
            LifeModel::Normal,
        ];
        let mut answers: Vec<ModelComparison> =
            models.into_iter().map(|model| compared(model, &sample)).collect();
        answers.sort_by(|one, other| {
            let key = |answer: &ModelComparison| answer.aic.unwrap_or(f64::INFINITY);
            key(one).total_cmp(&key(other))
        });
        Ok(answers)
    })
    .await
}

pub(super) async fn estimate_survival(Body(request): Body<NewSurvival>) -> Reply {
    computed(move || {
        let sample = sample(&request.observations)?;
        if !sample.ages_are_known() {
            at_most("observations", request.observations.len(), 5_000)?;
            let stretches = turnbull(&sample).map_err(refused("observations"))?;
            let stretch = |mass: crate::reliability::Mass| SurvivalStretch {
                from: mass.from,
                to: mass.to.is_finite().then_some(mass.to),
                share: mass.share,
                survival: mass.survival,
            };
            let stretches = stretches.into_iter().map(stretch).collect();
            return Ok(Survival { steps: Vec::new(), stretches });
        }
        let steps = kaplan_meier(&sample, request.confidence).map_err(refused("observations"))?;
        let step = |step: crate::reliability::Step| SurvivalStep {
            time: step.time,
            at_risk: step.at_risk,
            failed: step.failed,
            survival: step.survival,
            error: step.error,
            bounds: step.bounds.map(range),
            cumulative_hazard: step.cumulative_hazard,
            hazard_error: step.hazard_error,
        };
        Ok(Survival { steps: steps.into_iter().map(step).collect(), stretches: Vec::new() })
    })
    .await
}

fn sample(observations: &[LifeObservation]) -> Result<Sample, Problem> {
    at_most("observations", observations.len(), ROWS)?;
    let lives = observations.iter().enumerate().map(|(at, one)| {
        let life = match (one.event, one.until) {
            (LifeEvent::IntervalCensored, Some(until)) => Life::FailedBetween(one.time, until),
            (LifeEvent::IntervalCensored, None) => {
                return Err(Problem::field(
                    format!("observations[{at}].until"),
                    "is needed for interval_censored",
                ));
            }
            (_, Some(_)) => {
                return Err(Problem::field(
                    format!("observations[{at}].until"),
                    "is only for interval_censored",
                ));
            }
            (LifeEvent::Failure, None) => Life::Failed(one.time),
            (LifeEvent::Censored, None) => Life::Survived(one.time),
            (LifeEvent::LeftCensored, None) => Life::FailedBefore(one.time),
        };
        Ok(Observation { life, count: f64::from(one.count) })
    });
    Sample::new(lives.collect::<Result<_, _>>()?).map_err(refused("observations"))
}

fn check(request: &NewLifeFit) -> Result<(), Problem> {
    at_most("shares", request.shares.len(), QUESTIONS)?;
    at_most("times", request.times.len(), QUESTIONS)?;
    let inside = |value: f64| value > 0.0 && value < 1.0;
    if !inside(request.confidence) {
        return Err(Problem::field("confidence", "must be between 0 and 1, such as 0.9"));
    }
    if let Some(at) = request.shares.iter().position(|share| !inside(*share)) {
        return Err(Problem::field(format!("shares[{at}]"), "must be between 0 and 1"));
    }
    if let Some(at) = request.times.iter().position(|time| !(time.is_finite() && *time > 0.0)) {
        return Err(Problem::field(format!("times[{at}]"), "must be a number above zero"));
    }
    match (request.model, request.assumed_beta) {
        (LifeModel::Weibayes, None) => Err(Problem::field("assumed_beta", "is needed for weibayes")),
        (LifeModel::Weibayes, Some(_)) | (_, None) => Ok(()),
        (_, Some(_)) => Err(Problem::field("assumed_beta", "is only for weibayes")),
    }
}

fn fitted(model: LifeModel, sample: &Sample) -> Result<Box<dyn Fit>, Unable> {
    Ok(match model {
        LifeModel::Weibull2 | LifeModel::Weibayes => Box::new(Weibull::fit(sample)?),
        LifeModel::Weibull3 => Box::new(Weibull3::fit(sample)?),
        LifeModel::Exponential => Box::new(Exponential::fit(sample)?),
        LifeModel::Lognormal => Box::new(Lognormal::fit(sample)?),
        LifeModel::Normal => Box::new(Normal::fit(sample)?),
    })
}

const fn parameters_of(model: LifeModel) -> f64 {
    match model {
        LifeModel::Exponential | LifeModel::Weibayes => 1.0,
        LifeModel::Weibull2 | LifeModel::Lognormal | LifeModel::Normal => 2.0,
        LifeModel::Weibull3 => 3.0,
    }
}

fn named(law: Law, model: LifeModel) -> FittedLife {
    match law {
        Law::Weibull { shape, scale, threshold } => FittedLife {
            beta: Some(shape),
            eta: Some(scale),
            gamma: (model == LifeModel::Weibull3).then_some(threshold),
            ..FittedLife::default()
        },
        Law::Exponential { .. } => FittedLife::default(),
        Law::Lognormal { location: mu, spread: sigma } | Law::Normal { mean: mu, deviation: sigma } => {
            FittedLife { mu: Some(mu), sigma: Some(sigma), ..FittedLife::default() }
        }
    }
}

const B_LIVES: [(&str, f64); 3] = [("b1", 0.01), ("b10", 0.1), ("b50", 0.5)];

fn described(request: &NewLifeFit, sample: &Sample, fit: &dyn Fit) -> LifeFit {
    let law = fit.law();
    let confidence = request.confidence;
    let mut bounds = FitBounds::default();
    let mut add = |name: &str, wald: Option<Range>, ratio: Option<Range>| {
        bounds.wald.extend(wald.map(|range| (name.to_owned(), range)));
        bounds.likelihood_ratio.extend(ratio.map(|range| (name.to_owned(), range)));
    };
    for parameter in fit.parameters(confidence) {
        add(parameter.name, parameter.wald.map(range), parameter.likelihood_ratio.map(range));
    }
    for (name, share) in B_LIVES {
        let life = fit.life(share, confidence);
        add(name, life.wald.map(range), life.likelihood_ratio.map(range));
    }
    if request.model == LifeModel::Exponential
        && let Some(exact) = exact_mean(sample, confidence)
    {
        bounds.exact.insert("mean".to_owned(), exact);
    }
    let lives = request.shares.iter().map(|share| {
        let life = fit.life(*share, confidence);
        ShareOfLives {
            share: *share,
            time: life.value,
            wald: life.wald.map(range),
            likelihood_ratio: life.likelihood_ratio.map(range),
            exact: None,
        }
    });
    let reliability = request.times.iter().map(|time| {
        let at = fit.reliability(*time, confidence);
        ReliabilityAt {
            time: *time,
            reliability: at.value,
            wald: at.wald.map(range),
            likelihood_ratio: at.likelihood_ratio.map(range),
            exact: None,
        }
    });
    let criteria = Criteria::new(sample, fit.log_likelihood(), parameters_of(request.model));
    let distance = anderson_darling(sample, law).ok();
    LifeFit {
        log_likelihood: Some(fit.log_likelihood()),
        aic: Some(criteria.aic),
        aicc: criteria.aicc,
        bic: Some(criteria.bic),
        anderson_darling: distance.map(|distance| distance.statistic),
        anderson_darling_p: distance.and_then(|distance| distance.p_value),
        lives: lives.collect(),
        reliability: reliability.collect(),
        cautions: cautions(request.model, sample, law, distance.and_then(|distance| distance.p_value)),
        ..outline(request, sample, law, bounds)
    }
}

fn exact_mean(sample: &Sample, confidence: f64) -> Option<Range> {
    let bounds = constant_rate_bounds(sample.time_on_test()?, sample.failures(), false, confidence);
    bounds.ok().map(range)
}

/// What a law says by itself.
fn outline(request: &NewLifeFit, sample: &Sample, law: Law, bounds: FitBounds) -> LifeFit {
    let position = |(time, share)| PlottingPosition { time, share };
    LifeFit {
        model: request.model,
        parameters: named(law, request.model),
        observed: sample.observed(),
        failures: sample.failures(),
        mean: Some(law.mean()).filter(|mean| mean.is_finite()),
        deviation: Some(law.deviation()).filter(|deviation| deviation.is_finite()),
        b1: law.quantile(0.01),
        b10: law.quantile(0.1),
        b50: law.quantile(0.5),
        log_likelihood: None,
        aic: None,
        aicc: None,
        bic: None,
        anderson_darling: None,
        anderson_darling_p: None,
        confidence: request.confidence,
        bounds,
        lives: Vec::new(),
        reliability: Vec::new(),
        positions: plotting_positions(sample).unwrap_or_default().into_iter().map(position).collect(),
        cautions: Vec::new(),
    }
}

fn cautions(model: LifeModel, sample: &Sample, law: Law, fit: Option<f64>) -> Vec<Caution> {
    let mut cautions = Vec::new();
    if sample.failures() < FEW {
        cautions.push(Caution::FewFailures);
    }
    if let Law::Weibull { shape, threshold, .. } = law {
        if shape < 1.0 {
            cautions.push(Caution::EarlyFailures);
        }
        if model == LifeModel::Weibull3 && threshold == 0.0 {
            cautions.push(Caution::NoFailureFreeTime);
        }
        if model == LifeModel::Weibull2 && constant_rate_test(sample).is_ok_and(|test| test.p_value > 0.1) {
            cautions.push(Caution::ConstantRateSuffices);
        }
    }
    if fit.is_some_and(|p| p < 0.05) {
        cautions.push(Caution::PoorFit);
    }
    cautions
}

fn weibayes(request: &NewLifeFit, sample: &Sample) -> Result<LifeFit, Problem> {
    let shape = request.assumed_beta.unwrap_or(1.0);
    let found = Weibayes::new(sample, shape, request.confidence).map_err(refused("observations"))?;
    let lower = |value: f64| Range { lower: Some(value), upper: None };
    let mut bounds = FitBounds::default();
    bounds.exact.insert("eta".to_owned(), lower(found.scale_lower));
    for (name, share) in B_LIVES {
        bounds.exact.insert(name.to_owned(), lower(found.life_lower(share)));
    }
    let below = found.law_lower();
    let law = match found.scale {
        Some(scale) => Law::Weibull { shape, scale, threshold: 0.0 },
        None => below,
    };
    let lives = request.shares.iter().map(|share| ShareOfLives {
        share: *share,
        time: law.quantile(*share),
        wald: None,
        likelihood_ratio: None,
        exact: Some(lower(below.quantile(*share))),
    });
    let reliability = request.times.iter().map(|time| ReliabilityAt {
        time: *time,
        reliability: law.reliability(*time),
        wald: None,
        likelihood_ratio: None,
        exact: Some(lower(below.reliability(*time))),
    });
    Ok(LifeFit {
        lives: lives.collect(),
        reliability: reliability.collect(),
        cautions: cautions(LifeModel::Weibayes, sample, law, None),
        ..outline(request, sample, law, bounds)
    })
}

fn compared(model: LifeModel, sample: &Sample) -> ModelComparison {
    match fitted(model, sample) {
        Ok(fit) => {
            let criteria = Criteria::new(sample, fit.log_likelihood(), parameters_of(model));
            ModelComparison {
                model,
                parameters: named(fit.law(), model),
                log_likelihood: Some(fit.log_likelihood()),
                aic: Some(criteria.aic),
                bic: Some(criteria.bic),
                anderson_darling: anderson_darling(sample, fit.law()).ok().map(|distance| distance.statistic),
                reason: None,
            }
        }
        Err(reason) => ModelComparison {
            model,
            parameters: FittedLife::default(),
            log_likelihood: None,
            aic: None,
            bic: None,
            anderson_darling: None,
            reason: Some(format!("The observations {reason}.")),
        },
    }
}
