//! Many records at once: what an import or the filling of a new installation writes. The journal
//! gets one entry with the counts; each changed record keeps its past.

use super::actions::{blank, making, read_all, slots};
use super::declared::{Declared, reach};
use super::row::{About, Stored};
use super::store;
use crate::person;
use crate::seal::internal;
use base::id::PersonId;
use base::{Fault, FieldErrors};
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use policy::cel::Datum;
use policy::register::Register;
use serde_json::json;

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
