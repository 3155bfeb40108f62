//! Pages of cases: the work list, and one case: where it stands, who must act by when, why it would
//! be granted, what is missing, what happened.

use super::files;
use super::road::{self, Place, may_act};
use super::{Answer as Decided, Casefile, Going, Kind, Paid, State, Verdict, Wanted};
use super::{count, decision, events, find, get, journey, note, turn, withdraw};
use crate::papers::Hanging;
use crate::papers::notice::of_case;
use crate::papers::pages::offered;
use crate::told::{Told, told};
use crate::window;
use askama::Template;
use base::id::CasefileId;
use base::message::Message;
use base::{Fault, Fen};
use jiff::civil::Date;
use platform::{Act, Who};
use policy::pack::Pack;
use registry::{person, register};
use webkit::kit::{self, Facts, Tone};
use webkit::list::{Column, Filter, List, PAGE_ROWS, Pager, Row};
use webkit::{Answer, Form, Html, Page, Reply, Request, Say, Tile};

/// The title of a case's programme.
pub(crate) fn title(pack: &Pack, case: &Casefile, language: &str) -> String {
    let programme = pack.programme(&case.programme);
    programme
        .map_or(case.programme.as_str(), |p| p.title.of(language))
        .to_owned()
}

/// A case's state as its reader should take it.
pub(crate) fn state(t: Say<'_>, case: &Casefile, today: Date) -> Html {
    let late = case.state == State::Open && case.due.is_some_and(|due| due < today);
    let word = t.text(case.state.label());
    match case.state {
        State::Open if late => {
            kit::badge(Tone::Bad, &format!("{word} · {}", t.text("case-overdue")))
        }
        State::Open => kit::badge(Tone::Active, &word),
        State::Granted => kit::badge(Tone::Good, &word),
        State::Refused | State::Withdrawn => kit::badge(Tone::Plain, &word),
    }
}

/// The actors of roads that somebody can stand for.
fn actors(who: &Who) -> Vec<String> {
    let held = who.person().map_or(&[][..], |p| p.grants.as_slice());
    let all = policy::programme::road::ACTORS.iter();
    let mine = all.filter(|a| held.iter().any(|g| road::roles(a).contains(&g.role)));
    mine.map(|a| (*a).to_owned()).collect()
}

fn step_label(pack: &Pack, case: &Casefile, step: &str, language: &str) -> String {
    let road = pack
        .programme(&case.programme)
        .and_then(|p| p.road.as_ref());
    let found = road.and_then(|r| r.steps.iter().rfind(|s| s.id == step));
    found.map_or(step, |s| s.label.of(language)).to_owned()
}

/// The work list, the first due first.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let Ok(declared) = register::declared() else {
        let nothing = kit::empty(
            &t.text("registers-no-pack"),
            &t.text("registers-no-pack-help"),
            None,
        );
        return Ok(Page::of(request, "cases", &nothing).into());
    };
    let pack = declared.pack();
    let language = request.language.tag();
    let mut states: Vec<(String, String)> = [("mine", "case-mine"), ("overdue", "case-overdue")]
        .map(|(value, code)| (value.to_owned(), t.text(code)))
        .to_vec();
    states.extend(
        State::ALL
            .iter()
            .map(|s| (s.code().to_owned(), t.text(s.label()))),
    );
    let roads = pack.programmes.iter().filter(|p| p.road.is_some());
    let programmes = roads.map(|p| (p.id.clone(), p.title.of(language).to_owned()));
    let columns = vec![
        Column::new("number", t.text("case-number")).filtered(Filter::Text),
        Column::new("programme", t.text("case-programme"))
            .filtered(Filter::Choice(programmes.collect())),
        Column::new("person", t.text("case-person")),
        Column::new("state", t.text("case-state")).filtered(Filter::Choice(states)),
        Column::new("step", t.text("case-step")),
        Column::new("due", t.text("case-due")),
        Column::new("place", t.text("case-place")).wide(),
    ];
    let mut list = List::new(request, "cases", "/cases", columns)?;
    let mut wanted = Wanted {
        programme: list.wanted("programme").to_owned(),
        number: list.wanted("number").to_owned(),
        ..Wanted::default()
    };
    match list.wanted("state") {
        "mine" => wanted.actors = Some(actors(&request.who)),
        "overdue" => wanted.overdue = true,
        code => wanted.state = State::of(code),
    }
    let page = list.page();
    let offset = (page - 1).saturating_mul(PAGE_ROWS);
    let (cases, rows, today) = request.read(|ctx| {
        let (found, _) = find(ctx, &wanted, PAGE_ROWS, offset)?;
        let mut cases = Vec::new();
        for case in found {
            let name = person::get(ctx, case.person).map(|p| p.name);
            cases.push((case, name.unwrap_or_default()));
        }
        Ok((cases, count(ctx, &wanted)?, ctx.today()))
    })?;
    for (case, name) in &cases {
        let step = case.step.as_deref().unwrap_or_default();
        list.push(
            Row::to(format!("/cases/{}", case.id))
                .text(&case.number)
                .text(title(pack, case, language))
                .text(name)
                .html(state(t, case, today))
                .text(step_label(pack, case, step, language))
                .text(case.due.map_or(String::new(), |d| d.to_string()))
                .text(request.division(&case.division)),
        );
    }
    let nothing = kit::empty(&t.text("cases-none"), &t.text("cases-none-help"), None);
    let list = list.or_nothing(nothing).paged(Pager::Pages {
        page,
        rows,
        size: PAGE_ROWS,
    });
    let mut page = Page::of(request, "cases", &list.show()?);
    if request.who.can(Act::CasesReceive) {
        page = page.button(request, "window", "/window");
    }
    page = page.button(request, "notices-print", "/cases/notices");
    Ok(page.into())
}

