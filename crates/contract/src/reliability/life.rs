//! Lives of units that are replaced when they fail, and the distributions fitted to them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Range, confidence, one};

/// A distribution to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LifeModel {
    /// Weibull with shape and scale.
    Weibull2,
    /// Weibull with shape, scale and a failure-free time.
    Weibull3,
    /// A constant failure rate.
    Exponential,
    /// The logarithm of the life is normal.
    Lognormal,
    /// The life is normal.
    Normal,
    /// Weibull with an assumed shape, for few failures or none.
    Weibayes,
}

/// What is known of the end of a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LifeEvent {
    /// Failed at `time`.
    Failure,
    /// Was still good at `time`, or left by another cause.
    Censored,
    /// Was found failed at `time`, failed some time before.
    LeftCensored,
    /// Was good at `time` and found failed at `until`.
    IntervalCensored,
}

/// One life, or `count` equal ones.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LifeObservation {
    /// The unit's age.
    pub time: f64,
    /// For `interval_censored`: the age at which it was found failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<f64>,
    /// What happened at that age.
    pub event: LifeEvent,
    /// How many units this speaks of.
    #[serde(default = "one")]
    pub count: u32,
}

/// `POST …/reliability/fits`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLifeFit {
    /// The distribution to fit.
    pub model: LifeModel,
    /// The lives.
    pub observations: Vec<LifeObservation>,
    /// Two-sided confidence of the bounds; one-sided for `weibayes`.
    #[serde(default = "confidence")]
    pub confidence: f64,
    /// For `weibayes`: the shape that is assumed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumed_beta: Option<f64>,
    /// Shares of failed units whose lives are wanted beside B1, B10 and B50.
    #[serde(default)]
    pub shares: Vec<f64>,
    /// Times at which the reliability is wanted.
    #[serde(default)]
    pub times: Vec<f64>,
}

/// Something to keep in mind when reading a fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// Fewer than five failures: the bounds say more than the estimate.
    FewFailures,
    /// The shape is below 1: failures get rarer with age, and replacing before failure does not help.
    EarlyFailures,
    /// The likelihood is greatest without a failure-free time: two parameters suffice.
    NoFailureFreeTime,
    /// A constant failure rate explains the lives about as well (likelihood-ratio test, 10 %).
    ConstantRateSuffices,
    /// The lives are unlikely under this distribution (Anderson–Darling, 5 %).
    PoorFit,
}

/// Bounds by name: `beta`, `eta`, `gamma`, `mean`, `mu`, `sigma`, `b1`, `b10`, `b50`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct FitBounds {
    /// From the observed information, on a scale that keeps them in their range.
    pub wald: BTreeMap<String, Range>,
    /// What a likelihood-ratio test would not reject.
    pub likelihood_ratio: BTreeMap<String, Range>,
    /// By the chi-square law of the total time: two-sided for `exponential` with known ages, watches ended by time;
    /// one-sided from below for `weibayes`.
    pub exact: BTreeMap<String, Range>,
}

/// The life that a share of units does not reach.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct ShareOfLives {
    /// The share that has failed by then.
    pub share: f64,
    /// The life.
    pub time: f64,
    /// Its Wald bounds.
    pub wald: Option<Range>,
    /// Its likelihood-ratio bounds.
    pub likelihood_ratio: Option<Range>,
    /// Its exact bound from below, for `weibayes`.
    pub exact: Option<Range>,
}

/// The probability to live beyond a time.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReliabilityAt {
    /// The time.
    pub time: f64,
    /// The probability.
    pub reliability: f64,
    /// Its Wald bounds.
    pub wald: Option<Range>,
    /// Its likelihood-ratio bounds.
    pub likelihood_ratio: Option<Range>,
    /// Its exact bound from below, for `weibayes`.
    pub exact: Option<Range>,
}

/// A failure on probability paper.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlottingPosition {
    /// The age of the failure.
    pub time: f64,
    /// The share of units failed by then, without assuming a distribution.
    pub share: f64,
}

/// The parameters of a distribution; those it does not have are left out.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct FittedLife {
    /// Weibull's shape.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beta: Option<f64>,
    /// Weibull's scale: 63.2 % fail before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eta: Option<f64>,
    /// The failure-free time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gamma: Option<f64>,
    /// Mean of the logarithm of the life (lognormal), or of the life (normal).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mu: Option<f64>,
    /// Standard deviation beside `mu`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sigma: Option<f64>,
}

