//! Registers and ledgers of other bureaux held against each other in the bureau, and what was found
//! worked off: verified on the spot, closed by somebody else, its outcome counted for the screen.
//!
//! Must not know: any screen, ledger or register by name (they are the pack's), or how people are
//! linked and screens evaluated (that is `screening`). Owns the tables of
//! `migrations/0014_findings.sql`. A finding decides nothing about anybody: it is where to look.
//!
//! Start at [`comparison::start`], then [`finding::verify`].

pub mod comparison;
pub mod finding;

use platform::Act;
use platform::crypto::SealedColumn;
use webkit::{Menu, Module, Nav, Route, Section};

/// The sealed columns of this slice, for the rotation of keys.
pub const SEALED: &[SealedColumn] = &[comparison::CONTENT, finding::EVIDENCE];

/// Every message code of this crate that no template names.
pub const CODES: &[&str] = &[
    "comparison-draft",
    "comparison-running",
    "comparison-done",
    "comparison-failed",
    "comparison-no-ledger",
    "comparison-too-few",
    "comparison-broken",
    "comparison-unreadable",
    "comparison-right-lost",
    "comparison-no-role",
    "comparison-file-needed",
    "comparison-of",
    "comparison-never",
    "comparison-week",
    "comparison-month",
    "comparison-every-form",
    "comparison-next",
    "comparison-missed",
    "finding-open",
    "finding-verified",
    "finding-closed",
    "finding-true",
    "finding-false",
    "finding-handled",
    "finding-event-found",
    "finding-event-again",
    "finding-event-gone",
    "finding-event-verify",
    "finding-event-close",
    "finding-event-return",
    "finding-own-close",
    "finding-note-form",
    "finding-outcome-needed",
    "finding-not-open",
    "finding-not-verified",
    "finding-exit",
    "finding-entry",
    "finding-adjust",
    "finding-check",
    "finding-link-id",
    "finding-link-id-near",
    "finding-link-id-different",
    "finding-link-certificate",
    "finding-link-likely",
    "finding-link-alone",
    "tile-findings-overdue-about",
    "tile-findings-verified-about",
];

/// What this slice brings.
pub const MODULE: Module = Module {
    routes: &[
        Route::get("/comparisons", Act::FindingsSee, comparison::pages::list),
        Route::post(
            "/comparisons",
            Act::ComparisonsRun,
            comparison::pages::create,
        ),
        Route::post(
            "/comparisons/schedule",
            Act::ComparisonsRun,
            comparison::pages::scheduled,
        ),
        Route::get(
            "/comparisons/{id}",
            Act::FindingsSee,
            comparison::pages::show,
        ),
        Route::post(
            "/comparisons/{id}/ledgers",
            Act::ComparisonsRun,
            comparison::pages::bring,
        ),
        Route::post(
            "/comparisons/{id}/leave",
            Act::ComparisonsRun,
            comparison::pages::leave,
        ),
        Route::post(
            "/comparisons/{id}/start",
            Act::ComparisonsRun,
            comparison::pages::begin,
        ),
        Route::get("/findings", Act::FindingsSee, finding::pages::list),
        Route::get("/findings/export", Act::FindingsSee, finding::pages::export),
        Route::get("/findings/{id}", Act::FindingsSee, finding::pages::show),
        Route::post(
            "/findings/{id}/verify",
            Act::FindingsWork,
            finding::pages::verified,
        ),
        Route::post(
            "/findings/{id}/close",
            Act::FindingsClose,
            finding::pages::closed,
        ),
        Route::post(
            "/findings/{id}/return",
            Act::FindingsClose,
            finding::pages::returned,
        ),
    ],
    nav: &[
        Nav {
            menu: Menu::Comparisons,
            path: "/findings",
            label: "findings",
            icon: "compare",
            act: Act::FindingsSee,
            bottom: false,
        },
        Nav {
            menu: Menu::Comparisons,
            path: "/comparisons",
            label: "comparisons",
            icon: "compare",
            act: Act::FindingsSee,
            bottom: false,
        },
    ],
    jobs: comparison::JOBS,
    home: &[finding::pages::tiles],
    sections: &[Section {
        menu: Menu::Comparisons,
        act: Act::FindingsSee,
        tell: finding::pages::section,
    }],
    ..Module::NONE
};
