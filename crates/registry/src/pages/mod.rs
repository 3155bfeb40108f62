//! The pages of people and households, what the search box finds of them, and what stands on the
//! start page. Handlers read the request, call one action and show what it says.

mod graph;
mod home;
mod household;
mod names;
mod past;
mod people;
mod person;
mod story;
mod write;

use platform::Act;
use webkit::{Finder, Menu, Module, Nav, Route};

/// What this slice brings.
pub const MODULE: Module = Module {
    routes: &[
        Route::get("/people", Act::PeopleSee, people::list),
        Route::get("/people/new", Act::PeopleKeep, write::new_form),
        Route::post("/people/new", Act::PeopleKeep, write::create),
        Route::post("/people/check", Act::PeopleKeep, write::check),
        Route::get("/people/{id}", Act::PeopleSee, person::show),
        Route::post("/people/{id}/unmask", Act::PersonUnmask, person::unmask),
        Route::get("/people/{id}/edit", Act::PeopleKeep, write::edit_form),
        Route::post("/people/{id}/edit", Act::PeopleKeep, write::edit),
        Route::get("/people/{id}/history", Act::PeopleSee, past::of_person),
        Route::post("/people/{id}/life", Act::PeopleKeep, person::life),
        Route::post("/people/{id}/contact", Act::PeopleKeep, person::add_contact),
        Route::get("/households/{id}", Act::PeopleSee, household::show),
        Route::get(
            "/households/{id}/history",
            Act::PeopleSee,
            past::of_household,
        ),
        Route::get(
            "/households/{id}/join",
            Act::PeopleKeep,
            household::join_form,
        ),
        Route::post("/households/{id}/join", Act::PeopleKeep, household::join),
        Route::post("/households/{id}/leave", Act::PeopleKeep, household::leave),
        Route::get("/people/{id}/found", Act::PeopleKeep, household::found_form),
        Route::post("/people/{id}/found", Act::PeopleKeep, household::found),
    ],
    nav: &[Nav {
        menu: Menu::Registers,
        path: "/people",
        label: "nav-people",
        icon: "people",
        act: Act::PeopleSee,
        bottom: true,
    }],
    finders: &[Finder {
        label: "people",
        act: Act::PeopleSee,
        find: people::find,
    }],
    home: &[home::tiles],
    ..Module::NONE
};
