//! A record is one person: of two pairs that share a record the likelier speaks against the other,
//! unless their other records are one person too, entered twice.
//!
//! Each row remembers its likeliest partner only, so that this needs eight bytes a row whatever the
//! number of pairs.

/// The likeliest partner of every row.
#[derive(Debug, Default)]
pub(crate) struct Rivals {
    best: Vec<(u32, f32)>,
}

/// No partner yet.
const NOBODY: u32 = u32::MAX;

/// Pairs that differ by fewer bits are alike: neither speaks against the other.
const ALIKE: f32 = 0.1;

impl Rivals {
    pub(crate) fn new(rows: usize) -> Self {
        Self {
            best: vec![(NOBODY, f32::MIN); rows],
        }
    }

    /// Notes the evidence of a pair, in bits. The order in which pairs come does not matter.
    pub(crate) fn take(&mut self, left: u32, right: u32, evidence: f32) {
        for (row, other) in [(left, right), (right, left)] {
            if let Some(best) = self.best.get_mut(row as usize) {
                let earlier = evidence.total_cmp(&best.1).then(best.0.cmp(&other));
                if earlier.is_gt() {
                    *best = (other, evidence);
                }
            }
        }
    }

    /// What a pair's evidence is lessened by, in bits: its odds are shared with those of likelier
    /// pairs of its records. `same` tells whether two rows are one person.
    pub(crate) fn against(
        &self,
        (left, right, evidence): (u32, u32, f32),
        prior_bits: f64,
        same: impl Fn(u32, u32) -> bool,
    ) -> f32 {
        let mut odds = 0.0;
        for (row, other) in [(left, right), (right, left)] {
            let Some((best, bits)) = self.best.get(row as usize).copied() else {
                continue;
            };
            if best != NOBODY && best != other && bits > evidence + ALIKE && !same(best, other) {
                odds += (f64::from(bits) + prior_bits).exp2();
            }
        }
        if odds > 0.0 {
            (1.0 + odds).log2() as f32
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found() -> Rivals {
        let mut rivals = Rivals::new(4);
        rivals.take(0, 2, 12.0);
        rivals.take(0, 3, 10.0);
        rivals.take(1, 3, 3.0);
        rivals
    }

    #[test]
    fn the_likelier_pair_speaks_against_the_other() {
        let rivals = found();
        let apart = |_: u32, _: u32| false;
        assert!(rivals.against((0, 2, 12.0), 0.0, apart).abs() < f32::EPSILON);
        assert!((rivals.against((0, 3, 10.0), 0.0, apart) - 12.0).abs() < 0.01);
        // Row 3 has a likelier partner than row 1, though that partner has a likelier one itself.
        assert!((rivals.against((1, 3, 3.0), 0.0, apart) - 10.0).abs() < 0.01);
    }

    #[test]
    fn records_of_one_person_are_no_rivals() {
        let rivals = found();
        let same = |a: u32, b: u32| (a, b) == (2, 3);
        assert!(rivals.against((0, 3, 10.0), 0.0, same).abs() < f32::EPSILON);
    }

    #[test]
    fn two_equal_pairs_both_stay() {
        let mut rivals = Rivals::new(3);
        rivals.take(0, 2, 5.0);
        rivals.take(0, 1, 5.0);
        let apart = |_: u32, _: u32| false;
        for right in [1, 2] {
            assert!(rivals.against((0, right, 5.0), 0.0, apart).abs() < f32::EPSILON);
        }
    }
}
