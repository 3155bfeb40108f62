//! Pages of findings: the work list, one finding with what it rests on, what the pages of people
//! and the start page tell.

use super::{
    Finding, Outcome, Row as Proof, State, Step, Wanted, close, count, events, find, get,
    give_back, of_person, tally, verify,
};
use crate::comparison::internal;
use crate::comparison::pages::{no_pack, percent};
use askama::Template;
use base::Fault;
use base::id::FindingId;
use base::mask::mask_id;
use jiff::civil::Date;
use platform::Act;
use platform::journal::Entry;
use policy::pack::{Label, Pack, Screen};
use registry::place;
use registry::register::declared;
use serde_json::json;
use sheet::{Cover, Frame, Values};
use webkit::kit::{self, Facts, Tone};
use webkit::list::{Column, Filter, List, PAGE_ROWS, Pager, Row};
use webkit::{Answer, Download, Form, Html, Page, Reply, Request, Say, Subject, Tile, Told};

/// Rows of a file at most.
const ROWS_MAX: i64 = 200_000;

fn state(t: Say<'_>, of: &Finding, today: Date) -> Html {
    let word = t.text(of.state.label());
    let (tone, word) = match of.state {
        _ if of.is_overdue(today) => (Tone::Bad, format!("{word} · {}", t.text("finding-overdue"))),
        State::Open => (Tone::Active, word),
        State::Verified => (Tone::Warn, word),
        State::Closed => (Tone::Good, word),
    };
    let outcome = of.outcome.filter(|_| of.state != State::Open);
    let word = match outcome {
        Some(outcome) => format!("{word} · {}", t.text(outcome.label())),
        None => word,
    };
    kit::badge(tone, &word)
}

fn screen<'p>(pack: &'p Pack, of: &Finding) -> Option<&'p Screen> {
    pack.screens.iter().find(|s| s.id == of.screen)
}

fn title(pack: &Pack, of: &Finding, language: &str) -> String {
    let label = screen(pack, of).map_or("", |s| s.title.of(language));
    format!("{} {label}", of.screen)
}

/// The list as it is asked for.
fn asked<'l, 'r>(request: &'l Request<'r>, pack: &Pack) -> Result<(List<'l, 'r>, Wanted), Fault> {
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let mut states: Vec<(String, String)> = State::ALL
        .iter()
        .map(|s| (s.code().to_owned(), t.text(s.label())))
        .collect();
    for (code, label) in [("overdue", "finding-overdue"), ("exempt", "finding-exempt")] {
        states.push((code.to_owned(), t.text(label)));
    }
    let screens = pack.screens.iter();
    let screens = screens.map(|s| (s.id.clone(), format!("{} {}", s.id, s.title.of(language))));
    let towns = request.read(|ctx| Ok(place::all(ctx.tx())?))?;
    let towns = towns.into_iter().filter(|p| p.division.code().len() == 9);
    let towns = towns.map(|p| (p.division.code().to_owned(), p.name));
    let columns = vec![
        Column::new("name", t.text("finding-name")).filtered(Filter::Text),
        Column::new("screen", t.text("finding-screen")).filtered(Filter::Choice(screens.collect())),
        Column::new("state", t.text("finding-state")).filtered(Filter::Choice(states)),
        Column::new("due", t.text("finding-due")),
        Column::new("town", t.text("finding-place"))
            .filtered(Filter::Choice(towns.collect()))
            .wide(),
        Column::new("certainty", t.text("finding-certainty"))
            .number()
            .wide(),
    ];
    let list = List::new(request, "findings", "/findings", columns)?;
    let mut wanted = Wanted {
        name: list.wanted("name").to_owned(),
        screen: list.wanted("screen").to_owned(),
        town: list.wanted("town").to_owned(),
        ..Wanted::default()
    };
    match list.wanted("state") {
        "overdue" => wanted.overdue = true,
        "exempt" => wanted.exempt = true,
        code => wanted.state = State::of(code),
    }
    Ok((list, wanted))
}

