//! The administrators' slice: signing in, one's own account, accounts and roles, the journal, jobs;
//! and the start page until the slices above bring their work to it.
//!
//! Must not know: registers, programmes or money. Owns no tables: those are the platform's. Start
//! at [`MODULE`].
//!
//! ```
//! // No page is without a right.
//! use platform::Act;
//! let journal = admin::MODULE.routes.iter().find(|r| r.path == "/journal");
//! assert_eq!(journal.map(|r| r.act), Some(Act::JournalSee));
//! ```

mod accounts;
mod entrance;
mod factor;
mod health;
mod home;
mod journal;
mod lists;
mod me;
mod sign_on;

use platform::Act;
use webkit::{Finder, Menu, Module, Nav, Route};

pub use journal::findings;

/// What this slice brings.
pub const MODULE: Module = Module {
    routes: &[
        Route::get("/health", Act::PageOpen, health::live),
        Route::get("/ready", Act::PageOpen, health::ready),
        Route::get("/metrics", Act::PageOpen, health::metrics),
        Route::get("/language/{tag}", Act::PageOpen, entrance::language),
        Route::get("/sign-in", Act::SessionStart, entrance::form),
        Route::post("/sign-in", Act::SessionStart, entrance::sign_in),
        Route::get("/sign-in/code", Act::SessionStart, entrance::code_form),
        Route::post("/sign-in/code", Act::SessionStart, entrance::code),
        Route::get("/sign-on", Act::SessionStart, sign_on::leave),
        Route::get("/sign-on/back", Act::SessionStart, sign_on::back),
        Route::post("/sign-out", Act::OwnAccount, entrance::sign_out),
        Route::get("/", Act::HomeSee, home::show),
        Route::get("/search", Act::HomeSee, home::search),
        Route::get("/me", Act::OwnAccount, me::show),
        Route::post("/me", Act::OwnAccount, me::save),
        Route::get("/me/password", Act::OwnAccount, me::password_form),
        Route::post("/me/password", Act::OwnAccount, me::password),
        Route::post("/me/sessions/end", Act::OwnAccount, me::end_sessions),
        Route::post("/me/sessions/end-all", Act::OwnAccount, me::end_everywhere),
        Route::get("/me/factor", Act::OwnAccount, factor::form),
        Route::post("/me/factor", Act::OwnAccount, factor::save),
        Route::post("/me/lists/{list}/columns", Act::OwnAccount, lists::columns),
        Route::post("/me/lists/{list}/views", Act::OwnAccount, lists::keep),
        Route::post("/me/lists/{list}/views/end", Act::OwnAccount, lists::end),
        Route::get("/accounts", Act::AccountsSee, accounts::list),
        Route::get("/accounts/new", Act::AccountsKeep, accounts::new_form),
        Route::post("/accounts/new", Act::AccountsKeep, accounts::create),
        Route::get("/accounts/{id}", Act::AccountsSee, accounts::show),
        Route::post("/accounts/{id}", Act::AccountsKeep, accounts::rename),
        Route::post("/accounts/{id}/close", Act::AccountsKeep, accounts::close),
        Route::post("/accounts/{id}/reopen", Act::AccountsKeep, accounts::reopen),
        Route::post("/accounts/{id}/reset", Act::AccountsKeep, accounts::reset),
        Route::post("/accounts/{id}/grant", Act::RightsGrant, accounts::grant),
        Route::post(
            "/accounts/{id}/end/{grant}",
            Act::RightsGrant,
            accounts::end_grant,
        ),
        Route::post("/accounts/{id}/factor", Act::RightsGrant, factor::remove),
        Route::post("/accounts/{id}/unlock", Act::RightsGrant, accounts::unlock),
        Route::post(
            "/accounts/{id}/sign-out",
            Act::RightsGrant,
            accounts::sign_out,
        ),
        Route::get("/journal", Act::JournalSee, journal::list),
        Route::get("/journal/verify", Act::JournalExport, journal::verify),
        Route::get("/journal/export", Act::JournalExport, journal::export),
        Route::get("/journal/{seq}", Act::JournalSee, journal::show),
        Route::get("/jobs", Act::JobsSee, home::jobs),
        Route::get("/jobs/{id}", Act::OwnAccount, home::job),
    ],
    nav: &[
        Nav {
            menu: Menu::Home,
            path: "/",
            label: "nav-home",
            icon: "home",
            act: Act::HomeSee,
            bottom: true,
        },
        Nav {
            menu: Menu::Admin,
            path: "/accounts",
            label: "nav-accounts",
            icon: "people",
            act: Act::AccountsSee,
            bottom: true,
        },
        Nav {
            menu: Menu::Admin,
            path: "/journal",
            label: "nav-journal",
            icon: "journal",
            act: Act::JournalSee,
            bottom: true,
        },
        Nav {
            menu: Menu::Admin,
            path: "/jobs",
            label: "nav-jobs",
            icon: "jobs",
            act: Act::JobsSee,
            bottom: true,
        },
        Nav {
            menu: Menu::Admin,
            path: "/me",
            label: "nav-me",
            icon: "me",
            act: Act::OwnAccount,
            bottom: true,
        },
    ],
    finders: &[Finder {
        label: "accounts",
        act: Act::AccountsSee,
        find: accounts::find,
    }],
    home: &[home::tiles],
    signed_out: Some(entrance::signed_out),
    ..Module::NONE
};

/// A path of ours to go back to; anything else leads to the start page.
pub(crate) fn inside(path: &str) -> String {
    let ours =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if ours {
        path.to_owned()
    } else {
        "/".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(inside("/accounts"), "/accounts");
        for path in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
        ] {
            assert_eq!(inside(path), "/");
        }
    }
}
