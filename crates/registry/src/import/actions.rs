//! What can be done with a file that was read: choose who is meant, apply it, take it back.

use super::judge::{Said, Why, values};
use super::reading::{OUTCOMES, SAID, stranger};
use super::store::{self, Kept, Line};
use crate::past;
use crate::person::{self, Written};
use crate::register::actions::{about_of, blank, making, slots, whole};
use crate::register::declared::reach;
use crate::register::many::{Change, add_many, change_many, void_many};
use crate::register::model::read_into;
use crate::register::row::{About, Making, Stored};
use crate::register::{Declared, SUBJECT, store as records};
use crate::seal::internal;
use base::id::{BatchId, PersonId, RecordId};
use base::message::Message;
use base::{Fault, FieldErrors};
use jiff::Timestamp;
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use policy::cel::Datum;
use policy::register::{Register, SubjectKind};
use serde_json::{Value, json};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A new record.
    New,
    /// A record that is kept says something else.
    Changed,
    /// It is kept as it stands.
    Same,
    /// Who is meant must be chosen.
    Unsure,
    /// It cannot be taken.
    Rejected,
}

impl Outcome {
    /// All of them, in the order of the counts.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::Changed,
        Self::Same,
        Self::Unsure,
        Self::Rejected,
    ];

    /// As the database and addresses write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        let at = Self::ALL.iter().position(|o| *o == self);
        at.and_then(|at| OUTCOMES.get(at)).copied().unwrap_or("")
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// The register.
    pub register: String,
    /// The file's name.
    pub file: String,
    /// `read`, `applied`, `undone`.
    pub state: String,
    /// Rows by what becomes of them, in the order of [`Outcome::ALL`].
    pub counts: [i64; 5],
    /// When it was read.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: String,
    version: i64,
    kept: Kept,
}

/// What somebody chose for an unsure row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// This person is meant.
    Same(PersonId),
    /// Somebody who is not known yet.
    New,
    /// The row is left out.
    Leave,
}

/// A row as it is shown: its number, what it says, and what is wrong with it.
#[derive(Debug)]
pub struct Shown {
    /// Row of the file.
    pub row: i64,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub said: Said,
    /// The values that are kept, for a changed record.
    pub before: Option<Vec<Datum>>,
    /// The values that will be.
    pub after: Vec<Datum>,
    /// What is wrong, beside fields; an empty name is the row as such.
    pub wrong: Vec<(String, Message)>,
}

fn seen(ctx: &Ctx<'_>, declared: &Declared, id: BatchId) -> Result<Kept, Fault> {
    let kept = store::batch_fetch(ctx.tx(), id)?;
    let register = declared.register(&kept.register)?;
    let scope = reach(ctx, Act::RegistersImport, register)?;
    match scope.covers(&kept.division, None) {
        true => Ok(kept),
        false => Err(Fault::NotFound),
    }
}

fn batch_of(kept: Kept) -> Batch {
    Batch {
        id: kept.id,
        register: kept.register.clone(),
        file: kept.file.clone(),
        state: kept.state.clone(),
        counts: kept.counts,
        created_at: kept.created_at,
        created_by: kept.created_by.clone(),
        version: kept.version,
        kept,
    }
}

/// A file that was read.
pub fn batch(ctx: &Ctx<'_>, declared: &Declared, id: BatchId) -> Result<Batch, Fault> {
    seen(ctx, declared, id).map(batch_of)
}

/// The last files of a register within reach, newest first.
pub fn batches(ctx: &Ctx<'_>, declared: &Declared, register: &str) -> Result<Vec<Batch>, Fault> {
    let register = declared.register(register)?;
    let scope = reach(ctx, Act::RegistersImport, register)?;
    let all = store::batch_list(ctx.tx(), &register.id)?.into_iter();
    let seen = all.filter(|b| scope.covers(&b.division, None));
    Ok(seen.map(batch_of).collect())
}

fn opened(ctx: &Ctx<'_>, id: BatchId, line: &Line) -> Result<Said, Fault> {
    let place = SAID.place(&format!("{id}.{}", line.row));
    let bytes = ctx.keys().open(&place, &line.said).map_err(internal)?;
    serde_json::from_slice(&bytes).map_err(internal)
}

/// The person of a row who is known.
fn about(ctx: &Ctx<'_>, line: &Line) -> Result<Option<About>, Fault> {
    let Some(id) = &line.person else {
        return Ok(None);
    };
    let id: PersonId = id.parse().map_err(internal)?;
    let stored = person::store::person_fetch(ctx.tx(), id)?;
    Ok(Some(About::of(&stored)))
}

fn old_of(ctx: &Ctx<'_>, register: &Register, line: &Line) -> Result<Option<Stored>, Fault> {
    let Some(id) = &line.record else {
        return Ok(None);
    };
    let id: RecordId = id.parse().map_err(internal)?;
    Ok(Some(records::record_fetch(ctx.tx(), &register.id, id)?))
}

