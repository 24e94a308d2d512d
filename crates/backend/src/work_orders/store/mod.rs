//! Tables of work orders: `work_orders` and, in files of their own, lists, changes and what is booked and said.

mod activity;
mod import;
mod list;
mod narrow;
mod order;
mod write;

use std::str::FromStr;

use jiff::Timestamp;
use store::{Cell, FromValue};

pub(super) use activity::*;
pub(super) use import::*;
pub(super) use list::*;
pub(super) use narrow::assets;
pub(super) use order::*;
pub(super) use write::*;

/// Stands for no due date where orders are sorted: later than any.
pub(super) const NEVER: Timestamp = Timestamp::constant(253_370_764_800, 0);

/// A column that holds one of the words of the contract.
struct Word<T>(T);

impl<T: FromStr<Err = String>> FromValue for Word<T> {
    fn from_cell(cell: &Cell<'_>) -> Result<Self, store::Error> {
        cell.text()?.parse().map(Word).map_err(store::Error::Decode)
    }
}
