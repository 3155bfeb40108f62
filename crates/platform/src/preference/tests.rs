//! Preferences belong to one person, and stay small.

use super::*;
use crate::testing::{person, platform};
use crate::{Role, Who};
use db::Db;

engines::both_engines!(a_preference_is_kept_changed_and_forgotten, |db: &Db| {
    let (platform, _) = platform(db);
    let admin = person(Role::SystemAdministrator, "500153");
    let new = crate::account::NewAccount {
        login: "wang".to_owned(),
        name: "王芳".to_owned(),
        id_number: String::new(),
    };
    let made = platform.write(&admin, platform.request(), |ctx| {
        crate::account::create(ctx, &new)
    });
    let mut clerk = person(Role::WindowClerk, "500153104");
    if let Who::Person(person) = &mut clerk {
        person.id = made.unwrap().id;
    }
    let keep = |key: &str, value: &str| {
        platform.write(&clerk, platform.request(), |ctx| set(ctx, key, value))
    };
    let all = |prefix: &str| {
        let read = platform.read(&clerk, platform.request(), |ctx| list(ctx, prefix));
        read.unwrap()
    };
    keep("list.people.columns", "name,village").unwrap();
    keep("list.people.view.本村老人", "f.age=80").unwrap();
    keep("list.peopled.columns", "x").unwrap();
    keep("list.people.columns", "name").unwrap();
    let pair = |k: &str, v: &str| (k.to_owned(), v.to_owned());
    assert_eq!(
        all("list.people."),
        [
            pair("list.people.columns", "name"),
            pair("list.people.view.本村老人", "f.age=80"),
        ]
    );
    keep("list.people.columns", "").unwrap();
    assert_eq!(all("list.people.").len(), 1);
    assert!(matches!(
        keep("k", &"x".repeat(5_000)),
        Err(Fault::Refused(_))
    ));
    let nobody = platform.read(&Who::Public, platform.request(), |ctx| list(ctx, ""));
    assert_eq!(nobody.unwrap(), []);
});
