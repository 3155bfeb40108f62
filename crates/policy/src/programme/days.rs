//! When a rule is in force.

use crate::fact::Entity;
use jiff::civil::Date;

/// From a first to a last day, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub from: Date,
    /// Last day; `None` while it lasts.
    pub to: Option<Date>,
}

/// Something that is in force between two days.
pub trait Kept {
    /// Whose it is, where that tells names apart, and the name that its versions share.
    fn name(&self) -> (Option<Entity>, &str);
    /// When.
    fn days(&self) -> Days;
}

impl Days {
    /// Whether a day is among them.
    pub fn contain(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// The days of both; `None` when there are none.
    pub fn and(&self, other: &Self) -> Option<Self> {
        let from = self.from.max(other.from);
        let to = match (self.to, other.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        to.is_none_or(|to| from <= to).then_some(Self { from, to })
    }

    /// The first of these days that none of some spans has.
    pub fn uncovered(&self, spans: &[Self]) -> Option<Date> {
        let mut day = self.from;
        loop {
            let Some(span) = spans.iter().find(|s| s.contain(day)) else {
                return Some(day);
            };
            match span.to.and_then(|to| to.tomorrow().ok()) {
                Some(next) if self.to.is_none_or(|to| next <= to) => day = next,
                _ => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Days;
    use jiff::civil::{Date, date};

    fn days(from: Date, to: Option<Date>) -> Days {
        Days { from, to }
    }

    #[test]
    fn the_first_day_without_a_version_is_found() {
        let whole = days(date(2020, 1, 1), None);
        let first = days(date(2019, 1, 1), Some(date(2020, 8, 31)));
        let second = days(date(2020, 9, 1), None);
        assert_eq!(whole.uncovered(&[first, second]), None);
        assert_eq!(whole.uncovered(&[second]), Some(date(2020, 1, 1)));
        assert_eq!(whole.uncovered(&[first]), Some(date(2020, 9, 1)));
        let short = days(date(2020, 1, 1), Some(date(2020, 8, 31)));
        assert_eq!(short.uncovered(&[first]), None);
    }

    #[test]
    fn common_days_are_what_both_have() {
        let a = days(date(2020, 1, 1), Some(date(2020, 6, 30)));
        let b = days(date(2020, 6, 30), None);
        assert_eq!(
            a.and(&b),
            Some(days(date(2020, 6, 30), Some(date(2020, 6, 30))))
        );
        assert_eq!(a.and(&days(date(2020, 7, 1), None)), None);
    }
}