struct Stop {
    label: String,
    actor: String,
    when: String,
    class: &'static str,
    here: bool,
}

struct Way {
    step: String,
    branch: String,
    label: String,
    decides: bool,
    /// A grant is paid from the town's reserve on the spot.
    pays: bool,
}

struct Clocked {
    what: String,
    due: String,
    state: Html,
    cite: String,
}

#[derive(Template)]
#[template(path = "case.html")]
struct Show<'a> {
    t: Say<'a>,
    f: Form<'a>,
    case: Casefile,
    stops: Vec<Stop>,
    facts: Html,
    now: String,
    ways: Vec<Way>,
    waits: String,
    purse: Vec<(String, String)>,
    /// What the step asks for, and whether it is there.
    evidence: Vec<(String, bool)>,
    files: Html,
    clocks: Vec<Clocked>,
    told: Told,
    granted: bool,
    amount: String,
    history: Html,
    withdraws: bool,
    writes: bool,
    papers: Vec<(&'static str, String)>,
}

fn clocked(t: Say<'_>, language: &str, clock: &policy::journey::Clock<'_>, today: Date) -> Clocked {
    let what = match clock.of {
        policy::journey::Ruled::Step(step) => step.label.of(language).to_owned(),
        policy::journey::Ruled::Whole(_) => t.text("case-whole-road"),
    };
    let state = match (clock.done, clock.overrun(today)) {
        (Some(_), Some(true)) => kit::badge(Tone::Warn, &t.text("case-clock-late")),
        (Some(_), _) => kit::badge(Tone::Good, &t.text("case-clock-done")),
        (None, Some(true)) => kit::badge(Tone::Bad, &t.text("case-overdue")),
        (None, _) if clock.stands_still => kit::badge(Tone::Plain, &t.text("case-clock-still")),
        (None, _) => kit::badge(Tone::Active, &t.text("case-clock-runs")),
    };
    Clocked {
        what,
        due: clock
            .due
            .as_ref()
            .map_or(String::new(), ToString::to_string),
        state,
        cite: crate::told::cited(clock.cite()),
    }
}

fn history(t: Say<'_>, happened: &[super::Event], label: &dyn Fn(&str) -> String) -> Html {
    let shown = happened.iter().rev().map(|event| {
        let step = event.step.as_deref().map_or(String::new(), label);
        let what = t.text(event.kind.label());
        let mut more = Html::text(&event.note);
        if event.kind == Kind::Decide {
            let text = |key: &str| event.data[key].as_str().unwrap_or_default().to_owned();
            let line = Message::new("case-decided-line")
                .with(
                    "verdict",
                    t.text(match text("verdict").as_str() {
                        "granted" => "case-granted",
                        _ => "case-refused",
                    }),
                )
                .with("amount", text("amount"))
                .with("computed", text("computed_amount"));
            more = Html::text(t.say(&line))
                .and(&Html::markup("<br>"))
                .and(&more);
        }
        kit::Event {
            when: t.time(&event.at),
            what: match step.is_empty() {
                true => what,
                false => format!("{what}: {step}"),
            },
            who: event.name.clone(),
            more,
            tone: match event.kind {
                Kind::Decide => Tone::Good,
                Kind::Withdraw => Tone::Warn,
                _ => Tone::Plain,
            },
        }
    });
    kit::timeline(&shown.collect::<Vec<_>>())
}

