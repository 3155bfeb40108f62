//! What can be done with a person: right, rule, write and journal in one transaction each.

use super::keys::keys;
use super::model::{Checked, Life, Person, Written};
use super::store::{self, Stored};
use crate::past::{self, Keep, Past, difference};
use crate::seal::{ID_NUMBER, internal, number_index, opened, sealed, tail, tail_index};
use crate::{household, place};
use base::id::PersonId;
use base::mask::mask_id;
use base::message::Message;
use base::{Fault, FieldErrors};
use jiff::civil::Date;
use platform::crypto::{KeyError, hex};
use platform::journal::Entry;
use platform::{Act, Ctx, Scope};
use rayon::prelude::*;
use serde_json::json;

/// A person to be registered.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// What is written of them.
    pub written: Written,
    /// Why this is another person although somebody has the same number (重号); empty otherwise.
    pub despite: String,
    /// Where the record comes from: `window`, `import ID`.
    pub source: String,
}

/// What is to be different about a person.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The fields as they shall be. An empty number leaves the number as it is.
    pub written: Written,
    /// The name before stays a name of theirs (renamed), instead of having been wrong.
    pub renamed: bool,
    /// Why.
    pub reason: String,
}

/// A person with what is secret masked.
pub(crate) fn person_of(ctx: &Ctx<'_>, stored: Stored) -> Result<Person, Fault> {
    let number = match &stored.number_sealed {
        Some(sealed) => {
            let id = stored.id.to_string();
            Some(mask_id(&opened(ctx, ID_NUMBER, &id, sealed)?))
        }
        None => None,
    };
    let mark = |index: &Vec<u8>| hex(index.get(..6).unwrap_or_default());
    Ok(Person {
        number_mark: stored.number_index.as_ref().map(mark),
        id: stored.id,
        version: stored.version,
        name: stored.name,
        former_names: stored.former_names,
        sex: stored.sex,
        birth: stored.birth,
        document: stored.document,
        number,
        division: stored.division,
        life: stored.life,
        life_on: stored.life_on,
        life_source: stored.life_source,
        merged_into: stored.merged_into,
        source: stored.source,
        created_at: stored.created_at,
        created_by: stored.created_by,
        changed_at: stored.changed_at,
    })
}

/// A stored person within reach; anybody else does not exist.
pub(crate) fn seen(ctx: &Ctx<'_>, scope: &Scope, id: PersonId) -> Result<Stored, Fault> {
    let stored = store::person_fetch(ctx.tx(), id)?;
    match scope.covers(&stored.division, None) {
        true => Ok(stored),
        false => Err(Fault::NotFound),
    }
}

/// One person.
pub fn get(ctx: &Ctx<'_>, id: PersonId) -> Result<Person, Fault> {
    let scope = ctx.may(Act::PeopleSee)?;
    person_of(ctx, seen(ctx, &scope, id)?)
}

/// What a person's record was before each change, newest first.
pub fn history(ctx: &Ctx<'_>, id: PersonId) -> Result<Vec<Past>, Fault> {
    get(ctx, id)?;
    past::list(ctx, "person", &id.to_string())
}

/// The division that somebody writes to: it exists and is within reach.
pub(crate) fn reachable(
    ctx: &Ctx<'_>,
    scope: &Scope,
    division: &platform::Division,
) -> Result<(), Fault> {
    if scope.covers(division, None) && place::exists(ctx.tx(), division)? {
        return Ok(());
    }
    Err(Fault::field("division", Message::new("person-division")))
}

/// The row of a new person, sealed and indexed.
fn row(ctx: &Ctx<'_>, id: PersonId, checked: &Checked, source: &str) -> Result<Stored, KeyError> {
    let (now, by) = (ctx.now(), ctx.who().actor());
    let mut row = Stored {
        id,
        version: 1,
        name: checked.name.clone(),
        sort_key: checked.sort_key.clone(),
        former_names: Vec::new(),
        sex: checked.sex,
        birth: checked.birth,
        document: None,
        number_sealed: None,
        number_index: None,
        last4: None,
        last6: None,
        division: checked.division.clone(),
        life: Life::Living,
        life_on: None,
        life_source: None,
        merged_into: None,
        source: source.to_owned(),
        created_at: now,
        created_by: by,
        changed_at: now,
    };
    set_number(ctx, &mut row, checked)?;
    Ok(row)
}

