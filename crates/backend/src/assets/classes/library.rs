//! The sixteen classes that ship with the product, in the style of ISO 14224: each with the attributes that are worth
//! knowing about any such item.

use contract::assets::{
    AssetAttribute, AssetClass,
    AttributeKind::{self, Boolean, Date, Number, Text},
    LibraryClass, NewAssetClass,
};
use kernel::Problem;

use super::{insert, store};
use crate::{change::Change, tenant::Tenant};

type Attributes = &'static [(&'static str, &'static str, AttributeKind)];

/// Code, name and attributes with their UCUM units.
const LIBRARY: [(&str, &str, Attributes); 16] = [
    (
        "PU",
        "Pump",
        &[
            ("type", "", Text),
            ("rated flow", "m3/h", Number),
            ("rated head", "m", Number),
            ("rated power", "kW", Number),
            ("speed", "{rev}/min", Number),
            ("fluid", "", Text),
            ("seal", "", Text),
        ],
    ),
    (
        "EM",
        "Motor",
        &[
            ("rated power", "kW", Number),
            ("voltage", "V", Number),
            ("rated current", "A", Number),
            ("speed", "{rev}/min", Number),
            ("frame size", "", Text),
            ("explosion proof", "", Boolean),
        ],
    ),
    (
        "CO",
        "Compressor",
        &[
            ("type", "", Text),
            ("rated power", "kW", Number),
            ("capacity", "m3/min", Number),
            ("discharge pressure", "bar", Number),
            ("medium", "", Text),
        ],
    ),
    (
        "VA",
        "Valve",
        &[
            ("type", "", Text),
            ("nominal size", "mm", Number),
            ("pressure rating", "bar", Number),
            ("actuation", "", Text),
            ("fail position", "", Text),
            ("safety valve", "", Boolean),
        ],
    ),
    (
        "FA",
        "Fan",
        &[
            ("type", "", Text),
            ("air flow", "m3/h", Number),
            ("rated power", "kW", Number),
            ("speed", "{rev}/min", Number),
            ("drive", "", Text),
        ],
    ),
    (
        "CV",
        "Conveyor",
        &[
            ("type", "", Text),
            ("length", "m", Number),
            ("belt width", "mm", Number),
            ("speed", "m/s", Number),
            ("rated power", "kW", Number),
        ],
    ),
    (
        "HE",
        "Heat exchanger",
        &[
            ("type", "", Text),
            ("heat transfer area", "m2", Number),
            ("duty", "kW", Number),
            ("design pressure", "bar", Number),
            ("hot side medium", "", Text),
            ("cold side medium", "", Text),
        ],
    ),
    (
        "BO",
        "Boiler",
        &[
            ("fuel", "", Text),
            ("steam capacity", "t/h", Number),
            ("design pressure", "bar", Number),
            ("design temperature", "Cel", Number),
            ("next inspection", "", Date),
        ],
    ),
    (
        "HV",
        "HVAC unit",
        &[
            ("type", "", Text),
            ("cooling capacity", "kW", Number),
            ("heating capacity", "kW", Number),
            ("refrigerant", "", Text),
            ("refrigerant charge", "kg", Number),
            ("filter size", "", Text),
        ],
    ),
    (
        "VE",
        "Vehicle",
        &[
            ("registration", "", Text),
            ("year", "", Number),
            ("fuel", "", Text),
            ("gross weight", "kg", Number),
            ("tyre size", "", Text),
            ("next inspection", "", Date),
        ],
    ),
    (
        "EX",
        "Excavator",
        &[
            ("operating weight", "t", Number),
            ("engine power", "kW", Number),
            ("bucket capacity", "m3", Number),
            ("undercarriage", "", Text),
            ("year", "", Number),
        ],
    ),
    (
        "FT",
        "Forklift",
        &[
            ("rated capacity", "kg", Number),
            ("lift height", "mm", Number),
            ("drive", "", Text),
            ("battery voltage", "V", Number),
            ("next inspection", "", Date),
        ],
    ),
    (
        "EG",
        "Generator",
        &[
            ("rated output", "kV.A", Number),
            ("voltage", "V", Number),
            ("driver", "", Text),
            ("fuel", "", Text),
            ("standby", "", Boolean),
        ],
    ),
    (
        "PT",
        "Transformer",
        &[
            ("rated output", "kV.A", Number),
            ("primary voltage", "kV", Number),
            ("secondary voltage", "V", Number),
            ("cooling", "", Text),
            ("oil volume", "L", Number),
        ],
    ),
    (
        "IN",
        "PLC and instrument",
        &[
            ("type", "", Text),
            ("measured value", "", Text),
            ("range", "", Text),
            ("signal", "", Text),
            ("firmware", "", Text),
            ("next calibration", "", Date),
        ],
    ),
    (
        "BE",
        "Building element",
        &[
            ("type", "", Text),
            ("area", "m2", Number),
            ("material", "", Text),
            ("fire rating", "", Text),
            ("built in year", "", Number),
        ],
    ),
];

/// All of them, and whether their codes are taken.
pub(super) fn list(tenant: &mut Tenant<'_, '_>) -> Result<Vec<LibraryClass>, Problem> {
    let mut all = Vec::with_capacity(LIBRARY.len());
    for (code, name, kinds) in LIBRARY {
        let present = store::id_by_code(tenant, code)?.is_some();
        all.push(LibraryClass {
            code: code.to_owned(),
            name: name.to_owned(),
            attributes: attributes(kinds),
            present,
        });
    }
    Ok(all)
}

fn attributes(kinds: Attributes) -> Vec<AssetAttribute> {
    let attribute = |&(name, unit, kind): &(&str, &str, AttributeKind)| AssetAttribute {
        name: name.to_owned(),
        unit: (!unit.is_empty()).then(|| unit.to_owned()),
        kind,
    };
    kinds.iter().map(attribute).collect()
}

/// Adds the classes whose codes are not taken yet, and answers these.
pub fn insert_library(change: &mut Change<'_, '_>) -> Result<Vec<AssetClass>, Problem> {
    insert_chosen(change, &[])
}

/// Adds the chosen classes, or all when none is chosen, whose codes are not taken yet; answers these.
pub(super) fn insert_chosen(
    change: &mut Change<'_, '_>,
    chosen: &[String],
) -> Result<Vec<AssetClass>, Problem> {
    if let Some(unknown) = chosen.iter().find(|code| LIBRARY.iter().all(|(known, ..)| known != code)) {
        return Err(Problem::field(
            "codes",
            format!("must be codes of the library; {unknown} is none of them"),
        ));
    }
    let mut added = Vec::new();
    for (code, name, kinds) in LIBRARY {
        let wanted = chosen.is_empty() || chosen.iter().any(|one| one == code);
        if !wanted || store::id_by_code(change, code)?.is_some() {
            continue;
        }
        let new = NewAssetClass {
            id: None,
            parent_id: None,
            code: code.to_owned(),
            name: name.to_owned(),
            attributes: attributes(kinds),
        };
        added.push(insert(change, &new, true)?);
    }
    Ok(added)
}
