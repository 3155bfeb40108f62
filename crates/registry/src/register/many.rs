//! Many records at once: what an import or the filling of a new installation writes. The journal
//! gets one entry with the counts; each changed record keeps its past.

use super::actions::{SUBJECT, blank, making, read_all, record_of, sensitive, slots};
use super::declared::{Declared, reach};
use super::model::State;
use super::row::{About, Stored};
use super::store;
use crate::past::{self, Keep};
use crate::person;
use crate::seal::internal;
use base::id::{PersonId, RecordId};
use base::{Fault, FieldErrors};
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use policy::cel::Datum;
use policy::register::Register;
use serde_json::{Value, json};

/// What a record of many is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A person of the registers.
    Person(PersonId),
    /// Something else, named by its fields.
    Other,
}

/// A record of many, as it is given.
#[derive(Debug, Clone)]
pub struct Given {
    /// What it is about.
    pub subject: Subject,
    /// Where it belongs.
    pub division: Division,
    /// Texts by the names of fields.
    pub written: Vec<(String, String)>,
    /// Since when it is kept.
    pub since: Date,
    /// When it was last confirmed.
    pub confirmed_on: Date,
}

/// Fills a register with records that come from elsewhere and are what they are: doubts are
/// counted, only what no field can hold is refused. How many were put in.
pub fn fill(
    ctx: &Ctx<'_>,
    declared: &Declared,
    register: &str,
    given: &[Given],
    source: &str,
) -> Result<u64, Fault> {
    let register = declared.register(register)?;
    reach(ctx, Act::RegistersImport, register)?;
    let (parameters, slots) = (declared.parameters(ctx.today()), slots(ctx, register)?);
    let making = making(ctx, register, &parameters, &slots);
    let mut rows: Vec<Stored> = Vec::with_capacity(given.len());
    let mut taken = std::collections::HashSet::new();
    for one in given {
        let about = match one.subject {
            Subject::Person(id) => Some(About::of(&person::store::person_fetch(ctx.tx(), id)?)),
            Subject::Other => None,
        };
        let mut values = vec![Datum::Missing; register.fields.len()];
        let mut errors = FieldErrors::new();
        read_all(register, &one.written, &mut values, &mut errors);
        errors.done()?;
        let mut row = blank(ctx, register, one.division.clone(), source);
        row.since = one.since;
        row.confirmed_on = one.confirmed_on;
        making
            .fill(&mut row, &values, about.as_ref())
            .map_err(internal)?;
        if taken.insert(row.one_key.clone()) {
            rows.push(row);
        }
    }
    add_many(ctx, register, &rows, source)
}

/// Puts new rows in.
pub(crate) fn add_many(
    ctx: &Ctx<'_>,
    register: &Register,
    rows: &[Stored],
    source: &str,
) -> Result<u64, Fault> {
    let count = store::record_insert_all(ctx.tx(), rows)?;
    ctx.tell(
        Entry::named("record.add-many", "register", &register.id)
            .after(json!({ "records": count, "source": source })),
    );
    Ok(count)
}

/// A row before and after.
pub(crate) struct Change {
    pub(crate) old: Stored,
    pub(crate) new: Stored,
}

/// Writes changed rows, each with its past. [`Fault::Stale`] when one was changed meanwhile.
pub(crate) fn change_many(
    ctx: &Ctx<'_>,
    register: &Register,
    changes: &[Change],
    (act, source): (&'static str, &str),
) -> Result<(), Fault> {
    for change in changes {
        let before = record_of(register, &change.old)?;
        let secret = match change.old.secret == change.new.secret {
            true => None,
            false => Some(Value::Object(sensitive(ctx, &change.old)?).to_string()),
        };
        past::keep(
            ctx,
            &Keep {
                subject: SUBJECT,
                subject_id: &change.old.id.to_string(),
                version: change.old.version,
                data: before.data(register),
                secret: secret.as_deref(),
                act,
                reason: source,
            },
        )?;
        let mut new = change.new.clone();
        new.changed_at = ctx.now();
        new.changed_by = ctx.who().actor();
        store::record_update(ctx.tx(), &new)?;
    }
    ctx.tell(
        Entry::named(act, "register", &register.id)
            .after(json!({ "records": changes.len(), "source": source })),
    );
    Ok(())
}

/// Takes records back that an import added: they stay in the table and count for nothing.
pub(crate) fn void_many(
    ctx: &Ctx<'_>,
    register: &Register,
    added: &[(RecordId, i64)],
    source: &str,
) -> Result<(), Fault> {
    let mut changes = Vec::with_capacity(added.len());
    for (id, version) in added {
        let old = store::record_fetch(ctx.tx(), &register.id, *id)?;
        if old.version != *version {
            return Err(Fault::Stale);
        }
        let mut new = old.clone();
        new.state = State::Void;
        changes.push(Change { old, new });
    }
    change_many(ctx, register, &changes, ("record.void-many", source))
}
