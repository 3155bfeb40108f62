//! Pages of rectification: the account by source, the list, one problem with its measures and
//! signatures, the three lists for printing.

use super::{
    New, Problem, Source, Standing, Sum, Wanted, account, add_measure, find, get, measures, raise,
    reopen, sign, signatures,
};
use crate::task::Task;
use crate::task::pages::{Sections, own_division, state as task_state, written};
use askama::Template;
use base::Fault;
use base::id::ProblemId;
use jiff::civil::Date;
use platform::Act;
use webkit::kit::{self, Facts, Tone};
use webkit::list::{Column, Filter, List, PAGE_ROWS, Pager, Row};
use webkit::{Answer, Fields, Form, Html, Page, Reply, Request, Say};

fn state(t: Say<'_>, problem: &Problem, today: Date) -> Html {
    let late = problem.standing != Standing::Closed && problem.is_overdue(today);
    let word = t.text(problem.standing.label());
    let (tone, word) = match problem.standing {
        _ if late => (Tone::Bad, format!("{word} · {}", t.text("task-overdue"))),
        Standing::Open => (Tone::Active, word),
        Standing::Proposed => (Tone::Warn, word),
        Standing::Closed => (Tone::Good, word),
    };
    kit::badge(tone, &word)
}

fn sources(t: Say<'_>) -> Vec<(String, String)> {
    let all = Source::ALL.into_iter();
    all.map(|s| (s.code().to_owned(), t.text(s.label())))
        .collect()
}

#[derive(Template)]
#[template(path = "problems.html")]
struct ListPage<'a> {
    t: Say<'a>,
    sums: Vec<(String, &'static str, Sum)>,
    total: Sum,
    list: Html,
}

/// The account and the list.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let sections = Sections::of(request)?;
    let states = [("living", "problem-living"), ("overdue", "task-overdue")];
    let columns = vec![
        Column::new("number", t.text("problem-number")),
        Column::new("title", t.text("problem-title")),
        Column::new("state", t.text("task-state")).filtered(Filter::Choice(
            states
                .map(|(v, code)| (v.to_owned(), t.text(code)))
                .to_vec(),
        )),
        Column::new("due", t.text("task-due")),
        Column::new("source", t.text("problem-source"))
            .filtered(Filter::Choice(sources(t)))
            .wide(),
        Column::new("section", t.text("task-section"))
            .filtered(Filter::Choice(sections.choices()))
            .wide(),
    ];
    let mut list = List::new(request, "problems", "/problems", columns)?;
    let wanted = Wanted {
        source: Source::of(list.wanted("source")),
        living: list.wanted("state") == "living",
        overdue: list.wanted("state") == "overdue",
        section: list.wanted("section").to_owned(),
    };
    let page = list.page();
    let offset = (page - 1).saturating_mul(PAGE_ROWS);
    let ((found, more), sums, today) = request.read(|ctx| {
        let found = find(ctx, &wanted, PAGE_ROWS, offset)?;
        Ok((found, account(ctx)?, ctx.today()))
    })?;
    for problem in &found {
        list.push(
            Row::to(format!("/problems/{}", problem.id))
                .text(&problem.number)
                .text(&problem.title)
                .html(state(t, problem, today))
                .text(problem.due.to_string())
                .text(t.text(problem.source.label()))
                .text(sections.name(&problem.section)),
        );
    }
    let nothing = kit::empty(
        &t.text("problems-none"),
        &t.text("problems-none-help"),
        None,
    );
    let list = list.or_nothing(nothing).paged(Pager::Open {
        page,
        more,
        size: PAGE_ROWS,
    });
    let total = sums.iter().fold(Sum::default(), |all, (_, sum)| Sum {
        all: all.all + sum.all,
        closed: all.closed + sum.closed,
        overdue: all.overdue + sum.overdue,
    });
    let content = ListPage {
        t,
        sums: sums
            .into_iter()
            .filter(|(_, sum)| sum.all > 0)
            .map(|(source, sum)| (t.text(source.label()), source.code(), sum))
            .collect(),
        total,
        list: list.show()?,
    };
    let mut page = Page::new(request, "problems", &content)?;
    if request.who.can(Act::TasksSteer) {
        page = page.button(request, "problem-new", "/problems/new");
    }
    Ok(page.into())
}

#[derive(Template)]
#[template(path = "problem_new.html")]
struct NewPage<'a> {
    t: Say<'a>,
    f: Form<'a>,
    sections: Vec<(String, String)>,
    sources: Vec<(String, String)>,
}

fn new_page<'a>(request: &Request<'a>, f: Form<'a>) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let content = NewPage {
        t,
        f,
        sections: Sections::of(request)?.choices(),
        sources: sources(t),
    };
    Ok(Page::new(request, "problem-new", &content)?.under(request, "problems", "/problems"))
}

/// The form of a new problem.
pub(crate) fn new_form(request: &Request<'_>) -> Answer {
    let begin = Fields::of(vec![("division".to_owned(), own_division(request))]);
    new_page(request, Form::new(request).with(begin)).map(Reply::Page)
}

