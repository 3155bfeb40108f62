//! What the demo district was given and paid before today: appropriations, and the roll of last
//! month with its two signatures and the bank's answer.

use super::fill::{WHO, signer};
use base::date::Month;
use base::{Fault, Fen};
use platform::{Platform, Role};
use std::collections::BTreeMap;
use treasury::award::{self, Standing, Wanted};
use treasury::book::{self, Appropriation};
use treasury::roll::{self, Said};

/// More awards than any demonstration has.
const AWARDS_MAX: i64 = 1_000_000;

/// Appropriates a year of what the awards cost and pays last month.
pub(super) fn last_month(platform: &Platform) -> Result<(), Fault> {
    let today = base::clock::china(platform.clock().now()).date();
    let Some(last) = Month::of(today).and_then(|m| m.plus(-1)) else {
        return Ok(());
    };
    platform.write(&WHO, platform.request(), |ctx| {
        let (awards, _) = award::find(ctx, &Wanted::default(), AWARDS_MAX, 0)?;
        let mut month: BTreeMap<String, i64> = BTreeMap::new();
        for award in awards.iter().filter(|a| a.standing == Standing::Active) {
            *month.entry(award.programme.clone()).or_default() += award.amount.get();
        }
        for (programme, fen) in month {
            let new = Appropriation {
                source: "district".to_owned(),
                programme,
                amount: Fen::new(fen.saturating_mul(12)),
                month: last,
                document: "demo".to_owned(),
            };
            book::appropriate(ctx, &new)?;
        }
        Ok(())
    })?;
    let (officer, leader) = (
        signer(platform, Role::SectionOfficer)?,
        signer(platform, Role::BureauLeader)?,
    );
    let pay_on = last.first_day();
    let pay_on = pay_on
        .checked_add(jiff::Span::new().days(9))
        .unwrap_or(pay_on);
    let id = platform.write(&officer, platform.request(), |ctx| {
        roll::build(ctx, last, pay_on)
    })?;
    for who in [&officer, &leader] {
        platform.write(who, platform.request(), |ctx| {
            let now = roll::get(ctx, id)?;
            roll::sign(ctx, (id, now.version))
        })?;
    }
    platform.write(&officer, platform.request(), |ctx| {
        let (_, lines) = roll::paid_lines(ctx, id)?;
        roll::record_file(ctx, id, "text", id.to_string().as_bytes())?;
        // One line in two hundred comes back.
        let said = lines.iter().map(|line| Said {
            number: line.number,
            amount: line.pay,
            failure: (line.number % 200 == 57).then(|| "账户已销户".to_owned()),
            on: pay_on,
        });
        let said: Vec<Said> = said.collect();
        roll::answer(ctx, id, &said)
    })?;
    Ok(())
}
