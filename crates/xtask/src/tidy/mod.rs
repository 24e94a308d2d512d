//! The rules of ARCHITECTURE.md, executed.
//! Each rule is a function from the tree of files to findings, tested beside it with a fixture that breaks it.
//! A rule that needs an exception lists it in its own table, with the reason.

mod crates;
mod database;
mod files;
mod pages;
mod pure;
mod slices;
mod source;
mod tree;
mod ui;

use crate::shell::{self, Outcome};
use tree::{Finding, Tree};

const RULES: &[fn(&Tree) -> Vec<Finding>] = &[
    crates::arrows,
    crates::engines,
    crates::versions,
    database::in_store_files,
    pure::stay_pure,
    files::length,
    files::module_docs,
    files::nothing_left_open,
    files::no_sleep_in_tests,
    slices::arrows,
    pages::architecture,
    pages::changelog,
    pages::machine_paths,
    ui::folders,
    ui::lock,
];

/// Checks the whole repository; warnings are printed and do not fail.
pub fn run() -> Outcome {
    let tree = Tree::load(&shell::root())?;
    let findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.iter().filter(|finding| !finding.is_warning).count() {
        0 => {
            println!("tidy: {} files, {} rules, nothing broken", tree.len(), RULES.len());
            Ok(())
        }
        broken => Err(format!("tidy: {broken} findings")),
    }
}
