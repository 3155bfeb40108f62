//! Reports: the statistical return of a month, the list that a village posts, the ledger of a month,
//! and how long a budget lasts. Reads, writes nothing.
//!
//! Start at [`forecast()`], or at the pages.

mod budget;
mod ledger;
mod posted;
mod query;
mod spread;
mod stats;
#[cfg(test)]
mod tests;

pub(crate) use budget::panel;
pub use budget::{Forecast, forecast};
pub(crate) use ledger::export as ledger_export;
pub(crate) use posted::{export as posted_export, show as posted};
pub(crate) use spread::show as spread;
pub(crate) use stats::{export as stats_export, show as stats};
