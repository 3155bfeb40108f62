//! What somebody was paid, told to themselves on a page that needs no account: the months, the money
//! and whether the bank paid it out; nothing of the household, of reasons or of anybody's account.

use crate::award;
use crate::roll::{self, LineState};
use base::Fault;
use base::Fen;
use base::date::Month;
use platform::{Act, Ctx};
use registry::person;

/// A payment as its payee is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Code of the programme.
    pub programme: String,
    /// The month.
    pub month: Month,
    /// How much.
    pub amount: Fen,
    /// Whether the bank paid it; not yet known while it is on its way.
    pub paid: Option<bool>,
}

impl Own {
    /// Message code of how far it is.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self.paid {
            Some(true) => "own-paid",
            Some(false) => "own-returned",
            None => "own-on-its-way",
        }
    }
}

/// The payments of a case, newest month first, if its payee's ID number ends so. What two people have
/// not approved yet is not told.
///
/// # Errors
/// None that tells an unknown number from a wrong end: both find nothing.
pub fn own(ctx: &Ctx<'_>, number: &str, tail: &str) -> Result<Vec<Own>, Fault> {
    ctx.may(Act::NoticesSee)?;
    let (number, tail) = (number.trim(), tail.trim());
    if number.is_empty() || number.len() > 40 || tail.chars().count() != 4 {
        return Ok(Vec::new());
    }
    let approved = roll::approved(ctx)?;
    let mut found = Vec::new();
    for payee in award::payees_of(ctx, number)? {
        if !person::ends_in(ctx, payee, tail)? {
            continue;
        }
        for (roll, month, line) in roll::lines_of(ctx, payee)? {
            let counts = line.case_number == number
                && line.state == LineState::Pay
                && line.pay > Fen::ZERO
                && approved.contains(&roll);
            if counts {
                found.push(Own {
                    programme: line.programme,
                    month,
                    amount: line.pay,
                    paid: line.paid,
                });
            }
        }
    }
    found.sort_by_key(|own| std::cmp::Reverse(own.month));
    Ok(found)
}
