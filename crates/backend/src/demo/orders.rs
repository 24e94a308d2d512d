//! Work that is done: the plant's orders of the last two months, closed with their hours and costs.

use contract::work_orders::{Priority, WorkKind, WorkOrderStatus};
use jiff::{SignedDuration, Timestamp};
use kernel::{OrganizationId, Problem};

use super::people::{Person, find};
use crate::{
    App, imports,
    work_orders::{ImportedOrder, Origin, insert_imported},
};

use WorkKind::{Corrective, Inspection, Preventive, Project, Safety};

/// Asset, kind, title, what was done, why, minutes of labour, cost in cents.
type Done = (&'static str, WorkKind, &'static str, &'static str, &'static str, i64, i64);

const DONE: &[Done] = &[
    (
        "FL-101-V",
        Corrective,
        "Filling valve 14 drips",
        "Replaced gasket and O-ring of valve 14, tested with water.",
        "Gasket worn",
        45,
        1_200,
    ),
    (
        "FL-101",
        Preventive,
        "Grease carousel bearings",
        "Greased all points, wiped off surplus.",
        "",
        60,
        1_840,
    ),
    (
        "CP-101",
        Corrective,
        "Crowns not closed on every twelfth bottle",
        "Spring of head 12 broken, replaced; torque checked on all heads.",
        "Spring fatigue",
        70,
        1_240,
    ),
    (
        "WA-101-P",
        Corrective,
        "Washer pump seal leaks",
        "Mechanical seal replaced, shaft sleeve polished.",
        "Dry running after low tank level",
        150,
        8_450,
    ),
    (
        "CO-501",
        Preventive,
        "2,000 h service compressor 1",
        "Oil, oil filter and air filter changed. Belt tension checked.",
        "",
        180,
        41_200,
    ),
    (
        "CV-102",
        Corrective,
        "Accumulation table stops by itself",
        "Photo-electric sensor misaligned by a falling bottle. Aligned and guarded.",
        "Sensor knocked out of place",
        40,
        0,
    ),
    (
        "LA-101",
        Corrective,
        "Labels crooked after changeover",
        "Vacuum drum cleaned, pads replaced, setting noted on the format sheet.",
        "Glue on the pads",
        55,
        3_560,
    ),
    (
        "BO-531",
        Inspection,
        "Weekly check of boiler safety devices",
        "Water level, pressure switch and flame guard tested. All in order.",
        "",
        30,
        0,
    ),
    (
        "CH-511",
        Corrective,
        "Chiller 1 trips on high pressure",
        "Condenser washed, fan 2 capacitor replaced.",
        "Dirt on the condenser",
        120,
        6_900,
    ),
    (
        "PA-301",
        Corrective,
        "Gripper drops layers",
        "Two vacuum cups torn, replaced. Vacuum back to 0.7 bar.",
        "Cups worn",
        50,
        1_780,
    ),
    (
        "FT-802",
        Corrective,
        "Forklift 2 loses hydraulic oil",
        "Hose to tilt cylinder replaced, oil topped up.",
        "Hose chafed at the mast",
        90,
        11_400,
    ),
    (
        "WT-601",
        Preventive,
        "Change cartridge filters RO",
        "Four cartridges changed, pressure drop 0.2 bar.",
        "",
        35,
        2_560,
    ),
    (
        "SY-703",
        Preventive,
        "Pressure test pasteuriser plates",
        "Test passed at 6 bar for 30 minutes.",
        "",
        95,
        0,
    ),
    (
        "HV-901",
        Preventive,
        "Change pocket filters hall 1",
        "Eight filters changed, belt checked.",
        "",
        75,
        17_200,
    ),
    (
        "RD-813",
        Corrective,
        "Fast door does not close",
        "Safety edge cable broken at the roller, spliced and fixed.",
        "Cable fatigue",
        60,
        900,
    ),
    (
        "IN-911",
        Corrective,
        "Camera rejects good bottles",
        "Lens cleaned, light replaced, recipe checked with test bottles.",
        "Light dimmed",
        45,
        12_400,
    ),
    (
        "CT-521",
        Safety,
        "Legionella sample cooling tower",
        "Sample taken and sent to the laboratory. Result below the limit.",
        "",
        25,
        8_500,
    ),
    ("EG-922", Inspection, "Monthly test run generator", "30 minutes at 60 % load. Fuel 82 %.", "", 45, 0),
    (
        "AD-501",
        Corrective,
        "Dew point alarm",
        "Drain valve stuck with rust, cleaned. Dew point 3 °C again.",
        "Condensate drain blocked",
        65,
        0,
    ),
    (
        "CV-301",
        Corrective,
        "Case conveyor noisy at the drive",
        "Pillow block replaced, chain tensioned.",
        "Bearing without grease",
        85,
        2_280,
    ),
    (
        "SY-701-A",
        Corrective,
        "Agitator hums and does not start",
        "Contactor replaced.",
        "Contacts burnt",
        50,
        8_800,
    ),
    (
        "CP-201",
        Preventive,
        "Check closing torque capper 2",
        "All 32 heads within 1.6 to 2.0 Nm; heads 5 and 19 adjusted.",
        "",
        60,
        0,
    ),
    (
        "CO-503",
        Corrective,
        "PET blower compressor: safety valve blows",
        "Pressure switch drifted, set again and sealed.",
        "Switch drifted",
        75,
        0,
    ),
    (
        "FL-201",
        Project,
        "Fit guard at infeed starwheel line 2",
        "Guard fitted and interlocked, risk assessment updated.",
        "",
        240,
        38_600,
    ),
    (
        "BO-531-P",
        Corrective,
        "Feed pump vibrates",
        "Coupling aligned to 0.04 mm, vibration 1.9 mm/s.",
        "Misaligned after motor change",
        110,
        0,
    ),
    (
        "WA-101",
        Preventive,
        "Descale washer baths",
        "Baths descaled, spray nozzles cleared, 14 replaced.",
        "",
        300,
        9_400,
    ),
    ("SW-301", Corrective, "Film tears at the knife", "Knife replaced.", "Blunt", 20, 3_300),
    (
        "CI-711-P",
        Corrective,
        "CIP return pump runs dry",
        "Level probe cleaned, parameter of return time raised to 40 s.",
        "Probe fouled",
        70,
        0,
    ),
    (
        "DD-811",
        Inspection,
        "Yearly test dock levellers",
        "Both levellers tested, lip hinge of dock 2 greased.",
        "",
        80,
        0,
    ),
    ("FL-101-M", Inspection, "Thermography of drives line 1", "No hot spots. Pictures on file.", "", 40, 0),
    (
        "LA-201",
        Corrective,
        "Label stock runs off the roller",
        "Brake pad of unwinder replaced.",
        "Pad worn",
        35,
        2_900,
    ),
    ("CT-521-F", Preventive, "Change belts tower fan", "Both belts changed, aligned.", "", 70, 5_280),
    (
        "PA-302",
        Corrective,
        "Palletiser 2 stops: light curtain",
        "Mirror cleaned, bracket tightened.",
        "Vibration",
        30,
        0,
    ),
    (
        "CV-201",
        Corrective,
        "Bottles jam in the air conveyor",
        "Guide rail set to 28 mm, two blowers cleaned.",
        "Rail moved at changeover",
        45,
        0,
    ),
    (
        "WT-603",
        Preventive,
        "Change UV lamp",
        "Lamp changed, hours set to zero, intensity 98 %.",
        "",
        30,
        13_900,
    ),
    (
        "FT-804",
        Corrective,
        "Reach truck does not charge",
        "Charging plug replaced.",
        "Plug overheated",
        40,
        6_200,
    ),
];

