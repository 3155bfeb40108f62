//! What proves that a task is done, and what a problem rests on: files kept with them.

use crate::task::reaches;
use crate::{problem, task};
use base::Fault;
use base::id::{ProblemId, TaskId};
use platform::attachment::Subject;
use platform::{Act, Ctx, Division};
use webkit::{Answer, Request, Shelf};

fn shelf(kind: &'static str, id: String, path: String) -> Shelf {
    Shelf {
        subject: Subject { kind, id },
        path,
        see: Act::TasksSee,
        keep: Act::TasksDo,
        parts: Vec::new(),
    }
}

/// The files of a task.
pub(crate) fn of_task(id: TaskId) -> Shelf {
    shelf("task", id.to_string(), format!("/tasks/{id}"))
}

/// The files of a problem.
pub(crate) fn of_problem(id: ProblemId) -> Shelf {
    shelf("problem", id.to_string(), format!("/problems/{id}"))
}

/// Whether an act reaches a matter of a place and section.
fn reach(
    request: &Request<'_>,
    act: Act,
    of: impl FnOnce(&Ctx<'_>) -> Result<(Division, String), Fault>,
) -> Result<(), Fault> {
    request.read(|ctx| {
        let (division, section) = of(ctx)?;
        match reaches(&ctx.may(act)?, &division, &section) {
            true => Ok(()),
            false => Err(Fault::NotFound),
        }
    })
}

fn task(request: &Request<'_>, act: Act) -> Result<Shelf, Fault> {
    let id: TaskId = request.param("id")?;
    reach(request, act, |ctx| {
        let task = task::get(ctx, id)?;
        Ok((task.division, task.section))
    })?;
    Ok(of_task(id))
}

fn problem(request: &Request<'_>, act: Act) -> Result<Shelf, Fault> {
    let id: ProblemId = request.param("id")?;
    reach(request, act, |ctx| {
        let problem = problem::get(ctx, id)?;
        Ok((problem.division, problem.section))
    })?;
    Ok(of_problem(id))
}

/// Adds one to a task.
pub(crate) fn add_to_task(request: &Request<'_>) -> Answer {
    let shelf = task(request, Act::TasksDo)?;
    task::pages::after(request, shelf.add(request))
}

/// Hands one of a task's out.
pub(crate) fn fetch_of_task(request: &Request<'_>) -> Answer {
    task(request, Act::TasksSee)?.fetch(request)
}

/// Takes one of a task's away.
pub(crate) fn end_of_task(request: &Request<'_>) -> Answer {
    let shelf = task(request, Act::TasksDo)?;
    task::pages::after(request, shelf.end(request))
}

/// Adds one to a problem.
pub(crate) fn add_to_problem(request: &Request<'_>) -> Answer {
    let shelf = problem(request, Act::TasksDo)?;
    problem::pages::after(request, shelf.add(request))
}

/// Hands one of a problem's out.
pub(crate) fn fetch_of_problem(request: &Request<'_>) -> Answer {
    problem(request, Act::TasksSee)?.fetch(request)
}

/// Takes one of a problem's away.
pub(crate) fn end_of_problem(request: &Request<'_>) -> Answer {
    let shelf = problem(request, Act::TasksDo)?;
    problem::pages::after(request, shelf.end(request))
}
