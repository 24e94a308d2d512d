//! Sites and functional locations as they travel.

use jiff::Timestamp;
use kernel::{Limit, LocationId, Patch, SiteId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A place with its own time zone: a plant, a building, a depot.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Site {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: SiteId,
    /// Name, unique in the organisation.
    pub name: String,
    /// IANA time zone: `Europe/Berlin`. Due days and calendars use it.
    pub time_zone: String,
    /// Postal address.
    pub address: Option<String>,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Adds a site.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSite {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<SiteId>,
    /// Name.
    pub name: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Postal address.
    pub address: Option<String>,
}

/// Changes a site.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SitePatch {
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// New address.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub address: Patch<String>,
    /// `true` archives, `false` brings back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// A place in the process: hall, line, position. Locations form a tree in a site.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Location {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: LocationId,
    /// The site it belongs to.
    #[schema(value_type = Uuid)]
    pub site_id: SiteId,
    /// The location above; nothing at the top of the site.
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<LocationId>,
    /// Short code, unique in the organisation.
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// What people call it.
    pub aliases: Vec<String>,
    /// More about it.
    pub description: Option<String>,
    /// Names from the site down to this one.
    pub path: Vec<String>,
    /// How many locations stand directly below.
    pub children: i64,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Adds a location.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLocation {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<LocationId>,
    /// The site; may be left out below a parent, or where there is one site.
    #[schema(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// The location above.
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<LocationId>,
    /// Short code.
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// What people call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// More about it.
    pub description: Option<String>,
}

/// Changes a location.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LocationPatch {
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New code.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub code: Patch<String>,
    /// New place in the tree; `null` for the top of its site.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Patch<LocationId>,
    /// New aliases, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aliases: Option<Vec<String>>,
    /// New description.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub description: Patch<String>,
    /// `true` archives, `false` brings back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// Which locations to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct LocationFilter {
    /// Only of this site.
    #[param(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// Only directly below this location; `root` for the top of the sites.
    pub parent: Option<String>,
    /// Part of a name, code or alias.
    pub q: Option<String>,
    /// Whether archived ones are listed too.
    pub archived: Option<bool>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// Which sites to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SiteFilter {
    /// Whether archived ones are listed too.
    pub archived: Option<bool>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}
