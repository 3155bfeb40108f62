//! Files and their rows as they are looked at, and the choice of who is meant.

use super::judge::{Said, Why, values};
use super::store::{self, Kept, Line};
use super::{OUTCOMES, SAID};
use crate::person;
use crate::register::actions::{making, slots, whole};
use crate::register::declared::reach;
use crate::register::row::{About, Stored};
use crate::register::{Declared, store as records};
use crate::seal::internal;
use base::Fault;
use base::id::{BatchId, JobId, PersonId, RecordId};
use base::message::Message;
use jiff::Timestamp;
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use policy::cel::Datum;
use policy::register::Register;
use serde_json::json;

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its columns are to be told.
    Uploaded,
    /// A job checks it.
    Checking,
    /// It was checked: rows can be looked at, chosen, applied.
    Read,
    /// A job writes it.
    Applying,
    /// It was written.
    Applied,
    /// A job takes it back.
    Undoing,
    /// It was taken back.
    Undone,
    /// It was put aside.
    Left,
}

impl State {
    /// All of them, with what the database writes.
    const ALL: [(Self, &'static str); 8] = [
        (Self::Uploaded, "uploaded"),
        (Self::Checking, "checking"),
        (Self::Read, "read"),
        (Self::Applying, "applying"),
        (Self::Applied, "applied"),
        (Self::Undoing, "undoing"),
        (Self::Undone, "undone"),
        (Self::Left, "left"),
    ];

    /// As the database and messages write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        let found = Self::ALL.iter().find(|(state, _)| *state == self);
        found.map_or("", |(_, code)| code)
    }

    pub(crate) fn of(code: &str) -> Self {
        let found = Self::ALL.iter().find(|(_, c)| *c == code);
        found.map_or(Self::Left, |(state, _)| *state)
    }

    /// Whether a job has it.
    #[must_use]
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Checking | Self::Applying | Self::Undoing)
    }
}

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
    /// A kept record that the file, which has everything, does not have.
    Gone,
}

impl Outcome {
    /// All of them, in the order of the counts.
    pub const ALL: [Self; 6] = [
        Self::New,
        Self::Changed,
        Self::Same,
        Self::Unsure,
        Self::Rejected,
        Self::Gone,
    ];

    /// As the database and addresses write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        let at = Self::ALL.iter().position(|o| *o == self);
        at.and_then(|at| OUTCOMES.get(at)).copied().unwrap_or("")
    }
}

/// A file that was brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// The register.
    pub register: String,
    /// The file's name.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// How far it is.
    pub state: State,
    /// It has everything of the places that it has rows of.
    pub whole: bool,
    /// What its last step has to tell.
    pub told: Option<Message>,
    /// The job that has it.
    pub job: Option<JobId>,
    /// Rows by what becomes of them, in the order of [`Outcome::ALL`].
    pub counts: [i64; 6],
    /// When it was brought.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: String,
    /// When and by whom it was applied.
    pub applied: Option<(Timestamp, String)>,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
    /// For two people who decide at once.
    pub version: i64,
    pub(crate) kept: Kept,
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
    /// Who is meant, where that is known.
    pub person: Option<PersonId>,
    /// The record.
    pub record: Option<RecordId>,
    /// How somebody chose who is meant.
    pub chosen: Option<String>,
}

pub(crate) fn seen(ctx: &Ctx<'_>, declared: &Declared, id: BatchId) -> Result<Kept, Fault> {
    let kept = store::batch_fetch(ctx.tx(), id)?;
    let register = declared.register(&kept.register)?;
    let scope = reach(ctx, Act::RegistersImport, register)?;
    match scope.covers(&kept.division, None) {
        true => Ok(kept),
        false => Err(Fault::NotFound),
    }
}

pub(crate) fn batch_of(kept: Kept) -> Batch {
    Batch {
        id: kept.id,
        register: kept.register.clone(),
        file: kept.file.clone(),
        sheet: kept.sheet.clone(),
        state: State::of(&kept.state),
        whole: kept.whole,
        told: super::told::said(&kept.told),
        job: kept.job,
        counts: kept.counts,
        created_at: kept.created_at,
        created_by: kept.created_by.clone(),
        applied: kept.applied_at.zip(kept.applied_by.clone()),
        undone_at: kept.undone_at,
        version: kept.version,
        kept,
    }
}

/// A file that was brought.
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

