//! Parameters: dated values without overlaps, and without gaps but those that the law has; what a
//! lower layer changes takes the place of what stands above.

use super::{Content, Loader, datum};
use crate::cel::{Datum, Keys, Type, nearest};
use crate::pack::diagnostic::{Diagnostic, Problem};
use crate::pack::layer::OverrideKind;
use crate::pack::raw::{GapEntry, ParameterEntry, ValueEntry};
use crate::pack::{Dated, Gap, Parameter};
use std::sync::Arc;

impl Loader {
    pub(super) fn parameter(&mut self, entry: &ParameterEntry, parameters: &mut Vec<Parameter>) {
        let overrides = entry.overrides.as_ref();
        let Ok(changes) = self.above(OverrideKind::Parameter, &entry.id, overrides) else {
            return;
        };
        let known = parameters.iter_mut().find(|p| p.id == *entry.id.get_ref());
        if let (true, Some(known)) = (changes, known) {
            return self.changed(entry, known);
        }
        let of = self.declared_type(entry);
        let values = self.values(entry, &of);
        let label = entry.label.clone();
        if label.is_none() {
            self.lacks(entry, "label");
        }
        let mut parameter = Parameter {
            id: entry.id.get_ref().clone(),
            label: label.unwrap_or_default(),
            of,
            key_labels: entry.key_labels.clone().into_iter().collect(),
            values: Vec::new(),
            gaps: self.gaps(&entry.gap),
            layer: self.layer,
        };
        self.without_gaps(entry, &parameter.gaps, &values);
        parameter.values = values.into_iter().map(|(_, dated)| dated).collect();
        parameters.push(parameter);
    }

    /// Values of a lower layer: they take the place of those above on their days.
    fn changed(&mut self, entry: &ParameterEntry, known: &mut Parameter) {
        if entry.of.is_some() || entry.keys.is_some() {
            let of = self.declared_type(entry);
            if of != known.of {
                let problem = Problem::OverrideType(known.id.clone());
                self.report(entry.id.span().start, problem);
                return;
            }
        }
        let of = known.of.clone();
        let values = self.values(entry, &of);
        for pair in values.windows(2) {
            self.overlap(entry, pair);
        }
        known.gaps.extend(self.gaps(&entry.gap));
        known.put(values.into_iter().map(|(_, dated)| dated).collect());
        if let Some(label) = &entry.label {
            known.label.clone_from(label);
        }
    }

    fn declared_type(&mut self, entry: &ParameterEntry) -> Type {
        let of = match &entry.of {
            Some(of) => self.type_of(of),
            None => {
                self.lacks(entry, "type");
                Type::Any
            }
        };
        match &entry.keys {
            Some(keys) => {
                let names = keys.get_ref().clone();
                let twice = names.iter().enumerate().find_map(|(at, name)| {
                    let earlier = names.iter().take(at).any(|n| n == name);
                    earlier.then(|| name.clone())
                });
                if let Some(name) = twice {
                    self.report(keys.span().start, Problem::Duplicate(name));
                }
                Type::Table(Arc::new(Keys::new(names)), Arc::new(of))
            }
            None => of,
        }
    }

    fn lacks(&mut self, entry: &ParameterEntry, what: &'static str) {
        let name = entry.id.get_ref().clone();
        self.report(entry.id.span().start, Problem::Lacks { name, what });
    }

    /// The values in the order of their dates, each with where it is written.
    fn values(&mut self, entry: &ParameterEntry, of: &Type) -> Vec<(usize, Dated)> {
        let mut values: Vec<(usize, Dated)> = Vec::new();
        for value in &entry.value {
            let dated = self.dated(entry, value, of);
            values.extend(dated.map(|dated| (value.from.span().start, dated)));
        }
        values.sort_by_key(|(_, dated)| dated.from);
        values
    }

    fn overlap(&mut self, entry: &ParameterEntry, pair: &[(usize, Dated)]) -> bool {
        let [(_, before), (offset, after)] = pair else {
            return false;
        };
        let overlap = before.to.is_none_or(|to| after.from <= to);
        if overlap {
            let (id, day) = (entry.id.get_ref().clone(), after.from.to_string());
            self.report(*offset, Problem::Overlap(id, day));
        }
        overlap
    }

