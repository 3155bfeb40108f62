//! What is meant for a town, and how the year stands.

use super::query::{self, Moved};
use crate::book::{self, Kind};
use crate::roll;
use base::date::Month;
use base::id::AllotmentId;
use base::message::Message;
use base::{Fault, Fen};
use ledger::{Deed, Transfer};
use platform::journal::Entry;
use platform::{Act, Ctx, Division};
use serde_json::json;
use std::collections::BTreeMap;

/// A sum meant for a town. Below nothing it takes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allotment {
    /// Code of the programme.
    pub programme: String,
    /// The town.
    pub town: Division,
    /// The year.
    pub year: i16,
    /// How much.
    pub amount: Fen,
    /// The document that says so: one sum for a town and year.
    pub document: String,
}

/// A town's part of a programme in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Town {
    /// Code of the town.
    pub town: String,
    /// What is meant for it.
    pub allotted: Fen,
    /// What rolls gave there.
    pub given: Fen,
    /// What the awards in force will cost until the end of the year.
    pub coming: Fen,
}

impl Town {
    /// What will be left; less than nothing: more will be spent than is meant for the town.
    #[must_use]
    pub const fn left(&self) -> Fen {
        Fen::new(self.allotted.get() - self.given.get() - self.coming.get())
    }
}

/// A programme's money in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// Code of the programme.
    pub programme: String,
    /// Carried over from the year before.
    pub carried: Fen,
    /// Came in from its sources.
    pub came: Fen,
    /// Given back to its sources.
    pub back: Fen,
    /// Spent, what came back taken off.
    pub spent: Fen,
    /// Its towns.
    pub towns: Vec<Town>,
}

impl Year {
    /// What may be spent in all.
    #[must_use]
    pub const fn whole(&self) -> Fen {
        Fen::new(self.carried.get() + self.came.get() - self.back.get())
    }

    /// What is left at the end of the year so far, and is carried over into the next.
    #[must_use]
    pub const fn left(&self) -> Fen {
        Fen::new(self.whole().get() - self.spent.get())
    }

    /// What is meant for towns in all.
    #[must_use]
    pub fn allotted(&self) -> Fen {
        Fen::new(self.towns.iter().map(|t| t.allotted.get()).sum())
    }

    fn of(programme: String, moved: &Moved) -> Self {
        Self {
            programme,
            carried: Fen::new(moved.before),
            came: Fen::new(moved.came),
            back: Fen::new(moved.back),
            spent: Fen::new(moved.came - moved.back - moved.net),
            towns: Vec::new(),
        }
    }
}

/// How every programme stands in a year, with its towns within reach.
///
/// # Errors
/// A right that is missing.
pub fn year(ctx: &Ctx<'_>, year: i16) -> Result<Vec<Year>, Fault> {
    let scope = ctx.may(Act::AwardsSee)?;
    let tx = ctx.tx();
    let mut all: BTreeMap<String, Year> = BTreeMap::new();
    for (programme, moved) in query::moved(tx, year)? {
        all.insert(programme.clone(), Year::of(programme, &moved));
    }
    let mut towns: BTreeMap<(String, String), Town> = BTreeMap::new();
    let mut town = |programme: String, code: String, add: &dyn Fn(&mut Town)| {
        let of = towns.entry((programme, code.clone())).or_insert(Town {
            town: code,
            allotted: Fen::ZERO,
            given: Fen::ZERO,
            coming: Fen::ZERO,
        });
        add(of);
    };
    let within = |code: &str| Division::parse(code).is_some_and(|d| scope.covers(&d, None));
    for (programme, code, fen) in query::allotted(tx, year)? {
        if within(&code) {
            town(programme, code, &|t| t.allotted = Fen::new(fen));
        }
    }
    for (programme, code, fen) in query::given(tx, year, &scope)? {
        town(programme, code, &|t| t.given = Fen::new(fen));
    }
    let months = to_come(ctx, year)?;
    for (programme, code, fen) in query::monthly(tx, &scope)? {
        let coming = Fen::new(fen.saturating_mul(months));
        town(programme, code, &|t| t.coming = coming);
    }
    for ((programme, _), of) in towns {
        all.entry(programme.clone())
            .or_insert_with(|| Year::of(programme, &Moved::default()))
            .towns
            .push(of);
    }
    Ok(all.into_values().collect())
}

