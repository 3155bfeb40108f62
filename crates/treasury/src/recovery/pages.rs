//! Pages of money asked back: the list, one with what came of it, and the form on an award's page.

use super::{Kind, Recovery, Settled, asked, find, get, of_award, open, settle};
use crate::shown::{fen, money, programme};
use askama::Template;
use base::id::{AwardId, RecoveryId};
use base::message::{Message, Speak};
use base::{Fault, Fen, money::written};
use jiff::civil::Date;
use platform::Act;
use webkit::kit::{self, Facts, Tone};
use webkit::{Answer, Form, Html, Page, Reply, Request, Say};

struct Line {
    path: String,
    name: String,
    programme: String,
    amount: String,
    open: String,
    due: String,
    state: Html,
}

#[derive(Template)]
#[template(path = "recoveries.html")]
struct ListPage<'a> {
    t: Say<'a>,
    lines: Vec<Line>,
    total: String,
}

fn state(t: Say<'_>, of: &Recovery, today: Date) -> Html {
    let (tone, code) = match of.closed_on {
        Some(_) => (Tone::Good, "recovery-closed"),
        None if of.due < today => (Tone::Bad, "recovery-overdue"),
        None => (Tone::Warn, "recovery-waiting"),
    };
    kit::badge(tone, &t.text(code))
}

/// Every recovery within reach.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let (found, today) = request.read(|ctx| Ok((find(ctx)?, ctx.today())))?;
    let total: i64 = found.iter().map(|r| r.open().get()).sum();
    let lines = found.iter().map(|r| Line {
        path: format!("/recoveries/{}", r.id),
        name: r.name.clone(),
        programme: programme(request, &r.programme),
        amount: money(r.amount),
        open: money(r.open()),
        due: r.due.to_string(),
        state: state(t, r, today),
    });
    let content = ListPage {
        t,
        lines: lines.collect(),
        total: money(Fen::new(total)),
    };
    Ok(Page::new(request, "recoveries", &content)?.into())
}

struct Part {
    on: String,
    kind: String,
    month: String,
    amount: String,
    document: String,
    by: String,
}

#[derive(Template)]
#[template(path = "recovery.html")]
struct ShowPage<'a> {
    t: Say<'a>,
    f: Form<'a>,
    id: RecoveryId,
    version: i64,
    facts: Html,
    parts: Vec<Part>,
    kinds: Vec<(String, String)>,
    settles: bool,
}

fn page<'a>(request: &Request<'a>, form: Option<Form<'a>>) -> Result<Page, Fault> {
    let id: RecoveryId = request.param("id")?;
    let t = Say(request.catalogue());
    let ((of, entries), today) = request.read(|ctx| Ok((get(ctx, id)?, ctx.today())))?;
    let facts = Facts::new(t)
        .html(&t.text("line-state"), state(t, &of, today))
        .html(
            &t.text("line-payee"),
            Html::link(&format!("/people/{}", of.payee), &of.name),
        )
        .html(
            &t.text("award"),
            Html::link(&format!("/awards/{}", of.award), &of.case_number),
        )
        .text(
            &t.text("award-programme"),
            &programme(request, &of.programme),
        )
        .text(&t.text("award-place"), &request.division(&of.division))
        .text(&t.text("recovery-why"), &of.reason)
        .text(&t.text("recovery-due"), &of.due.to_string())
        .html(&t.text("recovery-amount"), fen(of.amount))
        .html(&t.text("recovery-back"), fen(of.back))
        .html(&t.text("recovery-off"), fen(of.off))
        .html(&t.text("recovery-left"), fen(of.open()));
    let parts = entries.iter().map(|e| Part {
        on: e.on.to_string(),
        kind: t.text(e.kind.label()),
        month: e.month.to_string(),
        amount: money(e.amount),
        document: e.document.clone(),
        by: e.by.clone(),
    });
    let words = |k: &Kind| (k.code().to_owned(), t.text(k.label()));
    let content = ShowPage {
        t,
        f: form.unwrap_or_else(|| Form::new(request)),
        id,
        version: of.version,
        facts: facts.show(),
        parts: parts.collect(),
        kinds: Kind::ALL.iter().map(words).collect(),
        settles: of.closed_on.is_none() && request.who.can(Act::FundsKeep),
    };
    let page = Page::new(request, "recovery", &content)?.titled(&of.name);
    Ok(page.under(request, "recoveries", "/recoveries"))
}

/// One recovery.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    page(request, None).map(Reply::Page)
}

fn day(request: &Request<'_>, name: &'static str) -> Result<Date, Fault> {
    let day = request.form.get(name).parse();
    day.map_err(|_| Fault::field(name, Message::new("base-date-unreadable")))
}

/// Settles a part.
pub(crate) fn part(request: &Request<'_>) -> Answer {
    let id: RecoveryId = request.param("id")?;
    let version = request.form.get("version").parse().unwrap_or(0);
    let asked = || -> Result<Settled, Fault> {
        let amount = written::parse(request.form.get("amount"));
        Ok(Settled {
            kind: Kind::of(request.form.get("kind")).ok_or(Fault::NotFound)?,
            amount: amount.map_err(|e| Fault::field("amount", e.message()))?,
            on: day(request, "on")?,
            document: request.form.get("document").to_owned(),
        })
    };
    let done = asked().and_then(|part| request.write(|ctx| settle(ctx, (id, version), &part)));
    match done.map_err(crate::shown::at_field("amount")) {
        Ok(()) => Ok(Reply::See(format!("/recoveries/{id}?done=saved"))),
        Err(fault) => page(request, Some(Form::again(request, fault)?)).map(Reply::Again),
    }
}

#[derive(Template)]
#[template(path = "recovery_ask.html")]
struct Ask<'a> {
    t: Say<'a>,
    f: &'a Form<'a>,
    award: AwardId,
    amount: String,
    /// The recovery that is open.
    there: Option<RecoveryId>,
}

/// The panel of an award's page: what could be asked back, or what is.
pub(crate) fn panel(request: &Request<'_>, f: &Form<'_>, award: AwardId) -> Result<Html, Fault> {
    let (amount, there) = request.read(|ctx| Ok((asked(ctx, award)?, of_award(ctx, award)?)))?;
    if there.is_none() && (amount <= Fen::ZERO || !request.who.can(Act::AwardsDecide)) {
        return Ok(Html::default());
    }
    let content = Ask {
        t: Say(request.catalogue()),
        f,
        award,
        amount: money(amount),
        there: there.map(|r| r.id),
    };
    let text = content.render().map_err(|e| Fault::Internal(Box::new(e)))?;
    Ok(Html::markup(text))
}

/// Opens a recovery for an award.
pub(crate) fn ask(request: &Request<'_>) -> Answer {
    let award: AwardId = request.param("id")?;
    let reason = request.form.get("reason");
    let done = day(request, "due")
        .and_then(|due| request.write(|ctx| open(ctx, award, (reason, due))))
        .map_err(crate::shown::at_field("reason"));
    match done {
        Ok(id) => Ok(Reply::See(format!("/recoveries/{id}?done=saved"))),
        Err(fault) => {
            crate::award::pages::show_with(request, Form::again(request, fault)?).map(Reply::Again)
        }
    }
}
