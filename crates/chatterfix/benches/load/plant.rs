//! The plant under load: what is in it, made without chance, and what people ask of it.

use std::fmt::Write;

use bytes::Bytes;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    driver::{Ask, Connection},
    program::{self, Environment},
};

const ORGANIZATION: &str = "Bottling Plant";
const ASSETS: usize = 40;
const LOCATIONS: usize = 8;
const PEOPLE: usize = 8;
/// The last day on which anything happened: 2026-11-01.
const LAST_DAY: i64 = 20_758;

const WORK: [&str; 12] = [
    "Bearing runs hot",
    "Replace worn belt",
    "Oil leak below the gearbox",
    "Inspect safety guard",
    "Sensor gives no signal",
    "Lubricate chain",
    "Motor trips under load",
    "Calibrate filling level",
    "Air leak at the valve block",
    "Change filter",
    "Unusual noise at start",
    "Tighten loose bolts",
];

/// A number that looks like chance and is the same in every run.
fn mix(seed: usize) -> usize {
    let mut number = (seed as u64).wrapping_add(0x9E37_79B9_7F4A_7C15);
    number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from((number ^ (number >> 31)) >> 8).unwrap_or_default()
}

/// Makes the organisation and its administrator; their token.
pub fn found(settings: &Environment) -> String {
    let user = ["--organization", ORGANIZATION, "--email", "ada@plant.example", "--name", "Ada Marsh"];
    let role = ["--role", "administrator", "--password-stdin"];
    program::run(settings, &[&["users", "add"], &user[..], &role].concat(), "correct horse battery\n");
    let token = ["tokens", "create", "--email", "ada@plant.example", "--name", "load"];
    program::run(settings, &token, "").trim().to_owned()
}

/// The records that orders name.
#[derive(Clone, Debug, Default)]
pub struct Plant {
    pub people: Vec<Uuid>,
    pub assets: Vec<Uuid>,
}

impl Plant {
    /// Makes a site with locations, assets, people and a team.
    pub async fn build(connection: &mut Connection) -> Self {
        let site = json!({"name": "Plant A", "time_zone": "Europe/Berlin"});
        connection.json(Ask::post("/api/v1/sites", &site)).await;
        let mut plant = Self::default();
        for number in 0..PEOPLE {
            let person =
                json!({"email": email(number), "name": format!("Technician {number}"), "role": "technician"});
            plant.people.push(id(&connection.json(Ask::post("/api/v1/users", &person)).await));
        }
        let team = json!({"name": "Mechanics", "member_ids": plant.people});
        connection.json(Ask::post("/api/v1/teams", &team)).await;
        let mut locations = String::from("code,name,site\n");
        for number in 0..LOCATIONS {
            writeln!(locations, "L-{number},Hall {number},Plant A").unwrap();
        }
        import(connection, "locations", locations.into()).await;
        let mut assets = String::from("code,name,location\n");
        for number in 0..ASSETS {
            writeln!(assets, "P-{number:03},Filler pump {number},L-{}", number % LOCATIONS).unwrap();
        }
        import(connection, "assets", assets.into()).await;
        let listed = connection.json(Ask::get("/api/v1/assets?limit=200")).await;
        plant.assets = ids(&listed);
        assert_eq!(plant.assets.len(), ASSETS);
        plant
    }

    /// A new order, as a planner sends it.
    pub fn new_order(&self, connection: usize, count: usize) -> Ask {
        let chance = mix(connection << 32 | count);
        let priority = ["low", "medium", "high", "urgent"][chance % 4];
        let body = json!({
            "title": format!("{} {chance}", WORK[chance % WORK.len()]),
            "description": "Seen on the morning round. Check the spare part in store 2 first.",
            "kind": "corrective",
            "priority": priority,
            "asset_id": self.assets[chance % self.assets.len()],
            "assignee_ids": [self.people[chance % self.people.len()]],
            "due_at": format!("2026-12-{:02}T15:00:00Z", 1 + chance % 28),
            "tags": ["round"],
        });
        Ask::post("/api/v1/work-orders", &body)
    }
}

fn email(number: usize) -> String {
    format!("technician{number}@plant.example")
}

/// The identity of an answered record.
pub fn id(record: &Value) -> Uuid {
    record["id"].as_str().and_then(|id| id.parse().ok()).expect("a record has its id")
}

/// The identities of an answered list.
pub fn ids(list: &Value) -> Vec<Uuid> {
    list["items"].as_array().into_iter().flatten().map(id).collect()
}

/// Imports a file; what is wrong with it ends the run.
pub async fn import(connection: &mut Connection, kind: &str, file: Bytes) {
    let mut ask = Ask::post(format!("/api/v1/imports?kind={kind}"), &Value::Null);
    (ask.body, ask.kind) = (file, "text/csv");
    let report = connection.json(ask).await;
    assert_eq!(report["imported"], true, "{report}");
}

