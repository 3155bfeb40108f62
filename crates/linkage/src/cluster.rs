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

/// Larger parts are first split at their weakest links: every pair within one has to be compared.
const CUT_MAX: usize = 400;

/// By how many bits the links that hold a large part together must be surer each time.
const CUT_STEP: f32 = 2.0;

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
    let mut links: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
    for pair in pairs {
        links.entry(parts.find(pair.0)).or_default().push(*pair);
    }
    let mut roots: Vec<u32> = links.keys().copied().collect();
    roots.sort_unstable();
    let mut whole = Parts::new(rows);
    let mut open: Vec<(Vec<(u32, u32)>, f32)> = roots
        .iter()
        .filter_map(|root| Some((links.remove(root)?, 0.0)))
        .collect();
    while let Some((links, least)) = open.pop() {
        let mut members: Vec<u32> = links.iter().flat_map(|(a, b)| [*a, *b]).collect();
        members.sort_unstable();
        members.dedup();
        if members.len() <= 2 {
            whole.join(members[0], members[members.len() - 1]);
        } else if members.len() <= CUT_MAX {
            average_linkage(&members, &evidence, &mut whole);
        } else {
            open.extend(split(links, least + CUT_STEP, &evidence));
        }
    }
    whole
}

/// The parts of a large part that links of at least so much evidence hold together.
fn split(
    links: Vec<(u32, u32)>,
    least: f32,
    evidence: &impl Fn(u32, u32) -> f32,
) -> Vec<(Vec<(u32, u32)>, f32)> {
    let sure: Vec<(u32, u32)> = links
        .into_iter()
        .filter(|(a, b)| evidence(*a, *b) >= least)
        .collect();
    let mut parent: HashMap<u32, u32> = HashMap::new();
    for (a, b) in &sure {
        let (a, b) = (root(&mut parent, *a), root(&mut parent, *b));
        parent.insert(a.max(b), a.min(b));
    }
    let mut parts: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
    for pair in sure {
        let at = root(&mut parent, pair.0);
        parts.entry(at).or_default().push(pair);
    }
    let mut found: Vec<(u32, Vec<(u32, u32)>)> = parts.into_iter().collect();
    found.sort_unstable_by_key(|(root, _)| *root);
    found.into_iter().map(|(_, links)| (links, least)).collect()
}

fn root(parent: &mut HashMap<u32, u32>, row: u32) -> u32 {
    let mut at = row;
    while let Some(up) = parent.get(&at).copied().filter(|up| *up != at) {
        at = up;
    }
    if at != row {
        parent.insert(row, at);
    }
    at
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
    fn a_part_too_large_to_compare_is_split_at_its_weakest_links() {
        // 200 people of five records each, all chained by weak links.
        let person = |row: u32| row / 5;
        let evidence = |a: u32, b: u32| match person(a) == person(b) {
            true => 9.0,
            false => 0.5,
        };
        let pairs: Vec<(u32, u32)> = (0..999).map(|row| (row, row + 1)).collect();
        let (cluster, count) = cautious(1000, &pairs, evidence).numbered();
        assert_eq!(count, 200);
        assert!((0..1000).all(|row| cluster[row as usize] == person(row)));
    }

    #[test]
    fn each_row_keeps_one_partner() {
        let mut pairs = vec![(0, 5, 3.0), (0, 6, 9.0), (1, 6, 8.0), (1, 5, 2.0)];
        one_to_one(&mut pairs);
        assert_eq!(pairs, [(0, 6, 9.0), (1, 5, 2.0)]);
    }
}
