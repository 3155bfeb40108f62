//! The table `job`.

use base::id::JobId;
use db::{Result, Row, Tx};
use jiff::Timestamp;

/// Where a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Waiting.
    Queued,
    /// A worker has it.
    Running,
    /// Finished.
    Done,
    /// Given up.
    Failed,
}

impl State {
    fn of(code: &str) -> Self {
        match code {
            "queued" => Self::Queued,
            "running" => Self::Running,
            "done" => Self::Done,
            _ => Self::Failed,
        }
    }
}

/// A job as one sees it in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Which handler does it.
    pub kind: String,
    /// What the handler needs to know (JSON; ids, never personal data).
    pub payload: String,
    /// Where it is.
    pub state: State,
    /// Steps done.
    pub progress: i64,
    /// Steps in all, 0 when unknown.
    pub total: i64,
    /// How often it was taken.
    pub attempts: i64,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// What came of it, or why it failed.
    pub outcome: Option<String>,
}

fn job(row: &Row<'_>) -> Result<Job> {
    let state: String = row.get("state")?;
    Ok(Job {
        id: row.get("id")?,
        kind: row.get("kind")?,
        payload: row.get("payload")?,
        state: State::of(&state),
        progress: row.get("progress")?,
        total: row.get("total")?,
        attempts: row.get("attempts")?,
        created_at: row.get("created_at")?,
        finished_at: row.get("finished_at")?,
        outcome: row.get("outcome")?,
    })
}

/// A job to be done.
pub(crate) struct New<'a> {
    pub(crate) id: JobId,
    pub(crate) kind: &'a str,
    pub(crate) once: Option<&'a str>,
    pub(crate) payload: &'a str,
    pub(crate) by: &'a str,
    pub(crate) now: Timestamp,
    /// When it is due.
    pub(crate) after: Timestamp,
}

/// Adds a job; false when one with the same key is there already.
pub(crate) fn job_insert(tx: &Tx<'_>, new: &New<'_>) -> Result<bool> {
    let sql = "INSERT INTO job (id, kind, once_key, payload, state, run_after, created_by, \
               created_at) VALUES (?1, ?2, ?3, ?4, 'queued', ?5, ?6, ?7) \
               ON CONFLICT (once_key) DO NOTHING";
    let added = tx.execute(
        sql,
        &[
            &new.id,
            &new.kind,
            &new.once,
            &new.payload,
            &new.after,
            &new.by,
            &new.now,
        ],
    )?;
    Ok(added == 1)
}

/// The next job that is due.
pub(crate) fn job_due(tx: &Tx<'_>, now: Timestamp) -> Result<Option<Job>> {
    let sql = "SELECT id, kind, payload, state, progress, total, attempts, created_at, \
               finished_at, outcome FROM job WHERE state = 'queued' AND run_after <= ?1 \
               ORDER BY run_after, id LIMIT 1";
    tx.optional(sql, &[&now], job)
}

/// Takes a job for a worker; false when another was quicker.
pub(crate) fn job_take(tx: &Tx<'_>, id: JobId, owner: &str, now: Timestamp) -> Result<bool> {
    let sql = "UPDATE job SET state = 'running', owner = ?1, beat_at = ?2, \
               attempts = attempts + 1 WHERE id = ?3 AND state = 'queued'";
    Ok(tx.execute(sql, &[&owner, &now, &id])? == 1)
}

/// How far a job is; stale when it was taken from this worker meanwhile.
pub(crate) fn job_beat(
    tx: &Tx<'_>,
    id: JobId,
    owner: &str,
    steps: (i64, i64),
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE job SET progress = ?1, total = ?2, beat_at = ?3 \
               WHERE id = ?4 AND owner = ?5 AND state = 'running'";
    tx.change(sql, &[&steps.0, &steps.1, &now, &id, &owner])
}

pub(crate) fn job_finish(
    tx: &Tx<'_>,
    id: JobId,
    owner: &str,
    state: State,
    outcome: &str,
    now: Timestamp,
) -> Result<()> {
    let code = if state == State::Done {
        "done"
    } else {
        "failed"
    };
    let sql = "UPDATE job SET state = ?1, outcome = ?2, finished_at = ?3 \
               WHERE id = ?4 AND owner = ?5 AND state = 'running'";
    tx.change(sql, &[&code, &outcome, &now, &id, &owner])
}

/// Puts a failed attempt back for later.
pub(crate) fn job_again(
    tx: &Tx<'_>,
    id: JobId,
    owner: &str,
    outcome: &str,
    later: Timestamp,
) -> Result<()> {
    let sql = "UPDATE job SET state = 'queued', run_after = ?1, outcome = ?2, owner = NULL \
               WHERE id = ?3 AND owner = ?4 AND state = 'running'";
    tx.change(sql, &[&later, &outcome, &id, &owner])
}

/// Puts back what workers hold that were last heard of before an instant; how many.
pub(crate) fn job_recover(tx: &Tx<'_>, silent_since: Timestamp) -> Result<u64> {
    let sql = "UPDATE job SET state = 'queued', owner = NULL \
               WHERE state = 'running' AND beat_at < ?1";
    tx.execute(sql, &[&silent_since])
}

/// A job and who asked for it.
pub(crate) fn job_fetch(tx: &Tx<'_>, id: JobId) -> Result<(Job, Option<String>)> {
    let sql = "SELECT id, kind, payload, state, progress, total, attempts, created_at, \
               finished_at, outcome, created_by FROM job WHERE id = ?1";
    let found = tx.optional(sql, &[&id], |r| Ok((job(r)?, r.get("created_by")?)))?;
    found.ok_or(db::DbError::NotFound)
}

/// The newest jobs.
pub(crate) fn job_list(tx: &Tx<'_>, limit: i64) -> Result<Vec<Job>> {
    let sql = "SELECT id, kind, payload, state, progress, total, attempts, created_at, \
               finished_at, outcome FROM job ORDER BY id DESC LIMIT ?1";
    tx.rows(sql, &[&limit], job)
}
