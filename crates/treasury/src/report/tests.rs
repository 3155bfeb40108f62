//! Reports: what the return counts, when a budget will not last.

use super::query;
use super::*;
use crate::award::{Cadence, Grant};
use crate::book::{self, Appropriation};
use crate::roll;
use crate::testing::{
    VILLAGE, act, district, grant as written, granted, known, leader, month, officer, payee,
};
use base::Fen;
use db::Db;
use engines::both_engines;
use jiff::civil::date;
use platform::{Act, Platform};

fn yuan(amount: i64) -> Fen {
    Fen::from_yuan(amount).unwrap()
}

fn ready(db: &Db, budget: i64) -> Platform {
    let (platform, _) = district(db);
    known(&platform, &officer());
    known(&platform, &leader());
    let money = Appropriation {
        source: "district".to_owned(),
        programme: "allowance".to_owned(),
        amount: yuan(budget),
        month: month("2020-03"),
        document: "荣财1号".to_owned(),
    };
    act(&platform, &officer(), |ctx| book::appropriate(ctx, &money)).unwrap();
    let from = month("2020-03");
    for (at, amount) in [(1, 400), (2, 600)] {
        let who = payee(&platform, "李兰", VILLAGE, at);
        granted(
            &platform,
            &Grant {
                from,
                ..written(&format!("D-{at}"), who, amount)
            },
        );
    }
    // What is paid once costs no month to come.
    let once = payee(&platform, "周强", VILLAGE, 3);
    let cadence = Cadence::Once;
    granted(
        &platform,
        &Grant {
            from,
            cadence,
            ..written("D-3", once, 500)
        },
    );
    platform
}

fn paid(platform: &Platform) {
    let id = act(platform, &officer(), |ctx| {
        roll::build(ctx, month("2020-03"), date(2020, 3, 10))
    })
    .unwrap();
    for (who, version) in [(officer(), 1), (leader(), 2)] {
        act(platform, &who, |ctx| roll::sign(ctx, (id, version))).unwrap();
    }
    act(platform, &officer(), |ctx| {
        roll::record_file(ctx, id, "text", b"f")
    })
    .unwrap();
}

fn of_year(platform: &Platform) -> Forecast {
    let all = platform.read(&officer(), platform.request(), |ctx| forecast(ctx, 2020));
    all.unwrap().remove(0)
}

both_engines!(
    a_budget_that_will_not_last_is_told_with_its_month,
    |db: &Db| {
        let platform = ready(db, 9_000);
        let before = of_year(&platform);
        assert_eq!((before.monthly, before.months), (yuan(1_000), 10));
        assert_eq!(before.left, yuan(-1_000));
        assert_eq!(before.short_from, Some(month("2020-12")));
        paid(&platform);
        let after = of_year(&platform);
        assert_eq!(after.spent[2], yuan(1_500), "March, with what is paid once");
        assert_eq!((after.free, after.months), (yuan(7_500), 9));
        assert_eq!(
            (after.left, after.short_from),
            (yuan(-1_500), Some(month("2020-11")))
        );
    }
);

both_engines!(money_that_lasts_raises_no_alarm, |db: &Db| {
    let platform = ready(db, 10_500);
    paid(&platform);
    let after = of_year(&platform);
    assert_eq!((after.left, after.short_from), (Fen::ZERO, None));
});

both_engines!(
    the_return_counts_households_once_and_people_whole,
    |db: &Db| {
        let platform = ready(db, 20_000);
        paid(&platform);
        let sums = platform.read(&officer(), platform.request(), |ctx| {
            let scope = ctx.may(Act::AwardsSee)?;
            Ok(query::month_sums(ctx.tx(), month("2020-03"), &scope)?)
        });
        let sums = sums.unwrap();
        assert_eq!(sums.len(), 1);
        let sum = &sums[0];
        assert_eq!(
            (sum.town.as_str(), sum.area.as_str()),
            ("500153104", "rural")
        );
        assert_eq!((sum.households, sum.persons, sum.pay), (3, 6, yuan(1_500)));
    }
);
