//! Storerooms and bins as they travel.

use jiff::Timestamp;
use kernel::{BinId, Limit, SiteId, StoreroomId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A room or cabinet that holds parts.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Storeroom {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: StoreroomId,
    /// The site it stands on.
    #[schema(value_type = Uuid)]
    pub site_id: SiteId,
    /// Name, unique in its site.
    pub name: String,
    /// How many bins it has that are not archived.
    pub bins: i64,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Adds a storeroom.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStoreroom {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<StoreroomId>,
    /// The site; may be left out where there is one.
    #[schema(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// Name.
    pub name: String,
    /// Codes of its first bins; one bin `MAIN` when none is given.
    #[serde(default)]
    pub bins: Vec<String>,
}

/// Changes a storeroom.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StoreroomPatch {
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `true` archives (refused while it holds stock), `false` brings back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// A place in a storeroom: shelf, drawer, pallet position.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Bin {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: BinId,
    /// The storeroom it is in.
    #[schema(value_type = Uuid)]
    pub storeroom_id: StoreroomId,
    /// The storeroom's name.
    pub storeroom: String,
    /// Code, unique in its storeroom.
    pub code: String,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Adds a bin.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBin {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<BinId>,
    /// The storeroom it is in.
    #[schema(value_type = Uuid)]
    pub storeroom_id: StoreroomId,
    /// Code.
    pub code: String,
}

/// Changes a bin.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BinPatch {
    /// New code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// `true` archives (refused while it holds stock), `false` brings back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// Which storerooms to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct StoreroomFilter {
    /// Only of this site.
    #[param(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// Whether archived ones are listed too.
    pub archived: Option<bool>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// Which bins to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct BinFilter {
    /// Only of this storeroom.
    #[param(value_type = Option<Uuid>)]
    pub storeroom_id: Option<StoreroomId>,
    /// Part of a code.
    pub q: Option<String>,
    /// Whether archived ones are listed too.
    pub archived: Option<bool>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}
