//! Files that are brought in and taken out: what was read, what is wrong with it, what became of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kernel::{ImportBatchId, Limit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Work orders, with their history.
    WorkOrders,
    /// Assets.
    Assets,
    /// Locations.
    Locations,
    /// Parts, with their stock.
    Parts,
    /// People.
    Users,
}

impl ImportKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::WorkOrders, Self::Assets, Self::Locations, Self::Parts, Self::Users];

    /// As in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WorkOrders => "work_orders",
            Self::Assets => "assets",
            Self::Locations => "locations",
            Self::Parts => "parts",
            Self::Users => "users",
        }
    }

    /// Finds a kind by its name, with `_` or `-`.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How to read a file that is sent.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// What it holds.
    pub kind: ImportKind,
    /// Only says what would happen.
    #[serde(default)]
    pub dry_run: bool,
    /// Name of a mapping that ChatterFix knows, or a mapping as JSON. Left out: chosen by the file's headers.
    #[serde(default)]
    pub map: Option<String>,
    /// Name of the file, where it is not sent as a form.
    #[serde(default)]
    pub file_name: Option<String>,
    /// Imports a file that was imported before once more.
    #[serde(default)]
    pub again: bool,
}

/// Something about one cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowIssue {
    /// Line of the file, from 1.
    pub row: i64,
    /// Header of its column.
    pub column: String,
    /// What stands there, cut to 80 characters.
    pub value: String,
    /// What is wrong or noteworthy.
    pub message: String,
}

/// What a column is used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ColumnUse {
    /// Its header.
    pub column: String,
    /// The field it fills; nothing: it is not used.
    pub field: Option<String>,
    /// The first value that stands in it.
    pub sample: Option<String>,
}

/// What a file was read as, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportReport {
    /// What it holds.
    pub kind: ImportKind,
    /// Whether this only says what would happen.
    pub dry_run: bool,
    /// Whether it was imported: all of it or nothing.
    pub imported: bool,
    /// The batch, to look at and to undo.
    #[schema(value_type = Option<Uuid>)]
    pub batch_id: Option<ImportBatchId>,
    /// Name of the mapping that was used.
    pub mapping: Option<String>,
    /// `UTF-8`, `UTF-16LE`, `windows-1252` …
    pub encoding: String,
    /// What stands between cells: `,`, `;`, tab or `|`.
    pub delimiter: String,
    /// How dates were read: `%d/%m/%Y`.
    pub date_format: Option<String>,
    /// What each column is used for.
    pub columns: Vec<ColumnUse>,
    /// Rows with something in them.
    pub rows: i64,
    /// Records made, or that would be made.
    pub created: i64,
    /// Records changed.
    pub updated: i64,
    /// Records that are as the file says.
    pub unchanged: i64,
    /// What else was made on the way: `{"asset": 5}`.
    pub also_created: BTreeMap<String, i64>,
    /// Sum of the costs in the file, in minor units.
    pub cost_minor: i64,
    /// Rows that can't be read.
    pub wrong_rows: i64,
    /// What is wrong with them, the first 500.
    pub errors: Vec<RowIssue>,
    /// What may be wrong, the first 200.
    pub warnings: Vec<RowIssue>,
    /// The first rows as they were understood.
    pub preview: Vec<BTreeMap<String, String>>,
    /// What becomes of records that are known, the first 200.
    pub changes: Vec<RowChange>,
}

/// What a row makes of a record that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowChange {
    /// Line of the file.
    pub row: i64,
    /// The record.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// The fields that become others.
    pub fields: Vec<RowFieldChange>,
}

/// A field of a record that becomes another; texts as people read them, empty for nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RowFieldChange {
    /// The field, as in files.
    pub field: String,
    /// What it is.
    pub before: String,
    /// What it becomes.
    pub after: String,
}

/// One imported file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportBatch {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: ImportBatchId,
    /// What it held.
    pub kind: ImportKind,
    /// Its name.
    pub file_name: Option<String>,
    /// Name of the mapping.
    pub mapping: Option<String>,
    /// Rows in the file.
    pub rows: i64,
    /// Records it made.
    pub created: i64,
    /// Records it changed.
    pub updated: i64,
    /// Who imported it.
    pub created_by_name: String,
    /// When.
    pub created_at: Timestamp,
    /// When it was undone.
    pub undone_at: Option<Timestamp>,
}

/// Which batches to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ImportBatchFilter {
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// A record that was changed after it was imported, and therefore stays as it is: whole, or in some fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TouchedRecord {
    /// What kind of record.
    pub entity: String,
    /// Which.
    pub id: Uuid,
    /// Line of the file that made or changed it.
    pub row: i64,
    /// Of a record that the import changed: the fields that stay. Empty: the import made it, and it stays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// What became of undoing an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportUndone {
    /// The batch.
    pub batch: ImportBatch,
    /// Records that were removed or archived.
    pub undone: i64,
    /// Records that are again as they were before.
    pub restored: i64,
    /// Records that stay because someone has worked with them since, the first 200.
    pub touched: Vec<TouchedRecord>,
    /// How many stay.
    pub touched_count: i64,
}

/// What to take out, and how.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// What.
    pub kind: ImportKind,
    /// `csv` (default) or `json`.
    #[serde(default)]
    pub format: ExportFormat,
}

/// How records are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// A table that imports again.
    #[default]
    Csv,
    /// A list of objects with the same fields.
    Json,
}