/// Rows of an outcome, a page of them, each with what is wrong or what would change.
pub fn rows(
    ctx: &Ctx<'_>,
    declared: &Declared,
    id: BatchId,
    (outcome, skip, most): (Outcome, i64, i64),
) -> Result<Vec<Shown>, Fault> {
    let kept = seen(ctx, declared, id)?;
    let register = declared.register(&kept.register)?;
    let (parameters, slots) = (declared.parameters(ctx.today()), slots(ctx, register)?);
    let making = making(ctx, register, &parameters, &slots);
    let mut out = Vec::new();
    for line in store::line_list(ctx.tx(), id, outcome.code(), (skip, most))? {
        let said = opened(ctx, id, &line)?;
        let old = old_of(ctx, register, &line)?;
        let before = match &old {
            Some(old) => Some(whole(ctx, register, old)?),
            None => None,
        };
        let subject = match about(ctx, &line)? {
            Some(about) => Some(about),
            None => stranger(&said),
        };
        let division = Division::parse(&said.division).unwrap_or_else(|| kept.division.clone());
        let since = old.as_ref().map_or(making.today, |o| o.since);
        let (after, errors) = values(
            &making,
            &said,
            before.clone(),
            subject.as_ref(),
            &division,
            since,
        );
        let mut wrong: Vec<(String, Message)> = Vec::new();
        wrong.extend(Why::message(&line.told).map(|m| (String::new(), m)));
        if wrong.is_empty() && outcome == Outcome::Rejected {
            let said = errors.iter();
            wrong.extend(said.map(|(field, m)| (field.to_string(), m.clone())));
        }
        out.push(Shown {
            row: line.row,
            title: line.title,
            said,
            before,
            after,
            wrong,
        });
    }
    Ok(out)
}

/// What is wrong with the rejected rows, for the workbook that goes back.
pub fn rejected(ctx: &Ctx<'_>, declared: &Declared, id: BatchId) -> Result<Vec<Shown>, Fault> {
    rows(ctx, declared, id, (Outcome::Rejected, 0, 1_000_000))
}

/// Says who is meant by an unsure row.
pub fn choose(
    ctx: &Ctx<'_>,
    declared: &Declared,
    (id, row): (BatchId, i64),
    choice: Choice,
) -> Result<(), Fault> {
    let kept = seen(ctx, declared, id)?;
    let register = declared.register(&kept.register)?;
    let mut line = store::line_fetch(ctx.tx(), id, row)?;
    if kept.state != "read" || line.outcome != "unsure" {
        return Err(Fault::Stale);
    }
    let said = opened(ctx, id, &line)?;
    line.outcome = "new".to_owned();
    match choice {
        Choice::Leave => {
            line.outcome = "rejected".to_owned();
            line.told = Why::Left.code().to_owned();
        }
        Choice::New => line.person = None,
        Choice::Same(person) => {
            let id = person.to_string();
            if !said.candidates.iter().any(|c| c.person == id) {
                return Err(Fault::NotFound);
            }
            line.person = Some(id);
            let (parameters, slots) = (declared.parameters(ctx.today()), slots(ctx, register)?);
            let making = making(ctx, register, &parameters, &slots);
            let about = about(ctx, &line)?;
            let division = Division::parse(&said.division).unwrap_or_else(|| kept.division.clone());
            let (bare, _) = values(
                &making,
                &said,
                None,
                about.as_ref(),
                &division,
                making.today,
            );
            let key = making.one_key(&bare, about.as_ref(), RecordId::from_bits(0));
            if let Some(old) = records::record_one(ctx.tx(), &register.id, &key)? {
                line.record = Some(old.id.to_string());
                line.version = Some(old.version);
                line.outcome = "changed".to_owned();
            }
        }
    }
    store::line_update(ctx.tx(), id, &line)?;
    store::batch_count(ctx.tx(), id, kept.version)?;
    ctx.tell(
        Entry::named("import.choose", "batch", id)
            .after(json!({ "row": row, "outcome": line.outcome, "person": line.person })),
    );
    Ok(())
}

