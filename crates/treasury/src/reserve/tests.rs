//! A town's reserve: granted, spent within its ceiling, filled up, reckoned; what looks unusual.

use super::*;
use crate::book::{self, Appropriation};
use crate::testing::{VILLAGE, act, district, law, month, officer, payee, refused, wrong};
use base::id::PersonId;
use base::{Fault, Fen};
use db::Db;
use engines::both_engines;
use jiff::civil::date;
use platform::testing::person as somebody;
use platform::{Division, Platform, Role, Who};
use proptest::prelude::*;

const TOWN: &str = "500153104";

fn yuan(amount: i64) -> Fen {
    Fen::from_yuan(amount).unwrap()
}

fn town() -> Who {
    somebody(Role::TownReviewer, TOWN)
}

fn division() -> Division {
    Division::parse(TOWN).unwrap()
}

fn granted(kind: Kind, amount: i64, document: &str) -> Granted {
    Granted {
        town: division(),
        kind,
        programme: "relief".to_owned(),
        amount: yuan(amount),
        on: date(2020, 3, 2),
        document: document.to_owned(),
    }
}

fn spending(payee: PersonId, amount: i64, receipt: &str) -> Spend {
    Spend {
        town: division(),
        programme: "relief".to_owned(),
        case_number: format!("T-{receipt}"),
        household: None,
        payee,
        amount: yuan(amount),
        on: date(2020, 3, 5),
        way: Way::Cash,
        receipt: receipt.to_owned(),
        witness: "王芳".to_owned(),
        reason: "火灾".to_owned(),
    }
}

/// A town with 5,000 yuan in its reserve, and somebody in need.
fn ready(db: &Db) -> (Platform, PersonId) {
    law();
    let (platform, _) = district(db);
    let money = Appropriation {
        source: "district".to_owned(),
        programme: "relief".to_owned(),
        amount: yuan(8_000),
        month: month("2020-03"),
        document: "荣财1号".to_owned(),
    };
    act(&platform, &officer(), |ctx| book::appropriate(ctx, &money)).unwrap();
    let first = granted(Kind::Grant, 5_000, "荣民1号");
    act(&platform, &officer(), |ctx| grant(ctx, &first)).unwrap();
    let (li, _) = payee(&platform, "李兰", VILLAGE, 1);
    (platform, li)
}

fn spent(platform: &Platform, new: &Spend) -> Result<Spent, Fault> {
    act(platform, &town(), |ctx| spend(ctx, new))
}

fn seen(platform: &Platform) -> (Statement, Vec<Unusual>) {
    let march = month("2020-03");
    platform
        .read(&town(), platform.request(), |ctx| {
            statement(ctx, &division(), march)
        })
        .unwrap()
}

fn agrees(platform: &Platform) {
    let found = platform.read(&officer(), platform.request(), book::verify);
    assert_eq!(found.unwrap().flaws, []);
}

both_engines!(
    a_reserve_is_granted_spent_and_filled_up_and_never_overdrawn,
    |db: &Db| {
        let (platform, li) = ready(db);
        let done = spent(&platform, &spending(li, 1_200, "A1")).unwrap();
        assert_eq!((done.left, done.patterns.len()), (yuan(3_800), 0));
        let same = spent(&platform, &spending(li, 1_200, "A1"));
        assert_eq!(refused(same), "reserve-known", "one receipt, one payment");
        let over = spent(&platform, &spending(li, 2_001, "A2"));
        assert_eq!(wrong(over, "amount"), "reserve-ceiling");
        for (receipt, amount) in [("A3", 1_900), ("A4", 1_000)] {
            let (other, _) = payee(&platform, "周强", VILLAGE, amount);
            spent(&platform, &spending(other, amount.into(), receipt)).unwrap();
        }
        let more = spent(&platform, &spending(li, 901, "A5"));
        assert_eq!(refused(more), "reserve-left");
        let refill = granted(Kind::Refill, 3_000, "荣民2号");
        act(&platform, &officer(), |ctx| grant(ctx, &refill)).unwrap();
        let beyond = granted(Kind::Refill, 1, "荣民3号");
        let beyond = act(&platform, &officer(), |ctx| grant(ctx, &beyond));
        assert_eq!(
            refused(beyond),
            "ledger-more-than-free",
            "the budget is empty"
        );
        let back = granted(Kind::Return, 400, "荣民4号");
        act(&platform, &officer(), |ctx| grant(ctx, &back)).unwrap();
        let (march, _) = seen(&platform);
        assert_eq!(
            (
                march.opening,
                march.came,
                march.spent,
                march.returned,
                march.closing
            ),
            (Fen::ZERO, yuan(8_000), yuan(4_100), yuan(400), yuan(3_500))
        );
        agrees(&platform);
        for sql in [
            "UPDATE reserve_entry SET amount_fen = 1",
            "DELETE FROM reserve_entry",
        ] {
            let done = platform.db().write(|tx| tx.execute(sql, &[]));
            assert!(done.is_err(), "{sql}");
        }
    }
);

