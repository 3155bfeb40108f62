//! What an award is, and what is owed for a month: a function of its turns and nothing else.

use base::Fen;
use base::date::Month;
use base::id::{AwardId, BankAccountId, HouseholdId, PersonId};
use base::words;
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;
use serde::{Deserialize, Serialize};

words! {
    /// How often an award is paid.
    Cadence {
        /// Every month from the first to the last.
        Monthly = "monthly", "cadence-monthly";
        /// Once, in its first month.
        Once = "once", "cadence-once";
    }
}

words! {
    /// Whether an award is paid.
    Standing {
        /// Paid.
        Active = "active", "award-state-active";
        /// Not paid for the time being (停发).
        Suspended = "suspended", "award-state-suspended";
        /// Over.
        Ended = "ended", "award-state-ended";
    }
}

words! {
    /// What happened to an award.
    TurnKind {
        /// It was granted.
        Grant = "grant", "award-turn-grant";
        /// Its amount was changed.
        Change = "change", "award-turn-change";
        /// It was suspended.
        Suspend = "suspend", "award-turn-suspend";
        /// It was taken up again.
        Resume = "resume", "award-turn-resume";
        /// It was ended.
        End = "end", "award-turn-end";
    }
}

/// The statistical returns tell town from village (城市、农村): the register's own words.
pub type Area = registry::household::Kind;

/// A supplement (分类救助、照料护理) beside the amount of the programme itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    /// Its code in the pack.
    pub code: String,
    /// A month, more than nothing.
    pub amount_fen: Fen,
}

/// An award as it stands by its last turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// Its id.
    pub id: AwardId,
    /// Goes up with every change.
    pub version: i64,
    /// Code of the programme in the pack.
    pub programme: String,
    /// Number of the case that it was decided in.
    pub case_number: String,
    /// Which part of the case, where one case grants to several; usually empty.
    pub part: String,
    /// The household that it is for.
    pub household: Option<HouseholdId>,
    /// The person who is paid.
    pub payee: PersonId,
    /// The account that it is paid into, if it is known.
    pub account: Option<BankAccountId>,
    /// Where they live: the village.
    pub division: Division,
    /// Town or village.
    pub area: Area,
    /// How often it is paid.
    pub cadence: Cadence,
    /// First month.
    pub first: Month,
    /// Last month, once it has ended.
    pub last: Option<Month>,
    /// Whether it is paid, by the turn recorded last.
    pub standing: Standing,
    /// A month with all supplements, by the amount recorded last.
    pub amount: Fen,
    /// How many people it is for.
    pub persons: i64,
}

/// Something that happened to an award. Never changed, never deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// 1 for the grant, then counted up in the order of recording.
    pub number: i64,
    /// What happened.
    pub kind: TurnKind,
    /// The first month that it holds for, and all after it until a turn recorded later says
    /// otherwise.
    pub from: Month,
    /// Amount of the programme itself, without supplements; of grants and changes.
    pub amount: Option<Fen>,
    /// Supplements; of grants and changes.
    pub supplements: Vec<Supplement>,
    /// How many people it is for; of grants and changes.
    pub persons: Option<i64>,
    /// The day of the decision.
    pub decided_on: Date,
    /// Fingerprint of the decision: by it the decision can be made again.
    pub decision: String,
    /// Why, in words or as a code.
    pub reason: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By whom.
    pub recorded_by: String,
}

/// What is owed for a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Amount and supplements together; nothing unless the award is active.
    pub amount: Fen,
    /// Whether the award is paid in that month.
    pub standing: Standing,
    /// Number of the turn that the amount rests on; 0 before the first month.
    pub turn: i64,
    /// How many people it is for.
    pub persons: i64,
}

impl Turn {
    /// Amount and supplements together.
    #[must_use]
    pub fn total(&self) -> Option<Fen> {
        let base = self.amount?;
        self.supplements
            .iter()
            .try_fold(base, |sum, s| sum.checked_add(s.amount_fen))
    }

    const fn standing(&self) -> Option<Standing> {
        match self.kind {
            TurnKind::Grant | TurnKind::Resume => Some(Standing::Active),
            TurnKind::Suspend => Some(Standing::Suspended),
            TurnKind::End => Some(Standing::Ended),
            TurnKind::Change => None,
        }
    }
}

/// What is owed for a month by the turns of an award, in the order of their numbers: the amount of
/// the turn recorded last among those that reach the month, if the standing recorded last among
/// those that reach it is active.
#[must_use]
pub fn owed(turns: &[Turn], cadence: Cadence, month: Month) -> Owed {
    let reach = || turns.iter().rev().filter(|t| t.from <= month);
    let standing = reach().find_map(Turn::standing);
    let amount = reach().find_map(|t| Some((t.total()?, t.number, t.persons.unwrap_or(0))));
    let due = match cadence {
        Cadence::Monthly => true,
        Cadence::Once => turns.first().is_some_and(|t| t.from == month),
    };
    match (standing, amount) {
        (Some(standing), Some((amount, turn, persons))) => Owed {
            amount: match standing {
                Standing::Active if due => amount,
                _ => Fen::ZERO,
            },
            standing,
            turn,
            persons,
        },
        _ => Owed {
            amount: Fen::ZERO,
            standing: Standing::Ended,
            turn: 0,
            persons: 0,
        },
    }
}
