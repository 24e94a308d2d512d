//! Tables of this slice: `maintenance_plans` with `maintenance_plan_assets`, and `plan_occurrences`.

mod occurrences;
mod plans;

pub(super) use occurrences::*;
pub(super) use plans::*;
