//! What can be done with one record: right, rule, write and journal in one transaction each.

use super::declared::{Declared, reach};
use super::model::{Record, State, read_into};
use super::row::{About, Making, SECRET, SLOTS, Stored};
use super::store;
use crate::past::{self, Keep, Past, difference};
use crate::person;
use crate::seal::{internal, opened};
use base::id::{PersonId, RecordId};
use base::message::{Arg, Message, Speak};
use base::{Fault, FieldErrors};
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use policy::cel::Datum;
use policy::register::{Class, Register, SubjectKind};
use serde_json::{Map, Value, json};

/// Kind of record in the past and in the journal.
pub(crate) const SUBJECT: &str = "record";

/// What is written on a form.
#[derive(Debug, Clone, Default)]
pub struct New {
    /// Whom it is about; needed where a register is about people.
    pub person: Option<PersonId>,
    /// Code of the division; the person's own when empty.
    pub division: String,
    /// Texts by the names of fields. A sensitive field that is not named stays as it is.
    pub written: Vec<(String, String)>,
}

/// The fields that stand in the slots of a register; new ones get theirs.
pub(crate) fn slots(ctx: &Ctx<'_>, register: &Register) -> Result<Vec<usize>, Fault> {
    let mut known = store::slot_list(ctx.tx(), &register.id)?;
    if ctx.tx().writes() {
        for field in register.fields.iter().filter(|f| f.filter) {
            let next = known.len() + 1;
            if next <= SLOTS && !known.iter().any(|(name, _)| *name == field.id) {
                let slot = i64::try_from(next).unwrap_or(1);
                store::slot_put(ctx.tx(), &register.id, &field.id, slot)?;
                known.push((field.id.clone(), slot));
            }
        }
    }
    let place = |(name, _): &(String, i64)| register.field(name).unwrap_or(usize::MAX);
    Ok(known.iter().map(place).collect())
}

pub(crate) fn sensitive(ctx: &Ctx<'_>, row: &Stored) -> Result<Map<String, Value>, Fault> {
    let Some(sealed) = &row.secret else {
        return Ok(Map::new());
    };
    let text = opened(ctx, SECRET, &row.id.to_string(), sealed)?;
    match serde_json::from_str(&text).map_err(internal)? {
        Value::Object(map) => Ok(map),
        _ => Ok(Map::new()),
    }
}

/// All values of a row, sensitive ones too.
pub(crate) fn whole(ctx: &Ctx<'_>, register: &Register, row: &Stored) -> Result<Vec<Datum>, Fault> {
    let mut values = ordinary(register, row)?;
    read_into(register, &sensitive(ctx, row)?, &mut values);
    Ok(values)
}

fn ordinary(register: &Register, row: &Stored) -> Result<Vec<Datum>, Fault> {
    let mut values = vec![Datum::Missing; register.fields.len()];
    if let Value::Object(map) = serde_json::from_str(&row.data).map_err(internal)? {
        read_into(register, &map, &mut values);
    }
    Ok(values)
}

/// A record without what is sensitive.
pub(crate) fn record_of(register: &Register, row: &Stored) -> Result<Record, Fault> {
    let secrets = row.secret_names.split(',').filter(|n| !n.is_empty());
    Ok(Record {
        id: row.id,
        version: row.version,
        register: row.register.clone(),
        state: row.state,
        division: row.division.clone(),
        person: row.person,
        household: row.household,
        title: row.title.clone(),
        values: ordinary(register, row)?,
        secrets: secrets.map(str::to_owned).collect(),
        warnings: row.warnings,
        since: row.since,
        confirmed_on: row.confirmed_on,
        stale_on: row.stale_on,
        remind: row.remind.clone(),
        ended_on: row.ended_on,
        end_reason: row.end_reason.clone(),
        source: row.source.clone(),
        changed_at: row.changed_at,
        changed_by: row.changed_by.clone(),
    })
}

fn seen(ctx: &Ctx<'_>, act: Act, register: &Register, id: RecordId) -> Result<Stored, Fault> {
    let scope = reach(ctx, act, register)?;
    let row = store::record_fetch(ctx.tx(), &register.id, id)?;
    match scope.covers(&row.division, None) && row.state != State::Void {
        true => Ok(row),
        false => Err(Fault::NotFound),
    }
}

