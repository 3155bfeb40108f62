//! What can be done with the books.

use super::store::{self, Told};
use base::date::Month;
use base::message::{Message, Speak};
use base::words;
use base::{Fault, Fen};
use ledger::{AccountNumber, Deed, Guard, Transfer, TransferId};
use platform::crypto::sm3;
use platform::journal::Entry;
use platform::{Act, Ctx};
use serde_json::json;

words! {
    /// What an account of the books stands for.
    Kind {
        /// Where money comes from: central, municipal, district, donations.
        Source = "source", "fund-source";
        /// A programme's money at hand.
        Budget = "budget", "fund-budget";
        /// On its way through the bank.
        Transit = "transit", "fund-transit";
        /// With the people it was for.
        Paid = "paid", "fund-paid";
        /// Sent back by the bank.
        Returned = "returned", "fund-returned";
        /// A town's reserve.
        Reserve = "reserve", "fund-reserve";
        /// Spent from a town's reserve.
        Spent = "spent", "fund-spent";
    }
}

impl Kind {
    /// What its sums may never become.
    #[must_use]
    pub const fn guard(self) -> Guard {
        match self {
            Self::Source | Self::Paid | Self::Spent => Guard::Open,
            Self::Budget | Self::Transit | Self::Returned | Self::Reserve => Guard::Assets,
        }
    }
}

/// Something to be written, with what it is for.
pub(crate) struct Line<'a> {
    pub(crate) transfers: &'a [Transfer],
    pub(crate) subject: &'a str,
    pub(crate) note: &'a str,
}

/// Money that comes in for a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appropriation {
    /// Where it comes from.
    pub source: String,
    /// Code of the programme.
    pub programme: String,
    /// How much.
    pub amount: Fen,
    /// The month it belongs to.
    pub month: Month,
    /// The document that it came by.
    pub document: String,
}

/// How an account stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What it stands for.
    pub kind: Kind,
    /// Source or programme.
    pub name: String,
    /// Code of the town, of reserves; else empty.
    pub division: String,
    /// What came in.
    pub came: Fen,
    /// What went out.
    pub went: Fen,
    /// What is set aside to go out.
    pub held: Fen,
    /// What is at hand, set-aside money counted as gone.
    pub free: Fen,
}

/// Something that does not agree in the books.
#[derive(Debug, Clone, PartialEq)]
pub struct Flaw {
    /// Which rule is broken.
    pub message: Message,
}

/// The books checked anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// Accounts looked at.
    pub accounts: usize,
    /// Transfers looked at.
    pub transfers: usize,
    /// Rolls looked at.
    pub rolls: usize,
    /// What does not agree.
    pub flaws: Vec<Flaw>,
}

/// A transfer's id made from what it is for: the same deed for the same thing has the same id.
pub(crate) fn identity(parts: &[&str]) -> TransferId {
    let digest = sm3(parts.join("\u{1f}").as_bytes());
    let bits = digest
        .iter()
        .take(16)
        .fold(0u128, |bits, byte| (bits << 8) | u128::from(*byte));
    TransferId(bits)
}

/// Holds the books until the end of the transaction: whoever else wants to write waits.
pub(crate) fn lock(ctx: &Ctx<'_>) -> Result<(), Fault> {
    Ok(ctx.tx().lock("treasury books")?)
}

/// An account of the books, opened when it is new.
pub(crate) fn account(
    ctx: &Ctx<'_>,
    kind: Kind,
    name: &str,
    division: &str,
) -> Result<AccountNumber, Fault> {
    match store::fund_account_find(ctx.tx(), kind, name, division)? {
        Some(number) => Ok(number),
        None => Ok(store::fund_account_insert(ctx.tx(), kind, name, division)?),
    }
}

/// Writes transfers, all or none; those that stand already are passed over. The caller holds the
/// books ([`lock`]) and tells the journal.
pub(crate) fn post(ctx: &Ctx<'_>, line: &Line<'_>) -> Result<(), Fault> {
    let mut book = store::fund_book_of(ctx.tx(), line.transfers)?;
    let applied = book
        .apply(line.transfers)
        .map_err(|e| Fault::Refused(e.why.message()))?;
    let by = ctx.who().actor();
    let told = Told {
        subject: line.subject,
        note: line.note,
        by: &by,
        now: ctx.now(),
    };
    for recorded in &applied.written {
        store::fund_transfer_insert(ctx.tx(), recorded, &told)?;
    }
    for account in &applied.accounts {
        store::fund_account_update(ctx.tx(), account)?;
    }
    Ok(())
}

