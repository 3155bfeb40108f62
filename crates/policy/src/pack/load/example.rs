//! Worked examples: their cases read, their expectations checked for what can be expected.

use super::{Content, Loader};
use crate::fact::{Case, Facts};
use crate::pack::diagnostic::{Diagnostic, Problem};
use crate::pack::raw::programme::{ExampleEntry, ExpectEntry};
use crate::programme::{Example, Expect};
use base::money::written;

/// The outcomes that can be expected.
const OUTCOMES: [&str; 4] = ["granted", "refused", "needs_fact", "not_in_force"];

impl Loader {
    pub(super) fn examples(&mut self, parts: &[&Content<'_>], facts: &Facts) -> Vec<Example> {
        let mut examples: Vec<Example> = Vec::new();
        for content in parts {
            self.open(content);
            for entry in &content.file.example {
                let name = entry.name.get_ref();
                self.unique(&entry.name, examples.iter().any(|e| e.name == *name));
                examples.extend(self.example(entry, facts));
            }
        }
        examples
    }

    fn example(&mut self, entry: &ExampleEntry, facts: &Facts) -> Option<Example> {
        let on = self.date(&entry.on)?;
        let start = entry.name.span().start;
        let case = match Case::read(plain(&toml::Value::Table(entry.case.clone())), facts) {
            Ok(case) => case,
            Err(errors) => {
                for e in errors {
                    self.report(start, Problem::Case(e));
                }
                return None;
            }
        };
        let at = Diagnostic::at(&self.file, &self.text, start, Problem::NoProgramme);
        Some(Example {
            name: entry.name.get_ref().clone(),
            on,
            cite: entry.cite.clone(),
            member: entry.member.clone(),
            case,
            expect: self.expect(&entry.expect)?,
            at: (at.file, at.line, at.column),
        })
    }

    fn expect(&mut self, entry: &ExpectEntry) -> Option<Expect> {
        let outcome = entry.outcome.get_ref();
        if !OUTCOMES.contains(&outcome.as_str()) {
            self.unknown(&entry.outcome, outcome, &OUTCOMES);
        }
        let amount = match &entry.amount {
            Some(text) => {
                let amount = written::parse(text.get_ref()).ok();
                if amount.is_none() {
                    let problem = Problem::Value(text.get_ref().clone());
                    self.report(text.span().start, problem);
                }
                amount
            }
            None => None,
        };
        let until = match &entry.until {
            Some(text) => Some(self.date(text)?),
            None => None,
        };
        Some(Expect {
            outcome: outcome.clone(),
            amount,
            status: entry.status.clone(),
            until,
            fails: entry.fails.clone(),
            missing: entry.missing.clone(),
            first_month: entry.first_month.clone(),
        })
    }
}

/// The JSON of a TOML value; days become their text.
fn plain(value: &toml::Value) -> serde_json::Value {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(n) => (*n).into(),
        toml::Value::Float(x) => serde_json::Number::from_f64(*x).into(),
        toml::Value::Boolean(b) => (*b).into(),
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::Array(items) => items.iter().map(plain).collect(),
        toml::Value::Table(table) => {
            let fields = table
                .iter()
                .map(|(name, value)| (name.clone(), plain(value)));
            serde_json::Value::Object(fields.collect())
        }
    }
}
