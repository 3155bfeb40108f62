//! Civil dates.

pub use jiff::civil::Date;

/// Full years from one day to another (周岁): one more from each anniversary on. Born on 29
/// February, one is a year older on 1 March of common years.
pub fn full_years(from: Date, to: Date) -> i16 {
    let before_anniversary = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i16::from(before_anniversary)
}
