//! What would be found of a member: kinship, health, schooling, work and every kind of income.
//! Start at [`all`].

use super::means::{Means, Registers};
use crate::random::Random;
use crate::world::person::{Care, Illness, Person, Relation, School, Work};
use crate::world::records::Hold;
use crate::world::{NOBODY, World};
use base::date::Date;

/// Someone who by law owes a person support.
pub(super) struct Obligor {
    pub(super) who: &'static str,
    pub(super) age: u8,
    pub(super) income_year: u32,
    pub(super) modest: bool,
}

/// A member as a check would find them; amounts in yuan.
pub(super) struct Member {
    pub(super) person: u32,
    /// Place in the household, from 1.
    pub(super) number: usize,
    pub(super) birth: Date,
    pub(super) relation: &'static str,
    pub(super) independent: bool,
    pub(super) away: Option<&'static str>,
    pub(super) away_since: Option<Date>,
    pub(super) disability: Option<(&'static str, u8)>,
    pub(super) gravely_ill: bool,
    pub(super) bedridden_months: u8,
    pub(super) labour: &'static str,
    pub(super) jobless: bool,
    pub(super) school: &'static str,
    pub(super) refusals: u8,
    /// Of six everyday acts, how many are done unaided.
    pub(super) unaided: u8,
    pub(super) in_home: bool,
    /// The father's and the mother's situation, where it matters.
    pub(super) parents: Option<[&'static str; 2]>,
    pub(super) obligor: Option<Obligor>,
    pub(super) wage: u32,
    pub(super) business: u32,
    pub(super) farm_year: u32,
    pub(super) pension: u32,
    pub(super) basic_pension: u32,
    pub(super) maintenance: u32,
    pub(super) care_spending: u32,
    pub(super) needs_device: bool,
    pub(super) needs_surgery: bool,
    pub(super) honoured: bool,
}

/// The members of a household in their order.
pub(super) fn all(world: &World, registers: &Registers<'_>, means: &Means) -> Vec<Member> {
    let household = &world.households[means.home];
    let members = household.members().enumerate();
    members
        .map(|(place, person)| one(world, registers, means, (place, person)))
        .collect()
}

fn one(
    world: &World,
    registers: &Registers<'_>,
    means: &Means,
    (place, at): (usize, u32),
) -> Member {
    let person = world.person(at);
    let mut random = Random::new(world.seed, &[10, u64::from(at)]);
    let age = person.age(world.on);
    let disability = registers.certificates.get(&at).map(|(category, grade)| {
        let kind = match category {
            1 => "visual",
            2 => "hearing",
            3 => "speech",
            4 => "physical",
            5 => "intellectual",
            6 => "mental",
            _ => "multiple",
        };
        (kind, *grade)
    });
    let held = registers.custody.get(&at);
    let earns = person.work == Work::Business;
    let own_pension = person.work == Work::Retired;
    let support = f64::from(person.support) * means.support_share;
    let pension = u32::from(person.pension);
    let unaided = match person.care {
        Care::Able => 6,
        Care::Half => random.between(3, 5) as u8,
        Care::Unable => random.between(0, 2) as u8,
    };
    let lost = person.is_severely_disabled() || unaided < 3;
    Member {
        person: at,
        number: place + 1,
        birth: person.birth,
        relation: match person.relation {
            Relation::Head => "self",
            Relation::Spouse => "spouse",
            Relation::Child => "child",
            Relation::Parent => "parent",
            Relation::Grandchild => "grandchild",
        },
        independent: person.relation == Relation::Child
            && age >= 18
            && matches!(person.work, Work::Firm | Work::Public | Work::Business),
        away: held.and_then(|row| match row.hold {
            Hold::Prison => Some("prison"),
            Hold::Detox => Some("detox"),
            Hold::Community => None,
        }),
        away_since: held.map(|row| row.from),
        disability,
        gravely_ill: person.illness == Illness::Serious,
        bedridden_months: if person.care == Care::Unable {
            random.between(1, 30) as u8
        } else {
            0
        },
        labour: match age {
            ..16 | 70.. => "lost",
            _ if lost => "lost",
            60.. => "partial",
            _ if disability.is_some() || person.illness == Illness::Serious => "partial",
            _ => "able",
        },
        jobless: person.work == Work::Jobless,
        school: school(person.school),
        refusals: registers.refusals.get(&at).copied().unwrap_or(0),
        unaided,
        in_home: random.chance(0.35),
        parents: parents(person, &mut random, i64::from(age)),
        obligor: obligor(world, means, at, &mut random),
        wage: u32::from(person.wage),
        business: if earns { u32::from(person.earnings) } else { 0 },
        farm_year: if earns {
            0
        } else {
            u32::from(person.earnings) * 12
        },
        pension: if own_pension { pension } else { 0 },
        basic_pension: if own_pension { 0 } else { pension },
        maintenance: support as u32 + means.help,
        care_spending: if lost && random.chance(0.4) {
            random.between(30, 300)
        } else {
            0
        },
        needs_device: disability.is_some() && random.chance(0.12),
        needs_surgery: disability.is_some() && random.chance(0.03),
        honoured: age > 60 && random.chance(0.004),
    }
}

fn school(school: School) -> &'static str {
    match school {
        School::None => "none",
        School::Nursery => "kindergarten",
        School::Primary | School::Junior => "compulsory",
        School::Senior => "senior",
        School::Vocational => "vocational",
        School::University => "college",
    }
}

/// What became of the parents of children whom grandparents raise.
fn parents(person: &Person, random: &mut Random, age: i64) -> Option<[&'static str; 2]> {
    if person.relation != Relation::Grandchild || age >= 18 {
        return None;
    }
    let situations = match random.below(100) {
        0..8 => ["dead", "dead"],
        8..14 => ["dead", "lost"],
        14..20 => ["prison", "lost"],
        20..24 => ["ill", "dead"],
        24..28 => ["unknown", "unknown"],
        _ => return None,
    };
    Some(situations)
}

/// The person whom support would first be asked of; nobody where there is none.
fn obligor(world: &World, means: &Means, at: u32, random: &mut Random) -> Option<Obligor> {
    let person = world.person(at);
    let household = &world.households[means.home];
    let of = |who, other: u32| {
        let other = world.person(other);
        Obligor {
            who,
            age: other.age(world.on).clamp(0, 120) as u8,
            income_year: other.income() * 12,
            modest: means.modest,
        }
    };
    if person.spouse != NOBODY {
        return Some(of("spouse", person.spouse));
    }
    let mut relatives = household.members().filter(|other| *other != at);
    if let Some(other) = relatives.next() {
        let who = match world.person(other).relation {
            Relation::Child => "child",
            Relation::Grandchild => "grandchild",
            _ if person.relation == Relation::Parent => "child",
            _ => "parent",
        };
        return Some(of(who, other));
    }
    let alone = crate::world::is_alone_in_the_world(world, means.home as u32);
    (!alone).then(|| Obligor {
        who: "child",
        age: (person.age(world.on) - 26).clamp(18, 70) as u8,
        income_year: random.between(9_000, 60_000),
        modest: random.chance(0.3),
    })
}
