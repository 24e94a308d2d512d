//! Files that decide and do nothing else: no waiting, no clock, no database.

use super::source::{Language, Source, lines_with_word};
use super::tree::{Finding, Tree};

/// Names of files that are pure wherever they stand in a crate's source.
const PURE: &[&str] = &[
    "lifecycle.rs",
    "recurrence.rs",
    "ledger.rs",
    "chain.rs",
    "hash.rs",
    "condition.rs",
    "counter.rs",
    "numbering.rs",
    "mapping.rs",
    "permissions.rs",
    "money.rs",
    "quantity.rs",
];

const FORBIDDEN: &[(&str, &str)] = &[
    ("async", "waits"),
    (".await", "waits"),
    ("Clock", "asks for the time: take an instant"),
    ("Entropy", "asks for randomness: take the value"),
    ("Conn", "reaches the database"),
    ("Db", "reaches the database"),
    ("Sql", "reaches the database"),
    ("store::", "reaches the database"),
    ("Timestamp::now", "asks for the time: take an instant"),
    ("std::fs", "reads files: take their content"),
    ("std::env", "reads the environment: take the value"),
];

/// A rule that can be read and tested as a table stays one.
pub fn stay_pure(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.under("crates/", ".rs").filter(|(path, _)| is_pure(path)) {
        let source = Source::read(text, Language::Rust);
        for (word, what) in FORBIDDEN {
            for line in lines_with_word(source.product_code(), word) {
                findings.push(Finding::new(path, line, format!("{word}: a pure file that {what}")));
            }
        }
    }
    findings
}

fn is_pure(path: &str) -> bool {
    path.contains("/src/") && path.rsplit('/').next().is_some_and(|name| PURE.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_waits_or_asks_the_time_is_found() {
        let text = "//! Rules; no async here.\npub async fn a(clock: &dyn Clock) {\n b().await\n}\n";
        let findings = stay_pure(&Tree::of(&[("crates/backend/src/work_orders/lifecycle.rs", text)]));
        assert_eq!(findings.iter().map(|found| found.line).collect::<Vec<_>>(), [2, 3, 2]);
    }

    #[test]
    fn pure_rules_and_other_files_pass() {
        let tree = Tree::of(&[
            ("crates/backend/src/work_orders/lifecycle.rs", "pub fn allowed(from: State) -> bool { true }"),
            ("crates/backend/src/work_orders/transition.rs", "pub async fn transition() {}"),
        ]);
        assert!(stay_pure(&tree).is_empty());
    }
}
