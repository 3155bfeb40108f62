//! Deciding a case by a programme: granted, refused, in need of a fact, or not in force, and
//! everything that a person needs in order to see why.
//!
//! Pure: the same case, day and pack give the same decision. Must not know: files, the words of a
//! language (a decision holds the pack's own texts in both). Start at [`decide`] for one
//! programme, [`decide_all`] for all of them.

mod amount;
mod arrears;
mod conditions;
mod different;
mod examples;
mod json;
mod reading;
mod records;
mod together;

pub use arrears::{MonthOwed, arrears, total as arrears_total};
pub use examples::check_examples;
pub use json::{Words, all_json, json};
pub(crate) use together::order;
pub use together::{All, decide_all};

/// Whether a programme reads a parameter (by its place in the pack) on a day.
pub fn reads(programme: &Programme, parameter: usize, on: Date) -> bool {
    records::formulas(programme, on).any(|f| {
        let mut read = f.expression.reads(&programme.layout.param);
        read.any(|place| place == parameter)
    })
}

use crate::cel::{Datum, Relation};
use crate::fact::{Case, Entity};
use crate::pack::{Citation, Label, Pack};
use crate::programme::{FirstRule, Programme, StackingRule, StepKind};
use amount::Computed;
use base::date::Month;
use base::money::Fen;
use conditions::Verdict;
use jiff::civil::Date;
use reading::Reading;
use records::Records;

/// What comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is owed.
    Granted,
    /// It is not, and the conditions say why.
    Refused,
    /// It hangs on facts that the case does not give.
    NeedsFact,
    /// There is no such programme on the day.
    NotInForce,
}

impl Outcome {
    /// The word in packs and decisions.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::NeedsFact => "needs_fact",
            Self::NotInForce => "not_in_force",
        }
    }

    /// Whether it is owed; `None` when that is not known.
    pub const fn eligible(self) -> Option<bool> {
        match self {
            Self::Granted => Some(true),
            Self::Refused => Some(false),
            Self::NeedsFact | Self::NotInForce => None,
        }
    }
}

/// A decision with its whole explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The programme's name.
    pub programme: String,
    /// Its title.
    pub title: Label,
    /// Decided for a household or a person.
    pub unit: Entity,
    /// Place of the member it is about.
    pub member: Option<usize>,
    /// The day.
    pub on: Date,
    /// What came out.
    pub outcome: Outcome,
    /// What is to be paid, after what other programmes take from it; `None` for a service.
    pub amount: Option<Fen>,
    /// How often, and what the payment is called.
    pub period: Option<(&'static str, Label)>,
    /// The status granted, if not the ordinary one: name, label, sentence in both languages, source.
    pub status: Option<GrantedAs>,
    /// Conditions in force, in the order of the programme.
    pub conditions: Vec<Tested>,
    /// Groups of them.
    pub groups: Vec<GroupTested>,
    /// Quantities derived.
    pub derived: Vec<DerivedValue>,
    /// The computation line by line.
    pub computation: Vec<Line>,
    /// Parameters used: place in the pack.
    pub parameters: Vec<usize>,
    /// Facts that the case does not give and the programme asks for.
    pub missing: Vec<Missing>,
    /// Facts taken from their declarations.
    pub assumed: Vec<Named>,
    /// What would have to be otherwise.
    pub counterfactuals: Vec<Counterfactual>,
    /// How other awards bear on it.
    pub stacking: Vec<Stacked>,
    /// The first month paid.
    pub first_month: Option<Begins>,
    /// Months to the next review, with its label and source.
    pub review: Option<(u32, Label, Citation)>,
    /// What to bring.
    pub documents: Vec<(String, Label, Citation)>,
    /// Each member's share of the amount, in their order.
    pub shares: Vec<Fen>,
    /// Programmes whose award, decided in the same run, it rests on.
    pub rests_on: Vec<String>,
}

/// From when an award is paid.
#[derive(Debug, Clone, PartialEq)]
pub struct Begins {
    /// The rule: `approval_month`, `next_month` or `application_month`.
    pub rule: &'static str,
    /// The month; `None` when the day it hangs on is not known.
    pub month: Option<Month>,
    /// Where it stands.
    pub cite: Citation,
}

/// A status other than the ordinary one.
#[derive(Debug, Clone, PartialEq)]
pub struct GrantedAs {
    /// Name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// The sentence for it.
    pub text: Label,
    /// Its last day.
    pub until: Option<Date>,
    /// Where it stands.
    pub cite: Citation,
}

/// A value with its name and label.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Name or path.
    pub name: String,
    /// Label.
    pub label: Label,
    /// The value as it is shown in Chinese and English.
    pub value: Label,
}

