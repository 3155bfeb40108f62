//! What the demo district pays every month, one award a case or person, as its rolls have it: with
//! their wrongs, such as people who died and several awards on one account.
//!
//! Must not know: what any programme asks; that is the pack's. Start at [`awards`].

use crate::world::World;
use crate::world::records::{Account, supplement};
use base::date::Date;
use std::collections::BTreeMap;

/// The programme under which towns of the demo help at once.
pub const HELP: &str = "relief-emergency";

/// A month of each supplement, fen; several raises of one supplement are one here.
const SUPPLEMENTS: &[(u8, &str, i64)] = &[
    (supplement::SEVERE, "severe", 6_000),
    (supplement::ILL, "illness", 6_000),
    (supplement::OLD, "aged", 6_000),
    (supplement::NURSERY, "preschool", 6_000),
    (supplement::PUPIL, "student", 6_000),
    (supplement::DISABLED, "disabled", 6_000),
];

/// A right to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// Code of the programme.
    pub programme: &'static str,
    /// Number of the case.
    pub case: String,
    /// Who is paid.
    pub payee: u32,
    /// Where it is paid.
    pub account: Account,
    /// How many people it is for.
    pub persons: u8,
    /// Registered in a town.
    pub urban: bool,
    /// Village whose town sends the row.
    pub village: u16,
    /// A month without supplements, fen.
    pub amount_fen: i64,
    /// A month of each supplement, fen, by its code.
    pub supplements: Vec<(&'static str, i64)>,
    /// First day of the first month.
    pub since: Date,
}

/// Everything that is paid monthly, in the order of programmes and cases.
#[must_use]
pub fn awards(world: &World) -> Vec<Award> {
    let mut all = households(world);
    let records = &world.records;
    all.extend(records.tekun.iter().map(|row| Award {
        programme: "tekun",
        case: format!("T{:06}", row.person),
        payee: row.person,
        account: row.account,
        persons: 1,
        urban: !world.home(row.person).rural,
        village: row.village,
        amount_fen: row.amount_fen,
        supplements: match row.care_fen {
            0 => Vec::new(),
            fen => vec![("care", fen)],
        },
        since: row.since,
    }));
    all.extend(records.disability_subsidy.iter().map(|row| Award {
        programme: if row.care {
            "disability-care"
        } else {
            "disability-living"
        },
        case: format!("C{:06}", row.person),
        payee: row.person,
        account: Account::of(row.person),
        persons: 1,
        urban: !world.home(row.person).rural,
        village: row.village,
        amount_fen: row.amount_fen,
        supplements: Vec::new(),
        since: row.since,
    }));
    all.extend(records.children.iter().map(|row| Award {
        programme: if row.orphan {
            "orphan"
        } else {
            "child-unattended"
        },
        case: format!("E{:06}", row.person),
        payee: row.guardian,
        account: Account::of(row.guardian),
        persons: 1,
        urban: !world.home(row.person).rural,
        village: world.home(row.person).address.village,
        amount_fen: row.amount_fen,
        supplements: Vec::new(),
        since: row.since,
    }));
    // A person who stands twice on one roll is paid under another number there.
    let mut seen: BTreeMap<(&'static str, String), u32> = BTreeMap::new();
    for award in &mut all {
        let key = (award.programme, award.case.clone());
        let times = seen.entry(key).and_modify(|n| *n += 1).or_insert(1);
        if *times > 1 {
            award.case = format!("{}-{times}", award.case);
        }
    }
    all
}

/// Cases of the subsistence allowance: the rows of one case are one award, with what each of its
/// people brings.
fn households(world: &World) -> Vec<Award> {
    let mut cases: BTreeMap<u32, Award> = BTreeMap::new();
    for row in &world.records.dibao {
        let award = cases.entry(row.case).or_insert_with(|| Award {
            programme: "dibao",
            case: format!("D{:06}", row.case),
            payee: row.account.holder,
            account: row.account,
            persons: 0,
            urban: row.urban,
            village: row.village,
            amount_fen: row.amount_fen,
            supplements: Vec::new(),
            since: row.since,
        });
        award.persons = award.persons.saturating_add(1);
        award.since = award.since.min(row.since);
        for (bit, code, fen) in SUPPLEMENTS {
            if row.supplement & bit != 0 {
                match award
                    .supplements
                    .iter_mut()
                    .find(|(known, _)| known == code)
                {
                    Some((_, sum)) => *sum += fen,
                    None => award.supplements.push((code, *fen)),
                }
            }
        }
    }
    cases.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Options;
    use jiff::civil::date;

    #[test]
    fn every_row_of_the_rolls_is_paid_under_a_number_of_its_own() {
        let world = World::build(&Options {
            people: 3_000,
            seed: 1,
            on: date(2020, 3, 18),
        });
        let all = awards(&world);
        let numbers: std::collections::BTreeSet<(&str, &str)> =
            all.iter().map(|a| (a.programme, a.case.as_str())).collect();
        assert_eq!(numbers.len(), all.len());
        let people: u32 = all
            .iter()
            .filter(|a| a.programme == "dibao")
            .map(|a| u32::from(a.persons))
            .sum();
        assert_eq!(people as usize, world.records.dibao.len());
        assert!(all.iter().all(|a| a.amount_fen > 0 && a.persons > 0));
    }
}
