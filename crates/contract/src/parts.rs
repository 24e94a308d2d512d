//! Storerooms, bins, parts and the stock ledger as they travel.

mod places;

use jiff::Timestamp;
use kernel::{AssetId, BinId, Limit, PartId, Patch, Quantity, StockMovementId, StoreroomId, WorkOrderId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::Listed;
pub use places::{
    Bin, BinFilter, BinPatch, NewBin, NewStoreroom, Storeroom, StoreroomFilter, StoreroomPatch,
};

/// Whether there is enough of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StockState {
    /// Enough.
    InStock,
    /// In some storeroom at or below the minimum that is set there.
    Low,
    /// None anywhere.
    Out,
}

/// How much of a part a storeroom should hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StockingRule {
    /// The storeroom.
    #[schema(value_type = Uuid)]
    pub storeroom_id: StoreroomId,
    /// At this quantity or below it is time to reorder.
    pub minimum: Quantity,
    /// Reorder up to this quantity.
    pub maximum: Option<Quantity>,
}

/// A spare part, with its stock over all storerooms.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Part {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: PartId,
    /// Part number, unique in the organisation.
    pub number: String,
    /// Name.
    pub name: String,
    /// What people call it.
    pub aliases: Vec<String>,
    /// More about it.
    pub description: Option<String>,
    /// UCUM code of the unit it is counted in: `{each}`, `m`, `L`. Fixed once stock has moved.
    pub unit: String,
    /// Category, free text.
    pub category: Option<String>,
    /// The maker's number.
    pub manufacturer_part_number: Option<String>,
    /// What a scanner reads on it, unique in the organisation.
    pub barcode: Option<String>,
    /// The bin it normally lies in.
    #[schema(value_type = Option<Uuid>)]
    pub default_bin_id: Option<BinId>,
    /// The default bin in words: storeroom and bin.
    pub default_bin: Option<String>,
    /// Minimum and maximum, storeroom by storeroom.
    pub stocking: Vec<StockingRule>,
    /// In all bins together.
    pub on_hand: Quantity,
    /// On hand less what is reserved; equal to it as long as nothing is reserved.
    pub available: Quantity,
    /// Sum of the minimums of its storerooms; nothing where none is set.
    pub minimum: Option<Quantity>,
    /// Whether that is enough.
    pub stock_state: StockState,
    /// What the stock is worth, in minor units of the organisation's currency.
    pub value_minor: i64,
    /// Moving average price of one unit, in minor units; the last one while there is no stock.
    pub average_price_minor: i64,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A part with everything its page shows.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PartDetail {
    /// The part.
    #[serde(flatten)]
    pub part: Part,
    /// What lies in each bin, fullest first.
    pub levels: Vec<StockLevel>,
    /// The last twenty lines of its ledger, newest first.
    pub recent_movements: Vec<StockMovement>,
    /// Assets whose orders have used it, most first; at most fifty.
    pub used_on: Vec<PartUse>,
}

/// What lies in one bin.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct StockLevel {
    /// The bin.
    #[schema(value_type = Uuid)]
    pub bin_id: BinId,
    /// Its code.
    pub bin: String,
    /// Its storeroom.
    #[schema(value_type = Uuid)]
    pub storeroom_id: StoreroomId,
    /// The storeroom's name.
    pub storeroom: String,
    /// How much lies there.
    pub quantity: Quantity,
}

/// An asset whose orders have used a part; no asset stands for orders without one.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PartUse {
    /// The asset.
    #[schema(value_type = Option<Uuid>)]
    pub asset_id: Option<AssetId>,
    /// Its code.
    pub asset_code: Option<String>,
    /// Its name.
    pub asset_name: Option<String>,
    /// Issued less returned.
    pub quantity: Quantity,
    /// On how many orders.
    pub work_orders: i64,
    /// When it was last issued.
    pub last_used_at: Timestamp,
}

/// Adds a part.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPart {
    /// Identity chosen by the client, or left out.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub id: Option<PartId>,
    /// Part number; the next of the series `P-1`, `P-2`, … when left out.
    #[serde(default)]
    pub number: Option<String>,
    /// Name.
    pub name: String,
    /// What people call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// More about it.
    #[serde(default)]
    pub description: Option<String>,
    /// UCUM code of its unit; `{each}` when left out.
    #[serde(default)]
    pub unit: Option<String>,
    /// Category.
    #[serde(default)]
    pub category: Option<String>,
    /// The maker's number.
    #[serde(default)]
    pub manufacturer_part_number: Option<String>,
    /// What a scanner reads on it.
    #[serde(default)]
    pub barcode: Option<String>,
    /// The bin it normally lies in.
    #[serde(default)]
    #[schema(value_type = Option<Uuid>)]
    pub default_bin_id: Option<BinId>,
    /// Minimum and maximum, storeroom by storeroom.
    #[serde(default)]
    pub stocking: Vec<StockingRule>,
}

/// Changes a part.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PartPatch {
    /// New number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
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
    /// New unit; refused once stock has moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// New category.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub category: Patch<String>,
    /// New maker's number.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub manufacturer_part_number: Patch<String>,
    /// New barcode.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub barcode: Patch<String>,
    /// New default bin.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<Uuid>)]
    pub default_bin_id: Patch<BinId>,
    /// New minimums and maximums, all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stocking: Option<Vec<StockingRule>>,
    /// `true` archives (refused while there is stock), `false` brings back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// Which parts to list, and how.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PartFilter {
    /// Part of a number, name, alias, maker's number or barcode.
    pub q: Option<String>,
    /// Of these categories.
    #[param(value_type = Option<String>)]
    pub category: Listed<String>,
    /// Stocked in this storeroom, or meant to be.
    #[param(value_type = Option<Uuid>)]
    pub storeroom_id: Option<StoreroomId>,
    /// `true`: only what is at or below its minimum somewhere; the list to reorder from.
    pub low_stock: Option<bool>,
    /// `true`: only what is out everywhere.
    pub out_of_stock: Option<bool>,
    /// Exactly this number, whatever its case.
    pub number: Option<String>,
    /// Exactly this barcode.
    pub barcode: Option<String>,
    /// Whether archived ones are listed too.
    pub archived: Option<bool>,
    /// `number` (first), `name`, `category`, `on_hand`, `value_minor` or `updated_at`; with `-` in front backwards.
    pub sort: Option<String>,
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}

