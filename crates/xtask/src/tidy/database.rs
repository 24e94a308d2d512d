//! Database code lives in the `store.rs` files of the slices and nowhere else.

use super::source::{Language, Source, has_word};
use super::tree::{Finding, Tree};

/// What only database code needs: writing SQL, binding values and reading rows.
/// `Db`, `Conn` and `Error` are free, since an operation opens the transaction that its store functions share.
const WORDS: &[&str] = &["Sql", "Statement", ".sql(", "ToValue", "FromValue", "store::Row", "store::Value"];

/// Files outside the rule, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("crates/backend/src/tenant.rs", "the handle that binds the organisation to every statement"),
    ("crates/backend/src/change.rs", "the one place that appends events and keeps idempotent answers"),
];

/// SQL, rows and bound values stay in `store.rs` or a `store/` folder of the backend; tests may look anywhere.
pub fn in_store_files(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let outside =
        ["assistant", "brain", "gateway", "web", "client", "contract", "kernel", "chatterfix", "backend"];
    for (path, text) in
        outside.iter().flat_map(|name| tree.iter().filter(move |(path, _)| is_source_of(path, name)))
    {
        if is_store_file(path) || EXCEPTIONS.iter().any(|(exception, _)| *exception == path) {
            continue;
        }
        let source = Source::read(text, Language::Rust);
        for (index, line) in source.product_code().lines().enumerate() {
            if let Some(word) = WORDS.iter().find(|word| has_word(line, word)) {
                findings.push(Finding::new(
                    path,
                    index + 1,
                    format!("{word}: database code belongs in a store.rs"),
                ));
            }
        }
    }
    findings
}

fn is_source_of(path: &str, name: &str) -> bool {
    path.ends_with(".rs")
        && path.strip_prefix("crates/").is_some_and(|rest| rest.starts_with(&format!("{name}/src/")))
}

fn is_store_file(path: &str) -> bool {
    path.starts_with("crates/backend/src/") && (path.ends_with("/store.rs") || path.contains("/store/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUERY: &str = "//! Parts.\nfn f(c: &mut Conn) { c.execute(&Sql::new(\"DELETE FROM part\")); }\n";

    #[test]
    fn sql_outside_a_store_file_is_found() {
        let tree = Tree::of(&[("crates/backend/src/parts/create.rs", QUERY)]);
        assert_eq!(
            in_store_files(&tree),
            [Finding::new(
                "crates/backend/src/parts/create.rs",
                2,
                "Sql: database code belongs in a store.rs"
            )]
        );
    }

    #[test]
    fn store_files_tests_and_calls_to_them_are_free() {
        let tree = Tree::of(&[
            ("crates/backend/src/parts/store.rs", QUERY),
            ("crates/backend/src/parts/store/ledger.rs", QUERY),
            (
                "crates/backend/src/parts/find.rs",
                "fn f() { store::find(c) } // Sql\n#[cfg(test)]\nmod t { use store::Sql; }",
            ),
        ]);
        assert!(in_store_files(&tree).is_empty());
    }

    #[test]
    fn the_binary_writes_no_sql_either() {
        let tree = Tree::of(&[("crates/chatterfix/src/commands/export.rs", "use store::Row;\n")]);
        assert_eq!(in_store_files(&tree).len(), 1);
    }
}
