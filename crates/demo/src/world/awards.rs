//! Who is helped, rightly: the rolls as they would be if everyone had done their work, but for the
//! few who were never reached. Amounts are those in force in spring 2020.

use super::life::is_alone_in_the_world;
use super::person::{Care, Illness, Poor, Relation, School};
use super::records::{
    Account, ApplicantRow, BalanceRow, ChildRow, CremationRow, DeathRow, Decision, DibaoRow,
    ElderRow, OtherRow, PoorRow, PopulationRow, Standing, SubsidyRow, TekunRow, TemporaryRow,
    supplement,
};
use super::{NOBODY, World, days_before, month_before};
use crate::random::Random;
use base::date::Date;
use std::collections::{HashMap, HashSet};

/// Standards, yuan a month.
pub(super) const URBAN: i64 = 580;
pub(super) const RURAL: i64 = 440;
const TEKUN: i64 = 754;
const CHILD: i64 = 1204;

/// Of those who qualify, so many were never reached.
const MISSED: f64 = 0.04;

/// Puts people on the rolls.
pub(super) fn grant(world: &mut World) {
    deaths(world);
    let dead: HashSet<u32> = world.records.deaths.iter().map(|d| d.person).collect();
    let held: HashSet<u32> = world.records.custody.iter().map(|c| c.person).collect();
    for person in 0..world.people.len() as u32 {
        let death = dead.contains(&person);
        let standing = if death {
            Standing::Dead
        } else {
            Standing::Present
        };
        world.records.population.push(PopulationRow {
            person,
            standing,
            changed: None,
        });
    }
    // Whoever died this month was still paid for it, rightly.
    let month = world.on.first_of_month();
    let gone: HashSet<u32> = world
        .records
        .deaths
        .iter()
        .filter(|d| d.date < month)
        .map(|d| d.person)
        .collect();
    for household in 0..world.households.len() as u32 {
        let mut random = Random::new(world.seed, &[8, u64::from(household)]);
        poor(world, household, &mut random);
        let needy = world.households[household as usize].hardship;
        let alone = is_alone_in_the_world(world, household);
        if alone {
            tekun(world, household, &gone, &mut random);
        } else if needy {
            let away: HashSet<u32> = gone.union(&held).copied().collect();
            dibao(world, household, &away, &mut random);
        }
        children(world, household, &gone, &mut random);
    }
    elders(world);
    subsidies(world, &gone);
    temporary(world);
    applications(world);
    elsewhere(world);
    balances(world);
}

/// Deaths of the last year.
fn deaths(world: &mut World) {
    let mut random = Random::new(world.seed, &[9]);
    for person in 0..world.people.len() as u32 {
        let age = f64::from(world.person(person).age(world.on));
        let chance = if age < 60.0 {
            0.0006
        } else {
            0.004 + (age - 60.0) * (age - 60.0) * 0.0001
        };
        if random.chance(chance) {
            let days = random.between(0, 365);
            die(world, person, days, true, &mut random);
        }
    }
}

/// A death so many days ago, cremated or not, known to the police unless it is recent.
pub(super) fn die(world: &mut World, person: u32, days: u32, police: bool, random: &mut Random) {
    let date = days_before(world.on, days);
    if police {
        let later = random.between(2, 40).min(days);
        let cancelled = Some(days_before(world.on, days - later));
        world.records.deaths.push(DeathRow {
            person,
            date,
            cancelled,
        });
    }
    if !police || random.chance(0.55) {
        let burnt = days_before(world.on, days.saturating_sub(random.between(1, 3)));
        world.records.cremations.push(CremationRow {
            person,
            died: date,
            date: burnt,
        });
    }
}

fn poor(world: &mut World, household: u32, random: &mut Random) {
    let home = &mut world.households[household as usize];
    if !home.rural {
        return;
    }
    let draw = random.below(1000);
    home.poor = match (home.hardship, draw) {
        (true, 0..60) => Poor::Unlifted,
        (true, 60..400) | (false, 0..45) => Poor::Lifted,
        (true, 400..470) | (false, 45..48) => Poor::LiftedUnstable,
        (true, 470..520) | (false, 48..51) => Poor::Edge,
        _ => Poor::No,
    };
}

