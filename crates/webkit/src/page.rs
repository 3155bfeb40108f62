//! A page: what a slice wrote, in the shell that all pages share.

use crate::assets::address;
use crate::entry::Site;
use crate::request::Request;
use askama::Template;
use base::message::Message;
use platform::messages::{Catalogue, Language};
use platform::{Act, Person};

/// Says messages inside templates.
#[derive(Clone, Copy)]
pub struct Say<'a>(pub &'a Catalogue);

impl Say<'_> {
    /// A sentence without arguments.
    #[must_use]
    pub fn text(&self, code: &str) -> String {
        self.0.text(code)
    }

    /// A message.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        self.0.say(message)
    }

    /// A count with its sentence: the argument is called `count`.
    #[must_use]
    pub fn count(&self, code: &'static str, count: &i64) -> String {
        self.0.say(&Message::new(code).with("count", *count))
    }

    /// An instant as an office clock shows it.
    #[must_use]
    pub fn time(&self, at: &jiff::Timestamp) -> String {
        let at = base::clock::china(*at);
        format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
    }
}

/// A step of the way to a page.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// Its name.
    pub text: String,
    /// Where it leads; nowhere for the page itself.
    pub path: String,
}

/// What a handler has to show.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Title of the window and the page.
    pub title: String,
    /// The way here, without the start page.
    pub crumbs: Vec<Crumb>,
    /// The page itself, in HTML.
    pub content: String,
    /// Large type and nothing around it: for citizens and for signing in.
    pub plain: bool,
    /// Buttons beside the title, in HTML.
    pub actions: String,
    /// Something that has just been done.
    pub notice: String,
    /// Where a form takes it back, if it can be.
    pub undo: Option<String>,
}

impl Page {
    /// A page with a title; the content is a template.
    pub fn new(
        request: &Request<'_>,
        title: &str,
        content: &impl Template,
    ) -> Result<Self, base::Fault> {
        let content = content
            .render()
            .map_err(|e| base::Fault::Internal(Box::new(e)))?;
        Ok(Self {
            title: request.catalogue().text(title),
            content,
            notice: request.notice(),
            ..Self::default()
        })
    }

    /// A page whose content is ready, such as a list ([`crate::list::List::show`]).
    #[must_use]
    pub fn of(request: &Request<'_>, title: &str, content: &crate::Html) -> Self {
        Self {
            title: request.catalogue().text(title),
            content: content.as_str().to_owned(),
            notice: request.notice(),
            ..Self::default()
        }
    }

    /// Below another page.
    #[must_use]
    pub fn under(mut self, request: &Request<'_>, title: &str, path: &str) -> Self {
        self.crumbs.push(Crumb {
            text: request.catalogue().text(title),
            path: path.to_owned(),
        });
        self
    }

    /// A title that is no message, such as a person's name.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// Without the shell.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.plain = true;
        self
    }

    /// With a link as a button beside the title.
    #[must_use]
    pub fn button(mut self, request: &Request<'_>, label: &str, path: &str) -> Self {
        let label = crate::escape(&request.catalogue().text(label));
        self.actions += &format!("<a class=\"btn btn-primary\" href=\"{path}\">{label}</a>");
        self
    }
}

impl Page {
    /// With something that has just been done, in the reader's language, and the path that takes
    /// it back.
    #[must_use]
    pub fn undone_at(mut self, notice: &str, path: &str) -> Self {
        notice.clone_into(&mut self.notice);
        self.undo = Some(path.to_owned());
        self
    }
}

impl Request<'_> {
    /// What was just done, told by the page that sent the browser here.
    fn notice(&self) -> String {
        let code = format!("done-{}", self.query.get("done"));
        // Only sentences of the catalogue: an address must not put words into our mouth.
        match self.catalogue().text(&code) {
            same if same == code => String::new(),
            text => text,
        }
    }
}

struct Entry {
    path: &'static str,
    /// First of its place in the navigation.
    begins: bool,
    text: String,
    icon: &'static str,
    here: bool,
    bottom: bool,
}

#[derive(Template)]
#[template(path = "shell.html")]
struct Shell<'a> {
    t: Say<'a>,
    page: &'a Page,
    person: Option<&'a Person>,
    nav: Vec<Entry>,
    language: &'static str,
    theme: &'a str,
    token: String,
    path: &'a str,
    areas: String,
    here: String,
}

impl Shell<'_> {
    fn asset(&self, name: &str) -> &'static str {
        address(name)
    }

    /// Whether the page has a figure of a kind; only the parts of this crate write the attribute,
    /// text of people has no bare quotation marks.
    fn has(&self, kind: &str) -> bool {
        let content = &self.page.content;
        match kind {
            "figure" => content.contains("data-figure=\""),
            kind => content.contains(&format!("data-figure=\"{kind}\"")),
        }
    }
}

/// The whole page as HTML.
pub(crate) fn shell(request: &Request<'_>, page: &Page) -> Result<String, askama::Error> {
    let person = request.who.person();
    let nav = entries(request.site, request);
    let grants = person.map_or(&[][..], |p| &p.grants);
    let mut areas: Vec<&platform::Division> = grants.iter().map(|g| &g.division).collect();
    areas.dedup();
    let areas: Vec<String> = areas.into_iter().map(|d| request.division(d)).collect();
    Shell {
        t: Say(request.catalogue()),
        page,
        person,
        nav,
        language: request.language.tag(),
        theme: person.map_or("auto", |p| p.theme.as_str()),
        token: request.form_token(),
        path: &request.path,
        areas: areas.join(" · "),
        here: match request.language {
            Language::Chinese => "en".to_owned(),
            Language::English => "zh-CN".to_owned(),
        },
    }
    .render()
}

fn entries(site: &Site, request: &Request<'_>) -> Vec<Entry> {
    let all = site.modules.iter().flat_map(|m| m.nav);
    let mine = all.filter(|nav| nav.act != Act::PageOpen && request.who.can(nav.act));
    let mut mine: Vec<&crate::Nav> = mine.collect();
    mine.sort_by_key(|nav| nav.menu);
    let mut before = None;
    let mut begins = move |menu| before.replace(menu).is_some_and(|b| b != menu);
    mine.into_iter()
        .map(|nav| Entry {
            path: nav.path,
            begins: begins(nav.menu),
            text: request.catalogue().text(nav.label),
            icon: nav.icon,
            here: nav.path == request.path
                || (nav.path.len() > 1 && request.path.starts_with(&format!("{}/", nav.path))),
            bottom: nav.bottom,
        })
        .collect()
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultContent<'a> {
    t: Say<'a>,
    what: String,
    help: String,
    incident: String,
    signed_in: bool,
}

/// The page of a fault: what happened, what helps, and ways on.
pub(crate) fn fault_page(
    request: &Request<'_>,
    title: &'static str,
    what: Option<&Message>,
    incident: &str,
) -> Page {
    let t = Say(request.catalogue());
    let content = FaultContent {
        t,
        what: what.map_or_else(String::new, |m| t.say(m)),
        help: t.text(&format!("{title}-help")),
        incident: incident.to_owned(),
        signed_in: request.who.person().is_some(),
    };
    Page {
        title: t.text(title),
        content: content.render().unwrap_or_default(),
        plain: request.who.person().is_none(),
        ..Page::default()
    }
}
