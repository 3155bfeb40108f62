//! Screens held against people: for every record of a subject role, is the condition met, is the
//! hit exempt, what does it rest on, how sure is it, and what is to be said.
//!
//! A hit is never a decision: it is a finding, to be verified by a person.

mod population;
mod template;

#[cfg(test)]
mod tests;

pub use population::{Population, PopulationBuilder, Row};
pub use template::Template;

use crate::cel::{Datum, Value};
use crate::pack::{Need, Pack, Screen, Subject};
use jiff::civil::Date;
use population::{Place, Suppose, certainty};
use rayon::prelude::*;

/// Place of the first list of records among the names of a scope: after the day, the parameters,
/// the subject and its peers.
const FIRST_LIST: usize = 4;

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
    /// How sure it is, from 0 to 1, that all these records are of the person, and that none of those
    /// that speak against it was overlooked.
    pub certainty: f64,
    /// Place of the exemption that makes it void, if any.
    pub exempt: Option<usize>,
    /// The sentence in Chinese and English.
    pub message: [String; 2],
}

/// A subject whose condition stayed open: a fact is missing, or it is not sure enough whose the
/// records are.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// Place of the screen in the pack.
    pub screen: usize,
    /// Place of the subject's role.
    pub role: usize,
    /// Place of the subject's record within its role.
    pub record: usize,
    /// The person.
    pub person: u32,
    /// The condition is met, but only with this certainty, less than the screen asks for; `None`
    /// when a fact is missing.
    pub certainty: Option<f64>,
}

/// A screen that could not look at the records of a role, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRun {
    /// Place of the screen in the pack.
    pub screen: usize,
    /// Place of the subject's role.
    pub role: usize,
    /// The ledgers and columns that are missing.
    pub missing: Vec<Need>,
}

/// An exemption that could not be looked at: hits stand that may be exempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untested {
    /// Place of the screen in the pack.
    pub screen: usize,
    /// Place of the subject's role.
    pub role: usize,
    /// Place of the exemption in the screen.
    pub exemption: usize,
    /// The ledgers and columns that are missing.
    pub missing: Vec<Need>,
}

/// What a run of all screens gives.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// All hits, exempt ones included, screen by screen in the order of the subjects' records.
    pub found: Vec<Finding>,
    /// Subjects whose condition stayed open, in the same order.
    pub open: Vec<Open>,
    /// For each screen, how many records it looked at.
    pub looked: Vec<usize>,
    /// Screens that could not run, as a whole or for a role. Roles without a ledger are named for
    /// the first subject of a screen only if no subject has one.
    pub not_run: Vec<NotRun>,
    /// Exemptions that could not be looked at.
    pub untested: Vec<Untested>,
}

/// Runs every screen of a pack over a population on a day. A screen whose condition reads a ledger
/// or a column that was not given does not run, and is named.
pub fn run(pack: &Pack, population: &Population, on: Date) -> Findings {
    let parameters: Vec<Datum> = pack
        .parameters
        .iter()
        .map(|p| p.on(on).map_or(Datum::Missing, |v| v.value.clone()))
        .collect();
    let mut findings = Findings::default();
    for (at, screen) in pack.screens.iter().enumerate() {
        findings.looked.push(0);
        for subject in &screen.subjects {
            if !able(at, subject, population, &mut findings) {
                continue;
            }
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
            let records = population.records(subject.role).len();
            let results: Vec<Outcome> = (0..records)
                .into_par_iter()
                .with_min_len(256)
                .map(|record| context.look(at, record, peers.as_ref()))
                .collect();
            if let Some(looked) = findings.looked.last_mut() {
                *looked += records;
            }
            for outcome in results {
                match outcome {
                    Outcome::Hit(finding) => findings.found.push(*finding),
                    Outcome::Open(open) => findings.open.push(open),
                    Outcome::None => {}
                }
            }
        }
        // That a roll is not among the ledgers is worth a word only when the screen never ran.
        let ran = findings.looked.last().is_some_and(|n| *n > 0);
        if ran {
            findings.not_run.retain(|n| {
                n.screen != at
                    || n.missing
                        != [Need {
                            role: n.role,
                            field: None,
                        }]
            });
        }
    }
    findings
}

