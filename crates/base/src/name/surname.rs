//! Where the surname ends.
//!
//! Data: `data/surnames_compound.txt` (compound surnames, 复姓) and `data/surnames_double.txt` (the
//! commonest single ones, which two together make a married double surname: 张陈淑芬).

use std::collections::HashSet;
use std::sync::LazyLock;

use super::variant::fold_char;
use super::{MIDDLE_DOT, is_han};

static COMPOUND: LazyLock<HashSet<[char; 2]>> = LazyLock::new(|| {
    include_str!("../../data/surnames_compound.txt")
        .split_whitespace()
        .filter_map(pair)
        .collect()
});

static COMMON: LazyLock<HashSet<char>> = LazyLock::new(|| {
    let text = include_str!("../../data/surnames_double.txt");
    text.chars().filter(|c| is_han(*c)).collect()
});

/// Surname and given name; either may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SplitName<'a> {
    /// Family name; empty for names that have none (minority and Latin names stay whole).
    pub surname: &'a str,
    /// Given name, or the whole name.
    pub given: &'a str,
}

/// Whether the two characters are a compound surname, in simplified or traditional form.
pub fn is_compound_surname(text: &str) -> bool {
    pair(text).is_some_and(|p| COMPOUND.contains(&p))
}

/// Splits a name in normal form. Chinese names of two characters and more give their surname;
/// names with a middle dot, Latin names and single characters stay whole in `given`.
pub fn split_name(name: &str) -> SplitName<'_> {
    let whole = SplitName {
        surname: "",
        given: name,
    };
    if name.contains(MIDDLE_DOT) || !name.chars().next().is_some_and(is_han) {
        return whole;
    }
    let length = name.chars().count();
    let surname_length = match length {
        0 | 1 => return whole,
        2 => 1,
        _ if is_compound_start(name) => 2,
        4 if is_double_start(name) => 2,
        _ => 1,
    };
    let at = name
        .char_indices()
        .nth(surname_length)
        .map_or(name.len(), |(at, _)| at);
    let (surname, given) = name.split_at(at);
    SplitName { surname, given }
}

fn first_two(name: &str) -> Option<[char; 2]> {
    let mut chars = name.chars().map(fold_char);
    Some([chars.next()?, chars.next()?])
}

fn is_compound_start(name: &str) -> bool {
    first_two(name).is_some_and(|p| COMPOUND.contains(&p))
}

fn is_double_start(name: &str) -> bool {
    first_two(name).is_some_and(|[a, b]| COMMON.contains(&a) && COMMON.contains(&b))
}

fn pair(text: &str) -> Option<[char; 2]> {
    first_two(text).filter(|_| text.chars().count() == 2)
}
