//! Meters, their readings and the rules about them, as they travel.

mod conditions;
mod readings;

use jiff::Timestamp;
use kernel::{AssetId, Limit, LocationId, MeterEventId, MeterId, Patch, Quantity, SiteId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub use conditions::*;
pub use readings::*;

use crate::Listed;

/// What a meter shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeterKind {
    /// A number that only grows: hours run, bottles filled, kilowatt-hours.
    Counter,
    /// A number that goes up and down: temperature, pressure, vibration.
    Gauge,
    /// One of a list of words: what the oil looks like.
    Characteristic,
}

impl MeterKind {
    /// As in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Characteristic => "characteristic",
        }
    }

    /// Finds a kind by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Counter, Self::Gauge, Self::Characteristic].into_iter().find(|kind| kind.name() == name)
    }
}

/// Something that is read: at an asset, or at a location.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Meter {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: MeterId,
    /// Short code, once in the organisation: `M-12`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Where to look, how to read it.
    pub description: Option<String>,
    /// What it shows.
    pub kind: MeterKind,
    /// UCUM code of its unit: `h`, `Cel`, `bar`, `mm/s`. Characteristics have none.
    pub unit: Option<String>,
    /// Of a characteristic: the words it may show, from good to bad. A reading's value is the place in it, from 0.
    pub choices: Vec<String>,
    /// The asset it belongs to.
    #[schema(value_type = Option<Uuid>)]
    pub asset_id: Option<AssetId>,
    /// The asset's code and name.
    pub asset: Option<String>,
    /// The location it belongs to.
    #[schema(value_type = Option<Uuid>)]
    pub location_id: Option<LocationId>,
    /// Where it is: names of the locations from the site downwards.
    pub path: Vec<String>,
    /// The site it is at now.
    #[schema(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// Of a counter: it shows 0 again instead of this value. A counter of five digits has 100000.
    pub rollover_value: Option<Quantity>,
    /// Readings below are unusual, and are asked about before they are kept.
    pub expected_from: Option<Quantity>,
    /// Readings above are unusual, and are asked about before they are kept.
    pub expected_to: Option<Quantity>,
    /// Over how many days before the latest reading the daily average is taken.
    pub average_days: u16,
    /// Its place in a round; meters without one come last, by code.
    pub round_position: Option<i64>,
    /// The latest reading that counts.
    pub latest: Option<LatestReading>,
    /// Of a counter: what it has counted in all, over rollovers, resets and replacements, in its unit.
    pub total: Option<Quantity>,
    /// Of a counter: how much a day, over `average_days` before the latest reading; where that span holds only one
    /// reading, since the reading before. Nothing with fewer than two readings, or with less than an hour between them.
    pub average_per_day: Option<f64>,
    /// From which reading on the average is taken.
    pub average_from: Option<Timestamp>,
    /// How bad its condition is by its rules.
    pub condition: ConditionLevel,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What a meter showed last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LatestReading {
    /// When it was read.
    pub recorded_at: Timestamp,
    /// What it showed.
    pub value: Quantity,
    /// The word, of a characteristic.
    pub choice: Option<String>,
    /// How far to trust it.
    pub quality: Quality,
}

/// Adds a meter.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMeter {
    /// Identity chosen by the client, or left out.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<MeterId>,
    /// Short code; the next number when left out.
    #[serde(default)]
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// Where to look, how to read it.
    #[serde(default)]
    pub description: Option<String>,
    /// What it shows; fixed.
    pub kind: MeterKind,
    /// UCUM code of its unit; of counters and gauges. Fixed once it was read.
    #[serde(default)]
    pub unit: Option<String>,
    /// Of a characteristic: 2 to 30 words, from good to bad.
    #[serde(default)]
    pub choices: Vec<String>,
    /// The asset it belongs to; or else the location.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub asset_id: Option<AssetId>,
    /// The location it belongs to; or else the asset.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub location_id: Option<LocationId>,
    /// Of a counter: it shows 0 again instead of this value.
    #[serde(default)]
    pub rollover_value: Option<Quantity>,
    /// Readings below are unusual.
    #[serde(default)]
    pub expected_from: Option<Quantity>,
    /// Readings above are unusual.
    #[serde(default)]
    pub expected_to: Option<Quantity>,
    /// Days of the daily average, 1–365; 30 when left out.
    #[serde(default)]
    pub average_days: Option<u16>,
    /// Its place in a round.
    #[serde(default)]
    pub round_position: Option<i64>,
}

