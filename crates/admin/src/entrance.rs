//! Signing in and out, and a visitor's language.

use crate::inside;
use askama::Template;
use base::Fault;
use base::message::Message;
use platform::session::{self, Entrance};
use webkit::{Answer, Form, Page, Reply, Request, Say, escape};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    t: Say<'a>,
    f: Form<'a>,
    wrong: String,
    then: String,
}

/// The form.
pub(crate) fn form(request: &Request<'_>) -> Answer {
    if request.who.person().is_some() {
        return Ok(Reply::See("/".to_owned()));
    }
    page(request, Form::new(request), String::new()).map(Reply::Page)
}

fn page(request: &Request<'_>, f: Form<'_>, wrong: String) -> Result<Page, Fault> {
    let asked = match request.form.get("then") {
        "" => request.query.get("then"),
        then => then,
    };
    let content = SignIn {
        t: Say(request.catalogue()),
        f,
        wrong,
        then: escape(&inside(asked)),
    };
    Ok(Page::new(request, "sign-in", &content)?.plain())
}

/// Checks name and password.
pub(crate) fn sign_in(request: &Request<'_>) -> Answer {
    let entrance = request.write(|ctx| {
        let login = request.form.get("login");
        let password = request.form.raw("password");
        session::sign_in(ctx, login, password, &request.visitor)
    })?;
    let then = inside(request.form.get("then"));
    match entrance {
        Entrance::Open(token) => Ok(Reply::Enter(Some(token), then)),
        Entrance::CodeWanted(token) => Ok(Reply::Enter(Some(token), "/sign-in/code".to_owned())),
        refused => {
            let f = Form::new(request).with(request.form.clone());
            page(request, f, told(request, &refused)).map(Reply::Again)
        }
    }
}

fn told(request: &Request<'_>, entrance: &Entrance) -> String {
    match entrance {
        Entrance::Locked(until) => {
            let time = Say(request.catalogue()).time(until);
            let message = Message::new("sign-in-locked").with("until", time);
            request.catalogue().say(&message)
        }
        _ => request.catalogue().text("sign-in-wrong"),
    }
}

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct Code<'a> {
    t: Say<'a>,
    f: Form<'a>,
    wrong: String,
}

fn code_page(request: &Request<'_>, wrong: String) -> Result<Page, Fault> {
    let content = Code {
        t: Say(request.catalogue()),
        f: Form::new(request),
        wrong,
    };
    Ok(Page::new(request, "sign-in-code", &content)?.plain())
}

/// The form of the second factor.
pub(crate) fn code_form(request: &Request<'_>) -> Answer {
    code_page(request, String::new()).map(Reply::Page)
}

/// Checks the code of the second factor.
pub(crate) fn code(request: &Request<'_>) -> Answer {
    let code = request.form.get("code");
    match request.write(|ctx| session::confirm(ctx, request.secret(), code))? {
        Entrance::Open(token) => Ok(Reply::Enter(Some(token), "/".to_owned())),
        refused => code_page(request, told(request, &refused)).map(Reply::Again),
    }
}

/// Ends the session.
pub(crate) fn sign_out(request: &Request<'_>) -> Answer {
    request.write(session::sign_out)?;
    Ok(Reply::Enter(None, "/sign-in?done=signed-out".to_owned()))
}

/// Keeps the language: with the account, or with the browser of a visitor.
pub(crate) fn language(request: &Request<'_>) -> Answer {
    let tag = match request.param::<String>("tag")?.as_str() {
        "en" => "en",
        _ => "zh-CN",
    };
    let then = inside(request.query.get("then"));
    if let Some(person) = request.who.person() {
        request.write(|ctx| platform::account::set_preferences(ctx, tag, &person.theme))?;
    }
    Ok(Reply::Language(tag, then))
}
