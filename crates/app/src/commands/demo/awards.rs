//! What the demo district pays, as awards: with an account for each payee, so that rolls can be
//! built.

use super::fill::SOURCE;
use ::demo::numbers;
use ::demo::world::World;
use ::demo::world::records::Account;
use base::date::Month;
use base::id::{BankAccountId, PersonId};
use base::{Fault, Fen};
use platform::{Ctx, Division};
use registry::{household, reach};
use std::collections::BTreeMap;
use treasury::award::{self, Area, Cadence, Decided, Grant, Many, Supplement};

/// What the decisions of the demonstration are known by.
const DECISION: &str = "demo";

/// Registers the accounts that are paid into and grants everything.
pub(super) fn granted(ctx: &Ctx<'_>, world: &World, ids: &[PersonId]) -> Result<(), Fault> {
    let all = ::demo::awards::awards(world);
    let mut into: BTreeMap<(PersonId, Account), Option<BankAccountId>> = BTreeMap::new();
    let mut new = Vec::new();
    for award in &all {
        let Some(payee) = ids.get(award.payee as usize) else {
            continue;
        };
        into.entry((*payee, award.account)).or_insert_with(|| {
            new.push(reach::NewAccount {
                person: *payee,
                bank: "农村商业银行".to_owned(),
                holder: world.person(award.account.holder).name.to_string(),
                number: numbers::account(world.seed, award.account),
            });
            None
        });
    }
    let made = reach::add_accounts(ctx, &new, SOURCE)?;
    // In the order in which they were asked for.
    let mut made = made.into_iter();
    for award in &all {
        let Some(payee) = ids.get(award.payee as usize) else {
            continue;
        };
        if let Some(account) = into.get_mut(&(*payee, award.account))
            && account.is_none()
        {
            *account = made.next();
        }
    }
    let mut grants = Vec::with_capacity(all.len());
    for award in &all {
        let Some(payee) = ids.get(award.payee as usize).copied() else {
            continue;
        };
        let village = world.places.village(award.village);
        let (Some(from), Some(division)) = (Month::of(award.since), Division::parse(village.code))
        else {
            continue;
        };
        grants.push(Grant {
            programme: award.programme.to_owned(),
            case_number: award.case.clone(),
            part: String::new(),
            household: household::current_of(ctx, payee)?.map(|m| m.household),
            payee,
            account: into.get(&(payee, award.account)).copied().flatten(),
            division,
            area: if award.urban {
                Area::Urban
            } else {
                Area::Rural
            },
            cadence: Cadence::Monthly,
            persons: i64::from(award.persons),
            from,
            amount: Fen::new(award.amount_fen),
            supplements: award
                .supplements
                .iter()
                .map(|(code, fen)| Supplement {
                    code: (*code).to_owned(),
                    amount_fen: Fen::new(*fen),
                })
                .collect(),
            decided: Decided {
                on: award.since,
                decision: DECISION.to_owned(),
                reason: String::new(),
            },
        });
    }
    award::grant_all(
        ctx,
        Many {
            grants: &grants,
            source: SOURCE,
        },
    )?;
    Ok(())
}
