//! What can be done with a reserve: granted, filled up, given back by the district; spent by the
//! town.

use super::model::{Entry, Kind, Statement, Way};
use super::pattern::{self, Pattern, Unusual};
use super::store;
use crate::book::{self, Kind as Fund};
use crate::law;
use base::date::Month;
use base::id::{HouseholdId, PersonId};
use base::message::Message;
use base::{Fault, Fen, FieldErrors};
use jiff::civil::Date;
use ledger::{Deed, Transfer};
use platform::journal::Entry as Told;
use platform::{Act, Ctx, Division};
use registry::person::Life;
use serde_json::json;

/// Level of a town among divisions.
const TOWN: i64 = 4;

/// Money between a budget and a reserve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// Whose reserve.
    pub town: Division,
    /// Granted, filled up or given back.
    pub kind: Kind,
    /// Code of the programme whose budget it is.
    pub programme: String,
    /// How much.
    pub amount: Fen,
    /// The day.
    pub on: Date,
    /// The document that says so.
    pub document: String,
}

/// Help from a reserve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spend {
    /// Whose reserve.
    pub town: Division,
    /// Code of the programme under which it is given.
    pub programme: String,
    /// Number of the case or award that it belongs to.
    pub case_number: String,
    /// The household.
    pub household: Option<HouseholdId>,
    /// Who is helped.
    pub payee: PersonId,
    /// How much.
    pub amount: Fen,
    /// The day.
    pub on: Date,
    /// How it is given.
    pub way: Way,
    /// Number of the receipt; one receipt is one payment.
    pub receipt: String,
    /// Who was there beside the one who pays.
    pub witness: String,
    /// What for.
    pub reason: String,
}

/// What was spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    /// Number of the entry in the town's book.
    pub number: i64,
    /// What is left.
    pub left: Fen,
    /// What looks unusual about it.
    pub patterns: Vec<Pattern>,
}

fn town(errors: &mut FieldErrors, town: &Division) {
    if town.level() != TOWN {
        errors.add("town", Message::new("reserve-town"));
    }
}

