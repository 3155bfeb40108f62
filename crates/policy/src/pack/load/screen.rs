//! Screens: their conditions compiled for every role they look at.

use super::Loader;
use crate::cel::{Expression, Scope, Type};
use crate::pack::diagnostic::Problem;
use crate::pack::raw::ScreenEntry;
use crate::pack::{Need, Parameter, Role, Screen, Subject};
use std::sync::Arc;

impl Loader {
    pub(super) fn screen(
        &mut self,
        entry: &ScreenEntry,
        parameters: &[Parameter],
        roles: &[Role],
        screens: &mut Vec<Screen>,
    ) {
        let certainty_min = entry.certainty_min.as_ref().map_or(0.8, |c| *c.get_ref());
        if let Some(written) = &entry.certainty_min
            && !(0.0..=1.0).contains(written.get_ref())
        {
            let problem = Problem::Certainty(written.get_ref().to_string());
            self.report(written.span().start, problem);
        }
        let mut subjects = Vec::new();
        for id in &entry.subject {
            let Some(role) = roles.iter().position(|r| r.id == *id.get_ref()) else {
                self.report(id.span().start, Problem::UnknownRole(id.get_ref().clone()));
                continue;
            };
            // Wrong expressions are said once, not for every subject.
            let before = self.found.len();
            subjects.extend(self.subject(entry, role, parameters, roles));
            if self.found.len() > before {
                break;
            }
        }
        screens.push(Screen {
            id: entry.id.get_ref().clone(),
            title: entry.title.clone(),
            direction: entry.direction,
            per: entry.per,
            flag: entry.flag.clone(),
            subjects,
            peers_by: entry.peers_by.as_ref().map(|p| p.get_ref().clone()),
            certainty_min,
            cite: entry.cite.clone(),
            next: entry.next.clone(),
            days: entry.days,
            exemptions: entry
                .exempt
                .iter()
                .map(|e| (e.label.clone(), e.cite.clone()))
                .collect(),
        });
    }

    pub(super) fn subject(
        &mut self,
        entry: &ScreenEntry,
        role: usize,
        parameters: &[Parameter],
        roles: &[Role],
    ) -> Option<Subject> {
        let reading = Reading::new(parameters, roles, role);
        let scope = &reading.scope;
        let mut needs = vec![Need { role, field: None }];
        if let Some(peers) = &entry.peers_by {
            let id = peers.get_ref();
            let field = roles.get(role)?.fields.iter().position(|f| f.id == *id);
            if field.is_none() {
                self.report(peers.span().start, Problem::UnknownType(id.clone()));
            }
            needs.push(Need { role, field });
        }
        let when = self.compile(&entry.when, scope, &Type::Bool);
        let records = Type::List(Arc::new(Type::Any));
        let mut rests_on = Vec::new();
        for source in &entry.rests_on {
            rests_on.extend(self.compile(source, scope, &records));
        }
        let mut exempt = Vec::new();
        for exemption in &entry.exempt {
            exempt.extend(self.compile(&exemption.when, scope, &Type::Bool));
        }
        let message = [
            self.template(&entry.message.zh, scope),
            self.template(&entry.message.en, scope),
        ];
        let [Some(zh), Some(en)] = message else {
            return None;
        };
        let when = when?;
        for expression in rests_on.iter().chain([&when]) {
            reading.add(expression, &mut needs);
        }
        let exempt_needs = exempt.iter().map(|expression| {
            let mut more = Vec::new();
            reading.add(expression, &mut more);
            more.retain(|need| !needs.contains(need));
            more
        });
        let exempt_needs = exempt_needs.collect();
        let all = rests_on.iter().chain(&exempt).chain([&when]);
        let mut read: Vec<usize> = all.flat_map(|e| e.reads(&reading.parameters)).collect();
        read.sort_unstable();
        read.dedup();
        Some(Subject {
            role,
            exempt_needs,
            parameters: read,
            scope: reading.scope,
            when,
            rests_on,
            exempt,
            message: [zh, en],
            needs,
        })
    }
}

/// The names of a screen's expressions, and what stands behind each.
struct Reading {
    scope: Scope,
    /// The record type of the parameters.
    parameters: Type,
    /// The record type of each role; the same allocation wherever the scope has it.
    records: Vec<Type>,
    /// Role and field that may be without a column.
    optional: Vec<(usize, usize)>,
    /// Place in the scope of the first list by role.
    lists: usize,
}

/// What stands before the names of the lists: the person's records, those of the home, those near.
const LISTS: [&str; 3] = ["", "home_", "near_"];

impl Reading {
    /// In the order in which `screen` gives the values: the day, the parameters, the subject, its
    /// peers, and the records by role of the person, of the home, of those near.
    fn new(parameters: &[Parameter], roles: &[Role], subject: usize) -> Self {
        let values: Vec<(String, Type)> = parameters
            .iter()
            .map(|p| (p.id.clone(), p.of.clone()))
            .collect();
        let values = Type::Record(values.into());
        let records: Vec<Type> = roles.iter().map(Role::record).collect();
        let own = records.get(subject).cloned().unwrap_or(Type::Any);
        let list = |of: Type| Type::List(Arc::new(of));
        let mut scope = Scope::default()
            .with("on", Type::Date)
            .with("param", values.clone())
            .with("self", own.clone())
            .with("peers", list(own));
        for prefix in LISTS {
            for (role, record) in roles.iter().zip(&records) {
                scope = scope.with(format!("{prefix}{}", role.id), list(record.clone()));
            }
        }
        let optional = roles.iter().enumerate().flat_map(|(role, of)| {
            let fields = of.fields.iter().enumerate().filter(|(_, f)| f.optional);
            fields.map(move |(field, _)| (role, field))
        });
        Self {
            scope,
            optional: optional.collect(),
            parameters: values,
            records,
            lists: 4,
        }
    }

    /// Adds what an expression reads: the ledgers of its lists, and the fields it names.
    fn add(&self, expression: &Expression, needs: &mut Vec<Need>) {
        let mut add = |need| {
            if !needs.contains(&need) {
                needs.push(need);
            }
        };
        let roles = self.records.len();
        for at in 0..roles * LISTS.len() {
            if expression.uses(self.lists + at) {
                add(Need {
                    role: at % roles.max(1),
                    field: None,
                });
            }
        }
        for (role, record) in self.records.iter().enumerate() {
            let read = expression.reads(record);
            for place in read.filter(|field| !self.optional.contains(&(role, *field))) {
                add(Need {
                    role,
                    field: Some(place),
                });
            }
        }
    }
}
