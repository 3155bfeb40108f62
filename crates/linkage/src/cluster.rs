//! From matching pairs to people: connected parts, and within them average linkage so that one
//! weak bridge does not join two people.

use hashbrown::HashMap;

/// Rows joined into parts, with path halving.
pub(crate) struct Parts {
    parent: Vec<u32>,
}

impl Parts {
    pub(crate) fn new(rows: usize) -> Self {
        Self {
            parent: (0..u32::try_from(rows).unwrap_or(u32::MAX)).collect(),
        }
    }

    pub(crate) fn find(&mut self, row: u32) -> u32 {
        let mut at = row;
        while self.parent[at as usize] != at {
            let up = self.parent[self.parent[at as usize] as usize];
            self.parent[at as usize] = up;
            at = up;
        }
        at
    }

    pub(crate) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        self.parent[high as usize] = low;
    }

    /// Numbers from 0 in order of each part's first row, and how many parts there are.
    pub(crate) fn numbered(mut self) -> (Vec<u32>, usize) {
        let rows = u32::try_from(self.parent.len()).unwrap_or(u32::MAX);
        let mut numbers = vec![u32::MAX; self.parent.len()];
        let mut next = 0;
        let mut cluster = Vec::with_capacity(self.parent.len());
        for row in 0..rows {
            let root = self.find(row) as usize;
            if numbers[root] == u32::MAX {
                numbers[root] = next;
                next += 1;
            }
            cluster.push(numbers[root]);
        }
        (cluster, next as usize)
    }
}

/// Parts larger than this are not cut: every pair within one would have to be compared.
const CUT_MAX: usize = 600;

/// Joins the pairs; `evidence` gives the log odds in bits of any two rows.
pub(crate) fn cautious(
    rows: usize,
    pairs: &[(u32, u32)],
    evidence: impl Fn(u32, u32) -> f32,
) -> Parts {
    let mut parts = Parts::new(rows);
    for (a, b) in pairs {
        parts.join(*a, *b);
    }
    let mut members: HashMap<u32, Vec<u32>> = HashMap::new();
    for (a, b) in pairs {
        for row in [*a, *b] {
            let root = parts.find(row);
            let list = members.entry(root).or_default();
            if !list.contains(&row) || list.len() > CUT_MAX {
                list.push(row);
            }
        }
    }
    let mut whole = Parts::new(rows);
    let mut roots: Vec<u32> = members.keys().copied().collect();
    roots.sort_unstable();
    for root in roots {
        let mut rows = members.remove(&root).unwrap_or_default();
        rows.sort_unstable();
        rows.dedup();
        if rows.len() <= 2 || rows.len() > CUT_MAX {
            for row in rows.iter().skip(1) {
                whole.join(rows[0], *row);
            }
        } else {
            average_linkage(&rows, &evidence, &mut whole);
        }
    }
    whole
}

/// Joins the two groups that agree best on average, as long as the average speaks for one person.
fn average_linkage(rows: &[u32], evidence: &impl Fn(u32, u32) -> f32, whole: &mut Parts) {
    let n = rows.len();
    let mut sums = vec![0f32; n * n];
    for a in 0..n {
        for b in a + 1..n {
            // One very sure pair must not outvote several contradictions.
            let bits = evidence(rows[a], rows[b]).clamp(-15.0, 15.0);
            sums[a * n + b] = bits;
            sums[b * n + a] = bits;
        }
    }
    let mut sizes = vec![1f32; n];
    let mut alive: Vec<usize> = (0..n).collect();
    loop {
        let mut best = (0f32, 0, 0);
        for (at, a) in alive.iter().enumerate() {
            for b in &alive[at + 1..] {
                let mean = sums[a * n + b] / (sizes[*a] * sizes[*b]);
                if mean > best.0 {
                    best = (mean, *a, *b);
                }
            }
        }
        let (mean, a, b) = best;
        if mean <= 0.0 {
            return;
        }
        whole.join(rows[a], rows[b]);
        for c in &alive {
            let added = sums[b * n + c];
            sums[a * n + c] += added;
            sums[c * n + a] += added;
        }
        sizes[a] += sizes[b];
        alive.retain(|c| *c != b);
    }
}

/// Keeps for each row its likeliest partner, greedily from the surest pair on; pairs as
/// (left, right, evidence).
pub(crate) fn one_to_one(pairs: &mut Vec<(u32, u32, f32)>) {
    pairs.sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    let mut taken = hashbrown::HashSet::new();
    pairs.retain(|(left, right, _)| {
        let free = !taken.contains(left) && !taken.contains(right);
        if free {
            taken.extend([*left, *right]);
        }
        free
    });
    pairs.sort_unstable_by_key(|(left, right, _)| (*left, *right));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weak_bridge_does_not_join_two_people() {
        let strong = |a: u32, b: u32| if (a < 3) == (b < 3) { 10.0 } else { -8.0 };
        let bridge = |a, b| if (a, b) == (2, 3) { 1.0 } else { strong(a, b) };
        let pairs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)];
        let (cluster, count) = cautious(7, &pairs, bridge).numbered();
        assert_eq!(cluster, [0, 0, 0, 1, 1, 1, 2]);
        assert_eq!(count, 3);
    }

    #[test]
    fn each_row_keeps_one_partner() {
        let mut pairs = vec![(0, 5, 3.0), (0, 6, 9.0), (1, 6, 8.0), (1, 5, 2.0)];
        one_to_one(&mut pairs);
        assert_eq!(pairs, [(0, 6, 9.0), (1, 5, 2.0)]);
    }
}
