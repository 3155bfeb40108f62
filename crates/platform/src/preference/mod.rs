//! What people chose for themselves: columns of a list, its saved views. A preference is a short
//! text under a key such as `list.people.columns`; it is no record of anybody's case.

mod store;

use crate::act::Act;
use crate::ctx::Ctx;
use crate::journal::Entry;
use base::Fault;
use base::id::AccountId;
use base::message::Message;

/// Longest key and longest value, in bytes.
const KEY_MAX: usize = 160;
const VALUE_MAX: usize = 4_000;
/// Most preferences of one person.
const COUNT_MAX: i64 = 500;

fn own(ctx: &Ctx<'_>) -> Result<AccountId, Fault> {
    ctx.may(Act::OwnAccount)?;
    ctx.who().person().map(|p| p.id).ok_or(Fault::NotFound)
}

/// One's own preferences whose key begins so, in the order of their keys. Whoever has not signed in
/// has none.
pub fn list(ctx: &Ctx<'_>, prefix: &str) -> Result<Vec<(String, String)>, Fault> {
    match ctx.who().person() {
        Some(person) => Ok(store::preference_list(ctx.tx(), person.id, prefix)?),
        None => Ok(Vec::new()),
    }
}

/// Keeps one; an empty value forgets it.
pub fn set(ctx: &Ctx<'_>, key: &str, value: &str) -> Result<(), Fault> {
    let id = own(ctx)?;
    let fits = !key.is_empty() && key.len() <= KEY_MAX && value.len() <= VALUE_MAX;
    if !fits {
        return Err(Fault::Refused(
            Message::new("preference-long").with("max", VALUE_MAX),
        ));
    }
    if value.is_empty() {
        store::preference_end(ctx.tx(), id, key)?;
    } else {
        if store::preference_count(ctx.tx(), id)? >= COUNT_MAX {
            return Err(Fault::refused("preference-many"));
        }
        store::preference_set(ctx.tx(), id, key, value)?;
    }
    // The key tells what was chosen; a saved view may hold a name that was searched for.
    ctx.tell(
        Entry::named("own.preference", "account", id).after(serde_json::json!({ "key": key })),
    );
    Ok(())
}

#[cfg(test)]
mod tests;
