//! Pages of rolls: all of them, one with its waterfall and what stands against it, its lines, one
//! line explained.

use super::waterfall::{Bar, ROW, bars};
use super::{Block, Kind, Line, LineState, Roll, State, Wanted};
use crate::shown::{money, programme};
use askama::Template;
use base::date::Month;
use base::id::RollId;
use base::message::Message;
use base::{Fault, Fen};
use jiff::civil::Date;
use platform::{Act, Ctx};
use webkit::kit::{self, Facts, Tone};
use webkit::list::{Column, Filter, List, PAGE_ROWS, Pager, Row};
use webkit::{Answer, Form, Html, Page, Reply, Request, Say};

/// Lines that a page shows of what stands against payments.
const STOPPED_SHOWN: i64 = 20;

fn state(t: Say<'_>, roll: &Roll) -> Html {
    let tone = match roll.state {
        State::Draft => Tone::Plain,
        State::Signed => Tone::Warn,
        State::Approved | State::Filed => Tone::Active,
        State::Answered => Tone::Good,
    };
    kit::badge(tone, &t.text(roll.state.label()))
}

fn line_state(t: Say<'_>, line: &Line) -> Html {
    let (tone, code) = match (line.paid, line.state) {
        (Some(true), _) => (Tone::Good, "result-paid"),
        (Some(false), _) => (Tone::Bad, "result-failed"),
        (None, LineState::Pay) => (Tone::Active, line.state.label()),
        (None, LineState::Blocked) => (Tone::Bad, line.state.label()),
        (None, LineState::Held) => (Tone::Warn, line.state.label()),
        (None, LineState::Nothing) => (Tone::Plain, line.state.label()),
    };
    kit::badge(tone, &t.text(code))
}

/// What one programme pays.
struct Sum {
    code: String,
    title: String,
    lines: i64,
    amount: String,
}

struct Known {
    path: String,
    name: String,
    kind: String,
    state: Html,
    pay_on: Date,
    signed: String,
}

#[derive(Template)]
#[template(path = "rolls.html")]
struct ListPage<'a> {
    t: Say<'a>,
    f: Form<'a>,
    rolls: Vec<Known>,
    failed: Vec<(String, Month, Line, String)>,
    makes: bool,
    month: String,
    pay_on: String,
}

fn list_page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let t = Say(request.catalogue());
    let (rolls, failed, today) =
        request.read(|ctx| Ok((super::find(ctx)?, super::failed(ctx)?, ctx.today())))?;
    let names = |roll: &Roll| {
        let signed = [&roll.first, &roll.second].into_iter().flatten();
        let names: Vec<&str> = signed.map(|(_, name, _)| name.as_str()).collect();
        names.join("、")
    };
    let known = rolls.iter().map(|roll| Known {
        path: format!("/rolls/{}", roll.id),
        name: format!("{} · {}", roll.month, roll.number),
        kind: t.text(roll.kind.label()),
        state: state(t, roll),
        pay_on: roll.pay_on,
        signed: names(roll),
    });
    let month = Month::of(today).map_or_else(String::new, |m| m.to_string());
    let content = ListPage {
        t,
        f: form.unwrap_or_else(|| Form::new(request)),
        rolls: known.collect(),
        failed: failed
            .into_iter()
            .map(|(roll, month, line)| {
                let amount = money(line.pay);
                (
                    format!("/rolls/{roll}/lines/{}", line.number),
                    month,
                    line,
                    amount,
                )
            })
            .collect(),
        makes: request.who.can(Act::RollsMake),
        month,
        pay_on: today.to_string(),
    };
    Page::new(request, "rolls", &content)
}

/// All rolls, and what the bank sent back.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    list_page(request, None).map(Reply::Page)
}

fn asked(request: &Request<'_>) -> Result<(Month, Date), Fault> {
    let month = Month::parse(request.form.get("month"))
        .ok_or_else(|| Fault::field("month", Message::new("award-month")))?;
    let pay_on = request.form.get("pay_on").parse();
    let pay_on =
        pay_on.map_err(|_| Fault::field("pay_on", Message::new("base-date-unreadable")))?;
    Ok((month, pay_on))
}

