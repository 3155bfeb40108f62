//! The month's money while the power fails: at every single write, at any moment of a process, with
//! two officers at once. After each failure the books agree; going on pays everybody what is owed,
//! once.
//!
//! Start at [`month`]: two months' work that goes on from wherever it stands.

mod faults;
mod hands;
mod kills;
mod month;
