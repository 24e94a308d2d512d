//! Where everything stands and what it is.

use std::collections::{BTreeMap, HashMap};

use contract::{
    assets::{Criticality, NewAsset, NewAssetClass},
    sites::{NewLocation, NewSite},
};
use kernel::{AssetClassId, AssetId, LocationId, Problem, SiteId};

use crate::{assets, change::Change, sites};

/// Code, name, code of the location above.
const PLACES: &[(&str, &str, &str)] = &[
    ("H1", "Hall 1 · Filling", ""),
    ("L1", "Line 1 · Glass", "H1"),
    ("L2", "Line 2 · PET", "H1"),
    ("H2", "Hall 2 · Packing", ""),
    ("PK1", "Packing line 1", "H2"),
    ("PK2", "Packing line 2", "H2"),
    ("UT", "Utilities house", ""),
    ("UT-A", "Compressed air", "UT"),
    ("UT-C", "Cooling", "UT"),
    ("UT-S", "Steam", "UT"),
    ("WT", "Water treatment", ""),
    ("SY", "Syrup room", ""),
    ("WH", "Warehouse", ""),
    ("LB", "Laboratory", ""),
];

const FLEET_PLACES: &[(&str, &str, &str)] = &[("NP-PIT", "Pit", ""), ("NP-WS", "Field workshop", "")];

/// Classes that a bottling plant has besides those of the library.
const CLASSES: &[(&str, &str)] = &[
    ("FL", "Filler"),
    ("CP", "Capper"),
    ("LA", "Labeller"),
    ("PA", "Palletiser"),
    ("CI", "Cleaning in place"),
    ("CH", "Chiller"),
    ("CT", "Cooling tower"),
    ("WA", "Bottle washer"),
];

use Criticality::{Critical, High, Low, Medium};

type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Criticality,
    &'static str,
    &'static str,
    &'static [&'static str],
);