/// Months of a year that no roll has paid yet.
fn to_come(ctx: &Ctx<'_>, year: i16) -> Result<i64, Fault> {
    let (Some(first), Some(last)) = (Month::new(year, 1), Month::new(year, 12)) else {
        return Ok(0);
    };
    let rolled = roll::last_approved(ctx)?.and_then(|m| m.plus(1));
    let next = rolled
        .or(Month::of(ctx.today()))
        .unwrap_or(first)
        .max(first);
    Ok(i64::from(next.until(last)).saturating_add(1).max(0))
}

/// Says what is meant for a town. The same document again changes nothing.
///
/// # Errors
/// No town; a document that said another sum; more than the year's money, or less than nothing for
/// the town.
pub fn allot(ctx: &Ctx<'_>, new: &Allotment) -> Result<(), Fault> {
    ctx.may(Act::FundsKeep)?;
    let new = Allotment {
        programme: new.programme.trim().to_owned(),
        document: new.document.trim().to_owned(),
        ..new.clone()
    };
    if new.town.level() != 4 {
        return Err(Fault::field("town", Message::new("reserve-town")));
    }
    if new.amount == Fen::ZERO {
        return Err(Fault::field("amount", Message::new("fund-amount")));
    }
    if new.document.is_empty() || new.document.len() > 120 {
        return Err(Fault::field("document", Message::new("award-code")));
    }
    book::lock(ctx)?;
    match query::allotment_of(ctx.tx(), &new)? {
        Some(same) if same == new.amount => return Ok(()),
        Some(_) => return Err(Fault::field("document", Message::new("allotment-known"))),
        None => {}
    }
    let all = year(ctx, new.year)?;
    let of = all.iter().find(|y| y.programme == new.programme);
    let whole = of.map_or(Fen::ZERO, Year::whole);
    let meant = of.map_or(Fen::ZERO, Year::allotted);
    if meant.get().saturating_add(new.amount.get()) > whole.get() {
        return Err(Fault::field("amount", Message::new("allotment-more")));
    }
    let towns = of.map_or(&[][..], |y| y.towns.as_slice());
    let town = towns.iter().find(|t| t.town == new.town.code());
    let has = town.map_or(0, |t| t.allotted.get());
    if has.saturating_add(new.amount.get()) < 0 {
        return Err(Fault::field("amount", Message::new("allotment-less")));
    }
    let id: AllotmentId = ctx.id();
    query::allotment_insert(ctx.tx(), id, &new, (ctx.now(), &ctx.who().actor()))?;
    ctx.tell(
        Entry::named("fund.allot", "allotment", id)
            .division(&new.town)
            .after(json!({ "programme": new.programme, "year": new.year,
                           "amount_fen": new.amount.get(), "document": new.document })),
    );
    Ok(())
}

/// Gives money of a programme back to its source: what lapses at the end of a year instead of being
/// carried over.
///
/// # Errors
/// More than is free; a closed month; no paper.
pub fn give_back(ctx: &Ctx<'_>, back: &book::Appropriation) -> Result<(), Fault> {
    ctx.may(Act::FundsKeep)?;
    let (source, programme) = (back.source.trim(), back.programme.trim());
    let document = back.document.trim();
    if document.is_empty() || source.is_empty() {
        return Err(Fault::field("document", Message::new("award-code")));
    }
    if back.amount <= Fen::ZERO {
        return Err(Fault::field("amount", Message::new("fund-amount")));
    }
    let standings = book::standings(ctx)?;
    let known = standings
        .iter()
        .any(|s| s.kind == Kind::Source && s.name == source);
    if !known {
        return Err(Fault::field("source", Message::new("allotment-source")));
    }
    book::lock(ctx)?;
    let transfer = Transfer {
        id: book::identity(&["given back", source, programme, document]),
        month: back.month,
        deed: Deed::Move {
            debit: book::account(ctx, Kind::Source, source, "")?,
            credit: book::account(ctx, Kind::Budget, programme, "")?,
            amount: back.amount,
        },
    };
    let line = book::Line {
        transfers: &[transfer],
        subject: "given back",
        note: document,
    };
    book::post(ctx, &line)?;
    ctx.tell(Entry::new(Act::FundsKeep, "fund", programme).after(json!({
        "back_to": source, "amount_fen": back.amount.get(), "document": document,
        "month": back.month.to_string() })));
    Ok(())
}
