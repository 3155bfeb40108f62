//! What is wrong in the district: people on rolls who should not be, people missing who should be
//! there, and harmless look-alikes of each, so that a screen must tell them apart. Every case of a
//! roll gets one wrong at most. Who is then a finding is told by [`crate::truth`], never from here.

use super::family::Builder;
use super::person::{Poor, Relation, School};
use super::records::{
    BalanceRow, BirthRow, BusinessKind, DisasterRow, FundRow, Hold, Insurance, InsuranceRow,
    InsuranceStatus, MarriageRow, PayrollRow, PopulationRow, RelativeRow, Standing, TaxRow,
    UnemploymentRow, Use, VehicleKind, VehicleStatus, supplement,
};
use super::registers::{bill, business, custody, property, vehicle};
use super::{NOBODY, World, awards, days_before, month_before};
use crate::random::{Random, Shuffle};
use std::collections::HashSet;

mod entry;
mod rolls;

/// Draws cases of the roll without repetition.
pub(super) struct Plan {
    pub(super) random: Random,
    /// How many of each wrong.
    pub(super) each: usize,
    /// First row and number of rows of each case, in drawn order.
    cases: Vec<(usize, usize)>,
    /// People to strike from the police register.
    absent: HashSet<u32>,
    /// Rows of that register to add.
    extra: Vec<PopulationRow>,
}

impl Plan {
    fn new(world: &World) -> Self {
        let mut cases: Vec<(usize, usize)> = Vec::new();
        let mut last = 0;
        for (at, row) in world.records.dibao.iter().enumerate() {
            if row.case == last
                && let Some(case) = cases.last_mut()
            {
                case.1 += 1;
            } else {
                cases.push((at, 1));
            }
            last = row.case;
        }
        let order = Shuffle::new(cases.len().max(1), world.seed);
        let each = (cases.len() / 75).clamp(3, 150);
        let drawn = (0..cases.len())
            .filter_map(|at| cases.get(order.at(at)).copied())
            .collect();
        let random = Random::new(world.seed, &[17]);
        Self {
            random,
            each,
            cases: drawn,
            absent: HashSet::new(),
            extra: Vec::new(),
        }
    }

    /// A row of an unused case that fits; the case is used up.
    pub(super) fn row(
        &mut self,
        world: &World,
        fits: impl Fn(&World, u32) -> bool,
    ) -> Option<usize> {
        for at in 0..self.cases.len() {
            let (first, len) = self.cases[at];
            let found =
                (first..first + len).find(|row| fits(world, world.records.dibao[*row].person));
            if let Some(row) = found {
                self.cases.remove(at);
                return Some(row);
            }
        }
        None
    }

    /// Does something to the person of so many fitting rows.
    fn people(
        &mut self,
        world: &mut World,
        count: usize,
        fits: impl Fn(&World, u32) -> bool + Copy,
        mut act: impl FnMut(&mut World, &mut Plan, usize, u32),
    ) {
        for _ in 0..count {
            let Some(row) = self.row(world, fits) else {
                return;
            };
            let person = world.records.dibao[row].person;
            act(world, self, row, person);
        }
    }
}

pub(super) fn is_adult(world: &World, person: u32) -> bool {
    (20..60).contains(&world.person(person).age(world.on))
}

/// Plants every wrong.
pub(super) fn plant(world: &mut World, builder: &mut Builder) {
    let mut plan = Plan::new(world);
    dead(world, &mut plan);
    register(world, &mut plan);
    held(world, &mut plan);
    cars_and_homes(world, &mut plan);
    earners(world, &mut plan);
    savers(world, &mut plan);
    families(world, &mut plan);
    rolls::plant(world, &mut plan);
    entry::plant(world, &mut plan);
    namesakes(world, &mut plan, builder);
    kin(world, &mut plan);
    let absent = std::mem::take(&mut plan.absent);
    world
        .records
        .population
        .retain(|r| !absent.contains(&r.person));
    world.records.population.append(&mut plan.extra);
}

/// Paid after death: known to the police, or so far to the funeral home only.
fn dead(world: &mut World, plan: &mut Plan) {
    let old = |w: &World, p: u32| w.person(p).age(w.on) >= 55;
    let each = plan.each;
    plan.people(world, each * 2, old, |w, plan, _, person| {
        let days = plan.random.between(40, 330);
        awards::die(w, person, days, true, &mut plan.random);
        let date = days_before(w.on, days.saturating_sub(20));
        w.records.population[person as usize] = PopulationRow {
            person,
            standing: Standing::Dead,
            changed: Some(date),
        };
    });
    plan.people(world, each, old, |w, plan, _, person| {
        let days = plan.random.between(36, 90);
        awards::die(w, person, days, false, &mut plan.random);
    });
    // Died this month: rightly paid to its end.
    plan.people(world, each, old, |w, plan, _, person| {
        let days = plan.random.between(1, 25);
        awards::die(w, person, days, true, &mut plan.random);
    });
    let tekun: Vec<u32> = world.records.tekun.iter().map(|r| r.person).collect();
    for person in tekun.into_iter().take(each.div_ceil(2)) {
        let days = plan.random.between(40, 200);
        awards::die(world, person, days, true, &mut plan.random);
        world.records.population[person as usize].standing = Standing::Dead;
    }
}

