//! Numbers sorted by their upper half, whatever stands in the lower: three passes over eleven bits
//! each, several times faster than comparing where there are millions.

/// Bits of a pass.
const BITS: u32 = 11;
const SLOTS: usize = 1 << BITS;

/// Below so many numbers the passes cost more than they save.
const FEW: usize = 4096;

/// Sorts by the upper 32 bits; equal ones keep their order.
pub(crate) fn by_upper_half(mut entries: Vec<u64>) -> Vec<u64> {
    sort(&mut entries, &mut Vec::new());
    entries
}

/// As [`by_upper_half`], in memory that may be used again.
pub(crate) fn sort(entries: &mut Vec<u64>, other: &mut Vec<u64>) {
    if entries.len() < FEW || u32::try_from(entries.len()).is_err() {
        entries.sort_by_key(|entry| entry >> 32);
        return;
    }
    let digit = |entry: u64, pass: u32| (entry >> (32 + pass * BITS)) as usize & (SLOTS - 1);
    let mut counts = vec![[0u32; SLOTS]; 3];
    for entry in entries.iter() {
        for (pass, counts) in (0..).zip(&mut counts) {
            counts[digit(*entry, pass)] += 1;
        }
    }
    other.resize(entries.len(), 0);
    for (pass, counts) in (0..).zip(&mut counts) {
        let mut next = 0;
        for count in counts.iter_mut() {
            next += std::mem::replace(count, next);
        }
        for entry in entries.iter() {
            let place = &mut counts[digit(*entry, pass)];
            other[*place as usize] = *entry;
            *place += 1;
        }
        std::mem::swap(entries, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::mix;

    #[test]
    fn many_numbers_are_sorted_as_by_comparing() {
        for shift in [0, 20] {
            let entries: Vec<u64> = (0..10_000u64)
                .map(|row| (mix(row) >> 32 >> shift) << 32 | row)
                .collect();
            let mut sorted = entries.clone();
            sorted.sort_unstable();
            assert_eq!(by_upper_half(entries), sorted);
        }
    }
}