fn tekun(world: &mut World, household: u32, gone: &HashSet<u32>, random: &mut Random) {
    let person = world.households[household as usize].first;
    let facts = world.person(person);
    let old = facts.age(world.on) >= 60;
    let mind = facts
        .disability
        .is_some_and(|d| d.is_of_the_mind() && d.grade <= 2);
    let unable = old || mind || facts.disability.is_some_and(|d| d.grade == 1);
    if !unable
        || facts.wage > 0
        || facts.pension > 300
        || gone.contains(&person)
        || random.chance(MISSED)
    {
        return;
    }
    let care = facts.care;
    let row = TekunRow {
        person,
        centralised: random.chance(if care == Care::Able { 0.12 } else { 0.4 }),
        care,
        amount_fen: TEKUN * 100,
        care_fen: care_amount(care),
        since: month_before(world.on, random.between(1, 140)),
        account: Account::of(person),
        village: world.home(person).address.village,
    };
    let facts = &mut world.people[person as usize];
    (facts.support, facts.earnings) = (0, 0);
    world.records.tekun.push(row);
}

pub(super) fn care_amount(care: Care) -> i64 {
    match care {
        Care::Able => 0,
        Care::Half => 20_000,
        Care::Unable => 30_000,
    }
}

fn dibao(world: &mut World, household: u32, away: &HashSet<u32>, random: &mut Random) {
    let home = &world.households[household as usize];
    let members: Vec<u32> = home.members().filter(|p| !away.contains(p)).collect();
    let must = home.poor == Poor::Unlifted;
    if members.is_empty() || (!must && random.chance(MISSED)) {
        return;
    }
    let since = month_before(world.on, random.between(0, 96));
    case(world, &members, since, random);
}

/// Grants a case to some people of a household if their income is below the standard.
pub(super) fn case(
    world: &mut World,
    members: &[u32],
    since: Date,
    random: &mut Random,
) -> Option<u32> {
    let head = *members.first()?;
    let home = world.home(head);
    let (urban, village, size) = (!home.rural, home.address.village, home.size);
    let standard = if urban { URBAN } else { RURAL };
    let income: i64 = members
        .iter()
        .map(|p| i64::from(world.person(*p).income()))
        .sum();
    let grant = standard * members.len() as i64 - income;
    if grant <= 0 {
        return None;
    }
    let case = world.records.dibao.last().map_or(1, |row| row.case + 1);
    let holder = members
        .iter()
        .copied()
        .find(|p| world.person(*p).age(world.on) >= 18)
        .unwrap_or(head);
    let shown = random.chance(0.7);
    for person in members {
        world.records.dibao.push(DibaoRow {
            person: *person,
            case,
            head,
            urban,
            members: members.len() as u8,
            size,
            amount_fen: grant * 100,
            supplement: supplements(world, *person),
            since: since.max(world.person(*person).birth),
            account: Account::of(holder),
            account_name: if shown { holder } else { NOBODY },
            agreement: None,
            id_of: NOBODY,
            village,
        });
    }
    Some(case)
}

/// The supplements a person is owed: the best one of age, school and health, and one for the
/// disabled besides.
fn supplements(world: &World, person: u32) -> u8 {
    let facts = world.person(person);
    let certified = world
        .records
        .disabled
        .binary_search_by_key(&person, |c| c.person);
    let certificate = certified
        .ok()
        .map(|at| &world.records.disabled[at])
        .filter(|c| c.is_valid(world.on));
    let best = if facts.school > School::Nursery {
        supplement::PUPIL
    } else if facts.age(world.on) < 7 {
        supplement::NURSERY
    } else if certificate.is_some_and(|c| c.grade <= 2) {
        supplement::SEVERE
    } else if facts.illness == Illness::Serious {
        supplement::ILL
    } else if facts.age(world.on) >= 70 {
        supplement::OLD
    } else {
        0
    };
    best | if certificate.is_some() {
        supplement::DISABLED
    } else {
        0
    }
}

