//! Adding a part, and the checks that adding and changing share.

use std::collections::HashSet;

use axum::extract::State;
use contract::{
    parts::{NewPart, Part, StockState, StockingRule},
    permissions::ManageParts,
};
use kernel::{BinId, Code, Problem, Quantity};
use web::{Answer, Body, Can, Reply};

use super::store;
use crate::{App, change::Change, check::Check, search, tenant::Tenant};

/// Add a part.
#[utoipa::path(post, path = "/parts", tag = "parts", operation_id = "create_part", request_body = NewPart,
    responses((status = 201, body = Part)))]
pub(super) async fn create_part(
    can: Can<ManageParts>,
    State(app): State<App>,
    Body(new): Body<NewPart>,
) -> Reply {
    app.change(&can, move |change| {
        let part = insert_part(change, &new)?;
        Ok(Answer::created(&part)?.version(part.version))
    })
    .await
}

/// Adds a part without stock.
pub fn insert_part(change: &mut Change<'_, '_>, new: &NewPart) -> Result<Part, Problem> {
    let mut check = Check::default();
    let number = check.optional_text("number", new.number.as_deref(), 60);
    let name = check.text("name", &new.name, 200);
    let aliases = check.aliases("aliases", &new.aliases);
    let description = check.long_text("description", new.description.as_deref(), 4_000);
    let unit = check_unit(&mut check, new.unit.as_deref().unwrap_or("{each}"));
    let category = check.optional_text("category", new.category.as_deref(), 120);
    let maker = check.optional_text("manufacturer_part_number", new.manufacturer_part_number.as_deref(), 120);
    let barcode = check.optional_text("barcode", new.barcode.as_deref(), 200);
    let default_bin = check_default_bin(change, &mut check, new.default_bin_id)?;
    let minimum = check_stocking(change, &mut check, &new.stocking)?;
    check.finish()?;
    let number = match number {
        Some(number) => number,
        None => next_number(change)?,
    };
    let now = change.now();
    let part = Part {
        id: change.id(new.id),
        number,
        name,
        aliases,
        description,
        unit,
        category,
        manufacturer_part_number: maker,
        barcode,
        default_bin_id: new.default_bin_id,
        default_bin,
        stocking: new.stocking.clone(),
        on_hand: Quantity::ZERO,
        available: Quantity::ZERO,
        minimum,
        stock_state: StockState::Out,
        value_minor: 0,
        average_price_minor: 0,
        archived_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert_part(change, &part)?;
    change.created("part", part.id, &part)?;
    index(change, &part)?;
    Ok(part)
}

/// Makes a part findable by its number, name, aliases, maker's number and barcode.
pub(super) fn index(change: &mut Change<'_, '_>, part: &Part) -> Result<(), Problem> {
    let mut words = part.aliases.clone();
    words.extend(
        [&part.manufacturer_part_number, &part.barcode, &part.category, &part.description]
            .into_iter()
            .flatten()
            .cloned(),
    );
    let entry = search::Entry {
        entity: "part",
        id: part.id.uuid(),
        code: Some(&part.number),
        title: &part.name,
        context: None,
        text: &words.join(" "),
        created_by: None,
        archived: part.archived_at.is_some(),
    };
    search::index(change, &entry)
}

/// The next number of the organisation's series that no part has yet.
fn next_number(change: &mut Change<'_, '_>) -> Result<String, Problem> {
    loop {
        let number = format!("P-{}", change.next_number("part")?);
        if store::part_by_number(change, &number)?.is_none() {
            return Ok(number);
        }
    }
}

/// A UCUM code as far as its characters tell: visible ASCII, brackets in pairs.
pub(super) fn check_unit(check: &mut Check, unit: &str) -> String {
    let unit = unit.trim();
    let mut open = Vec::new();
    let paired = unit.chars().all(|c| match c {
        '{' | '[' | '(' => {
            open.push(c);
            true
        }
        '}' => open.pop() == Some('{'),
        ']' => open.pop() == Some('['),
        ')' => open.pop() == Some('('),
        c => c.is_ascii_graphic() || (c == ' ' && open.contains(&'{')),
    });
    if unit.is_empty() || unit.len() > 40 || !paired || !open.is_empty() {
        check.wrong("unit", "must be a UCUM code, like {each}, m, kg or L");
    }
    unit.to_owned()
}

/// The default bin in words.
pub(super) fn check_default_bin(
    tenant: &mut Tenant<'_, '_>,
    check: &mut Check,
    bin: Option<BinId>,
) -> Result<Option<String>, Problem> {
    let Some(id) = bin else { return Ok(None) };
    match store::find_bin(tenant, id) {
        Ok(bin) if bin.archived_at.is_none() => Ok(Some(format!("{} · {}", bin.storeroom, bin.code))),
        Ok(_) => {
            check.wrong("default_bin_id", "is archived");
            Ok(None)
        }
        Err(problem) if problem.code == Code::NotFound => {
            check.wrong("default_bin_id", "is not a bin of this organisation");
            Ok(None)
        }
        Err(problem) => Err(problem),
    }
}

/// The sum of the minimums.
pub(super) fn check_stocking(
    tenant: &mut Tenant<'_, '_>,
    check: &mut Check,
    rules: &[StockingRule],
) -> Result<Option<Quantity>, Problem> {
    let mut seen = HashSet::new();
    let mut sum: Option<Quantity> = None;
    if !check.at_most("stocking", rules.len(), 200) {
        return Ok(None);
    }
    for (index, rule) in rules.iter().enumerate() {
        if !seen.insert(rule.storeroom_id) {
            check.wrong(format!("stocking[{index}].storeroom_id"), "is named twice");
        } else if let Err(problem) = store::find_storeroom(tenant, rule.storeroom_id) {
            if problem.code != Code::NotFound {
                return Err(problem);
            }
            check.wrong(format!("stocking[{index}].storeroom_id"), "is not a storeroom of this organisation");
        }
        if rule.minimum < Quantity::ZERO {
            check.wrong(format!("stocking[{index}].minimum"), "must not be negative");
        }
        if rule.maximum.is_some_and(|maximum| maximum < rule.minimum) {
            check.wrong(format!("stocking[{index}].maximum"), "must not be less than the minimum");
        }
        sum = sum.unwrap_or_default().checked_add(rule.minimum);
        if sum.is_none() {
            check.wrong(format!("stocking[{index}].minimum"), "is too large");
            return Ok(None);
        }
    }
    Ok(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_ucum_codes() {
        let accepted = |unit| {
            let mut check = Check::default();
            check_unit(&mut check, unit);
            check.finish().is_ok()
        };
        for good in ["{each}", "m", "kg", "L", "m2", "[in_i]", "{box of 10}", "1/min"] {
            assert!(accepted(good), "{good}");
        }
        for bad in ["", "pieces of", "{each", "m]", "µm", "([)]"] {
            assert!(!accepted(bad), "{bad}");
        }
    }
}
