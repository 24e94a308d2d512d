//! Slices of the backend use each other only along the arrows that ARCHITECTURE.md lists, and those make no circle.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Language, Source, is_word};
use super::tree::{Finding, Tree};

const ARCHITECTURE: &str = "ARCHITECTURE.md";
const FOLDER: &str = "crates/backend/src/";

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// Every use of another slice is listed, reaches no further than its `mod.rs`, and the list has no circle.
pub fn arrows(tree: &Tree) -> Vec<Finding> {
    let slices: BTreeSet<&str> = tree
        .under(FOLDER, "/mod.rs")
        .filter_map(|(path, _)| path.strip_prefix(FOLDER)?.strip_suffix("/mod.rs"))
        .filter(|name| !name.contains('/'))
        .collect();
    let (listed, mut findings) = listed(tree.get(ARCHITECTURE).unwrap_or_default());
    if let Some(circle) = circle(&listed) {
        findings.push(Finding::new(ARCHITECTURE, 0, format!("the arrows make a circle: {circle}")));
    }
    for (path, text) in tree.under(FOLDER, ".rs").filter(|(path, _)| !path.ends_with("/stories.rs")) {
        let Some((slice, _)) = path.strip_prefix(FOLDER).and_then(|rest| rest.split_once('/')) else {
            continue;
        };
        let source = Source::read(text, Language::Rust);
        for (line, used) in uses(source.product_code()) {
            let (other, inner) = used.split_once("::").unwrap_or((&used, ""));
            if !slices.contains(slice) || !slices.contains(other) || other == slice {
                continue;
            }
            if !listed.get(slice).is_some_and(|targets| targets.contains(other)) {
                findings.push(Finding::new(
                    path,
                    line,
                    format!("no arrow {slice} -> {other} in {ARCHITECTURE}"),
                ));
            }
            if inner == "store" {
                let text = format!("the store of {other} is its own: use what its mod.rs offers");
                findings.push(Finding::new(path, line, text));
            }
        }
    }
    findings
}

/// The lines `a -> b, c` between "```arrows" and "```".
fn listed(text: &str) -> (Arrows, Vec<Finding>) {
    let mut arrows = Arrows::new();
    let mut findings = Vec::new();
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        match line.trim() {
            "```arrows" => inside = true,
            "```" => inside = false,
            "" => {}
            line if inside => match line.split_once("->") {
                Some((from, to)) => {
                    let targets = to.split(',').map(|name| name.trim().to_owned());
                    arrows.entry(from.trim().to_owned()).or_default().extend(targets);
                }
                None => findings.push(Finding::new(ARCHITECTURE, index + 1, "not of the form a -> b")),
            },
            _ => {}
        }
    }
    (arrows, findings)
}

/// A circle among the arrows, as `a -> b -> a`.
fn circle(arrows: &Arrows) -> Option<String> {
    fn walk<'a>(
        at: &'a str,
        arrows: &'a Arrows,
        path: &mut Vec<&'a str>,
        done: &mut BTreeSet<&'a str>,
    ) -> bool {
        if path.contains(&at) {
            path.push(at);
            return true;
        }
        if done.contains(at) {
            return false;
        }
        path.push(at);
        for next in arrows.get(at).into_iter().flatten() {
            if walk(next, arrows, path, done) {
                return true;
            }
        }
        path.pop();
        done.insert(at);
        false
    }
    let mut done = BTreeSet::new();
    arrows.keys().find_map(|from| {
        let mut path = Vec::new();
        walk(from, arrows, &mut path, &mut done).then(|| {
            let start = path.iter().position(|name| Some(name) == path.last()).unwrap_or(0);
            path[start..].join(" -> ")
        })
    })
}

/// What follows each `crate::`, with its line: the first two names, groups opened.
fn uses(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].chars().next_back().is_some_and(is_word) {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let line = code[..at].matches('\n').count() + 1;
        let members = match rest.strip_prefix('{') {
            Some(group) => members(group),
            None => vec![rest],
        };
        found.extend(members.into_iter().map(|member| (line, first_names(member))));
    }
    found
}

/// The members of a `use` group, of which `group` starts after the opening brace.
fn members(group: &str) -> Vec<&str> {
    let mut members = Vec::new();
    let (mut depth, mut start) = (0_u32, 0);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                members.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                members.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    members
}

fn first_names(path: &str) -> String {
    let name = |text: &str| text.chars().take_while(|letter| is_word(*letter)).collect::<String>();
    let path = path.trim();
    let first = name(path);
    match path[first.len()..].strip_prefix("::") {
        Some(rest) => format!("{first}::{}", name(rest)),
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree_with(architecture: &str, text: &str) -> Tree {
        Tree::of(&[
            ("ARCHITECTURE.md", architecture),
            ("crates/backend/src/assets/mod.rs", "//! Assets."),
            ("crates/backend/src/parts/mod.rs", "//! Parts."),
            ("crates/backend/src/work_orders/mod.rs", "//! Orders."),
            ("crates/backend/src/work_orders/create.rs", text),
        ])
    }

    const LISTED: &str = "# A\n```arrows\nwork_orders -> assets\n```\n";

    #[test]
    fn an_arrow_that_is_not_listed_is_found() {
        let found = arrows(&tree_with(LISTED, "use crate::{app::App, assets, parts::{Part, Bin}};\n"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, "no arrow work_orders -> parts in ARCHITECTURE.md");
    }

    #[test]
    fn paths_inside_functions_count_and_tests_do_not() {
        assert_eq!(arrows(&tree_with(LISTED, "\nfn a() { crate::parts::issue() }")).len(), 1);
        assert!(
            arrows(&tree_with(LISTED, "use crate::assets;\n#[cfg(test)]\nuse crate::parts;\n")).is_empty()
        );
    }

    #[test]
    fn another_slices_store_is_out_of_reach() {
        assert_eq!(arrows(&tree_with(LISTED, "use crate::assets::store::find;\n")).len(), 1);
    }

    #[test]
    fn circles_are_named() {
        let found = arrows(&tree_with("```arrows\na -> b\nb -> c, d\nd -> a\n```\n", ""));
        assert_eq!(found[0].text, "the arrows make a circle: a -> b -> d -> a");
    }

    #[test]
    fn a_line_that_is_no_arrow_is_found() {
        assert_eq!(arrows(&tree_with("```arrows\nwork_orders assets\n```\n", "")).len(), 1);
    }
}
