//! Assets as they travel: the serialised items that are maintained, where they stand, their status and their classes.

mod classes;
mod history;

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use kernel::{AssetClassId, AssetId, AttachmentId, Limit, LocationId, Patch, SiteId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

pub use classes::{
    AssetAttribute, AssetClass, AssetClassFilter, AssetClassPatch, AttributeKind, InheritedAttribute,
    LibraryChoice, LibraryClass, NewAssetClass,
};
pub use history::{
    AssetStatusChange, Downtime, DowntimeFilter, DowntimeList, HistoryFilter, InstallAsset, Installation,
    RemoveAsset, SetAssetStatus,
};

use crate::Listed;

/// How an asset runs, or why it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssetStatus {
    /// Up: runs as it should.
    #[default]
    Running,
    /// Up: runs, but not as it should.
    Degraded,
    /// Up: ready, not needed now.
    Standby,
    /// Down: does not run, and was not meant to stop.
    Down,
    /// Down: stopped for work on it.
    Maintenance,
    /// Taken out of use for good.
    Decommissioned,
}

impl AssetStatus {
    /// All of them, best first.
    pub const ALL: [Self; 6] =
        [Self::Running, Self::Degraded, Self::Standby, Self::Down, Self::Maintenance, Self::Decommissioned];

    /// As in the API and the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Degraded => "degraded",
            Self::Standby => "standby",
            Self::Down => "down",
            Self::Maintenance => "maintenance",
            Self::Decommissioned => "decommissioned",
        }
    }

    /// Finds a status by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether an asset with this status can do its work.
    pub const fn state(self) -> AssetState {
        match self {
            Self::Running | Self::Degraded | Self::Standby => AssetState::Up,
            Self::Down | Self::Maintenance => AssetState::Down,
            Self::Decommissioned => AssetState::OutOfUse,
        }
    }
}

/// What a status means for availability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssetState {
    /// Can do its work.
    Up,
    /// Can't; the time counts as downtime.
    Down,
    /// Is not expected to any more; no downtime is counted.
    OutOfUse,
}

/// How much depends on an asset.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Criticality {
    /// Its failure is a nuisance.
    Low,
    /// Its failure costs something.
    #[default]
    Medium,
    /// Its failure stops a line.
    High,
    /// Its failure stops the plant or endangers people.
    Critical,
}

impl Criticality {
    /// All of them, lowest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// 1 for low to 4 for critical: as in the database.
    pub const fn rank(self) -> i64 {
        match self {
            Self::Low => 1,
            Self::Medium => 2,
            Self::High => 3,
            Self::Critical => 4,
        }
    }

    /// Finds a criticality by its rank.
    pub fn from_rank(rank: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|criticality| criticality.rank() == rank)
    }

    /// As in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// What another system, or a label on the asset, calls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalIdentity {
    /// The system: `barcode`, `nfc`, `sap`.
    pub system: String,
    /// Its name for the asset, unique in that system.
    pub external_id: String,
}

/// An asset in a few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssetSummary {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: AssetId,
    /// Tag: `P-101`.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A place in a few words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlaceSummary {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: LocationId,
    /// Short code.
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// Names from the site down to this place.
    pub path: Vec<String>,
}

