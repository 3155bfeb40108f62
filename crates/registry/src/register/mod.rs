//! Records of declared registers (台账): kept by those the pack names, within their divisions,
//! checked against the declaration, confirmed in its cycle, with their past.
//!
//! Must not know: any register by name; everything comes from the pack ([`Declared`]). Owns
//! `register_record` and `register_slot`. Start at [`Declared`], then [`add`] and [`list`].

pub(crate) mod actions;
pub(crate) mod declared;
mod each;
mod ledger;
pub(crate) mod many;
pub(crate) mod model;
pub(crate) mod pages;
mod query;
pub(crate) mod row;
pub(crate) mod store;

pub(crate) use actions::SUBJECT;
pub use actions::{New, add, change, confirm, end, get, history, restore, unmask};
pub use declared::{Declared, declared, install};
pub use each::{each, marked};
pub use ledger::{Ledger, ledger};
pub use many::{Given, Subject, fill};
pub use model::{Record, State};
pub use pages::exported;
pub(crate) use query::people;
pub use query::{Count, Listed, Numbers, Only, Query, list, numbers, of_person};

#[cfg(test)]
pub(crate) mod tests;
