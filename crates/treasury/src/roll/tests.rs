//! The month's path: built, checked, signed by two, filed, answered; cut off anywhere and run again.

use super::*;
use crate::award::{self, Change, Grant};
use crate::book::{self, Appropriation};
use crate::testing::{
    VILLAGE, act, decided, district, grant as written, granted, known, leader, month, officer,
    payee, refused,
};
use base::clock::FixedClock;
use base::date::Month;
use base::id::{AwardId, RollId};
use base::{Fault, Fen};
use db::Db;
use engines::both_engines;
use jiff::civil::{Date, date};
use platform::{Platform, Who};
use proptest::prelude::*;

fn yuan(amount: i64) -> Fen {
    Fen::from_yuan(amount).unwrap()
}

fn ready(db: &Db) -> (Platform, std::sync::Arc<FixedClock>) {
    let (platform, clock) = district(db);
    known(&platform, &officer());
    known(&platform, &leader());
    let money = Appropriation {
        source: "district".to_owned(),
        programme: "allowance".to_owned(),
        amount: yuan(100_000),
        month: month("2020-03"),
        document: "荣财1号".to_owned(),
    };
    act(&platform, &officer(), |ctx| book::appropriate(ctx, &money)).unwrap();
    (platform, clock)
}

fn pay_day(of: Month) -> Date {
    date(of.year(), of.month(), 10)
}

fn built(platform: &Platform, of: &str) -> Result<RollId, Fault> {
    let of = month(of);
    act(platform, &officer(), |ctx| build(ctx, of, pay_day(of)))
}

