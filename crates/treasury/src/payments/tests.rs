//! A payee asks what they were paid: told to them, in the end approved by two, and to nobody else.

use super::own;
use crate::award::Grant;
use crate::book::{self, Appropriation};
use crate::roll::{self, Said};
use crate::testing::{
    VILLAGE, act, card, district, grant as written, granted, known, leader, month, officer, payee,
};
use base::Fen;
use base::id::{BankAccountId, PersonId};
use db::Db;
use engines::both_engines;
use jiff::civil::date;
use platform::{Platform, Who};
use registry::person::{self, Register, Written};
use registry::reach;

const NUMBER: &str = "500153194001010011";

/// Somebody whose ID number is known, with an account.
fn numbered(platform: &Platform) -> (PersonId, BankAccountId) {
    let new = Register {
        written: Written {
            name: "李兰".to_owned(),
            number: NUMBER.to_owned(),
            division: VILLAGE.to_owned(),
            ..Written::default()
        },
        source: "window".to_owned(),
        ..Register::default()
    };
    let id = act(platform, &officer(), |ctx| person::register(ctx, &new)).unwrap();
    let account = reach::NewAccount {
        person: id,
        bank: "农村商业银行".to_owned(),
        holder: "李兰".to_owned(),
        number: card(1),
    };
    act(platform, &officer(), |ctx| {
        reach::add_account(ctx, &account)
    })
    .unwrap();
    let accounts = platform.read(&officer(), platform.request(), |ctx| {
        reach::accounts(ctx, id)
    });
    (id, accounts.unwrap()[0].id)
}

fn asked(platform: &Platform, number: &str, tail: &str) -> Vec<(String, i64, &'static str)> {
    let read = platform.read(&Who::Public, platform.request(), |ctx| {
        own(ctx, number, tail)
    });
    let told = read.unwrap().into_iter();
    told.map(|one| (one.month.to_string(), one.amount.get(), one.label()))
        .collect()
}

both_engines!(a_payee_sees_own_payments_and_nobody_elses, |db: &Db| {
    let (platform, _) = district(db);
    known(&platform, &officer());
    known(&platform, &leader());
    let money = Appropriation {
        source: "district".to_owned(),
        programme: "allowance".to_owned(),
        amount: Fen::from_yuan(9_000).unwrap(),
        month: month("2020-03"),
        document: "荣财1号".to_owned(),
    };
    act(&platform, &officer(), |ctx| book::appropriate(ctx, &money)).unwrap();
    for (case, who) in [
        ("D-1", numbered(&platform)),
        ("D-2", payee(&platform, "王芳", VILLAGE, 2)),
    ] {
        let from = month("2020-03");
        granted(
            &platform,
            &Grant {
                from,
                ..written(case, who, 440)
            },
        );
    }
    let id = act(&platform, &officer(), |ctx| {
        roll::build(ctx, month("2020-03"), date(2020, 3, 10))
    })
    .unwrap();
    let mine = |tail| asked(&platform, "D-1", tail);
    for signer in [officer(), leader()] {
        assert_eq!(mine("0011"), [], "nothing before two have approved it");
        let now = platform.read(&signer, platform.request(), |ctx| roll::get(ctx, id));
        let version = now.unwrap().version;
        act(&platform, &signer, |ctx| roll::sign(ctx, (id, version))).unwrap();
    }
    assert_eq!(
        mine("0011"),
        [("2020-03".to_owned(), 44_000, "own-on-its-way")]
    );
    act(&platform, &officer(), |ctx| {
        roll::record_file(ctx, id, "text", b"f")
    })
    .unwrap();
    let lines = platform.read(&officer(), platform.request(), |ctx| {
        roll::lines(ctx, id, &roll::Wanted::default(), (10, 0))
    });
    let said = lines.unwrap().into_iter().map(|line| Said {
        number: line.number,
        amount: line.pay,
        failure: (line.case_number == "D-2").then(|| "closed".to_owned()),
        on: date(2020, 3, 11),
    });
    let said: Vec<Said> = said.collect();
    act(&platform, &officer(), |ctx| roll::answer(ctx, id, &said)).unwrap();
    assert_eq!(mine("0011"), [("2020-03".to_owned(), 44_000, "own-paid")]);
    for (number, tail) in [
        ("D-1", "0012"),
        ("D-1", "011"),
        ("D-2", "0011"),
        ("", "0011"),
    ] {
        assert_eq!(asked(&platform, number, tail), [], "{number} {tail}");
    }
});
