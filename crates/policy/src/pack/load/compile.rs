//! What the parts of a programme share while they are loaded: scopes, formulas, days, the order
//! of derived quantities, and whether everything read is in force when it is read.

use super::{Content, Loader};
use crate::cel::{Scope, Type};
use crate::fact::{Entity, Facts};
use crate::pack::Parameter;
use crate::pack::diagnostic::{Diagnostic, Problem};
use crate::pack::raw::ContentFile;
use crate::programme::scope::Layout;
use crate::programme::{AmountStep, Condition, Days, Derive, Formula, Group, Kept, RoadStep, Span};
use std::collections::HashMap;
use toml::Spanned;

/// The longest limit, in days or months: more is a slip of the pen.
const SPAN_MAX: u32 = 36_500;

/// A programme while it is being built.
pub(super) struct Build<'p> {
    pub(super) layout: Layout,
    pub(super) unit: Entity,
    pub(super) within: Days,
    pub(super) parameters: &'p [Parameter],
    pub(super) facts: &'p Facts,
    scopes: [Scope; 2],
    reads: Vec<Read>,
}

/// What an expression reads, and when it must be there.
struct Read {
    layer: usize,
    file: String,
    text: String,
    offset: usize,
    days: Days,
    parameters: Vec<usize>,
    derived: Vec<(Entity, usize)>,
}

impl<'p> Build<'p> {
    pub(super) fn new(
        layout: Layout,
        unit: Entity,
        within: Days,
        parameters: &'p [Parameter],
        facts: &'p Facts,
    ) -> Self {
        let scopes = [Entity::Household, Entity::Person].map(|e| layout.scope(e));
        Self {
            layout,
            unit,
            within,
            parameters,
            facts,
            scopes,
            reads: Vec::new(),
        }
    }

    pub(super) fn scope(&self, entity: Entity) -> &Scope {
        let [household, person] = &self.scopes;
        match entity {
            Entity::Household => household,
            Entity::Person => person,
        }
    }

    /// The derived quantities that a formula reads, by entity and place.
    fn derived(&self, formula: &Formula) -> Vec<(Entity, usize)> {
        let mut found = Vec::new();
        for entity in [Entity::Household, Entity::Person] {
            let facts = self.layout.facts(entity);
            let read = formula.expression.reads(self.layout.record(entity));
            found.extend(read.filter(|p| *p >= facts).map(|p| (entity, p)));
        }
        found
    }
}

/// Something loaded, and where it is written.
pub(super) struct Placed<'a, 'c, T> {
    pub(super) of: T,
    pub(super) content: &'a Content<'c>,
    pub(super) offset: usize,
}

/// The loaded things without their places.
pub(super) fn loaded<T>(placed: Vec<Placed<'_, '_, T>>) -> Vec<T> {
    placed.into_iter().map(|p| p.of).collect()
}

