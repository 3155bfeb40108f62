//! What a task is, and the one table of what may happen to it.

use base::Id;
use base::id::{AccountId, PlanId, ProblemId, TaskId, kind};
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Set, and nobody has taken it on.
    Open,
    /// Somebody is at it.
    Doing,
    /// Said to be done, with proof; to be closed out or returned.
    Reported,
    /// Closed out (销号).
    Closed,
    /// No longer asked for.
    Withdrawn,
}

/// What can happen to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Set.
    Set,
    /// Taken on by whoever will do it.
    Accept,
    /// How far it is.
    Progress,
    /// Given to another section or place.
    HandOn,
    /// Said to be done.
    Report,
    /// Not accepted as done.
    Return,
    /// Closed out.
    Close,
    /// Taken up again.
    Reopen,
    /// Given a later day.
    Postpone,
    /// No longer asked for.
    Withdraw,
}

impl State {
    /// All states, in the order of the work.
    pub const ALL: [Self; 5] = [
        Self::Open,
        Self::Doing,
        Self::Reported,
        Self::Closed,
        Self::Withdrawn,
    ];

    /// As the database writes it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Doing => "doing",
            Self::Reported => "reported",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Message code of its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "task-open",
            Self::Doing => "task-doing",
            Self::Reported => "task-reported",
            Self::Closed => "task-closed",
            Self::Withdrawn => "task-withdrawn",
        }
    }

    /// A state by its code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether somebody still has to do something.
    #[must_use]
    pub const fn is_alive(self) -> bool {
        matches!(self, Self::Open | Self::Doing | Self::Reported)
    }

    /// The state after a step; `None` when the step cannot be taken here.
    #[must_use]
    pub const fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Open, Step::Accept)
            | (Self::Doing, Step::Progress | Step::Postpone)
            | (Self::Reported, Step::Return)
            | (Self::Closed, Step::Reopen) => Some(Self::Doing),
            (Self::Open | Self::Doing, Step::HandOn)
            | (Self::Open, Step::Postpone)
            | (Self::Withdrawn, Step::Reopen) => Some(Self::Open),
            (Self::Doing, Step::Report) => Some(Self::Reported),
            (Self::Reported, Step::Close) => Some(Self::Closed),
            (Self::Open | Self::Doing, Step::Withdraw) => Some(Self::Withdrawn),
            _ => None,
        }
    }
}

impl Step {
    /// All steps.
    pub const ALL: [Self; 10] = [
        Self::Set,
        Self::Accept,
        Self::Progress,
        Self::HandOn,
        Self::Report,
        Self::Return,
        Self::Close,
        Self::Reopen,
        Self::Postpone,
        Self::Withdraw,
    ];

    /// As the database and addresses write it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Accept => "accept",
            Self::Progress => "progress",
            Self::HandOn => "hand-on",
            Self::Report => "report",
            Self::Return => "return",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Postpone => "postpone",
            Self::Withdraw => "withdraw",
        }
    }

    /// Message code of its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Set => "step-set",
            Self::Accept => "step-accept",
            Self::Progress => "step-progress",
            Self::HandOn => "step-hand-on",
            Self::Report => "step-report",
            Self::Return => "step-return",
            Self::Close => "step-close",
            Self::Reopen => "step-reopen",
            Self::Postpone => "step-postpone",
            Self::Withdraw => "step-withdraw",
        }
    }

    /// A step by its code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether it says nothing without a word of explanation.
    #[must_use]
    pub const fn needs_note(self) -> bool {
        !matches!(self, Self::Set | Self::Accept | Self::Close)
    }
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Goes up with every change.
    pub version: i64,
    /// The plan and the number of the item that asks it.
    pub item: Option<(PlanId, String)>,
    /// The month it is for, when it comes again every month.
    pub month: Option<String>,
    /// The problem it is a measure against.
    pub problem: Option<ProblemId>,
    /// In a few words.
    pub title: String,
    /// The same in English, where a plan has it.
    pub title_en: Option<String>,
    /// What is to be done.
    pub detail: String,
    /// What shows that it was done.
    pub evidence: String,
    /// Where.
    pub division: Division,
    /// Who answers for it.
    pub section: String,
    /// Who is at it.
    pub owner: Option<(AccountId, String)>,
    /// Its last day.
    pub due: Date,
    /// Where it stands.
    pub state: State,
    /// Who said that it was done.
    pub reported_by: Option<AccountId>,
    /// When it was closed out.
    pub closed_on: Option<Date>,
    /// When it was set.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: String,
}

impl Task {
    /// Whether its day has passed and somebody still has to do something.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state.is_alive() && self.due < today
    }

    /// The title in a language.
    #[must_use]
    pub fn title_in(&self, language: &str) -> &str {
        match &self.title_en {
            Some(english) if !language.starts_with("zh") => english,
            _ => &self.title,
        }
    }
}

/// A file that shows something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Hash under which it is kept.
    pub hash: String,
    /// Its name.
    pub name: String,
}

/// Something that happened to a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: Id<kind::TaskEvent>,
    /// When.
    pub at: Timestamp,
    /// Whose doing; nobody's account for a command.
    pub account: Option<AccountId>,
    /// Their name.
    pub name: String,
    /// What.
    pub step: Step,
    /// In their words.
    pub note: String,
    /// The day that was before, when it was postponed.
    pub due: Option<Date>,
    /// The section that had it, when it was handed on.
    pub section: Option<String>,
    /// The file that goes with it.
    pub file: Option<Proof>,
}

/// How many tasks stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All but the withdrawn.
    pub all: i64,
    /// Nobody at it.
    pub open: i64,
    /// Somebody at it.
    pub doing: i64,
    /// To be closed out.
    pub reported: i64,
    /// Closed out.
    pub closed: i64,
    /// Past their day, of the three kinds that live.
    pub overdue: i64,
}
