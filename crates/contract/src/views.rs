//! Saved views of lists: filters, columns and order under a name, for oneself or for everyone.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::{Patch, SavedViewId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A list as someone likes to see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SavedView {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: SavedViewId,
    /// Which list: `work_orders`, `assets`, `locations`, `parts`, `plans`, `users`.
    pub entity: String,
    /// Name.
    pub name: String,
    /// Whether everyone has it.
    pub shared: bool,
    /// Who made it.
    #[schema(value_type = Uuid)]
    pub owner_id: UserId,
    /// Their name.
    pub owner_name: String,
    /// Whether the caller made it.
    pub mine: bool,
    /// The list's own filters, as in its address: `{"status": "open,planned", "due": "overdue"}`.
    pub filters: BTreeMap<String, String>,
    /// Columns to show, in order; empty: the usual ones.
    pub columns: Vec<String>,
    /// How to sort, as in the list's address: `-due_at`.
    pub sort: Option<String>,
    /// How to show it: `list`, `board`, `calendar`; nothing: as the list likes.
    pub layout: Option<String>,
    /// Place among the views of the same list; smaller comes first.
    pub position: i64,
    /// Whether the list opens with it. One's own goes before a shared one.
    pub is_default: bool,
    /// Whether the caller may change it.
    pub editable: bool,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Saves a view.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSavedView {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    pub id: Option<SavedViewId>,
    /// Which list.
    pub entity: String,
    /// Name, unique among one's own and among the shared views of the list.
    pub name: String,
    /// Whether everyone has it; needs the permission to share views.
    #[serde(default)]
    pub shared: bool,
    /// The list's own filters.
    #[serde(default)]
    pub filters: BTreeMap<String, String>,
    /// Columns to show.
    #[serde(default)]
    pub columns: Vec<String>,
    /// How to sort.
    #[serde(default)]
    pub sort: Option<String>,
    /// How to show it.
    #[serde(default)]
    pub layout: Option<String>,
    /// Place among the views; the last when left out.
    #[serde(default)]
    pub position: Option<i64>,
    /// Whether the list opens with it.
    #[serde(default)]
    pub is_default: bool,
}

/// Changes a view.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SavedViewPatch {
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether everyone has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared: Option<bool>,
    /// New filters, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filters: Option<BTreeMap<String, String>>,
    /// New columns, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<String>>,
    /// New order.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub sort: Patch<String>,
    /// New layout.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub layout: Patch<String>,
    /// New place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    /// Whether the list opens with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_default: Option<bool>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// Which views to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SavedViewFilter {
    /// Only of this list.
    pub entity: Option<String>,
}
