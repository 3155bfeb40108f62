//! What the law says of its own values, such as that a rural standard is not above the urban one:
//! held against them on every day on which one of them changes. Start at [`Constraint::check`].

use super::parameter::values_on;
use super::{Citation, Label, Parameter};
use crate::cel::{Expression, Scope, Type, Value};
use crate::screen::Template;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// How bad it is when a constraint is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The pack must not run.
    #[default]
    Error,
    /// To be looked at; the published values stand.
    Warning,
}

/// A rule about the values of the law.
#[derive(Debug)]
pub struct Constraint {
    /// Stable name.
    pub id: String,
    /// What it says.
    pub label: Label,
    /// The condition over `param` and `on`.
    pub holds: Expression,
    /// How bad it is when it does not hold.
    pub severity: Severity,
    /// First day on which it counts.
    pub from: Option<Date>,
    /// Last day on which it counts.
    pub to: Option<Date>,
    /// Where it stands.
    pub cite: Citation,
    /// The sentence when it does not hold, in Chinese and English.
    pub message: [Template; 2],
    /// Places of the parameters in the condition.
    pub involves: Vec<usize>,
    /// Place of the layer that gives it.
    pub layer: usize,
}

/// A time in which a constraint is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// First day.
    pub from: Date,
    /// Last day; `None` while it lasts.
    pub to: Option<Date>,
    /// What is wrong.
    pub text: Label,
}

/// The names of a constraint: the day and the parameters.
pub(super) fn scope(parameters: &[Parameter]) -> Scope {
    let fields: Vec<(String, Type)> = parameters
        .iter()
        .map(|p| (p.id.clone(), p.of.clone()))
        .collect();
    Scope::default()
        .with("on", Type::Date)
        .with("param", Type::Record(fields.into()))
}

impl Constraint {
    /// Every time in which the values break it. Days on which one of the values is not in force
    /// are left out: there is nothing to compare.
    pub fn check(&self, parameters: &[Parameter]) -> Vec<Violation> {
        let involved = || self.involves.iter().filter_map(|at| parameters.get(*at));
        let mut days: BTreeSet<Date> = involved().flat_map(Parameter::changes).collect();
        days.extend(self.from);
        let days: Vec<Date> = days
            .into_iter()
            .filter(|day| self.from.is_none_or(|from| from <= *day))
            .filter(|day| self.to.is_none_or(|to| *day <= to))
            .collect();
        let mut found: Vec<Violation> = Vec::new();
        for (at, day) in days.iter().enumerate() {
            if involved().any(|p| p.on(*day).is_none()) {
                continue;
            }
            let values = values_on(parameters, *day);
            let names = [Value::Date(*day), Value::Record(&values)];
            if self.holds.holds(&names) != Some(false) {
                continue;
            }
            let [zh, en] = &self.message;
            let next = days.get(at + 1).and_then(|next| next.yesterday().ok());
            found.push(Violation {
                from: *day,
                to: next.or(self.to),
                text: Label {
                    zh: zh.render(&names),
                    en: en.render(&names),
                },
            });
        }
        found
    }
}
