//! Programmes and places are data. Their names stand in packs and in the demo's data, never in
//! product code; `data/pack-words.txt` lists the words.

use super::{Flaw, Source};

const WORDS: &str = include_str!("../../data/pack-words.txt");

/// Crates whose job is a place's data or the developer's tools.
const EXEMPT: &[&str] = &["demo", "xtask", "testkit"];

/// Names of programmes or places in product code or in its comments.
pub(crate) fn check(source: &Source) -> Vec<Flaw> {
    let exempt = source.package().is_none_or(|p| EXEMPT.contains(&p));
    if exempt || source.is_test() {
        return Vec::new();
    }
    let words = WORDS
        .lines()
        .map(str::trim)
        .filter(|w| !w.is_empty() && !w.starts_with('#'));
    let words: Vec<&str> = words.collect();
    let mut found = Vec::new();
    for (number, line) in source.product_lines() {
        let lower = line.to_lowercase();
        for word in words.iter().filter(|word| lower.contains(*word)) {
            found.push(source.flaw(number, format!("{word:?} belongs in a pack, not in code")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::source;
    use super::check;

    #[test]
    fn a_programme_in_code_is_a_flaw_and_in_a_test_is_not() {
        let text = "//! A.\nif programme == \"dibao\" {}\n";
        assert_eq!(check(&source("crates/app/src/a.rs", text)).len(), 1);
        assert!(check(&source("crates/app/tests/a.rs", text)).is_empty());
        let inline = "//! A.\n#[cfg(test)]\nmod tests { const P: &str = \"dibao\"; }\n";
        assert!(check(&source("crates/app/src/a.rs", inline)).is_empty());
    }
}
