//! Paid after death, paid twice, held, married, schooled, insured against: what the registers of
//! people say of the rolls.

use super::Hits;
use super::index::{Index, months, plain};
use crate::world::records::{Hold, Standing, supplement};
use std::collections::HashMap;

pub(super) fn find(index: &Index<'_>, hits: &mut Hits) {
    registers(index, hits);
    subsidies(index, hits);
    twice(index, hits);
    allowance(index, hits);
    children(index, hits);
    accounts(index, hits);
}

fn registers(index: &Index<'_>, hits: &mut Hits) {
    let records = &index.world.records;
    for row in index.rolls() {
        let p = row.person;
        if index
            .of("deaths", &records.deaths, p)
            .iter()
            .any(|d| d.date < index.month)
        {
            hits.add("M01", row, false);
        }
        if index
            .of("cremations", &records.cremations, p)
            .iter()
            .any(|c| c.date < index.month)
        {
            hits.add("M02", row, false);
        }
        let standing = index.of("population", &records.population, p);
        let is = |wanted: Standing| standing.iter().any(|r| r.standing == wanted);
        if (is(Standing::MovedOut) || is(Standing::Cancelled)) && !is(Standing::Present) {
            hits.add("M03a", row, false);
        }
        let held = index
            .of("custody", &records.custody, p)
            .into_iter()
            .any(|c| {
                c.hold != Hold::Community
                    && c.from <= index.on
                    && c.to.is_none_or(|to| to >= index.on)
            });
        if held && matches!(row.role, "dibao" | "tekun" | "disability_subsidy") {
            hits.add("M04a", row, false);
        }
        if matches!(row.role, "dibao" | "tekun") {
            let declared = index.of("relatives", &records.relatives, p);
            if !declared.is_empty() && declared.iter().all(|r| r.checked.is_none()) {
                hits.add("M13b", row, false);
            }
        }
    }
    let subjects = index
        .rolls()
        .into_iter()
        .filter(|r| matches!(r.role, "dibao" | "tekun"));
    for row in subjects.chain(index.applicants()) {
        let kin = index
            .near(row.person)
            .into_iter()
            .any(|p| index.is_in("officials", p));
        if kin && !index.is_in("relatives", row.person) {
            hits.add("M13a", row, false);
        }
    }
}

fn subsidies(index: &Index<'_>, hits: &mut Hits) {
    let records = &index.world.records;
    for row in plain(
        "disability_subsidy",
        records.disability_subsidy.iter().map(|r| r.person),
    ) {
        let (p, roll) = (row.person, &records.disability_subsidy[row.at]);
        let valid = index.valid_certificates(p);
        match (index.is_in("disabled", p), valid.is_empty()) {
            (false, _) => hits.add("M14d", row, false),
            (true, true) => hits.add("M14c", row, false),
            (true, false) if valid.iter().all(|c| c.grade != roll.grade) => {
                hits.add("M14e", row, false)
            }
            _ => {}
        }
        if !roll.care && !index.is_in("dibao", p) {
            hits.add("M14f", row, false);
        }
        if index.is_in("tekun", p) {
            hits.add("M22c", row, false);
        }
        let unable = index
            .of("elderly_subsidy", &records.elderly_subsidy, p)
            .iter()
            .any(|e| e.unable);
        if roll.care && unable {
            hits.add("M22d", row, false);
        }
        let own = index.of("disability_subsidy", &records.disability_subsidy, p);
        if own.iter().filter(|r| r.care == roll.care).count() > 1 {
            hits.add("M22f", row, false);
        }
        let kept = index
            .of("children", &records.children, p)
            .iter()
            .any(|c| c.orphan || c.full);
        if !roll.care && kept {
            hits.add("M22h", row, false);
        }
        let programme = if roll.care { 3 } else { 2 };
        let elsewhere = index.of("other_rolls", &records.other_rolls, p);
        let runs = elsewhere
            .iter()
            .any(|o| o.programme == programme && o.until.is_none_or(|u| u >= index.on));
        if runs {
            hits.add("M23b", row, false);
        }
    }
}