/// One record.
pub fn get(
    ctx: &Ctx<'_>,
    declared: &Declared,
    register: &str,
    id: RecordId,
) -> Result<Record, Fault> {
    let register = declared.register(register)?;
    record_of(register, &seen(ctx, Act::RegistersSee, register, id)?)
}

/// What a record was before each change, newest first.
pub fn history(
    ctx: &Ctx<'_>,
    declared: &Declared,
    register: &str,
    id: RecordId,
) -> Result<Vec<Past>, Fault> {
    get(ctx, declared, register, id)?;
    past::list(ctx, SUBJECT, &id.to_string())
}

/// The sensitive values of a record as they are shown, for a reason that the journal keeps.
pub fn unmask(
    ctx: &Ctx<'_>,
    declared: &Declared,
    (register, id): (&str, RecordId),
    reason: &str,
) -> Result<Vec<Datum>, Fault> {
    let register = declared.register(register)?;
    let row = seen(ctx, Act::RecordUnmask, register, id)?;
    let reason = person::reasoned(reason)?;
    ctx.tell(
        Entry::new(Act::RecordUnmask, SUBJECT, id)
            .division(&row.division)
            .after(json!({ "register": register.id, "seen": row.secret_names }))
            .reason(reason),
    );
    whole(ctx, register, &row)
}

/// Texts into values; every wrong one is told beside its field.
pub(crate) fn read_all(
    register: &Register,
    written: &[(String, String)],
    values: &mut [Datum],
    errors: &mut FieldErrors,
) {
    for (name, text) in written {
        let Some(at) = register.field(name) else {
            continue;
        };
        match register.fields.get(at).map(|field| field.read(text)) {
            Some(Ok(value)) => {
                if let Some(place) = values.get_mut(at) {
                    *place = value;
                }
            }
            Some(Err(e)) => errors.add(name.clone(), e.message()),
            None => {}
        }
    }
}

/// What the register finds wrong, beside the fields.
pub(crate) fn told(
    making: &Making<'_>,
    values: &[Datum],
    about: Option<&About>,
    days: (Date, Date, &Division),
    errors: &mut FieldErrors,
) {
    for wrong in making.examine(values, about, days).errors {
        let Some(field) = making.register.fields.get(wrong.field) else {
            continue;
        };
        let message = match wrong.message {
            Some(said) => Message::new("register-wrong").with(
                "what",
                Arg::Both {
                    zh: said.zh,
                    en: said.en,
                },
            ),
            None => Message::new("register-needed"),
        };
        errors.add(field.id.clone(), message);
    }
}

/// The person whom a record of this register is to be about.
fn about(
    ctx: &Ctx<'_>,
    register: &Register,
    person: Option<PersonId>,
) -> Result<Option<(About, Division)>, Fault> {
    if register.subject != SubjectKind::Person {
        return Ok(None);
    }
    let id = person.ok_or_else(|| Fault::field("person", Message::new("register-no-person")))?;
    let scope = ctx.may(Act::PeopleSee)?;
    let stored = person::seen(ctx, &scope, id)?;
    Ok(Some((About::of(&stored), stored.division.clone())))
}

