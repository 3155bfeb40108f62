//! Who may register and change whom, what stays of the past, and that no number lies open.

use super::*;
use crate::past;
use crate::testing::{act, district, officer, register as put, worker, written, wrong};
use base::Fault;
use db::Db;
use jiff::civil::date;
use platform::testing::person as somebody;
use platform::{Role, journal};

const VILLAGE: &str = "500153104201";
const NEXT: &str = "500153104202";
const FAR: &str = "500153105201";
const NUMBER: &str = "50015319000101003X";
const OTHER: &str = "500153190001010013";

engines::both_engines!(
    a_worker_keeps_the_village_and_nothing_beside_it,
    |db: &Db| {
        let platform = district(db);
        let here = put(&platform, "王芳", NUMBER, VILLAGE);
        let there = put(&platform, "李强", "", FAR);
        let who = worker(VILLAGE);
        assert_eq!(
            act(&platform, &who, |ctx| get(ctx, here)).unwrap().name,
            "王芳"
        );
        let unseen = act(&platform, &who, |ctx| get(ctx, there));
        assert!(matches!(unseen, Err(Fault::NotFound)));
        let new = Register {
            written: written("赵六", "", FAR),
            ..Register::default()
        };
        assert_eq!(
            wrong(act(&platform, &who, |ctx| register(ctx, &new)), "division"),
            "person-division"
        );
        // An administrator of the machine sees nobody.
        let admin = somebody(Role::SystemAdministrator, "500153");
        assert!(matches!(
            act(&platform, &admin, |ctx| get(ctx, here)),
            Err(Fault::NotFound)
        ));
    }
);

engines::both_engines!(no_number_lies_open_in_the_database, |db: &Db| {
    let platform = district(db);
    let id = put(&platform, "王芳", NUMBER, VILLAGE);
    let to = Change {
        written: written("王芳", OTHER, VILLAGE),
        reason: "号码登记错误".to_owned(),
        ..Change::default()
    };
    let shown = act(&platform, &officer(), |ctx| change(ctx, id, 1, &to)).unwrap();
    assert_eq!(shown.number.as_deref(), Some("500153********0013"));
    let mut dump = Vec::new();
    db::dump::write(db, jiff::Timestamp::UNIX_EPOCH, &mut dump).unwrap();
    let text = String::from_utf8_lossy(&dump);
    assert!(text.contains("王芳"), "the dump is readable");
    for number in [NUMBER, OTHER, "003X", "010013", "01003X", "500153********"] {
        assert!(!text.contains(number), "{number} lies open");
        let hex: String = number.bytes().map(|b| format!("{b:02x}")).collect();
        assert!(!text.contains(&hex), "{number} lies open in hexadecimal");
    }
});

engines::both_engines!(whoever_looks_at_a_number_is_told_of, |db: &Db| {
    let platform = district(db);
    let id = put(&platform, "王芳", NUMBER, VILLAGE);
    let who = worker(VILLAGE);
    let bare = act(&platform, &who, |ctx| unmask(ctx, id, " "));
    assert_eq!(wrong(bare, "reason"), "person-reason");
    let number = act(&platform, &who, |ctx| unmask(ctx, id, "核对身份证")).unwrap();
    assert_eq!(number.as_deref(), Some(NUMBER));
    let auditor = somebody(Role::AuditAdministrator, "500153");
    let told = act(&platform, &auditor, |ctx| {
        journal::list(ctx, &journal::Filter::default(), 1)
    })
    .unwrap();
    assert_eq!(told[0].act, "person.unmask");
    assert_eq!(told[0].reason.as_deref(), Some("核对身份证"));
    assert!(!told[0].after.as_ref().unwrap().contains("003X"));
    let leader = somebody(Role::BureauLeader, "500153");
    let refused = act(&platform, &leader, |ctx| unmask(ctx, id, "x"));
    assert!(matches!(refused, Err(Fault::NotFound)));
});

