//! Probabilistic record linkage: who is who across ledgers, despite errors.
//!
//! The method is that of Fellegi and Sunter (1969): each field of a pair agrees at some level, each
//! level carries evidence, the sum of the evidence gives a probability. What the levels weigh is
//! estimated from the ledgers themselves, without labelled examples ([`ModelSource`]).
//!
//! Must not know: files, clocks, programmes, places. Everything is a pure function of the records,
//! the settings and a seed; the order of rows and the number of threads change nothing.
//!
//! Start at [`link`], [`dedupe`] or [`cluster()`], or at [`Intake`] for ledgers that come part by
//! part; [`Index`] answers for one record at a time. Inside: `encode` (values to numbers), `block`
//! (which pairs), `compare` (levels), `model` and `train` (weights), `score`, `cluster`.

mod ask;
mod block;
mod cluster;
mod compare;
mod encode;
mod error;
pub mod explain;
mod field;
mod index;
mod model;
mod outcome;
mod radix;
mod records;
mod rivals;
mod run;
mod score;
mod settings;
mod train;
mod weigh;

pub use ask::{cluster, dedupe, link, link_each};
pub use encode::Intake;
pub use error::{CODES, Error};
pub use explain::{Step, Waterfall};
pub use field::{Field, Kind};
pub use index::{Candidate, Index};
pub use model::{FieldModel, Model};
pub use outcome::{ClusterOutcome, DedupeOutcome, LinkOutcome, Pairs, RuleReport, RunReport};
pub use records::{Record, Records};
pub use run::Explainer;
pub use settings::{Clustering, ModelSource, Nicknames, Progress, Settings, Silent, Stage};