/// The work list.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let Ok(declared) = declared() else {
        return no_pack(request, "findings");
    };
    let pack = declared.pack();
    let language = request.language.tag();
    let (mut list, wanted) = asked(request, pack)?;
    let page = list.page();
    let offset = (page - 1).saturating_mul(PAGE_ROWS);
    let (found, rows, today) = request.read(|ctx| {
        let found = find(ctx, &wanted, PAGE_ROWS, offset)?;
        Ok((found, count(ctx, &wanted)?, ctx.today()))
    })?;
    for one in &found {
        list.push(
            Row::to(format!("/findings/{}", one.id))
                .text(&one.name)
                .text(title(pack, one, language))
                .html(state(t, one, today))
                .text(one.due.to_string())
                .text(request.division(&one.division))
                .text(percent(one.certainty)),
        );
    }
    let nothing = kit::empty(
        &t.text("findings-none"),
        &t.text("findings-none-help"),
        None,
    );
    let list = list
        .or_nothing(nothing)
        .paged(Pager::Pages {
            page,
            rows,
            size: PAGE_ROWS,
        })
        .exported("/findings/export");
    let mut page = Page::of(request, "findings", &list.show()?);
    if request.who.can(Act::ComparisonsRun) {
        page = page.button(request, "comparisons", "/comparisons");
    }
    Ok(page.into())
}

/// What the list shows, as a workbook; without ID numbers.
pub(crate) fn export(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let Ok(declared) = declared() else {
        return no_pack(request, "findings");
    };
    let pack = declared.pack();
    let (_, wanted) = asked(request, pack)?;
    let found = request.write(|ctx| {
        let found = find(ctx, &wanted, ROWS_MAX, 0)?;
        ctx.tell(
            Entry::new(Act::FindingsSee, "finding", "-").after(json!({ "exported": found.len() })),
        );
        Ok(found)
    })?;
    let texts = |of: &dyn Fn(&Finding) -> String| {
        let values = found.iter().map(|f| Some(of(f)).filter(|t| !t.is_empty()));
        Values::Text(values.collect())
    };
    let sentence = usize::from(language != "zh-CN");
    let frame = Frame::default()
        .with(t.text("finding-name"), texts(&|f| f.name.clone()))
        .with(
            t.text("finding-screen"),
            texts(&|f| title(pack, f, language)),
        )
        .with(
            t.text("finding-says"),
            texts(&|f| f.message[sentence].clone()),
        )
        .with(t.text("finding-state"), texts(&|f| t.text(f.state.label())))
        .with(
            t.text("finding-outcome"),
            texts(&|f| f.outcome.map_or(String::new(), |o| t.text(o.label()))),
        )
        .with(t.text("finding-due"), texts(&|f| f.due.to_string()))
        .with(
            t.text("finding-place"),
            texts(&|f| request.division(&f.division)),
        )
        .with(
            t.text("finding-certainty"),
            texts(&|f| percent(f.certainty)),
        );
    let name = t.text("findings");
    let cover = Cover {
        title: name.clone(),
        lines: Vec::new(),
        sheet: name.clone(),
    };
    let folder = request.platform().settings().data.join("out");
    std::fs::create_dir_all(&folder).map_err(internal)?;
    let path = folder.join(format!("{}.xlsx", request.id));
    let written = sheet::write(&path.to_string_lossy(), &frame, &cover);
    let body = written
        .map_err(|e| Fault::Refused(base::message::Speak::message(&e)))
        .and_then(|()| std::fs::read(&path).map_err(internal));
    let _ = std::fs::remove_file(&path);
    Ok(Reply::File(Download {
        name: format!("{name}.xlsx"),
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        body: body?,
    }))
}

/// A row that a finding rests on, as it is shown.
struct Evidence {
    role: String,
    place: String,
    link: String,
    certainty: String,
    values: Vec<(String, String)>,
}

