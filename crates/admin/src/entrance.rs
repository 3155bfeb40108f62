//! Signing in and out, and a visitor's language.

use crate::inside;
use askama::Template;
use base::Fault;
use base::message::Message;
use platform::session::{self, Entrance};
use webkit::{Answer, Fields, Form, Page, Reply, Request, Say};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    t: Say<'a>,
    f: Form<'a>,
    wrong: String,
    then: String,
    /// What was typed into another form before the session ended.
    kept: Vec<(String, String)>,
    files_lost: bool,
    /// Address of the provider's sign-on, if there is one.
    sign_on: Option<String>,
    offered: Vec<(&'a webkit::Offered, String)>,
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
    let then = inside(asked);
    let content = SignIn {
        t: Say(request.catalogue()),
        f,
        wrong,
        sign_on: crate::sign_on::provider(request)
            .map(|_| format!("/sign-on?then={}", webkit::encoded(&then))),
        then,
        offered: (request.site.offered.iter())
            .map(|account| (account, request.division(&account.division)))
            .collect(),
        kept: kept(&request.form),
        files_lost: false,
    };
    Ok(Page::new(request, "sign-in", &content)?.plain())
}

/// Fields of an interrupted form travel through the sign-in under this prefix.
const KEPT: &str = "kept.";

/// What was typed before, in a form that comes through the sign-in.
fn kept(form: &Fields) -> Vec<(String, String)> {
    let pairs = form.pairs().iter();
    let kept = pairs.filter(|(name, _)| name.starts_with(KEPT));
    kept.cloned().collect()
}

/// A form arrived after its session had ended: asks to sign in again and keeps what was typed. It
/// goes back and forth in the page itself; the server keeps nothing. Secrets are not kept.
pub(crate) fn signed_out(request: &Request<'_>) -> Answer {
    const SECRET: [&str; 6] = ["_form", "password", "old", "new", "again", "code"];
    let typed = request.form.pairs().iter();
    let typed = typed.filter(|(name, _)| !SECRET.contains(&name.as_str()));
    let content = SignIn {
        t: Say(request.catalogue()),
        f: Form::new(request),
        wrong: String::new(),
        then: request.path.clone(),
        kept: typed
            .map(|(name, value)| (format!("{KEPT}{name}"), value.clone()))
            .collect(),
        files_lost: !request.files.is_empty(),
        // What was typed would not come back from the provider.
        sign_on: None,
        offered: Vec::new(),
    };
    Ok(Reply::SignedOut(
        Page::new(request, "sign-in", &content)?.plain(),
    ))
}

#[derive(Template)]
#[template(path = "sign_in_done.html")]
struct Resume<'a> {
    t: Say<'a>,
    f: Form<'a>,
    path: String,
    kept: Vec<(String, String)>,
}

/// Signed in again: one button sends what was typed before.
fn resume(request: &Request<'_>, token: String, path: String) -> Answer {
    let fields = kept(&request.form).into_iter();
    let fields = fields.filter_map(|(n, v)| Some((n.strip_prefix(KEPT)?.to_owned(), v)));
    let content = Resume {
        t: Say(request.catalogue()),
        f: Form::of_secret(request, &token),
        path,
        kept: fields.collect(),
    };
    let page = Page::new(request, "sign-in-resume", &content)?.plain();
    Ok(Reply::EnterPage(token, page))
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
        Entrance::Open(token) if !kept(&request.form).is_empty() => resume(request, token, then),
        Entrance::Open(token) => Ok(Reply::Enter(Some(token), then)),
        Entrance::CodeWanted(token) => {
            let page = code_page(request, Form::of_secret(request, &token), String::new())?;
            Ok(Reply::EnterPage(token, page))
        }
        refused => {
            let f = Form::new(request).with(request.form.clone());
            page(request, f, told(request, &refused)).map(Reply::Again)
        }
    }
}

fn told(request: &Request<'_>, entrance: &Entrance) -> String {
    request.catalogue().say(&locked(request, entrance))
}

/// Why nobody was let in.
pub(crate) fn locked(request: &Request<'_>, entrance: &Entrance) -> Message {
    match entrance {
        Entrance::Locked(until) => {
            let time = Say(request.catalogue()).time(until);
            Message::new("sign-in-locked").with("until", time)
        }
        _ => {
            let max = request.platform().settings().lockout_failures;
            Message::new("sign-in-wrong").with("max", max)
        }
    }
}

/// The form once more, with what went wrong.
pub(crate) fn again(request: &Request<'_>, wrong: String) -> Answer {
    page(request, Form::new(request), wrong).map(Reply::Again)
}

/// Asks for the code of the second factor, then goes on to a page.
pub(crate) fn ask_code(request: &Request<'_>, token: String, then: String) -> Answer {
    let content = Code {
        t: Say(request.catalogue()),
        f: Form::of_secret(request, &token),
        wrong: String::new(),
        then,
        kept: Vec::new(),
    };
    let page = Page::new(request, "sign-in-code", &content)?.plain();
    Ok(Reply::EnterPage(token, page))
}

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct Code<'a> {
    t: Say<'a>,
    f: Form<'a>,
    wrong: String,
    then: String,
    kept: Vec<(String, String)>,
}

fn code_page(request: &Request<'_>, f: Form<'_>, wrong: String) -> Result<Page, Fault> {
    let content = Code {
        t: Say(request.catalogue()),
        f,
        wrong,
        then: inside(request.form.get("then")),
        kept: kept(&request.form),
    };
    Ok(Page::new(request, "sign-in-code", &content)?.plain())
}

/// The form of the second factor.
pub(crate) fn code_form(request: &Request<'_>) -> Answer {
    code_page(request, Form::new(request), String::new()).map(Reply::Page)
}

/// Checks the code of the second factor.
pub(crate) fn code(request: &Request<'_>) -> Answer {
    let code = request.form.get("code");
    let then = inside(request.form.get("then"));
    match request.write(|ctx| session::confirm(ctx, request.secret(), code))? {
        Entrance::Open(token) if !kept(&request.form).is_empty() => resume(request, token, then),
        Entrance::Open(token) => Ok(Reply::Enter(Some(token), then)),
        refused => {
            let wrong = told(request, &refused);
            code_page(request, Form::new(request), wrong).map(Reply::Again)
        }
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