both_engines!(
    only_the_town_itself_spends_and_only_on_its_own,
    |db: &Db| {
        let (platform, li) = ready(db);
        let new = spending(li, 100, "A1");
        for who in [
            officer(),
            somebody(Role::TownReviewer, "500153105"),
            somebody(Role::VillageWorker, VILLAGE),
        ] {
            let done = act(&platform, &who, |ctx| spend(ctx, &new));
            assert!(matches!(done, Err(Fault::NotFound)), "{done:?}");
        }
        let ancient = Spend {
            on: date(0, 1, 1),
            ..new.clone()
        };
        assert_eq!(wrong(spent(&platform, &ancient), "on"), "reserve-day");
        let own = act(&platform, &town(), |ctx| {
            grant(ctx, &granted(Kind::Grant, 1, "x"))
        });
        assert!(matches!(own, Err(Fault::NotFound)), "{own:?}");
        let early = Spend {
            on: date(2016, 12, 31),
            ..new
        };
        assert_eq!(
            refused(spent(&platform, &early)),
            "reserve-no-ceiling",
            "no ceiling was in force: nothing is guessed"
        );
    }
);

both_engines!(what_looks_unusual_is_told_with_its_like, |db: &Db| {
    let (platform, li) = ready(db);
    for (at, receipt) in [(11, "A1"), (12, "A2")] {
        let (other, _) = payee(&platform, "周强", VILLAGE, at);
        spent(&platform, &spending(other, 1_800, receipt)).unwrap();
    }
    let refill = granted(Kind::Refill, 3_000, "荣民2号");
    act(&platform, &officer(), |ctx| grant(ctx, &refill)).unwrap();
    let third = spent(&platform, &spending(li, 1_990, "A3")).unwrap();
    assert_eq!(third.patterns, [Pattern::JustUnder]);
    let again = spent(&platform, &spending(li, 50, "A4")).unwrap();
    assert_eq!(again.patterns, [Pattern::SamePayee]);
    let stage = Spend {
        case_number: "T-A3".to_owned(),
        ..spending(li, 60, "A5")
    };
    let stage = spent(&platform, &stage).unwrap();
    assert_eq!(stage.patterns, [Pattern::SamePayee, Pattern::Split]);
    let (_, found) = seen(&platform);
    let just = found.iter().filter(|(_, p, _)| *p == Pattern::JustUnder);
    assert_eq!(
        just.map(|(n, _, others)| (*n, others.clone()))
            .collect::<Vec<_>>(),
        [(2, vec![3, 5]), (3, vec![2, 5]), (5, vec![2, 3])]
    );
});

both_engines!(two_at_once_never_spend_the_same_money, |db: &Db| {
    let (platform, li) = ready(db);
    let done: Vec<bool> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..6)
            .map(|at| {
                let platform = platform.clone();
                let new = spending(li, 1_500, &format!("B{at}"));
                scope.spawn(move || spent(&platform, &new).is_ok())
            })
            .collect();
        hands.into_iter().map(|h| h.join().unwrap()).collect()
    });
    assert_eq!(done.iter().filter(|ok| **ok).count(), 3, "5,000 / 1,500");
    assert_eq!(seen(&platform).0.closing, yuan(500));
    agrees(&platform);
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_reserve_holds_what_a_simple_sum_says(
        deeds in proptest::collection::vec((0..4u8, 1..2_400i64), 1..24)
    ) {
        engines::on_sqlite(|db| {
            let (platform, li) = ready(db);
            let (mut reserve, mut budget) = (5_000, 3_000);
            for (at, (deed, amount)) in deeds.into_iter().enumerate() {
                let document = format!("X{at}");
                let (fits, done) = match deed {
                    0 => {
                        let new = granted(Kind::Refill, amount, &document);
                        let done = act(&platform, &officer(), |ctx| grant(ctx, &new)).is_ok();
                        (amount <= budget, done)
                    }
                    1 => {
                        let new = granted(Kind::Return, amount, &document);
                        let done = act(&platform, &officer(), |ctx| grant(ctx, &new)).is_ok();
                        (amount <= reserve, done)
                    }
                    _ => {
                        let done = spent(&platform, &spending(li, amount, &document)).is_ok();
                        (amount <= reserve && amount <= 2_000, done)
                    }
                };
                assert_eq!(done, fits, "{deed} {amount}");
                if done {
                    reserve += if deed == 0 { amount } else { -amount };
                    budget += [-amount, amount, 0, 0][usize::from(deed)];
                }
            }
            assert_eq!(seen(&platform).0.closing, yuan(reserve));
            agrees(&platform);
        });
    }
}
