//! The loops in which a batch spends its time, each compiled for several widths of registers and
//! chosen for the processor at hand when running. Each takes what is to be done with one row;
//! results are the same on every processor. Must not know what the columns mean. Start at [`two`].
//!
//! Why a macro makes the versions: docs/decisions/0014-fused.md.

use multiversion::multiversion;

/// One column to another.
pub(crate) fn one<A: Copy, R: Copy + Default>(a: &[A], f: impl Fn(A) -> R) -> Vec<R> {
    let mut to = vec![R::default(); a.len()];
    map_one(a, &mut to, f);
    to
}

/// Two columns to another.
pub(crate) fn two<A: Copy, B: Copy, R: Copy + Default>(
    a: &[A],
    b: &[B],
    f: impl Fn(A, B) -> R,
) -> Vec<R> {
    let mut to = vec![R::default(); a.len().min(b.len())];
    map_two(a, b, &mut to, f);
    to
}

/// Three columns to another.
pub(crate) fn three<A: Copy, B: Copy, C: Copy, R: Copy + Default>(
    a: &[A],
    b: &[B],
    c: &[C],
    f: impl Fn(A, B, C) -> R,
) -> Vec<R> {
    let mut to = vec![R::default(); a.len().min(b.len()).min(c.len())];
    map_three(a, b, c, &mut to, f);
    to
}

/// Each value anew, by the value of another column.
pub(crate) fn with<A: Copy, T: Copy>(to: &mut [T], a: &[A], f: impl Fn(T, A) -> T) {
    change(to, a, f);
}

#[multiversion(
    targets(
        "x86_64+avx512f+avx512dq+avx512vl+avx512bw+avx2+bmi2",
        "x86_64+avx2+bmi2"
    ),
    dispatcher = "direct"
)]
fn map_one<A: Copy, R: Copy, F: Fn(A) -> R>(a: &[A], to: &mut [R], f: F) {
    let rows = to.iter_mut().zip(a);
    rows.for_each(|(to, a)| *to = f(*a));
}

#[multiversion(
    targets(
        "x86_64+avx512f+avx512dq+avx512vl+avx512bw+avx2+bmi2",
        "x86_64+avx2+bmi2"
    ),
    dispatcher = "direct"
)]
fn map_two<A: Copy, B: Copy, R: Copy, F: Fn(A, B) -> R>(a: &[A], b: &[B], to: &mut [R], f: F) {
    let rows = to.iter_mut().zip(a).zip(b);
    rows.for_each(|((to, a), b)| *to = f(*a, *b));
}

#[multiversion(
    targets(
        "x86_64+avx512f+avx512dq+avx512vl+avx512bw+avx2+bmi2",
        "x86_64+avx2+bmi2"
    ),
    dispatcher = "direct"
)]
fn map_three<A: Copy, B: Copy, C: Copy, R: Copy, F: Fn(A, B, C) -> R>(
    a: &[A],
    b: &[B],
    c: &[C],
    to: &mut [R],
    f: F,
) {
    let rows = to.iter_mut().zip(a).zip(b).zip(c);
    rows.for_each(|(((to, a), b), c)| *to = f(*a, *b, *c));
}

#[multiversion(
    targets(
        "x86_64+avx512f+avx512dq+avx512vl+avx512bw+avx2+bmi2",
        "x86_64+avx2+bmi2"
    ),
    dispatcher = "direct"
)]
fn change<A: Copy, T: Copy, F: Fn(T, A) -> T>(to: &mut [T], a: &[A], f: F) {
    let rows = to.iter_mut().zip(a);
    rows.for_each(|(to, a)| *to = f(*to, *a));
}

/// The greatest distance from zero of any value; of none, zero.
#[multiversion(
    targets(
        "x86_64+avx512f+avx512dq+avx512vl+avx512bw+avx2+bmi2",
        "x86_64+avx2+bmi2"
    ),
    dispatcher = "direct"
)]
pub(crate) fn most(values: &[i64]) -> u64 {
    let (mut least, mut greatest) = (0i64, 0i64);
    for value in values {
        least = least.min(*value);
        greatest = greatest.max(*value);
    }
    least.unsigned_abs().max(greatest.unsigned_abs())
}

/// The sums of two columns, and whether any left the range.
#[multiversion(
    targets(
        "x86_64+avx512f+avx512dq+avx512vl+avx512bw+avx2+bmi2",
        "x86_64+avx2+bmi2"
    ),
    dispatcher = "direct"
)]
pub(crate) fn sums(a: &[i64], b: &[i64], to: &mut [i64]) -> bool {
    let mut over = 0i64;
    for ((to, a), b) in to.iter_mut().zip(a).zip(b) {
        let sum = a.wrapping_add(*b);
        over |= (a ^ sum) & (b ^ sum);
        *to = sum;
    }
    over < 0
}

/// The differences of two columns, and whether any left the range.
#[multiversion(
    targets(
        "x86_64+avx512f+avx512dq+avx512vl+avx512bw+avx2+bmi2",
        "x86_64+avx2+bmi2"
    ),
    dispatcher = "direct"
)]
pub(crate) fn differences(a: &[i64], b: &[i64], to: &mut [i64]) -> bool {
    let mut over = 0i64;
    for ((to, a), b) in to.iter_mut().zip(a).zip(b) {
        let difference = a.wrapping_sub(*b);
        over |= (a ^ b) & (a ^ difference);
        *to = difference;
    }
    over < 0
}

/// The sum of each row's values, of which row `r` has those of `offsets[r]..offsets[r + 1]`, where
/// no sum of any of them leaves the range.
pub(crate) fn by_offsets(values: &[i64], offsets: &[u32]) -> Vec<i64> {
    // Differences of running sums: a loop over rows of a few values each would be mispredicted.
    let mut running = vec![0i64; values.len() + 1];
    let mut total = 0i64;
    for (slot, value) in running.iter_mut().skip(1).zip(values) {
        total = total.wrapping_add(*value);
        *slot = total;
    }
    let at = |n: u32| running.get(n as usize).copied().unwrap_or(0);
    let ends = offsets.iter().zip(offsets.iter().skip(1));
    ends.map(|(from, to)| at(*to).wrapping_sub(at(*from)))
        .collect()
}

/// Whether no sum of any of the values can leave the range.
pub(crate) fn sums_fit(values: &[i64]) -> bool {
    let count = u64::try_from(values.len()).unwrap_or(u64::MAX);
    most(values)
        .checked_mul(count)
        .is_some_and(|bound| bound < 1 << 62)
}