fn evidence(t: Say<'_>, pack: &Pack, language: &str, row: Proof) -> Evidence {
    let role = pack.roles.iter().find(|r| r.id == row.role);
    let numbers = row.numbers;
    let values = row.values.into_iter().enumerate();
    let masked = |(at, (header, value)): (usize, (String, String))| match numbers.contains(&at) {
        true => (header, mask_id(&value)),
        false => (header, value),
    };
    let said = base::message::Message::new("finding-row")
        .with("file", row.ledger)
        .with("row", row.row.to_string());
    Evidence {
        role: role.map_or(row.role.clone(), |r| r.label.of(language).to_owned()),
        place: t.say(&said),
        link: t.text(&row.link),
        certainty: percent(row.certainty),
        values: values.map(masked).collect(),
    }
}

#[derive(Template)]
#[template(path = "finding.html")]
struct Show<'a> {
    t: Say<'a>,
    f: Form<'a>,
    of: Finding,
    message: String,
    next: String,
    exempt: String,
    facts: Html,
    rows: Vec<Evidence>,
    course: Html,
    outcomes: Vec<(String, String)>,
    window: String,
    verifies: bool,
    closes: bool,
    own: bool,
}

fn show_page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let id: FindingId = request.param("id")?;
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let pack = declared()?.pack();
    let ((of, rows), past, today) =
        request.read(|ctx| Ok((get(ctx, id)?, events(ctx, id)?, ctx.today())))?;
    let screen = screen(pack, &of);
    let home = match of.person {
        Some(person) => request.read(|ctx| registry::household::current_of(ctx, person))?,
        None => None,
    };
    let name = match of.person {
        Some(person) => Html::link(&format!("/people/{person}"), &of.name),
        None => Html::text(&of.name),
    };
    let cite = screen.map_or(String::new(), |s| {
        format!("{} {}", s.cite.document, s.cite.article)
    });
    let direction = screen.map_or(String::new(), |s| {
        use policy::pack::Direction;
        t.text(match s.direction {
            Direction::Exit => "finding-exit",
            Direction::Entry => "finding-entry",
            Direction::Adjust => "finding-adjust",
            Direction::Check => "finding-check",
        })
    });
    let facts = Facts::new(t)
        .html(&t.text("finding-state"), state(t, &of, today))
        .html(&t.text("finding-name"), name)
        .text(&t.text("finding-place"), &request.division(&of.division))
        .text(&t.text("finding-direction"), &direction)
        .text(&t.text("finding-due"), &of.due.to_string())
        .text(&t.text("finding-certainty"), &percent(of.certainty))
        .text(&t.text("finding-cite"), cite.trim_end());
    let course: Vec<kit::Event> = past
        .iter()
        .map(|event| {
            let outcome = event.outcome.map(|o| t.text(o.label()));
            let what = t.text(event.step.label());
            kit::Event {
                when: t.time(&event.at),
                what: match outcome {
                    Some(outcome) => format!("{what} · {outcome}"),
                    None => what,
                },
                who: event.name.clone(),
                more: Html::text(&event.note),
                tone: match event.step {
                    Step::Found | Step::Again => Tone::Active,
                    Step::Close => Tone::Good,
                    Step::Verify => Tone::Warn,
                    Step::Gone | Step::Return => Tone::Plain,
                },
            }
        })
        .collect();
    let me = request.who.person().map(|p| p.id);
    let own = me.is_some() && me == of.verified_by;
    let exempt: Option<Label> = serde_json::from_str(&of.exempt).unwrap_or_default();
    let outcomes = Outcome::ALL.iter();
    let sentence = usize::from(language != "zh-CN");
    let title = title(pack, &of, language);
    let entry = screen.is_some_and(|s| s.direction == policy::pack::Direction::Entry);
    let content = Show {
        t,
        f: form.unwrap_or_else(|| Form::new(request)),
        message: of.message[sentence].clone(),
        next: screen.map_or(String::new(), |s| s.next.of(language).to_owned()),
        exempt: exempt.map_or(String::new(), |label| label.of(language).to_owned()),
        facts: facts.show(),
        rows: rows
            .into_iter()
            .map(|row| evidence(t, pack, language, row))
            .collect(),
        course: kit::timeline(&course),
        outcomes: outcomes
            .map(|o| (o.code().to_owned(), t.text(o.label())))
            .collect(),
        // Who should be let in is served at the window.
        window: match home {
            Some(home) if entry && request.who.can(Act::CasesReceive) => {
                format!("/window/{}", home.household)
            }
            _ => String::new(),
        },
        verifies: of.state == State::Open && request.who.can(Act::FindingsWork),
        closes: of.state == State::Verified && request.who.can(Act::FindingsClose) && !own,
        own: of.state == State::Verified && own,
        of,
    };
    let page = Page::new(request, "finding", &content)?.titled(&title);
    Ok(page.under(request, "findings", "/findings"))
}

