//! Letting condition rules look at what is new, in the change that took it in: what fires makes or joins its order there.

use std::collections::HashMap;

use contract::{
    meters::{ConditionFiring, Evaluation, MeterKind, Outcome, Quality, RuleEvaluation, RunState},
    work_orders::{NewWorkOrder, WorkKind, work_order_label},
};
use jiff::Timestamp;
use kernel::{MeterId, Problem, Quantity, WorkOrderId};

use super::{
    condition::{self, Sight},
    counter::Turns,
    intake::Taken,
    store::{self, KeptRule, Line},
};
use crate::{
    change::Change,
    tenant::Tenant,
    work_orders::{self, Extra, Origin},
};

/// How many readings an order is shown.
const TREND: i64 = 60;
/// As many readings of a meter that masks a rule are looked at in one go.
const MASK: i64 = 20_000;

/// Lets the rules of the meters look at what was taken in; answers what each said last.
pub(super) fn look_at(change: &mut Change<'_, '_>, taken: &Taken) -> Result<Vec<RuleEvaluation>, Problem> {
    let meters: Vec<MeterId> = taken
        .rows
        .chunk_by(|one, other| one.meter == other.meter)
        .filter_map(|rows| rows.first().map(|row| row.meter))
        .collect();
    let lines: HashMap<MeterId, &Line> = taken.lines.iter().map(|line| (line.id, line)).collect();
    let mut said = Vec::new();
    for rule in store::rules_at_work(change, &meters)? {
        let Some(line) = lines.get(&rule.rule.meter_id) else { continue };
        said.extend(look_with(change, taken, line, rule)?);
    }
    Ok(said)
}

/// What a rule sees of a meter's readings: in order, with whether what must be running was.
struct Eyes {
    steps: Option<Vec<(Timestamp, bool)>>,
    turns: Option<Turns>,
}

impl Eyes {
    /// Readings until `to` are going to be looked at, from `from` on.
    fn open(
        tenant: &mut Tenant<'_, '_>,
        mask: Option<&RunState>,
        turns: Option<Turns>,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<Self, Problem> {
        let steps = match mask {
            None => None,
            Some(RunState::Asset { asset_id }) => Some(store::run_states(tenant, *asset_id, to)?),
            Some(RunState::Meter { meter_id, above }) => {
                let mut steps = Vec::new();
                if let Some(first) = store::last_until(tenant, *meter_id, from)? {
                    steps.push((first.at, first.value > *above));
                }
                let end = to.checked_add(jiff::SignedDuration::from_micros(1)).unwrap_or(to);
                store::visit_counting(tenant, *meter_id, from, end, MASK, |shown| {
                    steps.push((shown.at, shown.value > *above));
                })?;
                Some(steps)
            }
        };
        Ok(Self { steps, turns })
    }

    fn see(&self, shown: super::counter::Shown, quality: Quality) -> Sight {
        let running = self.steps.as_ref().is_none_or(|steps| {
            let place = steps.partition_point(|(at, _)| *at <= shown.at);
            place.checked_sub(1).and_then(|before| steps.get(before)).is_some_and(|(_, running)| *running)
        });
        let amount: Quantity = self.turns.as_ref().map_or(shown.value, |turns| turns.total(shown));
        Sight { at: shown.at, value: shown.value, amount, quality, running }
    }
}

/// What a rule would see of a meter, for trying it out.
pub(super) fn sights(
    tenant: &mut Tenant<'_, '_>,
    (meter, kind): (MeterId, MeterKind),
    mask: Option<&RunState>,
    span: (Timestamp, Timestamp),
    most: i64,
) -> Result<Vec<Sight>, Problem> {
    let turns = if kind == MeterKind::Counter { Some(store::turns_of(tenant, meter)?) } else { None };
    let eyes = Eyes::open(tenant, mask, turns, span)?;
    let mut seen = Vec::new();
    store::visit_counting(tenant, meter, span.0, span.1, most, |shown| {
        seen.push(eyes.see(shown, Quality::Good));
    })?;
    Ok(seen)
}

fn look_with(
    change: &mut Change<'_, '_>,
    taken: &Taken,
    line: &Line,
    kept: KeptRule,
) -> Result<Option<RuleEvaluation>, Problem> {
    let KeptRule { rule, mut state } = kept;
    let start = taken.rows.partition_point(|row| row.meter < line.id);
    let rows = taken.rows.get(start..).unwrap_or_default();
    let rows = rows.get(..rows.partition_point(|row| row.meter == line.id)).unwrap_or_default();
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(None) };
    let turns = taken.turns.get(&line.id).cloned();
    let mask = rule.definition.only_while.as_ref();
    let eyes = Eyes::open(change, mask, turns, (first.shown.at, last.shown.at))?;
    let mut open = store::open_order(change, rule.id, line.asset_id)?;
    let (mut said, mut order) = (None, None);
    for row in rows {
        let sight = eyes.see(row.shown, row.quality);
        let evaluation = condition::evaluate(&rule.definition, &mut state, sight, open.is_some());
        match evaluation.outcome {
            Outcome::Fired => {
                let made = make_order(change, line, &rule)?;
                open = Some(made);
                order = Some(made);
                keep_firing(change, line, &rule, made, false, &evaluation)?;
            }
            Outcome::Joined => {
                if let Some(open) = open {
                    order = Some(open);
                    keep_firing(change, line, &rule, open, true, &evaluation)?;
                }
            }
            _ => {}
        }
        said = Some(evaluation);
    }
    store::save_state(change, rule.id, &state)?;
    Ok(said.map(|evaluation| RuleEvaluation {
        rule_id: rule.id,
        rule: rule.name,
        evaluation,
        work_order_id: order.map(|(id, _)| id),
        work_order_number: order.map(|(_, number)| work_order_label(number)),
    }))
}