/// Grandchildren without parents in the house: some are orphans, some unsupported.
fn children(world: &mut World, household: u32, gone: &HashSet<u32>, random: &mut Random) {
    let home = world.households[household as usize].clone();
    for person in home.members() {
        let facts = world.person(person);
        let fits = facts.relation == Relation::Grandchild && facts.age(world.on) < 18;
        if !fits || gone.contains(&person) || !random.chance(0.5) {
            continue;
        }
        let orphan = random.chance(0.3);
        let paid = world
            .records
            .dibao
            .iter()
            .rev()
            .take(8)
            .find(|r| r.person == person);
        let share = paid.map(|r| r.amount_fen / i64::from(r.members.max(1)));
        let full = orphan || share.is_none();
        let amount_fen = CHILD * 100 - if full { 0 } else { share.unwrap_or(0) };
        let since = month_before(world.on, random.between(1, 40)).max(facts.birth);
        world.records.children.push(ChildRow {
            person,
            orphan,
            full,
            amount_fen,
            guardian: home.first,
            since,
        });
    }
}

fn elders(world: &mut World) {
    let mut random = Random::new(world.seed, &[10]);
    let rows: Vec<u32> = world.records.dibao.iter().map(|r| r.person).collect();
    for person in rows {
        let facts = world.person(person);
        let age = facts.age(world.on);
        let severe = facts
            .disability
            .is_some_and(|d| d.is_severe() && matches!(d.category, 1 | 4..=6));
        let certified = world
            .records
            .disabled
            .binary_search_by_key(&person, |c| c.person)
            .is_ok();
        let unable = (severe && certified) || facts.care == Care::Unable;
        if age < 60 || (age < 80 && !unable) || random.chance(MISSED) {
            continue;
        }
        let since = month_before(world.on, random.between(0, 40));
        world.records.elderly_subsidy.push(ElderRow {
            person,
            unable,
            since,
        });
    }
}

/// The two subsidies of the disabled.
fn subsidies(world: &mut World, gone: &HashSet<u32>) {
    let mut random = Random::new(world.seed, &[11]);
    let set = |rows: &mut dyn Iterator<Item = u32>| rows.collect::<HashSet<u32>>();
    let records = &world.records;
    let on_dibao = set(&mut records.dibao.iter().map(|r| r.person));
    let on_tekun = set(&mut records.tekun.iter().map(|r| r.person));
    let unable = set(&mut records
        .elderly_subsidy
        .iter()
        .filter(|r| r.unable)
        .map(|r| r.person));
    let kept = records.children.iter().filter(|r| r.full).map(|r| r.person);
    let children: HashSet<u32> = kept.collect();
    let mut rows = Vec::new();
    for certificate in &world.records.disabled {
        let person = certificate.person;
        if !certificate.is_valid(world.on) || on_tekun.contains(&person) || gone.contains(&person) {
            continue;
        }
        let row = |care, amount: i64, random: &mut Random| SubsidyRow {
            person,
            care,
            category: certificate.category,
            grade: certificate.grade,
            amount_fen: amount * 100,
            since: month_before(world.on, random.between(0, 50)).max(certificate.issued),
            wrong_certificate: false,
            village: world.home(person).address.village,
        };
        let living = on_dibao.contains(&person) && !children.contains(&person);
        if living && !random.chance(MISSED) {
            rows.push(row(false, 70, &mut random));
        }
        if certificate.grade <= 2 && !unable.contains(&person) && !random.chance(MISSED) {
            rows.push(row(
                true,
                if certificate.grade == 1 { 80 } else { 70 },
                &mut random,
            ));
        }
    }
    world.records.disability_subsidy = rows;
}

