//! What can be done with tasks: right, rule, write and journal in one transaction each.

use super::model::{Event, Proof, State, Step, Tally, Task};
use super::query::{self, Where};
use super::store::{self, EVERYBODY};
use base::id::{AccountId, PlanId, ProblemId, TaskId};
use base::message::Message;
use base::{Fault, FieldErrors};
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx, Division, Scope};
use serde_json::json;

/// A task to be set.
#[derive(Debug, Clone, Default)]
pub struct New {
    /// The plan and the number of the item that asks it.
    pub item: Option<(PlanId, String)>,
    /// The month it is for, when it comes again every month.
    pub month: Option<String>,
    /// The problem it is a measure against.
    pub problem: Option<ProblemId>,
    /// In a few words.
    pub title: String,
    /// The same in English; may be empty.
    pub title_en: String,
    /// What is to be done; may be empty.
    pub detail: String,
    /// What shows that it was done; may be empty.
    pub evidence: String,
    /// Code of the place.
    pub division: String,
    /// Who answers for it.
    pub section: String,
    /// Its last day.
    pub due: String,
}

/// Which tasks are looked for. What is empty does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only those in one of these states.
    pub states: Vec<State>,
    /// Only those past their day.
    pub overdue: bool,
    /// Only those that somebody is at.
    pub owner: Option<AccountId>,
    /// Only those of a section.
    pub section: String,
    /// Only those with these words in the title.
    pub words: String,
    /// Only those of an item.
    pub item: Option<(PlanId, String)>,
    /// Only those of a plan.
    pub plan: Option<PlanId>,
}

/// A page of tasks.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The tasks.
    pub tasks: Vec<Task>,
    /// Whether there are more.
    pub more: bool,
}

/// Whether a matter of a place and section is within reach: of the section or of all of them.
pub(crate) fn reaches(scope: &Scope, division: &Division, section: &str) -> bool {
    scope.covers(division, Some(section))
        || (section == EVERYBODY && scope.areas().iter().any(|a| a.division.holds(division)))
}

fn conditions(scope: &Scope, wanted: &Wanted, today: Date) -> Where {
    let mut of = Where::since(today);
    // PostgreSQL wants every parameter in the statement.
    of.parts.push("?1 <> ''".to_owned());
    of.within(scope);
    if !wanted.states.is_empty() {
        let codes = wanted.states.iter().map(|s| format!("'{}'", s.code()));
        let codes = codes.collect::<Vec<_>>().join(", ");
        of.parts.push(format!("state IN ({codes})"));
    }
    if wanted.overdue {
        of.parts.push("due < ?1".to_owned());
        of.parts
            .push("state IN ('open', 'doing', 'reported')".to_owned());
    }
    if let Some(owner) = wanted.owner {
        of.with("owner_id = {}", &owner.to_string());
    }
    if !wanted.section.is_empty() {
        of.with("section = {}", &wanted.section);
    }
    if !wanted.words.is_empty() {
        let pattern = format!("%{}", db::prefix_pattern(&wanted.words));
        of.with("title LIKE {} ESCAPE '\\'", &pattern);
    }
    if let Some((plan, item)) = &wanted.item {
        of.with("plan_id = {}", &plan.to_string());
        of.with("item = {}", item);
    }
    if let Some(plan) = wanted.plan {
        of.with("plan_id = {}", &plan.to_string());
    }
    of
}

/// Tasks within reach, the first due first.
pub fn find(ctx: &Ctx<'_>, wanted: &Wanted, limit: i64, offset: i64) -> Result<Found, Fault> {
    let scope = ctx.may(Act::TasksSee)?;
    let of = conditions(&scope, wanted, ctx.today());
    let mut tasks = query::task_list(ctx.tx(), &of, limit.saturating_add(1), offset)?;
    let more = tasks.len() as i64 > limit;
    tasks.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(Found { tasks, more })
}

/// How many tasks within reach stand where.
pub fn tally(ctx: &Ctx<'_>, wanted: &Wanted) -> Result<Tally, Fault> {
    let scope = ctx.may(Act::TasksSee)?;
    let of = conditions(&scope, wanted, ctx.today());
    let found = query::task_tally(ctx.tx(), &of, false)?;
    Ok(found.first().map(|(_, tally)| *tally).unwrap_or_default())
}

/// The same for each item of a plan, by its number; items without a task are left out. Counted are
/// the tasks of everybody: the plan is the bureau's, and how far it is may be known to all who see
/// it.
pub fn counts(ctx: &Ctx<'_>, plan: PlanId) -> Result<Vec<(String, Tally)>, Fault> {
    ctx.may(Act::TasksSee)?;
    let mut of = Where::since(ctx.today());
    of.with("plan_id = {}", &plan.to_string());
    query::task_tally(ctx.tx(), &of, true)
}

