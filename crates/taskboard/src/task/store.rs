//! The tables `task` and `task_event`.

use super::model::{Event, Proof, State, Step, Task};
use base::id::{PlanId, ProblemId, TaskId};
use db::{DbError, Result, Row, Tx};
use platform::Division;

/// The section that stands for all of them.
pub(crate) const EVERYBODY: &str = "all";

pub(crate) fn unreadable(column: &str) -> DbError {
    DbError::WrongKind {
        column: column.to_owned(),
        found: "text",
        wanted: "a value of the model",
    }
}

pub(super) fn task(row: &Row<'_>) -> Result<Task> {
    let (division, state): (String, String) = (row.get("division")?, row.get("state")?);
    let (plan, item): (Option<PlanId>, Option<String>) = (row.get("plan_id")?, row.get("item")?);
    let (owner, name) = (
        row.get("owner_id")?,
        row.get::<Option<String>>("owner_name")?,
    );
    Ok(Task {
        id: row.get("id")?,
        version: row.get("version")?,
        item: plan.zip(item),
        month: row.get("month")?,
        problem: row.get("problem_id")?,
        title: row.get("title")?,
        title_en: row.get("title_en")?,
        detail: row.get("detail")?,
        evidence: row.get("evidence")?,
        division: Division::parse(&division).ok_or_else(|| unreadable("division"))?,
        section: row.get("section")?,
        owner: Option::zip(owner, name),
        due: row.get("due")?,
        state: State::of(&state).ok_or_else(|| unreadable("state"))?,
        reported_by: row.get("reported_by")?,
        closed_on: row.get("closed_on")?,
        created_at: row.get("created_at")?,
        created_by: row.get("created_by")?,
    })
}

pub(crate) fn task_fetch(tx: &Tx<'_>, id: TaskId) -> Result<Task> {
    let sql = "SELECT id, version, plan_id, item, month, problem_id, title, title_en, detail, \
               evidence, division, section, owner_id, owner_name, due, state, reported_by, \
               closed_on, created_at, created_by FROM task WHERE id = ?1";
    tx.row(sql, &[&id], task)
}

pub(crate) fn task_insert(tx: &Tx<'_>, new: &Task) -> Result<()> {
    let sql = "INSERT INTO task (id, version, plan_id, item, month, problem_id, title, title_en, \
               detail, evidence, division, section, due, state, created_at, created_by) \
               VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
    let (plan, item) = match &new.item {
        Some((plan, item)) => (Some(*plan), Some(item.clone())),
        None => (None, None),
    };
    tx.execute(
        sql,
        &[
            &new.id,
            &plan,
            &item,
            &new.month,
            &new.problem,
            &new.title,
            &new.title_en,
            &new.detail,
            &new.evidence,
            &new.division.code(),
            &new.section,
            &new.due,
            &new.state.code(),
            &new.created_at,
            &new.created_by,
        ],
    )?;
    Ok(())
}

/// Writes what can change of a task over the version that was read.
pub(crate) fn task_update(tx: &Tx<'_>, task: &Task) -> Result<()> {
    let sql = "UPDATE task SET version = version + 1, division = ?3, section = ?4, owner_id = ?5, \
               owner_name = ?6, due = ?7, state = ?8, reported_by = ?9, closed_on = ?10 \
               WHERE id = ?1 AND version = ?2";
    let (owner, name) = match &task.owner {
        Some((id, name)) => (Some(*id), Some(name.clone())),
        None => (None, None),
    };
    tx.change(
        sql,
        &[
            &task.id,
            &task.version,
            &task.division.code(),
            &task.section,
            &owner,
            &name,
            &task.due,
            &task.state.code(),
            &task.reported_by,
            &task.closed_on,
        ],
    )
}

pub(crate) fn measures_of(tx: &Tx<'_>, problem: ProblemId) -> Result<Vec<Task>> {
    let sql = "SELECT id, version, plan_id, item, month, problem_id, title, title_en, detail, \
               evidence, division, section, owner_id, owner_name, due, state, reported_by, \
               closed_on, created_at, created_by FROM task WHERE problem_id = ?1 ORDER BY due, id";
    tx.rows(sql, &[&problem], task)
}

pub(crate) fn event_insert(tx: &Tx<'_>, task: TaskId, event: &Event) -> Result<()> {
    let sql = "INSERT INTO task_event (id, task_id, at, account_id, name, step, note, due, \
               section, file, file_name) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let (hash, name) = match &event.file {
        Some(proof) => (Some(proof.hash.clone()), Some(proof.name.clone())),
        None => (None, None),
    };
    tx.execute(
        sql,
        &[
            &event.id,
            &task,
            &event.at,
            &event.account,
            &event.name,
            &event.step.code(),
            &event.note,
            &event.due,
            &event.section,
            &hash,
            &name,
        ],
    )?;
    Ok(())
}

pub(crate) fn event_list(tx: &Tx<'_>, task: TaskId) -> Result<Vec<Event>> {
    let sql = "SELECT id, at, account_id, name, step, note, due, section, file, file_name \
               FROM task_event WHERE task_id = ?1 ORDER BY at, id";
    tx.rows(sql, &[&task], |row| {
        let step: String = row.get("step")?;
        let (hash, name) = (row.get("file")?, row.get::<Option<String>>("file_name")?);
        Ok(Event {
            id: row.get("id")?,
            at: row.get("at")?,
            account: row.get("account_id")?,
            name: row.get("name")?,
            step: Step::of(&step).ok_or_else(|| unreadable("step"))?,
            note: row.get("note")?,
            due: row.get("due")?,
            section: row.get("section")?,
            file: Option::zip(hash, name).map(|(hash, name)| Proof { hash, name }),
        })
    })
}
