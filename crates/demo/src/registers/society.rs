//! Registers of care and society: old people's homes with beds and staff, social organisations,
//! charities and what they did, social workers, volunteers.

use super::{Sheet, before, home_of, somebody, town_short, yes};
use crate::numbers;
use crate::random::Random;
use crate::world::World;
use crate::world::person::{Care, Work};
use base::Sex;

/// A home of every town, with those inside whom the rolls say to be there; and a few private ones.
pub(super) fn care_homes(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    for (at, town) in (0usize..).zip(&world.places.towns) {
        let mut inside = [0u32; 3];
        for row in world.records.tekun.iter().filter(|r| r.centralised) {
            let village = world.places.village(world.home(row.person).address.village);
            if usize::from(village.town) == at {
                inside[match row.care {
                    Care::Able => 0,
                    Care::Half => 1,
                    Care::Unable => 2,
                }] += 1;
            }
        }
        home(
            sheet,
            at as u64,
            town.code,
            (home_of(town.name), "jinglao"),
            inside,
            0,
        );
        if at % 4 == 0 {
            let name = format!("{}颐康养老院", town_short(town.name));
            let mut random = Random::new(world.seed, &[sheet.salt, 5, at as u64]);
            let paying = [
                random.between(4, 20),
                random.between(3, 12),
                random.between(1, 8),
            ];
            home(
                sheet,
                100 + at as u64,
                town.code,
                (name, "private"),
                [0; 3],
                paying.iter().sum(),
            );
        }
    }
}

fn home(
    sheet: &mut Sheet<'_>,
    mark: u64,
    town: &'static str,
    (name, kind): (String, &str),
    tekun: [u32; 3],
    paying: u32,
) {
    let world = sheet.world;
    let mut random = Random::new(world.seed, &[sheet.salt, 2, mark]);
    let [full, half, none] = tekun;
    let (full, half, none) = (full + paying / 2, half + paying / 3, none + paying / 6);
    let all = full + half + none;
    let beds = all + random.between(6, 40);
    // One in eight has too few carers for those who need most.
    let needed = (none * 10 + half * 5 + full * 3).div_ceil(30).max(1);
    let carers = if random.chance(0.12) {
        needed.saturating_sub(1).max(1)
    } else {
        needed + 1
    };
    let (hazards, major) = match random.below(8) {
        0 => (random.between(1, 4), u32::from(random.chance(0.3))),
        _ => (0, 0),
    };
    let project = random.pick(&["none", "none", "done", "works", "planned"]);
    let going = matches!(project, "works" | "planned");
    let only = |when: bool, text: String| if when { text } else { String::new() };
    let ahead = |days: u32| before(world.on, -i64::from(days)).to_string();
    let written = vec![
        ("name", name),
        ("kind", kind.to_owned()),
        (
            "credit_code",
            numbers::credit_code(world.seed, 9_000 + mark),
        ),
        ("head", somebody(&mut random, Sex::Female, 1975)),
        ("phone", numbers::phone(world.seed, 8_000_000 + mark as u32)),
        ("filed", yes(random.chance(0.95)).to_owned()),
        ("area", (beds * random.between(18, 30)).to_string()),
        ("beds", beds.to_string()),
        (
            "nursing_beds",
            (beds * random.between(30, 55) / 100).to_string(),
        ),
        ("residents_full", full.to_string()),
        ("residents_half", half.to_string()),
        ("residents_none", none.to_string()),
        ("residents_tekun", tekun.iter().sum::<u32>().to_string()),
        ("staff", (carers + random.between(2, 7)).to_string()),
        ("carers", carers.to_string()),
        (
            "trained",
            carers.saturating_sub(random.between(0, 2)).to_string(),
        ),
        ("project", project.to_owned()),
        (
            "invested",
            only(
                project != "none",
                (random.between(20, 260) * 10_000).to_string(),
            ),
        ),
        ("finish", only(going, ahead(random.between(20, 300)))),
        ("fire", yes(random.chance(0.93)).to_owned()),
        ("food", yes(random.chance(0.96)).to_owned()),
        ("hazards", hazards.to_string()),
        ("hazards_major", major.to_string()),
        (
            "hazard_due",
            only(hazards > 0, ahead(random.between(3, 40))),
        ),
        (
            "hazard_owner",
            only(hazards > 0, somebody(&mut random, Sex::Male, 1978)),
        ),
        (
            "hazard_note",
            only(
                hazards > 0,
                "部分房间烟感报警器失效，疏散指示灯不亮。".to_owned(),
            ),
        ),
    ];
    sheet.place(town, mark, (before(world.on, 1_500), 31), written);
}

