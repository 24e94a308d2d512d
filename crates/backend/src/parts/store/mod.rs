//! Tables of this slice: places (`storerooms`, `bins`), `parts` with `part_storerooms`, and stock (`stock_levels`,
//! `stock_movements`).

mod catalogue;
mod places;
mod stock;

pub(crate) use catalogue::*;
pub(crate) use places::*;
pub(crate) use stock::*;
