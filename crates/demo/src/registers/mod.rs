//! The registers of the demo district: what each of its people stands in, told as a town would fill
//! it in. Some records were not confirmed for too long, and some homes not visited.
//!
//! Must not know: what any register asks or checks; that is the pack's. What the pack has no field
//! for is refused by the register itself.

mod boundary;
mod family;
mod office;
mod society;
mod villages;

use crate::names::{Name, Surname};
use crate::numbers;
use crate::random::Random;
use crate::world::person::{Care, Illness, Poor};
use crate::world::records::Account as Paid;
use crate::world::{NOBODY, World};
use base::date::Date;
use base::{Fen, Sex};
use std::collections::BTreeSet;

/// A record of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Whom it is about; nobody where a register is of places, organisations or matters.
    pub person: Option<u32>,
    /// Code of where it belongs.
    pub division: &'static str,
    /// Since when it is kept.
    pub since: Date,
    /// When it was last confirmed.
    pub confirmed: Date,
    /// Texts by the names of fields.
    pub written: Vec<(&'static str, String)>,
}

/// The records of one register in the making.
struct Sheet<'w> {
    world: &'w World,
    family: &'w Family,
    salt: u64,
    records: Vec<Record>,
}

impl Sheet<'_> {
    /// A record about a person, kept since a day; confirmed within so many days, but for one in
    /// twenty, which everybody forgot.
    fn add(&mut self, person: u32, since: Date, days: i64, written: Vec<(&'static str, String)>) {
        let village = self.world.home(person).address.village;
        let division = self.world.places.village(village).code;
        self.put(
            Some(person),
            division,
            since,
            (days, u64::from(person)),
            written,
        );
    }

    /// A record about no person; `mark` tells it from the others.
    fn place(
        &mut self,
        division: &'static str,
        mark: u64,
        (since, days): (Date, i64),
        written: Vec<(&'static str, String)>,
    ) {
        self.put(None, division, since, (days, mark), written);
    }

    fn put(
        &mut self,
        person: Option<u32>,
        division: &'static str,
        since: Date,
        (days, mark): (i64, u64),
        written: Vec<(&'static str, String)>,
    ) {
        let world = self.world;
        let mut random = Random::new(world.seed, &[self.salt, mark]);
        let late = if random.chance(0.05) { days + 40 } else { 0 };
        let ago = late + i64::from(random.between(0, days.max(1) as u32));
        self.records.push(Record {
            person,
            division,
            since,
            confirmed: before(world.on, ago).max(since),
            written: written
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .collect(),
        });
    }
}

/// Who is whose child: parent and child, in the order of the parents.
struct Family {
    children: Vec<(u32, u32)>,
}

impl Family {
    fn of(world: &World) -> Self {
        let mut children: Vec<(u32, u32)> = Vec::new();
        for (at, person) in (0u32..).zip(&world.people) {
            let parents = [person.father, person.mother];
            let known = parents.into_iter().filter(|p| *p != NOBODY);
            children.extend(known.map(|parent| (parent, at)));
        }
        children.sort_unstable();
        Self { children }
    }

    /// The children of somebody.
    fn of_parent(&self, parent: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.children.partition_point(|(p, _)| *p < parent);
        let own = self.children.get(from..).unwrap_or_default().iter();
        own.take_while(move |(p, _)| *p == parent)
            .map(|(_, child)| *child)
    }
}

/// A name without a person of the district behind it: an officer, a carer.
fn somebody(random: &mut Random, sex: Sex, year: i16) -> String {
    let surname = Surname::draw(random);
    Name::draw(random, surname, sex, year).to_string()
}

/// A town's name as the names of its homes and schools begin.
fn town_short(town: &str) -> &str {
    town.trim_end_matches("街道").trim_end_matches('镇')
}

/// The old people's home of a town.
fn home_of(town: &str) -> String {
    format!("{}敬老院", town_short(town))
}

fn before(on: Date, days: i64) -> Date {
    on.checked_sub(jiff::Span::new().days(days)).unwrap_or(on)
}

fn yuan(fen: i64) -> String {
    Fen::new(fen).to_string()
}

const fn self_care(care: Care) -> &'static str {
    match care {
        Care::Able => "full",
        Care::Half => "half",
        Care::Unable => "none",
    }
}

fn health(world: &World, person: u32) -> String {
    let person = world.person(person);
    let health = match (person.illness, person.disability) {
        (Illness::Serious, _) => "serious",
        (_, Some(_)) => "disabled",
        (Illness::Chronic, None) => "chronic",
        (Illness::None, None) => "good",
    };
    health.to_owned()
}

const fn yes(it: bool) -> &'static str {
    if it { "是" } else { "否" }
}

