//! Programmes: their parts from one file, and from the files of lower layers that amend it,
//! compiled against the pack's facts and parameters.

use super::compile::{Build, Placed, effective, loaded};
use super::parts::{AllParts, Parts};
use super::{Content, Loader};
use crate::cel::{Type, nearest};
use crate::fact::{Entity, Facts};
use crate::pack::diagnostic::{Diagnostic, Problem};
use crate::pack::raw::programme::{
    AmountStepEntry, BasisEntry, ConditionEntry, DeriveEntry, GroupEntry, ProgrammeEntry,
    StackingEntry, StatusEntry,
};
use crate::pack::{Parameter, raw};
use crate::programme::scope::Layout;
use crate::programme::{
    AmountStep, Amounts, Basis, Condition, Days, Derive, Group, Period, Programme, Stacking,
    StackingRule, Status, StepKind,
};
use crate::screen::Template;
use toml::Spanned;

impl Loader {
    pub(super) fn programmes(
        &mut self,
        contents: &[Content<'_>],
        parameters: &[Parameter],
        facts: &Facts,
    ) -> Vec<Programme> {
        let mut programmes = Vec::new();
        let mut known = Vec::new();
        let all = self.parts(contents);
        for (id, parts) in &all {
            known.push(id.clone());
            programmes.extend(self.programme(parts, &all, parameters, facts));
        }
        for content in contents {
            self.open(content);
            let named = content.file.programme.iter();
            for id in named.flat_map(|p| p.builds_on.iter().chain(&p.shares)) {
                self.reference(id, &known);
            }
        }
        programmes
    }

    fn programme(
        &mut self,
        parts: &Parts<'_, '_>,
        all: &AllParts<'_, '_>,
        parameters: &[Parameter],
        facts: &Facts,
    ) -> Option<Programme> {
        let (base, entry) = parts
            .first()
            .and_then(|c| Some((*c, c.file.programme.as_ref()?)))?;
        self.open(base);
        let (unit, days) = self.head_of(entry)?;
        let start = entry.id.span().start;
        let at = Diagnostic::at(&self.file, &self.text, start, Problem::NoProgramme);
        let basis = entry.basis.iter().map(|b| self.basis(b)).collect();
        let shared = entry.shares.iter().filter_map(|id| {
            let (_, parts) = all.iter().find(|(name, _)| name == id.get_ref())?;
            Some(parts.iter())
        });
        let with_shared: Parts<'_, '_> = shared.flatten().chain(parts).copied().collect();
        let written = effective(
            &with_shared,
            |f| &f.derive,
            |d| (d.entity.get_ref(), d.id.get_ref()),
        );
        let names = self.derived_names(&written, facts);
        let of = |wanted: Entity| -> Vec<(String, Type)> {
            let own = names.iter().filter(|(entity, ..)| *entity == wanted);
            own.map(|(_, id, of)| (id.clone(), of.clone())).collect()
        };
        let (household, person) = (of(Entity::Household), of(Entity::Person));
        let layout = Layout::new(facts, parameters, &household, &person);
        let mut build = Build::new(layout, unit, days, parameters, facts);
        let mut derives = Vec::new();
        for (content, entry) in written.iter().copied() {
            self.open(content);
            let own = parts.iter().any(|part| std::ptr::eq(*part, content));
            let ended = entry.to.as_ref().and_then(|to| to.get_ref().parse().ok());
            // A version that another programme has from before this one began.
            if !own && ended.is_some_and(|to: jiff::civil::Date| to < days.from) {
                continue;
            }
            if let Some(of) = self.derive(&mut build, content, entry) {
                let offset = entry.id.span().start;
                derives.push(Placed {
                    of,
                    content,
                    offset,
                });
            }
        }
        self.versions(&derives, true);
        self.open(base);
        let derives = self.in_order(start, loaded(derives), &build);
        let (conditions, groups, known) = self.tests_of(&mut build, parts);
        let mut statuses = Vec::new();
        for (content, entry) in effective(parts, |f| &f.status, |s| ("", s.id.get_ref())) {
            self.open(content);
            for id in &entry.instead_of {
                self.reference(id, &known);
            }
            statuses.extend(self.status(&mut build, content, entry));
        }
        let amount = self.amounts(&mut build, parts);
        let after = self.afterwards(&mut build, parts);
        let road = self.road_of(&build, parts);
        self.covered(&build, &derives);
        let examples = self.examples(parts, facts);
        Some(Programme {
            id: entry.id.get_ref().clone(),
            title: entry.title.clone(),
            summary: entry.summary.clone(),
            unit,
            days,
            builds_on: entry
                .builds_on
                .iter()
                .map(|p| p.get_ref().clone())
                .collect(),
            basis,
            layout: build.layout,
            derives,
            conditions,
            groups,
            statuses,
            amount,
            road,
            reviews: after.reviews,
            documents: after.documents,
            first_months: after.first_months,
            ends: after.ends,
            examples,
            layer: base.layer,
            at: (at.file, at.line, at.column),
        })
    }

    /// Conditions and groups, and the names of both.
    fn tests_of(
        &mut self,
        build: &mut Build<'_>,
        parts: &Parts<'_, '_>,
    ) -> (Vec<Condition>, Vec<Group>, Vec<String>) {
        let mut conditions = Vec::new();
        for (content, entry) in effective(parts, |f| &f.condition, |c| ("", c.id.get_ref())) {
            self.open(content);
            if let Some(of) = self.condition(build, content, entry) {
                let offset = entry.id.span().start;
                conditions.push(Placed {
                    of,
                    content,
                    offset,
                });
            }
        }
        let mut groups = Vec::new();
        let written_groups = effective(parts, |f| &f.group, |g| ("", g.id.get_ref()));
        for (content, entry) in written_groups.iter().copied() {
            self.open(content);
            if let Some(of) = self.group(build, entry) {
                let offset = entry.id.span().start;
                groups.push(Placed {
                    of,
                    content,
                    offset,
                });
            }
        }
        self.versions(&conditions, false);
        self.versions(&groups, false);
        let (conditions, groups) = (loaded(conditions), loaded(groups));
        let mut known: Vec<String> = conditions.iter().map(|c| c.id.clone()).collect();
        known.extend(groups.iter().map(|g| g.id.clone()));
        for (content, entry) in &written_groups {
            self.open(content);
            for id in entry.any.iter().chain(&entry.all) {
                self.reference(id, &known);
            }
        }
        (conditions, groups, known)
    }

    fn head_of(&mut self, entry: &ProgrammeEntry) -> Option<(Entity, Days)> {
        let id = entry.id.get_ref();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty() || !id.chars().all(plain) {
            self.report(entry.id.span().start, Problem::Value(id.clone()));
        }
        let unit = self.entity(&entry.unit)?;
        let from = self.date(&entry.from)?;
        let to = match &entry.to {
            Some(to) => Some(self.date(to)?),
            None => None,
        };
        Some((unit, Days { from, to }))
    }

    fn basis(&mut self, entry: &BasisEntry) -> Basis {
        let mut day =
            |written: &Option<Spanned<String>>| written.as_ref().and_then(|text| self.date(text));
        Basis {
            document: entry.document.clone(),
            title: entry.title.clone(),
            from: day(&entry.from),
            to: day(&entry.to),
            verified: entry.verified,
        }
    }

    /// The derived names with their types, each once; versions must agree.
    fn derived_names(
        &mut self,
        written: &[(&Content<'_>, &DeriveEntry)],
        facts: &Facts,
    ) -> Vec<(Entity, String, Type)> {
        let mut names: Vec<(Entity, String, Type)> = Vec::new();
        for (content, entry) in written {
            self.open(content);
            let Some(entity) = self.entity(&entry.entity) else {
                continue;
            };
            let of = self.type_of(&entry.of);
            let id = entry.id.get_ref();
            self.unique(&entry.id, facts.of(entity).iter().any(|f| f.id == *id));
            match names.iter().find(|(e, name, _)| *e == entity && name == id) {
                Some((.., known)) if *known != of => {
                    let problem = Problem::OverrideType(id.clone());
                    self.report(entry.of.span().start, problem);
                }
                Some(_) => {}
                None => names.push((entity, id.clone(), of)),
            }
        }
        names
    }

    fn derive(
        &mut self,
        build: &mut Build<'_>,
        content: &Content<'_>,
        entry: &DeriveEntry,
    ) -> Option<Derive> {
        let entity = match entry.entity.get_ref().as_str() {
            "household" => Entity::Household,
            "person" => Entity::Person,
            _ => return None,
        };
        let days = self.days(build, &entry.from, &entry.to)?;
        let Type::Record(fields) = build.layout.record(entity) else {
            return None;
        };
        let place = fields.iter().position(|(id, _)| id == entry.id.get_ref())?;
        let of = fields.get(place)?.1.clone();
        let is = self.formula(build, content, &entry.is, entity, &of, days)?;
        let change = self.may_change(&of, &entry.changes, &entry.least, &entry.most);
        Some(Derive {
            id: entry.id.get_ref().clone(),
            entity,
            place,
            label: entry.label.clone(),
            of,
            is,
            change,
            cite: entry.cite.clone(),
            days,
        })
    }

    fn condition(
        &mut self,
        build: &mut Build<'_>,
        content: &Content<'_>,
        entry: &ConditionEntry,
    ) -> Option<Condition> {
        let days = self.days(build, &entry.from, &entry.to)?;
        let unit = build.unit;
        let is = self.formula(build, content, &entry.is, unit, &Type::Bool, days);
        let holds = self.sentence(build, &entry.holds);
        let fails = self.sentence(build, &entry.fails);
        let unknown = match &entry.unknown {
            Some(written) => Some(self.sentence(build, written)?),
            None => None,
        };
        Some(Condition {
            id: entry.id.get_ref().clone(),
            label: entry.label.clone(),
            is: is?,
            holds: holds?,
            fails: fails?,
            unknown,
            reason: entry.reason.clone(),
            cite: entry.cite.clone(),
            days,
        })
    }

    pub(super) fn sentence(
        &mut self,
        build: &Build<'_>,
        written: &raw::Messages,
    ) -> Option<[Template; 2]> {
        let scope = build.scope(build.unit);
        let zh = self.template(&written.zh, scope);
        let en = self.template(&written.en, scope);
        Some([zh?, en?])
    }

    fn group(&mut self, build: &Build<'_>, entry: &GroupEntry) -> Option<Group> {
        if entry.any.is_empty() == entry.all.is_empty() {
            let (name, what) = (entry.id.get_ref().clone(), "any / all");
            self.report(entry.id.span().start, Problem::Lacks { name, what });
            return None;
        }
        let of = if entry.any.is_empty() {
            &entry.all
        } else {
            &entry.any
        };
        Some(Group {
            id: entry.id.get_ref().clone(),
            label: entry.label.clone(),
            any: !entry.any.is_empty(),
            of: of.iter().map(|id| id.get_ref().clone()).collect(),
            cite: entry.cite.clone(),
            days: self.days(build, &entry.from, &entry.to)?,
        })
    }

    fn status(
        &mut self,
        build: &mut Build<'_>,
        content: &Content<'_>,
        entry: &StatusEntry,
    ) -> Option<Status> {
        let days = self.days(build, &entry.from, &entry.to)?;
        let unit = build.unit;
        let when = self.formula(build, content, &entry.when, unit, &Type::Bool, days)?;
        let until = self.optional(build, content, &entry.until, unit, &Type::Date, days)?;
        let amount = self.optional(build, content, &entry.amount, unit, &Type::Money, days)?;
        Some(Status {
            id: entry.id.get_ref().clone(),
            label: entry.label.clone(),
            when,
            instead_of: entry
                .instead_of
                .iter()
                .map(|id| id.get_ref().clone())
                .collect(),
            until,
            amount,
            sentence: self.sentence(build, &entry.sentence)?,
            cite: entry.cite.clone(),
            days,
        })
    }

    fn amounts(&mut self, build: &mut Build<'_>, parts: &Parts<'_, '_>) -> Option<Amounts> {
        let written = parts.iter().rev().find(|c| c.file.amount.is_some())?;
        let head = written.file.amount.as_ref()?;
        self.open(written);
        let period = match head.period.get_ref().as_str() {
            "month" => Period::Month,
            "year" => Period::Year,
            "once" => Period::Once,
            other => {
                self.unknown(&head.period, other, &["month", "year", "once"]);
                return None;
            }
        };
        const NONE: &Vec<AmountStepEntry> = &Vec::new();
        let entries = effective(
            parts,
            |f| f.amount.as_ref().map_or(NONE, |a| &a.step),
            |s| ("", s.id.get_ref()),
        );
        let mut steps = Vec::new();
        for (content, entry) in entries {
            self.open(content);
            if let Some(of) = self.amount_step(build, content, entry) {
                let offset = entry.id.span().start;
                steps.push(Placed {
                    of,
                    content,
                    offset,
                });
            }
        }
        self.versions(&steps, false);
        Some(Amounts {
            period,
            label: head.label.clone(),
            steps: loaded(steps),
        })
    }

    fn amount_step(
        &mut self,
        build: &mut Build<'_>,
        content: &Content<'_>,
        entry: &AmountStepEntry,
    ) -> Option<AmountStep> {
        let days = self.days(build, &entry.from, &entry.to)?;
        let word = entry.kind.as_ref().map_or("add", |k| k.get_ref());
        let kind = match word {
            "add" => StepKind::Add,
            "cap" => StepKind::Cap,
            "floor" => StepKind::Floor,
            "round" => StepKind::Round,
            other => {
                if let Some(written) = &entry.kind {
                    self.unknown(written, other, &["add", "cap", "floor", "round"]);
                }
                return None;
            }
        };
        let entity = match &entry.entity {
            Some(written) => self.entity(written)?,
            None => build.unit,
        };
        let each_member = build.unit == Entity::Household && entity == Entity::Person;
        if (each_member && kind != StepKind::Add)
            || (build.unit == Entity::Person && entity == Entity::Household)
        {
            let written = entry.entity.as_ref().unwrap_or(&entry.id);
            self.report(
                written.span().start,
                Problem::Value(written.get_ref().clone()),
            );
            return None;
        }
        let of = if kind == StepKind::Round {
            Type::Text
        } else {
            Type::Money
        };
        let when = self.optional(build, content, &entry.when, entity, &Type::Bool, days)?;
        Some(AmountStep {
            id: entry.id.get_ref().clone(),
            label: entry.label.clone(),
            kind,
            each_member,
            highest_of: entry.highest_of.clone(),
            when,
            is: self.formula(build, content, &entry.is, entity, &of, days)?,
            cite: entry.cite.clone(),
            days,
        })
    }

    pub(super) fn stacking(
        &mut self,
        entry: &StackingEntry,
        programmes: &[Programme],
    ) -> Option<Stacking> {
        const RULES: [&str; 5] = ["together", "refuse", "higher", "difference", "choice"];
        let known: Vec<String> = programmes.iter().map(|p| p.id.clone()).collect();
        for id in entry.with.iter().chain([&entry.programme]) {
            self.reference(id, &known);
        }
        let rule = match entry.rule.get_ref().as_str() {
            "together" => StackingRule::Together,
            "refuse" => StackingRule::Refuse,
            "higher" => StackingRule::Higher,
            "difference" => StackingRule::Difference,
            "choice" => StackingRule::Choice,
            other => {
                self.unknown(&entry.rule, other, &RULES);
                return None;
            }
        };
        let per = self.entity(&entry.per)?;
        let yields = programmes
            .iter()
            .find(|p| p.id == *entry.programme.get_ref())?;
        let from = match &entry.from {
            Some(text) => self.date(text)?,
            None => yields.days.from,
        };
        let to = match &entry.to {
            Some(text) => Some(self.date(text)?),
            None => None,
        };
        Some(Stacking {
            id: entry.id.get_ref().clone(),
            programme: entry.programme.get_ref().clone(),
            with: entry.with.iter().map(|id| id.get_ref().clone()).collect(),
            per,
            rule,
            sentence: entry.sentence.clone(),
            cite: entry.cite.clone(),
            days: Days { from, to },
            layer: self.layer,
        })
    }

    /// A name that must be one of those known.
    pub(super) fn reference(&mut self, id: &Spanned<String>, known: &[String]) {
        if !known.iter().any(|k| k == id.get_ref()) {
            let near = nearest(id.get_ref(), known.iter().map(String::as_str));
            let problem = Problem::UnknownReference(id.get_ref().clone(), near);
            self.report(id.span().start, problem);
        }
    }

    /// A word that is none of those allowed.
    pub(super) fn unknown(&mut self, at: &Spanned<String>, found: &str, known: &[&str]) {
        let near = nearest(found, known.iter().copied());
        let near = near.or_else(|| Some(known.join(" ")));
        let problem = Problem::UnknownReference(found.to_owned(), near);
        self.report(at.span().start, problem);
    }
}
