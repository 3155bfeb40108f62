//! Facts: what a pack's programmes ask of a household and its members, declared once for all of
//! them. A case is read against these declarations ([`Case::read`]).
//!
//! Must not know: any programme, or how a fact is used.

mod case;
mod change;
mod problem;

#[cfg(test)]
mod tests;

pub use case::{Assumed, Case, HELD, held_type};
pub use change::{Change, Way};
pub use problem::{CaseError, Fault};

use crate::cel::{Datum, Type};
use crate::pack::{Citation, Label};
use std::sync::Arc;

/// Whose fact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entity {
    /// The household's.
    Household,
    /// A member's.
    Person,
}

impl Entity {
    /// The word in packs and decisions.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Household => "household",
            Self::Person => "person",
        }
    }
}

/// Where a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The applicant says so.
    Declared,
    /// A register that someone keeps.
    Register,
    /// The check of means or the home visit.
    Verification,
    /// An earlier decision.
    Decision,
}

/// One thing to know of a household, a member, or one record of a list of theirs.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Name in expressions and cases.
    pub id: String,
    /// Type; a list for records, which [`Fact::fields`] describes.
    pub of: Type,
    /// Label.
    pub label: Label,
    /// What it means in law, where the label does not say.
    pub meaning: Option<Label>,
    /// Where its meaning stands.
    pub cite: Option<Citation>,
    /// Where it comes from.
    pub source: Source,
    /// The ledger role that has it.
    pub role: Option<String>,
    /// Whether it may never be published.
    pub sensitive: bool,
    /// What it is taken for when a case does not give it.
    pub absent: Option<Datum>,
    /// The words of a code, with their labels.
    pub codes: Vec<(String, Label)>,
    /// How it may come to be otherwise.
    pub change: Change,
    /// The fields of a list's records.
    pub fields: Vec<Fact>,
}

/// All facts of a pack, in the order of the records of a case: first the built-in ones.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Of the household.
    pub household: Vec<Fact>,
    /// Of each member.
    pub person: Vec<Fact>,
}

impl Facts {
    /// The built-in facts alone.
    pub fn built_in() -> Self {
        let text = |id: &str, zh: &str, en: &str| Fact {
            id: id.to_owned(),
            of: Type::Text,
            label: Label {
                zh: zh.to_owned(),
                en: en.to_owned(),
            },
            meaning: None,
            cite: None,
            source: Source::Declared,
            role: None,
            sensitive: false,
            absent: None,
            codes: Vec::new(),
            change: Change::default(),
            fields: Vec::new(),
        };
        Self {
            household: vec![text("id", "户编号", "household number")],
            person: vec![
                text("id", "成员编号", "member number"),
                text("name", "姓名", "name"),
            ],
        }
    }

    /// The facts of an entity.
    pub fn of(&self, entity: Entity) -> &[Fact] {
        match entity {
            Entity::Household => &self.household,
            Entity::Person => &self.person,
        }
    }

    pub(crate) fn of_mut(&mut self, entity: Entity) -> &mut Vec<Fact> {
        match entity {
            Entity::Household => &mut self.household,
            Entity::Person => &mut self.person,
        }
    }
}

impl Fact {
    /// The label of a value: a code's own, else the value as it is shown.
    pub fn shown(&self, value: &Datum, language: &str) -> String {
        let plain = value.value().shown();
        let named = self.codes.iter().find(|(code, _)| *code == plain);
        named.map_or(plain, |(_, label)| label.of(language).to_owned())
    }
}

/// The record type of facts, followed by other named values.
pub(crate) fn record(facts: &[Fact], others: &[(String, Type)]) -> Type {
    let own = facts.iter().map(|f| (f.id.clone(), f.of.clone()));
    Type::Record(Arc::new(own.chain(others.iter().cloned()).collect()))
}
