//! The books: money is never made, never lost, never spent twice, whoever tries.

use super::*;
use crate::testing::{act, district, month, officer, refused};
use base::Fen;
use base::message::Speak;
use db::Db;
use engines::both_engines;
use ledger::{AccountNumber, Deed, Transfer, TransferId};
use proptest::prelude::*;

fn grant(yuan: i64, document: &str) -> Appropriation {
    Appropriation {
        source: "central".to_owned(),
        programme: "allowance".to_owned(),
        amount: Fen::from_yuan(yuan).unwrap(),
        month: month("2020-03"),
        document: document.to_owned(),
    }
}

both_engines!(a_document_brings_its_money_once, |db: &Db| {
    let (platform, _) = district(db);
    for _ in 0..2 {
        act(&platform, &officer(), |ctx| {
            appropriate(ctx, &grant(1_000, "财社1号"))
        })
        .unwrap();
    }
    let other = act(&platform, &officer(), |ctx| {
        appropriate(ctx, &grant(900, "财社1号"))
    });
    assert_eq!(refused(other), "ledger-id-taken");
    let all = act(&platform, &officer(), |ctx| {
        ctx.tell(platform::journal::Entry::named("test", "test", "1"));
        standings(ctx)
    })
    .unwrap();
    let budget = all.iter().find(|s| s.kind == Kind::Budget).unwrap();
    assert_eq!(budget.free, Fen::from_yuan(1_000).unwrap());
});

both_engines!(
    nobody_spends_what_is_not_there_nor_rewrites_it,
    |db: &Db| {
        let (platform, _) = district(db);
        act(&platform, &officer(), |ctx| {
            appropriate(ctx, &grant(1_000, "财社1号"))
        })
        .unwrap();
        let spend = act(&platform, &officer(), |ctx| {
            lock(ctx)?;
            let transfer = Transfer {
                id: identity(&["test"]),
                month: month("2020-03"),
                deed: Deed::Move {
                    debit: account(ctx, Kind::Paid, "allowance", "")?,
                    credit: account(ctx, Kind::Budget, "allowance", "")?,
                    amount: Fen::from_yuan(1_001).unwrap(),
                },
            };
            post(
                ctx,
                &Line {
                    transfers: &[transfer],
                    subject: "test",
                    note: "",
                },
            )
        });
        assert_eq!(refused(spend), "ledger-more-than-free");
        for sql in [
            "UPDATE fund_transfer SET amount_fen = 1",
            "DELETE FROM fund_transfer",
            "UPDATE fund_account SET credits_fen = debits_fen + 1 WHERE guard = 'assets'",
        ] {
            let done = platform.db().write(|tx| tx.execute(sql, &[]));
            assert!(done.is_err(), "{sql}");
        }
    }
);

both_engines!(a_closed_month_stays_closed, |db: &Db| {
    let (platform, _) = district(db);
    act(&platform, &officer(), |ctx| {
        appropriate(ctx, &grant(1_000, "财社1号"))
    })
    .unwrap();
    act(&platform, &officer(), |ctx| close(ctx, month("2020-03"))).unwrap();
    let late = act(&platform, &officer(), |ctx| {
        appropriate(ctx, &grant(5, "财社2号"))
    });
    assert_eq!(refused(late), "ledger-month-closed");
    let sql = "INSERT INTO fund_transfer (id, number, month, deed, debit, credit, amount_fen, \
               subject, note, written_at, written_by) VALUES ('x', 99, '2020-02', 'move', 1, 2, \
               5, '', '', '', '')";
    let behind = platform.db().write(|tx| tx.execute(sql, &[]));
    assert!(behind.is_err());
});

both_engines!(a_sum_changed_behind_our_back_is_found, |db: &Db| {
    let (platform, _) = district(db);
    act(&platform, &officer(), |ctx| {
        appropriate(ctx, &grant(1_000, "财社1号"))
    })
    .unwrap();
    let read = || {
        platform
            .read(&officer(), platform.request(), verify)
            .unwrap()
    };
    assert_eq!(read().flaws, []);
    let sql = "UPDATE fund_account SET debits_fen = debits_fen + 1 WHERE kind = 'budget'";
    platform.db().write(|tx| tx.execute(sql, &[])).unwrap();
    assert!(!read().flaws.is_empty());
});

/// A transfer by small numbers: which deed, its id, the ids and accounts that it names, how much.
type Written = (u8, u128, u128, u64, u64, i64);

fn transfers() -> impl Strategy<Value = Vec<Vec<Written>>> {
    let one = (0..5u8, 1..14u128, 1..14u128, 1..5u64, 1..5u64, 1..400i64);
    proptest::collection::vec(proptest::collection::vec(one, 1..4), 1..16)
}

fn transfer((deed, id, of, debit, credit, fen): Written) -> Transfer {
    let (debit, credit) = (AccountNumber(debit), AccountNumber(credit));
    let (of, amount) = (TransferId(of), Fen::new(fen));
    Transfer {
        id: TransferId(id),
        month: month("2020-03"),
        deed: match deed {
            0 => Deed::Hold {
                debit,
                credit,
                amount,
            },
            1 => Deed::Settle { hold: of, amount },
            2 => Deed::Release { hold: of },
            3 => Deed::Reverse { of, amount },
            _ => Deed::Move {
                debit,
                credit,
                amount,
            },
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_books_in_the_database_do_what_the_whole_book_in_memory_does(batches in transfers()) {
        engines::on_sqlite(|db| {
            let (platform, _) = district(db);
            let mut model = ledger::Book::default();
            let kinds = [Kind::Source, Kind::Budget, Kind::Transit, Kind::Paid];
            act(&platform, &officer(), |ctx| {
                ctx.tell(platform::journal::Entry::named("test", "test", "1"));
                for (at, kind) in (1..).zip(kinds) {
                    assert_eq!(account(ctx, kind, "p", "")?, AccountNumber(at));
                    model.open(ledger::Account::new(AccountNumber(at), kind.guard())).unwrap();
                }
                Ok(())
            })
            .unwrap();
            for batch in batches {
                let batch: Vec<Transfer> = batch.into_iter().map(transfer).collect();
                let said = model.apply(&batch).map(|_| ()).map_err(|e| e.why.message().code);
                let line = Line { transfers: &batch, subject: "test", note: "" };
                let done = act(&platform, &officer(), |ctx| {
                    ctx.tell(platform::journal::Entry::named("test", "test", "1"));
                    post(ctx, &line)
                });
                match said {
                    Ok(()) => done.unwrap(),
                    Err(code) => assert_eq!(refused(done), code),
                }
            }
            let read = |f: fn(&platform::Ctx<'_>) -> Result<Vec<Standing>, base::Fault>| {
                platform.read(&officer(), platform.request(), f).unwrap()
            };
            for (at, standing) in (1..).zip(read(standings)) {
                let known = model.account(AccountNumber(at)).unwrap();
                assert_eq!((standing.came, standing.went), (known.debits, known.credits));
                assert_eq!(standing.held, known.credits_held);
            }
            let found = platform.read(&officer(), platform.request(), verify).unwrap();
            assert_eq!(found.flaws, []);
        });
    }
}