pub(crate) fn opened(ctx: &Ctx<'_>, id: BatchId, line: &Line) -> Result<Said, Fault> {
    let place = SAID.place(&format!("{id}.{}", line.row));
    let bytes = ctx.keys().open(&place, &line.said).map_err(internal)?;
    serde_json::from_slice(&bytes).map_err(internal)
}

/// The person of a row who is known.
pub(crate) fn about(ctx: &Ctx<'_>, line: &Line) -> Result<Option<About>, Fault> {
    let Some(id) = &line.person else {
        return Ok(None);
    };
    let id: PersonId = id.parse().map_err(internal)?;
    let stored = person::store::person_fetch(ctx.tx(), id)?;
    Ok(Some(About::of(&stored)))
}

pub(crate) fn old_of(
    ctx: &Ctx<'_>,
    register: &Register,
    line: &Line,
) -> Result<Option<Stored>, Fault> {
    let Some(id) = &line.record else {
        return Ok(None);
    };
    let id: RecordId = id.parse().map_err(internal)?;
    Ok(Some(records::record_fetch(ctx.tx(), &register.id, id)?))
}

/// The rule of a batch, ready for its rows.
struct Ground<'a> {
    register: &'a Register,
    making: crate::register::row::Making<'a>,
    division: Division,
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
    let ground = Ground {
        register,
        making: making(ctx, register, &parameters, &slots),
        division: kept.division.clone(),
    };
    let lines = store::line_list(ctx.tx(), id, outcome.code(), (skip, most))?;
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        out.push(shown(ctx, &ground, id, line)?);
    }
    Ok(out)
}

fn shown(ctx: &Ctx<'_>, ground: &Ground<'_>, id: BatchId, line: Line) -> Result<Shown, Fault> {
    let (register, making) = (ground.register, &ground.making);
    let said = opened(ctx, id, &line)?;
    // A record that is taken back or gone meanwhile has nothing to show.
    let old = match old_of(ctx, register, &line) {
        Err(Fault::NotFound) => None,
        other => other?,
    };
    let before = match &old {
        Some(old) => Some(whole(ctx, register, old)?),
        None => None,
    };
    let known = match about(ctx, &line) {
        Err(Fault::NotFound) => None,
        other => other?,
    };
    let subject = known.or_else(|| super::check::stranger(&said));
    let division = Division::parse(&said.division).unwrap_or_else(|| ground.division.clone());
    let since = old.as_ref().map_or(making.today, |o| o.since);
    let of = (before.clone(), subject.as_ref());
    let (after, errors) = values(making, &said, of.0, of.1, &division, since);
    let mut wrong: Vec<(String, Message)> = Vec::new();
    if line.outcome == Outcome::Rejected.code() {
        wrong.extend(Why::message(&line.told).map(|m| (String::new(), m)));
        if wrong.is_empty() {
            let all = errors.iter();
            wrong.extend(all.map(|(field, m)| (field.to_string(), m.clone())));
        }
        if wrong.is_empty()
            && line.person.is_none()
            && let Err(errors) = said.person(&division).check(making.today)
        {
            let all = errors.iter();
            wrong.extend(all.map(|(field, m)| (format!("person.{field}"), m.clone())));
        }
    }
    Ok(Shown {
        row: line.row,
        person: line.person.as_ref().and_then(|p| p.parse().ok()),
        record: line.record.as_ref().and_then(|r| r.parse().ok()),
        chosen: line.chosen,
        title: line.title,
        said,
        before,
        after,
        wrong,
    })
}

/// One row that waits for a choice, the first at or behind a row of the file.
pub(crate) fn unsure_from(
    ctx: &Ctx<'_>,
    declared: &Declared,
    id: BatchId,
    row: i64,
) -> Result<Option<(i64, Said)>, Fault> {
    seen(ctx, declared, id)?;
    let Some(line) = store::line_unsure_from(ctx.tx(), id, row)? else {
        return Ok(None);
    };
    let said = opened(ctx, id, &line)?;
    Ok(Some((line.row, said)))
}