/// Adds a record.
pub fn add(
    ctx: &Ctx<'_>,
    declared: &Declared,
    register: &str,
    new: &New,
) -> Result<RecordId, Fault> {
    let register = declared.register(register)?;
    let scope = reach(ctx, Act::RegistersKeep, register)?;
    let about = about(ctx, register, new.person)?;
    let division = match (new.division.trim(), &about) {
        ("", Some((_, division))) => Some(division.clone()),
        (code, _) => Division::parse(code),
    };
    let Some(division) = division else {
        return Err(Fault::field("division", Message::new("person-division")));
    };
    person::reachable(ctx, &scope, &division)?;
    let (parameters, slots) = (declared.parameters(ctx.today()), slots(ctx, register)?);
    let making = making(ctx, register, &parameters, &slots);
    let about = about.map(|(about, _)| about);
    let mut values = vec![Datum::Missing; register.fields.len()];
    let mut errors = FieldErrors::new();
    read_all(register, &new.written, &mut values, &mut errors);
    let days = (ctx.today(), ctx.today(), &division);
    told(&making, &values, about.as_ref(), days, &mut errors);
    errors.done()?;
    let mut row = blank(ctx, register, division, "form");
    making
        .fill(&mut row, &values, about.as_ref())
        .map_err(internal)?;
    if store::record_one(ctx.tx(), &register.id, &row.one_key)?.is_some() {
        return Err(known(register));
    }
    store::record_insert_all(ctx.tx(), [&row])?;
    let record = record_of(register, &row)?;
    ctx.tell(
        Entry::named("record.add", SUBJECT, row.id)
            .division(&row.division)
            .after(with_register(register, record.data(register))),
    );
    Ok(row.id)
}

/// There is such a record already: said beside what makes it one.
fn known(register: &Register) -> Fault {
    let field = register.key.first().and_then(|at| register.fields.get(*at));
    let name = field.map_or("person", |f| f.id.as_str()).to_owned();
    Fault::field(name, Message::new("register-known"))
}

fn with_register(register: &Register, mut data: Value) -> Value {
    if let Some(map) = data.as_object_mut() {
        map.insert("register".to_owned(), json!(register.id));
    }
    data
}

pub(crate) fn making<'a>(
    ctx: &Ctx<'a>,
    register: &'a Register,
    parameters: &'a policy::cel::Record,
    slots: &'a [usize],
) -> Making<'a> {
    Making {
        register,
        parameters,
        today: ctx.today(),
        keys: ctx.keys(),
        random: ctx.random(),
        slots,
    }
}

/// A row that is kept from today on, without its values.
pub(crate) fn blank(
    ctx: &Ctx<'_>,
    register: &Register,
    division: Division,
    source: &str,
) -> Stored {
    let (now, by, today) = (ctx.now(), ctx.who().actor(), ctx.today());
    Stored {
        id: ctx.id(),
        version: 1,
        register: register.id.clone(),
        state: State::Kept,
        division,
        person: None,
        household: None,
        title: String::new(),
        sort_key: String::new(),
        one_key: String::new(),
        data: "{}".to_owned(),
        secret_names: String::new(),
        secret: None,
        warnings: 0,
        since: today,
        confirmed_on: today,
        stale_on: None,
        remind: None,
        ended_on: None,
        end_reason: None,
        source: source.to_owned(),
        created_at: now,
        created_by: by.clone(),
        changed_at: now,
        changed_by: by,
        slots: Default::default(),
    }
}

/// The person of a stored row, whoever asks.
pub(crate) fn about_of(ctx: &Ctx<'_>, row: &Stored) -> Result<Option<About>, Fault> {
    let Some(id) = row.person else {
        return Ok(None);
    };
    let stored = person::store::person_fetch(ctx.tx(), id)?;
    Ok(Some(About::of(&stored)))
}

