//! Facts: their types, codes, and what their absence means.

use super::{Loader, datum};
use crate::cel::{Datum, Type, nearest};
use crate::fact::{Change, Entity, Fact, Facts, Source, Way, record};
use crate::pack::Role;
use crate::pack::diagnostic::Problem;
use crate::pack::layer::OverrideKind;
use crate::pack::raw::programme::FactEntry;
use std::sync::Arc;

impl Loader {
    /// A fact of a household or person, or a list of theirs.
    pub(super) fn fact(&mut self, entry: &FactEntry, roles: &[Role], facts: &mut Facts) {
        let Some(entity) = self.entity(&entry.entity) else {
            return;
        };
        let built_in = facts
            .of(entity)
            .iter()
            .take(2)
            .any(|f| f.id == *entry.id.get_ref());
        if built_in && (entity == Entity::Person || entry.id.get_ref() == "id") {
            self.unique(&entry.id, true);
            return;
        }
        let key = with_entity(entry);
        let Ok(changes) = self.above(OverrideKind::Fact, &key, entry.overrides.as_ref()) else {
            return;
        };
        let of = match entry.of.get_ref().as_str() {
            "list" => Type::List(Arc::new(Type::Any)),
            _ => self.fact_type(entry),
        };
        let fact = self.described(entry, of, roles);
        let all = facts.of_mut(entity);
        match all.iter_mut().find(|f| f.id == fact.id) {
            Some(place) if changes => {
                let fields = std::mem::take(&mut place.fields);
                *place = Fact { fields, ..fact };
            }
            _ => all.push(fact),
        }
    }

    /// A field of a list's records; the list must be declared.
    pub(super) fn list_field(&mut self, entry: &FactEntry, roles: &[Role], facts: &mut Facts) {
        let written = entry.entity.get_ref();
        let Some((owner, list)) = written.split_once('.') else {
            return;
        };
        let entity = match owner {
            "household" => Entity::Household,
            "person" => Entity::Person,
            _ => {
                let problem = Problem::UnknownReference(written.clone(), None);
                self.report(entry.entity.span().start, problem);
                return;
            }
        };
        let key = with_entity(entry);
        if self
            .above(OverrideKind::Fact, &key, entry.overrides.as_ref())
            .is_err()
        {
            return;
        }
        let of = self.fact_type(entry);
        let fact = self.described(entry, of, roles);
        let all = facts.of_mut(entity);
        let is_list = |f: &Fact| matches!(f.of, Type::List(_));
        match all.iter_mut().find(|f| f.id == list && is_list(f)) {
            Some(owner) => {
                owner.fields.retain(|f| f.id != fact.id);
                owner.fields.push(fact);
            }
            None => {
                let near = nearest(
                    list,
                    all.iter().filter(|f| is_list(f)).map(|f| f.id.as_str()),
                );
                let problem = Problem::UnknownReference(written.clone(), near);
                self.report(entry.entity.span().start, problem);
            }
        }
    }

    /// Gives every list the type of its records; a list without fields is said.
    pub(super) fn close_lists(&mut self, facts: &mut Facts) {
        for entity in [Entity::Household, Entity::Person] {
            for fact in facts.of_mut(entity) {
                if matches!(fact.of, Type::List(_)) {
                    fact.of = Type::List(Arc::new(record(&fact.fields, &[])));
                }
            }
        }
    }

    pub(super) fn entity(&mut self, written: &toml::Spanned<String>) -> Option<Entity> {
        match written.get_ref().as_str() {
            "household" => Some(Entity::Household),
            "person" => Some(Entity::Person),
            other => {
                let near = nearest(other, ["household", "person"].into_iter());
                let problem = Problem::UnknownReference(other.to_owned(), near);
                self.report(written.span().start, problem);
                None
            }
        }
    }

    fn fact_type(&mut self, entry: &FactEntry) -> Type {
        if entry.of.get_ref() != "code" {
            return self.type_of(&entry.of);
        }
        if entry.codes.is_empty() {
            let (name, what) = (entry.id.get_ref().clone(), "codes");
            self.report(entry.id.span().start, Problem::Lacks { name, what });
        }
        let mut words: Vec<Arc<str>> = Vec::new();
        for code in &entry.codes {
            let word: Arc<str> = code.code.get_ref().as_str().into();
            self.unique(&code.code, words.contains(&word));
            words.push(word);
        }
        Type::Code(words.into())
    }

    fn described(&mut self, entry: &FactEntry, of: Type, roles: &[Role]) -> Fact {
        let source = match entry.source.get_ref().as_str() {
            "declared" => Source::Declared,
            "register" => Source::Register,
            "verification" => Source::Verification,
            "decision" => Source::Decision,
            other => {
                let known = ["declared", "register", "verification", "decision"];
                let near = nearest(other, known.into_iter());
                let problem = Problem::UnknownReference(other.to_owned(), near);
                self.report(entry.source.span().start, problem);
                Source::Declared
            }
        };
        if let Some(role) = &entry.role
            && !roles.iter().any(|r| r.id == *role.get_ref())
        {
            self.report(
                role.span().start,
                Problem::UnknownRole(role.get_ref().clone()),
            );
        }
        let absent = entry.absent.as_ref().and_then(|written| {
            let value = absent(written.get_ref(), &of);
            if value.is_none() {
                self.report(
                    written.span().start,
                    Problem::Value(written.get_ref().clone()),
                );
            }
            value
        });
        let change = self.may_change(&of, &entry.changes, &entry.least, &entry.most);
        Fact {
            id: entry.id.get_ref().clone(),
            of,
            label: entry.label.clone(),
            meaning: entry.meaning.clone(),
            cite: entry.cite.clone(),
            source,
            role: entry.role.as_ref().map(|r| r.get_ref().clone()),
            sensitive: entry.sensitive,
            absent,
            codes: entry
                .codes
                .iter()
                .map(|c| (c.code.get_ref().clone(), c.label.clone()))
                .collect(),
            change,
            fields: Vec::new(),
        }
    }
}

impl Loader {
    /// How a fact or quantity of a type may come to be otherwise.
    pub(super) fn may_change(
        &mut self,
        of: &Type,
        way: &Written,
        least: &Written,
        most: &Written,
    ) -> Change {
        let way = way.as_ref().and_then(|written| {
            let way = Way::of(written.get_ref());
            if way.is_none() {
                self.unknown(written, written.get_ref(), &Way::WORDS);
            }
            way
        });
        let mut limit = |written: &Written| {
            let written = written.as_ref()?;
            let ordered = matches!(of, Type::Int | Type::Decimal | Type::Money | Type::Date);
            let value = datum(written.get_ref(), of).filter(|_| ordered);
            if value.is_none() {
                let problem = Problem::Value(written.get_ref().clone());
                self.report(written.span().start, problem);
            }
            value
        };
        Change {
            way: way.unwrap_or_default(),
            least: limit(least),
            most: limit(most),
        }
    }
}

/// A text that may be left out.
type Written = Option<toml::Spanned<String>>;

/// The fact's name with its entity, by which layers know it.
fn with_entity(entry: &FactEntry) -> toml::Spanned<String> {
    let name = format!("{}.{}", entry.entity.get_ref(), entry.id.get_ref());
    toml::Spanned::new(entry.id.span(), name)
}

fn absent(written: &str, of: &Type) -> Option<Datum> {
    match of {
        Type::List(_) => (written == "none").then(|| Datum::Rows(Vec::new())),
        Type::Code(words) => {
            let word = words.iter().find(|w| ***w == *written)?;
            Some(Datum::Text(word.clone()))
        }
        of => datum(written, of),
    }
}