/// Says who is meant by an unsure row, or says it anew for one that was chosen.
pub fn choose(
    ctx: &Ctx<'_>,
    declared: &Declared,
    (id, row): (BatchId, i64),
    choice: Choice,
) -> Result<(), Fault> {
    let kept = seen(ctx, declared, id)?;
    let register = declared.register(&kept.register)?;
    let mut line = store::line_fetch(ctx.tx(), id, row)?;
    let open = line.outcome == Outcome::Unsure.code() || line.chosen.is_some();
    if State::of(&kept.state) != State::Read || !open {
        return Err(Fault::Stale);
    }
    let said = opened(ctx, id, &line)?;
    let before = line.outcome.clone();
    Outcome::New.code().clone_into(&mut line.outcome);
    line.told = String::new();
    (line.record, line.version) = (None, None);
    match choice {
        Choice::Leave => {
            Outcome::Rejected.code().clone_into(&mut line.outcome);
            Why::Left.code().clone_into(&mut line.told);
            line.chosen = Some("leave".to_owned());
        }
        Choice::New => {
            line.person = None;
            line.chosen = Some("new".to_owned());
        }
        Choice::Same(person) => {
            let meant = person.to_string();
            if !said.candidates.iter().any(|c| c.person == meant) {
                return Err(Fault::NotFound);
            }
            person::seen(ctx, &ctx.may(Act::PeopleSee)?, person)?;
            line.person = Some(meant);
            line.chosen = Some("same".to_owned());
        }
    }
    if line.outcome == Outcome::New.code() {
        settle(ctx, (declared, register), &kept, (&mut line, &said))?;
    }
    let after = line.outcome.clone();
    store::line_update(ctx.tx(), id, &line)?;
    store::batch_count(ctx.tx(), (id, kept.version), &kept.state)?;
    ctx.tell(
        Entry::named("import.choose", "batch", id)
            .division(&kept.division)
            .before(json!({ "row": row, "outcome": before }))
            .after(json!({ "row": row, "outcome": after, "person": line.person })),
    );
    Ok(())
}

/// What becomes of a row once it is known who is meant.
fn settle(
    ctx: &Ctx<'_>,
    (declared, register): (&Declared, &Register),
    kept: &Kept,
    (line, said): (&mut Line, &Said),
) -> Result<(), Fault> {
    let (parameters, slots) = (declared.parameters(ctx.today()), slots(ctx, register)?);
    let making = making(ctx, register, &parameters, &slots);
    let known = match &line.person {
        Some(id) => {
            let id: PersonId = id.parse().map_err(internal)?;
            Some(person::store::person_fetch(ctx.tx(), id)?)
        }
        None => None,
    };
    let about = known.as_ref().map(About::of);
    let home = known.map(|p| p.division);
    let division = Division::parse(&said.division).or(home);
    let scope = reach(ctx, Act::RegistersImport, register)?;
    let Some(division) = division.filter(|d| scope.covers(d, None)) else {
        Outcome::Rejected.code().clone_into(&mut line.outcome);
        Why::Division.code().clone_into(&mut line.told);
        return Ok(());
    };
    division.code().clone_into(&mut line.division);
    let mut old: Option<Stored> = None;
    if about.is_some() {
        let (bare, _) = values(&making, said, None, about.as_ref(), &division, making.today);
        let key = making.one_key(&bare, about.as_ref(), RecordId::from_bits(0));
        old = records::record_one(ctx.tx(), &register.id, &key)?;
    }
    let before = match &old {
        Some(old) => Some(whole(ctx, register, old)?),
        None => None,
    };
    let since = old.as_ref().map_or(making.today, |o| o.since);
    let subject = about.or_else(|| super::check::stranger(said));
    let of = (before.clone(), subject.as_ref());
    let (after, errors) = values(&making, said, of.0, of.1, &division, since);
    let unwritable = line.person.is_none() && said.person(&division).check(ctx.today()).is_err();
    if !errors.is_empty() || unwritable {
        Outcome::Rejected.code().clone_into(&mut line.outcome);
        Why::Fields.code().clone_into(&mut line.told);
    } else if let (Some(old), Some(before)) = (old, before) {
        let others = store::line_list_of_record(ctx.tx(), kept.id, &old.id.to_string())?;
        if others.iter().any(|row| *row != line.row) {
            Outcome::Rejected.code().clone_into(&mut line.outcome);
            Why::Twice.code().clone_into(&mut line.told);
            return Ok(());
        }
        line.record = Some(old.id.to_string());
        line.version = Some(old.version);
        let same = before == after && old.division == division;
        let outcome = if same {
            Outcome::Same
        } else {
            Outcome::Changed
        };
        outcome.code().clone_into(&mut line.outcome);
    }
    Ok(())
}