/// Changes a meter. What was read stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MeterPatch {
    /// New code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New description.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub description: Patch<String>,
    /// New unit, while it has no readings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// New words; once it was read, the present ones with others after them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choices: Option<Vec<String>>,
    /// New asset; the location is emptied.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    pub asset_id: Option<AssetId>,
    /// New location; the asset is emptied.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    pub location_id: Option<LocationId>,
    /// New rollover value.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Quantity>)]
    pub rollover_value: Patch<Quantity>,
    /// New lower end of what is usual.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Quantity>)]
    pub expected_from: Patch<Quantity>,
    /// New upper end of what is usual.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Quantity>)]
    pub expected_to: Patch<Quantity>,
    /// New days of the daily average.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub average_days: Option<u16>,
    /// New place in a round.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<i64>)]
    pub round_position: Patch<i64>,
    /// `true` archives, `false` brings back. An archived meter takes no readings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// Which meters to list, and how.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MeterFilter {
    /// Words that code, name or asset hold.
    pub q: Option<String>,
    /// Only of this asset.
    #[param(value_type = Option<Uuid>)]
    pub asset_id: Option<AssetId>,
    /// Only at this location or below it, at assets that stand there too.
    #[param(value_type = Option<Uuid>)]
    pub location_id: Option<LocationId>,
    /// Only at this site.
    #[param(value_type = Option<Uuid>)]
    pub site_id: Option<SiteId>,
    /// Of these kinds.
    #[param(value_type = Option<String>)]
    pub kind: Listed<MeterKind>,
    /// With a condition as bad as this by their rules.
    #[param(value_type = Option<String>)]
    pub condition: Listed<ConditionLevel>,
    /// Whether archived ones are listed too.
    pub archived: Option<bool>,
    /// `code` (first), `name` or `round`; with `-` in front backwards.
    pub sort: Option<String>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// Pages through something of one meter.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MeterHistoryFilter {
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// Why a counter began again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeterEventKind {
    /// It passed its rollover value and went on from 0.
    Rollover,
    /// Someone set it back.
    Reset,
    /// Another device took its place.
    Replacement,
}

impl MeterEventKind {
    /// As in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rollover => "rollover",
            Self::Reset => "reset",
            Self::Replacement => "replacement",
        }
    }

    /// Finds a kind by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Rollover, Self::Reset, Self::Replacement].into_iter().find(|kind| kind.name() == name)
    }
}

/// A moment at which a meter began again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MeterEvent {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: MeterEventId,
    /// Why.
    pub kind: MeterEventKind,
    /// When. Readings of the same instant count as after it.
    pub at: Timestamp,
    /// What it showed just before.
    pub before_value: Quantity,
    /// What it showed just after.
    pub after_value: Quantity,
    /// Who recorded it.
    pub by_name: Option<String>,
    /// What is to be known about it.
    pub note: Option<String>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it was voided.
    pub voided_at: Option<Timestamp>,
    /// Why it was voided.
    pub void_reason: Option<String>,
}

/// Records that a meter began again.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMeterEvent {
    /// Why.
    pub kind: MeterEventKind,
    /// When; now when left out.
    #[serde(default, deserialize_with = "kernel::within_years")]
    pub at: Option<Timestamp>,
    /// What it showed just before; of a rollover its rollover value, else the last reading, when left out.
    #[serde(default)]
    pub before_value: Option<Quantity>,
    /// What it showed just after; 0 when left out.
    #[serde(default)]
    pub after_value: Option<Quantity>,
    /// What is to be known about it.
    #[serde(default)]
    pub note: Option<String>,
}

/// Takes back what was recorded by mistake.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidMeterEvent {
    /// Why.
    pub reason: String,
}