/// Code, name, class, location, code of the asset above, criticality, maker, model, what people call it.
const ASSETS: &[Row] = &[
    (
        "FL-101",
        "Rotary filler line 1",
        "FL",
        "L1",
        "",
        Critical,
        "Halden",
        "RF-60",
        &["filler one", "the carousel"],
    ),
    (
        "FL-101-V",
        "Filling valves line 1",
        "VA",
        "L1",
        "FL-101",
        High,
        "Halden",
        "V60 set",
        &["filling valves"],
    ),
    ("FL-101-M", "Carousel drive line 1", "EM", "L1", "FL-101", High, "Norrdrive", "ND-22", &[]),
    ("FL-201", "Rotary filler line 2", "FL", "L2", "", Critical, "Halden", "RF-80 PET", &["filler two"]),
    ("FL-201-M", "Carousel drive line 2", "EM", "L2", "FL-201", High, "Norrdrive", "ND-30", &[]),
    ("CP-101", "Crown capper line 1", "CP", "L1", "", High, "Capmatic", "C24", &["capper one"]),
    ("CP-201", "Screw capper line 2", "CP", "L2", "", High, "Capmatic", "S32", &["capper two"]),
    ("LA-101", "Labeller line 1", "LA", "L1", "", Medium, "Etikon", "RL-12", &["labeller one", "the Etikon"]),
    ("LA-201", "Labeller line 2", "LA", "L2", "", Medium, "Etikon", "RL-18", &["labeller two"]),
    ("WA-101", "Bottle washer line 1", "WA", "L1", "", Critical, "Aquaform", "BW-40", &["washer"]),
    (
        "WA-101-P",
        "Washer circulation pump",
        "PU",
        "L1",
        "WA-101",
        High,
        "Pumpwerk",
        "KP 80-200",
        &["washer pump"],
    ),
    ("CV-101", "Infeed conveyor line 1", "CV", "L1", "", Medium, "Transor", "T200", &["infeed one"]),
    ("CV-102", "Accumulation table line 1", "CV", "L1", "", Medium, "Transor", "T450", &["the table"]),
    ("CV-103", "Outfeed conveyor line 1", "CV", "L1", "", Medium, "Transor", "T200", &[]),
    ("CV-201", "Air conveyor line 2", "CV", "L2", "", Medium, "Transor", "A120", &["air conveyor"]),
    ("CV-202", "Outfeed conveyor line 2", "CV", "L2", "", Medium, "Transor", "T200", &[]),
    ("CV-301", "Case conveyor packing 1", "CV", "PK1", "", Medium, "Transor", "C300", &[]),
    ("CV-302", "Case conveyor packing 2", "CV", "PK2", "", Medium, "Transor", "C300", &[]),
    (
        "PA-301",
        "Palletiser packing 1",
        "PA",
        "PK1",
        "",
        High,
        "Stapelmann",
        "P6",
        &["palletiser one", "the robot"],
    ),
    ("PA-302", "Palletiser packing 2", "PA", "PK2", "", High, "Stapelmann", "P6", &["palletiser two"]),
    ("SW-301", "Stretch wrapper packing 1", "PA", "PK1", "", Medium, "Folitec", "W20", &["wrapper"]),
    ("SW-302", "Stretch wrapper packing 2", "PA", "PK2", "", Medium, "Folitec", "W20", &[]),
    ("CO-501", "Screw compressor 1", "CO", "UT-A", "", Critical, "Luftwerk", "LS 75", &["compressor one"]),
    ("CO-502", "Screw compressor 2", "CO", "UT-A", "", High, "Luftwerk", "LS 75", &["compressor two"]),
    ("CO-503", "PET blower compressor", "CO", "UT-A", "", Critical, "Luftwerk", "HP 40", &["the forty bar"]),
    ("AD-501", "Air dryer", "HE", "UT-A", "", High, "Luftwerk", "D90", &["dryer"]),
    ("CH-511", "Glycol chiller 1", "CH", "UT-C", "", Critical, "Frostline", "GC 250", &["chiller one"]),
    ("CH-512", "Glycol chiller 2", "CH", "UT-C", "", High, "Frostline", "GC 250", &["chiller two"]),
    ("CH-511-P", "Glycol pump 1", "PU", "UT-C", "CH-511", High, "Pumpwerk", "KP 65-160", &["glycol pump"]),
    ("CH-512-P", "Glycol pump 2", "PU", "UT-C", "CH-512", High, "Pumpwerk", "KP 65-160", &[]),
    ("CT-521", "Cooling tower", "CT", "UT-C", "", High, "Wehrle", "T110", &["tower"]),
    ("CT-521-F", "Cooling tower fan", "FA", "UT-C", "CT-521", High, "Wehrle", "F1800", &["tower fan"]),
    ("CT-521-P", "Cooling water pump", "PU", "UT-C", "CT-521", High, "Pumpwerk", "KP 100-250", &[]),
    ("BO-531", "Steam boiler 1", "BO", "UT-S", "", Critical, "Kesselbau Ost", "DK 4000", &["boiler one"]),
    (
        "BO-532",
        "Steam boiler 2",
        "BO",
        "UT-S",
        "",
        High,
        "Kesselbau Ost",
        "DK 2000",
        &["boiler two", "the small boiler"],
    ),
    (
        "BO-531-P",
        "Feed water pump boiler 1",
        "PU",
        "UT-S",
        "BO-531",
        Critical,
        "Pumpwerk",
        "HD 32",
        &["feed pump"],
    ),
    ("BO-531-B", "Burner boiler 1", "FA", "UT-S", "BO-531", Critical, "Flamco", "G7", &["burner"]),
    ("WT-601", "Reverse osmosis unit", "HE", "WT", "", Critical, "Klarwasser", "RO 20", &["RO", "osmosis"]),
    ("WT-601-P", "High-pressure pump RO", "PU", "WT", "WT-601", High, "Pumpwerk", "HD 45", &["RO pump"]),
    ("WT-602", "Softener", "VE", "WT", "", Medium, "Klarwasser", "S8", &[]),
    ("WT-603", "UV steriliser", "IN", "WT", "", High, "Klarwasser", "UV 40", &["UV lamp"]),
    ("SY-701", "Syrup mixing tank", "HE", "SY", "", High, "Edelstahl Nord", "T5000", &["mixing tank"]),
    (
        "SY-701-A",
        "Agitator mixing tank",
        "EM",
        "SY",
        "SY-701",
        Medium,
        "Norrdrive",
        "ND-7",
        &["agitator", "stirrer"],
    ),
    ("SY-702", "Syrup transfer pump", "PU", "SY", "", High, "Pumpwerk", "DP 50", &["syrup pump"]),
    ("SY-703", "Pasteuriser", "HE", "SY", "", Critical, "Edelstahl Nord", "PHE 12", &["flash pasteuriser"]),
    ("CI-711", "CIP station", "CI", "SY", "", High, "Edelstahl Nord", "CIP 3", &["CIP"]),
    ("CI-711-P", "CIP return pump", "PU", "SY", "CI-711", Medium, "Pumpwerk", "SP 40", &["CIP pump"]),
    ("FT-801", "Forklift 1", "FT", "WH", "", Medium, "Hublift", "E25", &["forklift one"]),
    ("FT-802", "Forklift 2", "FT", "WH", "", Medium, "Hublift", "E25", &["forklift two"]),
    ("FT-803", "Forklift 3", "FT", "WH", "", Medium, "Hublift", "E30", &["forklift three"]),
    ("FT-804", "Reach truck", "FT", "WH", "", Medium, "Hublift", "R16", &["reach truck"]),
    ("DD-811", "Dock leveller 1", "BE", "WH", "", Low, "Rampa", "DL 6", &["dock one"]),
    ("DD-812", "Dock leveller 2", "BE", "WH", "", Low, "Rampa", "DL 6", &["dock two"]),
    ("RD-813", "Fast door warehouse", "BE", "WH", "", Medium, "Rampa", "SR 4", &["roller door", "fast door"]),
    ("HV-901", "Air handling unit hall 1", "HV", "H1", "", Medium, "Klimabau", "AHU 30", &["air handler"]),
    ("HV-902", "Air handling unit laboratory", "HV", "LB", "", Low, "Klimabau", "AHU 8", &[]),
    ("IN-911", "Inspection camera line 1", "IN", "L1", "", High, "Sehwerk", "B3", &["the camera"]),
    ("IN-912", "Inspection camera line 2", "IN", "L2", "", High, "Sehwerk", "B3", &[]),
    ("IN-913", "Brix meter", "IN", "LB", "", Medium, "Labotron", "BX 2", &["brix"]),
    ("PT-921", "Transformer hall 1", "PT", "UT", "", Critical, "Elektra", "T1000", &["transformer"]),
    ("EG-922", "Emergency generator", "EG", "UT", "", High, "Elektra", "D400", &["diesel", "generator"]),
];

