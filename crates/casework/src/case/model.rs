//! What a case is, and what may happen to one.

use base::Fen;
use base::id::{ApplicationId, AwardId, CasefileId, HouseholdId, PersonId};
use base::words;
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;
use serde_json::Value;

words! {
    /// What became of a case so far.
    State {
        /// Not decided.
        Open = "open", "case-open";
        /// Granted; what follows the decision may still be to do.
        Granted = "granted", "case-granted";
        /// Refused, in writing and with reasons.
        Refused = "refused", "case-refused";
        /// Taken back by the household.
        Withdrawn = "withdrawn", "case-withdrawn";
    }
}

words! {
    /// What can happen to a case.
    Kind {
        /// It was received.
        Begin = "begin", "case-event-begin";
        /// It moved on its road.
        Turn = "turn", "case-event-turn";
        /// An officer wrote something to the others.
        Note = "note", "case-event-note";
        /// It was decided.
        Decide = "decide", "case-event-decide";
        /// The household took it back.
        Withdraw = "withdraw", "case-event-withdraw";
    }
}

/// What a decision says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Granted, so much a period.
    Grant(Fen),
    /// Refused.
    Refuse,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Casefile {
    /// Its id.
    pub id: CasefileId,
    /// Goes up with every event.
    pub version: i64,
    /// The number that the household is given.
    pub number: String,
    /// The application it came with.
    pub application: ApplicationId,
    /// The household.
    pub household: HouseholdId,
    /// Who it is for: the person of the programme, or whoever applies for the household.
    pub person: PersonId,
    /// Whether it is for the household as a whole.
    pub whole: bool,
    /// The programme.
    pub programme: String,
    /// The village.
    pub division: Division,
    /// The step of the road it stands in; `None` at the end.
    pub step: Option<String>,
    /// Who acts in it.
    pub actor: Option<String>,
    /// The last day of what runs now, if anything does.
    pub due: Option<Date>,
    /// What became of it.
    pub state: State,
    /// What was granted.
    pub amount: Option<Fen>,
    /// The right to be paid that was granted.
    pub award: Option<AwardId>,
    /// The day it was received.
    pub begun_on: Date,
}

/// Something that happened to a case. Never changed, never deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// 1 for the reception, then counted up.
    pub number: i64,
    /// What.
    pub kind: Kind,
    /// The day that the road counts.
    pub day: Date,
    /// When it was recorded.
    pub at: Timestamp,
    /// The step it leads to.
    pub step: Option<String>,
    /// The branch it takes.
    pub branch: Option<String>,
    /// In somebody's words.
    pub note: String,
    /// What was decided and what was computed; empty for others.
    pub data: Value,
    /// Whose doing, as the journal names them.
    pub login: String,
    /// Their name.
    pub name: String,
}