/// A serialised item that is maintained.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Asset {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: AssetId,
    /// Tag, unique in the organisation: `P-101`.
    pub code: String,
    /// Name.
    pub name: String,
    /// What people call it.
    pub aliases: Vec<String>,
    /// More about it.
    pub description: Option<String>,
    /// Where it is installed now; nothing while it lies in a store.
    #[schema(value_type = Option<Uuid>)]
    pub location_id: Option<LocationId>,
    /// The place where it is installed now.
    pub location: Option<PlaceSummary>,
    /// The site of that place.
    #[schema(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// The asset that it is a part of.
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<AssetId>,
    /// The assets above it, topmost first, without itself.
    pub path: Vec<AssetSummary>,
    /// How many assets stand directly below.
    pub children: i64,
    /// What kind of thing it is.
    #[schema(value_type = Option<Uuid>)]
    pub class_id: Option<AssetClassId>,
    /// The name of its class.
    pub class_name: Option<String>,
    /// Values of the attributes of its class, by name.
    pub attributes: BTreeMap<String, Value>,
    /// How much depends on it.
    pub criticality: Criticality,
    /// How it runs.
    pub status: AssetStatus,
    /// What the status means for availability.
    pub state: AssetState,
    /// Since when it has this status.
    pub status_since: Timestamp,
    /// Serial number.
    pub serial_number: Option<String>,
    /// Who made it.
    pub manufacturer: Option<String>,
    /// The maker's model.
    pub model: Option<String>,
    /// When it was bought.
    pub purchase_on: Option<Date>,
    /// When it was put to use.
    pub commissioned_on: Option<Date>,
    /// Last day of the warranty.
    pub warranty_until: Option<Date>,
    /// Whether the warranty still runs today.
    pub under_warranty: bool,
    /// What a new one costs, in minor units of the organisation's currency.
    pub replacement_value_minor: Option<i64>,
    /// Barcodes, and what other systems call it.
    pub identities: Vec<ExternalIdentity>,
    /// The picture shown with it: one of its files.
    #[schema(value_type = Option<Uuid>)]
    pub photo_id: Option<AttachmentId>,
    /// How many work orders on it are not finished.
    pub open_work_orders: i64,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Adds an asset.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAsset {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<AssetId>,
    /// Tag.
    pub code: String,
    /// Name.
    pub name: String,
    /// What people call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// More about it.
    pub description: Option<String>,
    /// Where it is installed.
    #[schema(value_type = Option<Uuid>)]
    pub location_id: Option<LocationId>,
    /// Since when it is installed there; now, when left out.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub installed_at: Option<Timestamp>,
    /// The asset that it is a part of.
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<AssetId>,
    /// What kind of thing it is.
    #[schema(value_type = Option<Uuid>)]
    pub class_id: Option<AssetClassId>,
    /// Values of the attributes of its class, by name.
    #[serde(default)]
    pub attributes: BTreeMap<String, Value>,
    /// How much depends on it; `medium` when left out.
    pub criticality: Option<Criticality>,
    /// How it runs; `running` when left out.
    pub status: Option<AssetStatus>,
    /// Serial number.
    pub serial_number: Option<String>,
    /// Who made it.
    pub manufacturer: Option<String>,
    /// The maker's model.
    pub model: Option<String>,
    /// When it was bought.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub purchase_on: Option<Date>,
    /// When it was put to use.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub commissioned_on: Option<Date>,
    /// Last day of the warranty.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub warranty_until: Option<Date>,
    /// What a new one costs, in minor units.
    pub replacement_value_minor: Option<i64>,
    /// Barcodes, and what other systems call it.
    #[serde(default)]
    pub identities: Vec<ExternalIdentity>,
}

/// Changes an asset. Where it stands and its status have operations of their own.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AssetPatch {
    /// New tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New aliases, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aliases: Option<Vec<String>>,
    /// New description.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub description: Patch<String>,
    /// New place in the tree; `null` for the top.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Patch<AssetId>,
    /// New class. Values of attributes that it does not have are dropped.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Uuid>)]
    pub class_id: Patch<AssetClassId>,
    /// New values of attributes; others stay, `null` empties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes: Option<BTreeMap<String, Value>>,
    /// New criticality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criticality: Option<Criticality>,
    /// New serial number.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub serial_number: Patch<String>,
    /// New maker.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub manufacturer: Patch<String>,
    /// New model.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub model: Patch<String>,
    /// New date of purchase.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Date>)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub purchase_on: Patch<Date>,
    /// New first day of use.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Date>)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub commissioned_on: Patch<Date>,
    /// New last day of the warranty.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Date>)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub warranty_until: Patch<Date>,
    /// New replacement value in minor units.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<i64>)]
    pub replacement_value_minor: Patch<i64>,
    /// New identities, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identities: Option<Vec<ExternalIdentity>>,
    /// New picture: an image among its files.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Uuid>)]
    pub photo_id: Patch<AttachmentId>,
    /// `true` archives, `false` brings back. History stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// Which assets to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AssetFilter {
    /// Part of a code, name, alias, serial number or maker.
    pub q: Option<String>,
    /// Only directly below this asset; `root` for the top.
    pub parent: Option<String>,
    /// Only installed at this location or below it.
    #[param(value_type = Option<Uuid>)]
    pub location_id: Option<LocationId>,
    /// Only of this site.
    #[param(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// Only of this class or one that inherits from it.
    #[param(value_type = Option<Uuid>)]
    pub class_id: Option<AssetClassId>,
    /// Only with one of these statuses, joined by commas.
    #[param(value_type = Option<String>)]
    pub status: Listed<AssetStatus>,
    /// Only with one of these criticalities, joined by commas.
    #[param(value_type = Option<String>)]
    pub criticality: Listed<Criticality>,
    /// Exactly this code.
    pub code: Option<String>,
    /// Whether archived ones are listed too.
    pub archived: Option<bool>,
    /// Order: `code` (default), `name`, `criticality` or `updated_at`; `-` before it turns it round.
    pub sort: Option<String>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// One line of the asset tree.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AssetNode {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: AssetId,
    /// Tag.
    pub code: String,
    /// Name.
    pub name: String,
    /// How much depends on it.
    pub criticality: Criticality,
    /// How it runs.
    pub status: AssetStatus,
    /// What the status means for availability.
    pub state: AssetState,
    /// How many assets stand directly below.
    pub children: i64,
}

/// Which branch of the tree to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AssetTreeFilter {
    /// Directly below this asset; the top when left out.
    #[param(value_type = Option<Uuid>)]
    pub parent_id: Option<AssetId>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}