engines::both_engines!(one_number_is_one_person_unless_said_otherwise, |db: &Db| {
    let platform = district(db);
    put(&platform, "王芳", NUMBER, VILLAGE);
    let mut new = Register {
        written: written("王方", NUMBER, FAR),
        ..Register::default()
    };
    let again = act(&platform, &officer(), |ctx| register(ctx, &new));
    assert_eq!(wrong(again, "number"), "person-number-known");
    // The worker of another village learns that the number is known, not whose it is.
    let far = act(&platform, &worker(FAR), |ctx| register(ctx, &new));
    let Err(Fault::Invalid(errors)) = far else {
        panic!("{far:?}")
    };
    assert!(errors.of("number").unwrap().to_string().contains("***"));
    new.despite = "公安机关证明为重号".to_owned();
    act(&platform, &officer(), |ctx| register(ctx, &new)).unwrap();
});

engines::both_engines!(what_was_stays_with_who_changed_it_and_why, |db: &Db| {
    let platform = district(db);
    let id = put(&platform, "王芳", NUMBER, VILLAGE);
    let mut to = Change {
        written: written("王方", OTHER, VILLAGE),
        renamed: true,
        reason: "户籍更名".to_owned(),
    };
    let after = act(&platform, &officer(), |ctx| change(ctx, id, 1, &to)).unwrap();
    assert_eq!(
        (after.version, after.former_names.as_slice()),
        (2, &["王芳".to_owned()][..])
    );
    // Who read the first version may not write over the second.
    to.written.name = "汪方".to_owned();
    let stale = act(&platform, &officer(), |ctx| change(ctx, id, 1, &to));
    assert!(matches!(stale, Err(Fault::Stale)));
    // Without a number on the form the number stays.
    to.written.number = String::new();
    to.renamed = false;
    act(&platform, &officer(), |ctx| change(ctx, id, 2, &to)).unwrap();
    let (pasts, secret, number) = act(&platform, &officer(), |ctx| {
        let pasts = history(ctx, id)?;
        let secret = past::secret(ctx, &pasts[1])?;
        ctx.tell(journal::Entry::named("test.look", "person", id));
        Ok((pasts, secret, unmask(ctx, id, "核对")?))
    })
    .unwrap();
    assert_eq!(number.as_deref(), Some(OTHER));
    assert_eq!(pasts.len(), 2);
    assert_eq!(pasts[1].data["name"], "王芳");
    assert_eq!(pasts[1].reason.as_deref(), Some("户籍更名"));
    assert_eq!(
        secret.as_deref(),
        Some(NUMBER),
        "the number that it was is kept, sealed"
    );
});

engines::both_engines!(a_birth_date_that_a_form_does_not_show_stays, |db: &Db| {
    let platform = district(db);
    let mut new = Register {
        written: written("安娜", "H12345678", VILLAGE),
        ..Register::default()
    };
    new.written.other_document = true;
    new.written.birth = "1980-05-06".to_owned();
    let id = act(&platform, &officer(), |ctx| register(ctx, &new)).unwrap();
    let to = Change {
        written: written("安娜·李", "", VILLAGE),
        reason: "更正".to_owned(),
        ..Change::default()
    };
    let after = act(&platform, &officer(), |ctx| change(ctx, id, 1, &to)).unwrap();
    assert_eq!(after.birth, Some(date(1980, 5, 6)));
    assert_eq!(after.document, Some(Document::Other));
});