fn twice(index: &Index<'_>, hits: &mut Hits) {
    let records = &index.world.records;
    for row in index.rolls() {
        let p = row.person;
        if row.role == "dibao" && index.is_in("tekun", p) {
            hits.add("M22a", row, false);
        }
        if row.role == "dibao" && index.rows("dibao", p).len() > 1 {
            hits.add("M22b", row, false);
        }
        if matches!(row.role, "dibao" | "tekun") {
            let elsewhere = index.of("other_rolls", &records.other_rolls, p);
            if elsewhere
                .iter()
                .any(|o| o.programme < 2 && o.until.is_none_or(|u| u >= index.on))
            {
                hits.add("M23a", row, false);
            }
        }
    }
}

fn allowance(index: &Index<'_>, hits: &mut Hits) {
    let records = &index.world.records;
    for row in index.dibao() {
        let (p, roll) = (row.person, &records.dibao[row.at]);
        let studies = index
            .of("students", &records.students, p)
            .iter()
            .any(|s| s.status == "在读");
        if roll.supplement & supplement::PUPIL != 0 && !studies {
            hits.add("M17a", row, false);
        }
        if studies && roll.supplement & (supplement::PUPIL | supplement::NURSERY) == 0 {
            hits.add("M17b", row, false);
        }
        let marriages = index.of("marriages", &records.marriages, p);
        let home = index.home(row);
        if marriages
            .iter()
            .any(|m| m.wedding && m.date >= roll.since && !home.contains(&m.spouse))
        {
            hits.add("M19a", row, false);
        }
        let near = index.near(p);
        let registered = |p: u32| near.contains(&p) && index.is_in("population", p);
        let apart = |m: &&crate::world::records::MarriageRow| {
            !m.wedding
                && m.date <= roll.since
                && months(m.date, roll.since) < 12
                && registered(m.spouse)
        };
        if marriages.iter().any(apart) {
            hits.add("M19b", row, false);
        }
        let age = index.world.person(p).age(index.on);
        let refused = index
            .of("unemployment", &records.unemployment, p)
            .iter()
            .any(|u| u.refusals >= 3);
        if refused && (16..60).contains(&age) {
            hits.add("M20a", row, false);
        }
        let subsidies = index.of("disability_subsidy", &records.disability_subsidy, p);
        let cared = subsidies.iter().any(|s| s.care);
        let old = index.is_in("elderly_subsidy", p);
        if age >= 80 && !old {
            hits.add("N01", row, cared);
        }
        let severe = index
            .valid_certificates(p)
            .iter()
            .any(|c| c.grade <= 2 && matches!(c.category, 1 | 4..=6));
        if (60..80).contains(&age) && severe && !old {
            hits.add("N02", row, cared);
        }
    }
    for row in plain("births", records.births.iter().map(|b| b.mother)) {
        let birth = &records.births[row.at];
        let counted = index
            .near(birth.mother)
            .into_iter()
            .any(|p| index.is_in("dibao", p) && index.world.person(p).birth == birth.date);
        if index.within_a_year(birth.date) && index.is_in("dibao", birth.mother) && !counted {
            hits.add("M18", row, false);
        }
    }
}

fn children(index: &Index<'_>, hits: &mut Hits) {
    let records = &index.world.records;
    for row in plain("children", records.children.iter().map(|r| r.person)) {
        let p = row.person;
        if index.world.person(p).age(index.month) >= 18 {
            let studies = index
                .of("students", &records.students, p)
                .iter()
                .any(|s| s.status == "在读");
            hits.add("M17c", row, studies);
        }
        let own = index.of("children", &records.children, p);
        if own.iter().any(|c| c.orphan) && own.iter().any(|c| !c.orphan) {
            hits.add("M22e", row, false);
        }
        if index.is_in("tekun", p) {
            hits.add("M22g", row, false);
        }
    }
}

fn accounts(index: &Index<'_>, hits: &mut Hits) {
    let records = &index.world.records;
    let mut cases: HashMap<_, Vec<u32>> = HashMap::new();
    for row in &records.dibao {
        cases.entry(row.account).or_default().push(row.case);
    }
    for row in index.dibao() {
        let roll = &records.dibao[row.at];
        if cases
            .get(&roll.account)
            .is_some_and(|all| all.iter().any(|c| *c != roll.case))
        {
            hits.add("M24a", row, false);
        }
    }
}
