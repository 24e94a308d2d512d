//! Condition rules as a table of cases, then as properties of any run of readings.

use proptest::prelude::*;

use super::*;
use Outcome::*;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + minute * 60).unwrap()
}

fn q(value: i64) -> Quantity {
    Quantity::whole(value)
}

fn sight(minute: i64, value: i64) -> Sight {
    Sight { at: at(minute), value: q(value), amount: q(value), quality: Quality::Good, running: true }
}

fn upper(limit: i64) -> ConditionDefinition {
    ConditionDefinition { upper_action: Some(q(limit)), ..ConditionDefinition::default() }
}

/// Evaluates values a minute apart; after it fired, the order is open until `closed` says so.
fn run(rule: &ConditionDefinition, values: &[i64], closed: &[usize]) -> Vec<Outcome> {
    let (mut state, mut open) = (State::default(), false);
    values
        .iter()
        .enumerate()
        .map(|(index, value)| {
            open &= !closed.contains(&index);
            let said = evaluate(rule, &mut state, sight(i64::try_from(index).unwrap(), *value), open);
            open |= said.outcome == Fired;
            said.outcome
        })
        .collect()
}

/// What is tried, the rule, the values, which of them end the matter, and what the rule says of each.
type Case = (&'static str, ConditionDefinition, &'static [i64], &'static [usize], &'static [Outcome]);

#[test]
#[expect(clippy::too_many_lines, reason = "it is a table")]
fn a_table_of_rules_and_what_they_say() {
    let with = |change: &dyn Fn(&mut ConditionDefinition)| {
        let mut rule = upper(80);
        change(&mut rule);
        rule
    };
    let table: &[Case] = &[
        ("the limit itself is inside", upper(80), &[79, 80, 81], &[], &[Inside, Inside, Fired]),
        ("it fires once while beyond", upper(80), &[81, 82, 90], &[], &[Fired, AlreadyFired, AlreadyFired]),
        (
            "beyond again joins the open order",
            upper(80),
            &[81, 70, 82, 83],
            &[],
            &[Fired, Inside, Joined, AlreadyFired],
        ),
        (
            "still beyond when the order is done fires anew",
            upper(80),
            &[81, 82, 83],
            &[2],
            &[Fired, AlreadyFired, Fired],
        ),
        (
            "hysteresis holds it beyond",
            with(&|rule| rule.hysteresis = q(5)),
            &[81, 78, 81, 75, 81],
            &[],
            &[Fired, NotYetBack, AlreadyFired, Inside, Joined],
        ),
        (
            "debounce by readings",
            with(&|rule| rule.debounce_readings = Some(3)),
            &[81, 82, 70, 81, 82, 83],
            &[],
            &[Debouncing, Debouncing, Inside, Debouncing, Debouncing, Fired],
        ),
        (
            "debounce by minutes",
            with(&|rule| rule.debounce_minutes = 2),
            &[81, 82, 83],
            &[],
            &[Debouncing, Debouncing, Fired],
        ),
        (
            "both debounces must hold",
            with(&|rule| {
                rule.debounce_minutes = 1;
                rule.debounce_readings = Some(3);
            }),
            &[81, 82, 83],
            &[],
            &[Debouncing, Debouncing, Fired],
        ),
        (
            "cooldown",
            with(&|rule| rule.cooldown_minutes = 3),
            &[81, 82, 83, 84],
            &[1],
            &[Fired, CoolingDown, CoolingDown, Fired],
        ),
        (
            "a warning only shows",
            with(&|rule| rule.upper_warning = Some(q(60))),
            &[50, 61, 81],
            &[],
            &[Inside, Shown, Fired],
        ),
        (
            "a warning makes an order where it is asked to",
            with(&|rule| {
                rule.upper_warning = Some(q(60));
                rule.order_from = Some(ConditionLevel::Warning);
            }),
            &[61],
            &[],
            &[Fired],
        ),
        (
            "below a lower limit",
            ConditionDefinition {
                lower_action: Some(q(10)),
                hysteresis: q(2),
                ..ConditionDefinition::default()
            },
            &[10, 9, 11, 12],
            &[],
            &[Inside, Fired, NotYetBack, Inside],
        ),
        (
            "a rise from one reading to the next",
            ConditionDefinition { rise_per_hour: Some(q(120)), ..ConditionDefinition::default() },
            &[10, 12, 15, 15],
            &[],
            &[Inside, Inside, Fired, Inside],
        ),
        (
            "a fall",
            ConditionDefinition { fall_per_hour: Some(q(120)), ..ConditionDefinition::default() },
            &[10, 7],
            &[],
            &[Inside, Fired],
        ),
    ];
    for (name, rule, values, closed, said) in table {
        assert_eq!(run(rule, values, closed), *said, "{name}");
        assert_eq!(faults(rule), [], "{name}");
    }
}