/// Whether everything that a subject's condition reads was given; what was not is noted.
fn able(at: usize, subject: &Subject, population: &Population, findings: &mut Findings) -> bool {
    let absent = |needs: &[Need]| -> Vec<Need> {
        let gone = |role| !population.has(role, None);
        needs
            .iter()
            .filter(|n| match n.field {
                None => gone(n.role),
                // Of a ledger that is not there the columns need no mention.
                Some(_) => !gone(n.role) && !population.has(n.role, n.field),
            })
            .copied()
            .collect()
    };
    let missing = absent(&subject.needs);
    if !missing.is_empty() {
        findings.not_run.push(NotRun {
            screen: at,
            role: subject.role,
            missing,
        });
        return false;
    }
    for (exemption, needs) in subject.exempt_needs.iter().enumerate() {
        let missing = absent(needs);
        if !missing.is_empty() {
            findings.untested.push(Untested {
                screen: at,
                role: subject.role,
                exemption,
                missing,
            });
        }
    }
    true
}

enum Outcome {
    None,
    Open(Open),
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
        let names = self.names(record, own, peers, Suppose::default());
        match self.subject.when.holds(&names) {
            Some(true) => {}
            Some(false) => return Outcome::None,
            None => {
                return Outcome::Open(Open {
                    screen: at,
                    role: self.subject.role,
                    record,
                    person: self.population.person(self.subject.role, record),
                    certainty: None,
                });
            }
        }
        let mut rests_on: Vec<Place> = Vec::new();
        // Whose a record is matters only to what looks beyond the record.
        let mut sure = if self.looks_beyond() {
            certainty(own)
        } else {
            1.0
        };
        for expression in &self.subject.rests_on {
            for found in records(expression.evaluate(&names)) {
                let place = population::place(found);
                if place != (self.subject.role, record) && !rests_on.contains(&place) {
                    sure = sure.min(certainty(found));
                    rests_on.push(place);
                }
            }
        }
        let exempt = self.exempt(&names);
        if exempt.is_none() {
            sure = sure.min(self.unless_found_elsewhere(record, own, peers));
        }
        if sure < self.screen.certainty_min {
            return Outcome::Open(Open {
                screen: at,
                role: self.subject.role,
                record,
                person: self.population.person(self.subject.role, record),
                certainty: Some(sure),
            });
        }
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

    fn exempt(&self, names: &[Value<'a>]) -> Option<usize> {
        let exempt = &self.subject.exempt;
        exempt.iter().position(|e| e.holds(names) == Some(true))
    }

    /// Whether the condition reads records besides the subject's own and its peers.
    fn looks_beyond(&self) -> bool {
        (FIRST_LIST..FIRST_LIST + 3 * self.population.roles()).any(|at| self.subject.uses(at))
    }

    /// How sure it is that a hit would stand if every doubtful record were seen in the right
    /// place: a condition may be met only because a record was not taken for this person's.
    fn unless_found_elsewhere(
        &self,
        record: usize,
        own: &'a Vec<Datum>,
        peers: Option<&population::Peers>,
    ) -> f64 {
        if !self.looks_beyond() {
            return 1.0;
        }
        let of = (self.subject.role, record);
        let person = self.population.person(of.0, of.1);
        let subject = self.population.doubts_of(of).iter().map(|(other, p)| {
            let person = Some(*other);
            (
                Suppose {
                    person,
                    record: None,
                },
                *p,
            )
        });
        let others = self.population.doubts_near(person, of);
        let others = others
            .filter(|(place, ..)| *place != of)
            .map(|(place, of, p)| {
                let record = Some((place, of));
                (
                    Suppose {
                        person: None,
                        record,
                    },
                    p,
                )
            });
        // Doubts about one record exclude each other; the sum is what speaks against the hit.
        let mut against = 0.0;
        for (suppose, probability) in subject.chain(others) {
            let names = self.names(record, own, peers, suppose);
            let stands =
                self.subject.when.holds(&names) == Some(true) && self.exempt(&names).is_none();
            if !stands {
                against += probability;
            }
        }
        1.0 - f64::min(against, 1.0)
    }

    /// The values of the scope's names, in the order of `pack::load::screen`.
    fn names(
        &self,
        record: usize,
        own: &'a Vec<Datum>,
        peers: Option<&population::Peers>,
        suppose: Suppose,
    ) -> Vec<Value<'a>> {
        let role = self.subject.role;
        let mut names = vec![
            Value::Date(self.on),
            Value::Record(self.parameters),
            Value::Record(own),
            peers.map_or(Value::Missing, |p| p.of(self.population, role, record)),
        ];
        let person = suppose
            .person
            .unwrap_or_else(|| self.population.person(role, record));
        let used = |place: usize| self.subject.uses(place);
        let roles = self.population.roles();
        for list in 0..3 {
            for other in 0..roles {
                let value = match (used(names.len()), list) {
                    (false, _) => Value::Missing,
                    (true, 0) => self.population.of_person(other, person, suppose),
                    (true, 1) => self
                        .population
                        .of_home(other, (role, record), person, suppose),
                    (true, _) => self.population.of_near(other, person, suppose),
                };
                names.push(value);
            }
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
