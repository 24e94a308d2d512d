//! What every source file owes its reader: a size that fits the head, an opening, nothing left open.

use super::source::{Language, Source, has_word, lines_with_word};
use super::tree::{Finding, Tree};

const LINES_WARN: usize = 400;
const LINES_MAX: usize = 600;
const SENTENCES_MAX: usize = 5;

/// Files that a program writes.
const GENERATED: &[&str] = &["ui/src/api/generated.ts"];

/// At most 600 lines, and a warning above 400.
pub fn length(tree: &Tree) -> Vec<Finding> {
    sources(tree)
        .filter_map(|(path, text, _)| match text.lines().count() {
            lines if lines > LINES_MAX => {
                Some(Finding::new(path, 0, format!("{lines} lines; at most {LINES_MAX}")))
            }
            lines if lines > LINES_WARN => {
                Some(Finding::warning(path, format!("{lines} lines; split it soon")))
            }
            _ => None,
        })
        .collect()
}

/// Every Rust file opens with `//!`, in at most five sentences.
/// In a file made for one item, the documentation of that item right after the imports is enough.
pub fn module_docs(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.under("crates/", ".rs") {
        let opening: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).collect();
        if opening.is_empty() && (is_root(path) || !starts_with_documented_item(text)) {
            findings.push(Finding::new(path, 1, "the file must open with //! and say what it is"));
        } else if let count @ 6.. = sentences(&opening) {
            let text = format!("the opening has {count} sentences; at most {SENTENCES_MAX}");
            findings.push(Finding::new(path, 1, text));
        }
    }
    findings
}

/// No placeholder, no ignored or lonely test, no note to fix something later.
pub fn nothing_left_open(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text, language) in sources(tree) {
        let source = Source::read(text, language);
        let in_code: &[&str] = match language {
            Language::Rust => &["todo!", "unimplemented!", "#[ignore", "dbg!"],
            Language::TypeScript => {
                &["it.skip", "test.skip", "describe.skip", "it.only", "test.only", "describe.only"]
            }
        };
        for word in in_code {
            findings.extend(lines_with_word(&source.code, word).map(|line| left_open(path, line, word)));
        }
        for word in ["FIXME", "TODO", "XXX"] {
            findings.extend(lines_with_word(&source.comments, word).map(|line| left_open(path, line, word)));
        }
    }
    findings
}

/// A test waits for what it expects, never for a length of time.
pub fn no_sleep_in_tests(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text, language) in sources(tree) {
        let source = Source::read(text, language);
        let (first, code) = match source.test_code() {
            _ if is_test_file(path) => (1, source.code.as_str()),
            Some(found) => found,
            None => continue,
        };
        for (index, line) in code.lines().enumerate() {
            if ["sleep", "waitForTimeout"].iter().any(|word| has_word(line, word)) {
                findings.push(Finding::new(
                    path,
                    first + index,
                    "a test must not sleep: wait for what it expects",
                ));
            }
        }
    }
    findings
}

/// Files that stand for a whole crate or folder.
fn is_root(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| matches!(name, "lib.rs" | "main.rs" | "mod.rs"))
}

/// Whether `///` is the first thing that follows the imports.
fn starts_with_documented_item(text: &str) -> bool {
    let mut rest = text.trim_start();
    while rest.starts_with("use ") {
        rest = rest.find(';').map_or("", |end| rest[end + 1..].trim_start());
    }
    rest.starts_with("///")
}

fn left_open(path: &str, line: usize, word: &str) -> Finding {
    Finding::new(path, line, format!("{word}: finish it, or write an issue"))
}

fn is_test_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let in_folder = path.starts_with("e2e/") || path.contains("/e2e/") || path.contains("/tests/");
    in_folder
        || path.starts_with("crates/testkit/")
        || matches!(name, "stories.rs" | "tests.rs")
        || [".test.ts", ".test.tsx", ".e2e.ts", ".spec.ts"].iter().any(|ending| name.ends_with(ending))
}

fn sources(tree: &Tree) -> impl Iterator<Item = (&str, &str, Language)> {
    tree.iter()
        .filter(|(path, _)| ["crates/", "ui/", "e2e/"].iter().any(|folder| path.starts_with(folder)))
        .filter(|(path, _)| !GENERATED.contains(path))
        .filter_map(|(path, text)| Some((path, text, Language::of(path)?)))
}

/// Sentences of prose; examples in fences and tables do not count.
fn sentences(opening: &[&str]) -> usize {
    let mut prose = String::new();
    let mut in_fence = false;
    for line in opening.iter().map(|line| line.trim()) {
        if line.starts_with("```") {
            in_fence = !in_fence;
        } else if !in_fence && !line.starts_with('|') {
            prose.push_str(line);
            prose.push(' ');
        }
    }
    let prose = prose.replace("e.g. ", "").replace("i.e. ", "");
    [". ", "? ", ".) "].iter().map(|end| prose.matches(end).count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "crates/backend/src/parts/find.rs";

    #[test]
    fn long_files_warn_and_then_fail() {
        let warned = length(&Tree::of(&[(PATH, &"\n".repeat(401))]));
        assert!(warned[0].is_warning);
        let failed = length(&Tree::of(&[(PATH, &"\n".repeat(601))]));
        assert!(!failed[0].is_warning);
        assert!(
            length(&Tree::of(&[(PATH, &"\n".repeat(400)), ("ui/src/api/generated.ts", &"\n".repeat(9000))]))
                .is_empty()
        );
    }

    #[test]
    fn files_open_with_at_most_five_sentences() {
        assert_eq!(module_docs(&Tree::of(&[(PATH, "use a::b;\n")])).len(), 1);
        assert_eq!(module_docs(&Tree::of(&[(PATH, "//! A. B. C. D. E.\n//! F.\n")])).len(), 1);
        assert_eq!(module_docs(&Tree::of(&[("crates/web/src/lib.rs", "/// A.\npub struct A;\n")])).len(), 1);
        assert!(module_docs(&Tree::of(&[(PATH, "use a::{\n b,\n};\n\n/// A.\npub struct A;\n")])).is_empty());
        assert!(
            module_docs(&Tree::of(&[(PATH, "//! A (e.g. 2.5). B?\n//! ```\n//! x. y. z. w.\n//! ```\n")]))
                .is_empty()
        );
    }

    #[test]
    fn placeholders_are_found_in_code_and_not_in_text() {
        let broken = "//! A.\nfn a() { todo!() }\n#[ignore = \"slow\"]\n// FIXME later\n";
        assert_eq!(nothing_left_open(&Tree::of(&[(PATH, broken)])).len(), 3);
        assert!(nothing_left_open(&Tree::of(&[(PATH, "fn a() { say(\"todo! FIXME\") }")])).is_empty());
        assert_eq!(nothing_left_open(&Tree::of(&[("ui/src/a.test.ts", "it.only('a', () => {})")])).len(), 1);
    }

    #[test]
    fn tests_do_not_sleep_and_the_product_may() {
        let product = "fn a() { sleep(b) }\n#[cfg(test)]\nmod tests {\n fn c() { sleep(d) }\n}\n";
        let found = no_sleep_in_tests(&Tree::of(&[(PATH, product)]));
        assert_eq!(found.iter().map(|found| found.line).collect::<Vec<_>>(), [4]);
        assert_eq!(
            no_sleep_in_tests(&Tree::of(&[("ui/e2e/a.e2e.ts", "await page.waitForTimeout(9)")])).len(),
            1
        );
        assert_eq!(
            no_sleep_in_tests(&Tree::of(&[("crates/backend/src/parts/stories.rs", "sleep(1)")])).len(),
            1
        );
    }
}
