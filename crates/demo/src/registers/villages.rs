//! Registers of the villages: who sits on the committee, the rules that the village gave itself, what
//! was done for simpler customs, and the names of places.

use super::{Sheet, before, somebody, yes};
use crate::names::words::VILLAGE;
use crate::numbers;
use crate::random::Random;
use crate::world::World;
use crate::world::person::Work;
use base::Sex;
use base::name::pinyin_key;

/// Grown people at home, by village: those from whom committees and councils are chosen.
fn at_home(world: &World) -> Vec<Vec<u32>> {
    let mut all: Vec<Vec<u32>> = vec![Vec::new(); world.places.villages.len()];
    for at in 0..world.people.len() as u32 {
        let person = world.person(at);
        let village = usize::from(world.home(at).address.village);
        let fit = (26..64).contains(&person.age(world.on)) && person.away_months == 0;
        let works = matches!(person.work, Work::Farm | Work::Casual | Work::Public);
        if fit
            && works
            && let Some(own) = all.get_mut(village).filter(|own| own.len() < 40)
        {
            own.push(at);
        }
    }
    all
}

/// The seats of a committee: in most villages one person is secretary and director (一肩挑).
pub(super) fn committees(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    for (village, mut people) in (0u16..).zip(at_home(world)) {
        let mut random = Random::new(world.seed, &[sheet.salt, 2, u64::from(village)]);
        let code = world.places.village(village).code;
        let one = random.chance(0.9);
        let seats: &[(&str, &str)] = match one {
            true => &[
                ("secretary", "director"),
                ("deputy", "deputy"),
                ("member", "member"),
                ("none", "member"),
                ("none", "supervisor"),
            ],
            false => &[
                ("secretary", "none"),
                ("deputy", "director"),
                ("member", "deputy"),
                ("none", "member"),
                ("none", "supervisor"),
            ],
        };
        let elected = before(world.on, i64::from(random.between(500, 1_700)));
        let until = elected
            .checked_add(jiff::Span::new().years(5))
            .unwrap_or(elected);
        for (party, committee) in seats {
            if people.is_empty() {
                break;
            }
            let at = people.swap_remove(random.below(people.len()));
            let young = world.person(at).age(world.on) < 45;
            let education = match (young, random.below(4)) {
                (true, 0) => "degree",
                (true, _) => "college",
                (false, 0..=1) => "high",
                (false, _) => "middle",
            };
            let sits = *committee != "none";
            let both = *party == "secretary" && *committee == "director";
            let votes = random.between(180, 900).to_string();
            let written = vec![
                ("village", code.to_owned()),
                ("party_post", (*party).to_owned()),
                ("committee_post", (*committee).to_owned()),
                ("both", yes(both).to_owned()),
                (
                    "party_member",
                    yes(*party != "none" || random.chance(0.4)).to_owned(),
                ),
                ("education", education.to_owned()),
                (
                    "elected_on",
                    if sits {
                        elected.to_string()
                    } else {
                        String::new()
                    },
                ),
                ("term_until", until.to_string()),
                ("votes", if sits { votes } else { String::new() }),
                (
                    "kin_relief",
                    yes(world.records.relatives.iter().any(|r| r.official == at)).to_owned(),
                ),
                ("phone", numbers::phone(world.seed, at)),
            ];
            sheet.add(at, elected, 183, written);
        }
    }
}

/// Rules that the villagers gave themselves, and the councils that keep them.
pub(super) fn rules(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    let mut homes = vec![0u32; world.places.villages.len()];
    for home in &world.households {
        if let Some(count) = homes.get_mut(usize::from(home.address.village)) {
            *count += 1;
        }
    }
    for (village, homes) in (0u16..).zip(homes) {
        let place = world.places.village(village);
        let mut random = Random::new(world.seed, &[sheet.salt, 2, u64::from(village)]);
        let eligible = homes.max(30);
        // In a few villages too few came, and the rules do not hold.
        let share = if random.chance(0.03) {
            (30, 49)
        } else {
            (62, 95)
        };
        let present = eligible * random.between(share.0, share.1) / 100;
        let passed = present * random.between(80, 99) / 100;
        let adopted = before(world.on, i64::from(random.between(200, 1_200)));
        let filed = adopted
            .checked_add(jiff::Span::new().days(9))
            .unwrap_or(adopted);
        let clauses = [
            "wedding,funeral,gifts",
            "wedding,funeral,gifts,elders",
            "wedding,funeral,gifts,elders,gambling",
        ];
        let weddings = random.chance(0.95);
        let head = somebody(&mut random, Sex::Male, 1955);
        let written = vec![
            ("village", place.code.to_owned()),
            ("adopted_on", adopted.to_string()),
            ("eligible", eligible.to_string()),
            ("present", present.to_string()),
            ("passed", passed.to_string()),
            (
                "filed_on",
                if random.chance(0.95) {
                    filed.to_string()
                } else {
                    String::new()
                },
            ),
            ("reviewed", yes(random.chance(0.97)).to_owned()),
            ("clauses", random.pick(&clauses).to_owned()),
            ("enforced", random.between(0, 12).to_string()),
            ("council", yes(random.chance(0.98)).to_owned()),
            ("weddings", yes(weddings).to_owned()),
            ("morals", yes(random.chance(0.9)).to_owned()),
            ("head", if weddings { head } else { String::new() }),
            ("meetings", random.between(1, 12).to_string()),
        ];
        sheet.place(place.code, u64::from(village), (adopted, 183), written);
    }
}

