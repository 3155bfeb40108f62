//! A file that was applied, taken back as a whole.

use super::apply::{all, source};
use super::look::{Batch, Outcome, State, batch, old_of, seen};
use super::store::{self, Kept, Line};
use super::told;
use crate::past::{self, Keep};
use crate::person;
use crate::register::actions::{about_of, making, sensitive, slots};
use crate::register::many::{Change, change_many, void_many};
use crate::register::model::read_into;
use crate::register::row::{Making, Stored};
use crate::register::{Declared, SUBJECT, State as Kind};
use crate::seal::{ID_NUMBER, internal, opened};
use base::Fault;
use base::id::{BatchId, PersonId};
use base::message::Message;
use platform::journal::Entry;
use platform::{Ctx, Division};
use policy::cel::Datum;
use serde_json::{Value, json};

/// Names that a message tells, at most.
const NAMES_MAX: usize = 8;

/// Takes a whole file back: what it added counts for nothing, what it changed or ended is as
/// before, and people whom it registered are gone again unless they were used since. Refused, with
/// the names, when records were changed since.
pub fn undo(ctx: &Ctx<'_>, declared: &Declared, id: BatchId) -> Result<Batch, Fault> {
    let mut kept = seen(ctx, declared, id)?;
    if !matches!(State::of(&kept.state), State::Applied | State::Undoing) {
        return Err(Fault::Stale);
    }
    let register = declared.register(&kept.register)?;
    let source = source(id);
    let (parameters, slots) = (declared.parameters(ctx.today()), slots(ctx, register)?);
    let making = making(ctx, register, &parameters, &slots);
    let new = all(ctx, id, Outcome::New)?;
    let mut back = all(ctx, id, Outcome::Changed)?;
    back.extend(all(ctx, id, Outcome::Gone)?);
    untouched(ctx, &making, new.iter().chain(&back))?;
    let mut added = Vec::with_capacity(new.len());
    for line in &new {
        let (record, version) = line.record.as_ref().zip(line.version).ok_or(Fault::Stale)?;
        added.push((record.parse().map_err(internal)?, version));
    }
    void_many(ctx, register, &added, &source)?;
    let mut changes = Vec::with_capacity(back.len());
    for line in &back {
        changes.push(before(ctx, &making, line)?);
    }
    change_many(ctx, register, &changes, ("record.undo-many", &source))?;
    let stay = people(ctx, &new, &source)?;
    kept.told = match stay.is_empty() {
        true => String::new(),
        false => told::kept(
            &Message::new("import-undo-people-stay")
                .with("count", stay.len())
                .with("name", listed(&stay)),
        ),
    };
    store::batch_undone(ctx.tx(), &kept, ctx.now(), &ctx.who().actor())?;
    ctx.tell(
        Entry::named("import.undo", "batch", id)
            .division(&kept.division)
            .after(json!({ "added": added.len(), "changed": changes.len(), "stay": stay.len() })),
    );
    batch(ctx, declared, id)
}

fn listed(names: &[String]) -> String {
    let first: Vec<&str> = names.iter().take(NAMES_MAX).map(String::as_str).collect();
    let more = if names.len() > NAMES_MAX { "…" } else { "" };
    first.join("、") + more
}

/// Nothing that the file wrote was changed since.
fn untouched<'l>(
    ctx: &Ctx<'_>,
    making: &Making<'_>,
    lines: impl Iterator<Item = &'l Line>,
) -> Result<(), Fault> {
    let mut names = Vec::new();
    for line in lines {
        let now = old_of(ctx, making.register, line)?.ok_or(Fault::Stale)?;
        if Some(now.version) != line.version {
            names.push(now.title);
        }
    }
    match names.is_empty() {
        true => Ok(()),
        false => Err(Fault::Refused(
            Message::new("import-undo-changed")
                .with("count", names.len())
                .with("name", listed(&names)),
        )),
    }
}

/// A record as it was before the file.
fn before(ctx: &Ctx<'_>, making: &Making<'_>, line: &Line) -> Result<Change, Fault> {
    let register = making.register;
    let now = old_of(ctx, register, line)?.ok_or(Fault::Stale)?;
    let before = past::of_version(ctx, SUBJECT, &now.id.to_string(), now.version - 1)?;
    let before = before.ok_or(Fault::Stale)?;
    let mut values = vec![Datum::Missing; register.fields.len()];
    if let Some(map) = before.data["values"].as_object() {
        read_into(register, map, &mut values);
    }
    // Without a secret of its own the state had the one that stands now.
    let secret = match past::secret(ctx, &before)? {
        Some(text) => serde_json::from_str(&text).map_err(internal)?,
        None => Value::Object(sensitive(ctx, &now)?),
    };
    if let Some(map) = secret.as_object() {
        read_into(register, map, &mut values);
    }
    let mut new: Stored = now.clone();
    let text = |name: &str| before.data[name].as_str().unwrap_or_default().to_owned();
    new.division = Division::parse(&text("division")).unwrap_or(new.division);
    new.confirmed_on = text("confirmed_on").parse().unwrap_or(new.confirmed_on);
    new.state = Kind::Kept;
    (new.ended_on, new.end_reason) = (None, None);
    let about = about_of(ctx, &now)?;
    let filled = making.fill(&mut new, &values, about.as_ref());
    filled.map_err(internal)?;
    Ok(Change { old: now, new })
}

/// Takes the people back whom the file registered; the names of those who stay.
fn people(ctx: &Ctx<'_>, new: &[Line], source: &str) -> Result<Vec<String>, Fault> {
    let mut stay = Vec::new();
    let mut gone = 0usize;
    for line in new.iter().filter(|l| l.person_new) {
        let Some(id) = &line.person else { continue };
        let id: PersonId = id.parse().map_err(internal)?;
        let stored = person::store::person_fetch(ctx.tx(), id)?;
        // Whoever was changed since is somebody's by now.
        if stored.version > 1 || store::person_used(ctx.tx(), id, source)? {
            stay.push(stored.name);
            continue;
        }
        let secret = match &stored.number_sealed {
            Some(sealed) => Some(opened(ctx, ID_NUMBER, &id.to_string(), sealed)?),
            None => None,
        };
        let version = stored.version;
        let data = person::person_of(ctx, stored)?.data();
        past::keep(
            ctx,
            &Keep {
                subject: "person",
                subject_id: &id.to_string(),
                version,
                data,
                secret: secret.as_deref(),
                act: "person.withdraw",
                reason: source,
            },
        )?;
        store::record_unlink(ctx.tx(), id, source)?;
        store::person_delete(ctx.tx(), id)?;
        gone += 1;
    }
    if gone > 0 {
        ctx.tell(
            Entry::named("person.withdraw-all", "people", source).after(json!({ "people": gone })),
        );
    }
    Ok(stay)
}

/// That a batch could not be taken back, or written, and why; it is as before.
pub(crate) fn refused(
    ctx: &Ctx<'_>,
    mut kept: Kept,
    (state, why): (State, &Message),
) -> Result<BatchId, Fault> {
    state.code().clone_into(&mut kept.state);
    kept.told = told::kept(why);
    kept.job = None;
    store::batch_told(ctx.tx(), &kept)?;
    ctx.tell(
        Entry::named("import.refused", "batch", kept.id)
            .division(&kept.division)
            .after(json!({ "state": state.code(), "why": why.code })),
    );
    Ok(kept.id)
}