/// What was built, by its codes.
#[derive(Clone, Debug)]
pub(super) struct Plant {
    /// The bottling plant.
    pub site: SiteId,
    pub places: HashMap<&'static str, LocationId>,
    pub assets: HashMap<&'static str, AssetId>,
}

impl Plant {
    /// An asset by its code.
    pub fn asset(&self, code: &str) -> Result<AssetId, Problem> {
        self.assets
            .get(code)
            .copied()
            .ok_or_else(|| Problem::internal(format!("there is no asset {code} in the demonstration")))
    }
}

/// Builds both sites with all that stands there.
pub(super) fn build(change: &mut Change<'_, '_>) -> Result<Plant, Problem> {
    let (mut places, mut plant) = (HashMap::<&'static str, LocationId>::new(), None);
    let sites = [
        ("Riverside Bottling", "Europe/Berlin", "Hafenstraße 12, 20457 Hamburg", PLACES),
        (
            "Northpit Quarry fleet",
            "Australia/Perth",
            "Great Northern Highway, Western Australia",
            FLEET_PLACES,
        ),
    ];
    for (name, time_zone, address, rows) in sites {
        let new = NewSite {
            id: None,
            name: name.to_owned(),
            time_zone: time_zone.to_owned(),
            address: Some(address.to_owned()),
        };
        let site = sites::insert_site(change, &new)?;
        plant.get_or_insert(site.id);
        for (code, name, above) in rows {
            let new = NewLocation {
                id: None,
                site_id: Some(site.id),
                parent_id: places.get(above).copied(),
                code: Some((*code).to_owned()),
                name: (*name).to_owned(),
                aliases: Vec::new(),
                description: None,
            };
            places.insert(*code, sites::insert_location(change, &new)?.id);
        }
    }
    let mut classes: HashMap<String, AssetClassId> =
        assets::insert_library(change)?.into_iter().map(|class| (class.code, class.id)).collect();
    for (code, name) in CLASSES {
        let new = NewAssetClass {
            id: None,
            parent_id: None,
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            attributes: Vec::new(),
        };
        classes.insert((*code).to_owned(), assets::insert_class(change, &new)?.id);
    }
    let mut made: HashMap<&'static str, AssetId> = HashMap::new();
    for row in ASSETS {
        let id = insert(change, row, &places, &classes, &made)?;
        made.insert(row.0, id);
    }
    for (code, name) in [
        ("A", "Excavator A"),
        ("B", "Excavator B"),
        ("C", "Excavator C"),
        ("D", "Excavator D"),
        ("E", "Excavator E"),
    ] {
        let row = (code, name, "EX", "NP-PIT", "", High, "O&K", "RH120", &[] as &[&str]);
        let id = insert(change, &row, &places, &classes, &made)?;
        made.insert(code, id);
    }
    let site = plant.ok_or_else(|| Problem::internal("the demonstration has no plant"))?;
    Ok(Plant { site, places, assets: made })
}

fn insert(
    change: &mut Change<'_, '_>,
    row: &Row,
    places: &HashMap<&str, LocationId>,
    classes: &HashMap<String, AssetClassId>,
    made: &HashMap<&str, AssetId>,
) -> Result<AssetId, Problem> {
    let (code, name, class, place, above, criticality, maker, model, aliases) = *row;
    let new = NewAsset {
        id: None,
        code: code.to_owned(),
        name: name.to_owned(),
        aliases: aliases.iter().map(ToString::to_string).collect(),
        description: None,
        location_id: places.get(place).copied(),
        installed_at: None,
        parent_id: made.get(above).copied(),
        class_id: classes.get(class).copied(),
        attributes: BTreeMap::new(),
        criticality: Some(criticality),
        status: None,
        serial_number: Some(serial(code)),
        manufacturer: Some(maker.to_owned()),
        model: Some(model.to_owned()),
        purchase_on: None,
        commissioned_on: None,
        warranty_until: None,
        replacement_value_minor: None,
        identities: Vec::new(),
    };
    Ok(assets::insert_asset(change, &new)?.id)
}

/// A serial number that is the same every time.
fn serial(code: &str) -> String {
    let sum = code.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    format!("{:07}", sum % 10_000_000)
}
