//! Sentences with expressions in braces: `{self.name} died on {first(deaths).day}`.

use crate::cel::{CelError, Expression, Scope, Value};

/// A sentence ready to be filled.
#[derive(Debug, Clone)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
enum Part {
    Text(String),
    Value(Expression),
}

impl Template {
    /// Compiles a sentence; `Ok(None)` when its braces do not match.
    ///
    /// # Errors
    /// What is wrong with its expressions, at positions within the sentence.
    pub fn compile(text: &str, scope: &Scope) -> Result<Option<Self>, Vec<CelError>> {
        let mut parts = Vec::new();
        let mut errors = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, after) = rest.split_at(open);
            let Some(close) = after.find('}') else {
                return Ok(None);
            };
            if before.contains('}') {
                return Ok(None);
            }
            parts.push(Part::Text(before.to_owned()));
            let inner = after.get(1..close).unwrap_or_default();
            let offset = text.len() - after.len() + 1;
            match Expression::compile(inner, scope) {
                Ok(expression) => parts.push(Part::Value(expression)),
                Err(found) => errors.extend(found.into_iter().map(|e| CelError {
                    at: e.at + offset,
                    what: e.what,
                })),
            }
            rest = after.get(close + 1..).unwrap_or_default();
        }
        if rest.contains('}') {
            return Ok(None);
        }
        parts.push(Part::Text(rest.to_owned()));
        if errors.is_empty() {
            Ok(Some(Self { parts }))
        } else {
            Err(errors)
        }
    }

    /// The sentence with its values.
    pub fn render(&self, names: &[Value<'_>]) -> String {
        self.render_with(names, "")
    }

    /// The sentence with its values, and a word where one is missing.
    pub fn render_with(&self, names: &[Value<'_>], open: &str) -> String {
        let shown = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Value(expression) => match expression.evaluate(names) {
                Value::Missing => open.to_owned(),
                value => value.shown(),
            },
        };
        self.parts.iter().map(shown).collect()
    }

    pub(crate) fn uses(&self, place: usize) -> bool {
        let used = |part: &Part| matches!(part, Part::Value(e) if e.uses(place));
        self.parts.iter().any(used)
    }
}
