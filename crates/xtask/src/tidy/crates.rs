//! Which crate may use which, read from the manifests.

use super::tree::{Finding, Tree};

/// The arrows of ARCHITECTURE.md: a crate and what its product code may use of ours.
const ALLOWED: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("contract", &["kernel"]),
    ("store", &["kernel"]),
    ("web", &["kernel", "contract"]),
    ("client", &["kernel", "contract"]),
    ("gateway", &["kernel", "contract", "web", "client"]),
    ("brain", &["kernel", "contract", "web"]),
    ("assistant", &["kernel", "contract", "web", "client"]),
    ("backend", &["kernel", "contract", "web", "client", "store"]),
    (
        "testkit",
        &["kernel", "contract", "web", "client", "store", "gateway", "brain", "assistant", "backend"],
    ),
    (
        "chatterfix",
        &["kernel", "contract", "web", "client", "store", "gateway", "brain", "assistant", "backend"],
    ),
    ("xtask", &[]),
];

/// Libraries that only the named crates may use, and why.
const RESERVED: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["store"], "the engines are known to the store alone"),
    ("postgres", &["store", "testkit"], "the engines are known to the store alone; testkit makes databases"),
    ("getrandom", &["kernel"], "randomness comes from kernel's Entropy"),
];

struct Dependency<'a> {
    name: &'a str,
    line: usize,
    is_dev: bool,
    from_workspace: bool,
}

/// The four roles never meet, and nothing points upwards.
pub fn arrows(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let ours = |name: &str| ALLOWED.iter().any(|(known, _)| *known == name);
    for (name, path, text) in manifests(tree) {
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
            findings.push(Finding::new(
                path,
                0,
                format!("crate {name} has no row in xtask's table of arrows"),
            ));
            continue;
        };
        for dependency in dependencies(text).into_iter().filter(|dependency| ours(dependency.name)) {
            let is_test_aid = dependency.is_dev && dependency.name == "testkit";
            if !allowed.contains(&dependency.name) && !is_test_aid {
                findings.push(Finding::new(
                    path,
                    dependency.line,
                    format!("{name} must not depend on {}", dependency.name),
                ));
            }
        }
    }
    findings
}

/// Database engines and the source of randomness stay in their crate; benchmarks and tests may compare with them.
pub fn engines(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, path, text) in manifests(tree) {
        for dependency in dependencies(text).iter().filter(|dependency| !dependency.is_dev) {
            if let Some((library, _, why)) = RESERVED
                .iter()
                .find(|(library, users, _)| *library == dependency.name && !users.contains(&name))
            {
                findings.push(Finding::new(
                    path,
                    dependency.line,
                    format!("{name} must not use {library}: {why}"),
                ));
            }
        }
    }
    findings
}

/// Every dependency has its version once, in the workspace's manifest.
pub fn versions(tree: &Tree) -> Vec<Finding> {
    manifests(tree)
        .flat_map(|(_, path, text)| dependencies(text).into_iter().map(move |dependency| (path, dependency)))
        .filter(|(_, dependency)| !dependency.from_workspace)
        .map(|(path, dependency)| {
            let text = format!("{} must take its version from the workspace", dependency.name);
            Finding::new(path, dependency.line, text)
        })
        .collect()
}

fn manifests(tree: &Tree) -> impl Iterator<Item = (&str, &str, &str)> {
    tree.under("crates/", "/Cargo.toml").filter_map(|(path, text)| {
        let name = path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
        (!name.contains('/')).then_some((name, path, text))
    })
}

fn dependencies(manifest: &str) -> Vec<Dependency<'_>> {
    let mut found = Vec::new();
    let mut section = "";
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            section = header.trim_end_matches(']');
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        if section.ends_with("dependencies") && !line.starts_with('#') {
            let key = key.trim();
            found.push(Dependency {
                name: key.split('.').next().unwrap_or(key),
                line: index + 1,
                is_dev: section.ends_with("dev-dependencies"),
                from_workspace: key.ends_with(".workspace") || value.contains("workspace = true"),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_do_not_meet() {
        let tree = Tree::of(&[(
            "crates/gateway/Cargo.toml",
            "[package]\nname = \"gateway\"\n[dependencies]\nweb.workspace = true\nbackend.workspace = true\n",
        )]);
        let findings = arrows(&tree);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, 5);
    }

    #[test]
    fn tests_may_use_the_testkit_and_the_product_may_not() {
        let dev = ("crates/web/Cargo.toml", "[dev-dependencies]\ntestkit = { workspace = true }\n");
        assert!(arrows(&Tree::of(&[dev])).is_empty());
        let product = ("crates/web/Cargo.toml", "[dependencies]\ntestkit.workspace = true\n");
        assert_eq!(arrows(&Tree::of(&[product])).len(), 1);
    }

    #[test]
    fn a_crate_nobody_placed_is_named() {
        assert_eq!(arrows(&Tree::of(&[("crates/common/Cargo.toml", "[dependencies]\n")])).len(), 1);
    }

    #[test]
    fn engines_stay_in_the_store() {
        let tree = Tree::of(&[
            ("crates/store/Cargo.toml", "[dependencies]\nrusqlite.workspace = true\n"),
            ("crates/backend/Cargo.toml", "[dependencies]\nrusqlite.workspace = true\n"),
            ("crates/chatterfix/Cargo.toml", "[dev-dependencies]\nrusqlite.workspace = true\n"),
        ]);
        assert_eq!(
            engines(&tree).iter().map(|found| found.path.as_str()).collect::<Vec<_>>(),
            ["crates/backend/Cargo.toml"]
        );
    }

    #[test]
    fn versions_stand_once() {
        let tree =
            Tree::of(&[("crates/web/Cargo.toml", "[dependencies]\nserde = \"1\"\naxum.workspace = true\n")]);
        assert_eq!(versions(&tree).len(), 1);
    }
}
