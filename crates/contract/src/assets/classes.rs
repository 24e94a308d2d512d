//! Asset classes: what kinds of things there are, and which attributes describe them.

use jiff::Timestamp;
use kernel::{AssetClassId, Limit, Patch};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::Listed;

/// What values an attribute takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    /// A line of text.
    Text,
    /// A number in the attribute's unit.
    Number,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
}

/// Something worth knowing about every asset of a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetAttribute {
    /// Name: `rated power`.
    pub name: String,
    /// Unit by its UCUM code: `kW`.
    pub unit: Option<String>,
    /// What values it takes.
    pub kind: AttributeKind,
}

/// An attribute that comes from a class above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InheritedAttribute {
    /// Name.
    pub name: String,
    /// Unit by its UCUM code.
    pub unit: Option<String>,
    /// What values it takes.
    pub kind: AttributeKind,
    /// The class it comes from.
    #[schema(value_type = Uuid)]
    pub class_id: AssetClassId,
    /// That class's name.
    pub class_name: String,
}

/// A kind of asset. Classes form a tree; a class has the attributes of those above it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct AssetClass {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: AssetClassId,
    /// The class it inherits from.
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<AssetClassId>,
    /// Short code, unique in the organisation: `PU`.
    pub code: String,
    /// Name.
    pub name: String,
    /// Names from the topmost class down to this one.
    pub path: Vec<String>,
    /// Its own attributes.
    pub attributes: Vec<AssetAttribute>,
    /// Attributes of the classes above, topmost first.
    pub inherited: Vec<InheritedAttribute>,
    /// Whether it comes from the library that ships with the product.
    pub built_in: bool,
    /// How many classes inherit from it directly.
    pub children: i64,
    /// How many assets are of exactly this class.
    pub assets: i64,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Adds a class.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAssetClass {
    /// Identity chosen by the client, or left out.
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<AssetClassId>,
    /// The class it inherits from.
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<AssetClassId>,
    /// Short code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Its own attributes.
    #[serde(default)]
    pub attributes: Vec<AssetAttribute>,
}

/// Changes a class.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AssetClassPatch {
    /// New class to inherit from; `null` for none.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Patch<AssetClassId>,
    /// New code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// New name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New attributes of its own, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Vec<AssetAttribute>>,
    /// `true` archives, `false` brings back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// A class that ships with the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LibraryClass {
    /// Its code: `PU`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its attributes.
    pub attributes: Vec<AssetAttribute>,
    /// Whether a class of this code is there already.
    pub present: bool,
}

/// Which classes of the library to add.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct LibraryChoice {
    /// Their codes, joined by commas; all when left out.
    #[param(value_type = Option<String>)]
    pub codes: Listed<String>,
}

/// Which classes to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AssetClassFilter {
    /// Part of a name or code.
    pub q: Option<String>,
    /// Only directly below this class; `root` for the top.
    pub parent: Option<String>,
    /// Whether archived ones are listed too.
    pub archived: Option<bool>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}
