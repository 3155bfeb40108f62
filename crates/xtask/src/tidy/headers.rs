//! Every module says what it is for: each Rust file opens with `//!`.

use super::{Flaw, Source};

/// The first line that is not an inner attribute must be a module comment.
pub(crate) fn check(source: &Source) -> Vec<Flaw> {
    let is_attribute = |line: &str| line.starts_with("#!") || line.trim().is_empty();
    let first = source
        .text
        .lines()
        .find(|line| !is_attribute(line))
        .unwrap_or_default();
    let by_name = ["/tests.rs"].iter().any(|end| source.path.ends_with(end));
    if first.starts_with("//!") || by_name {
        return Vec::new();
    }
    vec![source.flaw(
        1,
        "open the file with `//!`: what it is for, what it must not know",
    )]
}

#[cfg(test)]
mod tests {
    use super::super::tests::source;
    use super::check;

    #[test]
    fn a_file_without_a_header_is_a_flaw() {
        assert!(check(&source("crates/a/src/b.rs", "//! B.\n")).is_empty());
        assert!(check(&source("crates/a/src/b.rs", "#![no_main]\n//! B.\n")).is_empty());
        assert_eq!(
            check(&source("crates/a/src/b.rs", "use std::fmt;\n//! B.\n")).len(),
            1
        );
    }
}
