//! Checking, applying and undoing as jobs that outlive a restart. Each step is one transaction that
//! asks first how far the file is, so that a job that is done twice writes once. A job has the
//! rights that whoever asked for it holds when it runs.

use super::apply::apply;
use super::check::{Progress, check};
use super::look::{Batch, State, batch_of, seen};
use super::store::{self, Kept};
use super::told;
use super::undo::{refused, undo};
use super::upload::opened;
use crate::register::{Declared, declared};
use crate::seal::internal;
use base::Fault;
use base::id::{BatchId, JobId, RequestId};
use base::message::Message;
use platform::job::{self, Handler, Work};
use platform::journal::Entry;
use platform::{Ctx, Platform, Who};
use serde_json::json;

/// The jobs of this folder.
pub(crate) const JOBS: &[(&str, Handler)] = &[
    ("import.check", run_check),
    ("import.apply", run_apply),
    ("import.undo", run_undo),
];

/// Asks for a step of a file as a job; the file is in its hands from then on.
pub(crate) fn ask(
    ctx: &Ctx<'_>,
    declared: &Declared,
    (id, version): (BatchId, i64),
    step: State,
) -> Result<JobId, Fault> {
    let mut kept = seen(ctx, declared, id)?;
    let now = State::of(&kept.state);
    let (kind, fits) = match step {
        State::Checking => ("import.check", matches!(now, State::Checking | State::Read)),
        State::Applying => ("import.apply", now == State::Read),
        State::Undoing => ("import.undo", now == State::Applied),
        _ => return Err(Fault::Stale),
    };
    if kept.version != version || !fits {
        return Err(Fault::Stale);
    }
    let payload = json!({ "batch": id.to_string(), "by": ctx.who().actor() });
    let job = job::ask(ctx, kind, None, &payload)?.ok_or(Fault::Stale)?;
    step.code().clone_into(&mut kept.state);
    kept.told = String::new();
    kept.job = Some(job);
    store::batch_told(ctx.tx(), &kept)?;
    ctx.tell(
        Entry::named("import.ask", "batch", id)
            .division(&kept.division)
            .after(json!({ "state": step.code() })),
    );
    Ok(job)
}

/// Whoever asked, with the rights they hold now.
fn asked(work: &Work<'_>) -> Result<(Who, BatchId), Fault> {
    let payload: serde_json::Value = serde_json::from_str(&work.job.payload).map_err(internal)?;
    let text = |name: &str| payload[name].as_str().unwrap_or_default().to_owned();
    let (id, by) = (text("batch"), text("by"));
    let id: BatchId = id.parse().map_err(internal)?;
    Ok((job::asker(work.platform, &by)?, id))
}

/// Checks a file whose columns were told, and keeps what was found. Done already, it says so.
pub fn checked(
    platform: &Platform,
    (who, request): (&Who, RequestId),
    declared: &Declared,
    id: BatchId,
    step: Progress<'_>,
) -> Result<Batch, Fault> {
    let (kept, lines) = platform.read(who, request, |ctx| {
        let kept = seen(ctx, declared, id)?;
        if State::of(&kept.state) != State::Checking {
            return Ok((kept, None));
        }
        let table = opened(ctx, &kept)?;
        let columns = serde_json::from_str(&kept.columns).map_err(internal)?;
        let chosen = store::line_list_chosen(ctx.tx(), id)?;
        let lines = check(ctx, declared, (&kept, &table, &columns), &chosen, step)?;
        Ok((kept, Some(lines)))
    })?;
    let Some(lines) = lines else {
        return Ok(batch_of(kept));
    };
    platform.write(who, request, |ctx| {
        store::line_delete_all(ctx.tx(), id)?;
        store::line_insert_all(ctx.tx(), id, &lines)?;
        let state = State::Read.code();
        store::batch_count(ctx.tx(), (id, kept.version), state)?;
        ctx.tell(
            Entry::named("import.read", "batch", id)
                .division(&kept.division)
                .after(json!({ "register": kept.register, "rows": lines.len() })),
        );
        super::look::batch(ctx, declared, id)
    })
}

/// What came of a step: said on the page of the file, whatever it was.
fn settled(
    work: &Work<'_>,
    id: BatchId,
    back: State,
    done: Result<Batch, Fault>,
) -> Result<String, Fault> {
    let fault = match done {
        Ok(_) => return Ok(String::new()),
        Err(fault) => fault,
    };
    let known = told::why(&fault);
    // A fault of the machine is tried again; the last time, people are told.
    let last = work.job.attempts + 1 >= 3;
    let why = match (known, last) {
        (Some(why), _) => why,
        (None, true) => Message::new("import-broken"),
        (None, false) => return Err(fault),
    };
    let machine = Who::Machine("import");
    let request = work.platform.request();
    work.platform.write(&machine, request, |ctx| {
        let kept: Kept = store::batch_fetch(ctx.tx(), id)?;
        match State::of(&kept.state).is_busy() {
            true => refused(ctx, kept, (back, &why)).map(|_| ()),
            false => Ok(()),
        }
    })?;
    Ok(String::new())
}

fn run_check(work: &Work<'_>) -> Result<String, Fault> {
    let (who, id) = asked(work)?;
    let request = work.platform.request();
    let told = |done: usize, total: usize| {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        work.step(count(done), count(total))
    };
    let done = checked(work.platform, (&who, request), declared()?, id, &told);
    settled(work, id, State::Uploaded, done)
}

fn run_apply(work: &Work<'_>) -> Result<String, Fault> {
    let (who, id) = asked(work)?;
    work.step(0, 0)?;
    let declared = declared()?;
    let done = work.platform.write(&who, work.platform.request(), |ctx| {
        match State::of(&seen(ctx, declared, id)?.state) {
            State::Applying => apply(ctx, declared, id),
            _ => super::look::batch(ctx, declared, id),
        }
    });
    settled(work, id, State::Read, done)
}

fn run_undo(work: &Work<'_>) -> Result<String, Fault> {
    let (who, id) = asked(work)?;
    work.step(0, 0)?;
    let declared = declared()?;
    let done = work.platform.write(&who, work.platform.request(), |ctx| {
        match State::of(&seen(ctx, declared, id)?.state) {
            State::Undoing => undo(ctx, declared, id),
            _ => super::look::batch(ctx, declared, id),
        }
    });
    settled(work, id, State::Applied, done)
}
