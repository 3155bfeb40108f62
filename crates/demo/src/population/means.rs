//! What a check of means and a home visit would find of a household: its property from the
//! registers, what it lives on, and what happened to it. Start at [`Means::of`].

use crate::random::Random;
use crate::world::person::Poor;
use crate::world::records::{CustodyRow, Use, VehicleKind, VehicleStatus};
use crate::world::{World, days_before};
use base::date::Date;
use std::collections::HashMap;

/// What the departments' registers say, by person.
pub(super) struct Registers<'w> {
    pub(super) certificates: HashMap<u32, (u8, u8)>,
    pub(super) custody: HashMap<u32, &'w CustodyRow>,
    pub(super) refusals: HashMap<u32, u8>,
    vehicles: HashMap<u32, Vec<(VehicleKind, u32)>>,
    property: HashMap<u32, Vec<(Use, u32)>>,
    deposits: HashMap<u32, u32>,
    bills: HashMap<u32, u32>,
}

impl<'w> Registers<'w> {
    pub(super) fn new(world: &'w World) -> Self {
        let records = &world.records;
        let valid = records.disabled.iter().filter(|c| c.is_valid(world.on));
        let held = records
            .custody
            .iter()
            .filter(|c| c.from <= world.on && c.to.is_none_or(|to| to >= world.on));
        let mut registers = Self {
            certificates: valid.map(|c| (c.person, (c.category, c.grade))).collect(),
            custody: held.map(|c| (c.person, c)).collect(),
            refusals: records
                .unemployment
                .iter()
                .map(|u| (u.person, u.refusals))
                .collect(),
            vehicles: HashMap::new(),
            property: HashMap::new(),
            deposits: HashMap::new(),
            bills: HashMap::new(),
        };
        for row in &records.vehicles {
            if row.status == VehicleStatus::Valid {
                let own = registers.vehicles.entry(row.person).or_default();
                own.push((row.kind, row.value));
            }
        }
        for row in &records.property {
            if row.current && !matches!(row.danger, 'C' | 'D') {
                let own = registers.property.entry(row.person).or_default();
                own.push((row.used, u32::from(row.area_tenths)));
            }
        }
        for row in &records.balances {
            *registers.deposits.entry(row.person).or_default() += row.balance;
        }
        for row in &records.medical_bills {
            *registers.bills.entry(row.person).or_default() += row.self_paid;
        }
        registers
    }
}

/// Something that befell a household.
pub(super) struct Event {
    pub(super) kind: &'static str,
    pub(super) on: Date,
    pub(super) broken: bool,
    pub(super) urgent: bool,
    pub(super) affected: u8,
    pub(super) severity: &'static str,
    pub(super) relieved: bool,
    pub(super) spending: u32,
}

/// A household as a check would find it; amounts in yuan.
pub(super) struct Means {
    pub(super) home: usize,
    pub(super) id: String,
    pub(super) village: u16,
    pub(super) rural: bool,
    pub(super) hardship: bool,
    pub(super) poor: Option<&'static str>,
    pub(super) applied_on: Date,
    pub(super) deposits: u32,
    pub(super) homes: u8,
    pub(super) area_tenths: u32,
    pub(super) shop: bool,
    pub(super) car: Option<u32>,
    pub(super) motorcycle: Option<u32>,
    pub(super) wheelchair: Option<u32>,
    /// Property within the wider rules.
    pub(super) modest: bool,
    /// Since when a new job has lifted it above the standard.
    pub(super) above_since: Option<Date>,
    /// Of what its children elsewhere are thought to give, how much really comes.
    pub(super) support_share: f64,
    /// What relatives add to a family in need, a head and month.
    pub(super) help: u32,
    /// All income, a month.
    pub(super) income: u32,
    /// Unavoidable spending, a year.
    pub(super) spending: u32,
    pub(super) event: Option<Event>,
    pub(super) adaptation: Option<[u32; 3]>,
}

