//! What the office keeps: visits to the town that the bureau looks after, and what was studied and
//! made known.

use super::{Sheet, before, somebody};
use crate::random::Random;
use base::Sex;

/// The office's meetings and visits of so many months.
const MONTHS: u32 = 14;

/// Visits to the liaison town, month by month; what was found is solved but for the newest.
pub(super) fn visits(sheet: &mut Sheet<'_>) {
    const KINDS: [(&str, &str); 4] = [
        ("research", "兜底保障落实情况调研"),
        ("survey", "困难家庭走访排查"),
        ("help", "走访慰问困难群众"),
        ("meeting", "脱贫攻坚工作推进会"),
    ];
    let world = sheet.world;
    let Some(town) = world.places.towns.last() else {
        return;
    };
    let mut random = Random::new(world.seed, &[sheet.salt, 2]);
    let leaders = [
        somebody(&mut random, Sex::Male, 1968),
        somebody(&mut random, Sex::Female, 1972),
    ];
    for month in 0..MONTHS {
        let (kind, topic) = KINDS[random.below(KINDS.len())];
        let visited = before(world.on, i64::from(month * 30 + random.between(1, 20)));
        let problems = random.between(0, 6);
        let solved = if month < 2 { problems / 2 } else { problems };
        let due = visited
            .checked_add(jiff::Span::new().days(60))
            .unwrap_or(visited);
        let money = if kind == "help" {
            random.between(5, 40) * 1_000
        } else {
            0
        };
        let written = vec![
            ("town", town.code.to_owned()),
            ("visited_on", visited.to_string()),
            ("kind", kind.to_owned()),
            ("topic", topic.to_owned()),
            ("leader", leaders[random.below(2)].clone()),
            ("people", "社会救助科、社会事务和养老服务科".to_owned()),
            ("households", random.between(6, 45).to_string()),
            ("problems", problems.to_string()),
            ("solved", solved.to_string()),
            (
                "due",
                if problems > 0 {
                    due.to_string()
                } else {
                    String::new()
                },
            ),
            ("money", money.to_string()),
            (
                "note",
                "逐户核对保障政策落实情况，发现的问题当场交镇里办理。".to_owned(),
            ),
        ];
        sheet.place(town.code, u64::from(month), (visited, 365), written);
    }
}

/// Party-group meetings, study, training and publicity.
pub(super) fn study(sheet: &mut Sheet<'_>) {
    const KINDS: [(&str, &str, &str); 5] = [
        ("party_group", "专题研究民政脱贫攻坚工作", "办公室"),
        ("centre", "理论学习中心组学习", "办公室"),
        ("training", "社会救助业务培训", "社会救助科"),
        ("publicity", "救助政策进村社", "社会救助科"),
        ("media", "兜底保障工作报道", "办公室"),
    ];
    let world = sheet.world;
    let mut random = Random::new(world.seed, &[sheet.salt, 2]);
    let host = somebody(&mut random, Sex::Male, 1968);
    let mut mark = 0;
    for month in 0..MONTHS {
        for (kind, title, unit) in KINDS {
            if kind != "party_group" && !random.chance(0.6) {
                continue;
            }
            mark += 1;
            let held = before(world.on, i64::from(month * 30 + random.between(1, 27)));
            let due = random.between(9, 60);
            let open = matches!(kind, "publicity" | "media");
            let reached = random.between(200, 4_000);
            let present = if open {
                reached
            } else {
                due - random.between(0, 4)
            };
            let leads = matches!(kind, "party_group" | "centre");
            let decided = if kind == "party_group" {
                "听取各科室进展汇报，议定下月摸排和整改安排，明确责任人和时限。"
            } else {
                ""
            };
            let written = vec![
                (
                    "title",
                    format!("{}年{}月{title}", held.year(), held.month()),
                ),
                ("kind", kind.to_owned()),
                ("held_on", held.to_string()),
                ("unit", unit.to_owned()),
                ("host", if leads { host.clone() } else { String::new() }),
                (
                    "due_number",
                    if open { String::new() } else { due.to_string() },
                ),
                ("present", present.to_string()),
                ("decisions", decided.to_owned()),
            ];
            sheet.place("500153", mark, (held, 365), written);
        }
    }
}