/// Seals and indexes the number that was written, if one was.
fn set_number(ctx: &Ctx<'_>, row: &mut Stored, checked: &Checked) -> Result<(), KeyError> {
    let Some(number) = &checked.number else {
        return Ok(());
    };
    let keys = ctx.keys();
    let id = row.id.to_string();
    row.document = checked.document;
    row.number_sealed = Some(sealed(keys, ctx.random(), ID_NUMBER, &id, number)?);
    row.number_index = Some(number_index(keys, number));
    row.last4 = tail(number, 4).map(|t| tail_index(keys, t));
    row.last6 = tail(number, 6).map(|t| tail_index(keys, t));
    Ok(())
}

/// Whoever within reach has an ID number, however it is written.
pub fn numbered(ctx: &Ctx<'_>, number: &str) -> Result<Option<Person>, Fault> {
    let scope = ctx.may(Act::PeopleSee)?;
    let Ok(number) = base::CitizenId::parse(number) else {
        return Ok(None);
    };
    let index = number_index(ctx.keys(), &number.to_string());
    let found = store::person_list_by_number(ctx.tx(), &index)?;
    let mut found = found.into_iter();
    let row = found.find(|p| scope.covers(&p.division, None));
    row.map(|row| person_of(ctx, row)).transpose()
}

/// Whether the ID number of somebody ends in four characters: for pages that need no account and tell
/// nothing else of anybody. Nobody's number is opened for it.
pub fn ends_in(ctx: &Ctx<'_>, id: PersonId, end: &str) -> Result<bool, Fault> {
    ctx.may(Act::NoticesSee)?;
    let row = store::person_fetch(ctx.tx(), id)?;
    let index = tail_index(ctx.keys(), &end.to_uppercase());
    Ok(row.last4.is_some_and(|last| last == index))
}

/// Somebody else who has this number.
fn same_number(
    ctx: &Ctx<'_>,
    checked: &Checked,
    but: Option<PersonId>,
) -> Result<Option<Stored>, Fault> {
    let Some(number) = &checked.number else {
        return Ok(None);
    };
    let index = number_index(ctx.keys(), number);
    let found = store::person_list_by_number(ctx.tx(), &index)?;
    Ok(found.into_iter().find(|p| Some(p.id) != but))
}

/// The message about somebody who has the number already. Where that person may not be seen, the
/// number is known and nothing else is told.
fn known(scope: &Scope, other: &Stored) -> Fault {
    let seen = scope.covers(&other.division, None);
    let name = if seen { other.name.as_str() } else { "***" };
    let message = Message::new("person-number-known").with("name", name);
    Fault::field("number", message)
}

/// Registers a person. Somebody with the same number is refused, unless `despite` says why this is
/// another person.
pub fn register(ctx: &Ctx<'_>, new: &Register) -> Result<PersonId, Fault> {
    let scope = ctx.may(Act::PeopleKeep)?;
    let checked = new.written.check(ctx.today()).map_err(Fault::Invalid)?;
    reachable(ctx, &scope, &checked.division)?;
    let despite = new.despite.trim();
    if let Some(other) = same_number(ctx, &checked, None)?
        && despite.is_empty()
    {
        return Err(known(&scope, &other));
    }
    let id: PersonId = ctx.id();
    let row = row(ctx, id, &checked, &new.source).map_err(internal)?;
    let keys = keys(row.names())
        .into_iter()
        .map(|k| (k, row.division.code().to_owned(), id));
    store::person_insert_all(ctx.tx(), [&row])?;
    store::key_insert_all(ctx.tx(), keys)?;
    let person = person_of(ctx, row)?;
    ctx.tell(
        Entry::named("person.register", "person", id)
            .division(&person.division)
            .after(person.data())
            .reason(despite),
    );
    Ok(id)
}

/// Registers many at once: ids in the order of what was given. The caller has checked each
/// ([`Written::check`]), knows who is new, and names the `source` of them all; the journal gets one
/// entry with the count.
pub fn register_all(ctx: &Ctx<'_>, new: &[Checked], source: &str) -> Result<Vec<PersonId>, Fault> {
    let scope = ctx.may(Act::PeopleKeep)?;
    let mut divisions: Vec<_> = new.iter().map(|c| &c.division).collect();
    divisions.sort();
    divisions.dedup();
    for division in divisions {
        reachable(ctx, &scope, division)?;
    }
    let ids: Vec<PersonId> = new.iter().map(|_| ctx.id()).collect();
    let rows = sealed_rows(ctx, new, &ids, source)?;
    let mut all: Vec<(String, String, PersonId)> = rows
        .par_iter()
        .flat_map_iter(|row| {
            let division = row.division.code();
            let keys = keys(row.names()).into_iter();
            keys.map(move |key| (key, division.to_owned(), row.id))
        })
        .collect();
    // In the order of the index: a fresh one is then only ever written at its end.
    all.par_sort_unstable();
    store::person_insert_all(ctx.tx(), &rows)?;
    store::key_insert_all(ctx.tx(), all)?;
    ctx.tell(
        Entry::named("person.register-all", "people", source)
            .after(json!({ "people": ids.len(), "source": source })),
    );
    Ok(ids)
}