impl Means {
    pub(super) fn of(world: &World, registers: &Registers<'_>, home: usize) -> Self {
        let household = &world.households[home];
        let mut random = Random::new(world.seed, &[9, home as u64]);
        let members = || household.members();
        let all =
            |of: &HashMap<u32, u32>| -> u32 { members().filter_map(|p| of.get(&p)).copied().sum() };
        let vehicles = members().flat_map(|p| registers.vehicles.get(&p).into_iter().flatten());
        let value = |kinds: &[VehicleKind]| {
            let own = vehicles.clone().filter(|(kind, _)| kinds.contains(kind));
            own.map(|(_, value)| *value).reduce(|a, b| a + b)
        };
        let property = || members().flat_map(|p| registers.property.get(&p).into_iter().flatten());
        let homes = || property().filter(|(used, _)| *used == Use::Home);
        let car = value(&[VehicleKind::Car, VehicleKind::Truck]);
        let deposits = all(&registers.deposits);
        let homes_owned = u8::try_from(homes().count()).unwrap_or(u8::MAX).max(1);
        let size = u32::from(household.size);
        let shop = property().any(|(used, _)| *used == Use::Shop);
        // Families that get by count on children elsewhere, who do not always send what they should;
        // relatives help some of those in need. So incomes lie on both sides of any line.
        let support_share = if random.chance(0.3) {
            0.45 + 0.55 * random.fraction()
        } else {
            1.0
        };
        let help = if household.hardship && random.chance(0.45) {
            random.between(20, 420)
        } else {
            0
        };
        let of = |p: u32| {
            let person = world.person(p);
            let support = f64::from(person.support) * support_share;
            person.income() - u32::from(person.support) + support as u32
        };
        let income = members().map(of).sum::<u32>() + help * size;
        let bills = all(&registers.bills);
        let on = world.on;
        let lifted = household.hardship && random.chance(0.03);
        Self {
            home,
            id: format!("H{:07}", home + 1),
            village: household.address.village,
            rural: household.rural,
            hardship: household.hardship,
            poor: match household.poor {
                Poor::No => None,
                Poor::Unlifted => Some("unlifted"),
                Poor::Lifted => Some("lifted"),
                Poor::LiftedUnstable | Poor::Edge => Some("monitored"),
            },
            applied_on: days_before(on, random.between(10, 40)),
            deposits,
            homes: homes_owned,
            area_tenths: homes().map(|(_, area)| area).sum::<u32>().max(450),
            shop,
            car,
            motorcycle: value(&[VehicleKind::Motorcycle]),
            wheelchair: value(&[VehicleKind::Wheelchair]),
            modest: car.is_none() && !shop && homes_owned < 2 && deposits <= 15_000 * size,
            above_since: lifted.then(|| days_before(on, random.between(20, 150))),
            support_share,
            help,
            income,
            spending: bills + size * random.between(2_500, 6_000),
            event: event(world, home, bills, &mut random),
            adaptation: adaptation(world, home, &mut random),
        }
    }
}

/// One household in a hundred or so has had something befall it; more where there were bills.
fn event(world: &World, home: usize, bills: u32, random: &mut Random) -> Option<Event> {
    const KINDS: [(&str, bool); 8] = [
        ("illness", true),
        ("injury", true),
        ("traffic", true),
        ("fire", true),
        ("jobless", true),
        ("schooling", false),
        ("medical", false),
        ("other", false),
    ];
    let household = &world.households[home];
    let likely = match bills {
        12_000.. => 0.25,
        3_000.. => 0.04,
        _ => 0.006,
    };
    if !random.chance(likely) {
        return None;
    }
    let (kind, urgent) = match bills {
        3_000.. if random.chance(0.7) => [KINDS[0], KINDS[6]][random.below(2)],
        _ => KINDS[random.below(KINDS.len())],
    };
    Some(Event {
        kind,
        on: days_before(world.on, random.between(3, 170)),
        broken: random.chance(if household.hardship { 0.85 } else { 0.5 }),
        urgent: urgent && random.chance(0.7),
        affected: random.between(1, u32::from(household.size)) as u8,
        severity: ["light", "medium", "severe"][random.below(3)],
        relieved: random.chance(0.12),
        spending: bills.max(random.between(1_000, 9_000)),
    })
}

/// What adapting the home of an old person would cost: floor, bars, bed.
fn adaptation(world: &World, home: usize, random: &mut Random) -> Option<[u32; 3]> {
    let household = &world.households[home];
    let old = household
        .members()
        .any(|p| world.person(p).age(world.on) >= 70);
    let wanted = old && random.chance(0.08);
    wanted.then(|| {
        let bed = if random.chance(0.3) {
            random.between(900, 2_400)
        } else {
            0
        };
        [random.between(300, 1_500), random.between(200, 900), bed]
    })
}