/// A category that parts are in.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PartCategory {
    /// Its name.
    pub category: String,
    /// How many parts are in it.
    pub parts: i64,
}

/// Why stock moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MovementKind {
    /// Came in from outside; changes the average price.
    Receipt,
    /// Went out to a work order, at the average price.
    Issue,
    /// Came back from a work order, at the price of its issue.
    Return,
    /// Corrected with a reason, at the average price.
    Adjustment,
    /// Came from another bin.
    TransferIn,
    /// Went to another bin.
    TransferOut,
    /// Was counted; the quantity is the difference found, which may be nothing.
    Count,
}

/// One line of the ledger. Lines are never changed; a wrong one is corrected by another.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct StockMovement {
    /// Identity.
    #[schema(value_type = Uuid)]
    pub id: StockMovementId,
    /// Counts the organisation's ledger from 1.
    pub number: i64,
    /// The part.
    #[schema(value_type = Uuid)]
    pub part_id: PartId,
    /// The part's number.
    pub part_number: String,
    /// The part's name.
    pub part_name: String,
    /// The bin.
    #[schema(value_type = Uuid)]
    pub bin_id: BinId,
    /// The bin's code.
    pub bin: String,
    /// The storeroom.
    #[schema(value_type = Uuid)]
    pub storeroom_id: StoreroomId,
    /// The storeroom's name.
    pub storeroom: String,
    /// Why it moved.
    pub kind: MovementKind,
    /// What the bin gained; negative when it lost.
    pub quantity: Quantity,
    /// In the bin afterwards; after a count, what was counted.
    pub balance: Quantity,
    /// Price of one unit in minor units.
    pub unit_cost_minor: i64,
    /// What the stock's value gained, in minor units; negative when it lost.
    pub value_minor: i64,
    /// The work order, for issues and returns.
    #[schema(value_type = Option<Uuid>)]
    pub work_order_id: Option<WorkOrderId>,
    /// The line that this one takes back, or the other half of a transfer.
    #[schema(value_type = Option<Uuid>)]
    pub counter_of: Option<StockMovementId>,
    /// The reason given.
    pub reason: Option<String>,
    /// Who did it.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// Which lines of the ledger to list; newest first.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MovementFilter {
    /// Only of this part.
    #[param(value_type = Option<Uuid>)]
    pub part_id: Option<PartId>,
    /// Only in this storeroom.
    #[param(value_type = Option<Uuid>)]
    pub storeroom_id: Option<StoreroomId>,
    /// Only in this bin.
    #[param(value_type = Option<Uuid>)]
    pub bin_id: Option<BinId>,
    /// Only for this work order.
    #[param(value_type = Option<Uuid>)]
    pub work_order_id: Option<WorkOrderId>,
    /// Of these kinds.
    #[param(value_type = Option<String>)]
    pub kind: Listed<MovementKind>,
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

/// Takes parts into stock.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReceipt {
    /// Where they go; or name the storeroom, or leave both out for the part's default bin.
    #[schema(value_type = Option<Uuid>)]
    pub bin_id: Option<BinId>,
    /// The storeroom: its bin that holds the part already, else its first.
    #[schema(value_type = Option<Uuid>)]
    pub storeroom_id: Option<StoreroomId>,
    /// How many.
    pub quantity: Quantity,
    /// Price of one unit in minor units; the average price when left out.
    pub unit_cost_minor: Option<i64>,
    /// What was paid for all of it, in minor units, where that is known more exactly than the price of one.
    pub total_cost_minor: Option<i64>,
    /// Delivery note, supplier, remark.
    pub reason: Option<String>,
}

/// Corrects what a bin holds.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAdjustment {
    /// The bin; may be left out for the part's default bin.
    #[schema(value_type = Option<Uuid>)]
    pub bin_id: Option<BinId>,
    /// What is added; negative takes away.
    pub quantity: Quantity,
    /// Why.
    pub reason: String,
}

/// Moves parts from one bin to another.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTransfer {
    /// From here.
    #[schema(value_type = Uuid)]
    pub from_bin_id: BinId,
    /// To there.
    #[schema(value_type = Uuid)]
    pub to_bin_id: BinId,
    /// How many.
    pub quantity: Quantity,
    /// Why.
    pub reason: Option<String>,
}

/// Both lines of a transfer.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Transfer {
    /// What left.
    pub out: StockMovement,
    /// What arrived.
    pub r#in: StockMovement,
}

/// Records what was counted in a bin.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCount {
    /// The bin; may be left out for the part's default bin.
    #[schema(value_type = Option<Uuid>)]
    pub bin_id: Option<BinId>,
    /// What lies there really.
    pub counted: Quantity,
    /// Remark.
    pub reason: Option<String>,
}

/// Which changes of a part to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PartHistoryFilter {
    /// Page size, 1–200.
    #[param(value_type = Option<u8>)]
    pub limit: Limit,
    /// Where the page starts.
    pub cursor: Option<String>,
}
