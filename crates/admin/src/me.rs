//! One's own account: language and theme, password, sessions.

use askama::Template;
use base::Fault;
use platform::account;
use platform::session::{self, Session};
use webkit::kit::{Tone, badge};
use webkit::{Answer, Fields, Form, Html, Page, Reply, Request, Say};

#[derive(Template)]
#[template(path = "me.html")]
struct Me<'a> {
    t: Say<'a>,
    f: Form<'a>,
    sessions: Vec<Session>,
    here: String,
    has_factor: bool,
    languages: Vec<(String, String)>,
    themes: Vec<(String, String)>,
}

impl Me<'_> {
    fn here(&self) -> Html {
        badge(Tone::Good, &self.t.text("session-here"))
    }

    fn browser(&self, session: &Session) -> String {
        browser(&session.agent)
    }

    fn factor(&self) -> Html {
        match self.has_factor {
            true => badge(Tone::Good, &self.t.text("factor-on")),
            false => badge(Tone::Warn, &self.t.text("factor-off")),
        }
    }
}

/// Which browser on which system, of the long name that browsers give themselves; the first words of
/// it when it is none of the usual ones.
fn browser(agent: &str) -> String {
    // The order matters: most of them call themselves Chrome and Safari too.
    const BROWSERS: [(&str, &str); 8] = [
        ("MicroMessenger/", "微信 WeChat"),
        ("QQBrowser/", "QQ Browser"),
        ("QIHU", "360"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("HeadlessChrome/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let of = |all: &[(&str, &'static str)]| {
        let found = all.iter().find(|(mark, _)| agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    match (of(&BROWSERS), of(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => agent.chars().take(40).collect(),
    }
}

/// The page.
pub(crate) fn show(request: &Request<'_>) -> Answer {
    let person = request.who.person().ok_or(Fault::NotFound)?;
    let t = Say(request.catalogue());
    let values = Fields::parse(&format!(
        "language={}&theme={}",
        person.language, person.theme
    ));
    let choice = |value: &str, code: &str| (value.to_owned(), t.text(code));
    let content = Me {
        t,
        f: Form::new(request).with(values),
        sessions: request.read(session::list)?,
        here: person.session.clone(),
        has_factor: request.read(account::has_totp)?,
        languages: vec![
            ("zh-CN".to_owned(), "中文".to_owned()),
            ("en".to_owned(), "English".to_owned()),
        ],
        themes: vec![
            choice("auto", "theme-auto"),
            choice("light", "theme-light"),
            choice("dark", "theme-dark"),
        ],
    };
    Ok(Page::new(request, "me", &content)?
        .titled(&person.name)
        .into())
}

/// Keeps language and theme.
pub(crate) fn save(request: &Request<'_>) -> Answer {
    let (language, theme) = (request.form.get("language"), request.form.get("theme"));
    request.write(|ctx| account::set_preferences(ctx, language, theme))?;
    Ok(Reply::See("/me?done=saved".to_owned()))
}

#[derive(Template)]
#[template(path = "password.html")]
struct Password<'a> {
    t: Say<'a>,
    f: Form<'a>,
    expired: bool,
}

fn password_page(request: &Request<'_>, f: Form<'_>) -> Result<Page, Fault> {
    let content = Password {
        t: Say(request.catalogue()),
        f,
        expired: request.who.person().is_some_and(|p| p.password_expired),
    };
    Page::new(request, "me-password", &content)
}

/// The form for a new password.
pub(crate) fn password_form(request: &Request<'_>) -> Answer {
    password_page(request, Form::new(request)).map(Reply::Page)
}

/// Changes the password.
pub(crate) fn password(request: &Request<'_>) -> Answer {
    let raw = |name| request.form.raw(name);
    let changed =
        request.write(|ctx| account::change_password(ctx, raw("old"), raw("new"), raw("again")));
    match changed {
        Ok(()) => Ok(Reply::See("/?done=saved".to_owned())),
        Err(fault) => password_page(request, Form::again(request, fault)?).map(Reply::Again),
    }
}

/// Ends one session, or all others.
pub(crate) fn end_sessions(request: &Request<'_>) -> Answer {
    match request.form.get("session") {
        "" => request.write(session::end_others).map(|_| ())?,
        one => request.write(|ctx| session::end_own(ctx, one))?,
    }
    Ok(Reply::See("/me?done=ended".to_owned()))
}

/// Ends all sessions, this one too.
pub(crate) fn end_everywhere(request: &Request<'_>) -> Answer {
    request.write(session::end_everywhere)?;
    Ok(Reply::Enter(None, "/sign-in?done=signed-out".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn a_browser_is_called_what_people_call_it() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                    Chrome/120.0 Safari/537.36 Edg/120.0";
        assert_eq!(browser(edge), "Edge · Windows");
        let wechat = "Mozilla/5.0 (Linux; Android 10) AppleWebKit Chrome/86 MicroMessenger/8.0";
        assert_eq!(browser(wechat), "微信 WeChat · Android");
        assert_eq!(browser("curl/8.5"), "curl/8.5");
    }
}
