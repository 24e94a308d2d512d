//! What happened to an asset: where it stood, how it ran and when it was down.

use jiff::Timestamp;
use kernel::{AssetId, AssetStatusChangeId, DowntimeId, InstallationId, Limit, LocationId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{AssetState, AssetStatus, AssetSummary, PlaceSummary};

/// The time an asset stands at a location: from `installed_at` until just before `removed_at`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Installation {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: InstallationId,
    /// The asset.
    pub asset: AssetSummary,
    /// The place.
    pub location: PlaceSummary,
    /// From when.
    pub installed_at: Timestamp,
    /// Until when; nothing while it stands there.
    pub removed_at: Option<Timestamp>,
}

/// Puts an asset at a location. If it stood elsewhere, it is removed from there at the same instant.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstallAsset {
    /// Where.
    #[schema(value_type = Uuid)]
    pub location_id: LocationId,
    /// When; now, when left out. Not in the future and not before its last move.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub at: Option<Timestamp>,
    /// An asset that stands there and is removed at the same instant.
    #[schema(value_type = Option<Uuid>)]
    pub replaces: Option<AssetId>,
    /// Why.
    pub reason: Option<String>,
}

/// Takes an asset away from where it stands.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RemoveAsset {
    /// When; now, when left out.
    #[serde(deserialize_with = "kernel::within_years")]
    pub at: Option<Timestamp>,
    /// Why.
    pub reason: Option<String>,
}

/// Says how an asset runs.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAssetStatus {
    /// The new status.
    pub status: AssetStatus,
    /// Why.
    pub reason: Option<String>,
    /// Since when; now, when left out. Not in the future and not before its last change.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub at: Option<Timestamp>,
}

/// A moment at which an asset's status changed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AssetStatusChange {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: AssetStatusChangeId,
    /// The status from then on.
    pub status: AssetStatus,
    /// What it means for availability.
    pub state: AssetState,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: Option<String>,
    /// Who said so.
    pub by: String,
}

/// A time in which an asset was down: from `started_at` until just before `ended_at`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Downtime {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: DowntimeId,
    /// The asset.
    pub asset: AssetSummary,
    /// From when.
    pub started_at: Timestamp,
    /// Until when; nothing while it lasts.
    pub ended_at: Option<Timestamp>,
    /// How long; until now, while it lasts.
    pub seconds: i64,
    /// Whether it began as planned maintenance.
    pub planned: bool,
    /// Why it went down.
    pub reason: Option<String>,
}

/// Times in which an asset was down, newest first, and their sum.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct DowntimeList {
    /// At most `limit` of them.
    pub items: Vec<Downtime>,
    /// Give this back as `cursor` for the next page; `null` at the end.
    pub next: Option<String>,
    /// Seconds down within the period asked for, on all pages.
    pub total_seconds: i64,
}

/// Which period to look at.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DowntimeFilter {
    /// What ended after this instant, or lasts.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub from: Option<Timestamp>,
    /// What started before this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    #[serde(deserialize_with = "kernel::within_years")]
    pub to: Option<Timestamp>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// Which page of a history.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct HistoryFilter {
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}
