//! A file that was checked, written: everything that is new or changed, in one transaction.

use super::judge::{Said, values};
use super::look::{Batch, Outcome, State, about, batch, old_of, opened, seen};
use super::store::{self, Kept, Line};
use crate::person;
use crate::register::actions::{about_of, blank, making, slots, whole};
use crate::register::many::{Change, add_many, change_many};
use crate::register::row::{About, Making, Stored};
use crate::register::{Declared, State as Kind, store as records};
use crate::seal::{internal, number_index};
use base::id::{BatchId, PersonId};
use base::message::Message;
use base::{Fault, FieldErrors};
use platform::journal::Entry;
use platform::{Ctx, Division};
use policy::cel::Datum;
use policy::register::{Register, SubjectKind};
use serde_json::json;

/// Where records of an import come from.
pub(crate) fn source(id: BatchId) -> String {
    format!("import {id}")
}

/// Rows of an outcome, all of them.
pub(crate) fn all(ctx: &Ctx<'_>, id: BatchId, outcome: Outcome) -> Result<Vec<Line>, Fault> {
    let every = (0, i64::MAX);
    Ok(store::line_list(ctx.tx(), id, outcome.code(), every)?)
}

/// Writes everything that is new or changed, ends what is gone, in the one transaction of the
/// caller. Unsure and rejected rows are left out. Refused as a whole when something that the
/// preview showed is no longer so.
pub fn apply(ctx: &Ctx<'_>, declared: &Declared, id: BatchId) -> Result<Batch, Fault> {
    let kept = seen(ctx, declared, id)?;
    if !matches!(State::of(&kept.state), State::Read | State::Applying) {
        return Err(Fault::Stale);
    }
    let register = declared.register(&kept.register)?;
    let (parameters, slots) = (declared.parameters(ctx.today()), slots(ctx, register)?);
    let making = making(ctx, register, &parameters, &slots);
    let source = source(id);
    let added = add(ctx, &making, &kept, &source)?;
    let changed = change(ctx, &making, &kept, &source)?;
    let ended = end(ctx, register, &kept, &source)?;
    store::batch_applied(ctx.tx(), &kept, ctx.now(), &ctx.who().actor())?;
    ctx.tell(
        Entry::named("import.apply", "batch", id)
            .division(&kept.division)
            .after(json!({ "added": added, "changed": changed, "ended": ended })),
    );
    batch(ctx, declared, id)
}

/// A record is not as the preview showed it.
fn since(name: &str) -> Fault {
    Fault::Refused(Message::new("import-changed-since").with("name", name))
}

fn add(ctx: &Ctx<'_>, making: &Making<'_>, kept: &Kept, source: &str) -> Result<usize, Fault> {
    let register = making.register;
    let mut lines = all(ctx, kept.id, Outcome::New)?;
    let people = strangers(ctx, register, (kept.id, &lines), source)?;
    let mut rows = Vec::with_capacity(lines.len());
    for (line, person) in lines.iter_mut().zip(people) {
        let said = opened(ctx, kept.id, line)?;
        line.person_new = person.is_some();
        line.person = person.map(|p| p.to_string()).or(line.person.take());
        let about = about(ctx, line)?;
        let row = row(making, ctx, (&said, about.as_ref()), (line, None), source)?;
        if !line.person_new && records::record_one(ctx.tx(), &register.id, &row.one_key)?.is_some()
        {
            return Err(since(&line.title));
        }
        line.record = Some(row.id.to_string());
        line.version = Some(row.version);
        rows.push(row);
    }
    add_many(ctx, register, &rows, source)?;
    for line in &lines {
        store::line_update(ctx.tx(), kept.id, line)?;
    }
    Ok(rows.len())
}

