//! Engines are pure: no files, network, clock, randomness or threads of the system in them, so
//! that the same input gives the same answer anywhere and for ever.

use super::{Flaw, Source};

const ENGINES: &[&str] = &["base", "policy", "linkage", "ledger"];

const BANNED: &[(&str, &str)] = &[
    (
        "std::fs",
        "read the file in `sheet` or `app` and pass its content in",
    ),
    ("std::net", "an engine has no network"),
    ("std::env", "pass the setting in"),
    ("std::process", "an engine starts nothing"),
    ("SystemTime", "pass the date in"),
    ("Instant::now", "measure outside the engine"),
    ("Zoned::now", "pass the date in"),
    ("thread_rng", "pass a seed in"),
    ("rand::rng", "pass a seed in"),
    ("async fn", "an engine has no input or output to wait for"),
    ("println!", "return what is to be said"),
    ("eprintln!", "return what is to be said"),
];

/// Uses of the outside world within an engine.
pub(crate) fn check(source: &Source) -> Vec<Flaw> {
    let engine = source.package().is_some_and(|p| ENGINES.contains(&p));
    if !engine || source.is_test() || !source.path.contains("/src/") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (number, line) in source.product_lines() {
        let code = line.split("//").next().unwrap_or_default();
        for (word, remedy) in BANNED.iter().filter(|(word, _)| code.contains(word)) {
            found.push(source.flaw(number, format!("`{word}` in an engine: {remedy}")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::source;
    use super::check;

    #[test]
    fn an_engine_that_reads_the_clock_is_a_flaw() {
        let text = "//! A.\nlet now = std::time::Instant::now();\n";
        assert_eq!(check(&source("crates/linkage/src/a.rs", text)).len(), 1);
        assert!(check(&source("crates/app/src/a.rs", text)).is_empty());
        assert!(check(&source("crates/linkage/benches/a.rs", text)).is_empty());
        assert!(check(&source("crates/linkage/src/a.rs", "//! No std::fs here.\n")).is_empty());
    }
}
