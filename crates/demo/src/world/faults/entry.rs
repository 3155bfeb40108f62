//! People who should be helped and are not, and those who look so but are.

use super::{Plan, big_bill, disaster, mark, outsiders};
use crate::world::World;
use crate::world::days_before;
use crate::world::person::Poor;
use crate::world::records::{Decision, Hold, TemporaryRow, UnemploymentRow};
use crate::world::registers::custody;

pub(super) fn plant(world: &mut World, plan: &mut Plan) {
    let free = outsiders(world, &mut plan.random);
    let mut free = free.into_iter();
    let each = plan.each;
    let mut used = std::collections::HashSet::new();
    let mut next = |world: &World, fits: &dyn Fn(&World, u32) -> bool| {
        free.by_ref()
            .find(|p| fits(world, *p) && used.insert(world.person(*p).household))
    };
    let severe = |w: &World, p: u32| {
        w.home(p).rural
            && w.records
                .disabled
                .iter()
                .any(|c| c.person == p && c.grade <= 2)
    };
    let rural = |w: &World, p: u32| w.home(p).rural;
    let parent = |w: &World, p: u32| {
        w.home(p).members().any(|c| {
            (w.person(c).father == p || w.person(c).mother == p) && w.person(c).age(w.on) < 17
        })
    };
    let adult = |w: &World, p: u32| super::is_adult(w, p) && w.home(p).rural;
    for at in 0..each {
        if let Some(p) = next(world, &rural) {
            mark(world, p, Poor::Unlifted);
        }
        if let Some(p) = next(world, &severe) {
            mark(
                world,
                p,
                if at % 2 == 0 {
                    Poor::LiftedUnstable
                } else {
                    Poor::Unlifted
                },
            );
        }
        if let Some(p) = next(world, &parent) {
            // A long term; then one of four months, which is too short.
            let months = if at % 3 == 2 { 4 } else { 24 };
            custody(world, p, Hold::Prison, 50, months);
        }
        if let Some(p) = next(world, &adult) {
            mark(world, p, Poor::Lifted);
            let since = days_before(world.on, if at % 3 == 2 { 40 } else { 200 });
            let benefit = at % 4 == 3;
            world.records.unemployment.retain(|r| r.person != p);
            world.records.unemployment.push(UnemploymentRow {
                person: p,
                out_of_work: true,
                since,
                benefit,
                refusals: 0,
            });
        }
        for helped in [false, true] {
            if let Some(p) = next(world, &adult) {
                big_bill(world, p, plan.random.between(20, 280), &mut plan.random);
                relief(world, p, helped, "家庭成员突患重大疾病", 10);
            }
            let head = |w: &World, p: u32| w.home(p).rural && w.home(p).first == p;
            if let Some(p) = next(world, &head) {
                let damage = if at % 2 == 0 {
                    "倒塌"
                } else {
                    "严重损坏"
                };
                disaster(world, p, damage, 120);
                relief(world, p, helped, "房屋倒损", 100);
            }
        }
    }
    refused(world, plan);
}

fn relief(world: &mut World, person: u32, granted: bool, cause: &'static str, days: u32) {
    if granted {
        let date = days_before(world.on, days);
        world.records.temporary.push(TemporaryRow {
            person,
            emergency: true,
            cause,
            amount_fen: 300_000,
            date,
        });
    }
}

/// Poor households whose application was refused within the year.
fn refused(world: &mut World, plan: &mut Plan) {
    let rows: Vec<u32> = world
        .records
        .applicants
        .iter()
        .filter(|r| {
            r.decision == Decision::Refused && r.head == r.person && world.home(r.person).rural
        })
        .map(|r| r.person)
        .collect();
    for person in rows.into_iter().take(plan.each) {
        mark(world, person, Poor::LiftedUnstable);
    }
}