fn make_order(
    change: &mut Change<'_, '_>,
    line: &Line,
    rule: &contract::meters::ConditionRule,
) -> Result<(WorkOrderId, i64), Problem> {
    let template = &rule.template;
    let order = NewWorkOrder {
        title: template.title.clone().unwrap_or_else(|| rule.name.clone()),
        description: template.description.clone(),
        kind: Some(WorkKind::Predictive),
        priority: template.priority,
        asset_id: line.asset_id,
        location_id: line.location_id,
        assignee_ids: store::active_users(change, &template.assignee_ids)?,
        team_id: template.team_id,
        estimated_minutes: template.estimated_minutes,
        ..NewWorkOrder::default()
    };
    let extra = Extra { created_by: None, origin: Origin::Rule(rule.id.uuid()) };
    let made = work_orders::create_order(change, &order, extra)?;
    Ok((made.id, made.number))
}

/// Keeps what made a rule fire with the order that it led to.
fn keep_firing(
    change: &mut Change<'_, '_>,
    line: &Line,
    rule: &contract::meters::ConditionRule,
    (order, number): (WorkOrderId, i64),
    joined: bool,
    evaluation: &Evaluation,
) -> Result<(), Problem> {
    let firing = ConditionFiring {
        id: change.id(None),
        rule_id: rule.id,
        rule: rule.name.clone(),
        meter_id: line.id,
        meter: line.name.clone(),
        unit: None,
        choices: Vec::new(),
        work_order_id: order,
        work_order_number: work_order_label(number),
        joined,
        evaluation: evaluation.clone(),
        definition: rule.definition.clone(),
        trend: store::trend(change, line.id, evaluation.at, TREND)?,
        created_at: change.now(),
    };
    store::insert_firing(change, &firing, line.asset_id)?;
    let said = serde_json::json!({
        "rule_id": rule.id, "meter_id": line.id, "work_order_id": order, "joined": joined, "value": evaluation.value,
        "at": evaluation.at, "passed": evaluation.passed, "limit": evaluation.limit,
    });
    change.happened("condition_firing", firing.id, 1, "created", &serde_json::Value::Null, &said, None)
}
