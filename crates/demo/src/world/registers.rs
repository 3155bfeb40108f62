//! What other departments know of everyone: cars, homes, firms, pensions, schooling, bills. Honest
//! facts only; wrongs are planted later by [`super::faults`].

use super::person::{Illness, Marital, Person, School, Work};
use super::records::{
    BillRow, BirthRow, BusinessKind, BusinessRow, CertificateRow, CertificateStatus, CustodyRow,
    FundRow, Hold, Insurance, InsuranceRow, InsuranceStatus, MarriageRow, PayrollRow, PropertyRow,
    StudentRow, TaxRow, UnemploymentRow, Use, VehicleKind, VehicleRow, VehicleStatus,
};
use super::{NOBODY, World, days_before, month_before};
use crate::random::Random;
use base::Sex;

mod office;

pub(super) use office::disasters;

/// Fills the registers with everyone's facts, household by household.
pub(super) fn fill(world: &mut World) {
    for household in 0..world.households.len() as u32 {
        let mut random = Random::new(world.seed, &[4, u64::from(household)]);
        let home = world.households[household as usize].clone();
        for person in home.members() {
            let facts = world.people[person as usize].clone();
            certificate(world, person, &facts, &mut random);
            pay(world, person, &facts, &mut random);
            insurance(world, person, &facts, &mut random);
            schooling(world, person, &facts, &mut random);
            trouble(world, person, &facts, home.hardship, &mut random);
        }
        wealth(world, &home, &mut random);
        wedding(world, &home, &mut random);
        births(world, &home);
    }
    divorces(world);
    office::officials(world);
}

fn certificate(world: &mut World, person: u32, facts: &Person, random: &mut Random) {
    let Some(disability) = facts.disability.filter(|_| random.chance(0.88)) else {
        return;
    };
    let age = facts.age(world.on);
    let years = random.between(0, 9).min(age.max(0) as u32);
    let issued = days_before(world.on, years * 365 + random.between(1, 360));
    let issued = if issued < facts.birth {
        world.on
    } else {
        issued
    };
    let ends = issued.checked_add(jiff::Span::new().years(10)).ok();
    let status = match random.below(1000) {
        0..12 => CertificateStatus::Cancelled,
        12..16 => CertificateStatus::Frozen,
        16..20 => CertificateStatus::MovedOut,
        _ => CertificateStatus::Valid,
    };
    world.records.disabled.push(CertificateRow {
        person,
        category: disability.category,
        grade: disability.grade,
        issued,
        valid_to: ends.filter(|_| !random.chance(0.1)),
        status,
        wrong_number: false,
    });
}

fn pay(world: &mut World, person: u32, facts: &Person, random: &mut Random) {
    let last = month_before(world.on, 1);
    let salaried = matches!(facts.work, Work::Firm | Work::Public);
    if salaried && facts.wage >= 3000 && random.chance(0.8) {
        let income = u32::from(facts.wage);
        world.records.tax.push(TaxRow {
            person,
            period: last,
            item: "工资薪金",
            income,
        });
    }
    let fund = match facts.work {
        Work::Public => 0.95,
        Work::Firm => 0.35,
        _ => 0.0,
    };
    if random.chance(fund) {
        let monthly = facts.wage / 100 * 16;
        world.records.provident_fund.push(FundRow {
            person,
            status: "正常",
            monthly,
            last_paid: last,
        });
    } else if facts.work == Work::Casual && random.chance(0.03) {
        let ended = month_before(world.on, random.between(6, 60));
        world.records.provident_fund.push(FundRow {
            person,
            status: "封存",
            monthly: 300,
            last_paid: ended,
        });
    }
    if facts.work == Work::Public {
        let kind = if random.chance(0.3) {
            "公务员"
        } else {
            "事业人员"
        };
        world.records.payroll.push(PayrollRow {
            person,
            kind,
            amount: facts.wage,
        });
    }
    if facts.work == Work::Business {
        let (kind, capacity) = match random.below(10) {
            0..2 => (BusinessKind::Company, "法定代表人"),
            2..3 => (BusinessKind::Company, "股东"),
            _ => (BusinessKind::Sole, "经营者"),
        };
        business(world, person, kind, capacity, "存续", random);
    } else if facts.age(world.on) > 25 && random.chance(0.02) {
        // Closed long ago, or a member of a farmers' cooperative.
        if random.chance(0.6) {
            let status = if random.chance(0.7) {
                "注销"
            } else {
                "吊销"
            };
            business(world, person, BusinessKind::Sole, "经营者", status, random);
        } else if facts.work == Work::Farm {
            business(
                world,
                person,
                BusinessKind::Cooperative,
                "成员",
                "存续",
                random,
            );
        }
    }
}

