//! What a row says about a record that is there already, and how that differs from the record. Pure.

use contract::imports::{ImportKind, RowFieldChange};
use jiff::Timestamp;
use kernel::Money;
use serde_json::{Map, Value, json};

use super::{
    reading::{Cells, Place},
    store::Current,
};
use crate::check::key;

/// Fields of files with the fields of the record that they fill. The parent is not among them: it may be in the file.
type Pairs = &'static [(&'static str, &'static str)];

const ASSETS: Pairs = &[
    ("code", "code"),
    ("name", "name"),
    ("description", "description"),
    ("aliases", "aliases"),
    ("location", "location_id"),
    ("class", "class_id"),
    ("status", "status"),
    ("criticality", "criticality"),
    ("serial_number", "serial_number"),
    ("manufacturer", "manufacturer"),
    ("model", "model"),
    ("purchase_on", "purchase_on"),
    ("commissioned_on", "commissioned_on"),
    ("warranty_until", "warranty_until"),
    ("replacement_value", "replacement_value_minor"),
];

const LOCATIONS: Pairs =
    &[("code", "code"), ("name", "name"), ("description", "description"), ("aliases", "aliases")];

const PARTS: Pairs = &[
    ("number", "number"),
    ("name", "name"),
    ("description", "description"),
    ("aliases", "aliases"),
    ("unit", "unit"),
    ("category", "category"),
    ("manufacturer_part_number", "manufacturer_part_number"),
    ("barcode", "barcode"),
];

const USERS: Pairs = &[
    ("email", "email"),
    ("name", "name"),
    ("first_name", "name"),
    ("last_name", "name"),
    ("role", "role"),
    ("aliases", "aliases"),
    ("team", "team_ids"),
];

/// What happened to an order, its state and its cost are history: a file does not change them.
const WORK_ORDERS: Pairs = &[
    ("title", "title"),
    ("description", "description"),
    ("kind", "kind"),
    ("priority", "priority"),
    ("asset", "asset_id"),
    ("location", "location_id"),
    ("team", "team_id"),
    ("assignees", "assignee_ids"),
    ("due_at", "due_at"),
    ("planned_start_at", "planned_start_at"),
    ("estimated_minutes", "estimated_minutes"),
    ("estimated_hours", "estimated_minutes"),
    ("resolution", "resolution"),
    ("cause", "cause"),
    ("tags", "tags"),
];

/// Fields that hold lists.
const LISTS: &[&str] = &["aliases", "team_ids", "assignee_ids", "tags"];
/// Fields that every record has.
const NEVER_EMPTY: &[&str] =
    &["name", "number", "title", "email", "role", "kind", "priority", "status", "criticality", "unit"];

const fn pairs(kind: ImportKind) -> Pairs {
    match kind {
        ImportKind::WorkOrders => WORK_ORDERS,
        ImportKind::Assets => ASSETS,
        ImportKind::Locations => LOCATIONS,
        ImportKind::Parts => PARTS,
        ImportKind::Users => USERS,
    }
}

/// One field that a row names.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// As files call it.
    pub field: &'static str,
    /// As the record calls it.
    pub key: &'static str,
    pub value: Value,
    /// As it stands in the file.
    pub shown: String,
}

/// The fields that a row names, with the values that `record` was read with. Blank cells name nothing, `<clear>`
/// empties.
pub(super) fn said(kind: ImportKind, cells: &mut Cells<'_>, record: &Value) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    for &(field, name) in pairs(kind) {
        if cells.row.clears(field) {
            if NEVER_EMPTY.contains(&name) || (name == "code" && kind == ImportKind::Assets) {
                cells.wrong(field, "can't be cleared");
                continue;
            }
            let value = if LISTS.contains(&name) { json!([]) } else { Value::Null };
            all.push(Said { field, key: name, value, shown: String::new() });
        } else if let Some(raw) = cells.raw(field) {
            let value = record.get(name).cloned().unwrap_or_default();
            // What could not be read was noted with the row.
            if !value.is_null() && all.iter().all(|one| one.key != name) {
                all.push(Said { field, key: name, value, shown: raw.to_owned() });
            }
        }
    }
    all
}

/// A field that becomes another.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub key: &'static str,
    pub after: Value,
    pub shown: RowFieldChange,
}

/// The fields that are not as the row says.
pub(super) fn differences(said: &[Said], current: &Current, place: &Place) -> Vec<Difference> {
    said.iter()
        .filter_map(|one| {
            let before = current.values.get(one.key).unwrap_or(&Value::Null);
            if same(one.key, before, &one.value) {
                return None;
            }
            let shown = current.shown.get(one.key).cloned().unwrap_or_else(|| text(one.key, before, place));
            let shown =
                RowFieldChange { field: one.field.to_owned(), before: shown, after: one.shown.clone() };
            Some(Difference { key: one.key, after: one.value.clone(), shown })
        })
        .collect()
}

/// As a change of these fields.
pub(super) fn patch(differences: &[Difference]) -> Map<String, Value> {
    differences.iter().map(|one| (one.key.to_owned(), one.after.clone())).collect()
}

/// Whether two values of a field mean the same: blanks and line ends do not count, nor repeated names.
pub(super) fn same(field: &str, one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one.split_whitespace().eq(other.split_whitespace()),
        (Value::Array(one), Value::Array(other)) => {
            let names = |list: &[Value]| {
                let mut names: Vec<String> = Vec::new();
                for name in list.iter().filter_map(Value::as_str).map(key) {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
                if field == "team_ids" {
                    names.sort_unstable();
                }
                names
            };
            // Case matters in what is shown, so only the order and the number of names are compared by key.
            names(one) == names(other) && one.iter().filter(|name| !other.contains(name)).count() == 0
        }
        _ => one == other,
    }
}

fn text(field: &str, value: &Value, place: &Place) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if field.ends_with("_at") => match text.parse::<Timestamp>() {
            Ok(at) => at.to_zoned(place.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
            Err(_) => text.clone(),
        },
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        Value::Number(number) if field == "replacement_value_minor" => {
            Money { minor: number.as_i64().unwrap_or_default(), currency: place.currency }.to_string()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_line_ends_and_repetitions_are_no_difference() {
        assert!(same("description", &json!("a\r\n b"), &json!("a\nb")));
        assert!(!same("name", &json!("Pump"), &json!("pump")));
        assert!(same("aliases", &json!(["a", "b"]), &json!(["a", "b", "A"])));
        assert!(!same("aliases", &json!(["a", "b"]), &json!(["b", "a"])));
        assert!(!same("aliases", &json!(["SKF"]), &json!(["skf"])));
        assert!(same("team_ids", &json!(["2", "1"]), &json!(["1", "2"])));
        assert!(same("model", &Value::Null, &Value::Null) && !same("model", &Value::Null, &json!("X")));
    }
}
