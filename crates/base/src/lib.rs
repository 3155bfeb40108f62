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
pub mod clock;
mod coded;
pub mod codes;
pub mod column;
pub mod date;
pub mod division;
pub mod document;
pub mod fault;
pub mod id;
pub mod mask;
pub mod message;
pub mod money;
pub mod name;
pub mod sex;
mod written;

pub use citizen_id::CitizenId;
pub use clock::Clock;
pub use fault::{Fault, FieldErrors};
pub use id::{Id, IdGen};
pub use money::Fen;
pub use sex::Sex;

/// Every message code of this crate.
pub const CODES: &[&str] = &[
    "base-id-empty",
    "base-id-masked",
    "base-id-damaged",
    "base-id-character",
    "base-id-length",
    "base-id-date",
    "base-id-check",
    "base-id-other-document",
    "base-id-region",
    "base-id-future",
    "base-id-too-old",
    "base-date-empty",
    "base-date-impossible",
    "base-date-day-missing",
    "base-date-order-unknown",
    "base-date-unreadable",
    "base-calendar-no-notice",
    "base-money-empty",
    "base-money-too-fine",
    "base-money-grouping",
    "base-money-too-large",
    "base-money-character",
    "base-money-malformed",
    "base-code-empty",
    "base-code-length",
    "base-code-character",
    "base-code-check",
    "base-division-empty",
    "base-division-character",
    "base-division-length",
    "base-division-gap",
    "base-division-row",
    "base-division-repeated",
    "base-division-nameless",
    "base-division-unknown",
    "base-document-empty",
    "base-document-bracket",
    "base-document-issuer",
    "base-document-year",
    "base-document-number",
    "base-document-end",
];
