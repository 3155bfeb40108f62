//! Files kept with something. Whoever calls has made sure that the something may be seen or changed
//! by whoever asks; here only the act is held.

use super::{keep, store};
use crate::act::Act;
use crate::ctx::Ctx;
use crate::journal::Entry;
use base::Fault;
use base::id::FileId;
use base::message::Message;
use db::{Db, DbError};
use jiff::Timestamp;
use std::path::Path;

/// Longest name or note, in characters.
const LONGEST: usize = 200;

/// What a file is kept with: a kind of record and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// `person`, `household`, `case`, …
    pub kind: &'static str,
    /// Its id in writing.
    pub id: String,
}

/// A file, or a paper whose original alone is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Its id.
    pub id: FileId,
    /// What it is, by a code of the slice that it belongs to; may be empty.
    pub part: String,
    /// The file's name.
    pub name: String,
    /// What it shows, or where the original lies.
    pub note: String,
    /// Hash and size of its bytes; `None` for a paper.
    pub bytes: Option<(String, i64)>,
    /// When it was put there.
    pub added_at: Timestamp,
    /// By whom.
    pub added_by: String,
    /// Taken away: when, by whom, why.
    pub ended: Option<(Timestamp, String, String)>,
}

/// A file to be kept.
#[derive(Debug, Clone, Default)]
pub struct NewFile<'a> {
    /// What it is.
    pub part: &'a str,
    /// The file's name as the browser tells it; for a paper what it is called.
    pub name: &'a str,
    /// What it shows.
    pub note: &'a str,
    /// Its bytes; `None` for a paper.
    pub content: Option<&'a [u8]>,
}

/// Keeps a file with something.
///
/// # Errors
/// A file of a kind that is not kept, or too large; no name; a note that is too long.
pub fn file(ctx: &Ctx<'_>, act: Act, of: &Subject, new: &NewFile<'_>) -> Result<FileId, Fault> {
    ctx.may(act)?;
    let name: String = new.name.trim().chars().take(LONGEST).collect();
    let note = new.note.trim();
    if name.is_empty() {
        return Err(Fault::field("file", Message::new("file-none")));
    }
    if note.chars().count() > LONGEST {
        return Err(Fault::field("about", Message::new("file-note-long")));
    }
    let at_field = |fault| match fault {
        Fault::Refused(message) => Fault::field("file", message),
        other => other,
    };
    let hash = match new.content {
        Some(content) => Some(keep(ctx, content).map_err(at_field)?),
        None => None,
    };
    let id = ctx.id();
    store::filed_insert(
        ctx.tx(),
        of,
        &store::New {
            id,
            part: new.part,
            name: &name,
            note,
            hash: hash.as_deref(),
            at: ctx.now(),
            by: &ctx.who().actor(),
        },
    )?;
    // The name may be somebody's: the journal keeps what kind of thing it is, and its hash.
    ctx.tell(
        Entry::named("file.add", of.kind, &of.id)
            .after(serde_json::json!({ "file": id.to_string(), "part": new.part, "hash": hash })),
    );
    Ok(id)
}

/// The files of something, the newest first; those taken away too.
pub fn filed(ctx: &Ctx<'_>, act: Act, of: &Subject) -> Result<Vec<Filed>, Fault> {
    ctx.may(act)?;
    Ok(store::filed_list(ctx.tx(), of)?)
}

/// One of them.
///
/// # Errors
/// One that is kept with something else is not there.
pub fn one(ctx: &Ctx<'_>, act: Act, of: &Subject, id: FileId) -> Result<Filed, Fault> {
    let all = filed(ctx, act, of)?;
    all.into_iter().find(|f| f.id == id).ok_or(Fault::NotFound)
}

/// Takes a file away: it stays with its reason and is no longer counted.
///
/// # Errors
/// No reason; one that is gone already.
pub fn take_away(
    ctx: &Ctx<'_>,
    act: Act,
    of: &Subject,
    (id, reason): (FileId, &str),
) -> Result<(), Fault> {
    let reason = reason.trim();
    if one(ctx, act, of, id)?.ended.is_some() {
        return Err(Fault::Stale);
    }
    if reason.is_empty() {
        return Err(Fault::field("reason", Message::new("file-reason")));
    }
    store::filed_end(ctx.tx(), id, &ctx.who().actor(), (ctx.now(), reason))?;
    ctx.tell(
        Entry::named("file.end", of.kind, &of.id)
            .after(serde_json::json!({ "file": id.to_string() }))
            .reason(reason),
    );
    Ok(())
}

/// The hash of every kept file of which the bytes are gone or were changed, in a data folder.
pub fn check(db: &Db, data: &Path) -> Result<Vec<String>, DbError> {
    let mut all = db.read(store::attachment_all)?;
    all.retain(|hash| super::whole(data, hash).is_err());
    Ok(all)
}
