//! Prints how well requests are understood, by field and language, and how quickly; `--failures` lists what is wrong
//! in the half for developing. With the public data beside the checkout it also scores their test parts.

mod labelled;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

fn main() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
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
