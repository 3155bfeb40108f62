//! Money: who has a right to be paid what, the monthly roll, the bank, the books.
//!
//! Must not know: why somebody is entitled (that is casework's), or any programme's name. Owns the
//! tables of `migrations/0010_treasury.sql` and `0012_treasury.sql`.
//!
//! Start at [`award`]: the right to be paid, month by month. Whoever decides cases calls its
//! actions within their own transaction.
//!
//! ```
//! // What is owed for a month is a function of what happened to the award. Nothing did: nothing is.
//! use base::Fen;
//! use base::date::Month;
//! use treasury::award::{Cadence, owed};
//! let march = Month::new(2020, 3).ok_or("no month")?;
//! assert_eq!(owed(&[], Cadence::Monthly, march).amount, Fen::ZERO);
//! # Ok::<(), &str>(())
//! ```

pub mod award;
pub mod bank;
pub mod book;
#[cfg(test)]
mod crash;
mod law;
mod payments;
pub mod reserve;
pub mod roll;
mod shown;
mod stored;
#[cfg(test)]
mod testing;

use platform::Act;
use webkit::{Menu, Module, Nav, Route, Section};

/// What this slice brings.
pub const MODULE: Module = Module {
    routes: &[
        Route::get("/awards", Act::AwardsSee, award::pages::list),
        Route::get("/awards/{id}", Act::AwardsSee, award::pages::show),
        Route::get("/rolls", Act::AwardsSee, roll::pages::list),
        Route::post("/rolls", Act::RollsMake, roll::pages::build),
        Route::post("/rolls/again", Act::RollsMake, roll::pages::again),
        Route::get("/rolls/{id}", Act::AwardsSee, roll::pages::show),
        Route::get("/rolls/{id}/lines", Act::AwardsSee, roll::pages::lines),
        Route::get(
            "/rolls/{id}/lines/{number}",
            Act::AwardsSee,
            roll::pages::line,
        ),
        Route::post(
            "/rolls/{id}/lines/{number}/hold",
            Act::RollsMake,
            roll::pages::hold,
        ),
        Route::post(
            "/rolls/{id}/lines/{number}/release",
            Act::RollsMake,
            roll::pages::release,
        ),
        Route::post("/rolls/{id}/sign", Act::RollsSign, roll::pages::sign),
        Route::post("/rolls/{id}/reopen", Act::RollsSign, roll::pages::reopen),
        Route::post("/rolls/{id}/file", Act::RollsMake, roll::pages::download),
        Route::post("/rolls/{id}/answer", Act::RollsMake, roll::pages::answer),
        Route::get("/funds", Act::AwardsSee, book::pages::show),
        Route::post("/funds", Act::FundsKeep, book::pages::enter),
        Route::get("/payments/{person}", Act::AwardsSee, payments::show),
        Route::get(
            "/payments/{person}/export",
            Act::AwardsSee,
            payments::export,
        ),
        Route::get("/reserves", Act::AwardsSee, reserve::pages::list),
        Route::post("/reserves", Act::FundsKeep, reserve::pages::grant),
        Route::get(
            "/reserves/pay/{person}",
            Act::ReserveSpend,
            reserve::pages::pay,
        ),
        Route::post(
            "/reserves/pay/{person}",
            Act::ReserveSpend,
            reserve::pages::paid,
        ),
        Route::get("/reserves/{town}", Act::AwardsSee, reserve::pages::show),
        Route::get(
            "/reserves/{town}/export",
            Act::AwardsSee,
            reserve::pages::export,
        ),
    ],
    nav: &[
        Nav {
            menu: Menu::Funds,
            path: "/rolls",
            label: "nav-rolls",
            icon: "funds",
            act: Act::AwardsSee,
            bottom: false,
        },
        Nav {
            menu: Menu::Funds,
            path: "/awards",
            label: "nav-awards",
            icon: "check",
            act: Act::AwardsSee,
            bottom: false,
        },
        Nav {
            menu: Menu::Funds,
            path: "/funds",
            label: "nav-funds",
            icon: "funds",
            act: Act::AwardsSee,
            bottom: false,
        },
        Nav {
            menu: Menu::Funds,
            path: "/reserves",
            label: "nav-reserves",
            icon: "funds",
            act: Act::AwardsSee,
            bottom: false,
        },
    ],
    sections: &[Section {
        menu: Menu::Funds,
        act: Act::AwardsSee,
        tell: payments::section,
    }],
    ..Module::NONE
};

/// Every message code of this crate that no template names.
pub const CODES: &[&str] = &[
    "award-known",
    "award-amount",
    "award-supplement",
    "award-month",
    "award-persons",
    "award-code",
    "award-decision",
    "award-account",
    "award-person-dead",
    "award-not-active",
    "award-not-suspended",
    "award-ended",
    "award-once",
    "award-state-active",
    "award-state-suspended",
    "award-state-ended",
    "award-turn-grant",
    "award-turn-change",
    "award-turn-suspend",
    "award-turn-resume",
    "award-turn-end",
    "cadence-monthly",
    "cadence-once",
    "fund-source",
    "fund-budget",
    "fund-transit",
    "fund-paid",
    "fund-returned",
    "fund-reserve",
    "fund-spent",
    "roll-draft",
    "roll-signed",
    "roll-approved",
    "roll-filed",
    "roll-answered",
    "roll-monthly",
    "roll-again",
    "cause-joined",
    "cause-left",
    "cause-up",
    "cause-down",
    "cause-same",
    "line-pay",
    "line-blocked",
    "line-held",
    "line-none",
    "block-dead",
    "block-no-account",
    "block-account-ended",
    "block-account-unsound",
    "block-account-shared",
    "block-over-limit",
    "warn-moved",
    "warn-jump",
    "warn-holder",
    "warn-recovery",
    "fund-amount",
    "fund-flaw-book",
    "fund-flaw-fingerprint",
    "fund-flaw-items",
    "fund-flaw-signatures",
    "roll-awards-changed",
    "roll-fingerprint",
    "roll-late",
    "roll-line-blocked",
    "roll-line-not-paid",
    "roll-not-approved",
    "roll-not-draft",
    "roll-not-filed",
    "roll-not-signed",
    "roll-nothing-again",
    "roll-open-before",
    "roll-other-file",
    "roll-reason",
    "roll-same-person",
    "answer-no-line",
    "answer-amount",
    "answer-other",
    "step-last",
    "step-joined",
    "step-left",
    "step-up",
    "step-down",
    "step-arrears",
    "step-recovery",
    "step-blocked",
    "step-held",
    "step-pay",
    "answer-column",
    "answer-cell",
    "answer-none",
    "fund-flaw-reserve",
    "month-before",
    "month-after",
    "pattern-just-under",
    "pattern-same-payee",
    "pattern-split",
    "reserve-ceiling",
    "reserve-day",
    "reserve-grant",
    "reserve-known",
    "reserve-left",
    "reserve-like",
    "reserve-no-ceiling",
    "reserve-refill",
    "reserve-return",
    "reserve-spend",
    "reserve-town",
    "reserve-word",
    "way-transfer",
    "way-cash",
    "way-goods",
];
