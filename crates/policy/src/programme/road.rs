//! The road of a programme: by which steps, by whom and within which limits it is decided.

use super::Days;
use crate::pack::{Citation, Label};

/// The road.
#[derive(Debug)]
pub struct Road {
    /// The step it begins with.
    pub start: String,
    /// Limits for the whole of it.
    pub totals: Vec<Total>,
    /// Its steps.
    pub steps: Vec<RoadStep>,
}

impl Road {
    /// The version of a step in force on a day.
    pub fn step_on(&self, id: &str, day: jiff::civil::Date) -> Option<&RoadStep> {
        let mut steps = self.steps.iter();
        steps.find(|s| s.id == id && s.days.contain(day))
    }
}

/// How days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Working days (工作日).
    Working,
    /// Calendar days (日); a last day on which offices rest moves on.
    Calendar,
    /// Full days from the day after (公示满N天).
    Full,
}

impl Count {
    /// The word in packs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Calendar => "calendar",
            Self::Full => "full",
        }
    }
}

/// A number of days, months or percent: written in the rule, or the value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Written.
    Of(u32),
    /// The place of a parameter in the pack.
    Parameter(usize),
}

/// A limit for the whole road.
#[derive(Debug)]
pub struct Total {
    /// How long.
    pub days_long: Span,
    /// How counted.
    pub count: Count,
    /// From the end of which step.
    pub after: String,
    /// Steps whose time does not count.
    pub excludes: Vec<String>,
    /// Where it stands.
    pub cite: Citation,
    /// When it is in force.
    pub days: Days,
}

/// A limit of one step.
#[derive(Debug)]
pub struct Limit {
    /// How long.
    pub days_long: Span,
    /// How counted.
    pub count: Count,
    /// From the end of which steps: the latest that was left.
    pub after: Vec<String>,
    /// Steps during which it stands still.
    pub pauses: Vec<String>,
    /// Where it stands.
    pub cite: Citation,
}

/// A notice for everyone to see.
#[derive(Debug)]
pub enum Publicity {
    /// It must not be made.
    Forbidden(Citation),
    /// It hangs for some days and says only this.
    Posted {
        /// How many full days.
        days_long: Span,
        /// Facts it may say.
        fields: Vec<String>,
        /// Where it stands.
        cite: Citation,
    },
}

/// Which cases are looked at again by the next level.
#[derive(Debug)]
pub struct Sampling {
    /// Percent of all.
    pub percent: Option<Span>,
    /// Those that always are.
    pub always: Option<Label>,
    /// Where it stands.
    pub cite: Citation,
}

/// A turn the case may take.
#[derive(Debug)]
pub struct Branch {
    /// Name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// The step it leads to.
    pub to: String,
}

/// What is paid from on the spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purse {
    /// The town's reserve.
    Reserve,
}

/// One step.
#[derive(Debug)]
pub struct RoadStep {
    /// Name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// Who acts.
    pub actor: String,
    /// Where it stands.
    pub cite: Citation,
    /// When this version is in force.
    pub days: Days,
    /// Whether the case is decided by it: limits for the whole end here.
    pub decides: bool,
    /// Whether it is done in one sitting: of the time until it is held only its own day counts as
    /// its time.
    pub sitting: bool,
    /// What a grant in this step is paid from on the spot; else it becomes an award.
    pub pays_from: Option<Purse>,
    /// Within which time.
    pub limit: Option<Limit>,
    /// What it must leave behind: name, label, signatures at least.
    pub evidence: Vec<(String, Label, u32)>,
    /// Whether and how it is made public.
    pub publicity: Option<Publicity>,
    /// What the next level looks at again.
    pub sampling: Option<Sampling>,
    /// Who may do it instead, and by what right.
    pub delegated: Option<(String, Citation)>,
    /// What follows.
    pub next: Vec<String>,
    /// What may happen instead.
    pub branches: Vec<Branch>,
}

/// Who may act in a step.
pub const ACTORS: [&str; 8] = [
    "applicant",
    "village",
    "town",
    "county",
    "check",
    "finance",
    "bank",
    "third_party",
];

/// What a notice may say besides facts.
pub const NOTICE_FIELDS: [&str; 4] = ["name", "amount", "member_count", "town"];
