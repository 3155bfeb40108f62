//! Registers about families: wives and children whose men and parents work away, children whom no
//! parent supports, homes made fit for the old, the insured, and the kin of officials.

use super::{Sheet, before, health, somebody, town_short, yes, yuan};
use crate::numbers;
use crate::random::Random;
use crate::world::person::{Care, School};
use crate::world::records::Account as Paid;
use crate::world::{NOBODY, World};
use base::Sex;
use base::date::Date;
use std::collections::BTreeSet;

/// Where people of the district go to work.
const AWAY: [&str; 8] = [
    "重庆主城",
    "成都",
    "东莞",
    "深圳",
    "昆明",
    "宁波",
    "温州",
    "泉州",
];

fn place(random: &mut Random) -> String {
    random.pick(&AWAY).to_owned()
}

/// How often somebody who is away calls.
fn contact(random: &mut Random) -> String {
    let often = [
        "daily", "weekly", "weekly", "weekly", "monthly", "monthly", "rarely",
    ];
    random.pick(&often).to_owned()
}

/// The officer whom a village names for a purpose: the same for everybody in it.
fn officer(world: &World, village: u16, purpose: u64) -> String {
    let mut random = Random::new(world.seed, &[61, purpose, u64::from(village)]);
    somebody(&mut random, Sex::Female, 1982)
}

fn months_ago(world: &World, months: u8) -> Date {
    before(world.on, i64::from(months) * 30)
}

/// Country women whose husbands have been away for half a year.
pub(super) fn women(sheet: &mut Sheet<'_>) {
    let (world, family) = (sheet.world, sheet.family);
    for at in 0..world.people.len() as u32 {
        let (person, home) = (world.person(at), world.home(at));
        let married = person.sex == Sex::Female && person.spouse != NOBODY;
        if !married || !home.rural || person.away_months > 0 {
            continue;
        }
        let husband = world.person(person.spouse);
        if !(18..60).contains(&person.age(world.on)) || husband.away_months < 6 {
            continue;
        }
        let mut random = Random::new(world.seed, &[sheet.salt, 2, u64::from(at)]);
        let young = |child: &u32| world.person(*child).age(world.on) < 18;
        let elders = home
            .members()
            .filter(|m| world.person(*m).age(world.on) >= 60);
        let (elders, children) = (elders.count(), family.of_parent(at).filter(young).count());
        let mut difficulty = Vec::new();
        if home.hardship {
            difficulty.push("poverty");
        }
        if elders + children >= 3 {
            difficulty.push("burden");
        }
        if random.chance(0.05) {
            difficulty.push("mind");
        }
        let since = months_ago(world, husband.away_months);
        let land = f64::from(random.between(5, 60)) / 10.0;
        let training = ["farm", "craft", "care", "trade", "none", "none"];
        let written = vec![
            ("husband", husband.name.to_string()),
            ("away_since", since.to_string()),
            ("away_where", place(&mut random)),
            ("contact", contact(&mut random)),
            ("children", children.to_string()),
            ("elders", elders.min(8).to_string()),
            ("land", format!("{land:.1}")),
            ("health", health(world, at)),
            ("difficulty", difficulty.join(",")),
            ("training", random.pick(&training).to_owned()),
            ("officer", officer(world, home.address.village, 1)),
        ];
        sheet.add(at, since, 183, written);
    }
}

/// The school of a child, by the town and the child's age.
fn school(world: &World, child: u32) -> String {
    let person = world.person(child);
    let town = town_short(world.places.town_name(world.home(child).address.village));
    match (person.school, person.age(world.on)) {
        (_, ..6) => String::new(),
        (School::Junior, _) | (_, 12..=14) => format!("{town}初级中学"),
        (School::Senior, _) => "荣昌中学".to_owned(),
        (School::Vocational, _) | (_, 15..) => "荣昌区职业教育中心".to_owned(),
        _ => format!("{town}中心小学"),
    }
}

