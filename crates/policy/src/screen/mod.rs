//! Screens held against people: for every record of a subject role, is the condition met, is the
//! hit exempt, what does it rest on, how sure is it, and what is to be said.
//!
//! A hit is never a decision: it is a finding, to be verified by a person.

mod population;
mod template;

#[cfg(test)]
mod tests;

pub use population::{Population, PopulationBuilder};
pub use template::Template;

use crate::cel::{Datum, Value};
use crate::pack::{Pack, Screen, Subject};
use jiff::civil::Date;
use population::{Place, certainty};
use rayon::prelude::*;

/// A hit of a screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Place of the screen in the pack.
    pub screen: usize,
    /// Place of the subject's role.
    pub role: usize,
    /// Place of the subject's record within its role.
    pub record: usize,
    /// The person.
    pub person: u32,
    /// Other records it rests on: role and place within it.
    pub rests_on: Vec<(usize, usize)>,
    /// How sure it is that all these records are of the person, from 0 to 1.
    pub certainty: f64,
    /// Place of the exemption that makes it void, if any.
    pub exempt: Option<usize>,
    /// The sentence in Chinese and English.
    pub message: [String; 2],
}

/// What a run of all screens gives.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// All hits, exempt ones included, screen by screen in the order of the subjects' records.
    pub found: Vec<Finding>,
    /// For each screen, subjects whose condition stayed open because a fact was missing.
    pub open: Vec<usize>,
}

/// Runs every screen of a pack over a population on a day.
pub fn run(pack: &Pack, population: &Population, on: Date) -> Findings {
    let parameters: Vec<Datum> = pack
        .parameters
        .iter()
        .map(|p| p.on(on).map_or(Datum::Missing, |v| v.value.clone()))
        .collect();
    let mut findings = Findings::default();
    for (at, screen) in pack.screens.iter().enumerate() {
        let mut open = 0;
        for subject in &screen.subjects {
            let peers = screen.peers_by.as_ref().and_then(|field| {
                let fields = &pack.roles.get(subject.role)?.fields;
                let place = fields.iter().position(|f| f.id == *field)?;
                Some(population.peers(subject.role, place))
            });
            let context = Context {
                screen,
                subject,
                population,
                parameters: &parameters,
                on,
            };
            let results: Vec<Outcome> = (0..population.records(subject.role).len())
                .into_par_iter()
                .with_min_len(256)
                .map(|record| context.look(at, record, peers.as_ref()))
                .collect();
            for outcome in results {
                match outcome {
                    Outcome::Hit(finding) => findings.found.push(*finding),
                    Outcome::Open => open += 1,
                    Outcome::None => {}
                }
            }
        }
        findings.open.push(open);
    }
    findings
}

enum Outcome {
    None,
    Open,
    Hit(Box<Finding>),
}

struct Context<'a> {
    screen: &'a Screen,
    subject: &'a Subject,
    population: &'a Population,
    parameters: &'a Vec<Datum>,
    on: Date,
}

impl<'a> Context<'a> {
    fn look(&self, at: usize, record: usize, peers: Option<&population::Peers>) -> Outcome {
        let Some(own) = self.population.records(self.subject.role).get(record) else {
            return Outcome::None;
        };
        let names = self.names(record, own, peers);
        match self.subject.when.holds(&names) {
            Some(true) => {}
            Some(false) => return Outcome::None,
            None => return Outcome::Open,
        }
        let mut rests_on: Vec<Place> = Vec::new();
        let mut sure = certainty(own);
        for expression in &self.subject.rests_on {
            for found in records(expression.evaluate(&names)) {
                let place = population::place(found);
                if place != (self.subject.role, record) && !rests_on.contains(&place) {
                    sure = sure.min(certainty(found));
                    rests_on.push(place);
                }
            }
        }
        if sure < self.screen.certainty_min {
            return Outcome::None;
        }
        let exempt = self
            .subject
            .exempt
            .iter()
            .position(|e| e.holds(&names) == Some(true));
        Outcome::Hit(Box::new(Finding {
            screen: at,
            role: self.subject.role,
            record,
            person: self.population.person(self.subject.role, record),
            rests_on,
            certainty: sure,
            exempt,
            message: [
                self.subject.message[0].render(&names),
                self.subject.message[1].render(&names),
            ],
        }))
    }

    /// The values of the scope's names, in the order of `pack::load::scope`.
    fn names(
        &self,
        record: usize,
        own: &'a Vec<Datum>,
        peers: Option<&population::Peers>,
    ) -> Vec<Value<'a>> {
        let role = self.subject.role;
        let mut names = vec![
            Value::Date(self.on),
            Value::Record(self.parameters),
            Value::Record(own),
            peers.map_or(Value::Missing, |p| p.of(self.population, role, record)),
        ];
        let person = self.population.person(role, record);
        let used = |place: usize| self.subject.uses(place);
        let roles = self.population.roles();
        for other in 0..roles {
            let wanted = used(names.len());
            names.push(if wanted {
                self.population.of_person(other, person)
            } else {
                Value::Missing
            });
        }
        for other in 0..roles {
            let wanted = used(names.len());
            names.push(if wanted {
                self.population.of_home(other, person)
            } else {
                Value::Missing
            });
        }
        names
    }
}

fn records(value: Value<'_>) -> Vec<&Vec<Datum>> {
    match value {
        Value::Records(records) => records.to_vec(),
        Value::List(items) => items.iter().cloned().filter_map(as_record).collect(),
        _ => Vec::new(),
    }
}

fn as_record(value: Value<'_>) -> Option<&Vec<Datum>> {
    match value {
        Value::Record(record) => Some(record),
        _ => None,
    }
}
