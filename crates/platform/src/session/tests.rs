//! Signing in: the right password, wrong ones, the second factor, and how long it lasts.

use super::*;
use crate::account::{
    NewAccount, change_password, code_at, create, start_totp, unlock, verify_totp,
};
use crate::testing::{person, platform};
use crate::{Platform, Role, Who};
use base::Fault;
use db::Db;

const NEW: &str = "kept-Under-7-tiles";

fn account(platform: &Platform) -> crate::account::Created {
    let who = person(Role::SystemAdministrator, "500153");
    let new = NewAccount {
        login: "wang".to_owned(),
        name: "王芳".to_owned(),
        id_number: String::new(),
    };
    platform
        .write(&who, platform.request(), |ctx| create(ctx, &new))
        .unwrap()
}

fn enter(platform: &Platform, login: &str, password: &str) -> Entrance {
    let visitor = Visitor {
        address: "127.0.0.1".to_owned(),
        agent: "test".to_owned(),
    };
    platform
        .write(&Who::Public, platform.request(), |ctx| {
            sign_in(ctx, login, password, &visitor)
        })
        .unwrap()
}

fn token(entrance: Entrance) -> String {
    match entrance {
        Entrance::Open(token) => token,
        other => panic!("{other:?}"),
    }
}

engines::both_engines!(
    a_temporary_password_opens_once_and_must_be_changed,
    |db: &Db| {
        let (platform, _) = platform(db);
        let created = account(&platform);
        let who = resume(
            &platform,
            &token(enter(&platform, " Wang ", &created.password)),
        )
        .unwrap();
        assert!(who.person().unwrap().password_expired);
        let change = |old: &str, new: &str| {
            platform.write(&who, platform.request(), |ctx| {
                change_password(ctx, old, new, new)
            })
        };
        assert!(matches!(change("wrong", NEW), Err(Fault::Invalid(_))));
        change(&created.password, NEW).unwrap();
        assert!(
            matches!(change(NEW, NEW), Err(Fault::Invalid(e)) if e.of("new").unwrap().code == "password-used")
        );
        let who = resume(&platform, &token(enter(&platform, "wang", NEW))).unwrap();
        assert!(!who.person().unwrap().password_expired);
        assert_eq!(enter(&platform, "wang", &created.password), Entrance::Wrong);
        assert_eq!(enter(&platform, "nobody", NEW), Entrance::Wrong);
    }
);

engines::both_engines!(wrong_passwords_lock_longer_each_time, |db: &Db| {
    let (platform, clock) = platform(db);
    let created = account(&platform);
    for _ in 0..4 {
        assert_eq!(enter(&platform, "wang", "no"), Entrance::Wrong);
    }
    assert!(matches!(
        enter(&platform, "wang", "no"),
        Entrance::Locked(_)
    ));
    assert!(matches!(
        enter(&platform, "wang", &created.password),
        Entrance::Locked(_)
    ));
    clock.advance(61);
    assert!(matches!(
        enter(&platform, "wang", "no"),
        Entrance::Locked(_)
    ));
    clock.advance(61);
    assert!(
        matches!(
            enter(&platform, "wang", &created.password),
            Entrance::Locked(_)
        ),
        "now two minutes"
    );
    let who = person(Role::SecurityAdministrator, "500153");
    platform
        .write(&who, platform.request(), |ctx| unlock(ctx, created.id))
        .unwrap();
    token(enter(&platform, "wang", &created.password));
    assert_eq!(
        enter(&platform, "wang", "no"),
        Entrance::Wrong,
        "and it counts from the start"
    );
});

engines::both_engines!(idle_and_long_sessions_end, |db: &Db| {
    let (platform, clock) = platform(db);
    let created = account(&platform);
    let first = token(enter(&platform, "wang", &created.password));
    clock.advance(29 * 60);
    assert!(resume(&platform, &first).unwrap().person().is_some());
    clock.advance(29 * 60);
    assert!(
        resume(&platform, &first).unwrap().person().is_some(),
        "use keeps it open"
    );
    clock.advance(31 * 60);
    assert_eq!(resume(&platform, &first).unwrap(), Who::Public);
    let second = token(enter(&platform, "wang", &created.password));
    for _ in 0..20 {
        clock.advance(29 * 60);
        resume(&platform, &second).unwrap();
    }
    clock.advance(21 * 60);
    assert_eq!(
        resume(&platform, &second).unwrap(),
        Who::Public,
        "ten hours"
    );
    assert_eq!(resume(&platform, "never given").unwrap(), Who::Public);
});

