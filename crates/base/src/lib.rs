//! The ground every other crate stands on: codes people write on forms, names, money, dates,
//! divisions, masking, and the shapes of messages and columns.
//!
//! Must not know: files, databases, clocks, randomness, programmes or places. Two dependencies
//! at most beyond `serde` and `thiserror`.
//!
//! Start at [`message`] (how every crate speaks to people) and [`column`] (what a column of a
//! ledger can mean).

pub mod column;
pub mod message;
