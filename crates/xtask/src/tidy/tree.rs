//! The files of the repository as text, and what a rule has to say about one of them.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use crate::shell::Outcome;

/// Path from the root, with `/`, to text. Files that are not UTF-8 are left out.
#[derive(Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, String>,
}

/// A broken rule, or a warning, at a line of a file (0: the file as a whole).
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub text: String,
    pub is_warning: bool,
}

impl Finding {
    pub fn new(path: &str, line: usize, text: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, text: text.into(), is_warning: false }
    }

    pub fn warning(path: &str, text: impl Into<String>) -> Finding {
        Finding { is_warning: true, ..Finding::new(path, 0, text) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_warning { "warning: " } else { "" };
        match self.line {
            0 => write!(f, "{}: {kind}{}", self.path, self.text),
            line => write!(f, "{}:{line}: {kind}{}", self.path, self.text),
        }
    }
}

/// Built or downloaded, or belonging to a person's machine.
const SKIPPED: &[&str] = &["target", "node_modules", ".git", "dist", "data", ".tmp", ".idea", ".vscode"];

impl Tree {
    pub fn load(root: &Path) -> Outcome<Tree> {
        let mut tree = Tree::default();
        tree.load_folder(root, "")?;
        Ok(tree)
    }

    /// A fixture for the tests of the rules.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Tree {
        Tree { files: files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect() }
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Every file, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Files whose path starts with `folder` and ends with `suffix`.
    pub fn under<'a>(&'a self, folder: &'a str, suffix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.iter().filter(move |(path, _)| path.starts_with(folder) && path.ends_with(suffix))
    }

    fn load_folder(&mut self, folder: &Path, prefix: &str) -> Outcome {
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                if !SKIPPED.contains(&name.as_str()) {
                    self.load_folder(&entry.path(), &format!("{prefix}{name}/"))?;
                }
            } else if kind.is_file()
                && !SKIPPED.contains(&name.as_str())
                && let Ok(text) = fs::read_to_string(entry.path())
            {
                self.files.insert(format!("{prefix}{name}"), text);
            }
        }
        Ok(())
    }
}