/// A fitted distribution of lives.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LifeFit {
    /// The distribution.
    pub model: LifeModel,
    /// Its parameters.
    #[serde(flatten)]
    pub parameters: FittedLife,
    /// Units seen.
    pub observed: f64,
    /// Units that failed.
    pub failures: f64,
    /// The mean life; for `weibayes` without failures, of the lower bound. Null where the shape is so small that it is
    /// larger than any number.
    pub mean: Option<f64>,
    /// The standard deviation of lives; null as the mean.
    pub deviation: Option<f64>,
    /// The life that 1 % do not reach.
    pub b1: f64,
    /// The life that 10 % do not reach.
    pub b10: f64,
    /// The life that half do not reach.
    pub b50: f64,
    /// The logarithm of the likelihood; null for `weibayes`.
    pub log_likelihood: Option<f64>,
    /// Akaike's criterion.
    pub aic: Option<f64>,
    /// Akaike's criterion for small samples.
    pub aicc: Option<f64>,
    /// Schwarz's criterion.
    pub bic: Option<f64>,
    /// Anderson–Darling's distance; null with left or interval censoring.
    pub anderson_darling: Option<f64>,
    /// The probability of such a distance under this distribution; for complete data.
    pub anderson_darling_p: Option<f64>,
    /// The confidence of the bounds.
    pub confidence: f64,
    /// Bounds of parameters and B-lives; for `weibayes` only lower ones, one-sided.
    pub bounds: FitBounds,
    /// The lives asked for.
    pub lives: Vec<ShareOfLives>,
    /// The reliabilities asked for.
    pub reliability: Vec<ReliabilityAt>,
    /// The failures on probability paper; empty with left or interval censoring.
    pub positions: Vec<PlottingPosition>,
    /// What to keep in mind.
    pub cautions: Vec<Caution>,
}

/// `POST …/reliability/comparisons`: all distributions on the same lives.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComparison {
    /// The lives.
    pub observations: Vec<LifeObservation>,
}

/// One distribution in a comparison, the best first.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ModelComparison {
    /// The distribution.
    pub model: LifeModel,
    /// Its parameters.
    #[serde(flatten)]
    pub parameters: FittedLife,
    /// The logarithm of the likelihood.
    pub log_likelihood: Option<f64>,
    /// Akaike's criterion, by which the list is ordered.
    pub aic: Option<f64>,
    /// Schwarz's criterion.
    pub bic: Option<f64>,
    /// Anderson–Darling's distance.
    pub anderson_darling: Option<f64>,
    /// Why there is no fit.
    pub reason: Option<String>,
}

/// `POST …/reliability/survival`: the share that lives on, without a distribution.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSurvival {
    /// The lives.
    pub observations: Vec<LifeObservation>,
    /// Two-sided confidence of the bounds.
    #[serde(default = "confidence")]
    pub confidence: f64,
}

/// The share that lives on: by Kaplan–Meier and Nelson–Aalen where ages are known, else by Turnbull.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Survival {
    /// A step for each age of failure; empty with left or interval censoring.
    pub steps: Vec<SurvivalStep>,
    /// Where failures lie when ages are known only within bounds; empty otherwise.
    pub stretches: Vec<SurvivalStretch>,
}

/// The estimates from one age of failure up to the next.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct SurvivalStep {
    /// The age.
    pub time: f64,
    /// Units watched and good just before.
    pub at_risk: f64,
    /// Units that failed then.
    pub failed: f64,
    /// Kaplan–Meier's share that lives beyond.
    pub survival: f64,
    /// Greenwood's standard error.
    pub error: Option<f64>,
    /// Bounds on the log-log scale.
    pub bounds: Option<Range>,
    /// Nelson–Aalen's cumulative hazard.
    pub cumulative_hazard: f64,
    /// Its standard error.
    pub hazard_error: f64,
}

/// A stretch of time that holds a share of the failures.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub struct SurvivalStretch {
    /// Its start.
    pub from: f64,
    /// Its end; null for what outlived the study.
    pub to: Option<f64>,
    /// The share.
    pub share: f64,
    /// The share that lives beyond.
    pub survival: f64,
}
