//! Taking readings in: each is checked, what is there already is left out, counters must hold together with the readings
//! before and after, and all that is new is written at once.

use std::collections::{BTreeMap, HashMap, HashSet};

use contract::{
    events::ActorKind,
    meters::{MeterEvent, MeterEventKind, MeterKind, NewReading, Quality, ReadingSource},
};
use jiff::{SignedDuration, Timestamp};
use kernel::{MeterId, Problem, Quantity, WorkOrderId};

use super::{
    counter::{Shown, Turns},
    store::{self, AtInstant, Line, NewRow, Standing},
};
use crate::{change::Change, check::Check};

/// How far a sender's clock may be ahead.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// Earlier than any meter.
const EARLIEST: Timestamp = Timestamp::constant(-2_208_988_800, 0);
/// After so many wrong readings the rest need not be looked at.
const MOST_ERRORS: usize = 50;

/// A reading that was sent, and where in the request it stands.
#[derive(Clone, Debug)]
pub(super) struct Incoming {
    /// `[3].` or `readings[3].` or nothing.
    pub path: String,
    pub meter: MeterId,
    pub reading: NewReading,
}

/// What was taken in.
#[derive(Debug)]
pub(super) struct Taken {
    /// The meters as they were.
    pub lines: Vec<Line>,
    /// The turns of their counters, with those that came with the readings.
    pub turns: HashMap<MeterId, Turns>,
    /// What is new, by meter and instant.
    pub rows: Vec<NewRow>,
    pub duplicates: i64,
}

impl Taken {
    pub fn created(&self) -> usize {
        self.rows.len()
    }

    /// How many meters have something new.
    pub fn meters(&self) -> usize {
        self.rows.chunk_by(|one, other| one.meter == other.meter).count()
    }
}

/// A reading that was read.
struct Read {
    path: String,
    shown: Shown,
    rollover: bool,
    row: NewRow,
}

/// Takes readings of these meters in; every meter of them is among `lines`.
pub(super) fn take_in(
    change: &mut Change<'_, '_>,
    lines: Vec<Line>,
    incoming: Vec<Incoming>,
) -> Result<Taken, Problem> {
    let mut check = Check::default();
    check_orders(change, &mut check, &incoming)?;
    let by_id: HashMap<MeterId, &Line> = lines.iter().map(|line| (line.id, line)).collect();
    let mut by_meter: BTreeMap<MeterId, Vec<Read>> = BTreeMap::new();
    for one in incoming {
        if check.count() >= MOST_ERRORS {
            break;
        }
        let Some(line) = by_id.get(&one.meter) else { return Err(Problem::internal("a meter is missing")) };
        if let Some(read) = read(change, &mut check, line, one) {
            by_meter.entry(line.id).or_default().push(read);
        }
    }
    check.finish()?;
    let counters: Vec<MeterId> =
        by_meter.keys().copied().filter(|id| by_id[id].kind == MeterKind::Counter).collect();
    let mut turns = store::turns(change, &counters)?;
    let (mut rows, mut duplicates, mut standings) = (Vec::new(), 0, Vec::new());
    let mut check = Check::default();
    for (id, mut reads) in by_meter {
        reads.sort_by_key(|read| read.shown.at);
        let line = by_id[&id];
        let before = reads.len();
        let reads = leave_out_known(change, &mut check, line, reads)?;
        duplicates += i64::try_from(before - reads.len()).map_err(Problem::internal)?;
        if line.kind == MeterKind::Counter {
            let turns = turns.entry(id).or_default();
            let rolled = hold_together(change, &mut check, line, turns, &reads)?;
            for event in rolled {
                let by = change.user();
                store::insert_event(change, id, &event, by)?;
            }
        }
        standings.extend(standing(line, &reads));
        rows.extend(reads.into_iter().map(|read| read.row));
        if check.count() >= MOST_ERRORS {
            break;
        }
    }
    check.finish()?;
    let now = change.now();
    store::insert_readings(change, &rows, now)?;
    store::add_to_sums(change, &rows)?;
    store::save_standings(change, &standings)?;
    Ok(Taken { lines, turns, rows, duplicates })
}

