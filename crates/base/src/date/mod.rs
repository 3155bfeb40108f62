//! Civil dates as ledgers write them, months, and half-open periods.
//!
//! Start at [`read_date`]; [`Month`] and [`Period`] are for benefits and validity. No clock: what
//! counts as today is passed in.

mod month;
mod read;

pub use jiff::civil::Date;
pub use month::{Month, Period};
pub use read::{
    DateError, DateReading, DateSystem, date_from_epoch_days, date_from_serial, epoch_days,
    parse_date, read_date, serial_from_date,
};

/// Full years from one day to another (周岁): one more from each anniversary on. Born on 29
/// February, one is a year older on 1 March of common years.
pub fn full_years(from: Date, to: Date) -> i16 {
    let before_anniversary = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i16::from(before_anniversary)
}

#[cfg(test)]
mod tests;
