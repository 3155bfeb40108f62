//! Simplified, traditional and variant characters folded to one representative.
//!
//! Data: `data/variants.txt`, made by `data/build_characters.py`.

use std::sync::LazyLock;

use super::table::CharTable;

/// 0 where a character stands for itself.
static FOLD: LazyLock<CharTable<u32>> = LazyLock::new(|| {
    let mut table = CharTable::new();
    for line in include_str!("../../data/variants.txt").lines() {
        if let Some((head, variants)) = line.split_once(' ')
            && let Some(head) = head.chars().next()
        {
            variants.chars().for_each(|c| table.set(c, u32::from(head)));
        }
    }
    table
});

/// The representative of a character: 劉 → 刘, 峯 → 峰, 喆 → 哲; itself when it has none.
pub fn fold_char(c: char) -> char {
    if c < '\u{2E80}' {
        return c;
    }
    match FOLD.get(c) {
        0 => c,
        code => char::from_u32(code).unwrap_or(c),
    }
}

/// [`fold_char`] for a whole text.
pub fn fold_variants(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// The character that a compatibility ideograph or a radical stands for (⽜ → 牛); variants of
/// other kinds stay.
pub(super) fn compatible_char(c: char) -> char {
    match c {
        '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => COMPATIBLE
            .iter()
            .find(|(from, _)| *from == c)
            .map_or(c, |(_, to)| *to),
        _ => c,
    }
}

static COMPATIBLE: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    include_str!("../../data/compatible.txt")
        .lines()
        .filter_map(|line| {
            let mut pair = line.chars();
            Some((pair.next()?, pair.next()?))
        })
        .collect()
});
