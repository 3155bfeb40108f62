//! What a problem is.

use base::id::{AccountId, ProblemId};
use jiff::Timestamp;
use jiff::civil::Date;
use platform::Division;

/// Who found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// 中央专项巡视“回头看”.
    Inspection,
    /// 国家脱贫攻坚成效考核.
    Assessment,
    /// 市级考核、督查.
    City,
    /// 审计.
    Audit,
    /// 自查.
    SelfCheck,
    /// 信访.
    Petition,
}

impl Source {
    /// All sources.
    pub const ALL: [Self; 6] = [
        Self::Inspection,
        Self::Assessment,
        Self::City,
        Self::Audit,
        Self::SelfCheck,
        Self::Petition,
    ];

    /// As the database writes it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Inspection => "inspection",
            Self::Assessment => "assessment",
            Self::City => "city",
            Self::Audit => "audit",
            Self::SelfCheck => "self",
            Self::Petition => "petition",
        }
    }

    /// Message code of its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Inspection => "source-inspection",
            Self::Assessment => "source-assessment",
            Self::City => "source-city",
            Self::Audit => "source-audit",
            Self::SelfCheck => "source-self",
            Self::Petition => "source-petition",
        }
    }

    /// A source by its code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// Where a problem stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Being put right.
    Open,
    /// One has signed the close-out.
    Proposed,
    /// Two have: closed out.
    Closed,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Proposed, Self::Closed];

    /// As the database writes it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Proposed => "proposed",
            Self::Closed => "closed",
        }
    }

    /// Message code of its name.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "problem-open",
            Self::Proposed => "problem-proposed",
            Self::Closed => "problem-closed",
        }
    }

    /// By its code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// Something that must be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its id.
    pub id: ProblemId,
    /// Goes up with every change.
    pub version: i64,
    /// Number in the list of problems, such as `2020-007`.
    pub number: String,
    /// Who found it.
    pub source: Source,
    /// In a few words.
    pub title: String,
    /// What is wrong.
    pub detail: String,
    /// Why it came about.
    pub cause: String,
    /// When it was found.
    pub found_on: Date,
    /// Where.
    pub division: Division,
    /// Who answers for it.
    pub section: String,
    /// The day by which it is closed out.
    pub due: Date,
    /// Where it stands.
    pub standing: Standing,
    /// When it was closed out.
    pub closed_on: Option<Date>,
    /// When it was entered.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: String,
}

impl Problem {
    /// Whether its day has passed before it was closed out.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.closed_on.unwrap_or(today) > self.due
    }
}

/// A signature under a close-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Whose.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// What they rest it on.
    pub note: String,
    /// When.
    pub at: Timestamp,
    /// When it was undone, because the problem was taken up again.
    pub revoked_at: Option<Timestamp>,
}

/// How the problems of one source stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// All.
    pub all: i64,
    /// Closed out.
    pub closed: i64,
    /// Not closed out and past their day.
    pub overdue: i64,
}
