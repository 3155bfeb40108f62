//! Households: who lives together where, since when, and in what relation to the head.
//!
//! A membership has a first day and, when it is over, a last one with a reason; it is never
//! deleted, so that any day's household can be told. Nobody lives in two households at once; the
//! database holds that too. Start at [`found`] and [`get`].

mod actions;
mod model;
mod settle;
pub(crate) mod store;

pub use actions::{
    Found, Joining, change, current_of, found, get, history, join, leave, members, memberships_of,
    set_head, split,
};
pub(crate) use actions::{end_current, restore};
pub use model::{End, Household, Kind, Membership, Relation};
pub use settle::{Settle, settle_all};

#[cfg(test)]
mod tests;