/// What the names of organisations are made of: trade and kind.
const TRADES: [(&str, &str); 12] = [
    ("生猪养殖协会", "association"),
    ("陶瓷行业协会", "association"),
    ("折扇技艺研究会", "association"),
    ("夏布行业协会", "association"),
    ("花椒种植协会", "association"),
    ("老年体育协会", "association"),
    ("心语社会工作服务中心", "service"),
    ("阳光助残服务中心", "service"),
    ("夕阳红居家养老服务中心", "service"),
    ("童伴儿童关爱中心", "service"),
    ("蓝天应急救援队", "service"),
    ("助学基金会", "foundation"),
];

/// Associations, service organisations and foundations of the district and its towns.
pub(super) fn organisations(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    let mut mark = 0u64;
    let places = std::iter::once(("500153", "荣昌区".to_owned())).chain(
        world
            .places
            .towns
            .iter()
            .map(|t| (t.code, town_short(t.name).to_owned())),
    );
    for (code, place) in places {
        let district = code.len() == 6;
        for (trade, kind) in TRADES {
            mark += 1;
            let mut random = Random::new(world.seed, &[sheet.salt, 2, mark]);
            if !district && (kind == "foundation" || !random.chance(0.25)) {
                continue;
            }
            let registered = before(world.on, i64::from(random.between(300, 7_000)));
            let inspected = world.on.year() - if random.chance(0.1) { 2 } else { 1 };
            let helps = random.chance(0.4);
            let only = |when: bool, text: String| if when { text } else { String::new() };
            let project = ["industry", "work", "buying", "charity", "warmth"];
            let spent = random.between(1, 60) * 5_000;
            let written = vec![
                ("name", format!("{place}{trade}")),
                (
                    "credit_code",
                    numbers::credit_code(world.seed, 20_000 + mark),
                ),
                ("kind", kind.to_owned()),
                ("head", somebody(&mut random, Sex::Male, 1968)),
                ("supervisor", "区民政局".to_owned()),
                ("registered_on", registered.to_string()),
                ("party", yes(random.chance(0.5)).to_owned()),
                ("inspected", inspected.to_string()),
                (
                    "inspection",
                    random
                        .pick(&["pass", "pass", "pass", "nearly", "fail"])
                        .to_owned(),
                ),
                (
                    "grade",
                    random.pick(&["none", "none", "3", "4", "5"]).to_owned(),
                ),
                ("abnormal", yes(random.chance(0.04)).to_owned()),
                ("project", only(helps, "结对帮扶困难家庭".to_owned())),
                (
                    "project_kind",
                    only(helps, random.pick(&project).to_owned()),
                ),
                ("spent", only(helps, spent.to_string())),
                ("helped", only(helps, random.between(10, 400).to_string())),
            ];
            sheet.place(code, mark, (registered, 365), written);
        }
    }
}

/// What charities did in the last year and a half.
pub(super) fn charities(sheet: &mut Sheet<'_>) {
    const DONE: [(&str, &str); 8] = [
        ("warmth", "冬日暖阳慰问"),
        ("poverty", "困难家庭微心愿"),
        ("illness", "大病救助募捐"),
        ("school", "金秋助学"),
        ("elderly", "重阳敬老"),
        ("epidemic", "防疫物资捐赠"),
        ("school", "乡村图书角"),
        ("warmth", "春节送年货"),
    ];
    let world = sheet.world;
    for (mark, (kind, activity)) in (0u64..).zip(DONE.iter().cycle().take(24)) {
        let mut random = Random::new(world.seed, &[sheet.salt, 2, mark]);
        let name = ["荣昌区慈善会", "荣昌区助学基金会", "荣昌区红十字会"];
        let started = before(world.on, i64::from(random.between(40, 540)));
        let length = i64::from(random.between(10, 60));
        let ended = started
            .checked_add(jiff::Span::new().days(length))
            .unwrap_or(started);
        let over = ended < world.on;
        let public = matches!(*kind, "illness" | "school") && random.chance(0.7);
        let received = random.between(2, 80) * 10_000;
        let filed = before(started, i64::from(random.between(2, 30)));
        let published = ended
            .checked_add(jiff::Span::new().days(40))
            .unwrap_or(ended);
        let told = over && published < world.on && random.chance(0.9);
        let helped = random.between(20, 900);
        let only = |when: bool, text: String| if when { text } else { String::new() };
        let written = vec![
            ("name", random.pick(&name).to_owned()),
            ("activity", format!("{}年{activity}", started.year())),
            ("kind", (*kind).to_owned()),
            ("public", yes(public).to_owned()),
            ("filed_on", only(public, filed.to_string())),
            ("started", started.to_string()),
            ("ended", only(over, ended.to_string())),
            ("received", received.to_string()),
            ("goods", (received / 5).to_string()),
            (
                "spent",
                (received / 100 * random.between(60, 100)).to_string(),
            ),
            ("helped", helped.to_string()),
            ("poor", (helped / 3).to_string()),
            ("published_on", only(told, published.to_string())),
        ];
        sheet.place("500153", mark, (started, 183), written);
    }
}

