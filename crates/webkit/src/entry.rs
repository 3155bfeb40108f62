//! From the bytes of a request to the bytes of an answer: who asks, may they, is the form ours,
//! what does the handler say. One plain function, so that tests need no network.

use crate::multipart::{self, boundary};
use crate::page::{Page, fault_page, shell};
use crate::reply::{Answer, Reply};
use crate::request::{Fields, Request, encoded};
use crate::route::{Method, Module, Route};
use base::Fault;
use platform::crypto::hex;
use platform::messages::{Catalogue, Language};
use platform::session::{Visitor, resume};
use platform::{Act, Platform, Who, log};
use std::time::Instant;

/// The name of the cookie that holds the browser's secret.
const COOKIE: &str = "doudi";
/// The name of the cookie that holds a visitor's choice of language.
const LANGUAGE: &str = "doudi_lang";

/// The whole site: platform, slices, sentences.
pub struct Site {
    /// The platform.
    pub platform: Platform,
    /// What the slices brought.
    pub modules: Vec<Module>,
    /// Accounts that the page for signing in offers: those of a demonstration, and never else.
    pub offered: Vec<Offered>,
    chinese: Catalogue,
    english: Catalogue,
}

/// An account of a demonstration, with its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The name to sign in with.
    pub login: String,
    /// The password.
    pub password: String,
    /// The person's name.
    pub name: String,
    /// Message code of the role.
    pub role: &'static str,
    /// Where it is held.
    pub division: platform::Division,
}

/// A request as it came from the network.
#[derive(Debug, Default)]
pub struct Raw {
    /// Path without the question mark.
    pub path: String,
    /// Behind the question mark.
    pub query: String,
    /// Variable parts of the path.
    pub params: Vec<(String, String)>,
    /// The form.
    pub body: Vec<u8>,
    /// `Content-Type` of the form.
    pub content_type: String,
    /// `HX-Request`: htmx asks for a part of a page.
    pub is_part: bool,
    /// `Cookie`.
    pub cookies: String,
    /// `Accept-Language`.
    pub languages: String,
    /// `Host`.
    pub host: String,
    /// `Sec-Fetch-Site`, which browsers set and pages cannot.
    pub fetch_site: String,
    /// From where.
    pub address: String,
    /// `User-Agent`.
    pub agent: String,
    /// The body was larger than is allowed.
    pub too_large: bool,
}

/// An answer for the network.
#[derive(Debug, Default)]
pub struct Out {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Site {
    /// A site.
    #[must_use]
    pub fn new(
        platform: Platform,
        modules: Vec<Module>,
        chinese: Catalogue,
        english: Catalogue,
    ) -> Self {
        Self {
            platform,
            modules,
            offered: Vec::new(),
            chinese,
            english,
        }
    }

    /// The sentences of a language.
    #[must_use]
    pub fn catalogue(&self, language: Language) -> &Catalogue {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }

    /// Every route of every slice.
    pub fn routes(&self) -> impl Iterator<Item = &'static Route> + '_ {
        self.modules.iter().flat_map(|m| m.routes)
    }

    /// Answers a request on a route; `None` for a path that there is not.
    #[must_use]
    pub fn answer(&self, route: Option<&Route>, raw: Raw) -> Out {
        let start = Instant::now();
        let secure = self.platform.settings().https;
        let held = cookie(&raw.cookies, cookie_name(secure))
            .unwrap_or_default()
            .to_owned();
        let who = match resume(&self.platform, &held) {
            Ok(who) => who,
            Err(e) => {
                log::error("session", &[("why", log::chain(&e))]);
                Who::Public
            }
        };
        let request = self.request(raw, who, &held);
        let mut fresh = None;
        let mut request = request;
        if request.secret.is_empty() {
            // A visitor gets a secret too, so that the form for signing in cannot be forged.
            if let Ok(bytes) = self.platform.random().bytes::<32>() {
                request.secret = hex(&bytes);
                fresh = Some(request.secret.clone());
            }
        }
        let (request, large, site) = (request.request, request.too_large, request.fetch_site);
        let answer = match route {
            None => Err(Fault::NotFound),
            Some(_) if large => Err(Fault::refused("fault-large")),
            Some(route) => guarded(route, &request, &site),
        };
        let mut out = self.shown(&request, answer);
        if let Some(secret) = fresh.filter(|_| !out.headers.iter().any(|(n, _)| *n == "set-cookie"))
        {
            out.headers
                .push(("set-cookie", set_cookie(secure, &secret)));
        }
        // The route's pattern and not its path: a path may hold what somebody searched for.
        log::info(
            "request",
            &[
                ("id", request.id.into()),
                ("route", route.map_or("-", |r| r.path).into()),
                ("status", out.status.into()),
                (
                    "ms",
                    i64::try_from(start.elapsed().as_millis())
                        .unwrap_or(i64::MAX)
                        .into(),
                ),
            ],
        );
        out
    }

