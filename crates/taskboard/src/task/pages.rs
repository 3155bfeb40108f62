//! Pages of tasks: the list, one task with all that happened, the form of a new one.

use super::{New, Proof, State, Step, Task, Wanted, events, find, get, set, tally};
use crate::plan;
use askama::Template;
use base::Fault;
use base::id::TaskId;
use platform::{Act, Ctx};
use policy::plan::Section;
use webkit::kit::{self, Facts, Tone};
use webkit::list::{Column, Filter, List, PAGE_ROWS, Pager, Row};
use webkit::{Answer, Fields, Form, Html, Page, Reply, Request, Say, Tile};

/// Names of sections in the language of the answer.
pub(crate) struct Sections {
    all: Vec<Section>,
    language: &'static str,
}

impl Sections {
    pub(crate) fn of(request: &Request<'_>) -> Result<Self, Fault> {
        Ok(Self {
            all: request.read(plan::sections)?,
            language: request.language.tag(),
        })
    }

    /// The name of a section; its code where no plan names it.
    pub(crate) fn name(&self, id: &str) -> String {
        let found = self.all.iter().find(|s| s.id == id);
        found.map_or(id, |s| s.label.of(self.language)).to_owned()
    }

    pub(crate) fn choices(&self) -> Vec<(String, String)> {
        let all = self.all.iter();
        all.map(|s| (s.id.clone(), s.label.of(self.language).to_owned()))
            .collect()
    }
}

/// A task's state as its reader should take it.
pub(crate) fn state(t: Say<'_>, task: &Task, today: jiff::civil::Date) -> Html {
    let tone = match task.state {
        _ if task.is_overdue(today) => Tone::Bad,
        State::Open | State::Withdrawn => Tone::Plain,
        State::Doing => Tone::Active,
        State::Reported => Tone::Warn,
        State::Closed => Tone::Good,
    };
    let word = t.text(task.state.label());
    match task.is_overdue(today) {
        true => kit::badge(tone, &format!("{word} · {}", t.text("task-overdue"))),
        false => kit::badge(tone, &word),
    }
}

fn columns(t: Say<'_>, sections: &Sections) -> Vec<Column> {
    let mut states: Vec<(String, String)> = [
        ("living", "task-living"),
        ("overdue", "task-overdue"),
        ("mine", "task-mine"),
    ]
    .map(|(value, code)| (value.to_owned(), t.text(code)))
    .to_vec();
    states.extend(State::ALL.map(|s| (s.code().to_owned(), t.text(s.label()))));
    vec![
        Column::new("title", t.text("task-title")).filtered(Filter::Text),
        Column::new("state", t.text("task-state")).filtered(Filter::Choice(states)),
        Column::new("due", t.text("task-due")),
        Column::new("section", t.text("task-section"))
            .filtered(Filter::Choice(sections.choices()))
            .wide(),
        Column::new("owner", t.text("task-owner")).wide(),
        Column::new("item", t.text("task-item")).wide(),
    ]
}

/// The list, the first due first.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let sections = Sections::of(request)?;
    let mut list = List::new(request, "tasks", "/tasks", columns(t, &sections))?;
    let mut wanted = Wanted {
        section: list.wanted("section").to_owned(),
        words: list.wanted("title").to_owned(),
        ..Wanted::default()
    };
    match list.wanted("state") {
        "living" => wanted.states = State::ALL.into_iter().filter(|s| s.is_alive()).collect(),
        "overdue" => wanted.overdue = true,
        "mine" => wanted.owner = request.who.person().map(|p| p.id),
        code => wanted.states = State::of(code).into_iter().collect(),
    }
    if let (Ok(plan), item) = (request.query.get("plan").parse(), request.query.get("item"))
        && !item.is_empty()
    {
        wanted.item = Some((plan, item.to_owned()));
    }
    let page = list.page();
    let offset = (page - 1).saturating_mul(PAGE_ROWS);
    let (found, rows, today) = request.read(|ctx| {
        let found = find(ctx, &wanted, PAGE_ROWS, offset)?;
        Ok((found, tally(ctx, &wanted)?, ctx.today()))
    })?;
    for task in &found.tasks {
        let item = task.item.as_ref().map_or("", |(_, item)| item.as_str());
        list.push(
            Row::to(format!("/tasks/{}", task.id))
                .text(task.title_in(request.language.tag()))
                .html(state(t, task, today))
                .text(task.due.to_string())
                .text(sections.name(&task.section))
                .text(task.owner.as_ref().map_or("", |(_, name)| name.as_str()))
                .text(item),
        );
    }
    let nothing = kit::empty(&t.text("tasks-none"), &t.text("tasks-none-help"), None);
    let list = list.or_nothing(nothing).paged(Pager::Pages {
        page,
        rows: rows.all,
        size: PAGE_ROWS,
    });
    let mut page = Page::of(request, "tasks", &list.show()?);
    if request.who.can(Act::TasksSteer) {
        page = page.button(request, "task-new", "/tasks/new");
    }
    Ok(page.into())
}

