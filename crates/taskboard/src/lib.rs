//! The plan at work: who answers for what by when, what was done, what is still to be put right.
//!
//! Must not know: programmes, money, registers; a plan comes from a pack, and what proves a task is
//! a text, a file or a link. Owns the tables of the taskboard's migration.
//!
//! Start at [`task`]: its states and steps are one table. A plan is published by [`plan`] and makes
//! its tasks; [`problem`] holds the three lists of rectification and their close-out.
//!
//! ```
//! // What is reported done is not yet closed out, and may be sent back.
//! use taskboard::task::{State, Step};
//! assert_eq!(State::Doing.after(Step::Report), Some(State::Reported));
//! assert_eq!(State::Reported.after(Step::Return), Some(State::Doing));
//! assert_eq!(State::Open.after(Step::Close), None);
//! ```

pub mod plan;
pub mod problem;
mod proof;
pub mod task;
#[cfg(test)]
mod testing;

use platform::Act;
use webkit::{Menu, Module, Nav, Route};

/// Every message code of this crate that no template names.
pub const CODES: &[&str] = &[
    "task-title-form",
    "task-section-form",
    "task-division-form",
    "task-due-form",
    "task-due-later",
    "task-note-needed",
    "task-step-refused",
    "task-own-close",
    "task-not-owner",
    "plan-unknown",
    "plan-same",
    "problem-source-form",
    "problem-measures-open",
    "problem-own-close",
    "problem-signed",
    "problem-state",
    "task-open",
    "task-doing",
    "task-reported",
    "task-closed",
    "task-withdrawn",
    "step-set",
    "step-accept",
    "step-progress",
    "step-hand-on",
    "step-report",
    "step-return",
    "step-close",
    "step-reopen",
    "step-postpone",
    "step-withdraw",
    "source-inspection",
    "source-assessment",
    "source-city",
    "source-audit",
    "source-self",
    "source-petition",
    "problem-open",
    "problem-proposed",
    "problem-closed",
    "tile-tasks-mine-about",
    "tile-tasks-overdue-about",
    "tile-tasks-open-about",
    "tile-tasks-reported-about",
];

/// What this slice brings.
pub const MODULE: Module = Module {
    routes: &[
        Route::get("/plan", Act::TasksSee, plan::pages::show),
        Route::get("/tasks", Act::TasksSee, task::pages::list),
        Route::get("/tasks/new", Act::TasksSteer, task::pages::new_form),
        Route::post("/tasks/new", Act::TasksSteer, task::pages::create),
        Route::get("/tasks/{id}", Act::TasksSee, task::pages::show),
        Route::post("/tasks/{id}/files", Act::TasksDo, proof::add_to_task),
        Route::get(
            "/tasks/{id}/files/{file}",
            Act::TasksSee,
            proof::fetch_of_task,
        ),
        Route::post(
            "/tasks/{id}/files/{file}/end",
            Act::TasksDo,
            proof::end_of_task,
        ),
        Route::post("/tasks/{id}/accept", Act::TasksDo, task::pages::accept),
        Route::post("/tasks/{id}/progress", Act::TasksDo, task::pages::progress),
        Route::post("/tasks/{id}/report", Act::TasksDo, task::pages::report),
        Route::post(
            "/tasks/{id}/return",
            Act::TasksClose,
            task::pages::give_back,
        ),
        Route::post("/tasks/{id}/close", Act::TasksClose, task::pages::close),
        Route::post("/tasks/{id}/reopen", Act::TasksClose, task::pages::reopen),
        Route::post(
            "/tasks/{id}/withdraw",
            Act::TasksSteer,
            task::pages::withdraw,
        ),
        Route::post(
            "/tasks/{id}/postpone",
            Act::TasksSteer,
            task::pages::postponed,
        ),
        Route::post(
            "/tasks/{id}/hand-on",
            Act::TasksSteer,
            task::pages::handed_on,
        ),
        Route::get("/problems", Act::TasksSee, problem::pages::list),
        Route::get("/problems/lists", Act::TasksSee, problem::lists::show),
        Route::get(
            "/problems/lists/export",
            Act::TasksSee,
            problem::lists::export,
        ),
        Route::get("/problems/new", Act::TasksSteer, problem::pages::new_form),
        Route::post("/problems/new", Act::TasksSteer, problem::pages::create),
        Route::get("/problems/{id}", Act::TasksSee, problem::pages::show),
        Route::post("/problems/{id}/files", Act::TasksDo, proof::add_to_problem),
        Route::get(
            "/problems/{id}/files/{file}",
            Act::TasksSee,
            proof::fetch_of_problem,
        ),
        Route::post(
            "/problems/{id}/files/{file}/end",
            Act::TasksDo,
            proof::end_of_problem,
        ),
        Route::post(
            "/problems/{id}/measures",
            Act::TasksSteer,
            problem::pages::measure,
        ),
        Route::post(
            "/problems/{id}/sign",
            Act::TasksClose,
            problem::pages::signed,
        ),
        Route::post(
            "/problems/{id}/reopen",
            Act::TasksClose,
            problem::pages::reopened,
        ),
    ],
    nav: &[
        Nav {
            menu: Menu::Tasks,
            path: "/tasks",
            label: "nav-tasks",
            icon: "tasks",
            act: Act::TasksSee,
            bottom: true,
        },
        Nav {
            menu: Menu::Tasks,
            path: "/plan",
            label: "nav-plan",
            icon: "journal",
            act: Act::TasksSee,
            bottom: false,
        },
        Nav {
            menu: Menu::Tasks,
            path: "/problems",
            label: "nav-problems",
            icon: "check",
            act: Act::TasksSee,
            bottom: false,
        },
    ],
    home: &[task::pages::tiles],
    ..Module::NONE
};