/// A condition and how it turned out.
#[derive(Debug, Clone, PartialEq)]
pub struct Tested {
    /// Name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// The group it is in.
    pub group: Option<String>,
    /// Whether it holds; `None` when that is open.
    pub holds: Option<bool>,
    /// Whether the outcome needs it; not, where a status excuses it.
    pub needed: bool,
    /// The sentence, in both languages; `None` for an open one without a sentence of its own.
    pub text: Option<Label>,
    /// Code of the refusal.
    pub reason: Option<String>,
    /// Where it stands.
    pub cite: Citation,
    /// The values it looks at.
    pub values: Vec<Named>,
}

/// A group of conditions and how it turned out.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupTested {
    /// Name.
    pub id: String,
    /// Label.
    pub label: Label,
    /// The group it is in.
    pub group: Option<String>,
    /// Whether one of its conditions is enough.
    pub any: bool,
    /// Whether it holds.
    pub holds: Option<bool>,
    /// Whether the outcome needs it.
    pub needed: bool,
    /// Where it stands.
    pub cite: Citation,
}

/// A derived quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct DerivedValue {
    /// Name.
    pub id: String,
    /// Whose.
    pub entity: Entity,
    /// Which member's.
    pub member: Option<usize>,
    /// Label.
    pub label: Label,
    /// The value.
    pub value: Datum,
    /// The arithmetic with its numbers.
    pub text: String,
    /// The expression as the pack has it.
    pub expression: String,
    /// Where it stands.
    pub cite: Citation,
}

/// What a line of the computation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A step of the programme.
    Step(StepKind),
    /// The amount of a status.
    Status,
    /// What another award takes from it.
    Stacking,
}

impl LineKind {
    /// The word in decisions.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Step(kind) => kind.word(),
            Self::Status => "status",
            Self::Stacking => "stacking",
        }
    }
}

/// A line of the computation.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Name of the step.
    pub id: String,
    /// Label.
    pub label: Label,
    /// The member it is for.
    pub member: Option<usize>,
    /// What it does.
    pub kind: LineKind,
    /// Its value.
    pub value: Fen,
    /// The total after it.
    pub total: Fen,
    /// The arithmetic with its numbers.
    pub text: String,
    /// Whether it counts; not, where a higher one of its kind does.
    pub counted: bool,
    /// Where it stands.
    pub cite: Citation,
}

/// A fact that a case does not give.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// Where: `household.members[0].birth_date`.
    pub path: String,
    /// The label in Chinese and English.
    pub label: (String, String),
    /// Whether the outcome or the amount hangs on it.
    pub matters: bool,
    /// Not a fact but a quantity that cannot be computed (a division by zero, an overflow).
    pub computed: bool,
}

/// What would have to be otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterfactual {
    /// The condition it is about.
    pub condition: String,
    /// Whether it would bring the award, or lose it.
    pub gains: bool,
    /// The fact or quantity, or its arithmetic.
    pub subject: Named,
    /// What it would have to be to the bound.
    pub relation: Relation,
    /// The bound in Chinese and English.
    pub bound: Label,
    /// Whether this alone would do.
    pub alone: bool,
    /// Where the condition stands.
    pub cite: Citation,
}

/// How another award bears on this one.
#[derive(Debug, Clone, PartialEq)]
pub struct Stacked {
    /// Name of the rule.
    pub id: String,
    /// The rule.
    pub rule: StackingRule,
    /// The other programme.
    pub with: String,
    /// Its title.
    pub title: Label,
    /// Its amount for the person or household.
    pub other: Option<Fen>,
    /// Whether this award gives way.
    pub yields: bool,
    /// What it was before.
    pub before: Option<Fen>,
    /// The sentence for it.
    pub sentence: Label,
    /// Where it stands.
    pub cite: Citation,
}

impl Decision {
    /// The conditions and groups that are in no group, are needed and fail: why it is refused.
    pub fn reasons(&self) -> Vec<&str> {
        let conditions = self.conditions.iter();
        let conditions =
            conditions.filter(|c| c.group.is_none() && c.needed && c.holds == Some(false));
        let groups = self.groups.iter();
        let groups = groups.filter(|g| g.group.is_none() && g.needed && g.holds == Some(false));
        let names = conditions.map(|c| c.id.as_str());
        names.chain(groups.map(|g| g.id.as_str())).collect()
    }
}

/// Decides a case by one programme on a day, for one member where the programme is of persons.
/// Awards in payment that the case names bear on it.
pub fn decide(
    pack: &Pack,
    programme: &Programme,
    case: &Case,
    member: Option<usize>,
    on: Date,
) -> Decision {
    together::beside_held(pack, case, alone(pack, programme, case, member, on))
}

/// The members a programme is decided for: each one, or `None` for the household.
pub fn subjects(programme: &Programme, case: &Case) -> Vec<Option<usize>> {
    match programme.unit {
        Entity::Household => vec![None],
        Entity::Person => (0..case.members.len()).map(Some).collect(),
    }
}

