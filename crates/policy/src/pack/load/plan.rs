//! Plans: every file of a layer's `plans/` is one.

use super::{Layer, Loader, within};
use crate::pack::diagnostic::Problem;
use crate::pack::raw::plan::{ItemEntry, PartEntry, PlanFile};
use crate::plan::{Item, Part, Plan, Section};
use jiff::civil::Date;

/// Whether a file of a pack is a plan.
pub(super) fn is_plan(path: &str) -> bool {
    path.starts_with("plans/")
}

/// What the items of a plan are held against.
struct Frame {
    sections: Vec<String>,
    issued: Date,
    ends: Date,
    numbers: Vec<String>,
}

impl Loader {
    /// The plans of all layers.
    pub(super) fn plans(&mut self, layers: &[Layer]) -> Vec<Plan> {
        let mut plans: Vec<Plan> = Vec::new();
        for layer in layers {
            let files = layer.files.iter();
            for (path, text) in files.filter(|(p, _)| is_plan(p) && p.ends_with(".toml")) {
                let file: Option<PlanFile> = self.enter(&within(layer, path), text).read();
                let Some(file) = file else { continue };
                let id = &file.plan.id;
                if plans.iter().any(|p| p.id == *id.get_ref()) {
                    let problem = Problem::Duplicate(id.get_ref().clone());
                    self.report(id.span().start, problem);
                    continue;
                }
                plans.extend(self.plan(file));
            }
        }
        plans
    }

    fn plan(&mut self, file: PlanFile) -> Option<Plan> {
        let (issued, ends) = (self.date(&file.plan.issued)?, self.date(&file.plan.ends)?);
        if ends < issued {
            let problem = Problem::Date(file.plan.ends.get_ref().clone());
            self.report(file.plan.ends.span().start, problem);
        }
        let mut frame = Frame {
            sections: Vec::new(),
            issued,
            ends,
            numbers: Vec::new(),
        };
        for entry in &file.section {
            self.once(&entry.id, &mut frame.sections);
        }
        let parts = file.part.into_iter();
        let parts = parts.map(|part| self.plan_part(part, &mut frame)).collect();
        Some(Plan {
            id: file.plan.id.into_inner(),
            title: file.plan.title,
            document: file.plan.document,
            issuer: file.plan.issuer,
            issued,
            ends,
            opening: file.plan.opening,
            sections: file
                .section
                .into_iter()
                .map(|entry| Section {
                    id: entry.id.into_inner(),
                    label: entry.label,
                })
                .collect(),
            parts,
        })
    }

    fn plan_part(&mut self, entry: PartEntry, frame: &mut Frame) -> Part {
        for section in &entry.sections {
            self.reference(section, &frame.sections);
        }
        let sections: Vec<String> = entry
            .sections
            .into_iter()
            .map(toml::Spanned::into_inner)
            .collect();
        let places: Vec<usize> = entry.text.iter().map(|t| t.span().start).collect();
        let text: Vec<String> = entry
            .text
            .into_iter()
            .map(toml::Spanned::into_inner)
            .collect();
        let items = entry.item.into_iter();
        let items = items
            .map(|item| self.plan_item(item, &sections, &text, frame))
            .collect();
        let part = Part {
            number: entry.number.into_inner(),
            heading: entry.heading,
            sections,
            text,
            items,
        };
        self.all_asked(&part, &places);
        part
    }

    fn plan_item(
        &mut self,
        entry: ItemEntry,
        sections: &[String],
        text: &[String],
        frame: &mut Frame,
    ) -> Item {
        self.once(&entry.id, &mut frame.numbers);
        for section in &entry.sections {
            self.reference(section, &frame.sections);
        }
        let quote = entry.quote.get_ref();
        let times: usize = text.iter().map(|p| p.matches(quote.as_str()).count()).sum();
        if times != 1 || quote.is_empty() {
            let problem = Problem::Quote(quote.clone());
            self.report(entry.quote.span().start, problem);
        }
        let named = entry.due.as_ref().and_then(|due| {
            let day = self.date(due)?;
            if day < frame.issued || day > frame.ends {
                let problem = Problem::Date(due.get_ref().clone());
                self.report(due.span().start, problem);
            }
            Some(day)
        });
        let own: Vec<String> = entry
            .sections
            .into_iter()
            .map(toml::Spanned::into_inner)
            .collect();
        Item {
            id: entry.id.into_inner(),
            quote: entry.quote.into_inner(),
            title: entry.title,
            sections: if own.is_empty() {
                sections.to_vec()
            } else {
                own
            },
            due: named.unwrap_or(frame.ends),
            due_named: named.is_some(),
            every: entry.every,
            evidence: entry.evidence,
            indicator: entry.indicator,
            goal: entry.goal,
        }
    }

    /// A name given twice is reported; every name is kept.
    fn once(&mut self, id: &toml::Spanned<String>, known: &mut Vec<String>) {
        if known.contains(id.get_ref()) {
            let problem = Problem::Duplicate(id.get_ref().clone());
            self.report(id.span().start, problem);
        }
        known.push(id.get_ref().clone());
    }

    /// Warns of sentences that ask nothing of anybody.
    fn all_asked(&mut self, part: &Part, places: &[usize]) {
        for sentence in part.unasked() {
            let paragraph = part.text.iter().position(|t| t.contains(sentence));
            let at = paragraph.and_then(|p| places.get(p)).copied().unwrap_or(0);
            let problem = Problem::Unasked(sentence.to_owned());
            let warning = crate::pack::Diagnostic::at(&self.file, &self.text, at, problem);
            self.warnings.push(warning);
        }
    }
}
