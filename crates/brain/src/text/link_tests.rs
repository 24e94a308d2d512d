//! Mentions as a table, over a register full of look-alikes.

use contract::drafts::{Register, RegisterAsset, RegisterPlace};
use uuid::Uuid;

use super::super::lexicon::Language;
use super::super::{register::joined, spoken, token};
use super::*;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn register() -> Register {
    let place = |number: u128, name: &str, parent: Option<u128>| RegisterPlace {
        id: id(number),
        code: None,
        name: name.to_owned(),
        aliases: Vec::new(),
        parent_id: parent.map(id),
    };
    let asset = |number: u128, code: &str, name: &str, alias: &str, place: u128| RegisterAsset {
        id: id(number),
        code: code.to_owned(),
        name: name.to_owned(),
        aliases: alias.split(';').filter(|it| !it.is_empty()).map(str::to_owned).collect(),
        class_name: None,
        place_id: Some(id(place)),
    };
    Register {
        places: vec![
            place(1, "Hall 1 · Filling", None),
            place(2, "Line 1", Some(1)),
            place(3, "Line 2", Some(1)),
            place(4, "Boiler house", None),
        ],
        assets: vec![
            asset(10, "P-101", "Feed pump 1", "", 4),
            asset(11, "P-102", "Feed pump 2", "", 4),
            asset(12, "P-103", "Coolant pump", "Humphrey", 2),
            asset(13, "MX-01", "Mixer 1", "", 2),
            asset(14, "MX-02", "Mixer 2", "", 3),
            asset(15, "FL-101", "Rotary filler line 1", "the carousel", 2),
            asset(16, "FL-201", "Rotary filler line 2", "", 3),
            asset(17, "FL-101-V", "Filling valves line 1", "", 2),
            asset(18, "B-1", "Boiler", "", 4),
            asset(19, "CV-4", "Conveyor 4", "", 2),
            asset(20, "CV-4M", "Conveyor 4 motor", "", 2),
            asset(21, "FT-1", "Forklift 1", "", 3),
        ],
        ..Register::default()
    }
}

fn linked(text: &str) -> String {
    let index = Index::new(register());
    let tokens = joined(spoken::digits(token::tokens(text), Language::En), |_| false);
    let taken = vec![false; tokens.len()];
    let code = |asset: &usize| index.register.assets[*asset].code.clone();
    let said: Vec<String> = mentions(&tokens, &index, &taken)
        .iter()
        .map(|it| match &it.meaning {
            Meaning::Asset(asset, _) => code(asset),
            Meaning::OneOf(all) => format!("{}?", all.iter().map(code).collect::<Vec<_>>().join("|")),
            Meaning::Unknown(_) => "none".to_owned(),
            Meaning::Place(place) => format!("@{}", index.register.places[*place].name),
        })
        .collect();
    said.join(" ")
}

#[test]
fn mentions_find_their_machines() {
    let table = [
        ("P-103 is leaking", "P-103"),
        ("p103", "P-103"),
        ("p one oh three", "P-103"),
        ("P-1O3 leaks", "P-103"),
        ("pump one oh three", "P-103"),
        ("FL-101 stopped", "FL-101"),
        ("FL-101-V stopped", "FL-101-V"),
        ("the coolant pump", "P-103"),
        ("Humphrey is loud", "P-103"),
        ("feed pump 2", "P-102"),
        ("feed pump", "P-101|P-102?"),
        ("the mixer", "MX-01|MX-02?"),
        ("mixer 2", "MX-02"),
        ("mixer 7", "none"),
        ("mixers 1 and 2", "MX-01 MX-02"),
        ("the filler on line 2", "FL-201 @Line 2"),
        ("the mixer on line 2", "MX-02 @Line 2"),
        ("boiler", "B-1"),
        ("conveyor 4", "CV-4"),
        ("conveyor 4 motor", "CV-4M"),
        ("the seal on conveyor 4", "CV-4"),
        ("fork lift 1", "FT-1"),
        ("line 1", "@Line 1"),
        ("la bomba de refrigerante", "P-103"),
        ("103 leaks", "P-103"),
        ("somebody called", ""),
    ];
    for (text, expected) in table {
        assert_eq!(linked(text), expected, "{text}");
    }
}