/// Enters money that came in for a programme. The same document for the same programme and source
/// is entered once.
///
/// # Errors
/// An amount that is nothing; a closed month; a document that is known with another amount.
pub fn appropriate(ctx: &Ctx<'_>, new: &Appropriation) -> Result<(), Fault> {
    ctx.may(Act::FundsKeep)?;
    let (source, programme) = (new.source.trim(), new.programme.trim());
    let document = new.document.trim();
    for (field, text) in [
        ("source", source),
        ("programme", programme),
        ("document", document),
    ] {
        if text.is_empty() || text.len() > 120 {
            return Err(Fault::field(field, Message::new("award-code")));
        }
    }
    if new.amount <= Fen::ZERO {
        return Err(Fault::field("amount", Message::new("fund-amount")));
    }
    lock(ctx)?;
    let transfer = Transfer {
        id: identity(&["appropriation", source, programme, document]),
        month: new.month,
        deed: Deed::Move {
            debit: account(ctx, Kind::Budget, programme, "")?,
            credit: account(ctx, Kind::Source, source, "")?,
            amount: new.amount,
        },
    };
    let line = Line {
        transfers: &[transfer],
        subject: "appropriation",
        note: document,
    };
    post(ctx, &line)?;
    ctx.tell(Entry::new(Act::FundsKeep, "fund", programme).after(json!({
            "source": source, "amount_fen": new.amount.get(), "document": document,
            "month": new.month.to_string() })));
    Ok(())
}

/// The last closed month, and the one that may be closed next: that of the first transfer, then one
/// after the other.
pub fn closing(ctx: &Ctx<'_>) -> Result<(Option<Month>, Option<Month>), Fault> {
    ctx.may(Act::AwardsSee)?;
    let last = store::fund_month_last(ctx.tx())?;
    let next = match last {
        Some(last) => last.plus(1),
        None => store::fund_transfer_first(ctx.tx())?,
    };
    // A month that has not ended stays open.
    let ended = |month: &Month| month.last_day() < ctx.today();
    Ok((last, next.filter(ended)))
}

/// Whether a month takes no more transfers.
pub(crate) fn is_closed(ctx: &Ctx<'_>, month: Month) -> Result<bool, Fault> {
    let last = store::fund_month_last(ctx.tx())?;
    Ok(last.is_some_and(|last| month <= last))
}

/// Closes a month: nothing more is written into it or any before.
///
/// # Errors
/// A month left out, or money of it still on its way: set aside, or with the bank.
pub fn close(ctx: &Ctx<'_>, month: Month) -> Result<(), Fault> {
    ctx.may(Act::FundsKeep)?;
    ctx.tx().lock("treasury rolls")?;
    lock(ctx)?;
    if let Some(open) = crate::roll::waiting_until(ctx, month)? {
        let open = Message::new("fund-month-open").with("month", open.to_string());
        return Err(Fault::Refused(open));
    }
    let mut book = store::fund_book_waiting(ctx.tx(), month)?;
    let before = book.closed();
    book.close(month).map_err(|e| Fault::Refused(e.message()))?;
    if before.is_none_or(|last| last < month) {
        store::fund_month_insert(ctx.tx(), month, &ctx.who().actor(), ctx.now())?;
        ctx.tell(Entry::new(Act::FundsKeep, "fund-month", month).after(json!({ "closed": true })));
    }
    Ok(())
}

/// Every account as it stands.
pub fn standings(ctx: &Ctx<'_>) -> Result<Vec<Standing>, Fault> {
    ctx.may(Act::AwardsSee)?;
    let all = store::fund_account_list(ctx.tx())?;
    Ok(all
        .into_iter()
        .map(|named| Standing {
            kind: named.kind,
            name: named.name,
            division: named.division,
            came: named.account.debits,
            went: named.account.credits,
            held: named.account.credits_held,
            free: named.account.free().unwrap_or(named.account.balance()),
        })
        .collect())
}

/// Checks the books and the rolls anew, from the transfers and lines alone.
pub fn verify(ctx: &Ctx<'_>) -> Result<Verified, Fault> {
    ctx.may(Act::AwardsSee)?;
    let book = store::fund_book(ctx.tx())?;
    let (totals, wrong) = book.verify();
    let mut flaws: Vec<Flaw> = wrong
        .iter()
        .map(|flaw| Flaw {
            message: Message::new("fund-flaw-book").with("what", format!("{flaw:?}")),
        })
        .collect();
    let (rolls, more) = crate::roll::verify(ctx)?;
    let reserves = crate::reserve::verify(ctx)?;
    let more = more.into_iter().chain(reserves);
    flaws.extend(more.map(|message| Flaw { message }));
    Ok(Verified {
        accounts: totals.accounts,
        transfers: totals.transfers,
        rolls,
        flaws,
    })
}