fn made(request: &Request<'_>, done: Result<RollId, Fault>) -> Answer {
    match done {
        Ok(id) => Ok(Reply::See(format!("/rolls/{id}?done=saved"))),
        Err(fault) => list_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

/// Builds the roll of a month.
pub(crate) fn build(request: &Request<'_>) -> Answer {
    let done = asked(request)
        .and_then(|(month, pay_on)| request.write(|ctx| super::build(ctx, month, pay_on)));
    made(request, done)
}

/// Makes a roll of what can be paid again.
pub(crate) fn again(request: &Request<'_>) -> Answer {
    let done = asked(request)
        .and_then(|(month, pay_on)| request.write(|ctx| super::again(ctx, month, pay_on)));
    made(request, done)
}

struct Stopped {
    path: String,
    line: Line,
    why: String,
    amount: String,
}

fn stopped(t: Say<'_>, id: RollId, line: Line) -> Stopped {
    let block = line.block.map_or_else(String::new, |b| t.text(b.label()));
    Stopped {
        path: format!("/rolls/{id}/lines/{}", line.number),
        why: line
            .reason
            .clone()
            .filter(|_| line.state == LineState::Held)
            .unwrap_or(block),
        amount: money(line.pay),
        line,
    }
}

#[derive(Template)]
#[template(path = "roll.html")]
struct ShowPage<'a> {
    t: Say<'a>,
    f: Form<'a>,
    roll: Roll,
    facts: Html,
    bars: Vec<Bar>,
    height: i64,
    stopped: Vec<Stopped>,
    failed: Vec<Stopped>,
    programmes: Vec<Sum>,
    makes: bool,
    signs: bool,
    own: bool,
    today: Date,
    /// What the declared layout of the bank is called; empty where none is declared.
    layout: String,
}

pub(super) fn show_page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let id: RollId = request.param("id")?;
    let t = Say(request.catalogue());
    let of = |state: &str, result: &str| Wanted {
        state: state.to_owned(),
        result: result.to_owned(),
        ..Wanted::default()
    };
    let (roll, steps, blocked, held, failed, programmes, today) = request.read(|ctx| {
        let some = |wanted: &Wanted| super::lines(ctx, id, wanted, (STOPPED_SHOWN, 0));
        Ok((
            super::get(ctx, id)?,
            super::waterfall(ctx, id)?,
            some(&of("blocked", ""))?,
            some(&of("held", ""))?,
            some(&of("", "failed"))?,
            super::sums(ctx, id, &of("pay", ""), ("programme", "pay_fen"))?,
            ctx.today(),
        ))
    })?;
    let mut facts = Facts::new(t)
        .html(&t.text("roll-state"), state(t, &roll))
        .text(&t.text("roll-pay-on"), &roll.pay_on.to_string())
        .text(
            &t.text("roll-built"),
            &format!("{} · {}", t.time(&roll.built_at), roll.built_by),
        );
    for (code, signed) in [("roll-first", &roll.first), ("roll-second", &roll.second)] {
        if let Some((_, name, at)) = signed {
            facts = facts.text(&t.text(code), &format!("{name} · {}", t.time(at)));
        }
    }
    for (code, print) in [
        ("roll-print", &roll.fingerprint),
        ("roll-file-print", &roll.file_fingerprint),
    ] {
        if let Some(print) = print {
            facts = facts.text(&t.text(code), print.get(..16).unwrap_or(print));
        }
    }
    let own = match (&roll.first, request.who.person()) {
        (Some((first, _, _)), Some(person)) => *first == person.id,
        _ => false,
    };
    let bars = bars(t, id, &steps);
    let title = format!(
        "{} {} · {}",
        t.text(roll.kind.label()),
        roll.month,
        roll.number
    );
    let content = ShowPage {
        t,
        f: form.unwrap_or_else(|| Form::new(request)),
        facts: facts.show(),
        height: bars.len() as i64 * ROW,
        bars,
        stopped: blocked
            .into_iter()
            .chain(held)
            .map(|line| stopped(t, id, line))
            .collect(),
        failed: failed
            .into_iter()
            .map(|line| stopped(t, id, line))
            .collect(),
        programmes: programmes
            .into_iter()
            .map(|(code, step)| Sum {
                title: programme(request, &code),
                lines: step.lines,
                amount: money(step.amount),
                code,
            })
            .collect(),
        makes: request.who.can(Act::RollsMake),
        signs: request.who.can(Act::RollsSign),
        own,
        today,
        layout: match super::exchange::declared(request.platform().settings()) {
            Ok(layout) => layout.map_or_else(String::new, |l| l.name),
            // Whoever chooses it is told what is wrong with it.
            Err(_) => "bank.toml".to_owned(),
        },
        roll,
    };
    let page = Page::new(request, "roll", &content)?.titled(&title);
    Ok(page.under(request, "rolls", "/rolls"))
}