fn temporary(world: &mut World) {
    const CAUSES: [&str; 6] = [
        "家庭成员突患重大疾病",
        "交通事故",
        "火灾",
        "子女就学费用高",
        "疫情影响务工收入中断",
        "意外伤害",
    ];
    let mut random = Random::new(world.seed, &[12]);
    for home in &world.households {
        if !random.chance(if home.hardship { 0.16 } else { 0.004 }) {
            continue;
        }
        world.records.temporary.push(TemporaryRow {
            person: home.first,
            emergency: random.chance(0.45),
            cause: CAUSES[random.below(CAUSES.len())],
            amount_fen: i64::from(random.between(2, 30)) * 20_000,
            date: days_before(world.on, random.between(3, 520)),
        });
    }
}

/// Applications of the last months: those granted since, those refused, those pending.
fn applications(world: &mut World) {
    let mut random = Random::new(world.seed, &[13]);
    let mut case = 0;
    let year_ago = month_before(world.on, 14);
    let mut last = 0;
    let granted: Vec<DibaoRow> = world
        .records
        .dibao
        .iter()
        .filter(|r| r.since >= year_ago)
        .cloned()
        .collect();
    for row in &granted {
        if row.case != last {
            (last, case) = (row.case, case + 1);
        }
        let decided = row
            .since
            .checked_add(jiff::Span::new().days(9))
            .unwrap_or(row.since)
            .min(world.on);
        world.records.applicants.push(ApplicantRow {
            person: row.person,
            case,
            head: row.head,
            urban: row.urban,
            members: row.members,
            applied: days_before(decided, 38),
            decision: Decision::Granted,
            decided: Some(decided),
        });
    }
    let served: HashSet<u32> = world
        .records
        .dibao
        .iter()
        .map(|r| r.person)
        .chain(world.records.tekun.iter().map(|r| r.person))
        .collect();
    for household in 0..world.households.len() as u32 {
        let home = world.households[household as usize].clone();
        let chance = if home.hardship { 0.2 } else { 0.008 };
        if served.contains(&home.first) || !random.chance(chance) {
            continue;
        }
        case += 1;
        let pending = random.chance(0.35);
        let days = random.between(if pending { 3 } else { 45 }, if pending { 40 } else { 500 });
        let applied = days_before(world.on, days);
        for person in home.members() {
            world.records.applicants.push(ApplicantRow {
                person,
                case,
                head: home.first,
                urban: !home.rural,
                members: home.size,
                applied,
                decision: if pending {
                    Decision::Pending
                } else {
                    Decision::Refused
                },
                decided: (!pending).then(|| days_before(world.on, days - 40)),
            });
        }
    }
}

/// Ended awards of other districts: people who moved here.
fn elsewhere(world: &mut World) {
    let mut random = Random::new(world.seed, &[14]);
    let people: Vec<u32> = world.records.dibao.iter().map(|r| r.person).collect();
    for person in people {
        if random.chance(0.01) {
            let until = Some(days_before(world.on, random.between(40, 1500)));
            let row = other(world, person, 0, until, &mut random);
            world.records.other_rolls.push(row);
        }
    }
    // And people of the same rolls who have nothing to do with this district's.
    for _ in 0..world.people.len() / 400 {
        let person = random.below(world.people.len()) as u32;
        if world.home(person).hardship || world.person(person).disability.is_some() {
            continue;
        }
        let row = other(world, person, random.below(4) as u8, None, &mut random);
        world.records.other_rolls.push(row);
    }
}

pub(super) fn other(
    world: &World,
    person: u32,
    programme: u8,
    until: Option<Date>,
    random: &mut Random,
) -> OtherRow {
    const DISTRICTS: [&str; 6] = ["永川区", "大足区", "江津区", "铜梁区", "璧山区", "沙坪坝区"];
    OtherRow {
        person,
        district: DISTRICTS[random.below(DISTRICTS.len())],
        programme,
        since: month_before(world.on, random.between(50, 100)),
        until,
        amount_fen: i64::from(random.between(50, 600)) * 100,
    }
}