/// One finding.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    if declared().is_err() {
        return no_pack(request, "finding");
    }
    show_page(request, None).map(Reply::Page)
}

fn seen(request: &Request<'_>) -> Result<(FindingId, i64), Fault> {
    let version = request.form.get("version").parse();
    Ok((request.param("id")?, version.map_err(|_| Fault::Stale)?))
}

fn after(request: &Request<'_>, done: Result<(), Fault>) -> Answer {
    let id: FindingId = request.param("id")?;
    match done {
        Ok(()) => Ok(Reply::See(format!("/findings/{id}?done=saved"))),
        Err(fault) => show_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

/// Tells what a look has shown.
pub(crate) fn verified(request: &Request<'_>) -> Answer {
    let seen = seen(request)?;
    let (outcome, note) = (request.form.get("outcome"), request.form.get("note"));
    after(
        request,
        request.write(|ctx| verify(ctx, seen, outcome, note)),
    )
}

/// Closes it.
pub(crate) fn closed(request: &Request<'_>) -> Answer {
    let seen = seen(request)?;
    let note = request.form.get("note");
    after(request, request.write(|ctx| close(ctx, seen, note)))
}

/// Gives it back.
pub(crate) fn returned(request: &Request<'_>) -> Answer {
    let seen = seen(request)?;
    let note = request.form.get("note");
    after(request, request.write(|ctx| give_back(ctx, seen, note)))
}

/// What was found about the people of a page.
pub(crate) fn section(request: &Request<'_>, subject: &Subject) -> Result<Told, Fault> {
    let Ok(declared) = declared() else {
        return Ok(Told::default());
    };
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let today = request.read(|ctx| Ok(ctx.today()))?;
    let mut all = Vec::new();
    for person in subject.people() {
        all.extend(request.read(|ctx| of_person(ctx, *person))?);
    }
    if all.is_empty() {
        return Ok(Told::default());
    }
    let mut body = String::from("<ul>");
    for one in &all {
        let link = Html::link(
            &format!("/findings/{}", one.id),
            &title(declared.pack(), one, language),
        );
        let name = Html::text(&one.name);
        body += &format!("<li>{link} {name} {}</li>", state(t, one, today));
    }
    let open = all.iter().filter(|f| f.state != State::Closed).count();
    Ok(Told {
        title: t.text("findings"),
        count: i64::try_from(open).ok(),
        body: Html::markup(body + "</ul>"),
        ..Told::default()
    })
}

/// What waits.
pub(crate) fn tiles(request: &Request<'_>) -> Result<Vec<Tile>, Fault> {
    if !request.who.can(Act::FindingsSee) || declared().is_err() {
        return Ok(Vec::new());
    }
    let t = Say(request.catalogue());
    let now = request.read(|ctx| tally(ctx, &Wanted::default()))?;
    if now.open + now.verified + now.closed == 0 {
        return Ok(Vec::new());
    }
    let tile = |state: &str, title: &str, number: i64, tone: Tone| Tile {
        path: format!("/findings?f.state={state}"),
        title: t.text(title),
        about: t.text(&format!("{title}-about")),
        number: Some(number.to_string()),
        tone,
    };
    let late = if now.overdue > 0 {
        Tone::Bad
    } else {
        Tone::Good
    };
    let mut tiles = vec![tile("overdue", "tile-findings-overdue", now.overdue, late)];
    if request.who.can(Act::FindingsClose) {
        let waits = tile(
            "verified",
            "tile-findings-verified",
            now.verified,
            Tone::Warn,
        );
        tiles.push(waits);
    }
    Ok(tiles)
}
