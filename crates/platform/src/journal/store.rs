//! The journal's table, and the seal of an entry.

use super::{End, Entry};
use crate::crypto::keyed_hash;
use crate::ctx::Ctx;
use db::{FromColumn, Result, Row, Tx};

/// A row as it is sealed: text for text, so that any change of it shows.
pub(crate) struct Sealed {
    pub(crate) seq: i64,
    pub(crate) at: String,
    pub(crate) account: Option<String>,
    pub(crate) actor: String,
    pub(crate) act: String,
    pub(crate) subject: String,
    pub(crate) subject_id: String,
    pub(crate) division: Option<String>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) request: String,
}

impl Sealed {
    pub(crate) fn read(row: &Row<'_>) -> Result<Self> {
        fn get<T: FromColumn>(row: &Row<'_>, name: &str) -> Result<T> {
            row.get(name)
        }
        Ok(Self {
            seq: get(row, "seq")?,
            at: get(row, "at")?,
            account: get(row, "account_id")?,
            actor: get(row, "actor")?,
            act: get(row, "act")?,
            subject: get(row, "subject")?,
            subject_id: get(row, "subject_id")?,
            division: get(row, "division")?,
            before: get(row, "before")?,
            after: get(row, "after")?,
            reason: get(row, "reason")?,
            request: get(row, "request")?,
        })
    }

    /// The seal that fits this row after the one before it.
    pub(crate) fn seal(&self, key: &[u8; 32], before: &[u8]) -> Vec<u8> {
        fn some(text: Option<&String>) -> Vec<u8> {
            match text {
                None => vec![0],
                Some(text) => [&[1], text.as_bytes()].concat(),
            }
        }
        let parts: [&[u8]; 13] = [
            before,
            &self.seq.to_be_bytes(),
            self.at.as_bytes(),
            &some(self.account.as_ref()),
            self.actor.as_bytes(),
            self.act.as_bytes(),
            self.subject.as_bytes(),
            self.subject_id.as_bytes(),
            &some(self.division.as_ref()),
            &some(self.before.as_ref()),
            &some(self.after.as_ref()),
            &some(self.reason.as_ref()),
            self.request.as_bytes(),
        ];
        keyed_hash(key, &parts).to_vec()
    }
}

/// The newest entry.
pub(crate) fn journal_end(tx: &Tx<'_>) -> Result<Option<End>> {
    let sql = "SELECT seq, seal FROM journal ORDER BY seq DESC LIMIT 1";
    tx.optional(sql, &[], |row| {
        Ok(End {
            seq: row.get("seq")?,
            seal: row.get("seal")?,
        })
    })
}

/// Writes the entries of a transaction behind the newest one; the new end, if there were any.
pub(crate) fn append(ctx: &Ctx<'_>, entries: &[Entry]) -> Result<Option<End>> {
    if entries.is_empty() {
        return Ok(None);
    }
    let tx = ctx.tx();
    // The last thing a transaction does, so that writers wait for each other here only.
    tx.lock("journal")?;
    let mut end = journal_end(tx)?.unwrap_or(End {
        seq: 0,
        seal: Vec::new(),
    });
    let sql = "INSERT INTO journal (seq, at, account_id, actor, act, subject, subject_id, \
               division, before, after, reason, request, seal) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    for entry in entries {
        let row = Sealed {
            seq: end.seq + 1,
            at: format!("{:.3}", ctx.now()),
            account: ctx.who().person().map(|p| p.id.to_string()),
            actor: ctx.who().actor(),
            act: entry.act.to_owned(),
            subject: entry.subject.to_owned(),
            subject_id: entry.subject_id.clone(),
            division: entry.division.as_ref().map(|d| d.code().to_owned()),
            before: entry.before.as_ref().map(ToString::to_string),
            after: entry.after.as_ref().map(ToString::to_string),
            reason: entry.reason.clone(),
            request: ctx.request().to_string(),
        };
        let seal = row.seal(ctx.keys().journal(), &end.seal);
        tx.execute(
            sql,
            &[
                &row.seq,
                &row.at,
                &row.account,
                &row.actor,
                &row.act,
                &row.subject,
                &row.subject_id,
                &row.division,
                &row.before,
                &row.after,
                &row.reason,
                &row.request,
                &seal,
            ],
        )?;
        end = End { seq: row.seq, seal };
    }
    Ok(Some(end))
}

/// Every entry with its seal, oldest first.
pub(crate) fn journal_each(
    tx: &Tx<'_>,
    mut take: impl FnMut(Sealed, Vec<u8>) -> Result<()>,
) -> Result<()> {
    let sql = "SELECT seq, at, account_id, actor, act, subject, subject_id, division, before, \
               after, reason, request, seal FROM journal ORDER BY seq";
    tx.each(sql, &[], |row| take(Sealed::read(row)?, row.get("seal")?))
}
