//! Screens: their conditions compiled for every role they look at.

use super::Loader;
use crate::cel::{Scope, Type};
use crate::pack::diagnostic::Problem;
use crate::pack::raw::ScreenEntry;
use crate::pack::{Parameter, Role, Screen, Subject};
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
        let scope = scope(parameters, roles, role);
        if let Some(peers) = &entry.peers_by
            && !roles
                .get(role)?
                .fields
                .iter()
                .any(|f| f.id == *peers.get_ref())
        {
            let problem = Problem::UnknownType(peers.get_ref().clone());
            self.report(peers.span().start, problem);
        }
        let when = self.compile(&entry.when, &scope, &Type::Bool);
        let records = Type::List(Arc::new(Type::Any));
        let mut rests_on = Vec::new();
        for source in &entry.rests_on {
            rests_on.extend(self.compile(source, &scope, &records));
        }
        let mut exempt = Vec::new();
        for exemption in &entry.exempt {
            exempt.extend(self.compile(&exemption.when, &scope, &Type::Bool));
        }
        let message = [
            self.template(&entry.message.zh, &scope),
            self.template(&entry.message.en, &scope),
        ];
        let [Some(zh), Some(en)] = message else {
            return None;
        };
        Some(Subject {
            role,
            scope,
            when: when?,
            rests_on,
            exempt,
            message: [zh, en],
        })
    }
}

/// The names of a screen's expressions, in the order in which `screen` gives their values: the
/// day, the parameters, the subject, its peers, the person's records by role, the household's.
fn scope(parameters: &[Parameter], roles: &[Role], subject: usize) -> Scope {
    let values: Vec<(String, Type)> = parameters
        .iter()
        .map(|p| (p.id.clone(), p.of.clone()))
        .collect();
    let own = roles.get(subject).map_or(Type::Any, Role::record);
    let list = |of: Type| Type::List(Arc::new(of));
    let mut scope = Scope::default()
        .with("on", Type::Date)
        .with("param", Type::Record(values.into()))
        .with("self", own.clone())
        .with("peers", list(own));
    for role in roles {
        scope = scope.with(role.id.clone(), list(role.record()));
    }
    for role in roles {
        scope = scope.with(format!("home_{}", role.id), list(role.record()));
    }
    scope
}
