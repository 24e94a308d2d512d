//! The life of a work order: which state follows which, what each step needs, and what may be changed in each state.
//! Everything here is decided from facts that are handed in.

use contract::work_orders::{HoldReason, WorkOrderAction, WorkOrderStatus as Status, work_order_label};

/// What the rules need to know about an order.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub status: Status,
    /// Whether it has a planned start.
    pub has_start: bool,
    /// Whether it has people or a team.
    pub has_people: bool,
    /// Numbers of the unfinished orders that block it.
    pub blockers: Vec<i64>,
    /// How many of its sub-orders are unfinished.
    pub open_sub_orders: i64,
}

/// What the caller may do with an order, each with the reason why not.
#[derive(Clone, Debug)]
pub(super) struct Powers {
    pub edit: Power,
    pub plan: Power,
    pub work: Power,
    pub close: Power,
    pub comment: Power,
    pub create: Power,
    pub issue_parts: Power,
    /// Whether the caller made the order.
    pub is_creator: bool,
}

/// Allowed, or why not.
pub(super) type Power = Result<(), String>;

/// What is said with a transition.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    pub reason: bool,
    pub hold_reason: Option<HoldReason>,
}

/// Why a transition is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The state or another order stands in the way.
    NotNow(String),
    /// The caller may not.
    Forbidden(String),
    /// Something must be said with it.
    Missing(&'static str, &'static str),
}

/// The name of the step from one state to another, where there is one.
///
/// draft → open → planned → scheduled → in progress ⇄ on hold → completed → closed; forward steps may skip; cancel
/// from any state before completed; back only from completed. Closed and cancelled are final.
pub(super) const fn step(from: Status, to: Status) -> Option<&'static str> {
    use Status::{Cancelled, Closed, Completed, Draft, InProgress, OnHold, Open, Planned, Scheduled};
    match (from, to) {
        (Draft, Open) => Some("open"),
        (Draft | Open, Planned) => Some("plan"),
        (Draft | Open | Planned, Scheduled) => Some("schedule"),
        (Draft | Open | Planned | Scheduled, InProgress) => Some("start"),
        (InProgress, OnHold) => Some("hold"),
        (OnHold, InProgress) => Some("resume"),
        (Draft | Open | Planned | Scheduled | InProgress | OnHold, Completed) => Some("complete"),
        (Draft | Open | Planned | Scheduled | InProgress | OnHold, Cancelled) => Some("cancel"),
        (Completed, Closed) => Some("close"),
        (Completed, Open | InProgress) => Some("reopen"),
        _ => None,
    }
}

