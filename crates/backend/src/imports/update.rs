//! Changing records that are there already to what a file says, and back. The slices' own rules hold: what a form would
//! refuse, a file can't do either.

use contract::imports::ImportKind;
use kernel::{Id, ImportBatchId, Problem};
use serde_json::{Map, Value};
use uuid::Uuid;
use web::Caller;

use super::{
    known::entity,
    said::{self, Difference},
    store::{self, Changed, Current},
};
use crate::{assets, change::Change, identity, parts, sites, work_orders};

/// Changes fields of a record.
pub(super) fn apply(
    change: &mut Change<'_, '_>,
    kind: ImportKind,
    caller: Option<&Caller>,
    id: Uuid,
    fields: Map<String, Value>,
) -> Result<(), Problem> {
    fn read<T: serde::de::DeserializeOwned>(fields: Map<String, Value>) -> Result<T, Problem> {
        serde_json::from_value(Value::Object(fields)).map_err(Problem::internal)
    }
    match kind {
        ImportKind::Assets => assets::change_imported(change, Id::new(id), fields),
        ImportKind::Locations => sites::change_location(change, Id::new(id), &read(fields)?).map(drop),
        ImportKind::Parts => parts::change_part(change, Id::new(id), &read(fields)?).map(drop),
        ImportKind::Users => identity::change_imported(change, caller, Id::new(id), &read(fields)?),
        ImportKind::WorkOrders => work_orders::change_imported(change, Id::new(id), &read(fields)?),
    }
}

/// Where in which file a record is changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    pub batch: ImportBatchId,
    pub kind: ImportKind,
    pub line: i64,
}

/// Changes a record to what a row says, and keeps what it said before.
pub(super) fn change_to(
    change: &mut Change<'_, '_>,
    origin: Origin,
    caller: Option<&Caller>,
    id: Uuid,
    before: &Current,
    differences: &[Difference],
) -> Result<(), Problem> {
    apply(change, origin.kind, caller, id, said::patch(differences))?;
    let after = store::current(change, origin.kind, &[id])?.remove(&id).unwrap_or_default();
    let pick = |current: &Current| {
        differences
            .iter()
            .map(|one| (one.key.to_owned(), current.values.get(one.key).cloned().unwrap_or_default()))
            .collect()
    };
    let entity = entity(origin.kind).to_owned();
    let (before, after) = (pick(before), pick(&after));
    store::insert_change(change, origin.batch, &Changed { entity, id, line: origin.line, before, after })
}

/// Gives a record back the values that it had before a file changed it, where nobody changed them since. Answers the
/// fields that stay.
pub(super) fn restore(
    change: &mut Change<'_, '_>,
    kind: ImportKind,
    caller: Option<&Caller>,
    changed: &Changed,
) -> Result<Vec<String>, Problem> {
    let Some(current) = store::current(change, kind, &[changed.id])?.remove(&changed.id) else {
        return Ok(changed.before.keys().cloned().collect());
    };
    let (mut fields, mut stays) = (Map::new(), Vec::new());
    for (field, before) in &changed.before {
        let after = changed.after.get(field).unwrap_or(&Value::Null);
        let now = current.values.get(field).unwrap_or(&Value::Null);
        let locked = current.status.is_some_and(|status| !work_orders::may_change_field(status, field));
        let taken = now != before && store::is_taken(change, kind, field, before, changed.id)?;
        if now == after && !locked && !taken {
            fields.insert(field.clone(), before.clone());
        } else if now != before {
            stays.push(field.clone());
        }
    }
    if !fields.is_empty() {
        let names: Vec<String> = fields.keys().cloned().collect();
        match change.attempt(|change| apply(change, kind, caller, changed.id, fields)) {
            Ok(()) => {}
            // A rule stands against it now: a place that is archived, a state that has moved on.
            Err(problem)
                if problem.code.status_and_title().0 < 500 && problem.code != kernel::Code::Forbidden =>
            {
                stays.extend(names);
            }
            Err(problem) => return Err(problem),
        }
    }
    Ok(stays)
}
