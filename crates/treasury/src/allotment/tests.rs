//! A year's money: carried over, meant for towns, given back.

use super::*;
use crate::award::Grant;
use crate::book::{self, Appropriation};
use crate::roll;
use crate::testing::{
    VILLAGE, act, district, grant as written, granted, known, leader, month, officer, payee,
    refused, wrong,
};
use base::Fen;
use db::Db;
use engines::both_engines;
use jiff::civil::date;
use platform::testing::person as somebody;
use platform::{Division, Platform, Role};

fn yuan(amount: i64) -> Fen {
    Fen::from_yuan(amount).unwrap()
}

fn money(of: &str, amount: i64, document: &str) -> Appropriation {
    Appropriation {
        source: "district".to_owned(),
        programme: "allowance".to_owned(),
        amount: yuan(amount),
        month: month(of),
        document: document.to_owned(),
    }
}

fn meant(town: &str, amount: i64, document: &str) -> Allotment {
    Allotment {
        programme: "allowance".to_owned(),
        town: Division::parse(town).unwrap(),
        year: 2020,
        amount: yuan(amount),
        document: document.to_owned(),
    }
}

fn of(platform: &Platform, asked: i16) -> Year {
    let all = platform.read(&officer(), platform.request(), |ctx| year(ctx, asked));
    all.unwrap().remove(0)
}

both_engines!(
    a_year_carries_over_is_meant_for_towns_and_is_measured_by_town,
    |db: &Db| {
        let (platform, _) = district(db);
        known(&platform, &officer());
        known(&platform, &leader());
        for new in [money("2019-12", 300, "1"), money("2020-01", 9_000, "2")] {
            act(&platform, &officer(), |ctx| book::appropriate(ctx, &new)).unwrap();
        }
        let allot = |new: Allotment| act(&platform, &officer(), |ctx| allot(ctx, &new));
        assert_eq!(wrong(allot(meant(VILLAGE, 5, "3")), "town"), "reserve-town");
        allot(meant("500153104", 6_000, "3")).unwrap();
        allot(meant("500153104", 6_000, "3")).unwrap();
        assert_eq!(
            wrong(allot(meant("500153104", 5_000, "3")), "document"),
            "allotment-known"
        );
        assert_eq!(
            wrong(allot(meant("500153105", 3_301, "3")), "amount"),
            "allotment-more"
        );
        allot(meant("500153105", 3_300, "3")).unwrap();
        assert_eq!(
            wrong(allot(meant("500153105", -3_301, "4")), "amount"),
            "allotment-less"
        );
        allot(meant("500153105", -300, "4")).unwrap();

        let li = payee(&platform, "李兰", VILLAGE, 1);
        let from = month("2020-03");
        granted(
            &platform,
            &Grant {
                from,
                ..written("D-1", li, 600)
            },
        );
        let id = act(&platform, &officer(), |ctx| {
            roll::build(ctx, from, date(2020, 3, 10))
        })
        .unwrap();
        for who in [officer(), leader()] {
            act(&platform, &who, |ctx| {
                roll::sign(ctx, (id, roll::get(ctx, id)?.version))
            })
            .unwrap();
        }
        act(&platform, &officer(), |ctx| {
            roll::record_file(ctx, id, "test", b"file")
        })
        .unwrap();
        let now = of(&platform, 2020);
        assert_eq!((now.carried, now.came), (yuan(300), yuan(9_000)));
        assert_eq!((now.spent, now.left()), (yuan(600), yuan(8_700)));
        assert_eq!(now.allotted(), yuan(9_000));
        let town = &now.towns[0];
        assert_eq!((town.given, town.coming), (yuan(600), yuan(5_400)));
        assert_eq!(town.left(), Fen::ZERO, "nine months to come");

        let lapse = |new: Appropriation| act(&platform, &officer(), |ctx| give_back(ctx, &new));
        assert_eq!(
            refused(lapse(money("2020-12", 9_999, "5"))),
            "ledger-more-than-free"
        );
        lapse(money("2020-12", 700, "5")).unwrap();
        assert_eq!(of(&platform, 2021).carried, yuan(8_000));

        let elsewhere = somebody(Role::TownReviewer, "500153105");
        let seen = platform.read(&elsewhere, platform.request(), |ctx| year(ctx, 2020));
        let towns = seen.unwrap().remove(0).towns;
        assert_eq!(
            towns.iter().map(|t| t.town.as_str()).collect::<Vec<_>>(),
            ["500153105"]
        );
    }
);