/// The registers of the district: the name of each, and its records.
#[must_use]
pub fn registers(world: &World) -> Vec<(&'static str, Vec<Record>)> {
    type Make = fn(&mut Sheet<'_>);
    let family = Family::of(world);
    let all: [(&'static str, Make); 26] = [
        ("dibao", dibao),
        ("tekun", tekun),
        ("registered_poor", registered_poor),
        ("disabled", disabled),
        ("elderly_hardship", elderly_hardship),
        ("left_behind_elderly", left_behind_elderly),
        ("left_behind_women", family::women),
        ("left_behind_children", family::children),
        ("unattended_children", family::unattended),
        ("home_adaptations", family::adaptations),
        ("insurance", family::insurance),
        ("officials_kin", family::officials_kin),
        ("care_homes", society::care_homes),
        ("social_organisations", society::organisations),
        ("charities", society::charities),
        ("social_workers", society::social_workers),
        ("volunteers", society::volunteers),
        ("village_committees", villages::committees),
        ("village_rules", villages::rules),
        ("customs_reform", villages::customs),
        ("place_names", villages::names),
        ("boundary_lines", boundary::lines),
        ("boundary_markers", boundary::markers),
        ("liaison_visits", office::visits),
        ("study_publicity", office::study),
        ("deaths", family::deaths),
    ];
    let mut found = Vec::new();
    for (salt, (register, make)) in (90..).zip(all) {
        let mut sheet = Sheet {
            world,
            family: &family,
            salt,
            records: Vec::new(),
        };
        make(&mut sheet);
        found.push((register, sheet.records));
    }
    found
}

fn dibao(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    for row in &world.records.dibao {
        let mut random = Random::new(world.seed, &[sheet.salt, 1, u64::from(row.case)]);
        let (class, days) = match random.between(0, 9) {
            0..=1 => ("a", 365),
            2..=6 => ("b", 183),
            _ => ("c", 92),
        };
        let head = world.person(row.head);
        let written = vec![
            ("certificate", format!("D{:08}", row.case)),
            ("kind", if row.urban { "urban" } else { "rural" }.to_owned()),
            ("state", "paid".to_owned()),
            ("category", class.to_owned()),
            ("household_no", format!("{:09}", head.household + 1)),
            ("head", head.name.to_string()),
            ("single", yes(row.size > 1 && row.members == 1).to_owned()),
            ("approved", row.since.to_string()),
            ("health", health(world, row.person)),
            ("amount", yuan(row.amount_fen)),
            ("account", numbers::account(world.seed, row.account)),
        ];
        sheet.add(row.person, row.since, days, written);
    }
}

fn tekun(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    for row in &world.records.tekun {
        let person = world.person(row.person);
        let reason = match person.age(world.on) {
            0..18 => "minor",
            60.. => "elderly",
            _ => "disabled",
        };
        let home = world.home(row.person);
        let institution = match row.centralised {
            true => home_of(world.places.town_name(home.address.village)),
            false => String::new(),
        };
        let mut random = Random::new(world.seed, &[sheet.salt, 1, u64::from(row.person)]);
        let surname = Surname::draw(&mut random);
        let carer = Name::draw(&mut random, surname, Sex::Female, 1970).to_string();
        let alone = !row.centralised && row.care != Care::Able;
        let written = vec![
            (
                "kind",
                if home.rural { "rural" } else { "urban" }.to_owned(),
            ),
            ("reason", reason.to_owned()),
            (
                "way",
                if row.centralised {
                    "institution"
                } else {
                    "home"
                }
                .to_owned(),
            ),
            ("institution", institution),
            ("state", "paid".to_owned()),
            ("approved", row.since.to_string()),
            ("self_care", self_care(row.care).to_owned()),
            ("assessed", before(world.on, 200).max(row.since).to_string()),
            ("carer", if alone { carer } else { String::new() }),
            (
                "agreement",
                if alone {
                    yes(random.chance(0.9)).to_owned()
                } else {
                    String::new()
                },
            ),
            ("health", health(world, row.person)),
            ("base", yuan(row.amount_fen)),
            ("nursing", yuan(row.care_fen)),
            ("account", numbers::account(world.seed, row.account)),
        ];
        sheet.add(row.person, row.since, 365, written);
    }
}

fn registered_poor(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    let dibao: BTreeSet<u32> = world.records.dibao.iter().map(|d| d.person).collect();
    let tekun: BTreeSet<u32> = world.records.tekun.iter().map(|t| t.person).collect();
    for row in &world.records.registered_poor {
        let (person, home) = (world.person(row.person), world.home(row.person));
        let mut random = Random::new(world.seed, &[sheet.salt, 1, u64::from(person.household)]);
        let head = world.person(home.first);
        let surveyed = before(world.on, i64::from(random.between(5, 150)));
        let covered = match row.person {
            person if tekun.contains(&person) => "tekun",
            person if dibao.contains(&person) => "dibao",
            _ => "none",
        };
        let lifted = matches!(home.poor, Poor::Lifted | Poor::LiftedUnstable);
        let year = random.between(2016, 2019).to_string();
        let written = vec![
            ("household_no", format!("{:09}", person.household + 1)),
            ("head", head.name.to_string()),
            ("status", home.poor.chinese().to_owned()),
            ("lifted_year", if lifted { year } else { String::new() }),
            ("income", row.income.to_string()),
            ("health", health(world, row.person)),
            ("covered", covered.to_owned()),
            ("surveyed", surveyed.to_string()),
            ("surveyors", "村（社区）干部、驻村工作队".to_owned()),
            (
                "conclusion",
                if covered == "none" { "no" } else { "covered" }.to_owned(),
            ),
        ];
        sheet.add(row.person, before(world.on, 1_500), 92, written);
    }
}

fn disabled(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    let subsidies = world.records.disability_subsidy.iter();
    let drawn: BTreeSet<(u32, bool)> = subsidies.map(|s| (s.person, s.care)).collect();
    for row in &world.records.disabled {
        let person = world.person(row.person);
        let guardian = match person.father {
            NOBODY => String::new(),
            father => world.person(father).name.to_string(),
        };
        let state = match row.is_valid(world.on) {
            true => "valid",
            false => "注销",
        };
        let paid = |care| match drawn.contains(&(row.person, care)) {
            true => "paid".to_owned(),
            false => String::new(),
        };
        let written = vec![
            (
                "certificate",
                format!("{}{}{}", person.id, row.category, row.grade),
            ),
            ("category", row.category.to_string()),
            ("grade", row.grade.to_string()),
            ("state", state.to_owned()),
            ("issued", row.issued.to_string()),
            (
                "valid_to",
                row.valid_to.map_or(String::new(), |d| d.to_string()),
            ),
            ("guardian", guardian),
            ("living", paid(false)),
            ("care", paid(true)),
        ];
        sheet.add(row.person, row.issued, 92, written);
    }
}

fn elderly_hardship(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    for row in &world.records.elderly_subsidy {
        let person = world.person(row.person);
        let kind = if row.unable { "care" } else { "old" };
        let written = vec![
            ("kind", kind.to_owned()),
            ("identities", "dibao".to_owned()),
            ("self_care", self_care(person.care).to_owned()),
            (
                "evidence",
                if row.unable { "hospital" } else { "" }.to_owned(),
            ),
            ("state", "paid".to_owned()),
            ("amount", "200".to_owned()),
            ("first_month", row.since.to_string()),
            (
                "account",
                numbers::account(world.seed, Paid::of(row.person)),
            ),
        ];
        sheet.add(row.person, row.since, 183, written);
    }
}

/// Elderly country people all of whose living children work away.
fn left_behind_elderly(sheet: &mut Sheet<'_>) {
    let (world, family) = (sheet.world, sheet.family);
    for of_one in family.children.chunk_by(|a, b| a.0 == b.0) {
        let Some((parent, eldest)) = of_one.first().copied() else {
            continue;
        };
        let (person, home) = (world.person(parent), world.home(parent));
        let away = |(_, child): &(u32, u32)| world.person(*child).away_months >= 6;
        if person.age(world.on) < 60 || !home.rural || !of_one.iter().all(away) {
            continue;
        }
        let mut random = Random::new(world.seed, &[sheet.salt, 1, u64::from(parent)]);
        let alone = home.size == 1;
        let risk = match (alone, person.care) {
            (true, Care::Half | Care::Unable) => "high",
            (false, Care::Able) => "low",
            _ => "medium",
        };
        let months = i64::from(world.person(eldest).away_months);
        let since = before(world.on, months * 30);
        let surname = Surname::draw(&mut random);
        let helper = Name::draw(&mut random, surname, Sex::Male, 1980).to_string();
        let often = ["daily", "weekly", "weekly", "monthly", "rarely"];
        let contact = often.get(random.between(0, 4) as usize).copied();
        let visited = before(world.on, i64::from(random.between(1, 60)));
        let written = vec![
            ("living", if alone { "alone" } else { "couple" }.to_owned()),
            ("self_care", self_care(person.care).to_owned()),
            ("health", health(world, parent)),
            ("children", of_one.len().to_string()),
            ("away_since", since.to_string()),
            ("contact", contact.unwrap_or("monthly").to_owned()),
            ("kin", world.person(eldest).name.to_string()),
            ("kin_phone", numbers::phone(world.seed, eldest)),
            ("phone", numbers::phone(world.seed, parent)),
            ("risk", risk.to_owned()),
            ("helper", helper.clone()),
            ("neighbour", if alone { helper } else { String::new() }),
            ("visited_on", visited.to_string()),
            ("mode", "visit".to_owned()),
            ("bell", yes(random.chance(0.3)).to_owned()),
        ];
        sheet.add(parent, since, 30, written);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Options;

    #[test]
    fn every_register_has_records_and_nobody_stands_twice_on_a_ledger_of_the_old() {
        let world = World::build(&Options {
            people: 4_000,
            ..Options::default()
        });
        let all = registers(&world);
        for (register, records) in &all {
            assert!(!records.is_empty(), "{register} is empty");
            assert!(
                records
                    .iter()
                    .all(|r| r.since <= r.confirmed && r.confirmed <= world.on.max(r.since))
            );
            assert!(
                records
                    .iter()
                    .all(|r| r.written.iter().all(|(_, text)| !text.is_empty()))
            );
        }
        let (_, left) = &all[5];
        let people: BTreeSet<u32> = left.iter().filter_map(|r| r.person).collect();
        assert_eq!(people.len(), left.len());
        assert!(people.iter().all(|p| world.person(*p).age(world.on) >= 60));
        assert_eq!(all, registers(&world), "the same seed, the same records");
    }

    #[test]
    fn a_home_has_room_for_those_who_live_in_it() {
        let world = World::build(&Options {
            people: 6_000,
            ..Options::default()
        });
        let all = registers(&world);
        let of = |name: &str| &all.iter().find(|(n, _)| *n == name).unwrap().1;
        let number = |record: &Record, field: &str| -> u32 {
            let found = record.written.iter().find(|(n, _)| *n == field);
            found.map_or(0, |(_, text)| text.parse().unwrap())
        };
        let homes = of("care_homes");
        let inside: u32 = homes.iter().map(|h| number(h, "residents_tekun")).sum();
        let sent = of("tekun").iter();
        let sent = sent.filter(|r| r.written.iter().any(|(n, _)| *n == "institution"));
        assert_eq!(
            inside as usize,
            sent.count(),
            "everybody sent to a home lives in one"
        );
        let residents = ["residents_full", "residents_half", "residents_none"];
        for home in homes {
            let all: u32 = residents.iter().map(|f| number(home, f)).sum();
            assert!(all <= number(home, "beds"));
        }
    }

    #[test]
    fn a_village_has_one_secretary_and_one_director() {
        let world = World::build(&Options {
            people: 6_000,
            ..Options::default()
        });
        let all = registers(&world);
        let (_, seats) = all
            .iter()
            .find(|(n, _)| *n == "village_committees")
            .unwrap();
        for post in [("party_post", "secretary"), ("committee_post", "director")] {
            let mut villages: Vec<&str> = seats
                .iter()
                .filter(|r| r.written.iter().any(|(n, t)| (*n, t.as_str()) == post))
                .map(|r| r.division)
                .collect();
            let count = villages.len();
            villages.sort_unstable();
            villages.dedup();
            assert_eq!(villages.len(), count, "{post:?}");
            assert!(count > 100, "{post:?} {count}");
        }
    }
}