fn change(ctx: &Ctx<'_>, making: &Making<'_>, kept: &Kept, source: &str) -> Result<usize, Fault> {
    let mut lines = all(ctx, kept.id, Outcome::Changed)?;
    let mut changes = Vec::with_capacity(lines.len());
    for line in &mut lines {
        let said = opened(ctx, kept.id, line)?;
        let old = old_of(ctx, making.register, line)?.ok_or(Fault::Stale)?;
        if Some(old.version) != line.version || old.state != Kind::Kept {
            return Err(since(&old.title));
        }
        let about = about_of(ctx, &old)?;
        let of = (&said, about.as_ref());
        let new = row(making, ctx, of, (line, Some(&old)), source)?;
        line.version = Some(old.version + 1);
        changes.push(Change { old, new });
    }
    change_many(
        ctx,
        making.register,
        &changes,
        ("record.change-many", source),
    )?;
    for line in &lines {
        store::line_update(ctx.tx(), kept.id, line)?;
    }
    Ok(changes.len())
}

/// Ends the records that a whole file does not have.
fn end(ctx: &Ctx<'_>, register: &Register, kept: &Kept, source: &str) -> Result<usize, Fault> {
    let mut lines = all(ctx, kept.id, Outcome::Gone)?;
    let mut changes = Vec::with_capacity(lines.len());
    for line in &mut lines {
        let old = old_of(ctx, register, line)?.ok_or(Fault::Stale)?;
        if Some(old.version) != line.version || old.state != Kind::Kept {
            return Err(since(&old.title));
        }
        let mut new = old.clone();
        new.state = Kind::Ended;
        new.ended_on = Some(ctx.today());
        new.end_reason = Some(kept.file.clone());
        (new.stale_on, new.remind) = (None, None);
        line.version = Some(old.version + 1);
        changes.push(Change { old, new });
    }
    if !changes.is_empty() {
        change_many(ctx, register, &changes, ("record.end-many", source))?;
    }
    for line in &lines {
        store::line_update(ctx.tx(), kept.id, line)?;
    }
    Ok(changes.len())
}

/// Registers the people whom nobody knows yet: one for each line that needs one. Somebody of the
/// same number who came since is not registered twice.
fn strangers(
    ctx: &Ctx<'_>,
    register: &Register,
    (id, lines): (BatchId, &[Line]),
    source: &str,
) -> Result<Vec<Option<PersonId>>, Fault> {
    let mut places = Vec::new();
    let mut checked = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if register.subject != SubjectKind::Person || line.person.is_some() {
            continue;
        }
        let said = opened(ctx, id, line)?;
        let Some(division) = Division::parse(&line.division) else {
            return Err(Fault::Stale);
        };
        let person = said.person(&division).check(ctx.today());
        let person = person.map_err(Fault::Invalid)?;
        if let (Some(number), None) = (&person.number, &line.chosen) {
            let index = number_index(ctx.keys(), number);
            let known = person::store::person_list_by_number(ctx.tx(), &index)?;
            if !known.is_empty() {
                let message = Message::new("import-people-since");
                return Err(Fault::Refused(message.with("name", line.title.as_str())));
            }
        }
        checked.push(person);
        places.push(at);
    }
    let mut out = vec![None; lines.len()];
    if checked.is_empty() {
        return Ok(out);
    }
    let registered = person::register_all(ctx, &checked, source).map_err(|fault| match fault {
        Fault::Invalid(_) => Fault::refused("import-people-out-of-reach"),
        other => other,
    })?;
    for (at, person) in places.into_iter().zip(registered) {
        if let Some(place) = out.get_mut(at) {
            *place = Some(person);
        }
    }
    Ok(out)
}

/// The row that a line makes, over the one that is kept.
fn row(
    making: &Making<'_>,
    ctx: &Ctx<'_>,
    (said, about): (&Said, Option<&About>),
    (line, old): (&Line, Option<&Stored>),
    source: &str,
) -> Result<Stored, Fault> {
    let register = making.register;
    let division = Division::parse(&line.division).ok_or(Fault::NotFound)?;
    let mut row = match old {
        Some(old) => old.clone(),
        None => blank(ctx, register, division.clone(), source),
    };
    let before = match old {
        Some(old) => Some(whole(ctx, register, old)?),
        None => None,
    };
    let (after, errors): (Vec<Datum>, FieldErrors) =
        values(making, said, before, about, &division, row.since);
    errors.done()?;
    row.division = division;
    row.confirmed_on = ctx.today();
    making.fill(&mut row, &after, about).map_err(internal)?;
    Ok(row)
}