/// Rows with their numbers sealed, on every core.
fn sealed_rows(
    ctx: &Ctx<'_>,
    new: &[Checked],
    ids: &[PersonId],
    source: &str,
) -> Result<Vec<Stored>, Fault> {
    let plain: Vec<Stored> = new
        .iter()
        .zip(ids)
        .map(|(checked, id)| {
            let bare = Checked {
                number: None,
                ..checked.clone()
            };
            row(ctx, *id, &bare, source)
        })
        .collect::<Result<_, _>>()
        .map_err(internal)?;
    let (keys, random) = (ctx.keys(), ctx.random());
    let done: Result<Vec<Stored>, KeyError> = plain
        .into_par_iter()
        .zip(new)
        .map(|(mut row, checked)| {
            if let Some(number) = &checked.number {
                row.document = checked.document;
                let place = row.id.to_string();
                row.number_sealed = Some(sealed(keys, random, ID_NUMBER, &place, number)?);
                row.number_index = Some(number_index(keys, number));
                row.last4 = tail(number, 4).map(|t| tail_index(keys, t));
                row.last6 = tail(number, 6).map(|t| tail_index(keys, t));
            }
            Ok(row)
        })
        .collect();
    done.map_err(internal)
}

/// Keeps the past of a person, writes the new state, makes the keys anew and tells the journal.
pub(crate) fn rewrite(
    ctx: &Ctx<'_>,
    old: &Stored,
    new: Stored,
    act: &'static str,
    reason: &str,
) -> Result<Person, Fault> {
    let id = old.id.to_string();
    let secret = match &old.number_sealed {
        Some(sealed) if old.number_index != new.number_index => {
            Some(opened(ctx, ID_NUMBER, &id, sealed)?)
        }
        _ => None,
    };
    let before = person_of(ctx, old.clone())?;
    past::keep(
        ctx,
        &Keep {
            subject: "person",
            subject_id: &id,
            version: old.version,
            data: before.data(),
            secret: secret.as_deref(),
            act,
            reason,
        },
    )?;
    let mut new = new;
    new.changed_at = ctx.now();
    store::person_update(ctx.tx(), &new)?;
    rekey(ctx, old, &new)?;
    new.version += 1;
    let after = person_of(ctx, new)?;
    let (was, is) = difference(&before.data(), &after.data());
    ctx.tell(
        Entry::named(act, "person", old.id)
            .division(&after.division)
            .before(was)
            .after(is)
            .reason(reason),
    );
    Ok(after)
}

/// Brings the keys of a person from one state to another. A merged record has none.
fn rekey(ctx: &Ctx<'_>, old: &Stored, new: &Stored) -> Result<(), Fault> {
    let of = |person: &Stored| match person.merged_into {
        Some(_) => std::collections::BTreeSet::new(),
        None => keys(person.names()),
    };
    let (was, is) = (of(old), of(new));
    if was == is && old.division == new.division {
        return Ok(());
    }
    store::key_delete(ctx.tx(), &was, &old.division, old.id)?;
    let rows = is
        .into_iter()
        .map(|key| (key, new.division.code().to_owned(), new.id));
    store::key_insert_all(ctx.tx(), rows)?;
    Ok(())
}

/// A person who may be changed by whoever asks, at the version that they saw.
pub(crate) fn editable(ctx: &Ctx<'_>, id: PersonId, version: i64) -> Result<Stored, Fault> {
    let scope = ctx.may(Act::PeopleKeep)?;
    let old = seen(ctx, &scope, id)?;
    if old.merged_into.is_some() {
        return Err(Fault::refused("person-merged"));
    }
    if old.version != version {
        return Err(Fault::Stale);
    }
    Ok(old)
}

/// A reason that must be given.
pub(crate) fn reasoned(reason: &str) -> Result<&str, Fault> {
    match reason.trim() {
        "" => Err(Fault::field("reason", Message::new("person-reason"))),
        reason => Ok(reason),
    }
}