fn filled(errors: &mut FieldErrors, fields: &[(&'static str, &str)]) {
    for (field, text) in fields {
        if text.trim().is_empty() || text.len() > 240 {
            errors.add(*field, Message::new("reserve-word"));
        }
    }
}

/// The month of a day that has come; days before our era have none.
fn dated(errors: &mut FieldErrors, on: Date, today: Date) -> Option<Month> {
    let month = Month::of(on).filter(|_| on <= today);
    if month.is_none() {
        errors.add("on", Message::new("reserve-day"));
    }
    month
}

/// Grants a town its reserve, fills it up, or takes back what is left.
///
/// # Errors
/// Fields that cannot be right; more than the budget has, or more than the reserve has left; a
/// document that is entered already; a closed month.
pub fn grant(ctx: &Ctx<'_>, new: &Granted) -> Result<i64, Fault> {
    ctx.may(Act::FundsKeep)?;
    let mut errors = FieldErrors::new();
    town(&mut errors, &new.town);
    filled(
        &mut errors,
        &[("programme", &new.programme), ("document", &new.document)],
    );
    if new.amount <= Fen::ZERO {
        errors.add("amount", Message::new("fund-amount"));
    }
    if new.kind == Kind::Spend {
        errors.add("kind", Message::new("reserve-word"));
    }
    let month = dated(&mut errors, new.on, ctx.today());
    errors.done()?;
    let month = month.ok_or(Fault::NotFound)?;
    book::lock(ctx)?;
    let (programme, town) = (new.programme.trim(), new.town.code());
    let budget = book::account(ctx, Fund::Budget, programme, "")?;
    let reserve = book::account(ctx, Fund::Reserve, "", town)?;
    let (debit, credit) = match new.kind.adds() {
        true => (reserve, budget),
        false => (budget, reserve),
    };
    let entry = Entry {
        town: new.town.clone(),
        number: 0,
        kind: new.kind,
        month,
        on: new.on,
        amount: new.amount,
        balance: Fen::ZERO,
        programme: programme.to_owned(),
        case_number: String::new(),
        household: None,
        payee: None,
        way: None,
        ceiling: None,
        document: new.document.trim().to_owned(),
        witness: String::new(),
        reason: String::new(),
        written_at: ctx.now(),
        written_by: ctx.who().actor(),
    };
    let entry = written(ctx, entry, (debit, credit))?;
    ctx.tell(
        Told::new(Act::FundsKeep, "reserve", town)
            .division(&new.town)
            .after(
                json!({ "kind": new.kind.code(), "amount_fen": new.amount.get(),
                "document": entry.document, "left_fen": entry.balance.get() }),
            ),
    );
    Ok(entry.number)
}

/// Spends from a town's reserve on somebody in need, within the caller's transaction. The ceiling
/// of a payment is the pack's, in force on the day; where none is in force nothing is spent.
///
/// # Errors
/// Fields that cannot be right; a dead or unknown payee; more than the ceiling or than is left; a
/// receipt that is entered already; a closed month.
pub fn spend(ctx: &Ctx<'_>, new: &Spend) -> Result<Spent, Fault> {
    let scope = ctx.may(Act::ReserveSpend)?;
    if !scope.covers(&new.town, None) {
        return Err(Fault::NotFound);
    }
    let mut errors = FieldErrors::new();
    town(&mut errors, &new.town);
    filled(
        &mut errors,
        &[
            ("programme", &new.programme),
            ("case_number", &new.case_number),
            ("receipt", &new.receipt),
            ("witness", &new.witness),
            ("reason", &new.reason),
        ],
    );
    let month = dated(&mut errors, new.on, ctx.today());
    let ceiling = law::money(law::RESERVE_CEILING, new.on);
    if new.amount <= Fen::ZERO {
        errors.add("amount", Message::new("fund-amount"));
    } else if let Some(most) = ceiling
        && new.amount > most
    {
        let over = Message::new("reserve-ceiling").with("most", most.to_string());
        errors.add("amount", over);
    }
    errors.done()?;
    let month = month.ok_or(Fault::NotFound)?;
    if ceiling.is_none() {
        let unknown = Message::new("reserve-no-ceiling").with("parameter", law::RESERVE_CEILING);
        return Err(Fault::Refused(unknown));
    }
    let person = registry::person::get(ctx, new.payee)?;
    if person.life == Life::Dead {
        return Err(Fault::refused("award-person-dead"));
    }
    book::lock(ctx)?;
    let code = new.town.code();
    let debit = book::account(ctx, Fund::Spent, "", code)?;
    let credit = book::account(ctx, Fund::Reserve, "", code)?;
    let entry = Entry {
        town: new.town.clone(),
        number: 0,
        kind: Kind::Spend,
        month,
        on: new.on,
        amount: new.amount,
        balance: Fen::ZERO,
        programme: new.programme.trim().to_owned(),
        case_number: new.case_number.trim().to_owned(),
        household: new.household,
        payee: Some((new.payee, person.name)),
        way: Some(new.way),
        ceiling,
        document: new.receipt.trim().to_owned(),
        witness: new.witness.trim().to_owned(),
        reason: new.reason.trim().to_owned(),
        written_at: ctx.now(),
        written_by: ctx.who().actor(),
    };
    let entry = written(ctx, entry, (debit, credit))?;
    let all = store::reserve_entry_list(ctx.tx(), code)?;
    let near = law::number(law::RESERVE_NEAR, new.on);
    let unusual = pattern::patterns(&all, near);
    let mine = unusual.iter().filter(|(n, ..)| *n == entry.number);
    let patterns: Vec<Pattern> = mine.map(|(_, pattern, _)| *pattern).collect();
    let flagged: Vec<&str> = patterns.iter().map(|p| p.code()).collect();
    ctx.tell(
        Told::new(Act::ReserveSpend, "reserve", code)
            .division(&new.town)
            .after(
                json!({ "case": entry.case_number, "amount_fen": entry.amount.get(),
                "receipt": entry.document, "left_fen": entry.balance.get(), "unusual": flagged }),
            )
            .reason(entry.reason.as_str()),
    );
    Ok(Spent {
        number: entry.number,
        left: entry.balance,
        patterns,
    })
}

/// Writes an entry with its transfer. The caller holds the books.
fn written(
    ctx: &Ctx<'_>,
    mut entry: Entry,
    (debit, credit): (ledger::AccountNumber, ledger::AccountNumber),
) -> Result<Entry, Fault> {
    let code = entry.town.code().to_owned();
    if store::reserve_entry_known(ctx.tx(), &code, entry.kind.code(), &entry.document)? {
        let known = Message::new("reserve-known").with("document", entry.document.clone());
        return Err(Fault::Refused(known));
    }
    let (last, before) = store::reserve_entry_last(ctx.tx(), &code)?;
    let sign = if entry.kind.adds() { 1 } else { -1 };
    let after = before.get().checked_add(sign * entry.amount.get());
    // The books refuse it too; here the message can say how much is left.
    let Some(after) = after.filter(|fen| *fen >= 0) else {
        let left = Message::new("reserve-left").with("left", before.to_string());
        return Err(Fault::Refused(left));
    };
    entry.number = last.saturating_add(1);
    entry.balance = Fen::new(after);
    let number = entry.number.to_string();
    let transfer = Transfer {
        id: book::identity(&["reserve", &code, &number]),
        month: entry.month,
        deed: Deed::Move {
            debit,
            credit,
            amount: entry.amount,
        },
    };
    let subject = format!("reserve {code}");
    let line = book::Line {
        transfers: &[transfer],
        subject: &subject,
        note: &entry.document,
    };
    book::post(ctx, &line)?;
    store::reserve_entry_insert(ctx.tx(), &entry)?;
    Ok(entry)
}

/// The month of a town's reserve, and what is unusual in it.
///
/// # Errors
/// A town out of reach.
pub fn statement(
    ctx: &Ctx<'_>,
    town: &Division,
    month: Month,
) -> Result<(Statement, Vec<Unusual>), Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    if !scope.covers(town, None) {
        return Err(Fault::NotFound);
    }
    let all = store::reserve_entry_list(ctx.tx(), town.code())?;
    let statement = Statement::of(town.clone(), month, &all);
    let near = law::number(law::RESERVE_NEAR, month.first_day());
    let mut unusual = pattern::patterns(&all, near);
    unusual.retain(|(number, ..)| statement.entries.iter().any(|e| e.number == *number));
    Ok((statement, unusual))
}

/// The month of every town within reach that has a reserve, with the number of unusual entries.
pub fn statements(ctx: &Ctx<'_>, month: Month) -> Result<Vec<(Statement, usize)>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    let mut all = Vec::new();
    for town in store::reserve_entry_towns(ctx.tx())? {
        if scope.covers(&town, None) {
            let (statement, unusual) = statement(ctx, &town, month)?;
            all.push((statement, unusual.len()));
        }
    }
    Ok(all)
}

/// The programme whose money came into a town's reserve last.
pub(super) fn source(ctx: &Ctx<'_>, town: &Division) -> Result<Option<String>, Fault> {
    ctx.may(Act::AwardsSee)?;
    let all = store::reserve_entry_list(ctx.tx(), town.code())?;
    let came = all.into_iter().rev().find(|e| e.kind.adds());
    Ok(came.map(|e| e.programme))
}

/// What somebody was helped with from the reserves within reach, newest first.
pub fn helped(ctx: &Ctx<'_>, payee: PersonId) -> Result<Vec<Entry>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    registry::person::get(ctx, payee)?;
    let mut found = store::reserve_entry_payee(ctx.tx(), payee)?;
    // Whoever sees the village of the payee sees what the town gave: the person is within reach.
    found.retain(|entry| scope.areas().iter().any(|a| touches(a, &entry.town)));
    Ok(found)
}

/// Whether an area lies in a town or holds it.
fn touches(area: &platform::Area, town: &Division) -> bool {
    area.division.holds(town) || town.holds(&area.division)
}

/// Every reserve checked anew: each balance from the entries before it, the last one against the
/// books. How many do not agree.
pub fn verify(ctx: &Ctx<'_>) -> Result<Vec<Message>, Fault> {
    let mut flaws = Vec::new();
    let standings = book::standings(ctx)?;
    for town in store::reserve_entry_towns(ctx.tx())? {
        let mut sum = 0;
        let mut agrees = true;
        for entry in store::reserve_entry_list(ctx.tx(), town.code())? {
            sum += if entry.kind.adds() {
                entry.amount.get()
            } else {
                -entry.amount.get()
            };
            agrees &= sum == entry.balance.get();
        }
        let reserve = standings
            .iter()
            .find(|s| s.kind == Fund::Reserve && s.division == town.code());
        if !agrees || reserve.map_or(0, |s| s.free.get()) != sum {
            flaws.push(Message::new("fund-flaw-reserve").with("town", town.code().to_owned()));
        }
    }
    Ok(flaws)
}
