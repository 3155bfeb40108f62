//! Constraints: compiled, then held against the values.

use super::{Content, Loader};
use crate::cel::Type;
use crate::pack::constraint::{self, Constraint, Severity};
use crate::pack::diagnostic::{Diagnostic, Problem};
use crate::pack::raw::ConstraintEntry;
use crate::pack::{Citation, Parameter};

impl Loader {
    pub(super) fn constraint(
        &mut self,
        entry: &ConstraintEntry,
        parameters: &[Parameter],
        constraints: &mut Vec<Constraint>,
    ) {
        let scope = constraint::scope(parameters);
        let from = entry.from.as_ref().and_then(|day| self.date(day));
        let to = entry.to.as_ref().and_then(|day| self.date(day));
        let holds = self.compile(&entry.holds, &scope, &Type::Bool);
        let message = [
            self.template(&entry.message.zh, &scope),
            self.template(&entry.message.en, &scope),
        ];
        let (Some(holds), [Some(zh), Some(en)]) = (holds, message) else {
            return;
        };
        let place = scope.place("param").unwrap_or_default();
        let involves = holds.fields(place);
        constraints.push(Constraint {
            id: entry.id.get_ref().clone(),
            label: entry.label.clone(),
            holds,
            severity: entry.severity,
            from,
            to,
            cite: entry.cite.clone(),
            message: [zh, en],
            involves,
            layer: self.layer,
        });
    }

    /// Holds every constraint against the values; what is broken is reported where the constraint
    /// stands.
    pub(super) fn hold(
        &mut self,
        contents: &[Content<'_>],
        constraints: &[Constraint],
        parameters: &[Parameter],
    ) {
        for constraint in constraints {
            let written = contents
                .iter()
                .filter(|c| c.layer == constraint.layer)
                .find_map(|content| {
                    let mut entries = content.file.constraint.iter();
                    let entry = entries.find(|e| *e.id.get_ref() == constraint.id)?;
                    Some((content, entry.id.span().start))
                });
            let Some((content, offset)) = written else {
                continue;
            };
            for broken in constraint.check(parameters) {
                let problem = Problem::Constraint {
                    from: broken.from.to_string(),
                    zh: broken.text.zh,
                    en: broken.text.en,
                    cite: cited(&constraint.cite),
                };
                let said = Diagnostic::at(&content.path, content.text, offset, problem);
                match constraint.severity {
                    Severity::Error => self.found.push(said),
                    Severity::Warning => self.warnings.push(said),
                }
            }
        }
    }
}

fn cited(cite: &Citation) -> String {
    if cite.article.is_empty() {
        cite.document.clone()
    } else {
        format!("{} {}", cite.document, cite.article)
    }
}
