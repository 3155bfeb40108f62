//! Who may make accounts and grant roles, and what they may not.

use super::*;
use crate::testing::{person, platform};
use crate::{Platform, Role, Who};
use base::Fault;
use base::id::AccountId;
use db::Db;

fn make(platform: &Platform, login: &str, id_number: &str) -> Result<Created, Fault> {
    let who = person(Role::SystemAdministrator, "500153");
    let new = NewAccount {
        login: login.to_owned(),
        name: "王芳".to_owned(),
        id_number: id_number.to_owned(),
    };
    platform.write(&who, platform.request(), |ctx| create(ctx, &new))
}

fn give(platform: &Platform, id: AccountId, role: Role) -> Result<(), Fault> {
    let who = person(Role::SecurityAdministrator, "500153");
    let new = NewGrant {
        role,
        division: "500153".to_owned(),
        section: String::new(),
    };
    platform.write(&who, platform.request(), |ctx| {
        grant(ctx, id, &new).map(|_| ())
    })
}

/// The code of the error of a field.
fn wrong<T: std::fmt::Debug>(result: Result<T, Fault>, field: &str) -> &'static str {
    match result {
        Err(Fault::Invalid(errors)) => errors.of(field).map_or("-", |m| m.code),
        other => panic!("{other:?}"),
    }
}

engines::both_engines!(no_one_holds_two_administrators_roles, |db: &Db| {
    let (platform, _) = platform(db);
    let id = make(&platform, "wang", "").unwrap().id;
    give(&platform, id, Role::AuditAdministrator).unwrap();
    for role in [
        Role::SystemAdministrator,
        Role::SecurityAdministrator,
        Role::WindowClerk,
    ] {
        assert_eq!(
            wrong(give(&platform, id, role), "role"),
            "account-roles-apart"
        );
    }
    // Not even the database would take it.
    let second = db.write(|tx| {
        let sql = "INSERT INTO account_role (id, account_id, role, is_administrator, division, \
                   granted_at) VALUES ('x', ?1, 'system-administrator', 1, '500153', '2020')";
        tx.execute(sql, &[&id])
    });
    assert!(matches!(second, Err(db::DbError::Unique { .. })));
    let clerk = make(&platform, "li", "").unwrap().id;
    give(&platform, clerk, Role::WindowClerk).unwrap();
    give(&platform, clerk, Role::TownReviewer).unwrap();
    assert_eq!(
        wrong(give(&platform, clerk, Role::TownReviewer), "role"),
        "account-role-held"
    );
});

engines::both_engines!(each_administrator_keeps_to_their_own, |db: &Db| {
    let (platform, _) = platform(db);
    let id = make(&platform, "wang", "").unwrap().id;
    for role in Role::ALL {
        let who = person(role, "500153");
        let new = NewAccount {
            login: format!("n-{role}"),
            name: "名".to_owned(),
            ..NewAccount::default()
        };
        let made = platform.write(&who, platform.request(), |ctx| create(ctx, &new));
        assert_eq!(made.is_ok(), role == Role::SystemAdministrator, "{role}");
        let unlocked = platform.write(&who, platform.request(), |ctx| unlock(ctx, id));
        assert_eq!(
            unlocked.is_ok(),
            role == Role::SecurityAdministrator,
            "{role}"
        );
    }
});

engines::both_engines!(
    one_person_has_one_account_and_the_number_is_unreadable,
    |db: &Db| {
        let (platform, _) = platform(db);
        let number = "11010519491231002X";
        let id = make(&platform, "wang", number).unwrap().id;
        assert_eq!(
            wrong(make(&platform, "wang2", "11010519491231002x"), "id_number"),
            "account-person-taken"
        );
        assert_eq!(
            wrong(make(&platform, "wang", ""), "login"),
            "account-login-taken"
        );
        assert_eq!(
            wrong(make(&platform, "wang3", "110105194912310021"), "id_number"),
            "base-id-check"
        );
        assert_eq!(
            wrong(make(&platform, "Wang Fang", ""), "login"),
            "account-login-form"
        );
        let sealed: Vec<u8> = db
            .read(|tx| tx.value("SELECT id_number_sealed FROM account WHERE id = ?1", &[&id]))
            .unwrap();
        assert!(!sealed.windows(6).any(|w| w == &number.as_bytes()[..6]));
        let place = ID_NUMBER.place(&id.to_string());
        assert_eq!(
            platform.keys().open(&place, &sealed).unwrap(),
            number.as_bytes()
        );
        let journal: String = db
            .read(|tx| {
                tx.value(
                    "SELECT after FROM journal WHERE act = 'account.create'",
                    &[],
                )
            })
            .unwrap();
        assert!(!journal.contains("1949"), "{journal}");
    }
);

engines::both_engines!(
    sealed_numbers_open_after_a_rotation_with_the_new_key_alone,
    |db: &Db| {
        let (platform, _) = platform(db);
        let id = make(&platform, "wang", "11010519491231002X").unwrap().id;
        make(&platform, "li", "").unwrap();
        let random = crate::SystemRandom;
        let new = platform.keys().with_new_key(&random).unwrap();
        let sealed = |column| crate::crypto::reseal(db, &new, &random, column).unwrap();
        assert_eq!(SEALED.iter().map(|c| sealed(*c)).sum::<u64>(), 1);
        assert_eq!(
            SEALED.iter().map(|c| sealed(*c)).sum::<u64>(),
            0,
            "a second run finds nothing"
        );
        let value: Vec<u8> = db
            .read(|tx| tx.value("SELECT id_number_sealed FROM account WHERE id = ?1", &[&id]))
            .unwrap();
        let place = ID_NUMBER.place(&id.to_string());
        assert!(platform.keys().open(&place, &value).is_err());
        assert_eq!(new.open(&place, &value).unwrap(), b"11010519491231002X");
    }
);

engines::both_engines!(of_two_who_rename_at_once_the_second_is_told, |db: &Db| {
    let (platform, _) = platform(db);
    let id = make(&platform, "wang", "").unwrap().id;
    let who = person(Role::SystemAdministrator, "500153");
    let rename = |version, name| {
        platform.write(&who, platform.request(), |ctx| {
            update(ctx, id, version, name)
        })
    };
    rename(1, "王芳芳").unwrap();
    assert!(matches!(rename(1, "王方"), Err(Fault::Stale)));
    let nobody = AccountId::from_bits(77);
    let missing = platform.write(&who, platform.request(), |ctx| update(ctx, nobody, 1, "x"));
    assert!(matches!(missing, Err(Fault::NotFound)));
});

engines::both_engines!(nobody_grants_to_themselves, |db: &Db| {
    let (platform, _) = platform(db);
    let id = make(&platform, "wang", "").unwrap().id;
    let mut who = person(Role::SecurityAdministrator, "500153");
    if let Who::Person(person) = &mut who {
        person.id = id;
    }
    let new = NewGrant {
        role: Role::BureauLeader,
        division: "500153".to_owned(),
        section: String::new(),
    };
    let own = platform.write(&who, platform.request(), |ctx| grant(ctx, id, &new));
    assert!(matches!(own, Err(Fault::Refused(m)) if m.code == "account-not-oneself"));
});
