//! What a comparison is.

use base::id::{ComparisonId, JobId};
use base::words;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// How far a comparison is.
    State {
        /// Ledgers are being put together.
        Draft = "draft", "comparison-draft";
        /// It runs.
        Running = "running", "comparison-running";
        /// It is done.
        Done = "done", "comparison-done";
        /// It could not be done; `told` says why, and it can be started again.
        Failed = "failed", "comparison-failed";
    }
}

/// A screen that could not run, and what it lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The screen.
    pub screen: String,
    /// Roles without a ledger, or fields without a column as `role.field`.
    pub needs: Vec<String>,
}

/// A comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Its id.
    pub id: ComparisonId,
    /// Goes up with every change.
    pub version: i64,
    /// The day on which everything is held against the rules.
    pub on: Date,
    /// How far it is.
    pub state: State,
    /// Fingerprint of the pack that it ran with; empty before.
    pub pack: String,
    /// Why it could not be done, as the code of a message; empty else.
    pub told: String,
    /// How many people the ledgers hold.
    pub people: i64,
    /// How many findings it has, exempt ones not counted.
    pub found: i64,
    /// How many of them nobody had found before.
    pub fresh: i64,
    /// Earlier findings, not closed, that are found no more.
    pub gone: i64,
    /// Screens that could not run.
    pub not_run: Vec<Missing>,
    /// Its job.
    pub job: Option<JobId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: String,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

/// A ledger of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its id.
    pub id: String,
    /// The role it plays.
    pub role: String,
    /// The file, or the register.
    pub name: String,
    /// How many records.
    pub records: i64,
    /// Whether it is a register of the bureau.
    pub register: bool,
}