pub(super) fn business(
    world: &mut World,
    person: u32,
    kind: BusinessKind,
    capacity: &'static str,
    status: &'static str,
    random: &mut Random,
) {
    let capital = match kind {
        BusinessKind::Company => random.between(1, 20) * 50_000,
        BusinessKind::Sole => random.between(1, 10) * 5_000,
        BusinessKind::Cooperative => random.between(1, 10) * 500,
    };
    let registered = days_before(world.on, random.between(200, 4500));
    world.records.businesses.push(BusinessRow {
        person,
        kind,
        capacity,
        status,
        capital,
        registered,
    });
}

fn insurance(world: &mut World, person: u32, facts: &Person, random: &mut Random) {
    let last_paid = month_before(world.on, 1);
    let age = facts.age(world.on);
    let row = |kind, status, amount, last_paid| InsuranceRow {
        person,
        kind,
        status,
        amount,
        last_paid,
    };
    let found = match facts.work {
        Work::Retired => {
            let kind = if random.chance(0.2) {
                Insurance::Public
            } else {
                Insurance::Firm
            };
            row(kind, InsuranceStatus::Drawing, facts.pension, last_paid)
        }
        Work::Firm if random.chance(0.85) => {
            row(Insurance::Firm, InsuranceStatus::Paying, 0, last_paid)
        }
        Work::Public => row(Insurance::Public, InsuranceStatus::Paying, 0, last_paid),
        Work::Casual if random.chance(0.08) => {
            let ended = month_before(world.on, random.between(4, 90));
            row(Insurance::Firm, InsuranceStatus::Stopped, 0, ended)
        }
        _ if age >= 60 && facts.pension > 0 => row(
            Insurance::Resident,
            InsuranceStatus::Drawing,
            facts.pension,
            last_paid,
        ),
        _ if (18..60).contains(&age) && facts.school == School::None && random.chance(0.55) => row(
            Insurance::Resident,
            InsuranceStatus::Paying,
            0,
            month_before(world.on, 4),
        ),
        _ => return,
    };
    world.records.social_insurance.push(found);
}

fn schooling(world: &mut World, person: u32, facts: &Person, random: &mut Random) {
    let years_left = match facts.school {
        School::None | School::Nursery => {
            let age = facts.age(world.on);
            if (18..=22).contains(&age) && random.chance(0.5) {
                let left = days_before(world.on, random.between(300, 1400));
                world.records.students.push(StudentRow {
                    person,
                    status: "毕业",
                    leaves: left,
                });
            }
            return;
        }
        School::Primary => 12 - facts.age(world.on),
        School::Junior => 15 - facts.age(world.on),
        School::Senior | School::Vocational => (18 - facts.age(world.on)).max(1),
        School::University => (22 - facts.age(world.on)).max(1),
    };
    let year = world.on.year() + years_left.max(1) - 1;
    let leaves = base::date::Date::new(year, 7, 10).unwrap_or(world.on);
    let leaves = if leaves < world.on {
        leaves.with().year(year + 1).build().unwrap_or(leaves)
    } else {
        leaves
    };
    world.records.students.push(StudentRow {
        person,
        status: "在读",
        leaves,
    });
}

