//! Rows that are assets, locations, parts or people. They are made with parents before what stands below them, whatever
//! the order of the file.

use std::collections::{BTreeMap, HashMap};

use contract::{
    assets::{AssetStatus, Criticality, NewAsset},
    identity::NewUser,
    imports::ImportKind,
    parts::{NewPart, NewReceipt},
    sites::NewLocation,
};
use kernel::Problem;
use serde_json::{Value, json};
use uuid::Uuid;
use web::Caller;

use super::{
    dialect::header_key,
    known::{Known, Parent, Telling},
    reading::Cells,
    said::{self, Said},
    stock,
    store::KnownAsset,
    values,
};
use crate::{assets, change::Change, check::key, identity, parts, sites};

/// What a row wants to be.
#[derive(Debug)]
pub(super) enum Wanted {
    Asset(Box<NewAsset>),
    Location(Box<NewLocation>),
    Part(Box<NewPart>),
    User(Box<NewUser>),
}

/// A row of a kind that may have parents.
#[derive(Debug)]
pub(super) struct Draft {
    pub line: i64,
    /// Keys of the names by which other rows may call it.
    pub keys: Vec<String>,
    /// Key of its parent's name.
    pub parent: Option<String>,
    /// What the file calls it.
    pub external: Option<String>,
    /// The record that it is already.
    pub known: Option<Uuid>,
    /// Of a record that is known: what the row names, but for its parent.
    said: Vec<Said>,
    /// Of a part: what lies in a store.
    pub stock: Option<NewReceipt>,
    /// As the parent stands in the file; empty to stand at the top.
    said_parent: Option<String>,
    pub wanted: Wanted,
}

impl Draft {
    /// The site that a location says it is in.
    pub fn site(&self) -> Option<Uuid> {
        match &self.wanted {
            Wanted::Location(new) => new.site_id.map(kernel::Id::uuid),
            _ => None,
        }
    }

    /// Everything that the row says about a record that is known.
    pub fn said(&self, kind: ImportKind, known: &Known) -> Vec<Said> {
        let mut said = self.said.clone();
        if let Some(shown) = &self.said_parent {
            let parent = self.parent.as_ref().map(|name| match kind {
                ImportKind::Locations => known.locations.get(name).map(|(id, _)| id.uuid()),
                _ => known.assets.get(name).map(|asset| asset.id.uuid()),
            });
            // A parent that the file itself brings has no identity yet; it is another one anyway.
            let value = parent.map_or(Value::Null, |id| id.map_or(Value::from("new"), |id| json!(id)));
            said.push(Said { field: "parent", key: "parent_id", value, shown: shown.clone() });
        }
        said
    }
}

/// Reads a row.
pub(super) fn read(kind: ImportKind, cells: &mut Cells<'_>, known: &Known) -> Draft {
    let external = cells.line("external_id", 200);
    let there = means(kind, cells, known, external.clone());
    let is_known = there.is_some();
    let (wanted, names) = match kind {
        ImportKind::Locations => location(cells, known, is_known),
        ImportKind::Parts => part(cells, is_known),
        ImportKind::Users => user(cells, known, is_known),
        ImportKind::Assets | ImportKind::WorkOrders => asset(cells, known, is_known),
    };
    let mut said = if is_known { said::said(kind, cells, &wanted.record()) } else { Vec::new() };
    if there.is_some_and(|id| known.records.is_archived(id)) {
        said.push(Said { field: "archived", key: "archived", value: false.into(), shown: "no".to_owned() });
    }
    let stock = if kind == ImportKind::Parts { stock::read(cells, &known.stores) } else { None };
    let mut keys: Vec<String> = names.iter().map(|name| key(name)).filter(|name| !name.is_empty()).collect();
    keys.dedup();
    keys.extend(external.iter().map(|id| key(id)));
    let parent = match kind {
        ImportKind::Assets | ImportKind::Locations => cells.line("parent", 200).map(|name| key(&name)),
        _ => None,
    };
    let said_parent = if cells.row.clears("parent") {
        Some(String::new())
    } else {
        parent.as_ref().and(cells.raw("parent")).map(ToOwned::to_owned)
    };
    Draft { line: cells.row.line, keys, parent, external, known: there, said, stock, said_parent, wanted }
}

