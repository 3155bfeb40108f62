//! What a finding is.

use base::Fen;
use base::date::Month;
use base::id::{AwardId, PersonId, RollId};
use base::words;
use jiff::Timestamp;
use platform::Division;
use serde::{Deserialize, Serialize};

words! {
    /// What is looked for.
    Rule {
        /// Money for months after the payee's death.
        Dead = "dead", "watch-dead";
        /// More was given for the month than is owed.
        Over = "over", "watch-over";
        /// One payee, or one household, is given the same twice.
        Twice = "twice", "watch-twice";
        /// Less was given for the month than is owed.
        Short = "short", "watch-short";
        /// Arrived after the day by which it must be there, or not yet.
        Late = "late", "watch-late";
        /// Sent back by the bank and not paid again.
        Returned = "returned", "watch-returned";
        /// Several people are paid into one account.
        Shared = "shared", "watch-shared";
        /// The account is in another's name.
        Holder = "holder", "watch-holder";
        /// Close kin of an official, or of their household, is paid.
        Kin = "kin", "watch-kin";
        /// A town's reserve lies idle.
        Idle = "idle", "watch-idle";
        /// Several payments of a reserve just under the ceiling.
        JustUnder = "just-under", "watch-just-under";
        /// The same person helped from a reserve again within the year.
        SamePayee = "same-payee", "watch-same-payee";
        /// Payments of one case pass the ceiling together.
        Split = "split", "watch-split";
    }
}

words! {
    /// What a value of evidence is.
    Kind {
        /// Text as it stands.
        Text = "text", "evidence-text";
        /// Fen.
        Money = "fen", "evidence-money";
        /// A message code.
        Code = "code", "evidence-code";
    }
}

/// One row of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Message code of what it is.
    pub what: String,
    /// Its value.
    pub value: String,
    /// Code of [`Kind`].
    pub kind: String,
    /// Where it can be seen; may be empty.
    pub path: String,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The month that was looked through.
    pub month: Month,
    /// From 1, the gravest rules first.
    pub number: i64,
    /// What it is.
    pub rule: Rule,
    /// Where.
    pub division: Division,
    /// Who was paid, and their name.
    pub payee: Option<(PersonId, String)>,
    /// The award.
    pub award: Option<AwardId>,
    /// The line of a roll.
    pub line: Option<(RollId, i64)>,
    /// Number of the case.
    pub case_number: String,
    /// Code of the programme.
    pub programme: String,
    /// How much it is about.
    pub amount: Fen,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// A rule that could not run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Code of the rule.
    pub rule: String,
    /// Message code of the reason.
    pub why: String,
}

/// When a month was looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// How many findings.
    pub findings: i64,
    /// What could not be looked for.
    pub skipped: Vec<Skipped>,
}

/// Which findings are looked for. What is empty does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Code of a rule.
    pub rule: String,
    /// Part of a payee's name.
    pub payee: String,
    /// Of a programme.
    pub programme: String,
    /// In a division.
    pub division: String,
}
