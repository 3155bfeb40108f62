//! Where the time comes from: always a parameter, so that a decision can be repeated and a test
//! can say what day it is. The clock of the system itself is in `platform`.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use std::sync::{Mutex, PoisonError};

/// All of China keeps one time, without summer time since 1991.
pub const CHINA: Offset = Offset::constant(8);

/// Something that knows what time it is.
pub trait Clock: Send + Sync {
    /// This instant.
    fn now(&self) -> Timestamp;

    /// The date on an office wall.
    fn today(&self) -> Date {
        china(self.now()).date()
    }
}

/// An instant as an office clock shows it.
#[must_use]
pub fn china(at: Timestamp) -> DateTime {
    CHINA.to_datetime(at)
}

/// A clock that stands still until it is moved: for tests, and for recomputing the past.
#[derive(Debug)]
pub struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    /// A clock that shows an instant.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves it, by seconds.
    pub fn advance(&self, seconds: i64) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now
            .checked_add(jiff::SignedDuration::from_secs(seconds))
            .unwrap_or(Timestamp::MAX);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_office_is_eight_hours_ahead() {
        let clock = FixedClock::new("2020-03-18T16:30:00Z".parse().unwrap());
        assert_eq!(clock.today().to_string(), "2020-03-19");
        clock.advance(-3600);
        assert_eq!(clock.today().to_string(), "2020-03-18");
    }
}
