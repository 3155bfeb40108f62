//! Runs the tables of `tests/data`: accounts, transfers with the refusal each must meet, balances.
//! The language is told at the head of `tests/data/README.md`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "the table stops at the first line that cannot be run"
)]

use base::Fen;
use base::date::Month;
use base::message::Speak;
use base::money::written::parse;
use ledger::{Account, AccountNumber, Book, Deed, Guard, Transfer, TransferId};
use std::collections::BTreeMap;
use std::path::Path;

/// Names of accounts and transfers, numbered as they appear.
#[derive(Default)]
struct Names(BTreeMap<String, u64>);

impl Names {
    fn number(&mut self, name: &str) -> u64 {
        let next = self.0.len() as u64 + 1;
        *self.0.entry(name.to_owned()).or_insert(next)
    }
}

struct Runner {
    book: Book,
    accounts: Names,
    transfers: Names,
    batch: Option<Vec<Transfer>>,
}

fn yuan(text: &str) -> Fen {
    match text.strip_prefix('-') {
        Some(rest) => Fen::ZERO.checked_sub(yuan(rest)).unwrap(),
        None => parse(text).unwrap(),
    }
}

impl Runner {
    fn deed(&mut self, words: &[&str]) -> Deed {
        let mut account = |name: &str| AccountNumber(self.accounts.number(name));
        match words {
            ["move", debit, "from", credit, amount] => Deed::Move {
                debit: account(debit),
                credit: account(credit),
                amount: yuan(amount),
            },
            ["hold", debit, "from", credit, amount] => Deed::Hold {
                debit: account(debit),
                credit: account(credit),
                amount: yuan(amount),
            },
            ["settle", hold, amount] => Deed::Settle {
                hold: TransferId(self.transfers.number(hold).into()),
                amount: yuan(amount),
            },
            ["release", hold] => Deed::Release {
                hold: TransferId(self.transfers.number(hold).into()),
            },
            ["reverse", of, amount] => Deed::Reverse {
                of: TransferId(self.transfers.number(of).into()),
                amount: yuan(amount),
            },
            other => panic!("no deed: {other:?}"),
        }
    }

    /// Runs one line; what went wrong, by its code without the prefix.
    fn run(&mut self, words: &[&str]) -> Option<String> {
        let code =
            |message: base::message::Message| message.code.trim_start_matches("ledger-").to_owned();
        match words {
            ["open", name, guard] => {
                let guard = match *guard {
                    "open" => Guard::Open,
                    "assets" => Guard::Assets,
                    "claims" => Guard::Claims,
                    other => panic!("no guard: {other}"),
                };
                let number = AccountNumber(self.accounts.number(name));
                let outcome = self.book.open(Account::new(number, guard));
                outcome.err().map(|e| code(e.message()))
            }
            ["close", month] => {
                let outcome = self.book.close(Month::parse(month).unwrap());
                outcome.err().map(|e| code(e.message()))
            }
            ["batch"] => {
                self.batch = Some(Vec::new());
                None
            }
            ["end"] => {
                let batch = self.batch.take().expect("a batch was begun");
                let outcome = self.book.apply(&batch);
                outcome
                    .err()
                    .map(|e| format!("{} at {}", code(e.why.message()), e.index + 1))
            }
            ["balance", name, "=", amount, rest @ ..] => {
                let number = AccountNumber(self.accounts.number(name));
                let account = *self.book.account(number).expect("an open account");
                assert_eq!(account.balance(), yuan(amount), "balance of {name}");
                if let ["free", free] = rest {
                    assert_eq!(account.free(), Some(yuan(free)), "free on {name}");
                }
                None
            }
            [month, name, deed @ ..] => {
                let transfer = Transfer {
                    id: TransferId(self.transfers.number(name).into()),
                    month: Month::parse(month).unwrap_or_else(|| panic!("no month: {month}")),
                    deed: self.deed(deed),
                };
                if let Some(batch) = &mut self.batch {
                    batch.push(transfer);
                    return None;
                }
                let outcome = self.book.apply(&[transfer]);
                outcome.err().map(|e| code(e.why.message()))
            }
            other => panic!("no such line: {other:?}"),
        }
    }
}

fn run_table(path: &Path) -> usize {
    let text = std::fs::read_to_string(path).unwrap();
    let mut runner = Runner {
        book: Book::default(),
        accounts: Names::default(),
        transfers: Names::default(),
        batch: None,
    };
    let mut lines = 0;
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default();
        let (what, expected) = match line.split_once("=>") {
            Some((what, refusal)) => (what, Some(refusal.trim().to_owned())),
            None => (line, None),
        };
        let words: Vec<&str> = what.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        let found = runner.run(&words);
        assert_eq!(found, expected, "{}:{}: {line}", path.display(), number + 1);
        lines += 1;
    }
    assert_eq!(runner.book.verify().1, [], "{}", path.display());
    lines
}

#[test]
fn every_table_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut lines = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "txt") {
            lines += run_table(&path);
        }
    }
    assert!(lines > 60, "only {lines} lines were run");
}
