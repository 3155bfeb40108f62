//! What can be done with problems: right, rule, write and journal in one transaction each.

use super::model::{Problem, Signature, Source, Standing, Sum};
use super::{query, store};
use crate::task::query::Where;
use crate::task::store::measures_of;
use crate::task::{self, State, Task};
use base::id::{ProblemId, TaskId};
use base::message::Message;
use base::{Fault, FieldErrors};
use jiff::civil::Date;
use platform::journal::Entry;
use platform::{Act, Ctx, Division, Scope};
use serde_json::json;

/// A problem to be entered.
#[derive(Debug, Clone, Default)]
pub struct New {
    /// Code of who found it.
    pub source: String,
    /// In a few words.
    pub title: String,
    /// What is wrong.
    pub detail: String,
    /// Why it came about; may be empty.
    pub cause: String,
    /// When it was found.
    pub found_on: String,
    /// Code of the place.
    pub division: String,
    /// Who answers for it.
    pub section: String,
    /// The day by which it is closed out.
    pub due: String,
}

/// Which problems are looked for. What is empty does not matter.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of a source.
    pub source: Option<Source>,
    /// Only those not closed out.
    pub living: bool,
    /// Only those past their day and not closed out.
    pub overdue: bool,
    /// Of a section.
    pub section: String,
}

fn conditions(scope: &Scope, wanted: &Wanted, today: Date) -> Where {
    let mut of = Where::since(today);
    of.within(scope);
    if let Some(source) = wanted.source {
        of.with("source = {}", source.code());
    }
    if wanted.living || wanted.overdue {
        of.parts.push("state <> 'closed'".to_owned());
    }
    if wanted.overdue {
        of.parts.push("due < ?1".to_owned());
    }
    if !wanted.section.is_empty() {
        of.with("section = {}", &wanted.section);
    }
    of
}

/// Problems within reach, the first due first, and whether there are more.
pub fn find(
    ctx: &Ctx<'_>,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Problem>, bool), Fault> {
    let scope = ctx.may(Act::TasksSee)?;
    let of = conditions(&scope, wanted, ctx.today());
    let mut found = store::problem_list(ctx.tx(), &of, limit.saturating_add(1), offset)?;
    let more = found.len() as i64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok((found, more))
}

/// The account of rectification: how the problems of each source stand.
pub fn account(ctx: &Ctx<'_>) -> Result<Vec<(Source, Sum)>, Fault> {
    let scope = ctx.may(Act::TasksSee)?;
    let of = conditions(&scope, &Wanted::default(), ctx.today());
    let found = query::problem_sums(ctx.tx(), &of)?;
    let sum = |source| {
        found
            .iter()
            .find(|(s, _)| *s == source)
            .map(|(_, sum)| *sum)
    };
    Ok(Source::ALL
        .into_iter()
        .map(|source| (source, sum(source).unwrap_or_default()))
        .collect())
}

fn reached(ctx: &Ctx<'_>, scope: &Scope, id: ProblemId) -> Result<Problem, Fault> {
    let problem = store::problem_fetch(ctx.tx(), id)?;
    match task::reaches(scope, &problem.division, &problem.section) {
        true => Ok(problem),
        false => Err(Fault::NotFound),
    }
}

/// One problem within reach; any other does not exist.
pub fn get(ctx: &Ctx<'_>, id: ProblemId) -> Result<Problem, Fault> {
    let scope = ctx.may(Act::TasksSee)?;
    reached(ctx, &scope, id)
}

/// The measures against a problem, whosever they are.
pub fn measures(ctx: &Ctx<'_>, id: ProblemId) -> Result<Vec<Task>, Fault> {
    get(ctx, id)?;
    Ok(measures_of(ctx.tx(), id)?)
}

/// All signatures, those undone too.
pub fn signatures(ctx: &Ctx<'_>, id: ProblemId) -> Result<Vec<Signature>, Fault> {
    get(ctx, id)?;
    Ok(store::signature_list(ctx.tx(), id)?)
}