#[derive(Template)]
#[template(path = "task_new.html")]
struct NewPage<'a> {
    t: Say<'a>,
    f: Form<'a>,
    sections: Vec<(String, String)>,
}

fn new_page<'a>(request: &Request<'a>, f: Form<'a>) -> Result<Page, Fault> {
    let content = NewPage {
        t: Say(request.catalogue()),
        f,
        sections: Sections::of(request)?.choices(),
    };
    Ok(Page::new(request, "task-new", &content)?.under(request, "tasks", "/tasks"))
}

/// The division that a form begins with: the first of whoever asks.
pub(crate) fn own_division(request: &Request<'_>) -> String {
    let person = request.who.person();
    let grant = person.and_then(|p| p.grants.first());
    grant.map_or_else(String::new, |g| g.division.code().to_owned())
}

/// The form of a new task.
pub(crate) fn new_form(request: &Request<'_>) -> Answer {
    let begin = Fields::of(vec![("division".to_owned(), own_division(request))]);
    new_page(request, Form::new(request).with(begin)).map(Reply::Page)
}

/// A new task as a form says it.
pub(crate) fn written(request: &Request<'_>) -> New {
    let get = |name: &str| request.form.get(name).to_owned();
    New {
        title: get("title"),
        detail: get("detail"),
        evidence: get("evidence"),
        division: get("division"),
        section: get("section"),
        due: get("due"),
        ..New::default()
    }
}

/// Sets it.
pub(crate) fn create(request: &Request<'_>) -> Answer {
    let new = written(request);
    match request.write(|ctx| set(ctx, &new)) {
        Ok(id) => Ok(Reply::See(format!("/tasks/{id}?done=saved"))),
        Err(fault) => new_page(request, Form::again(request, fault)?).map(Reply::Again),
    }
}

/// A step that can be taken now, as its form needs it.
struct Way {
    code: &'static str,
    label: String,
    first: bool,
    note: bool,
    due: bool,
    place: bool,
}

#[derive(Template)]
#[template(path = "task.html")]
struct Show<'a> {
    t: Say<'a>,
    f: Form<'a>,
    task: Task,
    facts: Html,
    history: Html,
    files: Html,
    ways: Vec<Way>,
    sections: Vec<(String, String)>,
    division: String,
}

/// What whoever asks can do with a task now, the usual first.
fn ways(request: &Request<'_>, task: &Task) -> Vec<Way> {
    let t = Say(request.catalogue());
    let me = request.who.person().map(|p| p.id);
    let mine = task.owner.as_ref().is_some_and(|(id, _)| Some(*id) == me);
    let steps = [
        (Step::Accept, Act::TasksDo),
        (Step::Report, Act::TasksDo),
        (Step::Close, Act::TasksClose),
        (Step::Progress, Act::TasksDo),
        (Step::Return, Act::TasksClose),
        (Step::Reopen, Act::TasksClose),
        (Step::HandOn, Act::TasksSteer),
        (Step::Postpone, Act::TasksSteer),
        (Step::Withdraw, Act::TasksSteer),
    ];
    let open = steps.into_iter().filter(|(step, act)| {
        let own = match step {
            Step::Report | Step::Progress => mine,
            Step::Close => !mine && task.reported_by != me,
            _ => true,
        };
        own && request.who.can(*act) && task.state.after(*step).is_some()
    });
    open.map(|(step, _)| Way {
        code: step.code(),
        label: t.text(step.label()),
        first: matches!(step, Step::Accept | Step::Report | Step::Close),
        note: step != Step::Accept,
        due: step == Step::Postpone,
        place: step == Step::HandOn,
    })
    .collect()
}

fn show_page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let id: TaskId = request.param("id")?;
    let t = Say(request.catalogue());
    let sections = Sections::of(request)?;
    let (task, happened, today) =
        request.read(|ctx| Ok((get(ctx, id)?, events(ctx, id)?, ctx.today())))?;
    let mut facts = Facts::new(t)
        .html(&t.text("task-state"), state(t, &task, today))
        .text(&t.text("task-due"), &task.due.to_string())
        .text(&t.text("task-section"), &sections.name(&task.section))
        .text(&t.text("task-division"), &request.division(&task.division));
    let owner = task.owner.as_ref().map_or("", |(_, name)| name.as_str());
    facts = facts.text(&t.text("task-owner"), owner);
    if let Some((_, item)) = &task.item {
        let link = Html::link(&format!("/plan#i-{item}"), item);
        facts = facts.html(&t.text("task-item"), link);
    }
    if let Some(problem) = task.problem {
        let link = Html::link(&format!("/problems/{problem}"), &t.text("task-problem-see"));
        facts = facts.html(&t.text("task-problem"), link);
    }
    if let Some(month) = &task.month {
        facts = facts.text(&t.text("task-month"), month);
    }
    let history: Vec<kit::Event> = happened
        .iter()
        .rev()
        .map(|event| {
            let mut more = Html::text(&event.note);
            if let Some(due) = event.due {
                more = more.and(&Html::text(format!(" ({}: {due})", t.text("task-due-was"))));
            }
            if let Some(section) = &event.section {
                let was = sections.name(section);
                more = more.and(&Html::text(format!(
                    " ({}: {was})",
                    t.text("task-section-was")
                )));
            }
            kit::Event {
                when: t.time(&event.at),
                what: t.text(event.step.label()),
                who: event.name.clone(),
                more,
                tone: match event.step {
                    Step::Close => Tone::Good,
                    Step::Return | Step::Reopen => Tone::Warn,
                    _ => Tone::Plain,
                },
            }
        })
        .collect();
    let title = task.title_in(request.language.tag()).to_owned();
    let f = form.unwrap_or_else(|| Form::new(request));
    let content = Show {
        t,
        files: crate::proof::of_task(id).panel(request, &f)?,
        f,
        facts: facts.show(),
        history: kit::timeline(&history),
        ways: ways(request, &task),
        sections: sections.choices(),
        division: task.division.code().to_owned(),
        task,
    };
    let page = Page::new(request, "task", &content)?.titled(&title);
    Ok(page.under(request, "tasks", "/tasks"))
}