/// One roll.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    show_page(request, None).map(Reply::Page)
}

pub(super) fn after<T>(request: &Request<'_>, result: Result<T, Fault>) -> Answer {
    let id: RollId = request.param("id")?;
    match result {
        Ok(_) => Ok(Reply::See(format!("/rolls/{id}?done=saved"))),
        Err(fault) => show_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

fn seen(request: &Request<'_>) -> Result<(RollId, i64), Fault> {
    let version = request.form.get("version").parse();
    Ok((request.param("id")?, version.map_err(|_| Fault::Stale)?))
}

/// Signs.
pub(crate) fn sign(request: &Request<'_>) -> Answer {
    let at = seen(request)?;
    let done = request.write(|ctx| super::sign(ctx, at));
    after(request, done)
}

/// Takes the first signature back.
pub(crate) fn reopen(request: &Request<'_>) -> Answer {
    let (at, reason) = (seen(request)?, request.form.get("reason"));
    let done = request.write(|ctx| super::reopen(ctx, at, reason));
    after(request, done)
}

fn columns(t: Say<'_>) -> Vec<Column> {
    let choice = |all: &[(&str, &str)]| {
        let named = all.iter().map(|(v, code)| ((*v).to_owned(), t.text(code)));
        Filter::Choice(named.collect())
    };
    let states: Vec<(&str, &str)> = LineState::ALL
        .iter()
        .map(|s| (s.code(), s.label()))
        .collect();
    let causes: Vec<(&str, &str)> = super::Cause::ALL
        .iter()
        .map(|c| (c.code(), c.label()))
        .collect();
    let looks = [
        ("warned", "look-warned"),
        ("arrears", "look-arrears"),
        ("failed", "result-failed"),
    ];
    vec![
        Column::new("number", t.text("line-number")),
        Column::new("payee", t.text("line-payee")),
        Column::new("state", t.text("line-state")).filtered(choice(&states)),
        Column::new("pay", t.text("line-amount")).number(),
        Column::new("last", t.text("line-last")).number().wide(),
        Column::new("cause", t.text("line-cause"))
            .filtered(choice(&causes))
            .wide(),
        Column::new("programme", t.text("award-programme")).filtered(Filter::Text),
        Column::new("case", t.text("award-case")).wide(),
        Column::new("place", t.text("award-place"))
            .filtered(Filter::Text)
            .wide(),
        Column::new("look", t.text("line-look"))
            .filtered(choice(&looks))
            .wide(),
    ]
}

/// The lines of a roll.
pub(crate) fn lines(request: &Request<'_>) -> Answer {
    let id: RollId = request.param("id")?;
    let t = Say(request.catalogue());
    let path = format!("/rolls/{id}/lines");
    let mut list = List::new(request, "roll-lines", &path, columns(t))?;
    let look = list.wanted("look");
    let wanted = Wanted {
        state: list.wanted("state").to_owned(),
        cause: list.wanted("cause").to_owned(),
        programme: list.wanted("programme").to_owned(),
        division: list.wanted("place").to_owned(),
        result: if look == "failed" { "failed" } else { "" }.to_owned(),
        warned: look == "warned",
        arrears: look == "arrears",
        ..Wanted::default()
    };
    let page = list.page();
    let offset = (page - 1).saturating_mul(PAGE_ROWS);
    let (roll, mut found) = request.read(|ctx| {
        Ok((
            super::get(ctx, id)?,
            super::lines(ctx, id, &wanted, (PAGE_ROWS + 1, offset))?,
        ))
    })?;
    let more = found.len() as i64 > PAGE_ROWS;
    found.truncate(PAGE_ROWS as usize);
    for line in &found {
        let look = line.warning.map_or_else(String::new, |w| t.text(w.label()));
        list.push(
            Row::to(format!("/rolls/{id}/lines/{}", line.number))
                .text(line.number.to_string())
                .text(&line.payee_name)
                .html(line_state(t, line))
                .html(kit::number(&money(line.pay)))
                .html(kit::number(&money(line.last)))
                .text(t.text(line.cause.label()))
                .text(programme(request, &line.programme))
                .text(&line.case_number)
                .text(request.division(&line.division))
                .text(look),
        );
    }
    let list = list.paged(Pager::Open {
        page,
        more,
        size: PAGE_ROWS,
    });
    let title = format!("{} {}", t.text("roll-lines"), roll.month);
    Ok(Page::of(request, "roll-lines", &list.show()?)
        .titled(&title)
        .under(request, "rolls", "/rolls")
        .into())
}

#[derive(Template)]
#[template(path = "roll_line.html")]
struct LinePage<'a> {
    t: Say<'a>,
    f: Form<'a>,
    roll: Roll,
    line: Line,
    facts: Html,
    months: Vec<(Month, String)>,
    block: String,
    warning: String,
    holds: bool,
    releases: bool,
}

fn line_page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let (id, number): (RollId, i64) = (request.param("id")?, request.param("number")?);
    let t = Say(request.catalogue());
    let (roll, line) =
        request.read(|ctx| Ok((super::get(ctx, id)?, super::line(ctx, id, number)?)))?;
    let mut facts = Facts::new(t)
        .html(&t.text("line-state"), line_state(t, &line))
        .html(
            &t.text("line-payee"),
            Html::link(&format!("/people/{}", line.payee), &line.payee_name),
        )
        .html(
            &t.text("award-case"),
            Html::link(&format!("/awards/{}", line.award), &line.case_number),
        )
        .text(
            &t.text("award-programme"),
            &programme(request, &line.programme),
        )
        .text(&t.text("award-place"), &request.division(&line.division))
        .text(&t.text("award-persons-for"), &line.persons.to_string());
    for (code, amount) in [
        ("line-due", line.due),
        ("step-arrears", line.arrears),
        ("step-recovery", line.recovery),
        ("line-amount", line.pay),
        ("line-last", line.last),
        ("line-left", line.left),
    ] {
        if amount != Fen::ZERO {
            facts = facts.html(&t.text(code), kit::number(&money(amount)));
        }
    }
    if let Some(why) = &line.failure {
        facts = facts.text(&t.text("line-failure"), why);
    }
    if let Some(reason) = &line.reason {
        facts = facts.text(&t.text("line-reason"), reason);
    }
    let draft = roll.state == State::Draft && request.who.can(Act::RollsMake);
    let passes = match line.state {
        LineState::Held => line.block.is_none_or(Block::may_pass),
        LineState::Blocked => line.block.is_some_and(Block::may_pass),
        _ => false,
    };
    let title = format!("{} · {}", line.payee_name, roll.month);
    let content = LinePage {
        t,
        f: form.unwrap_or_else(|| Form::new(request)),
        facts: facts.show(),
        months: line
            .months
            .iter()
            .map(|(m, fen)| (*m, money(*fen)))
            .collect(),
        block: line.block.map_or_else(String::new, |b| t.text(b.label())),
        warning: line.warning.map_or_else(String::new, |w| t.text(w.label())),
        holds: draft && line.state == LineState::Pay,
        releases: draft && passes,
        roll,
        line,
    };
    let page = Page::new(request, "roll-line", &content)?.titled(&title);
    Ok(page.under(request, "rolls", "/rolls"))
}

/// One line, explained.
pub(crate) fn line(request: &Request<'_>) -> Answer {
    line_page(request, None).map(Reply::Page)
}

/// What is decided of a line, with a reason.
type Judging = fn(&Ctx<'_>, (RollId, i64), i64, &str) -> Result<(), Fault>;

fn judged(request: &Request<'_>, act: Judging) -> Answer {
    let (at, number): (_, i64) = (seen(request)?, request.param("number")?);
    let reason = request.form.get("reason");
    match request.write(|ctx| act(ctx, at, number, reason)) {
        Ok(()) => Ok(Reply::See(format!(
            "/rolls/{}/lines/{number}?done=saved",
            at.0
        ))),
        Err(fault) => line_page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

/// Holds a line.
pub(crate) fn hold(request: &Request<'_>) -> Answer {
    judged(request, super::hold)
}

/// Lets a line pass.
pub(crate) fn release(request: &Request<'_>) -> Answer {
    judged(request, super::release)
}

/// A kind as the template compares it.
impl Roll {
    /// Whether it pays again what the bank sent back.
    pub(crate) fn is_again(&self) -> bool {
        self.kind == Kind::Again
    }
}
