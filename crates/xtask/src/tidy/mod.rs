//! The rules of the house that no compiler holds. Each check reads the tree as text and returns
//! what is wrong, each with its file, line and remedy; `cargo x tidy` prints them all.

mod edges;
mod engines;
mod headers;
mod links;
mod sizes;
mod words;

use crate::Outcome;
use crate::run::root;
use std::fmt;
use std::path::{Path, PathBuf};

/// One thing that is not as the house wants it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    /// File, relative to the root.
    pub(crate) file: String,
    /// Line from 1; 0 when the whole file is meant.
    pub(crate) line: usize,
    /// What is wrong and what to do.
    pub(crate) what: String,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.what),
            line => write!(f, "{}:{line}: {}", self.file, self.what),
        }
    }
}

/// A text file of the tree.
pub(crate) struct Source {
    /// Path relative to the root, with forward slashes.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
}

impl Source {
    /// The crate folder's name, for files under `crates/`.
    pub(crate) fn package(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// Tests, benches and examples: looser sizes, and names of programmes may appear.
    pub(crate) fn is_test(&self) -> bool {
        let named = self.path.ends_with("/tests.rs") || self.path.ends_with("_tests.rs");
        named
            || ["/tests/", "/benches/", "/examples/"]
                .iter()
                .any(|d| self.path.contains(d))
    }

    /// The lines before an inline `#[cfg(test)] mod`, numbered from 1.
    pub(crate) fn product_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(i, line)| (i + 1, line))
            .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
    }

    /// A flaw of this file.
    pub(crate) fn flaw(&self, line: usize, what: impl Into<String>) -> Flaw {
        Flaw {
            file: self.path.clone(),
            line,
            what: what.into(),
        }
    }
}

/// All checks over the whole tree.
pub(crate) fn flaws() -> Result<Vec<Flaw>, String> {
    let rust = sources(&["crates", "fuzz"], &["rs"])?;
    let prose = sources(&["."], &["md"])?;
    let mut found = edges::check()?;
    found.extend(rust.iter().flat_map(headers::check));
    found.extend(rust.iter().flat_map(sizes::check));
    found.extend(rust.iter().flat_map(words::check));
    found.extend(rust.iter().flat_map(engines::check));
    found.extend(prose.iter().flat_map(links::check));
    found.extend(rust.iter().chain(&prose).flat_map(trailing_space));
    Ok(found)
}

/// `cargo x tidy`.
pub(crate) fn command(_: &[String]) -> Outcome {
    let found = flaws()?;
    for flaw in &found {
        eprintln!("{flaw}");
    }
    match found.len() {
        0 => Ok(()),
        n => Err(format!("{n} things to put in order")),
    }
}

fn trailing_space(source: &Source) -> Vec<Flaw> {
    let ends_in_space = |line: &str| line.ends_with([' ', '\t']);
    let lines = source
        .text
        .lines()
        .enumerate()
        .filter(|(_, line)| ends_in_space(line));
    lines
        .map(|(i, _)| source.flaw(i + 1, "white space at the end of the line"))
        .collect()
}

fn sources(folders: &[&str], endings: &[&str]) -> Result<Vec<Source>, String> {
    let mut found = Vec::new();
    for folder in folders {
        walk(&root().join(folder), endings, &mut found)?;
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<Source>) -> Result<(), String> {
    const SKIPPED: [&str; 6] = [
        "target",
        ".git",
        "node_modules",
        "out",
        "corpus",
        "artifacts",
    ];
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(());
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                walk(&path, endings, found)?;
            }
        } else if path
            .extension()
            .is_some_and(|e| endings.iter().any(|wanted| e == *wanted))
        {
            let text =
                std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            let relative = path.strip_prefix(root()).unwrap_or(&path);
            let path = relative.to_string_lossy().replace('\\', "/");
            found.push(Source { path, text });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file as the checks see it.
    pub(crate) fn source(path: &str, text: &str) -> Source {
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn the_house_is_tidy() {
        let found: Vec<String> = flaws()
            .expect("the tree can be read")
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn space_at_the_end_of_a_line_is_seen() {
        let found = trailing_space(&source("crates/a/src/lib.rs", "//! A.\nfn a() {} \n"));
        assert_eq!(
            found[0].to_string(),
            "crates/a/src/lib.rs:2: white space at the end of the line"
        );
    }
}