/// The road as a ribbon.
fn stops(
    (t, language): (Say<'_>, &str),
    pack: &Pack,
    (case, road): (&Casefile, &policy::journey::Journey<'_>),
    today: Date,
) -> Vec<Stop> {
    let stop = |(step, place): (&policy::programme::RoadStep, Place)| Stop {
        label: step.label.of(language).to_owned(),
        actor: t.text(&format!("case-actor-{}", step.actor)),
        when: match place {
            Place::Behind(day) => day.to_string(),
            _ => String::new(),
        },
        class: match place {
            Place::Behind(_) => "behind",
            Place::Here => "here",
            Place::Ahead => "ahead",
        },
        here: place == Place::Here,
    };
    road::ribbon(pack, case, road, today)
        .into_iter()
        .map(stop)
        .collect()
}

/// What a case is, at a glance.
fn facts_of(
    request: &Request<'_>,
    case: &Casefile,
    (application, name): (&str, &str),
    today: Date,
) -> Facts {
    let t = Say(request.catalogue());
    let receipt = Html::link(&format!("/applications/{}", case.application), application);
    let home = Html::link(&format!("/households/{}", case.household), name);
    let list = Facts::new(t)
        .text(&t.text("case-number"), &case.number)
        .html(&t.text("case-state"), state(t, case, today))
        .html(&t.text("case-person"), home)
        .text(&t.text("case-place"), &request.division(&case.division))
        .text(&t.text("case-received"), &case.begun_on.to_string())
        .html(&t.text("receipt"), receipt);
    match case.amount {
        Some(amount) => list.text(&t.text("case-amount"), &amount.to_string()),
        None => list,
    }
}

fn show_page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let id: CasefileId = request.param("id")?;
    let t = Say(request.catalogue());
    let language = request.language.tag();
    let pack = register::declared()?.pack();
    let (case, happened, (facts, computed), application, name, today, notice) =
        request.read(|ctx| {
            let case = get(ctx, id)?;
            let application = window::application(ctx, case.application)?;
            let name = person::get(ctx, case.person)?.name;
            let decision = decision(ctx, pack, &case, ctx.today())?;
            let notice = of_case(ctx, pack, &case)?;
            Ok((
                case,
                events(ctx, id)?,
                decision,
                application,
                name,
                ctx.today(),
                notice,
            ))
        })?;
    let road = journey(pack, &case, &happened)?;
    let actor = |actor: &str| t.text(&format!("case-actor-{actor}"));
    let over = matches!(case.state, State::Refused | State::Withdrawn);
    let now = road.now().filter(|_| !over);
    let mine = now.is_some_and(|n| may_act(&request.who, &case, n.step, road.past().is_empty()))
        && request.who.can(Act::CasesTurn);
    let open = case.state == State::Open;
    let turns = if mine { road.turns(today) } else { Vec::new() };
    let ways = turns.iter().map(|turn| Way {
        step: turn.to().map_or(String::new(), |s| s.id.clone()),
        branch: turn.branch().map_or(String::new(), |b| b.id.clone()),
        label: match (turn.branch(), turn.to()) {
            (Some(branch), _) => branch.label.of(language).to_owned(),
            (None, Some(step)) => step.label.of(language).to_owned(),
            (None, None) => t.text("case-end-of-road"),
        },
        decides: open
            && turn.branch().is_none()
            && now.is_some_and(|n| n.step.decides)
            && !turn.to().is_some_and(|s| s.decides),
        pays: now.is_some_and(|n| n.step.pays_from.is_some()),
    });
    let ways = ways.collect();
    let earliest = road.earliest().filter(|day| *day > today && now.is_some());
    let waits = earliest.map_or_else(String::new, |day| {
        t.say(&Message::new("case-hangs-until").with("day", day.to_string()))
    });
    let line = now.map_or_else(String::new, |n| {
        let due = case.due.map_or_else(String::new, |d| d.to_string());
        let code = if due.is_empty() {
            "case-now"
        } else {
            "case-now-due"
        };
        t.say(
            &Message::new(code)
                .with("step", n.step.label.of(language).to_owned())
                .with("actor", actor(&n.step.actor))
                .with("due", due),
        )
    });
    let list = facts_of(request, &case, (&application.number, &name), today);
    let label = |step: &str| step_label(pack, &case, step, language);
    let evidence = now.map(|n| n.step.evidence.iter());
    let evidence = evidence.into_iter().flatten();
    let there = request.read(|ctx| files::there(ctx, &case))?;
    let f = form.unwrap_or_else(|| Form::new(request));
    let content = Show {
        t,
        files: files::shelf(request, pack, &case).panel(request, &f)?,
        f,
        stops: stops((t, language), pack, (&case, &road), today),
        facts: list.show(),
        now: line,
        ways,
        waits,
        evidence: evidence
            .map(|(code, label, _)| (label.of(language).to_owned(), there.contains(code)))
            .collect(),
        clocks: road
            .clocks(today)
            .iter()
            .map(|c| clocked(t, language, c, today))
            .collect(),
        told: told((t, language), pack, &facts, &computed),
        granted: computed.outcome == policy::decide::Outcome::Granted,
        amount: computed.amount.unwrap_or(Fen::ZERO).to_string(),
        history: history(t, &happened, &label),
        purse: purse(t),
        withdraws: open && request.who.can(Act::CasesReceive),
        writes: request.who.can(Act::CasesTurn),
        papers: papers(pack, &case, notice.as_ref(), language),
        case: case.clone(),
    };
    let page = Page::new(request, "case", &content)?;
    let page = page.titled(&format!("{} · {name}", title(pack, &case, language)));
    Ok(page.under(request, "cases", "/cases"))
}

/// In which ways somebody can be paid on the spot.
fn purse(t: Say<'_>) -> Vec<(String, String)> {
    let ways = treasury::reserve::Way::ALL.iter();
    let named = ways.map(|way| (way.code().to_owned(), t.text(way.label())));
    named.collect()
}

/// The papers that can be printed of a case now, by their names.
fn papers(
    pack: &Pack,
    case: &Casefile,
    notice: Option<&Hanging>,
    language: &str,
) -> Vec<(&'static str, String)> {
    let named = |occasion: &'static str| {
        let paper = policy::paper::find(&pack.papers, occasion, &case.programme);
        let label = paper.map_or(occasion, |p| p.label.of(language));
        (occasion, label.to_owned())
    };
    let all = offered(pack, case, notice).into_iter();
    all.map(named).collect()
}

