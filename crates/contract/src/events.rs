//! The event log as it travels: who changed what, when and why.

use jiff::Timestamp;
use kernel::Limit;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Who made a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Actor {
    /// What kind of actor.
    pub kind: ActorKind,
    /// The user's id; for a token, of its owner. Nothing for the system itself.
    pub user_id: Option<Uuid>,
    /// The name at that time.
    pub name: String,
}

/// Kinds of actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A person in a browser.
    Person,
    /// A program with an API token.
    Token,
    /// An import.
    Import,
    /// A preventive maintenance plan.
    Plan,
    /// The command line on the server.
    CommandLine,
    /// The product itself.
    System,
}

/// One field before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FieldChange {
    /// Field name as in the API.
    pub field: String,
    /// Before; `null` when it was empty or new.
    pub old: serde_json::Value,
    /// After; `null` when it was emptied.
    pub new: serde_json::Value,
}

/// One entry of the log.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// Position in the organisation's log, from 1, without gaps.
    pub sequence: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What kind of record: `work_order`.
    pub entity: String,
    /// Which record.
    pub entity_id: Uuid,
    /// The record's version after the change.
    pub entity_version: i64,
    /// What happened: `created`, `changed`, `transitioned`, `commented` …
    pub kind: String,
    /// Fields, old and new.
    pub changes: Vec<FieldChange>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
}

/// Which events to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct EventFilter {
    /// Only this kind of record.
    pub entity: Option<String>,
    /// Only this record.
    pub entity_id: Option<Uuid>,
    /// Only this user's changes.
    pub user_id: Option<Uuid>,
    /// Only this kind of event.
    pub kind: Option<String>,
    /// At or after.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub from: Option<Timestamp>,
    /// Before.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub to: Option<Timestamp>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// `GET /changes`: what happened after a place in the log, oldest first, for clients that keep a copy.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Changes {
    /// Events, oldest first.
    pub items: Vec<Event>,
    /// Give this back as `after`.
    pub cursor: i64,
    /// Whether more are waiting.
    pub more: bool,
}
