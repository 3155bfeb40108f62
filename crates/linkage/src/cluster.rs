//! From matching pairs to people: connected parts, and within them average linkage so that one
//! weak bridge does not join two people.

use crate::compare::FIELDS_MAX;
use hashbrown::HashMap;

/// What the fields of two rows say, in bits; `None` where either does not know.
pub(crate) type Told = [Option<f32>; FIELDS_MAX];

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

/// Joins the pairs; `told` gives what the fields of any two rows say, on top of the `prior` odds.
pub(crate) fn cautious(
    rows: usize,
    pairs: &[(u32, u32)],
    prior: f32,
    told: impl Fn(u32, u32) -> Told,
) -> Parts {
    let evidence = |a, b| prior + told(a, b).iter().flatten().sum::<f32>();
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
            average_linkage(&members, prior, &told, &mut whole);
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

/// One field of one pair must not outvote several contradictions.
const TOLD_MAX: f32 = 20.0;

/// What two groups say of each other: for each field the sum over the pairs that know it, and how
/// many do.
#[derive(Clone, Copy)]
struct Between {
    sums: [f32; FIELDS_MAX],
    known: [f32; FIELDS_MAX],
}

impl Between {
    fn of(told: Told) -> Self {
        Self {
            sums: told.map(|t| t.unwrap_or(0.0).clamp(-TOLD_MAX, TOLD_MAX)),
            known: told.map(|t| if t.is_some() { 1.0 } else { 0.0 }),
        }
    }

    fn add(&mut self, other: &Self) {
        for field in 0..FIELDS_MAX {
            self.sums[field] += other.sums[field];
            self.known[field] += other.known[field];
        }
    }

    /// The mean of what each field says where it is known.
    fn bits(&self) -> f32 {
        let fields = self.sums.iter().zip(&self.known);
        let said = fields.filter(|(_, known)| **known > 0.0);
        said.map(|(sum, known)| sum / known).sum()
    }
}

/// Joins the two groups that agree best on average, as long as the average speaks for one person. A
/// record that lacks a field neither helps nor hinders those that have it.
fn average_linkage(rows: &[u32], prior: f32, told: &impl Fn(u32, u32) -> Told, whole: &mut Parts) {
    let n = rows.len();
    let place = |a: usize, b: usize| a.max(b) * (a.max(b) - 1) / 2 + a.min(b);
    let mut between: Vec<Between> = Vec::with_capacity(n * n / 2);
    for a in 1..n {
        for b in 0..a {
            between.push(Between::of(told(rows[b], rows[a])));
        }
    }
    let mut bits: Vec<f32> = between.iter().map(|pair| prior + pair.bits()).collect();
    let mut alive: Vec<usize> = (0..n).collect();
    loop {
        let mut best = (0f32, 0, 0);
        for (at, a) in alive.iter().enumerate() {
            for b in &alive[at + 1..] {
                let mean = bits[place(*a, *b)];
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
        alive.retain(|c| *c != b);
        for c in alive.iter().filter(|c| **c != a) {
            let other = between[place(b, *c)];
            let joined = &mut between[place(a, *c)];
            joined.add(&other);
            bits[place(a, *c)] = prior + joined.bits();
        }
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

    /// One field says it all.
    fn said(bits: f32) -> Told {
        let mut told = [None; FIELDS_MAX];
        told[0] = Some(bits);
        told
    }

    #[test]
    fn a_record_that_lacks_a_field_does_not_weaken_the_others() {
        // Row 2 knows the second field alone; both others agree with it there, barely.
        let told = |a: u32, b: u32| {
            let mut told = [None; FIELDS_MAX];
            if (a, b) == (0, 1) {
                told[0] = Some(9.0);
            }
            told[1] = Some(5.5);
            told
        };
        let (_, count) = cautious(3, &[(0, 1), (1, 2)], -5.0, told).numbered();
        assert_eq!(count, 1);
    }

    #[test]
    fn a_weak_bridge_does_not_join_two_people() {
        let strong = |a: u32, b: u32| if (a < 3) == (b < 3) { 10.0 } else { -8.0 };
        let bridge = |a, b| if (a, b) == (2, 3) { 1.0 } else { strong(a, b) };
        let pairs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)];
        let (cluster, count) = cautious(7, &pairs, 0.0, |a, b| said(bridge(a, b))).numbered();
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
        let told = |a, b| said(evidence(a, b));
        let (cluster, count) = cautious(1000, &pairs, 0.0, told).numbered();
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