/// One task within reach; any other does not exist.
pub fn get(ctx: &Ctx<'_>, id: TaskId) -> Result<Task, Fault> {
    let scope = ctx.may(Act::TasksSee)?;
    reached(ctx, &scope, id)
}

/// What happened to a task, in order.
pub fn events(ctx: &Ctx<'_>, id: TaskId) -> Result<Vec<Event>, Fault> {
    get(ctx, id)?;
    Ok(store::event_list(ctx.tx(), id)?)
}

fn reached(ctx: &Ctx<'_>, scope: &Scope, id: TaskId) -> Result<Task, Fault> {
    let task = store::task_fetch(ctx.tx(), id)?;
    match reaches(scope, &task.division, &task.section) {
        true => Ok(task),
        false => Err(Fault::NotFound),
    }
}

/// A new task as it was asked for, checked.
pub(crate) fn checked(ctx: &Ctx<'_>, scope: &Scope, new: &New) -> Result<Task, Fault> {
    let mut errors = FieldErrors::new();
    let title = new.title.trim();
    if title.is_empty() || title.chars().count() > 200 {
        errors.add("title", Message::new("task-title-form"));
    }
    let section = new.section.trim();
    if section.is_empty() || section.len() > 40 {
        errors.add("section", Message::new("task-section-form"));
    }
    let division = Division::parse(new.division.trim());
    let within = division
        .as_ref()
        .is_some_and(|d| reaches(scope, d, section));
    if !within {
        errors.add("division", Message::new("task-division-form"));
    }
    let due: Option<Date> = new.due.trim().parse().ok();
    if due.is_none() {
        errors.add("due", Message::new("task-due-form"));
    }
    errors.done()?;
    let (Some(division), Some(due)) = (division, due) else {
        return Err(Fault::NotFound);
    };
    Ok(Task {
        id: ctx.id(),
        version: 1,
        item: new.item.clone(),
        month: new.month.clone(),
        problem: new.problem,
        title: title.to_owned(),
        title_en: Some(new.title_en.trim().to_owned()).filter(|t| !t.is_empty()),
        detail: new.detail.trim().to_owned(),
        evidence: new.evidence.trim().to_owned(),
        division,
        section: section.to_owned(),
        owner: None,
        due,
        state: State::Open,
        reported_by: None,
        closed_on: None,
        created_at: ctx.now(),
        created_by: ctx.who().actor(),
    })
}

/// Writes a checked task with its first event.
pub(crate) fn insert(ctx: &Ctx<'_>, task: &Task) -> Result<(), Fault> {
    store::task_insert(ctx.tx(), task)?;
    happened(ctx, task.id, Step::Set, "", |event| event)?;
    Ok(())
}

/// Sets a task.
pub fn set(ctx: &Ctx<'_>, new: &New) -> Result<TaskId, Fault> {
    let scope = ctx.may(Act::TasksSteer)?;
    let task = checked(ctx, &scope, new)?;
    insert(ctx, &task)?;
    ctx.tell(
        Entry::named("task.set", "task", task.id)
            .division(&task.division)
            .after(json!({ "title": task.title, "section": task.section, "due": task.due })),
    );
    Ok(task.id)
}

fn happened(
    ctx: &Ctx<'_>,
    task: TaskId,
    step: Step,
    note: &str,
    more: impl FnOnce(Event) -> Event,
) -> Result<(), Fault> {
    let person = ctx.who().person();
    let event = more(Event {
        id: ctx.id(),
        at: ctx.now(),
        account: person.map(|p| p.id),
        name: person.map_or_else(|| ctx.who().actor(), |p| p.name.clone()),
        step,
        note: note.trim().to_owned(),
        due: None,
        section: None,
        file: None,
    });
    store::event_insert(ctx.tx(), task, &event)?;
    Ok(())
}

/// The right that a step needs.
const fn right(step: Step) -> Act {
    match step {
        Step::Accept | Step::Progress | Step::Report => Act::TasksDo,
        Step::Return | Step::Close | Step::Reopen => Act::TasksClose,
        Step::Set | Step::HandOn | Step::Postpone | Step::Withdraw => Act::TasksSteer,
    }
}

/// A task at the version that was seen, and its state after a step that may be taken.
fn taken(
    ctx: &Ctx<'_>,
    (id, version): (TaskId, i64),
    step: Step,
    note: &str,
) -> Result<(Scope, Task, State), Fault> {
    let scope = ctx.may(right(step))?;
    let task = reached(ctx, &scope, id)?;
    if task.version != version {
        return Err(Fault::Stale);
    }
    let Some(state) = task.state.after(step) else {
        return Err(Fault::refused("task-step-refused"));
    };
    if step.needs_note() && note.trim().is_empty() {
        return Err(Fault::field("note", Message::new("task-note-needed")));
    }
    Ok((scope, task, state))
}