/// Illness, loss of work, custody.
fn trouble(world: &mut World, person: u32, facts: &Person, hardship: bool, random: &mut Random) {
    let age = facts.age(world.on);
    let ill = match facts.illness {
        Illness::Serious => 0.75,
        Illness::Chronic => 0.08,
        Illness::None => 0.01,
    };
    if random.chance(ill) {
        let bills = if facts.illness == Illness::Serious {
            1 + random.below(3)
        } else {
            1
        };
        for _ in 0..bills {
            let self_paid = match facts.illness {
                Illness::Serious if random.chance(0.12) => random.between(15_000, 60_000),
                Illness::Serious => random.between(1_500, 8_000),
                _ => random.between(200, 3_000),
            };
            bill(world, person, self_paid, random.between(5, 640), random);
        }
    }
    if facts.work == Work::Jobless && random.chance(0.5) {
        let since = days_before(world.on, random.between(20, 700));
        let benefit = random.chance(if hardship { 0.05 } else { 0.35 });
        let refusals = if random.chance(0.15) {
            random.between(1, 2) as u8
        } else {
            0
        };
        world.records.unemployment.push(UnemploymentRow {
            person,
            out_of_work: true,
            since,
            benefit,
            refusals,
        });
    } else if facts.work == Work::Firm && random.chance(0.03) {
        let since = days_before(world.on, random.between(60, 900));
        let row = UnemploymentRow {
            person,
            out_of_work: false,
            since,
            benefit: false,
            refusals: 0,
        };
        world.records.unemployment.push(row);
    }
    let risk = if facts.sex == Sex::Male {
        0.0016
    } else {
        0.0003
    };
    if (18..62).contains(&age) && random.chance(risk) {
        let months = random.between(4, 60);
        let hold = match random.below(10) {
            0..5 => Hold::Prison,
            5..7 => Hold::Detox,
            _ => Hold::Community,
        };
        custody(world, person, hold, random.between(10, 700), months);
    }
}

pub(super) fn bill(world: &mut World, person: u32, self_paid: u32, days: u32, random: &mut Random) {
    const NAMES: [&str; 8] = [
        "慢性肾功能不全",
        "恶性肿瘤",
        "脑梗死",
        "冠心病",
        "肺部感染",
        "骨折",
        "糖尿病",
        "高血压",
    ];
    world.records.medical_bills.push(BillRow {
        person,
        date: days_before(world.on, days),
        total: self_paid * 10 / random.between(3, 6),
        self_paid,
        diagnosis: NAMES[random.below(NAMES.len())],
    });
}

pub(super) fn custody(world: &mut World, person: u32, hold: Hold, days: u32, months: u32) {
    let from = days_before(world.on, days);
    let to = from
        .checked_add(jiff::Span::new().months(i64::from(months)))
        .ok();
    world.records.custody.push(CustodyRow {
        person,
        hold,
        from,
        to,
    });
}

fn wealth(world: &mut World, home: &super::Household, random: &mut Random) {
    let on = world.on;
    let adults: Vec<u32> = home
        .members()
        .filter(|p| (20..70).contains(&world.people[*p as usize].age(on)))
        .collect();
    let head = home.first;
    if random.chance(if home.rural { 0.12 } else { 0.62 } * if home.hardship { 0.4 } else { 1.0 }) {
        property(
            world,
            head,
            Use::Home,
            random.between(550, 1250) as u16,
            random,
        );
    }
    if random.chance(0.01) {
        property(world, head, Use::Home, 800, random);
        if let Some(row) = world.records.property.last_mut() {
            (row.current, row.danger) = (false, '\0');
        }
    }
    let Some(owner) = adults.first().copied() else {
        return;
    };
    if home.hardship {
        if random.chance(0.08) {
            vehicle(
                world,
                owner,
                VehicleKind::Motorcycle,
                VehicleStatus::Valid,
                random,
            );
        }
        if random.chance(0.03) {
            let gone = if random.chance(0.5) {
                VehicleStatus::Scrapped
            } else {
                VehicleStatus::Sold
            };
            vehicle(world, owner, VehicleKind::Car, gone, random);
        }
        let legs = world.people[owner as usize]
            .disability
            .is_some_and(|d| d.category == 4);
        if legs && random.chance(0.06) {
            vehicle(
                world,
                owner,
                VehicleKind::Wheelchair,
                VehicleStatus::Valid,
                random,
            );
        }
        return;
    }
    if random.chance(if home.rural { 0.22 } else { 0.36 }) {
        let kind = if random.chance(0.85) {
            VehicleKind::Car
        } else {
            VehicleKind::Truck
        };
        vehicle(world, owner, kind, VehicleStatus::Valid, random);
    }
    if home.rural && random.chance(0.3) {
        vehicle(
            world,
            owner,
            VehicleKind::Motorcycle,
            VehicleStatus::Valid,
            random,
        );
    }
    if !home.rural && random.chance(0.08) {
        property(
            world,
            owner,
            Use::Home,
            random.between(700, 1300) as u16,
            random,
        );
    }
    if random.chance(0.02) {
        property(
            world,
            owner,
            Use::Shop,
            random.between(200, 900) as u16,
            random,
        );
    }
    if !home.rural && random.chance(0.06) {
        property(world, owner, Use::Parking, 130, random);
    }
}

