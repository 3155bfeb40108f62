//! The demo district: a seeded synthetic population, its ledgers as bureaux send them, and the
//! truth beside them.
//!
//! Must not know: how linkage or packs decide. Everyone in it is invented. Start at [`random`],
//! which everything is drawn from.

pub mod names;
pub mod random;
