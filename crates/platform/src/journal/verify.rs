//! Has anything of the journal been altered, removed, inserted or cut off, and where?

use super::End;
use super::store::journal_each;
use crate::crypto::{Keyring, same};
use db::{Db, DbError};

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// The entry, or the seal before it, was changed.
    Altered {
        /// Its number.
        seq: i64,
        /// The instant that it states.
        at: String,
    },
    /// Entries between two numbers are missing.
    Missing {
        /// First missing number.
        from: i64,
        /// Last missing number.
        to: i64,
    },
    /// The newest entries were cut off: the anchor knows of a later one.
    CutOff {
        /// Number of the last entry that is there.
        last: i64,
        /// Number that the anchor names.
        anchored: i64,
    },
    /// The entry that the anchor names has another seal: the chain was made anew.
    Replaced {
        /// Its number.
        seq: i64,
    },
}

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries read.
    pub entries: u64,
    /// The end of the chain.
    pub end: Option<End>,
    /// Whether there was an anchor to hold the end against.
    pub anchored: bool,
    /// What does not fit, oldest first.
    pub flaws: Vec<Flaw>,
}

/// Reads the whole journal and holds every seal against its entry. After a flaw it goes on from
/// the seal as stored, so that one alteration is one flaw.
pub fn verify(db: &Db, keys: &Keyring, anchor: Option<&End>) -> Result<Report, DbError> {
    let mut report = Report {
        anchored: anchor.is_some(),
        ..Report::default()
    };
    let mut before: Vec<u8> = Vec::new();
    let mut last = 0;
    let mut fits = anchor.is_none();
    db.read(|tx| {
        journal_each(tx, |row, seal| {
            if row.seq != last + 1 {
                report.flaws.push(Flaw::Missing {
                    from: last + 1,
                    to: row.seq - 1,
                });
            }
            // Behind a gap the seal before is unknown, so the entry itself cannot be judged.
            else if !same(&row.seal(keys.journal(), &before), &seal) {
                report.flaws.push(Flaw::Altered {
                    seq: row.seq,
                    at: row.at.clone(),
                });
            }
            if let Some(end) = anchor.filter(|end| end.seq == row.seq) {
                fits = same(&end.seal, &seal);
            }
            report.entries += 1;
            last = row.seq;
            before = seal;
            Ok(())
        })
    })?;
    if let Some(end) = anchor {
        if end.seq > last {
            report.flaws.push(Flaw::CutOff {
                last,
                anchored: end.seq,
            });
        } else if !fits {
            report.flaws.push(Flaw::Replaced { seq: end.seq });
        }
    }
    report.end = (last > 0).then_some(End {
        seq: last,
        seal: before,
    });
    Ok(report)
}
