//! Characters that clerks and optical readers take for one another (形近字).
//!
//! Data: `data/confusables.txt`, one group of look-alikes a line.

use std::sync::LazyLock;

static GROUPS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("../../data/confusables.txt").lines().collect());

/// Every character of the groups with one bit for each group it is in, sorted.
static MEMBERS: LazyLock<Vec<(char, u128)>> = LazyLock::new(|| {
    let mut members: Vec<(char, u128)> = Vec::new();
    for (at, group) in GROUPS.iter().enumerate() {
        for c in group.chars() {
            match members.iter_mut().find(|(m, _)| *m == c) {
                Some((_, groups)) => *groups |= 1 << (at % 128),
                None => members.push((c, 1 << (at % 128))),
            }
        }
    }
    members.sort_unstable_by_key(|(c, _)| *c);
    members
});

/// Whether two different characters look alike: 己 and 已.
pub fn are_confusable(a: char, b: char) -> bool {
    let groups = |c: char| {
        let found = MEMBERS.binary_search_by_key(&c, |(m, _)| *m).ok();
        found.and_then(|at| MEMBERS.get(at)).map_or(0, |(_, g)| *g)
    };
    a != b && a >= '\u{2E80}' && b >= '\u{2E80}' && groups(a) & groups(b) != 0
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