/// Moved away, struck off, or never registered here.
fn register(world: &mut World, plan: &mut Plan) {
    let each = plan.each;
    let any = |_: &World, _: u32| true;
    plan.people(world, each, any, |w, plan, _, person| {
        let standing = if plan.random.chance(0.7) {
            Standing::MovedOut
        } else {
            Standing::Cancelled
        };
        let changed = Some(days_before(w.on, plan.random.between(40, 500)));
        w.records.population[person as usize] = PopulationRow {
            person,
            standing,
            changed,
        };
    });
    // Moved within the district: the old row says moved out, the new one stands.
    plan.people(world, each, any, |w, plan, _, person| {
        let changed = Some(days_before(w.on, plan.random.between(40, 500)));
        w.records.population[person as usize].standing = Standing::MovedOut;
        w.records.population[person as usize].changed = changed;
        plan.extra.push(PopulationRow {
            person,
            standing: Standing::Present,
            changed: None,
        });
    });
    plan.people(world, each, any, |_, plan, _, person| {
        plan.absent.insert(person);
    });
}

fn held(world: &mut World, plan: &mut Plan) {
    let each = plan.each;
    plan.people(world, each, is_adult, |w, plan, _, person| {
        let hold = if plan.random.chance(0.6) {
            Hold::Prison
        } else {
            Hold::Detox
        };
        custody(
            w,
            person,
            hold,
            plan.random.between(60, 200),
            plan.random.between(12, 48),
        );
    });
    // Released, or under supervision at home.
    plan.people(world, each, is_adult, |w, plan, _, person| {
        let free = plan.random.chance(0.5);
        let hold = if free { Hold::Prison } else { Hold::Community };
        custody(w, person, hold, 900, if free { 12 } else { 48 });
    });
}

fn cars_and_homes(world: &mut World, plan: &mut Plan) {
    let each = plan.each;
    plan.people(world, each * 2, is_adult, |w, plan, _, person| {
        let kind = if plan.random.chance(0.8) {
            VehicleKind::Car
        } else {
            VehicleKind::Truck
        };
        vehicle(w, person, kind, VehicleStatus::Valid, &mut plan.random);
    });
    plan.people(world, each, is_adult, |w, plan, _, person| {
        let kind = if plan.random.chance(0.7) {
            VehicleKind::Motorcycle
        } else {
            VehicleKind::Wheelchair
        };
        vehicle(w, person, kind, VehicleStatus::Valid, &mut plan.random);
    });
    plan.people(world, each, is_adult, |w, plan, _, person| {
        vehicle(
            w,
            person,
            VehicleKind::Car,
            VehicleStatus::Sold,
            &mut plan.random,
        );
    });
    // Two large sound homes; then two of which one is dangerous.
    for danger in ['A', 'D'] {
        plan.people(world, each, is_adult, |w, plan, _, person| {
            for grade in ['A', danger] {
                property(
                    w,
                    person,
                    Use::Home,
                    plan.random.between(1250, 1900) as u16,
                    &mut plan.random,
                );
                if let Some(row) = w.records.property.last_mut() {
                    row.danger = grade;
                }
            }
        });
    }
    for current in [true, false] {
        plan.people(world, each, is_adult, |w, plan, _, person| {
            property(
                w,
                person,
                Use::Shop,
                plan.random.between(150, 600) as u16,
                &mut plan.random,
            );
            if let Some(row) = w.records.property.last_mut() {
                row.current = current;
            }
        });
    }
}

