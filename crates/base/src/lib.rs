//! The ground every other crate stands on: codes people write on forms, names, money, dates,
//! divisions, masking, and the shapes of messages and columns.
//!
//! Must not know: files, databases, clocks, randomness, programmes or places. Two dependencies
//! at most beyond `serde` and `thiserror`.
//!
//! Start at [`message`] (how every crate speaks to people) and [`mod@column`] (what a column of a
//! ledger can mean); then [`citizen_id`] and [`name`], which the linkage stands on.

pub mod calendar;
pub mod citizen_id;
pub mod column;
pub mod date;
pub mod message;
pub mod money;
pub mod name;
pub mod sex;
mod written;

pub use citizen_id::CitizenId;
pub use money::Fen;
pub use sex::Sex;
