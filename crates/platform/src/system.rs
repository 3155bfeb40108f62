//! The system's own clock, ids and randomness: the only place that asks for them.

use base::Clock;
use base::id::{IdGen, bits_at};
use jiff::Timestamp;
use std::sync::{Mutex, PoisonError};

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Something that gives bytes nobody can guess.
pub trait Random: Send + Sync {
    /// Fills a buffer.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoRandomness>;
}

impl dyn Random + '_ {
    /// So many bytes.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], NoRandomness> {
        let mut buffer = [0; N];
        self.fill(&mut buffer)?;
        Ok(buffer)
    }
}

/// The system gave no random bytes: nothing secret can be made, so nothing goes on.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the system gives no random bytes")]
pub struct NoRandomness;

/// The system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(buffer).map_err(|_| NoRandomness)
    }
}

/// Ids of this machine: the time, then random bits; within a millisecond, one more each.
#[derive(Debug, Default)]
pub struct SystemIds(Mutex<u128>);

impl IdGen for SystemIds {
    fn bits(&self) -> u128 {
        let millisecond = u64::try_from(Timestamp::now().as_millisecond()).unwrap_or(0);
        let mut random = [0; 10];
        // Ids are no secrets: without randomness the time and the count still keep them apart.
        let _ = SystemRandom.fill(&mut random);
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let made = bits_at(millisecond, random);
        *last = if made > *last { made } else { *last + 1 };
        *last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_machine_only_rise() {
        let ids = SystemIds::default();
        let made: Vec<u128> = (0..2_000).map(|_| ids.bits()).collect();
        assert!(made.windows(2).all(|w| w[0] < w[1]));
    }
}