/// Banks answer for whoever authorised the question.
fn balances(world: &mut World) {
    let mut random = Random::new(world.seed, &[15]);
    let records = &world.records;
    let asked: std::collections::BTreeSet<u32> = records
        .dibao
        .iter()
        .map(|r| r.person)
        .chain(records.tekun.iter().map(|r| r.person))
        .chain(records.applicants.iter().map(|r| r.person))
        .collect();
    for person in asked {
        if world.person(person).age(world.on) < 16 {
            continue;
        }
        for _ in 0..random.below(3) {
            let balance = if world.home(person).hardship {
                random.between(0, 1200)
            } else {
                random.between(100, 9000)
            };
            let as_of = days_before(world.on, random.between(5, 60));
            world.records.balances.push(BalanceRow {
                person,
                kind: "存款",
                balance,
                as_of,
            });
        }
    }
}

/// The register of poor households, after all standings are known.
pub(super) fn registered_poor(world: &mut World) {
    let month = world.on.first_of_month();
    let dead = world.records.deaths.iter().filter(|d| d.date < month);
    let gone: HashSet<u32> = dead.map(|d| d.person).collect();
    const CAUSES: [&str; 6] = ["因病", "因残", "因学", "缺劳力", "缺技术", "因灾"];
    let mut random = Random::new(world.seed, &[16]);
    for home in world.households.iter().filter(|h| h.poor != Poor::No) {
        let cause = CAUSES[random.below(CAUSES.len())];
        let income: u32 = home
            .members()
            .map(|p| world.people[p as usize].income())
            .sum();
        for person in home.members().filter(|p| !gone.contains(p)) {
            let facts = &world.people[person as usize];
            let health = match (facts.illness, facts.disability) {
                (Illness::Serious, _) => "患有大病",
                (_, Some(_)) => "残疾",
                (Illness::Chronic, _) => "长期慢性病",
                _ => "健康",
            };
            let income = income * 12 / u32::from(home.size.max(1));
            world.records.registered_poor.push(PoorRow {
                person,
                cause,
                health,
                income,
            });
        }
    }
}

/// Puts every ledger in the order in which its bureau keeps it.
pub(super) fn arrange(world: &mut World) {
    let village: Vec<u16> = world
        .people
        .iter()
        .map(|p| world.households[p.household as usize].address.village)
        .collect();
    let of = |person: u32| village[person as usize];
    let records = &mut world.records;
    records.dibao.sort_by_key(|r| (r.village, r.case));
    records.tekun.sort_by_key(|r| (r.village, r.person));
    records.temporary.sort_by_key(|r| r.date);
    records
        .disability_subsidy
        .sort_by_key(|r| (r.village, r.person, r.care));
    records
        .elderly_subsidy
        .sort_by_key(|r| (of(r.person), r.person));
    records.children.sort_by_key(|r| (of(r.person), r.person));
    records.applicants.sort_by_key(|r| (r.applied, r.case));
    records.disabled.sort_by_key(|r| (of(r.person), r.person));
    records.deaths.sort_by_key(|r| r.cancelled);
    records.cremations.sort_by_key(|r| r.date);
    records.custody.sort_by_key(|r| r.from);
    records.medical_bills.sort_by_key(|r| r.date);
    records.births.sort_by_key(|r| r.date);
    records.marriages.sort_by_key(|r| (r.date, r.wedding));
    records.disasters.sort_by_key(|r| r.date);
    records
        .registered_poor
        .sort_by_key(|r| (of(r.person), r.person));
    let keys: HashMap<u32, u32> = records.dibao.iter().fold(HashMap::new(), |mut keys, row| {
        let next = keys.len() as u32 + 1;
        keys.entry(row.case).or_insert(next);
        keys
    });
    for row in &mut records.dibao {
        row.case = keys.get(&row.case).copied().unwrap_or(row.case);
    }
}
