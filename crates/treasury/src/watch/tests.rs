//! Supervision: every wrong that was put into a month is found, with its evidence, and a month in
//! order has none.

use super::*;
use crate::award::{self, Grant};
use crate::book::{self, Appropriation};
use crate::reserve;
use crate::roll::{self, Said, State};
use crate::testing::{
    VILLAGE, act, card, decided, district, grant as written, granted, known, law, leader, month,
    officer, payee,
};
use base::Fen;
use base::clock::FixedClock;
use base::id::{BankAccountId, PersonId, RollId};
use db::Db;
use engines::both_engines;
use jiff::civil::{Date, date};
use platform::testing::person as somebody;
use platform::{Division, Platform, Role};
use std::sync::Arc;

type Paid = (PersonId, BankAccountId);

fn ready(db: &Db) -> (Platform, Arc<FixedClock>) {
    law();
    let (platform, clock) = district(db);
    known(&platform, &officer());
    known(&platform, &leader());
    let money = Appropriation {
        source: "district".to_owned(),
        programme: "allowance".to_owned(),
        amount: Fen::from_yuan(100_000).unwrap(),
        month: month("2020-03"),
        document: "荣财1号".to_owned(),
    };
    act(&platform, &officer(), |ctx| book::appropriate(ctx, &money)).unwrap();
    (platform, clock)
}

fn awarded(platform: &Platform, case: &str, who: Paid) {
    let from = month("2020-03");
    granted(
        platform,
        &Grant {
            from,
            ..written(case, who, 440)
        },
    );
}

/// Builds, lets pass, signs twice, files and answers the roll of March; lines that fail by case.
fn paid(platform: &Platform, on: Date, fails: &[&str]) -> RollId {
    let who = officer();
    let id = act(platform, &who, |ctx| {
        roll::build(ctx, month("2020-03"), date(2020, 3, 10))
    })
    .unwrap();
    let all = || {
        platform
            .read(&who, platform.request(), |ctx| {
                roll::lines(ctx, id, &roll::Wanted::default(), (100, 0))
            })
            .unwrap()
    };
    let version = || {
        let now = platform.read(&who, platform.request(), |ctx| roll::get(ctx, id));
        now.unwrap().version
    };
    for line in all()
        .iter()
        .filter(|l| l.block == Some(roll::Block::AccountShared))
    {
        let at = (id, version());
        act(platform, &who, |ctx| {
            roll::release(ctx, at, line.number, "agreement seen")
        })
        .unwrap();
    }
    for signer in [officer(), leader()] {
        let at = (id, version());
        act(platform, &signer, |ctx| roll::sign(ctx, at)).unwrap();
    }
    act(platform, &who, |ctx| {
        roll::record_file(ctx, id, "text", b"f")
    })
    .unwrap();
    let said: Vec<Said> = all()
        .iter()
        .filter(|l| l.state == roll::LineState::Pay)
        .map(|l| Said {
            number: l.number,
            amount: l.pay,
            failure: fails
                .contains(&l.case_number.as_str())
                .then(|| "closed".to_owned()),
            on,
        })
        .collect();
    act(platform, &who, |ctx| roll::answer(ctx, id, &said)).unwrap();
    let state = platform.read(&who, platform.request(), |ctx| roll::get(ctx, id));
    assert_eq!(state.unwrap().state, State::Answered);
    id
}

fn found(platform: &Platform) -> Vec<Finding> {
    let march = month("2020-03");
    act(platform, &officer(), |ctx| run(ctx, march)).unwrap();
    platform
        .read(&officer(), platform.request(), |ctx| {
            find(ctx, march, &Wanted::default(), (100, 0))
        })
        .unwrap()
}

/// Rule, case and amount in yuan of each.
fn told(found: &[Finding]) -> Vec<(Rule, &str, i64)> {
    found
        .iter()
        .map(|f| (f.rule, f.case_number.as_str(), f.amount.get() / 100))
        .collect()
}

both_engines!(a_month_in_order_has_no_findings, |db: &Db| {
    let (platform, _) = ready(db);
    awarded(&platform, "D-1", payee(&platform, "李兰", VILLAGE, 1));
    paid(&platform, date(2020, 3, 10), &[]);
    assert_eq!(found(&platform), []);
    let ran = platform.read(&officer(), platform.request(), |ctx| {
        last(ctx, month("2020-03"))
    });
    assert_eq!(ran.unwrap().unwrap().skipped, []);
});

