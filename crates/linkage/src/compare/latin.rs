//! Latin names and codes: Jaro–Winkler (Jaro 1989, Winkler 1990), one edit, initials, nicknames.

use crate::settings::Nicknames;

/// The longest value compared letter by letter; the rest of a longer one is not looked at.
const LETTERS_MAX: usize = 64;

/// Levels 0, 2, 3 and 4 of a name; 5 and 1 are decided elsewhere.
pub(super) fn name(a: &str, b: &str, same_sound: bool, nicknames: &Nicknames) -> u8 {
    let likeness = jaro_winkler(a, b);
    if likeness >= 0.95 {
        return 4;
    }
    if a.contains(' ') || b.contains(' ') {
        return parts(a, b);
    }
    if nicknames.contains(a, b) {
        return 3;
    }
    if likeness >= 0.88 || (same_sound && likeness >= 0.7) {
        return 3;
    }
    let initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
    if likeness >= 0.8 || initial(a, b) || initial(b, a) {
        return 2;
    }
    0
}

/// Names of several parts: all of the shorter one found in the longer is a variant, one found is
/// near.
fn parts(a: &str, b: &str) -> u8 {
    let (short, long) = if a.split(' ').count() <= b.split(' ').count() {
        (a, b)
    } else {
        (b, a)
    };
    let found = |part: &str| {
        long.split(' ').any(|other| {
            let initial = (part.len() == 1 && other.starts_with(part))
                || (other.len() == 1 && part.starts_with(other));
            part == other || initial || jaro_winkler(part, other) >= 0.92
        })
    };
    let all = short.split(' ').count();
    let held = short.split(' ').filter(|part| found(part)).count();
    match held {
        n if n == all => 4,
        0 => 0,
        _ => 2,
    }
}

/// Codes: one character wrong, left out or exchanged with its neighbour.
pub(super) fn code(a: &str, b: &str) -> u8 {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 3 || long.len() - short.len() > 1 {
        return 0;
    }
    let start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (short, long) = (&short[start..], &long[start..]);
    let one = if short.len() == long.len() {
        let exchanged = short.len() >= 2
            && short[0] == long[1]
            && short[1] == long[0]
            && short[2..] == long[2..];
        exchanged || short.get(1..) == long.get(1..)
    } else {
        short == &long[1..]
    };
    u8::from(one)
}

/// Jaro–Winkler likeness of two values in lower case, from 0 to 1.
pub(crate) fn jaro_winkler(a: &str, b: &str) -> f64 {
    if a.is_ascii() && b.is_ascii() && a.len() <= LETTERS_MAX && b.len() <= LETTERS_MAX {
        return likeness(a.as_bytes(), b.as_bytes());
    }
    let wide = |text: &str| {
        text.chars()
            .take(LETTERS_MAX)
            .map(u32::from)
            .collect::<Vec<_>>()
    };
    likeness(&wide(a), &wide(b))
}

/// Letters matched so far on either side are bits of one number, so nothing is allocated.
fn likeness<T: PartialEq + Copy>(a: &[T], b: &[T]) -> f64 {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a.is_empty() {
        return if b.is_empty() { 1.0 } else { 0.0 };
    }
    let window = (b.len() / 2).saturating_sub(1);
    let (mut a_hit, mut b_hit) = (0u64, 0u64);
    for (i, x) in a.iter().enumerate() {
        let from = i.saturating_sub(window);
        let to = (i + window + 1).min(b.len());
        for (j, y) in b.iter().enumerate().take(to).skip(from) {
            if x == y && b_hit >> j & 1 == 0 {
                a_hit |= 1 << i;
                b_hit |= 1 << j;
                break;
            }
        }
    }
    let hits = a_hit.count_ones();
    if hits == 0 {
        return 0.0;
    }
    let mut exchanged = 0;
    let (mut left, mut right) = (a_hit, b_hit);
    while left != 0 {
        let (i, j) = (
            left.trailing_zeros() as usize,
            right.trailing_zeros() as usize,
        );
        exchanged += u32::from(a[i] != b[j]);
        left &= left - 1;
        right &= right - 1;
    }
    let hits = f64::from(hits);
    let halves = f64::from(exchanged / 2);
    let jaro = (hits / a.len() as f64 + hits / b.len() as f64 + (hits - halves) / hits) / 3.0;
    let prefix = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    if jaro > 0.7 {
        jaro + prefix as f64 * 0.1 * (1.0 - jaro)
    } else {
        jaro
    }
}