/// Adds the orders that are done, twice through the list with some weeks between.
pub(super) async fn past(app: &App, organization: OrganizationId, people: &[Person]) -> Result<(), Problem> {
    let technicians = [find(people, "maria")?.id, find(people, "tom")?.id, find(people, "priya")?.id];
    let (elif, start) = (find(people, "elif")?.id, app.clock().now());
    app.change_as(organization, super::product(), move |change| {
        let known = imports::known_assets(change)?;
        let count = DONE.len() + DONE.len() / 2;
        let first = change.reserve_numbers("work_order", i64::try_from(count).map_err(Problem::internal)?)?;
        let mut orders = Vec::with_capacity(count);
        for ((at, done), number) in DONE.iter().chain(DONE.iter().step_by(2)).enumerate().zip(first..) {
            let (code, kind, title, resolution, cause, minutes, cost_minor) = *done;
            let asset = known.get(&crate::check::key(code)).copied();
            let hours = i64::try_from(at).map_err(Problem::internal)? * 24 + 7;
            let created = later(start, hours + 1)?;
            let started = later(created, 1 + i64::try_from(at % 5).unwrap_or(0) * 3)?;
            let done_at =
                started.checked_add(SignedDuration::from_mins(minutes + 15)).map_err(Problem::internal)?;
            orders.push(ImportedOrder {
                number,
                title: title.to_owned(),
                kind,
                status: WorkOrderStatus::Closed,
                priority: if kind == Corrective { Priority::High } else { Priority::Medium },
                asset_id: asset.map(|asset| asset.id),
                location_id: asset.and_then(|asset| asset.location),
                site_id: asset.and_then(|asset| asset.site),
                assignee_ids: vec![technicians[at % technicians.len()]],
                due_at: Some(later(created, 72)?),
                estimated_minutes: Some((minutes / 15 + 1) * 15),
                actual_minutes: minutes,
                started_at: Some(started),
                completed_at: Some(done_at),
                closed_at: Some(later(done_at, 20)?),
                resolution: Some(resolution.to_owned()),
                cause: (!cause.is_empty()).then(|| cause.to_owned()),
                requested_by: (kind == Corrective).then_some(elif),
                cost_minor,
                created_at: created,
                ..ImportedOrder::default()
            });
        }
        insert_imported(change, orders, Origin::Demo).map(drop)
    })
    .await
}

fn later(at: Timestamp, hours: i64) -> Result<Timestamp, Problem> {
    at.checked_add(SignedDuration::from_hours(hours)).map_err(Problem::internal)
}