both_engines!(
    payments_to_kin_of_officials_are_looked_at_again,
    |db: &Db| {
        let (platform, _) = ready(db);
        let li = payee(&platform, "李兰", VILLAGE, 1);
        awarded(&platform, "D-1", li);
        awarded(&platform, "D-2", payee(&platform, "王芳", VILLAGE, 2));
        paid(&platform, date(2020, 3, 10), &[]);
        assert_eq!(found(&platform), []);
        let filed = registry::register::New {
            person: Some(li.0),
            division: VILLAGE.to_owned(),
            written: vec![
                ("official".to_owned(), "李强".to_owned()),
                ("kinship".to_owned(), "父女".to_owned()),
            ],
        };
        act(&platform, &officer(), |ctx| {
            registry::register::add(ctx, registry::register::declared()?, "filed", &filed)
        })
        .unwrap();
        let found = found(&platform);
        assert_eq!(told(&found), [(Rule::Kin, "D-1", 440)]);
        let evidence = &found[0].evidence[0];
        assert_eq!(evidence.value, "干部姓名 李强 · 关系 父女");
        assert!(evidence.path.starts_with("/registers/filed/"));
    }
);

both_engines!(what_is_wrong_with_a_month_is_found, |db: &Db| {
    let (platform, _) = ready(db);
    let li = payee(&platform, "李兰", VILLAGE, 1);
    let wang = payee(&platform, "王芳", VILLAGE, 2);
    let zhou = payee(&platform, "周强", VILLAGE, 2);
    let sun = payee(&platform, "孙明", VILLAGE, 4);
    awarded(&platform, "D-1", li);
    awarded(&platform, "D-2", wang);
    awarded(&platform, "D-3", zhou);
    awarded(&platform, "D-4", sun);
    awarded(&platform, "D-5", li);
    let dead = payee(&platform, "吴老", VILLAGE, 6);
    awarded(&platform, "D-6", dead);
    paid(&platform, date(2020, 3, 12), &["D-4"]);
    // The register learns of a death and a decision of a change after the money went out.
    act(&platform, &officer(), |ctx| {
        let now = registry::person::get(ctx, dead.0)?;
        registry::person::mark_dead(ctx, dead.0, now.version, date(2020, 2, 20), "police")
    })
    .unwrap();
    let awards = platform.read(&officer(), platform.request(), |ctx| {
        award::find(ctx, &award::Wanted::default(), 10, 0)
    });
    let awards = awards.unwrap().0;
    let of = |case: &str| awards.iter().find(|a| a.case_number == case).unwrap();
    act(&platform, &officer(), |ctx| {
        award::end(ctx, (of("D-2").id, 1), None, &decided("never due"))
    })
    .unwrap();
    let raise = award::Change {
        from: month("2020-03"),
        amount: Fen::from_yuan(500).unwrap(),
        supplements: Vec::new(),
        persons: 2,
        decided: decided("raise"),
    };
    act(&platform, &officer(), |ctx| {
        award::change(ctx, (of("D-3").id, 1), &raise)
    })
    .unwrap();
    let found = found(&platform);
    let late = |case| (Rule::Late, case, 440);
    assert_eq!(
        told(&found),
        [
            (Rule::Dead, "D-6", 440),
            (Rule::Over, "D-2", 440),
            (Rule::Twice, "D-5", 440),
            (Rule::Short, "D-3", 60),
            late("D-1"),
            late("D-2"),
            late("D-3"),
            late("D-5"),
            late("D-6"),
            (Rule::Returned, "D-4", 440),
            (Rule::Shared, "D-2", 440),
            (Rule::Shared, "D-3", 440),
        ]
    );
    let death = &found[0];
    assert_eq!(death.evidence[0].value, "2020-02-20");
    assert!(death.line.is_some() && death.award.is_some());
    let short = found.iter().find(|f| f.rule == Rule::Short).unwrap();
    assert_eq!(short.evidence[0].value, "50000", "owed by the raise");
    // Looked through again, nothing is found twice; whoever lives elsewhere sees nothing.
    assert_eq!(self::found(&platform), found);
    let other = somebody(Role::TownReviewer, "500153105");
    let theirs = platform.read(&other, platform.request(), |ctx| {
        find(ctx, month("2020-03"), &Wanted::default(), (100, 0))
    });
    assert_eq!(theirs.unwrap(), []);
    let shared = Wanted {
        rule: "shared".to_owned(),
        payee: "周".to_owned(),
        ..Wanted::default()
    };
    let one = platform.read(&officer(), platform.request(), |ctx| {
        find(ctx, month("2020-03"), &shared, (100, 0))
    });
    assert_eq!(told(&one.unwrap()), [(Rule::Shared, "D-3", 440)]);
    let sums = platform.read(&officer(), platform.request(), |ctx| {
        sums(ctx, month("2020-03"))
    });
    assert!(sums.unwrap().contains(&(Rule::Late, 5, Fen::new(220_000))));
});