/// People at home who can work, every so many of them, so that they are spread over the villages.
fn every(world: &World, step: usize, most: usize, ages: std::ops::Range<i16>) -> Vec<u32> {
    let able = |at: &u32| {
        let person = world.person(*at);
        ages.contains(&person.age(world.on))
            && person.away_months == 0
            && person.care == Care::Able
            && !matches!(person.work, Work::Nothing | Work::Jobless)
            && !world.home(*at).hardship
    };
    let all = (0..world.people.len() as u32).filter(able);
    all.step_by(step.max(1)).take(most).collect()
}

/// Social workers with their certificates.
pub(super) fn social_workers(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    for at in every(world, 180, 400, 23..55) {
        let mut random = Random::new(world.seed, &[sheet.salt, 2, u64::from(at)]);
        let level = random.pick(&[
            "assistant",
            "assistant",
            "worker",
            "worker",
            "senior",
            "none",
        ]);
        let town = world.places.town_name(world.home(at).address.village);
        let at_town = format!("{town}社会工作服务站");
        let organisation = [
            "荣昌区心语社会工作服务中心",
            "荣昌区童伴儿童关爱中心",
            at_town.as_str(),
        ];
        let organisation = random.pick(&organisation).to_owned();
        let until = before(world.on, 60 - i64::from(random.between(0, 1_000)));
        let fields = [
            "elderly",
            "child",
            "elderly,community",
            "child,poverty",
            "disabled",
        ];
        let certified = level != "none";
        let only = |when: bool, text: String| if when { text } else { String::new() };
        let written = vec![
            ("level", level.to_owned()),
            (
                "certificate",
                only(certified, format!("SG{:09}", u64::from(at) * 37 + 1_000)),
            ),
            ("registered_until", only(certified, until.to_string())),
            ("organisation", organisation),
            ("field_of_work", random.pick(&fields).to_owned()),
            ("project", "困难家庭结对服务".to_owned()),
            ("hours", random.between(40, 900).to_string()),
            ("cases", random.between(0, 30).to_string()),
            ("training", random.between(0, 90).to_string()),
            ("uploaded", yes(random.chance(0.9)).to_owned()),
            ("phone", numbers::phone(world.seed, at)),
        ];
        sheet.add(at, before(world.on, 700), 365, written);
    }
}

/// Volunteers and what they do.
pub(super) fn volunteers(sheet: &mut Sheet<'_>) {
    const PROJECTS: [(&str, &str, &str); 6] = [
        ("守护夕阳·独居老人探访", "elderly", "care"),
        ("七彩课堂", "child", "teach"),
        ("爱心理发", "elderly,disabled", "repair"),
        ("法律明白人", "women,poor", "law"),
        ("健康下乡", "elderly,poor", "doctor"),
        ("田间帮扶", "poor", "farm"),
    ];
    let world = sheet.world;
    for (nth, at) in (1u32..).zip(every(world, 45, 3_000, 18..72)) {
        let mut random = Random::new(world.seed, &[sheet.salt, 2, u64::from(at)]);
        let (project, served, skill) = PROJECTS[random.below(PROJECTS.len())];
        let town = world.places.town_name(world.home(at).address.village);
        let hours = random.between(2, 400);
        let trained = before(world.on, i64::from(random.between(20, 700)));
        let honour = if hours > 300 { "星级志愿者" } else { "" };
        let written = vec![
            ("number", format!("500153{nth:08}")),
            ("organisation", format!("{town}志愿服务队")),
            ("skills", skill.to_owned()),
            ("project", project.to_owned()),
            ("served", served.to_owned()),
            ("hours", hours.to_string()),
            ("trained_on", trained.to_string()),
            ("honours", honour.to_owned()),
            ("consent", yes(random.chance(0.7)).to_owned()),
            ("phone", numbers::phone(world.seed, at)),
        ];
        sheet.add(at, before(world.on, 720), 365, written);
    }
}
