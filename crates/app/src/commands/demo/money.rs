//! What the demo district was given and paid before today: appropriations, the roll of last month
//! with its two signatures and the bank's answer, and the reserves of its towns.

use super::fill::{WHO, signer};
use base::date::Month;
use base::{Fault, Fen};
use jiff::civil::Date;
use platform::{Ctx, Division, Platform, Role};
use std::collections::BTreeMap;
use treasury::award::{self, Award, Standing, Wanted};
use treasury::book::{self, Appropriation};
use treasury::reserve::{self, Granted, Kind, Spend, Way};
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

/// What a town of the demonstration has in hand.
const RESERVE: Fen = Fen::new(3_000_000);

/// What towns have paid from it: the first one several times just under its ceiling.
const HELP: [&[i64]; 4] = [
    &[190_000, 185_000, 199_000, 40_000],
    &[60_000],
    &[],
    &[120_000, 30_000],
];

/// The reserves of the towns, where the pack has the programme that they help under.
pub(super) fn reserves(platform: &Platform) -> Result<(), Fault> {
    let Ok(declared) = registry::register::declared() else {
        return Ok(());
    };
    let Some(programme) = declared.pack().programme(::demo::awards::HELP) else {
        return Ok(());
    };
    let today = base::clock::china(platform.clock().now()).date();
    let on = today.first_of_month();
    platform.write(&WHO, platform.request(), |ctx| {
        let (awards, _) = award::find(ctx, &Wanted::default(), AWARDS_MAX, 0)?;
        let mut towns: BTreeMap<Division, Vec<Award>> = BTreeMap::new();
        for award in awards {
            if let Some(town) = award.division.parent() {
                towns.entry(town).or_default().push(award);
            }
        }
        let money = Appropriation {
            source: "district".to_owned(),
            programme: programme.id.clone(),
            amount: Fen::new(RESERVE.get().saturating_mul(2 * towns.len() as i64)),
            month: Month::of(on).ok_or(Fault::NotFound)?,
            document: "demo-reserves".to_owned(),
        };
        if towns.is_empty() {
            return Ok(());
        }
        book::appropriate(ctx, &money)?;
        let all = towns.into_iter().zip(HELP.iter().cycle());
        for (at, ((town, awards), help)) in all.enumerate() {
            let helps = if at < HELP.len() { *help } else { &[] };
            town_reserve(ctx, (&programme.id, on), town, (&awards, helps))?;
        }
        Ok(())
    })
}

fn town_reserve(
    ctx: &Ctx<'_>,
    (programme, on): (&str, Date),
    town: Division,
    (awards, help): (&[Award], &[i64]),
) -> Result<(), Fault> {
    let new = Granted {
        town: town.clone(),
        kind: Kind::Grant,
        programme: programme.to_owned(),
        amount: RESERVE,
        on,
        document: format!("demo-{}", town.code()),
    };
    reserve::grant(ctx, &new)?;
    for (at, (fen, award)) in help.iter().zip(awards).enumerate() {
        if registry::person::get(ctx, award.payee)?.life == registry::person::Life::Dead {
            continue;
        }
        let new = Spend {
            town: town.clone(),
            programme: programme.to_owned(),
            case_number: award.case_number.clone(),
            household: award.household,
            payee: award.payee,
            amount: Fen::new(*fen),
            on,
            way: Way::Cash,
            receipt: format!("demo-{at}"),
            witness: "demo".to_owned(),
            reason: "demo".to_owned(),
        };
        reserve::spend(ctx, &new)?;
    }
    Ok(())
}
