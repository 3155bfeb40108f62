//! The start page: what is there for whoever came, and what waits for them. And the queue of jobs.

use askama::Template;
use base::Fault;
use platform::job::{self, Job, State};
use platform::{Act, account, journal};
use webkit::{Answer, Page, Request, Say};

struct Tile {
    path: &'static str,
    title: String,
    about: String,
    number: Option<String>,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    t: Say<'a>,
    tiles: Vec<Tile>,
    roles: Vec<(String, String)>,
    no_role: bool,
}

/// The start page.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let person = request.who.person().ok_or(Fault::NotFound)?;
    let mut tiles = Vec::new();
    let number = |n: i64| Some(request.catalogue().number(n));
    if request.who.can(Act::AccountsSee) {
        let figures = request.platform().db().read(account::figures)?;
        let accounts = figures
            .iter()
            .find(|f| f.0 == "doudi_accounts")
            .map_or(0, |f| f.2);
        tiles.push(Tile {
            path: "/accounts",
            title: t.text("home-accounts"),
            about: t.text("home-accounts-about"),
            number: number(accounts),
        });
    }
    if request.who.can(Act::JournalSee) {
        let newest = request.read(|ctx| journal::list(ctx, &journal::Filter::default(), 1))?;
        tiles.push(Tile {
            path: "/journal",
            title: t.text("home-journal"),
            about: t.text("home-journal-about"),
            number: number(newest.first().map_or(0, |r| r.seq)),
        });
        tiles.push(Tile {
            path: "/journal/verify",
            title: t.text("home-verify"),
            about: t.text("home-verify-about"),
            number: None,
        });
    }
    if request.who.can(Act::JobsSee) {
        let jobs = request.read(|ctx| job::list(ctx, 100))?;
        let failed = jobs.iter().filter(|j| j.state == State::Failed).count();
        tiles.push(Tile {
            path: "/jobs",
            title: t.text("home-jobs"),
            about: t.text("home-jobs-about"),
            number: number(i64::try_from(failed).unwrap_or(i64::MAX)),
        });
    }
    tiles.push(Tile {
        path: "/me",
        title: t.text("home-me"),
        about: t.text("home-me-about"),
        number: None,
    });
    let roles = person.grants.iter();
    let roles: Vec<(String, String)> = roles
        .map(|g| (t.text(g.role.label()), g.division.code().to_owned()))
        .collect();
    let content = Home {
        t,
        tiles,
        no_role: roles.is_empty(),
        roles,
    };
    Ok(Page::new(request, "home", &content)?.into())
}

#[derive(Template)]
#[template(path = "search.html")]
struct Search<'a> {
    t: Say<'a>,
    wanted: &'a str,
    accounts: Vec<account::Account>,
}

/// What is found, of what one may see.
pub(crate) fn search(request: &Request<'_>) -> Answer {
    let wanted = request.query.get("q");
    let mut accounts = Vec::new();
    if request.who.can(Act::AccountsSee) && !wanted.is_empty() {
        accounts = request.read(|ctx| account::list(ctx, wanted, "", 20))?;
    }
    let content = Search {
        t: Say(request.catalogue()),
        wanted,
        accounts,
    };
    Ok(Page::new(request, "search", &content)?.into())
}

#[derive(Template)]
#[template(path = "jobs.html")]
struct Jobs<'a> {
    t: Say<'a>,
    jobs: Vec<Job>,
}

impl Jobs<'_> {
    fn state(&self, job: &Job) -> (&'static str, String) {
        let (class, code) = match job.state {
            State::Queued => ("", "job-queued"),
            State::Running => ("warn", "job-running"),
            State::Done => ("good", "job-done"),
            State::Failed => ("bad", "job-failed"),
        };
        (class, self.t.text(code))
    }
}

/// The newest jobs.
pub(crate) fn jobs(request: &Request<'_>) -> Answer {
    let jobs = request.read(|ctx| job::list(ctx, 100))?;
    let content = Jobs {
        t: Say(request.catalogue()),
        jobs,
    };
    Ok(Page::new(request, "jobs", &content)?.into())
}
