//! Programmes: what is owed, to whom, by which computation and by which road, as a pack declares
//! it and the loader has checked it. Expressions are compiled for the scope that [`scope`] makes.
//!
//! Must not know: files, how a decision is worded. Format: docs/spec/programmes.md. Deciding:
//! [`crate::decide`].

mod days;
pub mod road;
pub mod scope;

pub use days::{Days, Kept};
pub use road::{Branch, Count, Limit, Publicity, Purse, Road, RoadStep, Sampling, Span, Total};

use crate::cel::{Expression, Type};
use crate::fact::{Case, Change, Entity};
use crate::pack::{Citation, Label};
use crate::screen::Template;
use base::money::Fen;
use jiff::civil::Date;
use scope::Layout;

/// An assistance programme.
#[derive(Debug)]
pub struct Programme {
    /// Stable name.
    pub id: String,
    /// Title.
    pub title: Label,
    /// Who it is for, in one sentence.
    pub summary: Label,
    /// Decided for a household or for each member.
    pub unit: Entity,
    /// When it is in force.
    pub days: Days,
    /// Programmes that are decided before it.
    pub builds_on: Vec<String>,
    /// The documents it rests on.
    pub basis: Vec<Basis>,
    /// The records its expressions see.
    pub layout: Layout,
    /// Derived quantities in the order of their evaluation.
    pub derives: Vec<Derive>,
    /// Conditions in the order of the file.
    pub conditions: Vec<Condition>,
    /// Groups of conditions.
    pub groups: Vec<Group>,
    /// Other ways of being granted, in the order in which they are tried.
    pub statuses: Vec<Status>,
    /// What is paid; `None` for a service.
    pub amount: Option<Amounts>,
    /// By which road it is decided.
    pub road: Option<Road>,
    /// When an award is looked at again.
    pub reviews: Vec<Review>,
    /// What to bring.
    pub documents: Vec<Document>,
    /// From which month it is paid.
    pub first_months: Vec<FirstMonth>,
    /// What ends it.
    pub ends: Vec<End>,
    /// Worked examples.
    pub examples: Vec<Example>,
    /// Place of the layer that declares it.
    pub layer: usize,
    /// File and place of it, for messages.
    pub at: (String, usize, usize),
}

/// A document a programme rests on.
#[derive(Debug, Clone)]
pub struct Basis {
    /// Number.
    pub document: String,
    /// Title.
    pub title: Label,
    /// Since when.
    pub from: Option<Date>,
    /// Until when.
    pub to: Option<Date>,
    /// Whether it was read.
    pub verified: bool,
}

/// An expression with the text it was compiled from.
#[derive(Debug, Clone)]
pub struct Formula {
    /// As the pack has it.
    pub text: String,
    /// Compiled for the scope of its entity.
    pub expression: Expression,
}

/// A quantity computed from facts.
#[derive(Debug)]
pub struct Derive {
    /// Name.
    pub id: String,
    /// Whose.
    pub entity: Entity,
    /// Its place in the entity's record.
    pub place: usize,
    /// Label.
    pub label: Label,
    /// Type.
    pub of: Type,
    /// How.
    pub is: Formula,
    /// How it may come to be otherwise.
    pub change: Change,
    /// Where it stands.
    pub cite: Citation,
    /// When this version is in force.
    pub days: Days,
}

/// A condition with the sentences that explain it, each in Chinese and English.
#[derive(Debug)]
pub struct Condition {
    /// Name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// What must hold.
    pub is: Formula,
    /// Said when it holds.
    pub holds: [Template; 2],
    /// Said when it fails.
    pub fails: [Template; 2],
    /// Said when it is open.
    pub unknown: Option<[Template; 2]>,
    /// Code of the refusal.
    pub reason: Option<String>,
    /// Where it stands.
    pub cite: Citation,
    /// When this version is in force.
    pub days: Days,
}

/// Conditions of which one, or every one, must hold.
#[derive(Debug)]
pub struct Group {
    /// Name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// Whether one is enough.
    pub any: bool,
    /// Names of conditions and groups.
    pub of: Vec<String>,
    /// Where it stands.
    pub cite: Citation,
    /// When this version is in force.
    pub days: Days,
}

/// Another way of being granted.
#[derive(Debug)]
pub struct Status {
    /// Name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// What must hold for it.
    pub when: Formula,
    /// Conditions and groups that then need not hold.
    pub instead_of: Vec<String>,
    /// Its last day.
    pub until: Option<Formula>,
    /// What is paid, if not the amount's steps.
    pub amount: Option<Formula>,
    /// The sentence for it.
    pub sentence: [Template; 2],
    /// Where it stands.
    pub cite: Citation,
    /// When this version is in force.
    pub days: Days,
}

/// How often an amount is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Every month.
    Month,
    /// Every year.
    Year,
    /// Once.
    Once,
}

impl Period {
    /// The word in packs and decisions.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
            Self::Once => "once",
        }
    }
}

/// What is paid.
#[derive(Debug)]
pub struct Amounts {
    /// How often.
    pub period: Period,
    /// Label.
    pub label: Label,
    /// The steps in their order.
    pub steps: Vec<AmountStep>,
}

