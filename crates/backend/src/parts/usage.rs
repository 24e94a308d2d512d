//! Parts on work orders: issue, return and what an order has used. The slice of work orders has the routes and
//! checks the permission.

use contract::parts::{MovementKind, StockMovement};
use kernel::{BinId, Code, PartId, Problem, Quantity, StockMovementId, StoreroomId, WorkOrderId};

use super::{
    ledger,
    place::{self, Place},
    post::{Line, Worth, post},
    receive::above_zero,
    store,
};
use crate::{change::Change, check::Check, tenant::Tenant};

/// Parts that go out to a work order.
#[derive(Clone, Debug)]
pub struct Issue {
    /// The part.
    pub part_id: PartId,
    /// From this bin; else from the default bin, or the fullest that holds enough.
    pub bin_id: Option<BinId>,
    /// Only from this storeroom.
    pub storeroom_id: Option<StoreroomId>,
    /// How many, more than 0.
    pub quantity: Quantity,
    /// The work order.
    pub work_order_id: WorkOrderId,
    /// Remark.
    pub reason: Option<String>,
}

/// Parts that come back from a work order.
#[derive(Clone, Debug)]
pub struct GiveBack {
    /// The part.
    pub part_id: PartId,
    /// The work order it was issued to.
    pub work_order_id: WorkOrderId,
    /// The issue that it comes back from; the newest ones first when left out.
    pub issue_id: Option<StockMovementId>,
    /// Into this bin; the one it came from when left out.
    pub bin_id: Option<BinId>,
    /// How many, more than 0 and at most what is still out.
    pub quantity: Quantity,
    /// Remark.
    pub reason: Option<String>,
}

/// What a work order has used of a part: issued less returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartUsage {
    /// The part.
    pub part_id: PartId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// UCUM code of its unit.
    pub unit: String,
    /// How many.
    pub quantity: Quantity,
    /// At what cost, in minor units.
    pub cost_minor: i64,
}

/// Issues parts to a work order at the average price. Fails with a field error that says what is available where.
pub fn issue(change: &mut Change<'_, '_>, issue: &Issue) -> Result<StockMovement, Problem> {
    let part = named_part(change, issue.part_id)?;
    let mut check = Check::default();
    above_zero(&mut check, issue.quantity);
    let reason = check.long_text("reason", issue.reason.as_deref(), 500);
    check.finish()?;
    let place = Place { bin: issue.bin_id, storeroom: issue.storeroom_id, sites: None };
    let bin = place::to_take(change, &part, place, issue.quantity)?;
    post(
        change,
        Line {
            part: &part,
            bin: &bin,
            kind: MovementKind::Issue,
            quantity: -issue.quantity,
            worth: Worth::Average,
            work_order_id: Some(issue.work_order_id),
            counter_of: None,
            reason,
        },
    )
}

/// Takes parts back from a work order at the cost of their issues: one line for each issue they come back from.
pub fn give_back(change: &mut Change<'_, '_>, back: &GiveBack) -> Result<Vec<StockMovement>, Problem> {
    let part = named_part(change, back.part_id)?;
    let mut check = Check::default();
    above_zero(&mut check, back.quantity);
    let reason = check.long_text("reason", back.reason.as_deref(), 500);
    check.finish()?;
    let mut issues = store::issues(change, back.part_id, back.work_order_id)?;
    if let Some(id) = back.issue_id {
        issues.retain(|(issue, _)| issue.id == id);
        if issues.is_empty() {
            return Err(Problem::field("issue_id", "is not an issue of this part to this work order"));
        }
    }
    let still_out = |(issue, returned): &(StockMovement, Quantity)| {
        (-issue.quantity).checked_sub(*returned).unwrap_or_default()
    };
    let out =
        issues.iter().map(still_out).try_fold(Quantity::ZERO, Quantity::checked_add).unwrap_or_default();
    if back.quantity > out {
        return Err(Problem::field(
            "quantity",
            format!("must be at most {out}: that is what this work order still has of the part"),
        ));
    }
    let (mut left, mut lines) = (back.quantity, Vec::new());
    for (issue, returned) in issues {
        let issued = -issue.quantity;
        let quantity = left.min(issued.checked_sub(returned).unwrap_or_default());
        if quantity <= Quantity::ZERO {
            continue;
        }
        let value = ledger::returned_value(issued, -issue.value_minor, returned, quantity)
            .ok_or_else(|| Problem::internal("an issue is worth more than fits"))?;
        let place = Place { bin: Some(back.bin_id.unwrap_or(issue.bin_id)), storeroom: None, sites: None };
        let bin = place::to_put(change, &part, place)?;
        lines.push(post(
            change,
            Line {
                part: &part,
                bin: &bin,
                kind: MovementKind::Return,
                quantity,
                worth: Worth::Exactly(value),
                work_order_id: Some(back.work_order_id),
                counter_of: Some(issue.id),
                reason: reason.clone(),
            },
        )?);
        left = left.checked_sub(quantity).unwrap_or_default();
    }
    Ok(lines)
}

/// What a work order has used, by part number; parts that came back whole are there with nothing.
pub fn used_on(tenant: &mut Tenant<'_, '_>, order: WorkOrderId) -> Result<Vec<PartUsage>, Problem> {
    store::usage(tenant, order)
}

fn named_part(tenant: &mut Tenant<'_, '_>, id: PartId) -> Result<contract::parts::Part, Problem> {
    store::find_part(tenant, id).map_err(|problem| match problem.code {
        Code::NotFound => Problem::field("part_id", "is not a part of this organisation"),
        _ => problem,
    })
}
