//! Seeded randomness without a library: the same seed gives the same data on every machine and
//! with every version of every dependency.

/// A small, fast generator (SplitMix64). Not for secrets.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// A stream for one purpose: different `parts` under one `seed` give unrelated streams.
    pub fn new(seed: u64, parts: &[u64]) -> Self {
        let mut state = mix(seed ^ 0x5DEE_CE66_D1CE_4E5B);
        for part in parts {
            state = mix(state ^ part.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        }
        Self(state)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A number in `0..end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.bits()) * end as u128) >> 64) as usize
    }

    /// A number in `from..=to`.
    pub fn between(&mut self, from: u32, to: u32) -> u32 {
        from + self.below((to - from) as usize + 1) as u32
    }

    /// True with the given probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.fraction() < probability
    }

    /// A number in `0.0..1.0`.
    pub fn fraction(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// One of the items, each as likely.
    ///
    /// # Panics
    /// When there are none.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &'a [&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// An index in `0..len` where index i has weight 1 / (i + flat): names fall off about so.
    pub fn zipf(&mut self, len: usize, flat: f64) -> usize {
        // Inverse of the continuous distribution: close enough, and without a table.
        let (low, high) = (flat.ln(), (len as f64 + flat).ln());
        let x = (low + self.fraction() * (high - low)).exp() - flat;
        (x as usize).min(len.saturating_sub(1))
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A seeded order of `0..len` that needs no memory: row r of a file is item `shuffle.at(r)`.
#[derive(Debug, Clone)]
pub struct Shuffle {
    len: u64,
    half: u32,
    seed: u64,
}

impl Shuffle {
    /// An order of `0..len`.
    pub fn new(len: usize, seed: u64) -> Self {
        let bits = u64::BITS - (len.max(2) as u64 - 1).leading_zeros();
        Self {
            len: len as u64,
            half: bits.div_ceil(2),
            seed,
        }
    }

    /// Which item stands at this row.
    pub fn at(&self, row: usize) -> usize {
        let mask = (1u64 << self.half) - 1;
        let mut x = row as u64;
        // A Feistel network is a bijection of 2^(2·half) numbers; walk until inside 0..len.
        loop {
            let (mut a, mut b) = (x >> self.half, x & mask);
            for round in 0..4 {
                (a, b) = (b, a ^ (mix(b ^ self.seed.wrapping_add(round << 40)) & mask));
            }
            x = (a << self.half) | b;
            if x < self.len {
                return x as usize;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffle_holds_every_item_once() {
        for len in [1, 2, 3, 10, 1000, 4097] {
            let shuffle = Shuffle::new(len, 7);
            let mut seen: Vec<usize> = (0..len).map(|r| shuffle.at(r)).collect();
            assert!(len < 10 || seen[..10] != (0..10).collect::<Vec<_>>());
            seen.sort_unstable();
            assert_eq!(seen, (0..len).collect::<Vec<_>>());
        }
    }

    #[test]
    fn common_items_are_drawn_more_often() {
        let mut random = Random::new(1, &[]);
        let mut counts = [0; 100];
        for _ in 0..10_000 {
            counts[random.zipf(100, 2.0)] += 1;
        }
        assert!(counts[0] > 5 * counts[30] && counts.iter().all(|c| *c > 0));
    }

    #[test]
    fn streams_of_one_seed_differ_by_part_and_repeat() {
        let draw = |parts: &[u64]| Random::new(9, parts).bits();
        assert_eq!(draw(&[1, 2]), draw(&[1, 2]));
        assert_ne!(draw(&[1, 2]), draw(&[2, 1]));
    }
}