/// Enters it.
pub(crate) fn create(request: &Request<'_>) -> Answer {
    let get = |name: &str| request.form.get(name).to_owned();
    let new = New {
        source: get("source"),
        title: get("title"),
        detail: get("detail"),
        cause: get("cause"),
        found_on: get("found_on"),
        division: get("division"),
        section: get("section"),
        due: get("due"),
    };
    match request.write(|ctx| raise(ctx, &new)) {
        Ok(id) => Ok(Reply::See(format!("/problems/{id}?done=saved"))),
        Err(fault) => new_page(request, Form::again(request, fault)?).map(Reply::Again),
    }
}

/// A measure as a line of a table.
pub(super) struct Measure {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) section: String,
    pub(super) owner: String,
    pub(super) due: String,
    pub(super) state: Html,
    /// The state in a word.
    pub(super) word: String,
}

pub(super) fn measure_line(t: Say<'_>, sections: &Sections, task: &Task, today: Date) -> Measure {
    Measure {
        path: format!("/tasks/{}", task.id),
        title: task.title.clone(),
        section: sections.name(&task.section),
        owner: task
            .owner
            .as_ref()
            .map_or(String::new(), |(_, name)| name.clone()),
        due: task.due.to_string(),
        state: task_state(t, task, today),
        word: t.text(task.state.label()),
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Show<'a> {
    t: Say<'a>,
    f: Form<'a>,
    problem: Problem,
    facts: Html,
    measures: Vec<Measure>,
    signatures: Html,
    files: Html,
    sections: Vec<(String, String)>,
    steers: bool,
    closes: bool,
    ready: bool,
}

fn show_page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let id: ProblemId = request.param("id")?;
    let t = Say(request.catalogue());
    let sections = Sections::of(request)?;
    let (problem, tasks, signed, today) = request.read(|ctx| {
        Ok((
            get(ctx, id)?,
            measures(ctx, id)?,
            signatures(ctx, id)?,
            ctx.today(),
        ))
    })?;
    let facts = Facts::new(t)
        .html(&t.text("task-state"), state(t, &problem, today))
        .text(&t.text("problem-source"), &t.text(problem.source.label()))
        .text(&t.text("problem-found-on"), &problem.found_on.to_string())
        .text(&t.text("task-due"), &problem.due.to_string())
        .text(&t.text("task-section"), &sections.name(&problem.section))
        .text(
            &t.text("task-division"),
            &request.division(&problem.division),
        )
        .text(&t.text("problem-detail"), &problem.detail)
        .text(&t.text("problem-cause"), &problem.cause);
    let events: Vec<kit::Event> = signed
        .iter()
        .map(|s| kit::Event {
            when: t.time(&s.at),
            what: t.text(match s.revoked_at {
                None => "problem-signature",
                Some(_) => "problem-signature-revoked",
            }),
            who: s.name.clone(),
            more: Html::text(&s.note),
            tone: if s.revoked_at.is_none() {
                Tone::Good
            } else {
                Tone::Plain
            },
        })
        .collect();
    let ready = !tasks.is_empty() && tasks.iter().all(|m| !m.state.is_alive());
    let begin = Fields::of(vec![
        ("division".to_owned(), problem.division.code().to_owned()),
        ("section".to_owned(), problem.section.clone()),
        ("due".to_owned(), problem.due.to_string()),
    ]);
    let title = format!("{} {}", problem.number, problem.title);
    let f = form.unwrap_or_else(|| Form::new(request).with(begin));
    let content = Show {
        t,
        files: crate::proof::of_problem(id).panel(request, &f)?,
        f,
        facts: facts.show(),
        measures: tasks
            .iter()
            .map(|m| measure_line(t, &sections, m, today))
            .collect(),
        signatures: kit::timeline(&events),
        sections: sections.choices(),
        steers: request.who.can(Act::TasksSteer),
        closes: request.who.can(Act::TasksClose),
        ready,
        problem,
    };
    let page = Page::new(request, "problem", &content)?.titled(&title);
    Ok(page.under(request, "problems", "/problems"))
}

/// One problem.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    show_page(request, None).map(Reply::Page)
}

pub(crate) fn after<T>(request: &Request<'_>, result: Result<T, Fault>) -> Answer {
    let id: ProblemId = request.param("id")?;
    match result {
        Ok(_) => Ok(Reply::See(format!("/problems/{id}?done=saved"))),
        Err(fault) => show_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

fn seen(request: &Request<'_>) -> Result<(ProblemId, i64), Fault> {
    let version = request.form.get("version").parse();
    Ok((request.param("id")?, version.map_err(|_| Fault::Stale)?))
}

/// Sets a measure.
pub(crate) fn measure(request: &Request<'_>) -> Answer {
    let id = request.param("id")?;
    let new = written(request);
    let done = request.write(|ctx| add_measure(ctx, id, &new));
    after(request, done)
}

/// Signs the close-out.
pub(crate) fn signed(request: &Request<'_>) -> Answer {
    let (seen, note) = (seen(request)?, request.form.get("note"));
    let done = request.write(|ctx| sign(ctx, seen, note));
    after(request, done)
}

/// Takes it up again.
pub(crate) fn reopened(request: &Request<'_>) -> Answer {
    let (seen, note) = (seen(request)?, request.form.get("note"));
    let done = request.write(|ctx| reopen(ctx, seen, note));
    after(request, done)
}
