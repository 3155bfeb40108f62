//! What the formulas of a programme read on a day: facts by entity, parameters, and the lists of
//! members and of awards held. Gone through once a decision, because a case with many members asks
//! for it again and again.

use super::records::formulas;
use crate::fact::Entity;
use crate::programme::{Programme, scope};
use jiff::civil::Date;

/// The places that are read, in order, each once.
#[derive(Debug, Default)]
pub(super) struct Reading {
    household: Vec<usize>,
    person: Vec<usize>,
    /// Places of parameters in the pack.
    pub(super) parameters: Vec<usize>,
    /// Whether other members than the one it is about are looked at.
    pub(super) members: bool,
    /// Whether awards in payment are looked at.
    pub(super) held: bool,
}

impl Reading {
    pub(super) fn of(programme: &Programme, on: Date) -> Self {
        let layout = &programme.layout;
        let mut reading = Self::default();
        for formula in formulas(programme, on) {
            let expression = &formula.expression;
            for (places, entity) in [
                (&mut reading.household, Entity::Household),
                (&mut reading.person, Entity::Person),
            ] {
                let facts = layout.facts(entity);
                let read = expression.reads(layout.record(entity));
                places.extend(read.filter(|place| *place < facts));
            }
            reading.parameters.extend(expression.reads(&layout.param));
            reading.members |= expression.uses(scope::MEMBERS);
            reading.held |= expression.uses(scope::HELD);
        }
        for places in [
            &mut reading.household,
            &mut reading.person,
            &mut reading.parameters,
        ] {
            places.sort_unstable();
            places.dedup();
        }
        reading
    }

    /// Places of the facts of an entity.
    pub(super) fn facts(&self, entity: Entity) -> &[usize] {
        match entity {
            Entity::Household => &self.household,
            Entity::Person => &self.person,
        }
    }
}
