//! Finding people as clerks type: a name or a part of it, pinyin or initials, an ID number or its
//! end, a birth date, a telephone, a village, and several of these together.
//!
//! `term` reads what was typed; the most telling term is looked up by an index, the others narrow
//! what it finds. Every look-up is by an index and stops once the page is full.
//! Start at [`find`].

pub(crate) mod query;
mod term;

pub use term::Term;

use crate::person::{self, Life, Person, keys::KeyKind, store::Stored};
use crate::place::{self, Place};
use crate::reach;
use crate::seal::{ID_NUMBER, contact_index, contact_tail_index, number_index, opened, tail_index};
use base::Fault;
use base::id::PersonId;
use platform::{Act, Area, Ctx, Division, Scope};
use std::collections::BTreeSet;

/// Rows that the most telling term may give before the others narrow them.
const CANDIDATES_MAX: i64 = 2_000;

/// How somebody was found: for the page, and for the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The whole ID number.
    Number,
    /// The whole telephone number.
    Telephone,
    /// The whole name.
    Name,
    /// The name from its beginning.
    NameBegins,
    /// The pinyin.
    Pinyin,
    /// The first letters.
    Initials,
    /// A part of the name.
    NamePart,
    /// A part of the number.
    NumberPart,
    /// The birth date.
    Birth,
    /// Where they live.
    Place,
}

impl By {
    /// The message code of it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Number => "by-number",
            Self::Telephone => "by-telephone",
            Self::Name | Self::NameBegins => "by-name",
            Self::Pinyin => "by-pinyin",
            Self::Initials => "by-initials",
            Self::NamePart => "by-name-part",
            Self::NumberPart => "by-number-part",
            Self::Birth => "by-birth",
            Self::Place => "by-place",
        }
    }
}

/// Somebody who was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The person.
    pub person: Person,
    /// By what.
    pub by: By,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// People, the best first.
    pub hits: Vec<Hit>,
    /// Divisions within reach whose name was typed.
    pub places: Vec<Place>,
    /// There are more than were asked for.
    pub more: bool,
}

/// Finds at most `limit` people within reach.
pub fn find(ctx: &Ctx<'_>, typed: &str, limit: usize) -> Result<Found, Fault> {
    let scope = ctx.may(Act::PeopleSee)?;
    let mut terms = term::read(typed);
    if terms.is_empty() {
        return Ok(Found::default());
    }
    let all = place::all(ctx.tx())?;
    let mut found = Found {
        places: named(&all, &scope, &terms),
        ..Found::default()
    };
    let narrowed = narrow(&all, &scope, &mut terms);
    let scope = narrowed.as_ref().unwrap_or(&scope);
    let mut search = Search {
        ctx,
        scope,
        limit,
        rest: Vec::new(),
        seen: BTreeSet::new(),
        hits: Vec::new(),
    };
    terms.sort_by_key(Term::rank);
    let terms = terms;
    if terms.is_empty() {
        search.take_place()?;
    } else {
        // Four digits may be the end of a number or a year: when the most telling term finds
        // nobody with the others, the next one leads.
        for at in 0..terms.len().min(2) {
            let mut rest = terms.clone();
            let first = rest.remove(at);
            search.rest = rest;
            search.run(&first)?;
            if !search.hits.is_empty() {
                break;
            }
        }
    }
    found.more = search.hits.len() > limit;
    search.hits.truncate(limit);
    // Within one kind the living come before those who moved or died.
    search
        .hits
        .sort_by_key(|(stored, by)| (*by, stored.life != Life::Living));
    for (stored, by) in search.hits {
        let person = person::person_of(ctx, stored)?;
        found.hits.push(Hit { person, by });
    }
    Ok(found)
}

/// Figures of the start page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// People who live within reach.
    pub people: i64,
    /// Households within reach.
    pub households: i64,
    /// The one changed last.
    pub newest: Option<(PersonId, String)>,
    /// Households without a head.
    pub headless: i64,
    /// One of them.
    pub headless_first: Option<base::id::HouseholdId>,
}

