//! Pages of awards: the list, and one with its history by months and what was paid.

use super::{Award, Cadence, Standing, Wanted};
use crate::shown::{money, programme};
use askama::Template;
use base::Fault;
use base::date::Month;
use base::id::AwardId;
use webkit::kit::{self, Facts, Tone};
use webkit::list::{Column, Filter, List, PAGE_ROWS, Pager, Row};
use webkit::{Answer, Form, Html, Page, Reply, Request, Say};

fn standing(t: Say<'_>, award: &Award) -> Html {
    let tone = match award.standing {
        Standing::Active => Tone::Good,
        Standing::Suspended => Tone::Warn,
        Standing::Ended => Tone::Plain,
    };
    kit::badge(tone, &t.text(award.standing.label()))
}

/// The list.
pub(crate) fn list(request: &Request<'_>) -> Answer {
    let t = Say(request.catalogue());
    let states = Standing::ALL
        .iter()
        .map(|s| (s.code().to_owned(), t.text(s.label())));
    let columns = vec![
        Column::new("case", t.text("award-case")).filtered(Filter::Text),
        Column::new("programme", t.text("award-programme")).filtered(Filter::Text),
        Column::new("payee", t.text("line-payee")),
        Column::new("amount", t.text("award-monthly")).number(),
        Column::new("state", t.text("line-state")).filtered(Filter::Choice(states.collect())),
        Column::new("persons", t.text("award-persons-for"))
            .number()
            .wide(),
        Column::new("first", t.text("award-first")).whole().wide(),
        Column::new("last", t.text("award-last")).whole().wide(),
    ];
    let mut list = List::new(request, "awards", "/awards", columns)?;
    let wanted = Wanted {
        programme: list.wanted("programme").to_owned(),
        standing: list.wanted("state").to_owned(),
        case_number: list.wanted("case").to_owned(),
        division: String::new(),
    };
    let page = list.page();
    let offset = (page - 1).saturating_mul(PAGE_ROWS);
    let (found, more) = request.read(|ctx| {
        let (awards, more) = super::find(ctx, &wanted, PAGE_ROWS, offset)?;
        let mut named = Vec::with_capacity(awards.len());
        for award in awards {
            let name =
                registry::person::get(ctx, award.payee).map_or_else(|_| String::new(), |p| p.name);
            named.push((award, name));
        }
        Ok((named, more))
    })?;
    for (award, name) in &found {
        list.push(
            Row::to(format!("/awards/{}", award.id))
                .text(&award.case_number)
                .text(programme(request, &award.programme))
                .text(name)
                .html(kit::number(&money(award.amount)))
                .html(standing(t, award))
                .text(award.persons.to_string())
                .text(award.first.to_string())
                .text(award.last.map_or_else(String::new, |m| m.to_string())),
        );
    }
    let nothing = kit::empty(&t.text("awards-none"), &t.text("awards-none-help"), None);
    let list = list.or_nothing(nothing).paged(Pager::Open {
        page,
        more,
        size: PAGE_ROWS,
    });
    Ok(Page::of(request, "awards", &list.show()?).into())
}

struct Paid {
    path: String,
    month: Month,
    amount: String,
    state: String,
}

#[derive(Template)]
#[template(path = "award.html")]
struct ShowPage<'a> {
    t: Say<'a>,
    facts: Html,
    history: Html,
    paid: Vec<Paid>,
    turns: Html,
    recovery: Html,
    wrong: Html,
}

/// One award.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    show_with(request, Form::new(request)).map(Reply::Page)
}

/// The page, with a form of it that came back.
pub(crate) fn show_with(request: &Request<'_>, f: Form<'_>) -> Result<Page, Fault> {
    let id: AwardId = request.param("id")?;
    let t = Say(request.catalogue());
    let (award, turns, name, lines) = request.read(|ctx| {
        let award = super::get(ctx, id)?;
        let name =
            registry::person::get(ctx, award.payee).map_or_else(|_| String::new(), |p| p.name);
        let lines = crate::roll::paid_to(ctx, award.payee)?;
        Ok((award, super::turns(ctx, id)?, name, lines))
    })?;
    let mut facts = Facts::new(t)
        .html(&t.text("line-state"), standing(t, &award))
        .html(
            &t.text("line-payee"),
            Html::link(&format!("/people/{}", award.payee), &name),
        )
        .text(
            &t.text("award-programme"),
            &programme(request, &award.programme),
        )
        .html(&t.text("award-monthly"), kit::number(&money(award.amount)))
        .text(&t.text("award-place"), &request.division(&award.division))
        .text(&t.text("award-persons-for"), &award.persons.to_string())
        .text(&t.text("award-first"), &award.first.to_string());
    if let Some(household) = award.household {
        let household = format!("/households/{household}");
        facts = facts.html(
            &t.text("award-household"),
            Html::link(&household, &t.text("award-household-open")),
        );
    }
    if award.cadence == Cadence::Once {
        facts = facts.text(&t.text("award-cadence"), &t.text(award.cadence.label()));
    }
    let events: Vec<kit::Event> = turns
        .iter()
        .rev()
        .map(|turn| kit::Event {
            when: turn.from.to_string(),
            what: t.text(turn.kind.label()),
            who: turn.recorded_by.clone(),
            more: Html::text(match turn.total() {
                Some(total) => format!("{} {}", money(total), turn.reason),
                None => turn.reason.clone(),
            }),
            tone: Tone::Plain,
        })
        .collect();
    let paid = lines.into_iter().filter(|(_, _, line)| line.award == id);
    let paid = paid.map(|(roll, month, line)| Paid {
        path: format!("/rolls/{roll}/lines/{}", line.number),
        month,
        amount: money(line.pay),
        state: t.text(match line.paid {
            Some(true) => "result-paid",
            Some(false) => "result-failed",
            None => line.state.label(),
        }),
    });
    let content = ShowPage {
        t,
        facts: facts.show(),
        history: kit::timeline(&events),
        paid: paid.collect(),
        turns: super::turning::panel(request, &f, &award)?,
        recovery: crate::recovery::pages::panel(request, &f, id)?,
        wrong: f.summary(),
    };
    let page = Page::new(request, "award", &content)?.titled(&award.case_number);
    Ok(page.under(request, "awards", "/awards"))
}