/// The record that the row means, if it is there.
fn means(kind: ImportKind, cells: &mut Cells<'_>, known: &Known, external: Option<String>) -> Option<Uuid> {
    let code_field = match kind {
        ImportKind::Parts => "number",
        ImportKind::Users => "email",
        _ => "code",
    };
    let code = cells.raw(code_field).map(key);
    let named = cells.raw("parent").map(key);
    let above = named.as_ref().and_then(|name| match kind {
        ImportKind::Assets => known.assets.get(name).map(|asset| asset.id.uuid()),
        ImportKind::Locations => known.locations.get(name).map(|(id, _)| id.uuid()),
        _ => None,
    });
    let parent = match above {
        Some(id) => Parent::Below(id),
        None if named.is_none() && kind == ImportKind::Locations && cells.table.has("parent") => Parent::Top,
        None => Parent::Unsaid,
    };
    // Whose parent is not there yet is not there either.
    let is_new_below = named.is_some() && above.is_none();
    let site = match kind {
        ImportKind::Locations => {
            cells.raw("site").and_then(|name| known.sites.get(&key(name))).map(|id| id.uuid())
        }
        _ => None,
    };
    let telling = Telling {
        external,
        name: cells.raw("name").filter(|_| code.is_none() && !is_new_below).map(key),
        code,
        parent,
        site,
        name_is_code: kind == ImportKind::Assets,
    };
    let by_code = telling.code.is_some();
    known.records.find(&telling).unwrap_or_else(|message| {
        cells.wrong(if by_code { code_field } else { "name" }, message);
        None
    })
}

impl Wanted {
    /// As JSON, with the names of fields that a change of the record has too.
    fn record(&self) -> Value {
        match self {
            Self::Asset(new) => serde_json::to_value(new),
            Self::Location(new) => serde_json::to_value(new),
            Self::Part(new) => serde_json::to_value(new),
            Self::User(new) => serde_json::to_value(new),
        }
        .unwrap_or_default()
    }
}

fn asset(cells: &mut Cells<'_>, known: &Known, is_known: bool) -> (Wanted, Vec<String>) {
    let name = cells.line("name", 160);
    let code = cells.code("code", 60).or_else(|| name.as_ref().map(|name| name.chars().take(60).collect()));
    if code.is_none() && !is_known {
        cells.wrong("name", "is empty, and there is no code either");
    }
    let code = code.unwrap_or_default();
    let name = name.unwrap_or_else(|| code.clone());
    let location_id = cells.line("location", 200).and_then(|name| {
        let found = known.locations.get(&key(&name)).map(|(location, _)| *location);
        if found.is_none() {
            cells.wrong("location", "is not a location that is known; import locations first");
        }
        found
    });
    let class = cells.line("class", 160);
    let class_id = class.as_ref().and_then(|class| known.classes.get(&key(class)).copied());
    if let Some(class) = class.filter(|_| class_id.is_none()) {
        let header = cells.table.header("class");
        cells.notes.warn(cells.row.line, header, &class, "is not a class that is known; the asset gets none");
    }
    let new = NewAsset {
        id: None,
        code: code.clone(),
        name: name.clone(),
        aliases: cells.raw("aliases").map(values::names).unwrap_or_default(),
        description: cells.text("description", 10_000),
        location_id,
        installed_at: None,
        parent_id: None,
        class_id,
        attributes: BTreeMap::new(),
        criticality: cells.word("criticality", criticality),
        status: cells.word("status", asset_status),
        serial_number: cells.code("serial_number", 120),
        manufacturer: cells.line("manufacturer", 120),
        model: cells.line("model", 120),
        purchase_on: cells.day("purchase_on"),
        commissioned_on: cells.day("commissioned_on"),
        warranty_until: cells.day("warranty_until"),
        replacement_value_minor: cells.amount("replacement_value"),
        identities: Vec::new(),
    };
    (Wanted::Asset(Box::new(new)), vec![code, name])
}

fn criticality(word: &str) -> Result<Criticality, String> {
    Ok(match header_key(word).as_str() {
        "low" | "d" => Criticality::Low,
        "medium" | "normal" | "c" => Criticality::Medium,
        "high" | "b" => Criticality::High,
        "critical" | "veryhigh" | "a" => Criticality::Critical,
        _ => return Err("must be low, medium, high or critical".to_owned()),
    })
}

