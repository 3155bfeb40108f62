//! The registers: people, the households they live in, and how both are reached and found.
//!
//! Must not know: what anybody is entitled to, or any programme's name. Owns the tables of
//! `migrations/0002_registry.sql`. Other slices and commands call the actions of [`person`] and
//! [`household`] and never write to the tables.
//!
//! Start at [`person`], then [`household`]; what was before a change is [`past`].
//!
//! ```
//! // What is sealed in the tables, and the right that the people's pages need.
//! use platform::Act;
//! assert!(!registry::SEALED.is_empty());
//! assert!(registry::MODULE.routes.iter().any(|r| r.act == Act::PeopleSee));
//! ```

pub mod household;
pub mod import;
pub mod likely;
mod pages;
pub mod past;
pub mod person;
pub mod place;
pub mod reach;
pub mod register;
mod seal;
pub mod search;
#[cfg(test)]
mod testing;

pub use pages::MODULE;
pub use seal::SEALED;

/// Whether people came from a source: an import, a demonstration.
pub fn filled_from(ctx: &platform::Ctx<'_>, source: &str) -> Result<bool, base::Fault> {
    ctx.may(platform::Act::PeopleSee)?;
    Ok(person::store::person_exists_from(ctx.tx(), source)?)
}
use platform::Act;
use webkit::{Menu, Module, Nav, Route, Section};

/// What the registers bring.
pub const REGISTERS: Module = Module {
    routes: &[
        Route::get("/registers", Act::RegistersSee, register::pages::index),
        Route::get(
            "/registers/{register}",
            Act::RegistersSee,
            register::pages::list,
        ),
        Route::get(
            "/registers/{register}/export",
            Act::RegistersSee,
            register::pages::export,
        ),
        Route::get(
            "/registers/{register}/new",
            Act::RegistersKeep,
            register::pages::new_form,
        ),
        Route::post(
            "/registers/{register}/new",
            Act::RegistersKeep,
            register::pages::add,
        ),
        Route::post(
            "/registers/{register}/needs",
            Act::RegistersKeep,
            register::pages::needs,
        ),
        Route::get(
            "/registers/{register}/import",
            Act::RegistersImport,
            import::pages::files,
        ),
        Route::post(
            "/registers/{register}/import",
            Act::RegistersImport,
            import::pages::bring,
        ),
        Route::get(
            "/registers/{register}/import/{id}",
            Act::RegistersImport,
            import::pages::show,
        ),
        Route::get(
            "/registers/{register}/import/{id}/columns",
            Act::RegistersImport,
            import::pages::columns_form,
        ),
        Route::post(
            "/registers/{register}/import/{id}/columns",
            Act::RegistersImport,
            import::pages::tell,
        ),
        Route::get(
            "/registers/{register}/import/{id}/decide",
            Act::RegistersImport,
            import::pages::decide,
        ),
        Route::post(
            "/registers/{register}/import/{id}/choose",
            Act::RegistersImport,
            import::pages::choose,
        ),
        Route::get(
            "/registers/{register}/import/{id}/rejects",
            Act::RegistersImport,
            import::pages::rejects,
        ),
        Route::post(
            "/registers/{register}/import/{id}/again",
            Act::RegistersImport,
            import::pages::again,
        ),
        Route::post(
            "/registers/{register}/import/{id}/apply",
            Act::RegistersImport,
            import::pages::apply,
        ),
        Route::post(
            "/registers/{register}/import/{id}/undo",
            Act::RegistersImport,
            import::pages::undo,
        ),
        Route::post(
            "/registers/{register}/import/{id}/leave",
            Act::RegistersImport,
            import::pages::leave,
        ),
        Route::get(
            "/registers/{register}/{id}",
            Act::RegistersSee,
            register::pages::show,
        ),
        Route::get(
            "/registers/{register}/{id}/edit",
            Act::RegistersKeep,
            register::pages::edit_form,
        ),
        Route::post(
            "/registers/{register}/{id}/edit",
            Act::RegistersKeep,
            register::pages::change,
        ),
        Route::post(
            "/registers/{register}/{id}/confirm",
            Act::RegistersKeep,
            register::pages::confirm,
        ),
        Route::post(
            "/registers/{register}/{id}/end",
            Act::RegistersKeep,
            register::pages::end,
        ),
        Route::post(
            "/registers/{register}/{id}/restore",
            Act::RegistersKeep,
            register::pages::restore,
        ),
        Route::post(
            "/registers/{register}/{id}/unmask",
            Act::RecordUnmask,
            register::pages::unmask,
        ),
    ],
    nav: &[Nav {
        menu: Menu::Registers,
        path: "/registers",
        label: "nav-registers",
        icon: "registers",
        act: Act::RegistersSee,
        bottom: true,
    }],
    jobs: import::work::JOBS,
    home: &[register::pages::tiles],
    sections: &[Section {
        menu: Menu::Registers,
        act: Act::RegistersSee,
        tell: register::pages::section,
    }],
    ..Module::NONE
};

/// Every message code of this crate.
pub const CODES: &[&str] = &[
    "person-name-form",
    "person-name-doubtful",
    "person-birth-future",
    "person-number-known",
    "person-number-birth",
    "person-number-sex",
    "person-number-form",
    "person-division",
    "person-reason",
    "person-date-order",
    "person-dead-already",
    "person-merged",
    "person-same",
    "person-not-merged",
    "household-address",
    "household-no-member",
    "household-ended",
    "household-member-twice",
    "household-living-elsewhere",
    "household-not-member",
    "household-head",
    "household-date",
    "household-dead",
    "household-all-leave",
    "contact-known",
    "account-bank",
    "relation-head",
    "relation-spouse",
    "relation-son",
    "relation-daughter",
    "relation-grandchild",
    "relation-parent",
    "relation-grandparent",
    "relation-sibling",
    "relation-in-law",
    "relation-other",
    "life-living",
    "life-moved",
    "life-dead",
    "kind-rural",
    "kind-urban",
    "end-left",
    "end-moved",
    "end-split",
    "end-died",
    "end-corrected",
    "end-merged",
    "by-number",
    "by-telephone",
    "by-name",
    "by-pinyin",
    "by-initials",
    "by-name-part",
    "by-number-part",
    "by-birth",
    "by-place",
    "import-no-record",
    "import-no-person",
    "import-division",
    "import-twice",
    "import-left",
    "import-elsewhere",
    "import-no-right",
    "import-damaged",
    "import-people-since",
    "import-people-out-of-reach",
    "import-right-lost",
    "import-broken",
    "import-undo-people-stay",
    "import-column-twice",
    "import-column-who",
    "import-changed-since",
    "import-undo-changed",
    "register-wrong",
    "register-needed",
    "register-no-person",
    "register-known",
    "register-end-day",
];
