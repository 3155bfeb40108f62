//! Numbers that follow one another: of the problems, cases, papers of a year. A number is taken in
//! the transaction of the record that bears it: two people at once get two numbers, and a
//! transaction that fails gives its number back.
//!
//! Never count records to number the next one: two at once would get the same.

mod store;

use crate::ctx::Ctx;
use base::Fault;

/// The next number of a sequence, from 1. `used` is how many were given out before there was a
/// sequence of that name; later it does not matter.
pub fn next(ctx: &Ctx<'_>, name: &str, used: i64) -> Result<i64, Fault> {
    Ok(store::sequence_next(
        ctx.tx(),
        name,
        used.max(0).saturating_add(1),
    )?)
}

#[cfg(test)]
mod tests;
