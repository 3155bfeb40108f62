//! The start page: what is there for whoever came, and what waits for them. And the queue of jobs.

use crate::inside;
use askama::Template;
use base::Fault;
use platform::job::{self, Job, State};
use platform::{Act, account, journal};
use webkit::kit::{self, Tone};
use webkit::{Answer, Found, Html, Page, Reply, Request, Say, Tile, encoded};

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    t: Say<'a>,
    tiles: Vec<Tile>,
    roles: Vec<(String, String)>,
    no_role: bool,
}

/// The start page: what every slice has for whoever came.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let person = request.who.person().ok_or(Fault::NotFound)?;
    let mut tiles = Vec::new();
    for module in &request.site.modules {
        for more in module.home {
            tiles.extend(more(request)?);
        }
    }
    // What presses comes first; one's own account is a way, not work.
    tiles.sort_by_key(|tile| {
        let presses = match tile.tone {
            Tone::Bad => 0,
            Tone::Warn => 1,
            Tone::Active => 2,
            Tone::Good | Tone::Plain => 3,
        };
        (tile.path == "/me", presses)
    });
    let roles = person.grants.iter();
    let roles: Vec<(String, String)> = roles
        .map(|g| (t.text(g.role.label()), request.division(&g.division)))
        .collect();
    let content = Home {
        t,
        tiles,
        no_role: roles.is_empty(),
        roles,
    };
    Ok(Page::new(request, "home", &content)?.into())
}

/// The administrators' own figures.
pub(crate) fn tiles(request: &Request<'_>) -> Result<Vec<Tile>, Fault> {
    let t = Say(request.catalogue());
    let mut tiles = Vec::new();
    let number = |n: i64| Some(request.catalogue().number(n));
    let tile = |path: &str, codes: [&str; 2], number: Option<String>, tone: Tone| Tile {
        path: path.to_owned(),
        title: t.text(codes[0]),
        about: t.text(codes[1]),
        number,
        tone,
    };
    if request.who.can(Act::AccountsSee) {
        let figures = request.platform().db().read(account::figures)?;
        let accounts = figures.iter().find(|f| f.0 == "doudi_accounts");
        let count = number(accounts.map_or(0, |f| f.2));
        tiles.push(tile(
            "/accounts",
            ["home-accounts", "home-accounts-about"],
            count,
            Tone::Plain,
        ));
    }
    if request.who.can(Act::JournalSee) {
        let newest = request.read(|ctx| journal::list(ctx, &journal::Filter::default(), 1))?;
        let count = number(newest.first().map_or(0, |r| r.seq));
        tiles.push(tile(
            "/journal",
            ["home-journal", "home-journal-about"],
            count,
            Tone::Plain,
        ));
        tiles.push(tile(
            "/journal/verify",
            ["home-verify", "home-verify-about"],
            None,
            Tone::Plain,
        ));
    }
    if request.who.can(Act::JobsSee) {
        let jobs = request.read(|ctx| job::list(ctx, 100))?;
        let failed = jobs.iter().filter(|j| j.state == State::Failed).count();
        let tone = if failed > 0 { Tone::Bad } else { Tone::Good };
        let count = number(i64::try_from(failed).unwrap_or(i64::MAX));
        tiles.push(tile("/jobs", ["home-jobs", "home-jobs-about"], count, tone));
    }
    tiles.push(tile("/me", ["home-me", "home-me-about"], None, Tone::Plain));
    Ok(tiles)
}

#[derive(Template)]
#[template(path = "search.html")]
struct Search<'a> {
    t: Say<'a>,
    groups: Vec<(String, Vec<Found>)>,
}

/// Things of one kind that a search shows.
const FOUND_MAX: i64 = 20;

/// What the slices find, of what one may see.
pub(crate) fn search(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let wanted = request.query.get("q");
    let mut groups = Vec::new();
    let finders = request.site.modules.iter().flat_map(|m| m.finders);
    for finder in finders.filter(|f| !wanted.is_empty() && request.who.can(f.act)) {
        let found = (finder.find)(request, wanted, FOUND_MAX)?;
        if !found.is_empty() {
            groups.push((t.text(finder.label), found));
        }
    }
    let content = Search { t, groups };
    if request.is_part {
        return Ok(Reply::Part(Html::of(&content)?));
    }
    Ok(Page::new(request, "search", &content)?.into())
}

#[derive(Template)]
#[template(path = "job.html")]
struct One {
    progress: Html,
    then: Option<(String, String)>,
}

/// How far one job is; `then` leads on when it is done.
pub(crate) fn job(request: &Request<'_>) -> Answer {
    let id = request.param("id")?;
    let job = request.read(|ctx| job::get(ctx, id))?;
    let t = Say(request.catalogue());
    let then = inside(request.query.get("then"));
    let path = format!("/jobs/{id}?then={}", encoded(&then));
    let content = One {
        progress: kit::progress(t, &job, &path),
        then: (job.state == State::Done && then != "/").then(|| (then, t.text("job-on"))),
    };
    if request.is_part {
        return Ok(Reply::Part(Html::of(&content)?));
    }
    Ok(Page::new(request, "job", &content)?.into())
}

#[derive(Template)]
#[template(path = "jobs.html")]
struct Jobs<'a> {
    t: Say<'a>,
    jobs: Vec<Job>,
}

impl Jobs<'_> {
    fn state(&self, job: &Job) -> Html {
        let (tone, code) = match job.state {
            State::Queued => (Tone::Plain, "job-queued"),
            State::Running => (Tone::Active, "job-running"),
            State::Done => (Tone::Good, "job-done"),
            State::Failed => (Tone::Bad, "job-failed"),
        };
        kit::badge(tone, &self.t.text(code))
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