fn earners(world: &mut World, plan: &mut Plan) {
    use BusinessKind::{Company, Cooperative, Sole};
    let each = plan.each;
    for (kind, capacity, status) in [
        (Company, "法定代表人", "存续"),
        (Sole, "经营者", "存续"),
        (Sole, "经营者", "注销"),
        (Cooperative, "成员", "存续"),
    ] {
        plan.people(world, each, is_adult, |w, plan, _, person| {
            business(w, person, kind, capacity, status, &mut plan.random);
        });
    }
    // A year's wages above the standard; two months of odd jobs below it.
    plan.people(world, each, is_adult, |w, plan, row, person| {
        let income = 600 * u32::from(w.records.dibao[row].members) + plan.random.between(200, 2500);
        for months in 1..=11 {
            let period = month_before(w.on, months);
            w.records.tax.push(TaxRow {
                person,
                period,
                item: "工资薪金",
                income: income * 12 / 11 + 1,
            });
        }
    });
    plan.people(world, each, is_adult, |w, plan, _, person| {
        for months in 2..=3 {
            let (period, income) = (month_before(w.on, months), plan.random.between(300, 900));
            w.records.tax.push(TaxRow {
                person,
                period,
                item: "劳务报酬",
                income,
            });
        }
    });
    let insured = |person, status, amount, last_paid| InsuranceRow {
        person,
        kind: Insurance::Firm,
        status,
        amount,
        last_paid,
    };
    let forget =
        |w: &mut World, person: u32| w.records.social_insurance.retain(|r| r.person != person);
    for public_post in [false, true] {
        plan.people(world, each, is_adult, |w, _, _, person| {
            forget(w, person);
            let row = insured(person, InsuranceStatus::Paying, 0, month_before(w.on, 1));
            w.records.social_insurance.push(row);
            if public_post {
                w.records.payroll.push(PayrollRow {
                    person,
                    kind: "公益性岗位",
                    amount: 1800,
                });
            }
        });
    }
    plan.people(
        world,
        each,
        |w, p| w.person(p).age(w.on) >= 58,
        |w, plan, _, person| {
            forget(w, person);
            let amount = plan.random.between(1500, 2800) as u16;
            let row = insured(
                person,
                InsuranceStatus::Drawing,
                amount,
                month_before(w.on, 1),
            );
            w.records.social_insurance.push(row);
        },
    );
    for (status, months) in [("正常", 1), ("封存", 1), ("正常", 9)] {
        plan.people(world, each, is_adult, |w, _, _, person| {
            let last_paid = month_before(w.on, months);
            w.records.provident_fund.push(FundRow {
                person,
                status,
                monthly: 520,
                last_paid,
            });
        });
    }
    plan.people(world, each, is_adult, |w, _, _, person| {
        w.records.payroll.push(PayrollRow {
            person,
            kind: "村社干部",
            amount: 2200,
        });
    });
}

/// Savings above what the rules leave, and just below.
fn savers(world: &mut World, plan: &mut Plan) {
    let each = plan.each;
    for (from, to) in [(110, 400), (60, 90)] {
        plan.people(world, each, is_adult, |w, plan, row, person| {
            let row = &w.records.dibao[row];
            let standard = if row.urban {
                awards::URBAN
            } else {
                awards::RURAL
            } as u32;
            let limit = 12 * standard * u32::from(row.members);
            let at_home: HashSet<u32> = w
                .records
                .dibao
                .iter()
                .filter(|r| r.case == row.case)
                .map(|r| r.person)
                .collect();
            let balance = limit / 100 * plan.random.between(from, to);
            w.records.balances.retain(|b| !at_home.contains(&b.person));
            let as_of = days_before(w.on, 20);
            w.records.balances.push(BalanceRow {
                person,
                kind: "定期存款",
                balance,
                as_of,
            });
        });
    }
}

/// Weddings, divorces, births and schooling that the roll does not know of; refused work.
fn families(world: &mut World, plan: &mut Plan) {
    let each = plan.each;
    let single = |w: &World, p: u32| is_adult(w, p) && w.person(p).spouse == NOBODY;
    plan.people(world, each, single, |w, plan, row, person| {
        let spouse = stranger(w, &mut plan.random);
        let date = w.records.dibao[row]
            .since
            .max(days_before(w.on, plan.random.between(20, 300)));
        for (person, spouse) in [(person, spouse), (spouse, person)] {
            w.records.marriages.push(MarriageRow {
                person,
                spouse,
                wedding: true,
                date,
            });
        }
    });
    let wed = |w: &World, p: u32| w.person(p).spouse != NOBODY && w.person(p).age(w.on) < 75;
    plan.people(world, each, wed, |w, plan, row, person| {
        let spouse = w.person(person).spouse;
        let date = days_before(w.records.dibao[row].since, plan.random.between(20, 300));
        for (person, spouse) in [(person, spouse), (spouse, person)] {
            w.records.marriages.push(MarriageRow {
                person,
                spouse,
                wedding: false,
                date,
            });
        }
    });
    let mother = |w: &World, p: u32| {
        w.person(p).sex == base::Sex::Female && (20..42).contains(&w.person(p).age(w.on))
    };
    plan.people(world, each, mother, |w, plan, _, mother| {
        let date = days_before(w.on, plan.random.between(5, 300));
        let father = w.person(mother).spouse;
        w.records.births.push(BirthRow {
            mother,
            child: NOBODY,
            date,
            father,
        });
    });
    let pupil = |w: &World, p: u32| w.person(p).school >= School::Primary;
    plan.people(world, each, pupil, |w, _, row, _| {
        w.records.dibao[row].supplement &= !supplement::PUPIL
    });
    let grown = |w: &World, p: u32| {
        (17..30).contains(&w.person(p).age(w.on)) && w.person(p).school == School::None
    };
    plan.people(world, each, grown, |w, _, row, _| {
        w.records.dibao[row].supplement = supplement::PUPIL
    });
    for refusals in [3, 4, 2] {
        plan.people(world, each, is_adult, |w, plan, _, person| {
            w.records.unemployment.retain(|r| r.person != person);
            let since = days_before(w.on, plan.random.between(100, 600));
            let row = UnemploymentRow {
                person,
                out_of_work: true,
                since,
                benefit: false,
                refusals,
            };
            w.records.unemployment.push(row);
        });
    }
}