/// A file of work orders: most of them closed, some ahead, over three years.
pub fn orders(count: usize) -> Bytes {
    let mut file = String::from(
        "id,title,description,kind,status,priority,asset,assignees,team,created_at,due_at,completed_at,closed_at,cost,tags\n",
    );
    for number in 0..count {
        let chance = mix(number);
        let pick = |shift: usize, of: usize| (chance >> shift) % of;
        let made = LAST_DAY - i64::try_from(pick(3, 1_095)).unwrap_or_default();
        let due = made + 3 + i64::try_from(pick(7, 40)).unwrap_or_default();
        let done = made + 1 + i64::try_from(pick(11, 30)).unwrap_or_default();
        let status = match pick(5, 100) {
            0..80 => "closed",
            80..84 => "completed",
            84..86 => "cancelled",
            86..94 => "open",
            94..96 => "planned",
            96..98 => "in progress",
            98 => "on hold",
            _ => "draft",
        };
        write!(file, "WO{number},{} no. {}", WORK[pick(2, WORK.len())], pick(13, 900)).unwrap();
        let text = "Seen on the morning round. The noise comes from the drive end and grows with the load.";
        write!(file, ",{}", if pick(17, 2) == 0 { text } else { "" }).unwrap();
        write!(file, ",{}", ["corrective", "preventive", "inspection", "safety"][pick(19, 4)]).unwrap();
        write!(file, ",{status},{}", ["none", "low", "medium", "high", "urgent"][pick(23, 5)]).unwrap();
        write!(file, ",P-{:03}", pick(29, ASSETS)).unwrap();
        let person = if pick(31, 10) < 7 { email(pick(33, PEOPLE)) } else { String::new() };
        write!(file, ",{person},{}", if pick(37, 3) == 0 { "Mechanics" } else { "" }).unwrap();
        write!(file, ",{} 06:{:02}", day(made), pick(41, 60)).unwrap();
        write!(file, ",{}", if pick(43, 8) == 0 { String::new() } else { format!("{} 15:00", day(due)) })
            .unwrap();
        let end = format!("{} 14:{:02}", day(done), pick(47, 60));
        let is_done = matches!(status, "closed" | "completed");
        write!(file, ",{}", if is_done { end.as_str() } else { "" }).unwrap();
        write!(file, ",{}", if status == "closed" { end.as_str() } else { "" }).unwrap();
        let cost = if is_done && pick(2, 3) > 0 { format!("{}.50", pick(9, 4_000)) } else { String::new() };
        writeln!(file, ",{cost},{}", ["", "", "seal", "drive", "round"][pick(21, 5)]).unwrap();
    }
    file.into()
}

/// A day, counted from 1970, as it is written.
fn day(number: i64) -> String {
    let at = jiff::Timestamp::from_second(number * 86_400).expect("days of this century");
    at.strftime("%Y-%m-%d").to_string()
}

/// A list that people look at, and what the program asks the database for it.
#[derive(Clone, Debug)]
pub struct List {
    pub path: String,
    /// The end of the program's statement for the rows: filter and order.
    pub end: &'static str,
    pub values: Vec<Bound>,
}

/// A value of a statement.
#[derive(Clone, Debug)]
pub enum Bound {
    Id(Uuid),
    Organization,
    Number(i64),
    Word(&'static str),
}

/// What is ahead, what is urgent, the history of an asset, what changed last, and the work of a person.
pub fn lists(plant: &Plant) -> Vec<List> {
    let list = |query: &str, end: &'static str, values: Vec<Bound>| List {
        path: format!("/api/v1/work-orders?limit=50&{query}"),
        end,
        values,
    };
    let mut all = Vec::new();
    for number in 0..PEOPLE {
        let (asset, person) = (plant.assets[number * 5], plant.people[number]);
        all.extend([
            list("status=active&sort=due_at", " AND w.open = true ORDER BY w.due_sort, w.number", vec![]),
            list(
                "status=active&priority=high,urgent&sort=due_at",
                " AND w.priority IN (?, ?) AND w.open = true ORDER BY w.due_sort, w.number",
                vec![Bound::Number(3), Bound::Number(4)],
            ),
            list(
                &format!("asset_id={asset}&sort=-due_at"),
                " AND w.asset_id = ? ORDER BY w.due_sort DESC, w.number DESC",
                vec![Bound::Id(asset)],
            ),
            list(
                "status=closed&sort=-updated_at",
                " AND w.status = ? ORDER BY w.updated_at DESC, w.number DESC",
                vec![Bound::Word("closed")],
            ),
            list(
                &format!("assignee={person}&status=active&sort=-priority"),
                " AND w.id IN (SELECT work_order_id FROM work_order_assignees WHERE organization_id = ? \
                 AND user_id = ?) AND w.open = true ORDER BY w.priority DESC, w.number DESC",
                vec![Bound::Organization, Bound::Id(person)],
            ),
        ]);
    }
    all
}