/// The entries of one kind from all parts, by entity and name; those that a later part has too
/// are its own.
pub(super) fn effective<'a, 'c, E>(
    parts: &[&'a Content<'c>],
    of: fn(&'a ContentFile) -> &'a Vec<E>,
    id: fn(&'a E) -> (&'a str, &'a str),
) -> Vec<(&'a Content<'c>, &'a E)> {
    let mut found: Vec<(&'a Content<'c>, &'a E)> = Vec::new();
    for content in parts {
        let mut own: Vec<(&str, &str)> = Vec::new();
        for entry in of(&content.file) {
            let name = id(entry);
            let first = found.iter().position(|(_, e)| id(e) == name);
            if let (Some(first), false) = (first, own.contains(&name)) {
                found.retain(|(_, e)| id(e) != name);
                found.insert(first.min(found.len()), (content, entry));
            } else if let Some(last) = found.iter().rposition(|(_, e)| id(e) == name) {
                found.insert(last + 1, (content, entry));
            } else {
                found.push((content, entry));
            }
            own.push(name);
        }
    }
    found
}

impl Loader {
    /// When an entry is in force: its own days, else the programme's.
    pub(super) fn days(
        &mut self,
        build: &Build<'_>,
        from: &Option<Spanned<String>>,
        to: &Option<Spanned<String>>,
    ) -> Option<Days> {
        let first = match from {
            Some(text) => self.date(text)?,
            None => build.within.from,
        };
        let last = match to {
            Some(text) => Some(self.date(text)?),
            None => build.within.to,
        };
        if let (Some(end), Some(text)) = (last, to.as_ref().or(from.as_ref()))
            && end < first
        {
            self.report(text.span().start, Problem::Date(text.get_ref().clone()));
            return None;
        }
        Some(Days {
            from: first,
            to: last,
        })
    }

    /// A formula of a type about an entity; numbers of the law in it are warned of.
    pub(super) fn formula(
        &mut self,
        build: &mut Build<'_>,
        content: &Content<'_>,
        source: &Spanned<String>,
        entity: Entity,
        of: &Type,
        days: Days,
    ) -> Option<Formula> {
        let expression = self.compile(source, build.scope(entity), of)?;
        let start = self.inside(&source.span());
        for (at, number) in crate::cel::numbers(source.get_ref()) {
            let problem = Problem::NumberOfLaw(number);
            let said = Diagnostic::at(&content.path, content.text, start + at, problem);
            self.warnings.push(said);
        }
        let formula = Formula {
            text: source.get_ref().clone(),
            expression,
        };
        build.reads.push(Read {
            layer: content.layer,
            file: content.path.clone(),
            text: content.text.to_owned(),
            offset: start,
            days,
            parameters: formula.expression.reads(&build.layout.param).collect(),
            derived: build.derived(&formula),
        });
        Some(formula)
    }

    /// A formula that may be left out; the outer `None` is a wrong one.
    pub(super) fn optional(
        &mut self,
        build: &mut Build<'_>,
        content: &Content<'_>,
        source: &Option<Spanned<String>>,
        entity: Entity,
        of: &Type,
        days: Days,
    ) -> Option<Option<Formula>> {
        match source {
            Some(source) => self
                .formula(build, content, source, entity, of, days)
                .map(Some),
            None => Some(None),
        }
    }

    /// A number written, or the name of a parameter that has it.
    pub(super) fn span(
        &mut self,
        build: &Build<'_>,
        at: &Spanned<String>,
        written: Option<u32>,
        parameter: &Option<Spanned<String>>,
    ) -> Option<Span> {
        if let Some(number) = written {
            if number > SPAN_MAX {
                self.report(at.span().start, Problem::Value(number.to_string()));
                return None;
            }
            return Some(Span::Of(number));
        }
        let Some(name) = parameter else {
            let (name, what) = (at.get_ref().clone(), "days / months");
            self.report(at.span().start, Problem::Lacks { name, what });
            return None;
        };
        let known = |p: &&Parameter| p.of == Type::Int;
        let whole: Vec<String> = build
            .parameters
            .iter()
            .filter(known)
            .map(|p| p.id.clone())
            .collect();
        self.reference(name, &whole);
        let found = build
            .parameters
            .iter()
            .position(|p| p.id == *name.get_ref());
        found.map(Span::Parameter)
    }

    /// Versions of one name: never two on one day, and for `gapless` ones never none between two.
    pub(super) fn versions<T: Kept>(&mut self, all: &[Placed<'_, '_, T>], gapless: bool) {
        for (at, placed) in all.iter().enumerate() {
            let same = |o: &&Placed<'_, '_, T>| o.of.name() == placed.of.name();
            let (name, days) = (placed.of.name(), placed.of.days());
            let before = all.iter().take(at).filter(same);
            for both in before.filter_map(|o| days.and(&o.of.days())) {
                self.open(placed.content);
                let problem = Problem::Overlap(name.1.to_owned(), both.from.to_string());
                self.report(placed.offset, problem);
            }
            let next = days.to.and_then(|to| to.tomorrow().ok());
            let mut later = all.iter().filter(same).map(|o| o.of.days().from);
            let followed = later.clone().any(|from| Some(from) == next);
            if let (true, false, Some(next)) = (gapless, followed, next)
                && later.any(|from| from > next)
            {
                self.open(placed.content);
                let problem = Problem::Gap(name.1.to_owned(), next.to_string());
                self.report(placed.offset, problem);
            }
        }
    }

    /// Derived quantities so that each stands after those it reads; a circle is said.
    pub(super) fn in_order(
        &mut self,
        head: usize,
        derives: Vec<Derive>,
        build: &Build<'_>,
    ) -> Vec<Derive> {
        let key = |d: &Derive| (d.entity, d.place);
        let mut needs: HashMap<(Entity, usize), Vec<(Entity, usize)>> = HashMap::new();
        for derive in &derives {
            needs
                .entry(key(derive))
                .or_default()
                .extend(build.derived(&derive.is));
        }
        let mut done: Vec<(Entity, usize)> = Vec::new();
        let mut ordered: Vec<Derive> = Vec::new();
        let mut rest = derives;
        while !rest.is_empty() {
            let ready = |d: &Derive| {
                let waits = |n: &(Entity, usize)| !done.contains(n) && needs.contains_key(n);
                !needs.get(&key(d)).is_some_and(|n| n.iter().any(waits))
            };
            let (now, later): (Vec<Derive>, Vec<Derive>) = rest.into_iter().partition(ready);
            rest = later;
            if now.is_empty() {
                let mut names: Vec<&str> = rest.iter().map(|d| d.id.as_str()).collect();
                names.dedup();
                self.report(head, Problem::Circle(names.join(" ")));
                return ordered;
            }
            done.extend(now.iter().map(key));
            ordered.extend(now);
        }
        ordered
    }

    /// Everything that an expression reads must be in force whenever the expression is.
    pub(super) fn covered(&mut self, build: &Build<'_>, derives: &[Derive]) {
        for read in &build.reads {
            let Some(days) = read.days.and(&build.within) else {
                continue;
            };
            let mut lacking: Vec<(String, jiff::civil::Date)> = Vec::new();
            for parameter in read
                .parameters
                .iter()
                .filter_map(|p| build.parameters.get(*p))
                // Left to a lower layer as a whole.
                .filter(|p| !p.values.is_empty())
            {
                let values = parameter.values.iter();
                let spans: Vec<Days> = values
                    .map(|v| Days {
                        from: v.from,
                        to: v.to,
                    })
                    .collect();
                let missing = days.uncovered(&spans);
                lacking.extend(missing.map(|day| (format!("param.{}", parameter.id), day)));
            }
            for (entity, place) in &read.derived {
                let own = derives
                    .iter()
                    .filter(|d| (d.entity, d.place) == (*entity, *place));
                let spans: Vec<Days> = own.clone().map(|d| d.days).collect();
                let name = own.clone().next().map_or("", |d| d.id.as_str());
                let missing = days.uncovered(&spans).filter(|_| !spans.is_empty());
                lacking.extend(missing.map(|day| (format!("{}.{name}", entity.word()), day)));
            }
            lacking.sort();
            lacking.dedup();
            self.layer = read.layer;
            self.enter(&read.file, &read.text);
            for (name, day) in lacking {
                self.report(read.offset, Problem::NotInForce(name, day.to_string()));
            }
        }
    }
}

macro_rules! kept {
    ($($of:ty),*) => {
        $(impl Kept for $of {
            fn name(&self) -> (Option<Entity>, &str) {
                (None, &self.id)
            }
            fn days(&self) -> Days {
                self.days
            }
        })*
    };
}

kept!(Condition, Group, AmountStep, RoadStep);

impl Kept for Derive {
    fn name(&self) -> (Option<Entity>, &str) {
        (Some(self.entity), &self.id)
    }
    fn days(&self) -> Days {
        self.days
    }
}
