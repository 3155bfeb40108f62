//! Attachments: files on disk under the hash of their content, so that the same file is kept once
//! and a changed one is noticed; and what they are kept with ([`Subject`]). Start at [`file()`].

mod filed;
mod kind;
mod store;

pub use filed::{Filed, NewFile, Subject, check, file, filed, one, take_away};
pub use kind::media_type;

use crate::crypto::{hex, sm3};
use crate::ctx::{Ctx, Platform};
use crate::journal::Entry;
use base::Fault;
use base::message::Message;
use std::io::Write;
use std::path::PathBuf;

/// A file could not be read or written, or is not what was stored.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    /// The system refused.
    #[error("attachment {hash}: {why}")]
    File {
        /// Its hash.
        hash: String,
        /// What the system says.
        why: std::io::Error,
    },
    /// The content has another hash than its name.
    #[error("attachment {hash} was changed on disk")]
    Changed {
        /// The hash it should have.
        hash: String,
    },
}

fn path(folder: &std::path::Path, hash: &str) -> PathBuf {
    let (first, rest) = hash.split_at_checked(2).unwrap_or((hash, ""));
    folder.join("attachments").join(first).join(rest)
}

/// Keeps a file and returns its hash. Its kind is told by its content, never by its name.
pub fn keep(ctx: &Ctx<'_>, content: &[u8]) -> Result<String, Fault> {
    let max = ctx.settings().upload_bytes;
    if content.len() > max {
        let megabytes = max >> 20;
        return Err(Fault::Refused(
            Message::new("attachment-too-large").with("megabytes", megabytes),
        ));
    }
    let Some(kind) = media_type(content) else {
        return Err(Fault::refused("attachment-kind"));
    };
    let hash = hex(&sm3(content));
    let to = path(&ctx.settings().data, &hash);
    write(&to, content).map_err(|why| {
        Fault::Internal(Box::new(AttachmentError::File {
            hash: hash.clone(),
            why,
        }))
    })?;
    // The bytes are on disk before any row speaks of them.
    if store::attachment_insert(ctx.tx(), &hash, content.len() as i64, kind, ctx.now())? {
        let after = serde_json::json!({ "size": content.len(), "kind": kind });
        ctx.tell(Entry::named("attachment.keep", "attachment", &hash).after(after));
    }
    Ok(hash)
}

fn write(to: &std::path::Path, content: &[u8]) -> std::io::Result<()> {
    if to.exists() {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let part = to.with_extension("part");
    let mut out = std::fs::File::create(&part)?;
    out.write_all(content)?;
    out.sync_all()?;
    std::fs::rename(&part, to)
}

/// A file and its kind, having made sure that it is the one that was kept.
pub fn fetch(platform: &Platform, hash: &str) -> Result<(String, Vec<u8>), Fault> {
    let kind = platform.db().read(|tx| store::attachment_kind(tx, hash))?;
    let kind = kind.ok_or(Fault::NotFound)?;
    let content =
        whole(&platform.settings().data, hash).map_err(|e| Fault::Internal(Box::new(e)))?;
    Ok((kind, content))
}

/// The bytes of a file, which must be those that were kept.
fn whole(data: &std::path::Path, hash: &str) -> Result<Vec<u8>, AttachmentError> {
    let hash_of = || hash.to_owned();
    let content = std::fs::read(path(data, hash)).map_err(|why| AttachmentError::File {
        hash: hash_of(),
        why,
    })?;
    match hex(&sm3(&content)) == hash {
        true => Ok(content),
        false => Err(AttachmentError::Changed { hash: hash_of() }),
    }
}

#[cfg(test)]
mod tests;
