//! Wrongs within the bureau's own rolls: paid twice, on two rolls, into another's account, against
//! a certificate that is no more.

use super::{Plan, is_adult, stranger};
use crate::world::person::Care;
use crate::world::records::{Account, CertificateStatus, ChildRow, SubsidyRow, TekunRow};
use crate::world::{NOBODY, World, awards, month_before};
use std::collections::HashSet;

pub(super) fn plant(world: &mut World, plan: &mut Plan) {
    twice(world, plan);
    accounts(world, plan);
    elsewhere(world, plan);
    subsidies(world, plan);
    certificates(world, plan);
    children(world, plan);
    let missed = &mut plan.random;
    world
        .records
        .elderly_subsidy
        .retain(|_| !missed.chance(0.15));
}

fn tekun_row(world: &World, person: u32) -> TekunRow {
    TekunRow {
        person,
        centralised: false,
        care: Care::Able,
        amount_fen: 75_400,
        care_fen: awards::care_amount(Care::Able),
        since: month_before(world.on, 9),
        account: Account::of(person),
        village: world.home(person).address.village,
    }
}

/// On two rolls, or twice on one.
fn twice(world: &mut World, plan: &mut Plan) {
    let each = plan.each;
    plan.people(
        world,
        each,
        |w, p| w.person(p).age(w.on) >= 60,
        |w, _, _, person| {
            let row = tekun_row(w, person);
            w.records.tekun.push(row);
        },
    );
    plan.people(world, each, is_adult, |w, plan, row, person| {
        let mut again = w.records.dibao[row].clone();
        again.case = w.records.dibao.iter().map(|r| r.case).max().unwrap_or(0) + 1;
        again.village = w.places.draw(&mut plan.random);
        (again.head, again.members, again.size) = (person, 1, 1);
        (again.account, again.account_name) = (
            Account {
                holder: person,
                nth: 1,
            },
            person,
        );
        w.records.dibao.push(again);
    });
    // The number of the row above pasted into the row below.
    plan.people(world, each.div_ceil(2), is_adult, |w, _, row, _| {
        let rows = &mut w.records.dibao;
        let above = if row == 0 { 1 } else { row - 1 };
        if rows[above].person != rows[row].person {
            rows[row].id_of = rows[above].person;
        }
    });
}

/// One account for several households, or in a stranger's name.
fn accounts(world: &mut World, plan: &mut Plan) {
    let each = plan.each;
    let any = |_: &World, _: u32| true;
    let mut other: Option<Account> = None;
    plan.people(world, each * 2, any, |w, _, row, _| {
        let (case, own) = (w.records.dibao[row].case, w.records.dibao[row].account);
        match other.take() {
            None => other = Some(own),
            Some(account) => {
                for row in w.records.dibao.iter_mut().filter(|r| r.case == case) {
                    (row.account, row.account_name) = (account, NOBODY);
                }
            }
        }
    });
    for agreement in [None, Some(true)] {
        plan.people(world, each, any, |w, plan, row, _| {
            let case = w.records.dibao[row].case;
            let holder = stranger(w, &mut plan.random);
            for row in w.records.dibao.iter_mut().filter(|r| r.case == case) {
                (row.account, row.account_name, row.agreement) =
                    (Account::of(holder), holder, agreement);
            }
        });
    }
}

fn elsewhere(world: &mut World, plan: &mut Plan) {
    let each = plan.each;
    plan.people(world, each, is_adult, |w, plan, _, person| {
        let row = awards::other(w, person, 0, None, &mut plan.random);
        w.records.other_rolls.push(row);
    });
    let rows = world.records.disability_subsidy.len();
    for _ in 0..each.min(rows) {
        let row = &world.records.disability_subsidy[plan.random.below(rows)];
        let programme = if row.care { 3 } else { 2 };
        let other = awards::other(world, row.person, programme, None, &mut plan.random);
        world.records.other_rolls.push(other);
    }
}

/// Subsidies that should have ended, or were never due.
fn subsidies(world: &mut World, plan: &mut Plan) {
    let each = plan.each;
    let rows = world.records.disability_subsidy.len();
    if rows == 0 {
        return;
    }
    let fresh = |world: &World, person: u32, care: bool| SubsidyRow {
        person,
        care,
        category: 4,
        grade: 2,
        amount_fen: 7000,
        since: month_before(world.on, 12),
        wrong_certificate: false,
        village: world.home(person).address.village,
    };
    for _ in 0..each {
        // Twice; another grade; a certificate number of somebody else.
        let again = world.records.disability_subsidy[plan.random.below(rows)].clone();
        world.records.disability_subsidy.push(again);
        let row = &mut world.records.disability_subsidy[plan.random.below(rows)];
        row.grade = if row.grade == 1 { 2 } else { row.grade - 1 };
        world.records.disability_subsidy[plan.random.below(rows)].wrong_certificate = true;
        // No certificate, and not on the allowance.
        let person = stranger(world, &mut plan.random);
        let care = plan.random.chance(0.5);
        let row = fresh(world, person, care);
        world.records.disability_subsidy.push(row);
    }
    let tekun: Vec<u32> = world.records.tekun.iter().map(|r| r.person).collect();
    for person in tekun.into_iter().rev().take(each) {
        let row = fresh(world, person, true);
        world.records.disability_subsidy.push(row);
    }
    let unable: Vec<u32> = world
        .records
        .elderly_subsidy
        .iter()
        .filter(|r| r.unable)
        .map(|r| r.person)
        .collect();
    for person in unable.into_iter().take(each) {
        let row = fresh(world, person, true);
        world.records.disability_subsidy.push(row);
    }
    let kept: Vec<u32> = world
        .records
        .children
        .iter()
        .filter(|r| r.full)
        .map(|r| r.person)
        .collect();
    for person in kept.into_iter().take(each) {
        let row = fresh(world, person, false);
        world.records.disability_subsidy.push(row);
    }
}

/// Certificates cancelled while the subsidy went on, and numbers that are another's.
fn certificates(world: &mut World, plan: &mut Plan) {
    let paid: HashSet<u32> = world
        .records
        .disability_subsidy
        .iter()
        .map(|r| r.person)
        .collect();
    let mut left = plan.each * 2;
    for row in &mut world.records.disabled {
        if left == 0 {
            break;
        }
        if paid.contains(&row.person) && plan.random.chance(0.05) {
            left -= 1;
            if left.is_multiple_of(2) {
                row.status = CertificateStatus::Cancelled;
            } else {
                row.valid_to = Some(month_before(world.on, 3));
            }
        } else if plan.random.chance(0.004) {
            row.wrong_number = true;
        }
    }
}

fn children(world: &mut World, plan: &mut Plan) {
    let each = plan.each;
    let rows = world.records.children.len();
    for at in 0..each.min(rows) {
        let mut other = world.records.children[at * 3 % rows].clone();
        other.orphan = !other.orphan;
        (other.full, other.amount_fen) = (true, 120_400);
        world.records.children.push(other);
        let person = world.records.children[(at * 5 + 1) % rows].person;
        let row = tekun_row(world, person);
        world.records.tekun.push(row);
    }
    let eighteen: Vec<u32> = (0..world.people.len() as u32)
        .filter(|p| (18..21).contains(&world.person(*p).age(world.on)))
        .take(each * 4)
        .collect();
    for person in eighteen {
        let since = month_before(world.on, 60);
        let guardian = world.home(person).first;
        let row = ChildRow {
            person,
            orphan: false,
            full: true,
            amount_fen: 120_400,
            guardian,
            since,
        };
        world.records.children.push(row);
    }
}
