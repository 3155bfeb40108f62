//! How often somebody may ask: so many times within a while for each number and for each address.
//! Kept in memory; a restart forgives.

use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::Mutex;

/// Keys remembered at most; beyond it the oldest are forgotten.
const KEYS_MAX: usize = 20_000;

/// Counts askings by key within a while.
#[derive(Debug, Default)]
pub struct Limit {
    asked: Mutex<HashMap<String, (Timestamp, u32)>>,
}

impl Limit {
    /// Whether a key may ask once more within `seconds`, of `most` times.
    pub fn may(&self, key: &str, (most, seconds): (u32, i64), now: Timestamp) -> bool {
        let Ok(mut asked) = self.asked.lock() else {
            // Another thread broke off in here: rather no answer than too many.
            return false;
        };
        let fresh = |since: Timestamp| now.as_second().saturating_sub(since.as_second()) < seconds;
        if asked.len() >= KEYS_MAX {
            asked.retain(|_, (since, _)| fresh(*since));
            if asked.len() >= KEYS_MAX {
                asked.clear();
            }
        }
        let entry = asked.entry(key.to_owned()).or_insert((now, 0));
        if !fresh(entry.0) {
            *entry = (now, 0);
        }
        entry.1 = entry.1.saturating_add(1);
        entry.1 <= most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_600_000_000 + second).unwrap()
    }

    #[test]
    fn after_so_many_askings_there_is_a_rest() {
        let limit = Limit::default();
        let often = (3, 60);
        for n in 0..3 {
            assert!(limit.may("a", often, at(n)));
        }
        assert!(!limit.may("a", often, at(3)));
        assert!(limit.may("b", often, at(3)), "another key is free");
        assert!(!limit.may("a", often, at(59)));
        assert!(limit.may("a", often, at(61)));
    }

    #[test]
    fn many_keys_do_not_fill_the_memory() {
        let limit = Limit::default();
        for n in 0..KEYS_MAX + 10 {
            limit.may(&n.to_string(), (1, 60), at(0));
        }
        assert!(limit.asked.lock().unwrap().len() <= KEYS_MAX);
    }
}
