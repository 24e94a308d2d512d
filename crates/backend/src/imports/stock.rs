//! Opening stock: what a file of parts says lies where. It comes in by receipts, as all stock does, and only for parts
//! that have none: what lies in a store already is counted, not imported.

use std::collections::{HashMap, HashSet};

use contract::{imports::RowFieldChange, parts::NewReceipt};
use kernel::{BinId, Code, Id, Problem, Quantity, StoreroomId};
use uuid::Uuid;

use super::{reading::Cells, records::Draft, store, values};
use crate::{change::Change, check::key, parts, tenant::Tenant};

/// Where stock can lie, and which parts have some.
#[derive(Debug, Default)]
pub(super) struct Stores {
    by_name: HashMap<String, Vec<StoreroomId>>,
    bins: HashMap<(StoreroomId, String), BinId>,
    moved: HashSet<Uuid>,
}

impl Stores {
    pub fn load(tenant: &mut Tenant<'_, '_>) -> Result<Self, Problem> {
        let mut stores = Self { moved: store::parts_with_stock(tenant)?, ..Self::default() };
        for (id, name) in store::storerooms(tenant)? {
            stores.by_name.entry(key(&name)).or_default().push(id);
        }
        stores.bins = store::bins(tenant)?;
        Ok(stores)
    }

    /// The one storeroom, where there is only one.
    fn only(&self) -> Option<StoreroomId> {
        let mut all = self.by_name.values().flatten();
        all.next().copied().filter(|_| all.next().is_none())
    }
}

/// What a row says about stock; nothing where there is none.
pub(super) fn read(cells: &mut Cells<'_>, stores: &Stores) -> Option<NewReceipt> {
    let decimal = cells.table.decimal_sign();
    let quantity = cells.word("quantity", |text| quantity(text, decimal))?;
    let unit_cost_minor = cells.amount("unit_price");
    if unit_cost_minor.is_some_and(|cost| cost < 0) {
        cells.wrong("unit_price", "must not be negative");
    }
    if quantity == Quantity::ZERO {
        return None;
    }
    let storeroom = match cells.raw("store").map(|name| stores.by_name.get(&key(name)).map(Vec::as_slice)) {
        None => stores.only().or_else(|| {
            cells.wrong("store", "is needed with a quantity, because there is not exactly one store");
            None
        }),
        Some(Some([one])) => Some(*one),
        Some(Some(_)) => {
            cells.wrong("store", "is what several stores are called; give them different names first");
            None
        }
        Some(None) => {
            cells.wrong("store", "is not a store that is known; add it first");
            None
        }
    }?;
    let bin = cells.raw("bin").map(|code| stores.bins.get(&(storeroom, key(code))).copied());
    if bin == Some(None) {
        cells.wrong("bin", "is not a bin of that store; add it first");
    } else if bin.is_none() && stores.bins.keys().all(|(of, _)| *of != storeroom) {
        cells.wrong("store", "has no bin yet; add one first");
    }
    Some(NewReceipt {
        bin_id: bin.flatten(),
        storeroom_id: Some(storeroom),
        quantity,
        unit_cost_minor,
        total_cost_minor: None,
        reason: Some("Opening stock of an import".to_owned()),
    })
}

/// A quantity in the ways people write it: `1,250.5`, `1.250,5`, `12,5`.
fn quantity(text: &str, decimal: char) -> Result<Quantity, String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = values::clear_number(&text, decimal)?;
    let plain = match (text.rfind('.'), text.rfind(',')) {
        (Some(point), Some(comma)) if point > comma => text.replace(',', ""),
        (Some(_), Some(_)) => text.replace('.', "").replace(',', "."),
        _ => text.replace(',', "."),
    };
    let number: Quantity = plain.parse().map_err(|message| format!("is not a quantity: it {message}"))?;
    if number < Quantity::ZERO { Err("must not be negative".to_owned()) } else { Ok(number) }
}

/// The stock that a row brings to its part: nothing where the part has some already.
pub(super) fn due<'a>(draft: &'a Draft, stores: &Stores) -> Option<&'a NewReceipt> {
    let has_some = draft.known.is_some_and(|id| stores.moved.contains(&id));
    draft.stock.as_ref().filter(|_| !has_some)
}

/// As a report shows it.
pub(super) fn shown(receipt: &NewReceipt) -> RowFieldChange {
    RowFieldChange {
        field: "quantity".to_owned(),
        before: Quantity::ZERO.to_string(),
        after: receipt.quantity.to_string(),
    }
}

/// Takes it into the store; answers the movement.
pub(super) fn bring_in(
    change: &mut Change<'_, '_>,
    part: Uuid,
    receipt: &NewReceipt,
) -> Result<Uuid, Problem> {
    let movement =
        parts::insert_receipt(change, Id::new(part), receipt).map_err(|problem| match problem.code {
            Code::NotFound => Problem::field("store", "has changed since the file was checked"),
            _ => problem,
        })?;
    Ok(movement.id.uuid())
}

#[cfg(test)]
mod tests {
    use super::quantity;

    #[test]
    fn quantities_are_read_as_people_write_them() {
        for (text, read) in
            [("12", "12"), ("12,5", "12.5"), ("1,250.5", "1250.5"), ("1.250,5", "1250.5"), ("1 250", "1250")]
        {
            assert_eq!(quantity(text, '.').unwrap().to_string(), read, "{text}");
        }
        for text in ["-1", "many", "1,250"] {
            assert!(quantity(text, '.').is_err(), "{text}");
        }
    }
}
