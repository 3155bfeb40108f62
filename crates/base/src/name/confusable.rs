//! Characters that clerks and optical readers take for one another (形近字).
//!
//! Data: `data/confusables.txt`, one group of look-alikes a line.

use std::sync::LazyLock;

static GROUPS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("../../data/confusables.txt").lines().collect());

/// Whether two different characters look alike: 己 and 已.
pub fn are_confusable(a: char, b: char) -> bool {
    a != b
        && a >= '\u{2E80}'
        && b >= '\u{2E80}'
        && GROUPS
            .iter()
            .any(|group| group.contains(a) && group.contains(b))
}

/// The look-alikes of a character, itself left out.
pub fn confusables_of(c: char) -> impl Iterator<Item = char> {
    let mut found: Vec<char> = GROUPS
        .iter()
        .filter(|g| g.contains(c))
        .flat_map(|g| g.chars())
        .filter(|x| *x != c)
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter()
}
