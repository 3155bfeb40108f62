//! What a finding is, and what can happen to it.

use base::id::{AccountId, ComparisonId, FindingId, PersonId};
use base::words;
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;
use serde::{Deserialize, Serialize};

words! {
    /// How far a finding is worked off.
    State {
        /// Nobody has looked yet.
        Open = "open", "finding-open";
        /// Somebody has looked; somebody else is to close it.
        Verified = "verified", "finding-verified";
        /// Done.
        Closed = "closed", "finding-closed";
    }
}

words! {
    /// What a look on the spot or into the files has shown.
    Outcome {
        /// It is as the screen says; what follows is told in the note.
        True = "true", "finding-true";
        /// It is not; the note says why the screen was wrong.
        False = "false", "finding-false";
        /// It was put right before anybody looked.
        Handled = "handled", "finding-handled";
    }
}

words! {
    /// What happened to a finding.
    Step {
        /// A comparison found it.
        Found = "found", "finding-event-found";
        /// A later one found it after it had been closed.
        Again = "again", "finding-event-again";
        /// A later one found it no more.
        Gone = "gone", "finding-event-gone";
        /// Somebody looked.
        Verify = "verify", "finding-event-verify";
        /// Somebody else closed it.
        Close = "close", "finding-event-close";
        /// It was given back to be looked at once more.
        Return = "return", "finding-event-return";
    }
}

/// A row that a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The role of its ledger.
    pub role: String,
    /// The file or register.
    pub ledger: String,
    /// The row of the file, from 1.
    pub row: u32,
    /// Why it is taken for this person's: the code of a message.
    pub link: String,
    /// Thousandths of certainty.
    pub certainty: i64,
    /// Headers and values, ID numbers in full.
    pub values: Vec<(String, String)>,
    /// Places of the values that hold an ID number: shown masked.
    pub numbers: Vec<usize>,
}

/// A finding as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its id.
    pub id: FindingId,
    /// Goes up with every change.
    pub version: i64,
    /// Person and screen, the same from comparison to comparison.
    pub key: String,
    /// The screen.
    pub screen: String,
    /// The person, or the head of the household.
    pub name: String,
    /// Who that is among the people known.
    pub person: Option<PersonId>,
    /// Where they live.
    pub division: Division,
    /// How sure it is that all rows are of the same people, in thousandths.
    pub certainty: i64,
    /// The sentence in Chinese and English.
    pub message: [String; 2],
    /// The exemption that holds, in Chinese and English as JSON; empty if none does.
    pub exempt: String,
    /// By when it should be done.
    pub due: Date,
    /// How far it is.
    pub state: State,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// Who looked.
    pub verified_by: Option<AccountId>,
    /// Whether the last comparison that ran its screen has it.
    pub seen: bool,
    /// The comparison that found it first.
    pub first: ComparisonId,
    /// The one that found it last.
    pub last: ComparisonId,
    /// The day of the first.
    pub found_on: Date,
    /// When it was closed.
    pub closed_on: Option<Date>,
}

impl Finding {
    /// Whether it is past its day.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state != State::Closed && self.due < today
    }
}

/// Something that happened. Never changed, never deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Counted up from 1.
    pub number: i64,
    /// What.
    pub step: Step,
    /// On which day.
    pub day: Date,
    /// When.
    pub at: Timestamp,
    /// What a look has shown.
    pub outcome: Option<Outcome>,
    /// In words.
    pub note: String,
    /// Who.
    pub login: String,
    /// Their name.
    pub name: String,
}

/// How many findings stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Nobody has looked yet.
    pub open: i64,
    /// To be closed.
    pub verified: i64,
    /// Done.
    pub closed: i64,
    /// Past their day, and not done.
    pub overdue: i64,
}

/// What came of the findings of a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quality {
    /// The screen.
    pub screen: String,
    /// All its findings that no exemption covers.
    pub all: i64,
    /// Not closed.
    pub open: i64,
    /// True, or put right before anybody looked.
    pub right: i64,
    /// False.
    pub wrong: i64,
    /// Least certainty of those that were true, in thousandths.
    pub right_from: Option<i64>,
    /// Greatest certainty of those that were false, in thousandths.
    pub wrong_to: Option<i64>,
}

impl Quality {
    /// The share of right ones among those with an outcome, in thousandths.
    #[must_use]
    pub fn precision(&self) -> Option<i64> {
        let judged = self.right + self.wrong;
        (judged > 0).then(|| self.right * 1000 / judged)
    }

    /// The least certainty that would have kept every right finding and left out a wrong one: a
    /// proposal for people, from ten outcomes on.
    #[must_use]
    pub fn proposal(&self) -> Option<i64> {
        let (from, to) = (self.right_from?, self.wrong_to?);
        (self.right + self.wrong >= 10 && to < from).then_some(from)
    }
}
