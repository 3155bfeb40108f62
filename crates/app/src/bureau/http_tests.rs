//! The house as a browser meets it, without a network: what the table of rights says is what each
//! role gets from every route, and no form is taken from elsewhere.

use super::{MODULES, site};
use db::{Db, MIGRATIONS, migrate};
use platform::account::{NewAccount, NewGrant, change_password, create, grant};
use platform::session::{Entrance, Visitor, resume, sign_in};
use platform::testing::person;
use platform::{Platform, Role, Who};
use webkit::{Method, Out, Raw, Route, Site};

const PASSWORD: &str = "Straw-Hat-and-Umbrella-7";

fn house() -> Site {
    let db = Db::memory().unwrap();
    let at = jiff::Timestamp::UNIX_EPOCH;
    migrate::run(&db, MIGRATIONS, at, |_, _| Ok(())).unwrap();
    let (platform, _) = platform::testing::platform(&db);
    site(platform)
}

/// The token of somebody who holds a role and has set a password of their own.
fn token(platform: &Platform, role: Role) -> String {
    let write = |who: &Who, f: &dyn Fn(&platform::Ctx<'_>)| {
        let done = platform.write(who, platform.request(), |ctx| {
            f(ctx);
            Ok(())
        });
        done.unwrap();
    };
    let new = NewAccount {
        login: role.code().to_owned(),
        name: "王芳".to_owned(),
        id_number: String::new(),
    };
    let right = NewGrant {
        role,
        division: "500153".to_owned(),
        section: String::new(),
    };
    let system = person(Role::SystemAdministrator, "500153");
    let made = platform.write(&system, platform.request(), |ctx| create(ctx, &new));
    let made = made.unwrap();
    write(&person(Role::SecurityAdministrator, "500153"), &|ctx| {
        grant(ctx, made.id, &right).unwrap();
    });
    let entrance = platform.write(&Who::Public, platform.request(), |ctx| {
        sign_in(ctx, &new.login, &made.password, &Visitor::default())
    });
    let Entrance::Open(token) = entrance.unwrap() else {
        panic!("{role} cannot sign in");
    };
    let who = resume(platform, &token).unwrap();
    write(&who, &|ctx| {
        change_password(ctx, &made.password, PASSWORD, PASSWORD).unwrap();
    });
    token
}

fn ask(site: &Site, route: &Route, token: &str, body: &str, fetch_site: &str) -> Out {
    let params: Vec<(String, String)> = (route.path.split('/'))
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| (name.to_owned(), "0".to_owned()))
        .collect();
    let raw = Raw {
        path: route.path.replace(['{', '}'], ""),
        params,
        body: body.as_bytes().to_vec(),
        cookies: format!("doudi={token}"),
        fetch_site: fetch_site.to_owned(),
        ..Raw::default()
    };
    site.answer(Some(route), raw)
}

/// A form's token, as a page of this browser carries it.
fn form_token(site: &Site, token: &str) -> String {
    let home = site.routes().find(|r| r.path == "/me").unwrap();
    let page = ask(site, home, token, "", "same-origin");
    let page = String::from_utf8(page.body).unwrap();
    let (_, rest) = page.split_once("name=\"_form\" value=\"").unwrap();
    rest[..64].to_owned()
}

fn routes() -> impl Iterator<Item = &'static Route> {
    MODULES.iter().flat_map(|m| m.routes)
}

#[test]
fn what_a_role_may_not_is_not_there() {
    let site = house();
    for role in Role::ALL {
        let token = token(&site.platform, role);
        let form = format!("_form={}", form_token(&site, &token));
        let who = resume(&site.platform, &token).unwrap();
        // Ending the session would end the test.
        for route in routes().filter(|r| !r.path.contains("sign") && !r.path.contains("end-all")) {
            let body = if route.method == Method::Post {
                &form
            } else {
                ""
            };
            let status = ask(&site, route, &token, body, "same-origin").status;
            let fixed = !route.path.contains('{');
            let what = format!("{role} {:?} {}: {status}", route.method, route.path);
            match who.can(route.act) {
                false => assert_eq!(status, 404, "{what}"),
                true if fixed && route.method == Method::Get => {
                    assert!([200, 303].contains(&status), "{what}");
                }
                true => assert!(status < 500, "{what}"),
            }
        }
    }
}

#[test]
fn whoever_has_not_signed_in_is_asked_to_or_finds_nothing() {
    let site = house();
    for route in routes().filter(|r| !Who::Public.can(r.act)) {
        let out = ask(&site, route, "", "", "");
        match route.method {
            Method::Get => {
                assert_eq!(out.status, 303, "{}", route.path);
                let to = out.headers.iter().find(|(n, _)| *n == "location");
                assert!(to.is_some_and(|(_, to)| to.starts_with("/sign-in?then=%2F")));
            }
            Method::Post => assert_eq!(out.status, 404, "{}", route.path),
        }
    }
}

#[test]
fn no_form_is_taken_without_its_token_or_from_another_site() {
    let site = house();
    let token = token(&site.platform, Role::SystemAdministrator);
    let form = format!("_form={}", form_token(&site, &token));
    let posts = routes().filter(|r| r.method == Method::Post && r.path.starts_with("/accounts"));
    let who = resume(&site.platform, &token).unwrap();
    for route in posts.filter(|r| who.can(r.act)) {
        for (body, from) in [
            ("", "same-origin"),
            ("_form=00", "same-origin"),
            (form.as_str(), "cross-site"),
            (form.as_str(), "same-site"),
        ] {
            let status = ask(&site, route, &token, body, from).status;
            assert_eq!(status, 403, "{} {body} {from}", route.path);
        }
    }
}

#[test]
fn a_form_that_comes_too_late_is_kept_through_the_sign_in() {
    let site = house();
    let token = token(&site.platform, Role::SystemAdministrator);
    let form = form_token(&site, &token);
    let end = site
        .routes()
        .find(|r| r.path == "/me/sessions/end-all")
        .unwrap();
    let ended = ask(&site, end, &token, &format!("_form={form}"), "same-origin");
    assert_eq!(ended.status, 303);
    let new = site
        .routes()
        .find(|r| r.path == "/accounts/new" && r.method == Method::Post)
        .unwrap();
    let body = format!("_form={form}&name=%E6%9D%8E+%3Cb%3E&password=secret");
    let late = ask(&site, new, &token, &body, "same-origin");
    let page = String::from_utf8(late.body).unwrap();
    assert_eq!(late.status, 401);
    assert!(
        page.contains("name=\"kept.name\" value=\"李 &#60;b&#62;\""),
        "{page}"
    );
    assert!(!page.contains("secret\""), "secrets are not carried about");
    // Without the token of this browser it is a form like any other from elsewhere.
    assert_eq!(ask(&site, new, &token, "name=x", "same-origin").status, 404);
}

#[test]
fn what_is_too_large_is_refused_in_words() {
    let site = house();
    let route = routes().find(|r| r.method == Method::Post).unwrap();
    let raw = Raw {
        too_large: true,
        ..Raw::default()
    };
    assert_eq!(site.answer(Some(route), raw).status, 413);
}
