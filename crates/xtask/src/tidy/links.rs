//! Documents that stay true begin with links that lead somewhere: every relative link or picture
//! in a Markdown file must exist.

use super::{Flaw, Source};
use crate::run::root;
use std::path::Path;

/// Relative links that lead nowhere.
pub(crate) fn check(source: &Source) -> Vec<Flaw> {
    let file = root().join(&source.path);
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut found = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        for target in targets(line) {
            let path = target.split('#').next().unwrap_or_default();
            if !path.is_empty() && !folder.join(path).exists() {
                found.push(source.flaw(index + 1, format!("the link to {path} leads nowhere")));
            }
        }
    }
    found
}

/// The relative targets of `[text](target)` in a line.
fn targets(line: &str) -> Vec<&str> {
    let starts = line.match_indices("](").map(|(at, mark)| at + mark.len());
    let all = starts.filter_map(|at| line.get(at..)?.split([')', ' ']).next());
    all.filter(|t| !t.contains("://") && !t.starts_with("mailto:"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::source;
    use super::{check, targets};

    #[test]
    fn a_link_to_a_missing_file_is_a_flaw() {
        assert_eq!(
            targets("see [a](b.md#c) and [d](https://e.org)"),
            ["b.md#c"]
        );
        assert_eq!(check(&source("README.md", "[x](no/such.md)")).len(), 1);
        assert!(check(&source("README.md", "[x](Cargo.toml)")).is_empty());
    }
}
