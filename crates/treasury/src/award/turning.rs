//! What can be decided of an award from its own page: suspended, taken up again, ended; paid to
//! another account. The decision's paper is written down with it.

use super::{Award, Decided, Standing};
use askama::Template;
use base::Fault;
use base::date::Month;
use base::id::{AwardId, BankAccountId};
use base::message::Message;
use platform::{Act, Ctx};
use registry::reach;
use webkit::{Answer, Form, Html, Reply, Request, Say};

#[derive(Template)]
#[template(path = "award_turn.html")]
struct Turns<'a> {
    t: Say<'a>,
    f: &'a Form<'a>,
    id: AwardId,
    version: i64,
    kinds: Vec<(String, String)>,
    accounts: Vec<(String, String)>,
}

/// The panel of an award's page; nothing for whoever decides nothing.
pub(super) fn panel(request: &Request<'_>, f: &Form<'_>, award: &Award) -> Result<Html, Fault> {
    if !request.who.can(Act::AwardsDecide) {
        return Ok(Html::default());
    }
    let t = Say(request.catalogue());
    let kinds: &[&str] = match award.standing {
        Standing::Active => &["end", "suspend"],
        Standing::Suspended => &["resume", "end"],
        Standing::Ended => &["end"],
    };
    let word = |code: &&str| ((*code).to_owned(), t.text(&format!("award-turn-{code}")));
    let all = request.read(|ctx| reach::accounts(ctx, award.payee))?;
    let open = all.iter().filter(|a| a.ended_at.is_none());
    let open = open.filter(|a| Some(a.id) != award.account);
    let content = Turns {
        t,
        f,
        id: award.id,
        version: award.version,
        kinds: kinds.iter().map(word).collect(),
        accounts: open
            .map(|a| (a.id.to_string(), format!("{} {}", a.bank, a.masked)))
            .collect(),
    };
    let text = content.render().map_err(|e| Fault::Internal(Box::new(e)))?;
    Ok(Html::markup(text))
}

fn asked(request: &Request<'_>) -> Result<(AwardId, i64), Fault> {
    let version = request.form.get("version").parse().unwrap_or(0);
    Ok((request.param("id")?, version))
}

fn after(request: &Request<'_>, done: Result<(), Fault>) -> Answer {
    let id: AwardId = request.param("id")?;
    match done.map_err(crate::shown::at_field("month")) {
        Ok(()) => Ok(Reply::See(format!("/awards/{id}?done=saved"))),
        Err(fault) => {
            super::pages::show_with(request, Form::again(request, fault)?).map(Reply::Again)
        }
    }
}

/// Suspends, takes up again, ends: from a month on, or after a last month; ended without a month, the
/// award should never have been.
pub(crate) fn turn(request: &Request<'_>) -> Answer {
    let at = asked(request)?;
    let kind = request.form.get("kind");
    let document = request.form.get("document").trim();
    let reason = request.form.get("reason").trim();
    let month = || {
        let month = Month::parse(request.form.get("month"));
        month.ok_or_else(|| Fault::field("month", Message::new("award-month")))
    };
    let done = |ctx: &Ctx<'_>| {
        if document.is_empty() {
            return Err(Fault::field("document", Message::new("award-code")));
        }
        if reason.is_empty() {
            return Err(Fault::field("reason", Message::new("award-decision")));
        }
        let decided = Decided {
            on: ctx.today(),
            decision: document.to_owned(),
            reason: format!("{reason} ({document})"),
        };
        match (kind, request.form.get("month")) {
            ("end", "") => super::end(ctx, at, None, &decided),
            ("end", _) => super::end(ctx, at, Some(month()?), &decided),
            ("suspend", _) => super::suspend(ctx, at, month()?, &decided),
            ("resume", _) => super::resume(ctx, at, month()?, &decided),
            _ => Err(Fault::NotFound),
        }
    };
    after(request, request.write(done))
}

/// Pays it to another account of the payee.
pub(crate) fn account(request: &Request<'_>) -> Answer {
    let at = asked(request)?;
    let chosen = request.form.get("account").parse();
    let reason = request.form.get("why");
    let done = request.write(|ctx| {
        let account: BankAccountId =
            chosen.map_err(|_| Fault::field("account", Message::new("award-account")))?;
        let payee = super::get(ctx, at.0)?.payee;
        super::redirect(ctx, at, (payee, Some(account)), reason).map_err(|fault| match fault {
            // The form calls its reason otherwise.
            Fault::Invalid(errors) if errors.of("reason").is_some() => {
                Fault::field("why", Message::new("award-decision"))
            }
            other => other,
        })
    });
    after(request, done)
}
