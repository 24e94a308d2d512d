//! Which bin a movement takes from or puts into, when the client names it only roughly.

use contract::parts::{Bin, Part, StockLevel};
use kernel::{BinId, Problem, Quantity, SiteId, StoreroomId};

use super::{store, storerooms};
use crate::tenant::Tenant;

/// What the client said about the place, and how far the caller reaches.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place<'a> {
    pub bin: Option<BinId>,
    pub storeroom: Option<StoreroomId>,
    pub sites: Option<&'a [SiteId]>,
}

/// `{each}` as people write it: nothing; another annotation without its braces; any other unit as it is.
fn with_unit(quantity: Quantity, unit: &str) -> String {
    match unit {
        "{each}" => quantity.to_string(),
        unit => format!("{quantity} {}", unit.trim_matches(['{', '}'])),
    }
}

/// Says where how much can be had.
pub(super) fn not_enough(part: &Part, wanted: Quantity, bin: Option<&Bin>, levels: &[StockLevel]) -> Problem {
    let asked = with_unit(wanted, &part.unit);
    let there = |level: &StockLevel| {
        format!("{} in {}, bin {}", with_unit(level.quantity, &part.unit), level.storeroom, level.bin)
    };
    let elsewhere: Vec<_> =
        levels.iter().filter(|level| bin.is_none_or(|bin| bin.id != level.bin_id)).map(there).collect();
    let mut text = match bin {
        Some(bin) => {
            let held = levels.iter().find(|level| level.bin_id == bin.id).map(|level| level.quantity);
            let held = with_unit(held.unwrap_or_default(), &part.unit);
            format!("asks for {asked}, but bin {} in {} holds {held}", bin.code, bin.storeroom)
        }
        None => format!("asks for {asked}, but no bin holds as much"),
    };
    if elsewhere.is_empty() {
        text.push_str(if bin.is_some() { "; there is none elsewhere" } else { "; there is none" });
    } else {
        text.push_str(if bin.is_some() { "; elsewhere: " } else { "; there is: " });
        text.push_str(&elsewhere.join(" · "));
    }
    Problem::field("quantity", text)
}

fn named(tenant: &mut Tenant<'_, '_>, place: Place<'_>) -> Result<Option<Bin>, Problem> {
    if let Some(storeroom) = place.storeroom {
        storerooms::within(tenant, storeroom, place.sites)
            .map_err(|_| Problem::field("storeroom_id", "is not a storeroom of this organisation"))?;
    }
    let Some(id) = place.bin else { return Ok(None) };
    let bin = store::find_bin(tenant, id)
        .and_then(|bin| storerooms::within(tenant, bin.storeroom_id, place.sites).map(|_| bin))
        .map_err(|_| Problem::field("bin_id", "is not a bin of this organisation"))?;
    if place.storeroom.is_some_and(|storeroom| storeroom != bin.storeroom_id) {
        return Err(Problem::field("bin_id", "is not in that storeroom"));
    }
    Ok(Some(bin))
}

/// The bin to put into: the one named; else the default bin; else the one that holds most; else the first of the
/// storeroom, which may be left out where there is one.
pub(super) fn to_put(tenant: &mut Tenant<'_, '_>, part: &Part, place: Place<'_>) -> Result<Bin, Problem> {
    let bin = match named(tenant, place)? {
        Some(bin) => bin,
        None => guess(tenant, part, place)?,
    };
    let storeroom = storerooms::within(tenant, bin.storeroom_id, place.sites)?;
    if bin.archived_at.is_some() || storeroom.archived_at.is_some() {
        return Err(Problem::field("bin_id", format!("is archived: {} in {}", bin.code, bin.storeroom)));
    }
    Ok(bin)
}

fn guess(tenant: &mut Tenant<'_, '_>, part: &Part, place: Place<'_>) -> Result<Bin, Problem> {
    let fits = |bin: &Bin| place.storeroom.is_none_or(|storeroom| storeroom == bin.storeroom_id);
    if let Some(id) = part.default_bin_id {
        let bin = store::find_bin(tenant, id)?;
        if bin.archived_at.is_none() && fits(&bin) {
            return Ok(bin);
        }
    }
    let fullest = store::levels(tenant, part.id)?
        .into_iter()
        .find(|level| place.storeroom.is_none_or(|storeroom| storeroom == level.storeroom_id));
    if let Some(level) = fullest {
        return store::find_bin(tenant, level.bin_id);
    }
    let storeroom = match place.storeroom {
        Some(storeroom) => Some(storeroom),
        None => store::only_storeroom(tenant)?,
    };
    match storeroom {
        Some(storeroom) => store::first_bin(tenant, storeroom)?
            .ok_or_else(|| Problem::field("bin_id", "is needed, because the storeroom has no bin")),
        None => Err(Problem::field("bin_id", "is needed, because the part has no default bin")),
    }
}

/// The bin to take from: the one named; else the default bin if it holds enough; else the fullest that does.
pub(super) fn to_take(
    tenant: &mut Tenant<'_, '_>,
    part: &Part,
    place: Place<'_>,
    quantity: Quantity,
) -> Result<Bin, Problem> {
    let levels = store::levels(tenant, part.id)?;
    if let Some(bin) = named(tenant, place)? {
        let enough = levels.iter().any(|level| level.bin_id == bin.id && level.quantity >= quantity);
        return if enough { Ok(bin) } else { Err(not_enough(part, quantity, Some(&bin), &levels)) };
    }
    let enough = |level: &&StockLevel| {
        level.quantity >= quantity && place.storeroom.is_none_or(|storeroom| storeroom == level.storeroom_id)
    };
    let default = levels.iter().filter(enough).find(|level| Some(level.bin_id) == part.default_bin_id);
    match default.or_else(|| levels.iter().find(enough)) {
        Some(level) => store::find_bin(tenant, level.bin_id),
        None => Err(not_enough(part, quantity, None, &levels)),
    }
}
