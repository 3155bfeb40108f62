//! What the records say as a whole: indicators that nobody types in, each with its target, its
//! towns and the very records behind it.
//!
//! Must not know: programmes, registers or plans by name; what is counted is declared in packs.
//! Reads what other slices show and writes nothing.
//!
//! Start at [`figure`].

pub mod figure;

use platform::Act;
use webkit::{Menu, Module, Nav, Route};

/// Every message code of this crate that no template names.
pub const CODES: &[&str] = &[
    "indicator-reached",
    "indicator-short",
    "indicator-no-target",
    "indicator-nothing",
    "indicator-at-least",
    "indicator-at-most",
    "indicator-counts",
    "indicator-lacks",
    "indicator-untold",
];

/// What this slice brings.
pub const MODULE: Module = Module {
    routes: &[
        Route::get("/indicators", Act::FiguresSee, figure::pages::list),
        Route::get("/indicators/{id}", Act::FiguresSee, figure::pages::show),
    ],
    nav: &[Nav {
        menu: Menu::Indicators,
        path: "/indicators",
        label: "nav-indicators",
        icon: "indicators",
        act: Act::FiguresSee,
        bottom: false,
    }],
    home: &[figure::pages::tiles],
    ..Module::NONE
};
