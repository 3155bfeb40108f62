//! Numbers written by hand: one digit wrong, two neighbours exchanged, day and month exchanged.

use crate::encode::values::{id_digits, id_is_valid};

/// ID numbers by their codes. Two numbers that differ although the check digits of both hold
/// belong to two people far more often than to one (level 0).
pub(super) fn id(a: u64, b: u64) -> u8 {
    if a == b {
        return 4;
    }
    if id_is_valid(a) && id_is_valid(b) {
        return 0;
    }
    let (Some(x), Some(y)) = (id_digits(a), id_digits(b)) else {
        return 1;
    };
    match slips(&x, &y) {
        1 => 3,
        2 => 2,
        _ => 1,
    }
}

/// Telephone numbers.
pub(super) fn phone(a: u64, b: u64) -> u8 {
    if a == b {
        return 2;
    }
    u8::from(is_one_slip(a - 1, b - 1))
}

/// Whether one slip of the pen lies between two different numbers.
fn is_one_slip(a: u64, b: u64) -> bool {
    // One digit, or two neighbours exchanged, makes a difference of at most 81 and zeros behind it.
    let mut apart = a.abs_diff(b);
    while apart > 81 {
        if !apart.is_multiple_of(10) {
            return false;
        }
        apart /= 10;
    }
    slips(&digits(a), &digits(b)) == 1
}

fn digits(number: u64) -> [u8; 18] {
    let mut rest = number;
    let mut digits = [0u8; 18];
    for digit in &mut digits {
        *digit = (rest % 10) as u8;
        rest /= 10;
    }
    digits
}

/// How many slips of the pen lie between two numbers: single digits, or one exchange of
/// neighbours; 9 for more than three.
fn slips(x: &[u8; 18], y: &[u8; 18]) -> u32 {
    let mut differing = 0;
    let mut first = 0;
    for (at, (a, b)) in x.iter().zip(y).enumerate() {
        if a != b {
            if differing == 0 {
                first = at;
            }
            differing += 1;
        }
    }
    let exchanged = differing == 2
        && first + 1 < x.len()
        && x[first] == y[first + 1]
        && x[first + 1] == y[first];
    match differing {
        2 if exchanged => 1,
        0..=3 => differing,
        _ => 9,
    }
}

/// Days as yyyymmdd; a part of 0 is not known.
pub(super) fn date(a: u32, b: u32) -> u8 {
    if a == b {
        return if a.is_multiple_of(10_000) { 2 } else { 4 };
    }
    let parts = |d: u32| (d / 10_000, d / 100 % 100, d % 100);
    let ((ay, am, ad), (by, bm, bd)) = (parts(a), parts(b));
    if am == 0 || bm == 0 || ad == 0 || bd == 0 {
        // What is known agrees: as good as a part.
        return u8::from(ay == by && (am == bm || am == 0 || bm == 0)) * 2;
    }
    if ay == by && am == bd && ad == bm {
        return 3;
    }
    if is_one_slip(a.into(), b.into()) {
        return 3;
    }
    match (ay == by, am == bm && ad == bd) {
        (false, true) => 2,
        (true, _) if am == bm || ad == bd => 2,
        (true, _) => 1,
        _ => 0,
    }
}
