//! Reading the journal as an auditor does: by person, act, record and time, newest first.

use super::store::Sealed;
use crate::act::Act;
use crate::ctx::Ctx;
use base::Fault;
use db::{Param, ToParam};
use std::borrow::Cow;

/// What an auditor looks for; empty fields do not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The name somebody signs in with.
    pub actor: String,
    /// Beginning of an act's name, such as `account.`.
    pub act: String,
    /// Id of a record.
    pub subject_id: String,
    /// First instant.
    pub from: Option<jiff::Timestamp>,
    /// First instant after.
    pub until: Option<jiff::Timestamp>,
    /// Only entries before this number: the next page.
    pub below: Option<i64>,
}

/// An entry as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What.
    pub act: String,
    /// Kind of the record.
    pub subject: String,
    /// The record.
    pub subject_id: String,
    /// Where it belongs.
    pub division: Option<String>,
    /// How it was, as JSON.
    pub before: Option<String>,
    /// How it is, as JSON.
    pub after: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The request.
    pub request: String,
}

impl From<Sealed> for Record {
    fn from(row: Sealed) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            act: row.act,
            subject: row.subject,
            subject_id: row.subject_id,
            division: row.division,
            before: row.before,
            after: row.after,
            reason: row.reason,
            request: row.request,
        }
    }
}

const COLUMNS: &str = "seq, at, account_id, actor, act, subject, subject_id, division, before, \
                       after, reason, request";

/// At most `limit` entries that fit, newest first.
pub fn list(ctx: &Ctx<'_>, filter: &Filter, limit: i64) -> Result<Vec<Record>, Fault> {
    ctx.may(Act::JournalSee)?;
    let mut conditions = vec!["1 = 1".to_owned()];
    let mut params: Vec<Param<'static>> = Vec::new();
    let mut narrow = |condition: &str, value: Param<'static>| {
        params.push(value);
        conditions.push(condition.replace("??", &format!("?{}", params.len())));
    };
    let text = |t: &str| Param::Text(Cow::Owned(t.to_owned()));
    if !filter.actor.is_empty() {
        narrow("actor = ??", text(&filter.actor));
    }
    if !filter.act.is_empty() {
        let pattern = db::prefix_pattern(&filter.act);
        narrow("act LIKE ?? ESCAPE '\\'", text(&pattern));
    }
    if !filter.subject_id.is_empty() {
        narrow("subject_id = ??", text(&filter.subject_id));
    }
    if let Some(from) = filter.from {
        narrow("at >= ??", text(&format!("{from:.3}")));
    }
    if let Some(until) = filter.until {
        narrow("at < ??", text(&format!("{until:.3}")));
    }
    if let Some(below) = filter.below {
        narrow("seq < ??", Param::Int(below));
    }
    params.push(Param::Int(limit));
    let sql = format!(
        "SELECT {COLUMNS} FROM journal WHERE {} ORDER BY seq DESC LIMIT ?{}",
        conditions.join(" AND "),
        params.len()
    );
    let params: Vec<&dyn ToParam> = params.iter().map(|p| p as &dyn ToParam).collect();
    let rows = ctx
        .tx()
        .rows(&sql, &params, |row| Sealed::read(row).map(Record::from))?;
    Ok(rows)
}

/// One entry.
pub fn get(ctx: &Ctx<'_>, seq: i64) -> Result<Record, Fault> {
    ctx.may(Act::JournalSee)?;
    let sql = format!("SELECT {COLUMNS} FROM journal WHERE seq = ?1");
    let row = ctx
        .tx()
        .row(&sql, &[&seq], |row| Sealed::read(row).map(Record::from))?;
    Ok(row)
}
