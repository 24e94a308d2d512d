//! The one place that writes lines of the ledger: a line, the level of its bin and the stock of its part change
//! together.

use contract::parts::{Bin, MovementKind, Part, StockMovement};
use kernel::{Code, Problem, Quantity, StockMovementId, WorkOrderId};

use super::{
    ledger::{Holding, Priced},
    place, store,
};
use crate::change::Change;

/// A line to write. Its quantity is signed: what the bin gains.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub part: &'a Part,
    pub bin: &'a Bin,
    pub kind: MovementKind,
    pub quantity: Quantity,
    pub worth: Worth,
    pub work_order_id: Option<WorkOrderId>,
    pub counter_of: Option<StockMovementId>,
    pub reason: Option<String>,
}

/// How the line's value is found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Worth {
    /// At the average price.
    Average,
    /// Exactly this many minor units, for what comes in.
    Exactly(i64),
    /// As a transfer's other half: this value moves within the stock.
    Moved(Priced),
}

fn too_large() -> Problem {
    Problem::field("quantity", "is too large")
}

/// Writes a line and answers it.
pub(super) fn post(change: &mut Change<'_, '_>, line: Line<'_>) -> Result<StockMovement, Problem> {
    let Line { part, bin, kind, quantity, worth, .. } = line;
    if part.archived_at.is_some() && quantity > Quantity::ZERO && kind != MovementKind::Return {
        return Err(Problem::new(Code::NotAllowedNow, "This part is archived. Bring it back first."));
    }
    let level = store::level(change, part.id, bin.id)?;
    let balance = level.checked_add(quantity).ok_or_else(too_large)?;
    let holding = store::holding(change, part.id)?;
    let priced = match worth {
        Worth::Exactly(value) => holding.add(quantity, value),
        Worth::Moved(priced) => Some((holding, priced)),
        Worth::Average if quantity > Quantity::ZERO => holding.add_at_average(quantity),
        Worth::Average if quantity == Quantity::ZERO => Some((holding, none_moved(&holding))),
        Worth::Average => holding.take(-quantity),
    };
    if balance < Quantity::ZERO {
        let levels = store::levels(change, part.id)?;
        return Err(place::not_enough(part, -quantity, Some(bin), &levels));
    }
    let (after, priced) = priced.ok_or_else(too_large)?;
    let movement = StockMovement {
        id: change.id(None),
        number: change.next_number("stock_movement")?,
        part_id: part.id,
        part_number: part.number.clone(),
        part_name: part.name.clone(),
        bin_id: bin.id,
        bin: bin.code.clone(),
        storeroom_id: bin.storeroom_id,
        storeroom: bin.storeroom.clone(),
        kind,
        quantity,
        balance,
        unit_cost_minor: priced.unit_cost_minor,
        value_minor: priced.value_minor,
        work_order_id: line.work_order_id,
        counter_of: line.counter_of,
        reason: line.reason,
        actor: change.actor().name.clone(),
        at: change.now(),
    };
    store::save_level(change, &movement)?;
    store::save_holding(change, part.id, &after)?;
    let user = change.user();
    store::insert_movement(change, &movement, user)?;
    change.created("stock_movement", movement.id, &movement)?;
    Ok(movement)
}

/// The price of a count that found what it expected.
const fn none_moved(holding: &Holding) -> Priced {
    Priced { unit_cost_minor: holding.average_minor, value_minor: 0 }
}
