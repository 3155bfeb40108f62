//! Money asked back: as much as was too much, once, and no later roll takes it again.

use super::*;
use crate::award::{self, Grant};
use crate::book::{self, Appropriation, Kind as Fund};
use crate::roll;
use crate::testing::{
    VILLAGE, act, decided, district, grant as written, granted, known, leader, month, officer,
    payee, refused, wrong,
};
use base::Fen;
use base::id::AwardId;
use db::Db;
use engines::both_engines;
use jiff::civil::date;
use platform::Platform;

fn yuan(amount: i64) -> Fen {
    Fen::from_yuan(amount).unwrap()
}

/// A month paid to somebody who, as it turns out, had died the month before.
fn overpaid(db: &Db) -> (Platform, AwardId) {
    let (platform, _) = district(db);
    known(&platform, &officer());
    known(&platform, &leader());
    let money = Appropriation {
        source: "district".to_owned(),
        programme: "allowance".to_owned(),
        amount: yuan(10_000),
        month: month("2020-03"),
        document: "荣财1号".to_owned(),
    };
    act(&platform, &officer(), |ctx| book::appropriate(ctx, &money)).unwrap();
    let li = payee(&platform, "李兰", VILLAGE, 1);
    let from = month("2020-03");
    let award = granted(
        &platform,
        &Grant {
            from,
            ..written("D-1", li, 440)
        },
    );
    paid(&platform, "2020-03");
    act(&platform, &officer(), |ctx| {
        let now = award::get(ctx, award)?;
        award::end(
            ctx,
            (award, now.version),
            None,
            &decided("died in February"),
        )
    })
    .unwrap();
    (platform, award)
}

fn paid(platform: &Platform, of: &str) -> usize {
    let of = month(of);
    let day = date(of.year(), of.month(), 10);
    let id = act(platform, &officer(), |ctx| roll::build(ctx, of, day)).unwrap();
    for who in [officer(), leader()] {
        act(platform, &who, |ctx| {
            roll::sign(ctx, (id, roll::get(ctx, id)?.version))
        })
        .unwrap();
    }
    act(platform, &officer(), |ctx| {
        let (_, lines) = roll::paid_lines(ctx, id)?;
        if !lines.is_empty() {
            roll::record_file(ctx, id, "test", b"file")?;
            let said = lines.iter().map(|line| roll::Said {
                number: line.number,
                amount: line.pay,
                failure: None,
                on: day,
            });
            roll::answer(ctx, id, &said.collect::<Vec<_>>())?;
        }
        Ok(lines.len())
    })
    .unwrap()
}

fn read<T>(platform: &Platform, f: impl FnOnce(&platform::Ctx<'_>) -> Result<T, base::Fault>) -> T {
    platform.read(&officer(), platform.request(), f).unwrap()
}

fn budget(platform: &Platform) -> Fen {
    let all = read(platform, book::standings);
    all.iter().find(|s| s.kind == Fund::Budget).unwrap().free
}

fn part(kind: Kind, amount: i64) -> Settled {
    Settled {
        kind,
        amount: yuan(amount),
        on: date(2020, 3, 1),
        document: "收据 7".to_owned(),
    }
}

both_engines!(
    what_was_too_much_is_asked_back_and_returns_to_the_programme,
    |db: &Db| {
        let (platform, award) = overpaid(db);
        assert_eq!(read(&platform, |ctx| asked(ctx, award)), yuan(440));
        let ask =
            |reason: &str, due| act(&platform, &officer(), |ctx| open(ctx, award, (reason, due)));
        assert_eq!(wrong(ask(" ", date(2020, 6, 1)), "reason"), "roll-reason");
        assert_eq!(
            wrong(ask("死亡后发放", date(2019, 6, 1)), "due"),
            "recovery-day"
        );
        let id = ask("死亡后发放", date(2020, 6, 1)).unwrap();
        assert_eq!(refused(ask("再次", date(2020, 6, 1))), "recovery-open");

        let before = budget(&platform);
        let settle = |version: i64, part: Settled| {
            act(&platform, &officer(), |ctx| {
                settle(ctx, (id, version), &part)
            })
        };
        assert_eq!(
            wrong(settle(1, part(Kind::Back, 441)), "amount"),
            "recovery-more"
        );
        settle(1, part(Kind::Back, 300)).unwrap();
        assert!(matches!(
            settle(1, part(Kind::Back, 100)),
            Err(base::Fault::Stale)
        ));
        settle(2, part(Kind::Off, 140)).unwrap();
        let (found, entries) = read(&platform, |ctx| get(ctx, id));
        assert_eq!(
            (found.back, found.off, found.open()),
            (yuan(300), yuan(140), Fen::ZERO)
        );
        assert_eq!(
            (found.closed_on, entries.len()),
            (Some(date(2020, 3, 1)), 2)
        );
        assert_eq!(budget(&platform).get() - before.get(), yuan(300).get());
        assert_eq!(read(&platform, |ctx| asked(ctx, award)), Fen::ZERO);
        assert_eq!(refused(ask("再次", date(2020, 6, 1))), "recovery-nothing");
        assert!(read(&platform, book::verify).flaws.is_empty());

        // The decision is taken back: the month is owed once more, in full.
        act(&platform, &officer(), |ctx| {
            let li = award::get(ctx, award)?.payee;
            let account = award::get(ctx, award)?.account.unwrap();
            let again = Grant {
                from: month("2020-03"),
                ..written("D-2", (li, account), 440)
            };
            award::grant(ctx, &again)
        })
        .unwrap();
        assert_eq!(paid(&platform, "2020-04"), 1);
        assert_eq!(read(&platform, |ctx| asked(ctx, award)), Fen::ZERO);
    }
);