/// Writes everything that is new or changed, in the one transaction of the caller. Unsure and
/// rejected rows are left out.
pub fn apply(ctx: &Ctx<'_>, declared: &Declared, id: BatchId) -> Result<Batch, Fault> {
    let kept = seen(ctx, declared, id)?;
    if kept.state != "read" {
        return Err(Fault::Stale);
    }
    let register = declared.register(&kept.register)?;
    let (parameters, slots) = (declared.parameters(ctx.today()), slots(ctx, register)?);
    let making = making(ctx, register, &parameters, &slots);
    let source = format!("import {id}");
    let all = (0, i64::MAX);
    let mut fresh = store::line_list(ctx.tx(), id, "new", all)?;
    let people = strangers(ctx, register, (id, &fresh), &source)?;
    let mut added = Vec::with_capacity(fresh.len());
    for (line, person) in fresh.iter_mut().zip(people) {
        let said = opened(ctx, id, line)?;
        line.person = person.map(|p| p.to_string()).or(line.person.take());
        let about = about(ctx, line)?;
        let row = row(&making, ctx, (&said, about.as_ref()), None, &source)?;
        line.record = Some(row.id.to_string());
        line.version = Some(row.version);
        added.push(row);
    }
    add_many(ctx, register, &added, &source)?;
    let mut changed = store::line_list(ctx.tx(), id, "changed", all)?;
    let mut changes = Vec::with_capacity(changed.len());
    for line in &mut changed {
        let said = opened(ctx, id, line)?;
        let old = old_of(ctx, register, line)?.ok_or(Fault::Stale)?;
        if Some(old.version) != line.version {
            return Err(Fault::Refused(
                Message::new("import-changed-since").with("name", old.title.as_str()),
            ));
        }
        let about = about_of(ctx, &old)?;
        let new = row(&making, ctx, (&said, about.as_ref()), Some(&old), &source)?;
        line.version = Some(old.version + 1);
        changes.push(Change { old, new });
    }
    change_many(ctx, register, &changes, ("record.change-many", &source))?;
    for line in fresh.iter().chain(&changed) {
        store::line_update(ctx.tx(), id, line)?;
    }
    store::batch_applied(ctx.tx(), &kept, ctx.now(), &ctx.who().actor())?;
    ctx.tell(
        Entry::named("import.apply", "batch", id)
            .after(json!({ "added": added.len(), "changed": changes.len() })),
    );
    batch(ctx, declared, id)
}

/// Registers the people whom nobody knows yet: one for each line that needs one.
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
        let written = Written {
            name: said.name,
            number: said.number,
            sex: said.sex,
            birth: said.birth,
            division: said.division,
            ..Written::default()
        };
        checked.push(written.check(ctx.today()).map_err(Fault::Invalid)?);
        places.push(at);
    }
    let mut out = vec![None; lines.len()];
    if checked.is_empty() {
        return Ok(out);
    }
    for (at, person) in places
        .into_iter()
        .zip(person::register_all(ctx, &checked, source)?)
    {
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
    old: Option<&Stored>,
    source: &str,
) -> Result<Stored, Fault> {
    let register = making.register;
    let division = Division::parse(&said.division).ok_or(Fault::NotFound)?;
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

/// Takes a whole file back: what it added counts for nothing, what it changed is as before. Refused
/// when a record was changed since. People whom it registered stay.
pub fn undo(ctx: &Ctx<'_>, declared: &Declared, id: BatchId) -> Result<Batch, Fault> {
    let kept = seen(ctx, declared, id)?;
    if kept.state != "applied" {
        return Err(Fault::Stale);
    }
    let register = declared.register(&kept.register)?;
    let source = format!("import {id}");
    let all = (0, i64::MAX);
    let mut added = Vec::new();
    for line in store::line_list(ctx.tx(), id, "new", all)? {
        let (record, version) = line.record.as_ref().zip(line.version).ok_or(Fault::Stale)?;
        added.push((record.parse().map_err(internal)?, version));
    }
    let stale = |fault| match fault {
        Fault::Stale => Fault::refused("import-undo-changed"),
        other => other,
    };
    void_many(ctx, register, &added, &source).map_err(stale)?;
    let (parameters, slots) = (declared.parameters(ctx.today()), slots(ctx, register)?);
    let making = making(ctx, register, &parameters, &slots);
    let mut changes = Vec::new();
    for line in store::line_list(ctx.tx(), id, "changed", all)? {
        let now = old_of(ctx, register, &line)?.ok_or(Fault::Stale)?;
        if Some(now.version) != line.version {
            return Err(Fault::refused("import-undo-changed"));
        }
        let before = past::of_version(ctx, SUBJECT, &now.id.to_string(), now.version - 1)?;
        let before = before.ok_or(Fault::Stale)?;
        let mut values = vec![Datum::Missing; register.fields.len()];
        if let Some(map) = before.data["values"].as_object() {
            read_into(register, map, &mut values);
        }
        // Without a secret of its own the state had the one that stands now.
        let secret = match past::secret(ctx, &before)? {
            Some(text) => serde_json::from_str(&text).map_err(internal)?,
            None => Value::Object(crate::register::actions::sensitive(ctx, &now)?),
        };
        if let Some(map) = secret.as_object() {
            read_into(register, map, &mut values);
        }
        let mut new = now.clone();
        let text = |name: &str| before.data[name].as_str().unwrap_or_default().to_owned();
        new.division = Division::parse(&text("division")).unwrap_or(new.division);
        new.confirmed_on = text("confirmed_on").parse().unwrap_or(new.confirmed_on);
        let about = about_of(ctx, &now)?;
        making
            .fill(&mut new, &values, about.as_ref())
            .map_err(internal)?;
        changes.push(Change { old: now, new });
    }
    change_many(ctx, register, &changes, ("record.undo-many", &source))?;
    store::batch_undone(ctx.tx(), &kept, ctx.now(), &ctx.who().actor())?;
    ctx.tell(
        Entry::named("import.undo", "batch", id)
            .after(json!({ "added": added.len(), "changed": changes.len() })),
    );
    batch(ctx, declared, id)
}