    fn without_gaps(&mut self, entry: &ParameterEntry, gaps: &[Gap], values: &[(usize, Dated)]) {
        for pair in values.windows(2) {
            let overlap = self.overlap(entry, pair);
            let [(_, before), (offset, after)] = pair else {
                continue;
            };
            let Some(mut next) = before.to.and_then(|to| to.tomorrow().ok()) else {
                continue;
            };
            while let Some(gap) = gaps.iter().find(|g| g.from <= next && next <= g.to) {
                let Ok(day) = gap.to.tomorrow() else { break };
                next = day;
            }
            if !overlap && next < after.from {
                let id = entry.id.get_ref().clone();
                self.report(*offset, Problem::Gap(id, next.to_string()));
            }
        }
    }

    fn gaps(&mut self, entries: &[GapEntry]) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for entry in entries {
            let (Some(from), Some(to)) = (self.date(&entry.from), self.date(&entry.to)) else {
                continue;
            };
            let cite = entry.cite.clone();
            gaps.push(Gap { from, to, cite });
        }
        gaps
    }

    fn dated(
        &mut self,
        parameter: &ParameterEntry,
        entry: &ValueEntry,
        of: &Type,
    ) -> Option<Dated> {
        let from = self.date(&entry.from)?;
        let to = match &entry.to {
            Some(text) => Some(self.date(text)?),
            None => None,
        };
        if let (Some(last), Some(text)) = (to, &entry.to)
            && last < from
        {
            self.report(text.span().start, Problem::Date(text.get_ref().clone()));
        }
        let value = match of {
            Type::Table(keys, inner) => self.table(parameter, entry, keys, inner)?,
            of => self.plain(entry, entry.is.get_ref(), of)?,
        };
        Some(Dated {
            from,
            to,
            value,
            cite: entry.cite.clone(),
            layer: self.layer,
            over: Vec::new(),
        })
    }

    fn plain(&mut self, entry: &ValueEntry, written: &toml::Value, of: &Type) -> Option<Datum> {
        let text = match written {
            toml::Value::String(text) => text.clone(),
            toml::Value::Integer(n) => n.to_string(),
            toml::Value::Boolean(b) => b.to_string(),
            other => other.to_string(),
        };
        let value = datum(&text, of);
        if value.is_none() {
            self.report(entry.is.span().start, Problem::Value(text));
        }
        value
    }

    /// A value for each key, no more and no fewer.
    fn table(
        &mut self,
        parameter: &ParameterEntry,
        entry: &ValueEntry,
        keys: &Keys,
        of: &Type,
    ) -> Option<Datum> {
        let (at, name) = (entry.is.span().start, parameter.id.get_ref().clone());
        let Some(written) = entry.is.get_ref().as_table() else {
            self.report(at, Problem::Value(entry.is.get_ref().to_string()));
            return None;
        };
        let mut complete = true;
        let unknown = written.keys().filter(|k| !keys.names().contains(k));
        for key in unknown {
            let near = nearest(key, keys.names().iter().map(String::as_str));
            let (name, key) = (name.clone(), key.clone());
            self.report(at, Problem::Key { name, key, near });
            complete = false;
        }
        let mut values = Vec::new();
        for key in keys.names() {
            match written.get(key) {
                Some(value) => values.extend(self.plain(entry, value, of)),
                None => {
                    let (name, key, near) = (name.clone(), key.clone(), None);
                    self.report(at, Problem::Key { name, key, near });
                }
            }
        }
        complete &= values.len() == keys.names().len();
        complete.then(|| Datum::Table(values.into()))
    }

    /// A parameter that no expression names is a value that nobody keeps.
    pub(super) fn unused(&mut self, contents: &[Content<'_>], parameters: &[Parameter]) {
        for parameter in parameters {
            let name = format!("param.{}", parameter.id);
            // A road names its spans without an expression.
            let span = format!("_param = \"{}\"", parameter.id);
            let used = |c: &Content<'_>| mentions(c.text, &name) || c.text.contains(&span);
            if contents.iter().any(used) {
                continue;
            }
            let declared = contents.iter().find_map(|content| {
                let mut entries = content.file.parameter.iter();
                let entry = entries.find(|p| *p.id.get_ref() == parameter.id)?;
                Some((content, entry.id.span().start))
            });
            if let Some((content, offset)) = declared {
                let problem = Problem::UnusedParameter(parameter.id.clone());
                let said = Diagnostic::at(&content.path, content.text, offset, problem);
                self.warnings.push(said);
            }
        }
    }
}

/// Whether a text has a name as a whole.
fn mentions(text: &str, name: &str) -> bool {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(name) {
        let more = after.chars().next();
        if !more.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            return true;
        }
        rest = after;
    }
    false
}
