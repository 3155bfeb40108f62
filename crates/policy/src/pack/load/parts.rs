//! Which files make a programme: its head, its parts, and what lower layers amend.

use super::{Content, Loader};
use crate::pack::diagnostic::Problem;
use crate::pack::layer::OverrideKind;
use crate::pack::raw::ContentFile;
use crate::pack::raw::programme::ProgrammeEntry;
use toml::Spanned;

/// The files that make one programme: its head, its parts, then those that amend it.
pub(super) type Parts<'a, 'c> = Vec<&'a Content<'c>>;
pub(super) type AllParts<'a, 'c> = Vec<(String, Parts<'a, 'c>)>;

impl Loader {
    pub(super) fn parts<'a, 'c>(&mut self, contents: &'a [Content<'c>]) -> AllParts<'a, 'c> {
        let mut all: AllParts<'a, 'c> = Vec::new();
        let last = contents.last().map_or(0, |c| c.layer);
        for layer in 0..=last {
            // Heads first: what belongs to one may stand in a file that sorts before it.
            let of_layer = || contents.iter().filter(|c| c.layer == layer);
            for content in of_layer() {
                self.open(content);
                if let Some(entry) = &content.file.programme {
                    self.head_part(content, entry, &mut all);
                }
            }
            for content in of_layer().filter(|c| c.file.programme.is_none()) {
                self.open(content);
                if let Some(part) = &content.file.part {
                    self.part(content, &part.programme, &mut all);
                } else if let Some(amend) = &content.file.amend {
                    let (id, cite) = (&amend.programme, Some(&amend.cite));
                    if self.above(OverrideKind::Programme, id, cite).is_ok()
                        && let Some((_, parts)) =
                            all.iter_mut().find(|(name, _)| name == id.get_ref())
                    {
                        parts.push(content);
                    }
                } else if let Some(at) = stray(&content.file) {
                    self.report(at, Problem::NoProgramme);
                }
            }
        }
        all
    }

    fn head_part<'a, 'c>(
        &mut self,
        content: &'a Content<'c>,
        entry: &ProgrammeEntry,
        all: &mut AllParts<'a, 'c>,
    ) {
        let id = entry.id.get_ref().clone();
        let overrides = entry.overrides.as_ref();
        match self.above(OverrideKind::Programme, &entry.id, overrides) {
            Ok(true) => {
                if let Some((_, parts)) = all.iter_mut().find(|(name, _)| *name == id) {
                    *parts = vec![content];
                }
            }
            Ok(false) => all.push((id, vec![content])),
            Err(()) => {}
        }
    }

    /// More of a programme of the same layer; a lower layer may so add examples, nothing else.
    fn part<'a, 'c>(
        &mut self,
        content: &'a Content<'c>,
        id: &Spanned<String>,
        all: &mut AllParts<'a, 'c>,
    ) {
        let known: Vec<String> = all.iter().map(|(name, _)| name.clone()).collect();
        self.reference(id, &known);
        let Some((_, parts)) = all.iter_mut().find(|(name, _)| name == id.get_ref()) else {
            return;
        };
        let above = parts.first().map_or(0, |head| head.layer);
        if above != content.layer && !only_examples(&content.file) {
            let (name, layer) = (id.get_ref().clone(), self.layer_name(above));
            self.report(id.span().start, Problem::SilentOverride { name, layer });
            return;
        }
        parts.push(content);
    }
}

fn only_examples(file: &ContentFile) -> bool {
    without_examples(file).is_none()
}

/// Where a file has a part of a programme, though it names none.
fn stray(file: &ContentFile) -> Option<usize> {
    let example = file.example.first().map(|e| e.name.span().start);
    without_examples(file).into_iter().chain(example).min()
}

fn without_examples(file: &ContentFile) -> Option<usize> {
    let firsts = [
        file.derive.first().map(|e| e.id.span().start),
        file.condition.first().map(|e| e.id.span().start),
        file.group.first().map(|e| e.id.span().start),
        file.status.first().map(|e| e.id.span().start),
        file.amount.as_ref().map(|e| e.period.span().start),
        file.road.as_ref().map(|e| e.start.span().start),
        file.review.first().map(|e| e.id.span().start),
        file.document.first().map(|e| e.id.span().start),
        file.first_month.first().map(|e| e.rule.span().start),
        file.end.first().map(|e| e.id.span().start),
    ];
    firsts.into_iter().flatten().min()
}
