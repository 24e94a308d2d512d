//! Search over everything that has a name, as it travels.

use kernel::Limit;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::Listed;

/// A record that matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SearchHit {
    /// What kind of record: `work_order`, `asset`, `location`, `part`, `meter`, `plan`, `user`, `team`, `site`.
    pub entity: String,
    /// The record.
    pub id: Uuid,
    /// Its code or number as people write it: `WO-1042`, `P-101`.
    pub code: Option<String>,
    /// Its name or title.
    pub title: String,
    /// What tells it from others of that name: the places above a location, the e-mail address of a person.
    pub context: Option<String>,
    /// The words around the match, where it is in neither code nor title.
    pub snippet: Option<String>,
    /// Whether it is archived.
    pub archived: bool,
}

/// What to look for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// Words, each of which must begin a word of the record; or a code or number.
    pub q: String,
    /// Only these kinds of records, joined by commas.
    #[param(value_type = Option<String>)]
    pub kind: Listed<String>,
    /// How many, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
}
