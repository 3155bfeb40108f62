//! How somebody is reached and paid, and where they are when not at home: the panel on their page
//! and its forms. Numbers stay masked until a reason is given.

use super::names::{Places, today};
use super::person::{Hidden, after};
use crate::reach::{
    self, Account, Address, Contact, Elsewhere, NewAccount, NewAddress, NewContact,
};
use askama::Template;
use base::Fault;
use base::id::PersonId;
use base::message::Message;
use webkit::{Answer, Form, Html, Request, Say};

struct Line {
    name: String,
    value: Html,
    /// Where a form ends it, and the id that it sends; empty when it has ended or may not be.
    end: String,
    id: String,
}

#[derive(Template)]
#[template(path = "person_reach.html")]
struct Panel<'a> {
    t: Say<'a>,
    f: &'a Form<'a>,
    id: PersonId,
    lines: Vec<Line>,
    ended: i64,
    keeps: bool,
    elsewhere: Vec<(String, String)>,
    today: String,
}

/// Everything that the panel shows.
pub(super) struct Ways {
    pub(super) contacts: Vec<Contact>,
    pub(super) accounts: Vec<Account>,
    pub(super) addresses: Vec<Address>,
}

fn elsewhere(t: Say<'_>, kind: Elsewhere) -> String {
    t.text(match kind {
        Elsewhere::Registered => "address-registered",
        Elsewhere::Away => "address-away",
    })
}

/// The panel.
pub(super) fn panel(
    request: &Request<'_>,
    (id, keeps): (PersonId, bool),
    (f, hidden): (&Form<'_>, &Hidden<'_>),
    (ways, places): (&Ways, &Places),
) -> Result<Html, Fault> {
    let t = Say(request.catalogue());
    let mut lines = Vec::new();
    let mut ended = 0;
    for contact in &ways.contacts {
        if contact.ended_at.is_some() {
            ended += 1;
            continue;
        }
        let name = match contact.whose.as_str() {
            "" => t.text("person-telephone"),
            whose => format!("{} ({whose})", t.text("person-telephone")),
        };
        lines.push(Line {
            name,
            value: hidden.show(&format!("contact-{}", contact.id), &contact.masked),
            end: if keeps { "contact-end" } else { "" }.to_owned(),
            id: contact.id.to_string(),
        });
    }
    for account in &ways.accounts {
        if account.ended_at.is_some() {
            ended += 1;
            continue;
        }
        lines.push(Line {
            name: format!("{} {}", account.bank, account.holder),
            value: hidden.show(&format!("account-{}", account.id), &account.masked),
            end: if keeps { "account-end" } else { "" }.to_owned(),
            id: account.id.to_string(),
        });
    }
    for address in &ways.addresses {
        if address.to.is_some() {
            ended += 1;
            continue;
        }
        let place = address.division.as_ref().map(|d| places.name(d));
        let text = format!("{} {}", place.unwrap_or_default(), address.line);
        lines.push(Line {
            name: elsewhere(t, address.kind),
            value: Html::text(text.trim()),
            end: String::new(),
            id: String::new(),
        });
    }
    Html::of(&Panel {
        t,
        f,
        id,
        lines,
        ended,
        keeps,
        elsewhere: [Elsewhere::Registered, Elsewhere::Away]
            .map(|kind| (kind.code().to_owned(), elsewhere(t, kind)))
            .into(),
        today: today(request).to_string(),
    })
}

/// Adds a telephone number.
pub(super) fn add_contact(request: &Request<'_>) -> Answer {
    let new = NewContact {
        person: request.param("id")?,
        number: request.form.get("number").to_owned(),
        whose: request.form.get("whose").to_owned(),
    };
    after(request, request.write(|ctx| reach::add_contact(ctx, &new)))
}

/// Ends a telephone number.
pub(super) fn end_contact(request: &Request<'_>) -> Answer {
    let person: PersonId = request.param("id")?;
    let of = request
        .form
        .get("of")
        .parse()
        .map_err(|_| Fault::NotFound)?;
    after(
        request,
        request.write(|ctx| reach::end_contact(ctx, person, of)),
    )
}

/// Adds a bank account.
pub(super) fn add_account(request: &Request<'_>) -> Answer {
    let text = |name: &str| request.form.get(name).to_owned();
    let new = NewAccount {
        person: request.param("id")?,
        bank: text("bank"),
        holder: text("holder"),
        number: text("account"),
    };
    // The form's field has a name of its own: the telephone's is `number`.
    let done = request.write(|ctx| reach::add_account(ctx, &new));
    after(
        request,
        done.map_err(|fault| renamed(fault, "number", "account")),
    )
}

/// A fault beside another field.
fn renamed(fault: Fault, from: &str, to: &'static str) -> Fault {
    match fault {
        Fault::Invalid(errors) => {
            let mut out = base::FieldErrors::new();
            for (field, message) in errors.iter() {
                let name = match field.as_ref() == from {
                    true => to.into(),
                    false => field.clone(),
                };
                out.add(name, message.clone());
            }
            Fault::Invalid(out)
        }
        other => other,
    }
}

/// Ends a bank account.
pub(super) fn end_account(request: &Request<'_>) -> Answer {
    let person: PersonId = request.param("id")?;
    let of = request
        .form
        .get("of")
        .parse()
        .map_err(|_| Fault::NotFound)?;
    after(
        request,
        request.write(|ctx| reach::end_account(ctx, person, of)),
    )
}

/// Says where somebody is registered or stays.
pub(super) fn add_address(request: &Request<'_>) -> Answer {
    let person: PersonId = request.param("id")?;
    let done = request.write(|ctx| {
        let from = base::date::parse_date(request.form.get("from"))
            .map_err(|_| Fault::field("from", Message::new("household-date")))?;
        let new = NewAddress {
            kind: match request.form.get("kind") {
                "away" => Elsewhere::Away,
                _ => Elsewhere::Registered,
            },
            division: String::new(),
            line: request.form.get("line").to_owned(),
            from,
        };
        reach::add_address(ctx, person, &new)
    });
    after(request, done)
}
