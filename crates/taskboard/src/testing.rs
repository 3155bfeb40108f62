//! People for the tests of this crate, and the ways to act as one.

use base::Fault;
use base::clock::FixedClock;
use base::id::{AccountId, GrantId};
use platform::testing::person;
use platform::{Ctx, Platform, Role, Who};

/// An officer of a section; the number tells officers apart.
pub(crate) fn officer(number: u128, section: &str) -> Who {
    let mut who = person(Role::SectionOfficer, "500153");
    if let Who::Person(person) = &mut who {
        person.id = AccountId::from_bits(100 + number);
        person.name = format!("officer {number}");
        for grant in &mut person.grants {
            grant.id = GrantId::from_bits(100 + number);
            grant.section = Some(section.to_owned());
        }
    }
    who
}

pub(crate) fn leader() -> Who {
    person(Role::BureauLeader, "500153")
}

pub(crate) fn inspector() -> Who {
    person(Role::DisciplineInspector, "500153")
}

pub(crate) fn worker() -> Who {
    person(Role::VillageWorker, "500153104201")
}

/// Lets days go by.
pub(crate) fn at(clock: &FixedClock, days: i64) {
    clock.advance(days * 86_400);
}

/// Does something as somebody whose account is in the database.
pub(crate) fn act<T>(
    platform: &Platform,
    who: &Who,
    f: impl FnOnce(&Ctx<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    if let Who::Person(person) = who {
        let known = |ctx: &Ctx<'_>| {
            let sql = "SELECT COUNT(*) AS many FROM account WHERE id = ?1";
            ctx.tx()
                .row(sql, &[&person.id], |row| row.get::<i64>("many"))
        };
        let there = platform
            .read(who, platform.request(), |ctx| Ok(known(ctx)?))
            .unwrap();
        if there == 0 {
            let sql = "INSERT INTO account (id, login, name, state, password_hash, \
                       password_set_at, password_expired, created_at) \
                       VALUES (?1, ?2, ?3, 'active', '', '2020-01-01T00:00:00Z', 0, \
                       '2020-01-01T00:00:00Z')";
            let insert = |tx: &db::Tx<'_>| {
                tx.execute(sql, &[&person.id, &person.id.to_string(), &person.name])
            };
            platform.db().write(insert).unwrap();
        }
    }
    platform.write(who, platform.request(), f)
}

/// The code of a refusal.
pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T, Fault>) -> &'static str {
    match result {
        Err(Fault::Refused(message)) => message.code,
        other => panic!("{other:?}"),
    }
}

/// The code of what is wrong with a field.
pub(crate) fn wrong<T: std::fmt::Debug>(result: &Result<T, Fault>, field: &str) -> &'static str {
    match result {
        Err(Fault::Invalid(errors)) => errors.of(field).map_or("-", |m| m.code),
        other => panic!("{other:?}"),
    }
}
