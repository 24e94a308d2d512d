//! The written pages: a map that fits on few screens, a change log that is kept, and no trace of one machine.

use super::tree::{Finding, Tree};

const ARCHITECTURE_LINES: usize = 200;

/// Beginnings of paths that exist on one person's machine only.
const MACHINE: &[&str] = &["/home/", "/root/", "/Users/", "/work/", "C:\\Users\\"];

/// Files in which such a path is right, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[("crates/xtask/src/tidy/pages.rs", "the rule itself")];

/// ARCHITECTURE.md exists and has at most 200 lines.
pub fn architecture(tree: &Tree) -> Vec<Finding> {
    match tree.get("ARCHITECTURE.md").map(|text| text.lines().count()) {
        None => vec![Finding::new("ARCHITECTURE.md", 0, "is missing")],
        Some(lines) if lines > ARCHITECTURE_LINES => {
            vec![Finding::new("ARCHITECTURE.md", 0, format!("{lines} lines; at most {ARCHITECTURE_LINES}"))]
        }
        Some(_) => Vec::new(),
    }
}

/// CHANGELOG.md has a section for what is not released yet, or for the version in Cargo.toml.
pub fn changelog(tree: &Tree) -> Vec<Finding> {
    let version = tree
        .get("Cargo.toml")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix("version = \"").and_then(|rest| rest.split('"').next()));
    let headings = ["Unreleased", version.unwrap_or("Unreleased")].map(|name| format!("## [{name}]"));
    let text = tree.get("CHANGELOG.md").unwrap_or_default();
    if text.lines().any(|line| headings.iter().any(|heading| line.starts_with(heading.as_str()))) {
        Vec::new()
    } else {
        vec![Finding::new("CHANGELOG.md", 0, format!("needs a section {}", headings.join(" or ")))]
    }
}

/// Nothing committed names a folder of the machine it was written on.
pub fn machine_paths(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in
        tree.iter().filter(|(path, _)| !EXCEPTIONS.iter().any(|(exception, _)| exception == path))
    {
        if path.ends_with(".lock") || path.ends_with("package-lock.json") || path.ends_with(".csv") {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            if let Some(start) = MACHINE.iter().find(|start| starts_a_path(line, start)) {
                findings.push(Finding::new(path, index + 1, format!("{start} is a path of one machine")));
            }
        }
    }
    findings
}

/// `start` stands where a path begins, not in the middle of an address.
fn starts_a_path(line: &str, start: &str) -> bool {
    line.match_indices(start).any(|(at, _)| {
        line[..at]
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || "\"'`(=:[<".contains(before))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_exists_and_stays_short() {
        assert_eq!(architecture(&Tree::of(&[])).len(), 1);
        assert_eq!(architecture(&Tree::of(&[("ARCHITECTURE.md", &"\n".repeat(201))])).len(), 1);
        assert!(architecture(&Tree::of(&[("ARCHITECTURE.md", &"\n".repeat(200))])).is_empty());
    }

    #[test]
    fn the_change_log_knows_the_version_or_what_comes() {
        let manifest = ("Cargo.toml", "[workspace.package]\nversion = \"3.1.0\"\n");
        assert_eq!(changelog(&Tree::of(&[manifest, ("CHANGELOG.md", "## [3.0.0] - 2026-12-01\n")])).len(), 1);
        assert!(changelog(&Tree::of(&[manifest, ("CHANGELOG.md", "## [3.1.0] - 2026-12-09\n")])).is_empty());
        assert!(changelog(&Tree::of(&[manifest, ("CHANGELOG.md", "## [Unreleased]\n")])).is_empty());
    }

    #[test]
    fn paths_of_one_machine_are_found_and_addresses_are_not() {
        let folder = ["", "home", "ada", "x"].join("/");
        assert_eq!(machine_paths(&Tree::of(&[("docs/a.md", &format!("see {folder}"))])).len(), 1);
        assert!(machine_paths(&Tree::of(&[("docs/a.md", "GET /api/v1/home/ and ui/work/")])).is_empty());
    }
}