fn check_orders(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    incoming: &[Incoming],
) -> Result<(), Problem> {
    let named: HashSet<WorkOrderId> = incoming.iter().filter_map(|one| one.reading.work_order_id).collect();
    if named.is_empty() {
        return Ok(());
    }
    let known = store::known_orders(change, &named.into_iter().collect::<Vec<_>>())?;
    for one in incoming {
        if one.reading.work_order_id.is_some_and(|order| !known.contains(&order)) {
            check.wrong(format!("{}work_order_id", one.path), "is not a work order of this organisation");
        }
    }
    Ok(())
}

/// Reads one reading; nothing where something is wrong with it.
fn read(change: &Change<'_, '_>, check: &mut Check, line: &Line, one: Incoming) -> Option<Read> {
    let Incoming { path, reading, .. } = one;
    let field = |name: &str| format!("{path}{name}");
    let errors = check.count();
    if line.archived {
        check.wrong(field("meter"), "is archived and takes no readings; bring it back first");
    }
    let now = change.now();
    let at = reading.recorded_at.unwrap_or(now);
    // As exact as it is kept, so that the same instant is the same.
    let at = Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at);
    if at > now.checked_add(AHEAD).unwrap_or(now) {
        check.wrong(field("recorded_at"), "must not lie in the future");
    } else if at < EARLIEST {
        check.wrong(field("recorded_at"), "must not be before 1900");
    }
    let value = value(check, line, &reading, &field);
    let note = check.optional_text(&field("note"), reading.note.as_deref(), 500);
    let key = check.optional_text(&field("key"), reading.key.as_deref(), 100);
    if reading.rollover && line.kind != MeterKind::Counter {
        check.wrong(field("rollover"), "is for counters only");
    }
    let value = value.filter(|_| check.count() == errors)?;
    let source = reading.source.unwrap_or_else(|| match change.actor().kind {
        _ if reading.work_order_id.is_some() => ReadingSource::WorkOrder,
        ActorKind::Person | ActorKind::CommandLine => ReadingSource::Person,
        ActorKind::Import => ReadingSource::Import,
        ActorKind::Token | ActorKind::Plan | ActorKind::System => ReadingSource::Sensor,
    });
    let shown = Shown { at, value };
    let row = NewRow {
        meter: line.id,
        shown,
        revision: 0,
        quality: reading.quality,
        source,
        by: change.user().filter(|_| source != ReadingSource::Sensor),
        work_order: reading.work_order_id,
        note,
        key,
    };
    Some(Read { shown, rollover: reading.rollover, path, row })
}

/// The value of a reading: a number, or the place of its word.
fn value(
    check: &mut Check,
    line: &Line,
    reading: &NewReading,
    field: &dyn Fn(&str) -> String,
) -> Option<Quantity> {
    if line.kind != MeterKind::Characteristic {
        if reading.choice.is_some() {
            check.wrong(field("choice"), "is for characteristics only; send value");
        }
        if reading.value.is_none() {
            check.wrong(field("value"), "is needed");
        }
        return reading.value;
    }
    let words = || line.choices.join(", ");
    match (&reading.choice, reading.value) {
        (Some(choice), None) => {
            let key = crate::check::key(choice);
            let place = line.choices.iter().position(|one| crate::check::key(one) == key);
            if place.is_none() {
                check.wrong(field("choice"), format!("must be one of: {}", words()));
            }
            place.and_then(|place| i64::try_from(place).ok()).map(Quantity::whole)
        }
        (None, Some(value)) => {
            let known = (0..line.choices.len())
                .any(|place| i64::try_from(place).is_ok_and(|place| Quantity::whole(place) == value));
            if !known {
                check.wrong(field("value"), format!("must be the place, from 0, of one of: {}", words()));
            }
            Some(value)
        }
        (Some(_), Some(_)) => {
            check.wrong(field("value"), "must be left out where choice is given");
            None
        }
        (None, None) => {
            check.wrong(field("choice"), format!("is needed: one of {}", words()));
            None
        }
    }
}

