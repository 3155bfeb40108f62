//! From application to award: one window where everything is applied for at once, and the cases
//! that come of it, each on the road of its programme.
//!
//! Must not know: any programme, road or step by name (they are the pack's), or how money is paid.
//! Owns the tables of `migrations/0009_casework.sql`; people and households are the registry's,
//! awards the treasury's.
//!
//! Start at [`window::receive`], then [`case::turn`].

mod award;
pub mod case;
pub mod papers;
pub mod progress;
mod told;
pub mod window;

use platform::Act;
use webkit::{Menu, Module, Nav, Route, Section};

/// Every message code of this crate that no template names.
pub const CODES: &[&str] = &[
    "case-open",
    "case-granted",
    "case-refused",
    "case-withdrawn",
    "case-event-begin",
    "case-event-turn",
    "case-event-note",
    "case-event-decide",
    "case-event-withdraw",
    "case-road-changed",
    "case-facts-changed",
    "case-no-road",
    "case-over",
    "case-not-yours",
    "case-two-hands",
    "paper-yes",
    "paper-no",
    "paper-source-register",
    "paper-source-window",
    "paper-month",
    "paper-met",
    "paper-unmet",
    "paper-open",
    "paper-office",
    "progress-often",
    "progress-none",
    "case-turn-closed",
    "case-refusal-grants",
    "case-needs-fact",
    "case-reason-needed",
    "case-answer-needed",
    "case-paid-how",
    "case-note-form",
    "case-amount-form",
    "case-actor-applicant",
    "case-actor-village",
    "case-actor-town",
    "case-actor-county",
    "case-actor-check",
    "case-actor-finance",
    "case-actor-bank",
    "case-actor-third_party",
    "window-elsewhere",
    "window-nobody",
    "window-nothing-chosen",
    "window-facts-wrong",
    "window-no-person",
    "window-open-already",
    "tile-cases-mine-about",
    "tile-cases-overdue-about",
];

/// What this slice brings.
pub const MODULE: Module = Module {
    routes: &[
        Route::get("/window", Act::CasesReceive, window::pages::find),
        Route::get("/window/{id}", Act::CasesReceive, window::pages::show),
        Route::post("/window/{id}", Act::CasesReceive, window::pages::apply),
        Route::post("/window/{id}/may", Act::CasesReceive, window::pages::may),
        Route::get("/applications/{id}", Act::CasesSee, window::pages::receipt),
        Route::get(
            "/applications/{id}/papers/{occasion}",
            Act::CasesSee,
            papers::pages::application,
        ),
        Route::get("/cases", Act::CasesSee, case::pages::list),
        Route::get("/cases/notices", Act::CasesSee, papers::pages::notices),
        Route::get(
            "/cases/{id}/papers/{occasion}",
            Act::CasesSee,
            papers::pages::case,
        ),
        Route::get("/notices", Act::NoticesSee, papers::pages::public),
        Route::get("/progress", Act::NoticesSee, progress::pages::form),
        Route::post("/progress", Act::NoticesSee, progress::pages::ask),
        Route::post("/cases/{id}/files", Act::CasesTurn, case::files::add),
        Route::get(
            "/cases/{id}/files/{file}",
            Act::CasesSee,
            case::files::fetch,
        ),
        Route::post(
            "/cases/{id}/files/{file}/end",
            Act::CasesTurn,
            case::files::end,
        ),
        Route::get("/cases/{id}", Act::CasesSee, case::pages::show),
        Route::post("/cases/{id}/turn", Act::CasesTurn, case::pages::moved),
        Route::post("/cases/{id}/note", Act::CasesTurn, case::pages::noted),
        Route::post(
            "/cases/{id}/withdraw",
            Act::CasesReceive,
            case::pages::withdrawn,
        ),
    ],
    nav: &[
        Nav {
            menu: Menu::Intake,
            path: "/window",
            label: "window",
            icon: "intake",
            act: Act::CasesReceive,
            bottom: false,
        },
        Nav {
            menu: Menu::Intake,
            path: "/cases",
            label: "cases",
            icon: "tasks",
            act: Act::CasesSee,
            bottom: false,
        },
    ],
    home: &[case::pages::tiles],
    sections: &[Section {
        menu: Menu::Intake,
        act: Act::CasesSee,
        tell: window::pages::section,
    }],
    ..Module::NONE
};
