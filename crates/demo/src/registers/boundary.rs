//! Boundary lines of the district and of its towns, and the markers on them. The neighbours are real;
//! agreements, inspections and markers are invented.

use super::{Sheet, before, somebody};
use crate::random::Random;
use crate::world::World;
use base::Sex;

/// A line: its number, name, level, neighbour, kilometres, markers.
struct Line {
    code: String,
    name: String,
    level: &'static str,
    other: String,
    length: u32,
    markers: u32,
    villages: Vec<u16>,
}

/// What the district borders on.
const NEIGHBOURS: [(&str, &str, u32); 5] = [
    ("大足区", "district", 78),
    ("永川区", "district", 64),
    ("四川省隆昌市", "province", 71),
    ("四川省泸县", "province", 38),
    ("四川省安岳县", "province", 42),
];

fn all(world: &World) -> Vec<Line> {
    let villages = world.places.villages.len() as u32;
    let mut out = Vec::new();
    for (at, (other, level, length)) in (1u32..).zip(NEIGHBOURS) {
        let name = other.trim_start_matches("四川省");
        let spread = (0..length / 6).map(|i| ((at * 29 + i * 7) % villages.max(1)) as u16);
        out.push(Line {
            code: format!(
                "500153-{}{at:02}",
                if level == "province" { "P" } else { "Q" }
            ),
            name: format!("荣昌—{name}线"),
            level,
            other: other.to_owned(),
            length,
            markers: length / 6,
            villages: spread.collect(),
        });
    }
    for (at, pair) in (1u32..).zip(world.places.towns.windows(2)) {
        let [one, other] = pair else { continue };
        let own = (0u16..).zip(&world.places.villages);
        let own = own
            .filter(|(_, v)| v.code.starts_with(one.code))
            .map(|(i, _)| i);
        let own: Vec<u16> = own.collect();
        out.push(Line {
            code: format!("500153-Z{at:02}"),
            name: format!("{}—{}线", one.name, other.name),
            level: "town",
            other: other.name.to_owned(),
            length: 8 + at % 9,
            markers: 2,
            villages: own,
        });
    }
    out
}

/// The lines; one in twelve has not been inspected together for five years.
pub(super) fn lines(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    for (at, line) in (0u64..).zip(all(world)) {
        let mut random = Random::new(world.seed, &[sheet.salt, 2, at]);
        let agreed = before(world.on, i64::from(random.between(5_000, 8_000)));
        let overdue = random.chance(0.08);
        let days = if overdue { (1_850, 2_100) } else { (60, 1_750) };
        let inspected = before(world.on, i64::from(random.between(days.0, days.1)));
        let dispute = match random.below(14) {
            0 => "open",
            1..=2 => "settled",
            _ => "none",
        };
        let note = match dispute {
            "open" => "两侧村民对林地边线说法不一，双方民政部门正在会同踏勘。",
            "settled" => "按协议书附图确认，已签订现场记录。",
            _ => "",
        };
        let division = match line.level {
            "town" => line.villages.first().map(|v| world.places.village(*v).code),
            _ => None,
        };
        let written = vec![
            ("code", line.code.clone()),
            ("name", line.name.clone()),
            ("level", line.level.to_owned()),
            ("other_side", line.other.clone()),
            ("length", line.length.to_string()),
            (
                "agreement",
                format!("演示界协〔{}〕{}号", agreed.year(), at + 1),
            ),
            ("agreed_on", agreed.to_string()),
            ("markers", line.markers.to_string()),
            ("inspected_on", inspected.to_string()),
            (
                "report",
                format!("演示界检〔{}〕{}号", inspected.year(), at + 1),
            ),
            ("dispute", dispute.to_owned()),
            ("dispute_note", note.to_owned()),
        ];
        let division = division.and_then(|code| code.get(..9)).unwrap_or("500153");
        sheet.place(division, at, (agreed, 365), written);
    }
}

/// The markers on the lines, each looked after by the village that it stands in.
pub(super) fn markers(sheet: &mut Sheet<'_>) {
    let world = sheet.world;
    let mut mark = 0u64;
    for line in all(world) {
        for nth in 0..line.markers {
            mark += 1;
            let at = line.villages.get(nth as usize % line.villages.len().max(1));
            let village = world.places.village(at.copied().unwrap_or(0));
            let mut random = Random::new(world.seed, &[sheet.salt, 2, mark]);
            let states = [
                "good", "good", "good", "good", "good", "good", "good", "damaged", "moved",
            ];
            let state = random.pick(&states);
            let kinds = ["single", "single", "single", "double"];
            let patrolled = before(world.on, i64::from(random.between(4, 170)));
            let (east, north) = (random.fraction() * 0.4, random.fraction() * 0.35);
            let written = vec![
                ("number", format!("{}-{:02}", line.code, nth + 1)),
                ("line", line.name.clone()),
                ("kind", random.pick(&kinds).to_owned()),
                (
                    "position",
                    format!("{}{}组山脊", village.name, random.between(1, 9)),
                ),
                ("point", format!("{:.5},{:.5}", 105.3 + east, 29.25 + north)),
                ("height", random.between(280, 520).to_string()),
                ("landmarks", "东侧为机耕道，西侧为柏树林。".to_owned()),
                ("responsible", village.name.to_owned()),
                ("state", state.to_owned()),
                ("patrolled_on", patrolled.to_string()),
                ("patrol", somebody(&mut random, Sex::Male, 1970)),
            ];
            sheet.place(village.code, mark, (before(world.on, 4_000), 183), written);
        }
    }
}
