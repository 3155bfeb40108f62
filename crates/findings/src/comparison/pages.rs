//! Pages of comparisons: all of them with what each screen was worth, and one with its ledgers.

use super::{
    Comparison, Every, Part, Role, State, bring as take, draft, get, leave as drop_out,
    list as all, roles, schedule, set, start,
};
use crate::finding;
use askama::Template;
use base::Fault;
use base::date::parse_date;
use base::id::ComparisonId;
use base::message::{Message, Speak};
use platform::Act;
use policy::pack::Pack;
use registry::register::declared;
use webkit::kit::{self, Tone};
use webkit::{Answer, Fields, Form, Html, Page, Reply, Request, Say};

/// Comparisons on the page.
const SHOWN: i64 = 100;

/// What is said where the server has no pack.
pub(crate) fn no_pack(request: &Request<'_>, title: &str) -> Answer {
    let t = Say(request.catalogue());
    let nothing = kit::empty(
        &t.text("registers-no-pack"),
        &t.text("registers-no-pack-help"),
        None,
    );
    Ok(Page::of(request, title, &nothing).into())
}

fn state(t: Say<'_>, of: State) -> Html {
    let tone = match of {
        State::Draft => Tone::Plain,
        State::Running => Tone::Active,
        State::Done => Tone::Good,
        State::Failed => Tone::Bad,
    };
    kit::badge(tone, &t.text(of.label()))
}

struct Line {
    path: String,
    on: String,
    state: Html,
    of: Comparison,
    when: String,
}

struct Worth {
    path: String,
    screen: String,
    title: String,
    all: i64,
    open: i64,
    right: i64,
    wrong: i64,
    precision: String,
    proposal: String,
}

#[derive(Template)]
#[template(path = "comparisons.html")]
struct ListPage<'a> {
    t: Say<'a>,
    f: Form<'a>,
    runs: bool,
    every: Vec<(String, String)>,
    next: String,
    lines: Vec<Line>,
    worth: Vec<Worth>,
    nothing: Html,
}

/// Thousandths as per cent.
pub(crate) fn percent(thousandths: i64) -> String {
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

fn list_page<'a>(request: &Request<'a>, f: Form<'a>, pack: &Pack) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let (found, quality, schedule, today) = request.read(|ctx| {
        let found = all(ctx, SHOWN, 0)?;
        Ok((found, finding::quality(ctx)?, schedule(ctx)?, ctx.today()))
    })?;
    let next = schedule.and_then(|s| s.next).map(|day| {
        // Whoever set it may have lost the right since.
        let code = match day < today {
            true => "comparison-missed",
            false => "comparison-next",
        };
        t.say(&Message::new(code).with("on", day.to_string()))
    });
    let lines = found.into_iter().map(|of| Line {
        path: format!("/comparisons/{}", of.id),
        on: of.on.to_string(),
        state: state(t, of.state),
        when: t.time(&of.created_at),
        of,
    });
    let worth = quality.into_iter().map(|q| {
        let screen = pack.screens.iter().find(|s| s.id == q.screen);
        Worth {
            path: format!("/findings?f.screen={}", q.screen),
            title: screen.map_or(String::new(), |s| s.title.of(language).to_owned()),
            precision: q.precision().map_or(String::new(), percent),
            proposal: q.proposal().map_or(String::new(), percent),
            screen: q.screen,
            all: q.all,
            open: q.open,
            right: q.right,
            wrong: q.wrong,
        }
    });
    let content = ListPage {
        t,
        f,
        runs: request.who.can(Act::ComparisonsRun),
        every: Every::ALL
            .iter()
            .map(|e| (e.code().to_owned(), t.text(e.label())))
            .collect(),
        next: next.unwrap_or_default(),
        lines: lines.collect(),
        worth: worth.collect(),
        nothing: kit::empty(
            &t.text("comparisons-none"),
            &t.text("comparisons-none-help"),
            None,
        ),
    };
    Page::new(request, "comparisons", &content)
}

/// All comparisons, and what each screen was worth.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    let Ok(declared) = declared() else {
        return no_pack(request, "comparisons");
    };
    let today = request.read(|ctx| Ok(ctx.today()))?;
    let every = request.read(schedule)?.map_or(Every::Never, |s| s.every);
    let begin = Fields::of(vec![
        ("on".to_owned(), today.to_string()),
        ("every".to_owned(), every.code().to_owned()),
    ]);
    let form = Form::new(request).with(begin);
    list_page(request, form, declared.pack()).map(Reply::Page)
}

/// Begins one.
pub(crate) fn create(request: &Request<'_>) -> Answer {
    let pack = declared()?.pack();
    let on = parse_date(request.form.get("on"));
    let made = on
        .map_err(|why| Fault::field("on", why.message()))
        .and_then(|on| request.write(|ctx| draft(ctx, pack, on)));
    match made {
        Ok(id) => Ok(Reply::See(format!("/comparisons/{id}"))),
        Err(fault) => list_page(request, Form::again(request, fault)?, pack).map(Reply::Again),
    }
}

/// Sets how often comparisons begin by themselves.
pub(crate) fn scheduled(request: &Request<'_>) -> Answer {
    let pack = declared()?.pack();
    match request.write(|ctx| set(ctx, request.form.get("every"))) {
        Ok(()) => Ok(Reply::See("/comparisons?done=saved".to_owned())),
        Err(fault) => list_page(request, Form::again(request, fault)?, pack).map(Reply::Again),
    }
}

