//! The labelled requests of `fixtures/language`, and which fields of a draft are as labelled.
//! Requests with odd ids are for developing, those with even ids are kept aside for measuring.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use brain::text::{Index, Request, dates, understand};
use contract::drafts::{Draft, Register};
use serde::Deserialize;

/// A request and what is expected of it; what is not named is expected to be absent.
#[derive(Debug, Deserialize)]
pub struct Labelled {
    /// Number.
    pub id: u32,
    /// What was said.
    pub text: String,
    /// In which language.
    pub language: String,
    /// In which organisation.
    pub register: String,
    /// When.
    pub now: String,
    /// Where.
    pub time_zone: String,
    /// What is meant.
    pub expect: Expected,
}

/// The labels.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Expected {
    /// Intent.
    pub intent: String,
    /// Codes of the machines, in the order of the text.
    pub assets: Vec<String>,
    /// Problem type of new work.
    pub problem_type: Option<String>,
    /// Category of new work.
    pub category: Option<String>,
    /// Priority.
    pub priority: Option<String>,
    /// Deadline.
    pub due_on: Option<String>,
    /// Code of the person or team.
    pub assignee: Option<String>,
    /// Code of the person.
    pub requester: Option<String>,
    /// How many of each part.
    pub parts: BTreeMap<String, u32>,
    /// Values and units.
    pub readings: Vec<(f64, String)>,
    /// Danger to people.
    pub safety: bool,
    /// Production stands.
    pub line_down: bool,
    /// The field that must be asked.
    pub clarify: Option<String>,
}

impl Labelled {
    /// Whether it is one to measure with.
    pub fn is_aside(&self) -> bool {
        self.id.is_multiple_of(2)
    }
}

/// The requests and an index of each register.
pub fn load(root: &Path) -> (Vec<Labelled>, HashMap<String, Index>) {
    let read = |name: &str| {
        std::fs::read_to_string(root.join("fixtures/language").join(name)).expect("the fixture is there")
    };
    let requests = read("requests.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a labelled request"))
        .collect();
    let registers: HashMap<String, Register> =
        serde_json::from_str(&read("registers.json")).expect("registers");
    (requests, registers.into_iter().map(|(name, register)| (name, Index::new(register))).collect())
}

/// The draft for a request; its language is not told.
pub fn draft(labelled: &Labelled, index: &Index) -> Draft {
    let now = dates::moment(&labelled.now, Some(&labelled.time_zone)).expect("a moment");
    understand(&Request { text: &labelled.text, language: None, now: &now }, index)
}

/// Each field with what was expected and what was found.
pub fn fields(labelled: &Labelled, draft: &Draft) -> Vec<(&'static str, String, String)> {
    let expect = &labelled.expect;
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let found_assets: Vec<&str> = draft.assets.iter().map(|asset| asset.code.as_str()).collect();
    let parts: Vec<String> =
        draft.parts.iter().map(|part| format!("{}x{}", part.quantity, part.code)).collect();
    let mut sorted = parts.clone();
    sorted.sort_by_key(|part| part.split_once('x').map(|(_, code)| code.to_owned()));
    let wanted_parts: Vec<String> =
        expect.parts.iter().map(|(code, count)| format!("{count}x{code}")).collect();
    let readings: Vec<String> = draft.readings.iter().map(|it| format!("{} {}", it.value, it.unit)).collect();
    let wanted_readings: Vec<String> =
        expect.readings.iter().map(|(value, unit)| format!("{value} {unit}")).collect();
    let code = |code: Option<&String>| code.cloned().unwrap_or_else(|| "-".to_owned());
    vec![
        ("intent", expect.intent.clone(), draft.intent.to_string()),
        ("assets", expect.assets.join(","), found_assets.join(",")),
        (
            "problem_type",
            or_none(&expect.problem_type),
            draft.problem_type.map_or("-".to_owned(), |it| it.to_string()),
        ),
        ("category", or_none(&expect.category), draft.category.map_or("-".to_owned(), |it| it.to_string())),
        (
            "priority",
            expect.priority.clone().unwrap_or_else(|| "none".to_owned()),
            draft.priority.to_string(),
        ),
        ("due_on", or_none(&expect.due_on), draft.due_on.map_or("-".to_owned(), |it| it.to_string())),
        (
            "assignee",
            or_none(&expect.assignee),
            code(draft.assignee.as_ref().and_then(|it| it.code.as_ref())),
        ),
        (
            "requester",
            or_none(&expect.requester),
            code(draft.requester.as_ref().and_then(|it| it.code.as_ref())),
        ),
        ("parts", wanted_parts.join(","), sorted.join(",")),
        ("readings", wanted_readings.join(","), readings.join(",")),
        ("safety", expect.safety.to_string(), draft.flags.safety.to_string()),
        ("line_down", expect.line_down.to_string(), draft.flags.line_down.to_string()),
        (
            "clarify",
            or_none(&expect.clarify),
            draft.clarify.as_ref().map_or("-".to_owned(), |it| it.field.clone()),
        ),
    ]
}
