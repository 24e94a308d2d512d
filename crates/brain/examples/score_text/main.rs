//! Prints how well requests are understood, by field and language, and how quickly; `--failures` lists what is wrong
//! in the half for developing. With the public data beside the checkout it also scores their test parts.

#![expect(clippy::expect_used, reason = "a missing fixture ends the run")]

mod labelled;
mod learn;
mod public;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

fn main() {
    let root = std::env::args()
        .skip_while(|it| it != "--root")
        .nth(1)
        .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../..").to_owned());
    let root = Path::new(&root);
    let shows_failures = std::env::args().any(|argument| argument == "--failures");
    let (requests, registers) = labelled::load(root);
    for aside in [false, true] {
        let half: Vec<_> = requests.iter().filter(|request| request.is_aside() == aside).collect();
        println!("\n{} ({} requests)", if aside { "kept aside" } else { "for developing" }, half.len());
        let mut wrong: BTreeMap<&str, usize> = BTreeMap::new();
        let mut by_language: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let mut right = 0;
        for request in &half {
            let draft = labelled::draft(request, &registers[&request.register]);
            let fields = labelled::fields(request, &draft);
            let bad: Vec<_> = fields.iter().filter(|(_, expected, found)| expected != found).collect();
            for (field, ..) in &fields {
                wrong.entry(field).or_default();
            }
            for (field, ..) in &bad {
                *wrong.entry(field).or_default() += 1;
            }
            let language = by_language.entry(&request.language).or_default();
            language.1 += 1;
            if bad.is_empty() {
                right += 1;
                language.0 += 1;
            } else if shows_failures && !aside {
                println!("  {} {}", request.id, request.text);
                for (field, expected, found) in bad {
                    println!("      {field}: {expected} but {found}");
                }
                println!("      [{}] {:?}", draft.language, draft.problem);
            }
        }
        println!("  every field right: {right} of {} ({:.1} %)", half.len(), percent(right, half.len()));
        for (field, count) in &wrong {
            println!("  {field:13} {:5.1} %", percent(half.len() - count, half.len()));
        }
        for (language, (right, all)) in &by_language {
            println!("  {language}: {right} of {all} ({:.1} %)", percent(*right, *all));
        }
    }
    speed(&requests, &registers);
    large_register();
    let beside = ["../shared/data", "../../shared/data"].map(|path| root.join(path));
    public::score(beside.iter().find(|path| path.is_dir()).unwrap_or(&beside[0]));
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * f64::from(u32::try_from(part).unwrap_or(0)) / f64::from(u32::try_from(whole).unwrap_or(1))
}

fn speed(requests: &[labelled::Labelled], registers: &std::collections::HashMap<String, brain::text::Index>) {
    let mut times: Vec<f64> = Vec::new();
    for request in requests {
        let start = Instant::now();
        let draft = labelled::draft(request, &registers[&request.register]);
        times.push(start.elapsed().as_secs_f64() * 1e3);
        assert!(!draft.title.is_empty());
    }
    times.sort_by(f64::total_cmp);
    println!("\nspeed: median {:.2} ms, slowest {:.2} ms", times[times.len() / 2], times[times.len() - 1]);
}

/// A register of fifty thousand machines, many of which look alike.
fn large_register() {
    use brain::text::{Index, Request, dates, understand};
    use contract::drafts::{Register, RegisterAsset};
    let kinds = [
        "Coolant pump",
        "Belt conveyor",
        "Syrup mixer",
        "Air compressor",
        "Exhaust fan",
        "Hydraulic press",
        "Gearbox",
        "Control valve",
    ];
    let assets = (0..50_000_usize).map(|number| {
        let kind = kinds[number % kinds.len()];
        let letters: String = kind.split(' ').filter_map(|word| word.chars().next()).collect();
        RegisterAsset {
            id: uuid::Uuid::from_u128(u128::try_from(number).unwrap_or(0) + 1),
            code: format!("{letters}-{number:05}"),
            name: format!("{kind} {number}"),
            aliases: Vec::new(),
            class_name: Some(kind.to_owned()),
            place_id: None,
        }
    });
    let register = Register { assets: assets.collect(), ..Register::default() };
    let start = Instant::now();
    let index = Index::new(register);
    let built = start.elapsed();
    let now = dates::moment("2026-03-11T09:30", Some("Europe/London")).expect("a moment");
    let texts = [
        "coolant pump 4000 is leaking badly, tell Mike before Friday",
        "the pump is leaking",
        "AC-00011 tripped",
        "pump three hundred and twelve is loud",
        "conveyor belt torn on conveyor 801 and conveyor 809, asap",
    ];
    let mut slowest = 0.0_f64;
    for text in texts.iter().cycle().take(100) {
        let start = Instant::now();
        let draft = understand(&Request { text, language: None, now: &now }, &index);
        slowest = slowest.max(start.elapsed().as_secs_f64() * 1e3);
        assert!(!draft.title.is_empty());
    }
    println!(
        "speed with 50,000 machines: slowest of 100 {slowest:.2} ms; the index was built in {:.0} ms",
        built.as_secs_f64() * 1e3
    );
}