/// The decision before other awards bear on it.
fn alone(
    pack: &Pack,
    programme: &Programme,
    case: &Case,
    member: Option<usize>,
    on: Date,
) -> Decision {
    let mut decision = blank(programme, member, on);
    if !programme.days.contain(on) {
        return decision;
    }
    let records = Records::derive(pack, programme, case, on);
    let verdict = Verdict::of(programme, &records, member);
    let computed = if verdict.grants() {
        amount::compute(programme, &records, member, &verdict)
    } else {
        Computed::default()
    };
    let mut lacks = verdict.lacks.clone();
    // Who may be granted is asked for what the amount needs as well, at once.
    if verdict.outcome != Outcome::Refused {
        lacks.extend(computed.lacks.iter().cloned());
        if verdict.outcome == Outcome::NeedsFact {
            let foreseen = amount::compute(programme, &records, member, &verdict);
            lacks.extend(foreseen.lacks);
        }
    }
    decision.outcome = match verdict.outcome {
        Outcome::Granted if !computed.lacks.is_empty() => Outcome::NeedsFact,
        outcome => outcome,
    };
    let granted = decision.outcome == Outcome::Granted;
    if granted {
        decision.amount = computed.amount;
        decision.computation = computed.lines;
        decision.shares = computed.shares;
        decision.status = verdict.status(&records, member);
        decision.first_month = first_month(programme, &records, member);
    }
    let reading = Reading::of(programme, on);
    decision.missing = records.missing(programme, &reading, member, lacks);
    decision.assumed = records.assumed(pack, &reading);
    decision.counterfactuals = different::find(programme, &records, member, &verdict);
    decision.parameters.clone_from(&reading.parameters);
    decision.review = review(pack, programme, &records, member);
    decision.documents = documents(programme, &records, member);
    decision.derived = records.derived;
    if programme.unit == Entity::Person && !reading.members {
        // What is derived of the others bears on nothing.
        decision
            .derived
            .retain(|d| d.member.is_none() || d.member == member);
    }
    decision.conditions = verdict.conditions;
    decision.groups = verdict.groups;
    decision
}

fn blank(programme: &Programme, member: Option<usize>, on: Date) -> Decision {
    Decision {
        programme: programme.id.clone(),
        title: programme.title.clone(),
        unit: programme.unit,
        member,
        on,
        outcome: Outcome::NotInForce,
        amount: None,
        period: programme
            .amount
            .as_ref()
            .map(|a| (a.period.word(), a.label.clone())),
        status: None,
        conditions: Vec::new(),
        groups: Vec::new(),
        derived: Vec::new(),
        computation: Vec::new(),
        parameters: Vec::new(),
        missing: Vec::new(),
        assumed: Vec::new(),
        counterfactuals: Vec::new(),
        stacking: Vec::new(),
        first_month: None,
        review: None,
        documents: Vec::new(),
        shares: Vec::new(),
        rests_on: Vec::new(),
    }
}

fn first_month(
    programme: &Programme,
    records: &Records<'_>,
    member: Option<usize>,
) -> Option<Begins> {
    let on = records.on;
    let first = programme.first_months.iter().find(|f| f.days.contain(on))?;
    let (rule, day) = match &first.rule {
        FirstRule::Approval => ("approval_month", Some(on)),
        FirstRule::Next => ("next_month", on.last_of_month().tomorrow().ok()),
        FirstRule::Application(applied) => {
            let day = applied.expression.evaluate(&records.names(member));
            let day = match day {
                crate::cel::Value::Date(day) => Some(day),
                _ => None,
            };
            ("application_month", day)
        }
    };
    Some(Begins {
        rule,
        month: day.and_then(Month::of),
        cite: first.cite.clone(),
    })
}

fn review(
    pack: &Pack,
    programme: &Programme,
    records: &Records<'_>,
    member: Option<usize>,
) -> Option<(u32, Label, Citation)> {
    let names = records.names(member);
    let fits = |when: &Option<crate::programme::Formula>| {
        when.as_ref()
            .is_none_or(|w| w.expression.holds(&names) == Some(true))
    };
    let mut reviews = programme.reviews.iter();
    let review = reviews.find(|r| r.days.contain(records.on) && fits(&r.when))?;
    let months = pack.span_on(&review.months, records.on)?;
    Some((months, review.label.clone(), review.cite.clone()))
}

fn documents(
    programme: &Programme,
    records: &Records<'_>,
    member: Option<usize>,
) -> Vec<(String, Label, Citation)> {
    let names = records.names(member);
    let asked = programme.documents.iter().filter(|d| {
        let fits = |w: &crate::programme::Formula| w.expression.holds(&names) != Some(false);
        d.days.contain(records.on) && d.when.as_ref().is_none_or(fits)
    });
    asked
        .map(|d| (d.id.clone(), d.label.clone(), d.cite.clone()))
        .collect()
}
