//! The journal's end outside the database: a file of one line. Whoever cuts entries off the end of
//! the table would have to cut this too, and its copies.

use super::End;
use crate::crypto::{hex, unhex};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The file, and the newest number written to it.
#[derive(Debug)]
pub struct Anchor {
    path: PathBuf,
    newest: Mutex<i64>,
}

impl Anchor {
    /// The anchor in a file, which need not exist yet.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        let newest = read(&path).map_or(0, |end| end.seq);
        Self {
            path,
            newest: Mutex::new(newest),
        }
    }

    /// Its file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The end as last written.
    #[must_use]
    pub fn end(&self) -> Option<End> {
        read(&self.path)
    }

    /// Writes a newer end. It follows the commit: a crash between the two leaves an older end,
    /// which still holds.
    pub(crate) fn note(&self, end: &End) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if end.seq <= *newest {
            return;
        }
        let part = self.path.with_extension("part");
        let line = format!("{} {}\n", end.seq, hex(&end.seal));
        let written = std::fs::write(&part, line).and_then(|()| std::fs::rename(&part, &self.path));
        match written {
            Ok(()) => *newest = end.seq,
            // The change itself has been committed; verification will say that the anchor is old.
            Err(e) => crate::log::error("journal-anchor", &[("why", (&e).into())]),
        }
    }
}

fn read(path: &Path) -> Option<End> {
    let text = std::fs::read_to_string(path).ok()?;
    let (seq, seal) = text.trim().split_once(' ')?;
    Some(End {
        seq: seq.parse().ok()?,
        seal: unhex(seal)?,
    })
}