/// Counts what lies within reach.
pub fn figures(ctx: &Ctx<'_>) -> Result<Figures, Fault> {
    let scope = ctx.may(Act::PeopleSee)?;
    query::figures(ctx, &scope)
}

/// Who lives within reach, by place and name.
pub fn browse(ctx: &Ctx<'_>, limit: usize) -> Result<Found, Fault> {
    let scope = ctx.may(Act::PeopleSee)?;
    let wanted = i64::try_from(limit + 1).unwrap_or(CANDIDATES_MAX);
    let mut found = Found::default();
    for stored in query::by_place(ctx, &scope, wanted)? {
        let person = person::person_of(ctx, stored)?;
        found.hits.push(Hit {
            person,
            by: By::Place,
        });
    }
    found.more = found.hits.len() > limit;
    found.hits.truncate(limit);
    Ok(found)
}

/// Divisions that a term names, within reach.
fn named(all: &[Place], scope: &Scope, terms: &[Term]) -> Vec<Place> {
    let hit = |place: &&Place| {
        let reached = scope.covers(&place.division, None);
        reached && terms.iter().any(|term| term.names(&place.name))
    };
    all.iter().filter(hit).take(6).cloned().collect()
}

/// With several terms, one that names places narrows the search to them, and is used up.
fn narrow(all: &[Place], scope: &Scope, terms: &mut Vec<Term>) -> Option<Scope> {
    let at = terms.iter().position(|term| match term {
        Term::Division(_) => true,
        _ => terms.len() > 1 && all.iter().any(|p| term.names(&p.name)),
    })?;
    let term = terms.remove(at);
    let divisions: Vec<Division> = match &term {
        Term::Division(code) => vec![code.clone()],
        other => {
            let hit = all.iter().filter(|p| other.names(&p.name));
            hit.map(|p| p.division.clone()).collect()
        }
    };
    // The overlap of what was named with what is within reach.
    let areas = divisions.into_iter().flat_map(|division| {
        scope.areas().iter().filter_map(move |area| {
            let narrower = match (
                area.division.holds(&division),
                division.holds(&area.division),
            ) {
                (true, _) => division.clone(),
                (_, true) => area.division.clone(),
                _ => return None,
            };
            Some(Area {
                division: narrower,
                section: None,
            })
        })
    });
    Some(Scope::new(areas.collect()))
}

/// A search in progress.
struct Search<'a, 'c> {
    ctx: &'a Ctx<'c>,
    scope: &'a Scope,
    limit: usize,
    rest: Vec<Term>,
    seen: BTreeSet<PersonId>,
    hits: Vec<(Stored, By)>,
}

impl Search<'_, '_> {
    fn full(&self) -> bool {
        self.hits.len() > self.limit
    }

    /// How many rows of an index are looked at: no more than are shown, unless others narrow them.
    fn wanted(&self) -> i64 {
        if self.rest.is_empty() {
            i64::try_from(self.limit + 1).unwrap_or(CANDIDATES_MAX)
        } else {
            CANDIDATES_MAX
        }
    }

    fn run(&mut self, term: &Term) -> Result<(), Fault> {
        match term {
            Term::Number(number) => {
                let index = number_index(self.ctx.keys(), number);
                let found = query::by_number(self.ctx, self.scope, &index, self.wanted())?;
                self.take(found, By::Number, None)
            }
            Term::Digits(digits) => self.digits(digits),
            Term::Birth(from, to) => {
                let found = query::by_birth(self.ctx, self.scope, (*from, *to), self.wanted())?;
                self.take(found, By::Birth, None)
            }
            Term::Division(_) => Ok(()),
            Term::Han(text) => {
                self.key(KeyKind::Name, text, By::NameBegins)?;
                self.key(KeyKind::PartOfName, text, By::NamePart)
            }
            Term::Latin(text) => {
                let sound = text.replace([' ', '\''], "");
                self.key(KeyKind::Name, text, By::NameBegins)?;
                self.key(KeyKind::Initials, &sound, By::Initials)?;
                self.key(KeyKind::Pinyin, &sound, By::Pinyin)?;
                self.key(KeyKind::PartOfName, text, By::NamePart)?;
                self.key(KeyKind::PartOfPinyin, &sound, By::NamePart)
            }
        }
    }

