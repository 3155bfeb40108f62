//! The demo district: a seeded synthetic population, its ledgers as bureaux send them, and the
//! truth beside them.
//!
//! Must not know: how linkage or packs decide. Everyone in it is invented. Start at
//! [`world::World::build`], then [`ledger`]; everything is drawn from [`random`].
//!
//! ```
//! // A small district, and what should be found in its ledgers.
//! use demo::world::{Options, World};
//! let world = World::build(&Options { people: 2_000, seed: 7, ..Options::default() });
//! let hits = demo::truth::hits(&world, 1.0);
//! assert!(hits.iter().any(|hit| hit.screen == "M01"));
//! ```

pub mod awards;
pub mod ledger;
pub mod names;
pub mod numbers;
pub mod package;
pub mod places;
pub mod population;
pub mod random;
pub mod registers;
pub mod score;
pub mod truth;
pub mod world;