both_engines!(
    blocked_and_waiting_payments_are_short_and_late,
    |db: &Db| {
        let (platform, clock) = ready(db);
        let li = payee(&platform, "李兰", VILLAGE, 1);
        let none = Grant {
            account: None,
            from: month("2020-03"),
            ..written("D-1", li, 440)
        };
        granted(&platform, &none);
        awarded(&platform, "D-2", payee(&platform, "王芳", VILLAGE, 2));
        let id = act(&platform, &officer(), |ctx| {
            roll::build(ctx, month("2020-03"), date(2020, 3, 10))
        })
        .unwrap();
        // Nobody has signed: what is owed cannot be told from what is given, and that is said.
        assert_eq!(found(&platform), []);
        let ran = platform.read(&officer(), platform.request(), |ctx| {
            last(ctx, month("2020-03"))
        });
        let skipped = ran.unwrap().unwrap().skipped;
        assert_eq!(skipped[0].why, "watch-no-roll");
        for (signer, version) in [(officer(), 1), (leader(), 2)] {
            act(&platform, &signer, |ctx| roll::sign(ctx, (id, version))).unwrap();
        }
        clock.advance(2 * 86_400);
        let found = found(&platform);
        assert_eq!(
            told(&found),
            [(Rule::Short, "D-1", 440), (Rule::Late, "D-2", 440)]
        );
        assert_eq!(found[0].evidence[2].value, "block-no-account");
        assert_eq!(found[1].evidence[1].value, "evidence-not-yet");
    }
);

both_engines!(an_idle_reserve_is_found, |db: &Db| {
    let (platform, clock) = ready(db);
    let first = reserve::Granted {
        town: Division::parse("500153104").unwrap(),
        kind: reserve::Kind::Grant,
        programme: "allowance".to_owned(),
        amount: Fen::from_yuan(500).unwrap(),
        on: date(2020, 3, 2),
        document: "1".to_owned(),
    };
    act(&platform, &officer(), |ctx| reserve::grant(ctx, &first)).unwrap();
    let look = |of: &str| {
        act(&platform, &officer(), |ctx| run(ctx, month(of))).unwrap();
        let all = platform.read(&officer(), platform.request(), |ctx| {
            find(ctx, month(of), &Wanted::default(), (100, 0))
        });
        all.unwrap()
    };
    assert_eq!(look("2020-05"), [], "it has only just been granted");
    assert_eq!(told(&look("2020-06")), [(Rule::Idle, "", 500)]);
    clock.advance(94 * 86_400);
    let (li, _) = payee(&platform, "李兰", VILLAGE, 1);
    let help = reserve::Spend {
        town: first.town.clone(),
        programme: "allowance".to_owned(),
        case_number: "T-1".to_owned(),
        household: None,
        payee: li,
        amount: Fen::from_yuan(100).unwrap(),
        on: date(2020, 6, 2),
        way: reserve::Way::Transfer,
        receipt: card(9),
        witness: "王芳".to_owned(),
        reason: "火灾".to_owned(),
    };
    let town = somebody(Role::TownReviewer, "500153104");
    act(&platform, &town, |ctx| reserve::spend(ctx, &help)).unwrap();
    assert_eq!(look("2020-06"), []);
});