/// One case.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    show_page(request, None).map(Reply::Page)
}

fn seen(request: &Request<'_>) -> Result<(CasefileId, i64), Fault> {
    let version = request.form.get("version").parse();
    Ok((request.param("id")?, version.map_err(|_| Fault::Stale)?))
}

pub(super) fn then(request: &Request<'_>, id: CasefileId, result: Result<(), Fault>) -> Answer {
    match result {
        Ok(()) => Ok(Reply::See(format!("/cases/{id}?done=saved"))),
        Err(fault) => show_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

/// Takes a turn.
pub(crate) fn moved(request: &Request<'_>) -> Answer {
    let at = seen(request)?;
    let pack = register::declared()?.pack();
    let given = |name: &str| Some(request.form.get(name).to_owned()).filter(|v| !v.is_empty());
    let going = Going {
        step: given("step"),
        branch: given("branch"),
    };
    let paid = treasury::reserve::Way::of(request.form.get("way")).map(|way| Paid {
        way,
        receipt: request.form.get("receipt").to_owned(),
        witness: request.form.get("witness").to_owned(),
    });
    let decided = |verdict| Some(Decided { verdict, paid });
    let answer = match request.form.get("answer") {
        "refuse" => decided(Verdict::Refuse),
        "grant" => match base::money::written::parse(request.form.get("amount")) {
            Ok(amount) => decided(Verdict::Grant(amount)),
            Err(_) => {
                let wrong = Fault::field("amount", Message::new("case-amount-form"));
                return then(request, at.0, Err(wrong));
            }
        },
        _ => None,
    };
    let note = request.form.get("note");
    let done = request.write(|ctx| turn(ctx, pack, at, &going, (note, answer)));
    then(request, at.0, done)
}

/// Writes a note.
pub(crate) fn noted(request: &Request<'_>) -> Answer {
    let id: CasefileId = request.param("id")?;
    let done = request.write(|ctx| note(ctx, id, request.form.get("note")));
    then(request, id, done)
}

/// Takes the application back.
pub(crate) fn withdrawn(request: &Request<'_>) -> Answer {
    let at = seen(request)?;
    let done = request.write(|ctx| withdraw(ctx, at, request.form.get("note")));
    then(request, at.0, done)
}

/// What whoever asks has to do: cases in which they act, and what is late.
pub(crate) fn tiles(request: &Request<'_>) -> Result<Vec<Tile>, Fault> {
    if !request.who.can(Act::CasesSee) || register::declared().is_err() {
        return Ok(Vec::new());
    }
    let t = Say(request.catalogue());
    let (mine, late) = request.read(|ctx| {
        let own = Wanted {
            actors: Some(actors(ctx.who())),
            ..Wanted::default()
        };
        let late = Wanted {
            overdue: true,
            ..Wanted::default()
        };
        Ok((count(ctx, &own)?, count(ctx, &late)?))
    })?;
    let tile = |state: &str, title: &str, number: i64, tone: Tone| Tile {
        path: format!("/cases?f.state={state}"),
        title: t.text(title),
        about: t.text(&format!("{title}-about")),
        number: Some(number.to_string()),
        tone,
    };
    let tone = if late > 0 { Tone::Bad } else { Tone::Good };
    Ok(vec![
        tile("mine", "tile-cases-mine", mine, Tone::Active),
        tile("overdue", "tile-cases-overdue", late, tone),
    ])
}