#[test]
fn what_is_bad_masked_or_late_is_not_looked_at_and_says_so() {
    let rule = ConditionDefinition { debounce_readings: Some(2), ..upper(80) };
    let mut state = State::default();
    let mut say = |sight| evaluate(&rule, &mut state, sight, false);
    assert_eq!(say(sight(0, 81)).outcome, Debouncing);
    assert_eq!(say(Sight { quality: Quality::Bad, ..sight(1, 99) }).outcome, BadQuality);
    assert_eq!(say(Sight { running: false, ..sight(2, 99) }).outcome, NotRunning);
    // It begins to count anew after the stand-still.
    let again = say(sight(3, 81));
    assert_eq!((again.outcome, again.readings_beyond), (Debouncing, 1));
    assert_eq!(say(sight(3, 99)).outcome, Late);
    let fired = say(Sight { quality: Quality::Uncertain, ..sight(4, 82) });
    assert_eq!(
        (fired.outcome, fired.passed, fired.limit),
        (Fired, Some(LimitPassed::UpperAction), Some(q(80)))
    );
    assert_eq!((fired.level, fired.beyond_since), (ConditionLevel::Action, Some(at(3))));
}

#[test]
fn a_rule_that_makes_no_sense_says_where() {
    let fields =
        |rule: &ConditionDefinition| faults(rule).iter().map(|(field, _)| *field).collect::<Vec<_>>();
    assert_eq!(fields(&ConditionDefinition::default()), ["upper_action"]);
    let upside_down = ConditionDefinition { upper_warning: Some(q(90)), ..upper(80) };
    assert_eq!(fields(&upside_down), ["upper_action"]);
    let wrong = ConditionDefinition {
        rise_per_hour: Some(q(0)),
        hysteresis: q(-1),
        debounce_readings: Some(0),
        cooldown_minutes: 600_000,
        order_from: Some(ConditionLevel::Normal),
        ..upper(80)
    };
    assert_eq!(
        fields(&wrong),
        ["rise_per_hour", "hysteresis", "debounce_readings", "cooldown_minutes", "order_from"]
    );
}

prop_compose! {
    fn rules()(
        action in 60_i64..90,
        warning in prop::option::of(40_i64..60),
        hysteresis in 0_i64..10,
        readings in 1_u16..4,
        minutes in 0_u32..4,
        cooldown in 0_u32..10,
    ) -> ConditionDefinition {
        ConditionDefinition {
            upper_warning: warning.map(q),
            hysteresis: q(hysteresis),
            debounce_readings: Some(readings),
            debounce_minutes: minutes,
            cooldown_minutes: cooldown,
            ..upper(action)
        }
    }
}

proptest! {
    /// It never fires within its limits, before the debounce, within the cooldown, or while its order is open.
    #[test]
    fn it_fires_only_for_cause(
        rule in rules(),
        values in prop::collection::vec((0_i64..100, any::<bool>()), 1..60),
    ) {
        let (mut state, mut open, mut last_fired) = (State::default(), false, None::<Timestamp>);
        let limit = rule.upper_action.unwrap();
        let mut in_a_row = 0;
        for (index, (value, closes)) in values.iter().enumerate() {
            open &= !closes;
            let sight = sight(i64::try_from(index).unwrap(), *value);
            let before_since = state.beyond_since;
            let said = evaluate(&rule, &mut state, sight, open);
            in_a_row = if said.outcome == Inside { 0 } else if said.passed.is_some() { in_a_row + 1 } else { in_a_row };
            prop_assert_eq!(said.readings_beyond, in_a_row);
            prop_assert_eq!(said.outcome == Inside, state.readings_beyond == 0);
            if said.outcome == Fired {
                prop_assert!(sight.value > limit);
                prop_assert!(!open);
                prop_assert!(in_a_row >= u32::from(rule.debounce_readings.unwrap()));
                let since = before_since.unwrap_or(sight.at);
                prop_assert!(sight.at.duration_since(since) >= SignedDuration::from_mins(i64::from(rule.debounce_minutes)));
                if let Some(last) = last_fired {
                    prop_assert!(sight.at.duration_since(last) >= SignedDuration::from_mins(i64::from(rule.cooldown_minutes)));
                }
                last_fired = Some(sight.at);
                open = true;
            }
            if sight.value > limit {
                prop_assert_eq!(said.level, ConditionLevel::Action);
            }
        }
    }

    /// Kept between readings as JSON, or not: it says the same.
    #[test]
    fn a_state_survives_being_kept(rule in rules(), values in prop::collection::vec(0_i64..100, 1..30)) {
        let (mut state, mut kept) = (State::default(), State::default());
        for (index, value) in values.iter().enumerate() {
            let sight = sight(i64::try_from(index).unwrap(), *value);
            let said = evaluate(&rule, &mut state, sight, false);
            kept = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
            prop_assert_eq!(evaluate(&rule, &mut kept, sight, false), said);
        }
    }
}
