//! The pages of people and households, what the search box finds of them, and what stands on the
//! start page. Handlers read the request, call one action and show what it says.

mod files;
mod graph;
mod home;
mod house;
mod household;
mod merge;
mod names;
mod past;
mod people;
mod person;
mod reach;
mod story;
mod write;

use platform::Act;
use webkit::{Finder, Menu, Module, Nav, Route};

/// What this slice brings.
pub const MODULE: Module = Module {
    routes: &[
        Route::get("/places/shapes", Act::HomeSee, crate::place::shapes),
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
        Route::post("/people/{id}/contact", Act::PeopleKeep, reach::add_contact),
        Route::post(
            "/people/{id}/contact-end",
            Act::PeopleKeep,
            reach::end_contact,
        ),
        Route::post("/people/{id}/account", Act::PeopleKeep, reach::add_account),
        Route::post(
            "/people/{id}/account-end",
            Act::PeopleKeep,
            reach::end_account,
        ),
        Route::post("/people/{id}/address", Act::PeopleKeep, reach::add_address),
        Route::post("/people/{id}/files", Act::PeopleKeep, files::add_to_person),
        Route::get(
            "/people/{id}/files/{file}",
            Act::PeopleSee,
            files::fetch_of_person,
        ),
        Route::post(
            "/people/{id}/files/{file}/end",
            Act::PeopleKeep,
            files::end_of_person,
        ),
        Route::get("/people/{id}/merge", Act::PeopleMerge, merge::form),
        Route::post("/people/{id}/merge", Act::PeopleMerge, merge::merge),
        Route::post("/people/{id}/unmerge", Act::PeopleMerge, merge::split),
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
        Route::post(
            "/households/{id}/files",
            Act::PeopleKeep,
            files::add_to_household,
        ),
        Route::get(
            "/households/{id}/files/{file}",
            Act::PeopleSee,
            files::fetch_of_household,
        ),
        Route::post(
            "/households/{id}/files/{file}/end",
            Act::PeopleKeep,
            files::end_of_household,
        ),
        Route::get("/households/{id}/edit", Act::PeopleKeep, house::edit_form),
        Route::post("/households/{id}/edit", Act::PeopleKeep, house::edit),
        Route::get("/households/{id}/head", Act::PeopleKeep, house::head_form),
        Route::post("/households/{id}/head", Act::PeopleKeep, house::head),
        Route::get("/households/{id}/split", Act::PeopleKeep, house::split_form),
        Route::post("/households/{id}/split", Act::PeopleKeep, house::split),
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