    fn request(&self, raw: Raw, who: Who, held: &str) -> Prepared<'_> {
        let language = match who.person() {
            Some(person) => Language::of_tag(&person.language),
            None => match cookie(&raw.cookies, LANGUAGE) {
                Some(tag) => Language::of_tag(tag),
                None if raw.languages.to_lowercase().starts_with("en") => Language::English,
                None => Language::of_tag(&self.platform.settings().language),
            },
        };
        let (form, files) = match boundary(&raw.content_type) {
            Some(boundary) => multipart::parse(&raw.body, boundary),
            None => (Vec::new(), Vec::new()),
        };
        let form = match form.is_empty() {
            true => Fields::parse(&String::from_utf8_lossy(&raw.body)),
            false => Fields::of(form),
        };
        Prepared {
            request: Request {
                site: self,
                who,
                id: self.platform.request(),
                path: raw.path,
                host: raw.host,
                params: raw.params,
                query: Fields::parse(&raw.query),
                form,
                files,
                is_part: raw.is_part,
                visitor: Visitor {
                    address: raw.address,
                    agent: raw.agent,
                },
                language,
                secret: held.to_owned(),
            },
            too_large: raw.too_large,
            fetch_site: raw.fetch_site,
        }
    }

    fn shown(&self, request: &Request<'_>, answer: Answer) -> Out {
        let secure = self.platform.settings().https;
        match answer {
            Ok(Reply::Page(page)) => html(request, 200, &page),
            Ok(Reply::Again(page)) => html(request, 422, &page),
            Ok(Reply::Conflict(page)) => html(request, 409, &page),
            Ok(Reply::Part(part)) => Out {
                status: 200,
                headers: vec![
                    ("content-type", "text/html; charset=utf-8".to_owned()),
                    ("cache-control", "no-store".to_owned()),
                ],
                body: part.as_str().as_bytes().to_vec(),
            },
            Ok(Reply::See(path)) => see(path, None),
            Ok(Reply::Enter(secret, path)) => {
                see(path, Some(set_cookie(secure, &secret.unwrap_or_default())))
            }
            Ok(Reply::EnterPage(secret, page)) => {
                let mut out = html(request, 200, &page);
                let cookie = ("set-cookie", set_cookie(secure, &secret));
                out.headers.push(cookie);
                out
            }
            Ok(Reply::SignedOut(page)) => html(request, 401, &page),
            Ok(Reply::Language(tag, path)) => {
                let cookie = format!("{LANGUAGE}={tag}; Path=/; Max-Age=31536000; SameSite=Lax");
                see(path, Some(cookie))
            }
            Ok(Reply::Data(media_type, body)) => Out {
                status: 200,
                headers: vec![("content-type", media_type.to_owned())],
                body,
            },
            Ok(Reply::Text(text)) => Out {
                status: 200,
                headers: vec![("content-type", "text/plain; charset=utf-8".to_owned())],
                body: text.into_bytes(),
            },
            Ok(Reply::File(file)) => Out {
                status: 200,
                headers: vec![
                    ("content-type", file.media_type.to_owned()),
                    ("content-disposition", disposition(&file.name)),
                ],
                body: file.body,
            },
            Err(fault) => failed(request, &fault),
        }
    }
}

struct Prepared<'a> {
    request: Request<'a>,
    too_large: bool,
    fetch_site: String,
}

impl<'a> std::ops::Deref for Prepared<'a> {
    type Target = Request<'a>;
    fn deref(&self) -> &Request<'a> {
        &self.request
    }
}

impl std::ops::DerefMut for Prepared<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.request
    }
}