/// What a step does with the total so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Adds to it.
    Add,
    /// Holds it at or below.
    Cap,
    /// Holds it at or above.
    Floor,
    /// Rounds it.
    Round,
}

impl StepKind {
    /// The word in packs and decisions.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Cap => "cap",
            Self::Floor => "floor",
            Self::Round => "round",
        }
    }
}

/// One step of the computation.
#[derive(Debug)]
pub struct AmountStep {
    /// Name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// What it does.
    pub kind: StepKind,
    /// Once for the unit, or once for every member of a household.
    pub each_member: bool,
    /// Of the steps with this word only the highest counts, for each member.
    pub highest_of: Option<String>,
    /// Only then.
    pub when: Option<Formula>,
    /// The amount, or the word of the rounding.
    pub is: Formula,
    /// Where it stands.
    pub cite: Citation,
    /// When this version is in force.
    pub days: Days,
}

/// A review cycle.
#[derive(Debug)]
pub struct Review {
    /// Name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// Months between reviews.
    pub months: Span,
    /// For which awards.
    pub when: Option<Formula>,
    /// Where it stands.
    pub cite: Citation,
    /// When this version is in force.
    pub days: Days,
}

/// A document to bring.
#[derive(Debug)]
pub struct Document {
    /// Name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// For which cases.
    pub when: Option<Formula>,
    /// Where it stands.
    pub cite: Citation,
    /// When this version is in force.
    pub days: Days,
}

/// Which month is the first to be paid.
#[derive(Debug)]
pub enum FirstRule {
    /// The month of the decision.
    Approval,
    /// The month after it.
    Next,
    /// The month of the application, whose day this gives.
    Application(Formula),
}

/// The first month of an award.
#[derive(Debug)]
pub struct FirstMonth {
    /// Which.
    pub rule: FirstRule,
    /// Where it stands.
    pub cite: Citation,
    /// When this version is in force.
    pub days: Days,
}

/// When an end takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// On the day.
    AtOnce,
    /// From the month it happens in.
    SameMonth,
    /// From the month after.
    NextMonth,
}

/// What ends an award.
#[derive(Debug)]
pub struct End {
    /// Name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// From when payment stops.
    pub effect: Effect,
    /// Where it stands.
    pub cite: Citation,
    /// When this version is in force.
    pub days: Days,
}

/// How two programmes go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StackingRule {
    /// Both may be drawn.
    Together,
    /// The one is refused beside the other.
    Refuse,
    /// Only the higher is paid.
    Higher,
    /// Only what exceeds the other is paid.
    Difference,
    /// The household or person chooses.
    Choice,
}

impl StackingRule {
    /// The word in packs and decisions.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Together => "together",
            Self::Refuse => "refuse",
            Self::Higher => "higher",
            Self::Difference => "difference",
            Self::Choice => "choice",
        }
    }
}

/// How awards of several programmes go together.
#[derive(Debug)]
pub struct Stacking {
    /// Name.
    pub id: String,
    /// The programme that yields.
    pub programme: String,
    /// To these.
    pub with: Vec<String>,
    /// For one person, or for the household as a whole.
    pub per: Entity,
    /// How.
    pub rule: StackingRule,
    /// The sentence for it.
    pub sentence: Label,
    /// Where it stands.
    pub cite: Citation,
    /// When it is in force.
    pub days: Days,
    /// Place of the layer that declares it.
    pub layer: usize,
}

/// A worked example of a programme.
#[derive(Debug)]
pub struct Example {
    /// Name.
    pub name: String,
    /// The day it is decided on.
    pub on: Date,
    /// What it tests.
    pub cite: Option<Citation>,
    /// The member it is about, in programmes of persons.
    pub member: Option<String>,
    /// The case.
    pub case: Case,
    /// What must come out.
    pub expect: Expect,
    /// File and place of it, for messages.
    pub at: (String, usize, usize),
}

/// What must come out of an example; what is not given is not compared.
#[derive(Debug, Default)]
pub struct Expect {
    /// `granted`, `refused`, `needs_fact` or `not_in_force`.
    pub outcome: String,
    /// The amount.
    pub amount: Option<Fen>,
    /// The status.
    pub status: Option<String>,
    /// Its last day.
    pub until: Option<Date>,
    /// Conditions that fail.
    pub fails: Option<Vec<String>>,
    /// Paths of facts that are missing and matter.
    pub missing: Option<Vec<String>>,
    /// The first month, `2020-04`.
    pub first_month: Option<String>,
}

impl Programme {
    /// The derived quantities in force on a day, in the order of their evaluation.
    pub fn derives_on(&self, day: Date) -> impl Iterator<Item = &Derive> {
        self.derives.iter().filter(move |d| d.days.contain(day))
    }

    /// The conditions in force on a day.
    pub fn conditions_on(&self, day: Date) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(move |c| c.days.contain(day))
    }

    /// The groups in force on a day.
    pub fn groups_on(&self, day: Date) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(move |g| g.days.contain(day))
    }
}