/// Children under sixteen whose parents, or whose only parent, work away.
pub(super) fn children(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    for at in 0..world.people.len() as u32 {
        let (person, home) = (world.person(at), world.home(at));
        if !home.rural || person.age(world.on) >= 16 {
            continue;
        }
        let away = |parent: u32| parent != NOBODY && world.person(parent).away_months >= 6;
        let unable = |parent: u32| parent == NOBODY || world.person(parent).care != Care::Able;
        let (father, mother) = (person.father, person.mother);
        let both = away(father) && away(mother);
        let one = (away(father) && unable(mother)) || (away(mother) && unable(father));
        if !both && !one {
            continue;
        }
        let mut random = Random::new(world.seed, &[sheet.salt, 2, u64::from(at)]);
        let here = home.members().find(|m| {
            let adult = world.person(*m);
            *m != at && adult.away_months == 0 && adult.age(world.on) >= 18
        });
        let (guardian, relation, phone) = match here {
            Some(elder) => {
                let adult = world.person(elder);
                let old = adult.age(world.on) - person.age(world.on) >= 35;
                let relation = if old { "grandparent" } else { "relative" };
                let phone = numbers::phone(world.seed, elder);
                (adult.name.to_string(), relation, phone)
            }
            None => {
                let name = somebody(&mut random, Sex::Female, 1965);
                (name, "other", numbers::phone(world.seed, at + 7_000_000))
            }
        };
        let risk = match (relation, person.illness, both) {
            ("other", ..) => "high",
            (_, crate::world::person::Illness::None, false) => "low",
            _ => "medium",
        };
        let name = |parent: u32| match parent {
            NOBODY => String::new(),
            parent => world.person(parent).name.to_string(),
        };
        let where_of = |parent: u32, random: &mut Random| match away(parent) {
            true => place(random),
            false => String::new(),
        };
        let months = [father, mother].into_iter().filter(|p| away(*p));
        let months = months.map(|p| world.person(p).away_months).min();
        let since = months_ago(world, months.unwrap_or(6)).max(person.birth);
        let young = person.age(world.on) < 6;
        let visited = before(world.on, i64::from(random.between(3, 80)));
        let written = vec![
            ("away", if both { "both" } else { "one" }.to_owned()),
            ("father", name(father)),
            ("father_where", where_of(father, &mut random)),
            ("mother", name(mother)),
            ("mother_where", where_of(mother, &mut random)),
            ("contact", contact(&mut random)),
            ("guardian", guardian),
            ("relation", relation.to_owned()),
            ("guardian_phone", phone),
            ("agreement", yes(random.chance(0.92)).to_owned()),
            ("school", school(world, at)),
            ("boarding", yes(!young && random.chance(0.2)).to_owned()),
            (
                "schooling",
                if young { "young" } else { "school" }.to_owned(),
            ),
            ("health", health(world, at)),
            ("risk", risk.to_owned()),
            ("director", officer(world, home.address.village, 2)),
            ("visited_on", visited.max(since).to_string()),
        ];
        sheet.add(at, since, if risk == "high" { 30 } else { 92 }, written);
    }
}

/// Orphans and children whom no parent supports.
pub(super) fn unattended(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    for row in &world.records.children {
        let mut random = Random::new(world.seed, &[sheet.salt, 2, u64::from(row.person)]);
        let (father, mother) = match row.orphan {
            true => ("dead", "dead"),
            false => *random_of(
                &mut random,
                &[
                    ("dead", "lost"),
                    ("prison", "lost"),
                    ("disabled", "dead"),
                    ("ill", "lost"),
                    ("detox", "missing"),
                ],
            ),
        };
        let ends = matches!(father, "prison" | "detox");
        let until = before(world.on, -i64::from(random.between(20, 900)));
        let carer = match row.guardian {
            NOBODY => somebody(&mut random, Sex::Female, 1958),
            guardian => world.person(guardian).name.to_string(),
        };
        let account = match row.guardian {
            NOBODY => String::new(),
            guardian => numbers::account(world.seed, Paid::of(guardian)),
        };
        let written = vec![
            (
                "kind",
                if row.orphan { "orphan" } else { "unattended" }.to_owned(),
            ),
            ("father", father.to_owned()),
            ("mother", mother.to_owned()),
            (
                "until",
                if ends {
                    until.to_string()
                } else {
                    String::new()
                },
            ),
            ("carer", carer),
            ("relation", "祖父母".to_owned()),
            ("state", "paid".to_owned()),
            ("amount", yuan(row.amount_fen)),
            ("confirmed_on", row.since.to_string()),
            ("insured", yes(random.chance(0.95)).to_owned()),
            ("school", school(world, row.person)),
            ("account", account),
        ];
        sheet.add(row.person, row.since, 92, written);
    }
}

fn random_of<'a, T>(random: &mut Random, items: &'a [T; 5]) -> &'a T {
    &items[random.below(5)]
}

/// Homes of old people in need that are made fit for them.
pub(super) fn adaptations(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    let tekun = world.records.tekun.iter().filter(|r| !r.centralised);
    let tekun = tekun.map(|r| (r.person, "tekun"));
    let dibao = world.records.dibao.iter().map(|r| (r.person, "dibao"));
    let mut done = BTreeSet::new();
    for (at, identity) in tekun.chain(dibao) {
        let person = world.person(at);
        let wanted = person.age(world.on) >= 60 && (person.care != Care::Able || at % 5 == 0);
        if !wanted || !done.insert(at) {
            continue;
        }
        let mut random = Random::new(world.seed, &[sheet.salt, 2, u64::from(at)]);
        let state = [
            "accepted", "accepted", "accepted", "works", "assessed", "declined",
        ];
        let state = random.pick(&state);
        let begun = matches!(state, "accepted" | "works");
        let items = [
            "slip,rail",
            "grab,chair",
            "rail,ramp,grab",
            "slip,grab,cane",
            "ramp,rail",
        ];
        let items = random.pick(&items);
        let cost = random.between(12, 30) * 100;
        let accepted = before(world.on, i64::from(random.between(10, 300)));
        let reason = match (person.care, person.disability) {
            (Care::Half | Care::Unable, _) => "care",
            (_, Some(_)) => "disabled",
            _ => "old",
        };
        let only = |when: bool, text: String| if when { text } else { String::new() };
        let written = vec![
            ("identities", identity.to_owned()),
            ("reason", reason.to_owned()),
            ("state", state.to_owned()),
            ("items", only(begun, items.to_owned())),
            ("cost", only(state == "accepted", cost.to_string())),
            (
                "subsidy",
                only(state == "accepted", cost.min(2_000).to_string()),
            ),
            ("contractor", only(begun, "渝西适老工程服务部".to_owned())),
            (
                "accepted_on",
                only(state == "accepted", accepted.to_string()),
            ),
        ];
        let days = if state == "accepted" { 365 } else { 60 };
        sheet.add(at, before(world.on, 400), days, written);
    }
}