/// Leaves out what is kept already, and refuses what says something else about the same instant. The readings are in
/// order; those that stay know their revision.
fn leave_out_known(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    line: &Line,
    reads: Vec<Read>,
) -> Result<Vec<Read>, Problem> {
    let keys: Vec<&str> = reads.iter().filter_map(|read| read.row.key.as_deref()).collect();
    let mut by_key = if keys.is_empty() { HashMap::new() } else { store::kept_keys(change, line.id, &keys)? };
    let old: Vec<Timestamp> = reads
        .iter()
        .map(|read| read.shown.at)
        .filter(|at| line.newest_at.is_some_and(|newest| *at <= newest))
        .collect();
    let mut there: HashMap<Timestamp, AtInstant> =
        store::at_instants(change, line.id, &old)?.into_iter().map(|one| (one.at, one)).collect();
    let mut stay = Vec::with_capacity(reads.len());
    for mut read in reads {
        if let Some(key) = &read.row.key {
            match by_key.get(key) {
                // The instant need not be the same: it may have been left out.
                Some(kept) if kept.value == read.shown.value => continue,
                Some(_) => {
                    check.wrong(
                        format!("{}key", read.path),
                        "belongs to another reading of this meter, with another value; use a new key",
                    );
                    continue;
                }
                None => {}
            }
        }
        match there.get(&read.shown.at) {
            Some(kept) if kept.voided => read.row.revision = kept.revision + 1,
            Some(kept) if kept.value == read.shown.value && kept.quality == read.row.quality => continue,
            Some(kept) => {
                let text = format!(
                    "is not {}, which is kept for the same instant; void that reading first",
                    kept.value
                );
                check.wrong(format!("{}value", read.path), text);
                continue;
            }
            None => {}
        }
        if let Some(key) = &read.row.key {
            by_key.insert(key.clone(), read.shown);
        }
        let kept = AtInstant {
            at: read.shown.at,
            revision: read.row.revision,
            value: read.shown.value,
            quality: read.row.quality,
            voided: false,
        };
        there.insert(kept.at, kept);
        stay.push(read);
    }
    Ok(stay)
}

/// Checks that a counter only grows, from the reading before the first to the one after the last. Answers the rollovers
/// that the readings themselves brought; their turns are added.
fn hold_together(
    change: &mut Change<'_, '_>,
    check: &mut Check,
    line: &Line,
    turns: &mut Turns,
    reads: &[Read],
) -> Result<Vec<MeterEvent>, Problem> {
    let latest = line.latest.map(|(shown, _)| shown);
    let (mut rolled, mut previous) = (Vec::new(), None::<Shown>);
    // The gap between two kept readings in which the last one lay: nothing needs to be asked again inside it.
    let mut gap: Option<(Option<Shown>, Option<Shown>)> = None;
    for read in reads.iter().filter(|read| read.row.quality != Quality::Bad) {
        let new = read.shown;
        let known = gap.filter(|(_, after)| after.is_none_or(|after| new.at < after.at));
        let (before, after) = match known {
            Some(gap) => gap,
            None if latest.is_none_or(|latest| latest.at < new.at) => (latest, None),
            None => {
                (store::last_until(change, line.id, new.at)?, store::first_from(change, line.id, new.at)?)
            }
        };
        gap = Some((before, after));
        let before = match (before, previous) {
            (Some(kept), Some(sent)) if kept.at > sent.at => Some(kept),
            (kept, sent) => sent.or(kept),
        };
        if read.rollover {
            match Turns::rolled_over(new, before, line.rollover_value) {
                Ok(turn) => {
                    turns.add(turn);
                    rolled.push(MeterEvent {
                        id: change.id(None),
                        kind: MeterEventKind::Rollover,
                        at: turn.at,
                        before_value: turn.before,
                        after_value: turn.after,
                        by_name: None,
                        note: None,
                        created_at: change.now(),
                        voided_at: None,
                        void_reason: None,
                    });
                }
                Err(why) => check.wrong(format!("{}rollover", read.path), why.to_string()),
            }
        }
        if let Err(why) = turns.check(new, before, after, line.rollover_value) {
            check.wrong(format!("{}value", read.path), why.to_string());
            if check.count() >= MOST_ERRORS {
                break;
            }
        }
        previous = Some(new);
    }
    Ok(rolled)
}

/// Where the meter stands after what is new.
fn standing(line: &Line, reads: &[Read]) -> Option<Standing> {
    let newest_at = reads.last()?.shown.at;
    let good = reads.iter().rev().find(|read| read.row.quality != Quality::Bad);
    let latest = match (line.latest, good) {
        (Some((kept, quality)), Some(new)) if kept.at > new.shown.at => Some((kept, quality)),
        (_, Some(new)) => Some((new.shown, new.row.quality)),
        (kept, None) => kept,
    };
    let newest_at = line.newest_at.map_or(newest_at, |kept| kept.max(newest_at));
    Some(Standing { meter: line.id, newest_at, latest })
}
