//! The road of a programme, and what follows a decision: reviews, documents, first month, ends.

use super::compile::{Build, Placed, effective, loaded};
use super::{Content, Loader};
use crate::cel::Type;
use crate::fact::Entity;
use crate::pack::diagnostic::Problem;
use crate::pack::raw::programme::{
    FirstMonthEntry, LimitEntry, PublicityEntry, RoadEntry, StepEntry,
};
use crate::programme::road::{ACTORS, NOTICE_FIELDS};
use crate::programme::{
    Branch, Count, Document, Effect, End, FirstMonth, FirstRule, Limit, Publicity, Review, Road,
    RoadStep, Sampling, Total,
};
use toml::Spanned;

/// What follows a decision.
#[derive(Default)]
pub(super) struct Afterwards {
    pub(super) reviews: Vec<Review>,
    pub(super) documents: Vec<Document>,
    pub(super) first_months: Vec<FirstMonth>,
    pub(super) ends: Vec<End>,
}

impl Loader {
    pub(super) fn road_of(&mut self, build: &Build<'_>, parts: &[&Content<'_>]) -> Option<Road> {
        let content = parts.iter().rev().find(|c| c.file.road.is_some())?;
        let entry = content.file.road.as_ref()?;
        self.open(content);
        let known: Vec<String> = entry.step.iter().map(|s| s.id.get_ref().clone()).collect();
        self.reference(&entry.start, &known);
        let mut steps = Vec::new();
        for step in &entry.step {
            if let Some(of) = self.road_step(build, step, &known) {
                let offset = step.id.span().start;
                steps.push(Placed {
                    of,
                    content,
                    offset,
                });
            }
        }
        self.versions(&steps, false);
        let steps = loaded(steps);
        self.open(content);
        self.reachable(entry, &steps);
        let mut totals = Vec::new();
        for total in &entry.total {
            for id in total.excludes.iter().chain([&total.after]) {
                self.reference(id, &known);
            }
            let long = self.span(build, &total.after, total.days, &total.days_param);
            let count = self.count(&total.count);
            let days = self.days(build, &total.from, &total.to);
            if let (Some(days_long), Some(count), Some(days)) = (long, count, days) {
                totals.push(Total {
                    days_long,
                    count,
                    after: total.after.get_ref().clone(),
                    excludes: texts(&total.excludes),
                    cite: total.cite.clone(),
                    days,
                });
            }
        }
        Some(Road {
            start: entry.start.get_ref().clone(),
            totals,
            steps,
        })
    }

    fn count(&mut self, written: &Spanned<String>) -> Option<Count> {
        match written.get_ref().as_str() {
            "working" => Some(Count::Working),
            "calendar" => Some(Count::Calendar),
            "full" => Some(Count::Full),
            other => {
                self.unknown(written, other, &["working", "calendar", "full"]);
                None
            }
        }
    }

    fn actor(&mut self, written: &Spanned<String>) -> String {
        let word = written.get_ref();
        if !ACTORS.contains(&word.as_str()) {
            self.unknown(written, word, &ACTORS);
        }
        word.clone()
    }

    fn road_step(
        &mut self,
        build: &Build<'_>,
        entry: &StepEntry,
        known: &[String],
    ) -> Option<RoadStep> {
        let next = entry
            .next
            .iter()
            .chain(entry.branches.iter().map(|b| &b.to));
        for id in next {
            self.reference(id, known);
        }
        let limit = match &entry.limit {
            Some(limit) => Some(self.limit(build, entry, limit, known)?),
            None => None,
        };
        let publicity = match &entry.publicity {
            Some(publicity) => Some(self.publicity(build, entry, publicity)?),
            None => None,
        };
        let sampling = match &entry.sampling {
            Some(s) if s.percent.is_none() && s.percent_param.is_none() => Some((None, s)),
            Some(s) => {
                let percent = self.span(build, &entry.id, s.percent, &s.percent_param)?;
                Some((Some(percent), s))
            }
            None => None,
        };
        let delegated = entry
            .delegated
            .as_ref()
            .map(|d| (self.actor(&d.to), d.cite.clone()));
        Some(RoadStep {
            id: entry.id.get_ref().clone(),
            label: entry.label.clone(),
            actor: self.actor(&entry.actor),
            cite: entry.cite.clone(),
            days: self.days(build, &entry.from, &entry.to)?,
            decides: entry.decides,
            sitting: entry.sitting,
            pays_from: entry.pays_from,
            limit,
            evidence: entry
                .evidence
                .iter()
                .map(|e| (e.id.clone(), e.label.clone(), e.signatures))
                .collect(),
            publicity,
            sampling: sampling.map(|(percent, s)| Sampling {
                percent,
                always: s.always.clone(),
                cite: s.cite.clone(),
            }),
            delegated,
            next: texts(&entry.next),
            branches: entry
                .branches
                .iter()
                .map(|b| Branch {
                    id: b.id.clone(),
                    label: b.label.clone(),
                    to: b.to.get_ref().clone(),
                })
                .collect(),
        })
    }

    fn limit(
        &mut self,
        build: &Build<'_>,
        step: &StepEntry,
        entry: &LimitEntry,
        known: &[String],
    ) -> Option<Limit> {
        let after = || [&entry.after].into_iter().chain(&entry.or_after);
        for id in after().chain(&entry.pauses) {
            self.reference(id, known);
        }
        if entry.cite.document.is_empty() {
            let (name, what) = (step.id.get_ref().clone(), "cite");
            self.report(step.id.span().start, Problem::Lacks { name, what });
        }
        Some(Limit {
            days_long: self.span(build, &step.id, entry.days, &entry.days_param)?,
            count: self.count(&entry.count)?,
            after: after().map(|a| a.get_ref().clone()).collect(),
            pauses: texts(&entry.pauses),
            cite: entry.cite.clone(),
        })
    }

    /// A notice says only facts that may be said.
    fn publicity(
        &mut self,
        build: &Build<'_>,
        step: &StepEntry,
        entry: &PublicityEntry,
    ) -> Option<Publicity> {
        let cite = entry.cite.clone();
        if entry.forbidden {
            if let Some(field) = entry.fields.first() {
                let problem = Problem::MayNotPublish(field.get_ref().clone());
                self.report(field.span().start, problem);
            }
            return Some(Publicity::Forbidden(cite));
        }
        let facts = build.facts.household.iter().chain(&build.facts.person);
        let mut known: Vec<String> = facts.clone().map(|f| f.id.clone()).collect();
        known.extend(NOTICE_FIELDS.map(str::to_owned));
        for field in &entry.fields {
            self.reference(field, &known);
            if facts
                .clone()
                .any(|f| f.id == *field.get_ref() && f.sensitive)
            {
                let problem = Problem::MayNotPublish(field.get_ref().clone());
                self.report(field.span().start, problem);
            }
        }
        Some(Publicity::Posted {
            days_long: self.span(build, &step.id, entry.days, &entry.days_param)?,
            fields: texts(&entry.fields),
            cite,
        })
    }

    /// Every step is reached from the first, and where one forbids publicity none has any.
    fn reachable(&mut self, entry: &RoadEntry, steps: &[RoadStep]) {
        let mut reached: Vec<&str> = vec![entry.start.get_ref()];
        let mut at = 0;
        while let Some(id) = reached.get(at).copied() {
            at += 1;
            for step in steps.iter().filter(|s| s.id == id) {
                let to = step.next.iter().chain(step.branches.iter().map(|b| &b.to));
                for next in to {
                    if !reached.contains(&next.as_str()) {
                        reached.push(next);
                    }
                }
            }
        }
        let forbids = |s: &RoadStep| matches!(s.publicity, Some(Publicity::Forbidden(_)));
        let posts = |s: &RoadStep| matches!(s.publicity, Some(Publicity::Posted { .. }));
        for written in &entry.step {
            let id = written.id.get_ref();
            if !reached.contains(&id.as_str()) {
                self.report(written.id.span().start, Problem::Unreachable(id.clone()));
            }
            let posted = steps.iter().find(|s| s.id == *id && posts(s));
            let against =
                |s: &RoadStep| posted.is_some_and(|p| forbids(s) && p.days.and(&s.days).is_some());
            if steps.iter().any(against) {
                self.report(written.id.span().start, Problem::MayNotPublish(id.clone()));
            }
        }
    }

    pub(super) fn afterwards(
        &mut self,
        build: &mut Build<'_>,
        parts: &[&Content<'_>],
    ) -> Afterwards {
        let mut after = Afterwards::default();
        let unit = build.unit;
        for (content, entry) in effective(parts, |f| &f.review, |r| ("", r.id.get_ref())) {
            self.open(content);
            let months = self.span(build, &entry.id, entry.months, &entry.months_param);
            let Some(days) = self.days(build, &entry.from, &entry.to) else {
                continue;
            };
            let when = self.optional(build, content, &entry.when, unit, &Type::Bool, days);
            if let (Some(months), Some(when)) = (months, when) {
                after.reviews.push(Review {
                    id: entry.id.get_ref().clone(),
                    label: entry.label.clone(),
                    months,
                    when,
                    cite: entry.cite.clone(),
                    days,
                });
            }
        }
        for (content, entry) in effective(parts, |f| &f.document, |d| ("", d.id.get_ref())) {
            self.open(content);
            let Some(days) = self.days(build, &entry.from, &entry.to) else {
                continue;
            };
            let when = self.optional(build, content, &entry.when, unit, &Type::Bool, days);
            if let Some(when) = when {
                after.documents.push(Document {
                    id: entry.id.get_ref().clone(),
                    label: entry.label.clone(),
                    when,
                    cite: entry.cite.clone(),
                    days,
                });
            }
        }
        for (content, entry) in effective(parts, |f| &f.first_month, |f| ("", f.rule.get_ref())) {
            self.open(content);
            after
                .first_months
                .extend(self.first_month(build, content, entry, unit));
        }
        for (content, entry) in effective(parts, |f| &f.end, |e| ("", e.id.get_ref())) {
            self.open(content);
            let effect = match entry.effect.get_ref().as_str() {
                "at_once" => Effect::AtOnce,
                "same_month" => Effect::SameMonth,
                "next_month" => Effect::NextMonth,
                other => {
                    let known = ["at_once", "same_month", "next_month"];
                    self.unknown(&entry.effect, other, &known);
                    continue;
                }
            };
            if let Some(days) = self.days(build, &entry.from, &entry.to) {
                after.ends.push(End {
                    id: entry.id.get_ref().clone(),
                    label: entry.label.clone(),
                    effect,
                    cite: entry.cite.clone(),
                    days,
                });
            }
        }
        after
    }

    fn first_month(
        &mut self,
        build: &mut Build<'_>,
        content: &Content<'_>,
        entry: &FirstMonthEntry,
        unit: Entity,
    ) -> Option<FirstMonth> {
        let days = self.days(build, &entry.from, &entry.to)?;
        let rule = match entry.rule.get_ref().as_str() {
            "approval_month" => FirstRule::Approval,
            "next_month" => FirstRule::Next,
            "application_month" => {
                let Some(applied) = &entry.applied else {
                    let (name, what) = (entry.rule.get_ref().clone(), "applied");
                    self.report(entry.rule.span().start, Problem::Lacks { name, what });
                    return None;
                };
                let day = self.formula(build, content, applied, unit, &Type::Date, days)?;
                FirstRule::Application(day)
            }
            other => {
                let known = ["approval_month", "next_month", "application_month"];
                self.unknown(&entry.rule, other, &known);
                return None;
            }
        };
        Some(FirstMonth {
            rule,
            cite: entry.cite.clone(),
            days,
        })
    }
}

fn texts(written: &[Spanned<String>]) -> Vec<String> {
    written.iter().map(|t| t.get_ref().clone()).collect()
}