/// Keeps the past of a row, writes the new state and tells the journal.
pub(crate) fn rewrite(
    ctx: &Ctx<'_>,
    register: &Register,
    old: &Stored,
    mut new: Stored,
    (act, reason): (&'static str, &str),
) -> Result<Record, Fault> {
    let id = old.id.to_string();
    let before = record_of(register, old)?;
    let secret = match old.secret == new.secret {
        true => None,
        false => Some(Value::Object(sensitive(ctx, old)?).to_string()),
    };
    past::keep(
        ctx,
        &Keep {
            subject: SUBJECT,
            subject_id: &id,
            version: old.version,
            data: before.data(register),
            secret: secret.as_deref(),
            act,
            reason,
        },
    )?;
    new.changed_at = ctx.now();
    new.changed_by = ctx.who().actor();
    store::record_update(ctx.tx(), &new)?;
    new.version += 1;
    let after = record_of(register, &new)?;
    let (was, is) = difference(&before.data(register), &after.data(register));
    ctx.tell(
        Entry::named(act, SUBJECT, old.id)
            .division(&new.division)
            .before(with_register(register, was))
            .after(is)
            .reason(reason),
    );
    Ok(after)
}

/// Changes a record's values, which confirms it too. [`Fault::Stale`] when somebody else changed it
/// since `version`.
pub fn change(
    ctx: &Ctx<'_>,
    declared: &Declared,
    (register, id, version): (&str, RecordId, i64),
    written: &[(String, String)],
    reason: &str,
) -> Result<Record, Fault> {
    let register = declared.register(register)?;
    let old = seen(ctx, Act::RegistersKeep, register, id)?;
    if old.version != version {
        return Err(Fault::Stale);
    }
    let about = about_of(ctx, &old)?;
    let mut values = whole(ctx, register, &old)?;
    let mut errors = FieldErrors::new();
    // Sensitive fields come empty from a form that did not show them.
    let given: Vec<(String, String)> = written
        .iter()
        .filter(|(name, text)| {
            let field = register.field(name).and_then(|at| register.fields.get(at));
            !text.trim().is_empty() || field.is_none_or(|f| f.class != Class::Sensitive)
        })
        .cloned()
        .collect();
    read_all(register, &given, &mut values, &mut errors);
    let (parameters, slots) = (declared.parameters(ctx.today()), slots(ctx, register)?);
    let making = making(ctx, register, &parameters, &slots);
    let days = (old.since, ctx.today(), &old.division);
    told(&making, &values, about.as_ref(), days, &mut errors);
    errors.done()?;
    let mut new = old.clone();
    new.confirmed_on = ctx.today();
    making
        .fill(&mut new, &values, about.as_ref())
        .map_err(internal)?;
    if new.one_key != old.one_key
        && store::record_one(ctx.tx(), &register.id, &new.one_key)?.is_some()
    {
        return Err(known(register));
    }
    rewrite(ctx, register, &old, new, ("record.change", reason))
}

/// Says that a record is right as it stands today.
pub fn confirm(
    ctx: &Ctx<'_>,
    declared: &Declared,
    (register, id, version): (&str, RecordId, i64),
) -> Result<Record, Fault> {
    change(ctx, declared, (register, id, version), &[], "")
}

/// Ends a record on a day, for a reason.
pub fn end(
    ctx: &Ctx<'_>,
    declared: &Declared,
    (register, id, version): (&str, RecordId, i64),
    (on, reason): (Date, &str),
) -> Result<Record, Fault> {
    let register = declared.register(register)?;
    let old = seen(ctx, Act::RegistersKeep, register, id)?;
    if old.version != version {
        return Err(Fault::Stale);
    }
    let reason = person::reasoned(reason)?;
    if on > ctx.today() || on < old.since {
        return Err(Fault::field("on", Message::new("register-end-day")));
    }
    let mut new = old.clone();
    new.state = State::Ended;
    new.ended_on = Some(on);
    new.end_reason = Some(reason.to_owned());
    new.stale_on = None;
    new.remind = None;
    rewrite(ctx, register, &old, new, ("record.end", reason))
}

/// Takes an ended record up again.
pub fn restore(
    ctx: &Ctx<'_>,
    declared: &Declared,
    (register, id, version): (&str, RecordId, i64),
    reason: &str,
) -> Result<Record, Fault> {
    let register = declared.register(register)?;
    let old = seen(ctx, Act::RegistersKeep, register, id)?;
    if old.version != version || old.state != State::Ended {
        return Err(Fault::Stale);
    }
    if store::record_one(ctx.tx(), &register.id, &old.one_key)?.is_some() {
        return Err(known(register));
    }
    let reason = person::reasoned(reason)?;
    let mut new = old.clone();
    new.state = State::Kept;
    new.ended_on = None;
    new.end_reason = None;
    new.confirmed_on = ctx.today();
    let (parameters, slots) = (declared.parameters(ctx.today()), slots(ctx, register)?);
    let making = making(ctx, register, &parameters, &slots);
    let values = whole(ctx, register, &old)?;
    let about = about_of(ctx, &old)?;
    making
        .fill(&mut new, &values, about.as_ref())
        .map_err(internal)?;
    rewrite(ctx, register, &old, new, ("record.restore", reason))
}
