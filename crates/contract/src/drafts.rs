//! What a sentence was understood to ask for, and the organisation's own words that help to understand it, as they travel.
//! Nothing of it is saved: a draft becomes a work order only when a person accepts it.

use std::{fmt, str::FromStr};

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::work_orders::Priority;

macro_rules! words {
    ($($(#[$doc:meta])* $kind:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:tt,)* })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        pub enum $kind { $(
            $(#[$variant_doc])*
            #[serde(rename = $word)]
            $variant,
        )* }

        impl $kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word, as in the API.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        impl FromStr for $kind {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(format!("must be one of: {}", [$($word),*].join(", "))),
                }
            }
        }
    )* };
}

words! {
    /// What the speaker wants.
    Intent {
        /// Something is to be done.
        Create = "create",
        /// How work that was asked for stands.
        StatusQuery = "status_query",
        /// Work is done.
        Close = "close",
        /// Work is no longer wanted.
        Cancel = "cancel",
        /// To know something.
        Question = "question",
    }

    /// What is wrong, or what is to be done.
    ProblemType {
        /// Something runs out of where it belongs.
        Leak = "leak",
        /// It sounds wrong.
        Noise = "noise",
        /// It shakes.
        Vibration = "vibration",
        /// It gets too hot.
        Overheating = "overheating",
        /// It does not cool.
        NotCooling = "not_cooling",
        /// It can't be started.
        WontStart = "wont_start",
        /// It stopped, or does not work.
        Stopped = "stopped",
        /// A breaker or a protection opened.
        Trip = "trip",
        /// Something does not move.
        Stuck = "stuck",
        /// Something blocks the way.
        JammedClogged = "jammed_clogged",
        /// Broken, torn or worn out.
        BrokenWorn = "broken_worn",
        /// Came loose, fell off or is not there.
        LooseMissing = "loose_missing",
        /// Not in line.
        Misaligned = "misaligned",
        /// It shows an alarm or a fault.
        AlarmFault = "alarm_fault",
        /// There is no power.
        NoPower = "no_power",
        /// It measures or doses wrongly.
        OutOfCalibration = "out_of_calibration",
        /// It delivers too little.
        LowOutput = "low_output",
        /// Dirt or foreign matter where there should be none.
        Contamination = "contamination",
        /// Sparks, shocks, burning smell, bare wires.
        ElectricalHazard = "electrical_hazard",
        /// Gas, ammonia, fumes.
        GasHazard = "gas_hazard",
        /// Lamps.
        Lighting = "lighting",
        /// Regular service.
        Service = "service",
        /// To be looked at.
        Inspection = "inspection",
        /// To be calibrated.
        Calibration = "calibration",
        /// To be replaced or fitted.
        Replace = "replace",
        /// To be greased or oiled.
        Lubricate = "lubricate",
        /// Anything else.
        Other = "other",
    }

    /// Which trade it belongs to.
    Category {
        /// Bearings, belts, gears, shafts.
        Mechanical = "mechanical",
        /// Power, motors, wiring, lamps.
        Electrical = "electrical",
        /// Oil under pressure.
        Hydraulic = "hydraulic",
        /// Air under pressure.
        Pneumatic = "pneumatic",
        /// Heating, ventilation, air conditioning.
        Hvac = "hvac",
        /// Cold rooms, freezers, refrigerant.
        Refrigeration = "refrigeration",
        /// Water, drains, taps.
        Plumbing = "plumbing",
        /// Sensors, gauges, controllers, screens.
        InstrumentationControls = "instrumentation_controls",
        /// What drives.
        Vehicle = "vehicle",
        /// Doors, roofs, floors.
        Building = "building",
        /// What protects people.
        Safety = "safety",
        /// Grease and oil.
        Lubrication = "lubrication",
        /// Planned care.
        Preventive = "preventive",
    }

    /// Who can be given work.
    AssigneeKind {
        /// One person.
        Person = "person",
        /// A team.
        Team = "team",
    }
}

/// The organisation's own words: what a sentence may name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Register {
    /// Sites, halls, lines, rooms.
    pub places: Vec<RegisterPlace>,
    /// Machines.
    pub assets: Vec<RegisterAsset>,
    /// People who report and people who work.
    pub people: Vec<RegisterPerson>,
    /// Teams.
    pub teams: Vec<RegisterTeam>,
    /// Spare parts and materials.
    pub parts: Vec<RegisterPart>,
    /// Working hours, so that "end of shift" is a time.
    pub shifts: Vec<RegisterShift>,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterPlace {
    /// Identity.
    pub id: Uuid,
    /// Code, if it has one.
    #[serde(default)]
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// What people call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The place around it.
    #[serde(default)]
    pub parent_id: Option<Uuid>,
}