    /// Digits that may be several things: a telephone, the end of a number, its beginning, a date.
    fn digits(&mut self, digits: &str) -> Result<(), Fault> {
        let keys = self.ctx.keys();
        let length = digits.len();
        if (7..=12).contains(&length) {
            let index = contact_index(keys, digits);
            let who = reach::contact_list_people_by(self.ctx.tx(), Some(&index), None, 100)?;
            let found = query::by_ids(self.ctx, self.scope, &who)?;
            self.take(found, By::Telephone, None)?;
        }
        if matches!(length, 4 | 6) {
            let found = query::by_tail(
                self.ctx,
                self.scope,
                length,
                &tail_index(keys, digits),
                self.wanted(),
            )?;
            self.take(
                found,
                By::NumberPart,
                Some(&|number: &str| number.ends_with(digits)),
            )?;
        }
        if length == 4 {
            let index = contact_tail_index(keys, digits);
            let who = reach::contact_list_people_by(self.ctx.tx(), None, Some(&index), 200)?;
            let found = query::by_ids(self.ctx, self.scope, &who)?;
            self.take(found, By::Telephone, None)?;
        }
        if let Some((from, to)) = term::birth_of(digits) {
            let found = query::by_birth(self.ctx, self.scope, (from, to), self.wanted())?;
            self.take(found, By::Birth, None)?;
        }
        if let Some(span) = term::birth_inside(digits) {
            let found = query::by_birth(self.ctx, self.scope, span, CANDIDATES_MAX)?;
            self.take(
                found,
                By::NumberPart,
                Some(&|number: &str| number.starts_with(digits)),
            )?;
        }
        Ok(())
    }

    /// People under the keys that begin with a text.
    fn key(&mut self, kind: KeyKind, text: &str, by: By) -> Result<(), Fault> {
        if self.full() || text.is_empty() {
            return Ok(());
        }
        let exact = kind.key(text);
        let rows = query::by_key(self.ctx, self.scope, &exact, self.wanted())?;
        let ids: Vec<PersonId> = rows.iter().map(|(_, id)| *id).collect();
        let whole: BTreeSet<PersonId> = rows
            .iter()
            .filter(|(key, _)| *key == exact && kind == KeyKind::Name)
            .map(|(_, id)| *id)
            .collect();
        for part in ids.chunks(200) {
            let mut found = query::by_ids(self.ctx, self.scope, part)?;
            // In the order of the keys.
            let place = |id: PersonId| part.iter().position(|other| *other == id);
            found.sort_by_key(|stored| place(stored.id));
            for stored in found {
                let by = if whole.contains(&stored.id) {
                    By::Name
                } else {
                    by
                };
                self.take(vec![stored], by, None)?;
            }
            if self.full() {
                break;
            }
        }
        Ok(())
    }

    /// Everybody of the places that were typed.
    fn take_place(&mut self) -> Result<(), Fault> {
        let found = query::by_place(self.ctx, self.scope, self.wanted())?;
        self.take(found, By::Place, None)
    }

    /// Takes those whom every other term fits, and whose opened number the check accepts.
    fn take(
        &mut self,
        found: Vec<Stored>,
        by: By,
        check: Option<&dyn Fn(&str) -> bool>,
    ) -> Result<(), Fault> {
        for stored in found {
            if self.full() {
                return Ok(());
            }
            if self.seen.contains(&stored.id) {
                continue;
            }
            let needs_number = check.is_some() || self.rest.iter().any(Term::needs_number);
            let number = match &stored.number_sealed {
                Some(sealed) if needs_number => {
                    let id = stored.id.to_string();
                    opened(self.ctx, ID_NUMBER, &id, sealed)?
                }
                _ => String::new(),
            };
            let fits = check.is_none_or(|check| check(&number))
                && self.rest.iter().all(|term| term.fits(&stored, &number));
            if fits {
                self.seen.insert(stored.id);
                self.hits.push((stored, by));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
