//! Where is my application: for whoever holds its number and the last four characters of the
//! applicant's ID number, without an account. It tells the step, the day and whom to ask, and nothing
//! about anybody; an unknown number and wrong characters are answered alike, and only so often.

mod actions;
mod limit;
pub(crate) mod pages;

pub use actions::{Progress, find};
pub use limit::Limit;
