//! Real-sounding requests are understood: every field right, measured on the half that nobody developed on.

#![allow(clippy::expect_used, reason = "the shared loader ends at a missing fixture")]

#[expect(dead_code, reason = "the example reports by language too")]
#[path = "../examples/score_text/labelled.rs"]
mod labelled;

use std::path::Path;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// A little below the score that `docs/language.md` reports.
const FLOOR: f64 = 0.90;

#[test]
fn the_half_kept_aside_is_understood() {
    let (requests, registers) = labelled::load(root());
    assert!(requests.len() >= 400);
    let aside: Vec<_> = requests.iter().filter(|request| request.is_aside()).collect();
    let right = aside
        .iter()
        .filter(|request| {
            let draft = labelled::draft(request, &registers[&request.register]);
            labelled::fields(request, &draft).iter().all(|(_, expected, found)| expected == found)
        })
        .count();
    let share = f64::from(u32::try_from(right).unwrap()) / f64::from(u32::try_from(aside.len()).unwrap());
    assert!(share >= FLOOR, "{right} of {} are right, {share:.3}", aside.len());
}

#[test]
fn every_draft_can_be_shown_and_proved() {
    let (requests, registers) = labelled::load(root());
    for request in &requests {
        let draft = labelled::draft(request, &registers[&request.register]);
        assert!(!draft.title.trim().is_empty() && draft.title.chars().count() <= 80, "{}", request.text);
        assert!(
            draft.problem.as_deref().is_none_or(|it| it.split_whitespace().count() <= 9),
            "{:?}",
            draft.problem
        );
        for proof in &draft.evidence {
            let said: String = request.text.chars().skip(proof.start).take(proof.end - proof.start).collect();
            assert_eq!(said, proof.words, "{}", request.text);
        }
        if let Some(clarify) = draft.clarify.filter(|it| it.field == "asset" && !it.options.is_empty()) {
            assert!(
                clarify.options.len() <= 5
                    && draft.asset.is_none_or(|asset| clarify.options.iter().all(|it| it.id != asset.id))
            );
        }
        let again = labelled::draft(request, &registers[&request.register]);
        assert_eq!(again.evidence, draft.evidence, "the same request has the same answer");
    }
}