/// One task.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    show_page(request, None).map(Reply::Page)
}

/// Takes a step and shows the task again, with what was wrong if something was.
fn stepped(
    request: &Request<'_>,
    take: impl FnOnce(&Ctx<'_>, (TaskId, i64), &str) -> Result<(), Fault>,
) -> Answer {
    let id: TaskId = request.param("id")?;
    let version = request.form.get("version").parse();
    let version = version.map_err(|_| Fault::Stale)?;
    let note = request.form.get("note");
    let done = request.write(|ctx| take(ctx, (id, version), note));
    after(request, done)
}

/// The task again, with what was wrong if something was.
pub(crate) fn after(request: &Request<'_>, done: Result<(), Fault>) -> Answer {
    let id: TaskId = request.param("id")?;
    match done {
        Ok(()) => Ok(Reply::See(format!("/tasks/{id}?done=saved"))),
        Err(fault) => show_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

fn plain(request: &Request<'_>, step: Step) -> Answer {
    stepped(request, |ctx, seen, note| {
        super::step(ctx, seen, step, note, None::<Proof>)
    })
}

/// Takes it on.
pub(crate) fn accept(request: &Request<'_>) -> Answer {
    plain(request, Step::Accept)
}

/// Tells how far it is.
pub(crate) fn progress(request: &Request<'_>) -> Answer {
    plain(request, Step::Progress)
}

/// Says that it is done.
pub(crate) fn report(request: &Request<'_>) -> Answer {
    plain(request, Step::Report)
}

/// Does not accept it as done.
pub(crate) fn give_back(request: &Request<'_>) -> Answer {
    plain(request, Step::Return)
}

/// Closes it out.
pub(crate) fn close(request: &Request<'_>) -> Answer {
    plain(request, Step::Close)
}

/// Takes it up again.
pub(crate) fn reopen(request: &Request<'_>) -> Answer {
    plain(request, Step::Reopen)
}

/// Withdraws it.
pub(crate) fn withdraw(request: &Request<'_>) -> Answer {
    plain(request, Step::Withdraw)
}

/// Gives it a later day.
pub(crate) fn postponed(request: &Request<'_>) -> Answer {
    let due = request.form.get("due");
    stepped(request, |ctx, seen, note| {
        super::postpone(ctx, seen, due, note)
    })
}

/// Hands it on.
pub(crate) fn handed_on(request: &Request<'_>) -> Answer {
    let to = (request.form.get("division"), request.form.get("section"));
    stepped(request, |ctx, seen, note| {
        super::hand_on(ctx, seen, to, note)
    })
}

/// What whoever asks has to do: theirs, what is late, what waits to be closed out.
pub(crate) fn tiles(request: &Request<'_>) -> Result<Vec<Tile>, Fault> {
    if !request.who.can(Act::TasksSee) {
        return Ok(Vec::new());
    }
    let t = Say(request.catalogue());
    let me = request.who.person().map(|p| p.id);
    let (mine, all) = request.read(|ctx| {
        let own = Wanted {
            owner: me,
            states: vec![State::Doing],
            ..Wanted::default()
        };
        Ok((tally(ctx, &own)?, tally(ctx, &Wanted::default())?))
    })?;
    let tile = |state: &str, title: &str, number: i64, tone: Tone| Tile {
        path: format!("/tasks?f.state={state}"),
        title: t.text(title),
        about: t.text(&format!("{title}-about")),
        number: Some(number.to_string()),
        tone,
    };
    let late = if all.overdue > 0 {
        Tone::Bad
    } else {
        Tone::Good
    };
    let mut found = vec![
        tile("mine", "tile-tasks-mine", mine.doing, Tone::Active),
        tile("overdue", "tile-tasks-overdue", all.overdue, late),
        tile("open", "tile-tasks-open", all.open, Tone::Plain),
    ];
    if request.who.can(Act::TasksClose) {
        found.push(tile(
            "reported",
            "tile-tasks-reported",
            all.reported,
            Tone::Warn,
        ));
    }
    Ok(found)
}
