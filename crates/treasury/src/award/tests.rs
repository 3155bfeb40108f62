//! Awards: granted once, changed for months gone by, suspended, ended, never overwritten.

use super::*;
use crate::testing::{
    act, decided, district, grant as written, granted, month, officer, payee, refused, wrong,
};
use base::Fen;
use base::id::AwardId;
use db::Db;
use engines::both_engines;
use platform::Platform;

fn yuan(amount: i64) -> Fen {
    Fen::from_yuan(amount).unwrap()
}

fn read(platform: &Platform, id: AwardId) -> (Award, Vec<Turn>) {
    platform
        .read(&officer(), platform.request(), |ctx| {
            Ok((get(ctx, id)?, turns(ctx, id)?))
        })
        .unwrap()
}

fn owed_in(platform: &Platform, id: AwardId, of: &str) -> Fen {
    let (award, turns) = read(platform, id);
    owed(&turns, award.cadence, month(of)).amount
}

both_engines!(a_case_is_granted_once, |db: &Db| {
    let (platform, _) = district(db);
    let li = payee(&platform, "李兰", crate::testing::VILLAGE, 1);
    let new = written("D-2020-0001", li, 440);
    granted(&platform, &new);
    let again = act(&platform, &officer(), |ctx| grant(ctx, &new));
    assert_eq!(refused(again), "award-known");
    let part = Grant {
        part: "second".to_owned(),
        ..new
    };
    granted(&platform, &part);
});

both_engines!(a_raise_for_months_gone_by_is_owed_for_them, |db: &Db| {
    let (platform, _) = district(db);
    let li = payee(&platform, "李兰", crate::testing::VILLAGE, 1);
    let mut new = written("D-2020-0001", li, 440);
    new.supplements = vec![Supplement {
        code: "pupil".to_owned(),
        amount_fen: yuan(60),
    }];
    let id = granted(&platform, &new);
    assert_eq!(owed_in(&platform, id, "2019-12"), Fen::ZERO);
    assert_eq!(owed_in(&platform, id, "2020-03"), yuan(500));
    let raise = Change {
        from: month("2020-02"),
        amount: yuan(480),
        supplements: Vec::new(),
        persons: 2,
        decided: decided("raise"),
    };
    act(&platform, &officer(), |ctx| change(ctx, (id, 1), &raise)).unwrap();
    let stale = act(&platform, &officer(), |ctx| change(ctx, (id, 1), &raise));
    assert!(matches!(stale, Err(base::Fault::Stale)), "{stale:?}");
    assert_eq!(owed_in(&platform, id, "2020-01"), yuan(500));
    assert_eq!(owed_in(&platform, id, "2020-03"), yuan(480));
});

both_engines!(what_was_suspended_can_be_owed_after_all, |db: &Db| {
    let (platform, _) = district(db);
    let li = payee(&platform, "李兰", crate::testing::VILLAGE, 1);
    let id = granted(&platform, &written("D-2020-0001", li, 440));
    let who = officer();
    act(&platform, &who, |ctx| {
        suspend(ctx, (id, 1), month("2020-02"), &decided("matched"))
    })
    .unwrap();
    assert_eq!(owed_in(&platform, id, "2020-03"), Fen::ZERO);
    let twice = act(&platform, &who, |ctx| {
        suspend(ctx, (id, 2), month("2020-02"), &decided("matched"))
    });
    assert_eq!(refused(twice), "award-not-active");
    act(&platform, &who, |ctx| {
        resume(ctx, (id, 2), month("2020-03"), &decided("cleared"))
    })
    .unwrap();
    assert_eq!(
        owed_in(&platform, id, "2020-02"),
        Fen::ZERO,
        "only from March on"
    );
    assert_eq!(owed_in(&platform, id, "2020-03"), yuan(440));
});

both_engines!(
    an_award_that_should_not_have_been_is_owed_never,
    |db: &Db| {
        let (platform, _) = district(db);
        let li = payee(&platform, "李兰", crate::testing::VILLAGE, 1);
        let id = granted(&platform, &written("D-2020-0001", li, 440));
        let who = officer();
        let on = |version, last: Option<&str>| {
            let last = last.map(month);
            act(&platform, &who, |ctx| {
                end(ctx, (id, version), last, &decided("died"))
            })
        };
        on(1, Some("2020-03")).unwrap();
        assert_eq!(owed_in(&platform, id, "2020-03"), yuan(440));
        assert_eq!(owed_in(&platform, id, "2020-04"), Fen::ZERO);
        assert_eq!(refused(on(2, Some("2020-05"))), "award-ended");
        on(2, None).unwrap();
        assert_eq!(owed_in(&platform, id, "2020-01"), Fen::ZERO);
        let (award, turns) = read(&platform, id);
        assert_eq!(award.standing, Standing::Ended);
        assert_eq!(turns.len(), 3, "every turn is kept");
    }
);

both_engines!(turns_cannot_be_changed_behind_our_back, |db: &Db| {
    let (platform, _) = district(db);
    let li = payee(&platform, "李兰", crate::testing::VILLAGE, 1);
    granted(&platform, &written("D-2020-0001", li, 440));
    for sql in [
        "UPDATE award_turn SET amount_fen = 1",
        "DELETE FROM award_turn",
    ] {
        let done = platform.db().write(|tx| tx.execute(sql, &[]));
        assert!(done.is_err(), "{sql}");
    }
});

both_engines!(slips_of_the_pen_are_told_by_field, |db: &Db| {
    let (platform, _) = district(db);
    let li = payee(&platform, "李兰", crate::testing::VILLAGE, 1);
    let wang = payee(&platform, "王芳", crate::testing::VILLAGE, 2);
    let bad = Grant {
        amount: Fen::ZERO,
        persons: 0,
        ..written("D-1", li, 1)
    };
    let result = act(&platform, &officer(), |ctx| grant(ctx, &bad));
    assert_eq!(wrong(result, "amount"), "award-amount");
    let others = written("D-1", (li.0, wang.1), 440);
    let result = act(&platform, &officer(), |ctx| grant(ctx, &others));
    assert_eq!(wrong(result, "account"), "award-account");
});