engines::both_engines!(death_has_a_day_and_a_source, |db: &Db| {
    let platform = district(db);
    let id = put(&platform, "王芳", NUMBER, VILLAGE);
    let who = officer();
    let none = act(&platform, &who, |ctx| {
        mark_dead(ctx, id, 1, date(2020, 3, 1), "")
    });
    assert_eq!(wrong(none, "source"), "person-reason");
    let late = act(&platform, &who, |ctx| {
        mark_dead(ctx, id, 1, date(2020, 3, 19), "火化证明")
    });
    assert_eq!(wrong(late, "on"), "person-date-order");
    let dead = act(&platform, &who, |ctx| {
        mark_dead(ctx, id, 1, date(2020, 3, 1), "火化证明")
    })
    .unwrap();
    assert_eq!(
        (dead.life, dead.age(date(2026, 1, 1))),
        (Life::Dead, Some(120))
    );
    let twice = act(&platform, &who, |ctx| {
        mark_dead(ctx, id, 2, date(2020, 3, 2), "火化证明")
    });
    assert!(matches!(twice, Err(Fault::Refused(m)) if m.code == "person-dead-already"));
    let back = act(&platform, &who, |ctx| mark_returned(ctx, id, 2, "同名误报")).unwrap();
    assert_eq!((back.life, back.life_on), (Life::Living, None));
});

engines::both_engines!(
    two_records_of_one_person_become_one_and_two_again,
    |db: &Db| {
        let platform = district(db);
        let kept = put(&platform, "王芳", "", VILLAGE);
        let gone = put(&platform, "王方", NUMBER, NEXT);
        let who = officer();
        // A village worker may not decide this.
        let worker = act(&platform, &worker(VILLAGE), |ctx| {
            merge(ctx, (kept, 1), (gone, 1), "同一人")
        });
        assert!(matches!(worker, Err(Fault::NotFound)));
        act(&platform, &who, |ctx| {
            merge(ctx, (kept, 1), (gone, 1), "同一人")
        })
        .unwrap();
        let one = act(&platform, &who, |ctx| get(ctx, kept)).unwrap();
        assert_eq!(one.former_names, ["王方"]);
        assert_eq!(one.birth, Some(date(1900, 1, 1)));
        assert_eq!(
            act(&platform, &who, |ctx| unmask(ctx, kept, "核对"))
                .unwrap()
                .as_deref(),
            Some(NUMBER)
        );
        let into = act(&platform, &who, |ctx| merged_into(ctx, gone)).unwrap();
        assert_eq!(into, Some((kept, "同一人".to_owned())));
        let refused = act(&platform, &who, |ctx| {
            mark_dead(ctx, gone, 2, date(2020, 1, 1), "x")
        });
        assert!(matches!(refused, Err(Fault::Refused(m)) if m.code == "person-merged"));
        act(&platform, &who, |ctx| split(ctx, gone, "不是同一人")).unwrap();
        let one = act(&platform, &who, |ctx| get(ctx, kept)).unwrap();
        let other = act(&platform, &who, |ctx| get(ctx, gone)).unwrap();
        assert_eq!(
            (one.former_names.len(), one.number, one.birth),
            (0, None, None)
        );
        assert_eq!((other.merged_into, other.number.is_some()), (None, true));
        let again = act(&platform, &who, |ctx| split(ctx, gone, "x"));
        assert!(matches!(again, Err(Fault::Refused(m)) if m.code == "person-not-merged"));
    }
);

engines::both_engines!(many_are_registered_like_one, |db: &Db| {
    let platform = district(db);
    let checked: Vec<Checked> = [("王芳", NUMBER), ("李强", OTHER), ("张三", "")]
        .iter()
        .map(|(name, number)| {
            written(name, number, VILLAGE)
                .check(date(2020, 3, 18))
                .unwrap()
        })
        .collect();
    let ids = act(&platform, &officer(), |ctx| {
        register_all(ctx, &checked, "import 1")
    })
    .unwrap();
    let first = act(&platform, &worker(VILLAGE), |ctx| get(ctx, ids[0])).unwrap();
    assert_eq!(
        (first.name.as_str(), first.number.as_deref()),
        ("王芳", Some("500153********003X"))
    );
    assert_eq!(first.source, "import 1");
    let elsewhere = act(&platform, &worker(FAR), |ctx| {
        register_all(ctx, &checked, "import 2")
    });
    assert_eq!(wrong(elsewhere, "division"), "person-division");
});
