//! Condition rules, pure: what a rule says to the next reading, and why. Beyond a limit it waits until the debounce is
//! over, then fires once; it fires again only after the value came back by the hysteresis, or when the order was done
//! and the cooldown is over while the value is still beyond.

use contract::meters::{ConditionDefinition, ConditionLevel, Evaluation, LimitPassed, Outcome, Quality};
use jiff::{SignedDuration, Timestamp};
use kernel::Quantity;
use serde::{Deserialize, Serialize};

/// Where the evaluation of a rule stands between readings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    /// How bad the condition is.
    pub level: ConditionLevel,
    /// How many readings in a row are beyond.
    pub readings_beyond: u32,
    /// Since when they are.
    pub beyond_since: Option<Timestamp>,
    /// Whether it has fired, or joined, since it went beyond.
    pub raised: bool,
    /// When it last fired.
    pub fired_at: Option<Timestamp>,
    /// The last reading looked at: its instant, and what it amounts to.
    pub last: Option<(Timestamp, Quantity)>,
    /// What was said last.
    pub latest: Option<Evaluation>,
}

/// A reading as a rule sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sight {
    pub at: Timestamp,
    /// What the meter showed.
    pub value: Quantity,
    /// What counts for the rate: the total of a counter, else the value.
    pub amount: Quantity,
    pub quality: Quality,
    /// Whether what must be running was.
    pub running: bool,
}

/// A limit that is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Passed {
    which: LimitPassed,
    limit: Quantity,
    level: ConditionLevel,
}

/// Says what the rule says to a reading, and leaves the state for the next one. `order_open`: whether an order that the
/// rule made is still open.
pub(crate) fn evaluate(
    rule: &ConditionDefinition,
    state: &mut State,
    sight: Sight,
    order_open: bool,
) -> Evaluation {
    let mut said = Evaluation {
        at: sight.at,
        value: sight.value,
        outcome: Outcome::Inside,
        level: state.level,
        passed: None,
        limit: None,
        rate_per_hour: None,
        readings_beyond: state.readings_beyond,
        beyond_since: state.beyond_since,
    };
    if state.latest.as_ref().is_some_and(|latest| sight.at <= latest.at) {
        said.outcome = Outcome::Late;
        return said;
    }
    if sight.quality == Quality::Bad {
        said.outcome = Outcome::BadQuality;
        state.latest = Some(said.clone());
        return said;
    }
    if !sight.running {
        // What waits for the debounce begins anew; what was raised stays so until it is seen inside.
        said.outcome = Outcome::NotRunning;
        if !state.raised {
            (state.readings_beyond, state.beyond_since, state.level) = (0, None, ConditionLevel::Normal);
        }
        state.last = None;
        (said.level, said.readings_beyond, said.beyond_since) =
            (state.level, state.readings_beyond, state.beyond_since);
        state.latest = Some(said.clone());
        return said;
    }
    let rate = state.last.and_then(|last| rate_per_hour(last, sight));
    let looks_at_rate = rule.rise_per_hour.is_some() || rule.fall_per_hour.is_some();
    said.rate_per_hour = rate.filter(|_| looks_at_rate);
    state.last = Some((sight.at, sight.amount));
    match worst(rule, sight.value, rate) {
        Some(passed) => {
            said.passed = Some(passed.which);
            said.limit = Some(passed.limit);
            state.readings_beyond = state.readings_beyond.saturating_add(1);
            state.beyond_since.get_or_insert(sight.at);
            state.level = passed.level;
            said.outcome = beyond(rule, state, sight.at, passed.level, order_open);
        }
        None if state.readings_beyond > 0 && !is_back(rule, sight.value) => {
            said.outcome = Outcome::NotYetBack;
        }
        None => {
            (state.readings_beyond, state.beyond_since) = (0, None);
            (state.raised, state.level) = (false, ConditionLevel::Normal);
        }
    }
    (said.level, said.readings_beyond, said.beyond_since) =
        (state.level, state.readings_beyond, state.beyond_since);
    state.latest = Some(said.clone());
    said
}

