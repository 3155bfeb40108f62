//! Double-entry books in whole fen, as a pure state machine: what was moved, what is held until the
//! bank answers, what was taken back, which months are closed.
//!
//! Must not know: programmes, towns, banks, databases, clocks. An account is a number with a guard;
//! what it stands for (an appropriation, a town's reserve fund, a payee) is the caller's. The
//! meaning of every posting is written in `docs/spec/ledger.md`.
//!
//! Start at [`Book::apply`]. A transfer is never changed and never deleted: a mistake is put right
//! by a reversal. A transfer's id is chosen by the caller, and giving the same transfer again
//! changes nothing, so that a run that was cut off can simply be run again.
//!
//! ```
//! use base::Fen;
//! use base::date::Month;
//! use ledger::{Account, AccountNumber, Book, Deed, Guard, Transfer, TransferId};
//!
//! let [district, reserve] = [AccountNumber(1), AccountNumber(2)];
//! let mut book = Book::default();
//! book.open(Account::new(district, Guard::Open))?;
//! book.open(Account::new(reserve, Guard::Assets))?;
//!
//! let march = Month::new(2020, 3).expect("a month");
//! let grant = Transfer {
//!     id: TransferId(1),
//!     month: march,
//!     deed: Deed::Move { debit: reserve, credit: district, amount: Fen::new(8_000_000) },
//! };
//! book.apply(&[grant])?;
//! book.apply(&[grant])?; // once more, after a power cut: nothing is paid twice
//! assert_eq!(book.account(reserve).map(|a| a.balance()), Some(Fen::new(8_000_000)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod account;
mod apply;
mod book;
mod refusal;
mod transfer;
mod verify;

#[cfg(test)]
mod tests;

pub use account::{Account, AccountNumber, Guard};
pub use book::{Applied, Book};
pub use refusal::{CODES, LoadError, Refusal, Refused};
pub use transfer::{Deed, Held, Recorded, Transfer, TransferId};
pub use verify::{Discrepancy, Totals};
