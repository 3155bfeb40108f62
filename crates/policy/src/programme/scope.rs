//! The names of a programme's expressions and where their values stand. An expression is a
//! function of these places alone, for one case or for columns of them.

use crate::cel::{Scope, Type};
use crate::fact::{Entity, Facts, held_type, record};
use crate::pack::Parameter;
use std::sync::Arc;

/// Place of the day of the decision.
pub const ON: usize = 0;
/// Place of the parameters.
pub const PARAM: usize = 1;
/// Place of the household's record.
pub const HOUSEHOLD: usize = 2;
/// Place of the members' records, a list.
pub const MEMBERS: usize = 3;
/// Place of the awards in payment, a list.
pub const HELD: usize = 4;
/// Place of the member looked at; only in expressions about persons.
pub const PERSON: usize = 5;

/// The types of the records that a programme's expressions see: facts first, then derived
/// quantities.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Parameters, in the order of the pack.
    pub param: Type,
    /// The household.
    pub household: Type,
    /// A member.
    pub person: Type,
    /// An award in payment.
    pub held: Type,
    /// How many of the household's fields are facts.
    pub household_facts: usize,
    /// How many of a member's fields are facts.
    pub person_facts: usize,
}

impl Layout {
    /// For the facts and parameters of a pack and derived quantities by entity.
    pub(crate) fn new(
        facts: &Facts,
        parameters: &[Parameter],
        household: &[(String, Type)],
        person: &[(String, Type)],
    ) -> Self {
        let values = parameters.iter().map(|p| (p.id.clone(), p.of.clone()));
        Self {
            param: Type::Record(Arc::new(values.collect())),
            household: record(&facts.household, household),
            person: record(&facts.person, person),
            held: held_type(),
            household_facts: facts.household.len(),
            person_facts: facts.person.len(),
        }
    }

    /// The scope of expressions about an entity.
    pub fn scope(&self, entity: Entity) -> Scope {
        let list = |of: &Type| Type::List(Arc::new(of.clone()));
        let scope = Scope::default()
            .with("on", Type::Date)
            .with("param", self.param.clone())
            .with("household", self.household.clone())
            .with("members", list(&self.person))
            .with("held", list(&self.held));
        match entity {
            Entity::Household => scope,
            Entity::Person => scope.with("person", self.person.clone()),
        }
    }

    /// The record type of an entity.
    pub fn record(&self, entity: Entity) -> &Type {
        match entity {
            Entity::Household => &self.household,
            Entity::Person => &self.person,
        }
    }

    /// How many of an entity's fields are facts.
    pub fn facts(&self, entity: Entity) -> usize {
        match entity {
            Entity::Household => self.household_facts,
            Entity::Person => self.person_facts,
        }
    }
}