fn asset_status(word: &str) -> Result<AssetStatus, String> {
    Ok(match header_key(word).as_str() {
        "running" | "operating" | "operational" | "online" | "active" | "commissioning" => AssetStatus::Running,
        "degraded" => AssetStatus::Degraded,
        "standby" | "notready" | "inspectionscheduled" => AssetStatus::Standby,
        "down" | "offline" | "emergencyshutdown" | "broken" => AssetStatus::Down,
        "maintenance" | "modernization" => AssetStatus::Maintenance,
        "decommissioned" | "disposed" | "retired" => AssetStatus::Decommissioned,
        _ => return Err("is not a status that is known here; map it to running, degraded, standby, down, maintenance or decommissioned".to_owned()),
    })
}

fn location(cells: &mut Cells<'_>, known: &Known, is_known: bool) -> (Wanted, Vec<String>) {
    let name = name(cells, is_known, 120);
    let code = cells.code("code", 60);
    let site_id = cells.line("site", 120).and_then(|site| {
        let found = known.sites.get(&key(&site)).copied();
        if found.is_none() {
            cells.wrong("site", "is not a site that is known");
        }
        found
    });
    let new = NewLocation {
        id: None,
        site_id,
        parent_id: None,
        code: code.clone(),
        name: name.clone(),
        aliases: cells.raw("aliases").map(values::names).unwrap_or_default(),
        description: cells.text("description", 4_000),
    };
    if !is_known && site_id.is_none() && cells.raw("parent").is_none() && known.sites.len() != 1 {
        cells.wrong("site", "is needed at the top, because there is not exactly one site");
    }
    (Wanted::Location(Box::new(new)), code.into_iter().chain([name]).collect())
}

/// A name, which what is there already need not be told again.
fn name(cells: &mut Cells<'_>, is_known: bool, max: usize) -> String {
    if is_known { cells.line("name", max).unwrap_or_default() } else { cells.needed("name", max) }
}

fn part(cells: &mut Cells<'_>, is_known: bool) -> (Wanted, Vec<String>) {
    let name = name(cells, is_known, 200);
    let number = cells.code("number", 60);
    let new = NewPart {
        id: None,
        number: number.clone(),
        name: name.clone(),
        aliases: cells.raw("aliases").map(values::names).unwrap_or_default(),
        description: cells.text("description", 4_000),
        unit: cells.word("unit", |word| {
            Ok(match header_key(word).as_str() {
                "" | "each" | "ea" | "pc" | "pcs" | "piece" | "pieces" | "unit" | "stk" => {
                    "{each}".to_owned()
                }
                "litre" | "liter" | "litres" | "liters" | "ltr" => "L".to_owned(),
                "metre" | "meter" | "metres" | "meters" => "m".to_owned(),
                "kilogram" | "kilograms" => "kg".to_owned(),
                _ => word.to_owned(),
            })
        }),
        category: cells.line("category", 120),
        manufacturer_part_number: cells.code("manufacturer_part_number", 120),
        barcode: cells.code("barcode", 200),
        default_bin_id: None,
        stocking: Vec::new(),
    };
    (Wanted::Part(Box::new(new)), number.into_iter().chain([name]).collect())
}

fn user(cells: &mut Cells<'_>, known: &Known, is_known: bool) -> (Wanted, Vec<String>) {
    let email = match cells.raw("email") {
        None if is_known => String::new(),
        _ => cells.needed("email", 254),
    };
    if !email.is_empty() && !email.contains('@') {
        cells.wrong("email", "is not an e-mail address");
    }
    let parts = [cells.line("first_name", 60), cells.line("last_name", 60)];
    let whole = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = cells.line("name", 120).or_else(|| (!whole.is_empty()).then_some(whole));
    if name.is_none() && !is_known {
        cells.wrong("name", "is empty");
    }
    let role = cells.word("role", |word| {
        if let Some(own) = known.roles.get(&key(word)) {
            return Ok(own.clone());
        }
        Ok(match header_key(word).as_str() {
            "admin" => "administrator",
            "tech" | "limitedtech" => "technician",
            "viewonly" => "requester",
            _ => return Err("is not a role that is known".to_owned()),
        }
        .to_owned())
    });
    let mut team_ids = Vec::new();
    for team in cells.raw("team").map(values::names).unwrap_or_default() {
        match known.teams.get(&key(&team)) {
            Some(id) => team_ids.push(*id),
            None => cells.wrong("team", format!("{team} is not a team that is known")),
        }
    }
    let new = NewUser {
        id: None,
        email: email.clone(),
        name: name.unwrap_or_default(),
        aliases: cells.raw("aliases").map(values::names).unwrap_or_default(),
        role: role.unwrap_or_else(|| "technician".to_owned()),
        password: None,
        team_ids,
        site_ids: Vec::new(),
        language: None,
    };
    (Wanted::User(Box::new(new)), vec![email])
}