pub(super) fn vehicle(
    world: &mut World,
    person: u32,
    kind: VehicleKind,
    status: VehicleStatus,
    random: &mut Random,
) {
    let value = match kind {
        VehicleKind::Car => random.between(15, 180) * 1000,
        VehicleKind::Truck => random.between(20, 90) * 1000,
        VehicleKind::Motorcycle => random.between(8, 60) * 100,
        VehicleKind::Wheelchair => random.between(20, 60) * 100,
    };
    let registered = days_before(world.on, random.between(40, 4000));
    world.records.vehicles.push(VehicleRow {
        person,
        kind,
        status,
        registered,
        value,
    });
}

pub(super) fn property(
    world: &mut World,
    person: u32,
    used: Use,
    area_tenths: u16,
    random: &mut Random,
) {
    let danger = match random.below(100) {
        0..3 => 'C',
        3..4 => 'D',
        4..60 => 'A',
        60..75 => 'B',
        _ => '\0',
    };
    let danger = if used == Use::Home { danger } else { '\0' };
    let registered = days_before(world.on, random.between(60, 7000));
    world.records.property.push(PropertyRow {
        person,
        used,
        area_tenths,
        danger,
        current: true,
        registered,
    });
}

/// Weddings of the last years; both parties have a row.
fn wedding(world: &mut World, home: &super::Household, random: &mut Random) {
    let head = home.first;
    let spouse = world.people[head as usize].spouse;
    if spouse == NOBODY || !home.members().contains(&spouse) {
        return;
    }
    let age = world.people[spouse as usize].age(world.on);
    if age < 38 && random.chance(0.6) {
        let most = ((age - 20).max(1) as u32 * 300).min(3000);
        let date = days_before(world.on, random.between(30, most.max(31)));
        for (person, other) in [(head, spouse), (spouse, head)] {
            world.records.marriages.push(MarriageRow {
                person,
                spouse: other,
                wedding: true,
                date,
            });
        }
    }
}

/// Births of the last two years.
fn births(world: &mut World, home: &super::Household) {
    for child in home.members() {
        let facts = world.person(child);
        if facts.age(world.on) < 2 && facts.mother != NOBODY {
            let (mother, father, date) = (facts.mother, facts.father, facts.birth);
            world.records.births.push(BirthRow {
                mother,
                child,
                date,
                father,
            });
        }
    }
}

/// Divorces between people who now live apart.
fn divorces(world: &mut World) {
    let mut random = Random::new(world.seed, &[5]);
    let single = |sex: Sex| {
        let people = world.people.iter().enumerate();
        let found = people.filter(|(_, p)| p.marital == Marital::Divorced && p.sex == sex);
        found.map(|(at, _)| at as u32).collect::<Vec<u32>>()
    };
    let (men, mut women) = (single(Sex::Male), single(Sex::Female));
    for man in men {
        if women.is_empty() || !random.chance(0.5) {
            continue;
        }
        let woman = women.swap_remove(random.below(women.len()));
        let date = days_before(world.on, random.between(60, 3000));
        for (person, spouse) in [(man, woman), (woman, man)] {
            world.records.marriages.push(MarriageRow {
                person,
                spouse,
                wedding: false,
                date,
            });
        }
    }
}
