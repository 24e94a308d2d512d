//! The event log: every change to every record, in one chain of hashes for each organisation. It is the audit
//! trail, the history of a record and the feed for clients that keep a copy. Appending happens only here, from
//! [`crate::change::Change`], in the transaction of the change itself.

mod chain;
mod changes;
mod list;
mod store;
mod verify;

use kernel::Problem;
use serde::Serialize;
use serde_json::Value;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub use verify::{Verdict, verify};

#[cfg(test)]
pub(crate) use store::tamper;

pub(crate) use store::{
    Head, append, changed_since, forget_answers, history, keep_answer, kept_answer, lock_head, next_number,
    start_chain,
};

use crate::App;
use contract::events::FieldChange;

/// Operations of this slice.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list::list_events)).routes(routes!(changes::list_changes))
}

/// An event before it has its place in the chain.
#[derive(Clone, Debug)]
pub(crate) struct NewEvent {
    pub entity: &'static str,
    pub entity_id: Uuid,
    pub entity_version: i64,
    pub kind: &'static str,
    pub changes: Vec<FieldChange>,
    pub reason: Option<String>,
}

/// Fields that say nothing a reader of history wants to know.
const SILENT: [&str; 5] = ["version", "created_at", "updated_at", "actions", "id"];

/// The fields in which two states of a record differ; `Null` stands for no record.
pub(crate) fn difference(
    before: &impl Serialize,
    after: &impl Serialize,
) -> Result<Vec<FieldChange>, Problem> {
    let fields = |record: Value| match record {
        Value::Object(fields) => fields,
        _ => serde_json::Map::new(),
    };
    let mut before = fields(serde_json::to_value(before).map_err(Problem::internal)?);
    let mut pairs: Vec<(String, Value, Value)> =
        fields(serde_json::to_value(after).map_err(Problem::internal)?)
            .into_iter()
            .map(|(field, new)| {
                let old = before.remove(&field).unwrap_or_default();
                (field, old, new)
            })
            .collect();
    pairs.extend(before.into_iter().map(|(field, old)| (field, old, Value::Null)));
    pairs.retain(|(field, old, new)| {
        let empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        !SILENT.contains(&field.as_str()) && old != new && !(empty(old) && empty(new))
    });
    pairs.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    Ok(pairs.into_iter().map(|(field, old, new)| FieldChange { field, old, new }).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_recorded() {
        let before = json!({"title": "a", "due_at": null, "tags": [], "version": 1});
        let after = json!({"title": "b", "due_at": null, "tags": null, "version": 2, "priority": "high"});
        let fields: Vec<_> =
            difference(&before, &after).unwrap().into_iter().map(|c| (c.field, c.old, c.new)).collect();
        assert_eq!(
            fields,
            [
                ("priority".to_owned(), Value::Null, json!("high")),
                ("title".to_owned(), json!("a"), json!("b"))
            ]
        );
    }
}
