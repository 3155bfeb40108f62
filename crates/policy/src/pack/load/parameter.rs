//! Parameters: dated values without gaps or overlaps, each used by some expression.

use super::{Loader, datum};
use crate::cel::Type;
use crate::pack::diagnostic::Problem;
use crate::pack::raw::{ContentFile, ParameterEntry, ValueEntry};
use crate::pack::{Dated, Parameter};

impl Loader {
    pub(super) fn parameter(&mut self, entry: &ParameterEntry, parameters: &mut Vec<Parameter>) {
        self.unique(
            &entry.id,
            parameters.iter().any(|p| p.id == *entry.id.get_ref()),
        );
        let of = self.type_of(&entry.of);
        let mut values: Vec<(usize, Dated)> = Vec::new();
        for value in &entry.value {
            values.extend(
                self.dated(value, &of)
                    .map(|dated| (value.from.span().start, dated)),
            );
        }
        values.sort_by_key(|(_, dated)| dated.from);
        for pair in values.windows(2) {
            let [(_, before), (offset, after)] = pair else {
                continue;
            };
            let (id, day) = (entry.id.get_ref().clone(), after.from.to_string());
            let end = before.to.and_then(|to| to.tomorrow().ok());
            match end {
                Some(next) if next == after.from => {}
                Some(next) if next < after.from => {
                    self.report(*offset, Problem::Gap(id, next.to_string()));
                }
                _ => self.report(*offset, Problem::Overlap(id, day)),
            }
        }
        parameters.push(Parameter {
            id: entry.id.get_ref().clone(),
            label: entry.label.clone(),
            of,
            values: values.into_iter().map(|(_, dated)| dated).collect(),
        });
    }

    pub(super) fn dated(&mut self, entry: &ValueEntry, of: &Type) -> Option<Dated> {
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
        let Some(value) = datum(entry.is.get_ref(), of) else {
            self.report(
                entry.is.span().start,
                Problem::Value(entry.is.get_ref().clone()),
            );
            return None;
        };
        Some(Dated {
            from,
            to,
            value,
            cite: entry.cite.clone(),
        })
    }

    /// A parameter that no expression names is a value that nobody keeps.
    pub(super) fn unused(
        &mut self,
        contents: &[(&String, &String, ContentFile)],
        parameters: &[Parameter],
    ) {
        for parameter in parameters {
            let name = format!("param.{}", parameter.id);
            let used = contents.iter().any(|(_, text, _)| text.contains(&name));
            let declared = contents.iter().find_map(|(path, text, file)| {
                let entry = file
                    .parameter
                    .iter()
                    .find(|p| *p.id.get_ref() == parameter.id)?;
                Some((path, text, entry.id.span().start))
            });
            if let (false, Some((path, text, offset))) = (used, declared) {
                self.enter(path, text);
                self.report(offset, Problem::UnusedParameter(parameter.id.clone()));
            }
        }
    }
}
