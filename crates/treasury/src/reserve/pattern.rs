//! What looks unusual in a reserve's book, and why: for people to look at, never a verdict.

use super::model::{Entry, Kind};
use base::Fen;
use base::id::PersonId;
use base::words;
use std::collections::BTreeMap;

words! {
    /// Something unusual.
    Pattern {
        /// Several payments of a town in a month lie just under the ceiling.
        JustUnder = "just-under", "pattern-just-under";
        /// The same person was helped before in the same year.
        SamePayee = "same-payee", "pattern-same-payee";
        /// Payments of one case together pass the ceiling.
        Split = "split", "pattern-split";
    }
}

/// An unusual entry by its number, what is unusual, and the other entries that make it so.
pub type Unusual = (i64, Pattern, Vec<i64>);

/// How many such payments of a town in a month are many.
const MANY: usize = 3;

/// Unusual entries of a town. `all` is the town's whole book in its order; `near` the share of the
/// ceiling from which on a payment lies just under it, in hundredths: without one nothing does.
#[must_use]
pub fn patterns(all: &[Entry], near: Option<i64>) -> Vec<Unusual> {
    let spent: Vec<&Entry> = all.iter().filter(|e| e.kind == Kind::Spend).collect();
    let mut found = Vec::new();
    let mut under: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for entry in spent.iter().filter(|e| is_just_under(e, near)) {
        under
            .entry(entry.month.to_string())
            .or_default()
            .push(entry.number);
    }
    for numbers in under.values().filter(|n| n.len() >= MANY) {
        for number in numbers {
            let others = numbers.iter().filter(|n| *n != number).copied();
            found.push((*number, Pattern::JustUnder, others.collect()));
        }
    }
    let mut before: BTreeMap<(PersonId, i16), Vec<(i64, &str)>> = BTreeMap::new();
    let mut cases: BTreeMap<&str, (i64, Vec<i64>)> = BTreeMap::new();
    for entry in spent {
        if let Some((payee, _)) = &entry.payee {
            let known = before.entry((*payee, entry.on.year())).or_default();
            // Stages of one case are one help.
            let others = known.iter().filter(|(_, case)| *case != entry.case_number);
            let others: Vec<i64> = others.map(|(number, _)| *number).collect();
            if !others.is_empty() {
                found.push((entry.number, Pattern::SamePayee, others));
            }
            known.push((entry.number, &entry.case_number));
        }
        let (sum, numbers) = cases.entry(&entry.case_number).or_default();
        *sum += entry.amount.get();
        let passes = entry.ceiling.is_some_and(|most| *sum > most.get());
        if passes && !numbers.is_empty() {
            found.push((entry.number, Pattern::Split, numbers.clone()));
        }
        numbers.push(entry.number);
    }
    found.sort();
    found
}

fn is_just_under(entry: &Entry, near: Option<i64>) -> bool {
    entry.ceiling.zip(near).is_some_and(|(most, near)| {
        let near = i128::from(most.get()) * i128::from(near);
        most > Fen::ZERO && i128::from(entry.amount.get()) * 100 >= near
    })
}