fn told(ctx: &Ctx<'_>, before: &Task, after: &Task, step: Step, note: &str) {
    let shown = |t: &Task| {
        json!({ "state": t.state.code(), "section": t.section, "division": t.division.code(),
                "due": t.due, "owner": t.owner.as_ref().map(|(_, name)| name) })
    };
    let entry = Entry::named("task.step", "task", after.id)
        .division(&after.division)
        .before(shown(before))
        .after(shown(after));
    ctx.tell(entry.reason(format!("{}: {}", step.code(), note.trim())));
}

/// Takes a step that needs nothing but a word and perhaps a file: accepting, progress, reporting,
/// returning, closing out, reopening, withdrawing. Whoever reported a task, or is at it, cannot
/// close it out.
pub fn step(
    ctx: &Ctx<'_>,
    seen: (TaskId, i64),
    step: Step,
    note: &str,
    file: Option<Proof>,
) -> Result<(), Fault> {
    if matches!(step, Step::Set | Step::HandOn | Step::Postpone) {
        return Err(Fault::refused("task-step-refused"));
    }
    let (_, before, state) = taken(ctx, seen, step, note)?;
    let mut task = before.clone();
    task.state = state;
    let me = ctx.who().person().map(|p| (p.id, p.name.clone()));
    let mine =
        |account: Option<AccountId>| account.is_some() && account == me.as_ref().map(|m| m.0);
    let owner = before.owner.as_ref().map(|(id, _)| *id);
    match step {
        Step::Accept => task.owner = me,
        Step::Progress | Step::Report if owner.is_some() && !mine(owner) => {
            return Err(Fault::refused("task-not-owner"));
        }
        Step::Report => task.reported_by = me.map(|m| m.0),
        Step::Close if mine(owner) || mine(before.reported_by) => {
            return Err(Fault::refused("task-own-close"));
        }
        Step::Close => task.closed_on = Some(ctx.today()),
        Step::Reopen => {
            task.closed_on = None;
            task.reported_by = None;
        }
        _ => {}
    }
    store::task_update(ctx.tx(), &task)?;
    happened(ctx, task.id, step, note, |event| Event { file, ..event })?;
    told(ctx, &before, &task, step, note);
    Ok(())
}

/// Gives a task to another section or place; whoever was at it no longer is.
pub fn hand_on(
    ctx: &Ctx<'_>,
    seen: (TaskId, i64),
    to: (&str, &str),
    note: &str,
) -> Result<(), Fault> {
    let (scope, before, state) = taken(ctx, seen, Step::HandOn, note)?;
    let (division, section) = (to.0.trim(), to.1.trim());
    let mut errors = FieldErrors::new();
    if section.is_empty() || section.len() > 40 {
        errors.add("section", Message::new("task-section-form"));
    }
    // To where the giver has a say; another section of the same place is the usual case.
    let place =
        Division::parse(division).filter(|d| scope.areas().iter().any(|a| a.division.holds(d)));
    if place.is_none() {
        errors.add("division", Message::new("task-division-form"));
    }
    errors.done()?;
    let mut task = before.clone();
    task.state = state;
    task.owner = None;
    section.clone_into(&mut task.section);
    task.division = place.unwrap_or_else(|| before.division.clone());
    store::task_update(ctx.tx(), &task)?;
    let from = before.section.clone();
    happened(ctx, task.id, Step::HandOn, note, |event| Event {
        section: Some(from),
        ..event
    })?;
    told(ctx, &before, &task, Step::HandOn, note);
    Ok(())
}

/// Gives a task a later day.
pub fn postpone(ctx: &Ctx<'_>, seen: (TaskId, i64), due: &str, note: &str) -> Result<(), Fault> {
    let (_, before, state) = taken(ctx, seen, Step::Postpone, note)?;
    let day: Option<Date> = due.trim().parse().ok();
    let day = day.ok_or_else(|| Fault::field("due", Message::new("task-due-form")))?;
    if day <= before.due {
        return Err(Fault::field("due", Message::new("task-due-later")));
    }
    let task = Task {
        state,
        due: day,
        ..before.clone()
    };
    store::task_update(ctx.tx(), &task)?;
    happened(ctx, task.id, Step::Postpone, note, |event| Event {
        due: Some(before.due),
        ..event
    })?;
    told(ctx, &before, &task, Step::Postpone, note);
    Ok(())
}
