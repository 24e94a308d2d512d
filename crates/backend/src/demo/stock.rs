//! Spare parts and where they lie.

use std::collections::HashMap;

use contract::parts::{NewBin, NewPart, NewReceipt, NewStoreroom, StockingRule};
use kernel::{Problem, Quantity, SiteId};

use crate::{change::Change, parts};

/// Name, category, unit, bin, minimum, on hand, price in cents, maker's number.
type Stocked = (&'static str, &'static str, &'static str, &'static str, i64, i64, i64, &'static str);

const PARTS: &[Stocked] = &[
    ("Mechanical seal 32 mm", "Seals", "{each}", "A1", 2, 5, 8_450, "MS-32-SIC"),
    ("Mechanical seal 40 mm", "Seals", "{each}", "A1", 2, 1, 11_200, "MS-40-SIC"),
    ("O-ring set filling valve", "Seals", "{each}", "A1", 20, 64, 390, "OR-V60"),
    ("Filling valve gasket EPDM", "Seals", "{each}", "A1", 30, 22, 210, "G-V60-E"),
    ("Shaft seal 35x52x7", "Seals", "{each}", "A2", 4, 9, 560, "35X52X7 NBR"),
    ("Deep groove bearing 6205-2RS", "Bearings", "{each}", "A2", 6, 14, 780, "6205-2RS"),
    ("Deep groove bearing 6308-C3", "Bearings", "{each}", "A2", 4, 4, 1_940, "6308-C3"),
    ("Deep groove bearing 6311-C3", "Bearings", "{each}", "A2", 2, 0, 3_450, "6311-C3"),
    ("Pillow block UCP 208", "Bearings", "{each}", "A2", 4, 7, 2_280, "UCP208"),
    ("Linear bearing LM25", "Bearings", "{each}", "A2", 4, 6, 1_150, "LM25UU"),
    ("V-belt SPB 2240", "Drives", "{each}", "A3", 4, 8, 2_640, "SPB2240"),
    ("V-belt SPA 1500", "Drives", "{each}", "A3", 4, 3, 1_720, "SPA1500"),
    ("Toothed belt T10 1250", "Drives", "{each}", "A3", 2, 4, 3_980, "T10-1250-25"),
    ("Conveyor chain 820 per metre", "Drives", "m", "A3", 10, 24, 4_100, "820-K325"),
    ("Chain lubricant food grade", "Lubricants", "L", "B1", 10, 18, 1_450, "H1-CL220"),
    ("Grease food grade cartridge", "Lubricants", "{each}", "B1", 12, 31, 920, "H1-G2-400"),
    ("Compressor oil", "Lubricants", "L", "B1", 40, 60, 890, "SC-46"),
    ("Gear oil 220", "Lubricants", "L", "B1", 20, 35, 640, "GO-220"),
    ("Hydraulic oil 46", "Lubricants", "L", "B1", 40, 80, 410, "HLP-46"),
    ("Oil filter compressor", "Filters", "{each}", "B2", 2, 4, 3_850, "LW-OF75"),
    ("Air filter compressor", "Filters", "{each}", "B2", 2, 3, 5_200, "LW-AF75"),
    ("Oil separator compressor", "Filters", "{each}", "B2", 1, 1, 21_800, "LW-OS75"),
    ("Cartridge filter 5 µm", "Filters", "{each}", "B2", 24, 40, 640, "CF-5-10"),
    ("RO membrane 8 inch", "Filters", "{each}", "B2", 2, 2, 48_500, "RO8040"),
    ("Pocket filter F7 592x592", "Filters", "{each}", "B2", 8, 12, 2_150, "F7-592"),
    ("Proximity sensor M12", "Electrical", "{each}", "C1", 6, 11, 2_380, "IS-M12-PNP"),
    ("Photo-electric sensor", "Electrical", "{each}", "C1", 4, 5, 6_900, "PE-RT300"),
    ("Contactor 22 kW", "Electrical", "{each}", "C1", 2, 3, 8_800, "K22-230"),
    ("Fuse 10x38 16 A", "Electrical", "{each}", "C1", 20, 48, 180, "F10-16"),
    ("Frequency converter 7.5 kW", "Electrical", "{each}", "C1", 1, 1, 71_500, "FC-75"),
    ("UV lamp 80 W", "Electrical", "{each}", "C1", 2, 2, 13_900, "UV-80"),
    ("Emergency stop button", "Electrical", "{each}", "C1", 3, 6, 2_050, "ES-22"),
    ("Solenoid valve 5/2 G1/4", "Pneumatics", "{each}", "C2", 4, 6, 7_450, "SV52-14"),
    ("Pneumatic cylinder 32x100", "Pneumatics", "{each}", "C2", 2, 2, 9_900, "PC32-100"),
    ("Vacuum cup 40 mm", "Pneumatics", "{each}", "C2", 12, 10, 890, "VC-40"),
    ("Air hose 8 mm per metre", "Pneumatics", "m", "C2", 20, 55, 160, "PU-8"),
    ("Label sponge roller", "Machine parts", "{each}", "C3", 2, 3, 14_600, "ET-SR12"),
    ("Capping head spring", "Machine parts", "{each}", "C3", 12, 26, 1_240, "CM-SP24"),
    ("Stretch film knife", "Machine parts", "{each}", "C3", 3, 5, 3_300, "FT-KN20"),
    ("Burner ignition electrode", "Machine parts", "{each}", "C3", 2, 2, 4_750, "FG7-IE"),
];

/// Adds the store, the parts and what is on hand.
pub(super) fn fill(change: &mut Change<'_, '_>, site: SiteId) -> Result<(), Problem> {
    let new = NewStoreroom {
        id: None,
        site_id: Some(site),
        name: "Main store".to_owned(),
        bins: vec!["A1".to_owned()],
    };
    let storeroom = parts::insert_storeroom(change, &new)?.id;
    let mut bins = HashMap::new();
    for row in PARTS {
        let code = row.3;
        if code != "A1" && !bins.contains_key(code) {
            let bin = parts::insert_bin(
                change,
                &NewBin { id: None, storeroom_id: storeroom, code: code.to_owned() },
            )?;
            bins.insert(code, bin.id);
        }
    }
    for (name, category, unit, bin, minimum, on_hand, price, maker) in PARTS {
        let bin = bins.get(bin).copied();
        let new = NewPart {
            id: None,
            number: None,
            name: (*name).to_owned(),
            aliases: Vec::new(),
            description: None,
            unit: Some((*unit).to_owned()),
            category: Some((*category).to_owned()),
            manufacturer_part_number: Some((*maker).to_owned()),
            barcode: None,
            default_bin_id: bin,
            stocking: vec![StockingRule {
                storeroom_id: storeroom,
                minimum: Quantity::whole(*minimum),
                maximum: Some(Quantity::whole(minimum * 3)),
            }],
        };
        let part = parts::insert_part(change, &new)?;
        if *on_hand > 0 {
            let receipt = NewReceipt {
                bin_id: bin,
                storeroom_id: bin.is_none().then_some(storeroom),
                quantity: Quantity::whole(*on_hand),
                unit_cost_minor: Some(*price),
                total_cost_minor: None,
                reason: Some("Opening stock".to_owned()),
            };
            parts::insert_receipt(change, part.id, &receipt)?;
        }
    }
    Ok(())
}