/// Everybody on a roll is insured, from the first of a month to the end of the year.
pub(super) fn insurance(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    let year = world.on.year();
    let (Ok(first), Ok(last)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else {
        return;
    };
    let tekun = world.records.tekun.iter().map(|r| (r.person, "tekun"));
    let children = world.records.children.iter();
    let children = children.map(|r| (r.person, if r.orphan { "orphan" } else { "unattended" }));
    let dibao = world.records.dibao.iter().map(|r| (r.person, "dibao"));
    let mut done = BTreeSet::new();
    for (at, identity) in tekun.chain(children).chain(dibao) {
        if !done.insert(at) {
            continue;
        }
        let mut random = Random::new(world.seed, &[sheet.salt, 2, u64::from(at)]);
        let later = random.chance(0.1) && world.on.month() > 1;
        let month = random.between(1, u32::from(world.on.month().unsigned_abs())) as i8;
        let batch = if later {
            Date::new(year, month, 1).unwrap_or(first)
        } else {
            first
        };
        let claims = if random.chance(0.06) {
            random.between(1, 2)
        } else {
            0
        };
        let paid = claims * random.between(2, 40) * 100;
        let cover = ["accident", "illness", "illness", "student"];
        let written = vec![
            ("policy", format!("HM{year}{:07}", at + 1)),
            ("identity", identity.to_owned()),
            ("batch", batch.to_string()),
            ("until", last.to_string()),
            ("premium", "100".to_owned()),
            (
                "state",
                if random.chance(0.02) { "dropped" } else { "in" }.to_owned(),
            ),
            ("claims", claims.to_string()),
            ("paid", paid.to_string()),
            (
                "cover",
                if claims > 0 {
                    random.pick(&cover).to_owned()
                } else {
                    String::new()
                },
            ),
        ];
        sheet.add(at, batch.min(world.on), 31, written);
    }
}

/// Assisted kin of officials, as far as somebody filed them.
pub(super) fn officials_kin(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    let tekun: BTreeSet<u32> = world.records.tekun.iter().map(|t| t.person).collect();
    for row in &world.records.relatives {
        let post = world
            .records
            .officials
            .iter()
            .find(|o| o.person == row.official);
        let handles = post.is_some_and(|o| o.post.contains("经办"));
        let village = post.map_or(0, |o| o.village);
        let unit = match handles {
            true => format!("{}民政和社会事务办公室", world.places.town_name(village)),
            false => world.places.village(village).name.to_owned(),
        };
        let relation = match row.relation {
            "配偶" => "spouse",
            "子女" => "child",
            "父母" => "parent",
            "兄弟姐妹" => "sibling",
            _ => "inlaw",
        };
        let mut random = Random::new(world.seed, &[sheet.salt, 2, u64::from(row.person)]);
        let by = somebody(&mut random, Sex::Male, 1980);
        let visited = row.checked.map_or_else(String::new, |d| d.to_string());
        let seen = !visited.is_empty();
        let written = vec![
            ("official", world.person(row.official).name.to_string()),
            ("official_id", world.person(row.official).id.to_string()),
            ("unit", unit),
            ("post", if handles { "handler" } else { "cadre" }.to_owned()),
            ("relation", relation.to_owned()),
            (
                "programme",
                if tekun.contains(&row.person) {
                    "tekun"
                } else {
                    "dibao"
                }
                .to_owned(),
            ),
            ("filed_on", row.registered.to_string()),
            ("visited_on", visited),
            ("visited_by", if seen { by } else { String::new() }),
            (
                "result",
                if seen {
                    "right".to_owned()
                } else {
                    String::new()
                },
            ),
        ];
        sheet.add(row.person, row.registered, 183, written);
    }
}

/// Deaths as the police and the undertakers report them.
pub(super) fn deaths(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    let records = &world.records;
    let police = records.deaths.iter().map(|d| {
        let reported = d.cancelled.unwrap_or(d.date);
        (d.person, "police", d.date, reported)
    });
    let burnt = records
        .cremations
        .iter()
        .map(|c| (c.person, "cremation", c.died, c.date));
    for (person, source, died, reported) in police.chain(burnt) {
        let written = vec![("source", source.to_owned()), ("died_on", died.to_string())];
        sheet.add(person, reported.min(world.on), 31, written);
    }
}