/// Enters a problem under the next number of the year.
pub fn raise(ctx: &Ctx<'_>, new: &New) -> Result<ProblemId, Fault> {
    let scope = ctx.may(Act::TasksSteer)?;
    let mut errors = FieldErrors::new();
    let source = Source::of(new.source.trim());
    if source.is_none() {
        errors.add("source", Message::new("problem-source-form"));
    }
    let title = new.title.trim();
    if title.is_empty() || title.chars().count() > 200 {
        errors.add("title", Message::new("task-title-form"));
    }
    let section = new.section.trim();
    if section.is_empty() || section.len() > 40 {
        errors.add("section", Message::new("task-section-form"));
    }
    let division =
        Division::parse(new.division.trim()).filter(|d| task::reaches(&scope, d, section));
    if division.is_none() {
        errors.add("division", Message::new("task-division-form"));
    }
    let found_on: Option<Date> = new.found_on.trim().parse().ok();
    if found_on.is_none_or(|day| day > ctx.today()) {
        errors.add("found_on", Message::new("task-due-form"));
    }
    let due: Option<Date> = new.due.trim().parse().ok();
    if due.is_none() {
        errors.add("due", Message::new("task-due-form"));
    }
    errors.done()?;
    let (Some(source), Some(division), Some(found_on), Some(due)) =
        (source, division, found_on, due)
    else {
        return Err(Fault::NotFound);
    };
    let year = ctx.today().year().to_string();
    let used = store::problem_count(ctx.tx(), &year)?;
    let number = platform::sequence::next(ctx, &format!("problem-{year}"), used)?;
    let problem = Problem {
        id: ctx.id(),
        version: 1,
        number: format!("{year}-{number:03}"),
        source,
        title: title.to_owned(),
        detail: new.detail.trim().to_owned(),
        cause: new.cause.trim().to_owned(),
        found_on,
        division,
        section: section.to_owned(),
        due,
        standing: Standing::Open,
        closed_on: None,
        created_at: ctx.now(),
        created_by: ctx.who().actor(),
    };
    store::problem_insert(ctx.tx(), &problem)?;
    ctx.tell(
        Entry::named("problem.raise", "problem", problem.id)
            .division(&problem.division)
            .after(json!({ "number": problem.number, "source": source.code(),
                           "title": problem.title, "section": problem.section,
                           "due": problem.due })),
    );
    Ok(problem.id)
}

/// Sets a measure against a problem that is not closed out.
pub fn add_measure(ctx: &Ctx<'_>, id: ProblemId, new: &task::New) -> Result<TaskId, Fault> {
    let scope = ctx.may(Act::TasksSteer)?;
    let problem = reached(ctx, &scope, id)?;
    if problem.standing != Standing::Open {
        return Err(Fault::refused("problem-state"));
    }
    let new = task::New {
        problem: Some(id),
        ..new.clone()
    };
    task::set(ctx, &new)
}

/// Signs that a problem is put right. The first signature proposes the close-out, the second, by
/// somebody else, closes it. Every measure must be closed out or withdrawn, one at least closed;
/// whoever was at a measure signs nothing.
pub fn sign(ctx: &Ctx<'_>, (id, version): (ProblemId, i64), note: &str) -> Result<Standing, Fault> {
    let scope = ctx.may(Act::TasksClose)?;
    let before = reached(ctx, &scope, id)?;
    if before.version != version {
        return Err(Fault::Stale);
    }
    if note.trim().is_empty() {
        return Err(Fault::field("note", Message::new("task-note-needed")));
    }
    let Some(person) = ctx.who().person() else {
        return Err(Fault::NotFound);
    };
    let measures = measures_of(ctx.tx(), id)?;
    let closed = measures.iter().any(|m| m.state == State::Closed);
    if !closed || measures.iter().any(|m| m.state.is_alive()) {
        return Err(Fault::refused("problem-measures-open"));
    }
    let did = |m: &Task| {
        m.owner
            .as_ref()
            .is_some_and(|(owner, _)| *owner == person.id)
            || m.reported_by == Some(person.id)
    };
    if measures.iter().any(did) {
        return Err(Fault::refused("problem-own-close"));
    }
    let standing = store::signature_list(ctx.tx(), id)?;
    let mut standing = standing.iter().filter(|s| s.revoked_at.is_none());
    if standing.any(|s| s.account == person.id) {
        return Err(Fault::refused("problem-signed"));
    }
    let mut problem = before.clone();
    (problem.standing, problem.closed_on) = match before.standing {
        Standing::Open => (Standing::Proposed, None),
        Standing::Proposed => (Standing::Closed, Some(ctx.today())),
        Standing::Closed => return Err(Fault::refused("problem-state")),
    };
    let signature = Signature {
        account: person.id,
        name: person.name.clone(),
        note: note.trim().to_owned(),
        at: ctx.now(),
        revoked_at: None,
    };
    store::signature_insert(ctx.tx(), ctx.id(), id, &signature)?;
    store::problem_update(ctx.tx(), &problem)?;
    told(ctx, "problem.sign", &before, &problem, note);
    Ok(problem.standing)
}

/// Takes a problem up again: what was signed no longer stands.
pub fn reopen(ctx: &Ctx<'_>, (id, version): (ProblemId, i64), note: &str) -> Result<(), Fault> {
    let scope = ctx.may(Act::TasksClose)?;
    let before = reached(ctx, &scope, id)?;
    if before.version != version {
        return Err(Fault::Stale);
    }
    if before.standing == Standing::Open {
        return Err(Fault::refused("problem-state"));
    }
    if note.trim().is_empty() {
        return Err(Fault::field("note", Message::new("task-note-needed")));
    }
    let problem = Problem {
        standing: Standing::Open,
        closed_on: None,
        ..before.clone()
    };
    store::signatures_revoke(ctx.tx(), id, ctx.now())?;
    store::problem_update(ctx.tx(), &problem)?;
    told(ctx, "problem.reopen", &before, &problem, note);
    Ok(())
}

fn told(ctx: &Ctx<'_>, act: &'static str, before: &Problem, after: &Problem, note: &str) {
    ctx.tell(
        Entry::named(act, "problem", after.id)
            .division(&after.division)
            .before(json!({ "state": before.standing.code() }))
            .after(json!({ "state": after.standing.code() }))
            .reason(note.trim()),
    );
}