/// Whether an order may go to a state, by whom and with what said.
pub(super) fn decide(facts: &Facts, powers: &Powers, to: Status, said: Said) -> Result<(), Refusal> {
    let Some(step) = step(facts.status, to) else {
        return Err(Refusal::NotNow(no_step(facts.status, to)));
    };
    power(step, powers).map_err(Refusal::Forbidden)?;
    gate(step, facts).map_err(Refusal::NotNow)?;
    for needed in needs(step) {
        match *needed {
            "hold_reason" if said.hold_reason.is_none() => {
                return Err(Refusal::Missing("hold_reason", "is needed: what does the order wait for"));
            }
            "reason" if !said.reason => {
                return Err(Refusal::Missing("reason", "is needed: say why in a few words"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn no_step(from: Status, to: Status) -> String {
    if from == to {
        return format!("This order is already {}.", from.spoken());
    }
    match from {
        Status::Closed => "This order is closed and can't be changed any more.".to_owned(),
        Status::Cancelled => {
            "This order is cancelled, which is final. Duplicate it to do the work after all.".to_owned()
        }
        _ => format!("An order that is {} can't become {}.", from.spoken(), to.spoken()),
    }
}

/// What must be said with a step.
const fn needs(step: &str) -> &'static [&'static str] {
    match step.as_bytes() {
        b"hold" => &["hold_reason"],
        b"cancel" | b"reopen" => &["reason"],
        _ => &[],
    }
}

fn power(step: &str, powers: &Powers) -> Power {
    match step {
        "open" if powers.is_creator && powers.create.is_ok() => Ok(()),
        "open" => powers.edit.clone(),
        "plan" | "schedule" => powers.plan.clone(),
        "close" | "cancel" | "reopen" => powers.close.clone(),
        _ => powers.work.clone(),
    }
}

/// What must be so before a step. A schedule is a promise of when and by whom, so it needs both; work waits for the
/// orders that block it, and is not done before its parts are.
fn gate(step: &str, facts: &Facts) -> Power {
    match step {
        "schedule" => match (facts.has_start, facts.has_people) {
            (true, true) => Ok(()),
            (false, true) => Err("Give it a planned start first.".to_owned()),
            (true, false) => Err("Assign people or a team first.".to_owned()),
            (false, false) => Err("Give it a planned start, and people or a team, first.".to_owned()),
        },
        "start" | "resume" | "complete" if !facts.blockers.is_empty() => {
            let names =
                facts.blockers.iter().map(|number| work_order_label(*number)).collect::<Vec<_>>().join(", ");
            Err(format!("It has to wait for {names}."))
        }
        "complete" if facts.open_sub_orders == 1 => Err("One of its sub-orders is not finished.".to_owned()),
        "complete" if facts.open_sub_orders > 1 => {
            Err(format!("{} of its sub-orders are not finished.", facts.open_sub_orders))
        }
        _ => Ok(()),
    }
}

/// Fields that are set by planning, which needs the permission to plan.
pub(super) const PLANNING_FIELDS: &[&str] =
    &["assignee_ids", "team_id", "planned_start_at", "planned_end_at", "estimated_minutes"];

/// Whether a field may be changed in a state.
pub(super) fn editable(status: Status, field: &str) -> Power {
    match status {
        Status::Closed => Err("can't be changed: the order is closed".to_owned()),
        Status::Cancelled => Err("can't be changed: the order is cancelled".to_owned()),
        Status::Completed if !["resolution", "cause", "tags"].contains(&field) => {
            Err("can't be changed after completion; reopen the order first".to_owned())
        }
        _ => Ok(()),
    }
}

/// Whether comments, files, watchers and links may be added: until an order is final.
pub(super) fn open_to_words(status: Status) -> Power {
    match status {
        Status::Closed => Err("This order is closed and can't be changed any more.".to_owned()),
        Status::Cancelled => Err("This order is cancelled, which is final.".to_owned()),
        _ => Ok(()),
    }
}

/// Whether time, cost and parts may be booked: from the day it is asked for until it is closed.
pub(super) fn open_to_bookings(status: Status) -> Power {
    match status {
        Status::Draft => Err("This is still a draft. Open it before booking anything.".to_owned()),
        _ => open_to_words(status),
    }
}

/// The state that a step leads to when it is offered as a button.
const OFFERED: &[Status] = &[
    Status::Open,
    Status::Planned,
    Status::Scheduled,
    Status::InProgress,
    Status::OnHold,
    Status::Completed,
    Status::Closed,
    Status::Cancelled,
];

/// The transitions known in this state, each allowed or with the reason why not.
pub(super) fn transitions(facts: &Facts, powers: &Powers) -> Vec<WorkOrderAction> {
    OFFERED
        .iter()
        .filter(|&&to| !(facts.status == Status::Completed && to == Status::Open))
        .filter_map(|&to| Some((step(facts.status, to)?, to)))
        .map(|(name, to)| {
            let verdict = power(name, powers).and_then(|()| gate(name, facts));
            WorkOrderAction {
                to: Some(to),
                needs: needs(name).iter().map(ToString::to_string).collect(),
                ..action(name, verdict)
            }
        })
        .collect()
}

/// Everything that the caller may or may not do with an order now.
pub(super) fn actions(facts: &Facts, powers: &Powers) -> Vec<WorkOrderAction> {
    let mut all = transitions(facts, powers);
    let words = || open_to_words(facts.status);
    let bookings = || open_to_bookings(facts.status);
    let planning = match facts.status {
        Status::Completed => Err("This order is completed. Reopen it to assign or plan it anew.".to_owned()),
        status => open_to_words(status),
    };
    all.push(action("edit", powers.edit.clone().and_then(|()| words())));
    all.push(action("assign", powers.plan.clone().and(planning.clone())));
    all.push(action("comment", powers.comment.clone().and_then(|()| words())));
    all.push(action("attach", powers.comment.clone().and_then(|()| words())));
    all.push(action("record_time", powers.work.clone().and_then(|()| bookings())));
    all.push(action("record_cost", powers.work.clone().and_then(|()| bookings())));
    all.push(action("issue_parts", powers.issue_parts.clone().and_then(|()| bookings())));
    all.push(action("add_sub_order", powers.create.clone().and(planning)));
    all.push(action("duplicate", powers.create.clone()));
    all
}

fn action(name: &str, verdict: Power) -> WorkOrderAction {
    WorkOrderAction {
        name: name.to_owned(),
        allowed: verdict.is_ok(),
        reason: verdict.err(),
        to: None,
        needs: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: &[Status] = Status::ALL;

    fn facts(status: Status) -> Facts {
        Facts { status, has_start: true, has_people: true, blockers: Vec::new(), open_sub_orders: 0 }
    }

    fn everything() -> Powers {
        Powers {
            edit: Ok(()),
            plan: Ok(()),
            work: Ok(()),
            close: Ok(()),
            comment: Ok(()),
            create: Ok(()),
            issue_parts: Ok(()),
            is_creator: false,
        }
    }

    const SAID: Said = Said { reason: true, hold_reason: Some(HoldReason::Parts) };

    fn reachable(from: Status) -> Vec<&'static str> {
        ALL.iter()
            .filter(|&&to| decide(&facts(from), &everything(), to, SAID).is_ok())
            .map(|to| to.name())
            .collect()
    }

    #[test]
    fn the_table_is_the_one_of_the_model() {
        let forward = ["planned", "scheduled", "in_progress", "completed", "cancelled"];
        assert_eq!(reachable(Status::Draft), [&["open"][..], &forward].concat());
        assert_eq!(reachable(Status::Open), forward);
        assert_eq!(reachable(Status::Planned), forward[1..]);
        assert_eq!(reachable(Status::Scheduled), forward[2..]);
        assert_eq!(reachable(Status::InProgress), ["on_hold", "completed", "cancelled"]);
        assert_eq!(reachable(Status::OnHold), ["in_progress", "completed", "cancelled"]);
        assert_eq!(reachable(Status::Completed), ["open", "in_progress", "closed"]);
        assert!(reachable(Status::Closed).is_empty());
        assert!(reachable(Status::Cancelled).is_empty());
    }

    #[test]
    fn each_gate_says_what_is_missing() {
        let refuse = |facts: &Facts, to, said| decide(facts, &everything(), to, said).unwrap_err();
        let open = facts(Status::Open);
        assert!(matches!(
            refuse(&facts(Status::InProgress), Status::OnHold, Said::default()),
            Refusal::Missing("hold_reason", _)
        ));
        assert!(matches!(refuse(&open, Status::Cancelled, Said::default()), Refusal::Missing("reason", _)));
        assert!(matches!(
            refuse(&facts(Status::Completed), Status::InProgress, Said::default()),
            Refusal::Missing("reason", _)
        ));
        let bare = Facts { has_start: false, ..open.clone() };
        assert_eq!(
            refuse(&bare, Status::Scheduled, SAID),
            Refusal::NotNow("Give it a planned start first.".to_owned())
        );
        let blocked = Facts { blockers: vec![7], ..open.clone() };
        assert_eq!(
            refuse(&blocked, Status::InProgress, SAID),
            Refusal::NotNow("It has to wait for WO-7.".to_owned())
        );
        assert!(decide(&blocked, &everything(), Status::Cancelled, SAID).is_ok());
        let parent = Facts { open_sub_orders: 2, ..open };
        assert!(
            matches!(refuse(&parent, Status::Completed, SAID), Refusal::NotNow(text) if text.contains('2'))
        );
        assert!(decide(&parent, &everything(), Status::InProgress, SAID).is_ok());
    }

    #[test]
    fn a_refused_action_carries_its_reason_and_a_transition_what_it_needs() {
        let powers = Powers { close: Err("No.".to_owned()), ..everything() };
        let all = actions(&facts(Status::InProgress), &powers);
        let find = |name: &str| all.iter().find(|action| action.name == name).unwrap();
        assert_eq!((find("cancel").allowed, find("cancel").reason.as_deref()), (false, Some("No.")));
        assert_eq!((find("hold").allowed, &find("hold").needs[..]), (true, &["hold_reason".to_owned()][..]));
        assert_eq!(find("complete").to, Some(Status::Completed));
        assert!(all.iter().all(|action| action.allowed == action.reason.is_none()));
        assert!(
            actions(&facts(Status::Closed), &everything())
                .iter()
                .all(|a| !a.allowed || a.name == "duplicate")
        );
    }

    #[test]
    fn edits_tighten_as_an_order_advances() {
        for &status in ALL {
            assert_eq!(editable(status, "title").is_ok(), status.is_open(), "{status}");
            let final_state = matches!(status, Status::Closed | Status::Cancelled);
            assert_eq!(editable(status, "resolution").is_ok(), !final_state, "{status}");
            assert_eq!(open_to_words(status).is_ok(), !final_state, "{status}");
        }
        assert!(open_to_bookings(Status::Completed).is_ok() && open_to_bookings(Status::Draft).is_err());
    }

    fn any_status() -> impl Strategy<Value = Status> {
        (0..ALL.len()).prop_map(|index| ALL[index])
    }

    proptest! {
        #[test]
        fn no_sequence_of_requests_leaves_the_table(
            requests in prop::collection::vec((any_status(), any::<bool>(), any::<bool>(), 0_i64..3), 1..40)
        ) {
            let mut now = facts(Status::Draft);
            let mut was_final = None;
            for (to, reason, hold, sub_orders) in requests {
                now.open_sub_orders = sub_orders;
                let said = Said { reason, hold_reason: hold.then_some(HoldReason::Other) };
                let before = now.status;
                if decide(&now, &everything(), to, said).is_ok() {
                    prop_assert!(step(before, to).is_some());
                    prop_assert!(to != Status::Cancelled || before.is_open());
                    prop_assert!(to != Status::Closed || before == Status::Completed);
                    prop_assert!(before.is_open() || before == Status::Completed);
                    now.status = to;
                }
                if let Some(end) = was_final {
                    prop_assert_eq!(now.status, end);
                }
                if matches!(now.status, Status::Closed | Status::Cancelled) {
                    was_final = Some(now.status);
                }
            }
        }

        #[test]
        fn what_is_offered_as_allowed_is_accepted_and_the_rest_is_not(
            status in any_status(), has_start in any::<bool>(), has_people in any::<bool>(),
            blocked in any::<bool>(), open_sub_orders in 0_i64..2
        ) {
            let facts =
                Facts { status, has_start, has_people, blockers: vec![1; usize::from(blocked)], open_sub_orders };
            for offered in transitions(&facts, &everything()) {
                let to = offered.to.unwrap();
                prop_assert_eq!(offered.allowed, decide(&facts, &everything(), to, SAID).is_ok());
            }
        }
    }
}