/// What was done for simpler weddings and funerals, and for respect for the old.
pub(super) fn customs(sheet: &mut Sheet<'_>) {
    const KINDS: [(&str, &str); 6] = [
        ("wedding", "婚事简办"),
        ("funeral", "丧事简办"),
        ("elders", "重阳敬老"),
        ("publicity", "移风易俗宣讲"),
        ("marriage", "婚姻登记颁证"),
        ("burial", "生态安葬宣传"),
    ];
    let world = sheet.world;
    for village in 0..world.places.villages.len() as u16 {
        let place = world.places.village(village);
        let mut random = Random::new(world.seed, &[sheet.salt, 2, u64::from(village)]);
        for nth in 0..random.between(1, 4) {
            let (kind, title) = KINDS[random.below(KINDS.len())];
            let held = before(world.on, i64::from(random.between(3, 360)));
            let feast = matches!(kind, "wedding" | "funeral");
            let saved = (random.between(5, 60) * 1_000).to_string();
            let written = vec![
                ("title", format!("{}{title}", place.name)),
                ("kind", kind.to_owned()),
                ("held_on", held.to_string()),
                ("place", format!("{}文化广场", place.name)),
                ("persons", random.between(15, 260).to_string()),
                ("saved", if feast { saved } else { String::new() }),
                (
                    "cremated",
                    if kind == "funeral" {
                        yes(random.chance(0.9))
                    } else {
                        ""
                    }
                    .to_owned(),
                ),
                ("note", "红白理事会到场主持，按村规民约办理。".to_owned()),
            ];
            let mark = u64::from(village) * 10 + u64::from(nth);
            sheet.place(place.code, mark, (held, 365), written);
        }
    }
}

/// The name in letters, as a sign writes it.
fn letters(name: &str) -> String {
    let mut out = String::new();
    for (at, syllable) in pinyin_key(name).split(' ').enumerate() {
        let mut chars = syllable.chars();
        match chars.next() {
            Some(first) if at == 0 => out.extend(first.to_uppercase()),
            Some(first) => out.push(first),
            None => {}
        }
        out.extend(chars);
    }
    out
}

/// Names of villages, of hills and waters, of bridges, and of the streets of the communities.
pub(super) fn names(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    let (first, second): (Vec<char>, Vec<char>) =
        (VILLAGE.0.chars().collect(), VILLAGE.1.chars().collect());
    let mut number = 0u32;
    for village in 0..world.places.villages.len() as u16 {
        let place = world.places.village(village);
        let mut random = Random::new(world.seed, &[sheet.salt, 2, u64::from(village)]);
        let mut drawn = |end: &str| {
            let (a, b) = (
                first[random.below(first.len())],
                second[random.below(second.len())],
            );
            format!("{a}{b}{end}")
        };
        let mut all = vec![
            (place.name.to_owned(), "village"),
            (drawn("山"), "natural"),
            (drawn("大桥"), "transport"),
        ];
        match place.urban {
            true => all.push((drawn("路"), "street")),
            false => all.push((drawn("院子"), "village")),
        }
        let mut random = Random::new(world.seed, &[sheet.salt, 3, u64::from(village)]);
        for (name, category) in all {
            number += 1;
            let named = before(world.on, i64::from(random.between(300, 9_000)));
            let filed = i64::from(random.between(5, 14));
            let filed = named
                .checked_add(jiff::Span::new().days(filed))
                .unwrap_or(named);
            let signs = [
                "good", "good", "good", "good", "good", "damaged", "missing", "none",
            ];
            let point = |random: &mut Random| {
                let (east, north) = (random.fraction() * 0.4, random.fraction() * 0.35);
                format!("{:.5},{:.5}", 105.3 + east, 29.25 + north)
            };
            let written = vec![
                ("code", format!("500153-{number:05}")),
                ("pinyin", letters(&name)),
                ("name", name),
                ("category", category.to_owned()),
                ("state", "current".to_owned()),
                ("named_on", named.to_string()),
                (
                    "document",
                    if category == "street" {
                        format!("演示地名〔{}〕{number}号", named.year())
                    } else {
                        String::new()
                    },
                ),
                ("filed_on", filed.to_string()),
                (
                    "protected",
                    if random.chance(0.03) {
                        "district"
                    } else {
                        "none"
                    }
                    .to_owned(),
                ),
                ("sign", random.pick(&signs).to_owned()),
                ("point", point(&mut random)),
            ];
            sheet.place(place.code, u64::from(number), (named, 365), written);
        }
    }
}
