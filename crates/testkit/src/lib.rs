//! Builders, generators and measures for tests and benchmarks.
//!
//! Must not know: how linkage decides. Truth is kept beside the data, never in it, and results are
//! judged from the files that the binary writes. Start at [`registry::generate`] for data and at
//! [`measure`] for judging.

pub mod measure;
pub use demo::random;
pub mod registry;
pub mod table;