fn read<T>(platform: &Platform, f: impl FnOnce(&platform::Ctx<'_>) -> Result<T, Fault>) -> T {
    platform.read(&officer(), platform.request(), f).unwrap()
}

fn version(platform: &Platform, id: RollId) -> i64 {
    read(platform, |ctx| get(ctx, id)).version
}

fn signed(platform: &Platform, who: &Who, id: RollId) -> Result<State, Fault> {
    let at = (id, version(platform, id));
    act(platform, who, |ctx| sign(ctx, at))
}

fn all_lines(platform: &Platform, id: RollId) -> Vec<Line> {
    read(platform, |ctx| {
        lines(ctx, id, &Wanted::default(), (1_000, 0))
    })
}

fn filed(platform: &Platform, id: RollId) {
    act(platform, &officer(), |ctx| {
        let (_, lines) = paid_lines(ctx, id)?;
        let file: String = lines
            .iter()
            .map(|l| format!("{},{}\n", l.number, l.pay.get()))
            .collect();
        record_file(ctx, id, "test", file.as_bytes())
    })
    .unwrap();
}

fn said(line: &Line, failure: Option<&str>) -> Said {
    Said {
        number: line.number,
        amount: line.pay,
        failure: failure.map(str::to_owned),
        on: date(2020, 3, 11),
    }
}

fn approved(platform: &Platform, of: &str) -> RollId {
    let id = built(platform, of).unwrap();
    assert_eq!(signed(platform, &officer(), id).unwrap(), State::Signed);
    assert_eq!(signed(platform, &leader(), id).unwrap(), State::Approved);
    id
}

both_engines!(
    a_month_goes_its_way_through_two_hands_and_the_bank,
    |db: &Db| {
        let (platform, _) = ready(db);
        let li = payee(&platform, "李兰", VILLAGE, 1);
        let wang = payee(&platform, "王芳", VILLAGE, 2);
        let from = month("2020-03");
        for (case, who, amount) in [("D-1", li, 805), ("D-2", wang, 954)] {
            granted(
                &platform,
                &Grant {
                    from,
                    ..written(case, who, amount)
                },
            );
        }
        let id = built(&platform, "2020-03").unwrap();
        let lines = all_lines(&platform, id);
        assert_eq!(
            lines.iter().map(|l| l.pay).collect::<Vec<_>>(),
            [yuan(805), yuan(954)]
        );
        assert!(lines.iter().all(|l| l.cause == Cause::Joined));
        signed(&platform, &officer(), id).unwrap();
        assert_eq!(
            refused(signed(&platform, &officer(), id)),
            "roll-same-person"
        );
        assert_eq!(refused(built(&platform, "2020-03")), "roll-not-draft");
        assert_eq!(refused(built(&platform, "2020-04")), "roll-open-before");
        signed(&platform, &leader(), id).unwrap();
        filed(&platform, id);
        filed(&platform, id);
        let answers = [
            said(&lines[0], None),
            said(&lines[1], Some("account closed")),
        ];
        let first = act(&platform, &officer(), |ctx| answer(ctx, id, &answers)).unwrap();
        assert_eq!((first.paid, first.failed, first.waiting), (1, 1, 0));
        let again_said = act(&platform, &officer(), |ctx| answer(ctx, id, &answers)).unwrap();
        assert_eq!(
            (again_said.paid, again_said.known),
            (0, 2),
            "the same answer twice is one"
        );
        let other = [said(&lines[0], Some("frozen"))];
        let other = act(&platform, &officer(), |ctx| answer(ctx, id, &other));
        assert_eq!(refused(other), "answer-other");
        let nothing = act(&platform, &officer(), |ctx| {
            again(ctx, from, date(2020, 3, 17))
        });
        assert_eq!(
            refused(nothing),
            "roll-nothing-again",
            "the account would fail again"
        );
        // The payee brings another account; the failed line is paid to it, once.
        let card = registry::reach::NewAccount {
            person: wang.0,
            bank: "邮储".to_owned(),
            holder: "王芳".to_owned(),
            number: crate::testing::card(9),
        };
        act(&platform, &officer(), |ctx| {
            registry::reach::add_account(ctx, &card)
        })
        .unwrap();
        let accounts = read(&platform, |ctx| registry::reach::accounts(ctx, wang.0));
        let fresh = accounts.iter().find(|a| a.id != wang.1).unwrap().id;
        let to = (wang.0, Some(fresh));
        act(&platform, &officer(), |ctx| {
            let award = award::get(ctx, lines[1].award)?;
            award::redirect(ctx, (award.id, award.version), to, "new card")
        })
        .unwrap();
        let next = act(&platform, &officer(), |ctx| {
            again(ctx, from, date(2020, 3, 17))
        })
        .unwrap();
        signed(&platform, &officer(), next).unwrap();
        signed(&platform, &leader(), next).unwrap();
        filed(&platform, next);
        let line = all_lines(&platform, next).remove(0);
        assert_eq!((line.pay, line.account), (yuan(954), Some(fresh)));
        act(&platform, &officer(), |ctx| {
            answer(ctx, next, &[said(&line, None)])
        })
        .unwrap();
        assert!(read(&platform, failed).is_empty());
        let paid = read(&platform, book::standings);
        let paid = paid.iter().find(|s| s.kind == book::Kind::Paid).unwrap();
        assert_eq!(paid.came, yuan(1_759));
        assert_eq!(read(&platform, book::verify).flaws, []);
    }
);

both_engines!(a_raise_for_closed_months_is_paid_as_arrears, |db: &Db| {
    let (platform, _) = ready(db);
    let li = payee(&platform, "李兰", VILLAGE, 1);
    let id = granted(&platform, &written("D-1", li, 440));
    approved(&platform, "2020-03");
    let raise = Change {
        from: month("2020-03"),
        amount: yuan(500),
        supplements: Vec::new(),
        persons: 2,
        decided: decided("raise"),
    };
    act(&platform, &officer(), |ctx| {
        award::change(ctx, (id, 1), &raise)
    })
    .unwrap();
    let roll = approved(&platform, "2020-04");
    let line = all_lines(&platform, roll).remove(0);
    assert_eq!(
        (line.due, line.arrears, line.last),
        (yuan(500), yuan(60), yuan(440))
    );
    assert_eq!(line.cause, Cause::Up);
    // Lowered for months gone by: what was paid too much is never taken from a month's allowance.
    let lower = Change {
        amount: yuan(450),
        ..raise
    };
    act(&platform, &officer(), |ctx| {
        award::change(ctx, (id, 2), &lower)
    })
    .unwrap();
    let roll = built(&platform, "2020-05").unwrap();
    let line = all_lines(&platform, roll).remove(0);
    assert_eq!((line.pay, line.left), (yuan(450), yuan(100)));
    assert_eq!(line.warning, Some(Warning::Recovery));
});

both_engines!(
    the_dead_and_doubtful_accounts_are_stopped_and_owed_still,
    |db: &Db| {
        let (platform, _) = ready(db);
        let li = payee(&platform, "李兰", VILLAGE, 1);
        let wang = payee(&platform, "王芳", VILLAGE, 2);
        let zhou = payee(&platform, "周强", VILLAGE, 2);
        let from = month("2020-03");
        for (case, who) in [("D-1", li), ("D-2", wang), ("D-3", zhou)] {
            granted(
                &platform,
                &Grant {
                    from,
                    ..written(case, who, 440)
                },
            );
        }
        let none = Grant {
            from,
            account: None,
            ..written("D-4", li, 440)
        };
        granted(&platform, &none);
        act(&platform, &officer(), |ctx| {
            let now = registry::person::get(ctx, li.0)?;
            registry::person::mark_dead(ctx, li.0, now.version, date(2020, 3, 2), "police")
        })
        .unwrap();
        let id = built(&platform, "2020-03").unwrap();
        let blocks: Vec<Option<Block>> = all_lines(&platform, id).iter().map(|l| l.block).collect();
        let shared = Some(Block::AccountShared);
        assert_eq!(
            blocks,
            [Some(Block::Dead), shared, shared, Some(Block::Dead)]
        );
        let at = |id| (id, version(&platform, id));
        let dead = act(&platform, &officer(), |ctx| {
            release(ctx, at(id), 1, "family asks")
        });
        assert_eq!(refused(dead), "roll-line-blocked");
        act(&platform, &officer(), |ctx| {
            release(ctx, at(id), 2, "agreement seen")
        })
        .unwrap();
        signed(&platform, &officer(), id).unwrap();
        signed(&platform, &leader(), id).unwrap();
        let next = built(&platform, "2020-04").unwrap();
        let zhou_line = all_lines(&platform, next).remove(2);
        assert_eq!(
            (zhou_line.due, zhou_line.arrears),
            (yuan(440), yuan(440)),
            "owed still"
        );
    }
);

both_engines!(
    nobody_approves_what_was_changed_since_or_cannot_be_paid,
    |db: &Db| {
        let (platform, _) = ready(db);
        let li = payee(&platform, "李兰", VILLAGE, 1);
        let award = granted(&platform, &written("D-1", li, 440));
        let id = built(&platform, "2020-03").unwrap();
        signed(&platform, &officer(), id).unwrap();
        act(&platform, &officer(), |ctx| {
            award::suspend(ctx, (award, 1), month("2020-03"), &decided("matched"))
        })
        .unwrap();
        assert_eq!(
            refused(signed(&platform, &leader(), id)),
            "roll-awards-changed"
        );
        let at = (id, version(&platform, id));
        act(&platform, &leader(), |ctx| reopen(ctx, at, "built again")).unwrap();
        let id = built(&platform, "2020-03").unwrap();
        assert!(all_lines(&platform, id).is_empty());
        granted(&platform, &written("D-2", li, 900_000));
        let id = built(&platform, "2020-03").unwrap();
        signed(&platform, &officer(), id).unwrap();
        assert_eq!(
            refused(signed(&platform, &leader(), id)),
            "ledger-more-than-free"
        );
    }
);

both_engines!(lines_changed_behind_our_back_are_not_approved, |db: &Db| {
    let (platform, _) = ready(db);
    let li = payee(&platform, "李兰", VILLAGE, 1);
    granted(&platform, &written("D-1", li, 440));
    let id = built(&platform, "2020-03").unwrap();
    signed(&platform, &officer(), id).unwrap();
    let sql = "UPDATE roll_line SET due_fen = due_fen + 100, pay_fen = pay_fen + 100";
    platform.db().write(|tx| tx.execute(sql, &[])).unwrap();
    assert_eq!(
        refused(signed(&platform, &leader(), id)),
        "roll-fingerprint"
    );
    assert!(!read(&platform, book::verify).flaws.is_empty());
});

both_engines!(what_a_roll_never_gave_is_found, |db: &Db| {
    let (platform, _) = ready(db);
    let li = payee(&platform, "李兰", VILLAGE, 1);
    let award = granted(&platform, &written("D-1", li, 440));
    let id = approved(&platform, "2020-03");
    assert_eq!(read(&platform, book::verify).flaws, []);
    let sql = "INSERT INTO roll_item (roll_id, award_id, month, amount_fen) \
               VALUES (?1, ?2, '2020-02', 44000)";
    platform
        .db()
        .write(|tx| tx.execute(sql, &[&id, &award]))
        .unwrap();
    let flaws = read(&platform, book::verify).flaws;
    assert_eq!(flaws.len(), 1, "{flaws:?}");
    assert_eq!(flaws[0].message.code, "fund-flaw-items");
});

/// A trigger that breaks off the writing into a table.
fn break_at(db: &Db, table: &str) {
    let made = db.write(|tx| match tx.engine() {
        db::Engine::Sqlite => tx.execute(
            &format!(
                "CREATE TRIGGER broken BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'power'); END"
            ),
            &[],
        ),
        db::Engine::Postgres => {
            let body = "CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS \
                        $$ BEGIN RAISE EXCEPTION 'power'; END $$";
            tx.execute(body, &[])?;
            let on = format!(
                "CREATE TRIGGER broken BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION broken()"
            );
            tx.execute(&on, &[])
        }
    });
    made.unwrap();
}

fn mend(db: &Db, table: &str) {
    let sql = match db.read(|tx| Ok::<_, db::DbError>(tx.engine())).unwrap() {
        db::Engine::Sqlite => "DROP TRIGGER broken".to_owned(),
        db::Engine::Postgres => format!("DROP TRIGGER broken ON {table}"),
    };
    db.write(|tx| tx.execute(&sql, &[])).unwrap();
}

both_engines!(
    cut_off_at_any_write_and_run_again_nothing_is_lost_or_doubled,
    |db: &Db| {
        let (platform, _) = ready(db);
        let li = payee(&platform, "李兰", VILLAGE, 1);
        granted(&platform, &written("D-1", li, 440));
        break_at(db, "roll_line");
        assert!(built(&platform, "2020-03").is_err());
        assert!(
            read(&platform, find).is_empty(),
            "no roll without its lines"
        );
        mend(db, "roll_line");
        let id = built(&platform, "2020-03").unwrap();
        signed(&platform, &officer(), id).unwrap();
        for table in ["roll_item", "fund_transfer", "journal"] {
            break_at(db, table);
            assert!(signed(&platform, &leader(), id).is_err());
            mend(db, table);
            assert_eq!(
                read(&platform, |ctx| get(ctx, id)).state,
                State::Signed,
                "{table}"
            );
            assert_eq!(read(&platform, book::verify).flaws, [], "{table}");
        }
        signed(&platform, &leader(), id).unwrap();
        for table in ["fund_transfer", "journal"] {
            break_at(db, table);
            let broken = act(&platform, &officer(), |ctx| {
                record_file(ctx, id, "test", b"file")
            });
            assert!(broken.is_err());
            mend(db, table);
            assert_eq!(
                read(&platform, |ctx| get(ctx, id)).state,
                State::Approved,
                "{table}"
            );
        }
        act(&platform, &officer(), |ctx| {
            record_file(ctx, id, "test", b"file")
        })
        .unwrap();
        let line = all_lines(&platform, id).remove(0);
        break_at(db, "fund_transfer");
        assert!(
            act(&platform, &officer(), |ctx| answer(
                ctx,
                id,
                &[said(&line, None)]
            ))
            .is_err()
        );
        mend(db, "fund_transfer");
        assert_eq!(
            all_lines(&platform, id)[0].paid,
            None,
            "no answer without its money"
        );
        act(&platform, &officer(), |ctx| {
            answer(ctx, id, &[said(&line, None)])
        })
        .unwrap();
        assert_eq!(read(&platform, book::verify).flaws, []);
    }
);

both_engines!(of_two_who_sign_at_once_one_signs, |db: &Db| {
    let (platform, _) = ready(db);
    let li = payee(&platform, "李兰", VILLAGE, 1);
    granted(&platform, &written("D-1", li, 440));
    let id = built(&platform, "2020-03").unwrap();
    signed(&platform, &officer(), id).unwrap();
    let at = (id, version(&platform, id));
    let results: Vec<bool> = std::thread::scope(|scope| {
        let sign_it = || {
            let platform = platform.clone();
            scope.spawn(move || act(&platform, &leader(), |ctx| sign(ctx, at)).is_ok())
        };
        let hands: Vec<_> = (0..4).map(|_| sign_it()).collect();
        hands.into_iter().map(|h| h.join().unwrap()).collect()
    });
    assert_eq!(results.iter().filter(|ok| **ok).count(), 1);
    assert_eq!(read(&platform, book::verify).flaws, []);
});

/// What may happen to an award between two rolls, by its number.
#[derive(Debug, Clone)]
enum Event {
    Change(usize, i32, i64),
    Suspend(usize, i32),
    Resume(usize, i32),
    End(usize, i32),
}

fn event() -> impl Strategy<Value = Event> {
    let award = 0..3usize;
    let ago = 0..4i32;
    prop_oneof![
        (award.clone(), ago.clone(), 100..900i64).prop_map(|(a, m, y)| Event::Change(a, m, y)),
        (award.clone(), ago.clone()).prop_map(|(a, m)| Event::Suspend(a, m)),
        (award.clone(), ago.clone()).prop_map(|(a, m)| Event::Resume(a, m)),
        (award, ago).prop_map(|(a, m)| Event::End(a, m)),
    ]
}

/// The simplest account of the same rights: for each award and month what is owed now.
struct Reference {
    opening: Month,
    amount: [Vec<i64>; 3],
    active: [Vec<bool>; 3],
    paid: [i64; 3],
}

const MONTHS: usize = 8;

fn act_on(
    platform: &Platform,
    of: Month,
    ids: &[AwardId],
    reference: &mut Reference,
    event: &Event,
) {
    let (&which, &ago) = match event {
        Event::Change(a, m, _) | Event::Suspend(a, m) | Event::Resume(a, m) | Event::End(a, m) => {
            (a, m)
        }
    };
    let from = of.plus(-ago).unwrap().max(reference.opening);
    let at = reference.opening.until(from) as usize;
    let id = ids[which];
    let version = read(platform, |ctx| award::get(ctx, id)).version;
    let why = decided("event");
    let done = match event {
        Event::Change(_, _, amount) => {
            let change = Change {
                from,
                amount: yuan(*amount),
                supplements: Vec::new(),
                persons: 1,
                decided: why,
            };
            act(platform, &officer(), |ctx| {
                award::change(ctx, (id, version), &change)
            })
        }
        Event::Suspend(..) => act(platform, &officer(), |ctx| {
            award::suspend(ctx, (id, version), from, &why)
        }),
        Event::Resume(..) => act(platform, &officer(), |ctx| {
            award::resume(ctx, (id, version), from, &why)
        }),
        Event::End(..) => act(platform, &officer(), |ctx| {
            award::end(ctx, (id, version), Some(from), &why)
        }),
    };
    if done.is_err() {
        return;
    }
    match event {
        Event::Change(_, _, amount) => reference.amount[which][at..].fill(amount * 100),
        Event::Suspend(..) => reference.active[which][at..].fill(false),
        Event::Resume(..) => reference.active[which][at..].fill(true),
        Event::End(..) => reference.active[which][at + 1..].fill(false),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn month_by_month_everybody_gets_what_a_simple_account_says(
        months in proptest::collection::vec(proptest::collection::vec(event(), 0..3), 1..6)
    ) {
        engines::on_sqlite(|db| {
            let (platform, _) = ready(db);
            let opening = month("2020-03");
            let ids: Vec<AwardId> = (0..3)
                .map(|at| {
                    let who = payee(&platform, "李兰", VILLAGE, at);
                    granted(&platform, &written(&format!("D-{at}"), who, 400))
                })
                .collect();
            let mut reference = Reference {
                opening,
                amount: std::array::from_fn(|_| vec![40_000; MONTHS + 8]),
                active: std::array::from_fn(|_| vec![true; MONTHS + 8]),
                paid: [0; 3],
            };
            for (at, events) in months.iter().enumerate() {
                let of = opening.plus(at as i32).unwrap();
                for event in events {
                    act_on(&platform, of, &ids, &mut reference, event);
                }
                let roll = approved(&platform, &of.to_string());
                let lines = all_lines(&platform, roll);
                for (which, id) in ids.iter().enumerate() {
                    let owed: i64 = (0..=at)
                        .map(|m| if reference.active[which][m] { reference.amount[which][m] } else { 0 })
                        .sum();
                    let line = lines.iter().find(|l| l.award == *id);
                    let pay = line.map_or(0, |l| l.pay.get());
                    reference.paid[which] += pay;
                    let left = line.map_or(0, |l| l.left.get());
                    // Owed in all is paid in all, but for what is still to be recovered.
                    assert_eq!(reference.paid[which] - left, owed, "award {which} in {of}");
                }
            }
            assert_eq!(read(&platform, book::verify).flaws, []);
        });
    }
}

both_engines!(
    one_report_of_a_death_is_looked_at_and_two_that_agree_hold_the_payment,
    |db: &Db| {
        crate::testing::law();
        let (platform, _) = ready(db);
        let li = payee(&platform, "李兰", VILLAGE, 1);
        granted(
            &platform,
            &Grant {
                from: month("2020-03"),
                ..written("D-1", li, 440)
            },
        );
        let reported = |source: &str| registry::register::New {
            person: Some(li.0),
            division: VILLAGE.to_owned(),
            written: vec![("source".to_owned(), source.to_owned())],
        };
        let add = |source: &str| {
            act(&platform, &officer(), |ctx| {
                let declared = registry::register::declared()?;
                registry::register::add(ctx, declared, "reported", &reported(source))
            })
            .unwrap()
        };
        let line = || {
            let id = built(&platform, "2020-03").unwrap();
            (id, all_lines(&platform, id).remove(0))
        };
        add("police");
        let (_, first) = line();
        assert_eq!(
            (first.state, first.warning),
            (LineState::Pay, Some(Warning::Reported))
        );
        add("fire");
        let (id, second) = line();
        assert_eq!(
            (second.state, second.block),
            (LineState::Blocked, Some(Block::Reported))
        );
        // Seen alive at home: the line is let pass, with the reason.
        act(&platform, &officer(), |ctx| {
            release(
                ctx,
                (id, get(ctx, id)?.version),
                second.number,
                "入户见到本人",
            )
        })
        .unwrap();
        assert_eq!(all_lines(&platform, id)[0].state, LineState::Pay);
    }
);
