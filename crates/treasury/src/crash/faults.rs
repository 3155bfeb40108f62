//! A write that fails: of every step of the month the first write, then the second, and so on until
//! none is left to fail.

use super::month::{Hand, Step, filled};
use db::{Db, DbError, Engine};
use platform::testing::platform;
use std::time::Duration;

/// Tables that the month writes into.
const TABLES: [&str; 8] = [
    "award",
    "award_turn",
    "fund_account",
    "fund_transfer",
    "roll",
    "roll_line",
    "roll_item",
    "journal",
];

/// Sets a trip-wire on every table: so many rows may still be written, the next one fails.
fn wired(db: &Db) {
    let done = db.write(|tx| {
        tx.execute("CREATE TABLE trip (rows_left BIGINT NOT NULL)", &[])?;
        tx.execute("INSERT INTO trip (rows_left) VALUES (1000000)", &[])?;
        if tx.engine() == Engine::Postgres {
            let body = "CREATE FUNCTION tripped() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                        UPDATE trip SET rows_left = rows_left - 1; \
                        IF (SELECT rows_left FROM trip) < 0 THEN RAISE EXCEPTION 'power'; END IF; \
                        RETURN COALESCE(NEW, OLD); END $$";
            tx.execute(body, &[])?;
        }
        for table in TABLES {
            for deed in ["INSERT", "UPDATE", "DELETE"] {
                let wire = format!("CREATE TRIGGER trip_{deed}_{table} BEFORE {deed} ON {table}");
                tx.execute(
                    &match tx.engine() {
                        Engine::Sqlite => format!(
                            "{wire} BEGIN UPDATE trip SET rows_left = rows_left - 1; \
                             SELECT RAISE(ABORT, 'power') FROM trip WHERE rows_left < 0; END"
                        ),
                        Engine::Postgres => {
                            format!("{wire} FOR EACH ROW EXECUTE FUNCTION tripped()")
                        }
                    },
                    &[],
                )?;
            }
        }
        Ok::<_, DbError>(())
    });
    done.unwrap();
}

fn leave(db: &Db, rows: i64) {
    db.write(|tx| tx.execute("UPDATE trip SET rows_left = ?1", &[&rows]))
        .unwrap();
}

/// Everything in the database, but for the wire.
fn state(db: &Db) -> Vec<(String, String)> {
    let all = db::dump::write(db, jiff::Timestamp::UNIX_EPOCH, std::io::sink()).unwrap();
    let names = all.tables.into_iter().map(|(name, _)| name);
    names
        .zip(all.sums)
        .filter(|(name, _)| name != "trip")
        .collect()
}

fn every_write_fails_once(db: &Db, seed: u64) {
    let (platform, _) = platform(db);
    filled(&platform, seed);
    wired(db);
    let hand = Hand {
        platform: &platform,
        seed,
        slow: Duration::ZERO,
    };
    let (mut faults, mut steps) = (0, 0);
    loop {
        let before = state(db);
        let mut rows = 0;
        let step = loop {
            leave(db, rows);
            match hand.step() {
                Ok(step) => break step,
                Err(_) => {
                    assert_eq!(state(db), before, "step {steps}, write {rows}");
                    hand.agrees();
                    faults += 1;
                    rows += 1;
                    assert!(rows < 500, "a step that never ends");
                }
            }
        };
        match step {
            Step::Done => steps += 1,
            Step::Nothing => break,
        }
    }
    assert!(steps > 10 && faults > 60, "{steps} steps, {faults} faults");
    leave(db, 1_000_000);
    hand.whole();
}

engines::both_engines!(
    whatever_write_fails_leaves_all_as_it_was_and_going_on_completes_the_month,
    |db: &Db| every_write_fails_once(db, 2)
);

#[test]
fn the_same_over_many_districts() {
    for seed in 10..16 {
        engines::on_sqlite(|db| every_write_fails_once(db, seed));
    }
}