/// A role as a line of the table.
struct RoleLine {
    id: String,
    label: String,
    provider: String,
    part: Option<Part>,
    name: String,
}

struct NotRun {
    screen: String,
    title: String,
    needs: String,
}

#[derive(Template)]
#[template(path = "comparison.html")]
struct Show<'a> {
    t: Say<'a>,
    f: Form<'a>,
    of: Comparison,
    state: Html,
    open: bool,
    told: String,
    given: Vec<RoleLine>,
    others: Vec<RoleLine>,
    options: Vec<(String, String)>,
    not_run: Vec<NotRun>,
    by: String,
    progress: String,
}

fn show_page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let id: ComparisonId = request.param("id")?;
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let declared = declared()?;
    let pack = declared.pack();
    let (of, found) = request.read(|ctx| Ok((get(ctx, id)?, roles(ctx, pack, id)?)))?;
    let line = |role: Role| {
        let register = role.part.as_ref().filter(|p| p.register);
        let register = register.and_then(|p| declared.register(&p.name).ok());
        RoleLine {
            label: role.label.of(language).to_owned(),
            provider: role.provider.of(language).to_owned(),
            name: match (&role.part, register) {
                (_, Some(register)) => register.label.of(language).to_owned(),
                (Some(part), None) => part.name.clone(),
                (None, None) => String::new(),
            },
            id: role.id,
            part: role.part,
        }
    };
    let (given, others): (Vec<RoleLine>, Vec<RoleLine>) =
        found.into_iter().map(line).partition(|l| l.part.is_some());
    let need = |need: &String| {
        let (role, field) = need.split_once('.').unwrap_or((need, ""));
        let role = pack.roles.iter().find(|r| r.id == role);
        let label = role.map_or(need.as_str(), |r| r.label.of(language));
        let header = role
            .and_then(|r| r.fields.iter().find(|f| f.id == field))
            .and_then(|f| f.headers.first());
        match header {
            Some(header) => format!("{label}：{header}"),
            None => label.to_owned(),
        }
    };
    let not_run = of.not_run.iter().map(|missing| {
        let screen = pack.screens.iter().find(|s| s.id == missing.screen);
        let needs: Vec<String> = missing.needs.iter().map(need).collect();
        NotRun {
            screen: missing.screen.clone(),
            title: screen.map_or(String::new(), |s| s.title.of(language).to_owned()),
            needs: needs.join("、"),
        }
    });
    let runs = request.who.can(Act::ComparisonsRun);
    let told = match of.told.as_str() {
        "" => String::new(),
        code => t.text(code),
    };
    let options = given.iter().chain(&others);
    let content = Show {
        t,
        f: form.unwrap_or_else(|| Form::new(request)),
        state: state(t, of.state),
        open: runs && matches!(of.state, State::Draft | State::Failed),
        told,
        options: options.map(|l| (l.id.clone(), l.label.clone())).collect(),
        not_run: not_run.collect(),
        by: format!("{} · {}", t.time(&of.created_at), of.created_by),
        progress: match (of.state, of.job) {
            (State::Running, Some(job)) => format!("/jobs/{job}?then=/comparisons/{id}"),
            _ => String::new(),
        },
        given,
        others,
        of,
    };
    let said = Message::new("comparison-of").with("on", content.of.on.to_string());
    let title = t.say(&said);
    let page = Page::new(request, "comparison", &content)?.titled(&title);
    Ok(page.under(request, "comparisons", "/comparisons"))
}

/// One comparison.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    if declared().is_err() {
        return no_pack(request, "comparison");
    }
    show_page(request, None).map(Reply::Page)
}

fn seen(request: &Request<'_>) -> Result<(ComparisonId, i64), Fault> {
    let version = request.form.get("version").parse();
    Ok((request.param("id")?, version.map_err(|_| Fault::Stale)?))
}

fn after<T>(request: &Request<'_>, done: Result<T, Fault>) -> Answer {
    let id: ComparisonId = request.param("id")?;
    match done {
        Ok(_) => Ok(Reply::See(format!("/comparisons/{id}?done=saved"))),
        Err(fault) => show_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

/// Takes a file in.
pub(crate) fn bring(request: &Request<'_>) -> Answer {
    let (seen, pack) = (seen(request)?, declared()?.pack());
    let Some(file) = request.file("file") else {
        let missing = Fault::field("file", Message::new("comparison-file-needed"));
        return after::<()>(request, Err(missing));
    };
    let given = (file.name.as_str(), file.content.as_slice());
    let role = request.form.get("role");
    let done = request.write(|ctx| take(ctx, pack, seen, role, given));
    after(request, done)
}

/// Takes a ledger out.
pub(crate) fn leave(request: &Request<'_>) -> Answer {
    let (seen, pack) = (seen(request)?, declared()?.pack());
    let role = request.form.get("role");
    let done = request.write(|ctx| drop_out(ctx, pack, seen, role));
    after(request, done)
}

/// Starts it.
pub(crate) fn begin(request: &Request<'_>) -> Answer {
    let seen = seen(request)?;
    match request.write(|ctx| start(ctx, seen)) {
        Ok(job) => Ok(Reply::See(format!(
            "/jobs/{job}?then=/comparisons/{}",
            seen.0
        ))),
        Err(fault) => after::<()>(request, Err(fault)),
    }
}
