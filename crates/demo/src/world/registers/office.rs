//! Officials of the towns and villages, and disasters.

use crate::random::Random;
use crate::world::person::Work;
use crate::world::records::{DisasterRow, OfficialRow, PayrollRow};
use crate::world::{World, days_before};

/// Handlers in the towns and village officials, none from a household in need.
pub(super) fn officials(world: &mut World) {
    const POSTS: [&str; 5] = [
        "村(社区)党组织书记、主任",
        "综合服务专干",
        "民政专干",
        "社会救助经办人员",
        "村(居)委会委员",
    ];
    let mut random = Random::new(world.seed, &[6]);
    let wanted = (world.people.len() / 250).clamp(24, 1100);
    let mut chosen = std::collections::HashSet::new();
    for _ in 0..wanted * 40 {
        if chosen.len() == wanted {
            break;
        }
        let person = random.below(world.people.len()) as u32;
        let facts = &world.people[person as usize];
        let home = &world.households[facts.household as usize];
        let able = (26..60).contains(&facts.age(world.on)) && facts.away_months == 0;
        let works = matches!(facts.work, Work::Farm | Work::Casual | Work::Public);
        if home.hardship || !able || !works || !chosen.insert(person) {
            continue;
        }
        let village = home.address.village;
        let post = POSTS[random.below(POSTS.len())];
        world.records.officials.push(OfficialRow {
            person,
            post,
            village,
        });
        if world.people[person as usize].work != Work::Public {
            let amount = random.between(16, 28) as u16 * 100;
            world.people[person as usize].wage = amount;
            world.records.payroll.push(PayrollRow {
                person,
                kind: "村社干部",
                amount,
            });
        }
    }
}

/// Disasters of the last year and a half.
pub(in crate::world) fn disasters(world: &mut World) {
    const KINDS: [&str; 4] = ["洪涝", "风雹", "火灾", "山体滑坡"];
    let mut random = Random::new(world.seed, &[7]);
    for household in 0..world.households.len() {
        let home = &world.households[household];
        if !home.rural || !random.chance(0.004) {
            continue;
        }
        let damage = match random.below(10) {
            0 => "倒塌",
            1..3 => "严重损坏",
            3..8 => "一般损坏",
            _ => "无",
        };
        let person = home.first;
        let date = days_before(world.on, random.between(5, 540));
        let kind = KINDS[random.below(KINDS.len())];
        world.records.disasters.push(DisasterRow {
            person,
            date,
            kind,
            damage,
        });
    }
}
