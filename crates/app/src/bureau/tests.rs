//! Who may ask for what: every route as every role, held against a reviewed file; and that no page
//! says a code instead of a sentence.

use super::{MODULES, site};
use db::Db;
use expect_test::expect_file;
use platform::Role;
use platform::testing::person;
use std::collections::BTreeSet;
use std::fmt::Write;
use webkit::Method;

#[test]
fn the_matrix_of_rights_is_the_reviewed_one() {
    let mut text = String::from("public");
    for role in Role::ALL {
        write!(text, " {role}").unwrap();
    }
    text.push('\n');
    for route in MODULES.iter().flat_map(|m| m.routes) {
        let method = match route.method {
            Method::Get => "GET ",
            Method::Post => "POST",
        };
        let mut who = vec![platform::Who::Public];
        who.extend(Role::ALL.map(|role| person(role, "500153")));
        let can: String = who
            .iter()
            .map(|w| if w.can(route.act) { '+' } else { '.' })
            .collect();
        writeln!(
            text,
            "{can} {method} {:<32} {}",
            route.path,
            route.act.code()
        )
        .unwrap();
    }
    expect_file!["../../tests/it/snapshots/authority.txt"].assert_eq(&text);
}

#[test]
fn no_path_is_there_twice_and_every_entry_of_the_navigation_leads_somewhere() {
    let mut seen = BTreeSet::new();
    for route in MODULES.iter().flat_map(|m| m.routes) {
        assert!(
            seen.insert((route.method == Method::Get, route.path)),
            "{}",
            route.path
        );
    }
    for nav in MODULES.iter().flat_map(|m| m.nav) {
        let route = MODULES
            .iter()
            .flat_map(|m| m.routes)
            .find(|r| r.path == nav.path);
        assert_eq!(route.map(|r| r.act), Some(nav.act), "{}", nav.path);
    }
}

#[test]
fn a_site_stands_on_an_empty_database() {
    let db = Db::memory().unwrap();
    let (platform, _) = platform::testing::platform(&db);
    assert!(site(platform).routes().count() > 20);
}
