//! Papers: templates with their occasion, programmes and law.

use super::{Content, Loader, Named};
use crate::pack::diagnostic::Problem;
use crate::pack::layer::OverrideKind;
use crate::paper::{OCCASIONS, Paper};
use crate::programme::Programme;

impl Named for Paper {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Loader {
    /// The papers of all layers.
    pub(super) fn papers(
        &mut self,
        contents: &[Content<'_>],
        programmes: &[Programme],
    ) -> Vec<Paper> {
        let mut papers = Vec::new();
        for content in contents {
            self.open(content);
            for entry in &content.file.paper {
                let of = (OverrideKind::Paper, entry.overrides.as_ref());
                let occasion = entry.occasion.get_ref();
                if !OCCASIONS.contains(&occasion.as_str()) {
                    self.report(
                        entry.occasion.span().start,
                        Problem::Value(occasion.clone()),
                    );
                }
                for programme in &entry.programmes {
                    if !programmes.iter().any(|p| p.id == *programme.get_ref()) {
                        let problem = Problem::UnknownReference(programme.get_ref().clone(), None);
                        self.report(programme.span().start, problem);
                    }
                }
                let start = entry.text.span().start;
                let before = content.text.get(..start).unwrap_or_default();
                // A text in three quotes begins on the line after them.
                let opened = content.text.get(start..).unwrap_or_default();
                let own =
                    usize::from(opened.starts_with("\"\"\"\n") || opened.starts_with("'''\n"));
                self.change(of, &entry.id, &mut papers, |_, papers| {
                    papers.push(Paper {
                        id: entry.id.get_ref().clone(),
                        label: entry.label.clone(),
                        occasion: occasion.clone(),
                        programmes: entry
                            .programmes
                            .iter()
                            .map(|p| p.get_ref().clone())
                            .collect(),
                        cite: entry.cite.clone(),
                        text: entry.text.get_ref().clone(),
                        file: content.path.clone(),
                        line: before.matches('\n').count() + own,
                    });
                });
            }
        }
        papers
    }
}
