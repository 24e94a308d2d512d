//! The mathematics of reliability against the reference answers of `../shared/data/reliability`, a folder beside the
//! repository. Where it is not there, these tests say so and pass.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss, clippy::float_cmp)]

mod life;
mod repairable;

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Once,
};

use serde_json::Value;

/// The folder with the data and its reference answers.
struct Reference {
    folder: PathBuf,
    answers: Value,
}

impl Reference {
    /// Looks for the folder from the crate upwards.
    fn find() -> Option<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = here
            .ancestors()
            .map(|above| above.join("shared/data/reliability"))
            .find(|folder| folder.is_dir());
        let Some(folder) = found else {
            // Written past the test runner, which keeps the words of tests that pass.
            static ONCE: Once = Once::new();
            ONCE.call_once(|| {
                let words = "left out: the reference answers; ../shared/data/reliability is not beside the repository\n";
                std::io::stderr().write_all(words.as_bytes()).unwrap();
            });
            return None;
        };
        let answers =
            serde_json::from_str(&std::fs::read_to_string(folder.join("reference.json")).unwrap()).unwrap();
        Some(Self { folder, answers })
    }

    /// The rows of a file, each as its columns.
    fn rows(&self, file: &str) -> Vec<Vec<String>> {
        let text = std::fs::read_to_string(self.folder.join(file)).unwrap();
        text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }
}

/// A number somewhere in the reference.
fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

/// Fails unless `found` is within `tolerance`, relative to what is expected.
#[track_caller]
fn near(what: &str, found: f64, expected: &Value, tolerance: f64) {
    let expected = number(expected);
    let error = (found - expected).abs() / expected.abs().max(1e-300);
    assert!(
        error <= tolerance || (found - expected).abs() < 1e-15,
        "{what}: {found} is not {expected} ({error:e})"
    );
}

/// Fails unless a bound is within `tolerance`; the reference has null where there is none.
#[track_caller]
fn bound(what: &str, found: Option<f64>, expected: &Value, tolerance: f64) {
    match found {
        Some(found) => near(what, found, expected, tolerance),
        None => assert!(expected.is_null(), "{what}: no bound, but the reference has {expected}"),
    }
}
