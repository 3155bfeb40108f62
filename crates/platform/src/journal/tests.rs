//! Whoever tampers with the journal is found out, and it is said where.

use super::{End, Entry, Filter, Flaw, list, verify};
use crate::testing::{person, platform};
use crate::{Act, Platform, Role, Who};
use base::Fault;
use db::Db;
use serde_json::json;

/// Ten changes of a division's name, each told to the journal.
fn ten(platform: &Platform) {
    let who = Who::Operator("test");
    platform
        .write(&who, platform.request(), |ctx| {
            let sql = "INSERT INTO division (code, name, level) VALUES ('500153', '0', 3)";
            ctx.tx().execute(sql, &[])?;
            ctx.tell(Entry::named("division.add", "division", "500153"));
            Ok(())
        })
        .unwrap();
    for i in 1..10 {
        platform
            .write(&who, platform.request(), |ctx| {
                let sql = "UPDATE division SET name = ?1 WHERE code = '500153'";
                ctx.tx().execute(sql, &[&i.to_string()])?;
                let entry = Entry::named("division.rename", "division", "500153");
                ctx.tell(entry.before(json!(i - 1)).after(json!(i)).reason("order"));
                Ok(())
            })
            .unwrap();
    }
}

/// What somebody with the whole database can do: the triggers are no obstacle to them.
fn tamper(db: &Db, sql: &'static str) {
    let off: &[&str] = match db.engine() {
        db::Engine::Sqlite => &[
            "DROP TRIGGER IF EXISTS journal_stays",
            "DROP TRIGGER IF EXISTS journal_keeps",
        ],
        db::Engine::Postgres => &["DROP TRIGGER IF EXISTS journal_stays ON journal"],
    };
    db.write(|tx| {
        for statement in off {
            tx.execute(statement, &[])?;
        }
        tx.execute(sql, &[])
    })
    .unwrap();
}

fn flaws(platform: &Platform, anchor: Option<&End>) -> Vec<Flaw> {
    verify(platform.db(), platform.keys(), anchor)
        .unwrap()
        .flaws
}

engines::both_engines!(an_honest_journal_is_found_whole, |db: &Db| {
    let (platform, _) = platform(db);
    ten(&platform);
    let report = verify(db, platform.keys(), None).unwrap();
    assert_eq!((report.entries, report.flaws.len()), (10, 0));
    let end = report.end.unwrap();
    assert_eq!(end.seq, 10);
    assert!(flaws(&platform, Some(&end)).is_empty());
});

engines::both_engines!(the_database_itself_refuses_to_change_an_entry, |db: &Db| {
    let (platform, _) = platform(db);
    ten(&platform);
    for sql in ["UPDATE journal SET actor = 'x'", "DELETE FROM journal"] {
        let refused = db.write(|tx| tx.execute(sql, &[])).unwrap_err();
        assert!(matches!(refused, db::DbError::Check { .. }), "{refused:?}");
    }
});

engines::both_engines!(an_altered_entry_is_named, |db: &Db| {
    let (platform, _) = platform(db);
    ten(&platform);
    tamper(db, "UPDATE journal SET reason = 'another' WHERE seq = 4");
    let found = flaws(&platform, None);
    assert!(
        matches!(found.as_slice(), [Flaw::Altered { seq: 4, .. }]),
        "{found:?}"
    );
    tamper(db, "UPDATE journal SET before = NULL WHERE seq = 7");
    let found = flaws(&platform, None);
    assert!(
        matches!(found.as_slice(), [_, Flaw::Altered { seq: 7, .. }]),
        "{found:?}"
    );
});

engines::both_engines!(removed_entries_leave_a_gap, |db: &Db| {
    let (platform, _) = platform(db);
    ten(&platform);
    tamper(db, "DELETE FROM journal WHERE seq IN (5, 6)");
    assert_eq!(flaws(&platform, None), [Flaw::Missing { from: 5, to: 6 }]);
    // Closing the gap by renumbering breaks the seals of all that follow.
    tamper(db, "UPDATE journal SET seq = seq - 2 + 100 WHERE seq > 6");
    tamper(db, "UPDATE journal SET seq = seq - 100 WHERE seq > 100");
    assert!(matches!(
        flaws(&platform, None).first(),
        Some(Flaw::Altered { seq: 5, .. })
    ));
});

engines::both_engines!(a_cut_off_end_is_seen_by_its_anchor, |db: &Db| {
    let (platform, _) = platform(db);
    ten(&platform);
    let end = verify(db, platform.keys(), None).unwrap().end.unwrap();
    tamper(db, "DELETE FROM journal WHERE seq > 8");
    assert!(
        flaws(&platform, None).is_empty(),
        "the chain alone cannot tell"
    );
    let cut = Flaw::CutOff {
        last: 8,
        anchored: 10,
    };
    assert_eq!(flaws(&platform, Some(&end)), [cut]);
    // Filling it up again with other entries does not fit the anchor either.
    ten_more(&platform);
    assert_eq!(flaws(&platform, Some(&end)), [Flaw::Replaced { seq: 10 }]);
});

fn ten_more(platform: &Platform) {
    for _ in 0..3 {
        platform
            .write(&Who::Operator("test"), platform.request(), |ctx| {
                ctx.tell(Entry::named("division.nothing", "division", "500153"));
                Ok(())
            })
            .unwrap();
    }
}

engines::both_engines!(a_change_that_is_not_told_is_undone, |db: &Db| {
    let (platform, _) = platform(db);
    ten(&platform);
    let silent = platform.write(&Who::Operator("test"), platform.request(), |ctx| {
        Ok(ctx
            .tx()
            .execute("UPDATE division SET name = 'silent'", &[])?)
    });
    assert!(matches!(silent, Err(Fault::Internal(_))));
    let name: String = db
        .read(|tx| tx.value("SELECT name FROM division", &[]))
        .unwrap();
    assert_eq!(name, "9");
});

engines::both_engines!(auditors_search_and_nobody_else, |db: &Db| {
    let (platform, _) = platform(db);
    ten(&platform);
    let filter = Filter {
        act: "division.re".to_owned(),
        below: Some(9),
        ..Filter::default()
    };
    let as_role = |role| {
        let who = person(role, "500153");
        platform.read(&who, platform.request(), |ctx| list(ctx, &filter, 3))
    };
    let found = as_role(Role::AuditAdministrator).unwrap();
    let numbers: Vec<i64> = found.iter().map(|r| r.seq).collect();
    assert_eq!(numbers, [8, 7, 6]);
    assert_eq!(found[0].after.as_deref(), Some("7"));
    for role in Role::ALL
        .into_iter()
        .filter(|r| !Act::JournalSee.allows(*r))
    {
        assert!(matches!(as_role(role), Err(Fault::NotFound)), "{role}");
    }
});

engines::both_engines!(writers_at_once_make_one_chain, |db: &Db| {
    let (platform, _) = platform(db);
    std::thread::scope(|s| {
        for _ in 0..4 {
            s.spawn(|| (0..10).for_each(|_| ten_more(&platform)));
        }
    });
    let report = verify(db, platform.keys(), None).unwrap();
    assert_eq!((report.entries, report.flaws.len()), (120, 0));
});