/// The handler's answer, once everything before it is in order.
fn guarded(route: &Route, request: &Request<'_>, fetch_site: &str) -> Answer {
    if let Err(fault) = request.who.may(route.act) {
        // Whoever has not signed in is asked to, and comes back here.
        let page = route.method == Method::Get && request.who == Who::Public;
        if page {
            let query = request.query.to_query();
            let mark = if query.is_empty() { "" } else { "?" };
            let then = encoded(&format!("{}{mark}{query}", request.path));
            return Ok(Reply::See(format!("/sign-in?then={then}")));
        }
        // A form of this browser whose session has ended. The form's token comes from the cookie,
        // which is still there.
        let again = request.site.modules.iter().find_map(|m| m.signed_out);
        let ended = request.who == Who::Public && is_ours(request, fetch_site);
        return match again.filter(|_| ended) {
            Some(again) => again(request),
            None => Err(fault),
        };
    }
    let expired = request.who.person().is_some_and(|p| p.password_expired);
    if expired
        && !matches!(
            route.act,
            Act::OwnAccount | Act::PageOpen | Act::SessionStart
        )
    {
        return Ok(Reply::See("/me/password".to_owned()));
    }
    if route.method == Method::Post && !is_ours(request, fetch_site) {
        return Err(Fault::refused("fault-origin"));
    }
    (route.handler)(request)
}

/// Whether a form was sent from a page of ours by this browser.
fn is_ours(request: &Request<'_>, fetch_site: &str) -> bool {
    !matches!(fetch_site, "cross-site" | "same-site") && request.form_is_ours()
}

/// The one place where a fault becomes a page.
fn failed(request: &Request<'_>, fault: &Fault) -> Out {
    let (status, title, what) = match fault {
        Fault::NotFound => (404, "fault-not-found", None),
        Fault::Forbidden => (403, "fault-forbidden", None),
        Fault::Stale => (409, "fault-stale", None),
        Fault::Refused(m) if m.code == "fault-origin" => (403, "fault-origin", None),
        Fault::Refused(m) if m.code == "fault-large" => (413, "fault-large", None),
        Fault::Refused(message) => (422, "fault-refused", Some(message)),
        Fault::Invalid(errors) => (422, "fault-refused", errors.iter().next().map(|(_, m)| m)),
        Fault::Internal(e) => {
            let why = log::chain(e.as_ref());
            log::error("internal", &[("id", request.id.into()), ("why", why)]);
            (500, "fault-internal", None)
        }
    };
    let incident = if status == 500 {
        request.id.to_string()
    } else {
        String::new()
    };
    html(
        request,
        status,
        &fault_page(request, title, what, &incident),
    )
}

fn html(request: &Request<'_>, status: u16, page: &Page) -> Out {
    let Ok(text) = shell(request, page) else {
        return Out {
            status: 500,
            ..Out::default()
        };
    };
    Out {
        status,
        headers: vec![
            ("content-type", "text/html; charset=utf-8".to_owned()),
            ("cache-control", "no-store".to_owned()),
        ],
        body: text.into_bytes(),
    }
}

/// A name for saving: as it is where it is plain, else by RFC 6266 (a header holds ASCII only).
fn disposition(name: &str) -> String {
    let plain = name.is_ascii() && !name.contains(['"', '\\', '\r', '\n']);
    match plain {
        true => format!("attachment; filename=\"{name}\""),
        false => format!(
            "attachment; filename*=UTF-8''{}",
            crate::request::encoded(name)
        ),
    }
}

fn see(path: String, cookie: Option<String>) -> Out {
    let mut headers = vec![("location", path)];
    headers.extend(cookie.map(|c| ("set-cookie", c)));
    Out {
        status: 303,
        headers,
        body: Vec::new(),
    }
}

fn cookie_name(secure: bool) -> &'static str {
    // The prefix makes browsers insist on HTTPS and on this very host.
    if secure { "__Host-doudi" } else { COOKIE }
}

fn set_cookie(secure: bool, secret: &str) -> String {
    let name = cookie_name(secure);
    let secure = if secure { "; Secure" } else { "" };
    let age = if secret.is_empty() { "; Max-Age=0" } else { "" };
    format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

fn cookie<'c>(cookies: &'c str, name: &str) -> Option<&'c str> {
    let mut all = cookies.split(';').filter_map(|c| c.trim().split_once('='));
    all.find(|(n, _)| *n == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_name_is_saved_under_it() {
        assert_eq!(disposition("a.pdf"), "attachment; filename=\"a.pdf\"");
        assert_eq!(
            disposition("户 口簿.pdf"),
            "attachment; filename*=UTF-8''%E6%88%B7%20%E5%8F%A3%E7%B0%BF.pdf"
        );
        assert!(!disposition("a\"; x=\"b").contains("\"b"));
    }

    #[test]
    fn cookies_are_told_apart_by_their_whole_name() {
        let all = "doudi_lang=en; doudi=abc";
        assert_eq!(cookie(all, COOKIE), Some("abc"));
        assert_eq!(cookie(all, "oudi"), None);
        assert!(set_cookie(true, "x").starts_with("__Host-doudi=x; Path=/; HttpOnly"));
    }
}
