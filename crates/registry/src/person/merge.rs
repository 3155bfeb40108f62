//! Two records found to be one person: one is kept, the other points to it. What was changed for it
//! is written down, so that [`split`] can take it back.

use super::actions::{editable, reasoned, rewrite, seen};
use super::store::{self, Merged, Stored};
use crate::household::{self, End, Membership};
use base::Fault;
use base::id::{MembershipId, MergeId, PersonId};
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx};
use serde_json::{Value, json};

/// Merges `gone` into `kept`, at the versions that were seen. What the kept record lacks it takes
/// over: names, number, birth date, sex. Where both live somewhere, the household of the kept one
/// counts.
pub fn merge(
    ctx: &Ctx<'_>,
    kept: (PersonId, i64),
    gone: (PersonId, i64),
    reason: &str,
) -> Result<MergeId, Fault> {
    let scope = ctx.may(Act::PeopleMerge)?;
    let reason = reasoned(reason)?;
    if kept.0 == gone.0 {
        return Err(Fault::refused("person-same"));
    }
    let (one, other) = (
        editable(ctx, kept.0, kept.1)?,
        editable(ctx, gone.0, gone.1)?,
    );
    for person in [&one, &other] {
        if !scope.covers(&person.division, None) {
            return Err(Fault::NotFound);
        }
    }
    let moved = move_household(ctx, &one, &other)?;
    let names: Vec<String> = other
        .names()
        .chain(one.former_names.iter().map(String::as_str))
        .filter(|n| *n != one.name)
        .fold(Vec::new(), |mut all, name| {
            if !all.iter().any(|n| n == name) {
                all.push(name.to_owned());
            }
            all
        });
    let mut new = Stored {
        former_names: names,
        sex: one.sex.or(other.sex),
        birth: one.birth.or(other.birth),
        ..one.clone()
    };
    if one.number_index.is_none() && other.number_sealed.is_some() {
        take_number(ctx, &mut new, &other)?;
    }
    let before = json!({
        "former_names": one.former_names,
        "sex": one.sex.map(super::model::sex_code),
        "birth": one.birth.map(|b| b.to_string()),
        "number": one.number_index.is_some(),
        "household": moved,
    });
    rewrite(ctx, &one, new, "person.merge", reason)?;
    let over = Stored {
        merged_into: Some(one.id),
        ..other.clone()
    };
    rewrite(ctx, &other, over, "person.merge", reason)?;
    let merged = Merged {
        id: ctx.id(),
        kept: one.id,
        gone: other.id,
        reason: reason.to_owned(),
        done: before.to_string(),
        at: ctx.now(),
        by: ctx.who().actor(),
    };
    store::merge_insert(ctx.tx(), &merged)?;
    Ok(merged.id)
}

/// The number of one record under the seal of another.
fn take_number(ctx: &Ctx<'_>, to: &mut Stored, from: &Stored) -> Result<(), Fault> {
    use crate::seal::{ID_NUMBER, internal, opened, sealed};
    let Some(secret) = &from.number_sealed else {
        return Ok(());
    };
    let number = opened(ctx, ID_NUMBER, &from.id.to_string(), secret)?;
    let place = to.id.to_string();
    let again = sealed(ctx.keys(), ctx.random(), ID_NUMBER, &place, &number);
    to.number_sealed = Some(again.map_err(internal)?);
    to.number_index.clone_from(&from.number_index);
    to.last4.clone_from(&from.last4);
    to.last6.clone_from(&from.last6);
    to.document = from.document;
    Ok(())
}

/// Ends where the merged record lives; where the kept one lives nowhere it takes the place.
fn move_household(ctx: &Ctx<'_>, kept: &Stored, gone: &Stored) -> Result<Value, Fault> {
    let Some(theirs) = household::current_of(ctx, gone.id)? else {
        return Ok(Value::Null);
    };
    let mine = household::current_of(ctx, kept.id)?;
    let today = ctx.today();
    let head = household::store::household_fetch(ctx.tx(), theirs.household)?.head;
    household::end_current(ctx, gone.id, today, End::Merged, "person.merge")?;
    let mut begun = None;
    if mine.is_none() && kept.life == super::Life::Living {
        let membership = Membership {
            id: ctx.id(),
            person: kept.id,
            source: "person.merge".to_owned(),
            ..theirs.clone()
        };
        let by = ctx.who().actor();
        household::store::membership_insert_all(ctx.tx(), [&membership], &by, ctx.now())?;
        household::restore(
            ctx,
            theirs.household,
            head.map(|h| if h == gone.id { kept.id } else { h }),
        )?;
        begun = Some(membership.id);
    }
    Ok(json!({
        "ended": theirs.id.to_string(),
        "id": theirs.household.to_string(),
        "head": head.map(|h| h.to_string()),
        "begun": begun.map(|id: MembershipId| id.to_string()),
    }))
}