/// What follows from a value that is beyond a limit.
fn beyond(
    rule: &ConditionDefinition,
    state: &mut State,
    at: Timestamp,
    level: ConditionLevel,
    order_open: bool,
) -> Outcome {
    if level < rule.order_from.unwrap_or(ConditionLevel::Action) {
        return Outcome::Shown;
    }
    if state.raised && order_open {
        return Outcome::AlreadyFired;
    }
    let needed = u32::from(rule.debounce_readings.unwrap_or(1));
    let waited = state.beyond_since.is_some_and(|since| {
        at.duration_since(since) >= SignedDuration::from_mins(i64::from(rule.debounce_minutes))
    });
    if state.readings_beyond < needed || !waited {
        return Outcome::Debouncing;
    }
    if order_open {
        state.raised = true;
        return Outcome::Joined;
    }
    let cooled = state.fired_at.is_none_or(|fired| {
        at.duration_since(fired) >= SignedDuration::from_mins(i64::from(rule.cooldown_minutes))
    });
    if !cooled {
        return Outcome::CoolingDown;
    }
    state.raised = true;
    state.fired_at = Some(at);
    Outcome::Fired
}

/// The worst limit that a reading passes.
fn worst(rule: &ConditionDefinition, value: Quantity, rate: Option<f64>) -> Option<Passed> {
    use LimitPassed as L;
    let above = |limit: Option<Quantity>| limit.filter(|limit| value > *limit);
    let below = |limit: Option<Quantity>| limit.filter(|limit| value < *limit);
    let rises = rule.rise_per_hour.filter(|limit| rate.is_some_and(|rate| rate > limit.as_f64()));
    let falls = rule.fall_per_hour.filter(|limit| rate.is_some_and(|rate| -rate > limit.as_f64()));
    [
        (L::UpperAction, above(rule.upper_action), ConditionLevel::Action),
        (L::LowerAction, below(rule.lower_action), ConditionLevel::Action),
        (L::Rise, rises, ConditionLevel::Action),
        (L::Fall, falls, ConditionLevel::Action),
        (L::UpperWarning, above(rule.upper_warning), ConditionLevel::Warning),
        (L::LowerWarning, below(rule.lower_warning), ConditionLevel::Warning),
    ]
    .into_iter()
    .find_map(|(which, limit, level)| limit.map(|limit| Passed { which, limit, level }))
}

/// Whether a value is inside all limits by the hysteresis.
fn is_back(rule: &ConditionDefinition, value: Quantity) -> bool {
    let under = [rule.upper_warning, rule.upper_action]
        .into_iter()
        .flatten()
        .all(|limit| limit.checked_sub(rule.hysteresis).is_none_or(|limit| value <= limit));
    let over = [rule.lower_warning, rule.lower_action]
        .into_iter()
        .flatten()
        .all(|limit| limit.checked_add(rule.hysteresis).is_none_or(|limit| value >= limit));
    under && over
}

/// How fast it changed since the reading before.
fn rate_per_hour(last: (Timestamp, Quantity), sight: Sight) -> Option<f64> {
    let hours = sight.at.duration_since(last.0).as_secs_f64() / 3_600.0;
    let change = sight.amount.checked_sub(last.1)?.as_f64();
    (hours > 0.0).then(|| change / hours)
}

/// What is wrong with a rule: field and words.
pub(crate) fn faults(rule: &ConditionDefinition) -> Vec<(&'static str, &'static str)> {
    let mut faults = Vec::new();
    let limits = [rule.lower_action, rule.lower_warning, rule.upper_warning, rule.upper_action];
    if limits.iter().all(Option::is_none) && rule.rise_per_hour.is_none() && rule.fall_per_hour.is_none() {
        faults.push(("upper_action", "or another limit is needed"));
    }
    let given: Vec<Quantity> = limits.into_iter().flatten().collect();
    if given.windows(2).any(|pair| pair[0] > pair[1]) {
        faults.push((
            "upper_action",
            "and the other limits must be in order: lower action, lower warning, upper warning, upper action",
        ));
    }
    for (field, rate) in [("rise_per_hour", rule.rise_per_hour), ("fall_per_hour", rule.fall_per_hour)] {
        if rate.is_some_and(|rate| rate <= Quantity::ZERO) {
            faults.push((field, "must be above 0"));
        }
    }
    if rule.hysteresis < Quantity::ZERO {
        faults.push(("hysteresis", "must not be below 0"));
    }
    if rule.debounce_readings.is_some_and(|count| !(1..=1_000).contains(&count)) {
        faults.push(("debounce_readings", "must be from 1 to 1000"));
    }
    if rule.debounce_minutes > 525_600 {
        faults.push(("debounce_minutes", "must be at most a year, 525600"));
    }
    if rule.cooldown_minutes > 525_600 {
        faults.push(("cooldown_minutes", "must be at most a year, 525600"));
    }
    if rule.order_from == Some(ConditionLevel::Normal) {
        faults.push(("order_from", "must be warning or action"));
    }
    faults
}

#[cfg(test)]
mod tests;