/// A machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterAsset {
    /// Identity.
    pub id: Uuid,
    /// Tag: `P-103`.
    pub code: String,
    /// Name.
    pub name: String,
    /// What people call it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The name of its class: `Centrifugal pump`.
    #[serde(default)]
    pub class_name: Option<String>,
    /// Where it stands.
    #[serde(default)]
    pub place_id: Option<Uuid>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterPerson {
    /// Identity.
    pub id: Uuid,
    /// Code or sign-in name, if there is one.
    #[serde(default)]
    pub code: Option<String>,
    /// First and last name.
    pub name: String,
    /// What people call them.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The names of their teams or departments.
    #[serde(default)]
    pub teams: Vec<String>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterTeam {
    /// Identity.
    pub id: Uuid,
    /// Code, if it has one.
    #[serde(default)]
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// What people call it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterPart {
    /// Identity.
    pub id: Uuid,
    /// Number: `6205-2RS`.
    pub code: String,
    /// Name.
    pub name: String,
    /// What people call it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A shift, every day alike; one that ends before it starts goes past midnight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterShift {
    /// Name: `Early`.
    pub name: String,
    /// When it starts, in the zone of the site.
    #[schema(value_type = String, example = "06:00:00")]
    pub starts: Time,
    /// When it ends.
    #[schema(value_type = String, example = "14:00:00")]
    pub ends: Time,
}

/// A sentence to be understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnderstandRequest {
    /// What was typed or said, at most 5,000 characters.
    pub text: String,
    /// `en`, `es`, `fr`, `de` or `pt`; found from the text when left out.
    #[serde(default)]
    pub language: Option<String>,
    /// RFC 3339, or a local date-time in `time_zone`.
    pub now: String,
    /// The zone of the site, as in `Europe/Madrid`.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// The register itself, or
    #[serde(default)]
    pub register: Option<Register>,
    /// the id under which it was sent before.
    #[serde(default)]
    pub register_id: Option<String>,
}

/// Where a register was put.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegisterKept {
    /// Made from what it holds: the same register has the same id.
    pub register_id: String,
}

/// What was understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Draft {
    /// What is wanted.
    pub intent: Intent,
    /// A line for a list.
    pub title: String,
    /// The machine, where it is certain which.
    pub asset: Option<DraftAsset>,
    /// Every machine that was named and is certain; `asset` is the first of them.
    pub assets: Vec<DraftAsset>,
    /// Machines that could be meant where it is not certain, likeliest first.
    pub candidates: Vec<DraftAsset>,
    /// The place that was named.
    pub place: Option<DraftPlace>,
    /// The problem in a few words of the speaker.
    pub problem: Option<String>,
    /// What is wrong, or what is to be done; only for new work.
    pub problem_type: Option<ProblemType>,
    /// Which trade; only for new work.
    pub category: Option<Category>,
    /// How much it matters; `none` when nothing was said.
    pub priority: Priority,
    /// The day by which it is to be done, in the zone of the site.
    #[schema(value_type = Option<String>, example = "2026-03-12")]
    pub due_on: Option<Date>,
    /// Who is to do it.
    pub assignee: Option<DraftAssignee>,
    /// Who reports it.
    pub requester: Option<DraftRequester>,
    /// Parts that were asked for.
    pub parts: Vec<DraftPart>,
    /// Values that were read off.
    pub readings: Vec<DraftReading>,
    /// What must not be overlooked.
    pub flags: DraftFlags,
    /// The one question to ask, where it can't be decided.
    pub clarify: Option<Clarify>,
    /// From which words each field comes.
    pub evidence: Vec<Evidence>,
    /// The language of the text.
    pub language: String,
    /// `local`, or the provider that answered.
    pub source: String,
}

/// A machine in a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DraftAsset {
    /// The asset.
    pub id: Uuid,
    /// Its tag.
    pub code: String,
    /// Its name.
    pub name: String,
    /// 0 to 1.
    pub confidence: f64,
}

/// A place in a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DraftPlace {
    /// The place.
    pub id: Uuid,
    /// Its code.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
}

/// Who is to do it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DraftAssignee {
    /// A person or a team.
    pub kind: AssigneeKind,
    /// The person or team.
    pub id: Uuid,
    /// Its code.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// 0 to 1.
    pub confidence: f64,
}

/// Who reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DraftRequester {
    /// The person, if the organisation knows them.
    pub id: Option<Uuid>,
    /// Their code.
    pub code: Option<String>,
    /// Their name, or the name as it was said.
    pub name: String,
    /// 0 to 1.
    pub confidence: f64,
}

/// A part that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DraftPart {
    /// The part.
    pub id: Uuid,
    /// Its number.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many; one when nothing was said.
    pub quantity: f64,
    /// 0 to 1.
    pub confidence: f64,
}

/// A value that was read off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DraftReading {
    /// What was measured, if it was said or follows from the unit: `temperature`, `pressure`, `vibration` …
    pub quantity: Option<String>,
    /// The value.
    pub value: f64,
    /// UCUM code of its unit.
    pub unit: String,
}

/// What must not be overlooked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DraftFlags {
    /// People may be in danger.
    pub safety: bool,
    /// Production stands.
    pub line_down: bool,
}

/// One short question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Clarify {
    /// Which field it is about: `asset`, `assignee`, `requester` or `problem`.
    pub field: String,
    /// The question, in the language of the text.
    pub question: String,
    /// Answers to choose from.
    pub options: Vec<ClarifyOption>,
}

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClarifyOption {
    /// The record.
    pub id: Uuid,
    /// Its code.
    pub code: Option<String>,
    /// What to show.
    pub label: String,
}

/// From which words a field comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// The field.
    pub field: String,
    /// The words, as they stand in the text.
    pub words: String,
    /// Where they begin, in characters.
    pub start: usize,
    /// Where they end, in characters.
    pub end: usize,
    /// 0 to 1.
    pub confidence: f64,
}