/// The record that a record was merged into, and why; `None` if it stands for itself.
pub fn merged_into(ctx: &Ctx<'_>, gone: PersonId) -> Result<Option<(PersonId, String)>, Fault> {
    super::get(ctx, gone)?;
    let merged = store::merge_fetch_of(ctx.tx(), gone)?;
    Ok(merged.map(|m| (m.kept, m.reason)))
}

/// Records that went into a person's, each with why, the newest first.
pub fn merged_from(ctx: &Ctx<'_>, kept: PersonId) -> Result<Vec<(PersonId, String)>, Fault> {
    super::get(ctx, kept)?;
    Ok(store::merge_list_into(ctx.tx(), kept)?)
}

/// Takes a merge back: both records are people of their own again, and what the kept one had taken
/// over goes back, unless it was changed since.
pub fn split(ctx: &Ctx<'_>, gone: PersonId, reason: &str) -> Result<(), Fault> {
    let scope = ctx.may(Act::PeopleMerge)?;
    let reason = reasoned(reason)?;
    let over = seen(ctx, &scope, gone)?;
    let Some(merged) = store::merge_fetch_of(ctx.tx(), gone)? else {
        return Err(Fault::refused("person-not-merged"));
    };
    let kept = seen(ctx, &scope, merged.kept)?;
    let done: Value = serde_json::from_str(&merged.done).map_err(crate::seal::internal)?;
    let back = Stored {
        merged_into: None,
        ..over.clone()
    };
    rewrite(ctx, &over, back, "person.split", reason)?;
    let own: Vec<&str> = over.names().collect();
    let had: Vec<String> = list(&done["former_names"]);
    let taken = |name: &String| own.contains(&name.as_str()) && !had.contains(name);
    let mut new = kept.clone();
    new.former_names.retain(|name| !taken(name));
    if done["sex"].is_null() && new.sex == over.sex {
        new.sex = None;
    }
    if done["birth"].is_null() && new.birth == over.birth {
        new.birth = None;
    }
    if done["number"] == json!(false) && new.number_index == over.number_index {
        new.document = None;
        new.number_sealed = None;
        new.number_index = None;
        new.last4 = None;
        new.last6 = None;
    }
    rewrite(ctx, &kept, new, "person.split", reason)?;
    household_back(ctx, &done["household"], kept.id)?;
    store::merge_undo(ctx.tx(), merged.id, &ctx.who().actor(), ctx.now())?;
    ctx.tell(
        Entry::named("person.split", "merge", merged.id)
            .division(&kept.division)
            .reason(reason),
    );
    Ok(())
}

fn list(value: &Value) -> Vec<String> {
    let items = value.as_array().cloned().unwrap_or_default();
    let text = |v: &Value| v.as_str().map(str::to_owned);
    items.iter().filter_map(text).collect()
}

fn read<K>(value: &Value) -> Option<base::Id<K>> {
    value.as_str().and_then(|text| text.parse().ok())
}

/// Lets the merged record live again where it lived.
fn household_back(ctx: &Ctx<'_>, moved: &Value, kept: PersonId) -> Result<(), Fault> {
    let (Some(ended), Some(id)) = (read(&moved["ended"]), read(&moved["id"])) else {
        return Ok(());
    };
    let begun: Option<MembershipId> = read(&moved["begun"]);
    if let Some(now) = household::current_of(ctx, kept)?
        && Some(now.id) == begun
    {
        let today: Date = ctx.today();
        household::store::membership_end(ctx.tx(), now.id, today, End::Corrected)?;
    }
    household::store::membership_reopen(ctx.tx(), ended)?;
    household::restore(ctx, id, read(&moved["head"]))
}