/// Changes what is written of a person. Where they live changes with their household, and only
/// for those without one here.
pub fn change(ctx: &Ctx<'_>, id: PersonId, version: i64, change: &Change) -> Result<Person, Fault> {
    let scope = ctx.may(Act::PeopleKeep)?;
    let old = editable(ctx, id, version)?;
    let reason = reasoned(&change.reason)?;
    let mut written = change.written.clone();
    let kept_number = written.number.trim().is_empty();
    if kept_number && let Some(sealed) = &old.number_sealed {
        written.number = opened(ctx, ID_NUMBER, &id.to_string(), sealed)?;
        written.other_document = old.document == Some(super::Document::Other);
    }
    // A form does not show the day of birth beside a number: left empty it stays.
    if written.birth.trim().is_empty() && kept_number && old.number_sealed.is_some() {
        written.birth = old
            .birth
            .map_or_else(String::new, |birth| birth.to_string());
    }
    let checked = written.check(ctx.today()).map_err(Fault::Invalid)?;
    if checked.division != old.division {
        reachable(ctx, &scope, &checked.division)?;
        if household::current_of(ctx, id)?.is_some() {
            return Err(Fault::field(
                "division",
                Message::new("household-living-elsewhere"),
            ));
        }
    }
    if !kept_number && let Some(other) = same_number(ctx, &checked, Some(id))? {
        return Err(known(&scope, &other));
    }
    let mut new = Stored {
        name: checked.name.clone(),
        sort_key: checked.sort_key.clone(),
        sex: checked.sex,
        birth: checked.birth,
        division: checked.division.clone(),
        ..old.clone()
    };
    if change.renamed && new.name != old.name {
        new.former_names
            .retain(|n| *n != old.name && *n != new.name);
        new.former_names.insert(0, old.name.clone());
    }
    if !kept_number {
        set_number(ctx, &mut new, &checked).map_err(internal)?;
    }
    rewrite(ctx, &old, new, "person.change", reason)
}

/// What a change of [`Life`] must satisfy.
fn life_date(ctx: &Ctx<'_>, old: &Stored, on: Option<Date>, source: &str) -> Result<(), Fault> {
    let mut errors = FieldErrors::new();
    if let Some(on) = on
        && (on > ctx.today() || old.birth.is_some_and(|birth| on < birth))
    {
        errors.add("on", Message::new("person-date-order"));
    }
    if source.trim().is_empty() {
        errors.add("source", Message::new("person-reason"));
    }
    errors.done()
}

/// Marks a person as dead, on the word of a source. They leave their household on that day.
pub fn mark_dead(
    ctx: &Ctx<'_>,
    id: PersonId,
    version: i64,
    on: Date,
    source: &str,
) -> Result<Person, Fault> {
    let old = editable(ctx, id, version)?;
    life_date(ctx, &old, Some(on), source)?;
    if old.life == Life::Dead {
        return Err(Fault::refused("person-dead-already"));
    }
    household::end_current(ctx, id, on, household::End::Died, source)?;
    let new = Stored {
        life: Life::Dead,
        life_on: Some(on),
        life_source: Some(source.trim().to_owned()),
        ..old.clone()
    };
    rewrite(ctx, &old, new, "person.dead", source)
}

/// Marks a person as moved out of the district. They leave their household on that day.
pub fn mark_moved(
    ctx: &Ctx<'_>,
    id: PersonId,
    version: i64,
    on: Date,
    source: &str,
) -> Result<Person, Fault> {
    let old = editable(ctx, id, version)?;
    life_date(ctx, &old, Some(on), source)?;
    household::end_current(ctx, id, on, household::End::Moved, source)?;
    let new = Stored {
        life: Life::Moved,
        life_on: Some(on),
        life_source: Some(source.trim().to_owned()),
        ..old.clone()
    };
    rewrite(ctx, &old, new, "person.moved", source)
}

/// Takes back that somebody moved or died: they came back, or the source was wrong.
pub fn mark_returned(
    ctx: &Ctx<'_>,
    id: PersonId,
    version: i64,
    reason: &str,
) -> Result<Person, Fault> {
    let old = editable(ctx, id, version)?;
    let reason = reasoned(reason)?;
    let new = Stored {
        life: Life::Living,
        life_on: None,
        life_source: None,
        ..old.clone()
    };
    rewrite(ctx, &old, new, "person.returned", reason)
}

/// The whole ID number, and a journal entry that says who looked and why.
pub fn unmask(ctx: &Ctx<'_>, id: PersonId, reason: &str) -> Result<Option<String>, Fault> {
    let scope = ctx.may(Act::PersonUnmask)?;
    let stored = seen(ctx, &scope, id)?;
    let reason = reasoned(reason)?;
    ctx.tell(
        Entry::new(Act::PersonUnmask, "person", id)
            .division(&stored.division)
            .after(json!({ "shown": "number" }))
            .reason(reason),
    );
    let open = |sealed: &Vec<u8>| opened(ctx, ID_NUMBER, &id.to_string(), sealed);
    stored.number_sealed.as_ref().map(open).transpose()
}
