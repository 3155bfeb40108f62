//! What a roll and its lines are.

use crate::award::Area;
use base::Fen;
use base::date::Month;
use base::id::{AccountId, AwardId, BankAccountId, HouseholdId, PersonId, RollId};
use base::words;
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;

words! {
    /// Where a roll stands.
    State {
        /// Built, not signed; can be built anew.
        Draft = "draft", "roll-draft";
        /// Signed by one; its lines no longer change.
        Signed = "signed", "roll-signed";
        /// Signed by two: it is to be paid.
        Approved = "approved", "roll-approved";
        /// The bank has its file.
        Filed = "filed", "roll-filed";
        /// The bank has answered for every line.
        Answered = "answered", "roll-answered";
    }
}

words! {
    /// What a roll is for.
    Kind {
        /// What a month owes.
        Monthly = "monthly", "roll-monthly";
        /// What the bank sent back, paid again.
        Again = "again", "roll-again";
    }
}

words! {
    /// How a line differs from the month before.
    Cause {
        /// Nothing was due before.
        Joined = "joined", "cause-joined";
        /// Nothing is due now.
        Left = "left", "cause-left";
        /// More.
        Up = "up", "cause-up";
        /// Less.
        Down = "down", "cause-down";
        /// The same.
        Same = "same", "cause-same";
    }
}

words! {
    /// Whether a line is paid.
    LineState {
        /// It is.
        Pay = "pay", "line-pay";
        /// A check stands against it.
        Blocked = "blocked", "line-blocked";
        /// An officer holds it.
        Held = "held", "line-held";
        /// There is nothing to pay.
        Nothing = "none", "line-none";
    }
}

words! {
    /// A check that stands against a payment.
    Block {
        /// The register says that the payee is dead.
        Dead = "dead", "block-dead";
        /// Two sources say that the payee is dead; the register does not yet.
        Reported = "reported", "block-reported";
        /// No account is known.
        NoAccount = "no-account", "block-no-account";
        /// The account is out of use.
        AccountEnded = "account-ended", "block-account-ended";
        /// The account's number cannot be one.
        AccountUnsound = "account-unsound", "block-account-unsound";
        /// The same account takes money of several payees.
        AccountShared = "account-shared", "block-account-shared";
        /// Far more than the programme pays others for as many people.
        OverLimit = "over-limit", "block-over-limit";
    }
}

impl Block {
    /// Whether an officer may let the line pass with a reason.
    #[must_use]
    pub const fn may_pass(self) -> bool {
        matches!(self, Self::Reported | Self::AccountShared | Self::OverLimit)
    }
}

words! {
    /// Something to look at that does not stand against a payment.
    Warning {
        /// The payee has moved out of the district.
        Moved = "moved", "warn-moved";
        /// One source says that the payee is dead: to be visited, not yet held.
        Reported = "reported", "warn-reported";
        /// Half as much again as last month, or half.
        Jump = "jump", "warn-jump";
        /// The account is in another's name.
        Holder = "holder", "warn-holder";
        /// Something paid before is still to be recovered.
        Recovery = "recovery", "warn-recovery";
    }
}

/// A roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    /// Its id.
    pub id: RollId,
    /// Goes up with every change.
    pub version: i64,
    /// The month.
    pub month: Month,
    /// 1 for the month's own roll, then counted up.
    pub number: i64,
    /// What it is for.
    pub kind: Kind,
    /// Where it stands.
    pub state: State,
    /// The day on which money is to arrive.
    pub pay_on: Date,
    /// What the awards were when it was built.
    pub stamp: String,
    /// SM3 over its lines, from the first signature on.
    pub fingerprint: Option<String>,
    /// When it was built last.
    pub built_at: Timestamp,
    /// By whom.
    pub built_by: String,
    /// Who signed first, and when.
    pub first: Option<(AccountId, String, Timestamp)>,
    /// Who signed second, and when.
    pub second: Option<(AccountId, String, Timestamp)>,
    /// Format of the bank's file.
    pub file_format: Option<String>,
    /// SM3 of the bank's file.
    pub file_fingerprint: Option<String>,
}

/// A line of a roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1, by place, programme and case.
    pub number: i64,
    /// The award.
    pub award: AwardId,
    /// Its programme.
    pub programme: String,
    /// Its case.
    pub case_number: String,
    /// Its household.
    pub household: Option<HouseholdId>,
    /// Who is paid.
    pub payee: PersonId,
    /// Their name when the roll was built.
    pub payee_name: String,
    /// Where it is paid.
    pub account: Option<BankAccountId>,
    /// The village.
    pub division: Division,
    /// Town or village.
    pub area: Area,
    /// How many people it is for.
    pub persons: i64,
    /// Owed for the month itself.
    pub due: Fen,
    /// Owed for months before.
    pub arrears: Fen,
    /// Paid too much before and set against arrears.
    pub recovery: Fen,
    /// Paid too much before and still to be recovered: never taken from a month's own allowance
    /// without a decision.
    pub left: Fen,
    /// Due and arrears less recovery.
    pub pay: Fen,
    /// What was due the month before.
    pub last: Fen,
    /// How the two differ.
    pub cause: Cause,
    /// Number of the award's turn that the amount rests on.
    pub turn: i64,
    /// Which month brings how much.
    pub months: Vec<(Month, Fen)>,
    /// Whether it is paid.
    pub state: LineState,
    /// What stands against it.
    pub block: Option<Block>,
    /// What is to be looked at.
    pub warning: Option<Warning>,
    /// Why an officer holds it or lets it pass.
    pub reason: Option<String>,
    /// What the bank said: paid or not; `None` while it said nothing.
    pub paid: Option<bool>,
    /// Why the bank did not pay.
    pub failure: Option<String>,
    /// The day of the bank's answer.
    pub answered_on: Option<Date>,
    /// The roll that pays it again.
    pub again: Option<RollId>,
}

/// A step from last month's money to this month's: how many lines, how much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Step {
    /// Lines.
    pub lines: i64,
    /// Fen, negative when it takes away.
    pub amount: Fen,
}

/// Which lines are looked for. What is empty does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Code of a state.
    pub state: String,
    /// Code of a cause.
    pub cause: String,
    /// Code of a block.
    pub block: String,
    /// Of a programme.
    pub programme: String,
    /// In a division.
    pub division: String,
    /// `failed` or `paid`.
    pub result: String,
    /// Only those with something to look at.
    pub warned: bool,
    /// Only those with arrears.
    pub arrears: bool,
}
