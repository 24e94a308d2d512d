//! Trying a rule out: what it would have said to the readings that are there.

use axum::extract::State;
use contract::{
    meters::{Evaluation, Outcome, RuleTrial, RuleTrialResult},
    permissions::ViewMeters,
};
use jiff::SignedDuration;
use kernel::{MeterId, Problem};
use web::{Answer, Body, Can, Path, Reply};

use super::{condition, evaluate, rules, sites_within, store};
use crate::{App, check::Check};

/// As many readings are looked at.
const MOST: i64 = 50_000;
/// As many turns are answered.
const TURNS: usize = 500;

/// Say what a condition rule would have said to the readings of a span, and why. Nothing is kept.
#[utoipa::path(post, path = "/meters/{id}/rules/try", tag = "meters", operation_id = "try_condition_rule",
    params(("id" = Uuid, Path)), request_body = RuleTrial, responses((status = 200, body = RuleTrialResult)))]
pub(super) async fn try_condition_rule(
    can: Can<ViewMeters>,
    State(app): State<App>,
    Path(id): Path<MeterId>,
    Body(trial): Body<RuleTrial>,
) -> Reply {
    let (sites, now) = (sites_within(&can), can.now);
    let result = app
        .report(&can, move |tenant| {
            let meter = store::find_meter(tenant, id, sites.as_deref())?;
            let mut check = Check::default();
            rules::check_definition(tenant, &mut check, &meter, &trial.definition)?;
            check.finish()?;
            let to = trial.to.unwrap_or(now);
            let month = SignedDuration::from_hours(30 * 24);
            let from = trial.from.map_or_else(|| to.checked_sub(month).map_err(Problem::internal), Ok)?;
            let mask = trial.definition.only_while.as_ref();
            let sights = evaluate::sights(tenant, (meter.id, meter.kind), mask, (from, to), MOST)?;
            let (mut state, mut turns, mut fired) = (condition::State::default(), Vec::new(), 0);
            let readings = i64::try_from(sights.len()).map_err(Problem::internal)?;
            for sight in sights {
                let said = {
                    let open = state.raised;
                    condition::evaluate(&trial.definition, &mut state, sight, open)
                };
                fired += i64::from(said.outcome == Outcome::Fired);
                if turns.last().is_none_or(|last: &Evaluation| last.outcome != said.outcome) {
                    turns.push(said);
                }
            }
            let turns = turns.split_off(turns.len().saturating_sub(TURNS));
            Ok(RuleTrialResult { readings, fired, turns })
        })
        .await?;
    Ok(Answer::ok(&result)?)
}
