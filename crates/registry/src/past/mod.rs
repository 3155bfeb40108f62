//! What a record was before each change: the present stands in its own table, every earlier state
//! here, with who ended it and why (docs/decisions/0011-past.md). Nothing here is ever changed.
//!
//! Any noun of the registers may keep its past here. Start at [`keep`] and [`list`].

mod store;

use crate::seal::{PAST, internal, opened, sealed};
use base::Fault;
use base::id::PastId;
use jiff::Timestamp;
use platform::Ctx;
use serde_json::{Map, Value};

/// A state that a record had.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// Its id.
    pub id: PastId,
    /// The version that it was.
    pub version: i64,
    /// Its fields; what is secret stands as `true` (there was one) only.
    pub data: Value,
    /// Something secret is kept with it.
    pub has_secret: bool,
    /// What ended it, such as `person.change`.
    pub act: String,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
    /// When it ended.
    pub ended_at: Timestamp,
    /// Who ended it.
    pub ended_by: String,
    secret: Option<Vec<u8>>,
}

/// What is to be kept of a record before it is changed.
#[derive(Debug)]
pub struct Keep<'a> {
    /// Kind of the record, such as `person`.
    pub subject: &'static str,
    /// The record.
    pub subject_id: &'a str,
    /// The version that ends.
    pub version: i64,
    /// Its fields without what is secret.
    pub data: Value,
    /// What is secret, sealed before it is kept.
    pub secret: Option<&'a str>,
    /// What ends it.
    pub act: &'static str,
    /// Why.
    pub reason: &'a str,
}

/// Keeps a state that is about to end.
pub fn keep(ctx: &Ctx<'_>, what: &Keep<'_>) -> Result<(), Fault> {
    let id: PastId = ctx.id();
    let secret = match what.secret {
        Some(secret) => {
            let done = sealed(ctx.keys(), ctx.random(), PAST, &id.to_string(), secret);
            Some(done.map_err(internal)?)
        }
        None => None,
    };
    store::past_insert(ctx.tx(), id, what, secret, &ctx.who().actor(), ctx.now())?;
    Ok(())
}

/// Earlier states of a record, newest first. Whether the record may be seen is for the caller to
/// have asked.
pub fn list(ctx: &Ctx<'_>, subject: &str, subject_id: &str) -> Result<Vec<Past>, Fault> {
    Ok(store::past_list(ctx.tx(), subject, subject_id)?)
}

/// One earlier state.
pub fn of_version(
    ctx: &Ctx<'_>,
    subject: &str,
    subject_id: &str,
    version: i64,
) -> Result<Option<Past>, Fault> {
    Ok(store::past_fetch(ctx.tx(), subject, subject_id, version)?)
}

/// The secret that was kept with a state. Whoever calls this tells the journal.
pub fn secret(ctx: &Ctx<'_>, past: &Past) -> Result<Option<String>, Fault> {
    let open = |sealed: &Vec<u8>| opened(ctx, PAST, &past.id.to_string(), sealed);
    past.secret.as_ref().map(open).transpose()
}

/// The fields in which two states differ, before and after.
#[must_use]
pub fn difference(before: &Value, after: &Value) -> (Value, Value) {
    let none = Map::new();
    let (old, new) = (
        before.as_object().unwrap_or(&none),
        after.as_object().unwrap_or(&none),
    );
    let mut pair = (Map::new(), Map::new());
    let names = old
        .keys()
        .chain(new.keys().filter(|k| !old.contains_key(*k)));
    for name in names {
        let (was, is) = (old.get(name), new.get(name));
        if was != is {
            let value = |v: Option<&Value>| v.cloned().unwrap_or(Value::Null);
            pair.0.insert(name.clone(), value(was));
            pair.1.insert(name.clone(), value(is));
        }
    }
    (Value::Object(pair.0), Value::Object(pair.1))
}

#[cfg(test)]
mod tests {
    use super::difference;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_told() {
        let (before, after) = difference(
            &json!({ "name": "王芳", "birth": "1950-01-01", "sex": "female" }),
            &json!({ "name": "王方", "birth": "1950-01-01", "state": "dead" }),
        );
        assert_eq!(
            before,
            json!({ "name": "王芳", "sex": "female", "state": null })
        );
        assert_eq!(
            after,
            json!({ "name": "王方", "sex": null, "state": "dead" })
        );
    }
}