/// Places of the drafts in an order in which every parent comes before its children, and of those whose parent is
/// nowhere or who stand in a circle.
pub(super) fn parents_first(drafts: &[Draft], known: impl Fn(&str) -> bool) -> (Vec<usize>, Vec<usize>) {
    let mut at: HashMap<&str, usize> = HashMap::new();
    for (place, draft) in drafts.iter().enumerate() {
        for name in &draft.keys {
            at.entry(name.as_str()).or_insert(place);
        }
    }
    let mut below: HashMap<usize, Vec<usize>> = HashMap::new();
    let (mut ready, mut order) = (Vec::new(), Vec::with_capacity(drafts.len()));
    for (place, draft) in drafts.iter().enumerate() {
        match &draft.parent {
            Some(parent) => match at.get(parent.as_str()) {
                Some(above) => below.entry(*above).or_default().push(place),
                None if known(parent) => ready.push(place),
                None => {}
            },
            None => ready.push(place),
        }
    }
    ready.reverse();
    while let Some(place) = ready.pop() {
        order.push(place);
        ready.extend(below.remove(&place).into_iter().flatten());
    }
    let mut reached = vec![false; drafts.len()];
    for place in &order {
        reached[*place] = true;
    }
    let lost = (0..drafts.len()).filter(|place| !reached[*place]).collect();
    (order, lost)
}

/// Makes what a draft wants; its parent is known by now.
pub(super) fn make(
    change: &mut Change<'_, '_>,
    draft: &Draft,
    known: &mut Known,
    caller: Option<&Caller>,
) -> Result<Uuid, Problem> {
    match &draft.wanted {
        Wanted::Asset(new) => {
            let parent_id =
                draft.parent.as_ref().and_then(|name| known.assets.get(name)).map(|asset| asset.id);
            let made = assets::insert_asset(change, &NewAsset { parent_id, ..NewAsset::clone(new) })?;
            let asset = KnownAsset { id: made.id, location: made.location_id, site: made.site_id };
            for name in &draft.keys {
                known.assets.entry(name.clone()).or_insert(asset);
            }
            Ok(made.id.uuid())
        }
        Wanted::Location(new) => {
            let parent_id =
                draft.parent.as_ref().and_then(|name| known.locations.get(name)).map(|(id, _)| *id);
            let made = sites::insert_location(change, &NewLocation { parent_id, ..NewLocation::clone(new) })?;
            for name in &draft.keys {
                known.locations.entry(name.clone()).or_insert((made.id, made.site_id));
            }
            Ok(made.id.uuid())
        }
        Wanted::Part(new) => Ok(parts::insert_part(change, new)?.id.uuid()),
        Wanted::User(new) => Ok(identity::insert_imported(change, caller, new)?.id.uuid()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str, parent: Option<&str>) -> Draft {
        let new = NewLocation {
            id: None,
            site_id: None,
            parent_id: None,
            code: None,
            name: name.to_owned(),
            aliases: Vec::new(),
            description: None,
        };
        Draft {
            line: 1,
            keys: vec![name.to_owned()],
            parent: parent.map(ToOwned::to_owned),
            external: None,
            known: None,
            said: Vec::new(),
            stock: None,
            said_parent: None,
            wanted: Wanted::Location(Box::new(new)),
        }
    }

    #[test]
    fn parents_come_first_and_circles_are_found() {
        let drafts = [
            draft("valve", Some("line")),
            draft("line", Some("hall")),
            draft("hall", Some("plant")),
            draft("a", Some("b")),
            draft("b", Some("a")),
            draft("orphan", Some("nowhere")),
        ];
        let (order, lost) = parents_first(&drafts, |name| name == "plant");
        assert_eq!(order, [2, 1, 0]);
        assert_eq!(lost, [3, 4, 5]);
    }
}
