//! The page's folders: one a noun, and nouns meet only through what is made for it.

use serde_json::Value;

use super::tree::{Finding, Tree};

const FOLDER: &str = "ui/src/";

/// Folders that know no noun, or that put the nouns together.
const SHARED: &[&str] = &["api", "kit", "shell", "i18n", "offline", "lib", "voice", "scan", "test", "tests"];

/// Of the shared ones, those that nouns stand on: they may not look back up.
const BELOW: &[&str] = &["api", "kit", "i18n", "offline", "lib"];

/// What a noun offers to the others: its link, its card, the marks of its states, and what finds and picks its records.
const OFFERED: &[&str] = &["link", "card", "marks", "picker", "place_tree", "queries"];

/// A noun imports no other noun but its `link`, `card` or `marks`, and nothing below the nouns imports one.
pub fn folders(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in
        tree.under(FOLDER, "").filter(|(path, _)| path.ends_with(".ts") || path.ends_with(".tsx"))
    {
        let Some((folder, _)) = path.strip_prefix(FOLDER).and_then(|rest| rest.split_once('/')) else {
            continue;
        };
        if SHARED.contains(&folder) && !BELOW.contains(&folder) {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            let Some(other) = imported(line).and_then(|imported| resolve(path, imported)) else { continue };
            let Some((noun, file)) = other.split_once('/') else { continue };
            let is_noun =
                !SHARED.contains(&noun) && tree.under(FOLDER, "").any(|(known, _)| is_in(known, noun));
            let name = file.trim_end_matches(".tsx").trim_end_matches(".ts");
            let is_offered = OFFERED.contains(&name) && !BELOW.contains(&folder);
            if is_noun && noun != folder && !is_offered {
                findings.push(Finding::new(
                    path,
                    index + 1,
                    format!("{folder} must not import {noun}/{name}"),
                ));
            }
        }
    }
    findings
}

/// The lock file holds every optional package that a locked one names: without one, `npm ci` refuses it on a fresh
/// machine. npm leaves out what its registry did not have at that moment, such as binaries for other systems.
pub fn lock(tree: &Tree) -> Vec<Finding> {
    const LOCK: &str = "ui/package-lock.json";
    let Some(lock) = tree.get(LOCK) else { return Vec::new() };
    let Ok(lock) = serde_json::from_str::<Value>(lock) else {
        return vec![Finding::new(LOCK, 0, "is not JSON")];
    };
    let Some(packages) = lock["packages"].as_object() else {
        return vec![Finding::new(LOCK, 0, "has no packages")];
    };
    packages
        .iter()
        .flat_map(|(owner, package)| {
            let names = package["optionalDependencies"].as_object().into_iter().flatten();
            names.map(move |(name, _)| (owner, name))
        })
        .filter(|(owner, name)| {
            let nested = format!("{owner}/node_modules/{name}");
            !packages.contains_key(&nested) && !packages.contains_key(&format!("node_modules/{name}"))
        })
        .map(|(owner, name)| Finding::new(LOCK, 0, format!("{name}, optional for {owner}, has no entry")))
        .collect()
}

fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(FOLDER)
        .and_then(|rest| rest.strip_prefix(folder))
        .is_some_and(|rest| rest.starts_with('/'))
}

/// The address in `from '…'`, `import '…'` or `import('…')`.
fn imported(line: &str) -> Option<&str> {
    let at = ["from ", "import ", "import("].iter().find_map(|word| {
        let at = line.find(word)? + word.len();
        line[at..].starts_with(['\'', '"']).then_some(at)
    })?;
    let quote = line[at..].chars().next()?;
    line[at + 1..].split(quote).next()
}

/// The path from `ui/src/`, for addresses relative to the file or to `@/`.
fn resolve(path: &str, imported: &str) -> Option<String> {
    if let Some(rest) = imported.strip_prefix("@/").or_else(|| imported.strip_prefix("~/")) {
        return Some(rest.to_owned());
    }
    if !imported.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = path.strip_prefix(FOLDER)?.split('/').collect();
    parts.pop();
    for part in imported.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        let tree = Tree::of(&[("ui/src/assets/list.tsx", ""), ("ui/src/parts/link.tsx", ""), (path, text)]);
        folders(&tree).len()
    }

    #[test]
    fn nouns_meet_only_through_links_and_cards() {
        assert_eq!(found("ui/src/work_orders/record.tsx", "import { List } from '../assets/list'"), 1);
        assert_eq!(
            found("ui/src/work_orders/record.tsx", "const a = lazy(() => import('../assets/list'))"),
            1
        );
        assert_eq!(found("ui/src/work_orders/record.tsx", "import { PartLink } from '../parts/link'"), 0);
        assert_eq!(found("ui/src/work_orders/record.tsx", "import { Pill } from '../kit/pill'"), 0);
    }

    #[test]
    fn optional_packages_missing_from_the_lock_file_are_found() {
        let owner = r#""node_modules/a": { "optionalDependencies": { "a-linux": "1.0.0" } }"#;
        let broken = format!("{{ \"packages\": {{ {owner} }} }}");
        assert_eq!(lock(&Tree::of(&[("ui/package-lock.json", &broken)])).len(), 1);
        let whole = format!("{{ \"packages\": {{ {owner}, \"node_modules/a-linux\": {{}} }} }}");
        assert!(lock(&Tree::of(&[("ui/package-lock.json", &whole)])).is_empty());
    }

    #[test]
    fn what_nouns_stand_on_knows_none_and_the_routes_know_all() {
        assert_eq!(found("ui/src/kit/pill.tsx", "import { PartLink } from '@/parts/link'"), 1);
        assert_eq!(found("ui/src/routes.tsx", "import { List } from './assets/list'"), 0);
        assert_eq!(found("ui/src/shell/App.tsx", "import { List } from '../assets/list'"), 0);
    }
}