/// An adult who has nothing to do with any roll.
pub(super) fn stranger(world: &World, random: &mut Random) -> u32 {
    loop {
        let person = random.below(world.people.len()) as u32;
        if is_adult(world, person) && !world.home(person).hardship {
            return person;
        }
    }
}

/// The dead who share name and birth date with somebody alive on the roll.
fn namesakes(world: &mut World, plan: &mut Plan, builder: &mut Builder) {
    let dead: Vec<u32> = world.records.deaths.iter().map(|d| d.person).collect();
    let on_rolls: HashSet<u32> = world
        .records
        .dibao
        .iter()
        .map(|r| r.person)
        .chain(world.records.tekun.iter().map(|r| r.person))
        .collect();
    let free: Vec<u32> = dead.into_iter().filter(|p| !on_rolls.contains(p)).collect();
    for double in free.into_iter().take(plan.each * 6) {
        let sex = world.person(double).sex;
        let year = world.person(double).birth.year();
        // Of about the same age, so that families stay possible.
        let fits = |w: &World, p: u32| {
            let other = w.person(p);
            other.sex == sex && (other.birth.year() - year).abs() <= 2
        };
        let Some(row) = plan.row(world, fits) else {
            continue;
        };
        let living = world.person(world.records.dibao[row].person).clone();
        let id = builder.number(&mut plan.random, living.birth, sex, true);
        let person = &mut world.people[double as usize];
        (person.name, person.birth, person.id) = (living.name, living.birth, id);
    }
}

/// Parents of officials on the roll: undeclared, declared but never visited, declared and visited.
fn kin(world: &mut World, plan: &mut Plan) {
    let officials: Vec<u32> = world.records.officials.iter().map(|o| o.person).collect();
    let mut done = 0;
    for official in officials {
        let home = world.home(official).clone();
        let parent = home
            .members()
            .find(|p| world.person(*p).relation == Relation::Parent);
        let Some(parent) = parent.filter(|p| *p != official && done < plan.each * 3) else {
            continue;
        };
        let facts = &mut world.people[parent as usize];
        (facts.support, facts.earnings, facts.pension, facts.wage) = (0, 0, 120, 0);
        let since = month_before(world.on, plan.random.between(3, 40));
        if awards::case(world, &[parent], since, &mut plan.random).is_none() {
            continue;
        }
        done += 1;
        if done % 3 > 0 {
            let checked =
                (done % 3 == 1).then(|| days_before(world.on, plan.random.between(10, 300)));
            let registered = since;
            let row = RelativeRow {
                person: parent,
                official,
                relation: "父母",
                registered,
                checked,
            };
            world.records.relatives.push(row);
        }
    }
}

/// Marks a household as poor.
pub(super) fn mark(world: &mut World, person: u32, poor: Poor) {
    let household = world.person(person).household as usize;
    world.households[household].poor = poor;
}

/// Everyone who is on none of the big rolls, in drawn order.
pub(super) fn outsiders(world: &World, random: &mut Random) -> Vec<u32> {
    let records = &world.records;
    let homes: HashSet<u32> = records
        .dibao
        .iter()
        .map(|r| r.person)
        .chain(records.tekun.iter().map(|r| r.person))
        .chain(records.temporary.iter().map(|r| r.person))
        .map(|p| world.person(p).household)
        .collect();
    let order = Shuffle::new(world.people.len(), random.bits());
    (0..world.people.len())
        .map(|at| order.at(at) as u32)
        .filter(|p| !homes.contains(&world.person(*p).household))
        .collect()
}

pub(super) fn big_bill(world: &mut World, person: u32, days: u32, random: &mut Random) {
    let paid = random.between(21_000, 70_000);
    bill(world, person, paid, days, random);
}

pub(super) fn disaster(world: &mut World, person: u32, damage: &'static str, days: u32) {
    let date = days_before(world.on, days);
    world.records.disasters.push(DisasterRow {
        person,
        date,
        kind: "洪涝",
        damage,
    });
}