engines::both_engines!(signing_out_everywhere_leaves_this_one, |db: &Db| {
    let (platform, _) = platform(db);
    let created = account(&platform);
    let (here, there) = (
        token(enter(&platform, "wang", &created.password)),
        token(enter(&platform, "wang", &created.password)),
    );
    let who = resume(&platform, &here).unwrap();
    assert_eq!(
        platform.read(&who, platform.request(), list).unwrap().len(),
        2
    );
    assert_eq!(
        platform
            .write(&who, platform.request(), end_others)
            .unwrap(),
        1
    );
    assert_eq!(resume(&platform, &there).unwrap(), Who::Public);
    let third = token(enter(&platform, "wang", &created.password));
    let third = resume(&platform, &third).unwrap();
    let one = |id: &str| platform.write(&who, platform.request(), |ctx| end_own(ctx, id));
    assert!(matches!(one("another's"), Err(Fault::NotFound)));
    one(&third.person().unwrap().session).unwrap();
    assert_eq!(
        platform.read(&who, platform.request(), list).unwrap().len(),
        1
    );
    platform.write(&who, platform.request(), sign_out).unwrap();
    assert_eq!(resume(&platform, &here).unwrap(), Who::Public);
    let kept: Vec<String> = db
        .read(|tx| tx.rows("SELECT id FROM session", &[], |r| r.at(0)))
        .unwrap();
    assert!(
        !kept.contains(&here),
        "the table does not hold the token itself"
    );
});

engines::both_engines!(
    with_a_second_factor_the_password_alone_opens_nothing,
    |db: &Db| {
        let (platform, clock) = platform(db);
        let created = account(&platform);
        let who = resume(
            &platform,
            &token(enter(&platform, "wang", &created.password)),
        )
        .unwrap();
        let secret = platform.read(&who, platform.request(), start_totp).unwrap();
        let now = || platform.clock().now();
        let set = |code: &str| {
            platform.write(&who, platform.request(), |ctx| {
                verify_totp(ctx, &secret, code, &created.password)
            })
        };
        assert!(set("000000").is_err());
        let somebody_else = platform.write(&who, platform.request(), |ctx| {
            verify_totp(ctx, &secret, &code_at(&secret, ctx.now()), "not it")
        });
        assert!(matches!(somebody_else, Err(Fault::Invalid(_))));
        set(&code_at(&secret, now())).unwrap();
        clock.advance(30);
        let Entrance::CodeWanted(waiting) = enter(&platform, "wang", &created.password) else {
            panic!("no code was asked for");
        };
        assert_eq!(resume(&platform, &waiting).unwrap(), Who::Public);
        let second = |code: &str| {
            platform.write(&Who::Public, platform.request(), |ctx| {
                confirm(ctx, &waiting, code)
            })
        };
        assert_eq!(second("123").unwrap(), Entrance::Wrong);
        assert_eq!(
            second(&code_at(&secret, now())).unwrap(),
            Entrance::Open(waiting.clone())
        );
        assert!(resume(&platform, &waiting).unwrap().person().is_some());
        let Entrance::CodeWanted(again) = enter(&platform, "wang", &created.password) else {
            panic!("no code was asked for");
        };
        let replayed = platform.write(&Who::Public, platform.request(), |ctx| {
            confirm(ctx, &again, &code_at(&secret, ctx.now()))
        });
        assert_eq!(replayed.unwrap(), Entrance::Wrong, "a code works once");
    }
);

fn vouched(platform: &Platform, login: &str) -> Entrance {
    platform
        .write(&Who::Public, platform.request(), |ctx| {
            sign_on(ctx, login, &Visitor::default())
        })
        .unwrap()
}

engines::both_engines!(
    whoever_a_provider_vouches_for_needs_no_password_but_every_other_rule_holds,
    |db: &Db| {
        let (platform, _) = platform(db);
        let created = account(&platform);
        assert_eq!(vouched(&platform, "nobody"), Entrance::Wrong);
        let who = resume(&platform, &token(vouched(&platform, " WANG "))).unwrap();
        let stale = |who: &Who| who.person().unwrap().password_expired;
        assert!(!stale(&who), "the first password was never changed");
        let own = enter(&platform, "wang", &created.password);
        assert!(stale(&resume(&platform, &token(own)).unwrap()));

        let secret = platform.read(&who, platform.request(), start_totp).unwrap();
        platform
            .write(&who, platform.request(), |ctx| {
                let code = code_at(&secret, ctx.now());
                verify_totp(ctx, &secret, &code, &created.password)
            })
            .unwrap();
        let Entrance::CodeWanted(waiting) = vouched(&platform, "wang") else {
            panic!("the second factor is asked for");
        };
        assert_eq!(resume(&platform, &waiting).unwrap(), Who::Public);

        for _ in 0..5 {
            enter(&platform, "wang", "no");
        }
        assert!(matches!(vouched(&platform, "wang"), Entrance::Locked(_)));
    }
);
